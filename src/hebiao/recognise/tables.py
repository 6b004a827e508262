"""Grids to statutory tables: by title and headings, never by place; fragments joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.recognise.captions import CAPTION, Captioned, title_score
from hebiao.recognise.heads import (
    MOST_COLUMNS,
    bind_heads,
    heading_row_texts,
    matrix_of,
    printed_units,
    row_texts,
)
from hebiao.recognise.parts import MOST_ROWS, Part, form_labels, form_parts
from hebiao.recognise.wording import fold, fold_label
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.model import Grid, Location
    from hebiao.recognise.heads import Matrix
    from hebiao.regime.forms import RowSpec, TableSpec

_FOOT = re.compile(
    r"[-—–]*第?\d{1,4}页?(?:[/,，]?共?\d{1,4}页?)?[-—–]*|.{0,24}(?:续表|\(续\))\d{0,3}.{0,4}"
)
_LEAST_COLUMNS = 3
_LEAST_LABELS = 2
_LEAST_AMOUNTS = 3
_DECIMAL = re.compile(r"-?\d[\d,]*\.\d+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A grid (with the fragments that continue it) taken as a table of the regime.

    `parts` are its lanes' columns and rows; `last` the lane that a continuation goes on with;
    `headings` the texts of its heading rows, which a page may repeat; `again` where further grids
    of its title stand.
    """

    spec: TableSpec
    captioned: Captioned
    parts: dict[str, Part]
    last: str
    score: float
    title: float
    ruled: bool
    headings: frozenset[tuple[str, ...]] = frozenset()
    again: tuple[Location, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows stand below the heads."""
        return len(self.parts[self.last].body)


def claim_tables(
    grids: Sequence[Captioned], tables: tuple[TableSpec, ...]
) -> tuple[list[Claim], list[Captioned]]:
    """Say which grid is which table, in reading order.

    A table printed twice is taken where its title fits best; one that recurs, each time. The
    second list has the grids of amounts that are none.
    """
    claims: dict[tuple[str, int], Claim] = {}
    unclaimed: list[Captioned] = []
    last: Claim | None = None
    key = ("", 0)
    for number, captioned in enumerate(grids):
        claim = _claim(captioned, tables)
        if claim is None or (claim.title == 0 and _repeats_heads(last, captioned)):
            last = _continued(last, matrix_of(captioned.grid), captioned)
            if last is not None:
                claims[key] = last
            elif _holds_amounts(captioned.grid):
                unclaimed.append(captioned)
            continue
        own = (claim.spec.id, number if claim.spec.repeats else 0)
        held = claims.get(own)
        if held is not None and held is last and _same_heads(held, claim) and not _closed(held):
            claim = _extended(held, claim.parts[claim.last].body, ruled=claim.ruled)
            claims[own] = claim
        elif held is None:
            claims[own] = claim
        else:
            better = (claim.title, claim.rows) > (held.title, held.rows)
            kept, lost = (claim, held) if better else (held, claim)
            again = (*kept.again, *lost.again, *([lost.captioned.grid.location] * bool(lost.title)))
            claims[own] = replace(kept, again=again)
            claim = claims[own] if better else None
        last, key = claim, own
    return list(claims.values()), unclaimed


def _holds_amounts(grid: Grid) -> bool:
    """Whether a grid prints amounts: decimals, as lists of names and counts do not."""
    found = (_DECIMAL.fullmatch(squeeze(cell.text)) for cell in grid.cells)
    return sum(match is not None for match in found) >= _LEAST_AMOUNTS


def _claim(captioned: Captioned, tables: tuple[TableSpec, ...]) -> Claim | None:
    """Take the grid as the table its title names, or, untitled, the only one its heads fit."""
    lines = [fold(text) for text in captioned.caption[-CAPTION:]]
    top = [fold(cell.text) for cell in captioned.grid.cells if cell.row < 2 and cell.text]  # noqa: PLR2004
    ranked = sorted(
        ((title_score(spec, lines, top), spec) for spec in tables),
        key=lambda ranked: -ranked[0],
    )
    matrix = matrix_of(captioned.grid)
    best: tuple[float, Claim] | None = None
    for title, spec in ranked:
        if title == 0 and best is not None and best[1].title > 0:
            break
        claim = _fitted(captioned, matrix, spec, title)
        if claim is None or not _fits(spec, claim):
            continue
        score = 2 * title + claim.score / _most(spec)
        if best is None or score > best[0]:
            best = (score, claim)
    return best[1] if best else None


def _fitted(captioned: Captioned, matrix: Matrix, spec: TableSpec, title: float) -> Claim | None:
    """Bind the grid's heads as that table's; None where none bind."""
    ruled = captioned.grid.ruled
    lists = [lane.key for lane in spec.lanes if lane.rows is not RowsBy.FORM]
    if _is_form(spec):
        if captioned.grid.columns > MOST_COLUMNS:
            return None
        parts = form_parts(captioned.grid, matrix, spec)
        score = float(sum(len(part.columns) for part in parts.values()))
        found = [key for key in lists if key in parts]
        last = max(found, key=lambda key: len(parts[key].body), default=spec.lanes[0].key)
        return Claim(spec, captioned, parts, last, score, title, ruled)
    heads = bind_heads(captioned.grid, matrix, spec.layouts)
    if heads is None:
        return None
    headings = heading_row_texts(matrix, heads.body)
    body = _without(matrix[heads.body :], headings)
    units = printed_units(matrix[: heads.body])
    parts = {
        lane.key: Part({c: h for c, h in heads.columns.items() if h.lane == lane.key}, body, units)
        for lane in spec.lanes
    }
    return Claim(spec, captioned, parts, spec.lanes[0].key, heads.score, title, ruled, headings)


def _fits(spec: TableSpec, claim: Claim) -> bool:
    """Whether enough required columns were found: without a title all, and at least three."""
    lists = [lane for lane in spec.lanes if lane.rows is not RowsBy.FORM]
    wanted = {(lane.key, c) for lane in lists for c in lane.columns if c not in lane.optional}
    heads = (head for part in claim.parts.values() for head in part.columns.values())
    bound = {(head.lane, head.column) for head in heads if head.role == "figure"}
    across = {lane for lane, column in bound if not column}
    found = wanted & (bound | {place for place in wanted if place[0] in across})
    if claim.title == 0:
        return found == wanted and len(found) >= _LEAST_COLUMNS and claim.rows > 0
    return len(found) * 3 >= len(wanted) or _begins_form(claim)


def _is_form(spec: TableSpec) -> bool:
    return any(lane.rows is RowsBy.FORM for lane in spec.lanes)


def _begins_form(claim: Claim) -> bool:
    """Whether a titled grid prints labels of a form, whose lists may stand on the next page."""
    if not _is_form(claim.spec):
        return False
    printed = {fold_label(cell.text) for cell in claim.captioned.grid.cells}
    return len(printed & form_labels(claim.spec)) >= _LEAST_LABELS


def _most(spec: TableSpec) -> float:
    return 1.5 * max(len(layout) for layout in spec.layouts)


def _without(rows: Matrix, headings: frozenset[tuple[str, ...]]) -> Matrix:
    """The rows without the headings that a page repeats."""
    return [row for row in rows if row_texts(row) not in headings]


def _same_heads(held: Claim, claim: Claim) -> bool:
    pairs = [(held.parts[key].columns, part.columns) for key, part in claim.parts.items()]
    return all(old == new for old, new in pairs)


def _continued(last: Claim | None, matrix: Matrix, captioned: Captioned) -> Claim | None:
    """Join a grid without heads to the table it follows, where that is still open.

    Between the two there may stand what is printed at a page's foot and head.
    """
    between = [line for line in captioned.caption if not _FOOT.fullmatch(squeeze(line))]
    if last is None or between or _closed(last):
        return None
    if _is_form(last.spec):
        return _joined(last, captioned)
    if captioned.grid.columns != last.captioned.grid.columns:
        return None
    return _extended(last, matrix, ruled=captioned.grid.ruled)


def _joined(last: Claim, captioned: Captioned) -> Claim | None:
    """Join a grid to the form it follows, as one grid.

    Above the form's lists their columns may differ. In a list they are the same, but for one that
    its heads left out at the end.
    """
    above, below = last.captioned.grid, captioned.grid
    if above.rows + below.rows > MOST_ROWS:
        return None
    listed = any(part.loose for part in last.parts.values())
    if listed and below.columns - above.columns not in {0, 1}:
        return None
    grid = replace(
        above,
        cells=(*above.cells, *(replace(cell, row=cell.row + above.rows) for cell in below.cells)),
        rows=above.rows + below.rows,
        columns=max(above.columns, below.columns),
        ruled=above.ruled and below.ruled,
    )
    whole = Captioned(grid, last.captioned.caption)
    claim = _fitted(whole, matrix_of(grid), last.spec, last.title)
    return replace(claim, again=last.again) if claim is not None else None


def _repeats_heads(last: Claim | None, captioned: Captioned) -> bool:
    """Whether a grid begins with the headings of the table it follows."""
    first = matrix_of(captioned.grid)[:1]
    return last is not None and any(row_texts(row) in last.headings for row in first)


def _extended(claim: Claim, rows: Matrix, *, ruled: bool) -> Claim:
    """Add rows, without a total that a page repeats, to the lanes that share the last body."""
    body = claim.parts[claim.last].body
    rows = _without(rows, claim.headings)
    totals = [lane.total for lane in claim.spec.lanes if lane.total is not None]
    if _prints(claim, rows[:1], totals) and row_texts(rows[0]) in map(row_texts, body):
        rows = rows[1:]
    parts = {
        key: replace(part, body=part.body + rows) if part.body is body else part
        for key, part in claim.parts.items()
    }
    return replace(claim, parts=parts, ruled=claim.ruled and ruled)


def _closed(claim: Claim) -> bool:
    """Whether the table's last row has been printed, so that nothing continues it."""
    ends = [
        lane.tree[-1] if lane.rows is RowsBy.CODE and lane.tree else lane.total
        for lane in claim.spec.lanes
    ]
    return _prints(claim, claim.parts[claim.last].body[-1:], [end for end in ends if end])


def _prints(claim: Claim, rows: Matrix, specs: Sequence[RowSpec]) -> bool:
    """Whether one of the printed rows is labelled with a wording of one of those asked."""
    wordings = {fold(text) for spec in specs for text in spec.printed}
    last = claim.parts[claim.last]
    labels = [
        column
        for part in claim.parts.values()
        if part.body is last.body
        for column, head in part.columns.items()
        if head.role != "figure"
    ]
    return any(
        (cell := row[column]) is not None and fold(cell.text) in wordings
        for row in rows
        for column in labels
    )
