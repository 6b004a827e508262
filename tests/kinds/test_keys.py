"""Keys: two tables list the same codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import addresses, checked, grid, small, verdicts

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
