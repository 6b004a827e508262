"""A sheet as paragraphs and grids: the lines over a table are its caption, not rows of it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.model import Grid, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.model import Block, Cell

_AHEAD = 12
"""The most lines of a caption between two tables."""

_LABELLED = re.compile(r"[^：:]{1,12}[：:].*", re.DOTALL)
_NUMBERED = re.compile(r"(?:附|公开|预算|决算)*(?:(?:表|附件)\s*\d{1,3}|\d{1,3}\s*表)")
_DATED = re.compile(r"[(（]?\d{4}\s*年(?:度|\s*\d{1,2}\s*月)?.{0,8}")
_TITLE = re.compile(r".*表\s*(?:[(（].*[)）])?", re.DOTALL)
_NOTE = re.compile(r"(?:[*※]|注|备注|说明).*|.*[。；]", re.DOTALL)
_AMOUNT = re.compile(r"[-(（]?[\d,]*\d(?:\.\d+)?[)）]?%?")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A grid, the cells with text that begin in each row, and the rows such cells reach into."""

    grid: Grid
    begun: dict[int, list[Cell]]
    reached: frozenset[int]

    def blank(self, row: int) -> bool:
        return row not in self.begun and row not in self.reached

    def line(self, row: int) -> int:
        """Give the row behind a line of prose, 0 where the row is one of a table."""
        cells = self.begun.get(row, [])
        if not cells or row in self.reached:
            return 0
        stop = row + max(cell.rowspan for cell in cells)
        if any(below in self.begun for below in range(row + 1, stop)):
            return 0
        if len(cells) == 1:
            return 0 if _AMOUNT.fullmatch(cells[0].text) else stop
        return stop if all(map(_is_label, cells)) else 0

    def wide(self, row: int) -> bool:
        """Whether one merged cell takes up most of a row."""
        cells = self.begun.get(row, [])
        return len(cells) == 1 and 1 < self.grid.columns < cells[0].colspan * 1.5

    def caption(self, row: int, *, gap: bool) -> bool:
        """Whether a table ends before a row: a title and headings follow, or prose, or notes only.

        Without a gap only what names a table is a title: a form may have bands across it.
        """
        titled = told = False
        noted = gap
        for _ in range(_AHEAD):
            while row < self.grid.rows and self.blank(row):
                row += 1
            stop = self.line(row)
            if not stop:
                break
            for cell in self.begun[row]:
                note = bool(_NOTE.fullmatch(cell.text))
                titled |= bool(_TITLE.fullmatch(cell.text))
                titled |= gap and (self.wide(row) or _is_label(cell))
                told |= note
                noted &= note or _is_label(cell)
            row = stop
        else:
            return gap and told
        if row >= self.grid.rows:
            return noted
        heads = self.begun.get(row, [])
        return titled and len(heads) > 1 and not any(_AMOUNT.fullmatch(c.text) for c in heads)


def parted(grid: Grid) -> Iterator[Block]:
    """Cut a sheet, or a table that looks like one, into its tables and the lines around them.

    A line is a row of one cell, or of cells that all read "label: value" (编制单位：…, 单位：万元),
    number the table or date it. Lines before a table, and notes behind it, are paragraphs. A table
    goes on over blank rows, which are left out; it ends where a title and headings follow.
    """
    sheet = _sheet(grid)
    first, row, gap = -1, 0, False
    while row < grid.rows:
        if sheet.blank(row):
            gap = True
        elif first < 0 and (stop := sheet.line(row)):
            yield from _lines(sheet, row, stop)
            row = stop
            continue
        elif first < 0:
            first = row
        elif (gap or sheet.wide(row)) and sheet.line(row) and sheet.caption(row, gap=gap):
            yield from _table(sheet, first, row)
            first = -1
            continue
        else:
            gap = False
        row += 1
    if first >= 0:
        yield from _table(sheet, first, grid.rows)


def _sheet(grid: Grid) -> _Sheet:
    begun: dict[int, list[Cell]] = defaultdict(list)
    reached: set[int] = set()
    for cell in grid.cells:
        if cell.text:
            begun[cell.row].append(cell)
            reached.update(range(cell.row + 1, cell.row + cell.rowspan))
    return _Sheet(grid, dict(begun), frozenset(reached))


def _is_label(cell: Cell) -> bool:
    return any(mark.fullmatch(cell.text) for mark in (_LABELLED, _NUMBERED, _DATED))


def _lines(sheet: _Sheet, start: int, stop: int) -> Iterator[Paragraph]:
    for row in range(start, stop):
        for cell in sheet.begun.get(row, []):
            yield Paragraph(cell.text, cell.location)


def _table(sheet: _Sheet, first: int, stop: int) -> Iterator[Block]:
    rows = [row for row in range(first, stop) if not sheet.blank(row)]
    end = len(rows)
    while end > 1 and _is_note(sheet, rows[end - 1]):
        end -= 1
    yield _grid(sheet, rows[:end])
    yield from (note for row in rows[end:] for note in _lines(sheet, row, row + 1))


def _is_note(sheet: _Sheet, row: int) -> bool:
    cells = sheet.begun.get(row, [])
    return len(cells) == 1 and row not in sheet.reached and bool(_NOTE.fullmatch(cells[0].text))


def _grid(sheet: _Sheet, rows: list[int]) -> Grid:
    """Give the rows as a grid, without the blank columns at both sides."""
    places = {row: at for at, row in enumerate(rows)}
    told = [cell for row in rows for cell in sheet.begun.get(row, [])]
    left = min(cell.column for cell in told)
    right = max(cell.column + cell.colspan for cell in told)
    cells = tuple(
        replace(
            cell,
            row=places[cell.row],
            column=cell.column - left,
            rowspan=sum(row in places for row in range(cell.row, cell.row + cell.rowspan)),
            colspan=min(cell.colspan, right - cell.column),
        )
        for cell in sheet.grid.cells
        if cell.row in places and left <= cell.column < right
    )
    return replace(
        sheet.grid, cells=cells, rows=len(rows), columns=right - left, location=cells[0].location
    )
