"""The kind `joint`: identities that each hold by rounding, but not all at once; told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.figure import Dimension
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Severity, Text, Verdict
from hebiao.rounding import contradiction
from hebiao.system import integer_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule


def link(_rule: Rule, _regime: Regime) -> None:
    """Nothing to link."""


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Say which equalities of errors no unrounded values satisfy at once; exact ones bind too.

    Those that share a figure with one that fails are left to its cause.
    """
    held = _held(case)
    figures = case.figures.figures
    rows = [(dict(integer_row(case.linears[at])[0]), _residual(case, at)) for at in held]
    quanta = {n: figures[n].quantum for factors, _ in rows for n in factors}
    found = contradiction(rows, quanta)
    if found is None:
        yield Outcome(rule.id, "*", Verdict.HOLDS)
        return
    linears = [case.linears[held[at]] for at in found.rows]
    numbers = dict.fromkeys(w.number for linear in linears for w in linear.weights)
    cells = tuple(
        CellRef(case.figures.entries[n].address, "term") for n in numbers if figures[n].quantum
    )
    unit = case.figures.units[next(iter(numbers))]
    if unit.dimension is Dimension.MONEY:
        unit = case.figures.document.unit
    least = unit.text(found.amount)
    shown = "；".join(linear.formula for linear in linears)
    yield Outcome(
        rule.id,
        "*",
        Verdict.ROUNDING,
        cells,
        filled=shown,
        residual=least,
        unit=unit.name,
        message=Text(
            f"下列 {len(linears)} 项勾稽各自可由四舍五入解释，但没有一组未舍入的数能同时满足："
            f"{shown}；至少 {least} {unit.name} 不能由舍入解释",
            f"{len(linears)} identities hold each by rounding, but no unrounded values satisfy all "
            f"at once; at least {least} is no rounding",
        ),
    )


def _held(case: Case) -> list[int]:
    """The told equalities of errors that hold and share no figure with one that fails."""
    ledger = case.ledger
    if ledger is None or ledger.empty:
        return []
    heavy = {
        rule.id
        for rule in case.regime.rules
        if rule.severity is Severity.ERROR and not rule.implied
    }
    fails = (ledger.told & (ledger.excess > ledger.slack)).tolist()
    broken = {
        weight.number
        for linear, failing in zip(case.linears, fails, strict=True)
        if failing
        for weight in linear.weights
    }
    return [
        at
        for at, (linear, told) in enumerate(zip(case.linears, ledger.told.tolist(), strict=True))
        if told
        and linear.op == "="
        and linear.rule in heavy
        and not any(weight.number in broken for weight in linear.weights)
    ]


def _residual(case: Case, at: int) -> int:
    factors, constant = integer_row(case.linears[at])
    return constant + sum(f * case.figures.figures[n].value for n, f in factors.items())


KIND = Kind("joint", json_schema("rules")["$defs"]["joint"], link, judge=judge)
