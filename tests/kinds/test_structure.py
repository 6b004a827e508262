"""Structure: a table has its rows, columns and keys, and every cell can be read."""

from __future__ import annotations

import pytest
from support import addresses, checked, grid, small, verdicts

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"


@pytest.mark.parametrize(
    ("aspect", "lines", "instance", "cells", "message"),
    [
        pytest.param(
            "rows",
            (HEADS, "201|a|1.00||"),
            "乙:总计",
            [],
            "乙 没有找到「总计」行",
            id="rows",
        ),
        pytest.param(
            "columns",
            ("科目代码|科目名称|合计|项目支出", "|总计|1.00|"),
            "乙:基本支出",
            [],
            "乙 没有找到「基本支出」列",
            id="columns",
        ),
        pytest.param(
            "keys",
            (HEADS, "201|a|1.00|1.00|", "201|a|2.00||", "|总计|3.00||"),
            "乙:201",
            ["乙[201].合计", "乙[201].基本支出", "乙[201#2].合计"],
            "乙 的「201」行重复",
            id="keys",
        ),
        pytest.param(
            "codes",
            (HEADS, "2010|a|1.00|1.00|", "|总计|1.00||"),
            "乙:2010",
            ["乙[2010].合计", "乙[2010].基本支出"],
            "乙 的科目编码「2010」位数不对",
            id="codes",
        ),
        pytest.param(
            "figures",
            (HEADS, "201|a|1.2.3||", "|总计|1.00||"),
            "乙:乙[201].合计",
            ["乙[201].合计"],
            "乙[201].合计 读不出数",
            id="figures",
        ),
        pytest.param(
            "labels",
            (HEADS, "|某某支出|1.00||", "|总计|1.00||"),
            "乙:'某某支出'",
            ["乙['某某支出'].合计"],
            "乙 的「'某某支出'」行不识",
            id="labels",
        ),
    ],
)
def test_a_fault_is_told_with_its_cells(
    aspect: str, lines: tuple[str, ...], instance: str, cells: list[str], message: str
) -> None:
    regime = small(f'id = "R1"\nkind = "structure"\naspect = "{aspect}"')
    _, outcomes, findings = checked(regime, "科目支出表", grid(*lines))
    assert verdicts(outcomes) == {f"R1@{instance}": "fails"}
    assert [address for _, address in addresses(outcomes[f"R1@{instance}"])] == cells
    assert findings[f"R1@{instance}"].message.zh == message


@pytest.mark.parametrize("aspect", ["rows", "columns", "keys", "codes", "figures", "labels"])
def test_a_sound_table_holds(aspect: str) -> None:
    regime = small(f'id = "R1"\nkind = "structure"\naspect = "{aspect}"')
    rows = grid(HEADS, "201|a|1.00||", "|总计|1.00|—|")
    outcomes = checked(regime, "科目支出表", rows, "拨款来源表", rows)[1]
    assert verdicts(outcomes) == {"R1@乙": "holds", "R1@丙": "holds"}
