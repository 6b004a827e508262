"""The kind `ratio`: value = of × part ÷ whole, held by intervals: a rate, or a score by weight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hebiao.figure import UNITS, State
from hebiao.kinds.case import find, shown, stars
from hebiao.kinds.guard import met
from hebiao.regime.files import json_schema, nearest
from hebiao.regime.formula import Ref
from hebiao.regime.link import linked_guard, linked_ref, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import Outcome, Verdict
from hebiao.system import Form, Quotient, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.formula import Condition
    from hebiao.regime.spec import Regime, Rule

_TERMS = ("value", "of", "part", "whole")


class Constant(NamedTuple):
    """A term that is no reference: an exact amount in base units, and as it is written."""

    amount: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The four terms, the largest value the part may count with, and the guard."""

    each: str
    terms: dict[str, Ref | Constant]
    cap: Constant | None
    guard: tuple[Condition, ...]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the terms; `RegimeError` with the place where one is wrong."""
    options = rule.options
    terms = {name: _term(rule, regime, options[name], name) for name in _TERMS}
    cap = _constant(rule, options["cap"], "cap") if "cap" in options else None
    guard = linked_guard(rule, regime, options["when"]) if "when" in options else ()
    if not isinstance(terms["value"], Ref):
        raise rule_error(rule, "value", "要引用一个数 / must be a reference")
    return Plan(options.get("each", ""), terms, cap, guard)


def quotient(rule: Rule, case: Case) -> Iterator[Quotient | Outcome]:
    """Give one instance each, or the outcome where none can be had."""
    plan: Plan = rule.plan
    refs = [term for term in plan.terms.values() if isinstance(term, Ref)]
    keys, unknown = stars(case, plan.each, refs) if plan.each else ([""], "")
    if unknown:
        yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=unknown)
    for key in keys:
        true, untold = met(case, plan.guard, plan.each, key)
        if untold:
            yield Outcome(rule.id, shown(key), Verdict.CANNOT_TELL, reason=untold)
        elif not true:
            reason = "条件不成立 condition not met"
            yield Outcome(rule.id, shown(key), Verdict.NOT_APPLICABLE, reason=reason)
        else:
            yield _one(rule, case, key)


def _one(rule: Rule, case: Case, key: str) -> Quotient | Outcome:
    plan: Plan = rule.plan
    forms: dict[str, Form] = {}
    for name, given in plan.terms.items():
        if isinstance(given, Constant):
            forms[name] = Form(constant=given.amount)
            continue
        found = find(case, given, plan.each, key)
        if found.unknown:
            return Outcome(rule.id, shown(key), Verdict.CANNOT_TELL, reason=found.unknown)
        if found.unstated:
            return Outcome(rule.id, shown(key), Verdict.NOT_APPLICABLE, reason=found.unstated)
        if not found.numbers or case.figures.figures[found.numbers[0]].state is State.BLANK:
            reason = f"{given} 为空 blank"
            return Outcome(rule.id, shown(key), Verdict.NOT_APPLICABLE, reason=reason)
        forms[name] = Form((Weight(Fraction(1), found.numbers[0]),))
    value = forms.pop("value").weights[0].number
    cap = plan.cap.amount if plan.cap is not None else None
    return Quotient(
        rule.id, shown(key), value, **forms, cap=cap, right_text=_formula(rule).partition(" = ")[2]
    )


def _formula(rule: Rule) -> str:
    plan: Plan = rule.plan
    texts = [t.text if isinstance(t, Constant) else str(t) for t in plan.terms.values()]
    return f"{texts[0]} = {texts[1]} × {texts[2]} ÷ {texts[3]}"


def _term(rule: Rule, regime: Regime, text: str, place: str) -> Ref | Constant:
    constant = text[:1].isdigit()
    return _constant(rule, text, place) if constant else linked_ref(rule, regime, text, place)


def _constant(rule: Rule, text: str, place: str) -> Constant:
    number, _, name = text.partition(" ")
    if name not in UNITS:
        near = nearest(name, list(UNITS))
        raise rule_error(rule, place, f"「{text}」没有单位「{name}」 / no such unit{near}")
    return Constant(Fraction(number) * UNITS[name].base, text)


KIND = Kind("ratio", json_schema("rules")["$defs"]["ratio"], link, quotient=quotient)
