"""Rows whose figures stand beside other rows' names: where each run of figures belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.cause.problem import Constraint, Problem, Values

FARTHEST = 12
"""So many rows at the most figures are looked for from where they are printed."""

MOST_ROWS = 400
"""A longer lane is not tried."""

_LEAST = 6
"""So many outcomes must fail: fewer prove no order of rows."""

Row = tuple[int | None, ...]
"""The numbers of a row's figures, column by column; None where it has none."""


def realigned(problem: Problem, failing: Sequence[Constraint], rows: Sequence[Row]) -> Values:
    """Give the corrections that put every row's figures beside their own name, in their order.

    Rows keep their order and go whole; a row that none belong to is blank. What each row agrees
    with outside its lane says where its figures stand; nothing where that is where they are.
    """
    if len(failing) < _LEAST or len(rows) > MOST_ROWS:
        return {}
    own = {n: at for at, row in enumerate(rows) for n in row if n is not None}
    outside: list[list[Constraint]] = [[] for _ in rows]
    for constraint in problem.constraints:
        met = {own[n] for n in constraint.numbers if n in own}
        if len(met) == 1 and not constraint.numbers <= own.keys():
            outside[met.pop()].append(constraint)
    changes: Values = {}
    for at, source in enumerate(_sources(problem, rows, outside)):
        if source != at:
            changes |= _taken(problem, rows[at], rows[source] if source is not None else ())
    return changes


def _sources(
    problem: Problem, rows: Sequence[Row], outside: Sequence[Sequence[Constraint]]
) -> list[int | None]:
    """The row whose figures each row should have, None for blank: what agrees most, in order.

    Of what agrees as much, that which breaks the sequence least often.
    """
    best: dict[int, tuple[tuple[int, int], tuple[int | None, ...]]] = {-1: ((0, 0), ())}
    for at, row in enumerate(rows):
        following: dict[int, tuple[tuple[int, int], tuple[int | None, ...]]] = {}
        near = range(max(0, at - FARTHEST), min(len(rows), at + FARTHEST + 1))
        agrees = {
            source: _agreement(problem, outside[at], _taken(problem, row, rows[source]))
            for source in near
        }
        blank = _agreement(problem, outside[at], _taken(problem, row, ()))
        for last, ((held, kept), path) in best.items():
            options: list[tuple[int, int | None, int]] = [(last, None, blank)]
            options += [(source, source, agrees[source]) for source in near if source > last]
            for to, source, score in options:
                total = held + score, kept + (source == last + 1) + (source == at)
                if to not in following or total > following[to][0]:
                    following[to] = total, (*path, source)
        # What lies behind every row still to be looked at leads on alike: the best of it is enough.
        behind = [last for last in following if last < at - FARTHEST]
        leading = max(behind, key=lambda last: following[last][0], default=None)
        best = {
            last: one for last, one in following.items() if last == leading or last >= at - FARTHEST
        }
    return list(max(best.values(), key=lambda one: one[0])[1])


def _taken(problem: Problem, row: Row, source: Sequence[int | None]) -> Values:
    """A row's figures with the values of another's; without one, blank."""
    values = [problem.values[n] if n is not None else 0 for n in source] or [0] * len(row)
    return {
        number: value
        for number, value in zip(row, values, strict=True)
        if number is not None and value != problem.values[number]
    }


def _agreement(problem: Problem, constraints: Sequence[Constraint], changes: Values) -> int:
    """How many more constraints hold with these values than do not."""
    held = sum(problem.holds(constraint, changes) for constraint in constraints)
    return 2 * held - len(constraints)
