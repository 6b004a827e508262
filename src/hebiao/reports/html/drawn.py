"""Which drawn cell is which address: entries of tables found again in the grids they came from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from hebiao.model import Grid, Location, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hebiao.model import Document, Entry

    _Alike = dict[tuple[Location, str], dict[int, dict[int, deque["Spot"]]]]


Aliases = dict[str, str]
"""Addresses that share a place with another, by which they are known."""


class Spot(NamedTuple):
    """A cell of a document: the number of its block, and its number within that grid."""

    block: int
    cell: int


class Mark(NamedTuple):
    """A stretch of a paragraph's text that prints the figure of an address."""

    start: int
    stop: int
    address: str


def spots(document: Document) -> dict[str, Spot]:
    """Give the cell that each address of the tables is printed in.

    Where a medium gives several cells one place (a line of a web page), the entries of a table
    take, in order, the cells of the same text, in the grid that holds most of them and in the
    column of those whose text stands there once.
    """
    at: dict[Location, list[Spot]] = defaultdict(list)
    for number, block in enumerate(document.source.blocks):
        for place, cell in enumerate(block.cells if isinstance(block, Grid) else ()):
            at[cell.location].append(Spot(number, place))
    alike = _alike(document, at)
    found: dict[str, Spot] = {}
    for table in document.tables:
        shared: list[Entry] = []
        for entry in table.entries:
            here = at.get(entry.location, ())
            if len(here) == 1:
                found[entry.address] = here[0]
            elif here:
                shared.append(entry)
        found |= _matched(shared, alike)
    return found


def _alike(document: Document, at: Mapping[Location, Sequence[Spot]]) -> _Alike:
    """The cells that share their place with others, by place and text, then grid and column."""
    alike: _Alike = {}
    for location, some in at.items():
        for spot in some if len(some) > 1 else ():
            grid = document.source.blocks[spot.block]
            if isinstance(grid, Grid):
                cell = grid.cells[spot.cell]
                grids = alike.setdefault((location, _bare(cell.text)), {})
                grids.setdefault(spot.block, {}).setdefault(cell.column, deque()).append(spot)
    return alike


def _matched(entries: Sequence[Entry], alike: _Alike) -> dict[str, Spot]:
    """The cells of one table's entries, each taken out of those alike."""
    free = [alike.get((entry.location, _bare(entry.raw)), {}) for entry in entries]
    votes = Counter(grid for grids in free for grid in grids)
    columns: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for entry, grids in zip(entries, free, strict=True):
        best = max(grids, key=votes.__getitem__, default=-1)
        if len(grids.get(best, ())) == 1:
            columns[entry.lane, entry.column].update(tuple(grids[best]))
    found: dict[str, Spot] = {}
    for entry, grids in zip(entries, free, strict=True):
        best = max(filter(grids.get, grids), key=votes.__getitem__, default=-1)
        voted = columns[entry.lane, entry.column]
        held = grids.get(best, {})
        if held:
            column = max(held, key=voted.__getitem__)
            found[entry.address] = held[column].popleft()
            if not held[column]:
                del held[column]
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def marks(
    document: Document, cells: Iterable[tuple[str, str, Location]]
) -> tuple[dict[int, tuple[Mark, ...]], Aliases]:
    """Give, by paragraph's block number, where the (address, text, place) given stand in it.

    A text that is not found within the paragraph at its place marks the whole of it. Where marks
    overlap the shortest stays, and stands for the others.
    """
    held: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, block in enumerate(document.source.blocks):
        if isinstance(block, Paragraph) and _key(block.location) != _key(Location()):
            held[_key(block.location)].append(number)
    found: dict[int, list[Mark]] = defaultdict(list)
    for address, raw, place in cells:
        near = [n for n in held.get(_key(place), ()) if _around(_place(document, n), place)]
        near.sort(key=lambda number: _place(document, number) != place)
        paragraph = document.source.blocks[near[0]] if near else None
        if isinstance(paragraph, Paragraph):
            found[near[0]].append(_mark(paragraph, address, raw, place, found[near[0]]))
    aliases: dict[str, str] = {}
    return {number: _apart(some, aliases) for number, some in found.items()}, aliases


def _place(document: Document, number: int) -> Location:
    return document.source.blocks[number].location


def _key(place: Location) -> tuple[object, ...]:
    return (place.file, place.line, place.page, place.sheet, place.cell)


def _around(outer: Location, inner: Location) -> bool:
    """Whether a place of the same line, page or cell is within a paragraph's."""
    if outer.bbox is None or inner.bbox is None:
        return True
    left, top, right, bottom = inner.bbox
    across, down = (left + right) / 2, (top + bottom) / 2
    return outer.bbox[0] <= across <= outer.bbox[2] and outer.bbox[1] <= down <= outer.bbox[3]


def _mark(
    paragraph: Paragraph, address: str, raw: str, place: Location, before: Iterable[Mark]
) -> Mark:
    whole = Mark(0, len(paragraph.text), address)
    printed = re.compile(r"\s*".join(map(re.escape, _bare(raw))))
    stops = [mark.stop for mark in before if mark != whole]
    start = 0
    if place.span is not None:
        start = max(0, place.span[0] - (paragraph.location.span or (0, 0))[0])
    elif stops:
        start = max(stops)
    match = printed.search(paragraph.text, start) or printed.search(paragraph.text)
    return Mark(match.start(), match.end(), address) if match and raw.strip() else whole


def _apart(some: Iterable[Mark], aliases: dict[str, str]) -> tuple[Mark, ...]:
    """The marks in order, without those that overlap a shorter one."""
    kept: list[Mark] = []
    for mark in sorted(some, key=lambda one: (one.stop - one.start, one.start, not one.address)):
        over = [one for one in kept if mark.start < one.stop and one.start < mark.stop]
        if not over:
            kept.append(mark)
        elif mark.address and over[0].address:
            aliases[mark.address] = over[0].address
    return tuple(sorted(kept))


def owners(document: Document, found: Mapping[str, Spot]) -> tuple[dict[Spot, str], Aliases]:
    """Give the address that each cell is known by, a figure's first, and those it stands for."""
    figures = {e.address for table in document.tables for e in table.entries if e.figure}
    held: dict[Spot, str] = {}
    for address in sorted(found, key=lambda one: one not in figures):
        held.setdefault(found[address], address)
    return held, {a: held[spot] for a, spot in found.items() if held[spot] != a}
