"""`hebiao cover`: how many identities pin each figure of documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "cover", help="哪些数错了看得出来 / in which figures an error can be seen"
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹 / file or folder"
    )
    parser.add_argument("--regime", metavar="ID", help="指定制式 / hold against this regime")
    parser.add_argument(
        "--all", action="store_true", help="列出每个数 / list every figure with its count"
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the cover; the exit status says what could not be read."""
    from rich.console import Console

    from hebiao.pipeline import Settings, validate_paths
    from hebiao.reports import cover

    report = validate_paths(
        arguments.paths, Settings(arguments.regime, arguments.regimes, witness="never")
    )
    cover.show(report, Console(highlight=False), whole=arguments.all)
    statuses = {error.status for error in report.errors}
    return 2 if 2 in statuses else max(statuses, default=0)  # noqa: PLR2004  the worst status
