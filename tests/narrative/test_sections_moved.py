"""Sections in another order, missing or doubled: no figure moves to a wrong cell."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from narrative.retold import REGIMES, Result, blocks, clean, result

from hebiao.model import Paragraph

if TYPE_CHECKING:
    from hebiao.model import Block

SEEDS = range(3)


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


@pytest.mark.parametrize("name", REGIMES)
def test_sections_joined_as_they_stood_give_the_same(name: str) -> None:
    assert result(name, joined(name, list(cut(name)[1]))).figures == whole(name).figures


@pytest.mark.parametrize("name", REGIMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_sections_in_another_order_move_no_figure(name: str, seed: int) -> None:
    order = list(cut(name)[1])
    random.Random(seed).shuffle(order)  # noqa: S311  an order, not a secret
    found = result(name, joined(name, order))
    assert found.figures == whole(name).figures
    assert not errors(name, found)


@pytest.mark.parametrize("name", REGIMES)
def test_a_missing_section_takes_its_own_figures_and_no_others(name: str) -> None:
    every = list(cut(name)[1])
    for missing in every[::3]:
        found = result(name, joined(name, [key for key in every if key != missing]))
        figures = whole(name).figures
        assert set(found.figures.items()) <= set(figures.items())
        gone = {address.partition("[")[0] for address in figures.keys() - found.figures.keys()}
        assert all(lane.startswith(f"说明.{missing}") for lane in gone)
        assert not errors(name, found)


@pytest.mark.parametrize("name", REGIMES)
def test_a_section_printed_twice_is_read_once(name: str) -> None:
    every = list(cut(name)[1])
    for doubled in every[1::4]:
        found = result(name, joined(name, [*every, doubled]))
        assert found.figures == whole(name).figures
        assert not errors(name, found)


@pytest.mark.parametrize("name", REGIMES)
def test_a_section_without_its_heading_takes_no_other_figures_place(name: str) -> None:
    before, sections, after = cut(name)
    every = list(sections)
    for headless in every[1::4]:
        lines = [block for key in every for block in sections[key][1 if key == headless else 0 :]]
        found = result(name, [*before, *lines, *after])
        kept = whole(name).figures
        assert {key: kept[key] for key in found.figures if key in kept}.items() <= (
            found.figures.items()
        )
