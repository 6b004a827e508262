"""The narrative cut into the sections that a regime knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import ENTITY, source, xinjiang

from hebiao.kinds import load_kinds
from hebiao.model import Location, Paragraph
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.recognise.sections import cut_sections
from hebiao.regime.load import load_regimes

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"


def cut(*lines: str) -> dict[str, list[str]]:
    blocks = [block for block in source(*lines).blocks if isinstance(block, Paragraph)]
    found = cut_sections(blocks, xinjiang().sections, ENTITY)
    return {section.key: [one.text for one in section.paragraphs] for section in found}


@pytest.mark.parametrize("form", ["clean.txt", "clean.pdf", "clean.docx", "clean.html"])
def test_every_section_of_the_form_set_is_found_in_the_sample(form: str) -> None:
    document, regime = recognise(read(SAMPLES / form), load_regimes(load_kinds()))
    assert [one.key for one in document.sections] == [one.key for one in regime.sections]


def test_a_list_of_contents_is_not_the_section() -> None:
    found = cut(
        "二、收入预算情况说明",
        "三、支出预算情况说明",
        "第三部分 情况说明",
        f"二、关于{ENTITY}2026 年收入预算情况说明",
        "收入预算 1.00 万元。",
        f"三、关于{ENTITY}2026 年支出预算情况说明",
        "支出预算 1.00 万元。",
    )
    assert found == {"二": ["收入预算 1.00 万元。"], "三": ["支出预算 1.00 万元。"]}


def test_sections_in_another_order_or_with_other_numbers_keep_their_text() -> None:
    found = cut("七、支出预算情况说明", "支出。", "2、收入预算情况说明", "收入。")
    assert found == {"二": ["收入。"], "三": ["支出。"]}


def test_a_heading_broken_over_two_lines_is_one() -> None:
    found = cut("六、一般公共预算基本支出情况", "说明", "基本支出。")
    assert found == {"六": ["基本支出。"]}


def test_a_section_ends_at_the_next_part() -> None:
    found = cut("二、收入预算情况说明", "收入。", "第四部分 名词解释", "一、财政拨款：略")
    assert found["二"] == ["收入。"]


def test_a_part_may_be_a_section() -> None:
    found = cut(
        "第二部分 收入预算情况说明",
        "第三部分 支出预算情况",
        "说明",
        "第二部分 收入预算情况说明",
        "收入。",
        "一、财政拨款收入：略",
        "第三部分 支出预算情况",
        "说明",
        "1.基本支出 1.00 万元。",
        "2.项目支出 2.00 万元。",
        "第四部分 名词解释",
        "一、财政拨款：略",
    )
    assert found == {
        "二": ["收入。", "一、财政拨款收入：略"],
        "三": ["1.基本支出 1.00 万元。", "2.项目支出 2.00 万元。"],
    }


def test_a_sentence_that_names_a_section_is_no_heading() -> None:
    assert cut("有关情况见收入预算情况说明。", "收入。") == {}


def test_a_section_ends_where_one_begins_that_the_form_does_not_have() -> None:
    for heading in (
        "三、课题研究情况",
        "3、课题研究情况",
        "第三节 课题研究情况",
        "（三）课题研究情况",
    ):
        found = cut("二、收入预算情况说明", "收入预算 1.00 万元。", heading, "课题 2.00 万元。")
        assert found == {"二": ["收入预算 1.00 万元。"]}, heading


def test_a_section_keeps_its_own_lists() -> None:
    text = ("收入预算 3.00 万元，其中：", "1. 拨款 1.00 万元。", "2. 其他情况", "（一）有关情况")
    assert cut("二、收入预算情况说明", *text) == {"二": [*text]}


def test_a_heading_is_told_from_the_text_in_its_line() -> None:
    found = cut(
        f"二、关于{ENTITY}2026 年收入预算情况说明 2026 年收入预算 1.00 万元。", "其中：略。"
    )
    assert found == {"二": ["2026 年收入预算 1.00 万元。", "其中：略。"]}


def test_the_place_of_a_text_after_its_heading_is_its_own() -> None:
    place = Location(line=3, span=(4, 30))
    line = Paragraph("二、收入预算情况说明：收入预算 1.00 万元。", place)
    found = cut_sections([line], xinjiang().sections, ENTITY)
    assert found[0].paragraphs[0].location == Location(line=3, span=(15, 30))


def test_a_title_without_a_number_is_a_heading_where_it_stands_alone() -> None:
    assert cut(f"关于{ENTITY}2026 年收入预算情况说明", "收入。") == {"二": ["收入。"]}
    assert cut("收入预算情况说明表", "收入。") == {}


def test_a_title_as_much_like_two_sections_is_neither() -> None:
    found = cut(
        "六、一般公共预算基本支出情况说明", "基本。", "七、一般公共预算支出情况说明", "支出。"
    )
    assert found == {"六": ["基本。"]}
