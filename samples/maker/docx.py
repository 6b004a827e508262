"""Renders a document as DOCX: sections of upright and wide pages, running heads, page numbers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from maker.blocks import PART, Block, Document, Heading, Paragraph, Run, Table
from maker.docx_table import table
from maker.docx_text import ALIGN, SMALL, TEXT, fill, restyle
from maker.layout import Layout, Leaf, Paper, leaves
from maker.zipped import MADE, steady

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.section import Section

LONG, BROAD, MARGIN = 841.9, 595.3, 56.0
"""The sides of a page and the white space around its text, in points."""

COVER, ABOVE, GAP = 26.0, 160.0, 8.0
"""The size of the cover's text; white space above it, and above and below a heading."""

TITLES = {1: 20.0, PART: 18.0, 3: 15.0, 4: 12.0}
"""Sizes of headings by their level."""


def render(document: Document, layout: Layout) -> bytes:
    """Give the document as DOCX, byte for byte the same each time."""
    word = docx.Document()
    word.core_properties.title = word.core_properties.author = layout.head
    word.core_properties.comments = ""
    word.core_properties.created = word.core_properties.modified = MADE
    restyle(word.styles["Normal"], TEXT)
    for level, size in TITLES.items():
        restyle(word.styles[f"Heading {level}"], size, GAP)
    before: Leaf | None = None
    for leaf in leaves(document, layout):
        begun = len(word.paragraphs)
        if before is None or before.paper is not leaf.paper:
            _begin(word, leaf, before, layout)
            begun = 0
        for above, block in zip((None, *leaf.blocks), leaf.blocks, strict=False):
            _block(word, block, leaf, layout)
            if isinstance(above, Table) and not isinstance(block, Table):
                word.paragraphs[-1].paragraph_format.space_before = Pt(GAP)
        if begun:
            word.paragraphs[begun].paragraph_format.page_break_before = True
        before = leaf
    file = BytesIO()
    word.save(file)
    return steady(file.getvalue())


def _begin(word: Word, leaf: Leaf, before: Leaf | None, layout: Layout) -> None:
    """Begin pages of another kind; a section has the head and foot of the one before."""
    section = word.add_section() if before else word.sections[0]
    wide = leaf.paper.wide
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(_across(leaf)), Pt(BROAD if wide else LONG)
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin = section.bottom_margin = Pt(MARGIN)
    section.header_distance = section.footer_distance = Pt(MARGIN / 2)
    if leaf.paper is Paper.CONTENTS:
        _number(section)
    elif before and before.paper is Paper.CONTENTS:
        section.header.is_linked_to_previous = False
        fill(section.header.paragraphs[0], [Run(layout.head)], "center", SMALL)


def _across(leaf: Leaf) -> float:
    return LONG if leaf.paper.wide else BROAD


def _number(section: Section) -> None:
    """Put the page's number at the foot."""
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]
    foot.alignment = ALIGN["center"]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)  # noqa: SLF001  # python-docx has no name for a field


def _block(word: Word, block: Block, leaf: Leaf, layout: Layout) -> None:
    match block:
        case Table():
            table(word, block, _across(leaf) - 2 * MARGIN, layout)
        case Heading(level, runs):
            middle = level <= PART and (level < PART or leaf.paper is not Paper.CONTENTS)
            fill(word.add_heading(level=level), runs, "center" if middle else "left")
        case Paragraph(runs) if leaf.paper is Paper.COVER:
            cover = fill(word.add_paragraph(), runs, "center", COVER)
            cover.paragraph_format.space_before = Pt(ABOVE if block is leaf.blocks[0] else 0)
        case Paragraph(runs):
            prose = fill(word.add_paragraph(), runs, "left")
            indent = 0 if leaf.paper is Paper.CONTENTS else 2 * TEXT
            prose.paragraph_format.first_line_indent = Pt(indent)
