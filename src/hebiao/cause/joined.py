"""Slips that several figures show: figures in one another's cells, or a wrong amount copied."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from hebiao.cause.parts import Part
from hebiao.cause.settle import Mend
from hebiao.figure import Dimension
from hebiao.model import table_of
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hebiao.bind import Figures
    from hebiao.cause.problem import Problem

_ROWS = Text("数印错了行", "figures in the wrong rows")
_COLUMNS = Text("数印错了列", "figures in the wrong columns")
_CELLS = Text("数印错了格", "figures in the wrong cells")


def joined(problem: Problem, parts: Sequence[Part], figures: Figures) -> list[Part]:
    """Give the parts, those that one slip made as one.

    Of several repairs, one that puts figures back into the cells beside is the right one: what is
    printed there would not be the missing amount by chance.
    """
    sure = {n: v for part in parts if part.unique for n, v in part.mends[0].values.items()}
    told = [_told(problem, part, sure, figures) for part in parts]
    found = [_one(problem, [part], figures) for part in told if part.unique]
    before = 0
    while before != len(found):
        before = len(found)
        found = _merged(problem, found, figures)
    return [*found, *(part for part in told if not part.unique)]


def _merged(problem: Problem, parts: Sequence[Part], figures: Figures) -> list[Part]:
    """Give the parts with each merged into those before it that it is linked with."""
    found: list[Part] = []
    for part in parts:
        linked = [one for one in found if _linked(problem, one, part, figures)]
        found = [one for one in found if one not in linked]
        found.append(_one(problem, [*linked, part], figures) if linked else part)
    return found


def _told(problem: Problem, part: Part, sure: Mapping[int, int], figures: Figures) -> Part:
    """Give a part with the one repair that puts figures back, if there is one and no other."""
    if part.unique or not part.complete:
        return part
    back = [mend for mend in part.mends if _back(problem, mend, sure, figures)]
    if len(back) != 1:
        return part
    return replace(part, mends=(back[0],), certain=True)


def _back(problem: Problem, mend: Mend, sure: Mapping[int, int], figures: Figures) -> bool:
    """Whether each figure of a repair stood in another's cell, of the repair or surely wrong."""
    about = {**sure, **mend.values}
    return all(
        any(_exchanged(problem, about, n, o, figures) for o in about if o != n) for n in mend.values
    )


def _linked(problem: Problem, one: Part, other: Part, figures: Figures) -> bool:
    """Whether two parts have figures of one slip, or move figures between the same rows."""
    values = {**one.mends[0].values, **other.mends[0].values}
    if one.slip is other.slip is _ROWS and _rows(one, figures) == _rows(other, figures):
        return True
    return any(
        _exchanged(problem, values, x, y, figures) or _copied(problem, values, x, y, figures)
        for x in one.mends[0].values
        for y in other.mends[0].values
    )


def _rows(part: Part, figures: Figures) -> set[tuple[str, str, str]]:
    """The rows of the figures that a part would put right."""
    entries = (figures.entries[n] for n in part.mends[0].values)
    return {(table_of(one.address), one.lane, one.row) for one in entries}


def _exchanged(
    problem: Problem, values: Mapping[int, int], x: int, y: int, figures: Figures
) -> bool:
    """Whether the amount that one of two figures should be stands in the other's cell beside."""
    right = (values[x], values[y])
    printed = (problem.values[y], problem.values[x])
    moved = any(a and a == b for a, b in zip(right, printed, strict=True))
    return moved and min(right) >= min(0, *printed) and _beside(x, y, figures)


def _beside(x: int, y: int, figures: Figures) -> bool:
    """Whether two figures stand in one row, or one above the other."""
    one, other = figures.entries[x], figures.entries[y]
    at = (table_of(one.address), one.lane)
    if at[0] == NARRATIVE or at != (table_of(other.address), other.lane):
        return False
    if one.row == other.row:
        return figures.units[x] == figures.units[y]
    keys = [row.key for row in figures.rows[at]]
    return one.column == other.column and abs(keys.index(one.row) - keys.index(other.row)) == 1


def _copied(problem: Problem, values: Mapping[int, int], x: int, y: int, figures: Figures) -> bool:
    """Whether two amounts of money are printed the same, and would have to be the same."""
    if figures.units[x].dimension is not Dimension.MONEY:
        return False
    return (problem.values[x], values[x]) == (problem.values[y], values[y])


def _one(problem: Problem, parts: Sequence[Part], figures: Figures) -> Part:
    """Give several parts as one."""
    values = {n: v for part in parts for n, v in part.mends[0].values.items()}
    spans = {n: span for part in parts for n, span in part.mends[0].spans.items()}
    failing = {c.outcome: c for part in parts for c in part.failing}
    slip = _slip(problem, values, figures)
    return Part((Mend(values, spans),), tuple(failing.values()), slip=slip)


def _slip(problem: Problem, values: Mapping[int, int], figures: Figures) -> Text | None:
    """Name what happened to figures that stand in one another's cells."""
    pairs = [
        (figures.entries[x], figures.entries[y])
        for x, y in combinations(values, 2)
        if _exchanged(problem, values, x, y, figures)
    ]
    if not pairs:
        return None
    if all(one.row == other.row for one, other in pairs):
        return _COLUMNS
    return _ROWS if all(one.column == other.column for one, other in pairs) else _CELLS
