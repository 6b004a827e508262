"""Cuts the sample font out of Noto Sans SC: the characters needed, as TrueType outlines."""

from __future__ import annotations

from io import BytesIO
from string import printable
from typing import TYPE_CHECKING

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

if TYPE_CHECKING:
    from pathlib import Path

ERROR = 1.0
"""How far an outline may lie from the original, in thousandths of the font's size."""

NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
"""The names that are kept: copyright, family, version, licence."""


def cut(source: Path, characters: set[str]) -> bytes:
    """Give the font with these characters and ASCII, byte for byte the same each time.

    Raises `ValueError` where the source, an OpenType font with cubic outlines, lacks a character.
    """
    font = TTFont(source, recalcTimestamp=False)
    printed = filter(str.isprintable, characters.union(printable))
    wanted = set(map(ord, printed))
    if lacking := wanted - set(font.getBestCmap()):
        raise ValueError(f"{source.name} lacks {''.join(map(chr, sorted(lacking)))}")
    options = Options(layout_features=[], name_IDs=NAMES, hinting=False, notdef_outline=True)
    options.drop_tables += ["VORG", "vhea", "vmtx", "GPOS", "GSUB", "GDEF", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    _to_quadratic(font)
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _to_quadratic(font: TTFont) -> None:
    """Replace the cubic outlines by quadratic ones, which is what reportlab embeds."""
    drawn = font.getGlyphSet()
    order = font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = outlines
    for name, (width, _) in list(font["hmtx"].metrics.items()):
        outlines[name].recalcBounds(glyf)
        font["hmtx"][name] = (width, getattr(outlines[name], "xMin", 0))
    font["maxp"].tableVersion = 0x00010000
    for zero in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
    ):
        setattr(font["maxp"], zero, 0)
    font["maxp"].maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
