"""Tables and the identity frame as pandera schemas: failure cases become faults, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa
import pytest
from support import grid, recognised, small

from hebiao import schema
from hebiao.bind import bind
from hebiao.kinds.case import Fault

if TYPE_CHECKING:
    from hebiao.model import Block
    from hebiao.regime.spec import Regime

HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
TITLE = "科目支出表"


@pytest.fixture(name="regime")
def _regime() -> Regime:
    return small()


def faults(regime: Regime, *blocks: str | Block) -> tuple[Fault, ...]:
    return schema.table_faults(bind(recognised(regime, *blocks)), regime)


def test_a_sound_table_has_none(regime: Regime) -> None:
    rows = grid(HEADS, "201|服务|1.00|1.00|", "20103|事务|1.00|1.00|", "|总计|1.00|1.00|")
    assert faults(regime, TITLE, rows) == ()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param((HEADS, "201|服务|1.00|1.00|"), [Fault("乙", "rows", "总计")], id="no-total"),
        pytest.param(
            ("科目代码|科目名称|合计|项目支出", "|总计|1.00|1.00"),
            [Fault("乙", "columns", "基本支出")],
            id="no-column",
        ),
        pytest.param(
            ("科目代码|科目名称|合计|基本支出", "|总计|1.00|1.00"), [], id="no-optional-column"
        ),
        pytest.param(
            (HEADS, "201|服务|1.00||", "201|服务|2.00||", "|总计|3.00||"),
            [Fault("乙", "keys", "201")],
            id="row-twice",
        ),
        pytest.param(
            (HEADS, "201|服务|1.00||", "|总计|3.00||", "|总计|3.00||"),
            [Fault("乙", "keys", "总计")],
            id="total-twice",
        ),
        pytest.param(
            (HEADS, "2010|服务|1.00||", "|总计|1.00||"),
            [Fault("乙", "codes", "2010")],
            id="code-of-a-wrong-length",
        ),
        pytest.param(
            (HEADS, "201A1|服务|1.00||", "|总计|1.00||"),
            [Fault("乙", "codes", "201A1")],
            id="code-with-a-letter",
        ),
        pytest.param(
            (HEADS, "|总计|约五百||"), [Fault("乙", "figures", "乙[总计].合计")], id="unreadable"
        ),
        pytest.param(
            (HEADS, "|某某支出|1.00||", "|总计|1.00||"),
            [Fault("乙", "labels", "'某某支出'")],
            id="row-not-known",
        ),
        pytest.param(
            (HEADS, "2010|服务|1.2.3||", "2010|服务|1.00||"),
            [
                Fault("乙", "codes", "2010"),
                Fault("乙", "figures", "乙[2010].合计"),
                Fault("乙", "keys", "2010"),
                Fault("乙", "rows", "总计"),
            ],
            id="several",
        ),
    ],
)
def test_a_fault_says_its_table_aspect_and_subject(
    regime: Regime, lines: tuple[str, ...], expected: list[Fault]
) -> None:
    found = faults(regime, TITLE, grid(*lines))
    assert sorted(found, key=lambda one: (one.aspect, one.subject)) == expected


def test_each_lane_is_held_to_its_own_schema(regime: Regime) -> None:
    rows = grid(
        "收入||支出|",
        "项目|预算数|科目名称|预算数",
        "其他|1.00|2010 服务|1.00",
        "收入总计|1.00||",
    )
    assert set(faults(regime, "收支总览表", rows)) == {
        Fault("甲", "rows", "本年收入"),
        Fault("甲", "rows", "支出总计"),
        Fault("甲", "labels", "'2010服务'"),
    }


def test_a_lane_is_laid_out_as_rows_and_columns_of_whole_base_units(regime: Regime) -> None:
    figures = bind(
        recognised(
            regime, TITLE, grid(HEADS, "201|服务|1.50|?|", "|某某|9.00||", "|总计|1.50||0.50")
        )
    )
    lane = regime.tables[1].lanes[0]
    frame = schema.lane_frame(figures, figures.tables["乙"], lane)
    expected = pd.DataFrame(
        {
            "code": pd.Series(["201", ""], dtype="str"),
            "合计": [1_500_000, 1_500_000],
            "基本支出": [0, 0],
            "项目支出": [0, 500_000],
        }
    ).set_axis(pd.Index(["201", "总计"], name="row", dtype="str"))
    pd.testing.assert_frame_equal(frame, expected)


class TestOwnFaults:
    """What is hebiao's fault must never be told as the document's."""

    def test_a_check_that_raises(self) -> None:
        def broken(_: pd.DataFrame) -> bool:
            raise ValueError("broken check")

        wrong = pa.DataFrameSchema({"a": pa.Column("int64")}, checks=pa.Check(broken))
        with pytest.raises(AssertionError, match="broken check"):
            schema._failures(wrong, pd.DataFrame({"a": [1]}), "乙")

    def test_a_column_of_another_type(self) -> None:
        right = pa.DataFrameSchema({"a": pa.Column("int64")})
        with pytest.raises(AssertionError, match="int64"):
            schema._failures(right, pd.DataFrame({"a": [1.5]}), "乙")

    def test_a_check_nobody_has_words_for(self) -> None:
        odd = pa.DataFrameSchema({"a": pa.Column("int64", pa.Check.gt(5))})
        with pytest.raises(AssertionError, match="greater_than"):
            schema._failures(odd, pd.DataFrame({"a": [1]}), "乙")

    def test_a_ledger_of_another_type(self) -> None:
        with pytest.raises(AssertionError, match="residual"):
            schema.failing_identities(ledger([(4, 2, True)]).astype({"residual": "float64"}))

    def test_a_ledger_with_a_column_too_many(self) -> None:
        with pytest.raises(AssertionError, match="more"):
            schema.failing_identities(ledger([(4, 2, True)]).assign(more=1))


def ledger(rows: list[tuple[int, int, bool]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "rule": pd.Series(["R"] * len(rows), dtype="str"),
            "instance": pd.Series([str(n) for n in range(len(rows))], dtype="str"),
            "left": [excess // 2 for excess, _, _ in rows],
            "right": [0] * len(rows),
            "residual": [excess // 2 for excess, _, _ in rows],
            "slack": [slack for _, slack, _ in rows],
            "excess": [excess for excess, _, _ in rows],
            "scale": [1] * len(rows),
            "told": [told for _, _, told in rows],
        }
    )
    whole = ["left", "right", "residual", "slack", "excess", "scale"]
    return frame.astype(dict.fromkeys(whole, "int64"))


@pytest.mark.parametrize(
    ("rows", "failing"),
    [
        ([(0, 0, True)], set()),
        ([(4, 2, True)], {0}),
        ([(2, 2, True)], set()),
        ([(4, 2, False)], set()),
        ([(4, 2, True), (0, 0, True), (4, 2, False), (6, 2, True), (6, 2, True)], {0, 3, 4}),
    ],
)
def test_the_failing_identities_are_those_beyond_their_slack(
    rows: list[tuple[int, int, bool]], failing: set[int]
) -> None:
    assert schema.failing_identities(ledger(rows)) == failing
