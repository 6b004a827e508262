"""What fails, is no identity, and would not fail with a cause put right: it follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.figure import parse_figure
from hebiao.result import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.bind import Figures
    from hebiao.kinds.case import Case
    from hebiao.result import Cause, Outcome, Repair


def follows(cause: Cause, case: Case, outcomes: Sequence[Outcome]) -> tuple[Cause, frozenset[str]]:
    """Give, of outcomes that fail, the ids of those that a cause explains: judged again they hold.

    Where all repairs are known, one that mends it will do, as it would not by chance, and it goes
    first; else each has to.
    """
    if not outcomes or not cause.repairs:
        return cause, frozenset()
    mended = [frozenset(_mended(repair, case, outcomes)) for repair in cause.repairs]
    if not cause.complete:
        return cause, frozenset.intersection(*mended)
    order = sorted(range(len(mended)), key=lambda at: -len(mended[at]))
    ordered = replace(cause, repairs=tuple(cause.repairs[at] for at in order))
    return ordered, frozenset.union(*mended)


def _mended(repair: Sequence[Repair], case: Case, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What no longer fails with a repair made, by rules of which nothing else then does."""
    mended = replace(case, figures=_repaired(repair, case.figures))
    solved = {one.rule for one in case.linears} | {one.rule for one in case.quotients}
    for rule in case.regime.rules:
        before = {one.id for one in outcomes if one.rule == rule.id}
        if before and rule.by.judge is not None and rule.id not in solved:
            after = {one.id: one.verdict for one in rule.by.judge(rule, mended)}
            if before.issuperset(id_ for id_, told in after.items() if told is Verdict.FAILS):
                yield from (id_ for id_ in before if after.get(id_) not in _UNMET)


_UNMET = frozenset({Verdict.FAILS, Verdict.CANNOT_TELL})


def _repaired(repair: Sequence[Repair], figures: Figures) -> Figures:
    """The figures with a repair made; what would have to be 0 is as blank as it should be."""
    held, entries = list(figures.figures), list(figures.entries)
    for one in repair:
        number = figures.numbers[one.address]
        figure = parse_figure(one.should_be, figures.units[number])
        text = one.should_be if figure.value else ""
        held[number] = parse_figure(text, figures.units[number])
        entries[number] = replace(entries[number], raw=text, stated=None)
    return replace(figures, figures=tuple(held), entries=tuple(entries))
