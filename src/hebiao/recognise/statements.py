"""Statements: what the narrative says of its subjects, as rows and figures of one table."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hebiao.model import Row, Table, Unread, lane_address
from hebiao.recognise.gathered import (
    Gathered,
    add,
    add_parts,
    figure_at,
    new_row,
    said_before,
    table_of_said,
)
from hebiao.recognise.marked import BLOCK, MONEY, mark
from hebiao.recognise.openings import Head, apart, find_heads, reasons, united, within
from hebiao.recognise.overrun import lost_after, own_length
from hebiao.recognise.subjects import Names, names_of
from hebiao.regime.narrative import NARRATIVE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hebiao.model import Paragraph, Section
    from hebiao.recognise.marked import Marked
    from hebiao.regime.narrative import Clause, Narrative, Statement
    from hebiao.regime.spec import Regime

_SENTENCE = frozenset({"。", BLOCK})
_FAR = 200
"""How much of an endless sentence is shown on each side of a number."""


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
    said = Gathered(regime.unit)
    unread: list[Unread] = []
    by_key = {section.key: section for section in sections}
    order = [spec.key for spec in regime.sections]
    names = {one.lane: names_of(one, tables, regime) for one in narrative.statements}

    def marks(paragraphs: Sequence[Paragraph]) -> Marked:
        return mark(paragraphs, body, year, narrative.fixed)

    def reads(paragraph: Paragraph, some: Sequence[Statement]) -> int:
        return len(_read(marks([paragraph]), some, narrative, names, Gathered(regime.unit)))

    for section in sections:
        own = [one for one in narrative.statements if section.key in one.sections]
        lost = lost_after(section.key, order, by_key)
        others = [one for one in narrative.statements if not {*lost}.isdisjoint(one.sections)]
        others = [one for one in others if one not in own]
        length = own_length(section.paragraphs, own, others, reads) if own else 0
        said.lanes |= {one.lane for one in own}
        said.lanes |= {one.parts.lane for one in own if one.parts is not None}
        marked = marks(section.paragraphs[:length])
        unread += _unread(marked, _read(marked, own, narrative, names, said))
        unread += _unread(marks((*section.paragraphs[length:], *section.beyond)), set())
    return table_of_said(narrative, said), tuple(unread)


def _read(
    marked: Marked,
    statements: Sequence[Statement],
    narrative: Narrative,
    names: Mapping[str, Names],
    said: Gathered,
) -> set[int]:
    """Read one section; gives the positions of the tokens that became figures."""
    found = find_heads(marked, statements, narrative, names)
    because = reasons(marked.text, found, narrative)
    asides = [m.span() for pattern in narrative.asides for m in pattern.finditer(marked.text)]
    masks = united([*because, *asides])
    heads = apart([head for head in found if not within(masks, head.start)])
    used: set[int] = set()
    for head, after in pairwise([*heads, None]):
        if head is not None:
            stop = after.start if after is not None else len(marked.text)
            row, read = _clauses(marked, head, stop, masks, said)
            used |= read | _cited(marked, replace(head, row=row), stop, because, said)
    return used


def _clauses(
    marked: Marked, head: Head, stop: int, masks: Sequence[tuple[int, int]], said: Gathered
) -> tuple[Row, set[int]]:
    """Read a subject's clauses in order, up to a number that belongs to none of them."""
    statement, given = head.statement, {head.clause.column}
    listed = _listed(marked, head, stop)
    opens, closes, ends = listed or (stop, stop, stop)
    claims, limit = [(head.clause, head.match)], stop
    for at in (*marked.between(head.end, opens), *marked.between(closes, ends)):
        if within(masks, at):
            continue
        claim = _claim(marked.text, head.end, stop, at, statement.clauses, given)
        if claim is None:
            limit = at
            break
        given.add(claim[0].column)
        claims.append(claim)
    row = new_row(said, head, given - said_before(marked, head, said) or given)
    used = set()
    for clause, match in claims:
        add(marked, clause, match, statement, row, said)
        figure = None if clause.text else figure_at(match)
        used |= set() if figure is None else {figure}
    if statement.parts is not None and listed is not None:
        used |= add_parts(marked, statement.parts, row, (opens, closes), said)
    _wordings(marked, head, limit, row, masks, said)
    return row, used


def _listed(marked: Marked, head: Head, stop: int) -> tuple[int, int, int] | None:
    """Where the parts below a subject begin and end, and where its sentence does after them.

    A second list is another's, whose own name was not read.
    """
    parts = head.statement.parts
    lists = parts.after.finditer(marked.text, head.end, stop) if parts is not None else iter(())
    begins, again = next(lists, None), next(lists, None)
    if parts is None or begins is None:
        return None
    ends = again.start() if again is not None else stop
    until = parts.until.search(marked.text, begins.end(), ends) if parts.until else None
    return begins.end(), until.start() if until is not None else ends, ends


def _claim(
    text: str, start: int, stop: int, at: int, clauses: Iterable[Clause], given: set[str]
) -> tuple[Clause, re.Match[str]] | None:
    """The clause whose figure stands at `at`."""
    for clause in clauses:
        if clause.column in given or clause.text or clause.cited:
            continue
        match = _at_mark(text, (start, stop), at, clause)
        if match is not None:
            return clause, match
    return None


def _at_mark(text: str, span: tuple[int, int], at: int, clause: Clause) -> re.Match[str] | None:
    """The clause's wording whose figure stands at `at`."""
    found = (match for pattern in clause.patterns for match in pattern.finditer(text, *span))
    return next((match for match in found if figure_at(match) == at), None)


def _wordings(
    marked: Marked,
    head: Head,
    limit: int,
    row: Row,
    masks: Sequence[tuple[int, int]],
    said: Gathered,
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
                    if figure_at(one) is None or clause.text
                    if clause.text or not within(masks, one.start())
                ),
                None,
            )
            if match is not None:
                given.add(clause.column)
                add(marked, clause, match, head.statement, row, said)
                break


def _cited(
    marked: Marked, head: Head, stop: int, because: Sequence[tuple[int, int]], said: Gathered
) -> set[int]:
    """Read the amount that a subject's reason cites, where it is the only one in it."""
    at = lane_address(NARRATIVE, head.statement.lane)
    first, last = (bisect_left(because, (place, 0)) for place in (head.end, stop))
    for start, end in because[first:last]:
        tokens = [marked.tokens[place] for place in marked.between(start, end)]
        amounts = [one for one in tokens if one.mark == MONEY]
        if len(amounts) != 1:
            continue
        for clause in head.statement.clauses:
            match = _at_mark(marked.text, (start, end), amounts[0].at, clause)
            if (
                clause.cited
                and match is not None
                and f"{at}[{head.row.key}].{clause.column}" not in said.entries
            ):
                add(marked, clause, match, head.statement, head.row, said)
                return {amounts[0].at}
    return set()


def _unread(marked: Marked, used: set[int]) -> Iterator[Unread]:
    """The numbers that became no figure, each with its sentence."""
    for at, token in marked.tokens.items():
        if at in used:
            continue
        near, far = max(0, at - _FAR), at + _FAR
        start = max(near, *(marked.text.rfind(stop, near, at) + 1 for stop in _SENTENCE))
        ends = [end for stop in _SENTENCE if (end := marked.text.find(stop, at, far)) >= 0]
        sentence = marked.printed(start, min(ends, default=far))
        yield Unread(token.raw, sentence, token.location)
