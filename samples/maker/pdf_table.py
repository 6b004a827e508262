"""Sets a table for PDF: ruled, merged cells as spans, wraps where the columns are too narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import black
from reportlab.platypus import Table as Ruled

from maker.blocks import Run, Table, placed
from maker.pdf_text import Style, Text
from maker.setting import aligned, joined, widths

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

SIZE, DENSE = 9.0, 8.0
"""The size of the text in points, and that in a table of `MANY` columns or more."""

MANY = 9
LEADING = 1.35
BESIDE, ABOVE = 3.0, 4.0
"""White space at each side of a cell's text, and above and below it, in points."""

EVERY = ((0, 0), (-1, -1))
FRAME: list[tuple[Any, ...]] = [
    ("GRID", *EVERY, 0.5, black),
    ("VALIGN", *EVERY, "MIDDLE"),
    ("LEFTPADDING", *EVERY, BESIDE),
    ("RIGHTPADDING", *EVERY, BESIDE),
    ("TOPPADDING", *EVERY, ABOVE),
    ("BOTTOMPADDING", *EVERY, ABOVE),
]


def ruled(table: Table, width: float, *, repeated: bool) -> Flowable:
    """Give the table at the width; `repeated` tells whether each page has the heading."""
    size = DENSE if table.columns >= MANY else SIZE
    rows = list(placed(table.head + table.body, table.columns))
    data: list[list[Any]] = [[""] * table.columns for _ in rows]
    spans: list[tuple[Any, ...]] = []
    for y, cells in enumerate(rows):
        for x, cell in cells:
            align = aligned(cell, table, head=y < len(table.head))
            run = Run(joined(cell), bold=cell.bold)
            data[y][x] = Text((run,), Style(size, size * LEADING, align))
            spans.append(("SPAN", (x, y), (x + cell.colspan - 1, y + cell.rowspan - 1)))
    return Ruled(
        data,
        colWidths=widths(table, width, size, 2 * BESIDE + 1),
        repeatRows=len(table.head) if repeated else 0,
        style=FRAME + spans,
    )
