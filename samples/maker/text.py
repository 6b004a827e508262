"""Renders a document as text: tab-separated rows, merged headings flattened, a few tags."""

from __future__ import annotations

from maker.blocks import Block, Cell, Document, Heading, Paragraph, Run, Table, placed

LONG = 100
"""A cell of more characters is printed as a paragraph of its own."""


def render(document: Document) -> str:
    """Give the document as published text files hold it: UTF-8, blocks set apart by blank lines.

    A merged cell stands in its first column and row, blanks fill the rest; a wrap inside a cell
    is a space; bold is `<b>` in a table and `**` outside.
    """
    text = ""
    before: Block | None = None
    for block in document:
        listed = _listed(block) and before is not None and _listed(before)
        text += ("\n" if listed else "\n\n") + _block(block)
        before = block
    return text + "\n"


def _listed(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.item


def _block(block: Block) -> str:
    match block:
        case Heading(level, runs):
            return f"{'#' * level} {_runs(runs)}"
        case Paragraph(runs, _, item):
            return ("- " if item else "") + _runs(runs)
        case Table():
            return _table(block)


def _runs(runs: tuple[Run, ...]) -> str:
    text = "".join(f"**{run.text}**" if run.bold else run.text for run in runs)
    return text.replace("\n", "  \n").replace("\f", "\n\n")


def _table(table: Table) -> str:
    caption = [table.label, f"{'#' * table.level} {table.title}", *table.notes]
    rows = [_row(cells, table.columns) for cells in placed(table.head + table.body, table.columns)]
    return "\n\n".join([line for line in caption if line] + ["\n".join(rows)])


def _row(cells: list[tuple[int, Cell]], columns: int) -> str:
    line = [""] * columns
    for column, cell in cells:
        line[column - cell.slip] = _cell(cell)
    return "\t".join(line)


def _cell(cell: Cell) -> str:
    text = cell.text.replace("\n", " ")
    if not text:
        return ""
    if cell.bold:
        return f"<b>{text}</b>"
    return f"<p>{text}</p>" if len(text) > LONG else text
