"""Recognised tables as they were published: grids with their merged cells, each figure marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.model import Grid
from hebiao.reports.html.drawn import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hebiao.model import Cell, Document, Location, Table
    from hebiao.reports.html.ink import Ink

WIDEST = 250_000
"""The most places a grid is drawn with; a wider one is drawn without its empty places."""


_FOLD = re.compile(r"(?<=[\u3000-\uffef])\s*\n\s*(?=[\u3000-\uffef])")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it is drawn: `number` is the figure's in the page, `scope` makes it a heading."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    scope: str = ""
    number: int | None = None
    style: str = ""
    finding: int | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """One grid of a table: its place and width, its heading rows, its other rows.

    `first` is the number of the figure that the Tab key stops at.
    """

    location: Location
    columns: int
    first: int | None
    head: tuple[tuple[Box, ...], ...]
    body: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A recognised table, drawn; `within` is the one whose grid holds it too."""

    number: int
    table: Table
    fragments: tuple[Fragment, ...]
    failing: int
    unknown: int
    within: int | None = None


def drawings(
    document: Document, found: Mapping[str, Spot], held: Mapping[Spot, str], ink: Ink
) -> tuple[tuple[Drawing, ...], dict[int, int]]:
    """The tables, each with its grids; a grid of several is drawn with the first."""
    used: dict[int, int] = {}
    drawn: list[Drawing] = []
    for number, table in enumerate(document.tables):
        own = [found[entry.address] for entry in table.entries if entry.address in found]
        grids = sorted({spot.block for spot in own})
        fresh = [grid for grid in grids if used.setdefault(grid, number) == number]
        marked = [ink.styles.get(entry.address, "") for entry in table.entries]
        drawn.append(
            Drawing(
                number,
                table,
                tuple(fragment(document, grid, held, ink) for grid in fresh),
                failing=sum(entry.address in ink.findings for entry in table.entries),
                unknown=sum("unreadable" in one for one in marked),
                within=used[grids[0]] if grids and not fresh else None,
            )
        )
    return tuple(drawn), used


def fragment(document: Document, number: int, held: Mapping[Spot, str], ink: Ink) -> Fragment:
    """Draw a grid; the rows above the first address head it."""
    grid = document.source.blocks[number]
    if not isinstance(grid, Grid):
        raise TypeError(number)
    owners = [held.get(Spot(number, place)) for place in range(len(grid.cells))]
    first = min(
        (cell.row for cell, owner in zip(grid.cells, owners, strict=True) if owner is not None),
        default=0,
    )
    boxes = [_box(cell, own, first, ink) for cell, own in zip(grid.cells, owners, strict=True)]
    rows = [(row, tuple(some)) for row, some in _rows(grid, boxes)]
    whole = all(cell.row >= first or cell.row + cell.rowspan <= first for cell in grid.cells)
    split = first if whole else 0
    return Fragment(
        grid.location,
        grid.columns,
        next((one.number for one in boxes if one.number is not None and not one.scope), None),
        tuple(some for row, some in rows if row < split),
        tuple(some for row, some in rows if row >= split),
    )


def _box(cell: Cell, address: str | None, first: int, ink: Ink) -> Box:
    figure = address in ink.figures
    scope = ""
    if cell.row < first and cell.text.strip():
        scope = "colgroup" if cell.colspan > 1 else "col"
    elif address is not None and not figure:
        scope = "row"
    return Box(
        _FOLD.sub("", cell.text),
        cell.rowspan,
        cell.colspan,
        scope,
        None if address is None else ink.numbers[address],
        f"{'n ' if figure else ''}{ink.styles.get(address or '', '')}".strip(),
        ink.findings.get(address or ""),
    )


def _rows(grid: Grid, boxes: Sequence[Box]) -> Iterator[tuple[int, list[Box]]]:
    """The grid's rows, the places that no cell fills filled by empty ones."""
    by_row: dict[int, list[tuple[int, Box]]] = {}
    for cell, box in zip(grid.cells, boxes, strict=True):
        by_row.setdefault(cell.row, []).append((cell.column, box))
    dense = grid.rows * grid.columns <= WIDEST
    taken: dict[int, set[int]] = {}
    for row in range(grid.rows) if dense else sorted(by_row):
        here = taken.pop(row, set())
        placed: list[tuple[int, Box]] = []
        for column, box in sorted(by_row.get(row, ()), key=lambda one: one[0]):
            placed.append((column, box))
            if dense:
                across = range(column, min(column + box.colspan, grid.columns))
                here.update(across)
                for below in range(row + 1, min(row + box.rowspan, grid.rows)):
                    taken.setdefault(below, set()).update(across)
        if dense and len(here) < grid.columns:
            empty = (column for column in range(grid.columns) if column not in here)
            placed = sorted([*placed, *((one, Box("")) for one in empty)], key=lambda p: p[0])
        yield row, [box for _, box in placed]
