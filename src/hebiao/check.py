"""Check: run the table schemas, the linear system and the other kinds; gather the findings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from hebiao.figure import State
from hebiao.kinds import readable
from hebiao.kinds.case import Case
from hebiao.kinds.linear import outcome, rows
from hebiao.kinds.quotient import outcome as quotient_outcome
from hebiao.model import Location, table_of
from hebiao.result import Finding, FindingCell, Outcome, Text
from hebiao.schema import failing_identities, table_faults
from hebiao.system import Linear, Quotient, compile_system, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.bind import Figures
    from hebiao.errors import SourceError
    from hebiao.model import Document
    from hebiao.regime.spec import Regime, Rule
    from hebiao.result import CellRef


def check(figures: Figures, regime: Regime) -> tuple[tuple[Outcome, ...], tuple[Finding, ...]]:
    """Give every outcome and every finding, in the order of the regime's rules."""
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
    rules = {rule.id: rule for rule in regime.rules}
    findings = tuple(_findings(outcomes, rules, figures, regime))
    return tuple(outcomes), findings


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
    return outcome, _finding(rule, outcome, (name,), (), regime)


def _findings(
    outcomes: list[Outcome], rules: dict[str, Rule], figures: Figures, regime: Regime
) -> Iterator[Finding]:
    document = figures.document
    for one in outcomes:
        if one.message is None:
            continue
        rule = rules[one.rule]
        identity = (document.entity, document.year, regime.id, one.rule, one.instance)
        cells = tuple(_cell(ref, figures) for ref in one.cells)
        finding = _finding(rule, one, identity, cells, regime)
        doubtful = any(
            figures.figures[number].state is State.DOUBTFUL
            for cell in cells
            if (number := figures.numbers.get(cell.address)) is not None
        )
        yield replace(finding, origin="reading") if doubtful else finding


def _finding(
    rule: Rule,
    one: Outcome,
    identity: tuple[object, ...],
    cells: tuple[FindingCell, ...],
    regime: Regime,
) -> Finding:
    """Make the finding; `identity` is what its fingerprint stands for, never line or page."""
    return Finding(
        fingerprint=sha256("\n".join(map(str, identity)).encode()).hexdigest()[:32],
        rule=one.rule,
        severity=rule.severity,
        type=rule.type,
        verdict=one.verdict,
        title=rule.title,
        message=one.message or rule.title,
        basis=tuple(_law(regime.law[key]) for key in rule.basis),
        origin="document",
        formula=one.formula,
        filled=one.filled,
        expected=one.expected,
        actual=one.actual,
        difference=one.residual,
        slack=one.slack,
        unit=one.unit,
        cells=cells,
        outcomes=(one.id,),
    )


def _law(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _cell(ref: CellRef, figures: Figures) -> FindingCell:
    number = figures.numbers.get(ref.address)
    if number is None:
        name = figures.names.get(ref.address)
        raw, place = (name.raw, name.location) if name is not None else ("", Location())
        return FindingCell(ref.address, raw, None, "", ref.role, place)
    entry, figure, unit = figures.entries[number], figures.figures[number], figures.units[number]
    value = unit.text(figure.value) if figure.state in {State.PRINTED, State.DOUBTFUL} else None
    return FindingCell(ref.address, entry.raw, value, unit.name, ref.role, entry.location)
