"""Word documents, .docx: paragraphs and tables of the body in order, as they are printed.

Headers, footers, notes, numbers that Word sets before the items of a list, deleted and hidden text
are left out; inserted text and text boxes are kept. Word sets pages only when it prints: a
paragraph is placed by its number in the body (`line`), tables counted too, and a cell by its
table's number and its own row and column (`sheet` "表格 3", `cell` "R5C2").
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from hebiao.model import Cell, Grid, Location, Paragraph
from hebiao.readers import archive
from hebiao.readers.bounds import Extent
from hebiao.readers.captions import parted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from hebiao.model import Block

_ROOT, _MAIN = "_rels/.rels", "word/document.xml"
_OPEN = "http://schemas.openxmlformats.org"
_SHELL = {
    "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    f'+xml"/><Override PartName="/{_MAIN}" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'.encode(),
    _ROOT: f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="{_MAIN}"/>'
    "</Relationships>".encode(),
}
_STRICT = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    f"{_OPEN}/wordprocessingml/2006/main",
)

_P, _TBL, _TR, _TC, _R, _TEXT, _BOX = map(
    qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:r", "w:t", "w:txbxContent")
)
_MARKS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_FLOW = frozenset({_P, _TBL})
_INLINE = frozenset({_TEXT, _BOX, qn("m:t"), *_MARKS})
# Properties hold marks of the same names as text does; a fallback says again what a choice said.
_UNSEEN = frozenset(
    {
        *map(qn, ("w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr")),
        *map(qn, ("w:sdtPr", "w:del", "w:moveFrom", "w:rt")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_VALUE = qn("w:val")
_WIDEST = 1000


def blocks(data: bytes) -> tuple[Block, ...]:
    """Give the paragraphs and grids of a document's body.

    A nested table, or what a text box in a table holds, follows the table it stands in. Raises
    `SourceError` "damaged", "encrypted" and "too-large".
    """
    body = _body(archive.parts(data))
    tables, extent = count(1), Extent()
    return tuple(
        block
        for line, element in enumerate(_below(body, _FLOW), 1)
        for block in _flow(element, line, tables, extent)
    )


def _body(held: dict[str, bytes]) -> Element:
    """Open the main part alone: nothing else is printed in the body, nor need it be sound."""
    try:
        main = held.get(_main(held.get(_ROOT, b"")))
        if not main:
            raise archive.damaged("no main document part")
        shell = _SHELL | {_MAIN: main.replace(_STRICT[0], _STRICT[1].encode())}
        found: Element | None = Document(archive.pack(shell)).element.find(qn("w:body"))
    except (etree.LxmlError, AttributeError) as problem:
        raise archive.damaged(problem) from problem
    if found is None:
        raise archive.damaged("no body")
    return found


def _main(links: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for link in etree.fromstring(links, parser) if links else ():
        if link.get("Type", "").endswith("/officeDocument"):
            return link.get("Target", "").lstrip("/")
    return _MAIN


def _below(element: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """Give the elements of some names below one in order, none within another, none unseen."""
    ahead = [iter(element)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
        elif child.tag in wanted:
            if not _deleted(child):
                yield child
        elif child.tag not in _UNSEEN and not _hidden(child):
            ahead.append(iter(child))


def _deleted(element: Element) -> bool:
    return element.tag == _TR and element.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _hidden(element: Element) -> bool:
    mark = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}") if element.tag == _R else None
    return mark is not None and mark.get(_VALUE) not in {"0", "false", "off"}


def _flow(element: Element, line: int, tables: Iterator[int], extent: Extent) -> Iterator[Block]:
    """Give the blocks of one paragraph or table of the body."""
    inner: list[Element] = []
    if element.tag == _P:
        if text := _text([element], inner):
            yield Paragraph(text, Location(line=line))
    else:
        grid = _grid(element, f"表格 {next(tables)}", inner, extent)
        if grid.cells:
            yield from parted(grid)
    for one in inner:
        yield from _flow(one, line, tables, extent)


def _text(paragraphs: Iterable[Element], inner: list[Element]) -> str:
    """Give the text of paragraphs; what their text boxes hold goes to `inner`."""
    lines = []
    for paragraph in paragraphs:
        pieces = []
        for mark in _below(paragraph, _INLINE):
            if mark.tag == _BOX:
                inner += _below(mark, _FLOW)
            else:
                pieces.append(_MARKS.get(str(mark.tag)) or mark.text or "")
        lines.append("".join(pieces).strip())
    return "\n".join(line for line in lines if line)


def _grid(table: Element, name: str, inner: list[Element], extent: Extent) -> Grid:
    """Give a table with its merged cells; the tables in its cells go to `inner`."""
    cells: list[Cell] = []
    above: dict[int, int] = {}
    rows = columns = 0
    for row, line in enumerate(_below(table, frozenset({_TR}))):
        column = _number(line, "w:trPr", "w:gridBefore")
        open_: dict[int, int] = {}
        for place, box in enumerate(_below(line, frozenset({_TC})), 1):
            wide = max(_number(box, "w:tcPr", "w:gridSpan"), 1)
            extent.add(row, column + wide - 1)
            if _goes_on(box, "w:hMerge") and cells and cells[-1].row == row:
                cells[-1] = replace(cells[-1], colspan=cells[-1].colspan + wide)
            elif _goes_on(box, "w:vMerge") and column in above:
                at = open_[column] = above[column]
                cells[at] = replace(cells[at], rowspan=row - cells[at].row + 1)
            else:
                flow = list(_below(box, _FLOW))
                text = _text((one for one in flow if one.tag == _P), inner)
                inner += [one for one in flow if one.tag == _TBL]
                location = Location(sheet=name, cell=f"R{row + 1}C{place}")
                open_[column] = len(cells)
                cells.append(Cell(text, row, column, location, 1, wide))
            column += wide
        above, rows, columns = open_, row + 1, max(columns, column)
    extent.close()
    return Grid(tuple(cells), rows, columns, Location(sheet=name))


def _goes_on(box: Element, name: str) -> bool:
    """Whether a cell is the rest of a merged one: it says so, or says nothing of a restart."""
    mark = box.find(f"{qn('w:tcPr')}/{qn(name)}")
    return mark is not None and mark.get(_VALUE, "continue") == "continue"


def _number(element: Element, group: str, name: str) -> int:
    mark = element.find(f"{qn(group)}/{qn(name)}")
    text = mark.get(_VALUE, "") if mark is not None else ""
    return min(int(text), _WIDEST) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004
