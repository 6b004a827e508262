"""The second reader: pdfplumber reads table pages anew; amounts it sees otherwise are marked."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from math import hypot
from typing import TYPE_CHECKING, Any

from hebiao.errors import SourceError
from hebiao.figure import squeeze
from hebiao.model import Cell, Grid
from hebiao.readers import pdf_process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hebiao.model import Block

Place = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left of the page as displayed."""

Seen = dict[int, list[tuple[Place, str]]]
"""By page, the cells that the second reader sees, and the text in each."""

_FIGURE = re.compile(r"[-+(]?\d[\d,]*(?:\.\d+)?%?\)?")
_TWICE = 2
_MARGIN = 1.0
_LINE = 3.0


def witness(data: bytes, blocks: Sequence[Block], pages: set[int]) -> tuple[Block, ...]:
    """Give the blocks, the table cells on `pages` with `witness` set where pdfplumber disagrees.

    Only amounts are marked: cells that look like a figure to one reader or the other. A cell that
    pdfplumber does not find, or puts together with another, tells nothing; nor does a file that it
    cannot read.
    """
    wanted: dict[int, list[Place]] = {page: [] for page in pages}
    for cell in _cells(blocks, pages, ruled=False):
        wanted[cell.location.page or 0].append(cell.location.bbox or (0.0, 0.0, 0.0, 0.0))
    try:
        seen: Seen = pdf_process.run("hebiao.readers.witness:read", data, wanted)
    except SourceError:
        return tuple(blocks)
    others = _matched(list(_cells(blocks, pages)), seen)
    return tuple(
        replace(block, cells=tuple(_marked(cell, others) for cell in block.cells))
        if isinstance(block, Grid)
        else block
        for block in blocks
    )


def _cells(blocks: Iterable[Block], pages: set[int], *, ruled: bool | None = None) -> list[Cell]:
    return [
        cell
        for block in blocks
        if isinstance(block, Grid) and ruled in (None, block.ruled)
        for cell in block.cells
        if cell.location.page in pages and cell.location.bbox is not None
    ]


def _matched(cells: Sequence[Cell], seen: Seen) -> dict[tuple[int, Place], str]:
    """Give by page and box what the second reader saw in the cells that only it and we share."""
    texts: dict[tuple[int, int], list[tuple[int, Place]]] = defaultdict(list)
    for cell in cells:
        page, box = cell.location.page or 0, cell.location.bbox or (0.0, 0.0, 0.0, 0.0)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        around = [at for at, (place, _) in enumerate(seen.get(page, ())) if _holds(place, x, y)]
        if around:
            smallest = min(around, key=lambda at: _area(seen[page][at][0]))
            texts[page, smallest].append((page, box))
    return {held[0]: seen[page][at][1] for (page, at), held in texts.items() if len(held) == 1}


def _holds(place: Place, x: float, y: float) -> bool:
    return place[0] <= x <= place[2] and place[1] <= y <= place[3]


def _area(place: Place) -> float:
    return (place[2] - place[0]) * (place[3] - place[1])


def _marked(cell: Cell, others: Mapping[tuple[int, Place], str]) -> Cell:
    if cell.location.page is None or cell.location.bbox is None:
        return cell
    other = others.get((cell.location.page, cell.location.bbox))
    if other is None:
        return cell
    ours, theirs = squeeze(cell.text), squeeze(other)
    if ours == theirs or not (_FIGURE.fullmatch(ours) or _FIGURE.fullmatch(theirs)):
        return cell
    return replace(cell, witness=other)


def read(tell: Callable[[int], None], data: bytes, wanted: dict[int, list[Place]]) -> Seen:
    """Read pages with pdfplumber: the cells it finds itself, and the text in the boxes `wanted`."""
    import pdfplumber

    tell(len(wanted))
    seen: Seen = {}
    with pdfplumber.open(BytesIO(data)) as document:
        for number in sorted(wanted):
            page = document.pages[number - 1]
            across, down = _offset(page)
            chars = page.dedupe_chars(tolerance=_TWICE, extra_attrs=()).chars
            found = [cell for table in page.find_tables() for cell in table.cells]
            boxes = [
                (left + across - _MARGIN, top + down, right + across + _MARGIN, bottom + down)
                for left, top, right, bottom in wanted[number]
            ]
            seen[number] = [
                ((x0 - across, top - down, x1 - across, bottom - down), text)
                for (x0, top, x1, bottom), text in _texts([*found, *boxes], chars)
            ]
            page.close()
    return seen


def _texts(boxes: list[Place], chars: list[dict[str, Any]]) -> list[tuple[Place, str]]:
    """Give each box with the text of the characters whose centres it holds."""
    held: list[list[dict[str, Any]]] = [[] for _ in boxes]
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box, mine in zip(boxes, held, strict=True):
            if _holds(box, x, y):
                mine.append(char)
    return [(box, _text(mine)) for box, mine in zip(boxes, held, strict=True)]


def _text(chars: list[dict[str, Any]]) -> str:
    """Put characters in order, line by line, whichever way they run."""
    placed = []
    for char in chars:
        a, b = char["matrix"][:2]
        along, up = a / hypot(a, b), b / hypot(a, b)
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        placed.append((x * up + y * along, x * along - y * up, char["text"]))
    lines: list[list[tuple[float, float, str]]] = []
    for one in sorted(placed):
        if not lines or one[0] - lines[-1][0][0] > _LINE:
            lines.append([])
        lines[-1].append(one)
    return "\n".join("".join(text for *_, text in sorted(line, key=_along)) for line in lines)


def _along(placed: tuple[float, float, str]) -> float:
    return placed[1]


def _offset(page: Any) -> tuple[float, float]:
    """How far pdfplumber's places lie from those on the page as displayed, which may be cropped."""
    from pdfplumber.utils.pdfinternals import resolve_all

    media = [float(side) for side in resolve_all(page.page_obj.mediabox)]
    crop = [float(side) for side in resolve_all(page.page_obj.cropbox)]
    left, right = max(crop[0] - media[0], 0), max(media[2] - crop[2], 0)
    under, over = max(crop[1] - media[1], 0), max(media[3] - crop[3], 0)
    cut = {0: (left, over), 90: (under, left), 180: (right, under), 270: (over, right)}
    across, down = cut.get(page.rotation, (left, over))
    return page.mediabox[0] + across, page.mediabox[1] + down
