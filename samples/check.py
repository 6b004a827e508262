"""Validates every sample and holds its findings against those expected, both ways."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from hebiao.kinds import load_kinds
from hebiao.pipeline import validate_document
from hebiao.regime.load import load_regimes
from hebiao.report import merged
from hebiao.reports import json as json_report
from hebiao.reports import text as text_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao import Finding, Report
    from hebiao.regime.spec import Regime

HERE = Path(__file__).resolve().parent
OUTPUT = Path("build", "findings.json")

FORMS = (".txt", ".pdf", ".docx", ".xlsx", ".html")
"""The suffixes of samples; in whatever form, a sample has the findings of its text."""

SHOWN = ("fault-digit.txt", "fault-lost-digit.txt")
"""The samples whose findings are printed, beside any that has others than expected."""

Expected = dict[str, Any]
"""What is held of a finding: rule, severity, cells (addresses), actual, expected."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print and write the findings; give 0 where each sample has those expected, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--accept", action="store_true", help="take the findings in the texts as those expected"
    )
    parser.add_argument("names", nargs="*", help="the samples of these names alone: clean, say")
    arguments = parser.parse_args(argv)
    samples = _samples(arguments.names)
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_regimes) as pool:
        reports = dict(zip(samples, pool.map(_validated, samples), strict=True))
    report = merged(reports.values())
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json_report.render(report), encoding="utf-8")
    if arguments.accept:
        _accept(reports)
        for file in () if arguments.names else _orphans(samples):
            file.unlink()
    told = [_told(sample, report) for sample, report in reports.items()]
    shown = [
        report
        for (sample, report), (differs, _) in zip(reports.items(), told, strict=True)
        if differs or sample.name in SHOWN
    ]
    text_report.show(merged(shown), Console(highlight=False))
    orphans = [] if arguments.names else _orphans(samples)
    for differs, line in [*told, *((True, f"{_name(file)}: no such sample") for file in orphans)]:
        print("DIFFERS" if differs else "as meant", line)
    return int(not samples or bool(orphans) or any(differs for differs, _ in told))


def _samples(names: Sequence[str]) -> list[Path]:
    """Give the samples of these names in every form, or all."""
    files = sorted(file for file in HERE.glob("*/*") if file.suffix in FORMS)
    files += sorted(HERE.glob("*/*.package/datapackage.json"))
    return [file for file in files if not names or expectation(file).name.split(".")[0] in names]


@cache
def _regimes() -> dict[str, Regime]:
    """The regimes, loaded once in each process."""
    return load_regimes(load_kinds())


def _validated(sample: Path) -> Report:
    return validate_document([sample], _regimes())


def _told(sample: Path, report: Report) -> tuple[bool, str]:
    """Say in one line whether a sample's findings differ from those expected, and how."""
    name = _name(sample)
    if report.errors:
        return True, f"{name}: not judged: {report.errors[0].message}"
    file = expectation(sample)
    if not file.exists():
        return True, f"{name}: no {file.name}"
    wanted = Counter(_lines(json.loads(file.read_text(encoding="utf-8"))["findings"]))
    given = Counter(_lines(found(report)))
    parts = [f"missing {line}" for line in (wanted - given).elements()]
    parts += [f"unexpected {line}" for line in (given - wanted).elements()]
    return bool(parts), f"{name}: " + ("; ".join(parts) or f"findings {wanted.total()}")


def _accept(reports: dict[Path, Report]) -> None:
    """Write what the engine finds as what is expected; whoever runs this reviews the change."""
    for sample, report in reports.items():
        if sample.suffix != FORMS[0]:
            continue
        findings = json.dumps({"findings": found(report)}, ensure_ascii=False, indent=2)
        if not report.errors:
            expectation(sample).write_text(findings + "\n", encoding="utf-8")


def found(report: Report) -> list[Expected]:
    """Give a report's findings as an expectation holds them, in a fixed order."""
    found = [_expected(finding) for document in report.documents for finding in document.findings]
    return sorted(found, key=lambda finding: json.dumps(finding, ensure_ascii=False))


def _expected(finding: Finding) -> Expected:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "cells": sorted(cell.address for cell in finding.cells),
        "actual": finding.actual,
        "expected": finding.expected,
    }


def _lines(findings: list[Expected]) -> list[str]:
    return [
        f"{finding['rule']} ({finding['severity']}) {', '.join(finding['cells'])}: "
        f"{finding['actual']}, should be {finding['expected']}"
        for finding in findings
    ]


def expectation(sample: Path) -> Path:
    """Give the file that holds what must be found in a sample, in whatever form."""
    of = sample.parent if sample.name == "datapackage.json" else sample
    return of.with_name(f"{of.stem}.expected.json")


def _orphans(samples: list[Path]) -> list[Path]:
    """Give the expectations that no sample goes with."""
    known = {expectation(sample) for sample in samples if sample.suffix == FORMS[0]}
    return [file for file in sorted(HERE.glob("*/*.expected.json")) if file not in known]


def _name(file: Path) -> str:
    return file.relative_to(HERE).as_posix()


if __name__ == "__main__":
    sys.exit(main())
