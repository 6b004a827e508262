"""How a table's cells are set where a form has columns of some width: aligned, and how wide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from maker.blocks import placed

if TYPE_CHECKING:
    from maker.blocks import Cell, Table

Align = Literal["left", "center", "right"]

NARROW = 0.58
"""The width of a Latin character or a digit, as a share of a Chinese one."""

LEAST = 2
"""How many Chinese characters fit the narrowest column."""

SHORT = 14
"""A form, which has no heading, has texts of no more characters in the middle."""

AMOUNT = re.compile(r"-?[\d,]+\.\d+")
_MIDDLE = re.compile(r"\d{1,7}|.{0,2}总计")
_LATIN = re.compile(r"[!-~]+")


def aligned(cell: Cell, table: Table, *, head: bool) -> Align:
    """Say where in its cell a text stands: amounts right, headings, codes and totals centred."""
    if AMOUNT.fullmatch(cell.text):
        return "right"
    form = not table.head and (cell.bold or len(cell.text) <= SHORT)
    return "center" if head or form or _MIDDLE.fullmatch(cell.text) else "left"


def noted(table: Table) -> tuple[Align, ...]:
    """Say where each note of a caption stands: the body left, the unit right, one alone between."""
    return ("left", "right") if len(table.notes) > 1 else ("center",)


def joined(cell: Cell) -> str:
    """Give a cell's text without its wraps, where the width of the column makes them."""
    return cell.text.replace("\n", "")


def widths(table: Table, width: float, size: float, sides: float) -> list[float]:
    """Share a width among the columns: what the longest text asks, or less, amounts left whole.

    `size` is that of the text and `sides` the white space beside it, both in the width's unit.
    """
    least = [LEAST * size + sides] * table.columns
    asked = list(least)
    for cells in placed(table.head + table.body, table.columns):
        for x, cell in cells:
            if cell.colspan == 1:
                asked[x] = max(asked[x], _width(joined(cell)) * size + sides)
                parts = [_width(part) * size + sides for part in _LATIN.findall(joined(cell))]
                least[x] = max(least[x], *parts, 0)
    if sum(asked) <= width:
        return [one * width / sum(asked) for one in asked]
    share = (width - sum(least)) / (sum(asked) - sum(least))
    return [low + share * (high - low) for low, high in zip(least, asked, strict=True)]


def _width(text: str) -> float:
    return sum(NARROW if character.isascii() else 1 for character in text)
