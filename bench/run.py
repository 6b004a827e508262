"""Times hebiao on one document, its peers on thirty of the same checks, and readers of PDFs."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from hebiao.bind import bind
from hebiao.check import check
from hebiao.errors import HebiaoError
from hebiao.kinds import load_kinds
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.contest import Contest
    from hebiao.regime.spec import Regime

REGIME = "xinjiang-budget-2026"
SAMPLE = Path(__file__).resolve().parents[1] / "samples" / REGIME / "clean.txt"

STARTS = (3, 4)
"""How often a process is started: so many caches of byte code, so many starts with each."""

ROUNDS = 15
"""How often the steps are run for a median."""

WHAT = """\
process: from start to exit, output discarded, a fresh process each time. Cold is one whose byte
code was compiled by a start before; "not compiled" is the start before, as after an installer
that compiles none. Warm: in one process, the regime loaded, after a run before. All times are
medians."""

HOW = """\
The thirty checks are every rule within tables 1-7 and 10-12: {instances} instances in this
document. All judge it alike, as it is and with each of {planted} planted errors.
Built beforehand and not timed: regime, schemas, suites, and for the peers the frames, with
amounts as numbers and the parent of each row known. Timed, turn by turn: of hebiao, bind and
check (the printed text parsed, the schemas of all tables, an outcome with both sides and every
cell for each instance); of the peers, their arithmetic in pandas and the validation of the ten
frames, which names the rules and rows that fail."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What took how long (median), and the bound stated for it, if any; in seconds."""

    name: str
    seconds: float
    bound: float | None = None


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print. Times are told, never asserted; that the peers agree is."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=SAMPLE, metavar="PATH")
    parser.add_argument("--no-pdf", action="store_true", help="leave the sample PDFs unread")
    options = parser.parse_args(argv)
    path: Path = options.path
    regime = load_regimes(load_kinds())[REGIME]
    try:
        document, _ = recognise(read(path), {REGIME: regime})
    except HebiaoError as error:
        sys.exit(f"{path}: {error.message}")
    measures = [*_processes(path), *_steps(path, regime)]
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{path.name}, Python {sys.version.split()[0]}\n\n{WHAT}\n")
    console.print(_measures_table(measures))
    # Only now, for the objects it brings along would slow the garbage collector down above.
    from bench.contest import hold_contest

    contest = hold_contest(document, regime)
    console.print("\n" + HOW.format(instances=contest.instances, planted=contest.planted) + "\n")
    console.print(_contest_table(contest))
    if not options.no_pdf:
        from bench.pdf import hold_pdf

        hold_pdf(console)


def _processes(path: Path) -> Iterator[Measure]:
    hebiao = shutil.which("hebiao", path=sysconfig.get_path("scripts"))
    if hebiao is None:
        sys.exit("hebiao is not installed beside this Python")
    validate = (hebiao, "validate", str(path), "--format", "json", "--fail-on", "never")
    _, cold = _starts(hebiao, "--help")
    yield Measure("process: --help", cold, 0.4)
    first, cold = _starts(*validate)
    yield Measure("process: validate --format json, cold", cold, 3)
    yield Measure("process: the same, not compiled", first)


def _starts(*command: str) -> tuple[float, float]:
    """Give the medians of first starts, which compile, and of those after."""
    first: list[float] = []
    after: list[float] = []
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(STARTS[0]):
        with TemporaryDirectory() as cache:
            environment["PYTHONPYCACHEPREFIX"] = cache
            times = [_started(command, environment) for _ in range(1 + STARTS[1])]
        first.append(times[0])
        after += times[1:]
    return median(first), median(after)


def _started(command: Sequence[str], environment: Mapping[str, str]) -> float:
    before = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return perf_counter() - before


def _steps(path: Path, regime: Regime) -> Iterator[Measure]:
    rounds = [_round(path, regime) for _ in range(ROUNDS + 1)][1:]
    for number, name in enumerate(("read", "recognise", "bind", "check")):
        yield Measure(f"warm: {name}", median(times[number] for times in rounds))
    whole = median(sum(times[1:]) for times in rounds)
    yield Measure("warm: recognise + bind + check", whole, 0.4)


def _round(path: Path, regime: Regime) -> tuple[float, ...]:
    marks = [perf_counter()]
    source = read(path)
    marks.append(perf_counter())
    document, _ = recognise(source, {REGIME: regime}, REGIME)
    marks.append(perf_counter())
    figures = bind(document)
    marks.append(perf_counter())
    check(figures, regime)
    marks.append(perf_counter())
    return tuple(after - before for before, after in pairwise(marks))


def _measures_table(measures: list[Measure]) -> Table:
    table = Table("hebiao")
    for heading in ("median", "bound", ""):
        table.add_column(heading, justify="right")
    for one in measures:
        bound = f"{1000 * one.bound:.0f} ms" if one.bound else ""
        met = ("met" if one.seconds < one.bound else "NOT MET") if one.bound else ""
        table.add_row(one.name, f"{1000 * one.seconds:.1f} ms", bound, met)
    return table


def _contest_table(contest: Contest) -> Table:
    table = Table("bind and check")
    for heading in ("checks", "median", "ratio to hebiao"):
        table.add_column(heading, justify="right")
    own = contest.contestants[0].seconds
    for one in contest.contestants:
        median_ms = f"{1000 * one.seconds:.1f} ms"
        table.add_row(one.name, str(one.checks or ""), median_ms, f"{one.seconds / own:.2f}")
    return table


if __name__ == "__main__":
    main()
