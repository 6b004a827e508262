"""The CSV: what Python's own reader takes from it, and what a spreadsheet must not run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from reports.said import ALL

from hebiao.reports.csv import COLUMNS, inert, render

if TYPE_CHECKING:
    from hebiao.result import Report


def rows(report: Report) -> list[dict[str, str]]:
    text = render(report).encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_it_begins_with_the_mark_of_utf_8() -> None:
    assert render(ALL).encode().startswith(b"\xef\xbb\xbf")


def test_a_finding_is_one_row() -> None:
    found = rows(ALL)
    assert {tuple(row) for row in found} == {COLUMNS}
    assert [(row["file"], row["severity"], row["rule"]) for row in found] == [
        ("公开/a b.txt", "info", "T-INFO"),
        ("公开/a b.txt", "verify", "T-VERIFY"),
        ("公开/a b.txt", "explain", "T-EXPLAIN"),
        ("公开/a b.txt", "error", "T-ERROR"),
        ("b.pdf", "error", "T-ERROR"),
        ("c.xlsx", "error", "T-ERROR"),
        ("扫描.pdf", "unjudged", "scan"),
    ]


def test_a_row_tells_place_both_sides_and_repair() -> None:
    by_file = {row["file"]: row for row in rows(ALL)}
    pdf, sheet = by_file["b.pdf"], by_file["c.xlsx"]
    told = ("table", "address", "page", "printed", "actual", "expected", "difference", "slack")
    assert [pdf[key] for key in told] == [
        "表3",
        "表3[201].合计",
        "8",
        "1,692.97",
        "1692.97",
        "697.97",
        "995.00",
        "0.01",
    ]
    assert sheet["repair"] == "表3[201].合计 1,692.97 → 697.97"


@pytest.mark.parametrize("text", ["-5.00", "+1", "1,692.97", "-1,692.97", "12%", "", "合计", "a=b"])
def test_plain_text_and_numbers_stay(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd()", "-2+3", "@SUM(1)", "\t=1", "\r=1", "=", "-", "＝1+1", "-１", "-1\n=2"],
)
def test_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert inert(text).startswith("'")
