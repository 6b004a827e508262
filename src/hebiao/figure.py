"""Printed text to an exact figure: value, quantum and state, in integers of a base unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

LIMIT = 10**16
"""The largest magnitude of a value in base units; what exceeds it is unreadable."""

_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[-+]?)(?P<whole>\d[\d,]*|(?=\.\d))(?:\.(?P<part>\d+))?"
    r"(?(open)\))(?P<unit>[^\d.,()+-]*)"
)
_BLANK = frozenset({"", "-", "--", "---", "/", "\\", "*", "**", "…", "无", "空"})
_DASHES = str.maketrans(dict.fromkeys("\u00ad‐‑‒–—―−─━－﹣", "-") | {"，": ","})
_LONGEST = 64
_FINEST = 10**12
"""What part of a unit is told at the most: the twelfth decimal. Every unit's base divides it."""


class Dimension(StrEnum):
    """What a unit measures; only figures of one dimension can stand in one identity."""

    MONEY = "money"
    PERCENT = "percent"
    AREA = "area"
    COUNT = "count"
    SCORE = "score"


class State(StrEnum):
    """How far a figure is known."""

    PRINTED = "printed"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit: its name, its dimension and how many base units one of it is.

    The base units are the fen (money), 0.0001 percentage point, 0.01 m², 1 and 0.01 point.
    """

    name: str
    dimension: Dimension
    base: int

    def text(self, value: int | Fraction, places: int | None = None) -> str:
        """Give base units as a decimal string in this unit, at least two places but for counts.

        `places` raises the number of decimals shown; no digit that is not 0 is ever dropped,
        save that of a fraction that does not end, which stops at the twelfth.
        """
        least = (0 if self.dimension is Dimension.COUNT else 2) if places is None else places
        scaled = round(value * (_FINEST // self.base))
        sign = "-" if scaled < 0 else ""
        whole, rest = divmod(abs(scaled), _FINEST)
        digits = f"{rest:012d}".rstrip("0").ljust(least, "0")
        return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


_COUNTED = [
    "套",
    "台套",
    "台(套)",
    "批次",
    "批",
    "人次",
    "人",
    "团组",
    "项",
    "家",
    "次",
    "户",
    "名",
]

UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("元", Dimension.MONEY, 100),
        Unit("千元", Dimension.MONEY, 100_000),
        Unit("万元", Dimension.MONEY, 1_000_000),
        Unit("百万元", Dimension.MONEY, 100_000_000),
        Unit("亿元", Dimension.MONEY, 10_000_000_000),
        Unit("%", Dimension.PERCENT, 10_000),
        Unit("平方米", Dimension.AREA, 100),
        Unit("个", Dimension.COUNT, 1),
        Unit("辆", Dimension.COUNT, 1),
        Unit("台", Dimension.COUNT, 1),
        *(Unit(name, Dimension.COUNT, 1) for name in _COUNTED),
        Unit("分", Dimension.SCORE, 100),
    )
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed: `value` and `quantum` (its last printed place) in base units.

    A count is exact, and so is a score or weight without decimals: its quantum is 0.
    """

    raw: str
    value: int
    quantum: int
    state: State
    reason: str = ""

    @property
    def known(self) -> bool:
        """Whether the value may be used: printed, doubtful, or blank and so exactly 0."""
        return self.state is not State.UNREADABLE

    def doubted(self) -> Figure:
        """Give the same figure as one that a second reader saw otherwise."""
        return replace(self, state=State.DOUBTFUL)

    def with_quantum(self, quantum: int) -> Figure:
        """Give the same figure known to another last place."""
        return replace(self, quantum=quantum)


def squeeze(text: str) -> str:
    """Normalise text for comparison: NFKC, no white space, no control or format characters."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain.isprintable():
        return plain
    return "".join(c for c in plain if unicodedata.category(c) not in _SILENT)


_SILENT = frozenset({"Cc", "Cf"})


def parse_figure(text: str, unit: Unit) -> Figure:
    """Read one cell's text as a figure in `unit`.

    Full-width digits and marks, inner white space, thousands commas, a leading minus of any
    width, a negative in parentheses and a unit written behind the amount are understood. A dash,
    a slash or nothing at all is blank; a note mark such as ① or ² and a currency sign are left
    out. What is no amount, lies beyond `LIMIT`, or is finer than the base unit is unreadable,
    with the reason; no text raises.
    """
    marked = "".join(c for c in text if unicodedata.category(c) != "No").translate(_DASHES)
    plain = squeeze(marked).translate(_DASHES).replace("¥", "")
    if plain in _BLANK:
        return Figure(text, 0, 0, State.BLANK)
    if len(plain) > _LONGEST:
        return _unreadable(text, "太长 too long")
    match = _AMOUNT.fullmatch(plain)
    if match is None or (match["open"] and match["sign"]):
        return _unreadable(text, "不是数 not a number")
    if match["unit"]:
        named = UNITS.get(match["unit"])
        if named is None or named.dimension is not unit.dimension:
            return _unreadable(text, "单位不符 another unit")
        unit = named
    part = match["part"] or ""
    exact = Fraction(int((match["whole"].replace(",", "") + part) or 0), 10 ** len(part))
    exact *= unit.base
    if exact > LIMIT:
        return _unreadable(text, "超出范围 out of range")
    if exact.denominator != 1:
        return _unreadable(text, "小数位过细 finer than the base unit")
    value = -int(exact) if match["sign"] == "-" or match["open"] else int(exact)
    exact_as_printed = unit.dimension is Dimension.COUNT or (
        unit.dimension is Dimension.SCORE and not part
    )
    quantum = 0 if exact_as_printed else max(unit.base // 10 ** len(part), 1)
    return Figure(text, value, quantum, State.PRINTED)


def _unreadable(text: str, reason: str) -> Figure:
    return Figure(text, 0, 0, State.UNREADABLE, reason)
