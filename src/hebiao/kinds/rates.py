"""The rates that a sentence states: share, growth, variance and completion, as quotients."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hebiao.figure import UNITS, State
from hebiao.kinds.identity import side
from hebiao.result import Outcome, Verdict
from hebiao.system import Form, Quotient, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hebiao.kinds.case import Case
    from hebiao.kinds.said import Said
    from hebiao.regime.formula import Term
    from hebiao.regime.spec import Rule

HUNDRED = Fraction(100 * UNITS["%"].base)
AMOUNTS = ("金额", "决算数")
BUDGETS = ("全年预算数", "年初预算数", "预算数")
SPENT = ("决算数", "金额", "全年执行数")


def first(row: Said, columns: Iterable[str]) -> int | None:
    """Give the number of the first of these columns that a row states."""
    return next((row.numbers[column] for column in columns if column in row.numbers), None)


def _one(number: int) -> Weight:
    return Weight(Fraction(1), number)


def _share(
    rule: Rule, case: Case, row: Said, of: tuple[Term, ...], each: str
) -> Iterator[Quotient | Outcome]:
    amount = first(row, AMOUNTS)
    if "占比" not in row.numbers or amount is None or not of:
        return
    instance = f"{row.name}.占比"
    if case.figures.figures[row.numbers["占比"]].state is State.BLANK:
        return
    whole = side(case, of, each, row.star)
    if whole.unknown or whole.unstated:
        verdict = Verdict.CANNOT_TELL if whole.unknown else Verdict.NOT_APPLICABLE
        yield Outcome(rule.id, instance, verdict, reason=whole.unknown or whole.unstated)
        return
    yield Quotient(
        rule.id,
        instance,
        row.numbers["占比"],
        Form(constant=HUNDRED),
        Form((_one(amount),)),
        Form(whole.weights, whole.constant),
        right_text=f"100 % × {row.name} ÷ {whole.text}",
    )


def _growth(rule: Rule, case: Case, row: Said, *_: object) -> Iterator[Quotient]:
    """Growth is the change over last year's amount, which is this year's without the change."""
    amount, change, rate = first(row, AMOUNTS), row.numbers.get("增减"), row.numbers.get("增幅")
    if amount is None or change is None or rate is None:
        return
    if case.figures.figures[rate].state is State.BLANK:
        return
    yield Quotient(
        rule.id,
        f"{row.name}.增幅",
        rate,
        Form(constant=HUNDRED),
        Form((_one(change),)),
        Form((_one(amount), Weight(Fraction(-1), change))),
        right_text="100 % × 增减 ÷ (本年 − 增减)",
    )


def _variance(
    rule: Rule, case: Case, row: Said, of: tuple[Term, ...], each: str
) -> Iterator[Quotient]:
    budget = _budget(case, row, of, each)
    amount = first(row, SPENT)
    if budget and amount is not None and "差异率" in row.numbers:
        off = (Weight(-one.factor, one.number) for one in budget)
        right = "100 % × (决算数 − 预算数) ÷ 预算数"
        yield _of_budget(rule, row, "差异率", (_one(amount), *off), budget, right)


def _completion(
    rule: Rule, case: Case, row: Said, of: tuple[Term, ...], each: str
) -> Iterator[Quotient]:
    budget = _budget(case, row, of, each)
    amount = first(row, SPENT)
    if budget and amount is not None and "完成率" in row.numbers:
        right = "100 % × 决算数 ÷ 预算数"
        yield _of_budget(rule, row, "完成率", (_one(amount),), budget, right)


def _budget(case: Case, row: Said, of: tuple[Term, ...], each: str) -> tuple[Weight, ...]:
    """The budget that a rate is of: the one beside it, else the table's."""
    stated = first(row, BUDGETS)
    if stated is not None:
        return (_one(stated),)
    found = side(case, of, each, row.star)
    return () if found.unknown or found.unstated else found.weights


def _of_budget(
    rule: Rule,
    row: Said,
    column: str,
    part: tuple[Weight, ...],
    whole: tuple[Weight, ...],
    right: str,
) -> Quotient:
    return Quotient(
        rule.id,
        f"{row.name}.{column}",
        row.numbers[column],
        Form(constant=HUNDRED),
        Form(part),
        Form(whole),
        right_text=right,
    )


RATES: Mapping[str, Callable[..., Iterator[Quotient | Outcome]]] = {
    "share": _share,
    "growth": _growth,
    "variance": _variance,
    "completion": _completion,
}
"""By clause: the instances of a row, given what its share is of and what `*` ranges over."""
