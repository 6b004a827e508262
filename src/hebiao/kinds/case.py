"""What a rule kind is given: the figures, the regime, and how references find figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.kinds.row_keys import KEYS, in_set, keys_of
from hebiao.kinds.said import gather
from hebiao.model import Paragraph, RowKind
from hebiao.recognise.wording import fold, unnumbered
from hebiao.regime.narrative import NARRATIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from hebiao.bind import Figures
    from hebiao.kinds.said import Said
    from hebiao.model import Row, Table
    from hebiao.regime.forms import TableSpec
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime
    from hebiao.system import Linear, Quotient


_WITHIN = "\x1f"
"""Parts a recurring table's name from its row, where `*` ranges over both."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure case of a table's schema: which aspect, and the address or name it is about."""

    table: str
    aspect: str
    subject: str


@dataclass(frozen=True)
class Case:
    """A document before the rules. `linears` and `ledger` (row for row) are set once solved."""

    figures: Figures
    regime: Regime
    faults: tuple[Fault, ...] = ()
    linears: Sequence[Linear] = ()
    quotients: Sequence[Quotient] = ()
    ledger: pd.DataFrame | None = field(default=None, compare=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs outside the tables, folded for comparison."""
        blocks = self.figures.document.source.blocks
        return tuple(squeeze(block.text) for block in blocks if isinstance(block, Paragraph))

    @cached_property
    def specs(self) -> Mapping[str, TableSpec]:
        """The regime's tables by id."""
        return {table.id: table for table in self.regime.specs}

    @cached_property
    def said(self) -> Mapping[str, list[Said]]:
        """What the narrative says, by lane."""
        return gather(self.figures)

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str, str], Mapping[str, Sequence[Row]]]:
        """The rows of each (table key, lane, what `each` ranges over), by their keys."""
        found: dict[tuple[str, str, str], dict[str, list[Row]]] = {}
        for (table, lane), rows in self.figures.rows.items():
            for each, key_of in KEYS.items():
                index = found.setdefault((table, lane, each), {})
                for row in rows:
                    index.setdefault(key_of(row), []).append(row)
        return found

    def sections_held(self, lane: str) -> bool:
        """Whether the form set of the document's year has a section for a lane's sentences."""
        narrative, year = self.regime.narrative, self.figures.document.year
        statements = narrative.statements if narrative is not None else ()
        keys = {key for one in statements if one.lane == lane for key in one.sections}
        specs = [spec for spec in self.regime.sections if spec.key in keys]
        return not specs or any(spec.held_in(year) for spec in specs)

    def lane_of(self, ref: Ref) -> str:
        """The lane a linked reference means; a table of one lane need not have it named."""
        return ref.lane or self.specs[ref.table].lanes[0].key


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the figures a reference stands for, or why that cannot be said.

    `unstated` names what the narrative does not state, and so is neither blank nor unknown.
    """

    numbers: tuple[int, ...] = ()
    unknown: str = ""
    unstated: str = ""


def find(case: Case, ref: Ref, each: str, star: str) -> Found:
    """Find the figures of a reference, `*` standing for `star`.

    A row or optional column that is not printed is blank (no figures) in a table read whole;
    otherwise it is unknown. What the narrative does not state is unstated.
    """
    if ref.table == NARRATIVE:
        return _stated(case, ref, each, star)
    name, _, row = star.partition(_WITHIN) if ref.instance and each == "row" else (star, "", star)
    tables = tables_of(case, ref, each, name)
    if not tables:
        return Found(unknown=absence(case, ref.table))
    found = [_held(case, ref, table, each, row) for table in tables]
    unknown = next((one.unknown for one in found if one.unknown), "")
    return Found(tuple(number for one in found for number in one.numbers), unknown)


def _held(case: Case, ref: Ref, table: Table, each: str, row: str) -> Found:
    """Find the figures that one table holds."""
    lane = case.lane_of(ref)
    if (lane, ref.column) in table.missing:
        return Found(unknown=f"{table.key} 缺「{ref.column}」列 column missing")
    if (lane, ref.column) not in table.columns:
        return Found()
    rows = _rows(case, ref, (table.key, lane), each, row)
    if table.gaps and (ref.summed or not rows):
        return Found(unknown=f"{table.key} {table.gaps[0]}")
    places = case.figures.places
    return _read(case, tuple(places[table.key, lane, row.key, ref.column] for row in rows))


def _stated(case: Case, ref: Ref, each: str, star: str) -> Found:
    """Find what the narrative states; of a set of rows, all that are stated at all.

    A sum over a lane has the rows whose name is no code's, one over a class those whose class is
    known; one that such a row may belong to or not can't be told.
    """
    table = case.figures.tables.get(NARRATIVE)
    lane = case.lane_of(ref)
    if table is None or (lane, ref.column) not in table.columns:
        if not case.sections_held(lane):
            return Found()
        return Found(unknown=f"{NARRATIVE}.{lane} 没有找到这一节 section not found")
    rows = _rows(case, ref, (NARRATIVE, lane), each, star)
    if ref.summed:
        held = case.figures.rows.get((NARRATIVE, lane), ())
        at = case.figures.places
        nameless = [
            row
            for row in held
            if row.kind is RowKind.UNKNOWN and (NARRATIVE, lane, row.key, ref.column) in at
        ]
        below = star if ref.starred else ""
        for row in nameless:
            above = row.parent or ""
            if above.startswith(below):
                rows.append(row)
            elif below.startswith(above):
                return Found(unknown=f"{NARRATIVE}.{lane}[{row.key}] 科目不识 name of no code")
    keys = [(NARRATIVE, lane, row.key, ref.column) for row in rows]
    if not keys or any(key not in case.figures.places for key in keys):
        return Found(unstated=f"{str(ref).replace('*', shown(star))} 文中未写 not stated")
    return _read(case, tuple(case.figures.places[key] for key in keys))


def _read(case: Case, numbers: tuple[int, ...]) -> Found:
    unread = next((n for n in numbers if not case.figures.figures[n].known), None)
    if unread is not None:
        address = case.figures.entries[unread].address
        return Found(numbers, f"{address} 读不出 unreadable: {case.figures.figures[unread].reason}")
    return Found(numbers)


def stars(case: Case, each: str, refs: Iterable[Ref]) -> tuple[list[str], str]:
    """What `*` ranges over: the union of the starred references' keys, in reading order.

    The second value says why it cannot be listed, where a table was not found.
    """
    keys: dict[str, None] = {}
    for ref in refs:
        if not ref.starred:
            continue
        tables = case.figures.instances.get(ref.table, ())
        if not tables and absence(case, ref.table):
            return [], absence(case, ref.table)
        for table in tables:
            name = _name(table, each)
            if ref.instance and each != "row":
                keys[name] = None
                continue
            for row in case.figures.rows.get((table.key, case.lane_of(ref)), ()):
                own = keys_of(row, each, _levels(case, ref))
                keys |= dict.fromkeys(f"{name}{_WITHIN}{k}" if ref.instance else k for k in own)
    return list(keys), ""


def absence(case: Case, table: str) -> str:
    """Say that a table was not found; nothing where the form set of that year can be without."""
    spec = case.specs[table]
    awaited = spec.required and spec.held_in(case.figures.document.year)
    return f"{table} 未找到 not found" if awaited else ""


def shown(star: str) -> str:
    """Write what `*` stands for as an instance of a rule is named."""
    return star.replace(_WITHIN, "/")


def tables_of(case: Case, ref: Ref, each: str, name: str) -> tuple[Table, ...]:
    """The tables a reference means: those of that name where the form recurs, else the first.

    A project that two units have by one name has two; as an instance each is one.
    """
    tables = case.figures.instances.get(ref.table, ())
    if ref.instance == "*":
        return tuple(table for table in tables if _name(table, each) == name)
    return tuple(tables[:1])


def names_in(table: Table) -> Sequence[str]:
    """The folded names of a table's projects: of a form that recurs, the one that tells it."""
    return [_name(table, "project")] if table.instance else [row.item for row in table.rows]


def _name(table: Table, each: str) -> str:
    """What tells a recurring table from another, folded as the names of projects are.

    The number of one that recurs by the same name tells it apart, but not its project.
    """
    plain = unnumbered(table.instance)
    name = fold(plain[1:-1].replace("''", "'"))
    return name if each == "project" else name + table.instance.removeprefix(plain)


def kept(key: str, patterns: Sequence[str]) -> bool:
    """Whether a key passes a `where` filter; no filter passes all."""
    return not patterns or any(fnmatchcase(key, pattern) for pattern in patterns)


def _levels(case: Case, ref: Ref) -> tuple[int, ...]:
    lane = case.specs[ref.table].lane(case.lane_of(ref))
    known = case.regime.classifications.get(lane.classification) if lane else None
    return known.levels if known else ()


def _rows(case: Case, ref: Ref, at: tuple[str, str], each: str, star: str) -> list[Row]:
    rows = case.figures.rows.get(at, ())
    if not ref.row.startswith("*"):
        return [row for row in rows if in_set(row, ref.row, _levels(case, ref))]
    if ref.row == "*/leaf":
        return [row for row in rows if row.leaf and row.code.startswith(star) and row.code]
    kind = each if each in KEYS else "code"
    return [*case.by_key.get((*at, kind), {}).get(star, ())]
