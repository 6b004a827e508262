"""Rounding of several identities at once: how much of their residuals no rounding explains."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FINEST = 720
"""The largest denominator of a multiplier that proves a contradiction."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Equalities (by their place) that no unrounded values satisfy at once.

    `amount`, in base units, is the least that figures must be off beyond their rounding, taken
    together: proven exactly, and so perhaps below the true least.
    """

    rows: tuple[int, ...]
    amount: Fraction


def contradiction(
    rows: Sequence[tuple[Mapping[int, int], int]], quanta: Mapping[int, int]
) -> Contradiction | None:
    """Find whether unrounded values can satisfy all the equalities; None if they can.

    A row is its factors by figure and its residual as printed; `quanta` the figures' last places,
    0 for what is exact. The linear program says which rows contradict each other; that they do is
    then proven in fractions.
    """
    numbers = sorted({number for factors, _ in rows for number in factors})
    if not rows or not numbers:
        return None
    column = {number: at for at, number in enumerate(numbers)}
    scale = min((quanta[n] for n in numbers if quanta[n]), default=1) / 2
    at_row = [at for at, (factors, _) in enumerate(rows) for _ in factors]
    at_column = [column[number] for factors, _ in rows for number in factors]
    data = [float(factor) for factors, _ in rows for factor in factors.values()]
    matrix = csr_array((data, (at_row, at_column)), shape=(len(rows), len(numbers)))
    half = np.array([quanta[number] / 2 / scale for number in numbers])
    width = len(numbers)
    equal: Any = hstack([matrix, matrix, -matrix])  # sparse is taken, though the stubs lack it
    found = linprog(
        np.concatenate([np.zeros(width), np.ones(2 * width)]),
        A_eq=equal,
        b_eq=np.array([-residual / scale for _, residual in rows]),
        bounds=[
            *((-one, one) for one in half.tolist()),
            *([(0.0, None)] * (2 * width)),
        ],
    )
    if found.status != 0 or not found.fun or found.fun <= 0:
        return None
    return _proven(rows, quanta, [float(one) for one in found.eqlin.marginals])


def _proven(
    rows: Sequence[tuple[Mapping[int, int], int]],
    quanta: Mapping[int, int],
    multipliers: Sequence[float],
) -> Contradiction | None:
    """Add the rows up with their multipliers: what is left must exceed what rounding allows."""
    exact = [Fraction(one).limit_denominator(_FINEST) for one in multipliers]
    if not any(exact):
        return None
    held = tuple(at for at, one in enumerate(exact) if one)
    residual = Fraction(0)
    factors: dict[int, Fraction] = {}
    for at in held:
        residual += exact[at] * rows[at][1]
        for number, factor in rows[at][0].items():
            factors[number] = factors.get(number, Fraction(0)) + exact[at] * factor
    largest = max((abs(factor) for factor in factors.values()), default=Fraction(0))
    allowed = sum((abs(f) * quanta[n] for n, f in factors.items()), Fraction(0)) / 2
    beyond = abs(residual) - allowed
    if beyond <= 0 or not largest:
        return None
    return Contradiction(held, beyond / largest)
