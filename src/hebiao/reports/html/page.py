"""The page of one document: one file that opens offline, with everything it needs in it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hebiao.reports.html.network import network
from hebiao.reports.html.stories import groups
from hebiao.reports.html.view import view
from hebiao.reports.plain import visible
from hebiao.result import Severity, Verdict
from hebiao.version import VERSION

if TYPE_CHECKING:
    from hebiao.reports.html.view import View
    from hebiao.result import Report, ReportDocument

HERE = Path(__file__).parent / "templates"

SEVERITIES = {
    Severity.ERROR: ("错误", "Error"),
    Severity.EXPLAIN: ("须说明", "To explain"),
    Severity.VERIFY: ("待核实", "To verify"),
    Severity.INFO: ("提示", "Note"),
}
VERDICTS = {
    Verdict.HOLDS: ("相符", "hold"),
    Verdict.ROUNDING: ("舍入", "rounding"),
    Verdict.FAILS: ("不符", "fail"),
    Verdict.CANNOT_TELL: ("未能判断", "cannot tell"),
    Verdict.NOT_APPLICABLE: ("不适用", "not applicable"),
}
KINDS = {"budget": ("预算", "budget"), "final-accounts": ("决算", "final accounts")}


def page(report: Report, home: str = "") -> str:
    """Give the page of a report of one document, or of one that could not be judged.

    `home` is the address of the index it belongs to. Raises `ValueError` for several documents.
    """
    if len(report.documents) > 1:
        raise ValueError(f"{len(report.documents)} documents, and a page holds one")
    document = report.documents[0] if report.documents else None
    held = _held(report, document) if document else {}
    return rendered("page", report=report, document=document, home=home, **held)


def _held(report: Report, document: ReportDocument) -> dict[str, Any]:
    """What the template fills in for a document."""
    shown = view(document)
    found = groups(report, document, shown)
    tables = {one for group in found for story in group.stories for one in story.tables}
    keys = [drawing.table.key for drawing in shown.drawings]
    order = dict.fromkeys([*(key for key in keys if key in tables), *sorted(tables)])
    return {
        "view": shown,
        "groups": found,
        "map": network(document),
        "reasons": _reasons(document),
        "told": document.narrative,
        "data": _data(report, document, shown),
        "types": {rule.type: rule.problem for rule in report.rules.values()},
        "names": {number: address for address, number in shown.numbers.items()},
        "filters": {table: number for number, table in enumerate(order)},
        "anchors": {one.table.id: f"t{one.number}" for one in reversed(shown.drawings)},
    }


def rendered(name: str, **values: Any) -> str:
    """Fill the template of that name, with its style and script and the policy that names them."""
    style, script = _inlined(name)
    return (
        _environment()
        .get_template(f"{name}.html")
        .render(
            values,
            style=style,
            script=script,
            policy=_policy(style, script),
            version=VERSION,
            severities=SEVERITIES,
            verdicts=VERDICTS,
            kinds=KINDS,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )


def _harmless(value: Any) -> Any:
    """What a document's text may hide or steer a display with is spelled out, wherever it goes."""
    return visible(value) if type(value) is str else value


@cache
def _inlined(name: str) -> tuple[Markup, Markup]:
    """The style and the script of a page: what all pages share, and its own."""

    def joined(kind: str) -> Markup:
        files = (HERE / f"{one}.{kind}" for one in ("common", name))
        # Of the package itself, not of a document.
        return Markup("\n".join(one.read_text("utf-8") for one in files))  # noqa: S704

    return joined("css"), joined("js")


@cache
def _policy(style: str, script: str) -> str:
    """A content security policy under which no other style or script runs."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'"
    )


def _reasons(document: ReportDocument) -> list[tuple[str, int]]:
    """Why outcomes could not be told, the commonest first."""
    unknown = (one for one in document.outcomes if one.verdict is Verdict.CANNOT_TELL)
    return Counter(one.reason for one in unknown).most_common()


def _data(report: Report, document: ReportDocument, shown: View) -> Markup:
    """The identities of each figure, for the script to show: plain data, inert in its element."""
    rules: dict[str, int] = {}
    outcomes: list[tuple[Any, ...]] = []
    cells: dict[int, list[int]] = {}
    for one in document.outcomes:
        if one.verdict is Verdict.NOT_APPLICABLE:
            continue
        held = [shown.numbers[c.address] for c in one.cells if c.address in shown.numbers]
        for cell in held:
            cells.setdefault(cell, []).append(len(outcomes))
        rule = rules.setdefault(one.rule, len(rules))
        said = one.filled or one.reason
        outcomes.append(
            (one.verdict.value, rule, visible(said), one.residual or "", one.unit, held)
        )
    titles = [
        (rule, report.rules[rule].title.zh, report.rules[rule].title.en)
        if rule in report.rules
        else (rule, rule, rule)
        for rule in rules
    ]
    text = json.dumps(
        {"rules": titles, "outcomes": outcomes, "cells": cells},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  holds no markup any more
