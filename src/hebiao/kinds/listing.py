"""The kind `listing`: names or a number that the text gives, against rows, or tables that recur."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.kinds.case import absence
from hebiao.kinds.guard import met
from hebiao.model import RowKind
from hebiao.recognise.wording import SURE, alike, fold
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_guard, linked_ref, rule_error
from hebiao.regime.narrative import NARRATIVE
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.model import Entry, Row
    from hebiao.regime.formula import Condition, Ref
    from hebiao.regime.spec import Regime, Rule

_MARKS = "、,，和及"


@dataclass(frozen=True, slots=True)
class Plan:
    """The list (a text) or number (a figure) of the narrative, and the rows it is about."""

    ask: str
    of: Ref
    rows: Ref
    guard: tuple[Condition, ...]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link both references."""
    options = rule.options
    rows = linked_ref(rule, regime, options["rows"], "rows")
    if rows.row != "*":
        raise rule_error(rule, "rows", f"{rows}：行要写 * / the row must be *")
    of = linked_ref(rule, regime, options["of"], "of", texts=True)
    guard = linked_guard(rule, regime, options["when"]) if "when" in options else ()
    return Plan(options["ask"], of, rows, guard)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a name, or one for the number."""
    plan: Plan = rule.plan
    table = next(iter(case.figures.instances.get(plan.rows.table, ())), None)
    if table is None or table.gaps:
        why = table.gaps[0] if table is not None else absence(case, plan.rows.table)
        verdict = Verdict.CANNOT_TELL if why else Verdict.NOT_APPLICABLE
        yield Outcome(rule.id, "*", verdict, reason=f"{plan.rows.table} {why}".strip())
        return
    true, untold = met(case, plan.guard, "", "")
    if not true:
        verdict = Verdict.CANNOT_TELL if untold else Verdict.NOT_APPLICABLE
        yield Outcome(rule.id, "*", verdict, reason=untold or "条件不成立 condition not met")
        return
    row = next((r for r in case.said.get(plan.of.lane, ()) if r.row.key == plan.of.row), None)
    given = None if row is None else row.texts.get(plan.of.column)
    number = None if row is None else row.numbers.get(plan.of.column)
    if plan.ask == "count" and number is not None:
        yield _count(rule, case, number)
    elif plan.ask != "count" and given is not None:
        yield from _names(rule, case, given)
    else:
        reason = f"{plan.of} 文中未写 not stated"
        yield Outcome(rule.id, "*", Verdict.NOT_APPLICABLE, reason=reason)


def _rows(case: Case, ref: Ref) -> list[tuple[Row, int]]:
    """The rows below which there are no others, and their figures, where these are not 0."""
    lane = case.lane_of(ref)
    rows = [
        row
        for row in case.figures.rows.get((ref.table, lane), ())
        if row.leaf and row.kind in {RowKind.CODE, RowKind.ITEM}
    ]
    numbers = [case.figures.places[ref.table, lane, row.key, ref.column] for row in rows]
    return [
        (row, number)
        for row, number in zip(rows, numbers, strict=True)
        if case.figures.figures[number].value
    ]


def _count(rule: Rule, case: Case, number: int) -> Outcome:
    plan: Plan = rule.plan
    rows = _rows(case, plan.rows)
    if plan.rows.instance:
        held = {(table.key, "") for table in case.figures.instances[plan.rows.table]}
    else:
        held = {(row.item or row.code, row.unit) for row, _ in rows}
    stated = case.figures.figures[number]
    entries = case.figures.entries
    cells = (
        CellRef(entries[number].address, "number"),
        *(CellRef(entries[one].address, "row") for _, one in rows),
    )
    if stated.state is State.UNREADABLE:
        return Outcome(rule.id, "", Verdict.CANNOT_TELL, cells, reason=stated.reason)
    # What two units have by one name may be counted once.
    if stated.value in {len(held), len({name for name, _ in held})}:
        return Outcome(rule.id, "", Verdict.HOLDS, cells)
    message = Text(
        f"{plan.of} 写 {stated.value}，{plan.rows.table}有 {len(held)} 个",
        f"{plan.of} says {stated.value}, {plan.rows.table} has {len(held)}",
    )
    return Outcome(
        rule.id,
        "",
        Verdict.FAILS,
        cells,
        actual=str(stated.value),
        expected=str(len(held)),
        unit=case.figures.units[number].name,
        message=message,
    )


def _names(rule: Rule, case: Case, given: Entry) -> Iterator[Outcome]:
    """Names in the text without a row, or rows that the text does not name."""
    plan: Plan = rule.plan
    text = given.raw
    for mark in _MARKS[1:3]:
        text = text.replace(mark, _MARKS[0])
    rows = _rows(case, plan.rows)
    listed = _split([fold(name) for name in text.split(_MARKS[0]) if name], rows)
    own = CellRef(given.address, "list")
    for row, number in rows if plan.ask == "missing" else ():
        cells = (own, CellRef(case.figures.entries[number].address, "row"))
        if any(_same(fold(row.name), name) for name in listed):
            yield Outcome(rule.id, row.key, Verdict.HOLDS, cells)
            continue
        raw = case.figures.entries[number].raw
        message = Text(
            f"{plan.rows.table}「{row.name}」有 {raw}，{NARRATIVE}.{plan.of.lane}没有列出",
            f"{plan.rows.table} has {raw} for {row.name}, which {NARRATIVE}.{plan.of.lane} "
            "does not list",
        )
        yield Outcome(rule.id, row.key, Verdict.FAILS, cells, message=message)
    for name in listed if plan.ask == "extra" else ():
        if any(_same(fold(row.name), name) for row, _ in rows):
            yield Outcome(rule.id, name, Verdict.HOLDS, (own,))
            continue
        message = Text(
            f"{NARRATIVE}.{plan.of.lane}列有「{name}」，{plan.rows.table}没有数",
            f"{NARRATIVE}.{plan.of.lane} lists {name}, for which {plan.rows.table} has no figure",
        )
        yield Outcome(rule.id, name, Verdict.FAILS, (own,), message=message)


def _split(names: list[str], rows: list[tuple[Row, int]]) -> list[str]:
    """Part "甲和乙" and "甲等", where no row is called so."""
    known = [fold(row.name) for row, _ in rows]
    parted: list[str] = []
    for name in names:
        plain = name.removesuffix("等")
        halves = plain.split("和") if "和" in plain else plain.split("及")
        whole = any(_same(one, plain) for one in known) or not all(halves)
        told = all(any(_same(one, half) for one in known) for half in halves)
        parted += [plain] if whole or not told else halves
    return parted


def _same(left: str, right: str) -> bool:
    return alike(left, right) >= SURE


KIND = Kind("listing", json_schema("rules")["$defs"]["listing"], link, judge=judge)
