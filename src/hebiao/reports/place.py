"""Where a finding is: the figure it is shown at, and the file as other programs name it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from hebiao.model import Location

if TYPE_CHECKING:
    from hebiao.result import Finding, ReportDocument


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of a document: its address, its printed text, its part in the finding, its place."""

    address: str
    raw: str
    role: str
    location: Location


def spots(finding: Finding) -> tuple[Spot, ...]:
    """Give the figures of a finding, the one it is shown at first.

    That is the figure a unique cause names, else the first cell; a finding on a whole document
    has one spot without address or place.
    """
    repairs = finding.cause.repairs if finding.cause and finding.cause.unique else ()
    named = [Spot(one.address, one.raw, "cause", one.location) for each in repairs for one in each]
    known = {spot.address for spot in named}
    cells = [
        Spot(cell.address, cell.raw, cell.role, cell.location)
        for cell in finding.cells
        if cell.address not in known
    ]
    return (*named, *cells) or (Spot("", "", "", Location()),)


def file_of(document: ReportDocument, location: Location) -> str:
    """Give the path of the file that holds a place."""
    return location.file or document.path


def relative(path: str) -> str:
    """Give a path with `/`, below the working directory where it is there, else absolute."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links elsewhere
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def uri(path: str) -> str:
    """Give a path as a URI, relative where it is below the working directory."""
    shown = relative(path)
    head = ("file://" if shown.startswith("/") else "file:///") if Path(shown).is_absolute() else ""
    try:
        name = os.fsencode(shown)
    except UnicodeEncodeError:
        name = shown.encode(errors="surrogatepass")
    return head + quote(name, safe="/:" if head else "/")


def spelled(location: Location) -> str:
    """Say a place in words, Chinese before English; empty where it has none."""
    if location.line is not None:
        return f"第 {location.line} 行 line {location.line}"
    if location.page is not None:
        return f"第 {location.page} 页 page {location.page}"
    if location.cell is not None:
        return f"{location.sheet or ''}!{location.cell}"
    return ""
