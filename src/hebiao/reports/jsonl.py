"""JSON lines: the JSON report of one document a line, as documents finish."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.reports.json import as_dict
from hebiao.reports.plain import dumps
from hebiao.result import Report

if TYPE_CHECKING:
    from collections.abc import Iterator


def render(report: Report) -> str:
    """Give a line a document, with the errors of its file, and one for each error left.

    A line is a report by itself; of the rules it holds those that its findings rest on.
    """
    return "".join(dumps(as_dict(one), indent=None) for one in _apart(report))


def _apart(report: Report) -> Iterator[Report]:
    told = {document.path for document in report.documents}
    for document in report.documents:
        named = {finding.rule for finding in document.findings}
        resting = {one for finding in document.findings for one in finding.outcomes}
        named |= {outcome.rule for outcome in document.outcomes if outcome.id in resting}
        yield replace(
            report,
            documents=(document,),
            errors=tuple(error for error in report.errors if error.path == document.path),
            rules={rule: text for rule, text in report.rules.items() if rule in named},
        )
    for error in report.errors:
        if error.path not in told:
            yield Report(errors=(error,))
