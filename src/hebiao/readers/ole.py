"""OLE containers (.xls, .doc, encrypted OOXML): the streams at their top, within bounds."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from hebiao.errors import SourceError
from hebiao.readers.archive import damaged

_HEADER = struct.Struct("<30xHH10xII4xII4xI4x")
_ENTRY = struct.Struct("<64sHBxIII36xII4x")
_FIRST = slice(76, 512)
_LAST = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_STREAM = 2
_SHIFTS, _SMALL_SHIFT = frozenset({9, 12}), 6


@dataclass(frozen=True, slots=True)
class _Disk:
    """Bytes in sectors of 2**`shift` from `base` on; `table` tells which follows which."""

    data: bytes
    base: int
    shift: int
    table: tuple[int, ...] = ()

    def sector(self, number: int) -> bytes:
        start = self.base + (number << self.shift)
        if start >= len(self.data):
            raise damaged("OLE sector")
        return self.data[start : start + (1 << self.shift)]

    def chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        at = start
        while at < _LAST:
            if at >= len(self.table) or len(pieces) > len(self.table):
                raise damaged("OLE chain")
            pieces.append(self.sector(at))
            at = self.table[at]
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Container:
    """The streams at the top of a container, by their names in lower case."""

    streams: dict[str, tuple[int, int]]
    small_below: int
    small: _Disk
    large: _Disk

    @property
    def medium(self) -> str:
        """What it holds: "OOXML" (then encrypted), "DOC", "XLS", or "" for anything else."""
        if "encryptedpackage" in self.streams:
            return "OOXML"
        if "worddocument" in self.streams:
            return "DOC"
        return "XLS" if {"workbook", "book"} & self.streams.keys() else ""

    def read(self, name: str) -> bytes:
        """Give a stream's bytes, none where there is no such stream."""
        start, size = self.streams.get(name, (_NONE, 0))
        disk = self.small if size < self.small_below else self.large
        return disk.chain(start)[:size]


def contents(data: bytes) -> str:
    """Name the medium that an OLE container holds, "" where it is broken or holds no known one."""
    try:
        return opened(data).medium
    except SourceError:
        return ""


def opened(data: bytes) -> Container:
    """Open a container. Raises `SourceError` "damaged"."""
    try:
        return _opened(data)
    except struct.error as problem:
        raise damaged("OLE") from problem


def _opened(data: bytes) -> Container:
    shift, small_shift, count, first, small_below, small, more = _HEADER.unpack_from(data)
    if shift not in _SHIFTS or small_shift != _SMALL_SHIFT:
        raise damaged("OLE sectors")
    bare = _Disk(data, 1 << shift, shift)
    large = _Disk(data, 1 << shift, shift, _table(bare, count, more))
    directory = large.chain(first)
    *_, child, start, _ = _ENTRY.unpack_from(directory)
    table = _numbers(large.chain(small))
    return Container(
        _top(directory, child), small_below, _Disk(large.chain(start), 0, small_shift, table), large
    )


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _table(disk: _Disk, count: int, more: int) -> tuple[int, ...]:
    """Put the table together; one far larger than its file needs is refused."""
    numbers = list(_numbers(disk.data[_FIRST]))
    most = 8 + (2 * len(disk.data) >> (2 * disk.shift - 2))
    while more < _LAST and len(numbers) < most:
        *further, more = _numbers(disk.sector(more))
        numbers += further
    held = [number for number in numbers if number < _LAST][:count]
    if len(held) > most:
        raise damaged("OLE table")
    return _numbers(b"".join(disk.sector(number) for number in held))


def _top(directory: bytes, child: int) -> dict[str, tuple[int, int]]:
    """Walk the tree of the entries right below the root, each once."""
    found = {}
    seen = set()
    ahead = [child]
    while ahead:
        number = ahead.pop()
        if number == _NONE or number in seen:
            continue
        seen.add(number)
        raw, length, kind, left, right, _, start, size = _ENTRY.unpack_from(directory, number * 128)
        if kind == _STREAM:
            name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
            found[name.lower()] = (start, size)
        ahead += [left, right]
    return found
