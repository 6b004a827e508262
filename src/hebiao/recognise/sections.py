"""Sections: the narrative cut at its headings, those that a regime knows and those it does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from hebiao.model import Paragraph, Section
from hebiao.recognise.numbering import PART, numbering, titled
from hebiao.recognise.titles import bare, split, titles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hebiao.model import Block
    from hebiao.recognise.numbering import Numbering
    from hebiao.regime.spec import SectionSpec


def cut_sections(
    blocks: Sequence[Block], specs: Sequence[SectionSpec], entity: str | None
) -> tuple[Section, ...]:
    """Give the sections that are found, in the regime's order.

    A heading is a short numbered line (or two, where it is broken) that prints a section's title,
    or one without a number that prints just that; its text may stand in the same line. Where a
    title stands more than once, as in a list of contents, the first with most text below it is
    the section, of several without any the last. A section ends at the next heading of any known
    section, at the next part, and where another section begins that the regime does not know.
    """
    known = titles(specs, entity)
    given = (block for block in blocks if isinstance(block, Paragraph))
    lines = [line for one in given for line in split(one, known)]
    starts = headings(lines, specs, entity)
    usual = _usual(lines, starts)
    found: dict[str, Section] = {}
    above: dict[int, int] = {}
    for at, (start, end, spec) in enumerate(starts):
        if spec is None:
            above = {}
            continue
        own = numbering(bare(lines[start].text))
        rank = usual.get(_depth(spec), PART)
        if own is not None:
            rank = min(rank, own.rank)
            above = {of: n for of, n in above.items() if of < own.rank} | {own.rank: own.number}
        stop = starts[at + 1][0] if at + 1 < len(starts) else len(lines)
        last = _own(lines, (end, stop), rank, above)
        body, beyond = tuple(lines[end:last]), tuple(lines[last:stop])
        held = found.get(spec.key)
        most = -1 if held is None else _length(held.paragraphs)
        if _length(body) > most or most == _length(body) == 0:
            place = lines[start].location
            found[spec.key] = Section(spec.key, spec.title, body, place, beyond)
    return tuple(found[spec.key] for spec in specs if spec.key in found)


def headings(
    lines: Sequence[Paragraph], specs: Sequence[SectionSpec], entity: str | None
) -> list[tuple[int, int, SectionSpec | None]]:
    """Give the lines that are headings: first, last plus one, the section or None for a part.

    A part (第二部分) is a section where it prints exactly the section's title.
    """
    known = titles(specs, entity)
    texts = [bare(line.text) for line in lines]
    starts: list[tuple[int, int, SectionSpec | None]] = []
    taken = 0
    for at, line in enumerate(lines):
        if at < taken:
            continue
        number = numbering(texts[at])
        tried = [(*known.known("".join(texts[at:end])), end) for end in (at + 1, at + 2)]
        score, spec, end = max(tried, key=lambda one: one[0])
        if number is not None and number.rank == PART and score < 1:
            if titled(texts[at]):
                starts.append((at, at + 1, None))
            continue
        if spec is None and (glued := known.glued(line)) is not None:
            spec, end = glued[0], at + 1
        if spec is not None:
            starts.append((at, end, spec))
            taken = end
    return starts


def _usual(
    lines: Sequence[Paragraph], starts: Sequence[tuple[int, int, SectionSpec | None]]
) -> dict[int, int]:
    """By depth of a section, the rank that most headings have there."""
    ranks: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for start, _, spec in starts:
        number = numbering(bare(lines[start].text))
        if spec is not None and number is not None:
            ranks[_depth(spec)][number.rank] += 1
    return {depth: counted.most_common(1)[0][0] for depth, counted in ranks.items()}


def _depth(spec: SectionSpec) -> int:
    return spec.key.count("/")


def _own(
    lines: Sequence[Paragraph], span: tuple[int, int], rank: int, above: Mapping[int, int]
) -> int:
    """Give where a section's own text ends: before a line that is numbered as no list of it is.

    `rank` is that of the section's heading, `above` the numbers in force by rank.
    """
    last: dict[str, int] = {}
    for at in range(*span):
        text = bare(lines[at].text)
        number = numbering(text)
        if number is None:
            continue
        if number.rank < rank or _begins(text, number, rank, above, last):
            return at
        last[number.style] = number.number
    return span[1]


def _begins(
    text: str,
    number: Numbering,
    rank: int,
    above: Mapping[int, int],
    last: Mapping[str, int],
) -> bool:
    """Whether a line not above the section begins another: by its level, or by its number.

    A number that goes on from a heading's in force, and from none in a list, is a heading's.
    """
    goes_on = number.number - 1 in above.values()
    listed = last.get(number.style) == number.number - 1
    if number.rank == rank:
        return titled(text) or (goes_on and not listed)
    return titled(text) and ":" not in text and goes_on and not listed


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs)
