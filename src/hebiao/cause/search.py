"""All sets of one or two figures that mend a group of failing outcomes, exactly."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from hebiao.cause.allowed import FREE, allowed, row_slack
from hebiao.cause.settle import Mend, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hebiao.cause.allowed import Span
    from hebiao.cause.problem import Constraint, Problem

PAIRS = 20_000
"""How many pairs of figures are tried for one group."""


def groups(constraints: Iterable[Constraint]) -> list[list[Constraint]]:
    """Give the failing binding constraints in groups connected by the figures they share."""
    found: list[tuple[set[int], list[Constraint]]] = []
    for constraint in constraints:
        if not constraint.fails or not constraint.binding:
            continue
        numbers, held = set(constraint.numbers), [constraint]
        apart = []
        for other in found:
            if other[0] & constraint.numbers:
                numbers |= other[0]
                held = other[1] + held
            else:
                apart.append(other)
        found = [*apart, (numbers, held)]
    return [held for _, held in found]


def singles(problem: Problem, failing: Sequence[Constraint]) -> list[Mend]:
    """Give every figure that mends them all alone."""
    shared = frozenset.intersection(*(constraint.numbers for constraint in failing))
    found = (settle(problem, (number,), failing) for number in sorted(shared))
    return [mend for mend in found if mend is not None]


def pairs(problem: Problem, failing: Sequence[Constraint]) -> tuple[list[Mend], bool]:
    """Give every two figures that mend them together, where no single one does.

    The second value is false where there were more pairs to try than `PAIRS`.
    """
    tried = _candidates(problem, failing)
    found = [_together(problem, *pair, failing) for pair in islice(tried, PAIRS)]
    return [mend for mend in found if mend is not None], next(tried, None) is None


def crossing(
    problem: Problem, first: Sequence[Constraint], second: Sequence[Constraint]
) -> list[Mend]:
    """Give every two figures, one of each group, that an identity that holds binds together.

    Two slips that cancel in an identity leave it unbroken, and so two groups that look apart.
    """
    common = frozenset.intersection(*(c.numbers for c in second))
    tried: dict[tuple[int, int], None] = {}
    for x in sorted(frozenset.intersection(*(c.numbers for c in first))):
        for between in problem.of[x]:
            if not between.fails:
                tried |= dict.fromkeys((x, y) for y in sorted(common & between.numbers))
    failing = [*first, *second]
    found = [_together(problem, x, y, failing) for x, y in islice(tried, PAIRS)]
    return [mend for mend in found if mend is not None]


def _candidates(problem: Problem, failing: Sequence[Constraint]) -> Iterator[tuple[int, int]]:
    """Every pair that covers what fails; the first figure is one of the smallest failing."""
    seen: set[tuple[int, int]] = set()
    for first in sorted(min(failing, key=lambda c: len(c.numbers)).numbers):
        rest = [c.numbers for c in failing if first not in c.numbers]
        if rest:
            seconds = frozenset.intersection(*rest)
        else:
            seconds = frozenset.union(*(c.numbers for c in problem.of[first]))
        own = [c for c in problem.of[first] if not c.numbers & seconds]
        if not allowed(problem, first, own, {}):
            continue
        for second in sorted(seconds - {first}):
            pair = (min(first, second), max(first, second))
            if pair not in seen:
                seen.add(pair)
                yield pair


def _together(problem: Problem, x: int, y: int, failing: Sequence[Constraint]) -> Mend | None:
    """Settle two figures; where they share identities, within what those leave to each."""
    own_x = [c for c in problem.of[x] if y not in c.numbers]
    own_y = [c for c in problem.of[y] if x not in c.numbers]
    spans_x = allowed(problem, x, own_x, {})
    spans_y = allowed(problem, y, own_y, {}) if spans_x else ()
    strips = list(_strips(problem, x, y))
    for span_x, span_y in product(spans_x, spans_y):
        narrowed = _project(strips, span_x, span_y)
        if narrowed is None:
            continue
        turned = _project([(b, a, low, high) for a, b, low, high in strips], span_y, span_x)
        within = {x: (narrowed,), y: (turned or span_y,)}
        mend = settle(problem, (x, y), failing, within)
        if mend is not None:
            return mend
    return None


Strip = tuple[int, int, int | None, int | None]
"""What an identity leaves to two figures: low <= a x + b y <= high."""


def _strips(problem: Problem, x: int, y: int) -> Iterator[Strip]:
    for constraint in problem.of[x]:
        if y not in constraint.numbers or len(constraint.rows) != 1:
            continue
        row = constraint.rows[0]
        rest = row.constant + sum(
            factor * problem.values[n] for n, factor in row.factors.items() if n not in {x, y}
        )
        slack = row_slack(problem, row, {}, {x, y})
        low = -slack - 2 * rest if row.op in {"=", ">="} else None
        high = slack - 2 * rest if row.op in {"=", "<="} else None
        yield 2 * row.factors[x], 2 * row.factors[y], low, high


def _project(strips: Sequence[Strip], span_x: Span, span_y: Span) -> Span | None:
    """What the strips leave to x where y stays within its span: y is eliminated exactly.

    Each strip bounds y from below or above by a line in x; every lower line must stay below every
    upper one.
    """
    lowers: list[tuple[int, int, int]] = [(0, span_y[0], 1)] if span_y[0] > FREE[0] else []
    uppers: list[tuple[int, int, int]] = [(0, span_y[1], 1)] if span_y[1] < FREE[1] else []
    for a, b, low, high in strips:
        sign = 1 if b > 0 else -1
        for bound, under in ((low, b > 0), (high, b < 0)):
            if bound is not None:
                (lowers if under else uppers).append((-a * sign, bound * sign, abs(b)))
    least, most = span_x
    for slope_low, at_low, by_low in lowers:
        for slope_high, at_high, by_high in uppers:
            # (slope_low x + at_low) / by_low <= (slope_high x + at_high) / by_high
            slope = slope_low * by_high - slope_high * by_low
            at = at_high * by_low - at_low * by_high
            if slope > 0:
                most = min(most, at // slope)
            elif slope < 0:
                least = max(least, -(at // -slope))
            elif at < 0:
                return None
    return (least, most) if least <= most else None
