"""Rounding of several identities at once: what unrounded values can satisfy, and what is proven."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from hebiao.rounding import Line, contradiction, limits_of, smallest
from hebiao.system import Form, Quotient, Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

CHANGE, BASE, RATE, TWIN = 0, 1, 2, 3
PLACE = 10
"""Last places of ten base units, so that unrounded values lie between."""


def growth(rate: int, change: int, base: int) -> list[Line]:
    """Give the limits that rate = change ÷ base sets, in thousandths."""
    quotient = Quotient(
        rule="R",
        instance="x",
        value=RATE,
        of=Form(constant=Fraction(1000)),
        part=Form((Weight(Fraction(1), CHANGE),)),
        whole=Form((Weight(Fraction(1), BASE),)),
    )
    return list(limits_of(quotient, [change, base, rate], 1))


def line(factors: dict[int, int], printed: Sequence[int], *, limit: bool = False) -> Line:
    """Give a line of printed figures."""
    return Line(factors, sum(f * printed[n] for n, f in factors.items()), limit)


def test_two_sums_that_each_hold_by_rounding_may_contradict_each_other() -> None:
    printed = (1015, 500, 500, 490)
    high, low = line({0: 1, 1: -1, 2: -1}, printed), line({3: 1, 1: -1}, printed)
    quanta = dict.fromkeys(range(4), PLACE)
    assert contradiction([high], quanta) is None
    assert contradiction([low], quanta) is None
    found = contradiction([high, low], quanta)
    assert found is not None
    assert found.lines == (0, 1)


def test_a_rate_bounds_the_amounts_that_a_sum_would_stretch() -> None:
    # A change of 500 lies between 495 and 505; as 49 or 48 thousandths of 10,000 below 500.
    quanta = {CHANGE: PLACE, BASE: 0, RATE: 0, TWIN: PLACE}
    twin = line({CHANGE: 1, TWIN: -1}, (500, 0, 0, 509))
    assert contradiction([twin, *growth(50, 500, 10_000)], quanta) is None
    assert contradiction(growth(49, 500, 10_000), quanta) is None
    found = contradiction([twin, *growth(49, 500, 10_000)], quanta)
    assert found is not None
    assert found.lines == (0, 1)
    assert found.amount == 4


@pytest.mark.parametrize(
    ("of", "cap", "base"),
    [
        (Form((Weight(Fraction(1), TWIN),)), None, 10_000),
        (Form(constant=Fraction(1000)), Fraction(1), 10_000),
        (Form(constant=Fraction(1000)), None, 0),
    ],
    ids=["product", "capped", "no-base"],
)
def test_what_is_not_linear_sets_no_limits(of: Form, cap: Fraction | None, base: int) -> None:
    part, whole = Form((Weight(Fraction(1), CHANGE),)), Form((Weight(Fraction(1), BASE),))
    quotient = Quotient("R", "x", RATE, of, part, whole, cap)
    assert list(limits_of(quotient, [500, base, 50, 7], 1)) == []


@given(
    factors=st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=4),
    printed=st.lists(st.integers(-30, 30), min_size=3, max_size=3),
    limits=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_a_contradiction_is_said_where_no_values_satisfy_all_lines(
    factors: list[list[int]], printed: list[int], limits: list[bool]
) -> None:
    lines = [
        line(dict(enumerate(row)), printed, limit=limit)
        for row, limit in zip(factors, limits, strict=False)
    ]
    found = smallest(lines, dict.fromkeys(range(3), PLACE))
    assert (found is None) == _satisfiable(lines)
    if found is not None:
        held = [lines[at] for at in found.lines]
        assert not _satisfiable(held)
        assert all(_satisfiable([one for one in held if one is not other]) for other in held)


def _satisfiable(lines: list[Line]) -> bool:
    """Ask the solver alone, of changes within rounding."""
    asked: dict[str, Any] = {}
    for limit, names in ((False, ("A_eq", "b_eq")), (True, ("A_ub", "b_ub"))):
        held = [one for one in lines if one.limit is limit]
        if held:
            rows = np.array([[float(one.factors[n]) for n in range(3)] for one in held])
            asked |= zip(names, (rows, np.array([-float(o.residual) for o in held])), strict=True)
    solved = linprog(np.zeros(3), **asked, bounds=[(-PLACE / 2, PLACE / 2)] * 3)
    return bool(solved.status == 0)
