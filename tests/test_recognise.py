"""Grids to tables: by title and headings, never by place; rows by wording, code, unit and item."""

from __future__ import annotations

import pytest
from support import ENTITY, XINJIANG, grid, one_table, printed, recognised, row, source, xinjiang

from hebiao.errors import SourceError, UsageError
from hebiao.figure import UNITS
from hebiao.model import Grid, Location, RowKind
from hebiao.readers.text import blocks
from hebiao.recognise import recognise
from hebiao.recognise.wording import fold, fold_label, quote

T3 = "部门支出总体情况表"
WAN = "单位：万元"

T3_HEADS = (
    "科目|||支出预算|||",
    "科目代码|||科目名称|合计|基本支出|项目支出",
    "类|款|项||||",
)
T3_BODY = (
    "201|||一般公共服务支出|954.25|261.28|692.97",
    "201|03||政府办公厅（室）及相关机构事务|954.25|261.28|692.97",
    "201|03|01|行政运行|261.28|261.28|",
    "201|03|02|一般行政管理事务|692.97||692.97",
    "|||总计|954.25|261.28|692.97",
)
T3_FIGURES = {
    "表3[201].合计": "954.25",
    "表3[201].基本支出": "261.28",
    "表3[201].项目支出": "692.97",
    "表3[20103].合计": "954.25",
    "表3[20103].基本支出": "261.28",
    "表3[20103].项目支出": "692.97",
    "表3[2010301].合计": "261.28",
    "表3[2010301].基本支出": "261.28",
    "表3[2010302].合计": "692.97",
    "表3[2010302].项目支出": "692.97",
    "表3[总计].合计": "954.25",
    "表3[总计].基本支出": "261.28",
    "表3[总计].项目支出": "692.97",
}

T10 = "财政拨款“三公”经费支出情况表"
T10_GRID = grid(
    "“三公”经费支出内容|合计|资金来源||",
    "||一般公共预算|政府性基金|国有资本经营预算",
    "因公出国（境）费用||||",
    "公务接待费|2.00|2.00||",
    "公务用车购置及运行维护费（小计）|10.23|10.23||",
    "其中：公务用车购置||||",
    "公务用车运行维护费|10.23|10.23||",
    "总计|12.23|12.23||",
)


def t3(*lines: str) -> Grid:
    return grid(*(lines or (*T3_HEADS, *T3_BODY)))


def moved(lines: tuple[str, ...], order: list[int]) -> list[str]:
    return ["|".join(line.split("|")[at] for at in order) for line in lines]


class TestHeadings:
    """What the headings of a table may look like."""

    def test_flattened(self) -> None:
        table = one_table(xinjiang(), T3, WAN, t3())
        assert (table.id, table.missing, table.gaps) == ("表3", (), ())
        assert printed(table) == T3_FIGURES

    def test_merged(self) -> None:
        lines = (
            "科目||||支出预算||",
            "科目代码|||科目名称|合计|基本支出|项目支出",
            "类|款|项||||",
            *T3_BODY,
        )
        merged = {(0, 0): "1×4", (0, 4): "1×3", (1, 0): "1×3"} | {
            (1, column): "2×1" for column in (3, 4, 5, 6)
        }
        table = one_table(xinjiang(), T3, grid(*lines, spans=True, merged=merged))
        assert (table.missing, printed(table)) == ((), T3_FIGURES)

    def test_in_one_row(self) -> None:
        lines = ["科目代码|科目名称|合计|基本支出|项目支出"]
        for line in T3_BODY:
            code1, code2, code3, *rest = line.split("|")
            lines.append("|".join([code1 + code2 + code3, *rest]))
        assert printed(one_table(xinjiang(), T3, grid(*lines))) == T3_FIGURES

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("科目代码", "科目编码"),
            ("科目代码", "功能科目代码"),
            ("支出预算", "2026 年支出预算"),
            ("基本支出", "基本支出（万元）"),
            ("基本支出", "基本支出预算"),
            ("项目支出", "项目 支 出"),
            ("项目支出", "项目~支出"),
            ("项目支出", "“项目支出”"),
            ("合计", "合 计"),
            ("合计", "合计数"),
        ],
    )
    def test_worded_slightly_differently(self, old: str, new: str) -> None:
        heads = [line.replace(old, new) for line in T3_HEADS]
        assert printed(one_table(xinjiang(), T3, t3(*heads, *T3_BODY))) == T3_FIGURES

    def test_broken_over_lines_by_the_text_reader(self) -> None:
        rows = "\n".join(line.replace("|", "\t") for line in T3_BODY)
        text = (
            f"表 3\n\n{T3}\n\n{WAN}\n\n"
            "科目\t\t\t支出预算\t\t\t\n"
            "科目代码\t\t\t科目名称\t合计\t基本\n支出\t项目\n支出\n"
            f"类\t款\t项\t\t\t\t\n{rows}\n"
        )
        table = one_table(xinjiang(), *blocks(text.encode()))
        assert printed(table) == T3_FIGURES
        places = {entry.address: entry.location for entry in table.entries}
        assert places["表3[2010302].项目支出"] == Location(line=15, span=(27, 33))

    @pytest.mark.parametrize(
        "order", [[3, 0, 1, 2, 6, 5, 4], [6, 5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 5, 6, 4]]
    )
    def test_in_another_order_of_columns(self, order: list[int]) -> None:
        heads = ("科目代码|科目代码|科目代码|科目名称|合计|基本支出|项目支出", "类|款|项||||")
        table = one_table(xinjiang(), T3, grid(*moved((*heads, *T3_BODY), order)))
        assert printed(table) == T3_FIGURES

    @pytest.mark.parametrize(
        "index", ["1|2|3|4|5|6|7", "栏次|||A|B|C|D", "栏次||||1|2|3", "**|**|**|**|1|2|3"]
    )
    def test_followed_by_a_row_that_numbers_the_columns(self, index: str) -> None:
        table = one_table(xinjiang(), T3, t3(*T3_HEADS, index, *T3_BODY))
        assert (table.gaps, printed(table)) == ((), T3_FIGURES)

    def test_repeated_by_a_page_within_the_grid(self) -> None:
        table = one_table(xinjiang(), T3, t3(*T3_HEADS, *T3_BODY[:2], *T3_HEADS, *T3_BODY[2:]))
        assert (table.gaps, printed(table)) == ((), T3_FIGURES)

    def test_repeated_by_a_page_in_another_grid(self) -> None:
        table = one_table(
            xinjiang(), T3, WAN, t3(*T3_HEADS, *T3_BODY[:2]), t3(*T3_HEADS, *T3_BODY[2:])
        )
        assert (table.gaps, printed(table)) == ((), T3_FIGURES)

    def test_not_repeated_where_the_table_goes_on(self) -> None:
        table = one_table(xinjiang(), T3, WAN, t3(*T3_HEADS, *T3_BODY[:2]), t3(*T3_BODY[2:]))
        assert (table.gaps, printed(table)) == ((), T3_FIGURES)

    @pytest.mark.parametrize("between", ["12", "— 12 —", "第 12 页", "续表 3"])
    def test_not_repeated_behind_the_foot_of_a_page(self, between: str) -> None:
        table = one_table(
            xinjiang(), T3, WAN, t3(*T3_HEADS, *T3_BODY[:2]), between, t3(*T3_BODY[2:])
        )
        assert (table.gaps, printed(table)) == ((), T3_FIGURES)

    def test_a_grid_behind_the_total_does_not_go_on(self) -> None:
        table = one_table(xinjiang(), T3, WAN, t3(), t3("209|||其他|1.00|1.00|"))
        assert printed(table) == T3_FIGURES

    def test_of_a_narrower_grid_leave_a_column_missing(self) -> None:
        lines = [line.rpartition("|")[0] for line in (*T3_HEADS, *T3_BODY)]
        table = one_table(xinjiang(), T3, grid(*lines))
        assert table.missing == (("", "项目支出"),)
        assert printed(table) == {
            address: raw for address, raw in T3_FIGURES.items() if "项目支出" not in address
        }

    def test_of_a_wider_grid_bind_what_is_known(self) -> None:
        extra = ["|", "备注|上年数", "|", *["见说明|1.00"] * len(T3_BODY)]
        lines = [f"{line}|{more}" for line, more in zip((*T3_HEADS, *T3_BODY), extra, strict=True)]
        assert printed(one_table(xinjiang(), T3, grid(*lines))) == T3_FIGURES

    def test_an_empty_column_at_either_side_changes_nothing(self) -> None:
        lines = [f"|{line}|" for line in (*T3_HEADS, *T3_BODY)]
        assert printed(one_table(xinjiang(), T3, grid(*lines))) == T3_FIGURES


class TestTitles:
    """Which grid is which table."""

    T5 = "一般公共预算支出情况表"
    T5_GRID = t3(*(line.replace("支出预算", "一般公共预算支出") for line in T3_HEADS), *T3_BODY)

    def test_tables_in_another_order_keep_the_order_of_the_form_set(self) -> None:
        document = recognised(xinjiang(), T10, T10_GRID, self.T5, self.T5_GRID, T3, t3())
        assert [table.id for table in document.tables] == ["表3", "表5", "表10"]
        assert printed(document.tables[0]) == T3_FIGURES
        assert printed(document.tables[1])["表5[2010302].项目支出"] == "692.97"

    @pytest.mark.parametrize(
        "caption",
        [
            ("部门支出总体情", "况表"),
            ("部门", "支出总体", "情况表"),
            (f"《{T3}》",),
            (f"表 3 {T3}",),
            (f"二、{T3}", f"编制部门：{ENTITY}", WAN),
            ("单位支出总体情况表",),
            ("部门支出总表",),
            ("部门支出总体情况",),
            ("2026 年部门支出总体情况表",),
        ],
        ids="｜".join,
    )
    def test_a_title_may_be_worded_and_broken_otherwise(self, caption: tuple[str, ...]) -> None:
        table = one_table(xinjiang(), *caption, t3())
        assert (table.id, table.title, printed(table)) == ("表3", T3, T3_FIGURES)

    def test_a_title_may_stand_in_the_grid(self) -> None:
        table = one_table(xinjiang(), t3(f"{T3}||||||", *T3_HEADS, *T3_BODY))
        assert printed(table) == T3_FIGURES

    def test_untitled_tables_are_known_by_their_headings(self) -> None:
        document = recognised(xinjiang(), "第一张", t3(), "第二张", self.T5_GRID)
        assert [table.id for table in document.tables] == ["表3", "表5"]

    def test_untitled_tables_of_few_required_columns_are_not_guessed(self) -> None:
        document = recognised(xinjiang(), "第一张", t3(), "第二张", T10_GRID)
        assert [table.id for table in document.tables] == ["表3"]

    def test_a_title_wins_over_headings_of_another_table(self) -> None:
        document = recognised(xinjiang(), self.T5, t3())
        assert [table.id for table in document.tables] == ["表5"]

    def test_of_two_grids_the_one_with_the_better_title_is_the_table(self) -> None:
        longer = t3(*T3_HEADS, *T3_BODY[:-1], "208|||社会保障和就业支出|1.00|1.00|", T3_BODY[-1])
        for blocks_ in ((T3, t3(), "其他说明", longer), ("其他说明", longer, T3, t3())):
            assert printed(one_table(xinjiang(), *blocks_)) == T3_FIGURES

    def test_a_grid_of_something_else_is_no_table(self) -> None:
        other = grid("序号|项目|内容", "1|党建|无", "2|安全|无")
        document = recognised(xinjiang(), "工作安排", other, T3, t3())
        assert [table.id for table in document.tables] == ["表3"]

    def test_a_table_of_a_thousand_columns_is_no_table(self) -> None:
        document = recognised(xinjiang(), T3, grid("|".join(["合计"] * 1000)))
        assert document.tables == ()


class TestUnits:
    """The unit of a table's amounts."""

    def test_yuan_in_place_of_ten_thousand_yuan(self) -> None:
        lines = []
        for line in T3_BODY:
            cells = line.split("|")
            amounts = [cell and f"{float(cell) * 10_000:,.2f}" for cell in cells[4:]]
            lines.append("|".join([*cells[:4], *amounts]))
        document = recognised(xinjiang(), T3, "单位：元", t3(*T3_HEADS, *lines))
        assert document.unit == UNITS["元"]
        assert document.tables[0].unit == UNITS["元"]
        assert printed(document.tables[0])["表3[2010302].合计"] == "6,929,700.00"

    @pytest.mark.parametrize(
        ("caption", "unit"),
        [
            (("单位：元", T3), "元"),
            ((T3, f"编制单位：{ENTITY}  单位：元"), "元"),
            ((T3, "金额单位: 千 元"), "千元"),
            ((T3, "单位：亿元", "单位：万元"), "万元"),
            ((T3,), "万元"),
        ],
    )
    def test_is_the_one_printed_nearest_the_grid(self, caption: tuple[str, ...], unit: str) -> None:
        assert one_table(xinjiang(), *caption, t3()).unit == UNITS[unit]

    def test_may_stand_in_the_grid(self) -> None:
        table = one_table(xinjiang(), T3, t3("||||||单位：元", *T3_HEADS, *T3_BODY))
        assert (table.unit, printed(table)) == (UNITS["元"], T3_FIGURES)

    def test_may_stand_in_the_headings(self) -> None:
        heads = [
            line.replace("合计", "合计（元）").replace("本支出", "本支出（元）")
            for line in T3_HEADS
        ]
        table = one_table(xinjiang(), T3, t3(*heads, *T3_BODY))
        assert (table.unit, printed(table)) == (UNITS["元"], T3_FIGURES)

    def test_of_most_tables_is_the_documents(self) -> None:
        t5 = TestTitles
        document = recognised(
            xinjiang(), T3, "单位：元", t3(), t5.T5, WAN, t5.T5_GRID, T10, WAN, T10_GRID
        )
        assert document.unit == UNITS["万元"]
        assert [table.unit.name for table in document.tables] == ["元", "万元", "万元"]


class TestRowsByCode:
    """Rows of a classification."""

    def codes(self, *lines: str, total: str = "|总计|1.00|1.00|") -> list[tuple[str, str, RowKind]]:
        table = one_table(
            xinjiang(), T3, grid("科目代码|科目名称|合计|基本支出|项目支出", *lines, total)
        )
        return [(one.key, one.name, one.kind) for one in table.rows][:-1]

    @pytest.mark.parametrize(
        ("line", "key", "name"),
        [
            ("2010301|行政运行|1.00|1.00|", "2010301", "行政运行"),
            ("２０１０３０１|行政 运行|1.00|1.00|", "2010301", "行政运行"),
            ("201 03 01|行政运行|1.00|1.00|", "2010301", "行政运行"),
            ("|2010301行政运行|1.00|1.00|", "2010301", "行政运行"),
            ("|2010301 行政运行|1.00|1.00|", "2010301", "行政运行"),
            (
                "201|03 政府办公厅（室）及相关机构事务|1.00|1.00|",
                "20103",
                "政府办公厅（室）及相关机构事务",
            ),
            ("|八、社会保障和就业支出|1.00|1.00|", "208", "八、社会保障和就业支出"),
            ("|社会保障和~就业支出|1.00|1.00|", "208", "社会保障和就业支出"),
            ("2019901|某项新设支出|1.00|1.00|", "2019901", "某项新设支出"),
            ("201|201 一般公共服务支出|1.00|1.00|", "201", "一般公共服务支出"),
        ],
    )
    def test_are_known_by_code_or_name(self, line: str, key: str, name: str) -> None:
        assert self.codes(line) == [(key, name, RowKind.CODE)]

    def test_of_one_code_are_counted(self) -> None:
        assert [key for key, _, _ in self.codes(*["2010301|行政运行|1.00||"] * 3)] == [
            "2010301",
            "2010301#2",
            "2010301#3",
        ]

    def test_with_a_name_that_stands_for_several_codes_are_not_known(self) -> None:
        assert self.codes("|行政运行|1.00|1.00|") == [("'行政运行'", "行政运行", RowKind.UNKNOWN)]

    def test_that_are_empty_are_none(self) -> None:
        assert self.codes("||||", "|…||-|".replace("…", " ").replace("-", "")) == []

    def test_without_a_name_keep_their_amounts_as_unknown(self) -> None:
        table = one_table(
            xinjiang(),
            T3,
            grid("科目代码|科目名称|合计|基本支出|项目支出", "||5.00||", "|总计|1.00|1.00|"),
        )
        assert printed(table)["表3[''].合计"] == "5.00"
        assert table.gaps == ("「（空）」行不识 row not known",)

    def test_roll_up_to_the_nearest_printed_ancestor(self) -> None:
        table = one_table(
            xinjiang(),
            T3,
            grid(
                "科目代码|科目名称|合计|基本支出|项目支出",
                "201|一般公共服务支出|2.00|2.00|",
                "2010301|行政运行|2.00|2.00|",
                "2080505|养老|1.00|1.00|",
                "|总计|3.00|3.00|",
            ),
        )
        assert {one.key: (one.parent, one.leaf) for one in table.rows} == {
            "201": ("总计", False),
            "2010301": ("201", True),
            "2080505": ("总计", True),
            "总计": (None, False),
        }

    def test_without_their_total_leave_a_gap(self) -> None:
        table = one_table(xinjiang(), T3, t3(*T3_HEADS, *T3_BODY[:-1]))
        assert table.gaps == ("缺「总计」行 row missing",)
        assert "表3[总计].合计" not in printed(table)

    @pytest.mark.parametrize("note", ["注：本表反映部门支出。||||||", "|||备注：含上年结转|||"])
    def test_do_not_take_in_a_note_without_amounts(self, note: str) -> None:
        table = one_table(xinjiang(), T3, t3(*T3_HEADS, *T3_BODY, note))
        assert [one.key for one in table.rows if one.kind is RowKind.UNKNOWN] == []
        assert (table.gaps, printed(table)) == ((), T3_FIGURES)

    @pytest.mark.parametrize("label", ["合计", "总 计", "总~计", "合　计"])
    def test_have_a_total_of_several_wordings(self, label: str) -> None:
        table = one_table(xinjiang(), T3, t3(*T3_HEADS, *T3_BODY[:-1], f"|||{label}|954.25||"))
        assert (table.gaps, row(table, "总计").kind) == ((), RowKind.TOTAL)

    @pytest.mark.parametrize("line", ["总计||||954.25|261.28|692.97", "合计|||||1.00|"])
    def test_have_a_total_that_may_stand_in_the_code_column(self, line: str) -> None:
        table = one_table(xinjiang(), T3, t3(*T3_HEADS, *T3_BODY[:-1], line))
        assert (table.gaps, row(table, "总计").kind) == ((), RowKind.TOTAL)


T1 = grid(
    "收入||支出|",
    "项目|预算数|科目名称|预算数",
    "一、本年收入|5,708.69|201 一般公共服务支出|5,660.31",
    "1. 一般公共预算拨款|5,658.69|202 外交支出|",
    "其中：一般财力|930.69|八、社会保障和就业支出|4,530.32",
    "上级一般公共预算安排转移支付|4,728.00||",
    "5. 单位资金|50.00||",
    "其中：事业收入|20.00||",
    "其他收入|30.00||",
    "二、上年结转结余|4,481.94||",
    "1. 财政拨款结转|4,460.00||",
    "其中：一般公共预算拨款|4,460.00||",
    "2. 非财政拨款结转结余|21.94||",
    "单位资金|21.94||",
    "收入总计|10,190.63|支出总计|10,190.63",
)


class TestRowsOfATree:
    """Rows of a fixed list, and lanes side by side."""

    def test_of_two_lanes_stand_side_by_side(self) -> None:
        table = one_table(xinjiang(), "部门收支总体情况表", T1)
        assert (table.id, table.gaps, table.missing) == ("表1", (), ())
        assert printed(table) == {
            "表1.收入[本年收入].预算数": "5,708.69",
            "表1.收入[本年收入/一般公共预算拨款].预算数": "5,658.69",
            "表1.收入[本年收入/一般公共预算拨款/一般财力].预算数": "930.69",
            "表1.收入[本年收入/一般公共预算拨款/上级一般公共预算安排转移支付].预算数": "4,728.00",
            "表1.收入[本年收入/单位资金].预算数": "50.00",
            "表1.收入[本年收入/单位资金/事业收入].预算数": "20.00",
            "表1.收入[本年收入/单位资金/其他收入].预算数": "30.00",
            "表1.收入[上年结转结余].预算数": "4,481.94",
            "表1.收入[上年结转结余/财政拨款结转].预算数": "4,460.00",
            "表1.收入[上年结转结余/财政拨款结转/一般公共预算拨款].预算数": "4,460.00",
            "表1.收入[上年结转结余/非财政拨款结转结余].预算数": "21.94",
            "表1.收入[上年结转结余/非财政拨款结转结余/单位资金].预算数": "21.94",
            "表1.收入[收入总计].预算数": "10,190.63",
            "表1.支出[201].预算数": "5,660.31",
            "表1.支出[208].预算数": "4,530.32",
            "表1.支出[支出总计].预算数": "10,190.63",
        }

    def test_have_the_nearest_printed_ancestor_for_a_parent(self) -> None:
        lines = [
            "“三公”经费支出内容|合计|一般公共预算",
            "因公出国（境）费||",
            "公务接待费|2.00|2.00",
            "公务用车购置及运行费|10.23|10.23",
            "公务用车运行费|10.23|10.23",
            "合计|12.23|12.23",
        ]
        table = one_table(xinjiang(), T10, grid(*lines))
        assert {one.key: one.parent for one in table.rows} == {
            "因公出国（境）费": "总计",
            "公务接待费": "总计",
            "公务用车购置及运行维护费": "总计",
            "公务用车购置及运行维护费/公务用车运行维护费": "公务用车购置及运行维护费",
            "总计": None,
        }

    def test_that_no_wording_knows_leave_a_gap_and_keep_their_amounts(self) -> None:
        lines = [
            "项目|合计|一般公共预算",
            "公务接待费|2.00|2.00",
            "接机'费|7.00|7.00",
            "总计|9.00|9.00",
        ]
        table = one_table(xinjiang(), T10, grid(*lines))
        assert printed(table)["表10['接机''费'].合计"] == "7.00"
        assert row(table, "'接机''费'").kind is RowKind.UNKNOWN
        assert table.gaps == (
            "缺「因公出国（境）费」行 row missing",
            "缺「公务用车购置及运行维护费」行 row missing",
            "「接机'费」行不识 row not known",
        )

    def test_without_an_optional_column_is_a_table_read_whole(self) -> None:
        lines = [
            "三公经费支出内容|合计|资金来源",
            "||一般公共预算",
            "因公出国（境）费||",
            "公务接待费|2.00|2.00",
            "公务用车购置及运行维护费||",
            "总计|2.00|2.00",
        ]
        table = one_table(xinjiang(), T10, grid(*lines))
        assert (table.missing, table.gaps) == ((), ())
        assert table.columns == {("", "合计"), ("", "一般公共预算")}


T7 = "一般公共预算项目支出情况表"
T7_HEADS = ("科目代码|||科目名称|项目名称|项目支出合计|商品和服务支出|资本性支出", "类|款|项|||||")


class TestRowsByItem:
    """Rows of units, codes and projects."""

    def test_of_two_units(self) -> None:
        table = one_table(
            xinjiang(),
            T7,
            grid(
                *T7_HEADS,
                "|||示例市口岸管理办公室||7.00|7.00|",
                "201|||一般公共服务支出||7.00|7.00|",
                "201|03|02|一般行政管理事务|口岸巡查|5.00|5.00|",
                "201|03|02|一般行政管理事务|协查|2.00|2.00|",
                "|||示例市口岸服务中心||3.00||3.00",
                "201|||一般公共服务支出||3.00||3.00",
                "201|03|02|一般行政管理事务|口岸巡查|3.00||3.00",
                "|||总计||10.00|7.00|3.00",
            ),
        )
        office, centre = f"'{ENTITY}'", "'示例市口岸服务中心'"
        assert table.gaps == ()
        assert {one.key: (one.kind, one.parent) for one in table.rows} == {
            office: (RowKind.UNIT, "总计"),
            f"{office}/201": (RowKind.CODE, office),
            f"{office}/2010302/'口岸巡查'": (RowKind.ITEM, f"{office}/201"),
            f"{office}/2010302/'协查'": (RowKind.ITEM, f"{office}/201"),
            centre: (RowKind.UNIT, "总计"),
            f"{centre}/201": (RowKind.CODE, centre),
            f"{centre}/2010302/'口岸巡查'": (RowKind.ITEM, f"{centre}/201"),
            "总计": (RowKind.TOTAL, None),
        }
        assert printed(table)[f"表7[{centre}/2010302/'口岸巡查'].资本性支出"] == "3.00"
        assert row(table, f"{office}/2010302/'协查'").item == "协查"

    def test_of_one_project_in_two_rows_are_counted(self) -> None:
        lines = ["201|03|02|一般行政管理事务|口岸巡查|5.00|5.00|"] * 2
        table = one_table(xinjiang(), T7, grid(*T7_HEADS, *lines, "|||总计||10.00|10.00|"))
        assert [one.key for one in table.rows] == [
            "2010302/'口岸巡查'",
            "2010302/'口岸巡查'#2",
            "总计",
        ]

    @pytest.mark.parametrize("unit", [ENTITY, "示例市口岸服务中心", "示例市口岸 服务中心（本级）"])
    def test_tell_units_from_projects_by_name(self, unit: str) -> None:
        lines = [
            "项目名称|合计|资金来源",
            "||一般公共预算",
            f"{unit}|665.14|665.14",
            "通关协作服务购买经费|659.64|659.64",
            "窗口服务经费|5.50|5.50",
            "总计|665.14|665.14",
        ]
        table = one_table(xinjiang(), "财政拨款委托业务费支出情况表", grid(*lines))
        key = quote(unit)
        assert {one.key: (one.kind, one.parent) for one in table.rows} == {
            key: (RowKind.UNIT, "总计"),
            f"{key}/'通关协作服务购买经费'": (RowKind.ITEM, key),
            f"{key}/'窗口服务经费'": (RowKind.ITEM, key),
            "总计": (RowKind.TOTAL, None),
        }

    def test_a_unit_that_table_7_names_is_one_in_table_11_whatever_its_name(self) -> None:
        seven = grid(*T7_HEADS, "|||示例市口岸一号||5.00|5.00|", "|||总计||5.00|5.00|")
        eleven = grid(
            "项目名称|合计|资金来源",
            "||一般公共预算",
            "示例市口岸一号|5.00|5.00",
            "场地服务|5.00|5.00",
            "总计|5.00|5.00",
        )
        document = recognised(xinjiang(), T7, seven, "财政拨款委托业务费支出情况表", eleven)
        assert [one.key for one in document.tables[1].rows] == [
            "'示例市口岸一号'",
            "'示例市口岸一号'/'场地服务'",
            "总计",
        ]

    def test_a_project_of_table_7_is_one_in_table_11_whatever_its_name(self) -> None:
        seven = grid(
            *T7_HEADS,
            f"|||{ENTITY}||7.00|7.00|",
            "201|03|02|一般行政管理事务|口岸工作会|5.00|5.00|",
            "201|03|02|一般行政管理事务|协查|2.00|2.00|",
            "|||总计||7.00|7.00|",
        )
        eleven = grid(
            "项目名称|合计|资金来源",
            "||一般公共预算",
            f"{ENTITY}|7.00|7.00",
            "口岸工作会|5.00|5.00",
            "协查|2.00|2.00",
            "总计|7.00|7.00",
        )
        document = recognised(xinjiang(), T7, seven, "财政拨款委托业务费支出情况表", eleven)
        assert {one.key: one.kind for one in document.tables[1].rows} == {
            f"'{ENTITY}'": RowKind.UNIT,
            f"'{ENTITY}'/'口岸工作会'": RowKind.ITEM,
            f"'{ENTITY}'/'协查'": RowKind.ITEM,
            "总计": RowKind.TOTAL,
        }

    def test_with_quotes_in_a_name_double_them(self) -> None:
        line = "201|03|02|一般行政管理事务|“口岸'一号'” 项目/甲|5.00|5.00|"
        table = one_table(xinjiang(), T7, grid(*T7_HEADS, line, "|||总计||5.00|5.00|"))
        assert table.rows[0].key == "2010302/'“口岸''一号''”项目/甲'"


class TestDocument:
    """The body, the year and the regime."""

    TEXT = (
        f"2026 年{ENTITY}部门预算公开",
        T3,
        f"编制部门：{ENTITY}",
        WAN,
    )

    def test_has_a_body_and_a_year(self) -> None:
        document = recognised(xinjiang(), *self.TEXT, t3())
        assert (document.entity, document.year, document.regime) == (ENTITY, 2026, XINJIANG)

    def test_may_leave_both_out(self) -> None:
        document = recognised(xinjiang(), T3, t3())
        assert (document.entity, document.year) == (None, None)

    @pytest.mark.parametrize(
        ("line", "entity"),
        [
            (f"编制部门：{ENTITY}", ENTITY),
            (f"编制单位: {ENTITY}   单位：万元", ENTITY),
            (f"编制单位：{ENTITY} 金额单位：万元", ENTITY),
        ],
    )
    def test_has_the_body_that_its_captions_name(self, line: str, entity: str) -> None:
        assert recognised(xinjiang(), T3, line, t3()).entity == entity

    def test_is_known_by_its_tables(self) -> None:
        contents = "十一、财政拨款委托业务费支出情况表"
        document, regime = recognise(source(contents, *self.TEXT, t3()), {XINJIANG: xinjiang()})
        assert (document.regime, regime.id) == (XINJIANG, XINJIANG)

    def test_of_another_place_with_a_table_of_the_same_title_fits_no_regime(self) -> None:
        with pytest.raises(SourceError, match="12 张表找到 1 张"):
            recognise(source(*self.TEXT, t3()), {XINJIANG: xinjiang()})

    def test_of_another_year_fits_no_regime(self) -> None:
        old = [text.replace("2026", "2019") for text in self.TEXT]
        with pytest.raises(SourceError, match="nearest is xinjiang-budget-2026") as error:
            recognise(source(*old, t3()), {XINJIANG: xinjiang()})
        assert "2019 年" in error.value.message

    def test_of_something_else_fits_no_regime(self) -> None:
        with pytest.raises(SourceError, match="12 张表找到 0 张"):
            recognise(source("会议纪要", grid("甲|乙", "1|2")), {XINJIANG: xinjiang()})

    def test_under_an_unknown_regime_is_wrong_usage(self) -> None:
        with pytest.raises(UsageError, match="no regime xinjiang: xinjiang-budget-2026"):
            recognise(source(T3, t3()), {XINJIANG: xinjiang()}, "xinjiang")

    def test_without_any_regime_is_wrong_usage(self) -> None:
        with pytest.raises(UsageError, match="no regime is installed"):
            recognise(source(T3, t3()), {})


@pytest.mark.parametrize(
    ("printed_text", "folded"),
    [
        ("一般公共\n预算", "一般公共预算"),
        ("“三公”经费支出（万元）", "三公经费支出"),
        ("合计（单位：元）", "合计"),
        ("资本性支出（一）", "资本性支出(一)"),
        ("占比（％）", "占比"),
    ],
)
def test_a_heading_is_compared_without_marks_and_unit(printed_text: str, folded: str) -> None:
    assert fold(printed_text) == folded


@pytest.mark.parametrize(
    ("printed_text", "folded"),
    [
        ("一、本年收入", "本年收入"),
        ("（一）一般公共预算拨款", "一般公共预算拨款"),
        ("1. 一般公共预算拨款", "一般公共预算拨款"),
        ("其中：一般财力", "一般财力"),
        ("其中：1、一般财力", "一般财力"),
        ("十二、其他", "其他"),
        ("1.5 倍", "1.5倍"),
        ("2026 年项目", "2026年项目"),
    ],
)
def test_a_label_is_compared_without_its_numbering(printed_text: str, folded: str) -> None:
    assert fold_label(printed_text) == folded
