"""Extract: a document's tables and text as a Frictionless data package of CSV files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import asdict
from itertools import takewhile
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from hebiao.figure import squeeze
from hebiao.model import Location, Paragraph, RowKind
from hebiao.recognise.captions import CAPTION, captioned_grids
from hebiao.recognise.filled import filled
from hebiao.recognise.wording import unnumbered
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hebiao.model import Document, Entry, Row, Source, Table
    from hebiao.recognise.captions import Captioned
    from hebiao.regime.forms import Head, Lane, TableSpec
    from hebiao.regime.spec import Regime

_NUMBERED = re.compile(r"(?:第[一二三四五六七八九十]+部分|\(?[一二三四五六七八九十]+[)、])")

TEXT = "narrative"
"""The resource that holds the paragraphs outside the tables."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_PART = re.compile(
    r"第[一二三四五六七八九十]+\s*部\s*分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]"
)


def extract(document: Document, regime: Regime) -> dict[str, str]:
    """Give the package's files by name: datapackage.json, a CSV a table, and the narrative.

    A table's CSV has its heading paths (joined by "/") as its one heading row and the printed text
    of each cell; the descriptor keeps body, year, unit, source and every cell's place. A form, and
    a table whose rows are only printed as columns, is kept as it is printed. What a spreadsheet
    would run as a formula begins with an apostrophe; plain numbers stay numbers.
    """
    files: dict[str, str] = {}
    resources: list[dict[str, Any]] = []
    specs = filled(regime.tables, document.entity, document.year)
    for table in document.tables:
        number, spec = next((at, one) for at, one in enumerate(specs, 1) if one.id == table.id)
        if _as_printed(spec):
            for captioned in _printed(document, table):
                text, resource = _grid(f"form-{len(resources) + 1:02d}", captioned)
                files[resource["path"]] = text
                resources.append(resource)
            continue
        name = f"table-{number:02d}"
        heads, rows, places = _sheet(table, spec)
        files[f"{name}.csv"] = _csv([[column for column, _ in heads], *rows])
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "title": table.title,
                **_FORM,
                "schema": {
                    "fields": [_field(column, head, table.unit.name) for column, head in heads],
                    "missingValues": ["", "-", "—"],
                },
                "hebiao": {
                    "table": table.id,
                    "unit": table.unit.name,
                    "place": _place(table.location),
                    "places": places,
                },
            }
        )
    facts = {
        "regime": regime.id,
        "version": regime.version,
        "entity": document.entity,
        "year": document.year,
    }
    return files | _described(document.source, facts, resources)


def extract_grids(source: Source) -> dict[str, str]:
    """Give the package of a source that no regime fits: every grid as it is printed.

    A grid's CSV has a heading row of column numbers; the descriptor keeps its merged cells, the
    paragraphs before it and every cell's place, so that the package reads back as the source.
    """
    files: dict[str, str] = {}
    resources = []
    for number, captioned in enumerate(captioned_grids(source), 1):
        text, resource = _grid(f"grid-{number:02d}", captioned)
        files[resource["path"]] = text
        resources.append(resource)
    return files | _described(source, {}, resources)


def _caption(lines: Sequence[str]) -> list[str]:
    """The lines right above a grid that name it: what stands after the last sentence or heading."""
    kept: list[str] = []
    for line in reversed(lines):
        text = squeeze(line)
        if "。" in text or _NUMBERED.match(text):
            break
        kept.insert(0, line)
    return kept


def _grid(name: str, captioned: Captioned) -> tuple[str, dict[str, Any]]:
    """A grid as it is printed: its CSV and its resource."""
    grid = captioned.grid
    texts = [[""] * grid.columns for _ in range(grid.rows)]
    places: list[list[Any]] = [[None] * grid.columns for _ in range(grid.rows)]
    merged = []
    for cell in grid.cells:
        texts[cell.row][cell.column] = safe(cell.text)
        places[cell.row][cell.column] = _place(cell.location)
        if cell.rowspan > 1 or cell.colspan > 1:
            merged.append([cell.row, cell.column, cell.rowspan, cell.colspan])
    columns = [str(column + 1) for column in range(grid.columns)]
    kept = {
        "caption": _caption(captioned.caption[-CAPTION:]),
        "merged": merged,
        "spans": grid.spans,
        "ruled": grid.ruled,
        "place": _place(grid.location),
        "places": places,
    }
    fields = [{"name": column, "type": "string"} for column in columns]
    resource = {"name": name, "path": f"{name}.csv", **_FORM, "schema": {"fields": fields}}
    return _csv([columns, *texts]), resource | {"hebiao": kept}


def _as_printed(spec: TableSpec) -> bool:
    """Whether a table cannot be written row by row: a form, or one whose rows are columns."""
    across = all(any(head.row for head in layout) for layout in spec.layouts)
    return across or any(lane.rows is RowsBy.FORM for lane in spec.lanes)


def _printed(document: Document, table: Table) -> list[Captioned]:
    """The grids that a form was read from: its own, and those that go on with it."""
    others = {one.location for one in document.tables if one is not table}
    grids = captioned_grids(document.source)
    start = next(at for at, one in enumerate(grids) if one.grid.location == table.location)
    rest = takewhile(
        lambda one: not one.caption and one.grid.location not in others, grids[start + 1 :]
    )
    return [grids[start], *rest]


def _described(
    source: Source, facts: dict[str, Any], resources: list[dict[str, Any]]
) -> dict[str, str]:
    """Add the narrative and the descriptor."""
    narrative, places = _narrative(source)
    fields = [{"name": name, "type": "string"} for name in ("section", "text")]
    text = {"name": TEXT, "path": f"{TEXT}.csv", **_FORM, "schema": {"fields": fields}}
    # A name in another encoding than the system's is no text: its bytes are spelled.
    path = source.path.encode(errors="backslashreplace").decode()
    origin = {"path": path, "sha256": source.sha256, "media_type": source.media_type}
    titles = (facts.get("entity"), facts.get("year"))
    descriptor = {
        "profile": "tabular-data-package",
        "name": f"{facts.get('regime', 'grids')}-{source.sha256[:12]}",
        "title": " ".join(str(part) for part in titles if part) or PurePath(path).name,
        "hebiao": facts | {"source": origin},
        "resources": [*resources, text | {"hebiao": {"places": places}}],
    }
    return {
        f"{TEXT}.csv": narrative,
        "datapackage.json": json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n",
    }


_FORM = {"profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8"}


_FIXED = {RowKind.TREE, RowKind.TOTAL}


def safe(text: str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula; a plain number is none."""
    risky = text.startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def _sheet(
    table: Table, spec: TableSpec
) -> tuple[list[tuple[str, Head | None]], list[list[str]], list[list[Any]]]:
    """The table's columns (heading path and head), its rows' texts and each cell's place."""
    entries = {(e.lane, e.row, e.column): e for e in table.entries}
    columns: list[tuple[str, Head | None]] = []
    blocks: list[list[list[tuple[str, Location | None]]]] = []
    for lane in spec.lanes:
        heads = _lane_heads(table, spec, lane)
        columns += [("/".join(head.paths[0]), head) for head in heads]
        rows = [row for row in table.rows if row.lane == lane.key]
        roles = {head.role for head in heads}
        blocks.append([[_cell(row, head, lane, entries, roles) for head in heads] for row in rows])
    height = max((len(block) for block in blocks), default=0)
    texts: list[list[str]] = []
    places: list[list[Any]] = []
    for at in range(height):
        line = [
            cell
            for block in blocks
            for cell in (block[at] if at < len(block) else [("", None)] * len(block[0]))
        ]
        texts.append([safe(text) for text, _ in line])
        places.append([_place(place) if place else None for _, place in line])
    return columns, texts, places


def _lane_heads(table: Table, spec: TableSpec, lane: Lane) -> list[Head]:
    """One head for what names a row, in the layout's order, and one for each column found."""
    layout = next(heads for heads in spec.layouts if not any(head.row for head in heads))
    heads = [head for head in layout if head.lane == lane.key and head.group == 1]
    naming = [head for head in heads if head.role in {"label", "code", "name", "project"}]
    return naming + [h for h in heads if h.column and (lane.key, h.column) in table.columns]


def _cell(
    row: Row,
    head: Head,
    lane: Lane,
    entries: dict[tuple[str, str, str], Entry],
    roles: set[str],
) -> tuple[str, Location | None]:
    if head.column:
        entry = entries[lane.key, row.key, head.column]
        return entry.raw, entry.location
    label = entries.get((lane.key, row.key, lane.label))
    return _naming(row, head.role, lane, roles), label.location if label else row.location


def _naming(row: Row, role: str, lane: Lane, roles: set[str]) -> str:
    """What a naming column prints of a row; items without codes share one column with units.

    A label has the code before the name where neither has a column of its own.
    """
    key = unnumbered(row.key) if row.kind is RowKind.ITEM else ""
    item = key.rpartition("/'")[2].removeprefix("'").removesuffix("'").replace("''", "'")
    if role == "code":
        return row.code
    if role == "project":
        return item or ("" if lane.classification else row.name)
    if role == "label" and row.code:
        return "" if "name" in roles else row.name if "code" in roles else f"{row.code} {row.name}"
    return row.name or (unnumbered(row.key).rpartition("/")[2] if row.kind in _FIXED else "")


def _field(column: str, head: Head | None, unit: str) -> dict[str, Any]:
    if head is None or not head.column:
        return {"name": column, "type": "string"}
    return {"name": column, "type": "number", "groupChar": ",", "unit": unit}


def _narrative(source: Source) -> tuple[str, list[Any]]:
    """The paragraphs in reading order, each with the numbered headings it stands under."""
    rows = [["section", "text"]]
    places = []
    section = ["", "", ""]
    for block in source.blocks:
        if not isinstance(block, Paragraph):
            continue
        if match := _PART.match(block.text):
            mark = match[0]
            level = 0 if mark[0] == "第" else 2 if mark[0] in "（(" else 1
            section = [*section[:level], mark.strip("、（）()"), "", ""][:3]
        rows.append(["/".join(part for part in section if part), safe(block.text)])
        places.append(_place(block.location))
    return _csv(rows), places


def _place(location: Location) -> dict[str, Any]:
    found = asdict(location).items()
    return {key: value for key, value in found if value is not None}


def _csv(rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
