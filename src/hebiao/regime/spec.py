"""What a loaded regime is: sections, rules, kinds, and all they rest on, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hebiao.regime.forms import held_in

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from hebiao.figure import Unit
    from hebiao.regime.forms import Classification, TableSpec
    from hebiao.regime.narrative import Narrative
    from hebiao.result import Severity, Text


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of the narrative: its key (五, 五/三 …), title, and the wordings that print it.

    `first_year` and `last_year` are those of the form sets that have it.
    """

    key: str
    title: str
    printed: tuple[str, ...]
    first_year: int | None = None
    last_year: int | None = None

    def held_in(self, year: int | None) -> bool:
        """Whether the form set of that year has the section."""
        return held_in(year, self.first_year, self.last_year)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case of a rule: the figures, and what the rule must say of them."""

    figures: Mapping[str, str]
    text: str
    unruled: tuple[str, ...]
    twice: tuple[str, ...]
    strays: tuple[str, ...]
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
    `choices` gives the identities of which one is enough for what `judge` said of them. A kind
    that judges what all the rules gave, and not its own figures alone, is `whole`.
    """

    name: str
    schema: Mapping[str, Any]
    link: Callable[[Rule, Regime], Any]
    linear: Callable[[Rule, Any], Iterable[Any]] | None = None
    quotient: Callable[[Rule, Any], Iterable[Any]] | None = None
    judge: Callable[[Rule, Any], Iterable[Any]] | None = None
    choices: Callable[[Rule, Any], Iterable[Any]] | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to know a regime's document: text that must occur and tables that must be found.

    `says` tells a reader what the text is.
    """

    words: tuple[re.Pattern[str], ...]
    tables: int
    says: str = ""


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
