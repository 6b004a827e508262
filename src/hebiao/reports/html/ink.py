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
    "doubtful" and "unreadable", "unread" where a number of the text is held to no other, "p0" to
    "p2" for how many identities pin it.
    """

    numbers: Mapping[str, int]
    styles: Mapping[str, str]
    findings: Mapping[str, int]
    figures: frozenset[str]

    def style(self, address: str) -> str:
        """Give the class of a stretch of text: what has no address is a number not read."""
        if not address:
            return "unread"
        return (
            f"{'' if address in self.figures else 'words '}{self.styles.get(address, '')}".strip()
        )


def ink(report: ReportDocument, aliases: Mapping[str, str]) -> Ink:
    """Give the marks of a document's figures; those of new findings go before those of known.

    An address in `aliases` is marked as the one it is known by.
    """
    findings: dict[str, int] = {}
    styles: dict[str, str] = {}
    for number, finding in sorted(enumerate(report.findings), key=lambda one: bool(one[1].known)):
        mark = "known" if finding.known else finding.severity.value
        for printed, _, root in places(finding):
            address = aliases.get(printed, printed)
            findings.setdefault(address, number)
            if address not in styles or (root and not finding.known):
                styles[address] = f"root {mark}" if root else mark
    for figure in report.figures:
        if figure.state in {"doubtful", "unreadable"}:
            address = aliases.get(figure.address, figure.address)
            styles[address] = f"{styles.get(address, '')} {figure.state}".strip()
    told = report.narrative
    for loose in told.unbound if told else ():
        if loose.address and loose.address not in aliases:
            styles[loose.address] = f"{styles.get(loose.address, '')} unread".strip()
    pins = report.cover.pins if report.cover else {}
    for address, count in pins.items():
        if address not in aliases:
            styles[address] = f"{styles.get(address, '')} p{min(count, 2)}".strip()
    entries = [e for t in (report.document.read if report.document else ()) for e in t.entries]
    named = dict.fromkeys([*(entry.address for entry in entries), *findings])
    numbers = {address: n for n, address in enumerate(a for a in named if a not in aliases)}
    return Ink(
        numbers=numbers | {a: numbers[other] for a, other in aliases.items()},
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
