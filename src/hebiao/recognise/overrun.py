"""Overrun: the text of a section whose heading was not found, below the section before it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from hebiao.recognise.marked import mark
from hebiao.recognise.openings import apart, find_heads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hebiao.model import Section
    from hebiao.recognise.subjects import Names
    from hebiao.regime.narrative import Narrative


def lost_after(key: str, order: Sequence[str], found: Mapping[str, Section]) -> tuple[str, ...]:
    """Give the sections that come after one in the regime and of which there is no text."""
    rest = order[order.index(key) + 1 :]
    return tuple(takewhile(lambda one: one not in found or not found[one].paragraphs, rest))


def own_length(
    section: Section,
    lost: Sequence[str],
    narrative: Narrative,
    names: Mapping[str, Names],
    body: str | None,
    year: int | None,
) -> int:
    """Give how many paragraphs of a section are its own: up to those that speak of a lost one.

    They are the first that state more of a lost section's subjects than of its own, and those
    before them that state as many, but for the section's first.
    """
    own = [one for one in narrative.statements if section.key in one.sections]
    others = [
        one
        for one in narrative.statements
        if one not in own and any(key in one.sections for key in lost)
    ]
    if not others:
        return len(section.paragraphs)
    counts = []
    for paragraph in section.paragraphs:
        marked = mark([paragraph], body, year, narrative.fixed)
        counts.append(
            tuple(len(apart(find_heads(marked, some, narrative, names))) for some in (own, others))
        )
    end = next((at for at, (mine, other) in enumerate(counts) if other > mine), None)
    if end is None:
        return len(counts)
    first = next((at for at, (mine, _) in enumerate(counts) if mine), end)
    while end > first + 1 and counts[end - 1][1] >= max(counts[end - 1][0], 1):
        end -= 1
    return end
