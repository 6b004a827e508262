"""The terminal report: what was read, which tables, the findings by table, the counts."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from hebiao.model import table_of
from hebiao.reports import cover
from hebiao.reports.plain import one_line, visible
from hebiao.result import Severity, Statistics, Verdict, count

if TYPE_CHECKING:
    from hebiao.model import Location
    from hebiao.result import Finding, FindingCell, ReadError, Report, ReportDocument

_STYLE = {
    Severity.ERROR: "bold red",
    Severity.EXPLAIN: "bold yellow",
    Severity.VERIFY: "bold cyan",
    Severity.INFO: "bold blue",
}
_NAMES = {
    Severity.ERROR: "错误 error",
    Severity.EXPLAIN: "须说明 explain",
    Severity.VERIFY: "待核实 verify",
    Severity.INFO: "提示 info",
}
WIDTH = 100
"""Characters of a line where no terminal says how many it has."""

_CELLS = 12
_NARROWEST = 20
_BLANKS = 3
_REASONS = 8


def render(report: Report, *, colour: bool = False, width: int = WIDTH) -> str:
    """Give the report as text, with ANSI colours where `colour` is set."""
    console = Console(
        file=io.StringIO(), force_terminal=colour, no_color=not colour, width=width, highlight=False
    )
    show(report, console)
    stream = console.file
    return stream.getvalue() if isinstance(stream, io.StringIO) else ""


def show(report: Report, console: Console) -> None:
    """Print the report on a console."""
    teller = Teller(console)
    teller.add(report)
    teller.end()


@dataclass
class Teller:
    """Prints reports as they come: the documents at once, errors and the totals in the end."""

    console: Console
    errors: list[ReadError] = field(default_factory=list)
    documents: int = 0
    checked: int = 0
    counts: Statistics = field(default_factory=lambda: count(()))

    def add(self, report: Report) -> None:
        """Print what a report says of its documents, and keep its errors for the end."""
        for document in report.documents:
            _document(document, self.console)
        self.errors += report.errors
        self.documents += len(report.documents)
        self.checked += sum(document.regime is not None for document in report.documents)
        self.counts = _added(self.counts, report.statistics)

    def end(self) -> None:
        """Print the errors, and where there were several files the totals."""
        for error in self.errors:
            line = Text.assemble(("✗ ", "bold red"), (one_line(error.path), "bold"))
            line.append(f"：{one_line(error.message)}")
            self.console.print(line, soft_wrap=True)
        if self.documents + len(self.errors) > 1:
            self.console.print()
            judged = f"{self.checked} 份文件已核对 checked"
            unjudged = f"{len(self.errors)} 份未能核对 not judged"
            self.console.print(Text.assemble(("合计 total  ", "bold"), f"{judged}，{unjudged}"))
            _counts(self.counts, self.console)


def _added(one: Statistics, other: Statistics) -> Statistics:
    return Statistics(
        documents=one.documents + other.documents,
        holds=one.holds + other.holds,
        rounding=one.rounding + other.rounding,
        fails=one.fails + other.fails,
        cannot_tell=one.cannot_tell + other.cannot_tell,
        not_applicable=one.not_applicable + other.not_applicable,
        findings={key: one.findings[key] + other.findings[key] for key in Severity},
    )


def _document(document: ReportDocument, console: Console) -> None:
    console.print(Text(one_line(document.path), style="bold underline"))
    regime = f"{document.regime[0]} v{document.regime[1]}" if document.regime else "—"
    facts = (document.entity or "单位不明 body unknown", f"{document.year or '年份不明'} 年")
    _say(console, Text(visible(" · ".join((*facts, regime, document.unit)))), 2)
    tables = "、".join(table.id for table in document.tables)
    read = (
        f"读到 {len(document.tables)} 张表 tables、{len(document.figures)} 个数 figures：{tables}"
    )
    _say(console, Text(visible(read)), 2)
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in document.findings:
        groups[_table(finding)].append(finding)
    titles = {table.id: table.title for table in document.tables}
    for table in [*titles, *(key for key in groups if key not in titles)]:
        if table in groups:
            console.print()
            head = visible(f"  {table} {titles.get(table, '')}".rstrip())
            console.print(Text(head, style="bold"))
            for finding in groups[table]:
                _finding(finding, console)
    console.print()
    _counts(document.statistics, console)
    if document.cover is not None:
        _say(console, Text(cover.line(document.cover)), 2)
    _unjudged(document, console)
    _narrative(document, console)
    console.print()


def _say(console: Console, text: Text, by: int) -> None:
    """Print a text indented, its lines folded to the console's width."""
    for line in text.wrap(console, max(console.width - by, _NARROWEST)):
        line.rstrip()
        console.print(Text(" " * by) + line, soft_wrap=True)


def _finding(finding: Finding, console: Console) -> None:
    head = Text.assemble(
        (f"● {_NAMES[finding.severity]}", _STYLE[finding.severity]),
        f"  {finding.title.zh}",
        (f"  {finding.rule} {finding.type}", "dim"),
    )
    if finding.origin == "reading":
        head.append("  读取存疑 reading", style="magenta")
    _say(console, head, 4)
    if finding.known:
        _say(console, Text(f"已知 known：{visible(finding.known)}", style="dim"), 6)
    _say(console, Text(visible(finding.message.zh)), 6)
    _say(console, Text(visible(finding.message.en), style="dim"), 6)
    if finding.filled:
        _say(console, Text(visible(finding.filled), style="green"), 6)
    shown = [cell for cell in finding.cells if cell.raw.strip()]
    blank = [cell for cell in finding.cells if not cell.raw.strip()]
    if len(blank) <= _BLANKS:
        shown, blank = list(finding.cells), []
    for cell in shown[:_CELLS]:
        _say(console, _cell(cell, _table(finding)), 6)
    rest = [(len(shown[_CELLS:]), "格 more cells"), (len(blank), "格为空 blank")]
    more = "，".join(f"另 {number} {what}" for number, what in rest if number)
    if more:
        _say(console, Text(more, style="dim"), 6)


def _cell(cell: FindingCell, table: str) -> Text:
    """A cell's place, address (its table left out where that is the group's) and printed text."""
    raw = " ".join(cell.raw.split()) or "空 blank"
    address = cell.address
    if address.startswith((f"{table}[", f"{table}.")):
        address = address[len(table) :].lstrip(".")
    place = visible(_place(cell.location))
    return Text.assemble((place, "dim"), f"  {visible(address)}  ", (visible(raw), "bold"))


def _place(location: Location) -> str:
    if location.line is not None:
        return f"第 {location.line} 行"
    if location.page is not None:
        return f"第 {location.page} 页"
    if location.cell is not None:
        return f"{location.sheet or ''}!{location.cell}"
    return "—"


def _table(finding: Finding) -> str:
    """The table a finding is listed under: that of its first cell."""
    if not finding.cells:
        return "全文 document"
    return table_of(finding.cells[0].address)


def _counts(counts: Statistics, console: Console) -> None:
    unknown = f"未能判断 cannot tell {counts.cannot_tell}"
    line = Text.assemble(
        ("核对 evaluated ", "bold"),
        f"{counts.evaluated}：相符 holds {counts.holds}，舍入 rounding {counts.rounding}，",
        (f"不符 fails {counts.fails}", "red" if counts.fails else ""),
        "；",
        (unknown, "yellow" if counts.cannot_tell else ""),
        f"；不适用 not applicable {counts.not_applicable}",
    )
    _say(console, line, 2)
    shown = "，".join(f"{_NAMES[key]} {value}" for key, value in counts.findings.items() if value)
    if shown:
        _say(console, Text(f"发现 findings：{shown}"), 2)
    else:
        _say(console, Text("没有发现 no findings", style="green"), 2)


def _narrative(document: ReportDocument, console: Console) -> None:
    """How many numbers of the narrative a rule holds against another figure."""
    told = document.narrative
    if told is not None and told.figures:
        share = f"{told.bound / told.figures:.1%}"
        line = f"说明 narrative：{told.figures} 个数 numbers，已核对 bound {told.bound}（{share}）"
        _say(console, Text(line, style="dim"), 2)


def _unjudged(document: ReportDocument, console: Console) -> None:
    """What could not be checked, and why: it is never shown as passed."""
    reasons = Counter(
        outcome.reason for outcome in document.outcomes if outcome.verdict is Verdict.CANNOT_TELL
    )
    for reason, number in reasons.most_common(_REASONS):
        _say(console, Text(f"未能判断 {number} 项：{visible(reason)}", style="yellow"), 4)
    if len(reasons) > _REASONS:
        rest = sum(number for _, number in reasons.most_common()[_REASONS:])
        _say(console, Text(f"未能判断 另 {rest} 项 more", style="yellow"), 4)
