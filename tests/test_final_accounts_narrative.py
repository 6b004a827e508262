"""What the sections of the final accounts state, in the wordings of Xinjiang and of Shanghai."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import ENTITY, source

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
