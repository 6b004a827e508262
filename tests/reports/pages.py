"""Pages to test: those of samples, and of a sample in which everything said is hostile."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hebiao
from hebiao.model import Paragraph
from hebiao.reports.html import page
from hebiao.result import Cause, Cover, Repair, Report, Text

if TYPE_CHECKING:
    from hebiao.model import Block

SAMPLES = Path(__file__).parents[2] / "samples"
DIGIT = SAMPLES / "xinjiang-budget-2026" / "fault-digit.txt"
DIGIT_PDF = DIGIT.with_suffix(".pdf")
CLEAN = SAMPLES / "xinjiang-budget-2026" / "clean.txt"
SHIFTED_PDF = SAMPLES / "final-accounts-2024" / "fault-shifted-row.pdf"

HOSTILE = (
    "<script>window.owned=1</script><img src=x onerror=window.owned=1>]]>&\"'`"
    "</style></script><!--\x00\x1b[31m\u202e\u2066\u2028=cmd()"
)
"""Markup, quotes, control and bidirectional characters, a formula."""


@cache
def judged(path: Path) -> Report:
    """Give the report of a sample."""
    return hebiao.validate(path)


@cache
def page_of(path: Path) -> str:
    """Give the page of a sample."""
    return page(judged(path))


@cache
def hostile() -> Report:
    """Give a report of a sample whose every name, heading, cell and paragraph is hostile."""
    report = judged(DIGIT)
    (one,) = report.documents
    assert one.document is not None
    blocks = tuple(_spoilt(block) for block in one.document.source.blocks)
    tables = tuple(replace(table, title=HOSTILE) for table in one.document.tables)
    source = replace(one.document.source, blocks=blocks)
    findings = tuple(
        replace(finding, message=Text(HOSTILE, HOSTILE), title=Text(HOSTILE, HOSTILE))
        for finding in one.findings
    )
    said = replace(
        one,
        path=HOSTILE,
        entity=HOSTILE,
        tables=tuple(replace(table, title=HOSTILE) for table in one.tables),
        findings=findings,
        outcomes=tuple(replace(outcome, filled=HOSTILE) for outcome in one.outcomes),
        document=replace(one.document, source=source, tables=tables),
    )
    return replace(report, documents=(said,))


def _spoilt(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=HOSTILE)
    return replace(block, cells=tuple(replace(cell, text=HOSTILE) for cell in block.cells))


@cache
def caused() -> Report:
    """Give a report whose findings share a cause with a repair, one of them known, with a cover."""
    report = judged(DIGIT)
    (one,) = report.documents
    found = next(finding for finding in one.findings if finding.rule == "XJB-T3-ROW")
    wrong = next(cell for cell in found.cells if cell.raw == "697.97")
    repair = Repair(
        wrong.address,
        wrong.raw,
        wrong.value,
        "692.97",
        wrong.unit,
        wrong.location,
        Text("一位数字不同", "one digit differs"),
    )
    cause = Cause("G1", unique=True, repairs=((repair,),), mends=2)
    twin = replace(found, fingerprint="1" * 32)
    known = replace(found, fingerprint="0" * 32, known="基线 baseline", cause=None)
    findings = (known, *(replace(each, cause=cause) for each in (found, twin)))
    pins = {figure.address: number % 3 for number, figure in enumerate(one.figures)}
    cover = Cover(len(pins), 68, 68, 67, "51.20", (), pins)
    return replace(report, documents=(replace(one, findings=findings, cover=cover),))


def fifty(folder: Path) -> Report:
    """Give a report with a finding on each of fifty pages, of three copies of a sample."""
    report = judged(SHIFTED_PDF)
    (one,) = report.documents
    copies = [folder / f"{number}.pdf" for number in range(3)]
    for copy in copies:
        copy.write_bytes(SHIFTED_PDF.read_bytes())
    places = [(str(copy), number) for number in range(1, 23) for copy in copies][:50]
    finding = replace(one.findings[0], cause=None)
    findings = tuple(
        replace(
            finding,
            fingerprint=f"{number:032d}",
            cells=tuple(
                replace(cell, location=replace(cell.location, file=file, page=page))
                for cell in finding.cells[:1]
            ),
        )
        for number, (file, page) in enumerate(places)
    )
    return replace(report, documents=(replace(one, findings=findings),))
