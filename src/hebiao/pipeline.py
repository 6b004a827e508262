"""The straight line: read → recognise → bind → check → report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.bind import bind
from hebiao.check import check, check_unread, pages_in_doubt
from hebiao.documents import documents
from hebiao.errors import HebiaoError, SourceError, UsageError
from hebiao.kinds import load_kinds
from hebiao.package import extract, extract_grids
from hebiao.readers import joined, read, read_again
from hebiao.recognise import recognise
from hebiao.recognise.personal import masked
from hebiao.regime.load import load_regimes
from hebiao.report import catalogue, document_report, merged, unread_report, whole_catalogue
from hebiao.result import ReadError, Report
from hebiao.workers import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hebiao.catalogue import Catalogue
    from hebiao.model import Source
    from hebiao.regime.spec import Regime


def validate(path: str | Path, *, regime: str | None = None) -> Report:
    """Validate a file, or every document below a folder, and give one report.

    `regime` names the regime to hold the documents against; without it the one that fits is
    taken. What cannot be judged is an entry of `Report.errors` and stops nothing. Raises
    `UsageError` where there is no such regime, `RegimeError` where a regime is broken.
    """
    return validate_paths([Path(path)], Settings(regime=regime))


@dataclass(frozen=True, slots=True)
class Settings:
    """How documents are validated.

    `regime` names the one to hold them against, `folder` holds further ones; with `together` all
    files make one document; `witness` says when pages are read a second time ("never", "doubtful",
    "always"); with more `jobs` than one, so many processes judge documents side by side.
    """

    regime: str | None = None
    folder: Path | None = None
    together: bool = False
    witness: str = "doubtful"
    jobs: int = 1


def validate_paths(
    paths: Sequence[Path],
    settings: Settings = Settings(),
    track: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> Report:
    """Validate files and folders as `stream` does, and give one report."""
    return merged(stream(paths, settings, track))


def stream(
    paths: Sequence[Path],
    settings: Settings,
    track: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> Iterator[Report]:
    """Validate files and folders; `track` shows progress.

    Gives a report a document as it is judged, in order, and at last the errors of the paths
    themselves.
    """
    known = load_regimes(load_kinds(), settings.folder)
    files, errors = documents(paths)
    judge = partial(
        validate_document, known=known, regime=settings.regime, witness=settings.witness
    )
    if not settings.together:
        alone = [(file,) for file in files]
        jobs = min(settings.jobs, len(files))
        reports = side_by_side(judge, alone, jobs) if jobs > 1 else map(judge, alone)
        for _, report in zip(track(files), reports, strict=False):
            yield report
    elif not errors:
        yield judge(files)
    if errors:
        yield Report(errors=tuple(errors))


def validate_document(
    paths: Sequence[Path],
    known: Mapping[str, Regime],
    regime: str | None = None,
    witness: str = "doubtful",
) -> Report:
    """Validate one document, of one file or of several.

    Gives a report of one document, or of one error where it cannot be judged. Where a table's
    identities fail or its structure is off (with `witness` "always", for every table) its pages
    are read again by a second reader, and what the two disagree on is doubtful. Pure and
    picklable: any executor can map it over a corpus.
    """
    name = " + ".join(map(str, paths))
    sources: list[Source] = []
    try:
        for path in paths:
            sources.append(read(path))  # noqa: PERF401  how many were read tells which failed
        return _judged(sources, known, regime, witness)
    except SourceError as error:
        unread = paths[len(sources) :][:1]
        name = str(unread[0]) if unread else name
        report = Report(errors=(ReadError(name, error.code, error.message, 3),))
        return merged([*(_told_of(path, error, known) for path in unread), report])
    except HebiaoError:
        raise
    except Exception as error:  # noqa: BLE001  hebiao's own fault is told as that, and stops no run
        said = f"hebiao 出错，请报告 / a fault of hebiao, please report it: {error!r}"
        return Report(errors=(ReadError(name, "internal", " ".join(said.split()), 3),))


def _judged(
    sources: list[Source], known: Mapping[str, Regime], regime: str | None, witness: str
) -> Report:
    document, fitting = recognise(joined(sources), known, regime)
    figures = bind(document)
    checked = check(figures, fitting)
    pages = pages_in_doubt(document, checked.findings, witness)
    if pages:
        again = [read_again(source, pages.get(source.path, frozenset())) for source in sources]
        figures = bind(recognise(joined(again), known, fitting.id)[0])
        checked = check(figures, fitting)
    one = document_report(checked, fitting)
    return Report((one,), rules=catalogue(fitting))


def _told_of(path: Path, error: SourceError, known: Mapping[str, Regime]) -> Report:
    """The report of a file that is published but cannot be read; empty for any other error."""
    for regime in known.values():
        told = check_unread(path.name, error, regime)
        if told is not None:
            outcome, finding = told
            rules = {finding.rule: catalogue(regime)[finding.rule]}
            return Report((unread_report(path, outcome, finding),), rules=rules)
    return Report()


def extract_package(
    path: Path, output: Path, *, regime: str | None = None, folder: Path | None = None
) -> tuple[list[Path], SourceError | None]:
    """Write a document's tables and text into the folder `output` as a data package.

    Gives the files written; where no regime fits, those of its grids as they are printed, and the
    error that says so. Raises `SourceError` where the document cannot be read, `UsageError` where
    there is no such file or the folder cannot be written.
    """
    if not path.exists():
        raise UsageError("not-found", f"{path}：没有这个文件 / no such file")
    known = load_regimes(load_kinds(), folder)
    source = read(path)
    unfit: SourceError | None = None
    try:
        files = extract(*recognise(source, known, regime))
    except SourceError as error:
        unfit, files = error, extract_grids(masked(source))
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (output / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(
            "output", f"{output}：写不了 / cannot be written: {error.strerror}"
        ) from error
    return [output / name for name in files], unfit


def catalogues(folder: Path | None = None) -> list[Catalogue]:
    """Give the catalogue of every regime."""
    return [whole_catalogue(one) for one in load_regimes(load_kinds(), folder).values()]
