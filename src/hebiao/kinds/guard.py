"""Guards: whether the conditions of a rule are met, and whether a table has a column at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.kinds.case import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.kinds.case import Case
    from hebiao.regime.formula import Condition, Ref


def met(case: Case, guard: Sequence[Condition], each: str, star: str) -> tuple[bool, str]:
    """Say whether every condition of a guard is met, and why that cannot be told, if it cannot.

    A figure that is printed is so even where it cannot be read.
    """
    unknown = ""
    for condition in guard:
        if condition.test == "column":
            if not has_column(case, condition.ref):
                return False, ""
            continue
        found = find(case, condition.ref, each, star)
        if found.unstated:
            if condition.test == "silent":
                continue
            return False, ""
        figures = [case.figures.figures[number] for number in found.numbers]
        if condition.test == "printed":
            if any(figure.state is not State.BLANK for figure in figures):
                continue
        elif all(figure.value == 0 for figure in figures):
            unknown = unknown or found.unknown
            continue
        if not found.unknown:
            return False, ""
        unknown = unknown or found.unknown
    return not unknown, unknown


def has_column(case: Case, ref: Ref) -> bool:
    """Whether a column of a table is there; one of a table that was not found counts as there."""
    table = next(iter(case.figures.instances.get(ref.table, ())), None)
    return table is None or (case.lane_of(ref), ref.column) in table.columns
