"""The map of a document's tables: how many identities link each two, as arcs beside a list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from hebiao.model import table_of
from hebiao.result import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.result import ReportDocument

STEP, LINE, PAD, GLYPH = 27, 27, 14, 13
"""Pixels: between arcs, between tables, at the edges, and a character."""

LABEL, OWN = 17, 4
"""Characters of a table's name, and of the count behind it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A table: its id, what its line says, how many identities stay within it, fail, are open."""

    id: str
    label: str
    title: str
    y: float
    own: int
    failing: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Edge:
    """The identities between two tables: counts by verdict, the arc's path, the label's place."""

    one: str
    other: str
    total: int
    failing: int
    unknown: int
    path: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """The picture: its size, the x of the nodes, nodes in reading order, edges."""

    width: float
    height: float
    x: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def network(document: ReportDocument) -> Network | None:
    """Give the map, or None where no identity links two tables.

    No two labels meet: an arc's reach tells how far apart its tables are, its middle which they
    are, and no two arcs share both.
    """
    titles: dict[str, str] = {}
    for table in document.tables:
        titles.setdefault(_family(table.id), table.title)
    pairs, own = _links(document)
    for pair in pairs:
        for one in sorted(pair):
            titles.setdefault(one, "")
    if not pairs:
        return None
    order = {one: number for number, one in enumerate(titles)}
    labels = {one: _label(one, title) for one, title in titles.items()}
    start = PAD + GLYPH * (max(map(_width, labels.values())) + OWN) + PAD
    nodes = tuple(
        Node(
            one,
            labels[one],
            titles[one],
            _y(order[one]),
            own[one]["all"],
            own[one][Verdict.FAILS.value],
            own[one][Verdict.CANNOT_TELL.value],
        )
        for one in titles
    )
    edges: list[Edge] = []
    for pair, counts in pairs.items():
        one, other = sorted(pair, key=order.__getitem__)
        edges.append(_edge(one, other, order, counts, start))
    reach = max(edge.x for edge in edges)
    return Network(
        width=reach + STEP + PAD,
        height=_y(len(nodes) - 1) + PAD + LINE / 2,
        x=start,
        nodes=nodes,
        edges=tuple(sorted(edges, key=lambda edge: (edge.failing > 0, edge.unknown > 0))),
    )


def _links(
    document: ReportDocument,
) -> tuple[dict[frozenset[str], dict[str, int]], dict[str, dict[str, int]]]:
    """Count the identities between each two tables, and those within one."""
    pairs: dict[frozenset[str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    own: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome in document.outcomes:
        if outcome.verdict is Verdict.NOT_APPLICABLE:
            continue
        tables = dict.fromkeys(_family(table_of(cell.address)) for cell in outcome.cells)
        first, *others = tables or ("",)
        held = [pairs[frozenset((first, other))] for other in others] or [own[first]]
        for counts in held:
            counts["all"] += 1
            counts[outcome.verdict.value] += 1
    return pairs, own


def _edge(
    one: str, other: str, order: Mapping[str, int], counts: Mapping[str, int], start: float
) -> Edge:
    top, bottom = _y(order[one]), _y(order[other])
    reach = start + 8 + STEP * (order[other] - order[one])
    # A cubic arc reaches three quarters of the way to its handles.
    handle = start + (reach - start) * 4 / 3
    return Edge(
        one=one,
        other=other,
        total=counts["all"],
        failing=counts[Verdict.FAILS.value],
        unknown=counts[Verdict.CANNOT_TELL.value],
        path=f"M{start:.1f} {top}C{handle:.1f} {top} {handle:.1f} {bottom} {start:.1f} {bottom}",
        x=reach,
        y=(top + bottom) / 2,
        width=round(0.8 + log2(1 + counts["all"]) / 3, 2),
    )


def _family(key: str) -> str:
    """A table without what tells one of a form that recurs from the others."""
    return key.partition("{")[0]


def _y(number: int) -> float:
    return PAD + LINE * (number + 0.5)


def _label(one: str, title: str) -> str:
    said = f"{one} {title}".strip()
    while _width(said) > LABEL:
        said = said[:-2] + "…"
    return said


def _width(text: str) -> float:
    """A text's width in Chinese characters."""
    return sum(0.58 if character.isascii() else 1 for character in text)
