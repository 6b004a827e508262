"""The constraints that a correction must meet: every identity and rate of a document, solved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from hebiao.figure import Dimension, State
from hebiao.result import Severity, Verdict
from hebiao.rounding import line_of
from hebiao.system import integer_row

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from hebiao.kinds.case import Case
    from hebiao.result import Outcome
    from hebiao.rounding import Line
    from hebiao.system import Linear, Quotient

_COUNTS = frozenset({Dimension.AREA, Dimension.COUNT, Dimension.SCORE})

Values = dict[int, int]
"""Corrections: the number of a figure to the value it would have, in base units."""


@dataclass(frozen=True, slots=True)
class Row:
    """An identity as one integer row: Σ factor × figure + constant `op` 0, in base units."""

    factors: Mapping[int, int]
    constant: int
    op: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one outcome asks: one of `rows`, or the `quotient`, must hold.

    `binding` constraints may not be broken by a correction; others (implied, or of a rule that is
    no error) are only told of. `fails` says that the printed figures break it. `open` is a sum over
    the rows that are printed, in which one may be missing.
    """

    outcome: str
    rows: tuple[Row, ...]
    quotient: Quotient | None
    numbers: frozenset[int]
    binding: bool
    fails: bool
    open: bool = False

    @property
    def sole(self) -> bool:
        """Whether it says of one figure that it is 0: what it should equal is not printed."""
        return len(self.numbers) == 1 and all(row.constant == 0 for row in self.rows)

    @property
    def limit(self) -> bool:
        """Whether it asks for no equality: many values keep a limit, and some by chance."""
        return bool(self.rows) and all(row.op != "=" for row in self.rows)


@dataclass(frozen=True)
class Problem:
    """A document's figures (base units; `quanta` are 0 for blanks) and the constraints on them.

    `fills` is the last place that a figure would have if it were printed anew; `counts` are those
    that cannot be negative: scores, weights, counts and areas.
    """

    values: Sequence[int]
    quanta: Sequence[int]
    fills: Sequence[int]
    constraints: tuple[Constraint, ...]
    counts: frozenset[int] = frozenset()

    @cached_property
    def of(self) -> Mapping[int, tuple[Constraint, ...]]:
        """The binding constraints that each figure takes part in."""
        found: dict[int, list[Constraint]] = defaultdict(list)
        for constraint in self.constraints:
            if constraint.binding:
                for number in constraint.numbers:
                    found[number].append(constraint)
        return {number: tuple(found[number]) for number in range(len(self.values))}

    def value(self, number: int, changes: Mapping[int, int]) -> int:
        """Give a figure's value, corrected where `changes` has it."""
        return changes.get(number, self.values[number])

    def quantum(self, number: int, changes: Mapping[int, int]) -> int:
        """Give a figure's last place; a blank has one once it is filled."""
        if self.quanta[number] or not changes.get(number):
            return self.quanta[number]
        return self.fills[number]

    def readers(
        self, changes: Mapping[int, int]
    ) -> tuple[Callable[[int], Fraction], Callable[[int], Fraction]]:
        """Give what tells a figure's value and half its last place, as rates ask for them."""
        return (
            lambda number: Fraction(self.value(number, changes)),
            lambda number: Fraction(self.quantum(number, changes), 2),
        )

    def holds(self, constraint: Constraint, changes: Mapping[int, int]) -> bool:
        """Say whether a constraint holds with corrections; a rate that cannot be told does."""
        if constraint.quotient is not None:
            told = constraint.quotient.holds(*self.readers(changes))
            return told is not False
        return any(self.residue(row, changes) <= 0 for row in constraint.rows)

    def residue(self, row: Row, changes: Mapping[int, int]) -> int:
        """Give by how much twice the residual passes the slack; 0 or less where the row holds."""
        residual = row.constant
        slack = 0
        for number, factor in row.factors.items():
            residual += factor * self.value(number, changes)
            slack += abs(factor) * self.quantum(number, changes)
        return 2 * _excess(residual, row.op) - slack

    def changed(self, changes: Mapping[int, int]) -> Problem:
        """Give the problem as it is with corrections made."""
        numbers = range(len(self.values))
        touched = {one.outcome for n in changes for one in self.of.get(n, ())}
        return replace(
            self,
            constraints=tuple(
                replace(one, fails=not self.holds(one, changes)) if one.outcome in touched else one
                for one in self.constraints
            ),
            values=[self.value(number, changes) for number in numbers],
            quanta=[self.quantum(number, changes) for number in numbers],
        )

    def touched(self, numbers: Iterable[int]) -> dict[str, Constraint]:
        """Give the binding constraints that figures take part in, by outcome."""
        return {one.outcome: one for number in numbers for one in self.of.get(number, ())}

    def mends(self, failing: Iterable[Constraint], changes: Values) -> bool:
        """Say whether corrections mend these constraints and break none that they touch."""
        if not all(self.holds(constraint, changes) for constraint in failing):
            return False
        return all(self.holds(one, changes) for one in self.touched(changes).values())


def lines_of(constraints: Iterable[Constraint], values: Sequence[int]) -> list[Line]:
    """Give the equalities among these, of which not one of several is enough, as lines."""
    return [
        line_of(row.factors, row.constant, values)
        for constraint in constraints
        for row in constraint.rows
        if len(constraint.rows) == 1 and row.op == "="
    ]


def problem_of(case: Case, outcomes: Iterable[Outcome]) -> Problem:
    """Give the problem of a solved case and its outcomes."""
    by_id = {one.id: one for one in outcomes}
    figures = case.figures.figures
    units = case.figures.units
    finest: dict[tuple[str, str], int] = {}
    places = list(case.figures.places)
    for number, figure in enumerate(figures):
        if figure.quantum and figure.value:
            key = (places[number][0], units[number].name)
            finest[key] = min(figure.quantum, finest.get(key, figure.quantum))
    fills = [
        figure.quantum or finest.get((places[number][0], units[number].name), 1)
        for number, figure in enumerate(figures)
    ]
    given: list[tuple[str, tuple[Linear, ...], Quotient | None]] = []
    given += [(f"{one.rule}@{one.instance}", (one,), None) for one in case.linears]
    given += [(f"{one.rule}@{one.instance}", (), one) for one in case.quotients]
    choices = [(_chosen(linears, by_id), tuple(linears)) for linears in _choices(case)]
    given += [(chosen, linears, None) for chosen, linears in choices if chosen]
    rollups = frozenset(rule.id for rule in case.regime.rules if rule.kind == "rollup")
    heavy = {
        rule.id: rule.severity is Severity.ERROR and not rule.implied for rule in case.regime.rules
    }
    return Problem(
        values=[figure.value for figure in figures],
        quanta=[0 if figure.state is State.BLANK else figure.quantum for figure in figures],
        fills=fills,
        constraints=tuple(
            replace(
                _constraint(id_, linears, quotient, by_id[id_], heavy),
                open=by_id[id_].rule in rollups,
            )
            for id_, linears, quotient in given
            if by_id[id_].verdict is not Verdict.CANNOT_TELL
        ),
        counts=frozenset(
            number
            for number, (figure, unit) in enumerate(zip(figures, units, strict=True))
            if figure.value >= 0 and unit.dimension in _COUNTS
        ),
    )


def _choices(case: Case) -> Iterator[Sequence[Linear]]:
    """The identities of which one is enough, instance by instance."""
    for rule in case.regime.rules:
        if rule.by.choices is not None:
            yield from rule.by.choices(rule, case)


def _chosen(linears: Sequence[Linear], outcomes: Container[str]) -> str:
    """The outcome that was judged of identities of which one is enough; "" where none applies."""
    names = [f"{one.rule}@{one.instance}" for one in linears]
    return next((name for name in names if name in outcomes), "")


def _constraint(
    id_: str,
    linears: Sequence[Linear],
    quotient: Quotient | None,
    outcome: Outcome,
    heavy: Mapping[str, bool],
) -> Constraint:
    rows = tuple(_row(linear) for linear in linears if not linear.unknown)
    numbers = {number for row in rows for number in row.factors}
    if quotient is not None:
        numbers |= set(quotient.numbers)
    fails = outcome.verdict is Verdict.FAILS
    return Constraint(id_, rows, quotient, frozenset(numbers), heavy[outcome.rule], fails)


def _row(linear: Linear) -> Row:
    factors, constant = integer_row(linear)
    return Row(factors, constant, linear.op)


def _excess(residual: int, op: str) -> int:
    if op == "=":
        return abs(residual)
    return residual if op == "<=" else -residual
