"""Lanes printed otherwise than row by row, brought to one list of rows before they are read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hebiao.recognise.parts import Part
from hebiao.recognise.wording import fold_label

if TYPE_CHECKING:
    from hebiao.model import Cell
    from hebiao.regime.forms import Head, Lane


def in_rows(part: Part, lane: Lane) -> Part:
    """Give the part with its columns told and its labels beside their figures.

    Rows printed as columns keep the printed rows that hold figures, or one where none does.
    """
    heads = part.columns
    if any(head.role == "column" for head in heads.values()):
        part = _beside(part, lane)
    groups = sorted({head.group for head in part.columns.values()})
    if len(groups) > 1:
        body = [_shared(cells, part.columns, groups) for cells in part.body]
        return replace(part, body=body)
    figures = {c: head for c, head in part.columns.items() if head.role == "figure"}
    if not figures or not all(head.row for head in figures.values()):
        return part
    held = [cells for cells in part.body if any(_text(cells[c]) for c in figures)]
    return replace(part, columns=_whole(part.columns), body=held or part.body[:1])


def _beside(part: Part, lane: Lane) -> Part:
    """Lay printed rows that are columns of the lane (预算数, 决算数) beside one another."""
    wordings = {fold_label(column): column for column in lane.columns}
    naming = next(c for c, head in part.columns.items() if head.role == "column")
    figures = {c: head for c, head in part.columns.items() if head.role == "figure"}
    columns: dict[int, Head] = {}
    laid: list[Cell | None] = []
    told: set[str] = set()
    for cells in part.body:
        column = wordings.get(fold_label(_text(cells[naming])), "")
        if column and column not in told:
            told.add(column)
            columns |= {len(laid) + c: replace(h, column=column) for c, h in figures.items()}
            laid += cells
    return Part(columns, [laid] if laid else [], {})


def _whole(heads: dict[int, Head]) -> dict[int, Head]:
    """The heads without those of a row that lacks a column which others have."""
    columns = {head.column for head in heads.values() if head.row}
    held: dict[str, set[str]] = {}
    for head in heads.values():
        held.setdefault(head.row, set()).add(head.column)
    return {c: head for c, head in heads.items() if not head.row or held[head.row] == columns}


def _shared(
    cells: list[Cell | None], heads: dict[int, Head], groups: list[int]
) -> list[Cell | None]:
    """Bring a label to its figure, where it runs from one group of columns into the next."""
    shared = list(cells)
    for group, following in pairwise(groups):
        naming, figures = _columns(heads, group)
        naming_next, figures_next = _columns(heads, following)
        said = [c for c in naming if _text(shared[c])]
        if not said or any(_text(shared[c])[0].isdigit() for c in said) or not naming_next:
            continue
        if any(_text(shared[c]) for c in (*figures, *naming_next)):
            continue
        if any(_text(shared[c]) for c in figures_next):
            shared[naming_next[0]] = shared[said[0]]
            for c in said:
                shared[c] = None
    return shared


def _columns(heads: dict[int, Head], group: int) -> tuple[list[int], list[int]]:
    """The columns of a group that name a row, and those that hold its figures."""
    own = {column: head for column, head in sorted(heads.items()) if head.group == group}
    naming = [c for c, head in own.items() if head.role not in {"figure", "ignore"}]
    return naming, [c for c, head in own.items() if head.role == "figure"]


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""
