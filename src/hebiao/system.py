"""One linear system: identities as rows of a sparse integer matrix, their residuals and slack."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_FITS = 2.0**62


@dataclass(frozen=True, slots=True)
class Weight:
    """A factor on a figure (by its number); `summed` where a set of rows brought it in."""

    factor: Fraction
    number: int
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Linear:
    """One instance of an identity: left `op` right, over figures and constants (base units).

    `unknown` says why it cannot be told, where a figure it needs was not read.
    """

    rule: str
    instance: str
    op: str
    left: tuple[Weight, ...]
    right: tuple[Weight, ...]
    left_text: str
    right_text: str
    left_constant: Fraction = Fraction(0)
    right_constant: Fraction = Fraction(0)
    unknown: str = ""

    @property
    def weights(self) -> tuple[Weight, ...]:
        """Every weight, the left side's first."""
        return self.left + self.right

    @property
    def formula(self) -> str:
        """The identity as it reads for this instance."""
        return f"{self.left_text} {self.op} {self.right_text}"


@dataclass(frozen=True, slots=True)
class Form:
    """A linear form: weights on figures, and a constant in base units."""

    weights: tuple[Weight, ...] = ()
    constant: Fraction = Fraction(0)

    def at(self, values: Callable[[int], Fraction]) -> Fraction:
        """Give its value, `values` telling each figure's."""
        return self.constant + sum(w.factor * values(w.number) for w in self.weights)


@dataclass(frozen=True, slots=True)
class Quotient:
    """One instance of value = of × part ÷ whole, each a linear form; held by intervals.

    `value` is the number of the figure that is stated, in the last place of which one unit more is
    allowed on either side: a rate that is cut off, not rounded. `cap` bounds the part.
    `right_text` is the right side as it reads for this instance.
    """

    rule: str
    instance: str
    value: int
    of: Form
    part: Form
    whole: Form
    cap: Fraction | None = None
    right_text: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every figure that takes part, the stated one first, each once."""
        others = (w.number for form in (self.of, self.part, self.whole) for w in form.weights)
        return tuple(dict.fromkeys((self.value, *others)))

    def exact(self, values: Callable[[int], Fraction]) -> Fraction | None:
        """Give the quotient of the printed values; None where the whole is 0."""
        whole = self.whole.at(values)
        if not whole:
            return None
        part = self.part.at(values)
        return self.of.at(values) * (min(part, self.cap) if self.cap is not None else part) / whole

    def reach(
        self, values: Callable[[int], Fraction], halves: Callable[[int], Fraction]
    ) -> tuple[Fraction, Fraction] | None:
        """Give the least and largest quotient that the rounded terms allow; None if without end.

        A quotient of linear forms is largest and least at the corners of its figures' intervals,
        where the whole keeps its sign.
        """
        numbers = self.numbers[1:]
        wholes, ends = [], []
        for signs in product((-1, 1), repeat=len(numbers)):
            corner = {
                n: values(n) + sign * halves(n) for n, sign in zip(numbers, signs, strict=True)
            }
            wholes.append(self.whole.at(corner.__getitem__))
            ends.append(self.exact(corner.__getitem__))
        told = [end for end in ends if end is not None]
        if len(told) < len(ends) or min(wholes) * max(wholes) <= 0:
            return None
        return min(told), max(told)

    def holds(
        self, values: Callable[[int], Fraction], halves: Callable[[int], Fraction]
    ) -> bool | None:
        """Say whether the stated value is one that the rounded terms allow; None if untold.

        Nothing of nothing is 0, and no other rate.
        """
        if not self.whole.at(values) and not self.part.at(values):
            return values(self.value) == 0
        reach = self.reach(values, halves)
        if reach is None:
            return None
        place = 2 * halves(self.value)
        return reach[0] - place <= values(self.value) <= reach[1] + place


@dataclass(frozen=True, slots=True)
class System:
    """The compiled matrix: `left` and `right` (instances × figures, int64), scaled to integers.

    A row's `scale` is the common denominator of its factors; constants are scaled too.
    """

    linears: tuple[Linear, ...]
    left: csr_matrix
    right: csr_matrix
    constants: NDArray[np.int64]
    scale: NDArray[np.int64]


def integer_row(linear: Linear) -> tuple[dict[int, int], int]:
    """Give an instance as left − right in integers: the factor of each figure, and the constant.

    A figure whose factors cancel is left out.
    """
    constant = linear.left_constant - linear.right_constant
    scale = lcm(constant.denominator, *(w.factor.denominator for w in linear.weights))
    factors: dict[int, int] = {}
    for sign, side in ((1, linear.left), (-1, linear.right)):
        for weight in side:
            factor = sign * _scaled(weight.factor, scale)
            factors[weight.number] = factors.get(weight.number, 0) + factor
    return {number: f for number, f in factors.items() if f}, _scaled(constant, scale)


def compile_system(linears: Sequence[Linear], figures: int) -> System:
    """Compile instances over `figures` many figures."""
    scales = [
        lcm(
            linear.left_constant.denominator,
            linear.right_constant.denominator,
            *(weight.factor.denominator for weight in linear.weights),
        )
        for linear in linears
    ]
    constants = [
        [
            _bounded(_scaled(linear.left_constant, scale)),
            _bounded(_scaled(linear.right_constant, scale)),
        ]
        for linear, scale in zip(linears, scales, strict=True)
    ]
    shape = (len(linears), figures)
    return System(
        linears=tuple(linears),
        left=_side([linear.left for linear in linears], scales, shape),
        right=_side([linear.right for linear in linears], scales, shape),
        constants=np.array(constants, dtype=np.int64).reshape(-1, 2),
        scale=np.array(scales, dtype=np.int64),
    )


def solve(
    system: System, values: NDArray[np.int64], quanta: NDArray[np.int64], known: NDArray[np.bool_]
) -> pd.DataFrame:
    """Evaluate every instance in exact integers.

    `values` and `quanta` are in base units, blanks 0 in both; `known` is false where a figure was
    not read. Gives a frame, one row an instance: rule, instance, left, right, residual (left −
    right), slack (twice the largest rounding, ½ Σ|cᵢ|qᵢ), excess (twice the residual on the side
    that breaks the identity), all int64 times the row's `scale`; and `told`, false where an
    unread figure or a value out of range forbids a verdict.
    """
    both = system.left - system.right
    left = system.left @ values + system.constants[:, 0]
    right = system.right @ values + system.constants[:, 1]
    reach = abs(values.astype(float)) + quanta.astype(float)
    largest = (abs(system.left) + abs(system.right)).astype(float) @ reach
    largest += abs(system.constants.astype(float)).sum(axis=1)
    residual = left - right
    ops = np.array([linear.op for linear in system.linears], dtype=object)
    excess = np.where(ops == "<=", residual, np.where(ops == ">=", -residual, abs(residual)))
    unread = abs(both) @ (~known).astype(np.int64)
    stated = np.array([not linear.unknown for linear in system.linears], dtype=bool)
    return pd.DataFrame(
        {
            "rule": pd.Series([linear.rule for linear in system.linears], dtype="str"),
            "instance": pd.Series([linear.instance for linear in system.linears], dtype="str"),
            "left": left,
            "right": right,
            "residual": residual,
            "slack": abs(both) @ quanta,
            "excess": 2 * np.maximum(excess, 0).astype(np.int64),
            "scale": system.scale,
            "told": stated & (unread == 0) & (2 * largest < _FITS),
        }
    )


def _scaled(exact: Fraction, scale: int) -> int:
    """A fraction times a multiple of its denominator."""
    return exact.numerator * (scale // exact.denominator)


def _bounded(constant: int) -> int:
    """A constant that fits; one that does not is beyond what is told all the same."""
    return max(-int(_FITS), min(int(_FITS), constant))


def _side(sides: list[tuple[Weight, ...]], scales: list[int], shape: tuple[int, int]) -> csr_matrix:
    rows, columns, factors = [], [], []
    for row, (weights, scale) in enumerate(zip(sides, scales, strict=True)):
        for weight in weights:
            rows.append(row)
            columns.append(weight.number)
            factors.append(_scaled(weight.factor, scale))
    return csr_matrix((np.array(factors, dtype=np.int64), (rows, columns)), shape=shape)
