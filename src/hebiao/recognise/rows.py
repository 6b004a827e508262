"""Body rows: each with its key, its parent and its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.model import Entry, Location, Row, RowKind, lane_address
from hebiao.recognise.identify import Known, identifier
from hebiao.recognise.parts import form_values, label_cell
from hebiao.recognise.wording import tidy, unnumbered
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.model import Cell
    from hebiao.recognise.codes import Codes
    from hebiao.recognise.heads import Matrix
    from hebiao.recognise.parts import Part
    from hebiao.regime.forms import Head, Lane


@dataclass(frozen=True, slots=True)
class LaneRows:
    """The rows of one lane and their cells; `unknown` are the labels that no wording knows."""

    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]


def read_lane(
    table: str,
    lane: Lane,
    part: Part,
    codes: Codes,
    is_unit: Callable[[str], bool],
) -> LaneRows:
    """Read one lane's rows from its part of a grid.

    `is_unit` tells a body's name from a project's, where a table prints both in one column.
    """
    heads, body = part.columns, part.body
    rows: list[Row] = []
    entries: list[Entry] = []
    for group in sorted({head.group for head in heads.values()}):
        own = {column: head for column, head in heads.items() if head.group == group}
        known = Known(codes, is_unit, part.units, part.loose)
        _read_group(table, lane, own, body, known, (rows, entries))
    linked = link_rows(rows, lane)
    unknown = tuple(row.name or "（空）" for row in linked if row.kind is RowKind.UNKNOWN)
    return LaneRows(linked, tuple(entries), unknown)


def read_form(table: str, lane: Lane, matrix: Matrix, labels: frozenset[str]) -> LaneRows:
    """Read the labels of a form that are printed, each with the values at its right, in order."""
    rows: list[Row] = []
    entries: list[Entry] = []
    for spec in lane.tree:
        label = label_cell(matrix, spec.printed)
        if label is None:
            continue
        row = Row(spec.key, RowKind.TREE, lane.key, name=tidy(label.text), location=label.location)
        rows.append(row)
        at = f"{lane_address(table, lane.key)}[{row.key}]"
        entries.append(_named(at, lane, row, label))
        values = form_values(matrix, spec.printed, labels)
        for number, column in enumerate((*lane.columns, *lane.texts)):
            cell = values[number] if number < len(values) else None
            entries.append(_entry(at, lane, row, column, cell))
    return LaneRows(link_rows(rows, lane), tuple(entries), ())


def _read_group(
    table: str,
    lane: Lane,
    heads: dict[int, Head],
    body: Matrix,
    known: Known,
    found: tuple[list[Row], list[Entry]],
) -> None:
    """Read one group of columns, adding to the rows and entries found before."""
    rows, entries = found
    roles = {head.role: column for column, head in heads.items() if head.role != "figure"}
    figures = {column: head for column, head in heads.items() if head.role == "figure"}
    identify = identifier(lane, known, roles)
    seen = Counter(unnumbered(row.key) for row in rows)
    parts = dict.fromkeys(head.row for head in figures.values())
    counted = [column for column, head in figures.items() if head.column not in lane.texts]
    for cells in body:
        texts = {role: _text(cells[column]) for role, column in roles.items()}
        if known.loose and "label" in texts and not texts["label"]:
            spare = (_text(c) for at, c in enumerate(cells) if at not in figures)
            texts["label"] = next((text for text in spare if text), "")
        bare = "" in parts and not any(_text(cells[column]) for column in counted)
        if bare and not any(texts.values()):
            continue
        place = next((cell.location for cell in cells if cell is not None), Location())
        row = identify(texts, rows)
        if bare and row.kind is RowKind.UNKNOWN:
            continue
        for part in parts:
            own = replace(row, key=part, kind=_kind_of(part, lane)) if part else row
            seen[own.key] += 1
            key = own.key if seen[own.key] == 1 else f"{own.key}#{seen[own.key]}"
            mine = {c: head for c, head in figures.items() if head.row == part}
            rows.append(replace(own, key=key, lane=lane.key, location=place))
            name = _name_cell(cells, roles)
            entries += _entries(table, lane, rows[-1], cells, (mine, name, known.units))


def _kind_of(key: str, lane: Lane) -> RowKind:
    return RowKind.TOTAL if lane.total is not None and key == lane.total.key else RowKind.TREE


def link_rows(rows: list[Row], lane: Lane) -> tuple[Row, ...]:
    """Give each row its parent, the nearest printed ancestor, and tell the leaves.

    By path in a tree; by code within its unit; units and items by reading order; and the lane's
    total above all that has no other, named rows beside codes excepted.
    """
    total = next((row.key for row in rows if row.kind is RowKind.TOTAL), None)
    keys = {row.key for row in rows}
    codes: dict[tuple[str, str], str] = {}
    units: dict[str, str] = {}
    for row in rows:
        if row.kind is RowKind.CODE:
            codes.setdefault((row.unit, row.code), row.key)
        elif row.kind is RowKind.UNIT:
            units.setdefault(row.unit, row.key)
    parents: list[str | None] = []
    for row in rows:
        if row.kind in {RowKind.TOTAL, RowKind.UNKNOWN}:
            parents.append(None)
        elif row.kind is RowKind.TREE:
            path = unnumbered(row.key)
            above = [path[:at] for at in range(len(path)) if path[at] == "/"]
            default = None if lane.rows is RowsBy.CODE else total
            parents.append(next((key for key in reversed(above) if key in keys), default))
        elif row.kind is RowKind.UNIT:
            parents.append(total)
        else:
            ends = len(row.code) - (0 if row.kind is RowKind.ITEM else 1)
            above_codes = (codes.get((row.unit, row.code[:end])) for end in range(ends, 0, -1))
            default = units.get(row.unit, total)
            parents.append(next((key for key in above_codes if key is not None), default))
    held = set(parents)
    if lane.total is None:
        held.discard(None)
    return tuple(
        replace(row, parent=parent, leaf=row.key not in held)
        for row, parent in zip(rows, parents, strict=True)
    )


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _name_cell(cells: list[Cell | None], roles: dict[str, int]) -> Cell | None:
    """The cell that prints the row's name."""
    for role in ("label", "name", "project"):
        if role in roles and _text(cells[roles[role]]):
            return cells[roles[role]]
    return None


def _entries(
    table: str,
    lane: Lane,
    row: Row,
    cells: list[Cell | None],
    columns: tuple[dict[int, Head], Cell | None, dict[int, str]],
) -> list[Entry]:
    """The cell that names the row and its figures; `columns` also says the units heads print."""
    figures, name, units = columns
    at = f"{lane_address(table, lane.key)}[{row.key}]"
    named = [_named(at, lane, row, name)] if name is not None else []
    return named + [
        _entry(at, lane, row, head.column, cells[column], units.get(column, ""))
        for column, head in figures.items()
    ]


def _named(at: str, lane: Lane, row: Row, cell: Cell) -> Entry:
    text = row.name or cell.text
    address = f"{at}.{lane.label}"
    return Entry(address, lane.key, row.key, lane.label, text, cell.location, figure=False)


def _entry(at: str, lane: Lane, row: Row, column: str, cell: Cell | None, unit: str = "") -> Entry:
    return Entry(
        address=f"{at}.{column}",
        lane=lane.key,
        row=row.key,
        column=column,
        raw=cell.text if cell is not None else "",
        location=cell.location if cell is not None else row.location,
        figure=column in lane.columns,
        witness=cell.witness if cell is not None else None,
        unit=dict(lane.units).get(column, unit),
    )
