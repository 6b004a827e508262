"""Subjects: the row that a subject of the narrative stands for, by key, code or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.model import Location, Row, RowKind
from hebiao.recognise.wording import SURE, alike, fold, quote, tidy
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from hebiao.model import Table
    from hebiao.recognise.marked import Marked
    from hebiao.regime.forms import Classification
    from hebiao.regime.narrative import Statement, Subject
    from hebiao.regime.spec import Regime

_LEVELS = ("class", "subclass", "item")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that tell codes: those the document's own table prints, then the classification's.

    `printed` has the rows' folded names by code; `known` those of the classification, former ones
    included; `levels` the lengths of its codes. `items` are the folded names of its projects. A
    name may lack its ending `elided`.
    """

    printed: Mapping[str, frozenset[str]]
    known: Mapping[str, frozenset[str]]
    levels: tuple[int, ...]
    elided: str = ""
    items: frozenset[str] = frozenset()

    def row(
        self, statement: Statement, subject: Subject, match: re.Match[str], marked: Marked
    ) -> Row | None:
        """Give the row; None where the statement wants a name that is a code's or an item's."""
        lane = statement.lane
        if statement.rows is RowsBy.TREE:
            kind = RowKind.TOTAL if subject.total else RowKind.TREE
            return Row(subject.key, kind, lane, name=subject.key)
        if statement.rows is RowsBy.ITEMS:
            start, end = self._project(match, marked)
            name, at = tidy(marked.printed(start, end)), marked.location(start, end)
            item = fold(name)
            if statement.known and not any(alike(item, one) >= SURE for one in self.items):
                return None
            return Row(quote(name), RowKind.ITEM, lane, name=name, item=item, location=at)
        levels = [level for level in _LEVELS if match.groupdict().get(level)]
        path = [marked.printed(*match.span(level)) for level in levels]
        at = marked.location(*match.span(levels[-1]))
        lengths = dict(zip(_LEVELS, self.levels, strict=False))
        named = [
            (lengths.get(level, 0), fold(name)) for level, name in zip(levels, path, strict=True)
        ]
        code = self.code(named)
        if code is not None:
            return Row(code, RowKind.CODE, lane, code=code, name=path[-1], location=at)
        if statement.known:
            return None
        above = (self.code(named[:n]) for n in range(len(named) - 1, 0, -1))
        known = next((code for code in above if code is not None), None)
        key = quote("/".join(path))
        return Row(key, RowKind.UNKNOWN, lane, name=path[-1], parent=known, location=at)

    def _project(self, match: re.Match[str], marked: Marked) -> tuple[int, int]:
        """Give the span of a project's name: with the group `tail` where the table has it so."""
        start, end = match.span("item")
        if match.groupdict().get("tail"):
            bare, whole = (fold(marked.printed(start, at)) for at in (end, match.end("tail")))
            if whole in self.items and bare not in self.items:
                return start, match.end("tail")
        return start, end

    def code(self, path: Sequence[tuple[int, str]]) -> str | None:
        """Give the code of folded names (类, 款, 项, or the lower of them), if there is just one.

        Each has the length of its codes. The code is below those that the path names, or else the
        only one that is called so.
        """
        length, last = path[-1]
        endings = ("", self.elided) if self.elided else ("",)
        found = [
            [c for c, own in names.items() if len(c) == length and last + ending in own]
            for names in (self.printed, self.known)
            for ending in endings
        ]
        below = [[code for code in codes if self._below(code, path)] for codes in found]
        return next((codes[0] for codes in (*below, *found) if len(codes) == 1), None)

    def _below(self, code: str, path: Sequence[tuple[int, str]]) -> bool:
        """Whether the codes above a code have the names that the path says."""
        return all(
            {name, name + self.elided}
            & {*self.printed.get(code[:length], ()), *self.known.get(code[:length], ())}
            for length, name in path
        )

    @staticmethod
    def part(lane: str, parent: Row, name: str, location: Location) -> Row:
        """Give the row of a part below a subject; its item is the subject's."""
        return Row(
            f"{parent.key}/{quote(name)}",
            RowKind.ITEM,
            lane,
            name=tidy(name),
            item=parent.item,
            unit=parent.key,
            location=location,
        )


def names_of(statement: Statement, tables: Sequence[Table], regime: Regime) -> Names:
    """Gather the names that may tell the codes or items of a statement's rows."""
    rows = [row for table in tables if table.id == statement.table for row in table.rows]
    if statement.rows is not RowsBy.CODE:
        return Names({}, {}, (), items=frozenset(row.item for row in rows if row.item))
    known = regime.classifications[statement.classification]
    printed: dict[str, set[str]] = {}
    for row in rows:
        if row.kind is RowKind.CODE:
            printed.setdefault(row.code, set()).add(fold(row.name))
    return Names(
        {code: frozenset(names) for code, names in printed.items()},
        _folded(known),
        known.levels,
        "" if statement.known else known.elided,
    )


def _folded(known: Classification) -> dict[str, frozenset[str]]:
    return {
        code: frozenset(fold(one) for one in (name, *known.former.get(code, ())))
        for code, name in known.names.items()
    }
