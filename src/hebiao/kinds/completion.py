"""The kind `completion`: a target, what came of it and the rate of completion agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_lane, linked_table
from hebiao.regime.spec import Kind
from hebiao.regime.tables import check_known
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.model import Entry
    from hebiao.regime.spec import Regime, Rule

_AMOUNT = re.compile(
    r"(?P<op>>=|≥|<=|≤|=|>|<)?(?P<number>\d[\d,]{0,15}(?:\.(?P<part>\d{1,6}))?)(?P<unit>\D{0,12})"
)
_MORE = frozenset({">=", "≥", ">", "="})
_LESS = frozenset({"<=", "≤", "<"})
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns of words: the target, what came of it, and the rate in percent."""

    table: str
    lane: str
    columns: tuple[str, str, str]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the three columns."""
    options = rule.options
    table = linked_table(rule, regime, options["table"], "table")
    lane = linked_lane(rule, table, options["lane"], "lane")
    columns = (options["target"], options["result"], options["rate"])
    for column in columns:
        check_known(column, lane.texts, f"{rule.file}：{rule.id}", "列", "column")
    return Plan(table.id, lane.key, columns)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a row whose three cells are printed; not every target has a rate."""
    plan: Plan = rule.plan
    for table in case.figures.instances.get(plan.table, ()):
        rows: dict[str, dict[str, Entry]] = {}
        for entry in table.entries:
            if entry.lane == plan.lane and entry.raw.strip():
                rows.setdefault(entry.row, {})[entry.column] = entry
        for cells in rows.values():
            if all(column in cells for column in plan.columns):
                yield _row(rule, [cells[column] for column in plan.columns])


def _row(rule: Rule, entries: list[Entry]) -> Outcome:
    instance = entries[2].address
    target, result, rate = (_AMOUNT.fullmatch(squeeze(entry.raw)) for entry in entries)
    if target is None or result is None or rate is None or not _comparable(target, result, rate):
        reason = "不是同一单位的数量 no quantities of one unit"
        return Outcome(rule.id, instance, Verdict.NOT_APPLICABLE, reason=reason)
    printed, exact = _number(rate), _WHOLE * _number(result) / _number(target)
    met = exact >= _WHOLE if target["op"] in _MORE else exact <= _WHOLE
    if not met and target["op"] in _LESS:
        reason = "超出上限，评分办法不一 above the bound, scored in various ways"
        return Outcome(rule.id, instance, Verdict.NOT_APPLICABLE, reason=reason)
    place = Fraction(1, 10 ** len(rate["part"] or ""))
    cells = tuple(
        CellRef(entry.address, role)
        for entry, role in zip(entries, ("target", "result", "rate"), strict=True)
    )
    if printed >= _WHOLE if met else abs(printed - exact) <= place / 2:
        return Outcome(rule.id, instance, Verdict.HOLDS, cells)
    if not met and abs(printed - exact) <= place:
        return Outcome(rule.id, instance, Verdict.ROUNDING, cells)
    right = _WHOLE if met else round(float(exact), 2)
    return Outcome(
        rule.id,
        instance,
        Verdict.FAILS,
        cells,
        actual=rate["number"],
        expected=f"{right:.2f}",
        unit="%",
        message=Text(
            f"{instance} 为 {rate['number']}%，目标值 {squeeze(entries[0].raw)}、"
            f"业绩值 {squeeze(entries[1].raw)}，应为 {right:.2f}%",
            f"{instance} is {rate['number']}%; target and result make {right:.2f}%",
        ),
    )


def _comparable(target: re.Match[str], result: re.Match[str], rate: re.Match[str]) -> bool:
    worded = target["op"] is not None and target["unit"] == result["unit"]
    return worded and rate["unit"] in {"", "%"} and _number(target) > 0


def _number(match: re.Match[str]) -> Fraction:
    return Fraction(match["number"].replace(",", ""))


KIND = Kind("completion", json_schema("rules")["$defs"]["completion"], link, judge=judge)
