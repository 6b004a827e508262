"""The lines of a text, and the cells that tabs, or the bars of a pipe table, part in each."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BAR = re.compile(r"\|((?:[^|\\]|\\.)*)")
_RULE = frozenset("|:- \t")

RawCell = list[tuple[int, int, str]]
"""A cell's stretches of raw text, more than one where it holds line breaks, each behind the index
of its line and the character it begins at."""

RawRow = list[RawCell]


@dataclass(frozen=True, slots=True)
class Page:
    """The lines; how many tabs or bars part cells in each (0: prose, -1: blank); the piped ones."""

    lines: list[str]
    tabs: list[int]
    piped: frozenset[int]

    def cells(self, at: int) -> RawRow:
        """Cut a line into its cells, one stretch of text each."""
        line = self.lines[at]
        if at in self.piped:
            row = [[(at, found.start(1), found[1])] for found in _BAR.finditer(line)]
            return row if row[-1][0][2].strip() else row[:-1]
        row = []
        start = 0
        for raw in line.split("\t"):
            row.append([(at, start, raw)])
            start += len(raw) + 1
        return row

    def folded(self, at: int, stop: int) -> RawRow:
        """Put lines together to one row: the last cell of each goes on in the next."""
        row = self.cells(at)
        for more in range(at + 1, stop):
            rest = self.cells(more)
            row[-1] += rest[0]
            row += rest[1:]
        return row


def paged(text: str) -> Page:
    """Cut text at LF, CRLF and CR; a pipe table begins with a head and the rule under it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tabs = [line.count("\t") or (0 if line.strip() else -1) for line in lines]
    piped: set[int] = set()
    barred = [line.lstrip(" ").startswith("|") for line in lines]
    for at in range(1, len(lines)):
        if barred[at] and (at - 1 in piped or (barred[at - 1] and _is_rule(lines[at]))):
            piped.update((at - 1, at))
    page = Page(lines, tabs, frozenset(piped))
    for at in piped:
        tabs[at] = -1 if _is_rule(lines[at]) else len(page.cells(at)) - 1
    return page


def _is_rule(line: str) -> bool:
    return "-" in line and _RULE.issuperset(line)
