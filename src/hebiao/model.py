"""The frozen dataclasses that pass between the steps: source, document, outcome, report."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hebiao.figure import State, Unit


_TABLE = re.compile(r"[^.\[{]+(?:\{'(?:[^']|'')*'\})?")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; which fields are set depends on the medium.

    Text: `line` (from 1) and `span` (first and last-plus-one character in that line, from 0).
    PDF: `page` (from 1) and `bbox` (left, top, right, bottom in points from the top left).
    Workbook: `sheet` and `cell` (as in "B12"). `file` is set where several files make one document.
    """

    file: str | None = None
    line: int | None = None
    span: tuple[int, int] | None = None
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: its text without markup, its first row and column, its spans.

    `witness` is what a second reader saw in the same place, where it saw something else.
    """

    text: str
    row: int
    column: int
    location: Location
    rowspan: int = 1
    colspan: int = 1
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside the tables, without markup."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is printed: `rows` × `columns` places, and the cells that fill them.

    `spans` tells whether the medium knows its merged cells. Where it does not (flattened text),
    an empty cell of a heading may belong to the heading at its left. `ruled` is false where no
    lines were printed and the cells were told apart by white space.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    location: Location
    spans: bool = True
    ruled: bool = True


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader gives: the blocks of one file in reading order.

    `regime` is the one the file itself says it is of, as a data package does.
    """

    path: str
    sha256: str
    media_type: str
    blocks: tuple[Block, ...]
    regime: str | None = None


class RowKind(StrEnum):
    """What a recognised row stands for."""

    TREE = "tree"
    TOTAL = "total"
    UNIT = "unit"
    CODE = "code"
    ITEM = "item"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """A recognised row. `key` is its address part; `parent` the key of its printed ancestor."""

    key: str
    kind: RowKind
    lane: str = ""
    code: str = ""
    name: str = ""
    item: str = ""
    unit: str = ""
    parent: str | None = None
    leaf: bool = True
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a recognised table: the raw text at (row, column), and where it stands.

    `witness` is what a second reader saw there, where it saw something else; `unit` the unit of a
    column that has another than its table.
    """

    address: str
    lane: str
    row: str
    column: str
    raw: str
    location: Location
    figure: bool = True
    witness: str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid recognised as a statutory table.

    `columns` are the (lane, column) pairs found, `missing` the required ones that were not.
    `gaps` says, in words, what keeps the rows from having been read whole (a required row not
    found, a row that no wording knows); with none, a row that is not printed is blank. `ruled` is
    false where a part of it was printed without ruling lines. `instance` is, quoted, what tells
    one table from another where the form recurs, as once for each project.
    """

    id: str
    title: str
    unit: Unit
    columns: frozenset[tuple[str, str]]
    missing: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    gaps: tuple[str, ...]
    location: Location
    instance: str = ""
    ruled: bool = True

    @property
    def key(self) -> str:
        """The table as an address names it: its id, and which one where the form recurs."""
        return f"{self.id}{{{self.instance}}}" if self.instance else self.id


@dataclass(frozen=True, slots=True)
class Document:
    """A source recognised under a regime. `tables` are in the regime's order."""

    source: Source
    regime: str
    entity: str | None
    year: int | None
    unit: Unit
    tables: tuple[Table, ...]

    def table(self, table_id: str) -> Table | None:
        """Give the table of that id, or None where the document does not hold it."""
        return next((table for table in self.tables if table.id == table_id), None)


def table_of(address: str) -> str:
    """Give the table's key that an address begins with."""
    match = _TABLE.match(address)
    return match[0] if match else address


class Severity(StrEnum):
    """How heavy a finding weighs, the heaviest first; after 部门决算管理办法's kinds of review."""

    ERROR = "error"
    EXPLAIN = "explain"
    VERIFY = "verify"
    INFO = "info"


class Verdict(StrEnum):
    """What one rule says of one instance."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    FAILS = "fails"
    CANNOT_TELL = "cannot-tell"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Text:
    """One message in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell that an outcome rests on, with its part in it ("left", "right", "name" …)."""

    address: str
    role: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule on one instance.

    `actual` (the side that is stated) and `expected` (the side computed from the rest), the
    `residual` between them and the `slack` that printed places allow are decimal strings in
    `unit`, or None where the rule compares no amounts. `message` is what a finding would say.
    """

    rule: str
    instance: str
    verdict: Verdict
    cells: tuple[CellRef, ...] = ()
    formula: str = ""
    filled: str = ""
    actual: str | None = None
    expected: str | None = None
    residual: str | None = None
    slack: str | None = None
    unit: str = ""
    reason: str = ""
    message: Text | None = None

    @property
    def id(self) -> str:
        """The outcome's name within its document."""
        return f"{self.rule}@{self.instance}"


@dataclass(frozen=True, slots=True)
class FindingCell:
    """A cell as a finding shows it."""

    address: str
    raw: str
    value: str | None
    unit: str
    role: str
    location: Location


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader is told about one slip, with both sides and the place of every cell."""

    fingerprint: str
    rule: str
    severity: Severity
    type: str
    verdict: Verdict
    title: Text
    message: Text
    basis: tuple[str, ...]
    origin: str
    formula: str
    filled: str
    expected: str | None
    actual: str | None
    difference: str | None
    slack: str | None
    unit: str
    cells: tuple[FindingCell, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of outcomes and findings; `evaluated` is holds, rounding and fails together."""

    documents: int
    holds: int
    rounding: int
    fails: int
    cannot_tell: int
    not_applicable: int
    findings: Mapping[Severity, int]

    @property
    def evaluated(self) -> int:
        """How many outcomes compared what was read."""
        return self.holds + self.rounding + self.fails


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A figure as a report lists it, amounts as decimal strings in `unit`."""

    address: str
    raw: str
    value: str | None
    unit: str
    quantum: str | None
    state: State
    location: Location


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A recognised table as a report lists it."""

    id: str
    title: str
    rows: int
    location: Location


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything said of one document."""

    path: str
    sha256: str
    media_type: str
    regime: tuple[str, str] | None
    entity: str | None
    year: int | None
    kind: str
    unit: str
    tables: tuple[ReportTable, ...]
    findings: tuple[Finding, ...]
    figures: tuple[ReportFigure, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def success(self) -> bool:
        """Whether there is no finding of severity `error`."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    @property
    def statistics(self) -> Statistics:
        """The document's counts."""
        return count([self])


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as the catalogue and the reports print it."""

    id: str
    title: Text
    kind: str
    severity: Severity
    type: str
    why: Text
    basis: tuple[str, ...]
    formula: str
    help: str


@dataclass(frozen=True, slots=True)
class ReadError:
    """A file that could not be judged; `message` is one line, `status` the exit status it asks."""

    path: str
    code: str
    message: str
    status: int


@dataclass(frozen=True, slots=True)
class Report:
    """What `validate` gives: one entry a document, the rules applied, the files not judged."""

    documents: tuple[ReportDocument, ...] = ()
    errors: tuple[ReadError, ...] = ()
    rules: Mapping[str, RuleText] = field(default_factory=dict)

    @property
    def success(self) -> bool:
        """Whether every file was judged and no finding is of severity `error`."""
        return not self.errors and all(document.success for document in self.documents)

    @property
    def statistics(self) -> Statistics:
        """The counts over all documents."""
        return count(self.documents)


def count(documents: Iterable[ReportDocument]) -> Statistics:
    """Count the outcomes and findings of documents."""
    held = list(documents)
    verdicts = Counter(one.verdict for document in held for one in document.outcomes)
    severities = Counter(one.severity for document in held for one in document.findings)
    return Statistics(
        documents=len(held),
        holds=verdicts[Verdict.HOLDS],
        rounding=verdicts[Verdict.ROUNDING],
        fails=verdicts[Verdict.FAILS],
        cannot_tell=verdicts[Verdict.CANNOT_TELL],
        not_applicable=verdicts[Verdict.NOT_APPLICABLE],
        findings={severity: severities[severity] for severity in Severity},
    )
