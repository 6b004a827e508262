"""Slips that several figures show: figures in one another's cells, or a wrong amount copied."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

from hebiao.cause.parts import Part
from hebiao.cause.settle import Mend
from hebiao.figure import Dimension
from hebiao.model import table_of
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hebiao.bind import Figures
    from hebiao.cause.problem import Problem

_ROWS = Text("数印错了行", "figures in the wrong rows")
_COLUMNS = Text("数印错了列", "figures in the wrong columns")
_CELLS = Text("数印错了格", "figures in the wrong cells")


def joined(problem: Problem, parts: Sequence[Part], figures: Figures) -> list[Part]:
    """Give the parts, those that one slip made as one.

    Two figures that stand in each other's cells are that slip where no single figure explains as
    much: what is printed beside would not be the missing amount by chance.
    """
    for back, told in _exchanges(problem, parts, figures):
        if all(one in parts for one in told):
            parts = [*(one for one in parts if one not in told), back]
    found = [_one(problem, [part], figures) for part in parts if part.unique]
    before = 0
    while before != len(found):
        before = len(found)
        found = _merged(problem, found, figures)
    return [*found, *(part for part in parts if not part.unique)]


def _exchanges(
    problem: Problem, parts: Sequence[Part], figures: Figures
) -> list[tuple[Part, list[Part]]]:
    """Give every two figures that explain parts when exchanged, as a part, with the parts.

    Where others would explain the same, neither is given.
    """
    failing = {c.outcome: c for part in parts for c in part.failing}
    hit = frozenset[int]().union(*(c.numbers for c in failing.values()))
    found: dict[frozenset[str], list[tuple[Part, list[Part]]]] = defaultdict(list)
    for x, y in _pairs(hit, figures):
        values = {x: problem.values[y], y: problem.values[x]}
        if values[x] == values[y]:
            continue
        mended = [c for c in failing.values() if c.numbers & values.keys()]
        if not problem.mends(mended, values):
            continue
        names = frozenset(c.outcome for c in mended)
        told = [one for one in parts if names.issuperset(c.outcome for c in one.failing)]
        if names == {c.outcome for one in told for c in one.failing} and _needed(told):
            back = Part((Mend(values, {n: (v, v) for n, v in values.items()}),), tuple(mended))
            found[names].append((back, told))
    return [pair for pairs in found.values() if len(pairs) == 1 for pair in pairs]


def _pairs(numbers: Iterable[int], figures: Figures) -> Iterator[tuple[int, int]]:
    """Give every two figures that stand in one row, or one above the other."""
    rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number in sorted(numbers):
        rows[_row(number, figures)].append(number)
    for table, lane in dict.fromkeys(at[:2] for at in rows):
        keys = [row.key for row in figures.rows[table, lane]]
        for key, below in zip(keys, [*keys[1:], ""], strict=True):
            held = rows.get((table, lane, key), [])
            near = rows.get((table, lane, below), [])
            yield from (pair for pair in combinations(held, 2) if _beside(*pair, figures))
            yield from (pair for pair in product(held, near) if _beside(*pair, figures))


def _needed(parts: Sequence[Part]) -> bool:
    """Whether no single figure explains what two do."""
    return len(parts) > 1 or all(len(m.values) > 1 for part in parts for m in part.mends)


def _merged(problem: Problem, parts: Sequence[Part], figures: Figures) -> list[Part]:
    """Give the parts with each merged into those before it that it is linked with."""
    found: list[Part] = []
    for part in parts:
        linked = [one for one in found if _linked(problem, one, part, figures)]
        found = [one for one in found if one not in linked]
        found.append(_one(problem, [*linked, part], figures) if linked else part)
    return found


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
    return {_row(n, figures) for n in part.mends[0].values}


def _row(number: int, figures: Figures) -> tuple[str, str, str]:
    entry = figures.entries[number]
    return table_of(entry.address), entry.lane, entry.row


def _exchanged(
    problem: Problem, values: Mapping[int, int], x: int, y: int, figures: Figures
) -> bool:
    """Whether the amount that one of two figures should be stands in the other's cell."""
    right = (values[x], values[y])
    printed = (problem.values[y], problem.values[x])
    moved = any(a and a == b for a, b in zip(right, printed, strict=True))
    return moved and min(right) >= min(0, *printed) and _beside(x, y, figures)


def _beside(x: int, y: int, figures: Figures) -> bool:
    """Whether two figures of one unit stand in one row of a table, or in one column."""
    (*at, row), (*other, below) = _row(x, figures), _row(y, figures)
    if at != other or at[0] == NARRATIVE or figures.units[x] != figures.units[y]:
        return False
    return row == below or figures.entries[x].column == figures.entries[y].column


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
