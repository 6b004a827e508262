"""Workbooks, .xlsx and .xls: visible sheets in order, each cell as it is shown.

A hidden sheet is not published and is left out; hidden rows and columns are read, for totals
count them. A formula gives the value the workbook was saved with.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from hebiao.model import Cell, Grid, Location
from hebiao.readers import archive, biff, ole, sheetml
from hebiao.readers.bounds import CELLS, too_large
from hebiao.readers.captions import parted
from hebiao.readers.formats import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from python_calamine import CalamineSheet

    from hebiao.model import Block
    from hebiao.readers.formats import Look

Value = int | float | str | bool | date | datetime | time | timedelta
Place = tuple[int, int]
T = TypeVar("T")

_OLE = b"\xd0\xcf\x11\xe0"


def blocks(data: bytes) -> tuple[Block, ...]:
    """Give the captions and grids of a workbook, each with its sheet and cell.

    Raises `SourceError` "damaged", "encrypted" and "too-large".
    """
    if not data.startswith(_OLE):
        looks, kept = sheetml.looks(archive.parts(data))
        return tuple(_blocks(archive.pack(kept), looks))
    container = ole.opened(data)
    if container.medium == "OOXML":
        raise archive.encrypted()
    # A file may hold an older form beside the newer one; calamine must find sound what it takes.
    read = {name: biff.looks(container.read(name)) for name in ("book", "workbook")}
    return tuple(_blocks(BytesIO(data), read["workbook"] or read["book"]))


def _blocks(stream: BytesIO, looks: list[Look]) -> Iterator[Block]:
    places = 0
    with _guarded(lambda: CalamineWorkbook.from_filelike(stream)) as book:
        told = book.sheets_metadata
        if len(looks) != len(told):
            raise archive.damaged("sheets")
        for at, (sheet, look) in enumerate(zip(told, looks, strict=True)):
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                grid = _grid(_guarded(partial(book.get_sheet_by_index, at)), look)
                places += len(grid.cells)
                if places > CELLS:
                    raise too_large(f"超过 {CELLS} 个单元格", f"over {CELLS} cells")
                yield from parted(grid)


def _guarded(call: Callable[[], T]) -> T:
    """Call calamine; what it cannot read is damaged."""
    try:
        return call()
    except (CalamineError, OSError, ValueError) as problem:
        raise archive.damaged(problem) from problem
    except BaseException as problem:
        # A panic of Rust's derives from BaseException, and its class cannot be imported.
        if type(problem).__name__ != "PanicException":
            raise
        raise archive.damaged(problem) from problem


def _grid(sheet: CalamineSheet, look: Look) -> Grid:
    """Give all of a sheet as one grid; a row with nothing in it holds no cells."""
    spans, covered = _merged(sheet)
    top, left = sheet.start or (0, 0)
    letters = [_letters(column) for column in range(left, left + sheet.width)]
    cells: list[Cell] = []
    blank: list[Value] = [""] * sheet.width
    faulty = {row for row, _ in look.errors}
    for row, values in enumerate(_guarded(sheet.to_python), top):
        if values == blank and row not in faulty:
            continue
        texts = [_text(value, row, column, look) for column, value in enumerate(values, left)]
        if any(texts):
            cells += [
                Cell(
                    text,
                    row - top,
                    column - left,
                    Location(sheet=sheet.name, cell=f"{letters[column - left]}{row + 1}"),
                    *spans.get((row, column), (1, 1)),
                )
                for column, text in enumerate(texts, left)
                if (row, column) not in covered
            ]
    return Grid(tuple(cells), sheet.height, sheet.width, Location(sheet=sheet.name))


def _merged(sheet: CalamineSheet) -> tuple[dict[Place, Place], set[Place]]:
    """Give the rows and columns of each merged cell within what is used, and what it covers."""
    spans: dict[Place, Place] = {}
    covered: set[Place] = set()
    first, last = sheet.start, sheet.end
    if first is None or last is None:
        return spans, covered
    places = 0
    for start, end in _guarded(lambda: sheet.merged_cell_ranges) or []:
        bottom, right = min(end[0], last[0]), min(end[1], last[1])
        if first[0] <= start[0] <= bottom and first[1] <= start[1] <= right:
            high, wide = bottom - start[0] + 1, right - start[1] + 1
            places += high * wide
            if places > CELLS:
                raise archive.damaged("merged cells")
            spans[start] = (high, wide)
            rows, columns = range(start[0], bottom + 1), range(start[1], right + 1)
            covered.update(place for place in product(rows, columns) if place != start)
    return spans, covered


def _text(value: Value, row: int, column: int, look: Look) -> str:
    match value:
        case str():
            return value.strip() or look.errors.get((row, column), "")
        case bool():
            return str(value).upper()
        case int() | float():
            code = look.formats.get((row, column), "")
            return shown(value, code) if value or look.zeros else ""
        case datetime():
            return value.isoformat(" ").removesuffix(" 00:00:00")
        case timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case date() | time():
            return value.isoformat()


def _letters(column: int) -> str:
    letters = ""
    left = column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
