"""Presence: tables that must be there, and what is said of empty ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import addresses, checked, grid, small, verdicts

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.result import Outcome

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
EMPTY = grid(HEADS, "|总计|||")
FULL = grid(HEADS, "201|a|1.00||", "|总计|1.00|0.00|")
SENTENCES = "sentences = ['{title}为空表', '此表为空']"


def judged(fields: str, *blocks: str | Block) -> dict[str, Outcome]:
    return checked(small(f'id = "R1"\nkind = "presence"\n{fields}'), *blocks)[1]


class TestTable:
    """`of = "table"`."""

    def test_the_tables_that_are_demanded_must_be_there(self) -> None:
        outcomes = judged('of = "table"\ntables = ["*"]', "科目支出表", FULL)
        assert verdicts(outcomes) == {
            "R1@甲": "fails",
            "R1@乙": "holds",
            "R1@丙": "fails",
            "R1@丁": "fails",
        }
        message = outcomes["R1@甲"].message
        assert message is not None
        assert (message.zh, message.en) == (
            "未找到甲《收支总览表》",
            "甲 (Overview) was not found",
        )

    def test_a_table_may_be_named_that_is_else_not_demanded(self) -> None:
        outcomes = judged('of = "table"\ntables = ["戊"]', "科目支出表", FULL)
        assert verdicts(outcomes) == {"R1@戊": "fails"}


class TestEmptySentence:
    """`of = "empty-sentence"`: an empty table is explained."""

    FIELDS = f'of = "empty-sentence"\ntables = ["乙"]\n{SENTENCES}'

    @pytest.mark.parametrize(
        ("text", "rows", "verdict"),
        [
            ("科目支出表为空表。", EMPTY, "holds"),
            ("本年没有支出，故 科目\n支出表 为空表。", EMPTY, "holds"),
            ("此表为空", EMPTY, "holds"),
            ("拨款来源表为空表。", EMPTY, "fails"),
            ("", EMPTY, "fails"),
            ("", grid(HEADS, "|总计|0.00|—|"), "fails"),
            ("", FULL, "not-applicable"),
            ("科目支出表为空表。", FULL, "not-applicable"),
            ("", grid(HEADS, "|总计|约零||"), "cannot-tell"),
            ("", grid(HEADS, "201|a|||"), "cannot-tell"),
            ("", grid("科目代码|科目名称|合计", "|总计|"), "cannot-tell"),
        ],
    )
    def test_is_asked_of_a_table_without_figures(
        self, text: str, rows: Block, verdict: str
    ) -> None:
        outcomes = judged(self.FIELDS, "科目支出表", rows, text)
        assert verdicts(outcomes) == {"R1@乙": verdict}

    def test_names_a_cell_of_the_empty_table(self) -> None:
        outcomes = judged(self.FIELDS, "科目支出表", EMPTY)
        assert addresses(outcomes["R1@乙"]) == [("empty", "乙[总计].合计")]

    def test_knows_the_tables_own_wordings_too(self) -> None:
        overview = grid(
            "收入||支出|", "项目|预算数|科目名称|预算数", "本年收入|||", "收入总计||支出总计|"
        )
        fields = self.FIELDS.replace('"乙"', '"甲"')
        outcomes = judged(fields, "收支总览表", overview, "今年没有收支。")
        assert verdicts(outcomes) == {"R1@甲": "holds"}

    def test_cannot_be_told_of_a_table_that_is_not_there(self) -> None:
        fields = self.FIELDS.replace('"乙"', '"丙"')
        outcomes = judged(fields, "科目支出表", FULL)
        assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
            "R1@丙": ("cannot-tell", "丙 未找到 not found")
        }


class TestEmptyClaim:
    """`of = "empty-claim"`: a table that the text calls empty holds no figures."""

    FIELDS = f'of = "empty-claim"\ntables = ["乙"]\n{SENTENCES}'

    @pytest.mark.parametrize(
        ("text", "rows", "verdict"),
        [
            ("科目支出表为空表。", FULL, "fails"),
            ("科目支出表为空表。", EMPTY, "holds"),
            ("科目支出表见附件。", FULL, "not-applicable"),
            ("没有收支", FULL, "not-applicable"),
        ],
    )
    def test_is_held_against_the_table(self, text: str, rows: Block, verdict: str) -> None:
        outcomes = judged(self.FIELDS, "科目支出表", rows, text)
        assert verdicts(outcomes) == {"R1@乙": verdict}

    def test_names_the_figures_that_are_there(self) -> None:
        outcomes = judged(self.FIELDS, "科目支出表", FULL, "科目支出表为空表。")
        failed = outcomes["R1@乙"]
        assert addresses(failed) == [("figure", "乙[201].合计"), ("figure", "乙[总计].合计")]
        assert failed.message is not None
        assert failed.message.zh == "文中说乙《科目支出表》为空表，表内有 2 个数"
