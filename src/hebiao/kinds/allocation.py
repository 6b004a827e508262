"""The kind `allocation`: the economic item a text names for money, against the column it is in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.kinds.case import Case, find
from hebiao.recognise.wording import SURE, alike, fold
from hebiao.regime.files import json_schema
from hebiao.regime.link import linked_ref, rule_error
from hebiao.regime.narrative import NARRATIVE
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.said import Said
    from hebiao.regime.forms import Classification
    from hebiao.regime.formula import Ref
    from hebiao.regime.spec import Regime, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """The lane of named amounts, the classification of the names, and the table's columns.

    `columns` are, by economic class, the references that may hold its money.
    """

    lane: str
    known: Classification
    columns: dict[str, tuple[Ref, ...]]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the lane, the classification and the columns."""
    options = rule.options
    known = regime.classifications.get(options["classification"])
    if known is None:
        raise rule_error(
            rule, "classification", f"没有分类「{options['classification']}」 / no such one"
        )
    columns = {
        code: tuple(linked_ref(rule, regime, text, f"columns {code}") for text in texts)
        for code, texts in options["columns"].items()
    }
    return Plan(options["lane"], known, columns)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a named amount."""
    plan: Plan = rule.plan
    stated: dict[tuple[str, frozenset[str]], int] = defaultdict(int)
    for row in case.said.get(plan.lane, ()):
        number = row.numbers.get("金额")
        if number is None:
            continue
        classes = _classes(row.row.name, plan.known).intersection(plan.columns)
        if not classes:
            reason = f"「{row.row.name}」不在经济分类中 not in the classification"
            yield Outcome(rule.id, row.name, Verdict.CANNOT_TELL, reason=reason)
            continue
        stated[row.row.unit, classes] += case.figures.figures[number].value
        yield _one(rule, case, row, classes, stated[row.row.unit, classes])


def _one(rule: Rule, case: Case, row: Said, classes: frozenset[str], total: int) -> Outcome:
    plan: Plan = rule.plan
    project = fold(row.row.unit.strip("'").replace("''", "'"))
    numbers: list[int] = []
    for ref in (ref for code in sorted(classes) for ref in plan.columns[code]):
        found = find(case, ref, "project", project)
        if found.unknown:
            return Outcome(rule.id, row.name, Verdict.CANNOT_TELL, reason=found.unknown)
        numbers += found.numbers
    figures, entries = case.figures.figures, case.figures.entries
    own = row.numbers["金额"]
    cells = (
        CellRef(entries[own].address, "amount"),
        *(CellRef(entries[number].address, "column") for number in numbers),
    )
    if not numbers:
        reason = "表中没有这个项目 no such project in the table"
        return Outcome(rule.id, row.name, Verdict.NOT_APPLICABLE, cells, reason=reason)
    held = sum(figures[number].value for number in numbers)
    slack = figures[own].quantum + sum(figures[number].quantum for number in numbers)
    if 2 * (total - held) <= slack:
        return Outcome(rule.id, row.name, Verdict.HOLDS, cells)
    unit = case.figures.units[own]
    name, column = row.row.name, entries[numbers[0]].column
    of = "、".join(f"{code} {plan.known.names.get(code, '')}" for code in sorted(classes))
    message = Text(
        f"{NARRATIVE}.{plan.lane} 把 {entries[own].raw} 列为「{name}」，属 {of}；"
        f"表中该列为 {unit.text(held)} {unit.name}",
        f"{NARRATIVE}.{plan.lane} gives {entries[own].raw} as {name}, of {of}; "
        f"the column {column} holds {unit.text(held)}",
    )
    return Outcome(
        rule.id,
        row.name,
        Verdict.FAILS,
        cells,
        actual=unit.text(total),
        expected=unit.text(held),
        unit=unit.name,
        message=message,
    )


def _classes(name: str, known: Classification) -> frozenset[str]:
    """The classes of the items that a name may mean: those called so, else those called alike."""
    folded = fold(name)
    for least in (1.0, SURE):
        classes = frozenset(
            code[: known.levels[0]]
            for code, own in known.names.items()
            if alike(fold(own), folded) >= least
        )
        if classes:
            return classes
    return frozenset()


KIND = Kind("allocation", json_schema("rules")["$defs"]["allocation"], link, judge=judge)
