"""Reasons against the figures of the same document."""

from __future__ import annotations

import pytest
from narrative.wording import outcomes
from support import verdicts


def judged(fields: str, **sections: str) -> dict[str, str]:
    return verdicts(outcomes(f'id = "R1"\nkind = "reason"\n{fields}', **sections))


GIVEN = 'ask = "given"\nthreshold = "10 %"\nunless = ["总额"]'
MOVED = "基本支出 3 万元，比上年{0}{1}。"


class TestGiven:
    """`ask = "given"`."""

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("增加 1 万元，增长 50%", "fails"),
            ("减少 1 万元，下降 25%", "fails"),
            ("增加 1 万元，增长 10%", "fails"),
            ("增加 1 万元，增长 9.99%", ""),
            ("增加 1 万元", "fails"),
            ("增加 0 万元，增长 0%", ""),
        ],
    )
    def test_a_change_from_the_threshold_on_has_its_reason(self, text: str, verdict: str) -> None:
        silent = judged(GIVEN, 一=MOVED.format(text, ""))
        told = judged(GIVEN, 一=MOVED.format(text, "，主要原因是人员增加"))
        assert silent == ({"R1@一[基本支出]": verdict} if verdict else {})
        assert told == ({"R1@一[基本支出]": "holds"} if verdict else {})

    def test_a_total_may_leave_it_to_its_parts(self) -> None:
        assert judged(GIVEN, 一="总额 8 万元，比上年增加 4 万元，增长 100%。") == {}

    def test_parts_that_a_total_could_speak_for_are_one_omission(self) -> None:
        fields = 'ask = "given"\nunless = ["总额"]\nthrough = ["总额"]'
        parts = "基本支出 3 万元，比上年增加 1 万元{0}。项目支出 5 万元，比上年增加 3 万元。"
        total = "总额 8 万元，比上年增加 4 万元{0}。"
        reason = "，主要原因是人员增加"
        held = {"R1@一[基本支出]": "holds", "R1@一[项目支出]": "holds"}
        assert judged(fields, 一=total.format("") + parts.format("")) == {"R1@一": "fails"}
        assert judged(fields, 一=total.format("") + parts.format(reason)) == {
            "R1@一[基本支出]": "holds",
            "R1@一[项目支出]": "fails",
        }
        assert judged(fields, 一=total.format(reason) + parts.format("")) == held

    def test_parts_that_speak_for_themselves_alone_are_omissions_of_their_own(self) -> None:
        parts = "基本支出 3 万元，比上年增加 1 万元。项目支出 5 万元，比上年增加 3 万元。"
        assert judged(GIVEN, 一=parts) == {
            "R1@一[基本支出]": "fails",
            "R1@一[项目支出]": "fails",
        }

    def test_what_is_as_last_year_needs_no_reason(self) -> None:
        assert judged(GIVEN, 一="基本支出 3 万元，与上年持平。") == {}


@pytest.mark.parametrize(
    ("cited", "verdict"),
    [
        ("增加 0.6 万元", "holds"),
        ("增加 0.5 万元", "holds"),
        ("增加 0.4 万元", "fails"),
        ("减少 0.6 万元", "fails"),
    ],
)
def test_the_amount_that_a_reason_cites_explains_half_of_the_change(
    cited: str, verdict: str
) -> None:
    text = MOVED.format("增加 1 万元", f"，主要原因是工资较上年{cited}")
    assert judged('ask = "cited"', 一=text) == {"R1@一[基本支出]": verdict}


def test_a_reason_that_cites_two_amounts_is_not_judged_by_one() -> None:
    text = MOVED.format("增加 1 万元", "，主要原因是工资增加 0.1 万元，津贴增加 0.9 万元")
    assert judged('ask = "cited"', 一=text) == {}


class TestPart:
    """`ask = "part"`: the items that a total's reason names."""

    FIELDS = 'ask = "part"\nlanes = ["一"]\nitems = "二"'
    ITEM = (
        "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"
        "3 万元，比上年增加 {0} 万元。"
    )

    @pytest.mark.parametrize(("change", "verdict"), [("0.9", "holds"), ("0.2", "fails")])
    def test_explain_half_of_the_change(self, change: str, verdict: str) -> None:
        text = MOVED.format("增加 1 万元", "，主要原因是行政运行较上年增加")
        found = judged(self.FIELDS, 一=text, 二=self.ITEM.format(change))
        assert found == {"R1@一[基本支出]": verdict}

    def test_a_reason_that_names_none_is_not_judged(self) -> None:
        text = MOVED.format("增加 1 万元", "，主要原因是人员增加")
        assert judged(self.FIELDS, 一=text, 二=self.ITEM.format("0.2")) == {}

    def test_nor_one_whose_item_tells_no_change(self) -> None:
        text = MOVED.format("增加 1 万元", "，主要原因是行政运行较上年增加")
        assert judged(self.FIELDS, 一=text) == {}

    def test_where_nothing_changed_there_is_nothing_to_explain(self) -> None:
        text = MOVED.format("增加 0 万元", "，主要原因是行政运行较上年增加")
        found = judged(self.FIELDS, 一=text, 二=self.ITEM.format("0.2"))
        assert found == {"R1@一[基本支出]": "not-applicable"}


@pytest.mark.parametrize(
    ("change", "reason", "verdict"),
    [("3", "缴费基数调增", "fails"), ("1", "缴费基数调增", "holds"), ("3", "人员增加", "")],
)
def test_growth_from_nothing_is_not_for_a_raised_base(
    change: str, reason: str, verdict: str
) -> None:
    text = MOVED.format(f"增加 {change} 万元", f"，主要原因是{reason}")
    found = judged("ask = \"base\"\nwords = ['基数[^,;。]{0,6}调增']", 一=text)
    assert found == ({"R1@一[基本支出]": verdict} if verdict else {})


@pytest.mark.parametrize(
    ("held", "verdict"),
    [("接待费 0 万元。", "fails"), ("接待费 2 万元。", "holds"), ("", "cannot-tell")],
)
def test_what_a_reason_says_has_happened_shows_in_a_figure(held: str, verdict: str) -> None:
    fields = 'ask = "against"\nwords = ["新增接待"]\nzero = ["说明.一[接待费].金额"]'
    text = MOVED.format("增加 1 万元", "，主要原因是新增接待")
    assert judged(fields, 一=text + held) == {"R1@一[基本支出]": verdict}


def test_different_rows_do_not_give_the_same_words() -> None:
    fields = 'ask = "same"\nlanes = ["一"]'
    text = "基本支出 3 万元，主要原因是{0}。项目支出 5 万元，主要原因是{1}。"
    assert judged(fields, 一=text.format("人员增加", "人员 增加")) == {"R1@一[基本支出]": "fails"}
    assert judged(fields, 一=text.format("人员增加", "设施更新")) == {
        "R1@一[基本支出]": "holds",
        "R1@一[项目支出]": "holds",
    }
