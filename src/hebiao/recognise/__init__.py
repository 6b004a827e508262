"""Recognise: a source under the regime that fits it; its body, year, unit and tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.errors import SourceError, UsageError
from hebiao.figure import squeeze
from hebiao.model import Document, Paragraph, Stray
from hebiao.recognise.captions import captioned_grids
from hebiao.recognise.codes import printed_codes
from hebiao.recognise.filled import filled
from hebiao.recognise.personal import masked
from hebiao.recognise.reading import document_units, has_codes, read_table, told_apart
from hebiao.recognise.sections import cut_sections
from hebiao.recognise.statements import read_statements
from hebiao.recognise.tables import claim_tables
from hebiao.recognise.wording import SURE, alike, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from re import Pattern

    from hebiao.figure import Unit
    from hebiao.model import Source, Table
    from hebiao.recognise.captions import Captioned
    from hebiao.recognise.tables import Claim
    from hebiao.regime.spec import Regime

_TITLE = 40
"""So much of the line above a grid is its title."""


def recognise(
    source: Source, regimes: Mapping[str, Regime], named: str | None = None
) -> tuple[Document, Regime]:
    """Give the document under the regime that fits it best, or under the one named.

    Personal numbers are masked in it from here on.

    Raises `SourceError` where none fits, saying which came nearest and what it lacked, and
    `UsageError` where no regime has that name.
    """
    if named is not None and named not in regimes:
        known = "、".join(regimes)
        raise UsageError(
            "regime", f"没有制式「{named}」，有的是 {known} / no regime {named}: {known}"
        )
    if named is None and source.regime in regimes:
        named = source.regime
    source = masked(source)
    grids = captioned_grids(source)
    text = "\n".join(squeeze(block.text) for block in source.blocks if isinstance(block, Paragraph))
    tried = []
    for regime in [regimes[named]] if named is not None else regimes.values():
        year = _year(text, regime)
        entity = _entity(grids, source, regime)
        claims, strays = claim_tables(grids, filled(regime.tables, entity, year))
        lacks = "" if named is not None else _lacks(regime, text, claims, year)
        found = len(_demanded(regime) & {claim.spec.id for claim in claims}) / len(regime.tables)
        tried.append((not lacks, found, regime, (claims, strays), (entity, year), lacks))
    if not tried:
        raise UsageError("regime", "没有任何制式 / no regime is installed")
    fits, _, regime, (claims, strays), (entity, year), lacks = max(
        tried, key=lambda one: (one[0], one[1])
    )
    if not fits:
        raise SourceError(
            "no-regime",
            f"没有合适的制式，最接近的是 {regime.id}，{lacks} / "
            f"no regime fits, nearest is {regime.id}",
        )
    document = _document(source, regime, claims, entity, year)
    return replace(document, strays=tuple(map(_stray, strays))), regime


def _stray(captioned: Captioned) -> Stray:
    """Name a grid by the nearest line above it that says 表, or else by its first cell."""
    lines = (tidy(line) for line in reversed(captioned.caption))
    titles = (line for line in lines if "表" in line and len(line) <= _TITLE)
    cells = (tidy(cell.text)[:_TITLE] for cell in captioned.grid.cells)
    title = next(titles, "") or next(filter(None, cells), "")
    return Stray(title, captioned.grid.location)


def _lacks(regime: Regime, text: str, claims: list[Claim], year: int | None) -> str:
    """What keeps the regime from fitting, in words; nothing where it fits."""
    if not regime.covers(year):
        until = regime.last_year or ""
        return f"它只适用于 {regime.first_year}–{until} 年，本文件为 {year} 年 (another year)"
    demanded = _demanded(regime)
    found = demanded & {claim.spec.id for claim in claims}
    lacks = []
    for sign in regime.signs:
        short = [word.pattern for word in sign.words if not word.search(text)]
        short = [sign.says] if short and sign.says else short
        if len(found) < sign.tables:
            absent = "、".join(
                spec.id for spec in regime.tables if spec.id in demanded and spec.id not in found
            )
            short.append(f"{sign.tables} 张表（未找到 {absent}） tables")
        if not short:
            return ""
        lacks.append(" 和 and ".join(f"「{one}」" for one in short))
    of = len(demanded)
    total = f"{of} 张表找到 {len(found)} 张 ({len(found)} of {of} tables)"
    return f"{total}，还缺 it lacks {min(lacks, key=len)}"


def _demanded(regime: Regime) -> frozenset[str]:
    """The tables that the form set demands; others say little of which it is."""
    return frozenset(spec.id for spec in regime.tables if spec.required)


def _document(
    source: Source,
    regime: Regime,
    claims: list[Claim],
    entity: str | None,
    year: int | None,
) -> Document:
    unit = regime.unit
    bodies = frozenset([fold(entity)] if entity else [])
    tables: list[Table] = []
    for coded in (True, False):
        units, projects = document_units(tables)
        is_unit = _IsUnit(units | bodies, projects, regime.organisation)
        printed = printed_codes(tables, regime)
        tables += [
            read_table(claim, regime, unit, is_unit, printed)
            for claim in claims
            if has_codes(claim) is coded
        ]
    ordered = told_apart(
        [table for spec in regime.tables for table in tables if table.id == spec.id]
    )
    sections = cut_sections(source.blocks, regime.sections, entity)
    narrative, unread = read_statements(sections, ordered, regime, entity, year)
    return Document(
        source=source,
        regime=regime.id,
        entity=entity,
        year=year,
        unit=_prevailing([table.unit for table in ordered], unit),
        tables=tuple(ordered),
        sections=sections,
        narrative=narrative,
        unread=unread,
    )


class _IsUnit:
    """Tells a body's name: one the document uses so, or, if no project's, one that looks so."""

    def __init__(
        self,
        units: frozenset[str],
        projects: frozenset[str],
        patterns: tuple[Pattern[str], ...],
    ) -> None:
        self.units = units
        self.projects = projects
        self.patterns = patterns

    def __call__(self, label: str) -> bool:
        name = fold(label)
        if name in self.units or name in self.projects:
            return name in self.units
        if any(alike(name, unit) >= SURE for unit in self.units):
            return True
        return any(pattern.search(name) for pattern in self.patterns)


def _entity(grids: list[Captioned], source: Source, regime: Regime) -> str | None:
    """The body named most often, by the captions first."""
    lines = [line for captioned in grids for line in captioned.caption]
    lines += [cell.text for captioned in grids for cell in captioned.grid.cells if cell.row < 2]  # noqa: PLR2004
    found = _found(lines, regime.entity, "entity")
    if not found:
        paragraphs = [block.text for block in source.blocks if isinstance(block, Paragraph)]
        found = _found(paragraphs, regime.entity, "entity")
    return found.most_common(1)[0][0] if found else None


def _year(text: str, regime: Regime) -> int | None:
    found = _found(text.split("\n"), regime.year, "year")
    return int(found.most_common(1)[0][0]) if found else None


def _found(lines: list[str], patterns: tuple[Pattern[str], ...], group: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        for pattern in patterns:
            found.update(match[group] for match in pattern.finditer(tidy(line)))
    return found


def _prevailing(units: list[Unit], default: Unit) -> Unit:
    return Counter(units).most_common(1)[0][0] if units else default
