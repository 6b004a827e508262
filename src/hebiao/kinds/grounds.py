"""What a reason says, against the figures: the amounts, the items and the events it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.kinds.case import find
from hebiao.kinds.rates import AMOUNTS, first
from hebiao.model import RowKind
from hebiao.recognise.wording import fold
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping

    from hebiao.kinds.case import Case
    from hebiao.kinds.said import Said
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Rule

_SHORTEST = 4
"""A name shorter than this may stand in a reason by chance."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of the reasons of which lanes.

    `threshold` is the rate of change, in base units, from which a reason is due, `unless` the
    subjects whose parts give theirs, `through` those whose own stands for their parts'; `words`
    are what is looked for in it, `zero` the figures that must then not all be 0; two figures that
    `differ` want a reason; `items` is the lane whose changes explain those of totals.
    """

    ask: str
    lanes: tuple[str, ...]
    column: str
    threshold: int
    unless: tuple[str, ...]
    through: tuple[str, ...]
    words: tuple[re.Pattern[str], ...]
    zero: tuple[Ref, ...]
    differ: tuple[Ref, ...]
    items: str


def cell(case: Case, number: int, role: str) -> CellRef:
    """Give a figure as a cell of an outcome."""
    return CellRef(case.figures.entries[number].address, role)


def _cited(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """The amount that a reason cites goes the same way and explains half of the change."""
    change, cited = row.numbers.get("增减"), row.numbers.get("理由增减")
    if change is None or cited is None:
        return
    yield _explained(rule, case, row, case.figures.figures[cited].value, [cited])


def _part(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """The items that a total's reason names explain half of its change."""
    plan: Plan = rule.plan
    reason = row.texts.get(plan.column)
    if reason is None or "增减" not in row.numbers:
        return
    named = _named(case, fold(reason.raw))
    rows = [
        one
        for one in case.said.get(plan.items, ())
        if any(one.row.code.startswith(code) for code in named) and "增减" in one.numbers
    ]
    if named and rows:
        numbers = [one.numbers["增减"] for one in rows]
        explained = sum(case.figures.figures[number].value for number in numbers)
        yield _explained(rule, case, row, explained, numbers)


def _explained(rule: Rule, case: Case, row: Said, explained: int, numbers: list[int]) -> Outcome:
    change = row.numbers["增减"]
    moved, unit = case.figures.figures[change].value, case.figures.units[change]
    cells = (cell(case, change, "change"), *(cell(case, n, "part") for n in numbers))
    if not moved:
        reason = "没有增减 nothing changed"
        return Outcome(rule.id, row.name, Verdict.NOT_APPLICABLE, cells, reason=reason)
    if 2 * explained * moved >= moved * moved:
        return Outcome(rule.id, row.name, Verdict.HOLDS, cells)
    message = Text(
        f"{NARRATIVE}.{row.name} 增减 {unit.text(moved)}，所列原因只说明 {unit.text(explained)}"
        f" {unit.name}，不到一半",
        f"{NARRATIVE}.{row.name} changed by {unit.text(moved)}; its reason explains "
        f"{unit.text(explained)}, less than half",
    )
    return Outcome(
        rule.id,
        row.name,
        Verdict.FAILS,
        cells,
        actual=unit.text(explained),
        expected=unit.text(moved),
        unit=unit.name,
        message=message,
    )


def _named(case: Case, reason: str) -> frozenset[str]:
    """The codes that a reason names, the longest name at each place alone."""
    names: dict[str, str] = {}
    for table in case.figures.document.tables:
        for row in table.rows:
            if row.kind is RowKind.CODE and row.name:
                names.setdefault(fold(row.name), row.code)
    found: set[str] = set()
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= _SHORTEST and name in reason:
            found.add(names[name])
            reason = reason.replace(name, "·")
    return frozenset(found)


def _words(plan: Plan, row: Said) -> re.Match[str] | None:
    """The first of the words looked for that a row's reason has."""
    reason = row.texts.get(plan.column)
    if reason is None:
        return None
    return next((m for w in plan.words if (m := w.search(squeeze(reason.raw)))), None)


def _base(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """A reason that speaks of a rise in what was there before has something before it."""
    plan: Plan = rule.plan
    amount, change = first(row, AMOUNTS), row.numbers.get("增减")
    found = _words(plan, row)
    if found is None or amount is None or change is None:
        return
    figures = case.figures.figures
    cells = (cell(case, amount, "amount"), cell(case, change, "change"))
    if not figures[change].value or figures[amount].value != figures[change].value:
        yield Outcome(rule.id, row.name, Verdict.HOLDS, cells)
        return
    message = Text(
        f"{NARRATIVE}.{row.name}：上年为零，原因却写「{found[0]}」",
        f"{NARRATIVE}.{row.name}: there was nothing last year, but the reason says “{found[0]}”",
    )
    yield Outcome(rule.id, row.name, Verdict.FAILS, cells, message=message)


def _against(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """What a reason says has happened shows in a figure of the document."""
    plan: Plan = rule.plan
    found = _words(plan, row)
    if found is None:
        return
    numbers: list[int] = []
    for ref in plan.zero:
        told = find(case, ref, "", "")
        if told.unknown or not told.numbers:
            why = told.unknown or told.unstated or f"{ref} 为空 blank"
            yield Outcome(rule.id, row.name, Verdict.CANNOT_TELL, reason=why)
            return
        numbers += told.numbers
    cells = tuple(cell(case, number, "figure") for number in numbers)
    if any(case.figures.figures[number].value for number in numbers):
        yield Outcome(rule.id, row.name, Verdict.HOLDS, cells)
        return
    said = "、".join(case.figures.entries[number].address for number in numbers)
    message = Text(
        f"{NARRATIVE}.{row.name} 的原因写「{found[0]}」，而 {said} 为零",
        f"the reason of {NARRATIVE}.{row.name} says “{found[0]}”, but {said} is zero",
    )
    yield Outcome(rule.id, row.name, Verdict.FAILS, cells, message=message)


ASKED: Mapping[str, Callable[[Rule, Case, Said], Iterator[Outcome]]] = {
    "cited": _cited,
    "part": _part,
    "base": _base,
    "against": _against,
}
"""The questions that are asked of each row alone."""
