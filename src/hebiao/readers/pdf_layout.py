"""The blocks of a document from its pages: paragraphs and tables in reading order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Cell, Grid, Location, Paragraph
from hebiao.readers.pdf_columns import Unruled, columns
from hebiao.readers.pdf_ink import Box, Line, around
from hebiao.readers.pdf_lattice import without_caption
from hebiao.readers.pdf_prose import Placed, paragraphs, text_columns
from hebiao.readers.pdf_running import without_running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.model import Block
    from hebiao.readers.pdf_lattice import Ruled, Spot
    from hebiao.readers.pdf_sheet import Sheet

_CONTINUED = re.compile(r"[(\[]?(?:[接续]?上?[页表]?续表?|[接续]上[页表])\d*[)\]]?")


def laid_out(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """Give the blocks of all pages."""
    clean = without_running(sheets)
    margins = text_columns(clean)
    blocks: list[Block] = []
    run: list[Placed] = []
    for sheet in clean:
        for item in _items(sheet):
            if isinstance(item, Line):
                run.append(Placed(item, sheet))
            else:
                blocks += paragraphs(run, margins)
                blocks.append(item)
                run = []
    blocks += paragraphs(run, margins)
    return tuple(_without_reminders(blocks))


def _items(sheet: Sheet) -> Iterator[Line | Grid]:
    """The page's lines and tables from the top down."""
    lines = sorted(sheet.lines, key=lambda line: (line.box.middle[1], line.box.left))
    items: list[tuple[float, float, Line | Grid]] = []
    taken = 0
    for start, stop, found in columns(lines):
        items += [_at(line) for line in lines[taken:start]]
        items.append((found.box.top, found.box.left, _unruled(found, sheet)))
        taken = stop
    items += [_at(line) for line in lines[taken:]]
    for table in sheet.tables:
        caption, bare = without_caption(table)
        items += [_at(line) for line in caption]
        items.append((bare.box.top, bare.box.left, _ruled(bare, sheet)))
    for _, _, item in sorted(items, key=lambda item: item[:2]):
        yield item


def _at(line: Line) -> tuple[float, float, Line]:
    return line.box.middle[1], line.box.left, line


def _ruled(table: Ruled, sheet: Sheet) -> Grid:
    spots = sorted(table.cells.items(), key=lambda item: item[0][:2])
    cells = tuple(_cell(spot, lines, sheet) for spot, lines in spots)
    place = Location(page=sheet.number, bbox=sheet.displayed(table.box))
    return Grid(cells, table.rows, len(table.xs) - 1, place)


def _cell(spot: Spot, lines: Sequence[Line], sheet: Sheet) -> Cell:
    box = around(line.box for line in lines) if lines else spot.box
    return Cell(
        "\n".join(line.text for line in lines),
        spot.row,
        spot.column,
        Location(page=sheet.number, bbox=sheet.displayed(box)),
        spot.rowspan,
        spot.colspan,
    )


def _unruled(table: Unruled, sheet: Sheet) -> Grid:
    cells = []
    for row, held in enumerate(table.rows):
        level = around(piece.box for pieces in held.values() for piece in pieces)
        covered = {c + more for c in held for more in range(1, table.spans.get((row, c), 1))}
        for column, (left, right) in enumerate(table.columns):
            if column in covered:
                continue
            pieces = held.get(column, ())
            blank = Box(left, level.top, right, level.bottom)
            box = around(piece.box for piece in pieces) if pieces else blank
            place = Location(page=sheet.number, bbox=sheet.displayed(box))
            text = "\n".join(piece.text for piece in pieces)
            wide = table.spans.get((row, column), 1)
            cells.append(Cell(text, row, column, place, colspan=wide))
    place = Location(page=sheet.number, bbox=sheet.displayed(table.box))
    return Grid(tuple(cells), len(table.rows), len(table.columns), place, spans=False, ruled=False)


def _without_reminders(blocks: list[Block]) -> Iterator[Block]:
    """Leave out what stands between a table and its rest on the next page only to recall it.

    That is 续表 and the like, and where the table does not begin anew the caption that is repeated.
    """
    caption: list[Paragraph] = []
    head: list[str] = []
    begun: Grid | None = None
    last: Grid | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            caption.append(block)
            continue
        texts = [_bare(one.text) for one in caption]
        if begun is not None and last is not None and _goes_on(last, block):
            known = [] if _first(block) == _first(begun) else head
            if all(not text or text in known for text in texts):
                caption, texts = [], []
        yield from caption
        yield block
        if texts or begun is None:
            head, begun = texts, block
        caption, last = [], block
    yield from caption


def _bare(text: str) -> str:
    """A caption without what says that it goes on."""
    plain = squeeze(text)
    if _CONTINUED.fullmatch(plain):
        return ""
    return re.sub(r"\((?:续表?|接上页|续上表)\d*\)$", "", plain)


def _goes_on(last: Grid, grid: Grid) -> bool:
    """Whether a grid stands on the next page and has the same columns."""
    one, other = last.location, grid.location
    if one.page is None or other.page is None or one.bbox is None or other.bbox is None:
        return False
    near = abs(one.bbox[0] - other.bbox[0]) + abs(one.bbox[2] - other.bbox[2])
    return other.page == one.page + 1 and last.columns == grid.columns and near < last.columns + 12


def _first(grid: Grid) -> str:
    """The first text of a table."""
    return next((text for cell in grid.cells if (text := squeeze(cell.text))), "")
