"""A document's text outside its tables: the narrative in its sections, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.model import Paragraph
from hebiao.reports.html.tables import fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hebiao.model import Document, Location
    from hebiao.reports.html.drawn import Mark
    from hebiao.reports.html.ink import Ink
    from hebiao.reports.html.tables import Fragment


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, a figure's where it has a number."""

    text: str
    number: int | None = None
    style: str = ""
    finding: int | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph in pieces; `title` where it heads a section."""

    pieces: tuple[Piece, ...]
    title: bool
    location: Location


def prose(
    document: Document, marked: Mapping[int, tuple[Mark, ...]], used: Mapping[int, int], ink: Ink
) -> tuple[tuple[Prose, ...], tuple[Prose | Fragment, ...]]:
    """The narrative, which is what stands in sections, and the rest of the document."""
    titles = {section.location for section in document.sections}
    inside = titles | {
        one.location for s in document.sections for one in (*s.paragraphs, *s.beyond)
    }
    prose: list[Prose] = []
    rest: list[Prose | Fragment] = []
    for number, block in enumerate(document.source.blocks):
        if isinstance(block, Paragraph):
            said = Prose(
                tuple(_pieces(block, marked.get(number, ()), ink)),
                block.location in titles,
                block.location,
            )
            (prose if block.location in inside else rest).append(said)
        elif number not in used:
            rest.append(fragment(document, number, {}, ink))
    return tuple(prose), tuple(rest)


def _pieces(paragraph: Paragraph, some: Iterable[Mark], ink: Ink) -> Iterator[Piece]:
    at = 0
    for mark in some:
        if mark.start > at:
            yield Piece(paragraph.text[at : mark.start])
        yield Piece(
            paragraph.text[mark.start : mark.stop],
            ink.numbers.get(mark.address),
            ink.style(mark.address),
            ink.findings.get(mark.address),
        )
        at = mark.stop
    if at < len(paragraph.text):
        yield Piece(paragraph.text[at:])
