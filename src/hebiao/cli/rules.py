"""`hebiao rules`: the catalogue of rules, or one rule explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hebiao.errors import UsageError

if TYPE_CHECKING:
    import argparse


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "rules", help="规则目录，或一条规则 / the catalogue, or one rule"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="规则编号 / rule id")
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the catalogue, or one rule."""
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
