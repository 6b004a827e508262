"""Statements against tables and against themselves."""

from __future__ import annotations

import pytest
from narrative.wording import TABLES, outcomes
from support import addresses, grid, verdicts

WHOLE = (
    "总额 8.00 万元，其中：基本支出 3.00 万元，占 37.5%，比上年增加 1.00 万元，增长 50%；"
    "项目支出 5.00 万元，占 62.5%，比上年减少 1.00 万元，下降 16.67%。"
)
ITEM = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）{0}（项）{1}。"


def judged(clause: str, **sections: str) -> dict[str, str]:
    return verdicts(outcomes(f'id = "R1"\nkind = "statement"\nclause = "{clause}"', **sections))


class TestAmount:
    """`clause = "amount"`."""

    def test_each_amount_is_held_against_its_cell(self) -> None:
        found = judged("amount", 一=WHOLE.replace("基本支出 3", "基本支出 9"))
        assert found == {
            "R1@一[总额].金额": "cannot-tell",
            "R1@一[基本支出].金额": "fails",
            "R1@一[项目支出].金额": "holds",
        }

    def test_a_failure_names_both_cells_and_values(self) -> None:
        fields = 'id = "R1"\nkind = "statement"\nclause = "amount"'
        one = outcomes(fields, 一="基本支出 4 万元。")["R1@一[基本支出].金额"]
        assert (one.actual, one.expected) == ("4.00", "3.00")
        assert addresses(one) == [
            ("left", "说明.一[基本支出].金额"),
            ("right", "乙[总计].基本支出"),
        ]

    def test_units_of_the_sentence_and_of_the_table_may_differ(self) -> None:
        assert judged("amount", 一="基本支出 30000 元。") == {"R1@一[基本支出].金额": "holds"}

    def test_codes_and_projects_find_their_rows(self) -> None:
        found = judged(
            "amount",
            二=ITEM.format("行政运行", "3 万元"),
            三="项目名称：设施更新，规模 4 万元。",
        )
        assert found == {"R1@二[2010301].金额": "holds", "R1@三['设施更新'].规模": "fails"}

    def test_a_name_of_no_row_is_not_judged_by_its_amount(self) -> None:
        found = judged(
            "amount", 二=ITEM.format("某某", "3 万元"), 三="项目名称：某某，规模 4 万元。"
        )
        assert set(found.values()) == {"not-applicable"}

    def test_a_table_that_was_not_found_leaves_its_amounts_untold(self) -> None:
        fields = 'id = "R1"\nkind = "statement"\nclause = "amount"'
        found = outcomes(fields, TABLES[2:], 一="基本支出 3 万元。")
        assert verdicts(found) == {"R1@一[基本支出].金额": "cannot-tell"}

    def test_a_column_that_the_table_has_not_holds_no_amount(self) -> None:
        without = grid("科目代码|科目名称|合计|基本支出", "|总计|8.00|8.00")
        fields = 'id = "R1"\nkind = "statement"\nclause = "amount"'
        found = outcomes(fields, ["科目支出表", without], 一="项目支出 5 万元。")
        assert verdicts(found) == {"R1@一[项目支出].金额": "not-applicable"}

    def test_an_amount_too_long_to_be_one_is_untold(self) -> None:
        assert judged("amount", 一=f"基本支出 {'1' * 40} 万元。") == {
            "R1@一[基本支出].金额": "cannot-tell"
        }

    def test_without_the_section_nothing_is_judged(self) -> None:
        assert judged("amount", 三="没有项目。") == {}


class TestRates:
    """Shares, growth, variance and completion."""

    @pytest.mark.parametrize(
        ("share", "verdict"),
        [("37.5%", "holds"), ("37%", "rounding"), ("37.4%", "rounding"), ("37.3%", "fails")],
    )
    def test_a_share_is_that_of_the_whole(self, share: str, verdict: str) -> None:
        found = judged("share", 一=WHOLE.replace("37.5%", share))
        assert found["R1@一[基本支出].占比"] == verdict

    def test_a_share_without_its_whole_is_not_judged(self) -> None:
        found = judged("share", 一="基本支出 3 万元，占 37.5%。")
        assert found == {"R1@一[基本支出].占比": "not-applicable"}

    def test_shares_of_all_parts_make_a_hundred(self) -> None:
        assert judged("shares", 一=WHOLE) == {"R1@一": "holds"}
        assert judged("shares", 一=WHOLE.replace("62.5%", "65.2%")) == {"R1@一": "fails"}

    def test_nor_where_a_part_keeps_its_share_to_itself_or_is_told_twice(self) -> None:
        assert judged("shares", 一=WHOLE.replace("，占 62.5%", "")) == {}
        assert judged("shares", 一=f"{WHOLE}基本支出 3 万元，占 37.5%。") == {}

    def test_growth_is_the_change_over_what_was_before(self) -> None:
        found = judged("growth", 一=WHOLE.replace("16.67", "20.00"))
        assert found == {"R1@一[基本支出].增幅": "holds", "R1@一[项目支出].增幅": "fails"}

    def test_growth_from_nothing_is_not_judged_here(self) -> None:
        text = "基本支出 3 万元，比上年增加 3 万元，增长 100%。"
        assert judged("growth", 一=text) == {"R1@一[基本支出].增幅": "not-applicable"}

    def test_variance_and_completion_are_of_the_budget(self) -> None:
        text = "接待费全年预算数 4.00 万元，决算数 3.00 万元，预决算差异率 {0}%，完成预算的 {1}%。"
        right, wrong = text.format("-25.00", "75.00"), text.format("25.00", "57.00")
        assert judged("variance", 一=right) == {"R1@一[接待费].差异率": "holds"}
        assert judged("variance", 一=wrong) == {"R1@一[接待费].差异率": "fails"}
        assert judged("completion", 一=right) == {"R1@一[接待费].完成率": "holds"}
        assert judged("completion", 一=wrong) == {"R1@一[接待费].完成率": "fails"}


class TestWords:
    """Directions, zero bases and names."""

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("增加 1 万元，增长 50%", "holds"),
            ("减少 1 万元，下降 25%", "holds"),
            ("增加 1 万元，下降 25%", "fails"),
            ("减少 1 万元，增长 25%", "fails"),
            ("增加 0 万元，下降 0%", "holds"),
        ],
    )
    def test_change_and_rate_go_the_same_way(self, text: str, verdict: str) -> None:
        found = judged("direction", 一=f"基本支出 3 万元，比上年{text}。")
        assert found == {"R1@一[基本支出].增减": verdict}

    def test_growth_from_nothing_is_told_once_with_every_place(self) -> None:
        text = (
            "基本支出 3 万元，比上年增加 3 万元，增长 100%；"
            "项目支出 5 万元，比上年增加 5 万元，增长 100%。"
        )
        one = outcomes('id = "R1"\nkind = "statement"\nclause = "base"', 一=text)["R1@"]
        assert str(one.verdict) == "fails"
        assert [address for role, address in addresses(one) if role == "rate"] == [
            "说明.一[基本支出].增幅",
            "说明.一[项目支出].增幅",
        ]

    def test_growth_from_something_holds_and_none_says_nothing(self) -> None:
        assert judged("base", 一=WHOLE) == {"R1@": "holds"}
        assert judged("base", 一="基本支出 3 万元，比上年增加 3 万元。") == {}

    def test_a_project_has_the_name_of_the_table(self) -> None:
        fields = 'id = "R1"\nkind = "statement"\nclause = "name"'
        found = outcomes(fields, 三="项目名称：设施改新，规模 5 万元。")
        (one,) = found.values()
        assert (str(one.verdict), one.actual, one.expected) == ("fails", "设施改新", "设施更新")
        assert set(judged("name", 三="项目名称：设施更新，规模 5 万元。").values()) == {"holds"}

    def test_what_the_text_says_is_nil_need_not_be_in_the_table(self) -> None:
        found = judged("name", 二=ITEM.format("某某", "0.00 万元"))
        assert set(found.values()) == {"not-applicable"}

    def test_without_the_table_no_name_is_judged(self) -> None:
        fields = 'id = "R1"\nkind = "statement"\nclause = "name"'
        assert outcomes(fields, TABLES[:2], 三="项目名称：设施更新，规模 5 万元。") == {}


def test_a_rule_may_look_at_some_lanes_alone() -> None:
    fields = 'id = "R1"\nkind = "statement"\nclause = "amount"\nlanes = ["三*"]\nexcept = ["三/*"]'
    found = outcomes(fields, 一=WHOLE, 三="项目名称：设施更新，规模 5 万元。")
    assert verdicts(found) == {"R1@三['设施更新'].规模": "holds"}
