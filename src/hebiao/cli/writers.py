"""Where the formats go: each takes the reports as documents finish, and writes what it can."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from hebiao.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hebiao.reports.html import Entry
    from hebiao.reports.text import Teller
    from hebiao.result import Report

STREAMED = frozenset({"text", "jsonl"})
"""The formats that are written while documents are judged."""

_STEM = 40
_UNFIT = re.compile(r"[^\w-]+")


class Writer(Protocol):
    """A format on its way to a file."""

    def add(self, report: Report) -> None:
        """Take the report of one document, or of what could not be judged."""

    def end(self) -> None:
        """Write what waits for the last document."""


def writer(name: str, output: Path | None) -> Writer:
    """Give the writer of a format into a file, or a folder; without one on standard output.

    Raises `UsageError` where the file cannot be written.
    """
    from hebiao.reports import renderer

    render = renderer(name)
    if name == "text":
        return _told(output)
    if name == "jsonl":
        return _Lines(render, output)
    if name == "html":
        single = output is None or (output.suffix.lower() in {".html", ".htm"})
        if output is not None and (output.is_dir() or not single):
            return _Folder(output)
        return _Whole(render, output, most=1)
    return _Whole(render, output)


@dataclass
class _Whole:
    """A format that needs every report before it is written; it may hold `most` documents."""

    render: Callable[[Report], str]
    output: Path | None
    most: int | None = None
    held: list[Report] = field(default_factory=list)

    def add(self, report: Report) -> None:
        from hebiao.report import undrawn

        # Of many documents all reports are held: without what none but the page is drawn from.
        self.held.append(report if self.most is not None else undrawn(report))
        if self.most is not None and sum(len(one.documents) for one in self.held) > self.most:
            said = "几份文件要写到文件夹 / several documents go to a folder: --output DIR"
            raise UsageError("output", f"{self.output or 'html'}：{said}")

    def end(self) -> None:
        from hebiao.report import merged

        _write(self.output, self.render(merged(self.held)))


@dataclass
class _Lines:
    """A line a document, written as it comes."""

    render: Callable[[Report], str]
    output: Path | None

    def __post_init__(self) -> None:
        _write(self.output, "")

    def add(self, report: Report) -> None:
        _write(self.output, self.render(report), more=True)

    def end(self) -> None:
        """Every line is written."""


@dataclass
class _Text:
    """The terminal report, document by document, and the totals at last."""

    teller: Teller
    close: Callable[[], None]

    def add(self, report: Report) -> None:
        self.teller.add(report)

    def end(self) -> None:
        self.teller.end()
        self.close()


@dataclass
class _Folder:
    """A page a document, and the index of them all."""

    output: Path
    entries: list[Entry] = field(default_factory=list)

    def add(self, report: Report) -> None:
        from hebiao.reports import html

        href = ""
        for document in report.documents[:1]:
            stem = _UNFIT.sub("-", Path(document.path).stem)[:_STEM].strip("-")
            page = f"{len(self.entries) + 1:04d}-{stem}.html"
            href = f"pages/{quote(page)}"
            _write(self.output / "pages" / page, html.page(report, "../index.html"))
        self.entries += html.entries(report, href)

    def end(self) -> None:
        from hebiao.reports import html

        _write(self.output / "index.html", html.index(self.entries))


def _told(output: Path | None) -> _Text:
    from rich.console import Console

    from hebiao.reports.text import WIDTH, Teller

    if output is None:
        # The stream itself: while progress is shown, rich puts another in its place.
        return _Text(Teller(Console(file=sys.stdout, highlight=False)), lambda: None)
    with _told_in_one_line(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        stream = output.open("w", encoding="utf-8")
    console = Console(file=stream, no_color=True, width=WIDTH, highlight=False)
    return _Text(Teller(console), stream.close)


def _write(output: Path | None, text: str, *, more: bool = False) -> None:
    """Write text into a file, after what it holds if there is `more`, or on standard output."""
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    with _told_in_one_line(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("a" if more else "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


@contextmanager
def _told_in_one_line(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            "output", f"{output}：写不了 / cannot be written: {error.strerror}"
        ) from error
