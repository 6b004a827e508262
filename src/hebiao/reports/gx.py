"""A Great Expectations 1.x suite validation result: one expectation a rule and document.

An expectation is met where no finding counts against the document (a hint does not, nor does one
known already); `success` of an expectation is null where an instance could not be told. A rule
that does not apply has no expectation. As in Great Expectations, the suite succeeds where every
expectation that could be told is met.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hebiao.reports.plain import dumps, visible
from hebiao.reports.tally import tallies
from hebiao.result import Severity, Verdict
from hebiao.version import VERSION

if TYPE_CHECKING:
    from hebiao.reports.tally import Tally
    from hebiao.result import Finding, ReadError, Report, ReportDocument, RuleText

TYPES = {
    "allocation": "expect_spending_to_be_under_its_class",
    "completion": "expect_completion_to_follow_from_the_target",
    "copies": "expect_copies_to_be_the_same",
    "depth": "expect_codes_to_go_down_to_their_last_level",
    "joint": "expect_roundings_to_hold_at_once",
    "identity": "expect_identity_to_hold",
    "implies": "expect_implication_to_hold",
    "keys": "expect_keys_to_match",
    "listing": "expect_listed_names_to_be_those_of_the_table",
    "names": "expect_names_to_match_their_codes",
    "outline": "expect_outline_to_be_in_order",
    "pattern": "expect_text_to_match_pattern",
    "personal": "expect_no_personal_number",
    "presence": "expect_what_is_required_to_be_present",
    "ratio": "expect_ratio_to_be_within_its_interval",
    "readable": "expect_file_to_be_readable",
    "reason": "expect_reason_to_fit_the_change",
    "rollup": "expect_rows_to_add_up_to_their_parents",
    "statement": "expect_statement_to_agree_with_the_tables",
    "structure": "expect_table_to_match_its_form",
    "targets": "expect_targets_to_have_operator_number_and_unit",
}
"""The type of expectation of each rule kind."""

_SEVERITY = {
    Severity.ERROR: "critical",
    Severity.EXPLAIN: "warning",
    Severity.VERIFY: "warning",
    Severity.INFO: "info",
}


def render(report: Report) -> str:
    """Give the report as JSON text that `ExpectationSuiteValidationResult` is loaded from."""
    return dumps(as_dict(report))


def as_dict(report: Report) -> dict[str, Any]:
    """Give the report as plain data."""
    results = [
        _result(tally, document)
        for document in report.documents
        for tally in tallies(document, report.rules)
        if tally.evaluated or tally.counted or tally.verdicts[Verdict.CANNOT_TELL]
    ]
    results += [_unjudged(error) for error in report.errors]
    met = sum(one["success"] is True for one in results)
    unmet = sum(one["success"] is False for one in results)
    regimes = sorted({"@".join(one.regime) for one in report.documents if one.regime})
    return {
        "success": not unmet,
        "suite_name": "hebiao" + "".join(f" {regime}" for regime in regimes),
        "results": results,
        "suite_parameters": {},
        "statistics": {
            "evaluated_expectations": met + unmet,
            "successful_expectations": met,
            "unsuccessful_expectations": unmet,
            "success_percent": 100 * met / (met + unmet) if met + unmet else None,
        },
        "meta": {
            "hebiao_version": VERSION,
            "untold_expectations": len(results) - met - unmet,
            "documents": [
                {
                    "path": document.path,
                    "sha256": document.sha256,
                    "regime": "@".join(document.regime) if document.regime else None,
                    "entity": document.entity,
                    "year": document.year,
                }
                for document in report.documents
            ],
        },
    }


def expectation_type(kind: str) -> str:
    """Give the type of expectation of a rule kind, of one from elsewhere by its name.

    >>> expectation_type("identity"), expectation_type("Land-use")
    ('expect_identity_to_hold', 'expect_land_use_to_hold')
    """
    snake = re.sub(r"\W+", "_", kind, flags=re.ASCII).strip("_").lower()
    return TYPES.get(kind) or f"expect_{snake or 'rule'}_to_hold"


def _result(tally: Tally, document: ReportDocument) -> dict[str, Any]:
    success = None if tally.verdicts[Verdict.CANNOT_TELL] else True
    failing = len({one for finding in tally.counted for one in finding.outcomes})
    elements = max(tally.evaluated, failing)
    return {
        "success": False if tally.counted else success,
        "expectation_config": _config(tally.rule, document),
        "result": {
            "observed_value": failing,
            "element_count": elements,
            "unexpected_count": failing,
            "unexpected_percent": 100 * failing / elements if elements else 0.0,
            "details": {
                "outcomes": {str(key): number for key, number in tally.verdicts.items()},
                "reasons": dict(tally.reasons),
                "findings": [_finding(finding) for finding in tally.findings],
            },
        },
        "meta": {},
        "exception_info": _raised(None),
    }


def _config(rule: RuleText, document: ReportDocument) -> dict[str, Any]:
    return {
        "type": expectation_type(rule.kind),
        "kwargs": {"document": document.path, "rule": rule.id, "formula": rule.formula},
        "severity": _SEVERITY[rule.severity],
        "description": f"{rule.title.zh} / {rule.title.en}",
        "meta": {
            "kind": rule.kind,
            "severity": rule.severity,
            "type": rule.type,
            "why": {"zh": rule.why.zh, "en": rule.why.en},
            "basis": list(rule.basis),
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": {"zh": visible(finding.message.zh), "en": visible(finding.message.en)},
        "filled": visible(finding.filled),
        "observed_value": finding.actual,
        "expected_value": finding.expected,
        "difference": finding.difference,
        "unit": finding.unit,
        "cells": [{"address": cell.address, "raw": cell.raw} for cell in finding.cells],
        "known": finding.known,
    }


def _unjudged(error: ReadError) -> dict[str, Any]:
    return {
        "success": False,
        "expectation_config": {
            "type": TYPES["readable"],
            "kwargs": {"document": error.path},
            "severity": "critical",
            "meta": {"code": error.code},
        },
        "result": {},
        "meta": {},
        "exception_info": _raised(visible(error.message)),
    }


def _raised(message: str | None) -> dict[str, Any]:
    return {
        "raised_exception": message is not None,
        "exception_message": message,
        "exception_traceback": None,
    }
