"""The thirty checks by hebiao and by its peers: that they agree, and how long each takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from bench.checks import CHECKS, table_frames
from bench.peers import gx_judge, pandera_judge
from hebiao.bind import bind
from hebiao.check import check, evaluate
from hebiao.figure import State
from hebiao.result import Verdict
from hebiao.schema import table_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from bench.peers import Judge
    from hebiao.bind import Figures
    from hebiao.model import Document
    from hebiao.regime.spec import Regime
    from hebiao.result import Outcome

ROUNDS = 15
"""How many turns each takes for a median."""

PLANTED = 9
"""What is added to a figure so that its checks fail, in the document's unit."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to run checks: how many there are, and the seconds they take (median)."""

    name: str
    checks: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Contest:
    """Who took how long, hebiao first; `instances` of the thirty rules, `planted` errors."""

    contestants: tuple[Contestant, ...]
    instances: int
    planted: int


def hold_contest(document: Document, regime: Regime) -> Contest:
    """Time hebiao on the thirty rules, its peers on the same, and hebiao on all its rules.

    Before that they are shown the document as it is, and with one error planted for each check;
    `SystemExit` where they do not name the same rules.
    """
    thirty = _thirty(regime)
    figures = bind(document)
    _, outcomes = evaluate(figures, thirty)
    judges = {"pandera": pandera_judge(), "Great Expectations": gx_judge()}
    planted = {rule: _planted_number(rule, outcomes, figures) for rule in _ids()}
    _agree(figures, thirty, judges, "")
    for rule, number in planted.items():
        _agree(_planted(figures, number), thirty, judges, rule)
    frames = table_frames(figures, regime)

    def peer(judge: Judge) -> Callable[[], object]:
        return lambda: judge(frames)

    runs: list[tuple[str, int, Callable[[], object]]] = [
        ("hebiao", len(CHECKS), lambda: check(bind(document), thirty)),
        *((name, len(CHECKS), peer(judge)) for name, judge in judges.items()),
        ("the peers' arithmetic alone", 0, lambda: _arithmetic(frames)),
        ("hebiao's table schemas alone", 0, lambda: table_faults(bind(document), thirty)),
        ("hebiao, all its rules", len(regime.rules), lambda: check(bind(document), regime)),
    ]
    times = [[_timed(run) for _, _, run in runs] for _ in range(ROUNDS)]
    contestants = tuple(
        Contestant(name, checks, median(turn[place] for turn in times))
        for place, (name, checks, _) in enumerate(runs)
    )
    return Contest(contestants, len(outcomes), len(set(planted.values())))


def _ids() -> tuple[str, ...]:
    return tuple(one.rule for one in CHECKS)


def _thirty(regime: Regime) -> Regime:
    """The regime with the thirty rules alone."""
    known = {rule.id: rule for rule in regime.rules}
    if missing := [rule for rule in _ids() if rule not in known]:
        raise SystemExit(f"{regime.id} has no rule {', '.join(missing)}: mend bench/checks.py")
    return replace(regime, rules=tuple(known[rule] for rule in _ids()))


def _agree(figures: Figures, thirty: Regime, judges: dict[str, Judge], planted: str) -> None:
    """Stop unless everyone names the same failing rules, the planted one among them."""
    _, outcomes = evaluate(figures, thirty)
    failing = {one.rule for one in outcomes if one.verdict is Verdict.FAILS}
    if planted and planted not in failing:
        raise SystemExit(f"hebiao does not see the error planted for {planted}")
    frames = table_frames(figures, thirty)
    for name, judge in judges.items():
        if differ := judge(frames) ^ failing:
            at = f", with an error planted for {planted}" if planted else ""
            raise SystemExit(f"hebiao and {name} disagree on {', '.join(sorted(differ))}{at}")


def _planted_number(rule: str, outcomes: tuple[Outcome, ...], figures: Figures) -> int:
    """The first figure that a rule rests on, a printed one if there is any."""
    own = [
        figures.numbers[cell.address] for one in outcomes if one.rule == rule for cell in one.cells
    ]
    if not own:
        raise SystemExit(f"{rule} rests on no figure of this document: take one with every table")
    printed = (number for number in own if figures.figures[number].state is State.PRINTED)
    return next(printed, own[0])


def _planted(figures: Figures, number: int) -> Figures:
    """The figures with one of them too large."""
    base = figures.units[number].base
    wrong = replace(
        figures.figures[number],
        value=figures.figures[number].value + PLANTED * base,
        quantum=base // 100,
        state=State.PRINTED,
    )
    changed = (*figures.figures[:number], wrong, *figures.figures[number + 1 :])
    return replace(figures, figures=changed)


def _arithmetic(frames: Mapping[str, pd.DataFrame]) -> list[pd.Series[float]]:
    return [one.excess(frames[one.table]) for one in CHECKS]


def _timed(run: Callable[[], object]) -> float:
    before = perf_counter()
    run()
    return perf_counter() - before
