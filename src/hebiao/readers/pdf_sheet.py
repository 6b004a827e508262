"""A page cut into ruled tables and lines outside them, in the frame in which most of it is upright."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.readers.pdf_ink import Frame, Line, lines, once
from hebiao.readers.pdf_lattice import lattices, ruled

if TYPE_CHECKING:
    from hebiao.readers.pdf_ink import Box, Glyph, Ink
    from hebiao.readers.pdf_lattice import Ruled

MARGIN = 0.12
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
    page = [glyph for glyph in signs if _is_on(glyph, frame)]
    cells = [ink.frame.place(cell, upright) for cell in ink.cells]
    tables, outside = ruled(lattices(cells), page, frame)
    return Sheet(
        number=ink.number,
        frame=frame,
        shown=ink.frame.turn,
        tables=tuple(tables),
        lines=tuple(lines(outside, frame)),
        margin=tuple(lines([glyph for glyph in page if _is_marginal(glyph, frame)], frame)),
    )


def _is_on(glyph: Glyph, frame: Frame) -> bool:
    own = frame.to(glyph.turn)
    x, y = glyph.middle()[:2]
    return 0 <= x <= own.width and 0 <= y <= own.height


def _is_marginal(glyph: Glyph, frame: Frame) -> bool:
    x, y = frame.to(glyph.turn).place(glyph.middle(), frame.turn)[:2]
    down, across = y / frame.height, x / frame.width
    sideways = glyph.turn != frame.turn and not _SIDE <= across <= 1 - _SIDE
    return not MARGIN <= down <= 1 - MARGIN or sideways
