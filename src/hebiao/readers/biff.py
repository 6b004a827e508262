"""The records of an .xls workbook: what calamine leaves out of a cell, and bounds it lacks."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hebiao.readers.archive import damaged, encrypted
from hebiao.readers.bounds import Extent, too_large
from hebiao.readers.formats import BUILT_IN, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RECORDS = 2_000_000
"""The most records of one workbook."""

_BOUNDSHEET, _EOF, _FILEPASS, _FORMAT, _XF = 0x85, 0x0A, 0x2F, 0x41E, 0xE0
_BOOLERR, _DIMENSIONS, _FORMULA, _MULRK, _WINDOW2 = 0x205, 0x200, 0x06, 0xBD, 0x23E
_NUMBERS = frozenset({0x203, 0x27E, _FORMULA, _BOOLERR})
_TEXTS = frozenset({0x204, 0xFD, 0xD6})
_ROWS, _COLUMNS = 1 << 16, 1 << 8
_NARROW, _WIDE = struct.Struct("<HHHH"), struct.Struct("<IIHH")
_ERROR_RESULT = b"\xff\xff"
_SHOWS_ZEROS = 0x10
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip

Record = tuple[int, bytes]


def looks(stream: bytes) -> list[Look]:
    """Give what calamine leaves out, for each sheet in the workbook's order.

    Raises `SourceError` "damaged" (also where a sheet claims more rows and columns than the form
    can hold, for calamine would set memory aside for them), "encrypted" and "too-large".
    """
    try:
        return _looks(stream)
    except (struct.error, IndexError) as problem:
        raise damaged("BIFF") from problem


def _looks(stream: bytes) -> list[Look]:
    formats = dict(BUILT_IN)
    styles: list[int] = []
    starts: list[int] = []
    read = 0
    for kind, body in _records(stream, 0):
        read += 1
        if kind == _FILEPASS:
            raise encrypted()
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _code(body[2:])
        elif kind == _XF:
            styles.append(struct.unpack_from("<2xH", body)[0])
        elif kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", body)[0])
    codes = [formats.get(number, "") for number in styles]
    extent = Extent()
    found = []
    for start in starts:
        kept = []
        for record in _records(stream, start):
            read += 1
            if read > RECORDS:
                raise too_large(f"超过 {RECORDS} 条记录", f"over {RECORDS} records")
            kept.append(record)
        found.append(_look(kept, codes, extent))
        extent.close()
    return found


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Cut a substream into its records, to its end mark or to where the bytes end."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _EOF:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _look(records: Iterable[Record], codes: list[str], extent: Extent) -> Look:
    formats: dict[tuple[int, int], str] = {}
    errors: dict[tuple[int, int], str] = {}
    zeros = True
    for kind, body in records:
        if kind in _TEXTS:
            extent.add(*struct.unpack_from("<HH", body))
        elif kind in _NUMBERS:
            row, column, style = struct.unpack_from("<HHH", body)
            extent.add(row, column)
            formats[row, column] = codes[style] if style < len(codes) else ""
            if (error := _error(kind, body)) is not None:
                errors[row, column] = _ERRORS.get(error, "#N/A")
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            styles = (
                style
                for style, _ in struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])
            )
            for column, style in enumerate(styles, first):
                extent.add(row, column)
                formats[row, column] = codes[style] if style < len(codes) else ""
        elif kind == _DIMENSIONS:
            _check_claim(body)
        elif kind == _WINDOW2:
            zeros = bool(struct.unpack_from("<H", body)[0] & _SHOWS_ZEROS)
    return Look(formats, errors, zeros)


def _error(kind: int, body: bytes) -> int | None:
    if kind == _BOOLERR and body[7]:
        return body[6]
    if kind == _FORMULA and body[12:14] == _ERROR_RESULT and body[6] == 2:  # noqa: PLR2004
        return body[8]
    return None


def _check_claim(body: bytes) -> None:
    shape = _WIDE if len(body) >= _WIDE.size else _NARROW
    top, bottom, left, right = shape.unpack_from(body)
    if top > bottom or bottom > _ROWS or left > right or right > _COLUMNS:
        raise damaged("BIFF DIMENSIONS")


def _code(raw: bytes) -> str:
    """Give a number format: of Excel 97 two bytes for its length and one of flags, else one."""
    length, flags = struct.unpack_from("<HB", raw)
    if length == len(raw) - 3 and not flags & 1:
        return raw[3:].decode("latin-1")
    if length * 2 == len(raw) - 3:
        return raw[3:].decode("utf-16-le", "replace")
    return raw[1 : 1 + raw[0]].decode("gb18030", "replace")
