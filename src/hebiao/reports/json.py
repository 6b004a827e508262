"""The JSON report: the contract, described by schemas/findings.schema.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hebiao.reports.plain import dumps
from hebiao.version import VERSION

if TYPE_CHECKING:
    from hebiao.model import Location
    from hebiao.result import (
        Cause,
        Cover,
        Finding,
        Outcome,
        Repair,
        Report,
        ReportDocument,
        RuleText,
        Statistics,
        Text,
    )

SCHEMA = "hebiao-report/1"


def render(report: Report) -> str:
    """Give the report as one JSON document, indented, in UTF-8 text that ends in a new line."""
    return dumps(as_dict(report))


def as_dict(report: Report) -> dict[str, Any]:
    """Give the report as plain data."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "hebiao", "version": VERSION},
        "success": report.success,
        "statistics": _statistics(report.statistics),
        "rules": [rule_dict(rule) for rule in report.rules.values()],
        "documents": [_document(document) for document in report.documents],
        "errors": [
            {"path": error.path, "code": error.code, "message": error.message}
            for error in report.errors
        ],
    }


def _statistics(counts: Statistics) -> dict[str, Any]:
    return {
        "documents": counts.documents,
        "evaluated": counts.evaluated,
        "holds": counts.holds,
        "rounding": counts.rounding,
        "fails": counts.fails,
        "cannot_tell": counts.cannot_tell,
        "not_applicable": counts.not_applicable,
        "findings": {str(key): value for key, value in counts.findings.items()},
    }


def rule_dict(rule: RuleText) -> dict[str, Any]:
    """Give a rule as plain data."""
    return {
        "id": rule.id,
        "title": _text(rule.title),
        "kind": rule.kind,
        "severity": str(rule.severity),
        "type": rule.type,
        "why": _text(rule.why),
        "basis": list(rule.basis),
        "formula": rule.formula,
        "help": rule.help,
    }


def _document(document: ReportDocument) -> dict[str, Any]:
    regime = document.regime
    return {
        "source": {
            "path": document.path,
            "sha256": document.sha256,
            "media_type": document.media_type,
        },
        "regime": {"id": regime[0], "version": regime[1]} if regime else None,
        "entity": document.entity,
        "year": document.year,
        "kind": document.kind,
        "unit": document.unit,
        "success": document.success,
        "tables": [
            {
                "id": table.id,
                "title": table.title,
                "rows": table.rows,
                "location": _location(table.location),
            }
            for table in document.tables
        ],
        "statistics": _statistics(document.statistics),
        "findings": [_finding(finding) for finding in document.findings],
        "figures": [
            {
                "address": figure.address,
                "raw": figure.raw,
                "value": figure.value,
                "unit": figure.unit,
                "quantum": figure.quantum,
                "state": str(figure.state),
                "location": _location(figure.location),
            }
            for figure in document.figures
        ],
        "outcomes": [_outcome(outcome) for outcome in document.outcomes],
        "cover": _cover(document.cover) if document.cover is not None else None,
        "narrative": _narrative(document),
    }


def _narrative(document: ReportDocument) -> dict[str, Any] | None:
    told = document.narrative
    if told is None:
        return None
    return {
        "figures": told.figures,
        "bound": told.bound,
        "unbound": [
            {
                "raw": one.raw,
                "address": one.address,
                "sentence": one.sentence,
                "location": _location(one.location),
            }
            for one in told.unbound
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "type": finding.type,
        "verdict": str(finding.verdict),
        "title": _text(finding.title),
        "message": _text(finding.message),
        "basis": list(finding.basis),
        "origin": finding.origin,
        "formula": finding.formula,
        "filled": finding.filled,
        "expected": finding.expected,
        "actual": finding.actual,
        "difference": finding.difference,
        "slack": finding.slack,
        "unit": finding.unit,
        "cells": [
            {
                "address": cell.address,
                "raw": cell.raw,
                "value": cell.value,
                "unit": cell.unit,
                "role": cell.role,
                "location": _location(cell.location),
            }
            for cell in finding.cells
        ],
        "outcomes": list(finding.outcomes),
        "known": finding.known,
        "cause": _cause(finding.cause) if finding.cause is not None else None,
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "group": cause.group,
        "unique": cause.unique,
        "repairs": [[_repair(one) for one in repair] for repair in cause.repairs],
        "mends": cause.mends,
        "complete": cause.complete,
    }


def _repair(one: Repair) -> dict[str, Any]:
    return {
        "address": one.address,
        "raw": one.raw,
        "printed": one.printed,
        "should_be": one.should_be,
        "low": one.low,
        "high": one.high,
        "unit": one.unit,
        "slip": _text(one.slip) if one.slip.zh else None,
        "location": _location(one.location),
    }


def _cover(cover: Cover) -> dict[str, Any]:
    return {
        "figures": cover.figures,
        "never": cover.never,
        "once": cover.once,
        "twice_or_more": cover.twice_or_more,
        "money_share_twice_or_more": cover.money_share_twice_or_more,
        "unpinned": list(cover.unpinned),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "rule": outcome.rule,
        "instance": outcome.instance,
        "verdict": str(outcome.verdict),
        "residual": outcome.residual,
        "slack": outcome.slack,
        "reason": outcome.reason,
        "cells": [cell.address for cell in outcome.cells],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _location(location: Location) -> dict[str, Any]:
    """Only the parts that the medium has."""
    found = asdict(location).items()
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in found
        if value is not None
    }
