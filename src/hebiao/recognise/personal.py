"""Personal numbers: a person's telephone or identity number, found and masked in a source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Cell, Grid, Paragraph, Private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hebiao.model import Block, Source

_GAP = r"[ \u3000\-－—]?"
_MOBILE = re.compile(
    rf"(?<![\d.,，A-Za-z])1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d|[.,，]\d|\s*[元万亿千百%％])"
)
_TELEPHONE = re.compile(
    rf"(?<![\d.,，])(?:[(（]?0\d{{2,3}}[)）]?\s?{_GAP}\s?)?[2-9０-９]\d{{6,7}}"
    r"(?!\d|[.,，]\d|\s*[元万亿千百%％])"
    rf"|(?<![\d.,，])0\d{{2,3}}\s?{_GAP}\s?\d{{7,8}}(?!\d|[.,，]\d)"
)
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"(?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_NO_PERSON = re.compile(r"(?:代码|编号|编码|账号|帐号|单号|文号|序号|型号|批号)[^。；;]{0,6}$")
_PHONE = re.compile(r"电话|手机|联系方式|联系号码")
_PERSON = re.compile(r"联系人|负责人|经办人|填表人|填报人|制表人|责任人|姓名")
_NEAR = 40
_KEPT = {"mobile": 3, "identity": 6}
_HIDDEN = 4
_MOST = 200
"""So many numbers are looked for again elsewhere; each is masked where it was found."""
_DIGITS = re.compile(r"\d{2}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A number found: what it is, the paragraph or cell that prints it, and the span in it."""

    kind: str
    printed: Paragraph | Cell
    span: tuple[int, int]

    @property
    def text(self) -> str:
        """The number as it is printed."""
        return self.printed.text[slice(*self.span)]


def masked(source: Source) -> Source:
    """Give the source with every personal number masked, and the list of them, masked too.

    A mobile number counts wherever it stands in text and in a cell labelled as a telephone; an
    identity number where its date and check digit are right; another telephone number only beside
    the label of a person, for a body's own line is meant to be public. What was found is masked
    wherever else it stands.
    """
    found = list(_numbers(source.blocks))
    if not found:
        return source
    kinds = {_digits(one.text): one.kind for one in found}
    spans: dict[int, list[_Found]] = {}
    for one in found:
        spans.setdefault(id(one.printed), []).append(one)
    again = [_loose(digits) for digits in list(kinds)[:_MOST]]
    pattern = re.compile("|".join(sorted(again, key=len, reverse=True)))

    def hide(text: str) -> str:
        if _DIGITS.search(text) is None:
            return text
        return pattern.sub(lambda match: _hidden(match[0], kinds), text)

    def own(printed: Paragraph | Cell) -> str:
        parts, at = [], 0
        for start, end in sorted(one.span for one in spans.get(id(printed), ())):
            parts += [printed.text[at:start], _hidden(printed.text[start:end], kinds)]
            at = end
        text = "".join((*parts, printed.text[at:]))
        return hide(text)

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, text=own(one))
        cells = (
            replace(
                cell,
                text=own(cell),
                witness=None if cell.witness is None else hide(cell.witness),
            )
            for cell in one.cells
        )
        return replace(one, cells=tuple(cells))

    return replace(
        source,
        blocks=tuple(block(one) for one in source.blocks),
        private=tuple(
            Private(one.kind, squeeze(_hidden(one.text, kinds)), one.printed.location)
            for one in found
        ),
    )


def _numbers(blocks: Iterable[Block]) -> Iterator[_Found]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _in_text(block)
        else:
            yield from _in_grid(block)


def _in_text(paragraph: Paragraph) -> Iterator[_Found]:
    text = paragraph.text
    taken: set[int] = set()
    for kind, match in _matches(text, ("identity", "mobile", "telephone")):
        start, end = match.span()
        before = text[max(start - _NEAR, 0) : start].rpartition("。")[2]
        if _NO_PERSON.search(before) or start in taken or end - 1 in taken:
            continue
        if kind == "telephone" and not (_PHONE.search(before) and _PERSON.search(before)):
            continue
        taken.update(range(start, end))
        yield _Found(kind, paragraph, (start, end))


def _in_grid(grid: Grid) -> Iterator[_Found]:
    """Numbers of cells: their label stands in the cell, before it in the row, or above it."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    heads: dict[int, str] = {}
    for cells in rows.values():
        line = " ".join(cell.text for cell in cells)
        before = ""
        named = _PERSON.search(line) is not None
        for cell in cells:
            label = f"{before} {heads.get(cell.column, '')} {cell.text}"
            person = named or cell.column in heads
            kinds = _kinds(phone=_PHONE.search(label) is not None, person=person)
            for kind, match in _matches(cell.text, kinds):
                if not _NO_PERSON.search(f"{before}{cell.text[: match.start()]}"):
                    yield _Found(kind, cell, match.span())
                    break
            before = cell.text
        if _PERSON.search(line) and _PHONE.search(line):
            heads = {
                cell.column: f"{cell.text} 联系人" for cell in cells if _PHONE.search(cell.text)
            }


def _kinds(*, phone: bool, person: bool) -> tuple[str, ...]:
    if phone:
        return ("identity", "mobile", "telephone") if person else ("identity", "mobile")
    return ("identity",)


def _matches(text: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, re.Match[str]]]:
    patterns = {"identity": _IDENTITY, "mobile": _MOBILE, "telephone": _TELEPHONE}
    for kind in kinds:
        for match in patterns[kind].finditer(text):
            if kind != "identity" or _checked(match[0]):
                yield kind, match


def _checked(number: str) -> bool:
    total = sum(weight * int(c) for weight, c in zip(_WEIGHTS, number, strict=False))
    return _CHECK[total % 11] == squeeze(number[-1]).upper()


def _digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdigit() else c.upper() for c in text if c.isalnum())


def _loose(digits: str) -> str:
    """The number again, whatever stands between its digits and however wide they are."""
    wide = {str(n): chr(ord("０") + n) for n in range(10)}
    parts = [f"[{c}{wide.get(c, c.lower())}]" for c in digits]
    return r"(?<!\d)" + r"[\s()（）\-－—]{0,3}".join(parts) + r"(?!\d)"


def _hidden(text: str, kinds: dict[str, str]) -> str:
    """The number with its last digits as asterisks; its separators stay."""
    count = sum(c.isalnum() for c in text)
    kept = _KEPT.get(kinds.get(_digits(text), ""), max(count - _HIDDEN, 0))
    shown = []
    for c in text:
        shown.append(c if kept > 0 or not c.isalnum() else "*")
        kept -= c.isalnum()
    return "".join(shown)
