"""`hebiao validate`: documents in, findings out."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.cli import cache, known
from hebiao.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.result import Report

FORMATS = ("text", "json")
SEVERITIES = ("error", "explain", "verify", "info")


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
        help="前一个 --format 写入的文件 / file for the format before",
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
    known.add_options(parser)
    cache.add_option(parser)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Validate and write each format; the exit status by the gate."""
    from hebiao.report import merged

    reports = cache.remembered(arguments, partial(_judged, arguments))
    report = merged(known.apply(reports, arguments))
    for name, output in arguments.formats or [("text", None)]:
        _write(report, name, output)
    return _status(report, arguments.fail_on)


def _judged(arguments: argparse.Namespace, paths: Sequence[Path]) -> Iterator[Report]:
    from hebiao.pipeline import stream
    from hebiao.progress import tracked

    return stream(
        paths,
        regime=arguments.regime,
        folder=arguments.regimes,
        together=arguments.together,
        witness=arguments.witness,
        track=tracked,
    )


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


def _write(report: Report, name: str, output: Path | None) -> None:
    from hebiao.reports import json, text

    if output is None and name == "text":
        from rich.console import Console

        text.show(report, Console(highlight=False))
        return
    rendered = json.render(report) if name == "json" else text.render(report)
    if output is None:
        sys.stdout.buffer.write(rendered.encode())
        sys.stdout.flush()
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(rendered, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "output", f"{output}：写不了 / cannot be written: {error.strerror}"
        ) from error


def _status(report: Report, gate: str) -> int:
    statuses = {error.status for error in report.errors}
    held = SEVERITIES[: SEVERITIES.index(gate) + 1] if gate != "never" else ()
    findings = [finding for document in report.documents for finding in document.findings]
    if any(finding.severity in held and not finding.known for finding in findings):
        statuses.add(1)
    return next((status for status in (2, 3, 1) if status in statuses), 0)
