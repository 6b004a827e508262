"""Overrun: the text of a section whose heading was not found, below the section before it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hebiao.model import Paragraph, Section
    from hebiao.regime.narrative import Statement


def lost_after(key: str, order: Sequence[str], found: Mapping[str, Section]) -> tuple[str, ...]:
    """Give the sections that come after one in the regime and of which there is no text."""
    rest = order[order.index(key) + 1 :]
    return tuple(takewhile(lambda one: one not in found or not found[one].paragraphs, rest))


def own_length(
    paragraphs: Sequence[Paragraph],
    own: Sequence[Statement],
    lost: Sequence[Statement],
    reads: Callable[[Paragraph, Sequence[Statement]], int],
) -> int:
    """Give how many paragraphs of a section are its own: up to those that speak of a lost one.

    They are the first of which the lost sections' statements read more numbers (`reads` counts)
    than its own do, and those before them of which they read as many, but for the section's first.
    """
    if not lost:
        return len(paragraphs)
    counts = [(reads(one, own), reads(one, lost)) for one in paragraphs]
    end = next((at for at, (mine, other) in enumerate(counts) if other > mine), None)
    if end is None:
        return len(counts)
    first = next((at for at, (mine, _) in enumerate(counts) if mine), end)
    while end > first + 1 and counts[end - 1][1] >= max(counts[end - 1][0], 1):
        end -= 1
    return end
