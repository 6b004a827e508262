"""Grids to statutory tables: by title and headings, never by place; fragments joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.figure import UNITS, squeeze
from hebiao.model import Grid, Paragraph, RowKind, Table
from hebiao.recognise.heads import Heads, bind_heads, heading_row_texts, matrix_of, row_texts
from hebiao.recognise.rows import read_lane
from hebiao.recognise.wording import SURE, alike, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from re import Pattern

    from hebiao.figure import Unit
    from hebiao.model import Entry, Row, Source
    from hebiao.recognise.heads import Matrix
    from hebiao.regime.spec import Regime, TableSpec

_CAPTION = 12
_LONGER = 12
_LEAST_BOUND = 0.75


@dataclass(frozen=True, slots=True)
class Captioned:
    """A grid and the paragraphs that stand between it and the grid before."""

    grid: Grid
    caption: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A grid (with the fragments that continue it) taken as a table of the regime."""

    spec: TableSpec
    captioned: Captioned
    heads: Heads
    body: Matrix
    title: float
    ruled: bool


def captioned_grids(source: Source) -> list[Captioned]:
    """Give each grid with the paragraphs before it."""
    found: list[Captioned] = []
    caption: list[str] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            caption.append(block.text)
        else:
            found.append(Captioned(block, tuple(caption)))
            caption = []
    return found


def claim_tables(grids: Sequence[Captioned], regime: Regime) -> dict[str, Claim]:
    """Say which grid is which table. A table printed twice is taken where its title fits best."""
    claims: dict[str, Claim] = {}
    last: Claim | None = None
    for captioned in grids:
        claim = _claim(captioned, regime)
        if claim is None:
            last = _continued(last, captioned)
            if last is not None:
                claims[last.spec.id] = last
            continue
        held = claims.get(claim.spec.id)
        if held is not None and held is last and _same_heads(held, claim) and not _closed(held):
            ruled = held.ruled and claim.ruled
            claim = replace(held, body=held.body + claim.body, ruled=ruled)
        if held is None or claim.title > held.title or len(claim.body) > len(held.body):
            claims[claim.spec.id] = claim
        last = claim
    return claims


def read_table(claim: Claim, regime: Regime, unit: Unit, is_unit: Callable[[str], bool]) -> Table:
    """Read a claimed grid's rows and cells under its table's lanes."""
    spec = claim.spec
    rows: list[Row] = []
    entries: list[Entry] = []
    gaps: list[str] = []
    missing: list[tuple[str, str]] = []
    for lane in spec.lanes:
        heads = {c: head for c, head in claim.heads.columns.items() if head.lane == lane.key}
        classification = regime.classifications.get(lane.classification)
        read = read_lane(spec.id, lane, heads, claim.body, classification, is_unit)
        rows += read.rows
        entries += read.entries
        bound = {head.column for head in heads.values()}
        missing += [
            (lane.key, c) for c in lane.columns if c not in bound and c not in lane.optional
        ]
        keys = {row.key for row in read.rows}
        wanted = [row for row in lane.tree if row.required]
        wanted += [lane.total] if lane.total and lane.total.required else []
        gaps += [f"缺「{row.key}」行 row missing" for row in wanted if row.key not in keys]
        gaps += [f"「{label}」行不识 row not known" for label in read.unknown]
    return Table(
        id=spec.id,
        title=spec.title.zh,
        unit=caption_unit(claim.captioned, regime.units) or unit,
        columns=frozenset(
            (head.lane, head.column) for head in claim.heads.columns.values() if head.column
        ),
        missing=tuple(missing),
        rows=tuple(rows),
        entries=tuple(entries),
        gaps=tuple(gaps),
        location=claim.captioned.grid.location,
        ruled=claim.ruled,
    )


def caption_unit(captioned: Captioned, patterns: tuple[Pattern[str], ...]) -> Unit | None:
    """The unit that the caption nearest to the grid, or the grid's first rows, name."""
    lines = [squeeze(text) for text in captioned.caption[-_CAPTION:]]
    lines += [squeeze(cell.text) for cell in captioned.grid.cells if cell.row < 2]  # noqa: PLR2004
    for line in reversed(lines):
        for pattern in patterns:
            if match := pattern.search(line):
                return UNITS.get(match["unit"])
    return None


def _claim(captioned: Captioned, regime: Regime) -> Claim | None:
    """Take the grid as the table its title names, or, untitled, the only one its heads fit."""
    lines = [fold(text) for text in captioned.caption[-_CAPTION:]]
    top = [fold(cell.text) for cell in captioned.grid.cells if cell.row < 2 and cell.text]  # noqa: PLR2004
    ranked = sorted(
        ((_title_score(spec, lines, top), spec) for spec in regime.tables),
        key=lambda ranked: -ranked[0],
    )
    matrix = matrix_of(captioned.grid)
    best: tuple[float, Claim] | None = None
    for title, spec in ranked:
        if title == 0 and best is not None and best[1].title > 0:
            break
        heads = bind_heads(captioned.grid, matrix, spec.layouts)
        if heads is None:
            continue
        share = _bound(spec, heads)
        if share < (_LEAST_BOUND if title == 0 else 1 / 3):
            continue
        claim = Claim(spec, captioned, heads, _body(matrix, heads), title, captioned.grid.ruled)
        score = (2 * title + heads.score / _most(spec)) if title else heads.score / _most(spec)
        if best is None or score > best[0]:
            best = (score, claim)
    return best[1] if best else None


def _title_score(spec: TableSpec, lines: list[str], top: list[str]) -> float:
    """How well the caption names the table, up to 1; a nearer line counts a little more."""
    titles = [fold(text) for text in (spec.title.zh, *spec.variants)]
    best = 0.0
    for away, joined in _joined(lines):
        for title in titles:
            if len(joined) - len(title) > _LONGER:
                continue
            near = 1.0 if title in joined else alike(title, joined)
            longer = max(len(joined) - len(title), 0) / 100
            best = max(best, near - longer - away / 50 if near >= SURE else 0.0)
    if any(title in text and len(text) - len(title) <= _LONGER for title in titles for text in top):
        best = max(best, SURE)
    return best


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """Lines, and runs of two and three of them joined (a heading broken over lines)."""
    return [
        (len(lines) - end, "".join(lines[end - length : end]))
        for end in range(len(lines), 0, -1)
        for length in (1, 2, 3)
        if end >= length
    ]


def _bound(spec: TableSpec, heads: Heads) -> float:
    """The share of the required columns that were found."""
    wanted = {(lane.key, c) for lane in spec.lanes for c in lane.columns if c not in lane.optional}
    found = {(head.lane, head.column) for head in heads.columns.values()}
    return len(wanted & found) / len(wanted)


def _most(spec: TableSpec) -> float:
    return 1.5 * max(len(layout) for layout in spec.layouts)


def _body(matrix: Matrix, heads: Heads) -> Matrix:
    """The rows below the heads, without headings that a page repeats."""
    repeated = heading_row_texts(matrix, heads.body)
    return [row for row in matrix[heads.body :] if row_texts(row) not in repeated]


def _same_heads(held: Claim, claim: Claim) -> bool:
    return held.heads.columns == claim.heads.columns


def _continued(last: Claim | None, captioned: Captioned) -> Claim | None:
    """Join a grid without heads to the table it follows, where that is still open."""
    if last is None or captioned.caption or _closed(last):
        return None
    if captioned.grid.columns != last.captioned.grid.columns:
        return None
    ruled = last.ruled and captioned.grid.ruled
    return replace(last, body=last.body + matrix_of(captioned.grid), ruled=ruled)


def _closed(claim: Claim) -> bool:
    """Whether the table's total has been printed, so that nothing continues it."""
    totals = {fold(text) for lane in claim.spec.lanes if lane.total for text in lane.total.printed}
    labels = [c for c, head in claim.heads.columns.items() if not head.column]
    return any(
        (cell := row[column]) is not None and fold(cell.text) in totals
        for row in claim.body[-1:]
        for column in labels
    )


def document_units(tables: list[Table]) -> frozenset[str]:
    """The folded names of the units that tables with codes print."""
    return frozenset(
        fold(row.name) for table in tables for row in table.rows if row.kind is RowKind.UNIT
    )
