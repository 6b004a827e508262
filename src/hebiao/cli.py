"""The command line: arguments in, a report out, an exit status."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.errors import HebiaoError, SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hebiao.result import Report

FORMATS = ("text", "json")
SEVERITIES = ("error", "explain", "verify", "info")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status.

    0 nothing at or above the gate, 1 findings, 2 wrong usage, a path that is not there or a broken
    regime, 3 a document that could not be read or that no regime fits; the worst wins in the order
    2, 3, 1, 0.
    """
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except HebiaoError as error:
        print(f"hebiao：{error.message}", file=sys.stderr)  # noqa: T201
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

    validate = commands.add_parser("validate", help="核对文件 / validate documents")
    validate.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹 / file or folder"
    )
    validate.add_argument(
        "--regime", metavar="ID", help="指定制式，不自动识别 / hold against this regime"
    )
    validate.add_argument(
        "--format",
        action=_Format,
        choices=FORMATS,
        dest="formats",
        help="输出格式，可重复 / repeatable",
    )
    validate.add_argument(
        "--output",
        action=_Output,
        metavar="FILE",
        help="前一个 --format 写入的文件 / file for the format before",
    )
    validate.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="error",
        help="从哪一级起退出状态为 1（默认 error）/ gate for exit status 1",
    )
    validate.set_defaults(run=_validate)

    validate.add_argument(
        "--together", action="store_true", help="几个文件合成一份 / the files make one document"
    )

    validate.add_argument(
        "--witness",
        choices=("never", "doubtful", "always"),
        default="doubtful",
        help="何时由第二个读取器复读页面 / when pages are read a second time",
    )

    extract = commands.add_parser("extract", help="提取为数据包 / write a data package")
    extract.add_argument("path", type=Path, metavar="PATH", help="文件 / file")
    extract.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="写入的文件夹 / folder to write",
    )
    extract.add_argument("--regime", metavar="ID", help="指定制式 / hold against this regime")
    extract.set_defaults(run=_extract)

    rules = commands.add_parser("rules", help="规则目录，或一条规则 / the catalogue, or one rule")
    rules.add_argument("id", nargs="?", metavar="ID", help="规则编号 / rule id")
    rules.set_defaults(run=_rules)
    for command in (validate, extract, rules):
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


def _validate(arguments: argparse.Namespace) -> int:
    from hebiao.pipeline import validate_paths
    from hebiao.progress import tracked

    report = validate_paths(
        arguments.paths,
        regime=arguments.regime,
        folder=arguments.regimes,
        together=arguments.together,
        witness=arguments.witness,
        track=tracked,
    )
    for name, output in arguments.formats or [("text", None)]:
        _write(report, name, output)
    return _status(report, arguments.fail_on)


def _extract(arguments: argparse.Namespace) -> int:
    from hebiao.pipeline import extract_package

    try:
        written, failed = extract_package(
            arguments.path, arguments.output, regime=arguments.regime, folder=arguments.regimes
        )
    except SourceError as error:
        written, failed = [], error
    for file in written:
        print(file)  # noqa: T201
    if failed is not None:
        print(f"hebiao：{arguments.path}：{failed.message}", file=sys.stderr)  # noqa: T201
    return 0 if failed is None else 3


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
    if any(f.severity in held for document in report.documents for f in document.findings):
        statuses.add(1)
    return next((status for status in (2, 3, 1) if status in statuses), 0)


def _rules(arguments: argparse.Namespace) -> int:
    from rich.console import Console

    from hebiao.pipeline import catalogues
    from hebiao.regime.files import nearest
    from hebiao.reports import rules

    console = Console(highlight=False)
    known = catalogues(arguments.regimes)
    if arguments.id is None:
        rules.show(known, console)
        return 0
    found = {id_: rule for regime in known.values() for id_, rule in regime.items()}
    if arguments.id not in found:
        near = nearest(arguments.id, list(found))
        raise UsageError("rule", f"没有规则「{arguments.id}」 / no such rule{near}")
    rules.explain(found[arguments.id], console)
    return 0
