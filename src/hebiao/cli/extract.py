"""`hebiao extract`: a document's tables and text as a data package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.cli.said import complain, say
from hebiao.errors import SourceError

if TYPE_CHECKING:
    import argparse


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "extract", help="提取为数据包 / write a data package"
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="文件 / file")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="写入的文件夹 / folder to write",
    )
    parser.add_argument("--regime", metavar="ID", help="指定制式 / hold against this regime")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Write the package; 3 where the document cannot be judged."""
    from hebiao.pipeline import extract_package

    try:
        written, failed = extract_package(
            arguments.path, arguments.output, regime=arguments.regime, folder=arguments.regimes
        )
    except SourceError as error:
        written, failed = [], error
    for file in written:
        say(file)
    if failed is not None:
        complain("hebiao", arguments.path, failed.message)
    return 0 if failed is None else 3
