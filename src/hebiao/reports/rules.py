"""The catalogue of rules, what it reaches, or one rule explained, on a console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from hebiao.reports.plain import one_line, visible
from hebiao.reports.rules_words import REACHED, reach_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from hebiao.catalogue import Catalogue
    from hebiao.result import Report, RuleText

_SHOWN = 5


def show(catalogues: Sequence[Catalogue], console: Console) -> None:
    """Print every regime's rules, a line each."""
    for one in catalogues:
        console.print(Text(f"{one.regime}  {len(one.rules)} 条规则 rules", style="bold"))
        table = _table("编号 id", "级别 severity", "类型 type", "规则 rule")
        for rule in one.rules.values():
            table.add_row(rule.id, rule.severity, rule.type, Text(visible(rule.title.zh)))
        console.print(table)
        console.print()


def show_cover(catalogues: Sequence[Catalogue], console: Console) -> None:
    """Print how each regime reaches every problem type: how many rules, or why none."""
    for one in catalogues:
        console.print(Text(f"{one.regime}  {reach_line(one)}", style="bold"), soft_wrap=True)
        table = _table("类型 type", "核对 reach", "问题 problem")
        for served in one.served:
            reached = REACHED[served.reach]
            count = f" {len(served.rules)}" if served.rules else ""
            note = f"：{served.note.zh} / {served.note.en}" if served.note else ""
            told = Text(f"{served.name.zh} / {served.name.en}").append(note, style="dim")
            style = "" if served.rules else "yellow"
            reach = Text(f"{reached.zh} {reached.en}{count}", style=style)
            table.add_row(served.type, reach, told)
        console.print(table)
        console.print()


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


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
        console.print(Text(f"✗ {one_line(error.path)}：{one_line(error.message)}"), soft_wrap=True)
