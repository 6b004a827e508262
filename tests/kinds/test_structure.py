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


STRAYS = small('id = "R1"\nkind = "structure"\naspect = "strays"')
KNOWN = ("科目支出表", grid(HEADS, "201|a|1.00||", "|总计|1.00||"))


def test_tables_of_amounts_that_the_form_set_does_not_have_are_named_once() -> None:
    other = grid("采购品目|数量|单价|金额", "电脑|3|0.50|1.50", "桌椅|2|0.20|0.40")
    _, outcomes, findings = checked(
        STRAYS, *KNOWN, "采购明细表", "单位：万元", other, "又一页", other
    )
    assert verdicts(outcomes) == {"R1@*": "fails"}
    told = findings["R1@*"]
    assert [cell.raw for cell in told.cells] == ["采购明细表", "采购品目"]
    assert len({cell.address for cell in told.cells}) == 2
    assert told.message.zh == "2 个表格不是制式中的表，没有核对：「采购明细表」、「采购品目」"


def test_lists_without_amounts_are_no_tables_that_went_unchecked() -> None:
    units = grid("序号|单位名称|人数", "1|某某中心|12", "2|某某站|8")
    outcomes = checked(STRAYS, *KNOWN, "单位构成表", units)[1]
    assert verdicts(outcomes) == {"R1@*": "holds"}
