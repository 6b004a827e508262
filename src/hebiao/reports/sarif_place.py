"""The places of a SARIF log: files, regions, pages with rectangles, and the messages beside them.

GitHub takes no place without a line, so one in a medium without lines stands at line 1; its page
or sheet is in the message and the attachments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hebiao.reports.place import file_of, spelled, uri
from hebiao.reports.plain import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hebiao.model import Location
    from hebiao.reports.place import Spot
    from hebiao.result import ReportDocument

_NO_LINES = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}


def location(spot: Spot, document: ReportDocument) -> dict[str, Any]:
    """Give the place of a figure, with its address and what is printed there."""
    place = spot.location
    found: dict[str, Any] = {"physicalLocation": physical(file_of(document, place), place)}
    if spot.address:
        name = visible(spot.address)
        found["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "cell"}]
        printed = one_line(spot.raw) or "空 blank"
        said = f"{one_line(spelled(place))}  {name}  {printed}".strip()
        found["message"] = message(said)
    return found


def physical(path: str, place: Location | None) -> dict[str, Any]:
    """Give a file and the region in it, columns counted from 1, the last one left out."""
    region = _NO_LINES
    if place is not None and place.line is not None:
        region = {"startLine": place.line}
        if place.span is not None:
            start, end = place.span
            region |= {"startColumn": start + 1, "endLine": place.line, "endColumn": end + 1}
    return {"artifactLocation": file(path), "region": region}


def attachments(found: Iterable[Spot], document: ReportDocument) -> list[dict[str, Any]]:
    """Give the pages that the cells stand on, a rectangle for each cell, in points."""
    pages: dict[tuple[str, int], list[Spot]] = {}
    for spot in found:
        if spot.location.page is not None and spot.location.bbox is not None:
            path = file_of(document, spot.location)
            pages.setdefault((path, spot.location.page), []).append(spot)
    return [
        {
            "description": message(f"第 {page} 页 page {page}"),
            "artifactLocation": {**file(path), "properties": {"page": page}},
            "rectangles": [_rectangle(spot) for spot in on_page],
        }
        for (path, page), on_page in pages.items()
    ]


def _rectangle(spot: Spot) -> dict[str, Any]:
    left, top, right, bottom = spot.location.bbox or (0, 0, 0, 0)
    said = message(f"{spot.address}  {one_line(spot.raw)}")
    return {"top": top, "left": left, "bottom": bottom, "right": right, "message": said}


def file(path: str) -> dict[str, Any]:
    """Give a file as a URI, below the root of the sources where it is there."""
    name = uri(path)
    return {"uri": name} if name.startswith("file:") else {"uri": name, "uriBaseId": "%SRCROOT%"}


def message(text: str) -> dict[str, str]:
    """Give a message with its braces doubled, as placeholders want, and no link in it."""
    inert = visible(text).replace("](", "] (")
    return {"text": inert.replace("{", "{{").replace("}", "}}")}
