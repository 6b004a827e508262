"""A page cut into ruled tables and lines outside them, turned so that most of it is upright."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.readers.pdf_ink import Box, Standing, lines, once
from hebiao.readers.pdf_lattice import lattices, ruled

if TYPE_CHECKING:
    from hebiao.readers.pdf_ink import Frame, Glyph, Ink, Line
    from hebiao.readers.pdf_lattice import Ruled

MARGIN = 0.15
"""How much of a page's height, at the top and at the bottom, may hold what runs over all pages."""

_SIDE = 0.08


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its ruled tables, the lines outside them, and all lines at its margins.

    Boxes are in `frame`; `shown` is the number of quarter turns at which the page is displayed.
    """

    number: int
    frame: Frame
    shown: int
    tables: tuple[Ruled, ...]
    lines: tuple[Line, ...]
    margin: tuple[Line, ...]

    def displayed(self, box: Box) -> tuple[float, float, float, float]:
        """Where a box stands on the page as it is displayed, in hundredths of a point."""
        left, top, right, bottom = self.frame.place(box, self.shown)
        return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


def sheet(ink: Ink) -> Sheet:
    """Cut a page up."""
    signs = once(ink.glyphs)
    turns = Counter(glyph.turn for glyph in signs if not glyph.text.isspace())
    upright = max(turns, key=lambda turn: (turns[turn], turn == ink.frame.turn), default=0)
    frame = ink.frame.to(upright)
    page = [one for glyph in signs if _is_on(one := _standing(glyph, frame), frame)]
    cells = [ink.frame.place(cell, upright) for cell in ink.cells]
    tables, outside = ruled(lattices(cells), page, frame)
    margin = [one.glyph for one in page if _is_marginal(one, frame)]
    return Sheet(
        number=ink.number,
        frame=frame,
        shown=ink.frame.turn,
        tables=tuple(tables),
        lines=tuple(lines(outside, frame)),
        margin=tuple(lines(margin, frame)),
    )


def _standing(glyph: Glyph, frame: Frame) -> Standing:
    x, y = glyph.middle()
    if glyph.turn != frame.turn:
        x, y = frame.to(glyph.turn).place(Box(x, y, x, y), frame.turn)[:2]
    return Standing(glyph, x, y)


def _is_on(one: Standing, frame: Frame) -> bool:
    return 0 <= one.x <= frame.width and 0 <= one.y <= frame.height


def _is_marginal(one: Standing, frame: Frame) -> bool:
    if not MARGIN <= one.y / frame.height <= 1 - MARGIN:
        return True
    return one.glyph.turn != frame.turn and not _SIDE <= one.x / frame.width <= 1 - _SIDE
