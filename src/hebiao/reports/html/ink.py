"""How each figure of a document is marked on its page: number, class, finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hebiao.model import Location
    from hebiao.result import Finding, ReportDocument


@dataclass(frozen=True)
class Ink:
    """By address: its number in the page, its class, the number of its finding; the figures.

    Classes: a finding's severity or "known", "root" with it where the figure itself is named,
    "doubtful" and "unreadable", "p0" to "p2" for how many identities pin it.
    """

    numbers: Mapping[str, int]
    styles: Mapping[str, str]
    findings: Mapping[str, int]
    figures: frozenset[str]


def ink(report: ReportDocument) -> Ink:
    """Give the marks of a document's figures; those of the first finding on each go before."""
    findings: dict[str, int] = {}
    styles: dict[str, str] = {}
    for number, finding in enumerate(report.findings):
        mark = "known" if finding.known else finding.severity.value
        for address, _, root in places(finding):
            findings.setdefault(address, number)
            if root or address not in styles:
                styles[address] = f"root {mark}" if root else mark
    for figure in report.figures:
        if figure.state in {"doubtful", "unreadable"}:
            styles[figure.address] = f"{styles.get(figure.address, '')} {figure.state}".strip()
    for address, count in (report.cover.pins if report.cover else {}).items():
        styles[address] = f"{styles.get(address, '')} p{min(count, 2)}".strip()
    entries = [e for t in (report.document.tables if report.document else ()) for e in t.entries]
    addresses = dict.fromkeys([*(entry.address for entry in entries), *findings])
    return Ink(
        numbers={address: number for number, address in enumerate(addresses)},
        styles=styles,
        findings=findings,
        figures=frozenset(entry.address for entry in entries if entry.figure),
    )


def places(finding: Finding) -> Iterator[tuple[str, Location, bool]]:
    """Give the figures of a finding: address, place, whether it is the one that is named.

    Where the cause is known those of its repairs are; else those that the rest is held against.
    """
    repairs = finding.cause.repairs if finding.cause else ()
    named = {repair.address: repair.location for each in repairs for repair in each}
    yield from ((address, place, True) for address, place in named.items())
    for cell in finding.cells:
        if cell.address not in named:
            yield cell.address, cell.location, not named and cell.role != "right"
