"""Cover: how many independent identities pin a figure, and what is shown of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from support import grid, recognised, small

from hebiao.bind import bind
from hebiao.check import check
from hebiao.cli import main

if TYPE_CHECKING:
    import pytest

    from hebiao.model import Block
    from hebiao.result import Cover

SAMPLE = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026" / "clean.txt"
HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
ROW = (
    'id = "ROW"\nkind = "identity"\neach = "row"\n'
    'formula = "乙[*].合计 = 乙[*].基本支出 + 乙[*].项目支出"'
)
TREE = 'id = "TREE"\nkind = "rollup"\ntable = "乙"'
ROWS = ("201|a|9.00|4.00|5.00", "208|b|30.00|10.00|20.00", "|总计|39.00|14.00|25.00")


def cover(*rules: str, rows: tuple[str, ...] = ROWS) -> Cover:
    blocks: tuple[str | Block, ...] = ("科目支出表", grid(HEADS, *rows))
    return check(bind(recognised(small(*rules), *blocks)), small(*rules)).cover


def test_a_figure_in_a_row_and_a_column_is_pinned_twice() -> None:
    told = cover(ROW, TREE)
    assert set(told.pins.values()) == {2}
    assert (told.figures, told.never, told.once, told.twice_or_more) == (9, 0, 0, 9)
    assert told.money_share_twice_or_more == "100.00"
    assert told.unpinned == ()


def test_without_an_identity_an_error_cannot_be_seen() -> None:
    told = cover(
        'id = "T"\nkind = "identity"\nformula = "乙[201].合计 = 乙[201].基本支出 + 5 万元"'
    )
    assert told.pins["乙[201].合计"] == told.pins["乙[201].基本支出"] == 1
    assert (told.never, told.once) == (7, 2)
    assert "乙[201].项目支出" in told.unpinned
    assert told.money_share_twice_or_more == "0.00"


def test_the_same_identity_said_twice_pins_once() -> None:
    again = ROW.replace('id = "ROW"', 'id = "AGAIN"').replace(
        "乙[*].合计 = 乙[*].基本支出 + 乙[*].项目支出",
        "乙[*].项目支出 = 乙[*].合计 - 乙[*].基本支出",
    )
    assert set(cover(ROW, again).pins.values()) == {1}


def test_neither_implied_identities_nor_limits_pin() -> None:
    implied = ROW.replace('id = "ROW"', 'id = "IMPLIED"\nimplied = true')
    limit = (
        'id = "LIMIT"\nkind = "identity"\neach = "row"\nformula = "乙[*].基本支出 <= 乙[*].合计"'
    )
    assert set(cover(implied, limit).pins.values()) == {0}


def test_an_identity_of_blanks_alone_pins_nothing_and_blanks_need_no_pin() -> None:
    told = cover(ROW, rows=("201|a|||", "208|b|30.00||30.00"))
    assert told.pins == {"乙[208].合计": 1, "乙[208].项目支出": 1}


def test_the_command_shows_what_no_identity_pins(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cover", str(SAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert "覆盖 cover" in shown
    assert "表3" in shown


def test_on_demand_every_figure_is_listed_with_its_pins(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cover", "--all", str(SAMPLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = (line for line in lines if "表3[2010302].项目支出" in line)
    assert line.split() == ["2", "表3[2010302].项目支出", "692.97"]


def test_a_file_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cover", "no-such-file"]) == 2
    assert "no-such-file" in capsys.readouterr().out
