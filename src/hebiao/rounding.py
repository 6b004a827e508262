"""Rounding of several identities at once: how much of their residuals no rounding explains."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hebiao.system import Quotient

_DENOMINATORS = (720, 10**9)
"""The largest denominators of a multiplier that proves a contradiction: first the plain ones."""


class Line(NamedTuple):
    """Σ factor × unrounded figure + constant = 0, or <= 0 for a `limit`.

    `residual` is what the printed figures make of the left side.
    """

    factors: Mapping[int, Fraction | int]
    residual: Fraction | int
    limit: bool = False


class Contradiction(NamedTuple):
    """Lines (by their place) that no unrounded values satisfy at once.

    `amount`, in base units, is the least that figures must be off beyond their rounding, taken
    together: proven exactly, and so perhaps below the true least.
    """

    lines: tuple[int, ...]
    amount: Fraction


def line_of(factors: Mapping[int, int], constant: int, values: Sequence[int]) -> Line:
    """Give an equality as a line; `values` are the printed figures."""
    return Line(factors, constant + sum(f * values[n] for n, f in factors.items()))


def limits_of(quotient: Quotient, values: Sequence[int], place: int) -> Iterator[Line]:
    """Give what a stated rate of linear forms leaves to their unrounded values, as two limits.

    `values` are the printed figures and `place` the rate's last place, of which it may be off by
    one. Nothing is given of a product, a capped part or a whole that is not positive.
    """

    def at(number: int) -> Fraction:
        return Fraction(values[number])

    numbers = {weight.number for form in (quotient.part, quotient.whole) for weight in form.weights}
    if quotient.of.weights or quotient.cap is not None or quotient.whole.at(at) <= 0:
        return
    for end, sign in ((values[quotient.value] + place, 1), (values[quotient.value] - place, -1)):
        factors = dict.fromkeys(numbers, Fraction(0))
        for weight in quotient.part.weights:
            factors[weight.number] += sign * quotient.of.constant * weight.factor
        for weight in quotient.whole.weights:
            factors[weight.number] -= sign * end * weight.factor
        gap = quotient.of.constant * quotient.part.at(at) - end * quotient.whole.at(at)
        yield Line(factors, sign * gap, limit=True)


def contradiction(lines: Sequence[Line], quanta: Mapping[int, int]) -> Contradiction | None:
    """Find whether unrounded values can satisfy all the lines; None if they can.

    `quanta` are the figures' last places, 0 for what is exact. The linear program says which lines
    contradict each other; that they do is then proven in fractions. Lines without a constant, as
    identities are, some figures always satisfy.
    """
    numbers = sorted({number for line in lines for number in line.factors})
    if not lines or not numbers:
        return None
    # Lines of one size, or the solver's tolerance would swallow what some of them ask.
    sized = [_sized(line) for line in lines]
    scale = min((quanta[n] for n in numbers if quanta[n]), default=1) / 2
    half = [quanta[number] / 2 / scale for number in numbers]
    width = len(numbers)
    found = linprog(
        np.concatenate([np.zeros(width), np.ones(2 * width)]),
        **_program(sized, numbers, scale),
        bounds=[*((-one, one) for one in half), *([(0.0, None)] * (2 * width))],
    )
    if found.status != 0 or not found.fun or found.fun <= 0:
        return None
    equal, limit = iter(found.eqlin.marginals), iter(found.ineqlin.marginals)
    multipliers = [-float(next(limit if line.limit else equal)) for line in sized]
    proofs = (_proven(sized, quanta, multipliers, finest) for finest in _DENOMINATORS)
    return next((proof for proof in proofs if proof is not None), None)


def smallest(lines: Sequence[Line], quanta: Mapping[int, int]) -> Contradiction | None:
    """Find a contradiction of which no line can be left out; None where there is none."""
    found = contradiction(lines, quanta)
    size = len(found.lines) if found is not None else 0
    while found is not None and size > 1:
        size = -(-size // 2)
        start = 0
        while start < len(found.lines):
            kept = (*found.lines[:start], *found.lines[start + size :])
            fewer = contradiction([lines[at] for at in kept], quanta)
            if fewer is None:
                start += size
            else:
                start = sum(at < start for at in fewer.lines)
                found = Contradiction(tuple(kept[at] for at in fewer.lines), fewer.amount)
    return found


def _sized(line: Line) -> Line:
    size = max((abs(Fraction(factor)) for factor in line.factors.values()), default=Fraction(0))
    if size in {0, 1}:
        return line
    factors = {number: factor / size for number, factor in line.factors.items()}
    return Line(factors, line.residual / size, line.limit)


def _program(lines: Sequence[Line], numbers: Sequence[int], scale: float) -> dict[str, Any]:
    """The equalities and limits over changes within rounding, and changes beyond it each way."""
    column = {number: at for at, number in enumerate(numbers)}
    given: dict[str, Any] = {}
    for limit, matrix, bound in ((False, "A_eq", "b_eq"), (True, "A_ub", "b_ub")):
        held = [line for line in lines if line.limit is limit]
        entries = [
            (float(factor), row, column[number])
            for row, line in enumerate(held)
            for number, factor in line.factors.items()
        ]
        data = np.array([factor for factor, _, _ in entries], dtype=float)
        at = np.array([place for _, *place in entries], dtype=np.int64).reshape(-1, 2).T
        one: Any = csr_array((data, (at[0], at[1])), shape=(len(held), len(numbers)))
        given[matrix] = hstack([one, one, -one])
        given[bound] = np.array([float(-line.residual / scale) for line in held])
    return given


def _proven(
    lines: Sequence[Line], quanta: Mapping[int, int], multipliers: Sequence[float], finest: int
) -> Contradiction | None:
    """Add the lines up with their multipliers: what is left must exceed what rounding allows."""
    exact = [
        Fraction(max(one, 0.0) if line.limit else one).limit_denominator(finest)
        for line, one in zip(lines, multipliers, strict=True)
    ]
    held = tuple(at for at, one in enumerate(exact) if one)
    residual = Fraction(0)
    factors: dict[int, Fraction] = {}
    for at in held:
        residual += exact[at] * lines[at].residual
        for number, factor in lines[at].factors.items():
            factors[number] = factors.get(number, Fraction(0)) + exact[at] * factor
    largest = max((abs(factor) for factor in factors.values()), default=Fraction(0))
    allowed = sum((abs(f) * quanta[n] for n, f in factors.items()), Fraction(0)) / 2
    beyond = residual - allowed
    if beyond <= 0 or not largest:
        return None
    return Contradiction(held, beyond / largest)
