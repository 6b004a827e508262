"""A drawn department's document as text: tables, narrative, performance tables."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from maker.blocks import Cell, Heading, Paragraph, Run, Table
from maker.performance import PROJECT as HEADS
from maker.performance import WHOLE, bold, indicator_rows
from maker.text import render
from rich_budget.department import BODY, FISCAL, FUND_UP, LEFT, NOW, OWN_UP, STATE_UP, draw, now
from rich_budget.narrative import narrative
from rich_budget.tables import projects, rounded, tables
from rich_budget.told import style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maker.blocks import Block, Row
    from rich_budget.department import Department, Flow

EMPTY = {
    "表7": "没有安排项目支出，一般公共预算项目支出情况表为空表",
    "表8": "没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表",
    "表9": "没有使用国有资本经营预算拨款安排的支出，国有资本经营预算支出情况表为空表",
    "表10": "没有安排“三公”经费，财政拨款“三公”经费支出情况表为空表",
    "表11": "没有安排委托业务费，财政拨款委托业务费支出情况表为空表",
    "表12": "没有上年结转结余，上年结转结余情况表为空表",
}
GOALS = (
    ("产出指标", "数量指标", "完成次数", "≥12次", "计划标准", "12次", "40", "按比例", "资料"),
    ("效益指标", "社会效益指标", "保障运行", "有效保障", "计划标准", "\\", "30", "按等级", "资料"),
    ("满意度指标", "满意度指标", "满意度", "≥90%", "计划标准", "91%", "20", "按比例", "资料"),
)


def text(seed: int) -> str:
    """Give the document that a seed draws; it tells of everything that last year alone had.

    Where a text does not, changes do not add up, and its reader is asked to confirm.
    """
    random = Random(seed)  # noqa: S311  repeatable, no secret
    held, unit = draw(random), random.choice(("万元", "万元", "元"))
    said = style(held, unit, random)
    return render((*_front(held, unit), *_told(narrative(said)), *_back(held)))


def _told(lines: list[str]) -> Iterator[Block]:
    """Give lines as paragraphs, and as headings where # says so."""
    for line in lines:
        words = line.lstrip("#")
        runs = (Run(words.strip()),)
        yield Heading(len(line) - len(words), runs) if words != line else Paragraph(runs)


def _front(held: Department, unit: str) -> Iterator[Block]:
    below = "、".join(f"{one.name}（{one.kind}单位）" for one in held.units[1:]) or "无"
    yield from _told([f"2026 年{BODY}", "部门预算公开", "## 第一部分 2026 年部门概况"])
    yield from _told(["### 一、主要职能", f"{BODY}协调口岸查验。"])
    yield from _told(["### 二、机构设置", f"下属单位：{below}。"])
    yield from _told(["## 第二部分 2026 年部门预算公开表"])
    for key, table in tables(held, unit).items():
        yield table
        if key in EMPTY and not any("." in cell.text for row in table.body for cell in row):
            yield from _told([f"{BODY} 2026 年{EMPTY[key]}。"])
    yield from _told(["## 第三部分 2026 年部门预算情况说明"])


def _back(held: Department) -> Iterator[Block]:
    yield _whole(held)
    yield from (_project(*key, flows) for key, flows in projects(held, NOW).items())
    yield from _told(["#### （五）其他需说明的事项", "没有其他需要说明的事项。"])
    yield from _told(["## 第四部分 名词解释", "财政拨款：三本预算拨付给部门的资金。", BODY])


def _printed(*fen: int) -> list[str]:
    """Print amounts in 万元, as the performance tables do whatever the others' unit."""
    return [f"{rounded(one, '万元'):,}" for one in fen]


def _whole(held: Department) -> Table:
    up = now(held.some((OWN_UP, FUND_UP, STATE_UP, *LEFT)))
    fiscal, total = now(held.some((*FISCAL, *LEFT))), now(held.flows)
    above, own, other, whole = _printed(up, fiscal - up, total - fiscal, total)
    rows: list[Row] = [
        (bold("部门名称 (盖章)"), Cell(BODY, colspan=4)),
        (bold("年度绩效目标"), Cell("保障口岸各查验窗口全年正常运行。", colspan=4)),
        (
            Cell("年度预算(万元)", bold=True, rowspan=5, colspan=2),
            Cell("资金来源", colspan=2),
            Cell("资金总额 (万元)", colspan=2),
        ),
        (Cell("财政资金 (万元)", rowspan=2), Cell("上级安排"), Cell(above, colspan=2)),
        (Cell("本级安排"), Cell(own, colspan=2)),
        (Cell("其他资金 (万元)"), Cell("其他"), Cell(other, colspan=2)),
        (Cell("合计:", colspan=2), Cell(whole, colspan=2)),
    ]
    goals = [["履职效能", "数量指标", "口岸开放天数", "≥350天", "年度工作计划", "90"]]
    return _table("部门整体绩效目标表", WHOLE, rows, goals)


def _project(unit: str, name: str, flows: list[Flow]) -> Table:
    fiscal = now([one for one in flows if one.source in FISCAL])
    total, own, other = _printed(now(flows), fiscal, now(flows) - fiscal)
    rows: list[Row] = [
        (bold("预算单位"), Cell(unit, colspan=7)),
        (bold("项目名称"), Cell(name, colspan=4), bold("项目负责人", 1), Cell("", colspan=2)),
        (
            bold("项目资金(万元)"),
            Cell("年度预算总额"),
            Cell(total),
            Cell("其中：财政拨款"),
            Cell(own),
            Cell("其他资金"),
            Cell(other, colspan=2),
        ),
        (bold("项目总体目标"), Cell("按期完成本项目。", colspan=7)),
    ]
    return _table("项目支出绩效目标表", HEADS, rows, [list(goal) for goal in GOALS])


def _table(title: str, heads: tuple[str, ...], form: list[Row], goals: list[list[str]]) -> Table:
    columns = tuple(bold(head, 1) for head in heads)
    body = (*form, columns, *indicator_rows(title, heads, goals))
    return Table(title, "", title, 2, ("(2026 年)",), len(heads), (), body)
