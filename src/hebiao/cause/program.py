"""The smallest sets of three figures and more that mend a group: a mixed-integer program."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, diags_array, hstack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from hebiao.cause.problem import Constraint, Problem, Row

NODES = 2000
"""How many nodes the solver may branch to in one program."""


@dataclass(frozen=True, slots=True)
class Program:
    """The rows about a group, in units of the smallest place: low <= matrix @ changes <= high.

    A blank that is filled widens its rows by half its last place, `widen`. No figure changes by
    more than its wall, nor falls below its floor.
    """

    numbers: tuple[int, ...]
    matrix: csr_array
    widen: csr_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    walls: NDArray[np.float64]
    floors: NDArray[np.float64]


def program_of(problem: Problem, failing: Sequence[Constraint], hops: int) -> Program:
    """Gather the figures that the failing rows reach in so many steps, and every row on them.

    What fails elsewhere is another group's, and its figures are.
    """
    numbers = frozenset[int]().union(*(constraint.numbers for constraint in failing))
    for _ in range(hops):
        about = [one for one in problem.touched(numbers).values() if not one.fails]
        near = numbers.union(*(constraint.numbers for constraint in about))
        numbers |= {n for n in near if not any(one.fails for one in problem.of[n])}
    rows = [c.rows[0] for c in problem.touched(numbers).values() if len(c.rows) == 1]
    held = sorted(numbers)
    scale = min((problem.quanta[n] for n in held if problem.quanta[n]), default=1)
    column = {number: at for at, number in enumerate(held)}
    factors, wider, at_row, at_column = [], [], [], []
    bounds = [_bounds(problem, row) for row in rows]
    for index, row in enumerate(rows):
        for number, factor in row.factors.items():
            if number in column:
                factors.append(float(factor))
                blank = 0 if problem.quanta[number] else problem.fills[number]
                wider.append(abs(factor) * blank / 2 / scale)
                at_row.append(index)
                at_column.append(column[number])
    shape = (len(rows), len(held))
    walls = np.array([wall / scale for wall in _walls(problem, held, failing)])
    return Program(
        numbers=tuple(held),
        matrix=csr_array((factors, (at_row, at_column)), shape=shape),
        widen=csr_array((wider, (at_row, at_column)), shape=shape),
        low=np.array([low / scale for low, _ in bounds]),
        high=np.array([high / scale for _, high in bounds]),
        walls=walls,
        floors=np.array(
            [
                max(-wall, -problem.values[n] / scale) if n in problem.counts else -wall
                for n, wall in zip(held, walls.tolist(), strict=True)
            ]
        ),
    )


def solved(
    program: Program, banned: Iterable[Iterable[int]], most: int | None
) -> tuple[tuple[int, ...] | None, bool]:
    """Give a smallest set of figures, none that holds a banned set; and whether that is proven.

    At most `most` figures; without a set and proven, there is none.
    """
    width = len(program.numbers)
    column = {number: at for at, number in enumerate(program.numbers)}
    eye = csr_array((np.ones(width), (range(width), range(width))), shape=(width, width))
    wall = diags_array(program.walls)
    constraints = [
        LinearConstraint(hstack([program.matrix, -program.widen]), -np.inf, program.high),
        LinearConstraint(hstack([program.matrix, program.widen]), program.low, np.inf),
        LinearConstraint(hstack([eye, -wall]), -np.inf, 0),
        LinearConstraint(hstack([eye, wall]), 0, np.inf),
    ]
    for numbers in banned:
        row = np.zeros((1, 2 * width))
        chosen = [column[number] + width for number in numbers]
        row[0, chosen] = 1
        constraints.append(LinearConstraint(row, -np.inf, len(chosen) - 1))
    if most is not None:
        row = np.concatenate([np.zeros(width), np.ones(width)])[None, :]
        constraints.append(LinearConstraint(row, -np.inf, most))
    with _hushed():
        found = milp(
            c=np.concatenate([np.zeros(width), np.ones(width)]),
            integrality=np.concatenate([np.zeros(width), np.ones(width)]),
            bounds=Bounds(
                np.concatenate([program.floors, np.zeros(width)]),
                np.concatenate([program.walls, np.ones(width)]),
            ),
            constraints=constraints,
            options={"node_limit": NODES},
        )
    if found.x is None:
        return None, found.status == 2  # noqa: PLR2004  scipy's word for infeasible
    taken = found.x[width:] > 0.5  # noqa: PLR2004  a binary
    numbers = tuple(n for n, yes in zip(program.numbers, taken, strict=True) if yes)
    return numbers, found.status == 0


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep the solver, which prints though told not to, from the output that reports go to."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def _walls(
    problem: Problem, numbers: Sequence[int], failing: Sequence[Constraint]
) -> Iterator[int]:
    """Four times the largest residual that each figure could mend, or one beside it could.

    A wall far above the changes would let the solver make small ones for nothing.
    """
    residuals = {
        c.outcome: max(problem.residue(row, {}) for row in c.rows) for c in failing if c.rows
    }
    every = max(residuals.values(), default=1)
    for number in numbers:
        near = [residuals[c.outcome] for c in problem.of[number] if c.outcome in residuals]
        if not near:
            beside = frozenset[int]().union(*(c.numbers for c in problem.of[number]))
            about = problem.touched(beside)
            near = [residuals[name] for name in about if name in residuals]
        yield 2 * max(near, default=every) + 2 * (problem.quanta[number] or problem.fills[number])


def _bounds(problem: Problem, row: Row) -> tuple[float, float]:
    """What the row leaves to the changes."""
    residual = row.constant + sum(
        factor * problem.values[number] for number, factor in row.factors.items()
    )
    slack = sum(abs(factor) * problem.quanta[n] for n, factor in row.factors.items())
    low = -slack / 2 - residual if row.op in {"=", ">="} else -np.inf
    high = slack / 2 - residual if row.op in {"=", "<="} else np.inf
    return low, high
