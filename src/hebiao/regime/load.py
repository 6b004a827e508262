"""Regime files to a linked regime: tables, classifications, rules, each checked as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hebiao.errors import RegimeError
from hebiao.regime.files import check_patterns, check_schema, data_roots, json_schema, read_toml
from hebiao.regime.files import nearest as nearest_name
from hebiao.regime.link import link_rules
from hebiao.regime.narrative import read_narrative
from hebiao.regime.rules import read_rules
from hebiao.regime.spec import Kind, Regime, Rule, SectionSpec, Sign
from hebiao.regime.tables import check_known, check_unique, read_classification, read_table, unit_of
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hebiao.regime.forms import TableSpec
    from hebiao.regime.narrative import Narrative

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
            key: read_classification(self._common(f"{key}.toml", file))
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
            unit=unit_of(raw["unit"], file),
            signs=tuple(
                Sign(
                    check_patterns(sign.get("words", []), file, "sign"),
                    sign["tables"],
                    sign.get("says", ""),
                )
                for sign in raw["sign"]
            ),
            entity=check_patterns(raw.get("entity", []), file, "entity", "entity"),
            year=check_patterns(raw.get("year", []), file, "year", "year"),
            units=check_patterns(raw.get("units", []), file, "units", "unit"),
            organisation=check_patterns(raw.get("organisation", []), file, "organisation"),
            law=({**parent.law} if parent else {}) | law,
            sections=_sections(raw, file),
            tables=self._tables(raw, folder, parent, drop.get("tables", [])),
            classifications=({**parent.classifications} if parent else {}) | classifications,
            narrative=self._narrative(folder, parent),
        )
        for table in regime.tables:
            for lane in table.lanes:
                if lane.classification:
                    at = f"{file}：{table.id}：classification"
                    classes = list(regime.classifications)
                    check_known(lane.classification, classes, at, "分类", "classification")
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

    def _narrative(self, folder: Path, parent: Regime | None) -> Narrative | None:
        file = folder / "narrative.toml"
        if not file.is_file():
            return parent.narrative if parent else None
        return read_narrative(file, self._shared("clauses", file))

    def _tables(
        self, raw: Raw, folder: Path, parent: Regime | None, dropped: list[str]
    ) -> tuple[TableSpec, ...]:
        own: dict[str, TableSpec] = {}
        for file in sorted(folder.glob("*.toml")):
            if file.name in {"regime.toml", "narrative.toml"}:
                continue
            table = read_table(file)
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
            for rule in read_rules(file, self.kinds, name):
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


def _sections(raw: Raw, file: Path) -> tuple[SectionSpec, ...]:
    sections = tuple(
        SectionSpec(
            one["key"],
            one["title"],
            (one["title"], *one.get("printed", [])),
            one.get("years", {}).get("first"),
            one.get("years", {}).get("last"),
        )
        for one in raw.get("section", [])
    )
    check_unique([section.key for section in sections], str(file), "section")
    return sections
