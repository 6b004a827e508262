"""The index of a folder: a row a document, what was found in it, and what could not be judged."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.reports.html.page import rendered
from hebiao.result import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hebiao.result import Cover, ReadError, Report, Statistics


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the index; `errors` alone where the file could not be judged.

    `found` counts the new findings by severity, `known` those of a baseline or waiver; `href` is
    the address of the document's page, empty where it has none.
    """

    path: str
    href: str
    entity: str = ""
    year: int | None = None
    kind: str = ""
    regime: str = ""
    tables: int = 0
    figures: int = 0
    found: tuple[int, ...] = ()
    known: int = 0
    statistics: Statistics | None = None
    cover: Cover | None = None
    errors: tuple[ReadError, ...] = ()


def entries(report: Report, href: str = "") -> tuple[Entry, ...]:
    """Give the rows of a report: of each document, and of each file that is no document of it."""
    rows: list[Entry] = []
    for document in report.documents:
        new = [one.severity for one in document.findings if not one.known]
        rows.append(
            Entry(
                path=document.path,
                href=href,
                entity=document.entity or "",
                year=document.year,
                kind=document.kind,
                regime=" v".join(document.regime) if document.regime else "",
                tables=len(document.tables),
                figures=len(document.figures),
                found=tuple(new.count(severity) for severity in Severity),
                known=len(document.findings) - len(new),
                statistics=document.statistics,
                cover=document.cover,
                errors=tuple(one for one in report.errors if one.path == document.path),
            )
        )
    told = {row.path for row in rows}
    rows += [Entry(one.path, href, errors=(one,)) for one in report.errors if one.path not in told]
    return tuple(rows)


def index(rows: Iterable[Entry]) -> str:
    """Give the page that lists documents."""
    held = tuple(rows)
    judged = [row for row in held if row.statistics is not None and not row.errors]
    return rendered(
        "index",
        rows=held,
        names=_names([row.path for row in held]),
        judged=len(judged),
        unjudged=len(held) - len(judged),
        clean=sum(not any(row.found) for row in judged),
        wrong=sum(bool(row.found[:1] and row.found[0]) for row in judged),
        unknown=sum(bool(row.statistics and row.statistics.cannot_tell) for row in judged),
    )


def _names(paths: Sequence[str]) -> list[str]:
    """The paths below the folder that all of them are in, where there is one."""
    try:
        base = os.path.commonpath([Path(path).parent for path in paths])
        return [Path(path).relative_to(base).as_posix() for path in paths]
    except ValueError:
        return list(paths)
