"""Renders a document as PDF: ruled tables with true spans, running heads, page numbers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Table as Ruled

from maker.blocks import (
    PART,
    SECTION,
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    characters,
    plain,
)
from maker.layout import Layout, Leaf, Paper, leaves
from maker.pdf_table import ruled
from maker.pdf_text import FACE, FONT, Style, Text, width_of
from maker.setting import noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

MARGIN, HEAD, FOOT = 56.0, 40.0, 34.0
"""White space around the text, and how far head and number stand from the edge, in points."""

SMALL = 9.0
"""The size of a running head and of a page number."""

COVER = Style(26, 44, "center", before=20)
CONTENTS = Style(12, 22)
CONTENTS_PART = Style(13, 26, before=6)
PROSE = Style(12, 22, indent=2)
HEADINGS = {
    1: Style(20, 34, "center", after=10),
    PART: Style(18, 32, "center", before=6, after=12),
    SECTION: Style(15, 26, before=8, after=4),
}
HEADING = Style(12, 22, indent=2, before=4)
LABEL = Style(12, 18, before=10)
TITLE = Style(16, 28, "center")
NOTE, NOTE_LEADING = 10.0, 16.0
"""The size of a caption's notes and of their lines."""

BARE = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
"""The style of two texts side by side."""

ROOM = {PART: 200.0, SECTION: 80.0}
"""The least height left on a page where a heading begins, by its level."""

ROOM_TABLE, ROOM_HEADING = 200.0, 60.0
"""The same for a table, and for every other heading."""


def render(document: Document, layout: Layout) -> bytes:
    """Give the document as a PDF, byte for byte the same each time.

    Raises `ValueError` where the font lacks a character: samples/font.py makes it anew.
    """
    font = TTFont(FACE, str(FONT))
    printed = characters(document) | set(layout.head)
    if lacking := sorted(one for one in printed if ord(one) not in font.face.charToGlyph):
        raise ValueError(f"{FONT.name} lacks {''.join(lacking)}: run samples/font.py")
    registerFont(font)
    file = BytesIO()
    BaseDocTemplate(
        file,
        pageTemplates=[_template(paper, layout) for paper in Paper],
        title="".join(plain(block.runs) for block in document[:2] if isinstance(block, Paragraph)),
        author=layout.head,
        lang="zh-CN",
        invariant=1,
    ).build(list(_story(document, layout)))
    return file.getvalue()


def _template(paper: Paper, layout: Layout) -> PageTemplate:
    width, height = _size(paper)

    def furnish(canvas: Canvas, _document: BaseDocTemplate) -> None:
        if paper is Paper.ROTATED:
            canvas.transform(0, 1, -1, 0, height, 0)
        canvas.setFont(FACE, SMALL)
        if paper is not Paper.COVER:
            canvas.drawCentredString(width / 2, FOOT, f"- {canvas.getPageNumber()} -")
        if paper not in {Paper.COVER, Paper.CONTENTS}:
            canvas.drawCentredString(width / 2, height - HEAD, layout.head)

    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, 0, 0, 0, 0)
    template = PageTemplate(paper, [frame], furnish, pagesize=(width, height))
    turn = 90 if paper is Paper.ROTATED else 0
    template.rotation = turn  # type: ignore[attr-defined]  # reportlab looks it up there
    return template


def _size(paper: Paper) -> tuple[float, float]:
    return (A4[1], A4[0]) if paper.wide else A4


def _story(document: Document, layout: Layout) -> Iterator[Flowable]:
    for leaf in leaves(document, layout):
        if leaf.paper is Paper.COVER:
            yield Spacer(0, 160)
        else:
            yield NextPageTemplate(leaf.paper)
            yield PageBreak()
        for block in leaf.blocks:
            yield from _block(block, leaf, layout)


def _block(block: Block, leaf: Leaf, layout: Layout) -> Iterator[Flowable]:
    match block:
        case Table():
            yield from _table(block, _size(leaf.paper)[0] - 2 * MARGIN, layout)
        case Paragraph(runs):
            styles = {Paper.COVER: COVER, Paper.CONTENTS: CONTENTS}
            yield Text(runs, styles.get(leaf.paper, PROSE))
        case Heading(level, runs):
            listed = leaf.paper is Paper.CONTENTS and level == PART
            style = CONTENTS_PART if listed else HEADINGS.get(level, HEADING)
            yield CondPageBreak(ROOM.get(level, ROOM_HEADING))
            yield Text((Run(plain(runs), bold=True),), style)


def _table(table: Table, width: float, layout: Layout) -> Iterator[Flowable]:
    """Give the caption as paragraphs, then the table."""
    yield CondPageBreak(ROOM_TABLE)
    if table.label:
        yield Text((Run(table.label),), LABEL)
    yield Text((Run(table.title, bold=True),), TITLE)
    notes = [
        Text((Run(note),), Style(NOTE, NOTE_LEADING, align))
        for note, align in zip(table.notes, noted(table), strict=True)
    ]
    if table.id in layout.one_line:
        end = width_of(table.notes[-1], NOTE) + 1
        yield Ruled([notes], [width - end, end], style=BARE)
    else:
        yield from notes
    yield Spacer(0, 4)
    yield ruled(table, width, repeated=table.id in layout.repeated)
    yield Spacer(0, 12)
