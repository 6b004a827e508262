"""The kind `statement`: what a sentence states against the tables and against its own figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.kinds.case import names_in
from hebiao.kinds.guard import has_column
from hebiao.kinds.identity import side
from hebiao.kinds.rates import AMOUNTS, BUDGETS, HUNDRED, RATES, first
from hebiao.kinds.said import lane_kept
from hebiao.kinds.words import bases, direction, named
from hebiao.model import RowKind
from hebiao.regime.files import json_schema
from hebiao.regime.forms import RowsBy
from hebiao.regime.link import linked_formula
from hebiao.regime.narrative import NARRATIVE
from hebiao.regime.spec import Kind
from hebiao.result import Outcome, Verdict
from hebiao.system import Linear, Quotient, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.kinds.said import Said
    from hebiao.regime.formula import Term
    from hebiao.regime.narrative import Statement
    from hebiao.regime.spec import Regime, Rule

EACH = {RowsBy.TREE: "row", RowsBy.CODE: "code", RowsBy.ITEMS: "project"}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which clause of which lanes; what the tables hold, and what shares are of.

    `cells` has, by lane, subject ("*" for codes and items) and column, the right sides; `wholes`
    by lane the right side that its shares are of.
    """

    clause: str
    lanes: tuple[Statement, ...]
    cells: dict[tuple[str, str, str], tuple[tuple[Term, ...], ...]]
    wholes: dict[str, tuple[Term, ...]]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link what the regime's narrative says of cells and wholes."""
    options = rule.options
    statements = regime.narrative.statements if regime.narrative is not None else ()
    lanes = tuple(one for one in statements if lane_kept(one.lane, options))
    cells = {
        (one.lane, subject.key, column): tuple(
            _right(rule, regime, text.replace("{name}", subject.key), one.lane) for text in texts
        )
        for one in (lanes if options["clause"] in {"amount", "variance", "completion"} else ())
        for subject in one.subjects
        for column, texts in (dict(one.cells) | dict(subject.cells)).items()
    }
    shared = [one for one in lanes if one.whole and options["clause"] in {"share", "shares"}]
    wholes = {one.lane: _right(rule, regime, one.whole, one.lane) for one in shared}
    return Plan(options["clause"], lanes, cells, wholes)


def _right(rule: Rule, regime: Regime, text: str, lane: str) -> tuple[Term, ...]:
    """Parse and link an expression of narrative.toml."""
    return linked_formula(rule, regime, f"0 = {text}", f"narrative {lane}").sides[1]


def linear(rule: Rule, case: Case) -> Iterator[Linear | Outcome]:
    """Give the instances of amounts and of sums of shares."""
    plan: Plan = rule.plan
    if plan.clause == "amount":
        for statement in plan.lanes:
            for row in case.said.get(statement.lane, ()):
                yield from _amounts(rule, case, statement, row)
    elif plan.clause == "shares":
        for statement in plan.lanes:
            if statement.shares:
                yield from _shares(rule, case, statement)


def _amounts(rule: Rule, case: Case, statement: Statement, row: Said) -> Iterator[Linear | Outcome]:
    plan: Plan = rule.plan
    subject = row.subject if statement.rows is RowsBy.TREE else "*"
    for (lane, key, column), rights in plan.cells.items():
        if (lane, key) != (statement.lane, subject) or column not in row.numbers:
            continue
        unknown = row.row.kind is RowKind.UNKNOWN
        if unknown or (statement.rows is RowsBy.ITEMS and not _has(case, statement, row)):
            reason = f"{statement.table} 没有这个名称 no such name"
            yield Outcome(rule.id, row.name, Verdict.NOT_APPLICABLE, reason=reason)
            continue
        told = _told(case, statement, row, column)
        if row not in told[:1]:
            continue
        for number, terms in enumerate(rights, 1):
            instance = f"{row.name}.{column}" + (f"#{number}" if len(rights) > 1 else "")
            right = side(case, terms, EACH[statement.rows], row.star)
            lacking = [term.ref for term in terms if term.ref and not has_column(case, term.ref)]
            if right.unstated or lacking:
                reason = right.unstated or f"{lacking[0]} 表中无此列 no such column"
                yield Outcome(rule.id, instance, Verdict.NOT_APPLICABLE, reason=reason)
                continue
            yield Linear(
                rule=rule.id,
                instance=instance,
                op="=",
                left=tuple(Weight(Fraction(1), one.numbers[column]) for one in told),
                right=right.weights,
                left_text=" + ".join(f"{NARRATIVE}.{one.name}.{column}" for one in told),
                right_text=right.text,
                right_constant=right.constant,
                unknown=right.unknown,
            )


def _told(case: Case, statement: Statement, row: Said, column: str) -> list[Said]:
    """The rows that together state what the table has under a name.

    A project's name that several rows of the table have, as two units' may, is told as often.
    """
    if statement.rows is not RowsBy.ITEMS:
        return [row]
    said = case.said.get(statement.lane, ())
    same = [one for one in said if one.star == row.star and column in one.numbers]
    held = case.figures.instances.get(statement.table, ())
    rows = [one for table in held for one in table.rows if one.item == row.star]
    return same if len(same) <= len(rows) else [row]


def _has(case: Case, statement: Statement, row: Said) -> bool:
    """Whether the table has the project; one that was not found counts as having it."""
    held = case.figures.instances.get(statement.table, ())
    return not held or any(row.star in names_in(table) for table in held)


def _shares(rule: Rule, case: Case, statement: Statement) -> Iterator[Linear]:
    """All shares of a lane make 100 %, where every part that is not 0 states its own."""
    rows = [row for row in case.said.get(statement.lane, ()) if "占比" in row.numbers]
    figures = case.figures.figures
    if sum(figures[row.numbers["占比"]].value for row in rows) == 0:
        return
    plan: Plan = rule.plan
    whole = side(case, plan.wholes.get(statement.lane, ()), "row", "").weights
    of = {weight.number for weight in whole}
    silent = [
        row
        for row in case.said.get(statement.lane, ())
        if row not in rows and _value(case, row) and first(row, AMOUNTS) not in of
    ]
    if silent or any(row.again for row in rows):
        return
    yield Linear(
        rule=rule.id,
        instance=statement.lane,
        op="=",
        left=tuple(Weight(Fraction(1), row.numbers["占比"], summed=True) for row in rows),
        right=(),
        left_text=f"{NARRATIVE}.{statement.lane} 各项占比之和",
        right_text="100 %",
        right_constant=HUNDRED,
    )


def _value(case: Case, row: Said) -> int:
    """The row's amount; 0 where it states none."""
    number = first(row, AMOUNTS)
    return 0 if number is None else case.figures.figures[number].value


def quotient(rule: Rule, case: Case) -> Iterator[Quotient | Outcome]:
    """Give the instances of shares, growth, variance and completion rates."""
    plan: Plan = rule.plan
    for statement in plan.lanes if plan.clause in RATES else ():
        for row in case.said.get(statement.lane, ()):
            whole = plan.wholes.get(statement.lane, ()) or _table_budget(plan, statement, row)
            yield from RATES[plan.clause](rule, case, row, whole, EACH[statement.rows])


def _table_budget(plan: Plan, statement: Statement, row: Said) -> tuple[Term, ...]:
    """The cell of the budget that the tables print for a subject."""
    subject = row.subject if statement.rows is RowsBy.TREE else "*"
    rights = (plan.cells.get((statement.lane, subject, column)) for column in BUDGETS)
    return next((one[0] for one in rights if one), ())


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Judge direction words, names and growth from nothing."""
    plan: Plan = rule.plan
    rows = [(one, row) for one in plan.lanes for row in case.said.get(one.lane, ())]
    if plan.clause == "direction":
        for _, row in rows:
            yield from direction(rule, case, row)
    elif plan.clause == "name":
        for statement, row in rows:
            yield from named(rule, case, statement, row)
    elif plan.clause == "base":
        yield from bases(rule, case, [row for _, row in rows])


KIND = Kind(
    "statement",
    json_schema("rules")["$defs"]["statement"],
    link,
    linear=linear,
    quotient=quotient,
    judge=judge,
)
