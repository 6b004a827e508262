"""The slips that lead from the right figure to a wrong one: what each is called, if it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNITS = {4: Text("万", "ten thousand"), 8: Text("亿", "a hundred million")}


def likeness(printed: int, right: int, place: int) -> bool:
    """Say whether one slip of the hand leads from the right value to the printed one."""
    return bool(slip(printed, right, place).zh)


def slip(printed: int, right: int, place: int) -> Text:
    """Name the slip that made the right value the printed one; empty if it is none.

    All in base units; digits are compared where both go to the same last place. A blank is a
    printed 0.
    """
    if not printed or not right:
        return Text("", "")
    if printed == -right:
        return Text("正负号反了", "its sign turned")
    if (printed < 0) != (right < 0):
        return Text("", "")
    if printed % place or right % place:
        return _scale(printed, right)
    digits = _digits(str(abs(printed) // place), str(abs(right) // place))
    return digits if digits.zh else _scale(printed, right)


def taken(printed: int, neighbours: Iterable[tuple[Text, int]]) -> Text:
    """Name the neighbour whose value was printed instead; empty if there is none."""
    for name, value in neighbours:
        if printed and value == printed:
            return Text(f"抄成{name.zh}的数", f"the figure of {name.en}")
    return Text("", "")


def _digits(was: str, right: str) -> Text:
    """One digit dropped, doubled, added, changed, or two neighbours transposed."""
    if len(was) == len(right):
        return _changed(was, right)
    short, long = sorted((was, right), key=len)
    at = _gap(short, long)
    if len(short) + 1 != len(long) or at is None or short.rstrip("0") == long.rstrip("0"):
        return Text("", "")
    if long == right:
        return Text(f"少了一位 {right[at]}", f"losing its {right[at]}")
    if was[at] in {was[at - 1 : at], was[at + 1 : at + 2]}:
        return Text(f"多印了一位 {was[at]}", f"its {was[at]} doubled")
    return Text(f"多出一位 {was[at]}", f"with a {was[at]} too many")


def _changed(was: str, right: str) -> Text:
    """One digit changed, or two neighbours transposed."""
    differ = [at for at, (a, b) in enumerate(zip(was, right, strict=True)) if a != b]
    if len(differ) == 1:
        a, b = was[differ[0]], right[differ[0]]
        return Text(f"{b} 印成 {a}", f"its {b} printed {a}")
    if len(differ) == 2 and differ[1] == differ[0] + 1:  # noqa: PLR2004  two neighbours
        first, second = differ
        if was[first] == right[second] and was[second] == right[first]:
            pair = right[first : second + 1]
            return Text(f"{pair} 颠倒为 {pair[::-1]}", f"its {pair} transposed")
    return Text("", "")


def _gap(short: str, long: str) -> int | None:
    """Where the longer has the one digit that the shorter lacks, or None."""
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return at if short[at:] == long[at + 1 :] else None


def _scale(printed: int, right: int) -> Text:
    """A power of ten: another unit, or a decimal point in another place."""
    large, small = max(abs(printed), abs(right)), min(abs(printed), abs(right))
    places = 0
    while large > small:
        large, left = divmod(large, 10)
        if left:
            return Text("", "")
        places += 1
    if large != small or not places:
        return Text("", "")
    by = _UNITS.get(places)
    if by is not None:
        zh = f"大了{by.zh}倍" if abs(printed) > abs(right) else f"小了{by.zh}倍"
        en = "large" if abs(printed) > abs(right) else "small"
        return Text(f"单位错，{zh}", f"in the wrong unit, {by.en} times too {en}")
    side = "右" if abs(printed) > abs(right) else "左"
    en = "right" if abs(printed) > abs(right) else "left"
    return Text(f"小数点{side}移 {places} 位", f"its point {places} to the {en}")
