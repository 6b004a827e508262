"""Tables without ruling lines: figures that stand in columns, told apart by white space."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.readers.pdf_ink import Box, Line, Piece, around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIGURE = re.compile(r"[-(]?\d[\d,]*(?:\.\d+)?%?\)?|[-–—*/]+")
_EXACT = re.compile(r"[-(]?\d[\d,]*\.\d+%?\)?|[-(]?\d{1,3}(?:,\d{3})+\)?")
_SENTENCE = re.compile(r"[，。；！？]")
_LEADERS = re.compile(r"[.·]{4,}|…{2,}|(?:[.·] ){3,}")
_FEWEST = 3
_HEADS = 4
_FAR = 2.5
_CLOSE = 0.75


Row = dict[int, tuple[Piece, ...]]
"""A row: by column, the pieces of text there, more than one where it is wrapped."""


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table told by white space: its columns, and for each row the pieces in each of them."""

    columns: tuple[tuple[float, float], ...]
    rows: tuple[Row, ...]
    spans: dict[tuple[int, int], int]
    box: Box


def columns(lines: Sequence[Line]) -> list[tuple[int, int, Unruled]]:
    """Find the runs of lines, as first and last-plus-one index, that make a table.

    Three rows or more, each a label and figures most of which have decimals or thousands, no two
    in one column. Everything else is left to be prose.
    """
    found = []
    at = 0
    while at < len(lines):
        stop = _stop(lines, at) if _is_row(lines[at]) else at
        rows = [line for line in lines[at:stop] if _is_row(line)]
        table = _table(lines, at, stop) if len(rows) >= _FEWEST and _is_exact(rows) else None
        if table is not None:
            found.append(table)
        at = max(stop, at + 1)
    return found


def _is_row(line: Line) -> bool:
    text = line.text
    if not line.upright or _SENTENCE.search(text) or _LEADERS.search(text):
        return False
    return any(_FIGURE.fullmatch(squeeze(piece.text)) for piece in line.pieces[1:])


def _is_exact(rows: list[Line]) -> bool:
    texts = [squeeze(piece.text) for line in rows for piece in line.pieces[1:]]
    figures = [text for text in texts if _FIGURE.fullmatch(text) and text[-1].isalnum()]
    exact = [text for text in figures if _EXACT.fullmatch(text)]
    return len(exact) * 2 > len(figures) and len(figures) * 2 > len(texts)


def _stop(lines: Sequence[Line], start: int) -> int:
    """Where the rows end that begin at a line; one short line may stand between two of them."""
    stop = start + 1
    for at in range(start + 1, len(lines)):
        above = lines[at - 1]
        if lines[at].box.top - above.box.bottom > _FAR * above.size:
            break
        if _is_row(lines[at]):
            stop = at + 1
        elif at - stop >= 1 or len(lines[at].pieces) > 1 or _SENTENCE.search(lines[at].text):
            break
    return stop


def _table(lines: Sequence[Line], start: int, stop: int) -> tuple[int, int, Unruled] | None:
    body = list(lines[start:stop])
    spans = _spans(piece for line in body if _is_row(line) for piece in line.pieces)
    if len(spans) < 2:  # noqa: PLR2004
        return None
    clear = [line for line in body if len(_by_column(line, spans)) == len(line.pieces)]
    if len(clear) < len(body):
        return None
    first = start
    while first > 0 and start - first < _HEADS and _is_head(lines, first - 1, spans):
        first -= 1
    heads = [_heading(line, spans) for line in lines[first:start]]
    rows: list[Row] = [{column: (piece,) for column, (piece, _) in head.items()} for head in heads]
    wide = {
        (row, column): count
        for row, head in enumerate(heads)
        for column, (_, count) in head.items()
        if count > 1
    }
    rows += _folded(body, spans)
    return (
        first,
        stop,
        Unruled(tuple(spans), tuple(rows), wide, around(line.box for line in lines[first:stop])),
    )


def _spans(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    """The stretches across the page that pieces of text cover."""
    spans: list[tuple[float, float]] = []
    for left, right in sorted((piece.box.left, piece.box.right) for piece in pieces):
        if spans and left <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def _by_column(line: Line, spans: list[tuple[float, float]]) -> dict[int, Piece]:
    return {_column(piece.box, spans): piece for piece in line.pieces}


def _column(box: Box, spans: list[tuple[float, float]]) -> int:
    """The column that a piece shares most of its width with, else the nearest."""
    middle = box.middle[0]

    def fit(at: int) -> tuple[float, float]:
        left, right = spans[at]
        return min(right, box.right) - max(left, box.left), -abs(middle - (left + right) / 2)

    return max(range(len(spans)), key=fit)


def _is_head(lines: Sequence[Line], at: int, spans: list[tuple[float, float]]) -> bool:
    line, below = lines[at], lines[at + 1]
    if not line.upright or len(line.pieces) < 2 or _SENTENCE.search(line.text):  # noqa: PLR2004
        return False
    near = below.box.top - line.box.bottom <= _FAR * line.size
    inside = all(
        left <= spans[-1][1] and right >= spans[0][0]
        for left, _, right, _ in (p.box for p in line.pieces)
    )
    captioned = any(re.search(r"[:：]", piece.text) for piece in line.pieces)
    return near and inside and not captioned


def _heading(line: Line, spans: list[tuple[float, float]]) -> dict[int, tuple[Piece, int]]:
    """A heading's pieces by column, with how many columns each stands over."""
    heads: dict[int, tuple[Piece, int]] = {}
    for piece in line.pieces:
        over = [
            at
            for at, (left, right) in enumerate(spans)
            if min(right, piece.box.right) - max(left, piece.box.left) > (right - left) / 2
        ]
        over = over or [_column(piece.box, spans)]
        heads.setdefault(over[0], (piece, over[-1] - over[0] + 1))
    return heads


def _folded(body: list[Line], spans: list[tuple[float, float]]) -> list[Row]:
    """The rows, the rest of a wrapped label put back to the row it belongs to."""
    pitches = [below.box.bottom - above.box.bottom for above, below in pairwise(body)]
    pitch = median(pitches) if pitches else 0.0
    rows: list[Row] = []
    for at, line in enumerate(body):
        mine = _by_column(line, spans)
        if rows and not _is_row(line) and pitches[at - 1] < _CLOSE * pitch:
            ((column, piece),) = mine.items()
            rows[-1][column] = (*rows[-1].get(column, ()), piece)
        else:
            rows.append({column: (piece,) for column, piece in mine.items()})
    return rows
