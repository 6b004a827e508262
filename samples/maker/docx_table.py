"""Sets a table for DOCX under its caption: merged cells, a heading that may repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from maker.blocks import Run, Table, placed
from maker.docx_text import SMALL, fill
from maker.setting import aligned, joined, noted, widths

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Row

    from maker.layout import Layout

BESIDE, HEIGHT = 12.0, 20.0
"""White space beside a cell's text, both sides together, and the least height of a row."""

TITLE, LABEL, NOTE, GAP = 16.0, 12.0, 10.0, 8.0
"""Sizes of the caption's lines, and the white space above it."""


def table(word: Word, block: Table, width: float, layout: Layout) -> None:
    """Write the caption as paragraphs, then the table at the width, in points."""
    _caption(word, block, width, layout)
    rows = list(placed(block.head + block.body, block.columns))
    grid = word.add_table(len(rows), block.columns, "Table Grid")
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    sides = [Pt(one) for one in widths(block, width, SMALL, BESIDE)]
    places = [row.cells for row in grid.rows]
    for column, side in zip(grid.columns, sides, strict=True):
        column.width = side
    for y, row in enumerate(grid.rows):
        _row(row, repeated=y < len(block.head) and block.id in layout.repeated)
        for place, side in zip(places[y], sides, strict=True):
            place.width = side
    for y, cells in enumerate(rows):
        for x, cell in cells:
            place = places[y][x]
            if cell.rowspan > 1 or cell.colspan > 1:
                place = place.merge(places[y + cell.rowspan - 1][x + cell.colspan - 1])
            place.vertical_alignment = VERTICAL.CENTER
            align = aligned(cell, block, head=y < len(block.head))
            fill(place.paragraphs[0], (Run(joined(cell), bold=cell.bold),), align, SMALL)


def _caption(word: Word, block: Table, width: float, layout: Layout) -> None:
    if block.label:
        label = fill(word.add_paragraph(), (Run(block.label),), "left", LABEL)
        label.paragraph_format.space_before = Pt(GAP)
        label.paragraph_format.keep_with_next = True
    title = fill(word.add_paragraph(), (Run(block.title, bold=True),), "center", TITLE)
    title.paragraph_format.space_before = Pt(0 if block.label else GAP)
    title.paragraph_format.keep_with_next = True
    if block.id in layout.one_line:
        both = fill(word.add_paragraph(), (Run("\t".join(block.notes)),), "left", NOTE)
        both.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT)
        return
    for note, align in zip(block.notes, noted(block), strict=True):
        fill(word.add_paragraph(), (Run(note),), align, NOTE)


def _row(row: _Row, *, repeated: bool) -> None:
    """Keep a row on one page; a heading's may stand on every page."""
    row.height = Pt(HEIGHT)
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    properties: Any = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no name for it
    for name in ("w:cantSplit", *(("w:tblHeader",) if repeated else ())):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        properties.append(mark)
