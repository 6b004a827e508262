"""A claimed grid to a table: its rows, cells, unit, and what was not found."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.figure import UNITS
from hebiao.model import RowKind, Table
from hebiao.recognise.across import in_rows
from hebiao.recognise.captions import caption_unit
from hebiao.recognise.codes import codes_of
from hebiao.recognise.parts import Part, form_labels, form_values
from hebiao.recognise.rows import read_form, read_lane
from hebiao.recognise.wording import fold, quote
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.figure import Unit
    from hebiao.model import Entry, Row
    from hebiao.recognise.codes import Printed
    from hebiao.recognise.tables import Claim
    from hebiao.regime.spec import Regime


def read_table(
    claim: Claim, regime: Regime, unit: Unit, is_unit: Callable[[str], bool], printed: Printed
) -> Table:
    """Read a claimed grid's rows and cells under its table's lanes.

    `printed` are the names of codes that the document's other tables print.
    """
    spec = claim.spec
    instance = _instance(claim)
    at = f"{spec.id}{{{instance}}}" if instance else spec.id
    labels = form_labels(spec)
    rows: list[Row] = []
    entries: list[Entry] = []
    gaps = [] if instance or not spec.repeats else [f"缺「{spec.repeats}」 label missing"]
    missing: list[tuple[str, str]] = []
    columns: set[tuple[str, str]] = set()
    for lane in spec.lanes:
        part = in_rows(claim.parts.get(lane.key, Part({}, [])), lane)
        codes = codes_of(regime.classifications.get(lane.classification), printed)
        if lane.rows is RowsBy.FORM:
            read = read_form(at, lane, part.body, labels)
            bound = {*lane.columns}
        else:
            read = read_lane(at, lane, part, codes, is_unit)
            bound = {head.column for head in part.columns.values() if head.column}
        rows += read.rows
        entries += read.entries
        columns |= {(lane.key, column) for column in bound if column in lane.columns}
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
        unit=caption_unit(claim.captioned, regime.units) or _heading_unit(claim) or unit,
        columns=frozenset(columns),
        missing=tuple(missing),
        rows=tuple(rows),
        entries=tuple(entries),
        gaps=tuple(gaps),
        location=claim.captioned.grid.location,
        instance=instance,
        ruled=claim.ruled,
        again=claim.again,
    )


def _heading_unit(claim: Claim) -> Unit | None:
    """The unit that the table's headings print, where it is one."""
    units = {unit for part in claim.parts.values() for unit in part.units.values()}
    return UNITS.get(units.pop()) if len(units) == 1 else None


def has_codes(claim: Claim) -> bool:
    """Whether a column of the table prints classification codes."""
    heads = (head for part in claim.parts.values() for head in part.columns.values())
    return any(head.role in {"code", "code.1"} for head in heads)


def _instance(claim: Claim) -> str:
    """What tells a recurring table from another, quoted; nothing where it is not printed."""
    if not claim.spec.repeats:
        return ""
    form = next(
        (claim.parts[lane.key].body for lane in claim.spec.lanes if lane.rows is RowsBy.FORM), []
    )
    values = form_values(form, (claim.spec.repeats,), form_labels(claim.spec))
    return quote(values[0].text) if values else ""


def told_apart(tables: list[Table]) -> list[Table]:
    """Give the tables, those of a form that recurs under one name told apart by #2 and so on."""
    seen: Counter[str] = Counter()
    apart: list[Table] = []
    for table in tables:
        seen[table.key] += 1
        apart.append(_numbered(table, seen[table.key]) if seen[table.key] > 1 else table)
    return apart


def _numbered(table: Table, number: int) -> Table:
    named = replace(table, instance=f"{table.instance or quote('')}#{number}")
    entries = tuple(
        replace(entry, address=named.key + entry.address[len(table.key) :])
        for entry in table.entries
    )
    return replace(named, entries=entries)


def document_units(tables: list[Table]) -> tuple[frozenset[str], frozenset[str]]:
    """The folded names of the units and of the projects that tables with codes print."""
    rows = [row for table in tables for row in table.rows]
    return (
        frozenset(fold(row.name) for row in rows if row.kind is RowKind.UNIT),
        frozenset(row.item for row in rows if row.kind is RowKind.ITEM),
    )
