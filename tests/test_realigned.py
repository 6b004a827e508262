"""Figures that stand beside other rows' names, as where rows without figures were closed up."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

import hebiao

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.result import Finding, ReportDocument

    Rows = list[list[str]]

CLEAN = Path(__file__).parents[1] / "samples" / "final-accounts-2024" / "clean.txt"
TABLE = "公开05表"
ADDED = (("205", "教育支出"), ("20508", "进修及培训"), ("2050803", "培训支出"))
"""Rows of the final accounts that table 05 has no money in."""


def rows_of(lines: list[str]) -> slice:
    """Where the rows below the total of table 05 stand."""
    title = lines.index("### 一般公共预算财政拨款支出决算表")
    first = next(at for at in range(title, len(lines)) if "<b>合计</b>" in lines[at]) + 1
    return slice(first, lines.index("", first))


def told(path: Path, change: Callable[[Rows, Rows], None]) -> ReportDocument:
    """What is said of the sample with the names and the figures of table 05 changed."""
    lines = CLEAN.read_text("utf-8").split("\n")
    where = rows_of(lines)
    rows = [line.replace("<b>", "").replace("</b>", "").split("\t") for line in lines[where]]
    names, figures = [row[:2] for row in rows], [row[2:] for row in rows]
    change(names, figures)
    lines[where] = ["\t".join((*name, *row)) for name, row in zip(names, figures, strict=True)]
    path.write_text("\n".join(lines), "utf-8")
    (document,) = hebiao.validate(path).documents
    return document


def errors(document: ReportDocument) -> list[Finding]:
    return [one for one in document.findings if one.severity == "error"]


@pytest.mark.parametrize(("added", "before"), [(1, "208"), (2, "20805"), (2, "210"), (3, "221")])
def test_figures_closed_up_over_blank_rows_are_one_finding(
    tmp_path: Path, added: int, before: str
) -> None:
    def closed_up(names: Rows, figures: Rows) -> None:
        at = [code for code, _ in names].index(before)
        names[at:at] = [list(one) for one in ADDED[:added]]
        figures += [["", "", ""]] * added

    (one,) = errors(told(tmp_path / "closed.txt", closed_up))
    assert one.cause is not None
    assert one.cause.unique
    (repair,) = one.cause.repairs
    assert {cell.address.split("[")[0] for cell in repair} == {TABLE}
    mended = {cell.address.removeprefix(TABLE): cell.should_be for cell in repair}
    assert mended[f"[{ADDED[0][0]}].本年支出合计"] == "0.00"
    assert mended["[2210201].本年支出合计"] == "41.37"
    assert one.message.zh.startswith(("各行的数没有印在自己的行上：", "整行的数上错了一行："))


@pytest.mark.parametrize("seed", [1, 3])
def test_rows_in_disorder_are_one_finding_that_names_no_figure(tmp_path: Path, seed: int) -> None:
    def shuffled(_: Rows, figures: Rows) -> None:
        Random(seed).shuffle(figures)  # noqa: S311  an order, not a secret

    (one,) = errors(told(tmp_path / "shuffled.txt", shuffled))
    assert one.cause is not None
    assert one.cause.repairs == ()
    assert len(one.outcomes) > 50
    assert one.message.zh.startswith(f"相连的 {len(one.outcomes)} 项勾稽不符")
    assert one.cells[0].address == f"{TABLE}[合计].本年支出合计"
