"""The kind `identity`: a linear relation between figures that must hold, for each instance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from hebiao.figure import LIMIT, UNITS
from hebiao.kinds.case import find, kept, shown, stars
from hebiao.kinds.guard import met
from hebiao.kinds.linear import outcome, rows
from hebiao.regime.files import json_schema, nearest
from hebiao.regime.link import check_each, linked_formula, linked_guard, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import Outcome, Verdict
from hebiao.system import Linear, Weight, compile_system, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hebiao.kinds.case import Case
    from hebiao.regime.formula import Condition, Formula, Ref, Term
    from hebiao.regime.spec import Regime, Rule


_BEST = (
    Verdict.HOLDS,
    Verdict.ROUNDING,
    Verdict.CANNOT_TELL,
    Verdict.FAILS,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A linked identity: for each name (one, "", where `each` is a word) formulas and guard.

    With several formulas one that holds is enough.
    """

    each: str
    named: tuple[tuple[str, tuple[Formula, ...], tuple[Condition, ...]], ...]
    where: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether one of several formulas is enough."""
        return len(self.named[0][1]) > 1


class Side(NamedTuple):
    """One side of an instance: its figures and constant, how it reads, why it cannot be told."""

    weights: tuple[Weight, ...]
    constant: Fraction
    text: str
    unknown: str
    unstated: str


def link(rule: Rule, regime: Regime) -> Plan:
    """Parse and link the formulas; `RegimeError` with the place where one is wrong.

    Beside names in `each`, `*` stands for each row.
    """
    options = rule.options
    each = options.get("each", "")
    names: list[Mapping[str, str]] = [{}]
    texts = options.get("any") or [options["formula"]]
    if isinstance(each, list):
        names = [{"name": one} if isinstance(one, str) else one for one in each]
        each = "row" if any("[*" in text for text in texts) else ""
    named = []
    for name in names:
        formulas = tuple(
            linked_formula(rule, regime, _with_names(rule, text, name)) for text in texts
        )
        guard: tuple[Condition, ...] = ()
        if "when" in options:
            guard = linked_guard(rule, regime, _with_names(rule, options["when"], name))
        starred = [ref for formula in formulas for ref in formula.refs() if ref.starred]
        if "where" in options and not each:
            raise rule_error(rule, "where", "where 要与 each 同用 / where goes with each")
        check_each(rule, each, starred=bool(starred))
        _check_units(rule, formulas)
        named.append((name.get("name", ""), formulas, guard))
    return Plan(each, tuple(named), tuple(options.get("where", {}).get("row", ())))


def linear(rule: Rule, case: Case) -> Iterator[Linear | Outcome]:
    """Give the instances for the system; a guard that is not met is not-applicable at once."""
    if rule.plan.any:
        return
    for instance in instances(rule, case, rule.plan):
        yield from instance


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Judge a rule with `any`: the best of its formulas counts."""
    if not rule.plan.any:
        return
    for instance in instances(rule, case, rule.plan):
        told = [one for one in instance if isinstance(one, Outcome)]
        linears = [one for one in instance if isinstance(one, Linear)]
        yield min((*told, *_solved(linears, case)), key=lambda one: _BEST.index(one.verdict))


def choices(rule: Rule, case: Case) -> Iterator[list[Linear]]:
    """Give, of a rule with `any`, the identities of each instance, of which one is enough.

    One whose figures the text does not state is no way for it to hold.
    """
    if not rule.plan.any:
        return
    for instance in instances(rule, case, rule.plan):
        stated = [one for one in instance if isinstance(one, Linear)]
        untold = any(
            bool(one.unknown) if isinstance(one, Linear) else one.verdict is Verdict.CANNOT_TELL
            for one in instance
        )
        if stated and not untold:
            yield stated


def instances(rule: Rule, case: Case, plan: Plan) -> Iterator[list[Linear | Outcome]]:
    """Give each instance of a plan: its pairs for the system, or the outcome that needs none.

    Where `each` is a word, a name of the plan goes before what `*` stands for.
    """
    for name, formulas, guard in plan.named:
        refs = [ref for formula in formulas for ref in formula.refs()]
        keys, unknown = stars(case, plan.each, refs) if plan.each else ([name], "")
        if unknown:
            untold = Outcome(rule.id, name or "*", Verdict.CANNOT_TELL, formula=rule.formula)
            yield [replace(untold, reason=unknown)]
        for key in keys:
            if plan.each and not kept(key, plan.where):
                continue
            at = f"{name}[{shown(key)}]" if plan.each and name else shown(key)
            true, reason = met(case, guard, plan.each, key)
            if not true:
                verdict = Verdict.CANNOT_TELL if reason else Verdict.NOT_APPLICABLE
                reason = reason or "条件不成立 condition not met"
                yield [Outcome(rule.id, at, verdict, formula=rule.formula, reason=reason)]
                continue
            pairs = [pair for formula in formulas for pair in formula.pairs()]
            many = len(pairs) > 1
            yield [
                _linear(rule, case, plan.each, key, pair, _numbered(at, number if many else 0))
                for number, pair in enumerate(pairs, 1)
            ]


def _numbered(name: str, number: int) -> str:
    return f"{name}#{number}" if number and name else (name or str(number or ""))


def _linear(
    rule: Rule,
    case: Case,
    each: str,
    key: str,
    pair: tuple[tuple[Term, ...], str, tuple[Term, ...]],
    instance: str,
) -> Linear | Outcome:
    left, right = (side(case, terms, each, key) for terms in (pair[0], pair[2]))
    unstated = left.unstated or right.unstated
    if unstated:
        return Outcome(rule.id, instance, Verdict.NOT_APPLICABLE, reason=unstated)
    return Linear(
        rule=rule.id,
        instance=instance,
        op=pair[1],
        left=left.weights,
        right=right.weights,
        left_text=left.text,
        right_text=right.text,
        left_constant=left.constant,
        right_constant=right.constant,
        unknown=left.unknown or right.unknown,
    )


def side(case: Case, terms: tuple[Term, ...], each: str, key: str) -> Side:
    """Find the figures of one side, `*` standing for `key`."""
    weights: list[Weight] = []
    constant = Fraction(0)
    unknown = unstated = ""
    for term in terms:
        if term.ref is None:
            constant += term.factor * (UNITS[term.unit].base if term.unit else 1)
            continue
        found = find(case, term.ref, each, key)
        unknown, unstated = unknown or found.unknown, unstated or found.unstated
        weights += [Weight(term.factor, n, term.ref.summed) for n in found.numbers]
    return Side(tuple(weights), constant, _side_text(terms, shown(key)), unknown, unstated)


def _solved(linears: list[Linear], case: Case) -> list[Outcome]:
    import numpy as np

    figures = case.figures.figures
    frame = solve(
        compile_system(linears, len(figures)),
        np.array([figure.value for figure in figures], dtype=np.int64),
        np.array([figure.quantum for figure in figures], dtype=np.int64),
        np.array([figure.known for figure in figures], dtype=bool),
    )
    failing = set(frame.index[frame.excess > frame.slack])
    return [
        outcome(one, solved, case)
        for one, solved in zip(linears, rows(frame, failing), strict=True)
    ]


def _side_text(terms: tuple[Term, ...], key: str) -> str:
    parts = []
    for term in terms:
        size = abs(term.factor)
        text = _ref_text(term.ref, key) if term.ref is not None else f"{size}{term.unit}"
        if term.ref is not None and size != 1:
            text = f"{size} × {text}"
        parts.append(("- " if term.factor < 0 else "+ ") + text)
    return " ".join(parts).removeprefix("+ ")


def _ref_text(ref: Ref, key: str) -> str:
    text = str(ref)
    if ref.instance:
        name, _, key = key.rpartition("/") if ref.row.startswith("*") else (key, "", key)
        text = text.replace("{*}", f"{{'{name}'}}", 1)
    return text.replace("[*", f"[{key}", 1) if ref.row.startswith("*") else text


def _with_names(rule: Rule, text: str, names: Mapping[str, str]) -> str:
    """Put names in for {name}; a brace that no name fills is an error."""
    for key, value in names.items():
        text = text.replace(f"{{{key}}}", value)
    if names and "{" in text and "}" in text:
        wrong = text[text.index("{") + 1 : text.index("}")]
        if wrong.isascii() and wrong.isidentifier():
            raise rule_error(
                rule, "formula", f"「{{{wrong}}}」没有给出 / not given{nearest(wrong, list(names))}"
            )
    return text


def _check_units(rule: Rule, formulas: tuple[Formula, ...]) -> None:
    for term in (term for formula in formulas for side in formula.sides for term in side):
        if term.ref is None and term.unit and term.unit not in UNITS:
            raise rule_error(
                rule,
                "formula",
                f"没有单位「{term.unit}」 / no such unit{nearest(term.unit, list(UNITS))}",
            )
        if term.ref is None and abs(term.factor * UNITS[term.unit or "元"].base) > LIMIT:
            raise rule_error(rule, "formula", "常数超出范围 / the constant is out of range")
        if term.ref is None and not term.unit and term.factor:
            raise rule_error(rule, "formula", "常数要带单位 / a constant needs its unit")


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json_schema("rules")["$defs"]["identity"]
    return schema


KIND = Kind("identity", _schema(), link, linear, judge=judge, choices=choices)
