"""Reports built by hand: a rule of each severity, findings in each medium, a file not judged."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import md5
from pathlib import Path

from hebiao.figure import State
from hebiao.model import Location
from hebiao.result import (
    Cause,
    CellRef,
    Cover,
    Finding,
    FindingCell,
    Outcome,
    ReadError,
    Repair,
    Report,
    ReportDocument,
    ReportFigure,
    ReportTable,
    RuleText,
    Severity,
    Text,
    Verdict,
)

FIXTURES = Path(__file__).parents[1] / "fixtures"

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What no text that is shown may hold."""

TEXT = Location(line=7, span=(3, 9))
PDF = Location(page=8, bbox=(397.5, 263.25, 425.0, 273.5))
SHEET = Location(sheet="表3", cell="B12")

KINDS = {
    "T-ERROR": ("identity", Severity.ERROR),
    "T-EXPLAIN": ("rollup", Severity.EXPLAIN),
    "T-VERIFY": ("names", Severity.VERIFY),
    "T-INFO": ("copies", Severity.INFO),
    "T-FINE": ("presence", Severity.ERROR),
    "T-OPEN": ("ratio", Severity.ERROR),
    "T-IDLE": ("keys", Severity.ERROR),
}

RULES = {
    key: RuleText(
        id=key,
        title=Text(f"规则 {key}", f"Rule {key}"),
        kind=kind,
        severity=severity,
        type="P12",
        problem=Text("加总不符", "Sums differ"),
        why=Text("因为", "Because"),
        basis=("某法第一条 / A Law, art. 1",),
        formula="表3[*].合计 = 表3[*].基本支出",
        help=f"# {key}\n\n因为\n",
    )
    for key, (kind, severity) in KINDS.items()
}


def cell(location: Location, address: str = "表3[201].合计", raw: str = "1,692.97") -> FindingCell:
    """Give a printed figure of a finding."""
    return FindingCell(address, raw, "1692.97", "万元", "left", location)


def finding(rule: str, *cells: FindingCell, known: str = "", cause: Cause | None = None) -> Finding:
    """Give the finding of a rule's failing instance `201`."""
    text = RULES[rule]
    return Finding(
        fingerprint=md5(rule.encode(), usedforsecurity=False).hexdigest(),
        rule=rule,
        severity=text.severity,
        type=text.type,
        verdict=Verdict.FAILS,
        title=text.title,
        message=Text("合计 为 1692.97，应等于 697.97", "合计 is 1692.97, should equal 697.97"),
        basis=text.basis,
        origin="document",
        formula=text.formula,
        filled="1692.97 = 697.97",
        expected="697.97",
        actual="1692.97",
        difference="995.00",
        slack="0.01",
        unit="万元",
        cells=cells,
        outcomes=(f"{rule}@201",),
        cause=cause,
        known=known,
    )


def outcome(rule: str, instance: str, verdict: Verdict, reason: str = "") -> Outcome:
    """Give an outcome on one cell."""
    cells = (CellRef("表3[201].合计", "left"),)
    return Outcome(rule, instance, verdict, cells, reason=reason)


def document(path: str, *findings: Finding, cover: Cover | None = None) -> ReportDocument:
    """Give a document with these findings; each rule without one holds or says why it does not."""
    outcomes = [outcome(one.rule, "201", one.verdict) for one in findings]
    outcomes += [outcome(one.rule, "202", Verdict.HOLDS) for one in findings]
    outcomes += [
        outcome("T-FINE", "*", Verdict.HOLDS),
        outcome("T-FINE", "表3", Verdict.ROUNDING),
        outcome("T-OPEN", "201", Verdict.CANNOT_TELL, "表9 未找到 not found"),
        outcome("T-IDLE", "201", Verdict.NOT_APPLICABLE),
    ]
    return ReportDocument(
        path=path,
        sha256="0" * 64,
        media_type="text/plain",
        regime=("small", "1"),
        entity="示例市口岸管理办公室",
        year=2026,
        kind="budget",
        unit="万元",
        tables=(ReportTable("表3", "支出表", 1, TEXT),),
        findings=findings,
        figures=(
            ReportFigure(
                "表3[201].合计", "1,692.97", "1692.97", "万元", "0.01", State.PRINTED, TEXT
            ),
        ),
        outcomes=tuple(outcomes),
        cover=cover,
    )


REPAIR = Repair(
    address="表3[201].合计",
    raw="1,692.97",
    printed="1692.97",
    should_be="697.97",
    unit="万元",
    location=TEXT,
    slip=Text("多印一位", "one digit too many"),
)
CAUSE = Cause("G1", unique=True, repairs=((REPAIR,),), mends=3)
COVER = Cover(9, 2, 3, 4, "88.10", ("表9[201].合计",), {"表3[201].合计": 2})

ALL = Report(
    documents=(
        document(
            "公开/a b.txt",
            finding("T-INFO", cell(TEXT)),
            finding("T-VERIFY"),
            finding("T-EXPLAIN", cell(TEXT), known="基线 baseline"),
            finding("T-ERROR", cell(TEXT), cell(TEXT, "表3[201].基本支出", "")),
        ),
        document(
            "b.pdf",
            finding("T-ERROR", cell(PDF), cell(replace(PDF, page=9), "表4[201].合计")),
        ),
        document("c.xlsx", finding("T-ERROR", cell(SHEET), cause=CAUSE), cover=COVER),
        document("clean.txt"),
    ),
    errors=(ReadError("扫描.pdf", "scan", "没有文字 / no text", 3),),
    rules=RULES,
)
"""A report with everything a report can hold."""


def spoiled(text: str) -> Report:
    """Give a report in which all that a document says of itself is this text."""
    place = Location(file=text, sheet=text, cell=text)
    said = Text(text, text)
    spoilt = replace(
        finding("T-ERROR", *(cell(one, text, text) for one in (TEXT, PDF, place))),
        message=said,
        filled=text,
        actual=text,
        expected=text,
        known=text,
    )
    held = document(text, spoilt, replace(spoilt, known=""))
    untold = outcome("T-OPEN", "202", Verdict.CANNOT_TELL, text)
    table = ReportTable(text, text, 1, place)
    whole = replace(
        held,
        entity=text,
        tables=(table,),
        outcomes=(*held.outcomes, replace(untold, instance=text)),
    )
    return Report((whole,), (ReadError(text, "scan", text, 3),), RULES)
