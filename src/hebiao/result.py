"""What is said of documents: outcomes, findings, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hebiao.figure import State
    from hebiao.model import Document, Location, Understood


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
    """A cell that an outcome rests on, with its part in it ("left", "right" …)."""

    address: str
    role: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule on one instance.

    `actual` (stated), `expected` (computed), the `residual` between and the `slack` of printed
    places are decimal strings in `unit`, or None; `message` is what a finding would say.
    """

    rule: str
    instance: str
    verdict: Verdict
    cells: tuple[CellRef | FindingCell, ...] = ()
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
class Repair:
    """One figure of a repair: what is printed, and the value it would have to be.

    Decimal strings in `unit`; `should_be` keeps most identities exact, `low` and `high` bound it.
    """

    address: str
    raw: str
    printed: str | None
    should_be: str
    unit: str
    location: Location
    slip: Text = Text("", "")
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """What explains a group of failing outcomes: every minimal set of figures that mends it.

    `mends` counts outcomes; not `complete` where the search stopped at its bound.
    """

    group: str
    unique: bool
    repairs: tuple[tuple[Repair, ...], ...]
    mends: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """How many independent identities pin each printed figure of a document.

    The share of money is a decimal string of percent; `unpinned` lists the addresses of figures in
    which an error cannot be seen, `pins` how many identities pin each figure.
    """

    figures: int
    never: int
    once: int
    twice_or_more: int
    money_share_twice_or_more: str
    unpinned: tuple[str, ...]
    pins: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader is told about one slip, with both sides and the place of every cell.

    `known` says why it does not count against the gate (a baseline, a waiver), empty if new.
    """

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
    cause: Cause | None = None
    known: str = ""


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
    """Everything said of one document; `document` is what it was recognised as."""

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
    cover: Cover | None = None
    narrative: Understood | None = None
    document: Document | None = None

    @property
    def success(self) -> bool:
        """Whether no finding of severity `error` is new."""
        return all(one.known or one.severity is not Severity.ERROR for one in self.findings)

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
    problem: Text
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
        """Whether every file was judged and no finding of severity `error` is new."""
        return not self.errors and all(document.success for document in self.documents)

    @property
    def statistics(self) -> Statistics:
        """The counts over all documents."""
        return count(self.documents)


def count(documents: Iterable[ReportDocument]) -> Statistics:
    """Count the outcomes and findings of documents."""
    held = list(documents)
    verdicts = Counter(outcome.verdict for one in held for outcome in one.outcomes)
    severities = Counter(finding.severity for one in held for finding in one.findings)
    return Statistics(
        documents=len(held),
        holds=verdicts[Verdict.HOLDS],
        rounding=verdicts[Verdict.ROUNDING],
        fails=verdicts[Verdict.FAILS],
        cannot_tell=verdicts[Verdict.CANNOT_TELL],
        not_applicable=verdicts[Verdict.NOT_APPLICABLE],
        findings={severity: severities[severity] for severity in Severity},
    )
