"""ZIP containers: what is in them, and their XML parts, bounded before anything is parsed."""

from __future__ import annotations

import codecs
import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from hebiao.errors import SourceError
from hebiao.readers.bounds import MARKS, too_large

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zipfile import ZipInfo

ENTRIES = 10_000
"""The most entries a container may hold."""

PART = 64 * 2**20
"""The largest XML part, in bytes once unpacked."""

TOTAL = 128 * 2**20
"""The most bytes of all XML parts together, once unpacked."""

RATIO = 200
"""How much smaller packed XML may be, where it makes more than `_TELLING` bytes."""

_TELLING = 8 * 2**20
_ENCODED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"ascii"})
_UTF16 = re.compile(rb"(?:\xff\xfe)?<\0[^\0]|(?:\xfe\xff)?\0<\0[^\0]")
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ENTRY = b"PK\x01\x02"
_TYPES = "[Content_Types].xml"
_SEALED = 0x1
_BROKEN = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
_MAIN = (
    ("DOCX", re.compile(rb"(?:wordprocessingml|ms-word)\.[.A-Za-z]+\.main\+xml")),
    ("XLSX", re.compile(rb"(?:spreadsheetml|ms-excel)\.[.A-Za-z]+\.main\+xml")),
    ("XLSB", re.compile(rb"ms-excel\.sheet\.binary")),
)


def contents(data: bytes) -> str:
    """Name the medium that a ZIP container holds, "ZIP" for no known one, "" for a broken one."""
    try:
        with _opened(data) as packed:
            entries = {info.filename: info for info in packed.infolist()}
            if "OFD.xml" in entries:
                return "OFD"
            if (types := entries.get(_TYPES)) is None:
                return "ZIP"
            _bound([types])
            told = _read(packed, types)
    except (SourceError, *_BROKEN):
        return ""
    return next((name for name, main in _MAIN if main.search(told)), "ZIP")


def parts(data: bytes) -> dict[str, bytes]:
    """Unpack the XML parts of a container by name; all else in it is given as empty.

    Raises `SourceError` "damaged", "encrypted" and "too-large" (over `ENTRIES`, `PART`, `TOTAL` or
    `RATIO`, told from the directory before a byte is unpacked; over `MARKS`). A document type is
    refused, and any encoding but UTF-8 and UTF-16: the packaging standard forbids both, and
    entities come by no other way.
    """
    try:
        with _opened(data) as packed:
            found = packed.infolist()
            wanted = [info for info in found if info.filename.lower().endswith((".xml", ".rels"))]
            _bound(wanted)
            held = {info.filename: b"" for info in found if not info.is_dir()}
            for info in wanted:
                held[info.filename] = _read(packed, info)
    except _BROKEN as problem:
        raise damaged(problem) from problem
    if sum(part.count(b"<") + part.count(b"=") for part in held.values()) > MARKS:
        raise too_large(f"超过 {MARKS} 个标记", f"over {MARKS} tags and attributes")
    for name, part in held.items():
        _check(name, part)
    return held


def pack(held: Mapping[str, bytes]) -> BytesIO:
    """Give parts as a container again, plain, for a library that would unpack without bounds."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as packed:
        for name, part in held.items():
            packed.writestr(name, part)
    stream.seek(0)
    return stream


def damaged(problem: object) -> SourceError:
    """Give the refusal of a file whose structure is broken, with the reason on one line."""
    reason = " ".join(str(problem).split())[:200] or type(problem).__name__
    return SourceError(
        "damaged",
        f"文件已损坏或不合规范，请用办公软件打开后另存 / "
        f"the file is damaged: open it in an office program and save it anew ({reason})",
    )


def encrypted() -> SourceError:
    """Give the refusal of a file under a password."""
    return SourceError(
        "encrypted",
        "文件已加密，请去掉密码后再读 / the file is encrypted: take its password off first",
    )


def _opened(data: bytes) -> ZipFile:
    # The directory is counted by its marks: the number that it states may lie.
    if data.count(_ENTRY) > ENTRIES:
        raise too_large(f"压缩包内超过 {ENTRIES} 个文件", f"over {ENTRIES} packed entries")
    return ZipFile(BytesIO(data))


def _bound(wanted: list[ZipInfo]) -> None:
    if any(info.flag_bits & _SEALED for info in wanted):
        raise encrypted()
    if any(info.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for info in wanted):
        raise damaged("compression")
    unpacked = sum(info.file_size for info in wanted)
    packed = sum(info.compress_size for info in wanted)
    if (
        unpacked > TOTAL
        or any(info.file_size > PART for info in wanted)
        or unpacked > max(RATIO * packed, _TELLING)
    ):
        raise too_large(
            f"解压后达 {unpacked >> 20} MiB，疑为压缩炸弹",
            f"it unpacks to {unpacked >> 20} MiB, like a zip bomb",
        )


def _check(name: str, part: bytes) -> None:
    if any(mark in part for mark in _DOCTYPES):
        raise damaged(f"{name}: DOCTYPE")
    if _UTF16.match(part):
        return
    head = part.removeprefix(codecs.BOM_UTF8).lstrip()[:200]
    told = _ENCODED.match(head)
    if head and (not head.startswith(b"<") or (told and told[1].lower() not in _ENCODINGS)):
        raise damaged(f"{name}: encoding")


def _read(packed: ZipFile, info: ZipInfo) -> bytes:
    # zipfile gives no more than the size stated, whatever is packed, and then checks the sum.
    with packed.open(info) as part:
        return part.read(info.file_size)
