"""What the forms of further places print: the body's name, its years, classes without codes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from support import ENTITY, FILES, grid, one_table, printed, recognised, small, written

from hebiao.kinds import load_kinds
from hebiao.model import RowKind
from hebiao.package import extract
from hebiao.recognise.codes import Codes
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from hebiao.regime.spec import Regime

LEVELS = (3, 5, 7)

YEARS = """
id = "己"
title = "三年对比表"
title_en = "Years compared"

[[lane]]
rows = "tree"
columns = ["金额"]
label = "年度"
row = [{ key = "本年", printed = ["~年"] }, { key = "上年", printed = ["«年"] }]

[[layout]]
head = [
  { printed = [["年度"]], role = "label" },
  { printed = [["~年口径", "金额"]], column = "金额" },
]
"""

UNITS = """
id = "庚"
title = "单位收入明细表"
title_en = "By unit"

[[lane]]
rows = "code"
columns = ["合计"]
label = "部门名称"
total = { key = "合计" }

[[layout]]
head = [
  { printed = [["部门代码"]], role = "code" },
  { printed = [["部门名称"]], role = "name" },
  { printed = [["合计"]], column = "合计" },
]
"""

ACROSS = """
id = "辛"
title = "三公经费一览表"
title_en = "Across"

[[lane]]
rows = "tree"
columns = ["预算数"]
label = "项目"
row = [{ key = "公务用车" }, { key = "公务用车/购置" }, { key = "接待" }]

[[layout]]
head = [
  { printed = [["公务用车", "小计"]], row = "公务用车", column = "预算数" },
  { printed = [["公务用车", "购置"]], row = "公务用车/购置", column = "预算数" },
  { printed = [["接待"]], row = "接待", column = "预算数" },
]
"""

NAMED = ("小制式 2026年", f"编制单位：{ENTITY}", "单位：万元")


@cache
def place() -> Regime:
    """Give the small regime, its total printed as the body's name, and a table by years."""
    codes = FILES["schemas/small/codes.toml"].replace('["合计"] }', '["合计", "@"] }')
    codes = codes.replace("head = [", 'head = [{ printed = [["单位"]], role = "label" },')
    regime = FILES["schemas/small/regime.toml"].replace('"戊"]', '"戊", "己", "庚", "辛"]')
    files = {
        "schemas/small/codes.toml": codes,
        "schemas/small/regime.toml": regime,
        "schemas/small/years.toml": YEARS,
        "schemas/small/units.toml": UNITS,
        "schemas/small/across.toml": ACROSS,
    }
    with TemporaryDirectory() as folder:
        return load_regimes(load_kinds(), written(Path(folder), FILES | files))["small"]


class TestMarks:
    def test_the_total_may_be_printed_as_the_bodys_name(self) -> None:
        table = one_table(
            place(),
            *NAMED,
            "科目支出表",
            grid(
                "科目代码|科目名称|合计|基本支出|项目支出",
                f"|{ENTITY}|9.00|8.00|1.00",
                "201|一般公共服务支出|9.00|8.00|1.00",
            ),
        )
        assert [(row.key, row.kind, row.name) for row in table.rows] == [
            ("总计", RowKind.TOTAL, ENTITY),
            ("201", RowKind.CODE, "一般公共服务支出"),
        ]
        assert not table.gaps

    def test_another_bodys_name_is_not_the_total(self) -> None:
        table = one_table(
            place(),
            *NAMED,
            "科目支出表",
            grid("科目代码|科目名称|合计|基本支出|项目支出", "|示例市口岸服务中心|9.00|8.00|1.00"),
        )
        assert table.gaps == (
            "缺「总计」行 row missing",
            "「示例市口岸服务中心」行不识 row not known",
        )

    @pytest.mark.parametrize("year", [2026, 2027])
    def test_rows_and_headings_may_print_the_documents_year_and_the_one_before(
        self, year: int
    ) -> None:
        table = one_table(
            place(),
            f"小制式 {year}年",
            "三年对比表",
            grid(f"年度|{year}年口径", "|金额", f"{year - 1}年|3.00", f"{year}年|4.00"),
        )
        assert printed(table) == {"己[上年].金额": "3.00", "己[本年].金额": "4.00"}
        assert not table.gaps

    def test_a_label_beside_code_and_name_is_of_rows_without_a_code(self) -> None:
        heads = "单位|科目代码|科目名称|合计|基本支出|项目支出"
        rows = (f"{ENTITY}|||9.00|8.00|1.00", "|201|一般公共服务支出|9.00|8.00|1.00")
        document = recognised(place(), *NAMED, "科目支出表", grid(heads, *rows))
        lines = extract(document, place())["table-02.csv"].splitlines()
        assert lines[1].startswith(f"{ENTITY},,{ENTITY},9.00")
        assert lines[2].startswith(",201,一般公共服务支出,9.00")

    def test_a_data_package_has_them_as_they_are_printed(self) -> None:
        blocks = (
            *NAMED,
            "三年对比表",
            grid("年度|2026年口径", "|金额", "2025年|3.00", "2026年|4.00"),
        )
        document = recognised(place(), *blocks)
        assert extract(document, place())["table-06.csv"] == (
            "年度,2026年口径/金额\n2025年,3.00\n2026年,4.00\n"
        )


class TestShapes:
    def test_codes_of_no_classification_stand_below_those_that_begin_them(self) -> None:
        table = one_table(
            place(),
            *NAMED,
            "单位收入明细表",
            grid(
                "部门代码|部门名称|合计",
                "合计||9.00",
                f"024|{ENTITY}|9.00",
                f"024001|{ENTITY}|8.00",
                "024002|示例市口岸服务中心|1.00",
            ),
        )
        assert [(row.key, row.parent, row.leaf) for row in table.rows] == [
            ("合计", None, False),
            ("024", "合计", False),
            ("024001", "024", True),
            ("024002", "024", True),
        ]
        assert not table.gaps

    def test_a_table_printed_only_across_is_kept_so_in_a_data_package(self) -> None:
        blocks = ("三公经费一览表", grid("公务用车||接待", "小计|购置|", "2.00|2.00|1.00"))
        document = recognised(place(), *NAMED, *blocks)
        (table,) = document.tables
        assert printed(table) == {
            "辛[公务用车].预算数": "2.00",
            "辛[公务用车/购置].预算数": "2.00",
            "辛[接待].预算数": "1.00",
        }
        assert "小计,购置,\n2.00,2.00,1.00\n" in extract(document, place())["form-01.csv"]


class TestNamesWithoutCodes:
    WITH_CODES = grid(
        "科目代码|科目名称|合计|基本支出|项目支出",
        "|合计|9.00|8.00|1.00",
        "2010999|其他海关事务支出|9.00|8.00|1.00",
        "2010901|行政运行|9.00|8.00|1.00",
    )

    def names(self, *labels: str) -> list[str]:
        document = recognised(
            small(),
            "小制式",
            "收支总览表",
            grid(
                "收入||支出|",
                "项目|预算数|科目名称|预算数",
                "本年收入|1.00||",
                *(f"||{label}|1.00" for label in labels),
                "收入总计|1.00|支出总计|1.00",
            ),
            "科目支出表",
            self.WITH_CODES,
        )
        table = document.table("甲")
        assert table is not None
        return [row.key for row in table.rows if row.lane == "支出"][:-1]

    def test_one_name_on_three_levels_is_known_from_above_down(self) -> None:
        labels = ("一、住房保障支出", "二、其他支出", "其他支出", "其他支出")
        assert self.names(*labels)[:3] == ["221", "229", "22999"]

    def test_a_name_of_many_classes_is_the_one_below_the_class_printed_above(self) -> None:
        labels = ("一般公共服务支出", "财政事务", "行政运行", "信息化建设")
        assert self.names(*labels) == ["201", "20106", "2010601", "2010607"]

    def test_a_name_that_the_classification_lacks_is_the_one_another_table_prints(self) -> None:
        labels = ("一般公共服务支出", "海关事务", "行政运行", "其他海关事务支出")
        assert self.names(*labels) == ["201", "20109", "2010901", "2010999"]

    def test_a_name_that_many_codes_share_and_none_above_tells_is_not_known(self) -> None:
        assert self.names("住房保障支出", "一般行政管理事务") == ["221", "'一般行政管理事务'"]

    def test_no_code_is_given_twice_while_another_fits(self) -> None:
        codes = Codes(LEVELS, {"其他": ["20199", "2019999"]}, {"其他": ["2019999", "2019998"]})
        assert codes.named("其他", ["201"]) == "20199"
        assert codes.named("其他", ["201", "20199"]) == "2019999"
        assert codes.named("其他", ["201", "20199", "2019999"]) == "2019998"
        assert codes.named("其他", ["201", "20199", "2019999", "2019998"]) == "2019999"
