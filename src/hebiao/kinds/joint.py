"""The kind `joint`: identities that each hold by rounding, but not all at once; told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.figure import Dimension
from hebiao.kinds.quotient import outcome
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Severity, Text, Verdict
from hebiao.rounding import Line, limits_of, smallest
from hebiao.system import integer_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule


_BINDING = frozenset({Severity.ERROR, Severity.VERIFY})


def link(_rule: Rule, _regime: Regime) -> None:
    """Nothing to link."""


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Say which equalities and rates of errors no unrounded values satisfy at once.

    Those that share a figure with one that fails are left to its cause.
    """
    figures = case.figures.figures
    broken = _broken(case)
    lines = [*_equalities(case, broken), *_rates(case, broken)]
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
    for quotient in case.quotients:
        if outcome(quotient, case).verdict is Verdict.FAILS:
            found |= set(quotient.numbers)
    return frozenset(found)


def _equalities(case: Case, broken: frozenset[int]) -> Iterator[tuple[str, Line]]:
    """The told equalities of errors that share no figure with one that fails; their formulas."""
    ledger = case.ledger
    if ledger is None or ledger.empty:
        return
    bound = _bound(case)
    figures = case.figures.figures
    for linear, told in zip(case.linears, ledger.told.tolist(), strict=True):
        if not told or linear.op != "=" or linear.rule not in bound:
            continue
        factors, constant = integer_row(linear)
        if broken.isdisjoint(factors):
            residual = constant + sum(f * figures[n].value for n, f in factors.items())
            yield linear.formula, Line(factors, residual)


def _rates(case: Case, broken: frozenset[int]) -> Iterator[tuple[str, Line]]:
    """The rates of errors that hold, as the limits they set to their terms; their formulas."""
    bound = _bound(case)
    values = {n: figure.value for n, figure in enumerate(case.figures.figures)}
    for quotient in case.quotients:
        told = all(case.figures.figures[n].known for n in quotient.numbers)
        if told and quotient.rule in bound and broken.isdisjoint(quotient.numbers):
            formula = f"{case.figures.entries[quotient.value].address} = {quotient.right_text}"
            place = case.figures.figures[quotient.value].quantum
            for line in limits_of(quotient, values, place):
                yield formula, line


KIND = Kind("joint", json_schema("rules")["$defs"]["joint"], link, judge=judge)
