"""Bytes to text, and raw text to what is seen of it: no tags, Markdown marks or entities."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING

from hebiao.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))

# No alternative can run past the next character that starts one, so that time stays linear.
_MARK = re.compile(
    r"(?P<tag></?(?:b|i|u|p|em|strong|span|br|sup|sub|font)(?:\s[^<>]*)?/?>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()\#+\-.!|<>~])"
    r"|(?P<bold>(?<!\*)\*\*(?!\*))"
    r"|(?P<bookmark>\[bookmark:[^\[\]]*\])",
    re.IGNORECASE,
)
_STARTS = re.compile(r"[<&\\\[]|\*\*")
_BREAK = re.compile(r"<br\b|</p\b", re.IGNORECASE)
# Stars also mask what must not be published ("张**、李**"): those stand behind what they mask.
_BOLD = re.compile(r"\*\*[^\s*、，。；：,.;:)）][^*]*(?<!\s)\*\*(?!\*)")


def decode(data: bytes) -> str:
    """Give the text of UTF-8, of UTF-16 with a byte order mark, or else of GB18030.

    Raises `SourceError` "binary" (NUL, or over one byte in twenty a control character) and
    "encoding" (none of the three, or UTF-8 with damage, which GB18030 would turn to nonsense).
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if not wide and (b"\0" in data or controls * 20 > len(data)):
        raise _binary()
    text = _text(data, "utf-16" if wide else "utf-8")
    if text is None and not wide:
        lenient = data.decode("utf-8", "replace")
        beyond_ascii = len(lenient) - len(lenient.encode("ascii", "ignore"))
        if lenient.count("\ufffd") * 10 > beyond_ascii:
            text = _text(data, "gb18030")
    if text is None:
        raise SourceError(
            "encoding",
            "编码有误，请另存为 UTF-8 / neither sound UTF-8, UTF-16 nor GB18030: save it as UTF-8",
        )
    if "\0" in text:
        raise _binary()
    return text.removeprefix("\ufeff")


def _text(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _binary() -> SourceError:
    return SourceError(
        "binary",
        "不是文本文件，请给出文本或 Markdown / not a text file: give text or Markdown",
    )


def visible(raw: str) -> tuple[str, int, int]:
    """Give the text of `raw` as a reader sees it, and the part of `raw` (start, end) it stands in.

    White space at both ends is left out; `<br>` and the end of a `<p>` are line breaks. A stretch
    with nothing to see gives ("", 0, 0).
    """
    text = raw.strip()
    if not _STARTS.search(text):
        start = raw.find(text)
        return text, start, start + len(text)
    parts: list[str] = []
    first, last = -1, 0
    for part, start, end in _parts(raw):
        parts.append(part)
        bare = part.strip()
        if bare:
            literal = len(part) == end - start
            if first < 0:
                first = start + (part.index(bare) if literal else 0)
            last = end - (len(part) - len(part.rstrip()) if literal else 0)
    return "".join(parts).strip(), max(first, 0), last


def _parts(raw: str) -> Iterator[tuple[str, int, int]]:
    """Cut raw text into what is seen of it, each piece with the place it came from."""
    at = 0
    bold = False
    for mark in _MARK.finditer(raw):
        start, end = mark.span()
        seen = ""
        match mark.lastgroup:
            case "tag" if _BREAK.match(mark[0]):
                seen = "\n"
            case "entity":
                seen = unescape(mark[0])
            case "escaped":
                seen = mark["escaped"]
            case "bold" if not bold and not _BOLD.match(raw, start):
                continue
            case "bold":
                bold = not bold
        if start > at:
            yield raw[at:start], at, start
        if seen:
            yield seen, start, end
        at = end
    if at < len(raw):
        yield raw[at:], at, len(raw)
