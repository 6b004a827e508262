"""What a page shows of one document, laid out for its template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hebiao.reports.html.drawn import marks, owners, spots
from hebiao.reports.html.ink import ink, places
from hebiao.reports.html.pictures import pictures
from hebiao.reports.html.prose import prose
from hebiao.reports.html.tables import drawings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hebiao.model import Document, Location
    from hebiao.reports.html.drawn import Spot
    from hebiao.reports.html.pictures import Picture
    from hebiao.reports.html.prose import Prose
    from hebiao.reports.html.tables import Drawing, Fragment
    from hebiao.result import ReportDocument


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's picture, and by figure's number the boxes on it: left, top, width, height.

    `named` are the figures that are found fault with, not just part of a finding.
    """

    page: int
    file: str
    picture: Picture
    boxes: Mapping[int, tuple[float, float, float, float]]
    named: frozenset[int]


@dataclass(frozen=True, slots=True)
class View:
    """Everything drawn of a document; `numbers` gives each address's number in the page."""

    drawings: tuple[Drawing, ...] = ()
    prose: tuple[Prose, ...] = ()
    rest: tuple[Prose | Fragment, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()


def view(report: ReportDocument) -> View:
    """Lay a document out; a figure's finding is its place in `report.findings`."""
    document = report.document
    if document is None:
        return View(numbers=ink(report, {}).numbers)
    found = spots(document)
    held, aliases = owners(document, found)
    written, others = marks(document, _outside(report, document, found))
    marked = ink(report, aliases | others)
    drawn, used = drawings(document, found, held, marked)
    narrative, rest = prose(document, written, used, marked)
    stated = {mark.address for some in written.values() for mark in some}
    return View(
        drawings=drawn,
        prose=narrative,
        rest=rest,
        sheets=_sheets(report, marked.numbers),
        numbers=marked.numbers,
        placed=frozenset(found) | stated | frozenset(others),
    )


def _outside(
    report: ReportDocument, document: Document, found: Mapping[str, Spot]
) -> Iterator[tuple[str, str, Location]]:
    """What stands in no grid: figures of the narrative, names in findings, numbers not read."""
    entries = ((e.address, e.raw, e.location) for t in document.read for e in t.entries)
    cells = ((c.address, c.raw, c.location) for f in report.findings for c in f.cells)
    seen = set(found)
    for address, raw, place in (*entries, *cells):
        if address not in seen:
            seen.add(address)
            yield address, raw, place
    for one in document.unread:
        yield "", one.raw, one.location


def _sheets(report: ReportDocument, numbers: Mapping[str, int]) -> tuple[Sheet, ...]:
    """The pages that findings stand on, those of new findings the first to be drawn."""
    if report.media_type != "application/pdf":
        return ()
    boxes: dict[tuple[str, int], dict[int, tuple[float, float, float, float]]] = {}
    named: set[int] = set()
    for finding in sorted(report.findings, key=lambda one: bool(one.known)):
        for address, place, root in places(finding):
            named |= {numbers[address]} if root else set()
            if place.page is not None and place.bbox is not None:
                left, top, right, bottom = place.bbox
                here = boxes.setdefault((place.file or report.path, place.page), {})
                here[numbers[address]] = (left, top, right - left, bottom - top)
    drawn = pictures(boxes)
    return tuple(
        Sheet(page, file, drawn[file, page], boxes[file, page], frozenset(named))
        for file, page in sorted(drawn)
    )
