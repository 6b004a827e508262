"""Body rows: what each stands for, by tree path, by code, or by unit, code and item."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Entry, Location, Row, RowKind
from hebiao.recognise.parts import form_values, label_cell
from hebiao.recognise.wording import SURE, alike, fold, fold_label, quote, tidy, unnumbered
from hebiao.regime.spec import RowsBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.model import Cell
    from hebiao.recognise.heads import Matrix
    from hebiao.recognise.parts import Part
    from hebiao.regime.spec import Classification, Head, Lane

_CODED = re.compile(r"([0-9]+)(\D.*)")


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
    classification: Classification | None,
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
        known = _Known(classification, is_unit, part.units)
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
        at = f"{table}.{lane.key}[{row.key}]" if lane.key else f"{table}[{row.key}]"
        entries.append(_named(at, lane, row, label))
        values = form_values(matrix, spec.printed, labels)
        for number, column in enumerate((*lane.columns, *lane.texts)):
            cell = values[number] if number < len(values) else None
            entries.append(_entry(at, lane, row, column, cell))
    return LaneRows(link_rows(rows, lane), tuple(entries), ())


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows are known by beside the lane's own wordings."""

    classification: Classification | None
    is_unit: Callable[[str], bool]
    units: dict[int, str]


def _read_group(
    table: str,
    lane: Lane,
    heads: dict[int, Head],
    body: Matrix,
    known: _Known,
    found: tuple[list[Row], list[Entry]],
) -> None:
    """Read one group of columns, adding to the rows and entries found before."""
    rows, entries = found
    roles = {head.role: column for column, head in heads.items() if head.role != "figure"}
    figures = {column: head for column, head in heads.items() if head.role == "figure"}
    identify = _identifier(lane, known, roles)
    seen = Counter(unnumbered(row.key) for row in rows)
    for cells in body:
        texts = {role: _text(cells[column]) for role, column in roles.items()}
        if not any(texts.values()) and not any(_text(cells[column]) for column in figures):
            continue
        place = next((cell.location for cell in cells if cell is not None), Location())
        row = identify(texts, rows)
        if row.kind is RowKind.UNKNOWN and not any(_text(cells[column]) for column in figures):
            continue
        for part in dict.fromkeys(head.row for head in figures.values()):
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
    total above all that has no other.
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
            parents.append(next((key for key in reversed(above) if key in keys), total))
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
    at = f"{table}.{lane.key}[{row.key}]" if lane.key else f"{table}[{row.key}]"
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


def _identifier(
    lane: Lane, known: _Known, roles: dict[str, int]
) -> Callable[[dict[str, str], list[Row]], Row]:
    classification = known.classification
    if lane.rows is RowsBy.TREE:
        return lambda texts, rows: _tree_row(lane, texts.get("label", ""), rows)
    names = _names(classification) if classification is not None else {}
    levels = classification.levels if classification is not None else ()
    if lane.rows is RowsBy.CODE:
        return lambda texts, _rows: _code_row(lane, texts, names, levels)
    coded = bool({"code", "code.1"} & set(roles))
    return lambda texts, rows: _item_row(
        lane, texts, rows, levels, None if coded else known.is_unit
    )


def _tree_row(lane: Lane, text: str, rows: list[Row]) -> Row:
    """Know a row of a fixed tree: by its wording, and among equal wordings by what stands above.

    Of several rows with the wording, the first not yet printed that follows the last one known.
    """
    label = fold_label(text)
    name = tidy(text)
    if _is_total(lane, label):
        return Row(lane.total.key if lane.total else "", RowKind.TOTAL, name=name)
    used = {row.key for row in rows}
    order = {spec.key: place for place, spec in enumerate(lane.tree)}
    last = next((order[row.key] for row in reversed(rows) if row.key in order), -1)
    scores = [
        (max(alike(label, fold_label(wording)) for wording in spec.printed), place, spec.key)
        for place, spec in enumerate(lane.tree)
    ]
    best = max((score for score, _, _ in scores), default=0.0) if label else 0.0
    same = [(place, key) for score, place, key in scores if score == best]
    if best < SURE or (best < 1 and len(same) > 1):
        return Row(quote(text) if name else "''", RowKind.UNKNOWN, name=name)
    free = [(place, key) for place, key in same if key not in used] or same
    after = [(place, key) for place, key in free if place > last]
    return Row((after or free)[0][1], RowKind.TREE, name=name)


def _code_row(
    lane: Lane, texts: dict[str, str], names: dict[str, str], levels: tuple[int, ...]
) -> Row:
    code, name = _code_and_name(texts, levels)
    if code:
        return Row(code, RowKind.CODE, code=code, name=tidy(name))
    label = fold_label(name)
    if _is_total(lane, label):
        return Row(lane.total.key if lane.total else "", RowKind.TOTAL, name=tidy(name))
    known = names.get(label)
    if known is not None:
        return Row(known, RowKind.CODE, code=known, name=tidy(name))
    return Row(quote(name), RowKind.UNKNOWN, name=tidy(name))


def _item_row(
    lane: Lane,
    texts: dict[str, str],
    rows: list[Row],
    levels: tuple[int, ...],
    is_unit: Callable[[str], bool] | None,
) -> Row:
    """Know a row of unit → code → item; `is_unit` None where codes tell units from items."""
    code, name = _code_and_name(texts, levels)
    item = texts.get("project", "")
    unit = rows[-1].unit if rows and rows[-1].kind is not RowKind.TOTAL else ""
    within = f"{unit}/" if unit else ""
    label = name or item
    if not code and _is_total(lane, fold_label(label)) and not (name and item):
        return Row(lane.total.key if lane.total else "", RowKind.TOTAL, name=tidy(label))
    starts_unit = not code and (not item if is_unit is None else is_unit(item))
    if starts_unit and label:
        key = quote(label)
        return Row(key, RowKind.UNIT, unit=key, name=tidy(label))
    if item:
        key = f"{within}{code}/{quote(item)}" if code else f"{within}{quote(item)}"
        return Row(key, RowKind.ITEM, code=code, name=tidy(name), item=fold(item), unit=unit)
    if code:
        return Row(f"{within}{code}", RowKind.CODE, code=code, name=tidy(name), unit=unit)
    return Row("''", RowKind.UNKNOWN, unit=unit)


def _is_total(lane: Lane, label: str) -> bool:
    return lane.total is not None and label in {fold_label(text) for text in lane.total.printed}


def _code_and_name(texts: dict[str, str], levels: tuple[int, ...]) -> tuple[str, str]:
    """Put a row's code together from its 类, 款, 项 cells, or from before its name."""
    code = ""
    for role in ("code", "code.1", "code.2", "code.3"):
        part = squeeze(texts.get(role, ""))
        if part:
            code = part if code and part.startswith(code) else code + part
    name = texts.get("label") or texts.get("name") or ""
    match = _CODED.fullmatch(squeeze(name)) if levels else None
    if match and _continues(code, match[1], levels):
        code = match[1] if match[1].startswith(code) else code + match[1]
        name = name.strip()[_digits_before(name.strip()) :].strip()
    return (code, name) if code.isascii() and code.isalnum() else ("", name or code)


def _continues(code: str, digits: str, levels: tuple[int, ...]) -> bool:
    """Whether digits before a name are (the rest of) a classification code."""
    whole = digits if digits.startswith(code) else code + digits
    return len(whole) in levels and whole != code


def _digits_before(name: str) -> int:
    return next((at for at, c in enumerate(name) if not (c.isdigit() or c.isspace())), 0)


def _names(classification: Classification) -> dict[str, str]:
    """Names that stand for one code only, folded."""
    names: dict[str, str] = {}
    for code, name in classification.names.items():
        label = fold_label(name)
        names[label] = "" if label in names else code
    return {label: code for label, code in names.items() if code}
