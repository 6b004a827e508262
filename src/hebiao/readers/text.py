"""Plain text and Markdown whose tables have a line for each row, or a line for each cell.

Two forms are told apart by their structure. In the first a line is a row and tabs part its cells;
a pipe table of Markdown is read as such lines. In the second a cell is a line that begins with a
tab, and blank lines part the rows. Blank lines alone never end a grid; a paragraph does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.errors import SourceError
from hebiao.model import Cell, Grid, Location, Paragraph
from hebiao.readers.lines import paged
from hebiao.readers.markup import decode, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hebiao.model import Block
    from hebiao.readers.lines import Page, RawCell, RawRow

LIMIT = 1_000_000
"""The most cells, lines and marks of markup, taken together, that one file may hold."""

_FOLDED = 32
"""The most lines that are tried as one row whose cells hold line breaks."""

_TELLING = 3
"""The fewest lines whose columns tell what a grid's columns are."""

_HEAD = re.compile(r"\s*(?:#{1,6}\s+|#{2,6}|[-*+]\s+(?!\s|\d+\s*-\s*$))")
_STROKES = frozenset("-*_= ")
_AMOUNT = re.compile(r"-?[\d,]*[.,]\d+%?")


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines from `start` up to `stop` that make one grid, or look like it."""

    start: int
    stop: int
    listed: bool
    width: int


def blocks(data: bytes) -> tuple[Block, ...]:
    """Give the paragraphs (one a line) and grids of a text file, each with its line and span.

    Raises `SourceError` "binary", "encoding" and "too-large" (over `LIMIT` cells, lines and marks).
    """
    text = decode(data)
    if sum(map(text.count, "\t\n\r|<&*\\[")) > LIMIT:
        raise SourceError(
            "too-large",
            f"超过 {LIMIT} 个单元格，请拆分后再读 / over {LIMIT} cells: split the file",
        )
    return tuple(_blocks(paged(text)))


def _blocks(page: Page) -> Iterator[Block]:
    done = 0
    for region in _regions(page):
        yield from _prose(page, done, region.start)
        yield from (_listed if region.listed else _ruled)(page, region)
        done = region.stop
    yield from _prose(page, done, len(page.lines))


def _prose(page: Page, start: int, stop: int) -> Iterator[Paragraph]:
    for at in range(start, stop):
        if page.tabs[at] >= 0:
            line = page.lines[at]
            head = found.end() if (found := _HEAD.match(line)) else 0
            text, first, last = visible(line[head:])
            if not _STROKES.issuperset(text):
                yield Paragraph(text, Location(line=at + 1, span=(head + first, head + last)))


def _regions(page: Page) -> Iterator[_Region]:
    """Cut out the lines with tabs, blank lines and the rest of folded cells among them."""
    region: _Region | None = None
    for start, stop in _runs(page.tabs):
        run = _Region(start, stop, _looks_listed(page, start, stop), _width(page.tabs[start:stop]))
        if region and _goes_on(page.tabs[region.stop : start], region, run):
            region = replace(region, stop=stop)
            continue
        if region:
            yield _with_tail(page, region)
        region = run
    if region:
        yield _with_tail(page, region)


def _runs(tabs: list[int]) -> Iterator[tuple[int, int]]:
    start = stop = -1
    for at, count in enumerate(tabs):
        if count > 0:
            start, stop = (start if start >= 0 else at), at + 1
        elif count == 0 and start >= 0:
            yield start, stop
            start = -1
    if start >= 0:
        yield start, stop


def _looks_listed(page: Page, start: int, stop: int) -> bool:
    """Whether every line with tabs begins with one, and most have no other."""
    counts = [count for count in page.tabs[start:stop] if count > 0]
    begins = sum(line.startswith("\t") for line in page.lines[start:stop])
    return begins == len(counts) and counts.count(1) * 2 > len(counts)


def _width(tabs: Iterable[int]) -> int:
    """Give the columns that prevail: of the counts seen twice, those that hold the most cells."""
    seen = Counter(count for count in tabs if count > 0)
    return 1 + max(seen, key=lambda count: (seen[count] > 1, seen[count] * count, count))


def _goes_on(gap: list[int], region: _Region, run: _Region) -> bool:
    """Whether the prose between two runs of lines with tabs may be the rest of a cell."""
    if region.listed and run.listed:
        return gap[0] == 0 and gap == sorted(gap, reverse=True)
    few = min(run.stop - run.start, region.stop - region.start) < _TELLING
    return region.listed == run.listed and -1 not in gap and (few or run.width == region.width)


def _with_tail(page: Page, region: _Region) -> _Region:
    """Take in the one line that ends the last cell, where each cell is a line."""
    tail = page.tabs[region.stop : region.stop + 2]
    ends = page.lines[region.stop - 1].strip() and tail in ([0], [0, -1])
    return replace(region, stop=region.stop + 1) if region.listed and ends else region


def _listed(page: Page, region: _Region) -> Iterator[Block]:
    rows: list[RawRow] = []
    fresh = True
    for at in range(region.start, region.stop):
        if page.tabs[at] > 0:
            if fresh:
                rows.append([])
            rows[-1] += page.cells(at)[1:]
        elif page.tabs[at] == 0:
            rows[-1][-1].append((at, 0, page.lines[at]))
        fresh = page.tabs[at] < 0
    # Paragraphs that a tab indents look the same, but are sentences, or stand one by one.
    texts = [text for row in rows for cell in row if (text := cell[-1][2].rstrip())]
    sentences = sum(text.endswith(("。", "；")) for text in texts)
    if len(rows) > 1 and max(map(len, rows)) > 1 and sentences * 2 <= len(texts):
        yield from _grid(rows)
    else:
        yield from _prose(page, region.start, region.stop)


def _ruled(page: Page, region: _Region) -> Iterator[Block]:
    region = replace(region, width=_width(page.tabs[region.start : region.stop]))
    rows: list[tuple[int, int]] = []
    at = region.start
    while at < region.stop:
        stop = _row_stop(page, at, region)
        if page.tabs[at] == 0 and stop == at + 1:
            yield from _grid(page.folded(*row) for row in rows)
            rows = []
            yield from _prose(page, at, stop)
        elif page.tabs[at] >= 0 and not page.lines[at].isspace():
            rows.append((at, stop))
        at = stop
    yield from _grid(page.folded(*row) for row in rows)


def _row_stop(page: Page, at: int, region: _Region) -> int:
    """Tell where the row ends that begins at a line: lines fold if they make it full exactly."""
    tabs, full = page.tabs, region.width - 1
    total, stop = tabs[at], at + 1
    if total < 0 or page.lines[at].isspace():
        return stop
    if total == 0 and (tabs[at - 1] <= 0 or tabs[stop] <= 0 or _is_head(page, stop, region)):
        return stop
    last = min(region.stop, at + _FOLDED)
    while total < full and stop < last and tabs[stop] >= 0 and _folds(page, stop):
        total, stop = total + tabs[stop], stop + 1
    if total != full:
        return at + 1
    # One line of prose between two full rows: the rest of the last cell, if that has text.
    alone = stop + 1 < region.stop and tabs[stop] == 0 and tabs[stop + 1] == full
    ended = page.lines[stop - 1].endswith("\t")
    if alone and not ended and _folds(page, stop) and not _is_head(page, stop + 1, region):
        stop += 1
    return stop


def _is_head(page: Page, at: int, region: _Region) -> bool:
    """Whether a line repeats the grid's first, so that prose before it is a caption."""
    return page.lines[at] == page.lines[region.start]


def _folds(page: Page, at: int) -> bool:
    """Whether a line may go on in the last cell of the line before: an amount is never folded."""
    begun = page.lines[at - 1].rpartition("\t")[2]
    rest = page.lines[at].partition("\t")[0].strip()
    return bool(rest) and at not in page.piped and not _AMOUNT.fullmatch(visible(begun)[0])


def _grid(rows: Iterable[RawRow]) -> Iterator[Grid]:
    """Place the rows that hold any text; none makes no grid."""
    cells: list[Cell] = []
    count = columns = 0
    for row in rows:
        placed = [_placed(cell) for cell in row]
        if any(text for text, _ in placed):
            cells += [Cell(text, count, column, at) for column, (text, at) in enumerate(placed)]
            count, columns = count + 1, max(columns, len(row))
    if cells:
        place = Location(line=cells[0].location.line)
        yield Grid(tuple(cells), count, columns, place, spans=False)


def _placed(cell: RawCell) -> tuple[str, Location]:
    at, start, raw = cell[0]
    text, first, last = visible(raw)
    if len(cell) > 1:
        told = [(n, begin, *seen) for n, begin, rest in cell if (seen := visible(rest))[0]]
        if told:
            at, start, _, first, last = told[0]
        text = "\n".join(piece[2] for piece in told)
    return text, Location(line=at + 1, span=(start + first, start + last))
