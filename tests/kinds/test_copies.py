"""Copies: one quantity printed twice, one last place apart, told once a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import addresses, checked, grid, small

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.result import Outcome

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
COPIES = 'id = "R1"\nkind = "copies"'
BY_CODE = 'id = "R2"\nkind = "identity"\neach = "row"\nformula = "乙[*].合计 = 丙[*].合计"'
BACK = 'id = "R3"\nkind = "identity"\nformula = "丙[总计].合计 = 乙[总计].合计"'
WITHIN = (
    'id = "R4"\nkind = "identity"\neach = "row"\n'
    'formula = "乙[*].合计 = 乙[*].基本支出 + 乙[*].项目支出"'
)


def judged(*rules: str, b: tuple[str, ...], c: tuple[str, ...]) -> dict[str, Outcome]:
    blocks: list[str | Block] = ["科目支出表", grid(HEADS, *b), "拨款来源表", grid(HEADS, *c)]
    return checked(small(COPIES, *rules), *blocks)[1]


def test_pairs_are_listed_in_one_outcome() -> None:
    outcomes = judged(
        *(BY_CODE, BACK),
        b=("201|a|4.00||", "208|b|6.00||", "|总计|10.00||"),
        c=("201|a|4.01||", "208|b|6.00||", "|总计|10.01||"),
    )
    told = outcomes["R1@*"]
    assert str(told.verdict) == "rounding"
    assert addresses(told) == [
        ("copy", "乙[201].合计"),
        ("copy", "丙[201].合计"),
        ("copy", "乙[总计].合计"),
        ("copy", "丙[总计].合计"),
    ]
    assert told.message is not None
    assert told.message.zh == (
        "同一数额印了两次，末位不同，可由四舍五入解释，共 2 对："
        "乙[201].合计（4.00）与 丙[201].合计（4.01）；"
        "乙[总计].合计（10.00）与 丙[总计].合计（10.01）"
    )


def test_an_amount_printed_to_fewer_places_is_the_other_rounded() -> None:
    outcomes = judged(
        BY_CODE,
        b=("201|a|4.0||", "208|b|6.1||", "|总计|10.00||"),
        c=("201|a|4.04||", "208|b|6.00||", "|总计|10.00||"),
    )
    assert str(outcomes["R1@*"].verdict) == "holds"
    assert str(outcomes["R2@201"].verdict) == "rounding"


def test_a_column_that_alone_is_printed_is_a_copy_of_its_total() -> None:
    outcomes = judged(WITHIN, b=("|总计|10.00||10.01",), c=("|总计|||",))
    assert addresses(outcomes["R1@*"]) == [
        ("copy", "乙[总计].合计"),
        ("copy", "乙[总计].项目支出"),
    ]


def test_the_sixth_pair_and_those_after_it_are_counted_alone() -> None:
    codes = [f"20103{n:02d}" for n in range(1, 8)]
    outcomes = judged(
        BY_CODE,
        b=(*(f"{code}|a|1.00||" for code in codes), "|总计|7.00||"),
        c=(*(f"{code}|a|1.01||" for code in codes), "|总计|7.00||"),
    )
    told = outcomes["R1@*"]
    assert told.message is not None
    assert "共 7 对" in told.message.zh
    assert told.message.zh.endswith("乙[2010305].合计（1.00）与 丙[2010305].合计（1.01）等")
    assert len(told.cells) == 14


def test_sums_and_failures_are_no_copies() -> None:
    outcomes = judged(
        *(BY_CODE, WITHIN),
        b=("201|a|4.00|2.00|2.01", "|总计|10.00|10.00|"),
        c=("201|a|5.00||", "|总计|10.00||"),
    )
    assert str(outcomes["R4@201"].verdict) == "rounding"
    assert (str(outcomes["R1@*"].verdict), outcomes["R1@*"].cells) == ("holds", ())


def test_an_amount_and_the_same_rounded_to_fewer_places_are_no_pair() -> None:
    outcomes = judged(BY_CODE, b=("201|a|4.004||",), c=("201|a|4.00||",))
    assert str(outcomes["R1@*"].verdict) == "holds"
