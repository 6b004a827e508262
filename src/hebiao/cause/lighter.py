"""What fails and binds no correction: below the causes that mend it, or with one of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hebiao.cause.parts import Part
    from hebiao.cause.problem import Constraint, Problem, Values
    from hebiao.cause.settle import Mend

FEW = 4
"""Up to how many repairs a message tells every one of."""


def below(problem: Problem, parts: Sequence[Part]) -> list[Part]:
    """Give the parts with the lighter outcomes that hang below each.

    Those that every repair mends, beside what is sure to be wrong elsewhere; where all repairs are
    told, those that one of them makes exact, as it would not by chance; below a part that nothing
    mends, those that have one of its figures.
    """
    sure = _sure(parts)
    failing = [c for c in problem.constraints if c.fails and not c.binding]
    return [
        replace(part, lighter=tuple(c for c in failing if _hangs(problem, part, c, sure)))
        for part in parts
    ]


def _hangs(problem: Problem, part: Part, constraint: Constraint, sure: Values) -> bool:
    if not part.mends:
        return any(constraint.numbers & other.numbers for other in part.failing)
    repairs = [{**sure, **m.values} for m in part.mends if constraint.numbers & {*m.values}]
    if len(repairs) == len(part.mends) and all(problem.holds(constraint, one) for one in repairs):
        return bool(repairs)
    told = part.complete and len(part.mends) <= FEW
    return told and any(_exact(problem, constraint, one) for one in repairs)


def _exact(problem: Problem, constraint: Constraint, changes: Values) -> bool:
    """Whether a constraint holds to the last place, a limit as if it asked for equality."""
    rows = tuple(replace(row, op="=") for row in constraint.rows)
    return problem.holds(replace(constraint, rows=rows), changes)


def unexplained(problem: Problem, parts: Sequence[Part]) -> Problem:
    """Give the problem in which every constraint binds, and fails if no part explains it.

    What is sure to be wrong is put right; what else fails that must hold is not to be touched.
    """
    told = {c.outcome for part in parts for c in (*part.failing, *part.lighter)}
    left = {c.outcome for c in problem.constraints if c.fails and not c.binding} - told
    bound = replace(
        problem, constraints=tuple(replace(c, binding=True) for c in problem.constraints)
    ).changed(_sure(parts))
    return replace(
        bound,
        constraints=tuple(
            replace(c, fails=c.fails and c.outcome in left) for c in bound.constraints
        ),
    )


def own(
    problem: Problem, before: Sequence[Part], rows: Sequence[Part], parts: Sequence[Part]
) -> list[Part]:
    """Give, of what explains the `unexplained`, what is one slip that breaks several.

    `rows` are such; of other parts, the repairs in which one figure is all that fails has. None is
    certain: what asks to confirm or explain may have its reason.
    """
    sure = _sure(before)
    by_id = {c.outcome: c for c in problem.constraints}
    found = []
    for part in (*rows, *parts):
        failing = tuple(
            by_id[c.outcome]
            for c in part.failing
            if all(_exact(problem, c, {**sure, **mend.values}) for mend in part.mends)
        )
        mends = tuple(
            mend
            for mend in part.mends
            if not sure.keys() & mend.values.keys() and (part in rows or _one_slip(mend, failing))
        )
        if len(failing) > 1 and mends:
            found.append(replace(part, mends=mends, failing=failing, certain=False))
    return found


def _one_slip(mend: Mend, failing: Sequence[Constraint]) -> bool:
    """Whether all that fails has one figure of the repair, and the others only follow it."""
    inside = [n for n in mend.values if any(n in c.numbers for c in failing)]
    return len(inside) == 1 and all(inside[0] in c.numbers for c in failing)


def _sure(parts: Iterable[Part]) -> Values:
    """The corrections of what has one cause."""
    return {n: v for part in parts if part.unique for n, v in part.mends[0].values.items()}
