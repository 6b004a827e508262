"""The self-evaluation tables of final accounts: one a project, one of the whole department."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from support import ENTITY, checked, grid

from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.regime.spec import Regime

BELOW = (
    "||年度资金总额||900.00|1,000.00|950.00|10.00|95.00%|9.50",
    "||其中：当年财政拨款||800.00|900.00|850.00|—|—|—",
    "||其他资金||100.00|100.00|100.00|—|—|—",
    "绩效指标|一级指标|二级指标|三级指标|权重|目标值|业绩值|完成率|指标得分|",
    "|产出指标|数量指标|窗口运行天数|90|>=360天|=360天|100|90|",
)
MONEY = "||||年初预算数|全年预算数|全年执行数|分值|执行率|得分"


@cache
def regime() -> Regime:
    return load_regimes(load_kinds())["final-accounts-2024"]


def document(score: str) -> list[str | Block]:
    whole = (f"部门（单位）名称||{ENTITY}|||||||", f"部门资金（万元）{MONEY}", *BELOW)
    project = ("项目名称||窗口改造|||||||", f"项目资金（万元）{MONEY}", *BELOW)
    return [
        f"{ENTITY}2024年度部门决算",
        "部门（单位）整体支出绩效自评表",
        grid(*whole, f"总分||||100||||{score}|"),
        "项目支出绩效自评表",
        grid(*project, "总分||||100||||99.50|"),
    ]


@pytest.mark.parametrize(("score", "verdict"), [("99.50", "holds"), ("95.90", "fails")])
def test_the_department_s_own_table_is_no_project_s(score: str, verdict: str) -> None:
    figures, outcomes, findings = checked(regime(), *document(score))
    assert set(figures.tables) - {"说明"} == {
        "部门整体支出绩效自评表",
        "项目支出绩效自评表{'窗口改造'}",
    }
    assert str(outcomes["FA-WHOLE-TOTAL-SCORE@1"].verdict) == verdict
    evaluated = [one for one in findings.values() if one.rule.startswith(("FA-SELF", "FA-WHOLE"))]
    assert [one.rule for one in evaluated] == ["FA-WHOLE-TOTAL-SCORE"] * (verdict == "fails")
    assert [one for one in findings.values() if one.rule.startswith("TABLE")] == []
