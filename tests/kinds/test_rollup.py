"""Roll-ups: every printed row with parts equals their sum, in every column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import ENTITY, addresses, checked, grid, small, verdicts

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.result import Outcome

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"


def judged(fields: str, *blocks: str | Block) -> dict[str, Outcome]:
    regime = small(f'id = "R1"\nkind = "rollup"\n{fields}')
    return checked(regime, *blocks)[1]


def sides(outcome: Outcome) -> tuple[str, str | None, str | None]:
    return str(outcome.verdict), outcome.actual, outcome.expected


def test_codes_add_up_level_by_level() -> None:
    rows = grid(
        HEADS,
        "201|服务|9.00|3.00|6.00",
        "20103|事务|9.00|3.00|6.00",
        "2010301|运行|3.00|3.00|",
        "2010302|管理|6.00||6.10",
        "208|保障|1.00|1.00|",
        "|总计|10.00|4.01|6.00",
    )
    outcomes = judged('table = "乙"', "科目支出表", rows)
    assert {key: sides(one) for key, one in outcomes.items()} == {
        "R1@201.合计": ("holds", "9.00", "9.00"),
        "R1@20103.合计": ("holds", "9.00", "9.00"),
        "R1@总计.合计": ("holds", "10.00", "10.00"),
        "R1@201.基本支出": ("holds", "3.00", "3.00"),
        "R1@20103.基本支出": ("holds", "3.00", "3.00"),
        "R1@总计.基本支出": ("rounding", "4.01", "4.00"),
        "R1@201.项目支出": ("holds", "6.00", "6.00"),
        "R1@20103.项目支出": ("fails", "6.00", "6.10"),
        "R1@总计.项目支出": ("holds", "6.00", "6.00"),
    }
    failed = outcomes["R1@20103.项目支出"]
    assert failed.formula == "乙[20103].项目支出 = Σ 乙[2010301、2010302].项目支出"
    assert failed.filled == "6.00 = 6.10"
    assert (failed.residual, failed.slack) == ("-0.10", "0.01")
    assert addresses(failed) == [
        ("left", "乙[20103].项目支出"),
        ("right", "乙[2010301].项目支出"),
        ("right", "乙[2010302].项目支出"),
    ]
    assert failed.message is not None
    assert failed.message.zh == (
        "乙[20103].项目支出 为 6.00，应等于其下 2 行之和，即 6.10，相差 0.10 万元"
    )


def test_a_level_that_is_not_printed_is_skipped() -> None:
    rows = grid(HEADS, "2010301|运行|3.00||", "2080501|离退休|1.00||", "|总计|5.00||")
    outcomes = judged('table = "乙"\ncolumns = ["合计"]', "科目支出表", rows)
    assert {key: sides(one) for key, one in outcomes.items()} == {
        "R1@总计.合计": ("fails", "5.00", "4.00")
    }


def test_the_slack_grows_with_the_printed_parts_alone() -> None:
    parts = [f"20103{n:02d}|事项|1.00||" for n in range(1, 8)]
    rows = grid(HEADS, *parts, "2010399|其他|||", "|总计|7.04||")
    outcomes = judged('table = "乙"\ncolumns = ["合计"]', "科目支出表", rows)
    total = outcomes["R1@总计.合计"]
    assert (*sides(total), total.residual, total.slack) == (
        "rounding",
        "7.04",
        "7.00",
        "0.04",
        "0.04",
    )
    assert total.formula == "乙[总计].合计 = Σ 乙[2010301 … 2010399].合计"


def test_a_tree_adds_up_by_path() -> None:
    overview = grid(
        "收入||支出|",
        "项目|预算数|科目名称|预算数",
        "一、本年收入|9.00|201 一般公共服务支出|10.00",
        "拨款|5.00||",
        "其他|5.00||",
        "二、上年结转|1.00||",
        "收入总计|10.00|支出总计|11.00",
    )
    outcomes = judged('table = "甲"\nlane = "收入"', "收支总览表", overview)
    assert {key: sides(one) for key, one in outcomes.items()} == {
        "R1@本年收入.预算数": ("fails", "9.00", "10.00"),
        "R1@收入总计.预算数": ("holds", "10.00", "10.00"),
    }


def test_projects_add_up_to_their_unit_and_code() -> None:
    rows = grid(
        "科目代码|科目名称|项目名称|合计",
        f"|{ENTITY}||5.00",
        "201|服务||5.00",
        "2010302|事务|巡查|3.00",
        "2010302|事务|协查|2.50",
        "|服务中心||1.00",
        "2010302|事务|巡查|1.00",
        "|总计||6.00",
    )
    outcomes = judged('table = "丁"', "项目明细表", rows)
    assert {key: sides(one) for key, one in outcomes.items()} == {
        f"R1@'{ENTITY}'.合计": ("holds", "5.00", "5.00"),
        f"R1@'{ENTITY}'/201.合计": ("fails", "5.00", "5.50"),
        "R1@'服务中心'.合计": ("holds", "1.00", "1.00"),
        "R1@总计.合计": ("holds", "6.00", "6.00"),
    }


def test_projects_add_up_to_the_item_they_stand_below() -> None:
    rows = grid(
        "科目代码|科目名称|项目名称|合计",
        "2010302|事务||5.00",
        "2010302|事务|巡查|3.00",
        "2010302|事务|协查|2.50",
        "|总计||5.00",
    )
    outcomes = judged('table = "丁"', "项目明细表", rows)
    assert {key: sides(one) for key, one in outcomes.items()} == {
        "R1@2010302.合计": ("fails", "5.00", "5.50"),
        "R1@总计.合计": ("holds", "5.00", "5.00"),
    }


def test_a_total_without_parts_says_nothing() -> None:
    assert judged('table = "乙"', "科目支出表", grid(HEADS, "|总计|5.00||")) == {}


def test_blank_rows_do_not_apply() -> None:
    rows = grid(HEADS, "201|服务|||", "|总计|||")
    outcomes = judged('table = "乙"\ncolumns = ["合计"]', "科目支出表", rows)
    assert verdicts(outcomes) == {"R1@总计.合计": "not-applicable"}


def test_a_table_not_read_whole_cannot_be_told() -> None:
    rows = grid(HEADS, "201|服务|1.00||", "|某某|2.00||", "|总计|5.00||")
    outcomes = judged('table = "乙"\ncolumns = ["合计"]', "科目支出表", rows)
    assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
        "R1@总计.合计": ("cannot-tell", "乙 「某某」行不识 row not known")
    }


def test_an_unreadable_part_leaves_its_own_sums_untold() -> None:
    rows = grid(HEADS, "201|服务|3.00||", "2010301|运行|约三||", "208|保障|1.00||", "|总计|4.00||")
    outcomes = judged('table = "乙"\ncolumns = ["合计"]', "科目支出表", rows)
    assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
        "R1@201.合计": ("cannot-tell", "乙[2010301].合计 读不出 unreadable"),
        "R1@总计.合计": ("holds", ""),
    }


def test_a_missing_table_or_column_cannot_be_told() -> None:
    rows = grid("科目代码|科目名称|合计|项目支出", "201|服务|1.00|1.00", "|总计|1.00|1.00")
    outcomes = judged('table = "乙"', "科目支出表", rows)
    assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
        "R1@总计.合计": ("holds", ""),
        "R1@*.基本支出": ("cannot-tell", "乙 缺「基本支出」列 column missing"),
        "R1@总计.项目支出": ("holds", ""),
    }
    outcomes = judged('table = "丙"', "科目支出表", rows)
    assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
        "R1@*": ("cannot-tell", "丙 未找到 not found")
    }
