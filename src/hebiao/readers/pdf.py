"""The PDF reader: paragraphs and tables with page and box, read in a process of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from hebiao.errors import SourceError
from hebiao.readers import pdf_process

if TYPE_CHECKING:
    from hebiao.model import Block

_TAIL = 4096
_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


def blocks(data: bytes) -> tuple[Block, ...]:
    """Give the paragraphs and grids of a PDF in reading order.

    Places are pages from 1 and boxes on the page as displayed. Raises `SourceError` "broken",
    "encrypted", "scan" (no text layer), "too-large", "timeout", "memory" and "java" (no Java, or
    a package that is missing).
    """
    length = _LENGTH.search(data[:1024])
    if b"%%EOF" not in data[-_TAIL:] or (length and int(length[1]) > len(data)):
        raise SourceError("broken", "PDF 不完整，请重新下载 / the PDF is cut off: get it again")
    return cast("tuple[Block, ...]", pdf_process.run("hebiao.readers.pdf_worker:read", data))
