"""Draws pages of PDFs, in a process of its own that a broken file may take down with it."""

from __future__ import annotations

import base64
import io
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

SCALE = 118 / 72
"""Pixels a point: enough to read 小五号 figures by."""

LONGEST = 2000
"""The most pixels along one side."""

COLOURS = 16
HEAVY = 150_000
"""Bytes from which a page is a photograph, which JPEG keeps smaller."""


def main() -> None:
    """Answer each line of JSON, a path and its pages, by one: width, height, picture by page."""
    for line in sys.stdin:
        job = json.loads(line)
        answer: dict[str, Any] = {}
        # Whatever is wrong with the file, its pages go without a picture.
        with suppress(Exception):
            answer = drawn(job["path"], job["pages"])
        print(json.dumps(answer), flush=True)  # noqa: T201  the pipe to the asking process


def drawn(path: str, pages: list[int]) -> dict[str, tuple[float, float, str]]:
    """Give, by page from 1, width and height in points and the picture as a data URI."""
    import pypdfium2

    found: dict[str, tuple[float, float, str]] = {}
    document = pypdfium2.PdfDocument(path)
    try:
        for number in pages:
            page = document[number - 1]
            found[str(number)] = (*page.get_size(), _uri(page))
            page.close()
    finally:
        document.close()
    return found


def _uri(page: PdfPage) -> str:
    from PIL import Image

    scale = min(SCALE, LONGEST / max(page.get_size()))
    image = page.render(scale=scale).to_pil().convert("RGB")
    held = io.BytesIO()
    image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(held, "PNG")
    kind = "png"
    if held.tell() > HEAVY:
        held, kind = io.BytesIO(), "jpeg"
        image.save(held, "JPEG", quality=50)
    return f"data:image/{kind};base64,{base64.b64encode(held.getvalue()).decode()}"
