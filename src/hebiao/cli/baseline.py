"""`hebiao baseline`: the findings of today, written down as known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.cli.said import complain, say
from hebiao.errors import UsageError

if TYPE_CHECKING:
    import argparse


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "baseline", help="把现有的发现记为已知 / write today's findings down as known"
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹 / file or folder"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="写入的文件 / file written",
    )
    parser.add_argument(
        "--regime", metavar="ID", help="指定制式，不自动识别 / hold against this regime"
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Write the baseline; 2 or 3 where a path could not be judged, whose findings it then lacks."""
    from hebiao.known import baseline_text
    from hebiao.pipeline import Settings, validate_paths
    from hebiao.progress import tracked

    report = validate_paths(arguments.paths, Settings(arguments.regime, arguments.regimes), tracked)
    try:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(baseline_text(report), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            "output", f"{arguments.output}：写不了 / cannot be written: {error.strerror}"
        ) from error
    for one in report.errors:
        complain("hebiao", one.path, one.message)
    findings = sum(len(document.findings) for document in report.documents)
    say(
        f"{arguments.output}：{len(report.documents)} 份文件 documents，"
        f"{findings} 个发现记为已知 findings known"
    )
    statuses = {error.status for error in report.errors}
    return next((status for status in (2, 3) if status in statuses), 0)
