"""Targets: amounts among words, and when they split the money of their table."""

from __future__ import annotations

import pytest
from support import checked, grid, xinjiang

HEADS = "一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重"


def verdict(*costs: str, money: str = "659.64") -> str:
    rows = [
        f"{'' if number else '成本~指标'}||{cost}|计划标准||10" for number, cost in enumerate(costs)
    ]
    form = grid(
        "项目名称||甲项目||||",
        f"项目资金(万元)||年度预算总额|{money}|其中：财政拨款|{money}|0.00",
        HEADS,
        "产出指标|数量指标|设置岗位数|=1 个|计划标准||10",
        *rows,
        "效益指标|社会效益指标|降低企业成本|<=900 万元|计划标准||10",
    )
    outcomes = checked(xinjiang(), "项目支出绩效目标表", form)[1]
    return str(outcomes["XJB-PERF-COST@甲项目"].verdict)


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        (("甲|<=423.72 万元", "乙|< =235.92 万元"), "holds"),
        (("甲|<=4237200 元", "乙|≤235.92 万元"), "holds"),
        (("甲|<=423.72 万元", "乙|<=235.92 万元", "丙|<=0.01 万元"), "rounding"),
        (("甲|<=432.72 万元", "乙|<=235.92 万元"), "fails"),
        (("甲|<=413.72 万元", "乙|<=235.92 万元"), "fails"),
        (("甲|<=100.00 万元", "乙|<=50.00 万元"), "not-applicable"),
        (("甲|<=659.00 万元",), "not-applicable"),
        (("总成本|<=659.64 万元", "其中培训|<=100.00 万元"), "not-applicable"),
        (("甲|<=423.72 万元", "人均成本|<=235.92 万元"), "not-applicable"),
        (("甲|<=423.72 万元", "乙|<=235.92 万元/辆"), "not-applicable"),
    ],
)
def test_costs_in_money_that_split_the_money_add_up_to_it(
    costs: tuple[str, ...], said: str
) -> None:
    assert verdict(*costs) == said
