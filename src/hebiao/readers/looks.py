"""What calamine leaves out of a sheet, and the bounds of what it is given to lay out."""

from __future__ import annotations

from dataclasses import dataclass, field

from hebiao.readers.archive import too_large

CELLS = 500_000
"""The most cells that hold something, in all sheets of a workbook together."""

PLACES = 4_000_000
"""The most places of the rectangles around them: calamine lays out every one."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet shows its cells: number formats and error values by (row, column) from 0.

    `zeros` is whether a 0 is shown at all.
    """

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: bool = True


class Extent:
    """Counts the cells of a workbook, and the places of the rectangle around each sheet's."""

    def __init__(self) -> None:
        self._cells = self._places = 0
        self._clear()

    def add(self, row: int, column: int) -> None:
        """Count a cell that holds something. Raises `SourceError` "too-large"."""
        self._cells += 1
        if self._cells > CELLS:
            raise too_large(f"超过 {CELLS} 个单元格", f"over {CELLS} cells")
        if not self._top <= row <= self._bottom or not self._left <= column <= self._right:
            self._top, self._bottom = min(self._top, row), max(self._bottom, row)
            self._left, self._right = min(self._left, column), max(self._right, column)
            self._check()

    def close(self) -> None:
        """End a sheet: what comes next is another one's."""
        self._places += self._area()
        self._clear()

    def _clear(self) -> None:
        self._top = self._left = 1 << 62
        self._bottom = self._right = -1

    def _area(self) -> int:
        return max(self._bottom - self._top + 1, 0) * max(self._right - self._left + 1, 0)

    def _check(self) -> None:
        if self._places + self._area() > PLACES:
            raise too_large(
                "单元格相距过远，请删去表外的零散单元格",
                "cells stand too far apart: delete the stray ones, or",
            )
