"""Check: run the table schemas, the linear system and the other kinds; gather the findings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hebiao import readings
from hebiao.cause import slips
from hebiao.cause.problem import problem_of
from hebiao.cover import cover_of
from hebiao.findings import explained_by, finding, findings_of
from hebiao.kinds import readable
from hebiao.kinds.case import Case
from hebiao.kinds.linear import outcome, rows
from hebiao.kinds.quotient import outcome as quotient_outcome
from hebiao.model import table_of
from hebiao.schema import failing_identities, table_faults
from hebiao.system import Linear, Quotient, compile_system, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.bind import Figures
    from hebiao.errors import SourceError
    from hebiao.model import Document
    from hebiao.regime.spec import Regime
    from hebiao.result import Cover, Finding, Outcome


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of a document; `figures` as they were taken, readings mended."""

    figures: Figures
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    cover: Cover


def check(figures: Figures, regime: Regime) -> Checked:
    """Give every outcome and every finding, in the order of the regime's rules."""
    case, outcomes = evaluate(figures, regime)
    problem = problem_of(case, outcomes)
    causes = explained_by(slips(problem, figures), problem, figures)
    findings = findings_of(outcomes, causes, case)
    misread = [one.cause for one in causes if readings.misread(one.cause, figures)]
    if not misread:
        return Checked(figures, outcomes, tuple(findings), cover_of(problem, figures))
    again = check(readings.as_seen(misread, figures), regime)
    told = (readings.told(finding) for finding in findings if finding.cause in misread)
    return replace(again, findings=(*told, *again.findings))


def evaluate(figures: Figures, regime: Regime) -> tuple[Case, tuple[Outcome, ...]]:
    """Run every rule: the solved case, and every outcome in the order of the rules."""
    case = Case(figures, regime, table_faults(figures, regime))
    linears, quotients, early = _instances(case)
    case, solved = _solved(replace(case, quotients=tuple(quotients)), linears)
    solved += [quotient_outcome(quotient, case) for quotient in quotients]
    judged = [
        one
        for rule in regime.rules
        if rule.by.judge is not None
        for one in rule.by.judge(rule, case)
    ]
    order = {rule.id: place for place, rule in enumerate(regime.rules)}
    outcomes = sorted([*early, *solved, *judged], key=lambda one: order[one.rule])
    return case, tuple(outcomes)


def _instances(case: Case) -> tuple[list[Linear], list[Quotient], list[Outcome]]:
    """The instances of identities and of rates, and the outcomes that need no solving."""
    linears: list[Linear] = []
    quotients: list[Quotient] = []
    early: list[Outcome] = []
    for rule in case.regime.rules:
        for instances in (rule.by.linear, rule.by.quotient):
            for given in instances(rule, case) if instances is not None else ():
                if isinstance(given, Linear):
                    linears.append(given)
                elif isinstance(given, Quotient):
                    quotients.append(given)
                else:
                    early.append(given)
    return linears, quotients, early


def _solved(case: Case, linears: list[Linear]) -> tuple[Case, list[Outcome]]:
    """Solve the system; the pandera schema of identities says which instances fail."""
    figures = case.figures.figures
    ledger = solve(
        compile_system(linears, len(figures)),
        np.array([figure.value for figure in figures], dtype=np.int64),
        np.array([figure.quantum for figure in figures], dtype=np.int64),
        np.array([figure.known for figure in figures], dtype=bool),
    )
    failing = failing_identities(ledger)
    case = replace(case, linears=tuple(linears), ledger=ledger)
    return case, [
        outcome(linear, solved, case)
        for linear, solved in zip(linears, rows(ledger, failing), strict=True)
    ]


def pages_in_doubt(
    document: Document, findings: Sequence[Finding], witness: str
) -> dict[str, frozenset[int]]:
    """Give, by file, the pages worth a second reading.

    With `witness` "doubtful" those of the tables that findings rest on or that were not read
    whole, "always" those of every table, "never" none. Only media with pages have any.
    """
    doubted = {table.key for table in document.tables if table.gaps or table.missing}
    doubted |= {table_of(cell.address) for finding in findings for cell in finding.cells}
    pages: dict[str, set[int]] = defaultdict(set)
    for table in document.tables:
        if witness == "always" or (witness == "doubtful" and table.key in doubted):
            for place in (entry.location for entry in table.entries):
                if place.page is not None:
                    pages[place.file or document.source.path].add(place.page)
    return {file: frozenset(found) for file, found in pages.items()}


def check_unread(name: str, error: SourceError, regime: Regime) -> tuple[Outcome, Finding] | None:
    """Give the finding on a file that is published but cannot be read, a scan say, else None."""
    rule = next((rule for rule in regime.rules if rule.kind == readable.KIND.name), None)
    if rule is None or error.code not in readable.CODES:
        return None
    outcome = readable.unread(rule, error.message)
    return outcome, finding(rule, outcome, (name,), (), regime)
