"""The cover in words: how often identities pin the figures, and where an error can't be seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from hebiao.model import table_of
from hebiao.reports.plain import one_line, visible

if TYPE_CHECKING:
    from rich.console import Console

    from hebiao.result import Cover, Report, ReportDocument

_TWICE = 2


def line(cover: Cover) -> str:
    """Say in one line how much of a document identities pin."""
    return (
        f"覆盖 cover：{cover.figures} 个数，两条以上约束 pinned twice {cover.twice_or_more}"
        f"（金额 of money {cover.money_share_twice_or_more} %），一条 once {cover.once}，"
        f"没有 never {cover.never}"
    )


def show(report: Report, console: Console, *, whole: bool = False) -> None:
    """Print each document's cover by table, and the figures that none pins; with `whole` all."""
    for document in report.documents:
        console.print(Text(one_line(document.path), style="bold underline"))
        if document.cover is None:
            console.print("  —")
            continue
        console.print(Text(f"  {line(document.cover)}"), soft_wrap=True)
        _tables(document, document.cover, console)
        _figures(document, document.cover, console, whole=whole)
        console.print()
    for error in report.errors:
        console.print(Text(f"✗ {one_line(error.path)}：{one_line(error.message)}"), soft_wrap=True)


def _tables(document: ReportDocument, cover: Cover, console: Console) -> None:
    counts: dict[str, Counter[int]] = {}
    for address, pins in cover.pins.items():
        counts.setdefault(table_of(address), Counter())[min(pins, _TWICE)] += 1
    shown = Table("表 table", box=None)
    for heading in ("两条以上 twice", "一条 once", "没有 never"):
        shown.add_column(heading, justify="right")
    for table in [table.id for table in document.tables if table.id in counts]:
        held = counts.pop(table)
        shown.add_row(visible(table), *(str(held[pins]) for pins in (_TWICE, 1, 0)))
    for table, held in counts.items():
        shown.add_row(visible(table), *(str(held[pins]) for pins in (_TWICE, 1, 0)))
    console.print(shown)


def _figures(document: ReportDocument, cover: Cover, console: Console, *, whole: bool) -> None:
    """List figures with how many identities pin each, the least first."""
    raws = {figure.address: figure.raw for figure in document.figures}
    listed = sorted(cover.pins, key=lambda address: cover.pins[address])
    if not whole:
        listed = list(cover.unpinned)
        if listed:
            said = "  错了也看不出的数 figures in which an error cannot be seen："
            console.print(Text(said, style="yellow"))
    for address in listed:
        pins = f"{cover.pins[address]:>3}  " if whole else ""
        raw = " ".join(raws.get(address, "").split())
        console.print(Text(f"    {pins}{visible(address)}  {visible(raw)}"), soft_wrap=True)
