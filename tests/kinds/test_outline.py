"""Outline: what the body holds, whatever its contents list."""

from __future__ import annotations

import pytest
from support import ENTITY, checked, grid, xinjiang

TITLES = (
    "收支预算情况的总体说明",
    "收入预算情况说明",
    "支出预算情况说明",
    "财政拨款收支预算情况的总体说明",
    "一般公共预算当年拨款情况说明",
    "一般公共预算基本支出情况说明",
    "一般公共预算项目支出情况说明",
    "政府性基金预算拨款情况说明",
    "国有资本经营预算拨款情况说明",
    "财政拨款“三公”经费预算情况说明",
    "财政拨款委托业务费支出情况说明",
    "上年结转结余预算情况说明",
    "其他重要事项的情况说明",
)
NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
SECTIONS = [
    f"{number}、关于{ENTITY} 2026 年{title}" for number, title in zip(NUMBERS, TITLES, strict=True)
]
PARTS = ["第一部分 部门概况", "第二部分 部门预算公开表", "第三部分 部门预算情况说明"]
GLOSSARY = "第四部分 名词解释"
CAPTION = f"编制部门：{ENTITY}"
TABLES = ["部门收支总体情况表", "部门收入总体情况表", "部门支出总体情况表"]


def document(
    sections: list[str], glossary: str = GLOSSARY, tables: list[str] = TABLES
) -> list[str]:
    """The lines of a document whose contents list everything, whatever its body holds."""
    contents = ["目 录", PARTS[0], PARTS[1], *TABLES, PARTS[2], *SECTIONS, GLOSSARY]
    body = [PARTS[0], PARTS[1], *tables, PARTS[2]]
    return ["2026 年部门预算", *contents, *body, *sections, glossary, CAPTION]


def failing(lines: list[str]) -> dict[str, str]:
    """What the rules of the outline say where they fail, by outcome."""
    outcomes = checked(xinjiang(), *lines)[1]
    return {
        key: one.message.zh
        for key, one in outcomes.items()
        if one.rule in {"XJB-P-PARTS", "XJB-P-SECTIONS", "XJB-P-ORDER", "TEXT-NUMBERING"}
        and one.message is not None
    }


def test_a_whole_document_has_no_finding() -> None:
    assert failing(document(SECTIONS)) == {}


@pytest.mark.parametrize("gone", [0, 4, 10, 12])
def test_a_section_that_the_contents_alone_list_is_missed(gone: int) -> None:
    numbered = [
        line.replace(NUMBERS[at + 1], NUMBERS[at], 1) if at >= gone else line
        for at, line in enumerate(SECTIONS[:gone] + SECTIONS[gone + 1 :])
    ]
    told = failing(document(numbered))
    key = f"XJB-P-SECTIONS@{NUMBERS[gone]}"
    assert told == {key: f"正文没有「{TITLES[gone]}」一节，目录列有"}


def test_a_glossary_that_the_contents_alone_list_is_missed() -> None:
    told = failing(document(SECTIONS, "附注"))
    assert told == {"XJB-P-PARTS@名词解释": "正文没有「名词解释」部分"}


def test_a_number_written_otherwise_is_told() -> None:
    lines = [line.replace("十、", "10、") for line in SECTIONS]
    assert [key.partition("@")[0] for key in failing(document(lines))] == ["TEXT-NUMBERING"]


def test_a_number_that_jumps_is_told_once() -> None:
    lines = [
        line.replace("十一、", "十二、") if at == 10 else line for at, line in enumerate(SECTIONS)
    ]
    told = failing(document(lines))
    assert all(key.startswith("TEXT-NUMBERING@") for key in told)
    assert "编号不连续" in "".join(told.values())


def test_tables_in_another_order_are_told() -> None:
    told = failing(document(SECTIONS, tables=[TABLES[1], TABLES[0], TABLES[2]]))
    assert told == {"XJB-P-ORDER@*": "各表印的顺序是 表2、表1、表3"}


def test_a_heading_with_another_body_or_year_is_still_that_section() -> None:
    lines = [line.replace(ENTITY, "别市商务局").replace("2026", "2025") for line in SECTIONS]
    assert failing(document([*SECTIONS[:3], *lines[3:5], *SECTIONS[5:]])) == {}


def test_tables_without_a_narrative_are_not_judged() -> None:
    outcomes = checked(xinjiang(), *TABLES, grid("项目|合计", "总计|1.00"))[1]
    said = {one.verdict for one in outcomes.values() if one.rule == "XJB-P-SECTIONS"}
    assert {str(one) for one in said} == {"cannot-tell"}
