"""The kind `keys`: two tables list the same codes, or the projects of one are in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.kinds.case import find, stars
from hebiao.kinds.guard import met
from hebiao.model import RowKind
from hebiao.recognise.wording import SURE, alike
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_guard, linked_ref, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.formula import Condition, Ref
    from hebiao.regime.spec import Regime, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """The references whose keys are compared; `also` hold projects of the left side too."""

    each: str
    left: Ref
    right: Ref
    also: tuple[Ref, ...]
    guard: tuple[Condition, ...]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the references and the guard."""
    options = rule.options
    sides = {side: linked_ref(rule, regime, options[side], side) for side in ("left", "right")}
    also = tuple(linked_ref(rule, regime, text, "also") for text in options.get("also", []))
    for side, ref in (*sides.items(), *(("also", ref) for ref in also)):
        if not ref.starred:
            raise rule_error(rule, side, f"{ref}：行要写 * / the row must be *")
    guard = linked_guard(rule, regime, options["when"]) if "when" in options else ()
    return Plan(options.get("each", "code"), **sides, also=also, guard=guard)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a key.

    A code on one side only fails where it carries a figure. Of projects, those of the left side
    that carry money must be on the right; one that is nearly there is there, by another name.
    """
    plan: Plan = rule.plan
    listed: dict[Ref, list[str]] = {}
    for ref in (plan.left, plan.right, *plan.also):
        keys, unknown = stars(case, plan.each, [ref])
        tables = case.figures.instances.get(ref.table, ())
        unread = next((table.gaps[0] for table in tables if table.gaps), "")
        if unknown or unread or (not tables and not ref.instance):
            reason = unknown or f"{ref.table} {unread}"
            yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=reason)
            return
        listed[ref] = keys
    if plan.each == "project":
        yield from _projects(rule, case, listed)
    else:
        yield from _codes(rule, case, listed)


def _codes(rule: Rule, case: Case, listed: dict[Ref, list[str]]) -> Iterator[Outcome]:
    plan: Plan = rule.plan
    for ref, other in ((plan.left, plan.right), (plan.right, plan.left)):
        for code in listed[ref]:
            if code in listed[other]:
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


def _projects(rule: Rule, case: Case, listed: dict[Ref, list[str]]) -> Iterator[Outcome]:
    plan: Plan = rule.plan
    there = {key for ref in (plan.right, *plan.also) for key in listed[ref]}
    free = [key for key in listed[plan.right] if key not in listed[plan.left]]
    for key in listed[plan.left]:
        found = find(case, plan.left, "project", key)
        true, untold = met(case, plan.guard, "project", key)
        if key in there:
            yield Outcome(rule.id, key, Verdict.HOLDS)
        elif found.unknown or untold:
            reason = found.unknown or untold
            yield Outcome(rule.id, key, Verdict.CANNOT_TELL, reason=reason)
        elif not true or not any(case.figures.figures[n].value for n in found.numbers):
            yield Outcome(rule.id, key, Verdict.NOT_APPLICABLE, reason="没有金额 no money")
        elif any(alike(key, other) >= SURE for other in free):
            reason = f"{plan.right.table} 名称相近 by nearly that name"
            yield Outcome(rule.id, key, Verdict.NOT_APPLICABLE, reason=reason)
        else:
            yield _missing(rule, case, key, found.numbers)


def _missing(rule: Rule, case: Case, key: str, numbers: tuple[int, ...]) -> Outcome:
    plan: Plan = rule.plan
    right = "、".join(case.specs[ref.table].title.zh for ref in (plan.right, *plan.also))
    right_en = " or ".join(case.specs[ref.table].title.en for ref in (plan.right, *plan.also))
    return Outcome(
        rule.id,
        key,
        Verdict.FAILS,
        tuple(CellRef(case.figures.entries[number].address, "left") for number in numbers),
        message=Text(
            f"项目「{key}」列在{case.specs[plan.left.table].title.zh}，没有找到它的《{right}》"
            if plan.right.instance
            else f"项目「{key}」有绩效目标表，{right}里没有这个项目",
            f"project 「{key}」 of {plan.left.table} is not found in: {right_en}",
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
