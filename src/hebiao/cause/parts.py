"""What explains a group, slip by slip: for each the figures in question and their values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from hebiao.cause.program import program_of, solved
from hebiao.cause.search import crossing, groups, pairs, singles
from hebiao.cause.settle import Mend, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hebiao.cause.problem import Constraint, Problem
    from hebiao.result import Text

HOPS = 2
"""How many identities away from what fails a figure of three and more is looked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One slip: the minimal repairs of which one is right, and the failing outcomes they mend.

    Not `complete` where there may be others, not `certain` where two slips could as well have
    made it; `slip` names what a repair of several figures is. `lighter` are failing outcomes that
    bind no correction and hang below it.
    """

    mends: tuple[Mend, ...]
    failing: tuple[Constraint, ...]
    complete: bool = True
    certain: bool = True
    slip: Text | None = None
    lighter: tuple[Constraint, ...] = ()

    @property
    def unique(self) -> bool:
        """Whether one repair alone explains it."""
        return self.complete and self.certain and len(self.mends) == 1


def explain(problem: Problem) -> list[Part]:
    """Explain everything that fails by the smallest sets of figures that mend it.

    Groups are first explained one by one; two that a pair of slips may tie together, and those
    that nothing explains alone, are explained together.
    """
    held = groups(problem.constraints)
    alone = [singles(problem, failing) for failing in held]
    parts: list[Part] = []
    done: set[int] = set()
    for a, b in combinations(range(len(held)), 2):
        if {a, b} & done or not _near(held[a], held[b], problem):
            continue
        tied = crossing(problem, held[a], held[b])
        if tied:
            done |= {a, b}
            apart = [
                Mend({**x.values, **y.values}, {**x.spans, **y.spans})
                for x, y in product(alone[a], alone[b])
            ]
            both = [*held[a], *held[b]]
            parts += _split(problem, _distinct([*apart, *tied]), both, complete=True)
    left: list[Constraint] = []
    for at, failing in enumerate(held):
        if at in done:
            continue
        found = [_part(problem, alone[at], failing)] if alone[at] else _some(problem, failing)
        if found:
            parts += found
        else:
            left += failing
    return parts + (_many(problem, left) if left else [])


def _some(problem: Problem, failing: Sequence[Constraint]) -> list[Part]:
    """Explain one group by two figures, or by more; nothing where neither can be."""
    two, complete = pairs(problem, failing)
    if two or not complete:
        return _split(problem, two, failing, complete=complete)
    parts = _many(problem, failing)
    return parts if parts[0].mends else []


def _near(first: Sequence[Constraint], second: Sequence[Constraint], problem: Problem) -> bool:
    """Whether an identity that holds has figures of both groups."""
    numbers = frozenset[int]().union(*(c.numbers for c in second))
    about = problem.touched(frozenset[int]().union(*(c.numbers for c in first)))
    return any(c.numbers & numbers for c in about.values() if not c.fails)


def _distinct(mends: Iterable[Mend]) -> list[Mend]:
    """Leave out a set of figures that is there already."""
    return list({frozenset(mend.values): mend for mend in mends}.values())


def _split(
    problem: Problem, mends: Sequence[Mend], failing: Sequence[Constraint], *, complete: bool
) -> list[Part]:
    """Tell apart what two independent slips explain: a figure that each pair has, and the other."""
    whole = _part(problem, mends, failing, complete=complete)
    if not mends or not complete:
        return [whole]
    for first in mends[0].values:
        same = all(mend.values.get(first) == mends[0].values[first] for mend in mends)
        others = [next(n for n in mend.values if n != first) for mend in mends] if same else []
        if same and not any(_bound(problem, first, other) for other in others):
            sole = _only(mends[0], [first])
            rest = [_only(mend, [n]) for mend, n in zip(mends, others, strict=True)]
            return [_part(problem, [sole], failing), _part(problem, rest, failing)]
    return [whole]


def _many(problem: Problem, failing: Sequence[Constraint]) -> list[Part]:
    """Explain by three figures and more, of each of which it is asked what could stand for it."""
    program = program_of(problem, failing, HOPS)
    chosen, proven = solved(program, (), None)
    mend = settle(problem, chosen, failing) if chosen else None
    while chosen and mend is None:
        # The solver's tolerance may have let a figure too many pass.
        chosen, proven = solved(program, (), len(chosen) - 1)
        mend = settle(problem, chosen, failing) if chosen else None
    if mend is None:
        return [Part((), tuple(failing), complete=False)]
    parts = []
    for numbers in _together(problem, mend.values):
        others = {n: v for n, v in mend.values.items() if n not in numbers}
        partly = problem.changed(others)
        left = [c for c in failing if not partly.holds(c, {})]
        found = [_only(mend, numbers)]
        if len(numbers) == 1:
            found = singles(partly, left) or found
        banned = [[number] for one in found for number in one.values]
        other, sure = solved(program, banned, len(mend.values)) if proven else (None, False)
        other_way = settle(problem, other, failing) if other else None
        if other_way is not None:
            apart = [n for n, v in other_way.values.items() if others.get(n) != v]
            found.append(_only(other_way, apart))
        parts.append(_part(problem, found, failing, complete=other is None and sure))
    return parts


def _part(
    problem: Problem,
    mends: Sequence[Mend],
    failing: Sequence[Constraint],
    *,
    complete: bool = True,
) -> Part:
    numbers = {number for mend in mends for number in mend.values}
    held = tuple(c for c in failing if c.numbers & numbers) or tuple(failing)
    certain = all(
        _certain(problem, number, value, held)
        for mend in mends
        for number, value in mend.values.items()
    )
    absent = any(_absent(mend, held) for mend in mends)
    return Part(tuple(mends), held, complete, certain and not absent)


def _absent(mend: Mend, failing: Sequence[Constraint]) -> bool:
    """Whether a row that is not printed would explain as much."""
    own = [c for c in failing if c.numbers & mend.values.keys()]
    return all(c.sole for c in own) or (len(mend.values) > 1 and all(c.open for c in own))


def _certain(problem: Problem, number: int, value: int, failing: Sequence[Constraint]) -> bool:
    """Whether two slips beside each other would hardly look like this one.

    A limit leaves many values, so that it agrees with an equality by chance; and a figure that
    would have to turn negative is rather one that another slip made look wrong.
    """
    own = [c for c in failing if number in c.numbers]
    limits = sum(c.limit for c in own)
    turned = value < 0 <= problem.values[number]
    return not turned and (not limits or len(own) - limits > 1)


def _together(problem: Problem, numbers: Iterable[int]) -> list[list[int]]:
    """Group figures that no identity lets be corrected one without the other."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        joined = [g for g in found if any(_bound(problem, number, other) for other in g)]
        found = [g for g in found if g not in joined]
        found.append(sorted([number, *(n for g in joined for n in g)]))
    return found


def _bound(problem: Problem, first: int, second: int) -> bool:
    """Whether an identity that holds as printed has both figures in it."""
    return any(second in c.numbers and not c.fails for c in problem.of[first])


def _only(mend: Mend, numbers: Sequence[int]) -> Mend:
    return Mend({n: mend.values[n] for n in numbers}, {n: mend.spans[n] for n in numbers})
