"""Draws the small PDFs that the tests of the PDF reader read."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from hebiao.model import Grid, Paragraph
from hebiao.readers import pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportlab.lib.pdfencrypt import StandardEncryption

    from hebiao.model import Block

FONT = "STSong-Light"
SIZE = 10
WIDTH, HEIGHT = A4
PLAIN = 0.5

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Drawn:
    """A PDF in the making; places are measured from the top left."""

    def __init__(
        self, size: tuple[float, float] = A4, encrypt: StandardEncryption | None = None
    ) -> None:
        self.file = BytesIO()
        self.canvas = Canvas(self.file, pagesize=size, invariant=1, encrypt=encrypt)
        self.height = size[1]
        self.canvas.setFont(FONT, SIZE)

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Write one line from (x, baseline y) on."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y, text)

    def table(
        self,
        x: float,
        y: float,
        *rows: str,
        wide: float = 90,
        high: float = 20,
        merged: Mapping[tuple[int, int], tuple[int, int]] = {},
        ruled: bool = True,
    ) -> None:
        """Draw rows whose cells `|` parts; `~` breaks a line; `merged` gives cells their spans."""
        texts = [row.split("|") for row in rows]
        hidden = {
            (r, c)
            for (row, column), (down, across) in merged.items()
            for r in range(row, row + down)
            for c in range(column, column + across)
        } - merged.keys()
        for r, row in enumerate(texts):
            for c, text in enumerate(row):
                if (r, c) in hidden:
                    continue
                down, across = merged.get((r, c), (1, 1))
                left, top = x + c * wide, y + r * high
                if ruled:
                    box = (left, self.height - top - down * high, across * wide, down * high)
                    self.canvas.rect(*box)
                for at, line in enumerate(text.split("~")):
                    self.text(left + 3, top + 13 + at * (SIZE + 1), line)

    def page(self) -> None:
        """Begin another page."""
        self.canvas.showPage()
        self.canvas.setFont(FONT, SIZE)

    def data(self) -> bytes:
        """Give the finished file."""
        if not self.file.getvalue():
            self.canvas.save()
        return self.file.getvalue()

    def blocks(self) -> tuple[Block, ...]:
        """Give what the reader sees."""
        return pdf.blocks(self.data())


def die(_tell: Callable[[int], None]) -> None:
    """End the process that reads PDFs, for want of memory say."""
    os._exit(9)


def rows(grid: Grid) -> list[str]:
    """Give a grid's rows as they were drawn, cells parted by `|`; spans in braces."""
    lines: dict[int, list[str]] = {}
    for cell in grid.cells:
        span = (cell.rowspan, cell.colspan)
        told = "" if span == (1, 1) else "{{{}×{}}}".format(*span)
        lines.setdefault(cell.row, []).append(cell.text.replace("\n", "~") + told)
    return ["|".join(lines[row]) for row in sorted(lines)]


def told(blocks: Sequence[Block]) -> list[str | list[str]]:
    """Give paragraphs as texts and grids as rows."""
    return [one.text if isinstance(one, Paragraph) else rows(one) for one in blocks]


def grids(blocks: Sequence[Block]) -> list[Grid]:
    """Give the grids alone."""
    return [one for one in blocks if isinstance(one, Grid)]
