"""What a loaded regime is: tables, layouts, classifications and rules, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from hebiao.figure import Unit
    from hebiao.regime.narrative import Narrative
    from hebiao.result import Severity, Text


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

    `former` holds names that a code had before, by which a row is known too.
    """

    id: str
    levels: tuple[int, ...]
    names: Mapping[str, str]
    confirmed: frozenset[str]
    former: Mapping[str, tuple[str, ...]]
    first_year: int
    last_year: int | None

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
        if year is None:
            return True
        return (self.first_year or year) <= year <= (self.last_year or year)

    def lane(self, key: str) -> Lane | None:
        """Give the lane of that key, or None."""
        return next((lane for lane in self.lanes if lane.key == key), None)


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of the narrative: its key (五, 五/三 …), title, and the wordings that print it."""

    key: str
    title: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case of a rule: the figures, and what the rule must say of them."""

    figures: Mapping[str, str]
    text: str
    unruled: tuple[str, ...]
    twice: tuple[str, ...]
    verdict: str
    actual: str | None
    expected: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as data. `options` are the fields its kind adds; `plan` is what `by` made of it."""

    id: str
    kind: str
    title: Text
    severity: Severity
    type: str
    basis: tuple[str, ...]
    why: Text
    formula: str
    implied: bool
    options: Mapping[str, Any]
    examples: tuple[Example, ...]
    file: Path
    by: Kind
    plan: Any = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A rule kind, registered under the entry point group `hebiao.kinds`.

    `schema` is the JSON Schema (properties, required) of the fields it adds to a rule. `link`
    turns a rule into its plan or raises `RegimeError`. A linear kind gives instances for the
    sparse system (`linear`), one of rates gives quotients (`quotient`); any other judges by itself
    (`judge`), after the system was solved. What is no instance is an outcome that needs none.
    """

    name: str
    schema: Mapping[str, Any]
    link: Callable[[Rule, Regime], Any]
    linear: Callable[[Rule, Any], Iterable[Any]] | None = None
    quotient: Callable[[Rule, Any], Iterable[Any]] | None = None
    judge: Callable[[Rule, Any], Iterable[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to know a regime's document: text that must occur and tables that must be found."""

    words: tuple[re.Pattern[str], ...]
    tables: int


@dataclass(frozen=True, slots=True)
class Regime:
    """One form set of one jurisdiction, kind and span of years."""

    id: str
    version: str
    title: Text
    kind: str
    first_year: int
    last_year: int | None
    unit: Unit
    signs: tuple[Sign, ...]
    entity: tuple[re.Pattern[str], ...]
    year: tuple[re.Pattern[str], ...]
    units: tuple[re.Pattern[str], ...]
    organisation: tuple[re.Pattern[str], ...]
    law: Mapping[str, Text]
    tables: tuple[TableSpec, ...]
    sections: tuple[SectionSpec, ...]
    classifications: Mapping[str, Classification]
    narrative: Narrative | None = None
    rules: tuple[Rule, ...] = field(default=())

    def table(self, table_id: str) -> TableSpec | None:
        """Give the table of that id, or None; the narrative's is one."""
        return next((table for table in self.specs if table.id == table_id), None)

    @property
    def specs(self) -> tuple[TableSpec, ...]:
        """The tables, and the narrative's after them."""
        return self.tables if self.narrative is None else (*self.tables, self.narrative.table)

    def covers(self, year: int | None) -> bool:
        """Whether a document of that year is of this form set; an unknown year is."""
        return year is None or self.first_year <= year <= (self.last_year or year)
