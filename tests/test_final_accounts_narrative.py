"""What the sections of the final accounts state, in the wordings of Xinjiang and of Shanghai."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import ENTITY, checked, source

from hebiao.kinds import load_kinds
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from hebiao.model import Document
    from hebiao.regime.spec import Regime

CLEAN = Path(__file__).parents[1] / "samples" / "final-accounts-2024" / "clean.txt"
REGIME = "final-accounts-2024"


@cache
def regimes() -> dict[str, Regime]:
    return load_regimes(load_kinds())


def document(*lines: str) -> Document:
    opening = f"{ENTITY}2024年度部门决算"
    return recognise(source(opening, *lines), regimes(), REGIME)[0]


def stated(of: Document) -> dict[str, str | None]:
    """The figures that the narrative states, by address without the table."""
    assert of.narrative is not None
    return {
        entry.address.removeprefix("说明."): entry.stated
        for entry in of.narrative.entries
        if entry.figure and entry.raw
    }


@cache
def clean() -> Document:
    return recognise(read(CLEAN), regimes(), REGIME)[0]


def test_every_number_of_the_sample_s_narrative_is_read() -> None:
    assert [one.raw for one in clean().unread] == []


def test_a_total_and_its_change_are_one_row() -> None:
    found = stated(
        document(
            "一、收入支出决算总体情况说明",
            f"{ENTITY}2024年度收入支出总计859.38万元。与2023年度相比，收入支出总计减少62.85万元，"
            "下降6.81%。主要原因：项目减少。",
        )
    )
    assert found == {
        "一[收入总计].金额": "859.38",
        "一[收入总计].增减": "-62.85",
        "一[收入总计].增幅": "-6.81",
    }


def test_an_increase_against_the_budget_is_not_last_year_s() -> None:
    of = document(
        "四、财政拨款收入支出决算总体情况说明",
        "2024年度财政拨款收入总计551.86万元。与年初预算相比，财政拨款收入总计增加21.86万元，增长4.12%。",
    )
    assert stated(of) == {"四[财政拨款收入总计].金额": "551.86"}
    assert [one.raw for one in of.unread] == ["21.86万元", "4.12%"]


def test_an_item_is_read_past_what_it_is_used_for() -> None:
    found = stated(
        document(
            "（三）一般公共预算财政拨款支出决算具体情况",
            "1、卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。主要用于：医疗保险，"
            "其中补缴3.00万元。年初预算为42.73万元，支出决算为40.35万元，完成年初预算的94.43%。",
        )
    )
    assert {key: found[key] for key in found if key.startswith("五/三[2101101]")} == {
        "五/三[2101101].年初预算数": "42.73",
        "五/三[2101101].决算数": "40.35",
        "五/三[2101101].完成率": "94.43",
    }


def test_an_amount_restated_has_an_address_of_its_own() -> None:
    found = stated(
        document(
            "九、财政拨款“三公”经费支出决算情况说明",
            "2024年度财政拨款“三公”经费支出1.42万元。其中：公务接待费支出1.42万元，占100.00%。",
            "公务接待费1.24万元。单位全年安排的国内公务接待6批次，47人次。",
        )
    )
    assert found == {
        "九[三公经费].金额": "1.42",
        "九[公务接待费].金额": "1.42",
        "九[公务接待费].占比": "100.00",
        "九[公务接待费#2].金额": "1.24",
        "九/接待批次[国内接待].批次": "6",
        "九/接待批次[国内接待].人次": "47",
    }


@pytest.mark.parametrize(
    ("sentence", "lane", "row"),
    [
        ("本单位本年度无政府性基金预算财政拨款收入、支出及结转和结余。", "七/无", "政府性基金预算"),
        (f"{ENTITY}2024年度没有政府性基金预算财政拨款收入和支出。", "七/无", "政府性基金预算"),
    ],
)
def test_a_fund_that_there_is_nothing_of_is_zero(sentence: str, lane: str, row: str) -> None:
    found = stated(document("七、政府性基金预算财政拨款收入支出决算情况说明", sentence))
    assert found == {f"{lane}[{row}].金额": "0"}


def test_totals_of_both_sides_are_stated_at_once() -> None:
    found = stated(
        document(
            "一、收入支出决算总体情况说明",
            "2024年度收、支总计均为859.38万元。与上年度相比，收、支总计各减少62.85万元，下降6.81%。",
            "二、收入决算情况说明",
            "2024年度收入合计800.00万元，其中：事业收入200.00万元，占25.00%。",
            "四、财政拨款收入支出决算总体情况说明",
            "2024年度财政拨款收入、支出总计均为600.00万元。2024年度财政拨款收入中，"
            "一般公共预算财政拨款收入580.00万元；政府性基金预算财政拨款收入20.00万元。",
        )
    )
    assert found == {
        "一[收入总计].金额": "859.38",
        "一[收入总计].增减": "-62.85",
        "一[收入总计].增幅": "-6.81",
        "二[本年收入].金额": "800.00",
        "二[事业收入].金额": "200.00",
        "二[事业收入].占比": "25.00",
        "四[财政拨款收入总计].金额": "600.00",
        "四/收入[一般公共预算财政拨款收入].金额": "580.00",
        "四/收入[政府性基金预算财政拨款收入].金额": "20.00",
    }


def test_a_class_and_an_item_are_read_behind_what_stands_between() -> None:
    found = stated(
        document(
            "（二）一般公共预算财政拨款支出决算结构情况",
            "主要用于以下方面：卫生健康（类）支出40.35万元，占10.00%。",
            "（三）一般公共预算财政拨款支出决算具体情况",
            "年初预算为42.73万元。其中：基本支出30.00万元，项目支出10.35万元。",
            "1.卫生健康（类）行政事业单位医疗（款）行政单位医疗（项）。年初预算为42.73万元，"
            "支出决算为40.35万元，完成年初预算的94.43%。",
        )
    )
    assert found == {
        "五/二[210].金额": "40.35",
        "五/二[210].占比": "10.00",
        "五/三/构成[基本支出].金额": "30.00",
        "五/三/构成[项目支出].金额": "10.35",
        "五/三[2101101].年初预算数": "42.73",
        "五/三[2101101].决算数": "40.35",
        "五/三[2101101].完成率": "94.43",
    }


def test_an_item_of_a_fund_is_not_the_fund_s_expenditure() -> None:
    found = stated(
        document(
            "七、政府性基金预算财政拨款收入支出决算情况说明",
            "2024年度本年收入30.00万元，本年支出28.00万元。其中：",
            "1、城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项）。"
            "主要用于：道路。年初预算为20.00万元，支出决算为28.00万元，完成年初预算的140.00%。",
        )
    )
    assert {key: value for key, value in found.items() if key.startswith("七[")} == {
        "七[本年收入].金额": "30.00",
        "七[本年支出].金额": "28.00",
    }


def test_the_budget_of_the_three_public_expenses_is_not_what_was_spent() -> None:
    found = stated(
        document(
            "七、财政拨款“三公”经费支出决算情况说明",
            "2024年度“三公”经费财政拨款支出预算为2.85万元，支出决算为0.39万元，"
            "完成预算的13.68%；比上年减少0.15万元，下降27.78%。",
            "国内公务接待支出0.39万元，全年共接待国内来访团组4个、来宾21人次。",
        )
    )
    assert found == {
        "九[三公经费].预算数": "2.85",
        "九[三公经费].金额": "0.39",
        "九[三公经费].完成率": "13.68",
        "九[三公经费].增减": "-0.15",
        "九[三公经费].增幅": "-27.78",
        "九/接待[国内接待费].金额": "0.39",
        "九/接待批次[国内接待].批次": "4",
        "九/接待批次[国内接待].人次": "21",
    }


def test_each_project_s_review_is_its_own() -> None:
    found = stated(
        document(
            "十三、预算绩效情况说明",
            "便民窗口改造项目绩效自评综述：根据年初设定的目标，项目自评得分为98.50分。"
            "项目全年预算数为6.35万元，执行数为3.78万元，完成预算的59.53%。",
        )
    )
    assert found == {
        "十一/项目['便民窗口改造'].得分": "98.50",
        "十一/项目['便民窗口改造'].全年预算数": "6.35",
        "十一/项目['便民窗口改造'].全年执行数": "3.78",
        "十一/项目['便民窗口改造'].完成率": "59.53",
    }


def test_a_class_has_its_item_of_an_unknown_name() -> None:
    _, outcomes, _ = checked(
        regimes()[REGIME],
        f"{ENTITY}2024年度部门决算",
        "（二）一般公共预算财政拨款支出决算结构情况",
        "卫生健康支出（类）40.35万元；住房保障支出（类）8.00万元。",
        "（三）一般公共预算财政拨款支出决算具体情况",
        "1、卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）30.35万元。",
        "2、卫生健康支出（类）行政事业单位医疗（款）从前的医疗（项）10.00万元。",
        "3、住房保障支出（类）住房改革支出（款）住房公积金（项）8.00万元。",
    )
    told = {key: str(one.verdict) for key, one in outcomes.items() if one.rule == "FA-N-5-CLASS"}
    assert told == {"FA-N-5-CLASS@210": "holds", "FA-N-5-CLASS@221": "holds"}


SECTIONS = (
    "收入支出决算总体情况说明",
    "收入决算情况说明",
    "支出决算情况说明",
    "财政拨款收入支出决算总体情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明",
    "财政拨款“三公”经费支出决算情况说明",
    "政府性基金预算财政拨款收入支出决算情况说明",
    "国有资本经营预算财政拨款支出决算情况说明",
    "机关运行经费支出说明",
    "政府采购支出说明",
    "国有资产占用情况说明",
    "预算绩效情况说明",
)
NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")


@pytest.mark.parametrize(
    ("year", "gone", "missed"),
    [
        pytest.param(2024, None, [], id="parts stand for their section"),
        pytest.param(2024, 8, ["FA-P-SECTIONS@八"], id="state capital, since 2020"),
        pytest.param(2019, 8, [], id="state capital, before"),
        pytest.param(2024, 6, ["FA-P-SECTIONS@九"], id="three public expenses"),
    ],
)
def test_the_sections_are_those_of_the_year_however_arranged(
    year: int, gone: int | None, missed: list[str]
) -> None:
    titles = [title for at, title in enumerate(SECTIONS) if at != gone]
    lines = [f"{number}、{title}" for number, title in zip(NUMBERS, titles, strict=False)]
    _, outcomes, _ = checked(regimes()[REGIME], f"{ENTITY}{year}年度部门决算", *lines)
    failing = [key for key, one in outcomes.items() if str(one.verdict) == "fails"]
    assert [key for key in failing if key.startswith("FA-P-SECTIONS")] == missed
    assert [key for key in failing if key.startswith("TEXT-NUMBERING")] == []


def test_a_fund_that_the_year_s_form_has_not_is_nothing() -> None:
    _, outcomes, _ = checked(
        regimes()[REGIME],
        f"{ENTITY}2019年度部门决算",
        "四、财政拨款收入支出决算总体情况说明",
        "2019年度本年财政拨款支出58.00万元。",
        "（一）一般公共预算财政拨款支出决算总体情况",
        "2019年度一般公共预算财政拨款支出30.00万元。",
        "七、政府性基金预算财政拨款收入支出决算情况说明",
        "2019年度本年支出28.00万元。",
    )
    assert [str(one.verdict) for one in outcomes.values() if one.rule == "FA-N-4-5"] == ["holds"]


def test_other_vehicles_are_listed_below_their_kind() -> None:
    found = stated(
        document(
            "（三）国有资产占用情况说明",
            "截至2024年12月31日，车辆3辆，价值47.70万元，其中：机要通信用车0辆、其他用车3辆，"
            "其他用车主要是：用于一般公务用车2辆；单价100万元（含）以上设备（不含车辆）1台（套）。",
        )
    )
    assert found == {
        "十/三/车辆[车辆].辆数": "3",
        "十/三/车辆[车辆].价值": "47.70",
        "十/三/车型[机要通信用车].辆数": "0",
        "十/三/车型[其他用车].辆数": "3",
        "十/三/车型/其中[其他用车/'一般公务用车'].辆数": "2",
        "十/三/设备[大型设备].台数": "1",
    }


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        pytest.param("与上年相比", "较上年", id="another word for last year"),
        pytest.param("与上年相比，", "比2023年度", id="last year by its number"),
        pytest.param(" 万元", "万 元", id="a space within the unit"),
        pytest.param("%", "％", id="full-width per cent"),
        pytest.param("，", ",", id="half-width commas"),
    ],
)
def test_rewording_changes_no_figure(tmp_path: Path, printed: str, other: str) -> None:
    file = tmp_path / "reworded.txt"
    file.write_text(CLEAN.read_text(encoding="utf-8").replace(printed, other), encoding="utf-8")
    assert stated(recognise(read(file), regimes(), REGIME)[0]) == stated(clean())
