"""Numbering: how a line is numbered as a heading or list entry is, and whether it reads as one."""

from __future__ import annotations

import re
from dataclasses import dataclass

PART = 0
"""The rank of a part, 第一部分, which is above every section."""

_CN = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    re.compile(rf"第(?P<n>{_CN}|\d{{1,2}})(?:部分|[篇编])"),
    re.compile(rf"第(?P<n>{_CN}|\d{{1,2}})章"),
    re.compile(rf"第(?P<n>{_CN}|\d{{1,2}})节"),
    re.compile(rf"第?(?P<n>{_CN})[、.]"),
    re.compile(rf"[(](?P<n>{_CN})[)]、?"),
    re.compile(r"(?P<n>\d{1,2})[、.](?=20\d\d年|\D)"),
    re.compile(r"[(]?(?P<n>\d{1,2})[)]、?"),
)
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
LONGEST = 60
"""More characters than this are no heading."""

_SENTENCE = re.compile(r"[。;]|\d(?:亿元|百万元|万元|千元|元|%)")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A line's number, how it is written and where it ends.

    `rank` is that of its style: 第X部分 is 0, deeper ones are more.
    """

    rank: int
    style: str
    number: int
    end: int


def numbering(text: str) -> Numbering | None:
    """Give the numbering of a line in NFKC without white space; None where it has none."""
    for rank, style in enumerate(_STYLES):
        match = style.match(text)
        if match is not None:
            number = match["n"]
            value = int(number) if number.isdigit() else chinese(number)
            return Numbering(rank, match[0].replace(number, "", 1), value, match.end())
    return None


def chinese(number: str) -> int:
    """Give the number that 一 … 九十九 stand for."""
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def titled(text: str) -> bool:
    """Whether a line in NFKC without white space reads as a heading: short, not a sentence."""
    return len(text) <= LONGEST and _SENTENCE.search(text) is None
