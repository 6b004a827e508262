"""`hebiao regime`: regime files checked and linked, the examples of their rules run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.cli.said import complain, say
from hebiao.errors import RegimeError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from hebiao.regime.spec import Regime, Rule


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "regime", help="检查制式文件和规则示例 / check regime files and their examples"
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="制式的文件或文件夹（默认当前文件夹）/ files or folders of regimes (default: here)",
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print a line a fault; 2 for a broken regime, 1 for an example that is not as stated."""
    given = [*arguments.paths, *([arguments.regimes] if arguments.regimes else [])]
    status = 0
    for root in _roots(given or [Path()]):
        try:
            status = max(status, _checked(root))
        except RegimeError as error:
            complain("hebiao", error.message)
            status = 2
    return status


def _checked(root: Path) -> int:
    """Check the regimes of a folder with schemas/ and checks/, and the rules that lie in it."""
    from hebiao.kinds import load_kinds
    from hebiao.regime.files import data_roots
    from hebiao.regime.load import load_regimes

    known = {one.resolve() for one in data_roots()}
    regimes = load_regimes(load_kinds(), None if root.resolve() in known else root)
    rules = [
        (regime, rule)
        for regime in regimes.values()
        for rule in regime.rules
        if rule.file.resolve().is_relative_to(root.resolve())
    ]
    faults = [fault for regime, rule in rules for fault in _faults(rule, regime)]
    for _, line in faults:
        say(line)
    examples = sum(len(rule.examples) for _, rule in rules)
    say(
        f"{root}：{len(rules)} 条规则 rules，{examples} 个示例 examples，"
        f"{len(faults)} 处不符 not as stated"
    )
    return max((status for status, _ in faults), default=0)


def _faults(rule: Rule, regime: Regime) -> Iterator[tuple[int, str]]:
    """Give what is wrong with a rule's examples, each with the exit status it asks."""
    from hebiao.examples import untrue

    at = f"{_short(rule.file)}：{regime.id}：{rule.id}"
    for number, example in enumerate(rule.examples, 1):
        try:
            for said in untrue(rule, example, regime):
                yield 1, f"{at}：example {number}：{said}"
        except RegimeError as error:
            yield 2, f"{error.message}（example {number}）"
    verdicts = {example.verdict for example in rule.examples}
    for wanted in ({"holds"}, {"fails", "rounding"}):
        if not verdicts & wanted:
            names = " / ".join(sorted(wanted))
            yield 1, f"{at}：没有 verdict = {names} 的示例，请补一个 / no such example: add one"


def _roots(paths: Sequence[Path]) -> list[Path]:
    """Give the folders with schemas/ and checks/ that files and folders lie in, or hold."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise RegimeError("not-found", f"{path}：没有这个文件或文件夹 / no such file or folder")
        roots = _around(path) or _below(path)
        if not roots:
            raise RegimeError(
                "no-regime",
                f"{path}：这里没有制式，制式文件应在 schemas/<制式>/regime.toml / "
                "no regime here: one lies in schemas/<regime>/regime.toml",
            )
        for root in roots:
            found.setdefault(root.resolve(), root)
    return list(found.values())


def _around(path: Path) -> list[Path]:
    """The path itself, or the nearest folder around it, that holds regimes."""
    own = path.absolute()
    for folder in (own, *own.parents):
        if _holds(folder):
            return [_short(folder)]
    return []


def _below(path: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, _ in os.walk(path):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        if _holds(Path(folder)):
            found.append(Path(folder))
            folders.clear()
    return found


def _holds(folder: Path) -> bool:
    return next((folder / "schemas").glob("*/regime.toml"), None) is not None


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
