"""Heading rows: how many a grid has, and which printed column is which column of a layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.recognise.wording import NEAR, alike, fold

if TYPE_CHECKING:
    from hebiao.model import Cell, Grid
    from hebiao.regime.forms import Head

MOST_COLUMNS = 200
"""No statutory table is wider; a wider grid is not tried."""

_MOST_HEAD_ROWS = 6
_INDEX = re.compile(r"[0-9]{1,3}|[A-Za-z]|\*+|栏次|行次|序号|[类款项]")
_UNIT = re.compile(r"\((?:单位:)?(?P<unit>亿元|百万元|万元|千元|元)\)$")
_LEAF, _ANCESTORS = 1.0, 0.5
_MARGIN = 0.05

Matrix = list[list["Cell | None"]]


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a grid: its first body row, and the layout's head for each bound column."""

    body: int
    columns: dict[int, Head]
    score: float


def matrix_of(grid: Grid) -> Matrix:
    """Lay a grid's cells out by row and column; a merged cell stands at its first place."""
    matrix: Matrix = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        matrix[cell.row][cell.column] = cell
    return matrix


def bind_heads(grid: Grid, matrix: Matrix, layouts: tuple[tuple[Head, ...], ...]) -> Heads | None:
    """Find the layout and the number of heading rows that bind most columns; None where none do.

    Every column binds by its heading path. Exact wordings bind first; what is left binds to what
    is left where it is the only one near.
    """
    if grid.columns > MOST_COLUMNS:
        return None
    best: Heads | None = None
    texts = spread_texts(grid, matrix[:_MOST_HEAD_ROWS])
    for body in range(1, len(texts) + 1):
        paths = heading_paths(texts[:body], spans=grid.spans)
        for layout in layouts:
            columns, score = assign(paths, layout)
            if columns and (best is None or score > best.score):
                best = Heads(body, columns, score)
    if best is None:
        return None
    body = best.body
    while body < grid.rows and _is_index_row(matrix[body]):
        body += 1
    return Heads(body, best.columns, best.score)


def printed_units(matrix: Matrix) -> dict[int, str]:
    """Give the unit that a column's own heading prints behind its words, as in 合计（元）."""
    units: dict[int, str] = {}
    for row in matrix:
        for column, cell in enumerate(row):
            if cell is not None and (match := _UNIT.search(squeeze(cell.text))):
                units |= dict.fromkeys(range(column, column + cell.colspan), match["unit"])
    return units


def heading_row_texts(matrix: Matrix, body: int) -> frozenset[tuple[str, ...]]:
    """Give the heading rows' texts, to know them again where a page repeats them."""
    return frozenset(row_texts(row) for row in matrix[:body])


def row_texts(row: list[Cell | None]) -> tuple[str, ...]:
    """Give the folded texts of a row."""
    return tuple(fold(cell.text) if cell else "" for cell in row)


def spread_texts(grid: Grid, matrix: Matrix) -> list[list[str]]:
    """The folded texts of some first rows, those of merged cells repeated over what they cover."""
    texts = [[fold(cell.text) if cell else "" for cell in row] for row in matrix]
    for cell in (cell for row in matrix for cell in row if cell is not None):
        if cell.rowspan > 1 or cell.colspan > 1:
            for row in range(cell.row, min(cell.row + cell.rowspan, len(matrix))):
                for column in range(cell.column, min(cell.column + cell.colspan, grid.columns)):
                    texts[row][column] = fold(cell.text)
    return texts


def heading_paths(texts: list[list[str]], *, spans: bool) -> list[tuple[str, ...]]:
    """Each column's heading path from the top down.

    Where merged cells are not known, an empty cell belongs to the heading at its left, unless a
    row above starts a heading of its own at that column.
    """
    width = len(texts[0])
    paths: list[list[str]] = [[] for _ in range(width)]
    starts = [False] * width
    for row in texts:
        current = ""
        for column, text in enumerate(row):
            if text or starts[column]:
                current = text
            shown = text if spans else current
            if shown and (not paths[column] or paths[column][-1] != shown):
                paths[column].append(shown)
        starts = [old or bool(text) for old, text in zip(starts, row, strict=True)]
    return [tuple(path) for path in paths]


def assign(paths: list[tuple[str, ...]], layout: tuple[Head, ...]) -> tuple[dict[int, Head], float]:
    """Bind columns to heads, the best matches first, each once."""
    wordings = [(index, wording) for index, head in enumerate(layout) for wording in head.paths]
    ends = tuple(wording[-1] for _, wording in wordings)
    scored = []
    for column, path in enumerate(paths):
        best: dict[int, float] = {}
        for at in _near(path[-1], ends) if path else ():
            index, wording = wordings[at]
            best[index] = max(best.get(index, 0.0), _path_score(path, wording))
        scored += [(score, column, index) for index, score in best.items()]
    scored.sort(key=lambda match: (-match[0], match[1], match[2]))
    columns: dict[int, Head] = {}
    used: set[int] = set()
    total = 0.0
    for score, column, index in scored:
        if column in columns or index in used:
            continue
        rivals = (s for s, c, i in scored if i == index and c != column and c not in columns)
        if score < _LEAF and max(rivals, default=0.0) > score - _MARGIN:
            continue
        columns[column] = layout[index]
        used.add(index)
        total += score
    if not any(head.role == "figure" for head in columns.values()):
        return {}, 0.0
    return columns, total


@lru_cache(maxsize=8192)
def _near(heading: str, wordings: tuple[str, ...]) -> tuple[int, ...]:
    """Which wordings may stand for a printed heading."""
    return tuple(at for at, text in enumerate(wordings) if alike(heading, fold(text)) >= NEAR)


@lru_cache(maxsize=8192)
def _path_score(printed: tuple[str, ...], wording: tuple[str, ...]) -> float:
    """The likeness of the last headings, and that of the headings above."""
    leaf = alike(printed[-1], fold(wording[-1]))
    above = [fold(part) for part in wording[:-1]]
    if not above:
        return _LEAF * leaf + _ANCESTORS / 2
    found = 0.0
    start = 0
    for part in above:
        best = max(
            ((alike(text, part), place) for place, text in enumerate(printed[start:-1], start)),
            default=(0.0, 0),
        )
        if best[0] >= NEAR:
            found += best[0]
            start = best[1] + 1
    return _LEAF * leaf + _ANCESTORS * found / len(above)


def _is_index_row(row: list[Cell | None]) -> bool:
    """Whether a row numbers the columns (1 2 3 …, 栏次, A B C), as it may after the heads."""
    texts = [text for cell in row if cell and (text := squeeze(cell.text))]
    if not texts or not all(_INDEX.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    if not numbers:
        return len(texts) > 1
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
