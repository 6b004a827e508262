"""Sets text in lines: Chinese breaks between any two characters, bold is drawn with a stroke."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from maker.blocks import Run
    from maker.setting import Align

FONT = Path(__file__).resolve().parents[1] / "fonts" / "NotoSansSC-subset.ttf"
FACE = "Sample"
"""The one font, of one weight, and the name it is registered under."""

STROKE = 0.035
"""How wide bold's stroke is, as a share of the font's size."""

BASELINE = 0.82
"""How far below the top of its line the baseline lies, as a share of the font's size."""

NO_START = frozenset("，。、；：！？）》〉」』”’％%)")
NO_END = frozenset("（《〈「『“‘(")
"""Characters that no line begins with, and none ends with."""

_PIECES = re.compile(r"[!-~]+|.", re.DOTALL)

Piece = tuple[str, bool]
Line = list[Piece]
"""Stretches of text that no line break parts, each with whether it is bold."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set, in points; `indent` is that of its first line, in characters."""

    size: float
    leading: float
    align: Align = "left"
    indent: float = 0
    before: float = 0
    after: float = 0


class Text(Flowable):
    """A paragraph that wraps to the width it is given and may run over a page's end."""

    def __init__(self, runs: Iterable[Run], style: Style, lines: list[Line] | None = None) -> None:
        super().__init__()
        self.runs = tuple(runs)
        self.style = style
        self.lines = lines or []
        self.fixed = lines is not None

    def getSpaceBefore(self) -> float:  # noqa: N802  # reportlab's name
        """Give the space above."""
        return self.style.before

    def getSpaceAfter(self) -> float:  # noqa: N802  # reportlab's name
        """Give the space below."""
        return self.style.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break the lines anew and give the size."""
        self.width = width
        if not self.fixed:
            self.lines = list(_lines(self.runs, width, self.style))
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Give what fits and the rest, as two paragraphs."""
        self.wrap(width, height)
        fit = int(height // self.style.leading)
        if not 0 < fit < len(self.lines):
            return []
        rest = replace(self.style, indent=0, before=0)
        parts = ((self.style, self.lines[:fit]), (rest, self.lines[fit:]))
        return [Text((), style, lines) for style, lines in parts]

    def draw(self) -> None:
        """Draw each line from the top down."""
        style = self.style
        top = self.height
        for at, line in enumerate(self.lines):
            indent = style.indent * style.size if at == 0 else 0
            slack = self.width - indent - _width(line, style.size)
            start = indent + {"left": 0.0, "center": slack / 2, "right": slack}[style.align]
            middle = (style.leading - style.size) / 2
            self._draw(line, start, top - middle - BASELINE * style.size)
            top -= style.leading

    def _draw(self, line: Line, x: float, y: float) -> None:
        text = self.canv.beginText(x, y)
        text.setFont(FACE, self.style.size)
        self.canv.setLineWidth(self.style.size * STROKE)
        for bold, pieces in groupby(line, key=lambda piece: piece[1]):
            text.setTextRenderMode(2 if bold else 0)
            text.textOut("".join(piece for piece, _ in pieces))
        text.setTextRenderMode(0)
        self.canv.drawText(text)


def width_of(text: str, size: float) -> float:
    """Give the width of a text set in one line, in points."""
    return float(stringWidth(text, FACE, size))


def _lines(runs: tuple[Run, ...], width: float, style: Style) -> Iterator[Line]:
    """Break runs into lines; a line feed ends one, a form feed is nothing."""
    line: Line = []
    room = width - style.indent * style.size
    for piece in _pieces(runs, width, style.size):
        if piece[0] == "\n":
            yield line
            line, room = [], width
            continue
        if line and _width([*line, piece], style.size) > room and piece[0] != " ":
            kept = _kept(line, piece)
            yield line[:kept]
            line, room = line[kept:], width
        if line or piece[0] != " ":
            line.append(piece)
    yield line


def _kept(line: Line, after: Piece) -> int:
    """Count the pieces that stay in a full line, so that none begins or ends amiss."""
    kept = len(line)
    begins = after[0]
    while kept > 1 and (begins[0] in NO_START or line[kept - 1][0][-1] in NO_END):
        kept -= 1
        begins = line[kept][0]
    return kept if kept > 1 else len(line)


def _pieces(runs: tuple[Run, ...], width: float, size: float) -> Iterator[Piece]:
    for run in runs:
        for piece in _PIECES.findall(run.text.replace("\f", "")):
            whole = len(piece) == 1 or width_of(piece, size) <= width
            yield from ((part, run.bold) for part in ([piece] if whole else piece))


def _width(line: Line, size: float) -> float:
    return width_of("".join(piece for piece, _ in line).rstrip(" "), size)
