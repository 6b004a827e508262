"""The performance tables of a budget: forms with a list, continued, repeated, worded freely."""

from __future__ import annotations

from support import grid, one_table, printed, recognised, xinjiang

TITLE = "项目支出绩效目标表"
HEADS = "一级指标|二级指标|三级指标|指标值|指标值设置依据|上年完成值|指标分值权重|佐证资料"


def form(name: str, *rows: str, heads: str = HEADS) -> tuple[str, ...]:
    return (
        f"项目名称||{name}||||项目负责人|",
        "项目资金(万元)||年度预算总额|5.50|其中：财政拨款|5.00|其他资金|0.50",
        heads,
        *rows,
    )


class TestProject:
    """项目支出绩效目标表, once a project."""

    def test_gives_its_money_and_its_weights_under_the_projects_name(self) -> None:
        rows = form("甲 项目", "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|90|材料")
        table = one_table(xinjiang(), TITLE, "(2026 年)", grid(*rows))
        assert table.key == "项目绩效{'甲项目'}"
        assert printed(table) == {
            "项目绩效{'甲项目'}.资金[年度预算总额].金额": "5.50",
            "项目绩效{'甲项目'}.资金[财政拨款].金额": "5.00",
            "项目绩效{'甲项目'}.资金[其他资金].金额": "0.50",
            "项目绩效{'甲项目'}.指标['设置岗位数'].权重": "90",
        }

    def test_goes_on_in_a_grid_one_column_wider(self) -> None:
        rows = form("甲项目", "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|60|赋分 材料")
        more = "效益指标|社会效益指标|改善秩序|有效改善|计划标准|有效改善|30|按等级|材料"
        table = one_table(xinjiang(), TITLE, grid(*rows), grid(more))
        assert printed(table)["项目绩效{'甲项目'}.指标['改善秩序'].权重"] == "30"

    def test_does_not_go_on_after_text(self) -> None:
        rows = form("甲项目", "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|60|赋分 材料")
        more = "效益指标|社会效益指标|改善秩序|有效改善|计划标准|有效改善|30|按等级|材料"
        table = one_table(xinjiang(), TITLE, grid(*rows), "下面是另一张表。", grid(more))
        assert "项目绩效{'甲项目'}.指标['改善秩序'].权重" not in printed(table)

    def test_takes_no_indicator_for_a_body_whatever_its_name(self) -> None:
        first = "产出指标|数量指标|改造接待中心|=1 个|计划标准|=1 个|60|材料"
        second = "||改造检查站|=1 个|计划标准|=1 个|30|材料"
        table = one_table(xinjiang(), TITLE, grid(*form("甲项目", first, second)))
        assert [row.key for row in table.rows if row.lane == "指标"] == [
            "'改造接待中心'",
            "'改造检查站'",
        ]

    def test_does_not_read_a_row_of_words_alone(self) -> None:
        first = "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|90|材料"
        table = one_table(xinjiang(), TITLE, grid(*form("甲项目", first, "其他说明|||||||")))
        assert table.gaps == ()
        assert len([row for row in table.rows if row.lane == "指标"]) == 1

    def test_of_one_name_printed_twice_has_two_addresses(self) -> None:
        row = "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|90|材料"
        twice = (TITLE, grid(*form("甲项目", row)), TITLE, grid(*form("甲项目", row)))
        tables = recognised(xinjiang(), *twice).tables
        assert [table.key for table in tables] == ["项目绩效{'甲项目'}", "项目绩效{'甲项目'#2}"]
        addresses = [entry.address for table in tables for entry in table.entries]
        assert len(addresses) == len(set(addresses))


def test_the_table_of_the_whole_body_reads_no_name_and_no_telephone() -> None:
    table = one_table(
        xinjiang(),
        "部门整体绩效目标表",
        grid(
            "部门名称(盖章)||示例市口岸管理办公室|||",
            "部门联系人||某某|联系电话|0991-0000000|",
            "年度预算(万元)||资金来源||资金总额(万元)|",
            "||财政资金(万元)|上级安排|9,209.94|",
            "|||本级安排|980.69|",
            "||其他资金(万元)|其他|0.00|",
            "||合计:||10,190.63|",
            "一级指标|二级指标|三级指标|指标值|指标设定依据|分值权重",
            "履职效能|数量指标|开放天数|≥350 天|计划|90",
        ),
    )
    assert printed(table) == {
        "整体绩效.资金[上级安排].金额": "9,209.94",
        "整体绩效.资金[本级安排].金额": "980.69",
        "整体绩效.资金[其他].金额": "0.00",
        "整体绩效.资金[合计].金额": "10,190.63",
        "整体绩效.指标['开放天数'].权重": "90",
    }


def test_a_form_goes_on_below_a_page_break_with_its_list() -> None:
    above = grid(*form("甲项目")[:2])
    below = grid(HEADS, "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|90|材料")
    table = one_table(xinjiang(), TITLE, above, "- 12 -", below)
    assert printed(table)["项目绩效{'甲项目'}.资金[年度预算总额].金额"] == "5.50"
    assert printed(table)["项目绩效{'甲项目'}.指标['设置岗位数'].权重"] == "90"


def test_a_list_that_prints_its_heads_again_after_a_page_break_counts_them_once() -> None:
    above = grid(*form("甲项目", "产出指标|数量指标|设置岗位数|=1 个|计划标准|=1 个|60|材料"))
    below = grid(HEADS, "效益指标|社会效益指标|改善秩序|有效改善|计划标准|有效改善|30|材料")
    table = one_table(xinjiang(), TITLE, above, below)
    keys = [row.key for row in table.rows if row.lane == "指标"]
    assert keys == ["'设置岗位数'", "'改善秩序'"]
