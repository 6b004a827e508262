"""Money that the text gives to an economic item, against the column of its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrative.wording import TABLES, outcomes
from support import verdicts

if TYPE_CHECKING:
    from hebiao.result import Outcome

FIELDS = """id = "R1"
kind = "allocation"
lane = "三/分配"
classification = "functional"
columns = { 201 = ["丁[*].合计"], 208 = ["丁[*].合计"] }"""
TEXT = "项目名称：{0}，规模 5 万元，其中：{1}。"


def judged(name: str, parts: str) -> dict[str, Outcome]:
    return outcomes(FIELDS, 三=TEXT.format(name, parts))


def test_an_amount_is_held_against_the_column_of_its_class() -> None:
    found = judged("设施更新", "行政运行 3 万元、行政单位离退休 9 万元")
    assert list(verdicts(found).values()) == ["holds", "fails"]
    one = list(found.values())[1]
    assert (one.actual, one.expected) == ("9.00", "5.00")
    assert {cell.role for cell in one.cells} == {"amount", "column"}


def test_items_of_one_class_are_added_up() -> None:
    found = judged("设施更新", "行政运行 3 万元、一般公共服务支出 3 万元")
    assert list(verdicts(found).values()) == ["holds", "fails"]
    assert list(found.values())[1].actual == "6.00"


def test_less_than_the_column_holds() -> None:
    assert list(verdicts(judged("设施更新", "行政运行 1 万元")).values()) == ["holds"]


def test_a_name_of_no_item_is_untold() -> None:
    assert list(verdicts(judged("设施更新", "某某某某 1 万元")).values()) == ["cannot-tell"]


def test_a_project_that_the_table_does_not_have_is_not_judged() -> None:
    assert list(verdicts(judged("某某", "行政运行 1 万元")).values()) == ["not-applicable"]


def test_a_table_that_was_not_found_leaves_it_untold() -> None:
    text = TEXT.format("设施更新", "行政运行 1 万元")
    assert list(verdicts(outcomes(FIELDS, TABLES[:2], 三=text)).values()) == ["cannot-tell"]
