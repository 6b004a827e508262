"""Figures that stand beside other rows' names, as where rows without figures were closed up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hebiao

if TYPE_CHECKING:
    from hebiao.result import DocumentReport

CLEAN = Path(__file__).parents[1] / "samples" / "final-accounts-2024" / "clean.txt"
TABLE = "公开05表"
ADDED = (("205", "教育支出"), ("20508", "进修及培训"), ("2050803", "培训支出"))
"""Rows of the final accounts that table 05 has no money in."""


def rows_of(lines: list[str]) -> slice:
    """Where the rows below the total of table 05 stand."""
    title = lines.index("### 一般公共预算财政拨款支出决算表")
    first = next(at for at in range(title, len(lines)) if "<b>合计</b>" in lines[at]) + 1
    return slice(first, lines.index("", first))


def closed_up(path: Path, added: int, before: str) -> DocumentReport:
    """The sample with so many rows named before a code, and the figures printed without a gap."""
    lines = CLEAN.read_text("utf-8").split("\n")
    where = rows_of(lines)
    rows = [line.replace("<b>", "").replace("</b>", "").split("\t") for line in lines[where]]
    names, figures = [row[:2] for row in rows], [row[2:] for row in rows]
    at = [code for code, _ in names].index(before)
    names[at:at] = [list(one) for one in ADDED[:added]]
    figures += [["", "", ""]] * added
    lines[where] = ["\t".join((*name, *row)) for name, row in zip(names, figures, strict=True)]
    path.write_text("\n".join(lines), "utf-8")
    (document,) = hebiao.validate(path).documents
    return document


@pytest.mark.parametrize(("added", "before"), [(1, "208"), (2, "20805"), (2, "210"), (3, "221")])
def test_figures_closed_up_over_blank_rows_are_one_finding(
    tmp_path: Path, added: int, before: str
) -> None:
    document = closed_up(tmp_path / "closed.txt", added, before)
    (told,) = [one for one in document.findings if one.severity == "error"]
    assert told.cause is not None
    assert told.cause.unique
    (repair,) = told.cause.repairs
    assert {one.address.split("[")[0] for one in repair} == {TABLE}
    mended = {one.address.removeprefix(TABLE): one.should_be for one in repair}
    assert mended[f"[{ADDED[0][0]}].本年支出合计"] == "0.00"
    assert mended["[2210201].本年支出合计"] == "41.37"
    assert told.message.zh.startswith(("各行的数没有印在自己的行上：", "整行的数上错了一行："))
