"""Openings: where a subject stands with its first clause, and the spans that are reasons."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.recognise.marked import BLOCK, LIST

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence

    from hebiao.model import Row
    from hebiao.recognise.marked import Marked
    from hebiao.recognise.subjects import Names
    from hebiao.regime.narrative import Clause, Narrative, Statement

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


def find_heads(
    marked: Marked,
    statements: Sequence[Statement],
    narrative: Narrative,
    names: Mapping[str, Names],
) -> list[Head]:
    """Every place where a subject stands with one of its statement's first clauses."""
    text = marked.text
    found = []
    for statement in statements:
        asked = statement.within
        stretches = None if asked is None else [one.span() for one in asked.finditer(text)]
        for subject in statement.subjects:
            for match in subject.pattern.finditer(text):
                if not _opens(text, match.start(), narrative.before):
                    continue
                if stretches is not None and not within(stretches, match.start()):
                    continue
                clause = _at(text, match.end(), statement.head)
                if clause is None:
                    continue
                row = names[statement.lane].row(statement, subject, match, marked)
                if row is not None:
                    head = Head(match.start(), clause[1].end(), statement, row, *clause)
                    found.append(head)
    return found


def _opens(text: str, at: int, before: tuple[str, ...]) -> bool:
    """Whether a subject may begin here: at a mark or word that ends what stood before."""
    return at == 0 or text.endswith(before, 0, at)


def _at(text: str, at: int, clauses: Iterable[Clause]) -> tuple[Clause, re.Match[str]] | None:
    for clause in clauses:
        for pattern in clause.patterns:
            match = pattern.match(text, at)
            if match is not None:
                return clause, match
    return None


def reasons(text: str, heads: Sequence[Head], narrative: Narrative) -> list[tuple[int, int]]:
    """The spans of reasons: to the end of the sentence, or to the next subject after a stop."""
    spans: list[tuple[int, int]] = []
    starts = sorted(
        match.end() for pattern in narrative.reasons for match in pattern.finditer(text)
    )
    openings = sorted({h.start for h in heads if h.start and text[h.start - 1] in _STOPS})
    ends = [at for at, sign in enumerate(text) if sign in _SENTENCE]
    for start in starts:
        if spans and start <= spans[-1][1]:
            continue
        end, opening = bisect_left(ends, start), bisect_right(openings, start)
        spans.append(
            (start, min([*ends[end : end + 1], *openings[opening : opening + 1]] or [len(text)]))
        )
    return spans


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a position is in one of spans that are in order and apart."""
    place = bisect_right(spans, at, key=lambda span: span[0])
    return place > 0 and at < spans[place - 1][1]


def apart(heads: Sequence[Head]) -> list[Head]:
    """Heads that do not overlap: the one that begins first, then the longest, then as listed."""
    kept: list[Head] = []
    for head in sorted(heads, key=lambda h: (h.start, -h.end)):
        if not kept or head.start >= kept[-1].end:
            kept.append(head)
    return kept
