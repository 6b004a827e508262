"""`hebiao diff`: what changed between two JSON reports."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rich.console import Console

    from hebiao.diff import Change, DocumentDiff, Moved

SCHEMA = "hebiao-diff/1"

_MOST = 50
"""How many changed figures of a document are printed."""

_KINDS = (
    ("new", "● 新增 new", "bold red"),
    ("still", "● 仍有 still there", "bold yellow"),
    ("fixed", "✓ 已改正 fixed", "green"),
)


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "diff", help="比较两份 JSON 报告 / compare two JSON reports"
    )
    for name, said in (("old", "较早的报告 / the older report"), ("new", "较新的 / the newer")):
        parser.add_argument(name, type=Path, metavar=f"{name.upper()}.json", help=said)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="输出格式 / how to print it"
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison; 1 where a finding is new and not known."""
    from hebiao.diff import diff
    from hebiao.known import read_json
    from hebiao.regime.files import check_schema, json_schema
    from hebiao.reports.plain import dumps

    reports = []
    for path in (arguments.old, arguments.new):
        reports.append(read_json(path))
        check_schema(reports[-1], json_schema("findings"), path)
    documents = diff(*reports)
    if arguments.format == "json":
        content = {"schema": SCHEMA, "documents": [asdict(document) for document in documents]}
        sys.stdout.buffer.write(dumps(content).encode())
        sys.stdout.flush()
    else:
        from rich.console import Console

        _show(documents, Console(highlight=False))
    return int(any(not one.known for document in documents for one in document.new))


def _show(documents: Sequence[DocumentDiff], console: Console) -> None:
    for document in documents:
        _document(document, console)
    counts = {name: sum(len(getattr(one, name)) for one in documents) for name, *_ in _KINDS}
    figures = sum(len(document.changes) for document in documents)
    _say(
        console,
        f"合计 total  新增 new {counts['new']}，仍有 still there {counts['still']}，"
        f"已改正 fixed {counts['fixed']}；改动的数 figures changed {figures}",
    )


def _document(document: DocumentDiff, console: Console) -> None:
    paths = dict.fromkeys(path or "—" for path in (document.old_path, document.new_path))
    _say(console, " → ".join(paths), style="bold underline")
    facts = (document.entity or "单位不明 body unknown", document.year or "年份不明")
    _say(console, f"  {' · '.join(map(str, facts))} · {document.regime or '—'}")
    if document.new_path is None:
        _say(console, "  新报告里没有这份文件 not in the new report", style="yellow")
    for name, label, style in _KINDS:
        for finding in getattr(document, name):
            _finding(finding, label, style, console)
    if document.changes:
        _say(console, f"  改动的数 figures changed {len(document.changes)}", style="bold")
    for change in document.changes[:_MOST]:
        _say(console, f"    {_change(change)}")
    if len(document.changes) > _MOST:
        rest = len(document.changes) - _MOST
        _say(console, f"    另 {rest} 个 more，用 --format json 看全 lists them all", style="dim")
    _say(console, "")


def _finding(finding: Moved, label: str, style: str, console: Console) -> None:
    known = f"  已知 known：{finding.known}" if finding.known else ""
    _say(console, f"  {label}  {finding.rule}  {finding.title['zh']}{known}", style=style)
    _say(console, f"      {finding.message['zh']}")
    _say(console, f"      {finding.message['en']}", style="dim")
    for change in finding.changes:
        _say(console, f"      {_change(change)}")


def _change(change: Change) -> str:
    units = {change.old_unit, change.new_unit} - {""}
    between = f" {change.old_unit}" if len(units) > 1 else ""
    after = f" {change.new_unit or change.old_unit}"
    return (
        f"{change.address}  {change.old or '空 blank'}{between} → {change.new or '空 blank'}{after}"
    )


def _say(console: Console, said: str, *, style: str = "") -> None:
    """Print a line as it is, without markup and without what would steer the terminal."""
    from rich.text import Text

    plain = "".join(character for character in said if character.isprintable())
    console.print(Text(plain, style=style), soft_wrap=True)
