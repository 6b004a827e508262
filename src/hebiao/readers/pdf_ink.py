"""What stands on a page: boxes, glyphs, and the lines of text that glyphs make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LIFT = 0.3
"""How far above its baseline, in font sizes, a glyph is taken to stand when cells are told."""

_ASCENT, _DESCENT = 0.88, 0.2
_SQUARE, _REACH = 32.0, 16.0
"""The side of the squares by which a sign printed over another is found, and how far it reaches."""

_SAME_LINE = 0.5
_PIECE = 1.0
_BLANK = frozenset(" \t\u00a0\u3000")


class Box(NamedTuple):
    """A rectangle in points, measured from the top left of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        """The area in square points."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point lies inside, or at most `margin` outside."""
        across = self.left - margin <= x <= self.right + margin
        return across and self.top - margin <= y <= self.bottom + margin


def around(boxes: Iterable[Box]) -> Box:
    """Give the smallest box that holds all of at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


class Frame(NamedTuple):
    """A page of that size, seen after `turn` quarter turns clockwise of the page as stored."""

    width: float
    height: float
    turn: int

    def to(self, turn: int) -> Frame:
        """The same page seen after so many quarter turns."""
        sides = (self.width, self.height) if (turn - self.turn) % 2 == 0 else self[1::-1]
        return Frame(*sides, turn)

    def place(self, box: Box, turn: int) -> Box:
        """Where a box of this frame stands in the page seen after `turn` quarter turns."""
        left, top, right, bottom = box
        match (turn - self.turn) % 4:
            case 1:
                return Box(self.height - bottom, left, self.height - top, right)
            case 2:
                wide, high = self.width, self.height
                return Box(wide - right, high - bottom, wide - left, high - top)
            case 3:
                return Box(top, self.width - right, bottom, self.width - left)
            case _:
                return box


class Glyph(NamedTuple):
    """A printed sign. `left`, `right` and `base` are in the frame in which it is upright."""

    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int

    def middle(self) -> tuple[float, float]:
        """The point, in its own frame, that tells which cell holds the glyph."""
        return (self.left + self.right) / 2, self.base - _LIFT * self.size


class Standing(NamedTuple):
    """A glyph, and where its middle stands on the page."""

    glyph: Glyph
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ink:
    """A page as read: its frame as displayed, its glyphs, its cells as displayed."""

    number: int
    frame: Frame
    glyphs: tuple[Glyph, ...]
    cells: tuple[Box, ...]


class Piece(NamedTuple):
    """A stretch of a line without a gap as wide as a sign."""

    text: str
    box: Box


@dataclass(frozen=True)
class Line:
    """A line of text: its pieces, the font size that prevails, whether it is upright."""

    pieces: tuple[Piece, ...]
    size: float
    upright: bool = True

    @cached_property
    def text(self) -> str:
        """The line's text, its pieces parted by a space."""
        return " ".join(piece.text for piece in self.pieces)

    @cached_property
    def box(self) -> Box:
        """The box around the line."""
        return around(piece.box for piece in self.pieces)


def once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Leave out what is printed over itself to look bold."""
    kept: list[Glyph] = []
    spots: dict[tuple[str, int, float, float], list[tuple[float, float]]] = defaultdict(list)
    for glyph in glyphs:
        text, left, right, base, size, turn = glyph
        aside, above = min(0.45 * (right - left), _REACH), min(0.35 * size, _REACH)
        columns = {(left - aside) // _SQUARE, (left + aside) // _SQUARE}
        rows = {(base - above) // _SQUARE, (base + above) // _SQUARE}
        near = [spots[key] for x in columns for y in rows if (key := (text, turn, x, y)) in spots]
        for old_left, old_base in chain.from_iterable(near):
            if abs(old_left - left) < aside and abs(old_base - base) < above:
                break
        else:
            kept.append(glyph)
            spots[text, turn, left // _SQUARE, base // _SQUARE].append((left, base))
    return kept


def lines(glyphs: Sequence[Glyph], frame: Frame) -> list[Line]:
    """Cut glyphs into lines from the top down, those that stand on their side after the rest.

    Boxes are in `frame`.
    """
    found: list[Line] = []
    turns = sorted({glyph.turn for glyph in glyphs}, key=lambda turn: (turn - frame.turn) % 4)
    for turn in turns:
        own = frame.to(turn)
        mine = [glyph for glyph in glyphs if glyph.turn == turn]
        for row in _rows(mine):
            pieces = tuple(
                Piece(piece.text, own.place(piece.box, frame.turn)) for piece in _pieces(row)
            )
            if pieces:
                found.append(Line(pieces, _size(row), upright=turn == frame.turn))
    return found


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[0].base > _SAME_LINE * max(row[0].size, glyph.size):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _pieces(row: list[Glyph]) -> Iterator[Piece]:
    """Cut a line where no sign stands for a sign's width; blanks count only between signs."""
    row = sorted(row, key=lambda glyph: glyph.left)
    signs = [at for at, glyph in enumerate(row) if not _BLANK.issuperset(glyph.text)]
    if not signs:
        return
    start = 0
    for at, (one, other) in enumerate(pairwise(signs), 1):
        if row[other].left - row[one].right > _PIECE * row[one].size:
            yield _piece(row[signs[start] : one + 1])
            start = at
    yield _piece(row[signs[start] : signs[-1] + 1])


def _piece(glyphs: list[Glyph]) -> Piece:
    """Put glyphs together, which are in order from the left."""
    text = "".join([glyph.text for glyph in glyphs])
    left, right = glyphs[0].left, max([glyph.right for glyph in glyphs])
    top = min([glyph.base - _ASCENT * glyph.size for glyph in glyphs])
    bottom = max([glyph.base + _DESCENT * glyph.size for glyph in glyphs])
    return Piece(text, Box(left, top, right, bottom))


def _size(row: list[Glyph]) -> float:
    if len({glyph.size for glyph in row}) == 1:
        return round(row[0].size, 1)
    widths: dict[float, float] = defaultdict(float)
    for glyph in row:
        widths[round(glyph.size, 1)] += glyph.right - glyph.left
    return max(widths, key=lambda size: widths[size])


def grouped(values: Iterable[float], apart: float) -> list[float]:
    """Give the means of values that stand at most `apart` from their neighbours, in order."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if runs and value - runs[-1][-1] <= apart:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [fmean(run) for run in runs]
