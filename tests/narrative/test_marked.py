"""Text is marked: what is a number, of which unit, and where it stands."""

from __future__ import annotations

import re
import time

import pytest

from hebiao.model import Location, Paragraph
from hebiao.recognise.marked import Marked, mark

BODY = "示例市口岸管理办公室"
FIXED = (re.compile(r"单价\d+万元以上"),)
SECONDS = 20.0
"""A hang, not a speed, is what this bound is for."""


def marked(*lines: str, year: int | None = 2026) -> Marked:
    """Give lines of a text file marked; the first is line 1, each begins at column 0."""
    paragraphs = [
        Paragraph(line, Location(line=at, span=(0, len(line)))) for at, line in enumerate(lines, 1)
    ]
    return mark(paragraphs, BODY, year, FIXED)


def numbers(*lines: str) -> list[tuple[str, str, str]]:
    """Give the mark, number and unit of each token."""
    return [(one.mark, one.number, one.unit) for one in marked(*lines).tokens.values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共 1,234.50 万元", ("¥", "1,234.50", "万元")),
        ("共１，２３４．５０万元", ("¥", "1,234.50", "万元")),
        ("共 1234.5 万 元", ("¥", "1234.5", "万元")),
        ("共 12 34.50 万元", ("¥", "1234.50", "万元")),
        ("共 3 元", ("¥", "3", "元")),
        ("共 3 千元", ("¥", "3", "千元")),
        ("共 3 百万元", ("¥", "3", "百万元")),
        ("共 3 亿元", ("¥", "3", "亿元")),
        ("占 9.62%", ("%", "9.62", "%")),
        ("占 9.62％", ("%", "9.62", "%")),
        ("提高 2 个百分点", ("%", "2", "个百分点")),
        ("房屋 2,295.60 平方米", ("#", "2,295.60", "平方米")),
        ("房屋 12 ㎡", ("#", "12", "m2")),
        ("车辆 3 辆", ("#", "3", "辆")),
        ("设备 2 台（套）", ("#", "2", "台(套)")),
        ("接待 6 批次", ("#", "6", "批次")),
        ("接待 47 人次", ("#", "47", "人次")),
        ("编制 12 人", ("#", "12", "人")),
        ("团组 1 个", ("#", "1", "个")),
        ("得 97.70 分", ("#", "97.70", "分")),
        ("共 12.50", ("№", "12.50", "")),
        ("下降 -3.5%", ("%", "-3.5", "%")),
        ("差异率为－3.5%", ("%", "-3.5", "%")),
        ("甲—12 万元", ("¥", "12", "万元")),
    ],
)
def test_a_number_is_read_with_its_unit_however_it_is_printed(
    text: str, found: tuple[str, str, str]
) -> None:
    assert numbers(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "2026 年",
        "2025 年度",
        "2019 年",
        "2026 年 1 月 1 日至 2026 年 12 月 31 日",
        "示财〔2024〕12 号",
        "第 3 条",
        "一、收入",
        "（三）支出",
        "3. 项目",
        "12、项目",
        "十五",
        "3 个月",
        "5 个工作日",
        "2 分钟",
        "单价 50 万元以上",
        "表 10",
        "第 2 类",
    ],
)
def test_years_dates_and_the_numbers_of_documents_and_lists_are_no_figures(text: str) -> None:
    assert numbers(text) == []


def test_the_number_of_a_list_is_parted_from_the_amount_behind_it() -> None:
    assert numbers("1. 房屋 2,295.60 平方米", "2.2026 年 3 万元") == [
        ("#", "2,295.60", "平方米"),
        ("¥", "3", "万元"),
    ]


def test_the_body_and_the_years_have_marks_of_their_own() -> None:
    text = marked(f"{BODY} 2026 年 1 万元，2025 年度 2 万元，2024 年").text
    assert text == "\n@~¥,«¥,2024年"


def test_the_years_are_text_where_the_document_tells_none() -> None:
    assert marked("2026 年 1 万元", year=None).text == "\n2026年¥"


def test_quotes_spaces_and_the_marks_own_signs_leave_no_mark() -> None:
    assert marked("“三公”\u3000经费 ¥#@~« 甲§乙").text == "\n三公经费·····甲·乙"


def test_the_unit_of_a_count_stays_for_wordings_to_match() -> None:
    assert marked("车辆 3 辆，价值 5 万元").text == "\n车辆#辆,价值¥"


def test_a_token_of_text_has_the_line_and_the_characters_it_is_printed_in() -> None:
    lines = ("收入 １，２３４．５０ 万 元。", "支出“12”%")
    first, second = marked(*lines).tokens.values()
    assert first.location == Location(line=1, span=(3, 15))
    assert lines[0][3:15] == "１，２３４．５０ 万 元"
    assert second.location == Location(line=2, span=(3, 7))
    assert first.raw == "1,234.50万元"


def test_a_token_of_another_medium_has_the_place_of_its_block() -> None:
    place = Location(page=3, bbox=(1.0, 2.0, 3.0, 4.0))
    (token,) = mark([Paragraph("收入 1 万元", place)], BODY, 2026).tokens.values()
    assert token.location == place


def test_a_number_cut_by_the_end_of_a_page_is_one() -> None:
    both = marked("收入总计 1,23", "4.50 万元，支出")
    (token,) = both.tokens.values()
    assert token.number == "1,234.50"
    assert token.location == Location(line=1, span=(5, 9))


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("增加工资和办公支", "出 1 万元", "\n增加工资和办公支出¥"),
        ("收入 1", "万元", "\n收入¥"),
        ("占 5", "%，其中", "\n占%,其中"),
        ("收入 1 万元", "，支出 2 万元", "\n收入¥,支出¥"),
        ("收入 1 万元。", "支出 2 万元", "\n收入¥。\n支出¥"),
        ("收入 1 万元", "支出 2 万元", "\n收入¥\n支出¥"),
        ("收入如下：", "支出", "\n收入如下:\n支出"),
        ("收入", "一、支出", "\n收入\n§支出"),
        ("设立依据某办法", "项目名称：甲", "\n设立依据某办法\n项目名称:甲"),
    ],
)
def test_a_sentence_goes_on_over_a_break_and_another_begins_a_block(
    before: str, after: str, text: str
) -> None:
    assert marked(before, after).text == text
    assert marked(before, " \u200b", after).text == text


def test_what_is_printed_behind_marks_is_given_without_numbers_of_lists() -> None:
    found = marked("1. “三公”经费 １ 万元，", "其中")
    assert found.printed(0, len(found.text)) == "三公经费１万元，其中"
    assert found.location(2, 4) == Location(line=1, span=(4, 6))


def test_control_and_direction_characters_are_passed_over() -> None:
    assert numbers("收入 1\u200b2\u202e3\x00.5\u2066 万\ufeff元") == [("¥", "123.5", "万元")]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1" * 100_000 + "万元", 1),
        ("1," * 50_000 + "1万元", 1),
        ("1." * 50_000, 1),
        ("基本支出 1 万元。" * 10_000, 10_000),
        ("单价50万元以上" * 10_000, 0),
        ("-" * 100_000, 0),
        ("\u202e" * 100_000, 0),
        ("（一）" * 30_000, 0),
        ("2026年" * 20_000, 0),
    ],
)
def test_a_hundred_thousand_characters_are_marked_at_once(text: str, tokens: int) -> None:
    start = time.monotonic()
    assert len(marked(text).tokens) == tokens
    assert time.monotonic() - start < SECONDS


def test_a_thousand_short_lines_are_a_thousand_blocks() -> None:
    found = marked(*["收入 1 万元。"] * 1000)
    assert found.text == "\n收入¥。" * 1000
    assert found.between(0, len(found.text)) == tuple(found.tokens)
    assert found.between(3, 3) == ()
