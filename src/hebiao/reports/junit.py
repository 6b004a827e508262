"""JUnit XML: a suite a document, a case a rule.

A case fails where a finding counts against the document (no hint, not known already), and is
skipped where an instance could not be told or none applies; hints and known findings are its
output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hebiao.reports.place import spelled, spots
from hebiao.reports.plain import one_line, visible
from hebiao.reports.tally import counts, tallies
from hebiao.result import Verdict

if TYPE_CHECKING:
    from hebiao.reports.tally import Tally
    from hebiao.result import Finding, ReadError, Report, ReportDocument, RuleText

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}
"""The attribute that counts the cases, and the element each of those has."""


def render(report: Report) -> str:
    """Give the report as an XML document that ends in a new line."""
    root = Element("testsuites", name="hebiao")
    for document in report.documents:
        _suite(root, document, dict(report.rules))
    for error in report.errors:
        _unjudged(root, error)
    totals = {key: sum(int(suite.get(key, "0")) for suite in root) for key in ("tests", *_COUNTED)}
    for key in ("tests", "failures", "errors"):
        root.set(key, str(totals[key]))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, document: ReportDocument, rules: dict[str, RuleText]) -> None:
    suite = SubElement(root, "testsuite", name=visible(document.path))
    facts = {
        "regime": "@".join(document.regime or ()),
        "entity": document.entity or "",
        "year": str(document.year or ""),
        "sha256": document.sha256,
    }
    properties = SubElement(suite, "properties")
    for key, value in facts.items():
        SubElement(properties, "property", name=key, value=visible(value))
    for tally in tallies(document, rules):
        _case(suite, tally, document)
    _count(suite)


def _case(suite: Element, tally: Tally, document: ReportDocument) -> None:
    rule = tally.rule
    case = SubElement(
        suite,
        "testcase",
        name=one_line(f"{rule.id} {rule.title.zh}"),
        classname=f"{document.regime[0] if document.regime else 'hebiao'}.{rule.kind}",
    )
    for finding in tally.counted:
        message = visible(f"{finding.message.zh} / {finding.message.en}")
        failure = SubElement(case, "failure", type=finding.severity, message=message)
        failure.text = _told(finding)
    skipped = _skipped(tally)
    if skipped and not tally.counted:
        SubElement(case, "skipped", message=skipped)
    rest = [finding for finding in tally.findings if not counts(finding)]
    if rest:
        SubElement(case, "system-out").text = "\n\n".join(_told(finding) for finding in rest)


def _skipped(tally: Tally) -> str:
    """Why a case does not pass though nothing fails; empty where it does."""
    if tally.verdicts[Verdict.CANNOT_TELL]:
        return one_line(f"未能判断 cannot tell：{tally.why()}")
    return "" if tally.evaluated or tally.findings else "不适用 not applicable"


def _told(finding: Finding) -> str:
    """The finding in full: both sides, the law, and every cell with its place."""
    lines = [
        f"{finding.severity}  {finding.rule}  {finding.type}",
        finding.message.zh,
        finding.message.en,
        finding.filled,
        *(f"依据 basis：{law}" for law in finding.basis),
        *(
            f"{spelled(spot.location)}  {spot.address}  {one_line(spot.raw) or '空 blank'}".strip()
            for spot in spots(finding)
            if spot.address
        ),
        f"已知 known：{finding.known}" if finding.known else "",
    ]
    return visible("\n".join(line for line in lines if line))


def _unjudged(root: Element, error: ReadError) -> None:
    suite = SubElement(root, "testsuite", name=visible(error.path))
    case = SubElement(suite, "testcase", name=error.code, classname="hebiao.read")
    SubElement(case, "error", type=error.code, message=one_line(error.message))
    _count(suite)


def _count(suite: Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for attribute, name in _COUNTED.items():
        suite.set(attribute, str(sum(case.find(name) is not None for case in cases)))
