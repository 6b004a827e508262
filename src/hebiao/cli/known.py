"""`--baseline` and `--waivers`: the options, and what they make of a report."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.cli.said import complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from datetime import date

    from hebiao.result import Report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the two options."""
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="其中的发现已知，不影响退出状态 / findings that are known (hebiao baseline)",
    )
    parser.add_argument(
        "--waivers",
        type=Path,
        metavar="FILE",
        help="豁免的发现，TOML / findings that are waived until a day, TOML",
    )


def apply(reports: Iterable[Report], arguments: argparse.Namespace) -> Iterator[Report]:
    """Mark what is known; at last, a line on stderr for a waiver expired or matching nothing.

    Raises `UsageError` or `RegimeError` where a file cannot be used.
    """
    if arguments.baseline is None and arguments.waivers is None:
        yield from reports
        return
    from hebiao.known import Whose, notes, read_baseline, read_waivers, with_known

    baseline = read_baseline(arguments.baseline) if arguments.baseline else {}
    waivers = read_waivers(arguments.waivers) if arguments.waivers else ()
    judged: dict[Whose, set[str]] = defaultdict(set)
    for report in reports:
        for one in report.documents:
            judged[one.entity, one.year] |= {finding.fingerprint for finding in one.findings}
        yield with_known(report, baseline, waivers, today())
    for note in notes(waivers, judged, today()):
        complain(arguments.waivers, f"{note.zh} / {note.en}")


def today() -> date:
    """Give the day it is here."""
    return datetime.now(UTC).astimezone().date()
