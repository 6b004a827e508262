"""Workflow commands that GitHub shows as annotations, one line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.reports.place import file_of, relative, spelled, spots
from hebiao.reports.plain import visible
from hebiao.result import Severity

if TYPE_CHECKING:
    from hebiao.result import Finding, Report, ReportDocument

_COMMAND = {
    Severity.ERROR: "error",
    Severity.EXPLAIN: "warning",
    Severity.VERIFY: "warning",
    Severity.INFO: "notice",
}


def render(report: Report) -> str:
    """Give a command a finding, the heaviest first, and one for each file not judged.

    A finding known already is a notice. GitHub shows ten annotations of a level for a step.
    """
    weight = {severity: at for at, severity in enumerate(Severity)}
    found = [(finding, document) for document in report.documents for finding in document.findings]
    found.sort(key=lambda pair: (bool(pair[0].known), weight[pair[0].severity]))
    lines = [
        _command("error", {"file": relative(one.path), "title": one.code}, one.message)
        for one in report.errors
    ]
    lines += [_finding(finding, document) for finding, document in found]
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding, document: ReportDocument) -> str:
    first = spots(finding)[0]
    place = first.location
    title = f"{finding.rule} {finding.title.zh}"
    properties = {"file": relative(file_of(document, place)), "title": title}
    if place.line is not None:
        properties["line"] = str(place.line)
        if place.span is not None:
            start, end = place.span
            properties |= {"col": str(start + 1), "endColumn": str(max(end, start + 1))}
    where = spelled(place) if place.line is None else ""
    known = f"已知 known：{finding.known}" if finding.known else ""
    lines = (where, finding.message.zh, finding.message.en, finding.filled, known)
    name = "notice" if finding.known else _COMMAND[finding.severity]
    return _command(name, properties, "\n".join(line for line in lines if line))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {shown}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
