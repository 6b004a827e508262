"""The kind `joint`: identities that each hold by rounding, but not all at once; told once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.figure import Dimension
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Severity, Text, Verdict
from hebiao.rounding import limits_of, line_of, smallest
from hebiao.system import integer_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule
    from hebiao.rounding import Line
    from hebiao.system import Quotient


_BINDING = frozenset({Severity.ERROR, Severity.VERIFY})


def link(_rule: Rule, _regime: Regime) -> None:
    """Nothing to link."""


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Say which equalities and rates no unrounded values satisfy at once.

    Those that share a figure with one that fails are left to its cause.
    """
    figures = case.figures.figures
    rules, broken = _bound(case), _broken(case)
    lines = [*_equalities(case, rules, broken), *_rates(case, rules, broken)]
    quanta = {n: figures[n].quantum for _, line in lines for n in line.factors}
    found = smallest([line for _, line in lines], quanta)
    if found is None:
        yield Outcome(rule.id, "*", Verdict.HOLDS)
        return
    numbers = dict.fromkeys(n for at in found.lines for n in lines[at][1].factors)
    formulas = dict.fromkeys(lines[at][0] for at in found.lines)
    cells = tuple(
        CellRef(case.figures.entries[n].address, "term") for n in numbers if figures[n].quantum
    )
    unit = case.figures.units[next(iter(numbers))]
    if unit.dimension is Dimension.MONEY:
        unit = case.figures.document.unit
    tenth = min((q for n in numbers if (q := quanta[n])), default=10) // 10 or 1
    least = unit.text(found.amount // tenth * tenth or found.amount)
    shown = "；".join(formulas)
    yield Outcome(
        rule.id,
        "*",
        Verdict.ROUNDING,
        cells,
        filled=shown,
        residual=least,
        unit=unit.name,
        message=Text(
            f"下列 {len(formulas)} 项勾稽各自可由四舍五入解释，但没有一组未舍入的数能同时满足："
            f"{shown}；至少 {least} {unit.name} 不能由舍入解释",
            f"{len(formulas)} identities hold each by rounding, but no unrounded values satisfy "
            f"all at once; at least {least} is no rounding",
        ),
    )


def _bound(case: Case) -> frozenset[str]:
    """The rules that must hold, or are asked about where they do not."""
    rules = (one for one in case.regime.rules if one.severity in _BINDING)
    return frozenset(rule.id for rule in rules if not rule.implied)


def _broken(case: Case) -> frozenset[int]:
    """The figures of the equalities, limits and rates that fail."""
    found: set[int] = set()
    if case.ledger is not None and not case.ledger.empty:
        fails = (case.ledger.told & (case.ledger.excess > case.ledger.slack)).tolist()
        for linear, failing in zip(case.linears, fails, strict=True):
            if failing:
                found |= {weight.number for weight in linear.weights}
    figures = case.figures.figures
    for quotient in _told(case):
        holds = quotient.holds(
            lambda number: Fraction(figures[number].value),
            lambda number: Fraction(figures[number].quantum, 2),
        )
        if holds is False:
            found |= set(quotient.numbers)
    return frozenset(found)


def _told(case: Case) -> Iterator[Quotient]:
    """The rates of which every figure was read."""
    figures = case.figures.figures
    return (one for one in case.quotients if all(figures[n].known for n in one.numbers))


def _equalities(
    case: Case, rules: frozenset[str], broken: frozenset[int]
) -> Iterator[tuple[str, Line]]:
    """The told equalities that share no figure with one that fails, with their formulas."""
    ledger = case.ledger
    if ledger is None or ledger.empty:
        return
    values = [figure.value for figure in case.figures.figures]
    for linear, told in zip(case.linears, ledger.told.tolist(), strict=True):
        if not told or linear.op != "=" or linear.rule not in rules:
            continue
        factors, constant = integer_row(linear)
        if broken.isdisjoint(factors):
            yield linear.formula, line_of(factors, constant, values)


def _rates(case: Case, rules: frozenset[str], broken: frozenset[int]) -> Iterator[tuple[str, Line]]:
    """The rates that hold, as the limits they set to their terms, with their formulas."""
    figures = case.figures.figures
    values = [figure.value for figure in figures]
    for quotient in _told(case):
        if quotient.rule in rules and broken.isdisjoint(quotient.numbers):
            formula = f"{case.figures.entries[quotient.value].address} = {quotient.right_text}"
            for line in limits_of(quotient, values, figures[quotient.value].quantum):
                yield formula, line


KIND = Kind("joint", json_schema("rules")["$defs"]["joint"], link, judge=judge, whole=True)
