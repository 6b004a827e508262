"""What is read of a file and what it is recognised as: source, blocks, document, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hebiao.figure import Unit


_TABLE = re.compile(r"[^.\[{]+(?:\{'(?:[^']|'')*'(?:#\d+)?\})?")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; which fields are set depends on the medium.

    Text: `line` (from 1) and `span` (first and last-plus-one character in that line, from 0).
    PDF: `page` (from 1) and `bbox` (left, top, right, bottom in points from the top left).
    Workbook: `sheet` and `cell` (as in "B12"). `file` is set where several files make one document.
    """

    file: str | None = None
    line: int | None = None
    span: tuple[int, int] | None = None
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: its text without markup, its first row and column, its spans.

    `witness` is what a second reader saw in the same place, where it saw something else.
    """

    text: str
    row: int
    column: int
    location: Location
    rowspan: int = 1
    colspan: int = 1
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside the tables, without markup.

    `lines` are, where the medium prints it in lines, the first character and place of each.
    """

    text: str
    location: Location
    lines: tuple[tuple[int, Location], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is printed: `rows` × `columns` places, and the cells that fill them.

    `spans` tells whether the medium knows its merged cells. Where it does not (flattened text),
    an empty cell of a heading may belong to the heading at its left. `ruled` is false where no
    lines were printed and the cells were told apart by white space.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    location: Location
    spans: bool = True
    ruled: bool = True


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Private:
    """A personal number of a source: "mobile", "telephone" or "identity", masked, and its place."""

    kind: str
    shown: str
    location: Location


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader gives: the blocks of one file in reading order.

    `regime` is the one the file itself says it is of, as a data package does; `private` lists the
    personal numbers that were masked in the blocks.
    """

    path: str
    sha256: str
    media_type: str
    blocks: tuple[Block, ...]
    regime: str | None = None
    private: tuple[Private, ...] = ()


class RowKind(StrEnum):
    """What a recognised row stands for."""

    TREE = "tree"
    TOTAL = "total"
    UNIT = "unit"
    CODE = "code"
    ITEM = "item"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """A recognised row. `key` is its address part; `parent` the key of its printed ancestor."""

    key: str
    kind: RowKind
    lane: str = ""
    code: str = ""
    name: str = ""
    item: str = ""
    unit: str = ""
    parent: str | None = None
    leaf: bool = True
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a recognised table: the raw text at (row, column), and where it stands.

    `witness` is what a second reader saw there, where it saw something else; `unit` the unit of a
    column that has another than its table; `stated` the amount that a sentence's words give, as
    -48.80 for 减少 48.80.
    """

    address: str
    lane: str
    row: str
    column: str
    raw: str
    location: Location
    figure: bool = True
    witness: str | None = None
    unit: str = ""
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A number of the narrative that no wording knows, with its sentence and place."""

    raw: str
    sentence: str
    location: Location


@dataclass(frozen=True, slots=True)
class Unbound:
    """A number of the narrative that no rule held against another figure.

    `address` is empty where no wording knows the number, and `sentence` where one does.
    """

    raw: str
    address: str
    sentence: str
    location: Location


@dataclass(frozen=True, slots=True)
class Understood:
    """How many numbers the narrative has, how many are bound, and those that are not."""

    figures: int
    bound: int
    unbound: tuple[Unbound, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A grid recognised as a statutory table.

    `columns` are the (lane, column) pairs found, `missing` the required ones that were not.
    `gaps` says, in words, what keeps the rows from having been read whole (a required row not
    found, a row that no wording knows); with none, a row that is not printed is blank. `ruled` is
    false where a part of it was printed without ruling lines. `instance` is, quoted, what tells
    one table from another where the form recurs, as once for each project; `again` where a table
    of the same title stands a second time, which was not read.
    """

    id: str
    title: str
    unit: Unit
    columns: frozenset[tuple[str, str]]
    missing: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    gaps: tuple[str, ...]
    location: Location
    instance: str = ""
    ruled: bool = True
    again: tuple[Location, ...] = ()

    @property
    def key(self) -> str:
        """The table as an address names it: its id, and which one where the form recurs."""
        return f"{self.id}{{{self.instance}}}" if self.instance else self.id


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the narrative: the regime's key for it, its title, and what stands below.

    `beyond` is what follows it under headings that are no section's of the regime.
    """

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    location: Location
    beyond: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Stray:
    """A grid of amounts that is no table of the regime: what stands above it, and its place."""

    title: str
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    """A source recognised under a regime. Tables and sections are in the regime's order.

    `narrative` holds what the sections state, as a table; `unread` their numbers that no wording
    knows; `strays` the grids that are no table of the regime.
    """

    source: Source
    regime: str
    entity: str | None
    year: int | None
    unit: Unit
    tables: tuple[Table, ...]
    sections: tuple[Section, ...] = ()
    narrative: Table | None = None
    unread: tuple[Unread, ...] = ()
    strays: tuple[Stray, ...] = ()

    @property
    def read(self) -> tuple[Table, ...]:
        """The tables, and the narrative after them."""
        return self.tables if self.narrative is None else (*self.tables, self.narrative)

    def table(self, table_id: str) -> Table | None:
        """Give the table of that id, or None where the document does not hold it."""
        return next((table for table in self.tables if table.id == table_id), None)


def lane_address(table: str, lane: str) -> str:
    """Give what a lane's addresses begin with: its table's key, and its own if it has one."""
    return f"{table}.{lane}" if lane else table


def table_of(address: str) -> str:
    """Give the table's key that an address begins with."""
    match = _TABLE.match(address)
    return match[0] if match else address
