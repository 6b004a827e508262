"""`hebiao rules`: the catalogue of rules, what it reaches, or one rule explained."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hebiao.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from rich.console import Console

    from hebiao.catalogue import Catalogue

_FORMATS = ("text", "json", "markdown")
_SEVERITIES = ("error", "explain", "verify", "info")


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "rules", help="规则目录，或一条规则 / the catalogue, or one rule"
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="规则编号 / rule id")
    parser.add_argument("--regime", metavar="ID", help="这个制式的 / of this regime")
    parser.add_argument("--type", metavar="P14", help="这类问题的 / of this problem type")
    parser.add_argument("--severity", choices=_SEVERITIES, help="这一级的 / of this severity")
    parser.add_argument(
        "--law", metavar="TEXT", help="依据中有这些字的 / whose legal basis has this text"
    )
    parser.add_argument("--kind", metavar="KIND", help="这种规则 / of this kind of rule")
    parser.add_argument(
        "--cover",
        action="store_true",
        help="各类问题核对到哪些 / which problem types are reached, and which are not",
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="输出格式 / output")
    parser.add_argument(
        "--suspect",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="多份文件的数据都不支持的规则 / rules that the data of several documents contradict",
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the catalogue, what it reaches, or one rule."""
    from rich.console import Console

    console = Console(highlight=False)
    if arguments.suspect:
        return _suspects(arguments, console)
    _print(_asked(arguments), arguments, console)
    return 0


def _asked(arguments: argparse.Namespace) -> list[Catalogue]:
    """The catalogues with what was asked for; a name that nobody knows is a `UsageError`."""
    from hebiao.catalogue import Wanted, chosen
    from hebiao.kinds import load_kinds
    from hebiao.pipeline import catalogues

    known = catalogues(arguments.regimes)
    rules = {rule for one in known for rule in one.rules}
    types = {served.type for one in known for served in one.served}
    _check("规则 rule", arguments.id, rules)
    _check("制式 regime", arguments.regime, (one.regime for one in known))
    _check("问题类型 problem type", arguments.type, types)
    _check("规则种类 kind", arguments.kind, load_kinds())
    wanted = Wanted(arguments.id, arguments.type, arguments.severity, arguments.law, arguments.kind)
    taken = [one for one in known if arguments.regime in {None, one.regime}]
    asked = [chosen(one, wanted) for one in taken]
    return asked if arguments.cover else [one for one in asked if one.rules]


def _check(what: str, name: str | None, known: Iterable[str]) -> None:
    from hebiao.regime.files import nearest

    names = sorted(known)
    if name is not None and name not in names:
        near = nearest(name, names)
        raise UsageError("rule", f"没有{what}「{name}」 / no such {what.partition(' ')[2]}{near}")


def _print(asked: list[Catalogue], arguments: argparse.Namespace, console: Console) -> None:
    from hebiao.reports import rules, rules_json, rules_markdown

    if arguments.format == "json":
        _write(rules_json.render(asked))
    elif arguments.format == "markdown":
        _write(rules_markdown.render(asked, rules=not arguments.cover))
    elif arguments.cover:
        rules.show_cover(asked, console)
    elif not asked:
        console.print("没有符合的规则 / no rule is so", soft_wrap=True)
    elif arguments.id is not None:
        rules.explain(asked[0].rules[arguments.id], console)
    else:
        rules.show(asked, console)


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()


def _suspects(arguments: argparse.Namespace, console: Console) -> int:
    """Print the rules in question; the exit status says what could not be read."""
    from hebiao.pipeline import Settings, validate_paths
    from hebiao.reports import rules
    from hebiao.suspect import suspects

    if arguments.id is not None:
        raise UsageError("rule", "--suspect 不与规则编号同用 / --suspect takes no rule id")
    report = validate_paths(
        arguments.suspect, Settings(arguments.regime, arguments.regimes, witness="never")
    )
    found = [(one.rule, one.told, one.against, one.instances) for one in suspects(report)]
    rules.question(found, report, console)
    statuses = {error.status for error in report.errors}
    return 2 if 2 in statuses else max(statuses, default=0)  # noqa: PLR2004  the worst status
