"""The kind `ratio`: value = of × part ÷ whole, held by intervals: a rate, or a score by weight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from hebiao.figure import UNITS, State, Unit
from hebiao.kinds.case import find, met, shown, stars
from hebiao.regime.files import json_schema, nearest
from hebiao.regime.formula import Ref
from hebiao.regime.link import linked_guard, linked_ref, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

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


class Term(NamedTuple):
    """A term of one instance: its value and half its quantum in base units, its figure's number."""

    value: Fraction
    half: Fraction
    number: int | None


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the terms; `RegimeError` with the place where one is wrong."""
    options = rule.options
    terms = {name: _term(rule, regime, options[name], name) for name in _TERMS}
    cap = _constant(rule, options["cap"], "cap") if "cap" in options else None
    guard = linked_guard(rule, regime, options["when"]) if "when" in options else ()
    if not isinstance(terms["value"], Ref):
        raise rule_error(rule, "value", "要引用一个数 / must be a reference")
    return Plan(options.get("each", ""), terms, cap, guard)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome an instance."""
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


def _one(rule: Rule, case: Case, key: str) -> Outcome:
    plan: Plan = rule.plan
    terms: dict[str, Term] = {}
    for name, given in plan.terms.items():
        if isinstance(given, Constant):
            terms[name] = Term(given.amount, Fraction(0), None)
            continue
        found = find(case, given, plan.each, key)
        if found.unknown:
            return Outcome(rule.id, shown(key), Verdict.CANNOT_TELL, reason=found.unknown)
        figures = [case.figures.figures[number] for number in found.numbers]
        if not figures or figures[0].state is State.BLANK:
            reason = f"{given} 为空 blank"
            return Outcome(rule.id, shown(key), Verdict.NOT_APPLICABLE, reason=reason)
        half = Fraction(figures[0].quantum, 2)
        terms[name] = Term(Fraction(figures[0].value), half, found.numbers[0])
    if terms["whole"].value == 0:
        reason = "除数为零 the whole is zero"
        return Outcome(rule.id, shown(key), Verdict.NOT_APPLICABLE, reason=reason)
    return _compared(rule, case, key, terms)


def _compared(rule: Rule, case: Case, key: str, terms: dict[str, Term]) -> Outcome:
    """Compare the printed value with every value that the rounded terms allow.

    One unit of the last place more is allowed on either side: a rate that is cut off, not rounded.
    """
    value = terms["value"]
    exact = _quotient(rule, [terms[name].value for name in ("of", "part", "whole")])
    ranges = [(t.value - t.half, t.value + t.half) for t in list(terms.values())[1:]]
    ends = [_quotient(rule, list(corner)) for corner in product(*ranges) if corner[2]]
    place = 2 * value.half
    number = value.number if value.number is not None else 0
    unit = case.figures.units[number]
    cells = tuple(
        CellRef(case.figures.entries[term.number].address, name)
        for name, term in terms.items()
        if term.number is not None
    )
    nearest_place = round(exact / place) * place if place else exact
    if nearest_place == value.value:
        return Outcome(rule.id, shown(key), Verdict.HOLDS, cells, residual="0")
    near = min(ends) - place <= value.value <= max(ends) + place
    return Outcome(
        rule.id,
        shown(key),
        Verdict.ROUNDING if near else Verdict.FAILS,
        cells,
        formula=_formula(rule),
        filled="" if near else _filled(terms, case, unit),
        actual=unit.text(value.value),
        expected=unit.text(nearest_place),
        residual=unit.text(value.value - nearest_place),
        slack=unit.text(place),
        unit=unit.name,
        message=None if near else _message(case, value, nearest_place, unit, rule),
    )


def _quotient(rule: Rule, terms: list[Fraction]) -> Fraction:
    cap = rule.plan.cap
    part = min(terms[1], cap.amount) if cap is not None else terms[1]
    return terms[0] * part / terms[2]


def _message(case: Case, value: Term, expected: Fraction, unit: Unit, rule: Rule) -> Text:
    address = case.figures.entries[value.number].address if value.number is not None else ""
    actual, right = unit.text(value.value), unit.text(expected)
    return Text(
        f"{address} 为 {actual}{unit.name}，按 {_formula(rule).partition(' = ')[2]} 应为 "
        f"{right}{unit.name}",
        f"{address} is {actual}{unit.name}, computed {right}{unit.name}",
    )


def _filled(terms: dict[str, Term], case: Case, unit: Unit) -> str:
    written = {
        name: (case.figures.units[t.number] if t.number is not None else unit).text(t.value)
        for name, t in terms.items()
    }
    return "{value} = {of} × {part} ÷ {whole}".format(**written)


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


KIND = Kind("ratio", json_schema("rules")["$defs"]["ratio"], link, judge=judge)
