"""Statements: what the narrative says of its subjects, as rows and figures of one table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hebiao.model import Entry, Location, Row, Table, Unread, lane_address
from hebiao.recognise.marked import BARE, BLOCK, LIST, NUMBERS, mark
from hebiao.recognise.subjects import Names, names_of
from hebiao.regime.narrative import NARRATIVE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hebiao.figure import Unit
    from hebiao.model import Section
    from hebiao.recognise.marked import Marked, Token
    from hebiao.regime.narrative import Clause, Narrative, Parts, Statement
    from hebiao.regime.spec import Regime

_SENTENCE = frozenset({"。", BLOCK})
_STOPS = frozenset({";", "。", BLOCK, LIST})


@dataclass(frozen=True, slots=True)
class Head:
    """A subject with the clause that follows it at once: where, of which statement and row."""

    start: int
    end: int
    statement: Statement
    row: Row
    clause: Clause
    match: re.Match[str]


@dataclass(slots=True)
class _Said:
    """What is gathered while sections are read: rows and entries by address, used tokens."""

    unit: Unit
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    lanes: set[str] = field(default_factory=set)


def read_statements(
    sections: Sequence[Section],
    tables: Sequence[Table],
    regime: Regime,
    body: str | None,
    year: int | None,
) -> tuple[Table | None, tuple[Unread, ...]]:
    """Give the narrative's table, and the numbers of its sections that no wording knows.

    A figure has the address 说明.lane[row].column; what is not stated has no entry, and a lane
    whose section was not found no column. Money is in the unit printed beside it.
    """
    narrative = regime.narrative
    if narrative is None:
        return None, ()
    said = _Said(regime.unit)
    unread: list[Unread] = []
    by_key = {section.key: section for section in sections}
    for key in dict.fromkeys(key for one in narrative.statements for key in one.sections):
        section = by_key.get(key)
        if section is None:
            continue
        statements = [one for one in narrative.statements if key in one.sections]
        marked = mark(section.paragraphs, body, year)
        said.lanes |= {one.lane for one in statements}
        said.lanes |= {one.parts.lane for one in statements if one.parts is not None}
        names = {one.lane: names_of(one, tables, regime) for one in statements}
        used = _read(marked, statements, narrative, names, said)
        unread += _unread(marked, used, narrative)
    for section in sections:
        if not any(section.key in one.sections for one in narrative.statements):
            marked = mark(section.paragraphs, body, year)
            unread += _unread(marked, set(), narrative)
    return _table(narrative, said), tuple(unread)


def _read(
    marked: Marked,
    statements: Sequence[Statement],
    narrative: Narrative,
    names: Mapping[str, Names],
    said: _Said,
) -> set[int]:
    """Read one section; gives the positions of the tokens that became figures."""
    found = _heads(marked.text, statements, narrative, names)
    masks = _reasons(marked.text, found, narrative)
    heads = _apart([h for h in found if not any(a <= h.start < b for a, b in masks)])
    asides = [m.span() for pattern in narrative.asides for m in pattern.finditer(marked.text)]
    used: set[int] = set()
    for head, after in pairwise([*heads, None]):
        if head is not None:
            stop = after.start if after is not None else len(marked.text)
            used |= _clauses(marked, head, stop, [*masks, *asides], said)
    return used


def _heads(
    text: str,
    statements: Sequence[Statement],
    narrative: Narrative,
    names: Mapping[str, Names],
) -> list[Head]:
    """Every place where a subject stands with one of its statement's first clauses."""
    found = []
    for statement in statements:
        for subject in statement.subjects:
            for match in subject.pattern.finditer(text):
                if not _opens(text, match.start(), narrative.before):
                    continue
                clause = _at(text, match.end(), statement.head)
                if clause is None:
                    continue
                row = names[statement.lane].row(statement, subject, match)
                if row is not None:
                    head = Head(match.start(), clause[1].end(), statement, row, *clause)
                    found.append(head)
    return found


def _opens(text: str, at: int, before: tuple[str, ...]) -> bool:
    """Whether a subject may begin here: at a mark or word that ends what stood before."""
    return at == 0 or text[:at].endswith(before)


def _at(text: str, at: int, clauses: Iterable[Clause]) -> tuple[Clause, re.Match[str]] | None:
    for clause in clauses:
        for pattern in clause.patterns:
            match = pattern.match(text, at)
            if match is not None:
                return clause, match
    return None


def _reasons(text: str, heads: Sequence[Head], narrative: Narrative) -> list[tuple[int, int]]:
    """The spans of reasons: to the end of the sentence, or to the next subject after a stop."""
    spans: list[tuple[int, int]] = []
    starts = sorted(
        match.end() for pattern in narrative.reasons for match in pattern.finditer(text)
    )
    openings = sorted(h.start for h in heads if h.start and text[h.start - 1] in _STOPS)
    for start in starts:
        if spans and start <= spans[-1][1]:
            continue
        ends = [at for at in range(start, len(text)) if text[at] in _SENTENCE][:1]
        ends += [opening for opening in openings if opening > start][:1]
        spans.append((start, min(ends, default=len(text))))
    return spans


def _apart(heads: Sequence[Head]) -> list[Head]:
    """Heads that do not overlap: of those that do, the one that begins first, then the longest."""
    kept: list[Head] = []
    for head in sorted(heads, key=lambda h: (h.start, -h.end)):
        if not kept or head.start >= kept[-1].end:
            kept.append(head)
    return kept


def _clauses(
    marked: Marked, head: Head, stop: int, masks: Sequence[tuple[int, int]], said: _Said
) -> set[int]:
    """Read a subject's clauses in order, up to a number that belongs to none of them."""
    statement = head.statement
    row = _new_row(said, statement.lane, head)
    _add(marked, head.clause, head.match, statement, row, said)
    used = {at for at in (_figure_at(head.match),) if at is not None}
    spans = list(masks)
    if statement.parts is not None:
        begins = statement.parts.after.search(marked.text, head.end, stop)
        if begins is not None:
            used |= _parts(marked, statement.parts, row, (begins.end(), stop), said)
            spans.append((begins.end(), stop))
    given = {head.clause.column}
    limit = stop
    for at in sorted(marked.tokens):
        if not head.end <= at < stop or any(a <= at < b for a, b in spans):
            continue
        claim = _claim(marked.text, head.end, stop, at, statement.clauses, given)
        if claim is None:
            limit = at
            break
        clause, match = claim
        given.add(clause.column)
        _add(marked, clause, match, statement, row, said)
        used.add(at)
    _wordings(marked, head, limit, row, masks, said)
    return used


def _claim(
    text: str, start: int, stop: int, at: int, clauses: Iterable[Clause], given: set[str]
) -> tuple[Clause, re.Match[str]] | None:
    """The clause whose figure stands at `at`."""
    for clause in clauses:
        if clause.column in given or clause.text:
            continue
        for pattern in clause.patterns:
            for match in pattern.finditer(text, start, stop):
                if _figure_at(match) == at:
                    return clause, match
    return None


def _wordings(
    marked: Marked,
    head: Head,
    limit: int,
    row: Row,
    masks: Sequence[tuple[int, int]],
    said: _Said,
) -> None:
    """Read the clauses without a number: 持平, and those that are a text."""
    at = lane_address(NARRATIVE, row.lane)
    given = {
        c.column for c in head.statement.clauses if f"{at}[{row.key}].{c.column}" in said.entries
    }
    for clause in head.statement.clauses:
        if clause.column in given:
            continue
        for pattern in clause.patterns:
            match = next(
                (
                    one
                    for one in pattern.finditer(marked.text, head.end, limit)
                    if _figure_at(one) is None or clause.text
                    if clause.text or not any(a <= one.start() < b for a, b in masks)
                ),
                None,
            )
            if match is not None:
                given.add(clause.column)
                _add(marked, clause, match, head.statement, row, said)
                break


def _figure_at(match: re.Match[str]) -> int | None:
    """The position of the last number of a match."""
    text = match.string
    return next(
        (at for at in range(match.end() - 1, match.start() - 1, -1) if text[at] in NUMBERS), None
    )


def _add(
    marked: Marked,
    clause: Clause,
    match: re.Match[str],
    statement: Statement,
    row: Row,
    said: _Said,
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
            marked.printed(start, end),
            marked.location(start, end),
            figure=False,
        )
        return
    at = _figure_at(match)
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
    _enter(
        said,
        lane,
        row,
        clause.column,
        word + token.raw,
        token.location,
        stated=sign + token.number,
        unit=_unit(token, clause),
    )


def _unit(token: Token, clause: Clause) -> str:
    if token.mark == BARE:
        return clause.unit
    return {"m2": "平方米", "个百分点": "%", "百分点": "%"}.get(token.unit, token.unit)


def _enter(  # noqa: PLR0913  the fields of an entry
    said: _Said,
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
    said.rows.setdefault((lane, row.key), row)
    address = f"{lane_address(NARRATIVE, lane)}[{row.key}].{column}"
    entry = Entry(address, lane, row.key, column, raw, location, figure, unit=unit, stated=stated)
    said.entries.setdefault(address, entry)


def _new_row(said: _Said, lane: str, head: Head) -> Row:
    """The head's row; a second one where what it states has been stated before."""
    row, number = head.row, 1
    at = lane_address(NARRATIVE, lane)
    while f"{at}[{row.key}].{head.clause.column}" in said.entries:
        number += 1
        row = replace(head.row, key=f"{head.row.key}#{number}")
    return row


def _parts(
    marked: Marked, parts: Parts, parent: Row, span: tuple[int, int], said: _Said
) -> set[int]:
    """Read a list of named amounts below a subject."""
    used: set[int] = set()
    for match in parts.part.finditer(marked.text, *span):
        at = _figure_at(match)
        if at is None:
            continue
        name = marked.printed(*match.span("name"))
        row = Names.part(parts.lane, parent, name, marked.location(*match.span("name")))
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


def _unread(marked: Marked, used: set[int], narrative: Narrative) -> Iterator[Unread]:
    """The numbers that became no figure, each with its sentence; fixed wordings have none."""
    fixed = [m.span() for pattern in narrative.fixed for m in pattern.finditer(marked.text)]
    for at, token in marked.tokens.items():
        if at in used or any(a <= at < b for a, b in fixed):
            continue
        start = max(marked.text.rfind(stop, 0, at) for stop in _SENTENCE) + 1
        ends = [end for stop in _SENTENCE if (end := marked.text.find(stop, at)) >= 0]
        sentence = marked.printed(start, min(ends, default=len(marked.text)))
        yield Unread(token.raw, sentence, token.location)


def _table(narrative: Narrative, said: _Said) -> Table:
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
