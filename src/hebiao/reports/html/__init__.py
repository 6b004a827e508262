"""The HTML report: a page a document, and the index of a folder of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.reports.html.index import Entry, entries, index
from hebiao.reports.html.page import page

if TYPE_CHECKING:
    from hebiao.result import Report

__all__ = ["Entry", "entries", "index", "page", "render"]


def render(report: Report) -> str:
    """Give one self-contained page: of the document, or of several their index."""
    return page(report) if len(report.documents) <= 1 else index(entries(report))
