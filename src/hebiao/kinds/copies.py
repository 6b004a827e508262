"""The kind `copies`: a quantity printed twice, one last place apart; told once a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.figure import State
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule
    from hebiao.system import Linear

_SHOWN = 5


def link(_rule: Rule, _regime: Regime) -> None:
    """Nothing to link."""


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """List the pairs of printed figures that an identity equates and rounding explains."""
    if case.ledger is None or case.ledger.empty:
        return
    ledger = case.ledger
    rounding = ledger.index[ledger.told & (ledger.excess > 0) & (ledger.excess <= ledger.slack)]
    pairs: dict[tuple[int, int], None] = {}
    for index in rounding:
        pair = _copy(case.linears[index], case)
        if pair is not None and (pair[1], pair[0]) not in pairs:
            pairs[pair] = None
    if not pairs:
        yield Outcome(rule.id, "*", Verdict.HOLDS)
        return
    entries = case.figures.entries
    named = [f"{entry.address}（{entry.raw.strip()}）" for entry in entries]
    shown = [f"{named[a]}与 {named[b]}" for a, b in list(pairs)[:_SHOWN]]
    numbers = dict.fromkeys(number for pair in pairs for number in pair)
    more = "等" if len(pairs) > _SHOWN else ""
    yield Outcome(
        rule.id,
        "*",
        Verdict.ROUNDING,
        tuple(CellRef(entries[number].address, "copy") for number in numbers),
        message=Text(
            f"同一数额印了两次，末位不同，可由四舍五入解释，共 {len(pairs)} 对："
            f"{'；'.join(shown)}{more}",
            f"{len(pairs)} pair(s) of copies differ by no more than rounding explains",
        ),
    )


def _copy(linear: Linear, case: Case) -> tuple[int, int] | None:
    """The two figures of a copy: printed, one on each side with equal weight."""
    left, right = (
        [w for w in side if case.figures.figures[w.number].state is not State.BLANK]
        for side in (linear.left, linear.right)
    )
    if linear.op != "=" or len(left) != 1 or len(right) != 1 or left[0].factor != right[0].factor:
        return None
    if linear.left_constant or linear.right_constant:
        return None
    pair = left[0].number, right[0].number
    one, other = (case.figures.figures[number] for number in pair)
    # Printed to different places, as 万元 beside 元: one is the other, rounded.
    rounded = 2 * abs(one.value - other.value) <= max(one.quantum, other.quantum)
    return None if rounded and one.quantum != other.quantum else pair


KIND = Kind("copies", json_schema("rules")["$defs"]["copies"], link, judge=judge, whole=True)
