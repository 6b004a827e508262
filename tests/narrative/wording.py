"""A small regime whose narrative has every clause wording, and what it reads of sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from support import FILES, SMALL, checked, grid, recognised, rule, written

from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.model import Block, Document, Table
    from hebiao.regime.spec import Regime
    from hebiao.result import Outcome

SECTIONS = """
[[section]]
key = "一"
title = "收支情况说明"
[[section]]
key = "二"
title = "科目情况说明"
[[section]]
key = "三"
title = "项目情况说明"
"""

NARRATIVE = """
[[statement]]
lane = "一"
head = ["amount", "none", "moved", "flat", "area", "sets", "vehicles", "number", "full"]
clauses = [
  "share", "change", "flat", "growth", "value", "opening", "full", "final", "executed",
  "variance", "completion", "reason", "list", "cited",
]
whole = "说明.一[总额].金额"
shares = true
rows = [
  { key = "总额", printed = ['(?:收支)?总额'], total = true, cell = "甲.收入[收入总计].预算数" },
  { key = "基本支出", cell = "乙[总计].基本支出" },
  { key = "项目支出", cell = "乙[总计].项目支出" },
  { key = "接待费" },
]

[[statement]]
lane = "二"
by = "code"
subject = '''(?x)(?P<class>[^,;:。、¥\\n§]{2,20}?)\\(类\\)
  (?P<subclass>[^,;:。¥\\n]{2,40}?)\\(款\\)(?P<item>[^,;:。¥\\n]{2,60}?)\\(项\\)[:,]?'''
table = "乙"
head = ["amount"]
clauses = ["change", "growth", "reason"]
cell = "乙[*].合计"

[[statement]]
lane = "二/类"
sections = ["二"]
by = "code"
subject = '(?P<class>[^,;:。、¥\\n§]{2,20})(?=¥)'
known = true
table = "乙"
head = ["amount"]

[[statement]]
lane = "三"
by = "items"
subject = '项目名称:(?P<item>[^,;。:¥\\n]+?)(?=,)'
table = "丁"
head = ["scale"]
cells = { "规模" = "丁[*].合计" }
parts = { lane = "三/分配", after = '其中:', part = '(?P<name>[^,;、。:¥\\n]{2,30}?)¥' }

[clause.scale]
column = "规模"
unit = "万元"
patterns = [',规模¥']
"""


@cache
def regime(*rules: str, narrative: str = NARRATIVE) -> Regime:
    """Give the small regime with the narrative and these rules, each the fields of one."""
    with TemporaryDirectory() as name:
        return load_regimes(load_kinds(), written(Path(name), files(*rules, narrative=narrative)))[
            SMALL
        ]


def files(*rules: str, narrative: str = NARRATIVE) -> dict[str, str]:
    """Give the regime's files by name."""
    given = FILES | {"schemas/small/narrative.toml": narrative}
    head = FILES["schemas/small/regime.toml"]
    given["schemas/small/regime.toml"] = head.replace("[[sign]]", SECTIONS + "[[sign]]", 1)
    if rules:
        given["checks/small/rules.toml"] = "".join(map(rule, rules))
    return given


HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
TABLES = (
    "科目支出表",
    grid(
        HEADS,
        "201|一般公共服务支出|8.00|3.00|5.00",
        "20103|政府办公厅（室）及相关机构事务|8.00|3.00|5.00",
        "2010301|行政运行|3.00|3.00|",
        "2010302|一般行政管理事务|5.00||5.00",
        "|合计|8.00|3.00|5.00",
    ),
    "项目明细表",
    grid(
        "科目代码|科目名称|项目名称|合计",
        "2010302|一般行政管理事务|设施更新|5.00",
        "||总计|5.00",
    ),
)
TITLES = {"一": "一、收支情况说明", "二": "二、科目情况说明", "三": "三、项目情况说明"}


def blocks(**sections: str) -> Iterator[str]:
    """Give the lines of sections, by key; a section's lines are parted by line feeds."""
    for key, text in sections.items():
        yield TITLES[key]
        yield from text.split("\n")


def document(**sections: str) -> Document:
    """Recognise sections, with the tables 乙 and 丁 before them, of the year 2026."""
    return recognised(regime(), "2026年", *TABLES, *blocks(**sections))


def outcomes(
    fields: str, tables: Sequence[str | Block] = TABLES, **sections: str
) -> dict[str, Outcome]:
    """Give the outcomes of one rule, given by its fields, over sections and tables."""
    return checked(regime(fields), "2026年", *tables, *blocks(**sections))[1]


def said(**sections: str) -> dict[str, str]:
    """Give what is stated, by address without 说明.: as `stated` does."""
    return stated(document(**sections).narrative)


def stated(table: Table | None) -> dict[str, str]:
    """Give what a narrative states, by address without 说明, the names of rows left out."""
    assert table is not None
    return {
        entry.address.removeprefix("说明."): entry.raw
        if entry.stated is None
        else entry.stated + (entry.unit or table.unit.name)
        for entry in table.entries
        if entry.column != "名称"
    }
