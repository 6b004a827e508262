"""Thirty of the regime's table checks as a pandas user writes them, over frames already read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from hebiao.figure import State
from hebiao.model import RowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from hebiao.bind import Figures
    from hebiao.model import Row, Table
    from hebiao.regime.spec import Regime

    Excess = Callable[[pd.DataFrame], pd.Series[float]]

HALF = 0.005
"""Half the last place of an amount that is printed to two places."""

NOTES = ["lane", "code", "parent"]
"""The columns of a frame that hold no amounts."""

TOTAL = "总计"


@dataclass(frozen=True, slots=True)
class PlainCheck:
    """One check: the rule it does the work of, its table, and by how much each row breaks it.

    What `excess` gives for a row is the gap less what rounding explains, in the document's unit:
    above 0 where the row fails.
    """

    rule: str
    table: str
    excess: Excess


def table_frames(figures: Figures, regime: Regime) -> dict[str, pd.DataFrame]:
    """Give each table as a frame: rows by key, amounts in the document's unit, NaN where blank."""
    return {table.id: _frame(figures, table, regime) for table in figures.document.tables}


def _frame(figures: Figures, table: Table, regime: Regime) -> pd.DataFrame:
    spec = regime.table(table.id)
    lanes = spec.lanes if spec is not None else ()
    rows = [row for row in table.rows if row.kind is not RowKind.UNKNOWN]
    notes = {
        "lane": [row.lane for row in rows],
        "code": [row.code for row in rows],
        "parent": [_label(row, row.parent) if row.parent else None for row in rows],
    }
    columns = dict.fromkeys(column for lane in lanes for column in lane.columns)
    amounts = {
        column: pd.Series([_amount(figures, table, row, column) for row in rows], dtype=float)
        for column in columns
    }
    return pd.DataFrame(notes | amounts).set_axis([_label(row, row.key) for row in rows])


def _label(row: Row, key: str) -> str:
    return f"{row.lane}.{key}" if row.lane else key


def _amount(figures: Figures, table: Table, row: Row, column: str) -> float | None:
    number = figures.places.get((table.id, row.lane, row.key, column))
    if number is None or figures.figures[number].state is not State.PRINTED:
        return None
    return figures.figures[number].value / figures.units[number].base


def _over(gap: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """What is left of a gap after half a last place for each amount printed in it."""
    return (gap.abs() - HALF * printed).round(6)


def _row(total: str, *parts: str, lane: str = "") -> Excess:
    """In every row of the lane, `total` is the sum of `parts`."""

    def excess(frame: pd.DataFrame) -> pd.Series[float]:
        own = frame.loc[frame["lane"] == lane, [total, *parts]]
        gap = own[total].fillna(0) - own[list(parts)].sum(axis=1)
        over = _over(gap.to_frame(), own.count(axis=1).to_frame())
        return _spread(over, frame)

    return excess


def _tree(lane: str = "") -> Excess:
    """In every column of the lane, a row that has parts is their sum."""

    def excess(frame: pd.DataFrame) -> pd.Series[float]:
        own = frame[frame["lane"] == lane]
        amounts = own.drop(columns=NOTES)
        grouped = amounts.groupby(own["parent"])
        parts = grouped.sum()
        whole = amounts.loc[parts.index]
        return _spread(
            _over(whole.fillna(0) - parts, grouped.count() + whole.notna().astype(int)), frame
        )

    return excess


def _same(*pairs: tuple[tuple[str, str], tuple[str, str]]) -> Excess:
    """The two cells (row, column) of every pair are equal."""

    def excess(frame: pd.DataFrame) -> pd.Series[float]:
        both = pd.DataFrame(
            [[frame.loc[left], frame.loc[right]] for left, right in pairs],
            index=[left[0] for left, _ in pairs],
            dtype=float,
        )
        gap = both[0].fillna(0) - both[1].fillna(0)
        return _spread(_over(gap.to_frame(), both.count(axis=1).to_frame()), frame)

    return excess


def _none(column: str, *codes: str) -> Excess:
    """Rows whose code begins with one of `codes` have nothing in `column`."""

    def excess(frame: pd.DataFrame) -> pd.Series[float]:
        own = frame.loc[frame["code"].str.startswith(codes), [column]]
        return _spread(_over(own.fillna(0), own.notna().astype(int)), frame)

    return excess


def _classes(frame: pd.DataFrame) -> pd.Series[float]:
    """In every column, the total is the sum of the rows of the classes."""
    amounts = frame.drop(columns=NOTES)
    parts = amounts[frame["code"].str.len() == 3]  # noqa: PLR2004
    whole = amounts.loc[[TOTAL]]
    printed = whole.notna().astype(int) + parts.count()
    return _spread(_over(whole.fillna(0) - parts.sum(), printed), frame)


def _spread(over: pd.DataFrame, frame: pd.DataFrame) -> pd.Series[float]:
    """The worst column of each row, and 0 for rows the check says nothing of."""
    return over.max(axis=1).reindex(frame.index, fill_value=0.0)


_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
_SOURCES = ("一般公共预算", "政府性基金", "国有资本经营预算")
_FISCAL = tuple(
    f"财政拨款/{name}" for name in ("基本支出/人员经费", "基本支出/公用经费", "项目支出")
)

CHECKS = (
    PlainCheck("XJB-T1-REVENUE", "表1", _tree("收入")),
    PlainCheck("XJB-T1-EXPENDITURE", "表1", _tree("支出")),
    PlainCheck(
        "XJB-T1-BALANCE", "表1", _same((("支出.支出总计", "预算数"), ("收入.收入总计", "预算数")))
    ),
    PlainCheck(
        "XJB-T2-SUBTOTAL",
        "表2",
        _row(
            "小计",
            "一般公共预算",
            "上级一般公共预算安排的转移支付",
            "政府性基金预算",
            "上级政府性基金安排的转移支付",
            "国有资本经营预算",
        ),
    ),
    PlainCheck(
        "XJB-T2-ROW",
        "表2",
        _row("总计", "小计", "财政专户", "单位资金", "财政拨款结转", "非财政拨款结转结余"),
    ),
    PlainCheck("XJB-T2-TREE", "表2", _tree()),
    PlainCheck("XJB-T3-ROW", "表3", _row("合计", "基本支出", "项目支出")),
    PlainCheck("XJB-T3-TREE", "表3", _tree()),
    PlainCheck("XJB-T4-REVENUE", "表4", _tree("收入")),
    PlainCheck(
        "XJB-T4-BALANCE", "表4", _same((("支出.支出总计", "合计"), ("收入.收入总计", "合计")))
    ),
    PlainCheck(
        "XJB-T4-FUNDS",
        "表4",
        _same(*((("收入.财政拨款/" + name, "合计"), ("支出.支出总计", name)) for name in _FUNDS)),
    ),
    PlainCheck("XJB-T4-ROW", "表4", _row("合计", *_FUNDS, lane="支出")),
    PlainCheck("XJB-T4-EXPENDITURE", "表4", _tree("支出")),
    PlainCheck("XJB-T5-ROW", "表5", _row("合计", "基本支出", "项目支出")),
    PlainCheck("XJB-T5-TREE", "表5", _tree()),
    PlainCheck("XJB-T6-ROW", "表6", _row("合计", "人员经费", "公用经费")),
    PlainCheck("XJB-T6-TREE", "表6", _tree()),
    PlainCheck("XJB-T6-PERSONNEL", "表6", _none("公用经费", "301", "303")),
    PlainCheck(
        "XJB-T6-OPERATING",
        "表6",
        _none("人员经费", "302", "307", "308", "309", "31", "39"),
    ),
    PlainCheck(
        "XJB-T7-ROW",
        "表7",
        _row(
            "合计",
            "工资福利支出",
            "商品和服务支出",
            "对个人和家庭的补助",
            "债务利息及费用支出",
            "资本性支出（基本建设）",
            "资本性支出",
            "对企业补助（基本建设）",
            "对企业补助",
            "对社会保障基金补助",
            "其他支出",
        ),
    ),
    PlainCheck("XJB-T7-TREE", "表7", _tree()),
    PlainCheck("XJB-T7-CLASSES", "表7", _classes),
    PlainCheck("XJB-T10-ROW", "表10", _row("合计", *_SOURCES)),
    PlainCheck("XJB-T10-TREE", "表10", _tree()),
    PlainCheck("XJB-T11-ROW", "表11", _row("合计", *_SOURCES)),
    PlainCheck("XJB-T11-TREE", "表11", _tree()),
    PlainCheck("XJB-T12-ROW", "表12", _row("合计", "财政拨款/小计", "非财政拨款/小计")),
    PlainCheck("XJB-T12-FISCAL", "表12", _row("财政拨款/小计", *_FISCAL)),
    PlainCheck(
        "XJB-T12-NONFISCAL", "表12", _row("非财政拨款/小计", *("非" + name for name in _FISCAL))
    ),
    PlainCheck("XJB-T12-TREE", "表12", _tree()),
)
"""Every rule within tables 1–7 and 10–12; 8 and 9 are mostly empty."""
