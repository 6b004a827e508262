"""What every linear kind says of a solved instance: verdict, sides, message."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hebiao.figure import Dimension, State
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    import pandas as pd

    from hebiao.figure import Unit
    from hebiao.kinds.case import Case
    from hebiao.system import Linear, Weight

_SHORT = 3
_OPS = {
    "=": ("应等于", "should equal"),
    "<=": ("应不大于", "should not exceed"),
    ">=": ("应不小于", "should not be below"),
}


class Solved(NamedTuple):
    """One row of the solved system."""

    left: int
    right: int
    residual: int
    slack: int
    excess: int
    scale: int
    told: bool
    fails: bool


def rows(ledger: pd.DataFrame, failing: Container[int]) -> Iterator[Solved]:
    """Give the rows of `system.solve`'s frame; `failing` holds the numbers of those that fail."""
    columns = [ledger[name].tolist() for name in Solved._fields[:-1]]
    for number, values in enumerate(zip(*columns, strict=True)):
        yield Solved._make((*values, number in failing))


def outcome(linear: Linear, solved: Solved, case: Case) -> Outcome:
    """Give the outcome of one instance; a message where it fails."""
    verdict = _verdict(linear, solved, case)
    cells = _cells(linear, case, all_=verdict is Verdict.FAILS)
    if verdict in {Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE}:
        reason = linear.unknown or ("超出范围 out of range" if not solved.told else "")
        return Outcome(linear.rule, linear.instance, verdict, cells, linear.formula, reason=reason)
    unit = _unit(linear, case)
    actual, expected, residual = (
        unit.text(Fraction(value, solved.scale))
        for value in (solved.left, solved.right, solved.residual)
    )
    slack = unit.text(Fraction(solved.slack, 2 * solved.scale))
    told = Outcome(
        linear.rule,
        linear.instance,
        verdict,
        cells,
        linear.formula,
        actual=actual,
        expected=expected,
        residual=residual,
        slack=slack,
        unit=unit.name,
    )
    return told if verdict is not Verdict.FAILS else _failing(told, linear, case)


def _unit(linear: Linear, case: Case) -> Unit:
    """The document's unit for money, else that of the figures compared."""
    own = case.figures.units[linear.weights[0].number]
    return case.figures.document.unit if own.dimension is Dimension.MONEY else own


def _failing(told: Outcome, linear: Linear, case: Case) -> Outcome:
    unit = _unit(linear, case)
    left = _filled(linear.left, linear.left_constant, case, unit)
    right = _filled(linear.right, linear.right_constant, case, unit)
    zh, en = _OPS[linear.op]
    said = _said(linear, case)
    gap = (told.residual or "").removeprefix("-")
    message = Text(
        f"{linear.left_text} 为 {told.actual}，{zh}{said.zh}，"
        f"即 {told.expected}，相差 {gap} {unit.name}",
        f"{linear.left_text} is {told.actual}, {en} {said.en}, "
        f"which is {told.expected}; off by {gap}",
    )
    return Outcome(
        told.rule,
        told.instance,
        told.verdict,
        told.cells,
        told.formula,
        filled=f"{left} {linear.op} {right}",
        actual=told.actual,
        expected=told.expected,
        residual=told.residual,
        slack=told.slack,
        unit=told.unit,
        message=message,
    )


def _verdict(linear: Linear, solved: Solved, case: Case) -> Verdict:
    if not solved.told:
        return Verdict.CANNOT_TELL
    states = {case.figures.figures[weight.number].state for weight in linear.weights}
    if states <= {State.BLANK}:
        return Verdict.NOT_APPLICABLE
    if solved.fails:
        return Verdict.FAILS
    return Verdict.ROUNDING if solved.excess > 0 else Verdict.HOLDS


def _cells(linear: Linear, case: Case, *, all_: bool) -> tuple[CellRef, ...]:
    """The cells of both sides; of a set of rows only those not blank, unless `all_` are asked."""
    return tuple(
        CellRef(case.figures.entries[weight.number].address, role)
        for role, side in (("left", linear.left), ("right", linear.right))
        for weight in side
        if all_ or not weight.summed or case.figures.figures[weight.number].state is not State.BLANK
    )


def _said(linear: Linear, case: Case) -> Text:
    """The right side in few words: a sum of parts, or columns of the same row, blanks left out."""
    entries = [case.figures.entries[weight.number] for weight in linear.weights]
    parts = len(linear.right)
    if parts and all(weight.summed for weight in linear.right):
        columns = {entry.address[entry.address.rindex("]") :] for entry in entries}
        tables = {entry.address.partition("[")[0] for entry in entries}
        if len(columns) == len(tables) == 1:
            return Text(f"其下 {parts} 行之和", f"the sum of its {parts} parts")
    rows = {entry.address[: entry.address.rindex("]")] for entry in entries}
    if parts < 2 or len(rows) > 1:  # noqa: PLR2004  one term says itself
        return Text(f" {linear.right_text}", linear.right_text)
    words = []
    for weight in _telling(linear.right, case):
        sign = "- " if weight.factor < 0 else "+ "
        size = "" if abs(weight.factor) == 1 else f"{abs(weight.factor)} × "
        words.append(f"{sign}{size}{case.figures.entries[weight.number].column}")
    short = " ".join(words).removeprefix("+ ")
    return Text(f"同行的 {short}", f"{short} of the same row")


def _telling(side: tuple[Weight, ...], case: Case) -> list[Weight]:
    """The weights worth writing out: all of a short side, of a long one those not blank."""
    if len(side) <= _SHORT and not any(weight.summed for weight in side):
        return list(side)
    printed = [w for w in side if case.figures.figures[w.number].state is not State.BLANK]
    return printed or list(side[:1])


def _filled(side: tuple[Weight, ...], constant: Fraction, case: Case, unit: Unit) -> str:
    """Write a side with its figures."""
    parts = []
    for weight in _telling(side, case):
        figure = case.figures.figures[weight.number]
        text = "空" if figure.state is State.BLANK else unit.text(figure.value)
        size = abs(weight.factor)
        parts.append(("-" if weight.factor < 0 else "+", text if size == 1 else f"{size} × {text}"))
    if constant or not parts:
        parts.append(("-" if constant < 0 else "+", unit.text(abs(constant))))
    first = parts[0][1] if parts[0][0] == "+" else f"-{parts[0][1]}"
    return first + "".join(f" {sign} {text}" for sign, text in parts[1:])
