"""Lines to paragraphs: a line goes on in the next if that one's first word would not have fit."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf
from typing import TYPE_CHECKING

from hebiao.model import Location, Paragraph
from hebiao.readers.pdf_ink import around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hebiao.readers.pdf_ink import Line
    from hebiao.readers.pdf_sheet import Sheet

_ENDED = re.compile(r"[。；：！？;:!?]$")
_LEADERS = re.compile(r"[.·]{6,}|…{3,}|(?:[.·] ){4,}")
_WORD = re.compile(r"(?:[A-Za-z0-9.,%+\-/]+|.)[，。、；：！？）》〉”’」』〕】]*")
_KINDS = (
    re.compile(r"第[一二三四五六七八九十]+[部章节条]"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d{1,2}[.、．]\D"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
_SENTENCE = re.compile(r"[，。；]")
_WIDE = 0.6
_TELLING, _FEW = 4, 2
_FLUSH = 1.5
_INDENT = 1.2
_PITCH, _LOOSE = 2.6, 1.35
_SLACK = 0.75
_ASIDE = 3.0
_SIZES = 1.15


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, and the page it stands on."""

    line: Line
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Column:
    """Between what the prose of a page stands: where its lines begin and end.

    `pitch` is how far a line of a paragraph may stand below the one before, in font sizes.
    """

    left: float
    right: float
    pitch: float = _PITCH


def text_columns(sheets: Sequence[Sheet]) -> dict[int, Column]:
    """Give the column of each page, by number: its own, or that of pages of its size.

    A page of ragged lines, as a list of contents has, does not tell.
    """
    sizes: dict[tuple[int, int], list[Line]] = defaultdict(list)
    wide: dict[int, list[Line]] = {}
    for sheet in sheets:
        mine = [line for line in sheet.lines if _is_wide(line, sheet)]
        wide[sheet.number] = mine
        sizes[_size(sheet)] += mine
    shared = {size: _column(lines, _FEW) for size, lines in sizes.items()}
    pitch = _pitch(sheets)
    return {sheet.number: _of(wide[sheet.number], shared[_size(sheet)], pitch) for sheet in sheets}


def _of(lines: list[Line], shared: Column | None, pitch: float) -> Column:
    own = _column(lines, _TELLING) or shared or Column(0.0, inf)
    return Column(min(own.left, shared.left) if shared else own.left, own.right, pitch)


def _pitch(sheets: Sequence[Sheet]) -> float:
    """Give how far apart lines of one paragraph stand at most, in font sizes."""
    found = sorted(
        (below.box.bottom - above.box.bottom) / below.size
        for sheet in sheets
        for above, below in pairwise(sorted(sheet.lines, key=lambda line: line.box.bottom))
        if _is_wide(above, sheet) and above.size == below.size
        if 1 <= (below.box.bottom - above.box.bottom) / below.size <= _PITCH
    )
    return min(found[len(found) // 4] * _LOOSE, _PITCH) if len(found) >= _TELLING else _PITCH


def _size(sheet: Sheet) -> tuple[int, int]:
    return round(sheet.frame.width), round(sheet.frame.height)


def _is_wide(line: Line, sheet: Sheet) -> bool:
    return line.upright and line.box.right - line.box.left > _WIDE * sheet.frame.width


def _column(lines: list[Line], fewest: int) -> Column | None:
    """Between what lines stand, if there are some and many of them end at one place."""
    if len(lines) < fewest:
        return None
    left = sorted(line.box.left for line in lines)[len(lines) // 10]
    right = sorted(line.box.right for line in lines)[len(lines) * 9 // 10]
    flush = sum(abs(line.box.right - right) < _FLUSH * line.size for line in lines)
    return Column(left, right) if flush * 2 >= len(lines) else None


def paragraphs(lines: Iterable[Placed], columns: dict[int, Column]) -> Iterator[Paragraph]:
    """Join lines that follow one another, over page breaks too, where a sentence goes on."""
    run: list[Placed] = []
    for placed in lines:
        if run and not _goes_on(run, placed, columns):
            yield from _paragraphs(run)
            run = []
        run.append(placed)
    if run:
        yield from _paragraphs(run)


def _goes_on(run: list[Placed], placed: Placed, columns: dict[int, Column]) -> bool:
    above, line = run[-1].line, placed.line
    if not (above.upright and line.upright) or _LEADERS.search(above.text):
        return False
    if max(above.size, line.size) > _SIZES * min(above.size, line.size):
        return False
    if run[-1].sheet.number == placed.sheet.number:
        pitch = columns[placed.sheet.number].pitch
        if line.box.bottom - above.box.bottom > pitch * line.size or _both_begin(above, line):
            return False
    elif placed.sheet.number != run[-1].sheet.number + 1:
        return False
    over, column = columns[run[-1].sheet.number], columns[placed.sheet.number]
    room = over.right - above.box.right - _first_word(line)
    if room > _SLACK * line.size:
        return False
    indent, above_indent = line.box.left - column.left, above.box.left - over.left
    if indent < _INDENT * line.size:
        return True
    level = abs(indent - above_indent) < line.size / 2
    return level and room < 0 and not _ENDED.search(above.text)


def _both_begin(above: Line, line: Line) -> bool:
    """Whether two lines that begin at one place are numbered the same way, as in a list."""
    level = abs(above.box.left - line.box.left) < line.size / 2
    return level and any(kind.match(above.text) and kind.match(line.text) for kind in _KINDS)


def _first_word(line: Line) -> float:
    """About how wide the first word is, which a line break could not part."""
    word = _WORD.match(line.text)
    wide = word[0] if word else ""
    return line.size * sum(0.5 if sign.isascii() else 1.0 for sign in wide)


def _paragraphs(run: list[Placed]) -> Iterator[Paragraph]:
    """Give a run of lines as one paragraph; a line alone whose parts stand far apart as several."""
    first = run[0]
    if len(run) == 1 and not _SENTENCE.search(first.line.text):
        pieces = first.line.pieces
        start = 0
        for at, (left, right) in enumerate(pairwise(pieces), 1):
            if right.box.left - left.box.right > _ASIDE * first.line.size:
                yield _paragraph(first, slice(start, at))
                start = at
        yield _paragraph(first, slice(start, None))
        return
    box = around(one.line.box for one in run if one.sheet is first.sheet)
    place = Location(page=first.sheet.number, bbox=first.sheet.displayed(box))
    starts = accumulate((len(one.line.text) for one in run[:-1]), initial=0)
    lines = tuple(
        (start, Location(page=one.sheet.number, bbox=one.sheet.displayed(one.line.box)))
        for start, one in zip(starts, run, strict=True)
    )
    yield Paragraph("".join(one.line.text for one in run), place, lines)


def _paragraph(placed: Placed, part: slice) -> Paragraph:
    pieces = placed.line.pieces[part]
    box = placed.sheet.displayed(around(piece.box for piece in pieces))
    place = Location(page=placed.sheet.number, bbox=box)
    return Paragraph(" ".join(piece.text for piece in pieces), place)
