"""From a file to a `Source`: tell its medium, and hand its bytes to that medium's one module."""

from __future__ import annotations

import stat
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, cast

from hebiao.errors import SourceError
from hebiao.model import Paragraph, Source
from hebiao.readers import archive, ole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hebiao.model import Block

LIMIT = 64 * 2**20
"""The largest file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A kind of file: how to know it, and `reader`, the "module:function" that reads it.

    `magic` are first bytes in lower case, white space before them left out of account. A reader
    takes the file's bytes, gives its blocks in reading order and raises `SourceError`. A medium
    without one is known only to be refused by name. The reader of a `package` also takes the
    folder its other files lie in, and gives the regime the package names beside the blocks.
    `witness` is an independent second reader: bytes, blocks and page numbers to blocks.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    reader: str = ""
    package: bool = False
    witness: str = ""


_OLE = (b"\xd0\xcf\x11\xe0",)
_ZIP = (b"pk\x03\x04", b"pk\x05\x06")
_OPEN = "application/vnd.openxmlformats-officedocument"
_HTML = "hebiao.readers.html:blocks"

MEDIA = (
    Medium(
        "PDF",
        "application/pdf",
        (".pdf",),
        (b"%pdf-",),
        "hebiao.readers.pdf:blocks",
        witness="hebiao.readers.witness:witness",
    ),
    Medium(
        "DOCX",
        f"{_OPEN}.wordprocessingml.document",
        (".docx", ".docm"),
        _ZIP,
        "hebiao.readers.docx:blocks",
    ),
    Medium(
        "XLSX",
        f"{_OPEN}.spreadsheetml.sheet",
        (".xlsx", ".xlsm"),
        _ZIP,
        "hebiao.readers.workbook:blocks",
    ),
    Medium("XLSB", "application/vnd.ms-excel.sheet.binary.macroenabled.12", (".xlsb",), _ZIP),
    Medium("OFD", "application/ofd", (".ofd",), _ZIP),
    Medium("ZIP", "application/zip", (".zip",), _ZIP),
    Medium(
        "XLS", "application/vnd.ms-excel", (".xls", ".et"), _OLE, "hebiao.readers.workbook:blocks"
    ),
    Medium("DOC", "application/msword", (".doc", ".wps"), _OLE),
    # A password makes an OLE file of any of them; the reader says so.
    Medium("OOXML", "application/x-ole-storage", (), _OLE, "hebiao.readers.workbook:blocks"),
    Medium("RTF", "application/rtf", (".rtf",), (b"{\\rtf",)),
    Medium("PNG", "image/png", (".png",), (b"\x89png",)),
    Medium("JPEG", "image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    Medium("HTML", "text/html", (), (b"<!doctype html", b"<html", b"<table"), _HTML),
    Medium("HTML", "text/html", (".html", ".htm"), (), _HTML),
    Medium(
        "data package",
        "application/vnd.datapackage+json",
        (".json",),
        (),
        "hebiao.readers.package:blocks",
        package=True,
    ),
    Medium("Markdown", "text/markdown", (".md", ".markdown"), (), "hebiao.readers.text:blocks"),
    Medium("text", "text/plain", (".txt",), (), "hebiao.readers.text:blocks"),
)
"""Every medium that is known; the last is what a file is taken for that is none of the others."""

SUFFIXES = frozenset(
    suffix
    for medium in MEDIA
    if not medium.package and medium.media_type.partition("/")[0] != "image"
    for suffix in medium.suffixes
    if suffix != ".zip"
)
"""The suffixes, in lower case, that a walk of a directory picks up: of the documents that cannot
be read too, since what is not told as unread would pass for checked."""

PACKAGE = "datapackage.json"
"""The name of a data package's descriptor; no other JSON file of a directory is picked up."""


def is_document(path: PurePath) -> bool:
    """Whether a walk of a directory picks the file up: by its name, READMEs and the like left.

    Left too are hidden files, and those that office programs keep beside an open document.
    """
    if path.name == PACKAGE:
        return True
    name = path.name.lower()
    return path.suffix.lower() in SUFFIXES and not name.startswith((*_HOUSE, ".", "~$"))


_HOUSE = ("readme", "changelog", "contributing", "license", "code_of_conduct", "security")


def read(path: str | Path) -> Source:
    """Read one file, whatever its medium.

    Raises `SourceError` "unreadable" (the system refuses it, or it is no regular file),
    "too-large" (over `LIMIT` bytes, or more cells than a reader takes), "empty" (no text in it),
    "media-type" (a known medium that has no reader), "binary" (no text file), "encoding",
    "damaged" and "encrypted".
    """
    data = _load(path)
    medium = _medium(data, Path(path).suffix.lower())
    if not medium.reader:
        raise SourceError(
            "media-type",
            f"不能读取 {medium.name}，请给出 PDF、DOCX、XLSX、XLS、HTML 或文本 / "
            f"{medium.name} cannot be read: give PDF, DOCX, XLSX, XLS, HTML or text",
        )
    module, _, name = medium.reader.partition(":")
    reader = cast("Callable[..., Any]", getattr(import_module(module), name))
    blocks: tuple[Block, ...]
    regime: str | None = None
    if medium.package:
        blocks, regime = reader(data, Path(path).parent)
    else:
        blocks = reader(data)
    if not blocks:
        raise SourceError(
            "empty", "文件没有内容，请核对来源 / the file holds no text: check where it came from"
        )
    return Source(str(path), sha256(data).hexdigest(), medium.media_type, blocks, regime)


def read_again(source: Source, pages: frozenset[int]) -> Source:
    """Give the source with its tables on these pages read a second time, by another reader.

    Cells on which the two disagree carry the other's text as `witness`. A medium without a second
    reader, or no pages, gives the source as it is.
    """
    medium = next(medium for medium in MEDIA if medium.media_type == source.media_type)
    if not medium.witness or not pages:
        return source
    module, _, name = medium.witness.partition(":")
    second = cast("Callable[..., tuple[Block, ...]]", getattr(import_module(module), name))
    return replace(source, blocks=second(_load(source.path), source.blocks, set(pages)))


def joined(sources: Sequence[Source]) -> Source:
    """Give several files as one document: their blocks in turn, each place with its file."""
    if len(sources) == 1:
        return sources[0]
    return Source(
        path=" + ".join(source.path for source in sources),
        sha256=sha256("".join(source.sha256 for source in sources).encode()).hexdigest(),
        media_type=" + ".join(dict.fromkeys(source.media_type for source in sources)),
        blocks=tuple(_with_file(block, s.path) for s in sources for block in s.blocks),
        regime=next((source.regime for source in sources if source.regime), None),
    )


def _with_file(block: Block, file: str) -> Block:
    location = replace(block.location, file=file)
    if isinstance(block, Paragraph):
        return replace(block, location=location)
    cells = tuple(replace(c, location=replace(c.location, file=file)) for c in block.cells)
    return replace(block, cells=cells, location=location)


def _medium(data: bytes, suffix: str) -> Medium:
    """Trust the bytes before the name, for a name can be changed by hand."""
    head = data[:1024].removeprefix(BOM_UTF8).lstrip().lower()
    inside = ""
    if head.startswith(_ZIP):
        inside = archive.contents(data)
    elif head.startswith(_OLE):
        inside = ole.contents(data)
    named = [medium for medium in MEDIA if suffix in medium.suffixes]
    for medium in (*named, *MEDIA):
        if head.startswith(medium.magic) and inside in {"", medium.name}:
            return medium
    return next((medium for medium in named if not medium.magic), MEDIA[-1])


def _load(path: str | Path) -> bytes:
    try:
        found = Path(path).stat()
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(
                "unreadable", "不是普通文件，请给出一个文件 / not a regular file: name a file"
            )
        if found.st_size > LIMIT:
            raise SourceError(
                "too-large",
                f"文件超过 {LIMIT >> 20} MiB，请拆分后再读 / "
                f"the file is over {LIMIT >> 20} MiB: split it",
            )
        return Path(path).read_bytes()
    except (OSError, ValueError) as problem:
        cause = getattr(problem, "strerror", None) or str(problem)
        raise SourceError(
            "unreadable",
            f"无法读取，请检查路径和权限 / cannot be read: check path and rights ({cause})",
        ) from problem
