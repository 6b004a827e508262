"""Sections of a Xinjiang budget with several budgets and units: whose money a sentence states."""

from __future__ import annotations

import pytest
from narrative.wording import stated
from support import checked, grid, recognised, verdicts, xinjiang

YEAR = "2026 年示例市口岸管理办公室部门预算"
FISCAL = "四、财政拨款收支预算情况的总体说明"
FUND = "八、政府性基金预算拨款情况说明"
STATE = "九、国有资本经营预算拨款情况说明"
THREE = "十、财政拨款“三公”经费预算情况说明"
SERVICES = "十一、财政拨款委托业务费支出情况说明"
ASSETS = ("十三、其他重要事项的情况说明", "（三）国有资产占用使用情况")
ITEM = "城乡社区支出（类）城乡社区公共设施（款）其他城乡社区公共设施支出（项）"
TWO_UNITS = (
    "财政拨款委托业务费支出情况表",
    grid(
        "项目名称|合计",
        "示例市口岸服务中心|30.00",
        "查验经费|30.00",
        "示例市口岸信息中心|12.00",
        "查验经费|12.00",
        "总计|42.00",
    ),
)


def says(*blocks: object) -> dict[str, str]:
    """Give what a narrative states, by address without 说明."""
    return stated(recognised(xinjiang(), YEAR, *blocks).narrative)  # type: ignore[arg-type]


@pytest.mark.parametrize("stop", ["。\n", "；", "。"])
def test_a_class_belongs_to_the_budget_whose_expenditure_it_is_listed_in(stop: str) -> None:
    text = (
        f"一般公共预算支出包括：城乡社区支出 30.00 万元，主要用于维护{stop}"
        f"政府性基金预算支出包括：城乡社区支出 50.00 万元，主要用于建设{stop}"
        "国有资本经营预算支出包括：国有资本经营预算支出 9.00 万元。"
    )
    assert says(FISCAL, *text.split("\n")) == {
        "四/一般公共预算[212].金额": "30.00万元",
        "四/政府性基金预算[212].金额": "50.00万元",
        "四/国有资本经营预算[223].金额": "9.00万元",
    }


def test_a_class_of_no_budget_is_held_against_all_of_them() -> None:
    assert says(FISCAL, "支出包括：城乡社区支出 80.00 万元。") == {"四/支出[212].金额": "80.00万元"}


@pytest.mark.parametrize(("title", "lane"), [(FUND, "八"), (STATE, "国有资本")])
def test_the_other_budgets_are_told_by_class_and_item(title: str, lane: str) -> None:
    found = says(
        title,
        "1. 城乡社区支出（类）50.00 万元，占 100.00%。",
        f"1. {ITEM}：2026 年预算数为 50.00 万元，同比增加 5.00 万元，增长 11.11%。",
    )
    assert found == {
        f"{lane}/类[212].金额": "50.00万元",
        f"{lane}/类[212].占比": "100.00%",
        f"{lane}/项[2120399].金额": "50.00万元",
        f"{lane}/项[2120399].增减": "5.00万元",
        f"{lane}/项[2120399].增幅": "11.11%",
    }


def test_an_amount_said_again_in_the_same_digits_is_no_second_subject() -> None:
    found = says(
        THREE,
        "公务接待费 5.00 万元。",
        "公务接待费 5.00 万元，比上年减少 1.00 万元，下降 16.67%。",
    )
    assert found["十[公务接待费].增减"] == "-1.00万元"
    assert "十[公务接待费#2].金额" not in found


def test_an_amount_said_again_in_other_digits_is_kept_apart() -> None:
    found = says(THREE, "公务接待费 5.00 万元。", "公务接待费 6.00 万元，比上年减少 1.00 万元。")
    assert found["十[公务接待费#2].金额"] == "6.00万元"


def test_a_name_keeps_the_word_that_its_table_prints_in_it() -> None:
    rows = ("示例市口岸服务中心|8.00", "甲委托业务费|5.00", "乙经费|3.00", "总计|8.00")
    table = (TWO_UNITS[0], grid("项目名称|合计", *rows))
    lines = ("1. 甲委托业务费 5.00 万元。", "2. 乙经费委托业务费 3.00 万元。")
    assert says(*table, SERVICES, *lines) == {
        "十一/项目['甲委托业务费'].金额": "5.00万元",
        "十一/项目['乙经费'].金额": "3.00万元",
    }


@pytest.mark.parametrize("number", ["1. ", "1、", "（1）"])
def test_a_name_that_begins_with_digits_stands_behind_the_number_of_its_list(number: str) -> None:
    found = says(SERVICES, f"{number}12345 热线经费 5.00 万元。")
    assert found == {"十一/项目['12345热线经费'].金额": "5.00万元"}


@pytest.mark.parametrize("sets", ["台", "台（套）"])
def test_dear_equipment_after_what_is_bought_is_bought_too(sets: str) -> None:
    found = says(
        *ASSETS,
        f"单价 50 万元以上大型设备 3 {sets}，单价 100 万元以上大型设备 1 {sets}。",
        f"部门预算安排购置车辆经费 18.00 万元，安排购置单价 50 万元以上大型设备 2 {sets}，"
        f"单价 100 万元以上大型设备 0 {sets}。",
    )
    assert {key: found[key][0] for key in found if "设备" in key} == {
        "十三/三/设备[现有50万元以上].台数": "3",
        "十三/三/设备[现有100万元以上].台数": "1",
        "十三/三/设备[购置50万元以上].台数": "2",
        "十三/三/设备[购置100万元以上].台数": "0",
    }
    assert found["十三/三/购置[购置车辆].金额"] == "18.00万元"


class TestTwoUnits:
    """Two units have a project of one name."""

    @pytest.mark.parametrize(("second", "verdict"), [("12.00", "holds"), ("21.00", "fails")])
    def test_its_amounts_together_are_those_of_the_table(self, second: str, verdict: str) -> None:
        lines = ("1. 查验经费 30.00 万元。", f"2. 查验经费 {second} 万元。")
        found = verdicts(checked(xinjiang(), *TWO_UNITS, SERVICES, *lines)[1])
        told = {key: one for key, one in found.items() if key.startswith("N-AMOUNT@十一/项目")}
        assert told == {"N-AMOUNT@十一/项目['查验经费'].金额": verdict}

    def test_each_has_its_own_parts(self) -> None:
        lines = (
            "1. 查验经费 30.00 万元；其中协作支出 10.00 万元，宣传支出 20.00 万元。",
            "2. 查验经费 12.00 万元。",
        )
        found = verdicts(checked(xinjiang(), *TWO_UNITS, SERVICES, *lines)[1])
        told = [one for key, one in found.items() if key.startswith("XJB-N-COMMISSIONED-PARTS@")]
        assert sorted(told) == ["holds", "not-applicable"]
