"""Ruling lines that a table leaves open at a side are closed, so that its outer cells are found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hebiao.readers.pdf_ink import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR = 3.0
_OVERHANG = 8.0
_FEWEST = 3
_MOST = 1_000_000


def closed(across: Sequence[Box], down: Sequence[Box]) -> tuple[list[Box], list[Box]]:
    """Give the lines that are missing: further horizontal ones, further vertical ones.

    Where three lines or more end at one height of the page, beyond the last line that crosses
    them, the table is open there; the line along their ends closes it.
    """
    if len(across) * len(down) > _MOST:
        return [], []
    mirrored = _missing([_mirrored(one) for one in down], [_mirrored(one) for one in across])
    return [_mirrored(one) for one in mirrored], _missing(across, down)


def _mirrored(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _missing(across: Sequence[Box], down: Sequence[Box]) -> list[Box]:
    """The vertical lines missing at the left and right ends of horizontal ones."""
    found = []
    for end in (0, 2):
        ends: dict[int, list[Box]] = defaultdict(list)
        for line in across:
            crossing = [one for one in down if _cross(line, one)]
            if len(crossing) > 1 and all(abs(one[end] - line[end]) > _OVERHANG for one in crossing):
                ends[round(line[end] / _NEAR)].append(line)
        for lines in ends.values():
            if len(lines) >= _FEWEST:
                at = max(line[2] for line in lines) if end else min(line[0] for line in lines)
                tops = [line.top for line in lines]
                found.append(Box(at, min(tops), at, max(tops)))
    return found


def _cross(line: Box, other: Box) -> bool:
    within = line.left - _NEAR <= other.left <= line.right + _NEAR
    return within and other.top - _NEAR <= line.top <= other.bottom + _NEAR
