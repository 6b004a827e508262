"""Bind: every printed figure of a document with an address, exact value, quantum and state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from hebiao.figure import UNITS, State, parse_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.figure import Figure, Unit
    from hebiao.model import Document, Entry, Row, Table

Place = tuple[str, str, str, str]
"""The table's key, lane, row key, column key."""


@dataclass(frozen=True)
class Figures:
    """The figures of a document, in reading order, and where each address stands among them.

    `frame` has one row a figure: address, table, lane, row, column, raw, value and quantum (int64,
    base units), state and unit; its index is the figure's number, that of `entries` and `units`.
    """

    document: Document
    entries: tuple[Entry, ...]
    figures: tuple[Figure, ...]
    units: tuple[Unit, ...]
    places: Mapping[Place, int]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The figures as a frame."""
        frame = pd.DataFrame(
            {
                "address": [entry.address for entry in self.entries],
                "table": [place[0] for place in self.places],
                "lane": [entry.lane for entry in self.entries],
                "row": [entry.row for entry in self.entries],
                "column": [entry.column for entry in self.entries],
                "raw": [entry.raw for entry in self.entries],
                "value": [figure.value for figure in self.figures],
                "quantum": [figure.quantum for figure in self.figures],
                "state": [figure.state.value for figure in self.figures],
                "unit": [unit.name for unit in self.units],
            }
        )
        return frame.astype({"value": "int64", "quantum": "int64"})

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The document's tables by key."""
        return {table.key: table for table in self.document.read}

    @cached_property
    def instances(self) -> Mapping[str, tuple[Table, ...]]:
        """The document's tables by id; of a form that recurs there are several."""
        found: dict[str, list[Table]] = defaultdict(list)
        for table in self.document.read:
            found[table.id].append(table)
        return {key: tuple(tables) for key, tables in found.items()}

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], tuple[Row, ...]]:
        """The rows of each (table key, lane), in reading order."""
        rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for table in self.document.read:
            for row in table.rows:
                rows[table.key, row.lane].append(row)
        return {key: tuple(value) for key, value in rows.items()}

    @cached_property
    def names(self) -> Mapping[str, Entry]:
        """The cells that print a row's name, by address."""
        return {
            entry.address: entry
            for table in self.document.read
            for entry in table.entries
            if not entry.figure
        }

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The figure's number by its address."""
        return {entry.address: number for number, entry in enumerate(self.entries)}


def bind(document: Document) -> Figures:
    """Read every figure cell of the document's tables in its table's unit.

    A zero printed without decimals where the table prints decimals is the sheet's zero: its
    quantum is the table's finest place, for a bare 0 rounds nothing.
    """
    entries: list[Entry] = []
    figures: list[Figure] = []
    units: list[Unit] = []
    places: dict[Place, int] = {}
    for table in document.read:
        own = [entry for entry in table.entries if entry.figure]
        own_units = [UNITS.get(entry.unit, table.unit) for entry in own]
        read = [_figure(entry, unit) for entry, unit in zip(own, own_units, strict=True)]
        for entry, figure, unit in zip(own, _sheet_zeros(read, own_units), own_units, strict=True):
            places[table.key, entry.lane, entry.row, entry.column] = len(entries)
            entries.append(entry)
            figures.append(figure)
            units.append(unit)
    return Figures(document, tuple(entries), tuple(figures), tuple(units), places)


def _figure(entry: Entry, unit: Unit) -> Figure:
    """Read a cell; where a second reader saw another text, what was read is doubtful."""
    figure = parse_figure(entry.raw if entry.stated is None else entry.stated, unit)
    return figure if entry.witness is None or not figure.known else figure.doubted()


def _sheet_zeros(figures: list[Figure], units: list[Unit]) -> list[Figure]:
    finest: dict[Unit, int] = {}
    for figure, unit in zip(figures, units, strict=True):
        if figure.state is State.PRINTED and figure.value:
            finest[unit] = min(figure.quantum, finest.get(unit, figure.quantum))
    return [
        figure.with_quantum(min(figure.quantum, finest.get(unit, figure.quantum)))
        if figure.state is State.PRINTED and not figure.value
        else figure
        for figure, unit in zip(figures, units, strict=True)
    ]
