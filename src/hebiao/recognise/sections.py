"""Sections: the narrative cut at the headings that a regime knows, whatever their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Paragraph, Section
from hebiao.recognise.wording import SURE, alike, fold_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.model import Block
    from hebiao.regime.spec import SectionSpec

_LONGEST = 60
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[、.])"
)
_PART = re.compile(r"第[一二三四五六七八九十]+部分")


def cut_sections(
    blocks: Sequence[Block], specs: Sequence[SectionSpec], entity: str | None
) -> tuple[Section, ...]:
    """Give the sections that are found, in the regime's order.

    A heading is a short numbered line (or two, where it is broken) that prints a section's title;
    its number is not looked at. Where a title stands more than once, as in a list of contents,
    the first with most text below it is the section, of several without any the last. A section
    ends at the next heading of any known section, and at the next part.
    """
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    starts = headings(lines, specs, entity)
    found: dict[str, Section] = {}
    for number, (start, end, spec) in enumerate(starts):
        if spec is None:
            continue
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        body = tuple(lines[end:stop])
        held = found.get(spec.key)
        most = -1 if held is None else _length(held.paragraphs)
        if _length(body) > most or most == _length(body) == 0:
            found[spec.key] = Section(spec.key, spec.title, body, lines[start].location)
    return tuple(found[spec.key] for spec in specs if spec.key in found)


def headings(
    lines: Sequence[Paragraph], specs: Sequence[SectionSpec], entity: str | None
) -> list[tuple[int, int, SectionSpec | None]]:
    """Give the lines that are headings: first, last plus one, the section or None for a part."""
    starts: list[tuple[int, int, SectionSpec | None]] = []
    taken = 0
    for at, line in enumerate(lines):
        text = squeeze(line.text)
        if at < taken or not _NUMBERED.match(text) or len(text) > _LONGEST:
            continue
        if _PART.match(text):
            starts.append((at, at + 1, None))
            continue
        tried = [
            (*_known("".join(squeeze(one.text) for one in lines[at:end]), specs, entity), end)
            for end in (at + 1, at + 2)
        ]
        score, spec, end = max(tried, key=lambda one: one[0])
        if score >= SURE:
            starts.append((at, end, spec))
            taken = end
    return starts


def _known(
    text: str, specs: Sequence[SectionSpec], entity: str | None
) -> tuple[float, SectionSpec | None]:
    """The section whose title is most like the heading, the body's name and the year left out."""
    if len(text) > _LONGEST:
        return 0.0, None
    plain = re.sub(
        r"关于(?:.{2,40}?20\d\d年度?)?|20\d\d年度?", "", text.replace(squeeze(entity or "\0"), "")
    )
    label = fold_label(plain)
    scored = [
        (max(alike(label, fold_label(wording)) for wording in spec.printed), spec) for spec in specs
    ]
    return max(scored, key=lambda one: one[0], default=(0.0, None))


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs)
