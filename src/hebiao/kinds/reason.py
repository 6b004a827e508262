"""The kind `reason`: what the text gives as the reason of a change, against the figures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hebiao.figure import State, parse_figure
from hebiao.kinds.case import find
from hebiao.kinds.grounds import ASKED, Plan, cell
from hebiao.kinds.said import lane_kept
from hebiao.recognise.wording import fold
from hebiao.regime.files import check_patterns, json_schema
from hebiao.regime.link import linked_ref, rule_error
from hebiao.regime.narrative import NARRATIVE
from hebiao.regime.spec import Kind
from hebiao.regime.tables import unit_of
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hebiao.kinds.case import Case
    from hebiao.kinds.said import Said
    from hebiao.regime.spec import Regime, Rule


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
    """Give one outcome a sentence that the question is about, or one of what is asked at once."""
    plan: Plan = rule.plan
    if plan.ask in _ALONE:
        yield from _ALONE[plan.ask](rule, case)
        return
    for lane in plan.lanes:
        for row in case.said.get(lane, ()):
            yield from ASKED[plan.ask](rule, case, row)


def _given(rule: Rule, case: Case) -> Iterator[Outcome]:
    """A change from the threshold on has its reason.

    Where a total's reason may stand for those of its parts, the parts without are one omission.
    """
    plan: Plan = rule.plan
    for lane in plan.lanes:
        rows = case.said.get(lane, ())
        totals = [one for one in rows if one.subject in plan.through]
        lacking = []
        for row in (one for one in rows if _due(case, plan, one)):
            if any(plan.column in one.texts for one in (row, *totals)):
                cells = (cell(case, row.numbers["增减"], "change"),)
                yield Outcome(rule.id, row.name, Verdict.HOLDS, cells)
            else:
                lacking.append(row)
        for group in [lacking] if lacking and totals else [[one] for one in lacking]:
            yield _ungiven(rule, case, group)


def _due(case: Case, plan: Plan, row: Said) -> bool:
    """Whether a row states a change that is to have a reason."""
    change, rate = row.numbers.get("增减"), row.numbers.get("增幅")
    if change is None or row.subject in plan.unless:
        return False
    figures = case.figures.figures
    large = rate is None or abs(figures[rate].value) >= plan.threshold
    return bool(figures[change].value) and large


def _ungiven(rule: Rule, case: Case, rows: Sequence[Said]) -> Outcome:
    """The outcome of rows that lack their reason; of several, it is named by their lane."""
    cells = tuple(cell(case, row.numbers["增减"], "change") for row in rows)
    said = [(row.name, case.figures.entries[row.numbers["增减"]].raw) for row in rows]
    zh = "；".join(f"{NARRATIVE}.{name}：「{raw}」" for name, raw in said)
    en = "; ".join(f"{NARRATIVE}.{name}: “{raw}”" for name, raw in said)
    message = Text(f"{zh}没有说明原因", f"no reason is given for {en}")
    at = rows[0].name if len(rows) == 1 else rows[0].row.lane
    return Outcome(rule.id, at, Verdict.FAILS, cells, message=message)


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
    cells = tuple(cell(case, number, "figure") for number in numbers)
    row = next(r for r in case.said[plan.differ[0].lane] if r.subject == plan.differ[0].row)
    if len({figures[number].value for number in numbers}) == 1 or plan.column in row.texts:
        yield Outcome(rule.id, "", Verdict.HOLDS, cells)
        return
    said = "，".join(f"{entries[n].address} 为 {entries[n].raw}" for n in numbers)
    read = ", ".join(f"{entries[n].address} is {entries[n].raw}" for n in numbers)
    message = Text(f"{said}，没有说明差异原因", f"{read}; no reason is given for the difference")
    yield Outcome(rule.id, "", Verdict.FAILS, cells, message=message)


_ALONE: Mapping[str, Callable[[Rule, Case], Iterator[Outcome]]] = {
    "given": _given,
    "same": _same,
    "differ": _differ,
}

KIND = Kind("reason", json_schema("rules")["$defs"]["reason"], link, judge=judge)
