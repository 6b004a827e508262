"""The kind `targets`: amounts written among words as targets add up to the amount they split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.figure import UNITS, State, parse_figure, squeeze
from hebiao.kinds.case import find, shown, stars, tables_of
from hebiao.recognise.wording import fold
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_lane, linked_ref, linked_table
from hebiao.regime.spec import Kind
from hebiao.regime.tables import check_known
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.figure import Figure
    from hebiao.kinds.case import Case
    from hebiao.model import Entry, Table
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime, Rule

_AMOUNT = re.compile(r"(?:[<>=≤≥]{0,2}|不超过|不高于)(?P<amount>\d[\d,]*(?:\.\d+)?)(?P<unit>万?元)")
_EACH = re.compile(r"均|每|单价|单位成本|标准|人次|次数")
_LEAST = 2
_SPLIT = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Plan:
    """The words that hold targets, those that say of which kind they are, and the amount."""

    lane: str
    column: str
    group: str
    of: str
    total: Ref


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the columns and the reference."""
    options = rule.options
    table = linked_table(rule, regime, options["table"], "table")
    lane = linked_lane(rule, table, options["lane"], "lane")
    for key in ("column", "group"):
        check_known(options[key], lane.texts, f"{rule.file}：{rule.id}：{key}", "列", "column")
    total = linked_ref(rule, regime, options["total"], "total")
    return Plan(lane.key, options["column"], options["group"], fold(options["of"]), total)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a table; where the targets are no split of the amount, it does not apply."""
    plan: Plan = rule.plan
    names, unknown = stars(case, "instance", [plan.total])
    if unknown:
        yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=unknown)
    for name in names:
        found = find(case, plan.total, "instance", name)
        (table,) = tables_of(case, plan.total, "instance", name)
        if found.unknown or not found.numbers:
            reason = found.unknown or "没有金额 no money"
            verdict = Verdict.CANNOT_TELL if found.unknown else Verdict.NOT_APPLICABLE
            yield Outcome(rule.id, shown(name), verdict, reason=reason)
        else:
            yield _judged(rule, case, name, found.numbers[0], _targets(plan, table))


def _targets(plan: Plan, table: Table) -> list[Entry]:
    """The cells of the targets of that kind, none that is empty."""
    rows: dict[str, dict[str, Entry]] = {}
    for entry in table.entries:
        if entry.lane == plan.lane:
            rows.setdefault(entry.row, {})[entry.column] = entry
    group = ""
    found = []
    for cells in rows.values():
        if plan.group in cells:
            group = fold(cells[plan.group].raw) or group
        target = cells.get(plan.column)
        if group == plan.of and target is not None and target.raw.strip():
            found.append(target)
    return found


def _judged(rule: Rule, case: Case, name: str, total: int, targets: list[Entry]) -> Outcome:
    figures = [_money(entry) for entry in targets]
    money = case.figures.figures[total]
    unit = case.figures.units[total]
    amounts = [figure for figure in figures if figure is not None]
    summed = sum(figure.value for figure in amounts)
    slack = sum(figure.quantum for figure in (*amounts, money))
    split = len(amounts) == len(targets) >= _LEAST and summed >= _SPLIT * money.value
    if not split or not money.value or any(figure.value >= money.value for figure in amounts):
        reason = "成本指标不是对资金的分解 no split of the money"
        return Outcome(rule.id, shown(name), Verdict.NOT_APPLICABLE, reason=reason)
    residual = summed - money.value
    address = case.figures.entries[total].address
    fails = 2 * abs(residual) > slack
    verdict = Verdict.FAILS if fails else Verdict.ROUNDING if residual else Verdict.HOLDS
    said = " + ".join(unit.text(figure.value) for figure in amounts)
    message = Text(
        f"{rule.options['of']}合计 {unit.text(summed)} {unit.name}，{address} 为 "
        f"{unit.text(money.value)}，相差 {unit.text(abs(residual))}",
        f"the targets add up to {unit.text(summed)}, {address} is {unit.text(money.value)}; "
        f"off by {unit.text(abs(residual))}",
    )
    return Outcome(
        rule.id,
        shown(name),
        verdict,
        (*(CellRef(entry.address, "left") for entry in targets), CellRef(address, "right")),
        filled=f"{said} = {unit.text(money.value)}" if fails else "",
        actual=unit.text(summed),
        expected=unit.text(money.value),
        residual=unit.text(residual),
        slack=unit.text(Fraction(slack, 2)),
        unit=unit.name,
        message=message if fails else None,
    )


def _money(entry: Entry) -> Figure | None:
    """The amount of a target that is one of money as a whole, of no unit price."""
    match = _AMOUNT.fullmatch(squeeze(entry.raw))
    if match is None or _EACH.search(entry.row):
        return None
    figure = parse_figure(match["amount"], UNITS[match["unit"]])
    return figure if figure.state is State.PRINTED else None


KIND = Kind("targets", json_schema("rules")["$defs"]["targets"], link, judge=judge)
