"""The kind `rollup`: every printed row that has parts equals their sum, in every column."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.kinds.case import absence
from hebiao.model import Row, RowKind, lane_address
from hebiao.regime.files import json_schema, nearest
from hebiao.regime.link import linked_lane, linked_table, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import Outcome, Verdict
from hebiao.system import Linear, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.model import Table
    from hebiao.regime.spec import Regime, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """A linked roll-up: the table, its lane and the columns that add up."""

    table: str
    lane: str
    columns: tuple[str, ...]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link table, lane and columns."""
    table = linked_table(rule, regime, rule.options["table"], "table")
    lane = linked_lane(rule, table, rule.options.get("lane", ""), "lane")
    columns = tuple(rule.options.get("columns", lane.columns))
    for column in columns:
        if column not in lane.columns:
            near = nearest(column, lane.columns)
            raise rule_error(rule, "columns", f"{table.id} 没有列「{column}」 / no column{near}")
    return Plan(table.id, lane.key, columns)


def linear(rule: Rule, case: Case) -> Iterator[Linear | Outcome]:
    """Give one instance for each row with parts and each column that is printed."""
    plan: Plan = rule.plan
    tables = case.figures.instances.get(plan.table, ())
    if not tables:
        reason = absence(case, plan.table)
        verdict = Verdict.CANNOT_TELL if reason else Verdict.NOT_APPLICABLE
        yield Outcome(rule.id, "*", verdict, formula=rule.formula, reason=reason)
    for table in tables:
        yield from _table(rule, case, table)


def _table(rule: Rule, case: Case, table: Table) -> Iterator[Linear | Outcome]:
    plan: Plan = rule.plan
    rows = case.figures.rows.get((table.key, plan.lane), ())
    parts: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind not in {RowKind.TOTAL, RowKind.UNKNOWN}:
            parts[row.parent].append(row)
    within = f"{table.instance[1:-1]}/" if table.instance else ""
    for column in plan.columns:
        if (plan.lane, column) in table.missing:
            reason = f"{table.key} 缺「{column}」列 column missing"
            yield Outcome(rule.id, f"{within}*.{column}", Verdict.CANNOT_TELL, reason=reason)
        if (plan.lane, column) not in table.columns:
            continue
        for row in rows:
            if row.key in parts:
                yield _linear(rule, case, table, column, [row, *parts[row.key]])


def _linear(rule: Rule, case: Case, table: Table, column: str, rows: list[Row]) -> Linear:
    """One row (the first) against its parts (the others)."""
    lane = rule.plan.lane
    places = [case.figures.places[table.key, lane, row.key, column] for row in rows]
    unread = next((n for n in places if not case.figures.figures[n].known), None)
    unknown = f"{table.key} {table.gaps[0]}" if table.gaps else ""
    if unread is not None:
        unknown = f"{case.figures.entries[unread].address} 读不出 unreadable"
    at = lane_address(table.key, lane)
    within = f"{table.instance[1:-1]}/" if table.instance else ""
    return Linear(
        rule=rule.id,
        instance=f"{within}{rows[0].key}.{column}",
        op="=",
        left=(Weight(Fraction(1), places[0]),),
        right=tuple(Weight(Fraction(1), n, summed=True) for n in places[1:]),
        left_text=f"{at}[{rows[0].key}].{column}",
        right_text=f"Σ {at}[{_names(rows[1:])}].{column}",
        unknown=unknown,
    )


def _names(parts: list[Row]) -> str:
    keys = [row.key for row in parts]
    return "、".join(keys) if len(keys) <= 4 else f"{keys[0]} … {keys[-1]}"  # noqa: PLR2004


KIND = Kind("rollup", json_schema("rules")["$defs"]["rollup"], link, linear)
