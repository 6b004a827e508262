"""What a rule kind is given: the figures, the regime, and how references find figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.model import Paragraph, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from hebiao.bind import Figures
    from hebiao.model import Row
    from hebiao.regime.formula import Condition, Ref
    from hebiao.regime.spec import Regime
    from hebiao.system import Linear


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
    ledger: pd.DataFrame | None = field(default=None, compare=False)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The text outside the tables."""
        blocks = self.figures.document.source.blocks
        return tuple(block.text for block in blocks if isinstance(block, Paragraph))

    def lane_of(self, ref: Ref) -> str:
        """The lane a linked reference means; a table of one lane need not have it named."""
        spec = self.regime.table(ref.table)
        return ref.lane or (spec.lanes[0].key if spec else "")


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the figures a reference stands for, or why that cannot be said."""

    numbers: tuple[int, ...] = ()
    unknown: str = ""


def find(case: Case, ref: Ref, each: str, star: str) -> Found:
    """Find the figures of a reference, `*` standing for `star`.

    A row or optional column that is not printed is blank (no figures) in a table read whole;
    otherwise it is unknown.
    """
    table = case.figures.tables.get(ref.table)
    if table is None:
        return Found(unknown=f"{ref.table} 未找到 not found")
    lane = case.lane_of(ref)
    if (lane, ref.column) in table.missing:
        return Found(unknown=f"{ref.table} 缺「{ref.column}」列 column missing")
    if (lane, ref.column) not in table.columns:
        return Found()
    rows = _rows(case, ref, lane, each, star)
    if table.gaps and (ref.summed or not rows):
        return Found(unknown=f"{ref.table} {table.gaps[0]}")
    places = case.figures.places
    numbers = tuple(places[ref.table, lane, row.key, ref.column] for row in rows)
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
        if ref.table not in case.figures.tables:
            return [], f"{ref.table} 未找到 not found"
        for row in case.figures.rows.get((ref.table, case.lane_of(ref)), ()):
            keys |= dict.fromkeys(_keys(row, each, _levels(case, ref)))
    return list(keys), ""


def kept(key: str, patterns: Sequence[str]) -> bool:
    """Whether a key passes a `where` filter; no filter passes all."""
    return not patterns or any(fnmatchcase(key, pattern) for pattern in patterns)


def met(case: Case, guard: Sequence[Condition], each: str, star: str) -> bool:
    """Whether every condition of a guard is met; an unknown figure meets `printed` only."""
    for condition in guard:
        found = find(case, condition.ref, each, star)
        figures = [case.figures.figures[number] for number in found.numbers]
        if condition.test == "printed":
            true = any(figure.state is not State.BLANK for figure in figures)
        else:
            true = not found.unknown and all(figure.value == 0 for figure in figures)
        if not true:
            return False
    return True


def _levels(case: Case, ref: Ref) -> tuple[int, ...]:
    spec = case.regime.table(ref.table)
    lane = spec.lane(case.lane_of(ref)) if spec else None
    known = case.regime.classifications.get(lane.classification) if lane else None
    return known.levels if known else ()


def _keys(row: Row, each: str, levels: tuple[int, ...]) -> list[str]:
    if row.kind is RowKind.UNKNOWN:
        return []
    if each == "row":
        return [row.key]
    if each == "project":
        return [row.item] if row.item else []
    if not row.code:
        return []
    codes = [row.code[:length] for length in levels if length <= len(row.code)]
    if each == "class":
        return codes[:1] if row.kind is RowKind.CODE else []
    if each == "item":
        return [row.code] if levels and len(row.code) == levels[-1] else []
    return [row.code]


def _rows(case: Case, ref: Ref, lane: str, each: str, star: str) -> list[Row]:
    rows = case.figures.rows.get((ref.table, lane), ())
    if not ref.starred:
        return [row for row in rows if _in_set(row, ref.row, _levels(case, ref))]
    if ref.row == "*/leaf":
        return [row for row in rows if row.leaf and row.code.startswith(star) and row.code]
    if each == "row":
        return [row for row in rows if row.key == star]
    if each == "project":
        return [row for row in rows if row.item == star]
    return [row for row in rows if row.kind is RowKind.CODE and row.code == star]


def _in_set(row: Row, pattern: str, levels: tuple[int, ...]) -> bool:
    if pattern == "leaf":
        return row.leaf and row.kind not in {RowKind.TOTAL, RowKind.UNKNOWN}
    if pattern == "class":
        return row.kind is RowKind.CODE and len(row.code) == levels[0]
    if pattern == "unit":
        return row.kind is RowKind.UNIT
    if row.kind is RowKind.CODE:
        return row.code == pattern
    return row.key == pattern
