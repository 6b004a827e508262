"""The kind `implies`: where one figure is not zero, another is not either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.kinds.case import find, shown, stars
from hebiao.regime.files import json_schema
from hebiao.regime.link import check_each, linked_ref
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case, Found
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """The figure that implies, the figure implied, whether it goes both ways, and their range."""

    each: str
    left: Ref
    right: Ref
    both: bool


def link(rule: Rule, regime: Regime) -> Plan:
    """Link both references."""
    options = rule.options
    left, right = (linked_ref(rule, regime, options[side], side) for side in ("left", "right"))
    each = options.get("each", "")
    check_each(rule, each, starred=left.starred or right.starred)
    return Plan(each, left, right, options.get("both", False))


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome an instance."""
    plan: Plan = rule.plan
    keys, unknown = stars(case, plan.each, [plan.left, plan.right]) if plan.each else ([""], "")
    if unknown:
        yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=unknown)
    for key in keys:
        left, right = (find(case, ref, plan.each, key) for ref in (plan.left, plan.right))
        yield _one(rule, case, shown(key), left, right)


def _one(rule: Rule, case: Case, instance: str, left: Found, right: Found) -> Outcome:
    plan: Plan = rule.plan
    if left.unstated or right.unstated:
        reason = left.unstated or right.unstated
        return Outcome(rule.id, instance, Verdict.NOT_APPLICABLE, reason=reason)
    if left.unknown or right.unknown:
        reason = left.unknown or right.unknown
        return Outcome(rule.id, instance, Verdict.CANNOT_TELL, reason=reason)
    figures, entries = case.figures.figures, case.figures.entries
    cells = tuple(
        CellRef(entries[number].address, role)
        for role, found in (("left", left), ("right", right))
        for number in found.numbers
    )
    one, other = (any(figures[n].value for n in found.numbers) for found in (left, right))
    if one == other or (other and not plan.both):
        return Outcome(rule.id, instance, Verdict.HOLDS, cells)
    given, absent = (left, plan.right) if one else (right, plan.left)
    raw = entries[given.numbers[0]].raw
    address = entries[given.numbers[0]].address
    wanted = str(absent).replace("*", instance)
    message = Text(
        f"{address} 为 {raw}，{wanted} 却为零", f"{address} is {raw}, but {wanted} is zero"
    )
    return Outcome(rule.id, instance, Verdict.FAILS, cells, message=message)


KIND = Kind("implies", json_schema("rules")["$defs"]["implies"], link, judge=judge)
