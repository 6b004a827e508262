"""What sentences state: every wording of a clause, every form of a subject, and what is left."""

from __future__ import annotations

import time

import pytest
from narrative.wording import NARRATIVE, TABLES, blocks, document, regime, said, stated
from support import recognised

SECONDS = 30.0
"""A hang, not a speed, is what this bound is for."""


def one(text: str) -> dict[str, str]:
    """Give what 一 states, by row and column."""
    return {key.removeprefix("一"): value for key, value in said(一=text).items()}


def unread(text: str) -> list[str]:
    """Give the numbers of 一 that became no figure."""
    return [left.raw for left in document(一=text).unread]


def with_third(old: str, new: str) -> str:
    """Give narrative.toml with a change in the statement of 三."""
    before, _, third = NARRATIVE.partition('lane = "三"')
    assert old in third
    return f'{before}lane = "三"{third.replace(old, new)}'


def told(narrative: str, text: str, section: str = "三") -> dict[str, str]:
    """Give what a section states under another narrative.toml."""
    given = recognised(regime(narrative=narrative), "2026年", *TABLES, *blocks(**{section: text}))
    return stated(given.narrative)


class TestAmounts:
    """Amounts, counts and none."""

    @pytest.mark.parametrize(
        "text",
        [
            "基本支出 3.00 万元。",
            "基本支出为 3.00 万元。",
            "基本支出预算数为 3.00 万元。",
            "基本支出预算安排 3.00 万元。",
            "基本支出：3.00 万元。",
            "基本支出共计人民币 3.00 万元。",
            "2026 年，基本支出 2026 年预算 3.00 万元。",
            "其中：基本支出3.00万元",
            "本单位基本支出总计 3.00 万元",
            "一、基本支出 3.00 万元",
            "总额包括基本支出3.00万元",
        ],
    )
    def test_an_amount_stands_behind_its_subject_in_many_wordings(self, text: str) -> None:
        assert one(text)["[基本支出].金额"] == "3.00万元"

    @pytest.mark.parametrize("unit", ["元", "千元", "万元", "百万元", "亿元"])
    def test_money_is_in_the_unit_printed_beside_it(self, unit: str) -> None:
        assert one(f"基本支出 3.00 {unit}，项目支出 5 万元。") == {
            "[基本支出].金额": f"3.00{unit}",
            "[项目支出].金额": "5万元",
        }

    def test_a_decimal_without_a_unit_is_in_the_clauses_unit(self) -> None:
        assert one("基本支出 3.00，占 37.50。") == {
            "[基本支出].金额": "3.00万元",
            "[基本支出].占比": "37.50%",
        }

    @pytest.mark.parametrize(
        "text",
        ["接待费未安排。", "接待费没有安排支出。", "接待费支出均未安排", "接待费未发生支出。"],
    )
    def test_none_is_zero_and_leaves_share_and_change_blank(self, text: str) -> None:
        assert one(text) == {
            "[接待费].金额": "0万元",
            "[接待费].占比": "",
            "[接待费].增减": "",
            "[接待费].增幅": "",
        }

    @pytest.mark.parametrize(
        ("text", "stated"),
        [
            ("接待费 12.5 平方米，价值 3 万元。", {"面积": "12.5平方米", "价值": "3万元"}),
            ("接待费面积为 12 ㎡，价值共 3 万元", {"面积": "12平方米", "价值": "3万元"}),
            ("接待费共有 3 辆，价值合计 5 万元", {"辆数": "3辆", "价值": "5万元"}),
            ("接待费 2 台（套）", {"台数": "2台(套)"}),
            ("接待费 2 套", {"台数": "2套"}),
            ("接待费共 4 个，价值 1 元", {"个数": "4个", "价值": "1元"}),
        ],
    )
    def test_counts_keep_their_unit(self, text: str, stated: dict[str, str]) -> None:
        assert one(text) == {f"[接待费].{column}": value for column, value in stated.items()}


class TestClauses:
    """What follows an amount."""

    @pytest.mark.parametrize(
        "text",
        [
            "占 37.50%",
            "占总额的 37.50%",
            "占总额比重为 37.50％",
            "占本年支出合计的比例达37.50%",
            "所占比重为 37.50%",
        ],
    )
    def test_a_share(self, text: str) -> None:
        assert one(f"基本支出 3.00 万元，{text}。")["[基本支出].占比"] == "37.50%"

    @pytest.mark.parametrize(
        ("text", "change"),
        [
            ("比上年预算增加 1.00 万元", "1.00"),
            ("比上年减少 1.00 万元", "-1.00"),
            ("同比增加 1.00 万元", "1.00"),
            ("同比下降了 1.00 万元", "-1.00"),
            ("较上年增长 1.00 万元", "1.00"),
            ("较去年同期年初预算数下降 1.00 万元", "-1.00"),
            ("与上年相比，增加 1.00 万元", "1.00"),
            ("与上一年度决算数相比减少了 1.00 万元", "-1.00"),
            ("比 2025 年度预算提高 1.00 万元", "1.00"),
            ("比上年压减 1.00 万元", "-1.00"),
            ("与上年相比，多 1.00 万元", "1.00"),
            ("比上年少 1.00 万元", "-1.00"),
            ("比上年减少 -1.00 万元", "-1.00"),
        ],
    )
    def test_a_change_has_the_sign_of_its_word(self, text: str, change: str) -> None:
        assert one(f"基本支出 3.00 万元，{text}。") == {
            "[基本支出].金额": "3.00万元",
            "[基本支出].增减": f"{change}万元",
        }

    @pytest.mark.parametrize(
        "text",
        [
            "比上年增加 1.00 万元，增长 50.00%",
            "比上年增加 1.00 万元，上升 50.00%",
            "比上年增加 1.00 万元，增幅为 50.00%",
            "比上年增加 1.00 万元，增长率为 50.00%",
            "与上年相比，增加 1.00 万元，提高 50.00 个百分点",
            "增长 50.00%，比上年增加 1.00 万元",
        ],
    )
    def test_growth_beside_a_change_in_any_order(self, text: str) -> None:
        assert one(f"基本支出 3.00 万元，{text}。") == {
            "[基本支出].金额": "3.00万元",
            "[基本支出].增减": "1.00万元",
            "[基本支出].增幅": "50.00%",
        }

    def test_decline_is_negative(self) -> None:
        stated = one("基本支出 3.00 万元，比上年减少 1.00 万元，下降 25.00%。")
        assert stated["[基本支出].增减"] == "-1.00万元"
        assert stated["[基本支出].增幅"] == "-25.00%"

    @pytest.mark.parametrize(
        "text",
        [
            "与上年持平",
            "同比持平",
            "较上年基本无变化",
            "比上年预算数一致",
            "与 2025 年预算相比没有变化",
        ],
    )
    def test_no_change_in_words_is_zero(self, text: str) -> None:
        assert one(f"基本支出 3.00 万元，{text}。")["[基本支出].增减"] == "0万元"

    def test_a_subject_may_open_with_its_change_or_with_none(self) -> None:
        text = "总额比上年增加 1 万元，其中：基本支出较上年减少 2 万元；项目支出与上年持平。"
        assert one(text) == {
            "[总额].增减": "1万元",
            "[基本支出].增减": "-2万元",
            "[项目支出].增减": "0万元",
        }

    def test_budget_execution_has_its_own_columns(self) -> None:
        text = (
            "接待费全年预算数 34.00 万元，全年执行数 32.00 万元，决算数 31.78 万元，"
            "预决算差异率 -6.53%，完成预算的 93.47%。"
        )
        assert one(text) == {
            "[接待费].全年预算数": "34.00万元",
            "[接待费].全年执行数": "32.00万元",
            "[接待费].决算数": "31.78万元",
            "[接待费].差异率": "-6.53%",
            "[接待费].完成率": "93.47%",
        }

    def test_the_opening_budget_is_not_the_amount(self) -> None:
        assert one("基本支出 3.00 万元，年初预算数为 2.00 万元。") == {
            "[基本支出].金额": "3.00万元",
            "[基本支出].年初预算数": "2.00万元",
        }


class TestReasons:
    """Reasons: the words, and the amount they cite."""

    def test_a_reason_is_text_to_the_end_of_its_sentence(self) -> None:
        text = (
            "基本支出 3 万元，比上年增加 1 万元，主要原因是：在职人员“增加”，工资随之增加。"
            "项目支出 5 万元。"
        )
        assert one(text)["[基本支出].理由"] == "在职人员增加，工资随之增加"
        assert one(text)["[项目支出].金额"] == "5万元"

    def test_what_is_mainly_due_to_something_has_a_reason(self) -> None:
        text = "基本支出 3 万元，比上年增加 1 万元，主要是由于人员增加。"
        assert one(text)["[基本支出].理由"] == "人员增加"

    def test_the_numbers_of_a_reason_belong_to_no_clause(self) -> None:
        text = "基本支出 3 万元，主要原因是项目支出 9 万元，占 3%，比上年增加 2 万元，下降 4%。"
        assert set(one(text)) == {"[基本支出].金额", "[基本支出].理由"}
        assert unread(text) == ["9万元", "3%", "2万元", "4%"]

    def test_the_only_amount_that_a_reason_cites_is_kept_apart(self) -> None:
        text = "基本支出 3 万元，比上年增加 1 万元，主要原因是工资较上年减少 0.4 万元。"
        assert one(text) == {
            "[基本支出].金额": "3万元",
            "[基本支出].增减": "1万元",
            "[基本支出].理由增减": "-0.4万元",
            "[基本支出].理由": "工资较上年减少0.4万元",
        }

    def test_a_reason_ends_where_the_next_subject_opens_after_a_stop(self) -> None:
        text = "基本支出与上年持平，主要原因是未变；项目支出比上年减少 2 万元。"
        assert one(text)["[项目支出].增减"] == "-2万元"

    def test_what_money_is_mainly_for_belongs_to_no_clause(self) -> None:
        text = "基本支出 3 万元，主要用于项目支出 9 万元，占 4%；项目支出 5 万元。"
        assert one(text) == {"[基本支出].金额": "3万元", "[项目支出].金额": "5万元"}


class TestApart:
    """Figures never pair across clauses, subjects, sections or years."""

    def test_a_figure_that_no_wording_knows_stops_the_reading(self) -> None:
        text = "基本支出 3 万元，另有 7 万元，占 5%，比上年增加 1 万元。"
        assert one(text) == {"[基本支出].金额": "3万元"}
        assert unread(text) == ["7万元", "5%", "1万元"]

    def test_nor_are_words_read_behind_it(self) -> None:
        text = "基本支出 3 万元，另有 7 万元，与上年持平，主要原因是未变。"
        assert "[基本支出].增减" not in one(text)

    def test_a_second_figure_of_the_same_clause_stops_the_reading(self) -> None:
        text = "基本支出 3 万元，占 5%，占 6%，比上年增加 1 万元。"
        assert one(text) == {"[基本支出].金额": "3万元", "[基本支出].占比": "5%"}

    def test_clauses_belong_to_the_subject_before_them(self) -> None:
        text = "总额 8 万元，其中：基本支出 3 万元，占 37.5%；项目支出 5 万元，占 62.5%。"
        assert one(text) == {
            "[总额].金额": "8万元",
            "[基本支出].金额": "3万元",
            "[基本支出].占比": "37.5%",
            "[项目支出].金额": "5万元",
            "[项目支出].占比": "62.5%",
        }

    def test_last_years_amount_is_never_this_years(self) -> None:
        text = "基本支出 2025 年为 2 万元，2026 年为 3 万元。"
        assert "[基本支出].金额" not in one(text)

    def test_a_year_a_date_and_a_document_number_are_no_amount(self) -> None:
        text = "基本支出 2026 年 3 月 1 日按示财〔2024〕12 号执行。"
        assert one(text) == {}
        assert unread(text) == []

    def test_a_subject_in_the_middle_of_a_word_opens_nothing(self) -> None:
        assert one("非基本支出 3 万元。") == {}

    def test_a_subject_without_a_clause_at_once_opens_nothing(self) -> None:
        text = "基本支出由人员经费和公用经费组成，共 3 万元。"
        assert one(text) == {}
        assert unread(text) == ["3万元"]

    def test_sections_are_read_apart(self) -> None:
        assert said(一="总额 8 万元，其中：", 三="基本支出 3 万元。") == {"一[总额].金额": "8万元"}

    def test_what_is_stated_again_has_a_row_of_its_own(self) -> None:
        text = "基本支出 3 万元。基本支出比上年增加 1 万元。基本支出 4 万元。基本支出 5 万元。"
        assert one(text) == {
            "[基本支出].金额": "3万元",
            "[基本支出].增减": "1万元",
            "[基本支出#2].金额": "4万元",
            "[基本支出#3].金额": "5万元",
        }

    def test_an_unread_number_is_told_with_its_sentence(self) -> None:
        (left,) = document(一="甲乙。丙丁 3 万元，戊。己").unread
        assert (left.raw, left.sentence) == ("3万元", "丙丁3万元，戊")

    def test_an_endless_sentence_is_told_in_part(self) -> None:
        (left,) = document(一="甲" * 1000 + "3 万元" + "乙" * 1000).unread
        assert "3万元" in left.sentence
        assert len(left.sentence) < 500


class TestNames:
    """Subjects by code, project and part."""

    PATH = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"

    @pytest.mark.parametrize("behind", ["", "：", "，", "2026 年预算数为"])
    def test_a_path_of_names_is_the_code(self, behind: str) -> None:
        found = said(二=f"1. {self.PATH}{behind} 3.00 万元，比上年增加 1 万元，增长 50%。")
        assert found == {
            "二[2010301].金额": "3.00万元",
            "二[2010301].增减": "1万元",
            "二[2010301].增幅": "50%",
        }

    def test_a_name_of_several_codes_is_the_one_below_its_classes(self) -> None:
        found = said(
            二="一般公共服务支出（类）财政事务（款）行政运行（项）1 万元。"
            "节能环保支出（类）环境保护管理事务（款）行政运行（项）2 万元。"
            f"{self.PATH} 3 万元。"
        )
        assert found == {
            "二[2010601].金额": "1万元",
            "二[2110101].金额": "2万元",
            "二[2010301].金额": "3万元",
        }

    def test_a_name_below_classes_of_no_code_is_the_one_that_the_table_prints(self) -> None:
        found = said(二="某类（类）某款（款）行政运行（项）3 万元。")
        assert found == {"二[2010301].金额": "3万元"}

    def test_names_may_lack_their_ending(self) -> None:
        text = "一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）3 万元。"
        assert said(二=text) == {"二[2010301].金额": "3万元"}

    def test_a_word_that_is_a_name_but_for_its_ending_is_none(self) -> None:
        assert said(二="其他 2 万元。") == {}

    def test_a_former_name_is_the_code_that_has_it(self) -> None:
        assert said(二="文化体育与传媒支出 2 万元。") == {"二/类[207].金额": "2万元"}

    def test_a_name_of_no_code_keeps_its_words_and_is_no_code(self) -> None:
        found = document(二="某类（类）某款（款）某项（项）1 万元。").narrative
        assert found is not None
        assert [(str(row.kind), row.name) for row in found.rows] == [("unknown", "某项")]

    def test_a_name_that_only_a_known_one_may_be_is_left_where_it_is_none(self) -> None:
        text = "一般公共服务支出 8 万元，某某支出 1 万元。"
        assert said(二=text) == {"二/类[201].金额": "8万元"}

    def test_projects_have_their_names_and_parts_stay_below_them(self) -> None:
        text = (
            "项目名称：设施更新，规模 5 万元，其中：道路 3 万元、照明 2 万元。\n"
            "项目名称：道路，规模 1 万元"
        )
        assert said(三=text) == {
            "三['设施更新'].规模": "5万元",
            "三/分配['设施更新'/'道路'].金额": "3万元",
            "三/分配['设施更新'/'照明'].金额": "2万元",
            "三['道路'].规模": "1万元",
        }

    def test_a_part_named_again_is_a_second_one(self) -> None:
        text = "项目名称：设施更新，规模 5 万元，其中：道路 3 万元，照明 1 万元，道路 1 万元。"
        assert said(三=text) == {
            "三['设施更新'].规模": "5万元",
            "三/分配['设施更新'/'道路'].金额": "3万元",
            "三/分配['设施更新'/'照明'].金额": "1万元",
            "三/分配['设施更新'/'道路'#2].金额": "1万元",
        }

    def test_clauses_may_follow_parts_whose_end_is_worded(self) -> None:
        ended = with_third("after = '其中:'", "after = '其中:', until = '比上年'")
        ended = ended.replace(
            'head = ["scale"]', 'head = ["scale"]\nclauses = ["change", "growth"]'
        )
        text = (
            "项目名称：设施更新，规模 5 万元，其中：道路 3 万元、照明 2 万元。"
            "比上年增加 1 万元，增长 25%。"
        )
        assert told(ended, text) == {
            "三['设施更新'].规模": "5万元",
            "三['设施更新'].增减": "1万元",
            "三['设施更新'].增幅": "25%",
            "三/分配['设施更新'/'道路'].金额": "3万元",
            "三/分配['设施更新'/'照明'].金额": "2万元",
        }

    def test_a_project_that_only_a_known_one_may_be_is_left_where_the_table_has_none(self) -> None:
        known = with_third('table = "丁"', 'table = "丁"\nknown = true')
        text = "项目名称：设施更新，规模 5 万元。项目名称：其他事项，规模 1 万元。"
        assert told(known, text) == {"三['设施更新'].规模": "5万元"}

    def test_a_place_may_open_a_reason_in_its_own_words(self) -> None:
        text = "项目支出 5 万元，盖因：接待费 1 万元。"
        assert told(NARRATIVE, text, "一") == {
            "一[项目支出].金额": "5万元",
            "一[接待费].金额": "1万元",
        }
        assert told(f"reasons = ['盖因']\n{NARRATIVE}", text, "一") == {
            "一[项目支出].金额": "5万元"
        }

    def test_a_subclass_and_an_item_are_named_without_their_class(self) -> None:
        before, _, second = NARRATIVE.partition('lane = "二"')
        start, end = second.index("(?x)"), second.index("(?P<subclass>")
        given = f'{before}lane = "二"{second[:start]}(?x){second[end:]}'
        text = (
            "某款（款）行政运行（项）3 万元，"
            "政府办公厅（室）及相关机构事务（款）一般行政管理事务（项）5 万元。"
        )
        assert told(given, text, "二") == {
            "二[2010301].金额": "3万元",
            "二[2010302].金额": "5万元",
        }

    def test_a_list_of_names_is_text(self) -> None:
        assert one("基本支出 3 万元，主要包括：办公费、邮电费。项目支出 5 万元。") == {
            "[基本支出].金额": "3万元",
            "[基本支出].名单": "办公费、邮电费",
            "[项目支出].金额": "5万元",
        }

    def test_quotes_and_brackets_in_a_name_do_no_harm(self) -> None:
        assert said(三="项目名称：甲'乙]丙，规模 5 万元。") == {
            "三['甲乙]丙'].规模": "5万元",
        }


@pytest.mark.parametrize(
    "text",
    [
        "基本支出1万元。",
        "甲1万元",
        "基本支出1万元,主要原因是1万元，",
        "主要原因是",
        "其中：",
        "基本支出",
        "占",
    ],
)
def test_an_endless_section_is_read_at_once(text: str) -> None:
    start = time.monotonic()
    document(一=text * (30_000 // len(text)))
    assert time.monotonic() - start < SECONDS
