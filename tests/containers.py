"""Containers for the readers of office files: ZIP and OLE by hand, sound ones and hostile ones."""

from __future__ import annotations

import re
import struct
import time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from hebiao.errors import SourceError
from hebiao.model import Grid, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hebiao.model import Block

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
"""The head of a document whose entity a9 stands for a thousand million characters."""

OUTSIDE = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
"""The head of a document whose entity a9 is another file."""


def zipped(parts: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    """Give a ZIP container of parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", method) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Give the parts of a ZIP container."""
    with ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Give an OLE container of a few streams, each padded to 4096 bytes or more."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {
        name: data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        for name, data in streams.items()
    }
    names = list(padded)
    directory = -(-(len(names) + 1) // 4)
    sectors = directory + sum(len(data) // 512 for data in padded.values())
    tables = next(n for n in range(1, 110) if n * 128 >= n + sectors)
    chains: list[int] = [table] * tables
    starts = []
    for count in (directory, *(len(data) // 512 for data in padded.values())):
        starts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + count), end]
    chains += [free] * (tables * 128 - len(chains))

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        length = len(raw) + 2
        head = struct.pack("<64sHBBIII", raw, length, kind, 1, free, right, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    entries = entry("Root Entry", 5, free, 1, end, 0)
    for at, (name, data) in enumerate(padded.items(), 1):
        after = at + 1 if at < len(names) else free
        entries += entry(name, 2, after, free, starts[at], len(data))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, starts[0], 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    head += struct.pack("<109I", *range(tables), *[free] * (109 - tables))
    body = struct.pack(f"<{len(chains)}I", *chains)
    return head + body + entries.ljust(directory * 512, b"\0") + b"".join(padded.values())


def refused(read: Callable[[bytes], object], data: bytes, seconds: float = 90) -> SourceError:
    """Give the refusal of a file: one line in both languages, within a bound of time."""
    start = time.perf_counter()
    with pytest.raises(SourceError) as caught:
        read(data)
    assert time.perf_counter() - start < seconds
    assert "\n" not in caught.value.message
    assert re.search(r"[一-鿿].* / .*[a-z]", caught.value.message)
    return caught.value


def prose(blocks: Iterable[Block]) -> list[str]:
    """Give the texts of the paragraphs."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def grids(blocks: Iterable[Block]) -> list[Grid]:
    """Give the grids."""
    return [block for block in blocks if isinstance(block, Grid)]


def table(grid: Grid) -> list[list[str]]:
    """Give a grid's texts row by row, "·" where a merged cell covers the place."""
    rows = [["·"] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        assert rows[cell.row][cell.column] == "·", "a place holds one cell"
        assert cell.row + cell.rowspan <= grid.rows
        assert cell.column + cell.colspan <= grid.columns
        rows[cell.row][cell.column] = cell.text
    return rows


def merged(grid: Grid) -> dict[str, tuple[int, int]]:
    """Give the rows and columns of each merged cell by its text."""
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in grid.cells}
    return {text: span for text, span in spans.items() if span != (1, 1)}
