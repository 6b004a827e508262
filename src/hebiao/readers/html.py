"""Web pages: paragraphs from their block elements, grids from their tables, as a browser lays out.

A table that only lays out others is taken apart into blocks. What is hidden is left out.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.html import HTMLParser

from hebiao.model import Cell, Grid, Location, Paragraph
from hebiao.readers.archive import damaged
from hebiao.readers.bounds import Extent, too_large
from hebiao.readers.captions import parted
from hebiao.readers.markup import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from hebiao.model import Block

    Piece = tuple[str, int] | Element | None

MARKS = 1_000_000
"""The most tags and attributes of a page together."""

_ATTRIBUTES = 1000
"""The most attributes of one tag with names of their own: time grows with their square."""

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*(big5[-\w]*)", re.IGNORECASE)
_UNSEEN = frozenset({
    "head", "script", "style", "noscript", "template", "iframe", "object", "select", "datalist",
    "textarea", "svg",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
})  # fmt: skip
# A tag as HTML's tokenizer cuts it. No alternative gives back what it took: time stays linear.
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+|))?+"""
)
_TAG = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<name>[a-z][^\s/>]*+)(?P<held>(?:{_ATTRIBUTE.pattern})*+)",
    re.IGNORECASE | re.DOTALL,
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_AMOUNT = re.compile(r"-?[\d,]+\.\d+")
_CELLS = frozenset({"td", "th"})
_GROUPS = {"thead": 0, "tfoot": 2}
_WIDEST, _HIGHEST = 1000, 65534


def blocks(data: bytes) -> tuple[Block, ...]:
    """Give the paragraphs and grids of a page, each with its line in the file.

    Raises `SourceError` "binary", "encoding", "damaged" and "too-large".
    """
    text = _decoded(data)
    if text.count("<") + text.count("=") > MARKS:
        raise too_large(f"超过 {MARKS} 个标记", f"over {MARKS} tags and attributes")
    if any(len(set(_ATTRIBUTE.findall(tag))) > _ATTRIBUTES for tag in _tags(text)):
        raise too_large(
            f"一个标记超过 {_ATTRIBUTES} 个属性", f"a tag of over {_ATTRIBUTES} attributes"
        )
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root: Element | None = None
    with suppress(etree.XMLSyntaxError):
        root = etree.fromstring(text.encode(), parser)
    broken = [
        entry.message
        for entry in parser.error_log
        if entry.level_name == "FATAL" and entry.type_name != "ERR_DOCUMENT_EMPTY"
    ]
    if broken:
        raise damaged(broken[0])
    if root is None:
        return ()
    return tuple(_blocks(root, Extent()))


def _decoded(data: bytes) -> str:
    """Trust the bytes before what a page says of them, save for Big5, which looks like GBK."""
    if declared := _DECLARED.search(data[:4096]):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8")
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(codecs.lookup(declared[1].decode()).name)
    return decode(data)


def _tags(text: str) -> Iterator[str]:
    """Give the attributes of each start tag, comments and what scripts hold passed over."""
    at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        if found["held"]:
            yield found["held"]
        if (name := (found["name"] or "").lower()) in _RAW:
            end = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
            at = end.end() if end else len(text)


def _blocks(root: Element, extent: Extent) -> Iterator[Block]:
    layouts = _layouts(root)
    pieces: list[str] = []
    line = None
    for piece in (*_pieces(root, layouts), None):
        if isinstance(piece, tuple):
            line = piece[1] if line is None and piece[0].strip() else line
            pieces.append(piece[0])
            continue
        if text := _lines("".join(pieces)):
            yield Paragraph(text, Location(line=line))
        pieces, line = [], None
        if piece is not None:
            yield from _table(piece, extent)


def _pieces(
    root: Element, layouts: frozenset[Element] = frozenset(), without: frozenset[str] = frozenset()
) -> Iterator[Piece]:
    """Give what is seen below an element: text with its line, tables, None where a block parts.

    Tables are left unopened but for those that lay out others; elements `without` are left out.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        block = element.tag in _BLOCKS
        if event == "end":
            if block:
                yield None
            if element is not root and element.tail:
                yield _SPACE.sub(" ", element.tail), _line(element)
        elif element.tag in without or _is_unseen(element):
            walk.skip_subtree()
        elif element.tag == "table" and element is not root and element not in layouts:
            walk.skip_subtree()
            yield element
        else:
            if block:
                yield None
            if element.tag == "br":
                yield "\n", _line(element)
            if element.text:
                yield _SPACE.sub(" ", element.text), _line(element)


def _line(element: Element) -> int:
    found: Any = element.sourceline
    return int(found or 1)


def _is_unseen(element: Element) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or bool(_NOT_SHOWN.search(element.get("style", "")))
    )


def _lines(text: str) -> str:
    return "\n".join(bare for line in text.split("\n") if (bare := line.strip()))


def _layouts(root: Element) -> frozenset[Element]:
    """Give the tables that hold others and no amounts of their own."""
    outer = {
        above
        for table in root.iter("table")
        if (above := next(table.iterancestors("table"), None)) is not None
    }
    found = set()
    for table in outer:
        texts = (_text(_pieces(cell), []) for row in _rows(table) for cell in row)
        if sum(bool(_AMOUNT.fullmatch(text)) for text in texts) < 2:  # noqa: PLR2004
            found.add(table)
    return frozenset(found)


def _text(pieces: Iterator[Piece], inner: list[Element]) -> str:
    """Put pieces together, a line for each block; the tables among them go to `inner`."""
    found = []
    for piece in pieces:
        if isinstance(piece, tuple):
            found.append(piece[0])
        else:
            found.append("\n")
            inner += [piece] if piece is not None else []
    return _lines("".join(found))


def _below(element: Element, *wanted: str) -> Iterator[Element]:
    """Give the elements of some names below one in order, none hidden, none in an inner table."""
    ahead = [iter(element)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
        elif not _is_unseen(child):
            if child.tag in wanted:
                yield child
            elif child.tag != "table":
                ahead.append(iter(child))


def _rows(table: Element) -> list[list[Element]]:
    """Give the cells of each row, the head's first and the foot's last, wherever they stand.

    Cells that stand in no row make one.
    """
    groups: tuple[list[list[Element]], ...] = ([], [], [])
    loose: list[Element] | None = None
    for element in _below(table, "tr", *_CELLS):
        above = element.getparent()
        group = groups[_GROUPS.get(str(above.tag), 1) if above is not None else 1]
        if element.tag == "tr":
            group.append(list(_below(element, *_CELLS)))
            loose = None
        elif loose is None:
            loose = [element]
            group.append(loose)
        else:
            loose.append(element)
    return [row for group in groups for row in group]


def _table(table: Element, extent: Extent) -> Iterator[Block]:
    """Give what a table holds outside its cells, its grid, and then the tables in its cells."""
    inner: list[Element] = []
    for line in _text(_pieces(table, without=_CELLS), inner).splitlines():
        yield Paragraph(line, Location(line=_line(table)))
    yield from parted(_grid(table, inner, extent))
    for one in inner:
        yield from _table(one, extent)


def _grid(table: Element, inner: list[Element], extent: Extent) -> Grid:
    """Place a table's cells as HTML's table model does: each in the first place that is free."""
    rows = _rows(table)
    cells: list[Cell] = []
    taken: list[int] = []
    for row, boxes in enumerate(rows):
        column = 0
        for box in boxes:
            while column < len(taken) and taken[column] > row:
                column += 1
            high = min(_span(box, "rowspan", _HIGHEST) or len(rows), len(rows) - row)
            wide = _span(box, "colspan", _WIDEST) or 1
            extent.add(row + high - 1, column + wide - 1)
            taken += [0] * (column + wide - len(taken))
            taken[column : column + wide] = [row + high] * wide
            place = Location(line=_line(box), cell=f"R{row + 1}C{column + 1}")
            cells.append(Cell(_text(_pieces(box), inner), row, column, place, high, wide))
            column += wide
    extent.close()
    return Grid(tuple(cells), len(rows), len(taken), Location(line=_line(table)))


def _span(box: Element, name: str, most: int) -> int:
    """Give a span as HTML reads it: 1 where it is no number, 0 where it reaches to the end."""
    found = re.match(r"\s*\+?(\d{1,9})", box.get(name, "1"), re.ASCII)
    return min(int(found[1]), most) if found else 1
