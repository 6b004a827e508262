"""Sections in another order, missing or doubled: no figure moves to a wrong cell."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from narrative.retold import REGIMES, Result, blocks, clean, result

from hebiao.model import Paragraph
from hebiao.recognise.sections import cut_sections
from hebiao.recognise.statements import read_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hebiao.model import Block

SEEDS = range(5)
NUMBERED = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]+)[、）)]\s*")


def whole(name: str) -> Result:
    return result(name, blocks(name, lambda text: [text]))


def errors(name: str, found: Result) -> set[str]:
    """Give the rules of errors that are about figures, not about which headings are there."""
    kinds = {rule.id: rule.kind for rule in clean(name)[1].rules}
    return {
        rule
        for rule, severity, _ in found.findings
        if severity == "error" and kinds[rule] not in {"presence", "outline"}
    }


def cut(name: str) -> tuple[list[Block], dict[str, list[Block]], list[Block]]:
    """Give what stands before the sections, each section with its heading, and what is after."""
    document = clean(name)[0]
    given = list(document.source.blocks)
    starts: dict[int, str] = {}
    ends: dict[int, int] = {}
    for section in document.sections:
        if not section.paragraphs:
            continue
        at = next(n for n, block in enumerate(given) if block is section.paragraphs[0]) - 1
        starts[at] = section.key
        last = section.paragraphs[-1]
        ends[at] = next(n for n, block in enumerate(given) if block is last) + 1
    narrative = {
        starts[at]: [
            block for block in given[at : ends[at]] if isinstance(block, Paragraph) or at < 0
        ]
        for at in sorted(starts)
    }
    first, last_of = min(starts), max(ends.values())
    grids = [b for b in given[first:last_of] if not isinstance(b, Paragraph)]
    return [*given[:first], *grids], narrative, given[last_of:]


def joined(name: str, order: list[str]) -> list[Block]:
    before, sections, after = cut(name)
    return [*before, *(block for key in order for block in sections[key]), *after]


def said(name: str, given: Sequence[Block]) -> dict[str, str]:
    """Give what the narrative of these blocks states, by address."""
    return stated(name, given)[0]


def stated(name: str, given: Sequence[Block]) -> tuple[dict[str, str], list[str]]:
    """Give what the narrative of these blocks states, by address, and the numbers not read."""
    document, regime = clean(name)
    sections = cut_sections(given, regime.sections, document.entity)
    at = (document.tables, regime, document.entity, document.year)
    table, unread = read_statements(sections, *at)
    assert table is not None
    figures = {entry.address: f"{entry.raw} {entry.stated}" for entry in table.entries}
    return figures, [one.raw for one in unread]


@dataclass(frozen=True)
class Heading:
    """A heading of a clean sample: its block, where its section ends, and what it prints."""

    key: str
    at: int
    end: int
    numbered: str
    number: int
    title: str
    first: str

    @property
    def next_number(self) -> str:
        """The number after its own, in its own style."""
        return self.numbered.replace(chinese(self.number), chinese(self.number + 1))


@cache
def headed(name: str) -> tuple[Heading, ...]:
    """Give the headings of the sections that state something."""
    document = clean(name)[0]
    blocks = list(document.source.blocks)
    found = []
    for section in document.sections:
        at = next(n for n, b in enumerate(blocks) if b.location == section.location)
        heading = blocks[at]
        if not section.paragraphs or not isinstance(heading, Paragraph):
            continue
        end = next(n for n, b in enumerate(blocks) if b is section.paragraphs[-1]) + 1
        printed = NUMBERED.match(heading.text)
        assert printed is not None
        number = next(n for n in range(1, 20) if chinese(n) == printed["number"])
        title = heading.text[printed.end() :]
        first = section.paragraphs[0].text
        found.append(Heading(section.key, at, end, printed[0], number, title, first))
    return tuple(found)


def retitled(name: str, one: Heading, lines: list[str]) -> list[Block]:
    """Give the sample's blocks with these lines for a heading, with its text where they hold it."""
    blocks = list(clean(name)[0].source.blocks)
    heading = blocks[one.at]
    assert isinstance(heading, Paragraph)
    after = one.at + (2 if any(line.endswith(one.first) for line in lines) else 1)
    new = [replace(heading, text=line) for line in lines]
    return [*blocks[: one.at], *new, *blocks[after:]]


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + ("一二三四五六七八九"[ones - 1] if ones else "")


def lane(address: str, key: str) -> bool:
    """Whether an address of the narrative is in a lane of that section."""
    return f"{address.partition('[')[0].removeprefix('说明.')}/".startswith(f"{key}/")


@pytest.mark.parametrize("name", REGIMES)
def test_sections_joined_as_they_stood_give_the_same(name: str) -> None:
    assert result(name, joined(name, list(cut(name)[1]))).figures == whole(name).figures


@pytest.mark.parametrize("name", REGIMES)
def test_sections_in_another_order_move_no_figure(name: str) -> None:
    order = list(cut(name)[1])
    kept = said(name, joined(name, order))
    for seed in SEEDS:
        random.Random(seed).shuffle(order)  # noqa: S311  an order, not a secret
        assert said(name, joined(name, order)) == kept, order
    assert not errors(name, result(name, joined(name, order)))


@pytest.mark.parametrize("name", REGIMES)
def test_a_missing_section_takes_its_own_figures_and_no_others(name: str) -> None:
    every = list(cut(name)[1])
    figures = said(name, joined(name, every))
    for missing in every[1::2]:
        found = said(name, joined(name, [key for key in every if key != missing]))
        assert found.items() <= figures.items()
        assert all(lane(address, missing) for address in figures.keys() - found.keys())
    without = joined(name, [key for key in every if key != every[-3]])
    assert not errors(name, result(name, without))


@pytest.mark.parametrize("name", REGIMES)
def test_a_section_printed_twice_is_read_once(name: str) -> None:
    every = list(cut(name)[1])
    kept = said(name, joined(name, every))
    for doubled in every[::2]:
        assert said(name, joined(name, [*every, doubled])) == kept
    found = result(name, joined(name, [*every, every[-2]]))
    assert not errors(name, found)


LOST: dict[str, Callable[[Heading], list[str]]] = {
    "other words": lambda one: [f"{one.numbered}其他需要说明的有关情况"],
    "other words and style": lambda one: [f"{one.number}、有关资金的安排情况，包括："],
    "other words, with the text": lambda one: [f"{one.numbered}其他有关情况 {one.first}"],
    "other words, no number": lambda _: ["其他有关情况"],
    "none": lambda _: [],
}
"""Headings that name no section of the form: what stands below them is nobody's."""

KEPT: dict[str, Callable[[Heading], list[str]]] = {
    "digits": lambda one: [f"{one.number}. {one.title}"],
    "digits in brackets": lambda one: [f"（{one.number}）{one.title}"],
    "第X节": lambda one: [f"第{chinese(one.number)}节 {one.title}"],
    "stressed": lambda one: [f"**{one.numbered}{one.title}**"],
    "with the text": lambda one: [f"{one.numbered}{one.title}：{one.first}"],
}
"""Headings that still name their section."""

FOREIGN = (
    "2026 年，示例市口岸管理办公室委托第三方开展课题研究，合计 88.00 万元，其中：",
    "1. 智慧口岸课题研究 66.00 万元，主要用于：开展调研。",
    "2. 一般公共服务支出（类）12.00 万元，占 13.64%。",
    "3. 项目支出 22.00 万元，比上年增加 3.00 万元，增长 15.79%，主要原因是：任务增加。",
    "4. 车辆 9 辆，价值 100.00 万元。",
)
NUMBERS = (
    *("88.00万元", "66.00万元", "12.00万元", "13.64%", "22.00万元", "3.00万元", "15.79%"),
    *("9辆", "100.00万元"),
)
"""The numbers of that text."""


@pytest.mark.parametrize("way", LOST)
@pytest.mark.parametrize("name", REGIMES)
def test_below_a_heading_that_is_not_known_no_figure_is_another_sections(
    name: str, way: str
) -> None:
    kept = said(name, clean(name)[0].source.blocks)
    for one in headed(name):
        found = said(name, retitled(name, one, LOST[way](one)))
        assert found.items() <= kept.items(), one
        assert all(lane(address, one.key) for address in kept.keys() - found.keys()), one


@pytest.mark.parametrize("way", KEPT)
@pytest.mark.parametrize("name", REGIMES)
def test_a_heading_printed_in_another_way_keeps_its_figures(name: str, way: str) -> None:
    kept = said(name, clean(name)[0].source.blocks)
    for one in headed(name)[::2]:
        assert said(name, retitled(name, one, KEPT[way](one))) == kept, one


@pytest.mark.parametrize("style", ["its own", "digits"])
@pytest.mark.parametrize("name", REGIMES)
def test_a_section_that_the_form_does_not_have_is_not_read_as_the_one_before(
    name: str, style: str
) -> None:
    blocks = list(clean(name)[0].source.blocks)
    kept, before = stated(name, blocks)
    for one in headed(name):
        number = f"{one.number + 1}、" if style == "digits" else one.next_number
        texts = (f"{number}课题研究情况", *FOREIGN)
        lines = [Paragraph(text, blocks[one.at].location) for text in texts]
        found, unread = stated(name, [*blocks[: one.end], *lines, *blocks[one.end :]])
        assert found == kept, one
        assert sorted(unread) == sorted([*before, *NUMBERS]), one


def test_a_list_below_a_reworded_heading_raises_no_error_of_the_section_before() -> None:
    name = "xinjiang-budget-2026"
    one = next(one for one in headed(name) if one.key == "十二")
    for way in (LOST["other words and style"], LOST["none"]):
        assert not errors(name, result(name, retitled(name, one, way(one))))


@pytest.mark.parametrize("way", ["第X节", "with the text"])
def test_a_heading_printed_in_another_way_is_not_missed(way: str) -> None:
    name = "final-accounts-2024"
    one = next(one for one in headed(name) if one.key == "六")
    assert not result(name, retitled(name, one, KEPT[way](one))).findings
