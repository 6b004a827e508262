"""Slips that several figures show: one finding, with every figure of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from support import grid, recognised, small

import hebiao
from hebiao.bind import bind
from hebiao.check import check

if TYPE_CHECKING:
    from hebiao.result import Finding

SAMPLE = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026" / "clean.txt"
HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
ROWS = tuple(
    f'id = "ROW-{name}"\nkind = "identity"\neach = "row"\n'
    f'formula = "{table}[*].合计 = {table}[*].基本支出 + {table}[*].项目支出"'
    for name, table in (("B", "乙"), ("C", "丙"))
)
COPIES = tuple(
    f'id = "COPY-{at}"\nkind = "identity"\neach = "row"\nformula = "乙[*].{name} = 丙[*].{name}"'
    for at, name in enumerate(("合计", "基本支出", "项目支出"))
)
TREE = 'id = "TREE"\nkind = "rollup"\ntable = "乙"'


def found(*rules: str, b: tuple[str, ...], c: tuple[str, ...] = ()) -> list[Finding]:
    regime = small(*rules)
    tables = ("科目支出表", grid(HEADS, *b), "拨款来源表", grid(HEADS, *c))
    return list(check(bind(recognised(regime, *tables)), regime).findings)


def named(finding: Finding) -> dict[str, str]:
    """The repairs of the one cause; empty where there are several."""
    assert finding.cause is not None
    if not finding.cause.unique:
        return {}
    return {one.address: one.should_be for one in finding.cause.repairs[0]}


def test_a_figure_in_the_column_beside_is_one_finding() -> None:
    (finding,) = found(*ROWS, *COPIES, b=("201|a|9.00||9.00",), c=("201|a|9.00|9.00|",))
    assert named(finding) == {}, "either table may be wrong"
    fixed = 'id = "FIXED"\nkind = "identity"\nformula = "丙[201].基本支出 = 9 万元"'
    (finding,) = found(*ROWS, *COPIES, fixed, b=("201|a|9.00||9.00",), c=("201|a|9.00|9.00|",))
    assert named(finding) == {"乙[201].基本支出": "9.00", "乙[201].项目支出": "0.00"}
    assert finding.message.zh.startswith("数印错了列：乙[201].基本支出 为空，应为 9.00")
    assert finding.message.en.startswith("figures in the wrong columns: 乙[201].基本支出 is blank")


def test_a_figure_in_the_row_below_is_one_finding_though_either_row_has_other_ways_out() -> None:
    (finding,) = found(ROWS[0], b=("201|a|4.00||", "202|b|7.00|4.00|7.00"))
    assert named(finding) == {"乙[201].基本支出": "4.00", "乙[202].基本支出": "0.00"}
    assert finding.message.zh.startswith("数印错了行：")


def test_where_either_of_two_figures_may_belong_in_the_row_above_neither_is_named() -> None:
    findings = found(ROWS[0], b=("201|a|4.00||", "202|b|4.00|4.00|4.00"))
    assert [named(one) for one in findings] == [{}, {}]


def test_two_slips_of_other_amounts_are_two_findings() -> None:
    findings = found(ROWS[0], b=("201|a|4.00||", "202|b|7.00|4.50|7.00"))
    assert len(findings) == 2


def test_one_wrong_amount_in_two_tables_is_one_finding() -> None:
    fixed = tuple(
        f'id = "FIXED-{name}"\nkind = "identity"\nformula = "{table}[201].合计 = 9 万元"'
        for name, table in (("B", "乙"), ("C", "丙"))
    )
    row = "201|a|7.00|4.00|5.00"
    (finding,) = found(*ROWS, *fixed, b=(row,), c=(row,))
    assert named(finding) == {"乙[201].合计": "9.00", "丙[201].合计": "9.00"}
    other = "201|a|7.50|4.00|5.00"
    assert len(found(*ROWS, *fixed, b=(row,), c=(other,))) == 2


def test_a_row_in_another_unit_is_one_finding() -> None:
    rows = ("201|a|6.00|3.00|3.00", "208|b|30,000.00|10,000.00|20,000.00", "|总计|9.00|4.00|5.00")
    (finding,) = found(ROWS[0], TREE, b=rows)
    assert named(finding) == {
        "乙[208].合计": "3.00",
        "乙[208].基本支出": "1.00",
        "乙[208].项目支出": "2.00",
    }
    assert finding.message.zh.startswith("单位错，大了万倍：乙[208].合计 印为 30000.00")


def test_a_row_a_column_too_far_right_is_one_finding() -> None:
    rows = ("201|a|6.00|2.00|4.00", "208|b|1.00|3.00|2.00", "|总计|9.00|4.00|5.00")
    (finding,) = found(ROWS[0], TREE, b=rows)
    assert named(finding) == {
        "乙[208].合计": "3.00",
        "乙[208].基本支出": "2.00",
        "乙[208].项目支出": "1.00",
    }
    assert "整行的数右错了一列" in finding.message.zh


def test_a_figure_whose_row_is_missing_in_the_other_table_is_not_named() -> None:
    copy = 'id = "COPY"\nkind = "identity"\nformula = "乙[208].合计 = 丙[208].合计"'
    (finding,) = found(copy, b=("201|a|9.00||", "208|b|5.00||"), c=("|总计|9.00||", "201|a|9.00||"))
    assert named(finding) == {}
    assert "或漏印了一行" in finding.message.zh


def test_figures_that_only_sums_hold_are_not_named_where_a_row_may_be_missing() -> None:
    rows = ("201|a|6.00|2.00|4.00", "|总计|9.00|4.00|5.00")
    assert [named(one) for one in found(ROWS[0], TREE, b=rows)] == [{}]


def test_what_two_sections_say_is_one_finding(tmp_path: Path) -> None:
    text = SAMPLE.read_text("utf-8")
    reason = "主要原因是在职人员增加，工资和日常公用经费相应增加"
    assert text.count(reason) > 1
    told = text.replace(reason, "主要原因是机关事业单位职业年金缴费支出多于上年")
    path = tmp_path / "twice.txt"
    path.write_text(told, "utf-8")
    findings = hebiao.validate(path).documents[0].findings
    (finding,) = [one for one in findings if one.rule == "XJB-N-REASON-PART"]
    rows = ("三[基本支出]", "五/一[基本支出]")
    assert finding.outcomes == tuple(f"XJB-N-REASON-PART@{row}" for row in rows)
    assert finding.message.zh.endswith("；说明.五/一[基本支出] 同样")
