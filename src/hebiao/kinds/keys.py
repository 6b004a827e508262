"""The kind `keys`: two tables list the same classification codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.kinds.case import stars
from hebiao.model import RowKind
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_ref, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """The two references whose codes must be the same."""

    left: Ref
    right: Ref


def link(rule: Rule, regime: Regime) -> Plan:
    """Link both references."""
    sides = {side: linked_ref(rule, regime, rule.options[side], side) for side in ("left", "right")}
    for side, ref in sides.items():
        if ref.row != "*":
            raise rule_error(rule, side, f"{ref}：行要写 * / the row must be *")
    return Plan(**sides)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a code; a code on one side only fails where it carries a figure."""
    plan: Plan = rule.plan
    sides = {}
    for ref in (plan.left, plan.right):
        codes, unknown = stars(case, "code", [ref])
        table = next(iter(case.figures.instances.get(ref.table, ())), None)
        if unknown or table is None or table.gaps:
            reason = unknown or f"{ref.table} {table.gaps[0] if table else ''}"
            yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=reason)
            return
        sides[ref] = codes
    for ref, other in ((plan.left, plan.right), (plan.right, plan.left)):
        for code in sides[ref]:
            if code in sides[other]:
                if ref is plan.left:
                    yield Outcome(rule.id, code, Verdict.HOLDS)
                continue
            side = "left" if ref is plan.left else "right"
            cells = _printed(case, ref, code, side)
            if not cells:
                yield Outcome(rule.id, code, Verdict.NOT_APPLICABLE, reason="行内无数 no figures")
                continue
            yield Outcome(
                rule.id,
                code,
                Verdict.FAILS,
                cells,
                formula=f"{plan.left} = {plan.right}",
                message=Text(
                    f"科目 {code} 在{ref.table}有数，{other.table}没有这一行",
                    f"code {code} has figures in {ref.table}, but {other.table} has no such row",
                ),
            )


def _printed(case: Case, ref: Ref, code: str, side: str) -> tuple[CellRef, ...]:
    lane = case.lane_of(ref)
    rows = case.figures.rows.get((ref.table, lane), ())
    keys = {row.key for row in rows if row.kind is RowKind.CODE and row.code == code}
    return tuple(
        CellRef(case.figures.entries[number].address, side)
        for (table, own, row, _), number in case.figures.places.items()
        if (table, own) == (ref.table, lane) and row in keys
        if case.figures.figures[number].state is not State.BLANK
    )


KIND = Kind("keys", json_schema("rules")["$defs"]["keys"], link, judge=judge)
