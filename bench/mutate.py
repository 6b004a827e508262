"""Plants faults of each class in clean documents and counts which are found and rightly named."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bench.faults import TWO, Fault, plans, planted, printed
from hebiao.bind import bind
from hebiao.cause.problem import lines_of, problem_of
from hebiao.check import check, evaluate
from hebiao.kinds import load_kinds
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes
from hebiao.rounding import contradiction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.bind import Figures
    from hebiao.regime.spec import Regime
    from hebiao.result import Finding

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
COLUMNS = (
    "planted",
    "found",
    "one finding",
    "named",
    "among",
    "found only",
    "missed",
    "unseen",
    "false",
)
ALL, TWICE = "all", "of these one figure, pinned twice"

HOW = """\
planted: faults in figures that at least one identity pins; found: a finding that was not there
before holds a changed figure; one finding: there is one such finding, of two at once two at most;
named: every changed figure is named as the one cause, with its true value; among: every one is
among the figures in question; found only: the finding holds one and names another way out; missed:
not found though no rounding explains it; unseen: not found, and unrounded values satisfy every
identity; false: a figure is named as the one cause that is not. Of two at once, one whose change
rounding explains need not be named."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A document without faults: its figures, the findings it has all the same, and its pins."""

    figures: Figures
    regime: Regime
    known: frozenset[str]
    pins: dict[str, int]


@cache
def clean(path: Path) -> Clean:
    """Read a document and check it."""
    document, regime = recognise(read(path), load_regimes(load_kinds()))
    checked = check(bind(document), regime)
    known = frozenset(one.fingerprint for one in checked.findings)
    return Clean(checked.figures, regime, known, dict(checked.cover.pins))


def faults(path: Path, size: int, seed: int, least: int = 1) -> list[Fault]:
    """Choose so many faults of each class, 0 for every one, in figures pinned at least so often."""
    held = clean(path)
    eligible = printed(held.figures, held.pins, least)
    chosen = plans(held.figures, eligible, Random(seed))  # noqa: S311  repeatable, no secret
    return [fault for found in chosen.values() for fault in found[: size or None]]


def judge(path: Path, fault: Fault) -> tuple[str, int]:
    """Say what became of a fault, one of `COLUMNS` from named on, and how many findings."""
    held = clean(path)
    figures = planted(fault, held.figures)
    checked = check(figures, held.regime)
    fresh = [one for one in checked.findings if one.fingerprint not in held.known]
    return _verdict(path, fault, figures, fresh), len(fresh)


def _verdict(path: Path, fault: Fault, figures: Figures, fresh: Sequence[Finding]) -> str:
    held = clean(path)
    changed = {figures.entries[n].address for n in fault.texts}
    asked = _asked(path, fault)
    sole = {
        repair.address: repair.should_be
        for finding in fresh
        if finding.cause is not None and finding.cause.unique
        for repair in finding.cause.repairs[0]
    }
    if sole.keys() - changed:
        return "false"
    true = {
        figures.entries[n].address: held.figures.units[n].text(held.figures.figures[n].value)
        for n in asked
    }
    if asked and sole == true:
        return "named"
    if asked and true.keys() <= _named(fresh):
        return "among"
    if changed & {cell.address for finding in fresh for cell in finding.cells}:
        return "found only"
    return "unseen" if _unseen(figures, held.regime) else "missed"


def _asked(path: Path, fault: Fault) -> list[int]:
    """Give the figures that can be named: of two, those whose change alone rounding can't explain.

    Of one figure or a run of rows, all.
    """
    held = clean(path)
    if fault.kind != TWO:
        return list(fault.texts)
    alone = {n: planted(Fault(TWO, {n: text}), held.figures) for n, text in fault.texts.items()}
    return [n for n, figures in alone.items() if not _unseen(figures, held.regime)]


def _named(findings: Sequence[Finding]) -> set[str]:
    return {
        repair.address
        for finding in findings
        if finding.cause is not None
        for repairs in finding.cause.repairs
        for repair in repairs
    }


def _unseen(figures: Figures, regime: Regime) -> bool:
    """Whether unrounded values satisfy every identity at once."""
    problem = problem_of(*evaluate(figures, regime))
    lines = lines_of((one for one in problem.constraints if one.binding), problem.values)
    return contradiction(lines, dict(enumerate(problem.quanta))) is None


def table(path: Path, size: int, seed: int, workers: int) -> dict[str, Counter[str]]:
    """Judge the faults of one document: by class, how many went which way; then some sums."""
    chosen = faults(path, size, seed)
    with ProcessPoolExecutor(workers) as pool:
        judged = list(pool.map(judge, [path] * len(chosen), chosen, chunksize=16))
    kinds = dict.fromkeys(fault.kind for fault in chosen)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in (*kinds, ALL, TWICE)}
    for fault, (verdict, findings) in zip(chosen, judged, strict=True):
        told = ["planted", verdict]
        if verdict not in {"missed", "unseen"}:
            one = findings <= (len(fault.texts) if fault.kind == TWO else 1)
            told += ["found", "one finding"] if one else ["found"]
        for row in (fault.kind, ALL, *([TWICE] if _pinned_twice(clean(path), fault) else [])):
            found[row].update(told)
    return found


def _pinned_twice(held: Clean, fault: Fault) -> bool:
    """Whether a fault changed one figure, and two identities and more pin it."""
    addresses = [held.figures.entries[number].address for number in fault.texts]
    return len(addresses) == 1 and held.pins.get(addresses[0], 0) > 1


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table of each document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="clean documents; else the samples")
    parser.add_argument("--size", type=int, default=100, help="faults of each class, 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    console = Console(highlight=False, width=140)
    for path in arguments.paths or sorted(SAMPLES.glob("*/clean.txt")):
        rows = table(path, arguments.size, arguments.seed, os.cpu_count() or 1)
        console.print(_shown(clean(path).regime.id, rows))
    console.print(HOW)


def _shown(title: str, rows: dict[str, Counter[str]]) -> Table:
    shown = Table(title)
    for column in COLUMNS:
        shown.add_column(column, justify="right")
    for kind, counts in rows.items():
        shown.add_row(kind, *(str(counts[column]) for column in COLUMNS))
    return shown


if __name__ == "__main__":
    main()
