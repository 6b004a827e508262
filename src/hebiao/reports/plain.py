"""Text of a document made harmless to show: what is hidden or steers a display is spelled out."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SUSPECT = re.compile(r"[^\n\t\x20-\x7e\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_NONCHARACTERS = frozenset("\ufffe\uffff")


def visible(text: str) -> str:
    r"""Give text with control, format, bidirectional and surrogate characters spelled out.

    New lines and tabs stay; a carriage return before a new line goes.

    >>> visible("a\u202eb\x00")
    'a\\u202eb\\u0000'
    """
    return _SUSPECT.sub(_spelled, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Give visible text on one line, its white space single."""
    return visible(" ".join(text.split()))


def dumps(value: Any, indent: int | None = 2) -> str:
    r"""Give plain data as JSON, indented unless told not to, that ends in a new line.

    Chinese stays readable; hidden characters are JSON escapes, so that nothing is lost and what
    shows the file shows them.

    >>> dumps(["核\u202e"])
    '[\n  "核\\u202e"\n]\n'
    """
    return _SUSPECT.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent)) + "\n"


def _hidden(character: str) -> bool:
    return character in _NONCHARACTERS or unicodedata.category(character) in _HIDDEN


def _spelled(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\u{ord(character):04x}" if _hidden(character) else character


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if _hidden(match[0]) else match[0]
