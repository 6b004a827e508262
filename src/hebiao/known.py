"""Findings that are known: a baseline and waivers, read, and held against a report."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from hebiao.errors import UsageError
from hebiao.regime.files import check_schema, json_schema, read_toml
from hebiao.reports.plain import dumps
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from hebiao.result import Finding, Report

SCHEMA = "hebiao-baseline/1"
BASELINE = "基线 baseline"
"""What `Finding.known` says of a finding in the baseline."""

_LARGEST = 64 * 2**20

Whose = tuple[str | None, int | None]
"""A document's body and year."""

Sides = tuple[str | None, str | None]
"""What a finding says of its figures: actual and expected."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody decided to live with, `until` that day included.

    Where `entity` or `year` say whose document it is about, it is missed only where that was
    judged.
    """

    fingerprint: str
    reason: str
    who: str
    until: date
    entity: str | None = None
    year: int | None = None


def with_known(
    report: Report, baseline: Mapping[str, Sides], waivers: Sequence[Waiver], today: date
) -> Report:
    """Mark the findings that are known; a waiver in force goes before the baseline.

    What the baseline holds with other figures is another fault in the same place, so it is new.
    """
    live = {waiver.fingerprint: waiver for waiver in waivers if today <= waiver.until}

    def marked(finding: Finding) -> Finding:
        waiver = live.get(finding.fingerprint)
        if waiver is not None:
            said = f"{waiver.reason}，{waiver.who}，至 until {waiver.until}"
            return replace(finding, known=f"豁免 waived：{said}")
        same = baseline.get(finding.fingerprint) == (finding.actual, finding.expected)
        return replace(finding, known=BASELINE) if same else finding

    documents = tuple(
        replace(document, findings=tuple(map(marked, document.findings)))
        for document in report.documents
    )
    return replace(report, documents=documents)


def notes(
    waivers: Sequence[Waiver], judged: Mapping[Whose, Collection[str]], today: date
) -> Iterator[Text]:
    """Say of each waiver that its day is over, or that nothing is found where it looks.

    `judged` gives the fingerprints found in the documents of a body and year.
    """
    for waiver in waivers:
        whose = f"（{waiver.who}：{waiver.reason}）"
        meant = [found for key, found in judged.items() if _is_of(key, waiver)]
        if today > waiver.until:
            yield Text(
                f"豁免 {waiver.fingerprint} 已于 {waiver.until} 到期，请改正或续期{whose}",
                f"this waiver ended on {waiver.until}: mend the figure or renew it",
            )
        elif meant and not any(waiver.fingerprint in found for found in meant):
            yield Text(
                f"豁免 {waiver.fingerprint} 没有对应的发现，可以删去{whose}",
                "this waiver matches no finding: take it out",
            )


def _is_of(whose: Whose, waiver: Waiver) -> bool:
    return waiver.entity in {None, whose[0]} and waiver.year in {None, whose[1]}


def baseline_text(report: Report) -> str:
    """Give every finding of a report as the JSON text of a baseline, in a stable order."""
    entries = {
        finding.fingerprint: {
            "fingerprint": finding.fingerprint,
            "document": {
                "entity": document.entity,
                "year": document.year,
                "regime": document.regime[0] if document.regime else None,
            },
            "rule": finding.rule,
            "message": {"zh": finding.message.zh, "en": finding.message.en},
            "actual": finding.actual,
            "expected": finding.expected,
        }
        for document in report.documents
        for finding in document.findings
    }
    findings = sorted(entries.values(), key=_order)
    return dumps({"schema": SCHEMA, "findings": findings})


def _order(entry: dict[str, Any]) -> tuple[str, ...]:
    document = entry["document"]
    whose = tuple(str(document[key]) for key in ("entity", "year", "regime"))
    return (*whose, entry["rule"], entry["fingerprint"])


def read_baseline(path: Path) -> dict[str, Sides]:
    """Read a baseline by fingerprint; an error that names file and place if it is none."""
    content = read_json(path)
    check_schema(content, json_schema("baseline"), path)
    return {one["fingerprint"]: (one["actual"], one["expected"]) for one in content["findings"]}


def read_json(path: Path) -> Any:
    """Read a JSON file that a person names; `UsageError` with file and place where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError("too-large", f"{path}：文件超过 64 MiB / file larger than 64 MiB")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(
            "not-found", f"{path}：读不到 / cannot be read: {error.strerror}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("json", f"{path}：不是 JSON / not JSON: {error}") from error


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read a file of waivers; an error that names file, place and the nearest key if it is none."""
    content = _plain(read_toml(path))
    check_schema(content, json_schema("waivers"), path)
    waivers: dict[str, Waiver] = {}
    for at, raw in enumerate(content.get("waiver", [])):
        try:
            until = date.fromisoformat(raw["until"])
        except ValueError as error:
            raise UsageError(
                "date", f"{path}：waiver[{at}].until：没有这一天「{raw['until']}」 / no such day"
            ) from error
        if raw["fingerprint"] in waivers:
            raise UsageError(
                "duplicate",
                f"{path}：waiver[{at}].fingerprint：{raw['fingerprint']} 已有豁免 / "
                "this finding is waived already",
            )
        said = {key: _inert(raw[key]) for key in ("reason", "who")}
        waivers[raw["fingerprint"]] = Waiver(**raw | said | {"until": until})
    return tuple(waivers.values())


def _inert(text: str) -> str:
    """Text for one line of a terminal: white space folded, nothing that steers it."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _plain(value: Any) -> Any:
    """TOML's dates as text, which is what a JSON Schema knows."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, datetime) else value
