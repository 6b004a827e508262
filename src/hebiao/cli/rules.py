"""`hebiao rules`: the catalogue of rules, or one rule explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from rich.console import Console


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "rules", help="规则目录，或一条规则 / the catalogue, or one rule"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="规则编号 / rule id")
    parser.add_argument(
        "--suspect",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="多份文件的数据都不支持的规则 / rules that the data of several documents contradict",
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the catalogue, or one rule."""
    from rich.console import Console

    from hebiao.pipeline import catalogues
    from hebiao.regime.files import nearest
    from hebiao.reports import rules

    console = Console(highlight=False)
    if arguments.suspect:
        return _suspects(arguments, console)
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


def _suspects(arguments: argparse.Namespace, console: Console) -> int:
    """Print the rules in question; the exit status says what could not be read."""
    from hebiao.pipeline import validate_paths
    from hebiao.reports import rules
    from hebiao.suspect import suspects

    if arguments.id is not None:
        raise UsageError("rule", "--suspect 不与规则编号同用 / --suspect takes no rule id")
    report = validate_paths(arguments.suspect, folder=arguments.regimes, witness="never")
    found = [(one.rule, one.told, one.against, one.instances) for one in suspects(report)]
    rules.question(found, report, console)
    statuses = {error.status for error in report.errors}
    return 2 if 2 in statuses else max(statuses, default=0)  # noqa: PLR2004  the worst status
