"""The SARIF 2.1.0 log: one run, findings as failing results, the rest summarised rule by rule.

GitHub shows the first 5,000 results of a run; what is beyond that is left out, the heaviest kept,
and a notification says how many of which kind.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hebiao.reports import sarif_place
from hebiao.reports.place import relative, spots
from hebiao.reports.plain import dumps, visible
from hebiao.reports.tally import tallies
from hebiao.result import Severity, Verdict
from hebiao.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.reports.tally import Tally
    from hebiao.result import Finding, Report, ReportDocument, RuleText, Text

SHOWN = 5_000
"""How many results of a run GitHub shows."""

RELATED = 100
"""How many locations of a result GitHub shows."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL = {
    Severity.ERROR: "error",
    Severity.EXPLAIN: "warning",
    Severity.VERIFY: "warning",
    Severity.INFO: "note",
}
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
_KIND = {
    Verdict.HOLDS: "pass",
    Verdict.ROUNDING: "pass",
    Verdict.FAILS: "fail",
    Verdict.CANNOT_TELL: "open",
    Verdict.NOT_APPLICABLE: "notApplicable",
}
_KINDS = ("fail", "open", "pass", "notApplicable")
_SAID = {
    "fail": ("不符", "do not hold"),
    "open": ("未能判断", "could not be told"),
    "pass": ("相符", "hold"),
    "notApplicable": ("不适用", "do not apply"),
}


def render(report: Report) -> str:
    """Give the report as a SARIF log, JSON text that ends in a new line."""
    return dumps(as_dict(report))


def as_dict(report: Report) -> dict[str, Any]:
    """Give the report as plain data."""
    order = {rule: at for at, rule in enumerate(report.rules)}
    results = _ordered(report, order)
    told = [_unjudged(one.path, one.code, one.message) for one in report.errors]
    told += _left_out(results[SHOWN:])
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "hebiao",
                        "version": VERSION,
                        "semanticVersion": VERSION,
                        "language": "zh-CN",
                        "rules": [_rule(rule) for rule in report.rules.values()],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": not report.errors,
                        "toolExecutionNotifications": told,
                    }
                ],
                "artifacts": [_artifact(document) for document in report.documents],
                "columnKind": "unicodeCodePoints",
                "results": results[:SHOWN],
            }
        ],
    }


def _ordered(report: Report, order: dict[str, int]) -> list[dict[str, Any]]:
    """Every result: findings by severity, then what is open, what holds, what does not apply."""
    weight = {severity: at for at, severity in enumerate(Severity)}
    found = [(finding, document) for document in report.documents for finding in document.findings]
    found.sort(key=lambda pair: weight[pair[0].severity])
    results = [_finding(finding, document, order) for finding, document in found]
    rest = [
        result
        for document in report.documents
        for tally in tallies(document, report.rules)
        for result in _summaries(tally, document, order)
    ]
    return results + sorted(rest, key=lambda one: _KINDS.index(one["kind"]))


def _rule(rule: RuleText) -> dict[str, Any]:
    level = _LEVEL[rule.severity]
    return {
        "id": rule.id,
        "shortDescription": {"text": visible(rule.title.zh)},
        "fullDescription": {"text": _both(rule.why)},
        "help": {"text": visible(rule.help), "markdown": visible(rule.help)},
        "defaultConfiguration": {"level": level},
        "properties": {
            "title_en": rule.title.en,
            "kind": rule.kind,
            "severity": rule.severity,
            "type": rule.type,
            "problem": {"zh": rule.problem.zh, "en": rule.problem.en},
            "basis": list(rule.basis),
            "formula": rule.formula,
            "problem.severity": _PROBLEM[level],
            "tags": [rule.type, rule.kind],
        },
    }


def _artifact(document: ReportDocument) -> dict[str, Any]:
    return {
        "location": sarif_place.file(document.path),
        "mimeType": document.media_type,
        "hashes": {"sha-256": document.sha256},
        "roles": ["analysisTarget"],
        "properties": {
            "regime": "@".join(document.regime) if document.regime else None,
            "entity": document.entity,
            "year": document.year,
            "unit": document.unit,
        },
    }


def _finding(finding: Finding, document: ReportDocument, order: dict[str, int]) -> dict[str, Any]:
    first, *others = spots(finding)
    result = {
        **_result(finding.rule, "fail", order),
        "level": _LEVEL[finding.severity],
        "message": sarif_place.message(_both(finding.message)),
        "locations": [sarif_place.location(first, document)],
        "relatedLocations": [
            {"id": number, **sarif_place.location(spot, document)}
            for number, spot in enumerate(others[: RELATED - 1], 1)
        ],
        # The second name is the one by which GitHub follows an alert from run to run.
        "partialFingerprints": {
            "hebiaoFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": finding.fingerprint,
        },
        "attachments": sarif_place.attachments([first, *others], document),
        "properties": {
            "severity": finding.severity,
            "type": finding.type,
            "verdict": finding.verdict,
            "origin": finding.origin,
            "formula": finding.formula,
            "filled": finding.filled,
            "actual": finding.actual,
            "expected": finding.expected,
            "difference": finding.difference,
            "slack": finding.slack,
            "unit": finding.unit,
        },
    }
    if finding.known:
        known = {"kind": "external", "status": "accepted", "justification": visible(finding.known)}
        result["suppressions"] = [known]
    return result


def _summaries(
    tally: Tally, document: ReportDocument, order: dict[str, int]
) -> Iterator[dict[str, Any]]:
    """A result for each kind of outcome of the rule that no finding tells of."""
    numbers: Counter[str] = Counter()
    for verdict, number in tally.verdicts.items():
        numbers[_KIND[verdict]] += number
    if tally.findings:
        del numbers["fail"]
    for kind, number in numbers.items():
        zh, en = _SAID[kind]
        text = f"{number} 项{zh} / {number} {en}"
        if kind == "open":
            text += f"：{tally.why()}"
        yield {
            **_result(tally.rule.id, kind, order),
            "level": _LEVEL[tally.rule.severity] if kind == "fail" else "none",
            "message": sarif_place.message(text),
            "locations": [{"physicalLocation": sarif_place.physical(document.path, None)}],
            "properties": {"outcomes": number},
        }


def _result(rule: str, kind: str, order: dict[str, int]) -> dict[str, Any]:
    index = {"ruleIndex": order[rule]} if rule in order else {}
    return {"ruleId": rule, **index, "kind": kind}


def _unjudged(path: str, code: str, message: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": sarif_place.message(f"{relative(path)}：{message}"),
        "locations": [{"physicalLocation": {"artifactLocation": sarif_place.file(path)}}],
        "descriptor": {"id": code},
    }


def _left_out(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = Counter(one["kind"] for one in results)
    shown = "，".join(f"{kind} {kinds[kind]}" for kind in _KINDS if kinds[kind])
    text = f"略去 {len(results)} 项结果：{shown} / {len(results)} results left out"
    told = {
        "level": "warning",
        "message": sarif_place.message(text),
        "descriptor": {"id": "left-out"},
    }
    return [told] if results else []


def _both(text: Text) -> str:
    return visible(f"{text.zh}\n{text.en}")
