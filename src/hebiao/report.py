"""Report: what was read, found and not judged, put together for the formats to print."""

from __future__ import annotations

from dataclasses import replace
from hashlib import file_digest
from mimetypes import guess_type
from typing import TYPE_CHECKING

from hebiao.catalogue import Catalogue, served
from hebiao.figure import State
from hebiao.model import Unbound, Understood
from hebiao.regime.files import problem_types
from hebiao.result import Report, ReportDocument, ReportFigure, ReportTable, RuleText, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from hebiao.check import Checked
    from hebiao.model import Document
    from hebiao.regime.spec import Example, Regime, Rule
    from hebiao.result import Finding, Outcome, ReadError


_EVALUATED = frozenset({Verdict.HOLDS, Verdict.ROUNDING, Verdict.FAILS})


def document_report(checked: Checked, regime: Regime) -> ReportDocument:
    """Put one document's report together; figures are all those that are not blank."""
    figures = checked.figures
    document = figures.document
    return ReportDocument(
        path=document.source.path,
        sha256=document.source.sha256,
        media_type=document.source.media_type,
        regime=(regime.id, regime.version),
        entity=document.entity,
        year=document.year,
        kind=regime.kind,
        unit=document.unit.name,
        tables=tuple(
            ReportTable(table.key, table.title, len(table.rows), table.location)
            for table in document.tables
        ),
        findings=checked.findings,
        figures=tuple(
            ReportFigure(
                address=entry.address,
                raw=entry.raw,
                value=unit.text(figure.value) if figure.known else None,
                unit=unit.name,
                quantum=unit.text(figure.quantum) if figure.known else None,
                state=figure.state,
                location=entry.location,
            )
            for entry, figure, unit in zip(
                figures.entries, figures.figures, figures.units, strict=True
            )
            if figure.state is not State.BLANK
        ),
        outcomes=checked.outcomes,
        cover=checked.cover,
        narrative=_understood(document, checked.outcomes),
        document=document,
    )


def _understood(document: Document, outcomes: Sequence[Outcome]) -> Understood | None:
    """How much of the narrative is understood.

    A number is bound when it stands in an evaluated rule with a different figure.
    """
    if document.narrative is None:
        return None
    held: set[str] = set()
    for outcome in outcomes:
        cells = {cell.address for cell in outcome.cells}
        if outcome.verdict in _EVALUATED and len(cells) > 1:
            held |= cells
    entries = [entry for entry in document.narrative.entries if entry.figure and entry.raw]
    loose = [one for one in entries if one.address not in held]
    unbound = (
        *(Unbound(one.raw, one.address, "", one.location) for one in loose),
        *(Unbound(one.raw, "", one.sentence, one.location) for one in document.unread),
    )
    count = len(entries) + len(document.unread)
    return Understood(count, count - len(unbound), unbound)


def unread_report(path: Path, outcome: Outcome, finding: Finding) -> ReportDocument:
    """Put the report of a file together that is published but cannot be read."""
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
    return ReportDocument(
        path=str(path),
        sha256=digest,
        media_type=guess_type(path.name)[0] or "application/octet-stream",
        regime=None,
        entity=None,
        year=None,
        kind="",
        unit="",
        tables=(),
        findings=(finding,),
        figures=(),
        outcomes=(outcome,),
    )


def merged(reports: Iterable[Report]) -> Report:
    """Join reports into one, in their order."""
    documents: list[ReportDocument] = []
    errors: list[ReadError] = []
    rules: dict[str, RuleText] = {}
    for report in reports:
        documents += report.documents
        errors += report.errors
        rules |= report.rules
    return Report(tuple(documents), tuple(errors), rules)


def undrawn(report: Report) -> Report:
    """Give a report without the documents themselves, which only the page draws."""
    documents = tuple(replace(one, document=None) for one in report.documents)
    return replace(report, documents=documents)


def catalogue(regime: Regime) -> dict[str, RuleText]:
    """Give the regime's rules as they are printed, by id."""
    return {rule.id: _rule_text(rule, regime) for rule in regime.rules}


def whole_catalogue(regime: Regime) -> Catalogue:
    """Give the regime's catalogue: its rules, and how it reaches each problem type."""
    rules = catalogue(regime)
    return Catalogue(
        regime=regime.id,
        version=regime.version,
        title=regime.title,
        kind=regime.kind,
        years=(regime.first_year, regime.last_year),
        rules=rules,
        served=served(regime.kind, rules, problem_types()),
    )


def _rule_text(rule: Rule, regime: Regime) -> RuleText:
    basis = tuple(f"{regime.law[key].zh} / {regime.law[key].en}" for key in rule.basis)
    problem = problem_types()[rule.type].name
    lines = [
        f"# {rule.id} {rule.title.zh}",
        rule.title.en,
        f"{rule.type} {problem.zh} / {problem.en}",
        "## 为什么 Why",
        rule.why.zh,
        rule.why.en,
        "## 依据 Basis",
        "\n".join(f"- {text}" for text in basis),
        *([f"## 公式 Formula\n\n    {rule.formula}"] if rule.formula else []),
        "## 示例 Examples",
        "\n\n".join(_example_text(example) for example in rule.examples),
    ]
    return RuleText(
        id=rule.id,
        title=rule.title,
        kind=rule.kind,
        severity=rule.severity,
        type=rule.type,
        problem=problem,
        why=rule.why,
        basis=basis,
        formula=rule.formula,
        help="\n\n".join(lines) + "\n",
    )


def _example_text(example: Example) -> str:
    lines = [f"    {address} = {text or '（空）'}" for address, text in example.figures.items()]
    lines += [f"    {line}" for line in example.text.splitlines()]
    sides = ""
    if example.actual is not None:
        sides = f"：{example.actual}"
        if example.expected is not None:
            sides += f"，应为 should be {example.expected}"
    return f"{example.verdict}{sides}\n\n" + "\n".join(lines)
