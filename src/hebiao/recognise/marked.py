"""Marked text: a section as one line in which every number is a mark, for wordings to match.

`¥` stands for an amount of money, `%` for a percentage, `#` for a count (its unit follows), `№` for
a decimal without a unit, `@` for the body, `~` for the document's year, `«` for the year before,
`§` for the number of a list, a line feed for the start of a block. A year, a date, the number of a
document or of a list is no number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.model import Location, Paragraph

MONEY, PERCENT, COUNT, BARE = "¥", "%", "#", "№"
NUMBERS = frozenset({MONEY, PERCENT, COUNT, BARE})
BODY, YEAR, LAST, LIST, BLOCK = "@", "~", "«", "§", "\n"

_MARKS = str.maketrans(dict.fromkeys("¥#№@~«§\n", "·"))
_SILENT = frozenset({"Cc", "Cf"})
_QUOTES = frozenset("\"'“”‘’「」")
_DASHES = dict.fromkeys("‐‑‒–—―−─－﹣", "-")
_MONEY = {"亿元", "百万元", "万元", "千元", "元"}
_COUNTS = (
    "平方米|m2|台\\(套\\)|台套|台|套|辆|批次|批|人次|人|团组|个(?!月|工作日|小时|百分点)"
    "|项|家|次|户|名|分(?![之钟别类期批])"
)
_NUMBER = r"(?P<number>(?<![\d.])[-+]?\d+(?:,\d+)*(?:\.\d+)?)"
_UNIT = rf"(?P<unit>亿元|百万元|万元|千元|元|%|个?百分点|{_COUNTS})?"
_LISTED = re.compile(
    r"(?:第[一二三四五六七八九十]+[、,]|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]{1,3}\)"
    r"|\d{1,2}[.、](?=20\d\d年|\D)|\d{1,2}、(?=\d{3,}\D))"
)
_SET_APART = re.compile(r"\s*\d{1,2}[.、．]\s")
_ORDINAL = re.compile(r"\d{1,2}[.、]")
_ENDS = frozenset("。;:!?")
_STARTS = (",", ";", "。", "、", ")", "%", "以", "(含)")
_LABEL = re.compile(r"[^,。;:¥]{2,12}(?<![)是为])(?<!原因)(?<!其中)(?<!包括):")
_OPEN = re.compile(r"(?:[)是为]|原因|包括):$")
_PAD = 1.2
"""How much wider a place in a printed line is drawn on each side, in characters."""
_COUNTED = re.compile(rf"\d(?:亿元|百万元|万元|千元|元|%|{_COUNTS})$")


@dataclass(frozen=True, slots=True)
class Token:
    """A number of the text: where its mark stands, the number and unit as printed, its place."""

    at: int
    mark: str
    number: str
    unit: str
    location: Location

    @property
    def raw(self) -> str:
        """The number as printed, with its unit."""
        return self.number + self.unit


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked text, its tokens by position, in order, and what is printed behind each mark.

    `spans` are the first and last-plus-one of each mark's characters; a character is what is
    printed, its paragraph and its offset there.
    """

    text: str
    tokens: dict[int, Token]
    places: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    characters: tuple[tuple[str, int, int], ...]
    paragraphs: tuple[Paragraph, ...]

    def printed(self, start: int, end: int) -> str:
        """Give the text behind marks `start` to `end`, without numbers of lists and breaks."""
        places = (
            self.characters[at][1:]
            for mark, span in zip(self.text[start:end], self.spans[start:end], strict=True)
            if mark not in {LIST, BLOCK}
            for at in range(*span)
        )
        return "".join(
            self.paragraphs[index].text[offset] for index, offset in dict.fromkeys(places)
        )

    def between(self, start: int, end: int) -> tuple[int, ...]:
        """Give the positions of the tokens from `start` on and before `end`."""
        return self.places[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def location(self, start: int, end: int) -> Location:
        """Give the place of marks `start` to `end`: of text its characters, else the block."""
        spans = [span for span in self.spans[start:end] if span[0] < span[1]]
        if not spans:
            return self.paragraphs[0].location
        return _place(self.characters, self.paragraphs, spans[0][0], spans[-1][1])


def mark(
    paragraphs: Sequence[Paragraph],
    body: str | None,
    year: int | None,
    fixed: Sequence[re.Pattern[str]] = (),
) -> Marked:
    """Mark paragraphs; one that goes on in the next, as over a page break, is joined to it.

    `fixed` are wordings, before numbers are marked, whose numbers stay as they are.
    """
    characters: list[tuple[str, int, int]] = []
    before = ""
    for index, paragraph in enumerate(paragraphs):
        folded = _folded(paragraph.text)
        line = "".join(character for character, _ in folded)
        if not line:
            continue
        listed = (_ORDINAL if _SET_APART.match(paragraph.text) else _LISTED).match(line)
        if not before or not _goes_on(before, line, listed=listed is not None):
            characters.append((BLOCK, index, 0))
            if listed is not None:
                characters.append((LIST, index, 0))
                folded = folded[listed.end() :]
        characters += [(character, index, offset) for character, offset in folded]
        before = line
    return _marked(characters, paragraphs, _pattern(_squeezed(body), year), fixed)


def _folded(text: str) -> list[tuple[str, int]]:
    """The characters that count, in NFKC, each with its offset in the text as printed."""
    return [
        (_DASHES.get(character, character).translate(_MARKS), offset)
        for offset, printed in enumerate(text)
        if printed not in _QUOTES
        for character in unicodedata.normalize("NFKC", printed)
        if not character.isspace()
        and character not in _QUOTES
        and unicodedata.category(character) not in _SILENT
    ]


def _squeezed(body: str | None) -> str:
    return "".join(character for character, _ in _folded(body or ""))


def _goes_on(before: str, line: str, *, listed: bool) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    if line.startswith(_STARTS):
        return True
    if listed or _LABEL.match(line) or (before[-1] in _ENDS and not _OPEN.search(before)):
        return False
    return _COUNTED.search(before) is None


@lru_cache(maxsize=64)
def _pattern(body: str, year: int | None) -> re.Pattern[str]:
    parts = [f"(?P<body>{re.escape(body)})"] if body else []
    if year is not None:
        parts += [rf"(?P<year>(?<!\d){year}年度?)", rf"(?P<last>(?<!\d){year - 1}年度?)"]
    return re.compile("|".join([*parts, _NUMBER + _UNIT]))


def _marked(
    characters: list[tuple[str, int, int]],
    paragraphs: Sequence[Paragraph],
    pattern: re.Pattern[str],
    fixed: Sequence[re.Pattern[str]],
) -> Marked:
    joined = "".join(character for character, _, _ in characters)
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    tokens: dict[int, Token] = {}
    kept = {at for one in fixed for match in one.finditer(joined) for at in range(*match.span())}
    done = 0
    for match in pattern.finditer(joined):
        sign, start, end = _sign(match)
        if not sign or start in kept:
            continue
        text += joined[done:start] + sign
        spans += [*((at, at + 1) for at in range(done, start)), (start, end)]
        if sign in NUMBERS:
            place = _place(characters, paragraphs, start, end)
            number, unit = joined[start : match.end("number")], match["unit"] or ""
            tokens[len(text) - 1] = Token(len(text) - 1, sign, number, unit, place)
            if sign == COUNT:
                text += unit
                spans += [(end, end)] * len(unit)
        done = end
    text += joined[done:]
    spans += [(at, at + 1) for at in range(done, len(joined))]
    return Marked(
        "".join(text), tokens, tuple(tokens), tuple(spans), tuple(characters), tuple(paragraphs)
    )


def _sign(match: re.Match[str]) -> tuple[str, int, int]:
    """The mark of a match and its span; no mark where it is no number of the text's."""
    groups = match.groupdict()
    for name, sign in (("body", BODY), ("year", YEAR), ("last", LAST)):
        if groups.get(name):
            return sign, *match.span()
    unit, number = groups["unit"] or "", groups["number"]
    start = match.start()
    if number[0] in "-+" and match.string[max(start - 1, 0)] not in "少加降长为率:,;(。" + BLOCK:
        start += 1
    if unit in _MONEY:
        return MONEY, start, match.end()
    if unit == PERCENT or unit.endswith("百分点"):
        return PERCENT, start, match.end()
    if unit:
        return COUNT, start, match.end()
    if "." in number or "," in number:
        return BARE, start, match.end()
    return "", 0, 0


def _place(
    characters: Sequence[tuple[str, int, int]],
    paragraphs: Sequence[Paragraph],
    start: int,
    end: int,
) -> Location:
    """The place of a run of characters: its own in text, about its own in a printed line."""
    _, index, first = characters[start]
    paragraph = paragraphs[index]
    location = paragraph.location
    last = max(offset for _, i, offset in characters[start:end] if i == index)
    if location.span is not None:
        begin = location.span[0]
        return replace(location, span=(begin + first, begin + last + 1))
    if paragraph.lines:
        return _in_line(paragraph, first, last)
    return location


def _in_line(paragraph: Paragraph, first: int, last: int) -> Location:
    """About where characters stand in the printed line that holds the first of them."""
    at = max(n for n, (start, _) in enumerate(paragraph.lines) if start <= first)
    start, place = paragraph.lines[at]
    stop = paragraph.lines[at + 1][0] if at + 1 < len(paragraph.lines) else len(paragraph.text)
    if place.bbox is None:
        return place
    left, top, right, bottom = place.bbox
    widths = [0.5 if sign.isascii() else 1.0 for sign in paragraph.text[start:stop]]
    sign = (right - left) / (sum(widths) or 1)
    begin = left + sign * (sum(widths[: first - start]) - _PAD)
    end = left + sign * (sum(widths[: last + 1 - start]) + _PAD)
    return replace(place, bbox=(max(begin, left), top, min(end, right), bottom))
