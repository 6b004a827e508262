"""Causes as they are told: figures with addresses, amounts in their units, and named slips."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hebiao.cause.slips import slip, taken
from hebiao.figure import LIMIT, State
from hebiao.model import table_of
from hebiao.result import Cause, Repair, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.bind import Figures
    from hebiao.cause.parts import Part
    from hebiao.cause.problem import Problem
    from hebiao.cause.settle import Mend


def cause_of(part: Part, problem: Problem, figures: Figures, group: str, mends: int) -> Cause:
    """Put one part as a cause, the likelier repairs first; `mends` counts outcomes."""
    ordered = sorted(
        part.mends, key=partial(_suspicion, part=part, problem=problem, figures=figures)
    )
    return Cause(
        group=group,
        unique=part.unique,
        repairs=tuple(
            tuple(_repair(number, mend, part, problem, figures) for number in sorted(mend.values))
            for mend in ordered
        ),
        mends=mends,
        complete=part.complete,
    )


def _suspicion(
    mend: Mend, part: Part, problem: Problem, figures: Figures
) -> tuple[int, int, int, int, int, tuple[int, ...]]:
    """What orders repairs: few figures, no sign turned, most mended, likely slips, few that agree.

    A sentence's own words give its figures their sign, so that there it may well be turned.
    """
    mended = sum(problem.holds(one, mend.values) for one in part.lighter)
    named = sum(bool(_slip(n, mend, problem, figures).zh) for n in mend.values)
    turned = sum(
        v < 0 <= problem.values[n] and figures.entries[n].stated is None
        for n, v in mend.values.items()
    )
    agrees = sum(
        not c.fails and any(row.op == "=" for row in c.rows)
        for number in mend.values
        for c in problem.of[number]
    )
    return len(mend.values), turned, -mended, -named, agrees, tuple(sorted(mend.values))


def _repair(number: int, mend: Mend, part: Part, problem: Problem, figures: Figures) -> Repair:
    entry, figure, unit = figures.entries[number], figures.figures[number], figures.units[number]
    place = problem.quanta[number] or problem.fills[number]
    low, high = mend.spans[number]
    single = -(-low // place) >= high // place
    return Repair(
        address=entry.address,
        raw=entry.raw,
        printed=None if figure.state is State.BLANK else unit.text(figure.value),
        should_be=unit.text(mend.values[number]),
        unit=unit.name,
        location=entry.location,
        slip=part.slip or _slip(number, mend, problem, figures),
        low=None if single or low <= -LIMIT else unit.text(-(-low // place) * place),
        high=None if single or high >= LIMIT else unit.text(high // place * place),
    )


def _slip(number: int, mend: Mend, problem: Problem, figures: Figures) -> Text:
    """Name the slip: of the digits, else of a neighbour's figure printed here."""
    printed = problem.values[number]
    place = problem.quanta[number] or problem.fills[number]
    own = slip(printed, mend.values[number], place)
    if own.zh:
        return own
    about = _neighbours(number, figures)
    return taken(printed, ((n, problem.values[o]) for n, o in about if o not in mend.values))


def _neighbours(number: int, figures: Figures) -> Iterator[tuple[Text, int]]:
    """The figures about one: of the rows above and below, of its total, of the same row."""
    entry = figures.entries[number]
    table = table_of(entry.address)
    rows = figures.rows[table, entry.lane]
    at = next((i for i, row in enumerate(rows) if row.key == entry.row), None)
    if at is None:
        return
    named = [(Text("上一行", "the row above"), rows[at - 1].key)] if at else []
    named += [(Text("下一行", "the row below"), row.key) for row in rows[at + 1 : at + 2]]
    parent = rows[at].parent
    if parent is not None:
        named.append((Text("上级", "the row it is part of"), parent))
    for name, row in named:
        other = figures.places.get((table, entry.lane, row, entry.column))
        if other is not None:
            yield name, other
    for place, other in figures.places.items():
        if place[:3] == (table, entry.lane, entry.row) and place[3] != entry.column:
            named_so = Text(f"同行「{place[3]}」", f"{place[3]} of the same row")
            yield named_so, other
