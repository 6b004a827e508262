"""Workbooks, .xlsx and .xls: visible sheets in order, each cell as it is shown.

A hidden sheet is not published and is left out; hidden rows and columns are read, for totals
count them. A formula gives the value the workbook was saved with.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from hebiao.model import Cell, Grid, Location
from hebiao.readers import archive, biff, ole, sheetml
from hebiao.readers.captions import parted
from hebiao.readers.formats import shown
from hebiao.readers.looks import PLACES, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    from hebiao.model import Block

Value = int | float | str | bool | date | datetime | time | timedelta
Span = tuple[int, int]

_OLE = b"\xd0\xcf\x11\xe0"


def blocks(data: bytes) -> tuple[Block, ...]:
    """Give the captions and grids of a workbook, each with its sheet and cell.

    Raises `SourceError` "damaged", "encrypted" and "too-large".
    """
    if data.startswith(_OLE):
        container = ole.opened(data)
        if container.medium == "OOXML":
            raise archive.encrypted()
        # Either stream may be the one that calamine reads; where there are two, sizes of both count.
        looks = [biff.looks(container.read(name)) for name in ("book", "workbook")][-1]
        return _blocks(BytesIO(data), looks)
    looks, kept = sheetml.looks(archive.parts(data))
    return _blocks(archive.pack(kept), looks)
