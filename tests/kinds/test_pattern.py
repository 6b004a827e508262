"""Pattern: what must or must not be worded so."""

from __future__ import annotations

import pytest
from support import ENTITY, addresses, checked, small, verdicts, xinjiang

from hebiao.errors import RegimeError
from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

RESIDUE = "forbid = ['X{2,}']\nunless = ['号X{2,}']"


def rule(fields: str) -> str:
    return f'id = "R1"\nkind = "pattern"\n{fields}'


class TestText:
    """`forbid`, over the paragraphs."""

    def test_holds_once_where_nothing_is_found(self) -> None:
        assert verdicts(checked(small(rule(RESIDUE)), "一、情况说明")[1]) == {"R1@*": "holds"}

    def test_tells_one_wording_once_with_every_place(self) -> None:
        outcomes = checked(small(rule(RESIDUE)), "安排 XX 万元", "增长 ＸＸＸ%，下降 XX%")[1]
        assert verdicts(outcomes) == {"R1@'XX'": "fails"}
        assert addresses(outcomes["R1@'XX'"]) == [
            ("text", "原文['XX']"),
            ("text", "原文['XX'#2]"),
            ("text", "原文['XX'#3]"),
        ]

    def test_lets_pass_what_an_exception_covers(self) -> None:
        assert verdicts(checked(small(rule(RESIDUE)), "文号XX")[1]) == {"R1@*": "holds"}

    @pytest.mark.parametrize(
        "text",
        [
            "为了了解企业意见，以提高效率为目的的项目",
            "以及及时公布数据，参与与否由企业决定",
            "一般公共预算预算数和决算数",
            "一般公共预算支出支出情况表",
            "财预〔2012〕43 号、【2024】135 号文件",
            "网址 www.xxgk.gov.cn，二〇二六年",
        ],
    )
    def test_real_wordings_are_no_residue_and_not_doubled(self, text: str) -> None:
        outcomes = checked(xinjiang(), text)[1]
        told = {key: str(one.verdict) for key, one in outcomes.items() if "TEXT-" in key}
        assert set(told.values()) <= {"holds", "cannot-tell"}

    @pytest.mark.parametrize(
        ("text", "rule_id", "said"),
        [
            ("口岸作业区的的道路", "TEXT-DOUBLED", "的的"),
            ("增加，，主要是", "TEXT-DOUBLED", ",,"),
            ("2026 年支出支出万元万元", "TEXT-DOUBLED", "万元万元"),
            ("安排××万元", "TEXT-RESIDUE", "××"),
            ("____年", "TEXT-RESIDUE", "__"),
            ("主要用于（请填写具体用途）。", "TEXT-RESIDUE", "(请填写具体用途)"),
        ],
    )
    def test_slips_and_residue_are_told(self, text: str, rule_id: str, said: str) -> None:
        outcomes = checked(xinjiang(), text)[1]
        assert str(outcomes[f"{rule_id}@'{said}'"].verdict) == "fails"


class TestOwn:
    """`same`: what the document says of itself."""

    BLOCKS = (f"2026 年{ENTITY}部门预算", f"编制部门：{ENTITY}")

    def test_another_year_in_a_heading_fails(self) -> None:
        heading = f"二、关于{ENTITY} 2025 年收入预算情况说明"
        outcome = checked(xinjiang(), *self.BLOCKS, heading)[1]["TEXT-YEAR@'2025'"]
        assert (outcome.actual, outcome.expected) == ("2025", "2026")

    @pytest.mark.parametrize(
        "line",
        [
            "2. 关于下达 2025 年补助资金的通知结转 5.00 万元",
            "截至 2025 年底，占用国有资产的情况为：",
            "1. 2025 年口岸设施更新补助资金结转 4,455.00 万元",
        ],
    )
    def test_another_year_in_a_sentence_is_another_matter(self, line: str) -> None:
        outcomes = checked(xinjiang(), *self.BLOCKS, line)[1]
        assert str(outcomes["TEXT-YEAR@*"].verdict) == "holds"

    def test_without_a_year_it_cannot_be_told(self) -> None:
        outcomes = checked(xinjiang(), "二、关于示例市 2025 年收入说明")[1]
        assert str(outcomes["TEXT-ENTITY@*"].verdict) == "cannot-tell"

    def test_another_body_in_a_heading_fails_and_a_part_of_the_name_does_not(self) -> None:
        wrong = "三、关于别市商务局 2026 年支出预算情况说明"
        part = "四、关于口岸管理办公室 2026 年支出预算情况说明"
        regime = load_regimes(load_kinds())["xinjiang-budget-2026"]
        outcomes = checked(regime, *self.BLOCKS, *self.BLOCKS, wrong, part)[1]
        told = [key for key, one in outcomes.items() if one.rule == "TEXT-ENTITY"]
        assert told == ["TEXT-ENTITY@'别市商务局'"]


def test_a_column_that_is_no_column_of_words_is_an_error() -> None:
    fields = "table = '甲'\ncolumn = '金额'\nmatch = ['.*']"
    with pytest.raises(RegimeError, match="甲"):
        small(rule(fields))
