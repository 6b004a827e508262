"""A table for spreadsheets: one row a finding, and one for each file that was not judged.

UTF-8 with its mark, so that a spreadsheet knows it; every cell quoted; what a spreadsheet would
run as a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from hebiao.model import table_of
from hebiao.reports.place import file_of, spots
from hebiao.reports.plain import visible

if TYPE_CHECKING:
    from hebiao.result import Cause, Finding, ReadError, Report, ReportDocument

COLUMNS = (
    "file",
    "entity",
    "year",
    "regime",
    "severity",
    "rule",
    "type",
    "title_zh",
    "title_en",
    "message_zh",
    "message_en",
    "table",
    "address",
    "line",
    "page",
    "sheet",
    "cell",
    "printed",
    "actual",
    "expected",
    "difference",
    "slack",
    "unit",
    "filled",
    "repair",
    "origin",
    "basis",
    "known",
    "fingerprint",
)
"""The columns. A file that was not judged has `unjudged` as severity and its code as rule."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)


def render(report: Report) -> str:
    """Give the table, a byte order mark before it, its lines ending in CR LF."""
    rows = [
        *(_finding(finding, one) for one in report.documents for finding in one.findings),
        *(_unjudged(error) for error in report.errors),
    ]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({key: inert(str(text)) for key, text in row.items()} for row in rows)
    return f"\ufeff{stream.getvalue()}"


def inert(text: str) -> str:
    """Give a cell's text as one that no spreadsheet runs.

    >>> [inert(text) for text in ("-5.00", "=cmd()", "-2+3", "合计")]
    ['-5.00', "'=cmd()", "'-2+3", '合计']
    """
    shown = visible(text)
    risky = text.startswith(_FORMULA) or shown.startswith(_FORMULA)
    return f"'{shown}" if risky and not _NUMBER.fullmatch(shown) else shown


def _finding(finding: Finding, document: ReportDocument) -> dict[str, object]:
    first = spots(finding)[0]
    place = first.location
    return {
        "file": file_of(document, place),
        "entity": document.entity or "",
        "year": document.year or "",
        "regime": "@".join(document.regime or ()),
        "severity": finding.severity,
        "rule": finding.rule,
        "type": finding.type,
        "title_zh": finding.title.zh,
        "title_en": finding.title.en,
        "message_zh": finding.message.zh,
        "message_en": finding.message.en,
        "table": table_of(first.address),
        "address": first.address,
        "line": place.line or "",
        "page": place.page or "",
        "sheet": place.sheet or "",
        "cell": place.cell or "",
        "printed": first.raw,
        "actual": finding.actual or "",
        "expected": finding.expected or "",
        "difference": finding.difference or "",
        "slack": finding.slack or "",
        "unit": finding.unit,
        "filled": finding.filled,
        "repair": _repair(finding.cause),
        "origin": finding.origin,
        "basis": "\n".join(finding.basis),
        "known": finding.known,
        "fingerprint": finding.fingerprint,
    }


def _repair(cause: Cause | None) -> str:
    """Every repair on a line of its own, each figure with the value it would have to be."""
    return "\n".join(
        "；".join(f"{one.address} {one.raw or '空'} → {one.should_be}" for one in repair)
        for repair in (cause.repairs if cause is not None else ())
    )


def _unjudged(error: ReadError) -> dict[str, object]:
    zh, _, en = error.message.partition(" / ")
    return {
        "file": error.path,
        "severity": "unjudged",
        "rule": error.code,
        "message_zh": zh,
        "message_en": en or zh,
    }
