"""The command line: arguments in, a report out, an exit status; one module a command."""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.cli import baseline, cover, diff, extract, regime, rules, validate
from hebiao.cli.said import complain
from hebiao.errors import HebiaoError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS = (validate, extract, rules, cover, baseline, diff, regime)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status.

    0 nothing at or above the gate, 1 findings, 2 wrong usage, a path that is not there or a broken
    regime, 3 a document that could not be read or that no regime fits; the worst wins in the order
    2, 3, 1, 0.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal's own encoding may lack a character: it is spelled, and ends no run.
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except HebiaoError as error:
        complain("hebiao", error.message)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hebiao",
        description="核表：核对预算、决算公开文件的数字 / check the figures of budget disclosures",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="版本 / print the version")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        command = module.add(commands)
        command.set_defaults(run=module.run)
        command.add_argument(
            "--regimes",
            type=Path,
            metavar="DIR",
            help="另有制式的文件夹 / folder with further regimes",
        )
    return parser


class _Version(argparse.Action):
    """Print the version and stop; the package's metadata is read only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from hebiao.version import VERSION

        print(f"hebiao {VERSION}")  # noqa: T201
        parser.exit()
