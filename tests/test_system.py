"""The linear system: residual, slack and verdict, held against plain fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hebiao.schema import failing_identities
from hebiao.system import Linear, Weight, compile_system, solve

if TYPE_CHECKING:
    import pandas as pd

ONE = Fraction(1)
FIGURES = 6


@dataclass(frozen=True)
class Given:
    """A figure: value, quantum, whether it was read."""

    value: int
    quantum: int
    known: bool = True


def linear(
    left: tuple[Weight, ...],
    right: tuple[Weight, ...],
    *,
    op: str = "=",
    constants: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0)),
    unknown: str = "",
) -> Linear:
    return Linear("R", "1", op, left, right, "a", "b", *constants, unknown)


def ledger(linears: list[Linear], figures: list[Given]) -> pd.DataFrame:
    return solve(
        compile_system(linears, len(figures)),
        np.array([figure.value for figure in figures], dtype=np.int64),
        np.array([figure.quantum for figure in figures], dtype=np.int64),
        np.array([figure.known for figure in figures], dtype=bool),
    )


weights = st.builds(
    Weight,
    st.fractions(-10, 10, max_denominator=4).filter(bool),
    st.integers(0, FIGURES - 1),
)
sides = st.lists(weights, max_size=5).map(tuple)
constants = st.fractions(-(10**10), 10**10, max_denominator=4)
linears = st.builds(
    lambda left, right, op, a, b: linear(left, right, op=op, constants=(a, b)),
    sides,
    sides,
    st.sampled_from(["=", "<=", ">="]),
    constants,
    constants,
)
amounts = st.integers(-(10**14), 10**14) | st.integers(-3, 3)
quanta = st.sampled_from([0, 1, 100, 10_000, 1_000_000])
figures_ = st.lists(st.builds(Given, amounts, quanta), min_size=FIGURES, max_size=FIGURES)


@settings(deadline=None)
@given(st.lists(linears, min_size=1, max_size=4), figures_)
def test_sides_residual_and_slack_are_those_of_plain_fractions(
    instances: list[Linear], figures: list[Given]
) -> None:
    frame = ledger(instances, figures)
    failing = failing_identities(frame)
    for number, one in enumerate(instances):
        solved = {str(name): frame[name].tolist()[number] for name in frame.columns}
        scale = solved["scale"]
        left = sum((w.factor * figures[w.number].value for w in one.left), one.left_constant)
        right = sum((w.factor * figures[w.number].value for w in one.right), one.right_constant)
        coefficients = dict.fromkeys(range(FIGURES), Fraction(0))
        for sign, side in ((1, one.left), (-1, one.right)):
            for weight in side:
                coefficients[weight.number] += sign * weight.factor
        slack = sum(abs(c) * figures[n].quantum for n, c in coefficients.items())
        residual = left - right
        over = {"=": abs(residual), "<=": residual, ">=": -residual}[one.op]
        assert Fraction(solved["left"], scale) == left
        assert Fraction(solved["right"], scale) == right
        assert Fraction(solved["residual"], scale) == residual
        assert Fraction(solved["slack"], scale) == slack
        assert Fraction(solved["excess"], scale) == 2 * max(over, Fraction(0))
        assert solved["told"]
        assert (number in failing) == (2 * over > slack)


@settings(deadline=None)
@given(linears, figures_, st.integers(0, FIGURES - 1))
def test_an_identity_over_an_unread_figure_is_not_told(
    one: Linear, figures: list[Given], unread: int
) -> None:
    figures[unread] = Given(0, 0, known=False)
    coefficient = sum(w.factor for w in one.left if w.number == unread) - sum(
        w.factor for w in one.right if w.number == unread
    )
    assert ledger([one], figures)["told"].tolist() == [coefficient == 0]


def whole(frame: pd.DataFrame, *names: str) -> list[int]:
    """Give the first row's values."""
    return [frame[name].tolist()[0] for name in names]


def pair(a: Given, b: Given, op: str = "=") -> pd.DataFrame:
    return ledger([linear((Weight(ONE, 0),), (Weight(ONE, 1),), op=op)], [a, b])


@pytest.mark.parametrize(
    ("left", "right", "op", "residual", "excess", "fails"),
    [
        (26_907, 26_907, "=", 0, 0, False),
        (26_907, 26_908, "=", -1, 2, False),
        (26_907, 26_909, "=", -2, 4, True),
        (26_908, 26_907, "<=", 1, 2, False),
        (26_909, 26_907, "<=", 2, 4, True),
        (26_800, 26_907, "<=", -107, 0, False),
        (26_907, 26_908, ">=", -1, 2, False),
        (26_905, 26_907, ">=", -2, 4, True),
        (27_000, 26_907, ">=", 93, 0, False),
    ],
)
def test_two_copies_may_differ_by_one_last_place(
    left: int, right: int, op: str, residual: int, excess: int, *, fails: bool
) -> None:
    frame = pair(Given(left, 1), Given(right, 1), op)
    assert whole(frame, "residual", "slack", "excess") == [residual, 2, excess]
    assert failing_identities(frame) == ({0} if fails else set())


def test_a_blank_adds_no_slack() -> None:
    assert failing_identities(pair(Given(1, 1), Given(0, 0))) == {0}


def test_a_figure_on_both_sides_cancels_with_its_slack() -> None:
    same = linear((Weight(ONE, 0), Weight(ONE, 1)), (Weight(ONE, 0), Weight(ONE, 2)))
    frame = ledger([same], [Given(5, 100), Given(1, 1), Given(2, 1)])
    assert whole(frame, "left", "right", "residual", "slack") == [6, 7, -1, 2]


def test_rationals_and_constants_share_one_scale() -> None:
    half = linear(
        (Weight(ONE, 0),), (Weight(Fraction(1, 2), 1),), constants=(Fraction(1, 3), Fraction(0))
    )
    frame = ledger([half], [Given(10, 2), Given(20, 4)])
    assert whole(frame, "left", "right", "residual", "slack", "scale") == [62, 60, 2, 24, 6]


def test_a_stated_reason_forbids_a_verdict() -> None:
    one = linear((Weight(ONE, 0),), (), unknown="乙 未找到 not found")
    frame = ledger([one], [Given(5, 1)])
    assert frame["told"].tolist() == [False]
    assert failing_identities(frame) == frozenset()


@pytest.mark.parametrize("sign", [1, -1])
def test_what_overflows_is_not_told(sign: int) -> None:
    many = tuple(Weight(Fraction(100), 0) for _ in range(1000))
    figures = [Given(sign * 10**16, 1), Given(0, 0)]
    assert ledger([linear(many, ())], figures)["told"].tolist() == [False]
    assert ledger([linear((), many)], figures)["told"].tolist() == [False]
    assert ledger([linear(many[:2], ())], figures)["told"].tolist() == [True]


@pytest.mark.parametrize("constant", [Fraction(2**62), Fraction(10**30)])
def test_a_constant_that_overflows_is_not_told(constant: Fraction) -> None:
    one = linear((Weight(ONE, 0),), (), constants=(constant, -constant))
    assert ledger([one], [Given(5, 1)])["told"].tolist() == [False]


def test_slack_that_overflows_is_not_told() -> None:
    many = tuple(Weight(Fraction(10**6), 0) for _ in range(1000))
    assert ledger([linear(many, ())], [Given(0, 10**10)])["told"].tolist() == [False]


def test_no_instances_give_an_empty_ledger_of_the_same_form() -> None:
    frame = ledger([], [Given(1, 1)])
    full = pair(Given(1, 1), Given(1, 1))
    assert frame.empty
    assert failing_identities(frame) == frozenset()
    assert frame.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()
