"""Comparing printed wordings: what is folded away, and how alike two of them are."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from hebiao.figure import squeeze

NEAR = 0.6
"""Two headings less alike than this are not the same heading."""

SURE = 0.85
"""Two titles or names at least this much alike are the same, differently worded."""

_MARKS = str.maketrans("", "", "\"'“”‘’《》〈〉、，,。;；·_")
_UNIT = re.compile(r"\((?:单位[::]?)?(?:亿元|百万元|万元|千元|元|%)\)$")
_REPEAT = re.compile(r"#\d+$")
_LEADERS = re.compile(
    r"^(?:其中[::]?|[一二三四五六七八九十]+[、.]|\d{1,2}[.、](?!\d)|\([一二三四五六七八九十\d]+\))"
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold a heading or label for comparison: NFKC, no space, no quotes, no trailing unit."""
    return _UNIT.sub("", squeeze(text).translate(_MARKS))


@lru_cache(maxsize=8192)
def fold_label(text: str) -> str:
    """Fold a row's label, its numbering and 其中 left out; 一、and 1. and （一）are numbering."""
    label = squeeze(text)
    while match := _LEADERS.match(label):
        label = label[match.end() :]
    return fold(label)


@lru_cache(maxsize=65536)
def alike(left: str, right: str) -> float:
    """How alike two folded wordings are, from 0 to 1 (normalised indel similarity)."""
    return 1.0 if left == right else fuzz.ratio(left, right) / 100


def tidy(text: str) -> str:
    """Give text for an address: without white space and control characters, else as printed."""
    return "".join(filter(str.isprintable, "".join(text.split())))


def unnumbered(key: str) -> str:
    """Give a row key without the #2 that tells a repeat."""
    return _REPEAT.sub("", key)


def quote(text: str) -> str:
    """Quote text of the document for an address: `'` doubled."""
    return "'" + tidy(text).replace("'", "''") + "'"
