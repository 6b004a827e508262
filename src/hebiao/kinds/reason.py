"""The kind `reason`: what the text gives as the reason of a change, against the figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import State, parse_figure, squeeze
from hebiao.kinds.case import find
from hebiao.kinds.rates import AMOUNTS, first
from hebiao.kinds.said import lane_kept
from hebiao.model import RowKind
from hebiao.recognise.wording import fold
from hebiao.regime.files import check_patterns, json_schema
from hebiao.regime.link import linked_ref, rule_error
from hebiao.regime.narrative import NARRATIVE
from hebiao.regime.spec import Kind
from hebiao.regime.tables import unit_of
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping

    from hebiao.kinds.case import Case
    from hebiao.kinds.said import Said
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime, Rule

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


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the lanes and references."""
    options = rule.options
    narrative = regime.narrative
    known = [lane.key for lane in narrative.table.lanes] if narrative is not None else []
    least = parse_figure(options.get("threshold", "0 %"), unit_of("%", rule.file))
    if least.state is not State.PRINTED:
        raise rule_error(rule, "threshold", "要写成百分数，如 10 % / must be a percentage")
    return Plan(
        ask=options["ask"],
        lanes=tuple(lane for lane in known if lane_kept(lane, options)),
        column=options.get("column", "理由"),
        threshold=least.value,
        unless=tuple(options.get("unless", [])),
        through=tuple(options.get("through", [])),
        words=check_patterns(options.get("words", []), rule.file, rule.id),
        zero=tuple(linked_ref(rule, regime, text, "zero") for text in options.get("zero", [])),
        differ=tuple(
            linked_ref(rule, regime, text, "differ") for text in options.get("differ", [])
        ),
        items=options.get("items", ""),
    )


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a sentence that the question is about."""
    plan: Plan = rule.plan
    if plan.ask in _ALONE:
        yield from _ALONE[plan.ask](rule, case)
        return
    for lane in plan.lanes:
        for row in case.said.get(lane, ()):
            yield from _ASKED[plan.ask](rule, case, row)


def _given(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """A change from the threshold on has its reason."""
    plan: Plan = rule.plan
    change, rate = row.numbers.get("增减"), row.numbers.get("增幅")
    if change is None or row.subject in plan.unless:
        return
    figures = case.figures.figures
    moved = figures[change].value
    large = rate is None or abs(figures[rate].value) >= plan.threshold
    if not moved or not large:
        return
    cells = (_cell(case, change, "change"),)
    others = (one for one in case.said[row.row.lane] if one.subject in plan.through)
    if any(plan.column in one.texts for one in (row, *others)):
        yield Outcome(rule.id, row.name, Verdict.HOLDS, cells)
        return
    raw = case.figures.entries[change].raw
    message = Text(
        f"{NARRATIVE}.{row.name}：「{raw}」没有说明原因",
        f"{NARRATIVE}.{row.name}: no reason is given for “{raw}”",
    )
    yield Outcome(rule.id, row.name, Verdict.FAILS, cells, message=message)


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
    cells = (_cell(case, change, "change"), *(_cell(case, n, "part") for n in numbers))
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


def _base(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """A reason that speaks of a rise in what was there before has something before it."""
    plan: Plan = rule.plan
    reason = row.texts.get(plan.column)
    amount, change = first(row, AMOUNTS), row.numbers.get("增减")
    if reason is None or amount is None or change is None:
        return
    found = next((m for w in plan.words if (m := w.search(squeeze(reason.raw)))), None)
    if found is None:
        return
    figures = case.figures.figures
    cells = (_cell(case, amount, "amount"), _cell(case, change, "change"))
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
    reason = row.texts.get(plan.column)
    if reason is None:
        return
    found = next((m for w in plan.words if (m := w.search(squeeze(reason.raw)))), None)
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
    cells = tuple(_cell(case, number, "figure") for number in numbers)
    if any(case.figures.figures[number].value for number in numbers):
        yield Outcome(rule.id, row.name, Verdict.HOLDS, cells)
        return
    said = "、".join(case.figures.entries[number].address for number in numbers)
    message = Text(
        f"{NARRATIVE}.{row.name} 的原因写「{found[0]}」，而 {said} 为零",
        f"the reason of {NARRATIVE}.{row.name} says “{found[0]}”, but {said} is zero",
    )
    yield Outcome(rule.id, row.name, Verdict.FAILS, cells, message=message)


def _same(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Different rows do not give the same text word for word; one outcome for each text."""
    plan: Plan = rule.plan
    groups: dict[str, list[Said]] = defaultdict(list)
    for lane in plan.lanes:
        for row in case.said.get(lane, ()):
            if plan.column in row.texts:
                groups[fold(row.texts[plan.column].raw)].append(row)
    for rows in groups.values():
        cells = tuple(CellRef(row.texts[plan.column].address, "text") for row in rows)
        if len({row.star or row.subject for row in rows}) < 2:  # noqa: PLR2004  alone
            yield Outcome(rule.id, rows[0].name, Verdict.HOLDS, cells)
            continue
        names = "、".join(row.row.name for row in rows)
        message = Text(f"{names} 的{plan.column}逐字相同", f"{names}: the same text, word for word")
        yield Outcome(rule.id, rows[0].name, Verdict.FAILS, cells, message=message)


def _differ(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Two figures that differ have their reason beside the first."""
    plan: Plan = rule.plan
    found = [find(case, ref, "", "") for ref in plan.differ]
    unknown = next((one.unknown for one in found if one.unknown), "")
    unstated = next((one.unstated for one in found if one.unstated), "")
    if unknown or unstated:
        verdict = Verdict.CANNOT_TELL if unknown and not unstated else Verdict.NOT_APPLICABLE
        yield Outcome(rule.id, "", verdict, reason=unstated or unknown)
        return
    numbers = [number for one in found for number in one.numbers]
    figures, entries = case.figures.figures, case.figures.entries
    cells = tuple(_cell(case, number, "figure") for number in numbers)
    row = next(r for r in case.said[plan.differ[0].lane] if r.subject == plan.differ[0].row)
    if len({figures[number].value for number in numbers}) == 1 or plan.column in row.texts:
        yield Outcome(rule.id, "", Verdict.HOLDS, cells)
        return
    said = "，".join(f"{entries[n].address} 为 {entries[n].raw}" for n in numbers)
    read = ", ".join(f"{entries[n].address} is {entries[n].raw}" for n in numbers)
    message = Text(f"{said}，没有说明差异原因", f"{read}; no reason is given for the difference")
    yield Outcome(rule.id, "", Verdict.FAILS, cells, message=message)


def _cell(case: Case, number: int, role: str) -> CellRef:
    return CellRef(case.figures.entries[number].address, role)


_ASKED: Mapping[str, Callable[[Rule, Case, Said], Iterator[Outcome]]] = {
    "given": _given,
    "cited": _cited,
    "part": _part,
    "base": _base,
    "against": _against,
}

_ALONE: Mapping[str, Callable[[Rule, Case], Iterator[Outcome]]] = {
    "same": _same,
    "differ": _differ,
}

KIND = Kind("reason", json_schema("rules")["$defs"]["reason"], link, judge=judge)
