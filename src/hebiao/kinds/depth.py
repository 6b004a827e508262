"""The kind `depth`: figures by code go down to the last level of the classification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.kinds.case import absence
from hebiao.model import RowKind
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_ref, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.model import Row, Table
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime, Rule


def link(rule: Rule, regime: Regime) -> tuple[Ref, ...]:
    """Link the columns of codes; `RegimeError` where one is of no classification."""
    refs = tuple(linked_ref(rule, regime, text, "rows") for text in rule.options["rows"])
    for ref in refs:
        table = regime.table(ref.table)
        lane = None if table is None else table.lane(ref.lane) or table.lanes[0]
        if ref.row != "*" or lane is None or not lane.classification:
            raise rule_error(rule, "rows", f"{ref}：要写 [*]，且按代码 / must be [*] of codes")
    return refs


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a row that has no row below it and carries a figure."""
    for ref in rule.plan:
        table = next(iter(case.figures.instances.get(ref.table, ())), None)
        if table is None or (case.lane_of(ref), ref.column) not in table.columns:
            why = absence(case, ref.table) if table is None else f"{ref} 没有这一列 no such column"
            if why:
                yield Outcome(rule.id, ref.table, Verdict.CANNOT_TELL, reason=why)
            continue
        yield from _rows(rule, case, ref, table)


def _rows(rule: Rule, case: Case, ref: Ref, table: Table) -> Iterator[Outcome]:
    lane = case.lane_of(ref)
    spec = case.specs[ref.table].lane(lane)
    levels = case.regime.classifications[spec.classification].levels if spec is not None else ()
    for row in case.figures.rows.get((table.key, lane), ()):
        if row.kind is not RowKind.CODE or not row.leaf:
            continue
        number = case.figures.places[table.key, lane, row.key, ref.column]
        figure = case.figures.figures[number]
        cells = (CellRef(case.figures.entries[number].address, "figure"),)
        instance = f"{ref.table}[{row.key}]"
        if figure.state is State.UNREADABLE:
            yield Outcome(rule.id, instance, Verdict.CANNOT_TELL, cells, reason=figure.reason)
        elif figure.value and len(row.code) < levels[-1]:
            yield _short(rule, row, ref, instance, cells)
        elif figure.value:
            yield Outcome(rule.id, instance, Verdict.HOLDS, cells)


def _short(rule: Rule, row: Row, ref: Ref, instance: str, cells: tuple[CellRef, ...]) -> Outcome:
    message = Text(
        f"{ref.table}「{row.code} {row.name}」有数，其下没有更细的科目",
        f"{ref.table} has a figure for {row.code} {row.name}, and no code below it",
    )
    return Outcome(rule.id, instance, Verdict.FAILS, cells, message=message)


KIND = Kind("depth", json_schema("rules")["$defs"]["depth"], link, judge=judge)
