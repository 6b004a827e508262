"""Gathered: the rows and entries that sentences give, and the table they make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hebiao.model import Entry, Location, Row, RowKind, Table, lane_address
from hebiao.recognise.marked import BARE, NUMBERS
from hebiao.recognise.subjects import Names
from hebiao.regime.forms import RowsBy
from hebiao.regime.narrative import NAME, NARRATIVE

if TYPE_CHECKING:
    import re

    from hebiao.figure import Unit
    from hebiao.recognise.marked import Marked, Token
    from hebiao.recognise.openings import Head
    from hebiao.regime.narrative import Clause, Narrative, Parts, Statement


@dataclass(slots=True)
class Gathered:
    """What is gathered while sections are read: rows and entries by address, and the lanes.

    `free` is, by lane, row and columns, the first number that a repeated row may have.
    """

    unit: Unit
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    lanes: set[str] = field(default_factory=set)
    free: dict[tuple[str, str, frozenset[str]], int] = field(default_factory=dict)


def add(
    marked: Marked,
    clause: Clause,
    match: re.Match[str],
    statement: Statement,
    row: Row,
    said: Gathered,
) -> None:
    """Add what a clause gives: a figure with its sign, a zero in words, or a text."""
    groups, lane = match.groupdict(), statement.lane
    if clause.text:
        start, end = match.span("text")
        _enter(
            said,
            lane,
            row,
            clause.column,
            marked.printed(start, end).rstrip(";,、；，"),
            marked.location(start, end),
            figure=False,
        )
        return
    at = figure_at(match)
    if at is None:
        raw, place = marked.printed(*match.span()), marked.location(*match.span())
        _enter(said, lane, row, clause.column, raw, place, stated="0", unit=clause.unit)
        for other in statement.clauses:
            if other.column in clause.blanks:
                _enter(said, lane, row, other.column, "", place, unit=other.unit)
        return
    token = marked.tokens[at]
    sign = "-" if groups.get("down") and not token.number.startswith("-") else ""
    word = groups.get("down") or groups.get("up") or ""
    said_at = match.start("down" if groups.get("down") else "up") if word else at
    _enter(
        said,
        lane,
        row,
        clause.column,
        word + token.raw,
        marked.location(said_at, at + 1),
        stated=sign + token.number,
        unit=_unit(token, clause),
    )


def _unit(token: Token, clause: Clause) -> str:
    if token.mark == BARE:
        return clause.unit
    return {"m2": "平方米", "个百分点": "%", "百分点": "%"}.get(token.unit, token.unit)


def _enter(  # noqa: PLR0913  the fields of an entry
    said: Gathered,
    lane: str,
    row: Row,
    column: str,
    raw: str,
    location: Location,
    *,
    stated: str | None = None,
    unit: str = "",
    figure: bool = True,
) -> None:
    if (lane, row.key) not in said.rows:
        said.rows[lane, row.key] = row
        if row.kind not in {RowKind.TREE, RowKind.TOTAL}:
            name = f"{lane_address(NARRATIVE, lane)}[{row.key}].{NAME}"
            said.entries[name] = Entry(
                name, lane, row.key, NAME, row.name, row.location, figure=False
            )
    address = f"{lane_address(NARRATIVE, lane)}[{row.key}].{column}"
    entry = Entry(address, lane, row.key, column, raw, location, figure, unit=unit, stated=stated)
    said.entries.setdefault(address, entry)


def said_before(marked: Marked, head: Head, said: Gathered) -> set[str]:
    """The column of a head that states a subject's figure once more, in the same digits.

    What follows it is then told of the same row. Of codes and projects each mention is its own.
    """
    column, at = head.clause.column, figure_at(head.match)
    before = said.entries.get(f"{lane_address(NARRATIVE, head.row.lane)}[{head.row.key}].{column}")
    if head.statement.rows is not RowsBy.TREE or before is None or at is None:
        return set()
    token = marked.tokens[at]
    same = (before.stated, before.unit) == (token.number, _unit(token, head.clause))
    return {column} if same else set()


def new_row(said: Gathered, head: Head, columns: set[str]) -> Row:
    """The head's row; a second one where what its clauses state has been stated before."""
    row, given = head.row, (head.row.lane, head.row.key, frozenset(columns))
    at, number = lane_address(NARRATIVE, row.lane), said.free.get(given, 1)
    while True:
        key = f"{row.key}#{number}" if number > 1 else row.key
        if not any(f"{at}[{key}].{column}" in said.entries for column in columns):
            break
        number += 1
    said.free[given] = number
    return replace(row, key=key)


def add_parts(
    marked: Marked, parts: Parts, parent: Row, span: tuple[int, int], said: Gathered
) -> set[int]:
    """Read a list of named amounts below a subject; one named again is a second part."""
    used: set[int] = set()
    named: Counter[str] = Counter()
    for match in parts.part.finditer(marked.text, *span):
        at = figure_at(match)
        if at is None:
            continue
        name = marked.printed(*match.span("name"))
        row = Names.part(parts.lane, parent, name, marked.location(*match.span("name")))
        named[row.key] += 1
        if named[row.key] > 1:
            row = replace(row, key=f"{row.key}#{named[row.key]}")
        token = marked.tokens[at]
        _enter(
            said,
            parts.lane,
            row,
            parts.column,
            token.raw,
            token.location,
            stated=token.number,
            unit=token.unit,
        )
        used.add(at)
    return used


def table_of_said(narrative: Narrative, said: Gathered) -> Table:
    """Give the narrative's table: lanes in the regime's order, rows in reading order."""
    spec = narrative.table
    lanes = [lane for lane in spec.lanes if lane.key in said.lanes]
    order = {lane.key: place for place, lane in enumerate(spec.lanes)}
    rows = [row for _, row in sorted(said.rows.items(), key=lambda one: order[one[0][0]])]
    parents = {(row.lane, row.parent) for row in rows}
    return Table(
        id=spec.id,
        title=spec.title.zh,
        unit=said.unit,
        columns=frozenset((lane.key, c) for lane in lanes for c in (*lane.columns, *lane.texts)),
        missing=(),
        rows=tuple(replace(row, leaf=(row.lane, row.key) not in parents) for row in rows),
        entries=tuple(said.entries.values()),
        gaps=(),
        location=Location(),
    )


def figure_at(match: re.Match[str]) -> int | None:
    """The position of the last number of a match."""
    text = match.string
    return next(
        (at for at in range(match.end() - 1, match.start() - 1, -1) if text[at] in NUMBERS), None
    )
