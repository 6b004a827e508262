"""The kind `structure`: a table has its rows, columns and keys, every cell and table is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hebiao.recognise.wording import quote, unnumbered
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, FindingCell, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case, Fault
    from hebiao.regime.spec import Regime, Rule

_SAID = {
    "rows": ("{table} 没有找到「{subject}」行", "{table} has no row {subject}"),
    "columns": ("{table} 没有找到「{subject}」列", "{table} has no column {subject}"),
    "keys": ("{table} 的「{subject}」行重复", "{table} prints row {subject} more than once"),
    "codes": (
        "{table} 的科目编码「{subject}」位数不对",
        "{table}: code {subject} has wrong digits",
    ),
    "figures": ("{subject} 读不出数", "{subject} cannot be read as a figure"),
    "twice": (
        "{table} 印了不止一次，只核对了一份",
        "{table} is printed more than once; only one of them was checked",
    ),
    "ruling": (
        "{table} 没有印表格线，按空白分格读出",
        "{table} has no ruling lines; its cells were told apart by white space",
    ),
    "labels": ("{table} 的「{subject}」行不识", "{table}: row {subject} is not known"),
}


def link(rule: Rule, _regime: Regime) -> str:
    """The plan is the aspect."""
    aspect: str = rule.options["aspect"]
    return aspect


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a fault, and one that holds for each table without.

    Grids that are no table are one outcome.
    """
    if rule.plan == "strays":
        yield _strays(rule, case)
        return
    faulty = [fault for fault in case.faults if fault.aspect == rule.plan]
    for table in case.figures.document.tables:
        own = [fault for fault in faulty if fault.table == table.key]
        if not own:
            yield Outcome(rule.id, table.key, Verdict.HOLDS)
        for fault in own:
            yield _failing(rule, fault, case)


def _strays(rule: Rule, case: Case) -> Outcome:
    """The grids of amounts that were not checked, for they are none of the form set's tables."""
    strays = case.figures.document.strays
    if not strays:
        return Outcome(rule.id, "*", Verdict.HOLDS)
    named = "、".join(dict.fromkeys(f"「{one.title}」" for one in strays))
    seen: Counter[str] = Counter()
    cells = []
    for one in strays:
        seen[one.title] += 1
        again = f"#{seen[one.title]}" if seen[one.title] > 1 else ""
        address = f"原文[{quote(one.title)}{again}]"
        cells.append(FindingCell(address, one.title, None, "", "grid", one.location))
    message = Text(
        f"{len(strays)} 个表格不是制式中的表，没有核对：{named}",
        f"{len(strays)} grid(s) are none of the form set's tables and were not checked: {named}",
    )
    return Outcome(rule.id, "*", Verdict.FAILS, tuple(cells), message=message)


def _failing(rule: Rule, fault: Fault, case: Case) -> Outcome:
    zh, en = _SAID[fault.aspect]
    known = fault.subject in case.figures.numbers or fault.subject in case.figures.names
    return Outcome(
        rule.id,
        f"{fault.table}:{fault.subject}",
        Verdict.FAILS,
        (CellRef(fault.subject, "cell"),) if known else _row_cells(fault, case),
        message=Text(
            zh.format(table=fault.table, subject=fault.subject),
            en.format(table=fault.table, subject=fault.subject),
        ),
    )


def _row_cells(fault: Fault, case: Case) -> tuple[CellRef, ...]:
    """The printed cells of the row a fault is about."""
    return tuple(
        CellRef(entry.address, "cell")
        for (table, _, row, _), number in case.figures.places.items()
        if table == fault.table and unnumbered(row) == fault.subject
        if (entry := case.figures.entries[number]).raw.strip()
    )


KIND = Kind("structure", json_schema("rules")["$defs"]["structure"], link, judge=judge)
