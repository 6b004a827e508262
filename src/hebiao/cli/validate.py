"""`hebiao validate`: documents in, findings out."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.cli import cache, known
from hebiao.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.result import Report

SEVERITIES = ("error", "explain", "verify", "info")
MOST_JOBS = 64
"""So many processes, or fewer, are started."""


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "validate", help="核对文件 / validate documents"
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹 / file or folder"
    )
    parser.add_argument(
        "--regime", metavar="ID", help="指定制式，不自动识别 / hold against this regime"
    )
    parser.add_argument(
        "--format",
        action=_Format,
        choices=FORMATS,
        dest="formats",
        help="输出格式，可重复 / repeatable",
    )
    parser.add_argument(
        "--output",
        action=_Output,
        metavar="FILE",
        help="前一个 --format 写入的文件，几份 html 为文件夹 / file for the format before, "
        "of several html pages a folder",
    )
    parser.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="error",
        help="从哪一级起退出状态为 1（默认 error）/ gate for exit status 1",
    )
    parser.add_argument(
        "--together", action="store_true", help="几个文件合成一份 / the files make one document"
    )
    parser.add_argument(
        "--witness",
        choices=("never", "doubtful", "always"),
        default="doubtful",
        help="何时由第二个读取器复读页面 / when pages are read a second time",
    )
    parser.add_argument(
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="几个进程同时核对（默认 1）/ how many processes judge side by side",
    )
    known.add_options(parser)
    cache.add_option(parser)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Validate and write each format; the exit status by the gate."""
    from hebiao.cli.writers import writer

    writers = [writer(name, output) for name, output in arguments.formats or [("text", None)]]
    reports = cache.remembered(arguments, partial(_judged, arguments))
    statuses: set[int] = set()
    for report in known.apply(reports, arguments):
        statuses |= _statuses(report, arguments.fail_on)
        for one in writers:
            one.add(report)
    for one in writers:
        one.end()
    return next((status for status in (2, 3, 1) if status in statuses), 0)


def _judged(arguments: argparse.Namespace, paths: Sequence[Path]) -> Iterator[Report]:
    from hebiao.cli.writers import STREAMED
    from hebiao.pipeline import Settings, stream
    from hebiao.progress import tracked

    # What comes on the terminal is progress enough, and two writers there get in each other's way.
    formats = arguments.formats or [("text", None)]
    told = any(output is None and name in STREAMED for name, output in formats)
    settings = Settings(
        regime=arguments.regime,
        folder=arguments.regimes,
        together=arguments.together,
        witness=arguments.witness,
        jobs=arguments.jobs,
    )
    return stream(paths, settings, iter if told and sys.stdout.isatty() else tracked)


def _jobs(text: str) -> int:
    """Read a number of processes."""
    if not text.isdecimal() or not 0 < int(text) <= MOST_JOBS:
        said = f"「{text}」不是 1 至 {MOST_JOBS} 的整数 / not a whole number from 1 to {MOST_JOBS}"
        raise argparse.ArgumentTypeError(said)
    return int(text)


class _Format(argparse.Action):
    """Gather formats; the file each goes to may follow it."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, value: Any, *_: Any
    ) -> None:
        if getattr(namespace, "output_first", False):
            parser.error("--output 要跟在 --format 后面 / --output follows its --format")
        namespace.formats = [*(namespace.formats or []), (value, None)]


class _Output(argparse.Action):
    """Give the format before a file (or text, where none was named)."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, value: Any, *_: Any
    ) -> None:
        namespace.output_first = not namespace.formats
        *before, last = namespace.formats or [("text", None)]
        if last[1] is not None:
            parser.error("--output 要跟在一个 --format 后面 / --output follows a --format")
        namespace.formats = [*before, (last[0], Path(value))]


def _statuses(report: Report, gate: str) -> set[int]:
    """The exit statuses that a report asks for."""
    statuses = {error.status for error in report.errors}
    held = SEVERITIES[: SEVERITIES.index(gate) + 1] if gate != "never" else ()
    findings = [finding for document in report.documents for finding in document.findings]
    if any(finding.severity in held and not finding.known for finding in findings):
        statuses.add(1)
    return statuses
