"""Evidence: what lighter rules that fail as well tell of which repair is the right one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.cause.parts import explain
from hebiao.cause.settle import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.cause.parts import Part
    from hebiao.cause.problem import Constraint, Problem


def weighed(problem: Problem) -> list[Part]:
    """Explain all that fails; where several repairs would do, lighter equalities decide.

    A rule that asks to confirm or explain binds no correction by itself. But where it fails
    together with one that must hold, and some of the repairs mend it and others do not, that is no
    chance: an amount to its last place. It then counts as one that must hold.
    """
    parts = explain(problem)
    telling = {one.outcome for one in _telling(problem, parts)}
    if not telling:
        return parts
    again = explain(_bound(problem, telling))
    return again if _clearer(parts, again) else parts


def _telling(problem: Problem, parts: Sequence[Part]) -> list[Constraint]:
    """The lighter equalities and rates that fail and that some, not all, repairs of a part mend."""
    lighter = [
        one
        for one in problem.constraints
        if one.fails and not one.binding and (one.quotient or [row.op for row in one.rows] == ["="])
    ]
    found = []
    for part in parts:
        for one in lighter if len(part.mends) > 1 else ():
            held = _bound(problem, {one.outcome})
            failing = [*part.failing, replace(one, binding=True)]
            mended = [settle(held, mend.values, failing) is not None for mend in part.mends]
            if any(mended) and not all(mended):
                found.append(one)
    return found


def _bound(problem: Problem, outcomes: set[str]) -> Problem:
    """Give the problem with these outcomes among those that must hold."""
    return replace(
        problem,
        constraints=tuple(
            replace(one, binding=True) if one.outcome in outcomes else one
            for one in problem.constraints
        ),
    )


def _clearer(before: Sequence[Part], after: Sequence[Part]) -> bool:
    """Whether more is known than before, and nothing that was known is known otherwise."""
    known, now = ([frozenset(p.mends[0].values) for p in ps if p.unique] for ps in (before, after))
    return len(now) > len(known) and set(known) <= set(now)
