"""Renders a document as one HTML page: tables with rowspan and colspan, wraps as line breaks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from maker.blocks import Block, Cell, Document, Heading, Paragraph, Run, Table, plain
from maker.setting import AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maker.layout import Layout

STYLE = """
body { max-width: 60em; margin: 2em auto; font-family: sans-serif; line-height: 1.7; }
table { border-collapse: collapse; width: 100%; font-size: .85em; }
th, td { border: 1px solid; padding: .2em .4em; font-weight: normal; }
.amount { text-align: right; }
"""


def render(document: Document, layout: Layout) -> bytes:
    """Give the document as HTML in UTF-8, titled by what runs over the pages elsewhere."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{escape(layout.head)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        *(line for block in document for line in _block(block)),
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, runs):
            yield f"<h{level}>{escape(plain(runs))}</h{level}>"
        case Paragraph(runs):
            yield f"<p>{''.join(map(_run, runs))}</p>"
        case Table():
            yield from _table(block)


def _run(run: Run) -> str:
    text = _text(run.text.replace("\f", ""))
    return f"<b>{text}</b>" if run.bold else text


def _table(table: Table) -> Iterator[str]:
    if table.label:
        yield f"<p>{escape(table.label)}</p>"
    yield f"<h{table.level}>{escape(table.title)}</h{table.level}>"
    yield from (f"<p>{escape(note)}</p>" for note in table.notes)
    yield "<table>"
    for name, rows in (("th", table.head), ("td", table.body)):
        yield from (f"<tr>{''.join(_cell(cell, name) for cell in row)}</tr>" for row in rows)
    yield "</table>"


def _cell(cell: Cell, name: str) -> str:
    spans = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
    marks = "".join(f' {kind}="{span}"' for kind, span in spans if span > 1)
    marks += ' class="amount"' if AMOUNT.fullmatch(cell.text) else ""
    text = _text(cell.text)
    return f"<{name}{marks}>{f'<b>{text}</b>' if cell.bold else text}</{name}>"


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")
