"""Ruled tables: cells that touch make a table; its rows and columns; the glyphs in each cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from hebiao.figure import squeeze
from hebiao.readers.pdf_ink import Box, Line, grouped, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hebiao.readers.pdf_ink import Frame, Glyph, Standing

APART = 3.0
"""Edges at most so far apart, in points, are one."""

_SLIVER = 6.0
"""A row or column narrower than this that no cell fills alone is a slip of the pen."""

_THIN = 2.5
"""What is thinner than this is the inside of a thick or double line."""


_CAPTION, _CAPTION_TEXTS = 6, 3
_UNIT = re.compile(r"\(?(?:金额)?单位:.{0,3}元\)?")


class Spot(NamedTuple):
    """A cell's place in its table, and its box."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table's edges from the left and from the top, and its cells by each place they cover."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: dict[tuple[int, int], Spot]

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def place(self, x: float, y: float) -> tuple[int, int]:
        """The row and column of a point in the outline."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return row, min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table with the lines of text in each cell."""

    xs: tuple[float, ...]
    rows: int
    box: Box
    cells: dict[Spot, tuple[Line, ...]]


def lattices(cells: Sequence[Box]) -> list[Lattice]:
    """Put cells that touch together to tables of two columns or more, the smallest first."""
    thick = [c for c in cells if min(c.right - c.left, c.bottom - c.top) > _THIN]
    found = [_lattice(group) for group in _touching(thick)]
    return sorted((one for one in found if len(one.xs) > 2), key=lambda one: one.box.area)  # noqa: PLR2004


def _touching(cells: Sequence[Box]) -> list[list[Box]]:
    """Part the cells: those that share a corner, even over others, belong together."""
    xs = grouped((x for cell in cells for x in (cell.left, cell.right)), APART)
    ys = grouped((y for cell in cells for y in (cell.top, cell.bottom)), APART)
    column, row = _indices(xs), _indices(ys)
    leader = list(range(len(cells)))

    def lead(at: int) -> int:
        while leader[at] != at:
            leader[at] = at = leader[leader[at]]
        return at

    corners: dict[tuple[int, int], int] = {}
    for at, cell in enumerate(cells):
        across, down = (column(cell.left), column(cell.right)), (row(cell.top), row(cell.bottom))
        for corner in product(across, down):
            leader[lead(at)] = lead(corners.setdefault(corner, at))
    groups: dict[int, list[Box]] = defaultdict(list)
    for at, cell in enumerate(cells):
        groups[lead(at)].append(cell)
    return list(groups.values())


def _lattice(cells: list[Box]) -> Lattice:
    xs = _edges([(cell.left, cell.right) for cell in cells])
    ys = _edges([(cell.top, cell.bottom) for cell in cells])
    column, row = _indices(xs), _indices(ys)
    places: dict[tuple[int, int], Spot] = {}
    for cell in sorted(cells, key=lambda cell: cell.area):
        left, right = column(cell.left), column(cell.right)
        top, bottom = row(cell.top), row(cell.bottom)
        covered = list(product(range(top, bottom), range(left, right)))
        if covered and places.keys().isdisjoint(covered):
            spot = Spot(top, left, bottom - top, right - left, cell)
            places |= dict.fromkeys(covered, spot)
    return Lattice(tuple(xs), tuple(ys), places)


def _edges(spans: list[tuple[float, float]]) -> list[float]:
    """The edges of spans, without slivers that no span fills alone."""
    edges = grouped((edge for span in spans for edge in span), APART)
    index = _indices(edges)
    alone = {index(start) for start, stop in spans if index(stop) - index(start) == 1}
    kept = edges[:1]
    for at in range(1, len(edges)):
        if edges[at] - kept[-1] < _SLIVER and at - 1 not in alone:
            kept[-1] = (kept[-1] + edges[at]) / 2
        else:
            kept.append(edges[at])
    return kept


def _indices(edges: list[float]) -> Callable[[float], int]:
    """Give what finds the edge nearest to a value; most cells share theirs with others."""

    @cache
    def nearest(value: float) -> int:
        at = bisect_right(edges, value)
        if at == len(edges) or (at > 0 and value - edges[at - 1] <= edges[at] - value):
            return at - 1
        return at

    return nearest


def ruled(
    found: Iterable[Lattice], glyphs: Iterable[Standing], frame: Frame
) -> tuple[list[Ruled], list[Glyph]]:
    """Share glyphs out to the cells that hold their centres; the rest stand outside the tables.

    `found` is in order of size, so that a table inside another's cell comes first. A table
    without any text is left out.
    """
    order = list(found)
    inside: list[list[tuple[tuple[int, int], Glyph]]] = [[] for _ in order]
    outside = []
    boxes = [lattice.box for lattice in order]
    for glyph, x, y in glyphs:
        for at, box in enumerate(boxes):
            if box.holds(x, y):
                inside[at].append((order[at].place(x, y), glyph))
                break
        else:
            outside.append(glyph)
    tables = [_filled(*pair, frame) for pair in zip(order, inside, strict=True)]
    return [table for table in tables if any(table.cells.values())], outside


def _filled(lattice: Lattice, held: list[tuple[tuple[int, int], Glyph]], frame: Frame) -> Ruled:
    texts: dict[Spot, list[Glyph]] = {spot: [] for spot in lattice.places.values()}
    stray: dict[int, list[Glyph]] = defaultdict(list)
    for place, glyph in held:
        if spot := lattice.places.get(place):
            texts[spot].append(glyph)
        else:
            stray[place[0]].append(glyph)
    cells = {spot: tuple(lines(mine, frame)) for spot, mine in texts.items()}
    for row, mine in stray.items():
        cells |= _unlined(lattice, row, lines(mine, frame))
    return Ruled(lattice.xs, len(lattice.ys) - 1, lattice.box, cells)


def _unlined(lattice: Lattice, row: int, found: list[Line]) -> dict[Spot, tuple[Line, ...]]:
    """Give text in a place that no cell covers, for want of a line, a cell of its own."""
    cells: dict[Spot, tuple[Line, ...]] = {}
    for line in found:
        for piece in line.pieces:
            y = piece.box.middle[1]
            first = lattice.place(piece.box.left + _THIN, y)[1]
            last = max(first, lattice.place(piece.box.right - _THIN, y)[1])
            free = [c for c in range(first, last + 1) if (row, c) not in lattice.places] or [first]
            top, bottom = lattice.ys[row : row + 2]
            box = Box(lattice.xs[free[0]], top, lattice.xs[free[-1] + 1], bottom)
            known = [spot for spot in cells if spot.column <= free[-1] < spot.column + spot.colspan]
            spot = known[0] if known else Spot(row, free[0], 1, free[-1] - free[0] + 1, box)
            mine = Line((piece,), line.size, upright=line.upright)
            cells[spot] = (*cells.get(spot, ()), mine)
    return cells


def without_caption(table: Ruled) -> tuple[list[Line], Ruled]:
    """Take the first rows for a caption, down to the one that names the unit, if one does.

    Lines that are drawn but not to be seen put captions into tables.
    """
    rows: dict[int, list[tuple[Line, ...]]] = defaultdict(list)
    for spot, found in table.cells.items():
        rows[spot.row].append(found)
    names = [row for row in range(_CAPTION) if _names_unit(rows[row])]
    if not names:
        return [], table
    first = names[-1] + 1
    while first < table.rows and not any(rows[first]):
        first += 1
    if first >= table.rows or any(s.row < first < s.row + s.rowspan for s in table.cells):
        return [], table
    lines = [line for spot, found in table.cells.items() if spot.row < first for line in found]
    cells = {
        spot._replace(row=spot.row - first): found
        for spot, found in table.cells.items()
        if spot.row >= first
    }
    box = table.box._replace(top=min(spot.box.top for spot in cells))
    return lines, Ruled(table.xs, table.rows - first, box, cells)


def _names_unit(cells: list[tuple[Line, ...]]) -> bool:
    """Whether a row holds three texts at most, and one of them names the unit of amounts."""
    texts = [squeeze("".join(line.text for line in found)) for found in cells if found]
    return len(texts) <= _CAPTION_TEXTS and any(_UNIT.fullmatch(text) for text in texts)
