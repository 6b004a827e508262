"""Keys: two tables list the same codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import addresses, checked, grid, small, verdicts, xinjiang

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.result import Outcome

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
RULE = 'id = "R1"\nkind = "keys"\nleft = "乙[*].合计"\nright = "丙[*].合计"'


def judged(*blocks: str | Block) -> dict[str, Outcome]:
    return checked(small(RULE), *blocks)[1]


def test_the_same_codes_hold_in_whatever_order() -> None:
    outcomes = judged(
        *("科目支出表", grid(HEADS, "201|a|1.00||", "208|b|1.00||", "|总计|2.00||")),
        *("拨款来源表", grid(HEADS, "208|b|9.00||", "201|a|9.00||", "|总计|18.00||")),
    )
    assert verdicts(outcomes) == {"R1@201": "holds", "R1@208": "holds"}


def test_a_code_of_one_table_alone_fails_with_its_figures() -> None:
    outcomes = judged(
        *("科目支出表", grid(HEADS, "201|a|1.00|1.00|", "|总计|1.00||")),
        *("拨款来源表", grid(HEADS, "208|b|2.00||2.00", "|总计|2.00||")),
    )
    assert verdicts(outcomes) == {"R1@201": "fails", "R1@208": "fails"}
    assert addresses(outcomes["R1@201"]) == [("left", "乙[201].合计"), ("left", "乙[201].基本支出")]
    assert addresses(outcomes["R1@208"]) == [
        ("right", "丙[208].合计"),
        ("right", "丙[208].项目支出"),
    ]
    message = outcomes["R1@208"].message
    assert message is not None
    assert message.zh == "科目 208 在丙有数，乙没有这一行"


def test_a_code_without_figures_does_not_apply() -> None:
    outcomes = judged(
        *("科目支出表", grid(HEADS, "201|a|||", "|总计|||")),
        *("拨款来源表", grid(HEADS, "|总计|||")),
    )
    assert verdicts(outcomes) == {"R1@201": "not-applicable"}


def test_a_table_missing_or_not_read_whole_cannot_be_told() -> None:
    left = ("科目支出表", grid(HEADS, "201|a|1.00||", "|总计|1.00||"))
    right = ("拨款来源表", grid(HEADS, "201|a|1.00||", "|某某|1.00||", "|总计|1.00||"))
    for blocks, reason in (
        (left, "丙 未找到 not found"),
        ((*left, *right), "丙 「某某」行不识 row not known"),
    ):
        outcomes = judged(*blocks)
        assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
            "R1@*": ("cannot-tell", reason)
        }


class TestProjects:
    """`each = "project"`: those of the left side, as the rules of a real form set use it."""

    FORM = "项目支出绩效目标表"
    HEADS = "科目代码|科目名称|项目名称|项目支出合计|商品和服务支出"
    LIST = "一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重"

    def judged(self, listed: str, named: str, money: str = "5.50") -> dict[str, str]:
        table7 = grid(self.HEADS, "|甲单位||5.50|5.50", listed, "|总计||5.50|5.50")
        form = grid(
            f"项目名称||{named}||||",
            f"项目资金(万元)||年度预算总额|5.50|其中：财政拨款|{money}|其他资金|0.00",
            self.LIST,
            "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|90",
        )
        empty = [
            block
            for title in ("政府性基金预算支出情况表", "国有资本经营预算支出情况表")
            for block in (
                title,
                grid("科目代码|科目名称|合计|人员经费|公用经费|项目支出", "|总计||||"),
            )
        ]
        carried = grid("项目|合计|小计|人员经费|公用经费|项目支出", "总计|||||")
        blocks = ("一般公共预算项目支出情况表", table7, *empty, "上年结转结余情况表", carried)
        outcomes = checked(xinjiang(), *blocks, self.FORM, form)[1]
        return {
            key: str(one.verdict)
            for key, one in outcomes.items()
            if one.rule in {"XJB-PERF-PROJECTS", "XJB-PERF-NAMES"}
        }

    def test_a_project_and_its_form_hold_both_ways(self) -> None:
        row = "2010302|一般行政管理事务|设施 维修（一般）|5.50|5.50"
        assert self.judged(row, "设施维修(一般)") == {
            "XJB-PERF-PROJECTS@设施维修(一般)": "holds",
            "XJB-PERF-NAMES@设施维修(一般)": "holds",
        }

    def test_a_form_of_another_project_is_told_on_both_sides(self) -> None:
        row = "2010302|一般行政管理事务|设施维修|5.50|5.50"
        assert self.judged(row, "窗口服务") == {
            "XJB-PERF-PROJECTS@设施维修": "fails",
            "XJB-PERF-NAMES@窗口服务": "fails",
        }

    def test_a_project_without_money_needs_no_form(self) -> None:
        row = "2010302|一般行政管理事务|设施维修||"
        assert self.judged(row, "窗口服务")["XJB-PERF-PROJECTS@设施维修"] == "not-applicable"

    def test_a_form_without_appropriations_is_in_no_row_of_table_7(self) -> None:
        row = "2010302|一般行政管理事务|设施维修|5.50|5.50"
        told = self.judged(row, "窗口服务", money="0.00")
        assert told["XJB-PERF-NAMES@窗口服务"] == "not-applicable"

    def test_a_name_that_differs_by_a_character_is_not_a_missing_form(self) -> None:
        row = "2010302|一般行政管理事务|口岸作业区设施维修经费|5.50|5.50"
        told = self.judged(row, "口岸作业区设施维护经费")
        assert told["XJB-PERF-PROJECTS@口岸作业区设施维修经费"] == "not-applicable"
