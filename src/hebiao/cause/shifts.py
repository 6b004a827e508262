"""Figures a row or a column off, or a row in another unit: one slip, however many it changed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hebiao.cause.parts import Part
from hebiao.cause.realigned import realigned
from hebiao.cause.search import groups, pairs, singles
from hebiao.cause.settle import Mend
from hebiao.figure import Dimension
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.bind import Figures
    from hebiao.cause.problem import Constraint, Problem, Values
    from hebiao.model import Location

RUNS = 4000
"""How many runs of rows are tried in one lane."""

ALTERNATIVES = 8
"""How many runs that mend the same are told."""

_FEWEST = 3
_CELL = re.compile(r"R\d+C(\d+)|([A-Z]+)\d+")
_DOWN = (
    Text("整行的数下错了一行", "the figures stand a row too low"),
    Text("整行的数上错了一行", "the figures stand a row too high"),
)
_ACROSS = (
    Text("整行的数右错了一列", "the figures stand a column too far right"),
    Text("整行的数左错了一列", "the figures stand a column too far left"),
)
_ASTRAY = Text("各行的数没有印在自己的行上", "the figures stand beside other rows' names")
_SCALES = {
    Fraction(1, 10**4): Text("单位错，大了万倍", "in the wrong unit, ten thousand times too large"),
    Fraction(10**4): Text("单位错，小了万倍", "in the wrong unit, ten thousand times too small"),
}

Column = tuple[int | None, ...]
"""The numbers of a column's figures, row by row; None where a row has none. Or of a row's."""


class Shift(NamedTuple):
    """Corrections that put figures back, and what failed before."""

    changes: Values
    failing: tuple[Constraint, ...]
    slip: Text


def shifted(problem: Problem, figures: Figures) -> tuple[list[Part], Problem]:
    """Give the runs that are a row or a column off, rows in another unit; the problem mended.

    A run counts where it moves at least three figures, mends two outcomes and more and breaks
    none, and no one or two figures explain as much: so many neighbours do not agree by chance. Of
    runs that mend the same, as of a table and its copy, or of rows that only their sum pins, none
    is said to be the one; nor is one of which no identity holds the most figures, for these may
    have stood right.
    """
    parts: list[Part] = []
    lanes = list(_lanes(figures))
    while True:
        found = [one for columns in lanes for one in _tried(problem, columns, figures)]
        found = [one for one in found if not _simpler(problem, one.failing)]
        if not found:
            return parts, problem
        first, *others = sorted(found, key=lambda one: (-len(one.failing), len(one.changes)))
        names = {constraint.outcome for constraint in first.failing}
        same = [
            one
            for one in others
            if len(one.failing) == len(names) and any(c.outcome in names for c in one.failing)
        ]
        shown = (first, *same)[:ALTERNATIVES]
        pinned = sum(bool(problem.of.get(number)) for number in first.changes)
        parts.append(
            Part(
                tuple(_mend(one) for one in shown),
                first.failing,
                complete=len(shown) > len(same),
                certain=2 * pinned > len(first.changes),
                slip=first.slip if not same else None,
            )
        )
        problem = problem.changed(first.changes)


def _mend(shift: Shift) -> Mend:
    return Mend(shift.changes, {n: (value, value) for n, value in shift.changes.items()})


def _lanes(figures: Figures) -> Iterator[list[Column]]:
    """The columns of each table's lane, as they are printed, in the order its rows are read."""
    for (table, lane), rows in figures.rows.items():
        if table == NARRATIVE:
            continue
        numbers = {place[3]: n for place, n in figures.places.items() if place[:2] == (table, lane)}
        names = sorted(numbers, key=lambda name: _across(figures.entries[numbers[name]].location))
        yield [
            tuple(figures.places.get((table, lane, row.key, name)) for row in rows)
            for name in names
        ]


def _across(place: Location) -> tuple[float, str]:
    """What orders the places of a row from left to right, whatever the medium."""
    if place.bbox is not None:
        return place.bbox[0], ""
    if place.span is not None:
        return place.span[0], ""
    match = _CELL.fullmatch(place.cell or "")
    if match is None:
        return 0, ""
    return (float(match[1]), "") if match[1] else (len(match[2]), match[2])


def _tried(problem: Problem, columns: list[Column], figures: Figures) -> Iterator[Shift]:
    """What puts figures of a lane back, row by row, column by column, or in their unit."""
    numbers = {number for column in columns for number in column if number is not None}
    failing = [c for c in problem.constraints if c.fails and c.binding and c.numbers & numbers]
    if len(failing) < 2:  # noqa: PLR2004  one outcome proves no shift
        return
    rows = list(zip(*columns, strict=True))
    found = [
        *_best(problem, failing, columns, _DOWN),
        *_best(problem, failing, rows, _ACROSS),
        *_scaled(problem, failing, rows, figures),
    ]
    yield from found
    changes = realigned(problem, failing, rows)
    mended = _mended(problem, failing, changes)
    if mended and all(changes != one.changes for one in found):
        yield Shift(changes, mended, _ASTRAY)


def _scaled(
    problem: Problem, failing: Sequence[Constraint], rows: Sequence[Column], figures: Figures
) -> Iterator[Shift]:
    """The rows of which every amount is in another unit."""
    hit = {n for c in failing for n in c.numbers}
    least = min(
        (problem.quanta[n] for row in rows for n in row if n and problem.quanta[n]), default=1
    )
    for row in rows:
        money = [n for n in row if n is not None and figures.units[n].dimension is Dimension.MONEY]
        for by, slip in _SCALES.items() if hit.intersection(money) else ():
            values = {n: round(problem.values[n] * by) for n in money if problem.values[n]}
            mended = _mended(problem, failing, values)
            if mended and min(map(abs, values.values())) >= least:
                yield Shift(values, mended, slip)


def _best(
    problem: Problem,
    failing: Sequence[Constraint],
    columns: Sequence[Column],
    slips: tuple[Text, Text],
) -> list[Shift]:
    """The runs that mend most, those that move least first."""
    rows = range(len(columns[0]))
    hit = {n for c in failing for n in c.numbers}
    touched = [at for at in rows if any(column[at] in hit for column in columns)]
    found: dict[frozenset[tuple[int, int]], Shift] = {}
    tried = 0
    for first in touched:
        for last in touched:
            if first >= last or tried > RUNS:
                continue
            tried += 1
            blanks = [
                one for one in columns if _blank(problem, one[first]) != _blank(problem, one[last])
            ]
            for moved in (columns, blanks, *([one] for one in columns if len(columns) > 1)):
                for slip in slips:
                    changes = _put_back(problem, moved, first, last, low=slip is slips[0])
                    mended = _mended(problem, failing, changes)
                    if mended:
                        shift = Shift(changes, mended, slip)
                        found.setdefault(frozenset(changes.items()), shift)
    most = max((len(one.failing) for one in found.values()), default=0)
    best = [one for one in found.values() if len(one.failing) == most]
    return sorted(best, key=lambda one: len(one.changes))


def _blank(problem: Problem, number: int | None) -> bool:
    return number is None or not problem.values[number]


def _put_back(
    problem: Problem, columns: Sequence[Column], first: int, last: int, *, low: bool
) -> Values:
    """The values of a run of rows, each taken from the row below it, or above it."""
    changes: Values = {}
    for column in columns:
        run = column[first : last + 1]
        taken = (*run[1:], run[0]) if low else (run[-1], *run[:-1])
        for at, source in zip(run, taken, strict=True):
            if at is None or source is None:
                continue
            if problem.values[at] != problem.values[source]:
                changes[at] = problem.values[source]
    return changes


def _mended(
    problem: Problem, failing: Sequence[Constraint], changes: Values
) -> tuple[Constraint, ...]:
    """What corrections mend, if it is enough and nothing that they touch is left broken.

    Limits alone are not enough: rows in another order may keep them by chance.
    """
    if len(changes) < _FEWEST:
        return ()
    mended = []
    for constraint in failing:
        if constraint.numbers & changes.keys():
            if not problem.holds(constraint, changes):
                return ()
            mended.append(constraint)
    exact = sum(not constraint.limit for constraint in mended)
    if exact < 2 or not problem.mends((), changes):  # noqa: PLR2004  as above
        return ()
    return tuple(mended)


def _simpler(problem: Problem, failing: Sequence[Constraint]) -> bool:
    """Whether one figure or two explain what a shift does."""
    figures = 0
    for group in groups(failing):
        if singles(problem, group):
            figures += 1
        elif pairs(problem, group)[0]:
            figures += 2
        else:
            return False
    return figures < _FEWEST
