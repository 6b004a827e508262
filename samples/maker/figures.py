"""The figures of figures.toml at hand for the text: by address, as printed and as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from maker.tables import cells, tables, tight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maker.blocks import Table

NONE = "0.00"
"""How the text states what a table leaves blank."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The built tables, their cells by address, and what only the text states."""

    body: str
    year: str
    tables: Mapping[str, Table]
    cells: Mapping[str, str]
    names: Mapping[str, str]
    changes: Mapping[str, str]
    stated: Mapping[str, str]

    def printed(self, address: str) -> str:
        """Give a cell as the text states it. Raises `KeyError` where there is no such cell."""
        return self.cells[tight(address)] or NONE

    def listed(self, column: str, classes: tuple[str, ...] = ("",)) -> str:
        """Give the names of the 款 with a figure in a column ("表6.人员经费"), in their order.

        `classes` says of which 类, as the figures of some forms do not tell.
        """
        table, key = column.split(".")
        found = [
            self.names[code]
            for code in self.names
            if len(code) == len("30101")
            and code.startswith(classes)
            and self.cells.get(f"{table}[{code}].{key}")
        ]
        return "、".join(found)


def figures_from(raw: Mapping[str, Any]) -> Figures:
    """Build the tables of figures.toml and index them."""
    built = tables(raw)
    return Figures(
        body=raw["body"],
        year=raw["year"],
        tables={table.id: table for table in built},
        cells=cells(built),
        names=raw["name"],
        changes={tight(key): value for key, value in raw["change"].items()},
        stated={tight(key): value for key, value in raw["stated"].items()},
    )


def number(printed: str) -> Decimal:
    """Read a printed amount."""
    return Decimal(printed.replace(",", ""))


def share(part: str, whole: str) -> str:
    """Give one printed amount in percent of another."""
    return percent(number(part) / number(whole))


def growth(now: str, change: str) -> str:
    """Give a printed change in percent of what was before it, without its sign."""
    return percent(abs(number(change)) / (number(now) - number(change)))


def variance(now: str, budget: str) -> str:
    """Give what a printed amount is above a budget, in percent of it; below it, with a sign."""
    return percent(number(now) / number(budget) - 1)


def percent(ratio: Decimal) -> str:
    """Print a ratio in percent with two places, half up."""
    return str((ratio * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
