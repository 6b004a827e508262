"""The self-evaluation tables of performance.toml as blocks: one a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maker.blocks import Cell, Row, Table
from maker.performance import Entry, bold, indicator_rows
from maker.tables import tight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maker.figures import Figures

MONEY = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
INDICATOR = (
    "一级指标",
    "二级指标",
    "三级指标",
    "权重",
    "目标值",
    "业绩值",
    "完成率",
    "得分",
    "偏差原因分析及改进措施",
)
PRINTED = {"得分": "指标得分"}
"""How the heading of the indicators prints a column, where not by its name."""

COLUMNS = 1 + len(INDICATOR)


def evaluation(targets: Entry, figures: Figures) -> tuple[Table, ...]:
    """Build the tables in the file's order."""
    return tuple(_evaluated(entry, figures) for entry in targets["evaluation"])


def _evaluated(entry: Entry, figures: Figures) -> Table:
    key = tight(f"{{'{entry['name']}'}}")
    name = f"项目支出绩效自评表{key}"
    return Table(
        id=f"绩效自评{key}",
        label="",
        title="项目支出绩效自评表",
        level=2,
        notes=(f"（{figures.year}年度）",),
        columns=COLUMNS,
        head=(),
        body=(
            (bold("项目名称"), Cell(entry["name"], f"{name}.项目名称", colspan=8)),
            (
                bold("主管部门"),
                Cell(entry["department"], colspan=3),
                bold("实施单位"),
                Cell(figures.body, colspan=3),
            ),
            *_money(name, entry["money"]),
            (
                Cell("年度总体目标", bold=True, rowspan=2, colspan=2),
                bold("预期目标", 4),
                bold("实际完成情况", 4),
            ),
            (Cell(entry["goal"], colspan=4), Cell(entry["result"], colspan=4)),
            (
                Cell("年度绩效指标完成情况", bold=True, rowspan=1 + len(entry["indicators"])),
                *(bold(PRINTED.get(column, column), 1) for column in INDICATOR),
            ),
            *indicator_rows(name, INDICATOR, entry["indicators"]),
            _total(name, *entry["total"]),
        ),
    )


def _money(name: str, sources: list[list[str]]) -> Iterator[Row]:
    """Give the rows of the money: what each row is, how it is printed, its figures."""
    heads = (bold(column, 1) for column in MONEY)
    yield (
        Cell("项目资金\n（万元）", bold=True, rowspan=1 + len(sources), colspan=2),
        Cell("", colspan=2),
        *heads,
    )
    for key, label, *texts in sources:
        cells = (
            Cell(text, f"{name}.资金[{key}].{column}")
            for column, text in zip(MONEY, texts, strict=True)
        )
        yield (Cell(label, colspan=2), *cells)


def _total(name: str, weight: str, score: str) -> Row:
    key = "总分"
    figures = {"权重": weight, "得分": score}
    rest = (Cell(figures.get(one, ""), f"{name}.{key}[{key}].{one}") for one in INDICATOR[3:])
    return (bold(key, 4), *rest)
