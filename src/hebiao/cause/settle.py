"""The value each figure of a repair would have to be: the one that keeps most identities exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.cause.allowed import allowed, exact_of_rate, wanted
from hebiao.cause.slips import likeness

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hebiao.cause.allowed import Span
    from hebiao.cause.problem import Constraint, Problem, Values


@dataclass(frozen=True, slots=True)
class Mend:
    """Figures that mend a group together: each with its value, and the span others would allow."""

    values: Mapping[int, int]
    spans: Mapping[int, Span]


def settle(
    problem: Problem,
    numbers: Collection[int],
    failing: Sequence[Constraint],
    within: Mapping[int, tuple[Span, ...]] | None = None,
) -> Mend | None:
    """Give these figures values that mend what fails and break nothing; None if none were found.

    A figure whose identities hold no other figure of the set is settled before one that shares
    them, and that one with it. `within` narrows the values looked at.
    """
    changes: Values = {}
    spans: dict[int, Span] = {}
    left = set(numbers)
    while left:
        number = max(left, key=lambda one: (_alone(problem, one, left), -one))
        own = [c for c in problem.of[number] if not c.numbers & (left - {number})]
        found = allowed(problem, number, own, changes)
        if within and number in within:
            found = _common(found, within[number])
        if not found:
            return None
        value = _best(problem, number, own, found, changes)
        spans[number] = next(span for span in found if span[0] <= value <= span[1])
        changes[number] = value
        left.remove(number)
    if any(changes[number] == problem.values[number] for number in changes):
        return None
    return Mend(changes, spans) if problem.mends(failing, changes) else None


def _alone(problem: Problem, number: int, left: set[int]) -> int:
    """How many of a figure's equalities hold no other unsettled figure."""
    return sum(not c.numbers & (left - {number}) for c in problem.of[number])


def _best(
    problem: Problem,
    number: int,
    own: Sequence[Constraint],
    spans: tuple[Span, ...],
    changes: Mapping[int, int],
) -> int:
    """The value that most equalities ask for; of equals one a likely slip leads from, the nearest.

    Without an equality, the value that makes a rate exact, else the nearest to what is printed.
    """
    printed = problem.values[number]
    place = problem.quanta[number] or problem.fills[number]
    votes = wanted(problem, number, own, changes)
    for constraint in own:
        exact = exact_of_rate(problem, number, constraint, changes)
        if exact is not None:
            near = round(exact / place) * place
            votes[near] = votes.get(near, 0) + (not any(c.rows for c in own))
    for low, high in spans:
        nearest = min(max(printed, low), high)
        for edge in (low, high, nearest, _gridded(nearest, place, (low, high))):
            votes.setdefault(edge, 0)
    held = {v: n for v, n in votes.items() if any(low <= v <= high for low, high in spans)}

    def weight(value: int) -> tuple[int, bool, bool, int, int]:
        alike = likeness(printed, value, place)
        return held[value], value % place == 0, alike, -abs(value - printed), -value

    return max(held, key=weight)


def _gridded(value: int, place: int, span: Span) -> int:
    """The nearest value within a span that can be printed to that place, if there is one."""
    low, high = -(-span[0] // place) * place, span[1] // place * place
    return min(max(round(value / place) * place, low), high) if low <= high else value


def _common(left: tuple[Span, ...], right: tuple[Span, ...]) -> tuple[Span, ...]:
    pairs = ((max(a, c), min(b, d)) for a, b in left for c, d in right)
    return tuple(sorted((low, high) for low, high in pairs if low <= high))
