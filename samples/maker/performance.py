"""The performance tables of performance.toml as blocks: one for the body, one a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maker.blocks import Cell, Row, Table
from maker.tables import tight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maker.figures import Figures

Entry = dict[str, Any]

WHOLE = ("一级指标", "二级指标", "三级指标", "指标值", "指标设定依据", "分值权重")
PROJECT = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "指标值设置依据",
    "上年完成值",
    "指标分值权重",
    "指标赋分规则",
    "佐证资料",
)
WEIGHTS = {"分值权重": "权重", "指标分值权重": "权重"}
"""What an address calls the columns of the weights, whatever their headings are."""

KINDS = 2
"""The columns before the indicator; an empty one continues the kind above."""


def performance(targets: Entry, figures: Figures) -> tuple[Table, ...]:
    """Build the table of the whole body, then those of the projects, in the file's order."""
    whole = _whole(targets["whole"], figures)
    return (whole, *(_project(entry, figures) for entry in targets["project"]))


def _whole(entry: Entry, figures: Figures) -> Table:
    name = "整体绩效"

    def money(source: str) -> Cell:
        address = f"{name}.资金[{source}].金额"
        text = figures.stated.get(address) or figures.printed("表1.收入[收入总计].预算数")
        return Cell(text, address, colspan=2)

    rows: list[Row] = [
        (bold("部门名称 (盖章)"), Cell(figures.body, colspan=4)),
        # Left blank: a sample names nobody.
        (
            bold("部门联系人"),
            Cell(""),
            bold("联系电话", 1),
            Cell("", f"{name}.联系电话", colspan=2),
        ),
        (bold("年度绩效目标"), Cell(entry["goal"], colspan=4)),
        (
            Cell("年度预算(万元)", bold=True, rowspan=5, colspan=2),
            Cell("资金来源", colspan=2),
            Cell("资金总额 (万元)", colspan=2),
        ),
        (Cell("财政资金 (万元)", rowspan=2), Cell("上级安排"), money("上级安排")),
        (Cell("本级安排"), money("本级安排")),
        (Cell("其他资金 (万元)"), Cell("其他"), money("其他")),
        (Cell("合计:", colspan=2), money("合计")),
    ]
    return _table("部门整体绩效目标表", name, WHOLE, rows, entry["indicators"], figures)


def _project(entry: Entry, figures: Figures) -> Table:
    key = tight(f"'{entry['name']}'")
    name = f"项目绩效{{{key}}}"
    (total,) = (
        text
        for address, text in figures.cells.items()
        if address.startswith("表7[") and address.endswith(f"/{key}].合计")
    )
    rows: list[Row] = [
        (bold("预算单位"), Cell(figures.body, colspan=7)),
        (
            bold("项目名称"),
            Cell(entry["name"], f"{name}.项目名称", colspan=4),
            bold("项目负责人", 1),
            Cell("", colspan=2),
        ),
        (
            bold("项目资金(万元)"),
            Cell("年度预算总额"),
            Cell(total, f"{name}.资金[年度预算总额].金额"),
            Cell("其中：财政拨款"),
            Cell(total, f"{name}.资金[财政拨款].金额"),
            Cell("其他资金"),
            Cell("0.00", f"{name}.资金[其他资金].金额", colspan=2),
        ),
        (bold("项目总体目标"), Cell(entry["goal"], colspan=7)),
    ]
    return _table("项目支出绩效目标表", name, PROJECT, rows, entry["indicators"], figures)


def bold(text: str, colspan: int = 2) -> Cell:
    """Give what names the cells beside or below it."""
    return Cell(text, bold=True, colspan=colspan)


def _table(
    title: str,
    name: str,
    columns: tuple[str, ...],
    form: list[Row],
    indicators: list[list[str]],
    figures: Figures,
) -> Table:
    heads = tuple(bold(column, 1) for column in columns)
    keys = tuple(WEIGHTS.get(column, column) for column in columns)
    return Table(
        id=name,
        label="",
        title=title,
        level=2,
        notes=(f"({figures.year} 年)",),
        columns=len(columns),
        head=(),
        body=(*form, heads, *indicator_rows(name, keys, indicators)),
    )


def indicator_rows(name: str, columns: tuple[str, ...], rows: list[list[str]]) -> Iterator[Row]:
    """Give the rows of the indicators, the kinds before them merged."""
    for place, texts in enumerate(rows):
        kinds = tuple(
            Cell(text, rowspan=_reach([row[column] for row in rows[place:]]))
            for column, text in enumerate(texts[:KINDS])
            if text
        )
        row = f"{name}.指标['{tight(texts[KINDS])}']"
        yield (
            *kinds,
            *(
                Cell(text, f"{row}.{column}")
                for column, text in zip(columns[KINDS:], texts[KINDS:], strict=True)
            ),
        )


def _reach(kinds: list[str]) -> int:
    """Count the rows that the first kind covers: its own and those that continue it."""
    return next((n for n, text in enumerate(kinds) if n and text), len(kinds))
