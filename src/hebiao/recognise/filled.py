"""Wordings of tables, with the document's own body and years put in for their marks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.recognise.marked import BODY, LAST, YEAR

if TYPE_CHECKING:
    from hebiao.regime.forms import Head, Lane, RowSpec, TableSpec


def filled(
    tables: tuple[TableSpec, ...], entity: str | None, year: int | None
) -> tuple[TableSpec, ...]:
    """Give the tables with `@` for the body, `~` for the year and `«` for the year before put in.

    What the document does not say leaves the mark, which nothing prints.
    """
    known = {
        BODY: entity or BODY,
        YEAR: str(year) if year is not None else YEAR,
        LAST: str(year - 1) if year is not None else LAST,
    }
    marks = str.maketrans(known)
    return tuple(
        replace(
            table,
            lanes=tuple(_lane(lane, marks) for lane in table.lanes),
            layouts=tuple(tuple(_head(head, marks) for head in layout) for layout in table.layouts),
        )
        for table in tables
    )


def _lane(lane: Lane, marks: dict[int, str]) -> Lane:
    return replace(
        lane,
        total=_row(lane.total, marks) if lane.total is not None else None,
        tree=tuple(_row(row, marks) for row in lane.tree),
    )


def _row(row: RowSpec, marks: dict[int, str]) -> RowSpec:
    return replace(row, printed=tuple(text.translate(marks) for text in row.printed))


def _head(head: Head, marks: dict[int, str]) -> Head:
    paths = tuple(tuple(text.translate(marks) for text in path) for path in head.paths)
    return replace(head, paths=paths)
