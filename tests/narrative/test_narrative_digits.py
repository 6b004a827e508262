"""Every digit of the narrative, changed, is found, or amounts exist that satisfy every identity.

What exists is said by `oracle`, which reads the text itself. A sample of the changes is tried; with
HEBIAO_ALL_DIGITS set to a folder, all of them, and what is not found is listed there.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from narrative import identities
from narrative.oracle import told

if TYPE_CHECKING:
    from hebiao.regime.spec import Regime
    from hebiao.result import Finding

from hebiao.bind import Figures, bind
from hebiao.check import check, evaluate
from hebiao.figure import State, parse_figure
from hebiao.kinds import load_kinds
from hebiao.kinds.case import Case
from hebiao.kinds.quotient import outcome
from hebiao.model import table_of
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import Verdict
from hebiao.system import Linear, Quotient, compile_system, solve

SAMPLES = Path(__file__).parents[2] / "samples"
REGIMES = ("xinjiang-budget-2026", "final-accounts-2024")
PARTS = {
    "xinjiang-budget-2026": ("部门预算情况说明", "第四部分", identities.budget),
    "final-accounts-2024": ("部门决算情况说明", "第三部分", identities.accounts),
}
TRIED = 200
WHOLE = os.environ.get("HEBIAO_ALL_DIGITS", "")


@dataclass(frozen=True)
class Change:
    """One digit of a figure replaced: where in the text, and how the figure then reads."""

    number: int
    address: str
    line: int
    column: int
    digit: str
    stated: str
    raw: str


@cache
def clean(name: str) -> tuple[Figures, Regime, str]:
    file = SAMPLES / name / "clean.txt"
    document, regime = recognise(read(file), load_regimes(load_kinds()))
    return bind(document), regime, file.read_text(encoding="utf-8")


@cache
def changes(name: str) -> list[Change]:
    figures, _, text = clean(name)
    lines = text.split("\n")
    found = []
    for number, entry in enumerate(figures.entries):
        place = entry.location
        if table_of(entry.address) != NARRATIVE or place.line is None or place.span is None:
            continue
        if figures.figures[number].state is not State.PRINTED or entry.stated is None:
            continue
        digits = [at for at in range(*place.span) if lines[place.line - 1][at].isdigit()]
        for nth, column in enumerate(digits):
            found += [
                Change(
                    number,
                    entry.address,
                    place.line,
                    column,
                    digit,
                    changed(entry.stated, nth, digit),
                    changed(entry.raw, nth, digit),
                )
                for digit in "0123456789"
                if digit != lines[place.line - 1][column]
            ]
    return found


def changed(text: str, nth: int, digit: str) -> str:
    """Give a text with its nth digit replaced."""
    at = [place for place, character in enumerate(text) if character.isdigit()][nth]
    return text[:at] + digit + text[at + 1 :]


def sample(name: str, size: int) -> list[Change]:
    """Give the changes to try: all, or as many as are asked, always the same."""
    every = changes(name)
    if WHOLE and size == TRIED:
        return every
    return random.Random(name).sample(every, size)  # noqa: S311  which digits, not a secret


def with_change(figures: Figures, change: Change) -> Figures:
    """Give the figures with one of them changed."""
    entries, values = list(figures.entries), list(figures.figures)
    entry = replace(entries[change.number], stated=change.stated, raw=change.raw)
    entries[change.number] = entry
    values[change.number] = parse_figure(change.stated, figures.units[change.number])
    return replace(figures, entries=tuple(entries), figures=tuple(values))


@cache
def known(name: str) -> frozenset[str]:
    """Give what is found in the clean sample already: it holds no change."""
    figures, regime, _ = clean(name)
    return frozenset(finding.rule for finding in check(figures, regime).findings)


def holding(name: str, change: Change) -> list[Finding]:
    """Give the findings of the whole check that hold the figure, in their cells or repairs."""
    figures, regime, _ = clean(name)
    found = []
    for finding in check(with_change(figures, change), regime).findings:
        held = {cell.address for cell in finding.cells}
        if finding.cause is not None:
            held |= {repair.address for one in finding.cause.repairs for repair in one}
        if change.address in held and finding.rule not in known(name):
            found.append(finding)
    return found


def possible(name: str, change: Change | None = None) -> bool:
    """Say whether unrounded amounts exist behind the text, as the oracle reads it."""
    text = clean(name)[2]
    part, until, conditions = PARTS[name]
    before = told(text, part, until)
    if change is not None:
        lines = text.split("\n")
        line = lines[change.line - 1]
        lines[change.line - 1] = line[: change.column] + change.digit + line[change.column + 1 :]
        text = "\n".join(lines)
    return conditions(told(text, part, until), before).possible()


class Identities:
    """The identities and rates of a sample at hand, to tell at once what a change breaks."""

    def __init__(self, name: str) -> None:
        """Gather the instances; those that fail without any change are left out."""
        self.figures, self.regime, _ = clean(name)
        self.case, outcomes = evaluate(self.figures, self.regime)
        failing = {one.id for one in outcomes if one.verdict is Verdict.FAILS}
        self.linears = [
            one for one in self.case.linears if f"{one.rule}@{one.instance}" not in failing
        ]
        self.rates: dict[int, list[Quotient]] = {}
        for quotient in self.case.quotients:
            for number in quotient.numbers:
                self.rates.setdefault(number, []).append(quotient)
        self.held: dict[int, list[int]] = {}
        for at, linear in enumerate(self.linears):
            for weight in linear.weights:
                self.held.setdefault(weight.number, []).append(at)
        self.copy = np.array([self._copies(one) for one in self.linears])
        self.system = compile_system(self.linears, len(self.figures.figures))
        self.values = np.array([one.value for one in self.figures.figures], dtype=np.int64)
        self.quanta = np.array([one.quantum for one in self.figures.figures], dtype=np.int64)

    def _copies(self, linear: Linear) -> bool:
        printed = [
            [w for w in side if self.figures.figures[w.number].state is not State.BLANK]
            for side in (linear.left, linear.right)
        ]
        return linear.op == "=" and [len(side) for side in printed] == [1, 1]

    def broken(self, change: Change) -> bool:
        """Whether an identity or a rate that holds the figure breaks."""
        after = with_change(self.figures, change)
        values = self.values.copy()
        values[change.number] = after.figures[change.number].value
        ledger = solve(self.system, values, self.quanta, np.ones(len(values), dtype=bool))
        excess, slack = ledger.excess.to_numpy(), ledger.slack.to_numpy()
        held = self.held.get(change.number, [])
        if ((excess > slack) | (self.copy & (excess > 0)))[held].any():
            return True
        case = Case(after, self.regime)
        rates = self.rates.get(change.number, ())
        return any(outcome(one, case).verdict is Verdict.FAILS for one in rates)


@pytest.mark.parametrize("name", REGIMES)
def test_unrounded_amounts_exist_behind_the_clean_sample(name: str) -> None:
    assert possible(name)


@pytest.mark.parametrize("name", REGIMES)
def test_a_changed_digit_is_found_unless_amounts_exist_that_satisfy_every_identity(
    name: str,
) -> None:
    identity = Identities(name)
    unseen = [one for one in sample(name, TRIED) if not identity.broken(one)]
    unseen = [one for one in unseen if not holding(name, one)]
    gaps = [one for one in unseen if not possible(name, one)]
    if WHOLE:
        told_of = {
            "changes": len(changes(name)),
            "unseen": len(unseen),
            "figures": Counter(one.address for one in unseen),
            "gaps": Counter(one.address for one in gaps),
        }
        file = Path(WHOLE) / f"{name}.json"
        file.write_text(json.dumps(told_of, ensure_ascii=False, indent=1), encoding="utf-8")
    assert [(one.address, one.stated) for one in gaps] == []


@pytest.mark.parametrize("name", REGIMES)
def test_the_whole_check_finds_what_breaks_an_identity(name: str) -> None:
    identity = Identities(name)
    broken = [one for one in sample(name, 40) if identity.broken(one)][:12]
    assert [one.stated for one in broken if not holding(name, one)] == []
