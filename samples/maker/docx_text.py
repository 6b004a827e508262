"""Sets text for DOCX: one face in every style, runs in a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from maker.blocks import Run
    from maker.setting import Align

FACE = "Noto Sans CJK SC"

TEXT, SMALL = 12.0, 9.0
"""Sizes of the text, and of tables and what runs over the pages."""

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def restyle(style: ParagraphStyle, size: float, gap: float = 0) -> None:
    """Give a style the one face, black, a size and a gap around, where the template has others."""
    style.font.size = Pt(size)
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = FACE
    faces = style.element.rPr.rFonts
    faces.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), FACE)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(gap)


def fill(
    paragraph: Paragraph, runs: Iterable[Run], align: Align, size: float | None = None
) -> Paragraph:
    """Put runs into a paragraph; a form feed is nothing, for pages end by themselves."""
    paragraph.alignment = ALIGN[align]
    for run in runs:
        part = paragraph.add_run(run.text.replace("\f", ""))
        part.bold = run.bold or None
        part.font.size = Pt(size) if size else None
    return paragraph
