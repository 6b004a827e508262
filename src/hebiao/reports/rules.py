"""The catalogue of rules, or one rule explained, on a console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from hebiao.result import RuleText


def show(catalogues: Mapping[str, Mapping[str, RuleText]], console: Console) -> None:
    """Print every regime's rules, a line each."""
    for regime, rules in catalogues.items():
        console.print(Text(f"{regime}  {len(rules)} 条规则 rules", style="bold"))
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for head in ("编号 id", "级别 severity", "类型 type", "规则 rule"):
            table.add_column(head, overflow="fold")
        for rule in rules.values():
            table.add_row(rule.id, rule.severity, rule.type, Text(rule.title.zh))
        console.print(table)
        console.print()


def explain(rule: RuleText, console: Console) -> None:
    """Print one rule: why, basis, formula, examples."""
    console.print(
        Text.assemble(
            (rule.id, "bold"), f"  {rule.kind} · {rule.severity} · {rule.type} {rule.problem.zh}"
        )
    )
    console.print(Markdown(rule.help))
