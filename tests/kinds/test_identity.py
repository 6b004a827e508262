"""Identities: their instances, what `*` ranges over, and what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import ENTITY, addresses, checked, grid, small, verdicts

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.result import Outcome

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
ROW = 'each = "row"\nformula = "乙[*].合计 = 乙[*].基本支出 + 乙[*].项目支出"'
COPY = 'formula = "乙[总计].合计 = 丙[总计].合计"'
BY_CODE = 'each = "code"\nformula = "乙[*].合计 = 丙[*].合计"'


def b(*rows: str) -> tuple[str | Block, ...]:
    return ("科目支出表", grid(HEADS, *rows))


def c(*rows: str) -> tuple[str | Block, ...]:
    return ("拨款来源表", grid(HEADS, *rows))


def d(*rows: str) -> tuple[str | Block, ...]:
    return ("项目明细表", grid("科目代码|科目名称|项目名称|合计", *rows))


def e(*rows: str) -> tuple[str | Block, ...]:
    return ("委托事项表", grid("项目名称|合计", *rows))


def judged(fields: str, *blocks: str | Block) -> dict[str, Outcome]:
    regime = small(f'id = "R1"\nkind = "identity"\n{fields}')
    return checked(regime, *blocks)[1]


def sides(outcome: Outcome) -> tuple[str, str | None, str | None]:
    return str(outcome.verdict), outcome.actual, outcome.expected


class TestEachRow:
    """`each = "row"`: one instance a row."""

    ROWS = (
        "201|服务|10.00|4.00|6.00",
        "208|保障|10.00|4.00|6.01",
        "209|其他|10.00|4.00|6.10",
        "210|卫生|||",
        "211|环保|5.00||5.00",
        "212|社区|约五|5.00|",
        "|总计|35.00|12.00|23.11",
    )

    def test_has_a_verdict_and_both_sides_for_every_row(self) -> None:
        outcomes = judged(ROW, *b(*self.ROWS))
        assert {key: sides(one) for key, one in outcomes.items()} == {
            "R1@201": ("holds", "10.00", "10.00"),
            "R1@208": ("rounding", "10.00", "10.01"),
            "R1@209": ("fails", "10.00", "10.10"),
            "R1@210": ("not-applicable", None, None),
            "R1@211": ("holds", "5.00", "5.00"),
            "R1@212": ("cannot-tell", None, None),
            "R1@总计": ("fails", "35.00", "35.11"),
        }

    def test_says_what_fails_with_its_figures_and_cells(self) -> None:
        regime = small(f'id = "R1"\nkind = "identity"\n{ROW}')
        _, outcomes, findings = checked(regime, *b(*self.ROWS))
        failed = outcomes["R1@209"]
        assert (failed.residual, failed.slack, failed.unit) == ("-0.10", "0.015", "万元")
        assert failed.formula == "乙[209].合计 = 乙[209].基本支出 + 乙[209].项目支出"
        assert failed.filled == "10.00 = 4.00 + 6.10"
        assert addresses(failed) == [
            ("left", "乙[209].合计"),
            ("right", "乙[209].基本支出"),
            ("right", "乙[209].项目支出"),
        ]
        finding = findings["R1@209"]
        assert {(cell.raw, cell.value) for cell in finding.cells} == {
            ("10.00", "10.00"),
            ("4.00", "4.00"),
            ("6.10", "6.10"),
        }
        assert failed.message is not None
        assert "10.00" in failed.message.zh
        assert "10.10" in failed.message.zh
        assert "相差 0.10 万元" in failed.message.zh
        assert sorted(findings) == ["R1@209", "R1@总计"]

    def test_says_why_it_cannot_tell(self) -> None:
        outcomes = judged(ROW, *b(*self.ROWS))
        reason = "乙[212].合计 读不出 unreadable: 不是数 not a number"
        assert outcomes["R1@212"].reason == reason

    def test_counts_a_blank_as_zero_without_slack(self) -> None:
        outcomes = judged(ROW, *b("201|服务|0.01||", "|总计|0.01|0.00|"))
        assert {key: (*sides(one), one.slack) for key, one in outcomes.items()} == {
            "R1@201": ("fails", "0.01", "0.00", "0.005"),
            "R1@总计": ("rounding", "0.01", "0.00", "0.01"),
        }


class TestEachCode:
    """`each = "code"` and its like: the union of what the tables print."""

    def test_a_row_that_a_whole_table_does_not_print_is_blank(self) -> None:
        outcomes = judged(
            BY_CODE,
            *b("201|服务|10.00||", "208|保障|5.00||", "|总计|15.00||"),
            *c("201|服务|10.00||", "209|其他|5.00||", "|总计|15.00||"),
        )
        assert {key: sides(one) for key, one in outcomes.items()} == {
            "R1@201": ("holds", "10.00", "10.00"),
            "R1@208": ("fails", "5.00", "0.00"),
            "R1@209": ("fails", "0.00", "5.00"),
        }
        assert addresses(outcomes["R1@208"]) == [("left", "乙[208].合计")]

    def test_a_row_that_may_not_have_been_read_is_not_judged(self) -> None:
        outcomes = judged(
            BY_CODE,
            *b("201|服务|10.00||", "208|保障|5.00||", "|总计|15.00||"),
            *c("201|服务|10.00||", "|某某|5.00||", "|总计|15.00||"),
        )
        assert {key: (str(one.verdict), one.reason) for key, one in outcomes.items()} == {
            "R1@201": ("holds", ""),
            "R1@208": ("cannot-tell", "丙 「某某」行不识 row not known"),
        }

    def test_without_its_table_cannot_be_told(self) -> None:
        outcomes = judged(BY_CODE, *b("201|服务|10.00||", "|总计|10.00||"))
        (only,) = outcomes.items()
        assert (only[0], str(only[1].verdict), only[1].reason) == (
            "R1@*",
            "cannot-tell",
            "丙 未找到 not found",
        )

    def test_rows_of_one_code_are_added(self) -> None:
        outcomes = judged(
            BY_CODE,
            *b("201|服务|4.00||", "201|服务|6.00||", "|总计|10.00||"),
            *c("201|服务|10.00||", "|总计|10.00||"),
        )
        assert sides(outcomes["R1@201"]) == ("holds", "10.00", "10.00")

    def test_codes_of_every_unit_are_added(self) -> None:
        outcomes = judged(
            'each = "code"\nformula = "乙[*].合计 = 丁[*].合计"',
            *b("201|服务|10.00||", "|总计|10.00||"),
            *d(
                f"|{ENTITY}||4.00",
                "201|服务||4.00",
                "|服务中心||6.00",
                "201|服务||6.00",
                "|总计||10.00",
            ),
        )
        assert sides(outcomes["R1@201"]) == ("holds", "10.00", "10.00")
        assert addresses(outcomes["R1@201"])[1:] == [
            ("right", f"丁['{ENTITY}'/201].合计"),
            ("right", "丁['服务中心'/201].合计"),
        ]

    def test_each_class_is_the_class_of_every_code(self) -> None:
        overview = grid(
            "收入||支出|",
            "项目|预算数|科目名称|预算数",
            "本年收入|15.00|201 一般公共服务支出|10.00",
            "上年结转||208 社会保障和就业支出|6.00",
            "收入总计|15.00|支出总计|15.00",
        )
        outcomes = judged(
            'each = "class"\nformula = "甲.支出[*].预算数 = 乙[*].合计"',
            *("收支总览表", overview),
            *b(
                "201|服务|10.00||", "2010301|行政|10.00||", "2080501|离退休|5.00||", "|总计|15.00||"
            ),
        )
        assert {key: sides(one) for key, one in outcomes.items()} == {
            "R1@201": ("holds", "10.00", "10.00"),
            "R1@208": ("fails", "6.00", "0.00"),
        }

    def test_each_item_is_a_code_of_the_lowest_level(self) -> None:
        outcomes = judged(
            'each = "item"\nformula = "乙[*].合计 = sum(丁[*/leaf].合计)"',
            *b("201|服务|7.00||", "2010302|事务|7.00||", "|总计|7.00||"),
            *d("201|服务||7.00", "2010302|事务|巡查|5.00", "2010302|事务|协查|1.00", "|总计||7.00"),
        )
        assert {key: sides(one) for key, one in outcomes.items()} == {
            "R1@2010302": ("fails", "7.00", "6.00")
        }

    def test_each_project_is_known_by_its_name_in_whatever_table(self) -> None:
        outcomes = judged(
            'each = "project"\nformula = "丁[*].合计 = 戊[*].合计"',
            *d(
                "2010302|事务|“口岸”巡查|5.00",
                "2010399|其他|“口岸”巡查|1.00",
                "2010302|事务|协查|2.00",
                "|总计||8.00",
            ),
            *e("口岸 巡查|6.00", "协查|3.00", "总计|9.00"),
        )
        assert {key: sides(one) for key, one in outcomes.items()} == {
            "R1@口岸巡查": ("holds", "6.00", "6.00"),
            "R1@协查": ("fails", "2.00", "3.00"),
        }

    def test_a_filter_keeps_the_codes_it_matches(self) -> None:
        outcomes = judged(
            f'{BY_CODE}\nwhere = {{ row = ["201*", "208"] }}',
            *b("201|a|1.00||", "20103|b|1.00||", "208|c|1.00||", "20805|d|1.00||", "|总计|2.00||"),
            *c("|总计|||"),
        )
        assert list(outcomes) == ["R1@201", "R1@20103", "R1@208"]


class TestNames:
    """`each` as a list of names, and chains."""

    def test_each_name_is_an_instance(self) -> None:
        fields = (
            'each = ["基本支出", { name = "项目", col = "项目支出" }]\n'
            'formula = "乙[总计].{col} = 丙[总计].{col}"'
        ).replace('["基本支出", ', '[{ name = "基本", col = "基本支出" }, ')
        outcomes = judged(fields, *b("|总计|9.00|4.00|5.00"), *c("|总计|9.00|4.00|6.00"))
        assert {key: sides(one) for key, one in outcomes.items()} == {
            "R1@基本": ("holds", "4.00", "4.00"),
            "R1@项目": ("fails", "5.00", "6.00"),
        }

    def test_each_name_with_a_star_is_an_instance_a_row(self) -> None:
        fields = 'each = ["基本支出", "项目支出"]\nformula = "乙[*].{name} = 丙[*].{name}"'
        tables = (
            *b("201|甲|9.00|4.00|5.00", "|总计|9.00|4.00|5.00"),
            *c("201|甲|9.00|4.00|6.00", "|总计|9.00|4.00|5.00"),
        )
        assert verdicts(judged(fields, *tables)) == {
            "R1@基本支出[201]": "holds",
            "R1@基本支出[总计]": "holds",
            "R1@项目支出[201]": "fails",
            "R1@项目支出[总计]": "holds",
        }

    def test_a_chain_gives_an_instance_a_pair(self) -> None:
        fields = 'formula = "乙[总计].合计 = 丙[总计].合计 = 丁[总计].合计"'
        tables = (*b("|总计|9.00||"), *c("|总计|9.00||"), *d("|总计||8.00"))
        assert {key: sides(one) for key, one in judged(fields, *tables).items()} == {
            "R1@1": ("holds", "9.00", "9.00"),
            "R1@2": ("fails", "9.00", "8.00"),
        }

    def test_a_chain_for_each_row_gives_an_instance_a_row_and_pair(self) -> None:
        fields = 'each = "row"\nformula = "乙[*].合计 = 乙[*].基本支出 >= 乙[*].项目支出"'
        outcomes = judged(fields, *b("201|服务|9.00|9.00|1.00", "|总计|9.00|9.00|9.50"))
        assert verdicts(outcomes) == {
            "R1@201#1": "holds",
            "R1@201#2": "holds",
            "R1@总计#1": "holds",
            "R1@总计#2": "fails",
        }


class TestTerms:
    """Sets of rows, constants, rationals, order."""

    TABLES = (
        *b("201|a|4.00||", "20103|b|4.00||", "208|c|6.00||", "|总计|10.00||"),
        *d(
            f"|{ENTITY}||4.00",
            "201|a|巡查|4.00",
            "|服务中心||7.00",
            "208|c|协查|5.00",
            "208|c|联检|1.00",
            "|总计||10.00",
        ),
    )

    @pytest.mark.parametrize(
        ("formula", "expected"),
        [
            ("乙[总计].合计 = sum(乙[class].合计)", ("holds", "10.00", "10.00")),
            ("乙[总计].合计 = sum(乙[leaf].合计)", ("holds", "10.00", "10.00")),
            ("乙[总计].合计 = sum(丁[unit].合计)", ("fails", "10.00", "11.00")),
            ("乙[总计].合计 = sum(丁[leaf].合计)", ("holds", "10.00", "10.00")),
            ("乙[总计].合计 = 1/2 × 丁[总计].合计", ("fails", "10.00", "5.00")),
            ("乙[208].合计 = 1.5 * 乙[201].合计", ("holds", "6.00", "6.00")),
            ("乙[总计].合计 - 乙[201].合计 = 乙[208].合计", ("holds", "6.00", "6.00")),
            ("- 乙[总计].合计 = - 乙[201].合计 - 乙[208].合计", ("holds", "-10.00", "-10.00")),
            ("乙[总计].合计 <= 9.99 万元", ("fails", "10.00", "9.99")),
            ("乙[总计].合计 <= 100000 元", ("holds", "10.00", "10.00")),
            ("乙[总计].合计 >= 乙[201].合计 + 6.01 万元", ("rounding", "10.00", "10.01")),
            ("乙[总计].合计 >= 0", ("holds", "10.00", "0.00")),
            ("3 × 乙[201].合计 <= 乙[总计].合计", ("fails", "12.00", "10.00")),
        ],
    )
    def test_give_both_sides(self, formula: str, expected: tuple[str, str, str]) -> None:
        outcomes = judged(f'formula = "{formula}"', *self.TABLES)
        assert sides(outcomes["R1@"]) == expected

    def test_a_set_of_rows_of_a_table_not_read_whole_cannot_be_told(self) -> None:
        outcomes = judged(
            'formula = "乙[总计].合计 = sum(乙[class].合计)"',
            *b("201|a|4.00||", "|某某|6.00||", "|总计|10.00||"),
        )
        assert (str(outcomes["R1@"].verdict), outcomes["R1@"].reason) == (
            "cannot-tell",
            "乙 「某某」行不识 row not known",
        )

    def test_tables_in_different_units_compare_in_the_documents(self) -> None:
        outcomes = judged(
            COPY,
            *("单位：元", *b("|总计|105,000.00||")),
            *("单位：万元", *c("|总计|10.60||")),
            *("单位：万元", *d("|总计||10.60")),
        )
        failed = outcomes["R1@"]
        assert (*sides(failed), failed.residual, failed.slack, failed.unit) == (
            "fails",
            "10.50",
            "10.60",
            "-0.10",
            "0.0050005",
            "万元",
        )

    def test_a_copy_one_last_place_apart_is_rounding(self) -> None:
        outcomes = judged(COPY, *b("|总计|10.00||"), *c("|总计|10.01||"))
        assert sides(outcomes["R1@"]) == ("rounding", "10.00", "10.01")
        assert outcomes["R1@"].message is None


class TestColumns:
    """Columns that are not printed."""

    def test_an_optional_one_is_blank(self) -> None:
        rows = grid("科目代码|科目名称|合计|基本支出", "|总计|9.00|9.00")
        outcomes = judged(ROW, "科目支出表", rows)
        assert sides(outcomes["R1@总计"]) == ("holds", "9.00", "9.00")

    def test_a_required_one_cannot_be_told(self) -> None:
        rows = grid("科目代码|科目名称|合计|项目支出", "|总计|9.00|9.00")
        outcomes = judged(ROW, "科目支出表", rows)
        assert (str(outcomes["R1@总计"].verdict), outcomes["R1@总计"].reason) == (
            "cannot-tell",
            "乙 缺「基本支出」列 column missing",
        )


class TestGuards:
    """`when`: an instance whose guard is not met does not apply."""

    @pytest.mark.parametrize(
        ("when", "row", "verdict"),
        [
            ("printed(丙[总计].合计)", "|总计|9.00||", "fails"),
            ("printed(丙[总计].合计)", "|总计|||", "not-applicable"),
            ("printed(丙[总计].合计)", "|总计|0.00||", "fails"),
            ("printed(丙[总计].合计)", "|总计|约九||", "cannot-tell"),
            ("printed(丙[201].合计)", "|总计|9.00||", "not-applicable"),
            ("zero(丙[总计].项目支出)", "|总计|9.00||", "fails"),
            ("zero(丙[总计].项目支出)", "|总计|9.00||0.00", "fails"),
            ("zero(丙[总计].项目支出)", "|总计|9.00||1.00", "not-applicable"),
            ("zero(丙[201].合计)", "|总计|9.00||", "fails"),
            (
                "printed(丙[总计].合计) and zero(丙[总计].基本支出)",
                "|总计|9.00|1.00|",
                "not-applicable",
            ),
        ],
    )
    def test_decide(self, when: str, row: str, verdict: str) -> None:
        outcomes = judged(f'{COPY}\nwhen = "{when}"', *b("|总计|10.00||"), *c(row))
        assert verdicts(outcomes) == {"R1@": verdict}

    def test_that_cannot_be_told_leave_the_instance_untold(self) -> None:
        outcomes = judged(
            f'{COPY}\nwhen = "zero(丙[总计].项目支出)"',
            *b("|总计|10.00||"),
            *c("|总计|9.00||约一"),
        )
        assert verdicts(outcomes) == {"R1@": "cannot-tell"}

    def test_hold_for_each_row_by_itself(self) -> None:
        outcomes = judged(
            f'{BY_CODE}\nwhen = "printed(丙[*].合计)"',
            *b("201|a|1.00||", "208|c|1.00||", "|总计|2.00||"),
            *c("201|a|1.00||", "208|c|||", "|总计|1.00||"),
        )
        assert verdicts(outcomes) == {"R1@201": "holds", "R1@208": "not-applicable"}


class TestAny:
    """`any`: one formula that holds is enough."""

    FIELDS = 'any = ["乙[总计].合计 = 丙[总计].合计", "乙[总计].合计 = 丁[总计].合计"]'

    @pytest.mark.parametrize(
        ("c_row", "d_row", "expected"),
        [
            ("|总计|10.00||", "|总计||7.00", ("holds", "10.00", "10.00")),
            ("|总计|7.00||", "|总计||10.00", ("holds", "10.00", "10.00")),
            ("|总计|7.00||", "|总计||10.01", ("rounding", "10.00", "10.01")),
            ("|总计|7.00||", "|总计||8.00", ("fails", "10.00", "7.00")),
            ("|总计|7.00||", "|总计||约十", ("cannot-tell", None, None)),
            ("|总计|约十||", "|总计||10.00", ("holds", "10.00", "10.00")),
        ],
    )
    def test_the_best_counts(self, c_row: str, d_row: str, expected: tuple[str, str, str]) -> None:
        outcomes = judged(self.FIELDS, *b("|总计|10.00||"), *c(c_row), *d(d_row))
        assert [sides(one) for one in outcomes.values()] == [expected]

    def test_without_tables_cannot_be_told(self) -> None:
        outcomes = judged(self.FIELDS, *b("|总计|10.00||"))
        assert [str(one.verdict) for one in outcomes.values()] == ["cannot-tell"]
