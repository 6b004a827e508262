"""What a statutory table is: its lanes, rows, headings and layouts, and the classifications."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.result import Text


class RowsBy(StrEnum):
    """How the rows of a lane are known.

    A fixed tree, classification codes, items by name, or a form: labels anywhere in the grid, each
    with its value in the next cell at its right that is filled.
    """

    TREE = "tree"
    CODE = "code"
    ITEMS = "items"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Classification:
    """Codes and their names. `confirmed` codes are those whose name has been checked.

    `former` holds names that a code had before, by which a row is known too; `elided` is an ending
    of names that a text may leave out.
    """

    id: str
    levels: tuple[int, ...]
    names: Mapping[str, str]
    confirmed: frozenset[str]
    former: Mapping[str, tuple[str, ...]]
    first_year: int
    last_year: int | None
    elided: str = ""

    def holds_in(self, year: int | None) -> bool:
        """Whether its names may be held against a document of that year."""
        return year is not None and self.first_year <= year <= (self.last_year or year)


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row of a fixed tree: `key` is its path, `printed` the wordings that print it."""

    key: str
    printed: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One list of a table: how its rows are known and which figure columns it has.

    `total` is the key of the row whose parts are the rows that have no other parent. `tree` holds
    the rows of a tree or form, or the named rows beside codes, which are part of no total.
    `label` is the column key under which a row's printed name is addressed. `texts` are columns
    that hold words, not figures; `units` the unit of a column that is not the table's.
    """

    key: str
    rows: RowsBy
    columns: tuple[str, ...]
    optional: frozenset[str]
    label: str
    total: RowSpec | None
    tree: tuple[RowSpec, ...]
    classification: str
    texts: tuple[str, ...]
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A printed column: its heading paths, and the lane, role or column it stands for.

    `role` is "figure", or what the column says of its row: "label", "name", "code.1" (类),
    "code.2" (款), "code.3" (项), "code", "project", "column" or "ignore". A figure column with
    `row` holds that row's figure whatever the printed row is; where it has no `column`, the cell
    of role "column" in the printed row names it. Where a lane is printed as several groups of
    columns side by side, `group` says which: the groups' rows follow one another.
    """

    paths: tuple[tuple[str, ...], ...]
    lane: str
    role: str
    column: str
    row: str
    group: int


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A statutory table: title and variants, lanes, and the layouts it is printed in.

    `repeats` is the label of the cell that tells one from another where the form recurs, as once a
    project; "" where it does not. `labels` are further labels of a form, at which a list ends.
    `empty` holds the wordings (regular expressions over text without white space) of the sentence
    that explains why the table is empty. `first_year` and `last_year` bound the years whose form
    set has the table.
    """

    id: str
    title: Text
    variants: tuple[str, ...]
    required: bool
    repeats: str
    labels: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    empty: tuple[str, ...]
    lanes: tuple[Lane, ...]
    layouts: tuple[tuple[Head, ...], ...]

    def held_in(self, year: int | None) -> bool:
        """Whether the form set of that year has the table; that of an unknown year has."""
        return held_in(year, self.first_year, self.last_year)

    def lane(self, key: str) -> Lane | None:
        """Give the lane of that key, or None."""
        return next((lane for lane in self.lanes if lane.key == key), None)


def held_in(year: int | None, first: int | None, last: int | None) -> bool:
    """Whether a year is one of a span; an unknown year is one of every span."""
    return year is None or (first or year) <= year <= (last or year)
