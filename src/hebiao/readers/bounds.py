"""How much one file may hold, whatever its medium, so that time and memory stay bounded."""

from __future__ import annotations

from hebiao.errors import SourceError

CELLS = 200_000
"""The most cells in all tables of a file together."""

PLACES = 4_000_000
"""The most places from the first cell to the last of each, which are laid out in full."""

COLUMNS = 1 << 14
"""The most columns of a table, as in a workbook."""

MARKS = 3_000_000
"""The most tags and attributes of a container's parts together: each costs memory of its own."""


def too_large(what: str, english: str) -> SourceError:
    """Give the refusal of a file that holds more of something than any disclosure."""
    return SourceError("too-large", f"{what}，请拆分后再读 / {english}: split the file")


class Extent:
    """Counts the cells of a file, and the places from the first to the last of each table."""

    def __init__(self) -> None:
        self._cells = self._places = self._rows = self._columns = 0

    def add(self, row: int, column: int) -> None:
        """Count a cell by its last row and column. Raises `SourceError` "too-large"."""
        self._cells += 1
        if self._cells > CELLS:
            raise too_large(f"超过 {CELLS} 个单元格", f"over {CELLS} cells")
        if row >= self._rows or column >= self._columns:
            self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
            self._check()

    def close(self) -> None:
        """End a table: what comes next is another one's."""
        self._places += self._rows * self._columns
        self._rows = self._columns = 0

    def _check(self) -> None:
        if self._columns > COLUMNS:
            raise too_large(f"表格超过 {COLUMNS} 列", f"a table of over {COLUMNS} columns")
        if self._places + self._rows * self._columns > PLACES:
            raise too_large(
                "单元格相距过远，请删去表外的零散单元格",
                "cells stand too far apart: delete the stray ones, or",
            )
