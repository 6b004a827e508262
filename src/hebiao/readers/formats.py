"""Number formats of workbooks: a stored number as its cell shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
}
"""The formats that a workbook names by number alone; those left out show as General."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet shows its cells: number formats and error values by (row, column) from 0.

    `zeros` is whether a 0 is shown at all.
    """

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: bool = True


_LONGEST = 255
_DIGITS = 15
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<money>[^\]-]*)[^\]]*\]'
    r"|\[(?P<condition>[<=>][^\]]*)\]|\[[^\]]*\]|(?P<place>[0#?])|(?P<point>\.)|(?P<comma>,)"
    r"|(?P<percent>%)|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
# Letters and marks that ask for what is not a plain decimal: dates, exponents, fractions, General.
_UNSHOWN = frozenset("dmyhsebgDMYHSEBG/@")

Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a format: tokens before and behind the decimal point, and its scale.

    A token is a literal ("", text) or a place for a digit ("0", "#" or "?", "").
    """

    whole: tuple[Token, ...]
    part: tuple[Token, ...]
    places: int
    grouped: bool
    shift: int

    @property
    def signed(self) -> bool:
        """Whether it marks what it shows as negative by itself."""
        return any(mark in text for _, text in self.whole for mark in "-(－（")


def shown(value: float, code: str) -> str:
    """Give a number as the format shows it; as General where the format is no plain decimal one.

    General keeps the 15 digits that a workbook keeps, without the noise behind them. A negative
    that a format would show by colour alone keeps its minus.
    """
    if not isfinite(value):
        return str(value)
    number = _decimal(value)
    sections = _sections(code)
    if not sections:
        return format(number, "f")
    rounded = _rounded(number, sections[0])
    if len(sections) > 2 and not rounded:  # noqa: PLR2004
        return _filled(Decimal(), sections[2])
    if number >= 0 or len(sections) == 1:
        return ("-" if number < 0 and rounded else "") + _filled(number, sections[0])
    text = _filled(number, sections[1])
    return text if sections[1].signed or not text else f"-{text}"


def _decimal(value: float) -> Decimal:
    number = Context(prec=_DIGITS, rounding=ROUND_HALF_UP).create_decimal(repr(value))
    plain = number.normalize(Context(prec=_DIGITS))
    return plain or Decimal()


def _rounded(number: Decimal, section: _Section) -> Decimal:
    scaled = abs(number).scaleb(section.shift)
    return scaled.quantize(Decimal(1).scaleb(-section.places), ROUND_HALF_UP, _WIDE)


_WIDE = Context(prec=700, Emax=9999, Emin=-9999)


def _filled(number: Decimal, section: _Section) -> str:
    whole, _, part = format(_rounded(number, section), "f").partition(".")
    text = _filled_whole(whole.lstrip("0"), section)
    shown_part = _filled_part(part, section)
    digits = any(kind for kind, _ in section.part) and any(c.isdigit() for c in shown_part)
    return (text + ("." if digits else "") + shown_part).strip()


def _filled_whole(digits: str, section: _Section) -> str:
    """Fill places from the right; the first takes all digits that are left."""
    pieces: list[str] = []
    left = sum(kind != "" for kind, _ in section.whole)
    filled = 0
    for kind, text in reversed(section.whole):
        if not kind:
            pieces.append(text[::-1])
            continue
        left -= 1
        while digits or kind == "0":
            if section.grouped and filled and filled % 3 == 0:
                pieces.append(",")
            pieces.append(digits[-1:] or "0")
            digits, filled = digits[:-1], filled + 1
            if left or not digits:
                break
    return "".join(pieces)[::-1]


def _filled_part(digits: str, section: _Section) -> str:
    kinds = [kind for kind, _ in section.part if kind]
    least = max((at for at, kind in enumerate(kinds, 1) if kind == "0"), default=0)
    kept = digits[:least] + digits[least:].rstrip("0")
    places = iter(kept)
    return "".join(next(places, "") if kind else text for kind, text in section.part)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """Read a format; none where it is General, or shows something else than a plain decimal."""
    if not code or len(code) > _LONGEST:
        return ()
    sections: list[list[tuple[str, str]]] = [[]]
    for token in _TOKEN.finditer(code):
        kind, text = token.lastgroup or "", token[token.lastgroup] if token.lastgroup else ""
        if kind == "condition" or (kind == "other" and text in _UNSHOWN and len(sections) < 4):  # noqa: PLR2004
            return ()
        if kind == "end":
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return tuple(_section(tokens) for tokens in sections[:3])


def _section(tokens: list[tuple[str, str]]) -> _Section:
    whole: list[Token] = []
    part: list[Token] = []
    into = whole
    pending = grouped = shift = 0
    for kind, text in tokens:
        match kind:
            case "place":
                grouped += pending if into is whole else 0
                pending = 0
                into.append((text, ""))
            case "point" if into is whole:
                into = part
                shift -= 3 * pending
                pending = 0
            case "comma" if any(place for place, _ in whole + part):
                pending += 1
            case "percent":
                shift += 2
                into.append(("", "%"))
            case "":
                pass
            case _:
                into.append(("", text))
    shift -= 3 * pending
    places = sum(place != "" for place, _ in part)
    return _Section(tuple(whole), tuple(part), places, bool(grouped), shift)
