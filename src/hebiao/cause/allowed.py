"""The values a figure may have while the constraints on it hold, all other figures being right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.figure import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction

    from hebiao.cause.problem import Constraint, Problem, Row

Span = tuple[int, int]
"""A least and a largest value, both allowed; beyond `LIMIT` it has no end."""

FREE: Span = (-LIMIT, LIMIT)


def allowed(
    problem: Problem, number: int, constraints: Iterable[Constraint], changes: Mapping[int, int]
) -> tuple[Span, ...]:
    """Give the spans of values that all these constraints allow; none where they contradict."""
    spans: tuple[Span, ...] = ((0, FREE[1]) if number in problem.counts else FREE,)
    for constraint in constraints:
        spans = _both(spans, _one(problem, number, constraint, changes))
        if not spans:
            break
    return spans


def wanted(
    problem: Problem, number: int, constraints: Iterable[Constraint], changes: Mapping[int, int]
) -> dict[int, int]:
    """Count, by value, the equalities that would hold exactly if the figure had it.

    Where there are none, the inequalities to which it would be the limit.
    """
    votes: dict[int, int] = {}
    limits: dict[int, int] = {}
    for row in (row for constraint in constraints for row in constraint.rows):
        if number in row.factors:
            value, left = divmod(-_rest(problem, row, number, changes), row.factors[number])
            if not left:
                count = votes if row.op == "=" else limits
                count[value] = count.get(value, 0) + 1
    return votes or limits


def _one(
    problem: Problem, number: int, constraint: Constraint, changes: Mapping[int, int]
) -> tuple[Span, ...]:
    if constraint.quotient is not None:
        return _rate(problem, number, constraint, changes)
    found: tuple[Span, ...] = ()
    for row in constraint.rows:
        if number in row.factors:
            found += _span(problem, row, number, changes)
        elif problem.residue(row, changes) <= 0:
            return (FREE,)
    return found


def _rest(problem: Problem, row: Row, number: int, changes: Mapping[int, int]) -> int:
    """What the other figures of a row come to."""
    return row.constant + sum(
        factor * problem.value(other, changes)
        for other, factor in row.factors.items()
        if other != number
    )


def row_slack(problem: Problem, row: Row, changes: Mapping[int, int], filled: set[int]) -> int:
    """Twice the largest rounding of a row, the figures in `filled` being printed."""
    return sum(
        abs(factor)
        * ((problem.quanta[n] or problem.fills[n]) if n in filled else problem.quantum(n, changes))
        for n, factor in row.factors.items()
    )


def _span(problem: Problem, row: Row, number: int, changes: Mapping[int, int]) -> tuple[Span, ...]:
    factor = 2 * row.factors[number]
    rest = 2 * _rest(problem, row, number, changes)
    slack = row_slack(problem, row, changes, {number})
    low = -slack - rest if row.op in {"=", ">="} else None
    high = slack - rest if row.op in {"=", "<="} else None
    if factor < 0:
        factor, low, high = -factor, None if high is None else -high, None if low is None else -low
    least = FREE[0] if low is None else max(FREE[0], -(-low // factor))
    most = FREE[1] if high is None else min(FREE[1], high // factor)
    return ((least, most),) if least <= most else ()


def _rate(
    problem: Problem, number: int, constraint: Constraint, changes: Mapping[int, int]
) -> tuple[Span, ...]:
    """The span of a figure in a rate: about the value that makes it exact, as far as it holds."""
    start = exact_of_rate(problem, number, constraint, changes)
    if start is None:
        return (FREE,) if problem.holds(constraint, changes) else ()

    def holds(value: int) -> bool:
        return abs(value) <= LIMIT and problem.holds(constraint, {**changes, number: value})

    near = next((one for one in (round(start), int(start), int(start) + 1) if holds(one)), None)
    if near is None:
        return ()
    return ((_edge(near, -1, holds), _edge(near, 1, holds)),)


def _edge(start: int, sign: int, holds: Callable[[int], bool]) -> int:
    """The last value from `start` on in one direction that holds."""
    step = 1
    while holds(start + sign * step):
        if step > LIMIT:
            return sign * LIMIT
        step *= 2
    inside, outside = step // 2, step
    while outside - inside > 1:
        middle = (inside + outside) // 2
        inside, outside = (middle, outside) if holds(start + sign * middle) else (inside, middle)
    return start + sign * inside


def exact_of_rate(
    problem: Problem, number: int, constraint: Constraint, changes: Mapping[int, int]
) -> Fraction | None:
    """The value of a figure at which a rate is exact, where there is one."""
    quotient = constraint.quotient
    if quotient is None:
        return None

    def gap(value: int) -> Fraction:
        read, _ = problem.readers({**changes, number: value})
        part = quotient.part.at(read)
        if quotient.cap is not None:
            part = min(part, quotient.cap)
        return quotient.of.at(read) * part - read(quotient.value) * quotient.whole.at(read)

    at = problem.value(number, changes)
    first, second = gap(at), gap(at + 1)
    return at - first / (second - first) if first != second else None


def _both(left: tuple[Span, ...], right: tuple[Span, ...]) -> tuple[Span, ...]:
    pairs = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return tuple(sorted({(low, high) for low, high in pairs if low <= high}))
