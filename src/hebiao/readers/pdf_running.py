"""What is printed on page after page, running headings and page numbers, is left out."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from hebiao.figure import squeeze
from hebiao.readers.pdf_ink import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hebiao.readers.pdf_ink import Box
    from hebiao.readers.pdf_sheet import Sheet

_NUMBER = re.compile(
    r"(?P<before>[-‐‑–—―─~·.|/第(\[<]*)(?P<value>\d{1,4}|[ivxl]{1,6}|[IVXL]{1,6})"
    r"(?P<after>(?:(?:[/共]|of)\d{1,4}|[-‐‑–—―─~·.|页頁)\]>,，共第])*)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_CAPTION = re.compile(r"单位|部门[:：]|编制|[表录]\d*[-\d]*$|元\)?$")
_FIGURES = re.compile(r"[-+\d,.%()/*]*")
_FEWEST = 3
_NEAR = 4.0
_LONGEST_BARE = 3


class _Mark(NamedTuple):
    """A piece of text at a page's margin; `at` is its page's index."""

    at: int
    text: str
    box: Box


def without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Leave running headings and page numbers out of lines and of cells."""
    marks = [list(_marks(at, sheet)) for at, sheet in enumerate(sheets)]
    dropped: dict[int, list[_Mark]] = defaultdict(list)
    for mark in (*_numbers(marks, sheets), *_headings(marks, sheets)):
        dropped[mark.at].append(mark)
    return [_without(sheet, dropped[at]) for at, sheet in enumerate(sheets)]


def _marks(at: int, sheet: Sheet) -> Iterator[_Mark]:
    """Give a margin's lines in pieces; a line that is a page number alone is one piece."""
    for line in sheet.margin:
        pieces = line.pieces
        if len(pieces) > 1 and _NUMBER.fullmatch(squeeze(line.text)):
            pieces = (Piece(line.text, line.box),)
        for piece in pieces:
            yield _Mark(at, squeeze(piece.text), piece.box)


def _numbers(marks: Sequence[Iterable[_Mark]], sheets: Sequence[Sheet]) -> Iterator[_Mark]:
    """Page numbers: dressed as such, or in sequence at one place, or alone at a page's foot."""
    offsets: dict[tuple[int, bool], list[_Mark]] = defaultdict(list)
    for mark in chain.from_iterable(marks):
        if found := _NUMBER.fullmatch(mark.text):
            after = found["after"]
            if found["before"] or after:
                yield mark
            elif (value := _value(found["value"])) is not None:
                head = mark.box.middle[1] < sheets[mark.at].frame.height / 2
                offsets[value - mark.at, head].append(mark)
    for (_, head), group in offsets.items():
        pages = _pages([mark._replace(text="") for mark in group])
        for mark in group:
            alone = not head and len(mark.text) <= _LONGEST_BARE and _is_last(mark, sheets[mark.at])
            if alone or len(pages[mark._replace(text="")]) >= _FEWEST:
                yield mark


def _value(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    digits = [_ROMAN[letter] for letter in text.lower()]
    signs = [-1 if any(d < e for e in digits[at + 1 :]) else 1 for at, d in enumerate(digits)]
    return sum(digit * sign for digit, sign in zip(digits, signs, strict=True))


def _is_last(mark: _Mark, sheet: Sheet) -> bool:
    """Whether nothing stands beside or below, and no table around."""
    level = mark.box.middle[1]
    others = [line.box for line in sheet.lines if not line.box.holds(*mark.box.middle)]
    others += [table.box for table in sheet.tables]
    return all(box.bottom <= level for box in others)


def _headings(marks: Sequence[Iterable[_Mark]], sheets: Sequence[Sheet]) -> Iterator[_Mark]:
    """Text repeated at one height of three pages or more, with nothing new beyond it.

    What may be a table's caption repeats as well; it stays where a table follows each time.
    """
    found = [m for m in chain.from_iterable(marks) if not _FIGURES.fullmatch(m.text)]
    pages = _pages(found)
    repeated = []
    for mark in found:
        at = pages[mark]
        tabled = bool(_CAPTION.search(mark.text)) and all(sheets[page].tables for page in at)
        if len(at) >= _FEWEST and not tabled and not _NUMBER.fullmatch(mark.text):
            repeated.append(mark)
    taken = defaultdict(set)
    for mark in repeated:
        taken[mark.at].add(mark.text)
    for mark in repeated:
        frame = sheets[mark.at].frame
        head = mark.box.middle[1] < frame.height / 2
        beyond = (
            other
            for other in marks[mark.at]
            if other.text not in taken[mark.at] and not _NUMBER.fullmatch(other.text)
            if (other.box.bottom < mark.box.top) == head and _apart(other.box, mark.box)
        )
        if next(beyond, None) is None:
            yield mark


def _pages(marks: Iterable[_Mark]) -> dict[_Mark, set[int]]:
    """Give for each mark the pages that have the same text at the same height."""
    held = list(marks)
    heights: dict[tuple[str, int], set[int]] = defaultdict(set)
    for mark in held:
        heights[mark.text, int(mark.box.top // _NEAR)].add(mark.at)
    return {
        mark: set().union(
            *(heights.get((mark.text, int(mark.box.top // _NEAR) + by), ()) for by in (-1, 0, 1))
        )
        for mark in held
    }


def _apart(box: Box, other: Box) -> bool:
    return box.bottom < other.top or box.top > other.bottom


def _without(sheet: Sheet, marks: list[_Mark]) -> Sheet:
    if not marks:
        return sheet
    tables = [
        replace(
            table,
            cells={spot: tuple(_kept(found, marks)) for spot, found in table.cells.items()},
        )
        for table in sheet.tables
    ]
    return replace(
        sheet,
        lines=tuple(_kept(sheet.lines, marks)),
        tables=tuple(table for table in tables if any(table.cells.values())),
    )


def _kept(lines: Iterable[Line], marks: list[_Mark]) -> Iterator[Line]:
    for line in lines:
        pieces = tuple(piece for piece in line.pieces if not _is_of(piece, marks))
        if len(pieces) == len(line.pieces):
            yield line
        elif pieces:
            yield Line(pieces, line.size, upright=line.upright)


def _is_of(piece: Piece, marks: list[_Mark]) -> bool:
    text = squeeze(piece.text)
    return any(text in mark.text and mark.box.holds(*piece.box.middle, margin=1) for mark in marks)
