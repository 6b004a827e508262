"""The XML of an .xlsx workbook: what calamine leaves out of a cell, and bounds it lacks."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from hebiao.readers.archive import damaged
from hebiao.readers.bounds import MARKS, Extent
from hebiao.readers.formats import BUILT_IN, Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_TEXTS, _ROOT, _TYPES = "xl/sharedStrings.xml", "_rels/.rels", "[Content_Types].xml"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FALSE = frozenset({"0", "false", "off"})
_ROWS, _MANY = 1 << 20, 1 << 16


def looks(held: Mapping[str, bytes]) -> tuple[list[Look], dict[str, bytes]]:
    """Give what calamine leaves out, for each sheet in order, and the parts it is to be given.

    No part that was not looked at is handed on. Raises `SourceError` "damaged" and "too-large".
    """
    try:
        return _looks(held)
    except etree.LxmlError as problem:
        raise damaged(problem) from problem


def _looks(held: Mapping[str, bytes]) -> tuple[list[Look], dict[str, bytes]]:
    if _BOOK not in held:
        raise damaged(f"no {_BOOK}")
    names = {name.lower(): name for name in held}
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))[1:]
        for link in _elements(held.get(_LINKS, b""), "Relationship")
    }
    codes = _codes(held.get(names.get(_STYLES, ""), b""))
    kept = {name: held[name] for name in (_TYPES, _ROOT, _BOOK, _LINKS) if name in held}
    kept |= {names[low]: held[names[low]] for low in (_STYLES, _TEXTS.lower()) if low in names}
    _check_claim(kept.get(names.get(_TEXTS.lower(), ""), b""))
    extent = Extent()
    found = []
    for sheet in _elements(held.get(_BOOK, b""), "sheet"):
        link = sheet.get(_LINK) or sheet.get(_STRICT_LINK) or ""
        name = names.get(targets.get(link, "").lower(), "")
        if name in kept:
            raise damaged(f"{name} twice")
        kept |= {name: held[name]} if name else {}
        found.append(_look(held.get(name, b""), codes, extent))
        extent.close()
    return found, kept


def _elements(part: bytes, *tags: str) -> Iterator[Element]:
    """Give the elements of these names as they end, and forget each before the next."""
    if not part:
        return
    walk = etree.iterparse(
        BytesIO(part),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        huge_tree=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in walk:
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and parent[0] is not element and parent[0].tag == element.tag:
            del parent[0]


def _check_claim(texts: bytes) -> None:
    """Refuse a table of texts that claims more of them than memory holds: calamine believes it."""
    if texts:
        for _, root in etree.iterparse(BytesIO(texts), events=("start",), resolve_entities=False):
            _number(root.get("uniqueCount"), MARKS)
            return


def _codes(part: bytes) -> list[str]:
    """Give the number format of each cell style."""
    formats = dict(BUILT_IN)
    styles: list[str] = []
    for element in _elements(part, "numFmt", "cellXfs"):
        if str(element.tag).endswith("}numFmt"):
            formats[_number(element.get("numFmtId"), _MANY)] = element.get("formatCode", "")
        else:
            styles = [formats.get(_number(one.get("numFmtId"), _MANY), "") for one in element]
    return styles


def _look(part: bytes, codes: list[str], extent: Extent) -> Look:
    """Read a sheet's cells; one that names no place stands right of the one before."""
    formats: dict[tuple[int, int], str] = {}
    errors: dict[tuple[int, int], str] = {}
    zeros = True
    above, column = 0, -1
    for element in _elements(part, "sheetView", "row", "c"):
        tag = str(element.tag)
        if tag.endswith("}row"):
            above, column = _number(element.get("r"), _ROWS, above + 1), -1
        elif tag.endswith("}sheetView"):
            zeros = element.get("showZeros") not in _FALSE
        else:
            name = element.get("r")
            row, column = _place(name) if name else (_row(element, above), column + 1)
            if len(element):
                extent.add(row, column)
                kind, style = element.get("t", "n"), element.get("s")
                if kind == "n" and style and (code := _code(codes, style)):
                    formats[row, column] = code
                elif kind == "e":
                    errors[row, column] = element.findtext("{*}v") or "#N/A"
    return Look(formats, errors, zeros)


def _code(codes: list[str], style: str) -> str:
    number = _number(style, _MANY)
    return codes[number] if number < len(codes) else ""


def _row(cell: Element, above: int) -> int:
    row = cell.getparent()
    return _number(row.get("r") if row is not None else None, _ROWS, above + 1) - 1


def _place(text: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise damaged(f"cell {text[:20]}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return _number(found[2], _ROWS) - 1, column - 1


def _number(text: str | None, most: int, default: int = 0) -> int:
    """Give a number of an attribute. Raises `SourceError` "damaged" where it is none."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):  # noqa: PLR2004
        raise damaged(f"number {text[:20]}")
    return int(text)
