"""Renders a document as a workbook: a sheet a leaf, amounts as numbers, heads as merged cells."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from math import ceil
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from maker.blocks import Cell, Document, Heading, Paragraph, Table, placed, plain
from maker.layout import Layout, leaves
from maker.setting import AMOUNT, aligned, noted, widths
from maker.zipped import steady

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from maker.layout import Leaf
    from maker.setting import Align

UPRIGHT, WIDE = 90.0, 150.0
"""How wide the columns of a sheet are together, in the width of a digit."""

SIZE, BESIDE = 2.1, 1.5
"""The width of a Chinese character, and the white space beside a text, in the same."""

LINE, ABOVE = 14.0, 6.0
"""The height of a line, and the white space above and below a text, in points."""

A4 = 9
FACE, TEXT, TITLE = "宋体", 10, 14
RULE = Side(style="thin")
RULED = Border(left=RULE, right=RULE, top=RULE, bottom=RULE)


def render(document: Document, layout: Layout) -> bytes:
    """Give the document as XLSX, byte for byte the same each time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = book.properties.creator = layout.head
    for leaf in leaves(document, layout):
        _leaf(book.create_sheet(leaf.name), leaf, layout)
    file = BytesIO()
    book.save(file)
    return steady(file.getvalue())


def _leaf(sheet: Worksheet, leaf: Leaf, layout: Layout) -> None:
    """Write a leaf's blocks one below the other; the table of most columns sets their widths."""
    tables = [block for block in leaf.blocks if isinstance(block, Table)]
    columns = [WIDE if leaf.paper.wide else UPRIGHT]
    if tables:
        most = max(tables, key=lambda table: table.columns)
        columns = widths(most, columns[0], SIZE, BESIDE)
    for at, width in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = round(width, 2)
    sheet.page_setup.orientation = "landscape" if leaf.paper.wide else "portrait"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    row = 1
    for block in leaf.blocks:
        match block:
            case Table():
                row = _caption(sheet, row, block, columns, layout)
                row = _table(sheet, row, block, columns)
            case Heading(_, runs):
                row = _line(sheet, row, plain(runs), columns, size=TITLE)
            case Paragraph(runs):
                row = _line(sheet, row, plain(runs).replace("\f", ""), columns)


def _line(
    sheet: Worksheet,
    row: int,
    text: str,
    columns: list[float],
    *,
    align: Align = "left",
    size: int = TEXT,
) -> int:
    """Write a text over all columns, bold where it is a title, and give the row after it."""
    _write(sheet, row, 1, Cell(text, bold=size > TEXT, colspan=len(columns)), align, size)
    sheet.row_dimensions[row].height = _height(text, sum(columns)) * size / TEXT
    return row + 1


def _caption(sheet: Worksheet, row: int, table: Table, columns: list[float], layout: Layout) -> int:
    if table.label:
        row = _line(sheet, row, table.label, columns)
    row = _line(sheet, row, table.title, columns, align="center", size=TITLE)
    if table.id in layout.one_line:
        first, last = table.notes
        sheet.cell(row, 1, first).font = Font(FACE, TEXT)
        _write(sheet, row, table.columns, Cell(last), "right", TEXT)
        return row + 1
    for note, align in zip(table.notes, noted(table), strict=True):
        row = _line(sheet, row, note, columns, align=align)
    return row


def _table(sheet: Worksheet, row: int, table: Table, columns: list[float]) -> int:
    """Write the heading and the body; a blank row follows."""
    rows = placed(table.head + table.body, table.columns)
    for y, cells in zip(count(row), rows, strict=False):
        height = LINE + ABOVE
        for x in range(1, table.columns + 1):
            sheet.cell(y, x).border = RULED
        for x, cell in cells:
            align = aligned(cell, table, head=y - row < len(table.head))
            _write(sheet, y, x + 1, cell, align, TEXT)
            if cell.rowspan == 1:
                height = max(height, _height(cell.text, sum(columns[x : x + cell.colspan])))
        sheet.row_dimensions[y].height = height
    return row + len(table.head) + len(table.body) + 1


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, align: Align, size: int) -> None:
    """Write a cell: an amount as a number with two places, all else as text."""
    place = sheet.cell(row, column)
    if cell.address and AMOUNT.fullmatch(cell.text):
        place.value = float(cell.text.replace(",", ""))
        place.number_format = "#,##0.00"
    elif cell.text:
        place.value = cell.text
        place.data_type = "s"  # a target such as "=100%" is no formula
    place.alignment = Alignment(align, "center", wrap_text=True)
    place.font = Font(FACE, size, bold=cell.bold)
    if cell.rowspan > 1 or cell.colspan > 1:
        last = (row + cell.rowspan - 1, column + cell.colspan - 1)
        sheet.merge_cells(None, row, column, *last)


def _height(text: str, width: float) -> float:
    """Give the height of a text that wraps to a width."""
    lines = sum(max(ceil(len(line) * SIZE / (width - BESIDE)), 1) for line in text.split("\n"))
    return lines * LINE + ABOVE
