"""What every kind of rates says of an instance: a stated rate against the one computed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from hebiao.figure import Unit
    from hebiao.kinds.case import Case
    from hebiao.system import Form, Quotient


def outcome(quotient: Quotient, case: Case) -> Outcome:
    """Give the outcome of one instance; a message where it fails."""
    figures, entries = case.figures.figures, case.figures.entries
    cells = _cells(quotient, case)
    told = (quotient.rule, quotient.instance)
    unread = next((n for n in quotient.numbers if not figures[n].known), None)
    if unread is not None:
        reason = f"{entries[unread].address} 读不出 unreadable: {figures[unread].reason}"
        return Outcome(*told, Verdict.CANNOT_TELL, cells, reason=reason)

    def value(number: int) -> Fraction:
        return Fraction(figures[number].value)

    def half(number: int) -> Fraction:
        return Fraction(figures[number].quantum, 2)

    holds = quotient.holds(value, half)
    nothing = not quotient.whole.at(value) and not quotient.part.at(value)
    exact = Fraction(0) if nothing else quotient.exact(value)
    if exact is None or holds is None:
        reason = "除数为零或不定 the whole is zero, or may be"
        return Outcome(*told, Verdict.NOT_APPLICABLE, cells, reason=reason)
    stated, unit = value(quotient.value), case.figures.units[quotient.value]
    place = 2 * half(quotient.value)
    expected = round(exact / place) * place if place else exact
    if expected == stated:
        return Outcome(*told, Verdict.HOLDS, cells, residual="0")
    address = entries[quotient.value].address
    message = Text(
        f"{address} 为 {unit.text(stated)}{unit.name}，按 {quotient.right_text} 应为 "
        f"{unit.text(expected)}{unit.name}",
        f"{address} is {unit.text(stated)}{unit.name}, computed {unit.text(expected)}{unit.name}",
    )
    return Outcome(
        *told,
        Verdict.ROUNDING if holds else Verdict.FAILS,
        cells,
        formula=f"{address} = {quotient.right_text}",
        filled="" if holds else _filled(quotient, case, unit),
        actual=unit.text(stated),
        expected=unit.text(expected),
        residual=unit.text(stated - expected),
        slack=unit.text(place),
        unit=unit.name,
        message=None if holds else message,
    )


def _cells(quotient: Quotient, case: Case) -> tuple[CellRef, ...]:
    """The stated rate, then each figure once with the first part it takes."""
    roles = {quotient.value: "value"}
    for role, form in (("of", quotient.of), ("part", quotient.part), ("whole", quotient.whole)):
        for weight in form.weights:
            roles.setdefault(weight.number, role)
    return tuple(CellRef(case.figures.entries[n].address, role) for n, role in roles.items())


def _filled(quotient: Quotient, case: Case, unit: Unit) -> str:
    stated = unit.text(case.figures.figures[quotient.value].value)
    of, part, whole = (
        _written(form, case, unit) for form in (quotient.of, quotient.part, quotient.whole)
    )
    return f"{stated} = {of} × {part} ÷ {whole}"


def _written(form: Form, case: Case, unit: Unit) -> str:
    """Write a form with its figures, each in its own unit; a constant alone in the rate's."""
    if not form.weights:
        return unit.text(form.constant)
    text = ""
    for weight in form.weights:
        amount = case.figures.units[weight.number].text(case.figures.figures[weight.number].value)
        size = abs(weight.factor)
        shown = amount if size == 1 else f"{size} × {amount}"
        text += f" {'-' if weight.factor < 0 else '+'} {shown}"
    text = text.removeprefix(" + ").lstrip()
    return f"({text})" if len(form.weights) > 1 else text
