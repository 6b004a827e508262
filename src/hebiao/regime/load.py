"""Regime files to a linked regime: tables, classifications, rules, each checked as it is read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hebiao.errors import RegimeError
from hebiao.figure import UNITS, Unit
from hebiao.model import Severity, Text
from hebiao.regime.files import check_patterns, check_schema, data_roots, json_schema, read_toml
from hebiao.regime.files import nearest as nearest_name
from hebiao.regime.link import link_rules
from hebiao.regime.spec import (
    Classification,
    Example,
    Head,
    Kind,
    Lane,
    Regime,
    RowsBy,
    RowSpec,
    Rule,
    Sign,
    TableSpec,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Raw = dict[str, Any]


def load_regimes(kinds: Mapping[str, Kind], extra: Path | None = None) -> dict[str, Regime]:
    """Load and link every regime that can be found, by id.

    `kinds` are the rule kinds by name; `extra` is one more folder with schemas/ and checks/.
    Raises `RegimeError` with file, place and the nearest right name for the first fault.
    """
    roots = data_roots(extra)
    folders: dict[str, Path] = {}
    for root in roots:
        for file in sorted((root / "schemas").glob("*/regime.toml")):
            if file.parent.name in folders:
                raise RegimeError(
                    "duplicate",
                    f"{file}：制式「{file.parent.name}」已在 {folders[file.parent.name]} / "
                    f"this regime already lies in {folders[file.parent.name]}",
                )
            folders[file.parent.name] = file.parent
    for stray in (d for root in roots for d in sorted((root / "checks").glob("*/"))):
        if stray.name != "common" and stray.name not in folders:
            raise RegimeError(
                "no-regime",
                f"{stray}：没有这个制式 / no regime of that name"
                f"{nearest_name(stray.name, list(folders))}",
            )
    loader = _Loader(roots, folders, kinds)
    return {name: loader.regime(name, ()) for name in folders}


class _Loader:
    """Holds where things lie while regimes that extend one another are put together."""

    def __init__(
        self, roots: tuple[Path, ...], folders: dict[str, Path], kinds: Mapping[str, Kind]
    ) -> None:
        self.roots = roots
        self.folders = folders
        self.kinds = kinds

    def regime(self, name: str, chain: tuple[str, ...]) -> Regime:
        """Load one regime, its parent first."""
        folder = self.folders[name]
        file = folder / "regime.toml"
        raw = self._raw(name, ())
        check_schema(raw, json_schema("regime"), file)
        if raw["id"] != name:
            raise RegimeError(
                "id",
                f"{file}：id「{raw['id']}」应与文件夹名「{name}」相同 / "
                "id must be the folder's name",
            )
        parent = self._parent(raw, file, (*chain, name))
        classifications = {
            key: _classification(self._common(f"{key}.toml", file))
            for key in raw.get("classifications", [])
        }
        law = {
            key: Text(entry["title"], entry["title_en"])
            for key, entry in raw.get("law", {}).items()
        }
        drop = raw.get("drop", {})
        regime = Regime(
            id=name,
            version=raw["version"],
            title=Text(raw["title"], raw["title_en"]),
            kind=raw["kind"],
            first_year=raw["years"]["first"],
            last_year=raw["years"].get("last"),
            unit=_unit(raw["unit"], file),
            signs=tuple(
                Sign(check_patterns(sign.get("words", []), file, "sign"), sign["tables"])
                for sign in raw["sign"]
            ),
            entity=check_patterns(raw.get("entity", []), file, "entity", "entity"),
            year=check_patterns(raw.get("year", []), file, "year", "year"),
            units=check_patterns(raw.get("units", []), file, "units", "unit"),
            organisation=check_patterns(raw.get("organisation", []), file, "organisation"),
            law=({**parent.law} if parent else {}) | law,
            tables=self._tables(raw, folder, parent, drop.get("tables", [])),
            classifications=({**parent.classifications} if parent else {}) | classifications,
        )
        for table in regime.tables:
            for lane in table.lanes:
                if lane.classification:
                    at = f"{file}：{table.id}：classification"
                    classes = list(regime.classifications)
                    _known(lane.classification, classes, at, "分类", "classification")
        rules = self._rules(raw, name, parent, drop.get("rules", []), file)
        return link_rules(regime, rules)

    def _raw(self, name: str, chain: tuple[str, ...]) -> Raw:
        """Read regime.toml, what it does not say taken from the regime it extends."""
        own = read_toml(self.folders[name] / "regime.toml")
        parent = own.get("extends")
        if not isinstance(parent, str) or parent not in self.folders or parent in (*chain, name):
            return own
        inherited = self._raw(parent, (*chain, name))
        dropped = own.get("drop", {}) if isinstance(own.get("drop"), dict) else {}
        gone = dropped.get("tables", [])
        inherited["tables"] = [t for t in inherited.get("tables", []) if t not in gone]
        for key in ("extends", "drop", "law"):
            inherited.pop(key, None)
        return inherited | own

    def _parent(self, raw: Raw, file: Path, chain: tuple[str, ...]) -> Regime | None:
        name = raw.get("extends")
        if name is None:
            return None
        if name not in self.folders:
            raise RegimeError(
                "extends",
                f"{file}：extends：没有制式「{name}」 / no regime {name}"
                f"{nearest_name(name, list(self.folders))}",
            )
        if name in chain:
            raise RegimeError("extends", f"{file}：extends 成环 / circular: {' → '.join(chain)}")
        return self.regime(name, chain)

    def _common(self, name: str, asked: Path) -> Path:
        for root in self.roots:
            if (root / "schemas" / "common" / name).is_file():
                return root / "schemas" / "common" / name
        known = [p.stem for root in self.roots for p in (root / "schemas/common").glob("*.toml")]
        raise RegimeError(
            "not-found",
            f"{asked}：schemas/common 里没有 {name} / not in schemas/common"
            f"{nearest_name(name.removesuffix('.toml'), known)}",
        )

    def _tables(
        self, raw: Raw, folder: Path, parent: Regime | None, dropped: list[str]
    ) -> tuple[TableSpec, ...]:
        own: dict[str, TableSpec] = {}
        for file in sorted(folder.glob("*.toml")):
            if file.name == "regime.toml":
                continue
            table = _table(file)
            if table.id in own:
                raise RegimeError("duplicate", f"{file}：表「{table.id}」重复 / duplicate table id")
            own[table.id] = table
        inherited = {t.id: t for t in parent.tables} if parent else {}
        known = inherited | own
        for name in (*raw["tables"], *dropped):
            if name not in known:
                raise RegimeError(
                    "unknown-table",
                    f"{folder / 'regime.toml'}：tables：没有表「{name}」 / no table {name}"
                    f"{nearest_name(name, list(known))}",
                )
        for name in known:
            if name not in raw["tables"] and name in own:
                raise RegimeError(
                    "unlisted-table",
                    f"{folder / 'regime.toml'}：tables 没有列出「{name}」 / table not listed",
                )
        return tuple(known[name] for name in raw["tables"])

    def _rules(
        self, raw: Raw, name: str, parent: Regime | None, dropped: list[str], regime_file: Path
    ) -> list[Rule]:
        rules = {rule.id: rule for rule in parent.rules} if parent else {}
        files = [self._shared(stem, regime_file) for stem in raw.get("checks", [])]
        for root in self.roots:
            files += sorted((root / "checks" / name).glob("*.toml"))
        own: dict[str, Path] = {}
        for file in files:
            for rule in _read_rules(file, self.kinds):
                if rule.id in own:
                    raise RegimeError(
                        "duplicate",
                        f"{file}：规则 {rule.id}：编号已用于 {own[rule.id]} / "
                        f"this id is used in {own[rule.id]}",
                    )
                own[rule.id] = file
                rules[rule.id] = rule
        for wrong in dropped:
            if wrong not in rules:
                raise RegimeError(
                    "drop",
                    f"{regime_file}：drop.rules：没有规则「{wrong}」 / no rule {wrong}"
                    f"{nearest_name(wrong, list(rules))}",
                )
        return [rule for rule in rules.values() if rule.id not in dropped]

    def _shared(self, stem: str, asked: Path) -> Path:
        for root in self.roots:
            if (root / "checks" / "common" / f"{stem}.toml").is_file():
                return root / "checks" / "common" / f"{stem}.toml"
        known = [p.stem for root in self.roots for p in (root / "checks/common").glob("*.toml")]
        raise RegimeError(
            "not-found",
            f"{asked}：checks：checks/common 里没有 {stem}.toml / not in checks/common"
            f"{nearest_name(stem, known)}",
        )


def _unit(name: str, file: Path) -> Unit:
    if name not in UNITS:
        raise RegimeError(
            "unit",
            f"{file}：unit：没有单位「{name}」 / no such unit{nearest_name(name, list(UNITS))}",
        )
    return UNITS[name]


@cache
def _classification(file: Path) -> Classification:
    raw = read_toml(file)
    check_schema(raw, json_schema("classification"), file)
    confirmed = raw.get("confirmed", {})
    return Classification(
        id=raw["id"],
        levels=tuple(raw["levels"]),
        names=raw.get("unconfirmed", {}) | confirmed,
        confirmed=frozenset(confirmed),
        first_year=raw["years"]["first"],
        last_year=raw["years"].get("last"),
    )


def _table(file: Path) -> TableSpec:
    raw = read_toml(file)
    check_schema(raw, json_schema("table"), file)
    check_patterns(raw.get("empty", []), file, "empty")
    table = TableSpec(
        id=raw["id"],
        title=Text(raw["title"], raw["title_en"]),
        variants=tuple(raw.get("variants", [])),
        required=raw.get("required", True),
        repeats=raw.get("repeats", ""),
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
    _unique(keys, at, "lane")
    for lane in table.lanes:
        _unique([row.key for row in lane.tree], at, "row")
        for place, column, known in (
            *(("units", column, lane.columns) for column, _ in lane.units),
            *(("optional", column, lane.columns) for column in sorted(lane.optional)),
        ):
            _known(column, known, f"{at}：{place}", "列", "column")
        for _, unit in lane.units:
            _unit(unit, file)
    for layout in table.layouts:
        _unique([f"{h.lane}|{h.group}|{h.row}|{h.column or h.role}" for h in layout], at, "layout")
        for head in layout:
            _known(head.lane, keys, f"{at}：layout", "栏", "lane")
            owner = next(lane for lane in table.lanes if lane.key == head.lane)
            columns = (*owner.columns, *owner.texts)
            rows = [row.key for row in (*owner.tree, *([owner.total] if owner.total else []))]
            if head.column:
                _known(head.column, columns, f"{at}：layout", "列", "column")
            if head.row:
                _known(head.row, rows, f"{at}：layout", "行", "row")


def _known(name: str, known: Sequence[str], place: str, zh: str, en: str) -> None:
    if name not in known:
        raise RegimeError(
            f"unknown-{en}",
            f"{place}：没有{zh}「{name}」 / no such {en}{nearest_name(name, list(known))}",
        )


def _unique(names: list[str], place: str, what: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RegimeError("duplicate", f"{place}：{what}：「{twice}」重复 / given twice")


_RULE_LIST = {
    "type": "object",
    "required": ["rule"],
    "properties": {"rule": {"type": "array", "items": {"type": "object"}}},
}


def _read_rules(file: Path, kinds: Mapping[str, Kind]) -> list[Rule]:
    raw = read_toml(file)
    check_schema(raw, _RULE_LIST, file)
    for index, rule in enumerate(raw["rule"]):
        place = f"规则 rule {rule.get('id', index + 1)}"
        schema = json_schema("rules")
        kind = kinds.get(str(rule.get("kind")))
        if kind is None:
            raise RegimeError(
                "kind",
                f"{file}：{place}：没有类别「{rule.get('kind')}」 / no such kind"
                f"{nearest_name(str(rule.get('kind')), list(kinds))}",
            )
        base = schema["$defs"]["rule"]
        check_schema(
            rule,
            {
                "$defs": schema["$defs"],
                "type": "object",
                "additionalProperties": False,
                "required": base["required"] + list(kind.schema.get("required", [])),
                "properties": base["properties"] | kind.schema.get("properties", {}),
            }
            | {key: kind.schema[key] for key in ("oneOf", "anyOf") if key in kind.schema},
            file,
            place,
        )
    check_schema(raw, schema := json_schema("rules"), file)
    own = set(schema["$defs"]["rule"]["properties"])
    return [_rule(rule, own, file, kinds[rule["kind"]]) for rule in raw["rule"]]


def _rule(raw: Raw, own: set[str], file: Path, by: Kind) -> Rule:
    return Rule(
        id=raw["id"],
        kind=raw["kind"],
        title=Text(raw["title"], raw["title_en"]),
        severity=Severity(raw["severity"]),
        type=raw["type"],
        basis=tuple(raw["basis"]),
        why=Text(raw["why"], raw["why_en"]),
        formula=raw.get("formula") or " 或 or ".join(raw.get("any", [])),
        implied=raw.get("implied", False),
        options={key: value for key, value in raw.items() if key not in own},
        examples=tuple(
            Example(
                figures=example.get("figures", {}),
                text=example.get("text", ""),
                unruled=tuple(example.get("unruled", [])),
                verdict=example["verdict"],
                actual=example.get("actual"),
                expected=example.get("expected"),
            )
            for example in raw["example"]
        ),
        file=file,
        by=by,
    )
