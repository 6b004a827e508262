"""The document model: blocks in reading order, each figure under its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PART, SECTION = 2, 3
"""Levels of headings: a part of the document, a section of a part."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; one that states something which a fault may change has an address.

    A line feed is a line break within the paragraph. A form feed is where a page of a document
    taken down as text ended; forms that have pages of their own leave it out.
    """

    text: str
    address: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or (with `item`) one entry of a list."""

    runs: tuple[Run, ...]
    address: str = ""
    item: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its spans. A line feed in the text is where the cell's width wraps it.

    `slip` is how many columns too far left a form without spans (text) prints it, as published
    documents do where a heading spans columns of different depth.
    """

    text: str
    address: str = ""
    bold: bool = False
    rowspan: int = 1
    colspan: int = 1
    slip: int = 0


Row = tuple[Cell, ...]
"""The cells that begin in one row; a cell from above that reaches into it is not repeated."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its caption: `label` ("表 1"), `title` as a heading, `notes` line by line."""

    id: str
    label: str
    title: str
    level: int
    notes: tuple[str, ...]
    columns: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]


Block = Heading | Paragraph | Table
Document = tuple[Block, ...]


def placed(rows: tuple[Row, ...], columns: int) -> Iterator[list[tuple[int, Cell]]]:
    """Give each row's cells with the column they begin in, spans from above kept free.

    Raises `ValueError` where a row does not fill the columns exactly.
    """
    reach = [0] * columns
    for row in rows:
        found: list[tuple[int, Cell]] = []
        for cell in row:
            column = reach.index(0) if 0 in reach else columns
            if column + cell.colspan > columns:
                raise ValueError(f"the row runs over {columns} columns: {row}")
            found.append((column, cell))
            reach[column : column + cell.colspan] = [cell.rowspan] * cell.colspan
        if 0 in reach:
            raise ValueError(f"the row leaves some of {columns} columns open: {row}")
        reach = [left - 1 for left in reach]
        yield found


def plain(runs: tuple[Run, ...]) -> str:
    """Give the text of runs without any markup."""
    return "".join(run.text for run in runs)


def characters(document: Document) -> set[str]:
    """Give every character that the document prints."""
    texts: list[str] = []
    for block in document:
        match block:
            case Heading() | Paragraph():
                texts.append(plain(block.runs))
            case Table():
                texts += [block.label, block.title, *block.notes]
                texts += [cell.text for row in block.head + block.body for cell in row]
    return {character for text in texts for character in text if character.isprintable()}
