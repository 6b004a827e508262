"""Captions: the paragraphs before a grid, the title and the unit they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import UNITS, squeeze
from hebiao.model import Grid, Paragraph
from hebiao.recognise.wording import SURE, alike, fold

if TYPE_CHECKING:
    from re import Pattern

    from hebiao.figure import Unit
    from hebiao.model import Source
    from hebiao.regime.forms import TableSpec

CAPTION = 12
"""How many paragraphs before a grid may be its caption."""


_LONGER = 12


@dataclass(frozen=True, slots=True)
class Captioned:
    """A grid and the paragraphs that stand between it and the grid before."""

    grid: Grid
    caption: tuple[str, ...]


def captioned_grids(source: Source) -> list[Captioned]:
    """Give each grid with the paragraphs before it."""
    found: list[Captioned] = []
    caption: list[str] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            caption.append(block.text)
        else:
            found.append(Captioned(block, tuple(caption)))
            caption = []
    return found


def caption_unit(captioned: Captioned, patterns: tuple[Pattern[str], ...]) -> Unit | None:
    """The unit that the caption nearest to the grid, or the grid's first rows, name."""
    lines = [squeeze(text) for text in captioned.caption[-CAPTION:]]
    lines += [squeeze(cell.text) for cell in captioned.grid.cells if cell.row < 2]  # noqa: PLR2004
    for line in reversed(lines):
        for pattern in patterns:
            if match := pattern.search(line):
                return UNITS.get(match["unit"])
    return None


def title_score(spec: TableSpec, lines: list[str], top: list[str]) -> float:
    """How well the caption names the table, up to 1; a nearer line counts a little more."""
    titles = [fold(text) for text in (spec.title.zh, *spec.variants)]
    best = 0.0
    for away, joined in _joined(lines):
        for title in titles:
            if len(joined) - len(title) > _LONGER:
                continue
            near = 1.0 if title in joined else alike(title, joined)
            longer = max(len(joined) - len(title), 0) / 100
            best = max(best, near - longer - away / 50 if near >= SURE else 0.0)
    if any(title in text and len(text) - len(title) <= _LONGER for title in titles for text in top):
        best = max(best, SURE)
    return best


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """Lines, and runs of two and three of them joined (a heading broken over lines)."""
    return [
        (len(lines) - end, "".join(lines[end - length : end]))
        for end in range(len(lines), 0, -1)
        for length in (1, 2, 3)
        if end >= length
    ]
