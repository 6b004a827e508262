"""Rewording that keeps the meaning of the narrative gives the same figures and findings."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from narrative.retold import REGIMES, Result, blocks, lines, result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Telling = Callable[[str], str]

FAULTS = {
    "xinjiang-budget-2026": {
        "none": ("", ""),
        "amount": ("项目支出 9,880.97 万元", "项目支出 9,808.97 万元"),
        "share": ("占 46.40%", "占 44.60%"),
        "growth": ("增长 29.99%", "增长 23.99%"),
        "direction": ("减少 48.80 万元，下降 4.74%", "增加 48.80 万元，下降 4.74%"),
        "change": ("增加 152.75 万元", "增加 125.75 万元"),
        "reason": ("，主要原因是在职人员增加，办公和差旅支出", "，办公和差旅支出"),
        "parts": ("旅客通道协作支出 127.11", "旅客通道协作支出 117.11"),
        "vehicles": ("一般公务用车 1 辆", "一般公务用车 2 辆"),
    },
    "final-accounts-2024": {
        "none": ("", ""),
        "amount": ("年末结转和结余 110.69 万元", "年末结转和结余 110.96 万元"),
        "share": ("占 23.29%", "占 32.29%"),
        "growth": ("增长 7.90%", "增长 9.70%"),
        "direction": ("减少 25.63 万元，下降", "减少 25.63 万元，增长"),
        "variance": ("预决算差异率 -14.80%", "预决算差异率 14.80%"),
        "parts": ("政府采购工程支出 298.50", "政府采购工程支出 289.50"),
        "vehicles": ("公务用车购置数 1 辆", "公务用车购置数 8 辆"),
    },
}
CASES = [(name, fault) for name in REGIMES for fault in FAULTS[name]]

WIDE = str.maketrans({chr(at): chr(at + 0xFEE0) for at in range(0x21, 0x7F)})
NARROW = str.maketrans("，；：（）", ",;:()")
LASTS = (
    "比上年{0}{1}",
    "较上年{0}{1}",
    "与上年{0}相比，{1}",
    "比去年{0}{1}",
    "较去年{0}{1}",
)
_LAST = re.compile(r"(?:比上年([预决]算)?(增加|减少)|与上年相比，(增加|减少))")
_ORDER = re.compile(r"(，占 [\d.]+%)(，比上年[^，]+，(?:增长|下降) [\d.]+%)")
_MOVED = re.compile(r"(，比上年[^，]+)(，(?:增长|下降) [\d.]+%)")
_NUMBER = re.compile(r"(?<=\d)(?=[\d,.])|(?<=\d) (?=万元)|(?<=万)(?=元)")


def wide(text: str) -> str:
    return re.sub(r"[\d.,%-]+(?=[\d.,%-]| ?[万平辆台个批人分]|$)", _widened, text)


def _widened(match: re.Match[str]) -> str:
    return match[0].translate(WIDE)


def reworded_last(wording: str) -> Telling:
    """Say the comparison with last year in other words."""

    def told(text: str) -> str:
        return _LAST.sub(lambda m: wording.format(m[1] or "", m[2] or m[3]), text)

    return told


TELLINGS: dict[str, Telling] = {
    "wide digits": wide,
    "narrow marks": lambda text: text.translate(NARROW),
    "wide per cent": lambda text: text.replace("%", "％"),
    "parted unit": lambda text: text.replace("万元", "万 元").replace("平方米", "平方 米"),
    "no spaces": lambda text: text.replace(" ", ""),
    "wide spaces": lambda text: text.replace(" ", "\u3000"),
    "no thousands": lambda text: re.sub(r"(?<=\d),(?=\d{3})", "", text),
    "order": lambda text: _ORDER.sub(r"\2\1", text),
    "growth first": lambda text: _MOVED.sub(r"\2\1", text),
    "composed": lambda text: unicodedata.normalize("NFKD", text),
    **{wording: reworded_last(wording) for wording in LASTS},
}


@cache
def expected(name: str, fault: str) -> Result:
    return result(name, blocks(name, lambda text: [faulty(name, fault, text)]))


def faulty(name: str, fault: str, text: str) -> str:
    return text.replace(*FAULTS[name][fault]) if fault != "none" else text


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_a_fault_of_the_narrative_gives_a_finding_to_compare(name: str, fault: str) -> None:
    if fault == "none":
        assert not any(severity == "error" for _, severity, _ in expected(name, fault).findings)
        return
    old = FAULTS[name][fault][0]
    assert sum(old in line for line in lines(name)) >= 1
    assert expected(name, fault).findings - expected(name, "none").findings


@pytest.mark.parametrize("name", REGIMES)
@pytest.mark.parametrize("telling", TELLINGS)
def test_one_rewording_of_every_sentence_changes_nothing(name: str, telling: str) -> None:
    given = blocks(name, lambda text: [TELLINGS[telling](text)])
    assert result(name, given) == expected(name, "none")


def broken(text: str, at: Sequence[int]) -> list[str]:
    """Break a line; not in what opens it, a number or label, by which a line is known to begin."""
    first = max(12, text.find("：", 0, 12) + 2)
    places = sorted({first + place % (len(text) - first) for place in at if len(text) > first})
    parts = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    return [part for part in parts if part]


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_rewording_with_breaks_anywhere_gives_the_same_findings(data: st.DataObject) -> None:
    name, fault = data.draw(st.sampled_from(CASES))
    tellings = data.draw(st.lists(st.sampled_from(sorted(TELLINGS)), max_size=4, unique=True))
    seed = data.draw(st.randoms(use_true_random=False))

    def told(text: str) -> list[str]:
        text = faulty(name, fault, text)
        for telling in tellings:
            if seed.random() < 0.5:
                text = TELLINGS[telling](text)
        return broken(text, [seed.randrange(10_000) for _ in range(seed.randrange(3))])

    assert result(name, blocks(name, told)) == expected(name, fault)
