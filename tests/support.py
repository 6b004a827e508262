"""What tests are built from: grids and sources by hand, a small regime, addresses to values."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hebiao.bind import bind
from hebiao.check import check
from hebiao.kinds import load_kinds
from hebiao.model import Cell, Grid, Location, Paragraph, Source
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.bind import Figures
    from hebiao.model import Block, Document, Row, Table
    from hebiao.regime.spec import Regime
    from hebiao.result import Finding, Outcome

ENTITY = "示例市口岸管理办公室"
XINJIANG = "xinjiang-budget-2026"

SMALL = "small"
"""A regime of five small tables: see `FILES`."""

REGIME = """
id = "small"
version = "1"
title = "小制式"
title_en = "A small regime"
kind = "budget"
unit = "万元"
years = { first = 2026 }
tables = ["甲", "乙", "丙", "丁", "戊"]
classifications = ["functional"]
entity = ['编制单位[:：](?P<entity>.+)$']
year = ['(?P<year>20\\d\\d)年']
units = ['单位[:：](?P<unit>亿元|万元|千元|元)']
organisation = ['(?:办公室|中心)$']

[[sign]]
words = ['小制式']
tables = 1

[law.law]
title = "某法第一条"
title_en = "A Law, art. 1"
"""

LANES = """
id = "甲"
title = "收支总览表"
title_en = "Overview"
empty = ['没有收支']

[[lane]]
key = "收入"
rows = "tree"
columns = ["预算数"]
label = "项目"
total = { key = "收入总计" }
row = [
  { key = "本年收入" },
  { key = "本年收入/拨款", required = false },
  { key = "本年收入/其他", required = false },
  { key = "上年结转", required = false },
]

[[lane]]
key = "支出"
rows = "code"
classification = "functional"
columns = ["预算数"]
label = "科目名称"
total = { key = "支出总计" }

[[layout]]
head = [
  { printed = [["收入", "项目"]], lane = "收入", role = "label" },
  { printed = [["收入", "预算数"]], lane = "收入", column = "预算数" },
  { printed = [["支出", "科目名称"]], lane = "支出", role = "label" },
  { printed = [["支出", "预算数"]], lane = "支出", column = "预算数" },
]
"""

CODES = """
id = "{id}"
title = "{title}"
title_en = "By code"

[[lane]]
rows = "code"
classification = "functional"
columns = ["合计", "基本支出", "项目支出"]
optional = ["项目支出"]
label = "科目名称"
total = {{ key = "总计", printed = ["合计"] }}

[[layout]]
head = [
  {{ printed = [["科目代码"]], role = "code" }},
  {{ printed = [["科目名称"]], role = "name" }},
  {{ printed = [["合计"]], column = "合计" }},
  {{ printed = [["基本支出"]], column = "基本支出" }},
  {{ printed = [["项目支出"]], column = "项目支出" }},
]
"""

ITEMS = """
id = "丁"
title = "项目明细表"
title_en = "By project"

[[lane]]
rows = "items"
classification = "functional"
columns = ["合计"]
label = "科目名称"
total = { key = "总计" }

[[layout]]
head = [
  { printed = [["科目代码"]], role = "code" },
  { printed = [["科目名称"]], role = "name" },
  { printed = [["项目名称"]], role = "project" },
  { printed = [["合计"]], column = "合计" },
]
"""

NAMED_ITEMS = """
id = "戊"
title = "委托事项表"
title_en = "Commissioned work"
required = false

[[lane]]
rows = "items"
columns = ["合计"]
label = "项目名称"
total = { key = "总计" }

[[layout]]
head = [
  { printed = [["项目名称"]], role = "project" },
  { printed = [["合计"]], column = "合计" },
]
"""

FILES = {
    "schemas/small/regime.toml": REGIME,
    "schemas/small/lanes.toml": LANES,
    "schemas/small/codes.toml": CODES.format(id="乙", title="科目支出表"),
    "schemas/small/codes2.toml": CODES.format(id="丙", title="拨款来源表"),
    "schemas/small/items.toml": ITEMS,
    "schemas/small/named.toml": NAMED_ITEMS,
}

RULE = """
[[rule]]
title = "标题"
title_en = "Title"
severity = "error"
type = "P12"
basis = ["law"]
why = "因为"
why_en = "Because"
{fields}
{example}
"""

EXAMPLE = """
[[rule.example]]
verdict = "holds"
[[rule.example]]
verdict = "fails"
"""


def rule(fields: str) -> str:
    """Give a rule file's text for one rule with these fields of its own."""
    return RULE.format(fields=fields.strip(), example=EXAMPLE)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder, and give the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def with_rules(*rules: str) -> dict[str, str]:
    """Give the files of the small regime with these rules, each the fields of one."""
    return FILES | ({"checks/small/rules.toml": "".join(map(rule, rules))} if rules else {})


@cache
def small(*rules: str) -> Regime:
    """Give the small regime with these rules, each the fields of one."""
    with TemporaryDirectory() as name:
        return load_regimes(load_kinds(), written(Path(name), with_rules(*rules)))[SMALL]


@cache
def xinjiang() -> Regime:
    """Give the built-in regime."""
    return load_regimes(load_kinds())[XINJIANG]


def grid(*lines: str, spans: bool = False, merged: Mapping[tuple[int, int], str] = {}) -> Grid:
    """Give a grid whose lines part their cells with `|`; `~` in a text is a line break.

    `merged` gives (row, column) of a cell its "rows×columns"; with it, covered places hold no cell.
    """
    rows = [line.split("|") for line in lines]
    width = max(map(len, rows))
    cells = [
        Cell(
            text.strip().replace("~", "\n"),
            at,
            column,
            Location(line=at + 1, span=(column, column + 1)),
        )
        for at, row in enumerate(rows)
        for column, text in enumerate(row + [""] * (width - len(row)))
    ]
    for (row, column), size in merged.items():
        high, wide = map(int, size.split("×"))
        covered = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
        cells = [
            replace(cell, rowspan=high, colspan=wide)
            if (cell.row, cell.column) == (row, column)
            else cell
            for cell in cells
            if (cell.row, cell.column) not in covered - {(row, column)}
        ]
    return Grid(tuple(cells), len(rows), width, Location(line=1), spans=spans)


def source(*blocks: str | Block) -> Source:
    """Give a source; a text is a paragraph."""
    return Source(
        "document.txt",
        "0" * 64,
        "text/plain",
        tuple(Paragraph(one, Location()) if isinstance(one, str) else one for one in blocks),
    )


def recognised(regime: Regime, *blocks: str | Block) -> Document:
    """Recognise blocks under a regime."""
    return recognise(source(*blocks), {regime.id: regime}, regime.id)[0]


def one_table(regime: Regime, *blocks: str | Block) -> Table:
    """Give the only table that blocks hold."""
    (table,) = recognised(regime, *blocks).tables
    return table


def printed(table: Table) -> dict[str, str]:
    """Give the raw text of each figure cell that is not empty, by address."""
    return {entry.address: entry.raw for entry in table.entries if entry.figure and entry.raw}


def row(table: Table, key: str) -> Row:
    """Give the row of that key."""
    (found,) = (one for one in table.rows if one.key == key)
    return found


def checked(
    regime: Regime, *blocks: str | Block
) -> tuple[Figures, dict[str, Outcome], dict[str, Finding]]:
    """Check blocks under a regime: the figures, outcomes by id, findings by their outcome's id."""
    figures = bind(recognised(regime, *blocks))
    one = check(figures, regime)
    outcomes, findings = one.outcomes, one.findings
    by_id = {one.id: one for one in outcomes}
    assert len(by_id) == len(outcomes), "an outcome's id names one outcome"
    return figures, by_id, {finding.outcomes[0]: finding for finding in findings}


def verdicts(outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """Give the verdict of each outcome."""
    return {key: str(one.verdict) for key, one in outcomes.items()}


def addresses(outcome: Outcome | Finding) -> list[tuple[str, str]]:
    """Give the role and address of each cell."""
    return [(cell.role, cell.address) for cell in outcome.cells]
