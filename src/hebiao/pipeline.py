"""The straight line: read → recognise → bind → check → report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.bind import bind
from hebiao.check import check
from hebiao.errors import SourceError
from hebiao.kinds import load_kinds
from hebiao.model import ReadError, Report
from hebiao.readers import SUFFIXES, read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes
from hebiao.report import catalogue, document_report, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hebiao.model import RuleText
    from hebiao.regime.spec import Regime

_SKIPPED = frozenset({"node_modules", "__pycache__"})


def validate(path: str | Path, *, regime: str | None = None) -> Report:
    """Validate a file, or every document below a folder, and give one report.

    `regime` names the regime to hold the documents against; without it the one that fits is
    taken. What cannot be judged is an entry of `Report.errors` and stops nothing. Raises
    `UsageError` where there is no such regime, `RegimeError` where a regime is broken.
    """
    return validate_paths([Path(path)], regime=regime)


def validate_paths(
    paths: Sequence[Path],
    *,
    regime: str | None = None,
    folder: Path | None = None,
    track: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> Report:
    """Validate files and folders; `folder` holds further regimes, `track` shows progress."""
    known = load_regimes(load_kinds(), folder)
    missing = [path for path in paths if not path.exists()]
    files = [file for path in paths if path.exists() for file in documents_below(path)]
    absent = [
        ReadError(str(path), "not-found", "没有这个文件或文件夹 / no such file or folder", 2)
        for path in missing
    ]
    reports = [validate_file(file, known, regime) for file in track(files)]
    return merged([*reports, Report(errors=tuple(absent))])


def validate_file(path: Path, known: Mapping[str, Regime], regime: str | None = None) -> Report:
    """Validate one file: a report of one document, or of one error where it cannot be judged.

    Pure and picklable: any executor can map it over a corpus.
    """
    try:
        source = read(path)
        document, fitting = recognise(source, known, regime)
    except SourceError as error:
        return Report(errors=(ReadError(str(path), error.code, error.message, 3),))
    figures = bind(document)
    outcomes, findings = check(figures, fitting)
    one = document_report(figures, fitting, outcomes, findings)
    return Report((one,), rules=catalogue(fitting))


def documents_below(path: Path) -> list[Path]:
    """Give the path itself, or the documents below a folder in order, hidden folders left out."""
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        found += [
            Path(folder, name) for name in sorted(names) if Path(name).suffix.lower() in SUFFIXES
        ]
    return found


def catalogues(folder: Path | None = None) -> dict[str, dict[str, RuleText]]:
    """Give the rules of every regime, by regime and id."""
    known = load_regimes(load_kinds(), folder)
    return {regime.id: catalogue(regime) for regime in known.values()}
