"""A regime as a page: how a document is known, its tables, sections and laws, from its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hebiao.regime.forms import Head, Lane, RowSpec, TableSpec
    from hebiao.regime.spec import Regime

_STEERING = re.compile(r"([\\`*_{}\[\]<>|#])")
_MARKS = re.compile(r"[^\w\s]", re.ASCII)
_BY = {
    RowsBy.TREE: "固定的行 fixed rows",
    RowsBy.CODE: "按科目代码 by code",
    RowsBy.ITEMS: "按单位、科目、项目 by unit, code and project",
    RowsBy.FORM: "按标签 by label",
}
_ROLES = {
    "label": "行名 row label",
    "name": "科目名称 name of the code",
    "code": "科目代码 code",
    "code.1": "类 class",
    "code.2": "款 subclass",
    "code.3": "项 item",
    "project": "项目 project",
    "column": "列名 name of the column",
    "ignore": "不读 not read",
}


def page(regime: Regime) -> str:
    """Give the page of a regime in Markdown."""
    first, last = regime.first_year, regime.last_year
    years = f"{first} 年起 from {first}" if last is None else f"{first}–{last}"
    rules = f"[{len(regime.rules)} 条规则 rules](../rules/{regime.id}.md)"
    blocks = [
        f"# {plain(regime.title.zh)}",
        plain(regime.title.en),
        f"`{regime.id}` v{regime.version} · {years} · {regime.unit.name} · {rules}",
        "## 怎样识别 How it is known",
        _signs(regime),
        "## 表 Tables",
        _overview(regime.tables),
        *(block for table in regime.tables for block in _table(table)),
        *_sections(regime),
        "## 依据 Laws",
        _laws(regime),
    ]
    return "\n\n".join(blocks) + "\n"


def _signs(regime: Regime) -> str:
    lines = [
        f"- 至少 {sign.tables} 张表 at least {sign.tables} tables"
        + "".join(f"，文中有 and the words {code(words.pattern)}" for words in sign.words)
        for sign in regime.signs
    ]
    return "\n".join(lines)


def _overview(tables: Iterable[TableSpec]) -> str:
    rows = [
        (
            f"[{plain(table.id)}](#{anchor(table)})",
            f"{plain(table.title.zh)}<br>{plain(table.title.en)}",
            "必有 required" if table.required else "可无 may be absent",
            _held(table),
        )
        for table in tables
    ]
    return grid(("表 table", "标题 title", "", "年度 years"), rows)


def _held(table: TableSpec) -> str:
    if table.first_year is None and table.last_year is None:
        return ""
    return f"{table.first_year or ''}–{table.last_year or ''}"


def anchor(table: TableSpec) -> str:
    """Give the anchor of a table's heading, which its id alone makes."""
    return table.id.lower()


def _table(table: TableSpec) -> list[str]:
    blocks = [f"### {plain(table.id)}", f"**{plain(table.title.zh)}** · {plain(table.title.en)}"]
    if table.variants:
        blocks.append("又作 also printed：" + "；".join(map(plain, table.variants)))
    if table.repeats:
        blocks.append(f"每个「{plain(table.repeats)}」一张 one for each {plain(table.repeats)}")
    if table.empty:
        blocks.append("空表的说明 empty because：" + "；".join(map(code, table.empty)))
    for lane in table.lanes:
        blocks += _lane(lane)
    for number, layout in enumerate(table.layouts, 1):
        which = f" {number}" if len(table.layouts) > 1 else ""
        blocks += [f"**表头{which} Headings{which}**", _layout(layout)]
    return blocks


def _lane(lane: Lane) -> list[str]:
    name = f"**{plain(lane.key)}** · " if lane.key else ""
    classes = f"，`{lane.classification}`" if lane.classification else ""
    kept = [_column(lane, one) for one in lane.columns if one not in lane.optional]
    optional = [_column(lane, one) for one in lane.columns if one in lane.optional]
    lines: list[str] = []
    if kept:
        lines.append(f"- 列 columns：{'、'.join(kept)}")
    if optional:
        lines.append(f"- 可无的列 optional columns：{'、'.join(optional)}")
    if lane.texts:
        lines.append(f"- 文字列 columns of words：{'、'.join(map(plain, lane.texts))}")
    if lane.total:
        lines.append(f"- 合计行 total：{_row(lane.total)}")
    if lane.tree:
        lines.append(f"- 行 rows：{'；'.join(map(_row, lane.tree))}")
    return [f"{name}{_BY[lane.rows]}{classes}", "\n".join(lines)]


def _column(lane: Lane, column: str) -> str:
    unit = dict(lane.units).get(column)
    return plain(column) + (f"（{plain(unit)}）" if unit else "")


def _row(row: RowSpec) -> str:
    other = [one for one in row.printed if one != row.key.rpartition("/")[2]]
    also = f"（又作 {'、'.join(map(plain, other))}）" if other else ""
    return plain(row.key) + also


def _layout(layout: Sequence[Head]) -> str:
    rows = [
        (
            "<br>".join(" / ".join(map(plain, path)) for path in head.paths),
            _stands_for(head),
        )
        for head in layout
    ]
    return grid(("印作 printed", "是 is"), rows)


def _stands_for(head: Head) -> str:
    if head.role != "figure":
        return _ROLES.get(head.role, head.role)
    place = f"[{plain(head.row)}]." if head.row else ""
    lane = f"{plain(head.lane)}：" if head.lane else ""
    return f"{lane}{place}{plain(head.column)}"


def _sections(regime: Regime) -> list[str]:
    if not regime.sections:
        return []
    stated = {} if regime.narrative is None else _stated(regime)
    rows = [
        (plain(one.key), plain(one.title), "<br>".join(stated.get(one.key, [])))
        for one in regime.sections
    ]
    heads = ("编号 key", "标题 title", "核对的数 figures held")
    return ["## 文字说明 Narrative", grid(heads, rows)]


def _stated(regime: Regime) -> dict[str, list[str]]:
    """By section, what its sentences state: the subjects, and their clauses' columns."""
    found: dict[str, list[str]] = {}
    for one in regime.narrative.statements if regime.narrative else ():
        columns = dict.fromkeys(clause.column for clause in (*one.head, *one.clauses))
        subjects = [plain(subject.key) for subject in one.subjects if subject.key != "*"]
        told = "、".join(subjects) or _BY[one.rows]
        for key in one.sections:
            found.setdefault(key, []).append(f"{told}：{'、'.join(columns)}")
    return found


def _laws(regime: Regime) -> str:
    uses = {key: sum(key in rule.basis for rule in regime.rules) for key in regime.law}
    rows = [
        (f"`{key}`", f"{plain(law.zh)}<br>{plain(law.en)}", str(uses[key]))
        for key, law in regime.law.items()
    ]
    return grid(("键 key", "依据 basis", "规则 rules"), rows)


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(text: str) -> str:
    """Give text that Markdown leaves as it is."""
    return _STEERING.sub(r"\\\1", text)


def code(text: str) -> str:
    """Give text as code, every mark of Markdown and HTML an entity: a table would break else."""
    return f"<code>{_MARKS.sub(lambda mark: f'&#{ord(mark[0])};', text)}</code>"
