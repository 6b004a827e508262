"""Completion: target, result and rate."""

from __future__ import annotations

import pytest
from support import grid, recognised

from hebiao.bind import bind
from hebiao.check import check
from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

HEADS = "一级指标|二级指标|三级指标|权重|目标值|业绩值|完成率|指标得分"


@pytest.mark.parametrize(
    ("target", "result", "rate", "verdict"),
    [
        (">=120套", "=108套", "90", "holds"),
        ("≥120 套", "108套", "90.00%", "holds"),
        (">=95%", "=90%", "94.74", "holds"),
        (">=95%", "=90%", "94.73", "rounding"),
        (">=120套", "=108套", "100", "fails"),
        (">=120套", "=130套", "100", "holds"),
        (">=120套", "=130套", "108.33", "holds"),
        (">=120套", "=130套", "92.31", "fails"),
        ("<=56台", "=55台", "100", "holds"),
        ("<=56台", "=60台", "93.33", "not-applicable"),
        ("60个工作日", "=7个工作日", "100", "not-applicable"),
        (">=2公里", "=900米", "100", "not-applicable"),
        ("有效促进", "有效促进", "100", "not-applicable"),
        (">=0套", "=1套", "100", "not-applicable"),
    ],
)
def test_the_rate_is_result_over_target(target: str, result: str, rate: str, verdict: str) -> None:
    form = grid(
        "项目名称||甲项目|||||",
        "主管部门||示例市商务局||实施单位|示例市口岸管理办公室||",
        HEADS,
        f"产出指标|数量指标|更新设备|10|{target}|{result}|{rate}|9",
    )
    regime = load_regimes(load_kinds())["final-accounts-2024"]
    document = recognised(regime, "2024 年度部门决算", "项目支出绩效自评表", form)
    outcomes = {one.id: one for one in check(bind(document), regime).outcomes}
    address = "项目支出绩效自评表{'甲项目'}.指标['更新设备'].完成率"
    assert str(outcomes[f"FA-SELF-COMPLETION@{address}"].verdict) == verdict
