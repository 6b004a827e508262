"""How a catalogue says what a regime reaches: the words that its text and Markdown share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.catalogue import Reach
from hebiao.result import Text

if TYPE_CHECKING:
    from hebiao.catalogue import Catalogue

REACHED = {
    Reach.RULES: Text("有规则", "by rules"),
    Reach.CAUSE: Text("由原因指明", "by causes"),
    Reach.NONE: Text("尚无规则", "no rule yet"),
    Reach.OTHER: Text("不属这类文件", "not of such documents"),
    Reach.BEYOND: Text("够不着", "out of reach"),
}


def reach_line(catalogue: Catalogue) -> str:
    """Say in one line how many problem types are reached, and how."""
    parts = [
        f"{REACHED[reach].zh} {REACHED[reach].en} {count}"
        for reach, count in catalogue.counts().items()
        if count
    ]
    return f"{len(catalogue.served)} 类问题 problem types：{'，'.join(parts)}"


def years(catalogue: Catalogue) -> str:
    """Say from which year to which the regime holds."""
    first, last = catalogue.years
    return f"{first} 年起 from {first}" if last is None else f"{first}–{last}"
