"""Cover: how many independent identities pin each printed figure, and which none does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.figure import Dimension, State
from hebiao.result import Cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.bind import Figures
    from hebiao.cause.problem import Problem

_TWICE = 2


def cover_of(problem: Problem, figures: Figures) -> Cover:
    """Count the identities that pin each printed figure, blanks being known to be 0.

    An equality of a rule that is an error pins the printed figures in it, unless it is implied;
    those that say the same of the printed figures are one. So does a rate, and a choice of
    equalities that each have the figure.
    """
    printed = [n for n, one in enumerate(figures.figures) if one.state is not State.BLANK]
    pins = {number: _pins(problem, number) for number in printed}
    money = {
        n: abs(figures.figures[n].value)
        for n in printed
        if figures.units[n].dimension is Dimension.MONEY
    }
    twice = sum(value for number, value in money.items() if pins[number] >= _TWICE)
    total = sum(money.values())
    share = Fraction(100 * twice, total) if total else Fraction(0)
    counts = list(pins.values())
    addresses = {number: figures.entries[number].address for number in printed}
    return Cover(
        figures=len(printed),
        never=counts.count(0),
        once=counts.count(1),
        twice_or_more=sum(count >= _TWICE for count in counts),
        money_share_twice_or_more=f"{float(round(share, 2)):.2f}",
        unpinned=tuple(addresses[number] for number in printed if not pins[number]),
        pins={addresses[number]: pins[number] for number in printed},
    )


def _pins(problem: Problem, number: int) -> int:
    """The rank of the equalities that hold a figure; rates and choices of equalities as well."""
    rows = []
    rates = 0
    for constraint in problem.of.get(number, ()):
        if constraint.quotient is not None:
            rates += 1
            continue
        equal = all(row.op == "=" and number in row.factors for row in constraint.rows)
        if equal and len(constraint.rows) == 1:
            factors = constraint.rows[0].factors
            rows.append({n: Fraction(f) for n, f in factors.items() if problem.quanta[n]})
        elif equal:
            rates += 1
    return _rank(rows) + rates


def _rank(rows: Sequence[dict[int, Fraction]]) -> int:
    """How many of the rows are independent, by elimination."""
    reduced: list[tuple[int, dict[int, Fraction]]] = []
    for row in rows:
        left = dict(row)
        for pivot, held in reduced:
            if pivot in left:
                by = left[pivot] / held[pivot]
                merged = {n: left.get(n, Fraction(0)) - by * f for n, f in held.items()}
                left |= merged
                left = {n: f for n, f in left.items() if f}
        if left:
            reduced.append((next(iter(left)), left))
    return len(reduced)
