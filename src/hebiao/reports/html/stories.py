"""The findings of a page, grouped by what caused them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hebiao.model import table_of
from hebiao.result import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.model import Location
    from hebiao.reports.html.view import Sheet, View
    from hebiao.result import Cause, Finding, Outcome, Report, ReportDocument, RuleText

ABOVE = 40.0
"""Points of the page shown above and below a figure."""


@dataclass(frozen=True, slots=True)
class Link:
    """A figure of a finding: address, printed text, part, place, and where in the page it is."""

    address: str
    raw: str
    role: str
    location: Location
    target: str


class Crop(NamedTuple):
    """A strip of a page's picture: the sheet's number, what is shown, the boxes around figures."""

    sheet: int
    view: tuple[float, float, float, float]
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A finding with its rule, links to its figures, the identities that fail with it."""

    number: int
    finding: Finding
    rule: RuleText | None
    links: tuple[Link, ...]
    outcomes: tuple[Outcome, ...]
    tables: tuple[str, ...]
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one cause; `repairs` are its links, a tuple for each way to mend it."""

    cause: Cause | None
    repairs: tuple[tuple[Link, ...], ...]
    stories: tuple[Story, ...]


def groups(report: Report, document: ReportDocument, view: View) -> tuple[Group, ...]:
    """Give the groups: new findings before known ones, heavier before lighter, then in order."""
    outcomes = {one.id: one for one in document.outcomes}
    targets = _targets(document, view)
    held: dict[object, list[Story]] = {}
    for number, finding in enumerate(document.findings):
        key = finding.cause.group if finding.cause else number
        story = _story(number, finding, report.rules, outcomes, targets, view.sheets)
        held.setdefault((key, bool(finding.known)), []).append(story)
    return tuple(sorted((_group(stories, targets) for stories in held.values()), key=_weight))


def _group(stories: list[Story], targets: Mapping[str, str]) -> Group:
    cause = stories[0].finding.cause
    repairs = tuple(
        tuple(
            Link(one.address, one.raw, "", one.location, targets.get(one.address, ""))
            for one in repair
        )
        for repair in (cause.repairs if cause else ())
    )
    return Group(cause, repairs, tuple(stories))


def _weight(group: Group) -> tuple[bool, int]:
    found = [story.finding for story in group.stories]
    return bool(found[0].known), min(list(Severity).index(one.severity) for one in found)


def _story(
    number: int,
    finding: Finding,
    rules: Mapping[str, RuleText],
    outcomes: Mapping[str, Outcome],
    targets: Mapping[str, str],
    sheets: tuple[Sheet, ...],
) -> Story:
    links = tuple(
        Link(cell.address, cell.raw, cell.role, cell.location, targets[cell.address])
        for cell in finding.cells
    )
    tables = dict.fromkeys(table_of(cell.address) for cell in finding.cells)
    return Story(
        number,
        finding,
        rules.get(finding.rule),
        links,
        tuple(outcomes[one] for one in finding.outcomes if one in outcomes),
        tuple(tables),
        _crop(finding, sheets),
    )


def _targets(document: ReportDocument, view: View) -> dict[str, str]:
    """Where each address is in the page: its figure, else its table, else the list of tables."""
    tables = {drawing.table.key: f"t{drawing.number}" for drawing in view.drawings}
    repairs = (
        one.address
        for finding in document.findings
        for repair in (finding.cause.repairs if finding.cause else ())
        for one in repair
    )
    cells = (cell.address for finding in document.findings for cell in finding.cells)
    return {
        address: f"c{view.numbers[address]}"
        if address in view.placed
        else tables.get(table_of(address), "tables")
        for address in (*repairs, *cells)
    }


def _crop(finding: Finding, sheets: tuple[Sheet, ...]) -> Crop | None:
    """The strip of a page around the figures that the cause names, else the first with a place."""
    repairs = finding.cause.repairs if finding.cause else ()
    named = [one.location for repair in repairs for one in repair]
    places = [*named, *(cell.location for cell in finding.cells if cell.raw.strip())]
    for place in places:
        for number, sheet in enumerate(sheets):
            if place.bbox is None or not _on(place, sheet):
                continue
            start = max(0.0, place.bbox[1] - ABOVE)
            stop = min(sheet.picture.height, place.bbox[3] + ABOVE)
            boxes = [one.bbox for one in named or [place] if one.bbox and _on(one, sheet)]
            return Crop(
                number,
                (0.0, start, sheet.picture.width, max(stop - start, 1.0)),
                tuple(
                    (left - 2, top - 2, right - left + 4, bottom - top + 4)
                    for left, top, right, bottom in boxes
                    if start <= top and bottom <= stop
                ),
            )
    return None


def _on(place: Location, sheet: Sheet) -> bool:
    return place.page == sheet.page and place.file in {None, sheet.file}
