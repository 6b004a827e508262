"""Every printed figure with its address, exact value, quantum and state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from support import ENTITY, grid, recognised, small

from hebiao.bind import Figures, bind
from hebiao.figure import UNITS, State
from hebiao.model import Location

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.regime.spec import Regime

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"


@pytest.fixture(name="regime")
def _regime() -> Regime:
    return small()


def bound(regime: Regime, *blocks: str | Block) -> Figures:
    return bind(recognised(regime, *blocks))


def test_every_figure_has_address_value_quantum_and_state(regime: Regime) -> None:
    figures = bound(
        regime,
        "科目支出表",
        grid(HEADS, "201|一般公共服务支出|1,020.50|约二十|", "|总计|1,020.50|(20.5)|—"),
    )
    expected = pd.DataFrame(
        [
            ("乙[201].合计", "201", "合计", "1,020.50", 1_020_500_000, 10_000, "printed"),
            ("乙[201].基本支出", "201", "基本支出", "约二十", 0, 0, "unreadable"),
            ("乙[201].项目支出", "201", "项目支出", "", 0, 0, "blank"),
            ("乙[总计].合计", "总计", "合计", "1,020.50", 1_020_500_000, 10_000, "printed"),
            ("乙[总计].基本支出", "总计", "基本支出", "(20.5)", -20_500_000, 100_000, "printed"),
            ("乙[总计].项目支出", "总计", "项目支出", "—", 0, 0, "blank"),
        ],
        columns=["address", "row", "column", "raw", "value", "quantum", "state"],
    )
    pd.testing.assert_frame_equal(figures.frame[list(expected.columns)], expected)
    assert figures.frame["value"].dtype == figures.frame["quantum"].dtype == "int64"
    assert set(figures.frame["table"]) == {"乙"}
    assert set(figures.frame["unit"]) == {"万元"}


def test_numbers_places_and_addresses_agree(regime: Regime) -> None:
    figures = bound(regime, "科目支出表", grid(HEADS, "201|服务|1.00|1.00|", "|总计|1.00|1.00|"))
    assert figures.places["乙", "", "总计", "基本支出"] == figures.numbers["乙[总计].基本支出"] == 4
    assert figures.entries[4].location == Location(line=3, span=(3, 4))
    assert figures.names["乙[201].科目名称"].raw == "服务"
    assert "乙[201].科目名称" not in figures.numbers
    assert list(figures.tables) == ["乙"]
    assert [row.key for row in figures.rows["乙", ""]] == ["201", "总计"]


def test_each_table_is_read_in_its_own_unit(regime: Regime) -> None:
    figures = bound(
        regime,
        *("科目支出表", "单位：元", grid(HEADS, "|总计|10,205,000.00|10,205,000|")),
        *("拨款来源表", "单位：万元", grid(HEADS, "|总计|1,020.50|1,020.5|")),
    )
    wanted = ["乙[总计].合计", "乙[总计].基本支出", "丙[总计].合计", "丙[总计].基本支出"]
    read = [figures.figures[figures.numbers[address]] for address in wanted]
    assert [one.value for one in read] == [1_020_500_000] * 4
    assert [one.quantum for one in read] == [1, 100, 10_000, 100_000]
    assert figures.units[figures.numbers["乙[总计].合计"]] == UNITS["元"]


@pytest.mark.parametrize(
    ("others", "quantum"),
    [
        pytest.param(("5.00", "3"), 10_000, id="finest-place-of-the-table"),
        pytest.param(("5", "3"), 1_000_000, id="whole-amounts"),
        pytest.param(("", "0"), 1_000_000, id="zeros-alone"),
        pytest.param(("0.00", ""), 1_000_000, id="zero-with-places-tells-nothing-of-others"),
    ],
)
def test_a_bare_zero_is_known_to_the_tables_last_place(
    regime: Regime, others: tuple[str, str], quantum: int
) -> None:
    figures = bound(regime, "科目支出表", grid(HEADS, f"|总计|0|{others[0]}|{others[1]}"))
    zero = figures.figures[figures.numbers["乙[总计].合计"]]
    assert (zero.value, zero.quantum, zero.state) == (0, quantum, State.PRINTED)


def test_a_zero_with_more_places_keeps_them(regime: Regime) -> None:
    figures = bound(regime, "科目支出表", grid(HEADS, "|总计|0.000|5.00|"))
    assert figures.figures[figures.numbers["乙[总计].合计"]].quantum == 1_000


def test_repeated_rows_have_figures_of_their_own(regime: Regime) -> None:
    figures = bound(
        regime, "科目支出表", grid(HEADS, "201|服务|1.00||", "201|服务|2.00||", "|总计|3.00||")
    )
    values = {address: figures.figures[n].value for address, n in figures.numbers.items()}
    assert values["乙[201].合计"] == 1_000_000
    assert values["乙[201#2].合计"] == 2_000_000


def test_a_document_without_tables_has_no_figures(regime: Regime) -> None:
    figures = bound(regime, f"编制单位：{ENTITY}")
    assert figures.frame.empty
    assert figures.frame["value"].dtype == "int64"
    assert (figures.entries, dict(figures.places)) == ((), {})
