"""Names: one code has one name, the classification's where that is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import addresses, checked, grid, small, verdicts

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.result import Outcome

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
RULE = 'id = "R1"\nkind = "names"\nclassification = "functional"'
YEAR = "2026 年预算"


def judged(
    left: tuple[str, ...], right: tuple[str, ...] = (), year: str = YEAR
) -> dict[str, Outcome]:
    regime = small(RULE)
    blocks: list[str | Block] = [year, "科目支出表", grid(HEADS, *left, "|总计|||")]
    if right:
        blocks += ["拨款来源表", grid(HEADS, *right, "|总计|||")]
    return checked(regime, *blocks)[1]


@pytest.mark.parametrize(
    "name", ["行政运行", "行政 运行", "行政~运行", "“行政运行”", "其中：行政运行"]
)
def test_a_confirmed_name_may_be_printed_in_many_ways(name: str) -> None:
    assert verdicts(judged((f"2010301|{name}|1.00||",))) == {"R1@2010301": "holds"}


def test_another_name_than_the_confirmed_one_fails() -> None:
    outcomes = judged(
        ("2010301|一般行政管理事务|1.00||",),
        ("2010301|行政运行|1.00||",),
    )
    failed = outcomes["R1@2010301"]
    assert (str(failed.verdict), failed.actual, failed.expected) == (
        "fails",
        "一般行政管理事务",
        "行政运行",
    )
    assert addresses(failed) == [("name", "乙[2010301].科目名称")]
    assert failed.message is not None
    assert failed.message.zh == "科目 2010301 印作「一般行政管理事务」，应为「行政运行」"


@pytest.mark.parametrize("year", ["2019 年预算", "没有年份"])
def test_names_of_another_or_an_unknown_year_are_not_held_against_it(year: str) -> None:
    outcomes = judged(("2010301|旧名称|1.00||",), year=year)
    assert verdicts(outcomes) == {"R1@2010301": "holds"}


def test_an_unknown_code_is_never_an_error() -> None:
    outcomes = judged(("2019801|新设事务|1.00||",), ("2019801|新设事务|1.00||",))
    assert verdicts(outcomes) == {"R1@2019801": "holds"}


def test_of_two_names_of_an_unknown_code_the_rarer_is_told() -> None:
    outcomes = judged(
        ("2019801|新设事务|1.00||", "2019801|新设事务|1.00||"),
        ("2019801|新设事物|1.00||",),
    )
    failed = outcomes["R1@2019801"]
    assert (failed.actual, failed.expected) == ("新设事物", "新设事务")
    assert addresses(failed) == [("name", "丙[2019801].科目名称")]


def test_of_two_names_as_often_printed_both_are_told() -> None:
    outcomes = judged(("2019801|新设事务|1.00||",), ("2019801|新设事物|1.00||",))
    failed = outcomes["R1@2019801"]
    assert (str(failed.verdict), failed.actual, failed.expected) == ("fails", "新设事务", None)
    assert addresses(failed) == [
        ("name", "乙[2019801].科目名称"),
        ("name", "丙[2019801].科目名称"),
    ]
    assert failed.message is not None
    assert failed.message.zh == "科目 2019801 有不同名称：「新设事务」、「新设事物」"


def test_a_row_without_a_name_says_nothing() -> None:
    assert judged(("2010301||1.00||",)) == {}


def test_the_projects_of_one_code_each_print_its_name() -> None:
    regime = small(RULE)
    rows = grid(
        "科目代码|科目名称|项目名称|合计",
        "2010302|一般行政管理事务|巡查|1.00",
        "2010302|行政运行|协查|1.00",
        "|总计||2.00",
    )
    outcomes = checked(regime, YEAR, "项目明细表", rows)[1]
    failed = outcomes["R1@2010302"]
    assert (failed.actual, failed.expected) == ("行政运行", "一般行政管理事务")
    assert addresses(failed) == [("name", "丁[2010302/'协查'].科目名称")]
