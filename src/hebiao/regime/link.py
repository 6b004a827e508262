"""Linking: every table, lane, row, column and law that a rule names must be there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from hebiao.errors import RegimeError
from hebiao.regime.files import nearest
from hebiao.regime.forms import RowsBy
from hebiao.regime.formula import FormulaError, parse_formula, parse_guard, parse_ref
from hebiao.regime.narrative import NARRATIVE

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.regime.forms import Lane, TableSpec
    from hebiao.regime.formula import Condition, Formula, Ref
    from hebiao.regime.spec import Regime, Rule

T = TypeVar("T")

ROW_SETS = ("leaf", "class", "unit")
"""Row patterns that name a set of rows of the table, for `sum(…)`."""


def link_rules(regime: Regime, rules: list[Rule]) -> Regime:
    """Give the regime with its rules linked: each `plan` made by the rule's kind."""
    linked = []
    for rule in rules:
        for law in rule.basis:
            if law not in regime.law:
                raise rule_error(
                    rule,
                    "basis",
                    f"没有法规「{law}」 / no such law{nearest(law, list(regime.law))}",
                )
        linked.append(replace(rule, plan=rule.by.link(rule, regime)))
    return replace(regime, rules=tuple(linked))


def rule_error(rule: Rule, place: str, message: str) -> RegimeError:
    """Make the error that names file, rule and place."""
    return RegimeError("rule", f"{rule.file}：规则 rule {rule.id}：{place}：{message}")


def linked_formula(rule: Rule, regime: Regime, text: str, place: str = "formula") -> Formula:
    """Parse a formula and link its references; `RegimeError` with the place where it fails."""
    formula = _parsed(rule, parse_formula, text, place)
    for ref in formula.refs():
        check_ref(rule, regime, ref, place)
    return formula


def linked_guard(rule: Rule, regime: Regime, text: str) -> tuple[Condition, ...]:
    """Parse a guard and link its references."""
    guard = _parsed(rule, parse_guard, text, "when")
    for condition in guard:
        check_ref(rule, regime, condition.ref, "when")
    return guard


def linked_ref(rule: Rule, regime: Regime, text: str, place: str, *, texts: bool = False) -> Ref:
    """Parse one reference and link it; with `texts` it may be to a column of words."""
    ref = _parsed(rule, parse_ref, text, place)
    check_ref(rule, regime, ref, place, texts=texts)
    return ref


def linked_table(rule: Rule, regime: Regime, table_id: str, place: str) -> TableSpec:
    """Give the table a rule names."""
    table = regime.table(table_id)
    if table is None:
        known = [table.id for table in regime.tables]
        raise rule_error(
            rule, place, f"没有表「{table_id}」 / no table {table_id}{nearest(table_id, known)}"
        )
    return table


def linked_lane(rule: Rule, table: TableSpec, key: str, place: str) -> Lane:
    """Give the lane a rule names; a table of one lane needs none named."""
    lane = table.lanes[0] if not key and len(table.lanes) == 1 else table.lane(key)
    if lane is None:
        known = [lane.key for lane in table.lanes]
        raise rule_error(
            rule, place, f"{table.id} 没有栏「{key}」 / no lane {key}{nearest(key, known)}"
        )
    return lane


def check_ref(rule: Rule, regime: Regime, ref: Ref, place: str, *, texts: bool = False) -> None:
    """Hold one reference against the regime's tables."""
    table = linked_table(rule, regime, ref.table, place)
    lane = linked_lane(rule, table, ref.lane, place)
    if ref.column not in (*lane.columns, *(lane.texts if texts else ())):
        raise rule_error(
            rule,
            place,
            f"{ref}：{table.id} 没有列「{ref.column}」 / no column {ref.column}"
            f"{nearest(ref.column, lane.columns)}",
        )
    known = [row.key for row in lane.tree] + ([lane.total.key] if lane.total else [])
    again = ref.row.partition("#")[0] if table.id == NARRATIVE else ref.row
    free = ref.row.startswith("*") or ref.row in ROW_SETS or again in known
    if not free and (lane.rows is RowsBy.TREE or not ref.row.isdigit()):
        raise rule_error(
            rule,
            place,
            f"{ref}：{table.id} 没有行「{ref.row}」 / no row {ref.row}{nearest(ref.row, known)}",
        )
    if bool(table.repeats) != bool(ref.instance):
        raise rule_error(
            rule,
            place,
            f"{ref}：重复的表写作 {table.id}{{*}}，其他表不写 / "
            "a form that recurs is written with {*}, any other without",
        )
    if ref.row.startswith("*") and ref.row not in {"*", "*/leaf"}:
        near = nearest(ref.row, ["*", "*/leaf"])
        raise rule_error(rule, place, f"{ref}：行「{ref.row}」不识 / unknown set of rows{near}")
    if (ref.row in ROW_SETS or ref.row == "*/leaf") and not ref.summed:
        raise rule_error(rule, place, f"{ref}：行的集合要用 sum(…) / a set of rows needs sum(…)")


def check_each(rule: Rule, each: str, *, starred: bool) -> None:
    """Hold what `*` ranges over against whether a reference has one."""
    if starred and not each:
        raise rule_error(
            rule,
            "each",
            "有 *，要用 each 写明它代表什么（row、code、project…） / "
            "say with each what * stands for (row, code, project …)",
        )
    if each and not starred:
        raise rule_error(
            rule,
            "each",
            f"写了 each = {each}，却没有写 [*] 的行 / each = {each} needs a reference with [*]",
        )


def _parsed(rule: Rule, parse: Callable[[str], T], text: str, place: str) -> T:
    try:
        return parse(text)
    except FormulaError as error:
        raise rule_error(rule, place, f"「{text}」{error} / does not parse") from error
