"""Table and classification files to frozen data, each held against itself as it is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hebiao.errors import RegimeError
from hebiao.figure import UNITS, Unit
from hebiao.regime.files import check_patterns, check_schema, json_schema, read_toml
from hebiao.regime.files import nearest as nearest_name
from hebiao.regime.forms import Classification, Head, Lane, RowsBy, RowSpec, TableSpec
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Raw = dict[str, Any]


def unit_of(name: str, file: Path) -> Unit:
    """Give the unit of that name; `RegimeError` where there is none."""
    if name not in UNITS:
        raise RegimeError(
            "unit",
            f"{file}：unit：没有单位「{name}」 / no such unit{nearest_name(name, list(UNITS))}",
        )
    return UNITS[name]


@cache
def read_classification(file: Path) -> Classification:
    """Read a classification file."""
    raw = read_toml(file)
    check_schema(raw, json_schema("classification"), file)
    confirmed = raw.get("confirmed", {})
    return Classification(
        id=raw["id"],
        levels=tuple(raw["levels"]),
        names=raw.get("unconfirmed", {}) | confirmed,
        confirmed=frozenset(confirmed),
        former={code: tuple(names) for code, names in raw.get("former", {}).items()},
        first_year=raw["years"]["first"],
        last_year=raw["years"].get("last"),
        elided=raw.get("elided", ""),
    )


def read_table(file: Path) -> TableSpec:
    """Read a table file; `RegimeError` where lanes and layouts do not agree."""
    raw = read_toml(file)
    check_schema(raw, json_schema("table"), file)
    check_patterns(raw.get("empty", []), file, "empty")
    table = TableSpec(
        id=raw["id"],
        title=Text(raw["title"], raw["title_en"]),
        variants=tuple(raw.get("variants", [])),
        required=raw.get("required", True),
        repeats=raw.get("repeats", ""),
        first_year=raw.get("years", {}).get("first"),
        last_year=raw.get("years", {}).get("last"),
        labels=tuple(raw.get("labels", [])),
        empty=tuple(raw.get("empty", [])),
        lanes=tuple(_lane(lane) for lane in raw["lane"]),
        layouts=tuple(
            tuple(_head(head, raw["lane"][0].get("key", "")) for head in layout["head"])
            for layout in raw["layout"]
        ),
    )
    _check_table(table, file)
    return table


def _lane(raw: Raw) -> Lane:
    return Lane(
        key=raw.get("key", ""),
        rows=RowsBy(raw["rows"]),
        columns=tuple(raw["columns"]),
        optional=frozenset(raw.get("optional", [])),
        label=raw["label"],
        total=_row(raw["total"]) if "total" in raw else None,
        tree=tuple(_row(row) for row in raw.get("row", [])),
        classification=raw.get("classification", ""),
        texts=tuple(raw.get("texts", [])),
        units=tuple(raw.get("units", {}).items()),
    )


def _row(raw: Raw) -> RowSpec:
    name = raw["key"].rpartition("/")[2]
    return RowSpec(raw["key"], (name, *raw.get("printed", [])), raw.get("required", True))


def _head(raw: Raw, first_lane: str) -> Head:
    return Head(
        paths=tuple(tuple(path) for path in raw["printed"]),
        lane=raw.get("lane", first_lane),
        role=raw.get("role", "figure"),
        column=raw.get("column", ""),
        row=raw.get("row", ""),
        group=raw.get("group", 1),
    )


def _check_table(table: TableSpec, file: Path) -> None:
    """Hold a table's lanes and layouts against one another."""
    at = f"{file}：{table.id}"
    keys = [lane.key for lane in table.lanes]
    check_unique(keys, at, "lane")
    for lane in table.lanes:
        check_unique([row.key for row in lane.tree], at, "row")
        check_unique([*lane.columns, *lane.texts], at, "columns, texts")
        for place, column, known in (
            *(("units", column, lane.columns) for column, _ in lane.units),
            *(("optional", column, lane.columns) for column in sorted(lane.optional)),
        ):
            check_known(column, known, f"{at}：{place}", "列", "column")
        for _, unit in lane.units:
            unit_of(unit, file)
    for layout in table.layouts:
        check_unique(
            [f"{h.lane}|{h.group}|{h.row}|{h.column or h.role}" for h in layout], at, "layout"
        )
        for head in layout:
            check_known(head.lane, keys, f"{at}：layout", "栏", "lane")
            owner = next(lane for lane in table.lanes if lane.key == head.lane)
            columns = (*owner.columns, *owner.texts)
            rows = [row.key for row in (*owner.tree, *([owner.total] if owner.total else []))]
            if head.column:
                check_known(head.column, columns, f"{at}：layout", "列", "column")
            if head.row:
                check_known(head.row, rows, f"{at}：layout", "行", "row")


def check_known(name: str, known: Sequence[str], place: str, zh: str, en: str) -> None:
    """Raise `RegimeError` with the nearest right name where a name is not among those known."""
    if name not in known:
        raise RegimeError(
            f"unknown-{en}",
            f"{place}：没有{zh}「{name}」 / no such {en}{nearest_name(name, list(known))}",
        )


def check_unique(names: list[str], place: str, what: str) -> None:
    """Raise `RegimeError` where a name is given twice."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RegimeError("duplicate", f"{place}：{what}：「{twice}」重复 / given twice")
