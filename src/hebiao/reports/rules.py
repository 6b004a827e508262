"""The catalogue of rules, or one rule explained, on a console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from hebiao.reports.plain import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from hebiao.result import Report, RuleText

_SHOWN = 5


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


def question(
    suspects: Sequence[tuple[RuleText, int, int, Sequence[str]]], report: Report, console: Console
) -> None:
    """Print the rules in question: each with the documents told, those against it, instances."""
    said = f"{len(report.documents)} 份文件 documents"
    if not suspects:
        console.print(Text(f"{said}：没有数据一致反对的规则 / no rule in question"), soft_wrap=True)
    for rule, told, against, instances in suspects:
        head = Text.assemble((rule.id, "bold"), f"  {rule.title.zh}")
        console.print(head, soft_wrap=True)
        console.print(
            Text(
                f"  {told} 份文件可判，{against} 份不符，而同一些数的其他勾稽都相符：多半是规则有误"
                f" / fails alone in {against} of {told} documents, all else about the same figures"
                f" holds: the rule is in question"
            ),
            soft_wrap=True,
        )
        if rule.formula:
            console.print(Text(f"  {visible(rule.formula)}"), soft_wrap=True)
        shown = "、".join(one or "*" for one in instances[:_SHOWN])
        console.print(Text(f"  {visible(shown)}", style="dim"), soft_wrap=True)
    for error in report.errors:
        console.print(Text(f"✗ {visible(error.path)}：{visible(error.message)}"), soft_wrap=True)
