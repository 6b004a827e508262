"""Forms: grids of several parts, label-and-value cells above and between lists with own heads."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from hebiao.recognise.heads import assign, heading_paths, row_texts, spread_texts
from hebiao.recognise.wording import fold_label
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from hebiao.model import Cell, Grid
    from hebiao.recognise.heads import Matrix
    from hebiao.regime.forms import Head, TableSpec

_LEAST_BOUND = 0.5
MOST_ROWS = 2000
"""A form has no more rows; what stands below them is not read."""


@dataclass(frozen=True, slots=True)
class Part:
    """The columns bound for one lane, the rows below its heads, and units that heads print.

    In a form (`loose`) the names of rows may stand in another column than their heading.
    """

    columns: dict[int, Head]
    body: Matrix
    units: dict[int, str] = field(default_factory=dict)
    loose: bool = False


def form_parts(grid: Grid, matrix: Matrix, spec: TableSpec) -> dict[str, Part]:
    """Cut a form into its lanes; a list whose heads are not found is left out.

    A list ends where the heads of the next begin, or at a row that begins with a label of the
    form's own (总分 below the indicators, say).
    """
    matrix = matrix[:MOST_ROWS]
    texts = spread_texts(grid, matrix)
    labels = form_labels(spec)
    starts: list[tuple[int, str, dict[int, Head]]] = []
    for lane in spec.lanes:
        if lane.rows is not RowsBy.FORM:
            heads = tuple(head for head in spec.layouts[0] if head.lane == lane.key)
            found = _heads_of(texts, heads, spans=grid.spans)
            if found is not None:
                starts.append((found[0], lane.key, found[1]))
    starts.sort(key=lambda start: start[0])
    ends = [*(start for start, _, _ in starts[1:]), len(matrix)][: len(starts)]
    parts = {lane.key: Part({}, matrix) for lane in spec.lanes if lane.rows is RowsBy.FORM}
    for (start, key, columns), end in zip(starts, ends, strict=True):
        below = matrix[start + 1 : end]
        rows = takewhile(lambda row: _first_label(row) not in labels, below)
        repeated = row_texts(matrix[start])
        parts[key] = Part(columns, [row for row in rows if row_texts(row) != repeated], loose=True)
    return parts


def form_labels(spec: TableSpec) -> frozenset[str]:
    """The folded wordings of a form's labels: those of its parts, and those that part them."""
    printed = [
        text
        for lane in spec.lanes
        if lane.rows is RowsBy.FORM
        for row in lane.tree
        for text in row.printed
    ]
    return frozenset(fold_label(text) for text in (*printed, *spec.labels, spec.repeats) if text)


def form_values(matrix: Matrix, wordings: tuple[str, ...], labels: frozenset[str]) -> list[Cell]:
    """Give the cells that stand at the right of the first cell that prints one of the wordings.

    Empty cells are passed over; the next label of the form ends them.
    """
    wanted = {fold_label(text) for text in wordings}
    for row in matrix:
        for at, cell in enumerate(row):
            if cell is not None and fold_label(cell.text) in wanted:
                return _until_label(row[at + 1 :], labels)
    return []


def label_cell(matrix: Matrix, wordings: tuple[str, ...]) -> Cell | None:
    """Give the first cell that prints one of the wordings."""
    wanted = {fold_label(text) for text in wordings}
    cells = (cell for row in matrix for cell in row if cell is not None)
    return next((cell for cell in cells if fold_label(cell.text) in wanted), None)


def _until_label(cells: list[Cell | None], labels: frozenset[str]) -> list[Cell]:
    values: list[Cell] = []
    for cell in cells:
        if cell is None or not cell.text.strip():
            continue
        if fold_label(cell.text) in labels:
            break
        values.append(cell)
    return values


def _heads_of(
    texts: list[list[str]], heads: tuple[Head, ...], *, spans: bool
) -> tuple[int, dict[int, Head]] | None:
    """The last heading row of a list and its columns, where at least half are found."""
    best: tuple[float, int, dict[int, Head]] | None = None
    for start in range(len(texts)):
        for height in (1, 2):
            rows = texts[start : start + height]
            if len(rows) < height:
                continue
            columns, score = assign(heading_paths(rows, spans=spans), heads)
            if len(columns) >= _LEAST_BOUND * len(heads) and (best is None or score > best[0]):
                best = (score, start + height - 1, columns)
    return (best[1], best[2]) if best else None


def _first_label(row: list[Cell | None]) -> str:
    cells = (cell for cell in row if cell is not None and cell.text.strip())
    return fold_label(next(cells).text) if any(c and c.text.strip() for c in row) else ""
