"""The PDF reader: what stands on a page, whichever way it is turned, as paragraphs and tables."""

from __future__ import annotations

from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from readers.drawn import HEIGHT, SIZE, WIDTH, Drawn, grids, told

from hebiao.figure import squeeze
from hebiao.model import Location, Paragraph
from hebiao.readers import pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hebiao.model import Block

SENTENCE = "二〇二六年本部门收入预算为一百二十三万元比上年增加五万元主要是人员经费按政策增长所致的"
"""A line as wide as the text column, from 70 to 520."""


def full(start: str) -> str:
    """Give a line that fills the text column, beginning with these words."""
    return (start + SENTENCE)[:45]


def test_a_table_is_a_grid_behind_its_caption() -> None:
    page = Drawn()
    page.text(200, 60, "表一 收支总表", 14)
    page.text(70, 80, "编制单位：某局")
    page.text(400, 80, "单位：万元")
    page.table(70, 100, "项目|预算数", "甲|1,234.50", "合计|1,234.50")
    page.text(70, 200, "注：本表无说明。")
    blocks = page.blocks()
    assert told(blocks) == [
        "表一 收支总表",
        "编制单位：某局",
        "单位：万元",
        ["项目|预算数", "甲|1,234.50", "合计|1,234.50"],
        "注：本表无说明。",
    ]
    (grid,) = grids(blocks)
    assert (grid.rows, grid.columns, grid.spans, grid.ruled) == (3, 2, True, True)
    assert grid.location == Location(page=1, bbox=(70.0, 100.0, 250.0, 160.0))


def test_an_empty_cell_has_the_place_of_its_frame() -> None:
    page = Drawn()
    page.table(70, 100, "项目|预算数", "甲|")
    (grid,) = grids(page.blocks())
    assert grid.cells[3].text == ""
    assert grid.cells[3].location == Location(page=1, bbox=(160.0, 120.0, 250.0, 140.0))


def test_a_wrapped_name_and_a_wrapped_amount_keep_their_line_breaks() -> None:
    page = Drawn()
    page.table(70, 100, "项目|预算数", "很长的~名称|99,999,~999.00", high=30)
    assert told(page.blocks()) == [["项目|预算数", "很长的~名称|99,999,~999.00"]]


def test_merged_headings_of_two_lanes_have_their_spans() -> None:
    page = Drawn()
    page.table(
        70,
        100,
        "收入||支出||",
        "项目|预算数|项目|合计|其中：基本支出",
        "1|2|3|4|5",
        "甲|1.00|乙|2.00|",
        merged={(0, 0): (1, 2), (0, 2): (1, 3)},
        wide=95,
    )
    assert told(page.blocks()) == [
        [
            "收入{1×2}|支出{1×3}",
            "项目|预算数|项目|合计|其中：基本支出",
            "1|2|3|4|5",
            "甲|1.00|乙|2.00|",
        ]
    ]


def test_a_head_over_two_rows_and_a_total_over_two_columns_have_their_spans() -> None:
    page = Drawn()
    page.table(
        70,
        100,
        "科目||合计",
        "编码|名称|",
        "201|一般公共服务支出|3.00",
        "总计||3.00",
        merged={(0, 0): (1, 2), (0, 2): (2, 1), (3, 0): (1, 2)},
    )
    assert told(page.blocks()) == [
        ["科目{1×2}|合计{2×1}", "编码|名称", "201|一般公共服务支出|3.00", "总计{1×2}|3.00"]
    ]


def test_tables_of_one_page_come_in_order_with_their_own_captions() -> None:
    page = Drawn()
    page.text(70, 90, "表一")
    page.table(70, 100, "项目|数", "甲|1.00")
    page.text(70, 170, "表二")
    page.table(70, 180, "项目|数", "乙|2.00")
    assert told(page.blocks()) == [
        "表一",
        ["项目|数", "甲|1.00"],
        "表二",
        ["项目|数", "乙|2.00"],
    ]


def test_a_sentence_goes_on_over_the_page_break_past_the_page_number() -> None:
    page = Drawn()
    page.text(90, 740, full("（一）")[:43])
    page.text(70, 760, full("增长4"))
    page.text(290, 800, "- 1 -")
    page.page()
    page.text(70, 80, "17.31%，其中甲5.00万元。")
    page.text(90, 100, "（二）另一段。")
    page.text(290, 800, "- 2 -")
    blocks = page.blocks()
    assert told(blocks) == [
        full("（一）")[:43] + full("增长4") + "17.31%，其中甲5.00万元。",
        "（二）另一段。",
    ]
    assert blocks[0].location.page == 1


def test_the_lines_of_a_list_and_what_stands_apart_are_paragraphs() -> None:
    page = Drawn()
    for at in range(5):
        page.text(70, 100 + 18 * at, full(f"{'一二三四五'[at]}、"))
    page.text(90, 240, full("下一段")[:43])
    page.text(70, 258, full("它接着"))
    page.text(70, 276, "到此。")
    page.text(70, 320, "表 9")
    assert told(page.blocks()) == [
        *(full(f"{number}、") for number in "一二三四五"),
        full("下一段")[:43] + full("它接着") + "到此。",
        "表 9",
    ]


@pytest.mark.parametrize("number", ["{}", "- {} -", "第{}页", "{}/4", "— {} —"])
def test_page_numbers_are_left_out(number: str) -> None:
    page = Drawn()
    for at in range(1, 5):
        page.text(70, 300, f"第{'一二三四'[at - 1]}部分")
        page.text(290, 800, number.format(at))
        page.page()
    assert told(page.blocks()) == ["第一部分", "第二部分", "第三部分", "第四部分"]


def test_running_headings_are_left_out_of_prose_and_of_tables() -> None:
    page = Drawn()
    for at in range(4):
        page.text(70, 45, "某局二〇二六年部门预算")
        if at == 2:
            page.table(60, 32, "|", "甲|1.00", "乙|2.00")
        else:
            page.text(70, 300, f"第{'一二三四'[at]}段。")
        page.page()
    assert told(page.blocks()) == [
        "第一段。",
        "第二段。",
        ["|", "甲|1.00", "乙|2.00"],
        "第四段。",
    ]


def test_a_caption_that_every_table_repeats_stays() -> None:
    page = Drawn()
    for at in range(3):
        page.text(400, 60, "单位：万元")
        page.table(70, 70, "项目|数", f"{'甲乙丙'[at]}|{at}.00")
        page.page()
    assert told(page.blocks()) == list(
        chain.from_iterable(
            ("单位：万元", ["项目|数", f"{'甲乙丙'[at]}|{at}.00"]) for at in range(3)
        )
    )


@pytest.mark.parametrize("reminder", [(), ("续表",), ("表一（续）", "单位：万元"), ("（续表）",)])
def test_nothing_stands_between_a_table_and_its_rest_on_the_next_page(
    reminder: tuple[str, ...],
) -> None:
    page = Drawn()
    page.text(70, 640, "表一")
    page.text(400, 640, "单位：万元")
    page.table(70, 650, "项目|数", "甲|1.00")
    page.text(290, 800, "7")
    page.page()
    for at, text in enumerate(reminder):
        page.text(70 + 200 * at, 60, text)
    page.table(70, 80, "乙|2.00", "丙|3.00")
    page.text(290, 800, "8")
    assert told(page.blocks()) == [
        "表一",
        "单位：万元",
        ["项目|数", "甲|1.00"],
        ["乙|2.00", "丙|3.00"],
    ]


def test_another_table_of_the_same_form_keeps_its_caption() -> None:
    page = Drawn()
    for at in range(2):
        page.text(70, 60, "项目绩效目标表")
        page.table(70, 80, "项目名称|金额", f"{'甲乙'[at]}|1.00")
        page.page()
    assert told(page.blocks()) == [
        "项目绩效目标表",
        ["项目名称|金额", "甲|1.00"],
        "项目绩效目标表",
        ["项目名称|金额", "乙|1.00"],
    ]


def test_a_form_keeps_its_caption_where_the_one_before_goes_over_the_page() -> None:
    page = Drawn()
    page.text(70, 640, "项目绩效目标表")
    page.table(70, 650, "项目名称|甲", "数量|1.00")
    page.page()
    page.table(70, 60, "质量|合格")
    page.page()
    page.text(70, 60, "项目绩效目标表")
    page.table(70, 80, "项目名称|乙", "数量|2.00")
    assert told(page.blocks()) == [
        "项目绩效目标表",
        ["项目名称|甲", "数量|1.00"],
        ["质量|合格"],
        "项目绩效目标表",
        ["项目名称|乙", "数量|2.00"],
    ]


def test_what_is_printed_over_itself_is_read_once() -> None:
    page = Drawn()
    for by in (0, 0.4, 0.8):
        page.text(70 + by, 60, "表一")
        page.table(70, 80, "项目|数", "甲|")
        page.text(163 + by, 113, "2,211.00")
    assert told(page.blocks()) == ["表一", ["项目|数", "甲|2,211.00"]]


def test_a_frame_around_text_is_no_table() -> None:
    page = Drawn()
    page.table(70, 100, "提示：以下各表以万元为单位。", wide=300)
    assert told(page.blocks()) == ["提示：以下各表以万元为单位。"]


def test_a_frame_around_the_page_is_no_table() -> None:
    page = Drawn()
    page.canvas.rect(30, 30, WIDTH - 60, HEIGHT - 60)
    page.text(70, 90, "表一")
    page.table(70, 100, "项目|数", "甲|1.00")
    assert told(page.blocks()) == ["表一", ["项目|数", "甲|1.00"]]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    page = Drawn()
    page.table(70, 100, "项目|数|备注", "甲|1.00|无", "乙|2.00|", ruled=False)
    for at in range(4):
        page.canvas.line(70, HEIGHT - 100 - 20 * at, 340, HEIGHT - 100 - 20 * at)
    for at in (160, 250):
        page.canvas.line(at, HEIGHT - 100, at, HEIGHT - 160)
    assert told(page.blocks()) == [["项目|数|备注", "甲|1.00|无", "乙|2.00|"]]


def test_edges_a_little_off_make_no_further_columns() -> None:
    page = Drawn()
    page.table(70, 100, "项目|数|备注")
    page.table(70, 120, "甲|1.00|无", wide=91.2)
    assert told(page.blocks()) == [["项目|数|备注", "甲|1.00|无"]]


def test_text_that_lines_do_not_frame_is_still_a_cell() -> None:
    page = Drawn()
    page.table(70, 100, "项目|数|备注")
    page.table(70, 120, "甲|1.00")
    page.table(70, 140, "乙|2.00|无")
    page.text(253, 133, "9.99")
    assert told(page.blocks()) == [["项目|数|备注", "甲|1.00|9.99", "乙|2.00|无"]]


def test_a_caption_inside_the_table_is_a_caption() -> None:
    page = Drawn()
    page.table(
        70,
        100,
        "收入总表||",
        "部门：某局||单位：万元",
        "项目|本年|上年",
        "甲|1.00|2.00",
        merged={(0, 0): (1, 3), (1, 0): (1, 2)},
    )
    assert told(page.blocks()) == [
        "收入总表",
        "部门：某局",
        "单位：万元",
        ["项目|本年|上年", "甲|1.00|2.00"],
    ]


def test_a_table_without_lines_is_told_by_its_columns() -> None:
    page = Drawn()
    page.text(70, 60, "表一 支出表")
    page.table(
        70,
        80,
        "科目|合计|基本支出",
        "一般公共服务|1,200.00|200.00",
        "教育|30.50|",
        "合计|1,230.50|200.00",
        ruled=False,
    )
    blocks = page.blocks()
    assert told(blocks) == [
        "表一 支出表",
        [
            "科目|合计|基本支出",
            "一般公共服务|1,200.00|200.00",
            "教育|30.50|",
            "合计|1,230.50|200.00",
        ],
    ]
    (grid,) = grids(blocks)
    assert (grid.ruled, grid.spans) == (False, False)


def test_a_table_without_lines_may_have_wrapped_names_and_heads_over_columns() -> None:
    page = Drawn()
    page.text(73, 80, "项目")
    page.text(175, 80, "本年支出安排情况合计")
    page.table(70, 87, "科目|基本支出|项目支出", ruled=False)
    page.text(73, 130, "机关事业单位")
    page.text(163, 130, "1,200.00")
    page.text(253, 130, "200.00")
    page.text(73, 142, "养老保险")
    for at, (name, amount) in enumerate([("教育", "30.50"), ("卫生", "7.25"), ("合计", "1.00")]):
        page.text(73, 170 + 26 * at, name)
        page.text(163, 170 + 26 * at, amount)
    assert told(page.blocks()) == [
        [
            "项目|本年支出安排情况合计{1×2}",
            "科目|基本支出|项目支出",
            "机关事业单位~养老保险|1,200.00|200.00",
            "教育|30.50|",
            "卫生|7.25|",
            "合计|1.00|",
        ]
    ]


def test_contents_and_lists_are_no_tables() -> None:
    page = Drawn()
    for at, text in enumerate(("收支总表", "收入总表", "支出总表", "三公经费表")):
        page.text(70, 60 + 20 * at, f"表{at + 1} {text}")
        page.text(500, 60 + 20 * at, str(at + 3))
    for at in range(4):
        page.text(90, 300 + 20 * at, f"{at + 1}. 本部门支出 {at}.50 万元，与上年持平。")
    assert grids(page.blocks()) == []


def turned(quarters: int, *, shown_so: bool = True) -> Drawn:
    """Draw a landscape page turned clockwise when displayed; `shown_so`: whether it says so."""
    wide, high = HEIGHT, WIDTH
    # reportlab swaps the sides of a page that says that it is turned.
    stands = quarters % 2 == 1 and not shown_so
    page = Drawn((high, wide) if stands else (wide, high))
    page.canvas.setPageRotation(90 * quarters if shown_so else 0)
    match quarters:
        case 1:
            page.canvas.transform(0, 1, -1, 0, high, 0)
        case 2:
            page.canvas.transform(-1, 0, 0, -1, wide, high)
        case 3:
            page.canvas.transform(0, -1, 1, 0, 0, wide)
    page.height = high
    return page


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_page_reads_as_displayed(quarters: int) -> None:
    page = turned(quarters)
    page.text(70, 60, "表一")
    page.table(70, 100, "项目|预算数|上年", "甲|1,234.50|2.00")
    blocks = page.blocks()
    assert told(blocks) == ["表一", ["项目|预算数|上年", "甲|1,234.50|2.00"]]
    (grid,) = grids(blocks)
    assert grid.location.bbox == pytest.approx((70, 100, 340, 140), abs=0.1)
    assert boxes_hold(page.data(), blocks[1:]) == []


@pytest.mark.parametrize(
    ("quarters", "box"),
    [(1, (100, HEIGHT - 340, 140, HEIGHT - 70)), (3, (WIDTH - 140, 70, WIDTH - 100, 340))],
)
def test_a_page_on_its_side_is_read_the_way_it_was_written(
    quarters: int, box: tuple[float, float, float, float]
) -> None:
    page = turned(quarters, shown_so=False)
    page.text(70, 60, "表一")
    page.table(70, 100, "项目|预算数|上年", "甲|1,234.50|2.00")
    blocks = page.blocks()
    assert told(blocks) == ["表一", ["项目|预算数|上年", "甲|1,234.50|2.00"]]
    (grid,) = grids(blocks)
    assert grid.location.bbox == pytest.approx(box, abs=0.1)
    assert boxes_hold(page.data(), blocks[1:]) == []


def test_a_cell_written_upwards_reads_in_its_own_direction() -> None:
    page = Drawn()
    page.table(70, 100, "|数", "|1.00", "|2.00", merged={(0, 0): (3, 1)})
    page.canvas.saveState()
    page.canvas.translate(110, HEIGHT - 155)
    page.canvas.rotate(90)
    page.canvas.setFont("STSong-Light", SIZE)
    page.canvas.drawString(0, 0, "支出合计")
    page.canvas.restoreState()
    assert told(page.blocks()) == [["支出合计{3×1}|数", "1.00", "2.00"]]


def test_places_are_those_of_the_page_as_cropped() -> None:
    page = Drawn()
    page.canvas.setCropBox((50, 40, WIDTH - 30, HEIGHT - 60))
    page.table(170, 200, "项目|数", "甲|1.00")
    (grid,) = grids(page.blocks())
    assert grid.location.bbox == pytest.approx((120, 140, 300, 180), abs=0.1)


def boxes_hold(data: bytes, blocks: Sequence[Block]) -> list[str]:
    """Give the texts that pdfplumber does not see inside their cells' boxes."""
    missed = []
    with pdfplumber.open(BytesIO(data)) as document:
        chars = document.pages[0].chars
    for cell in (cell for grid in grids(blocks) for cell in grid.cells if cell.text):
        assert cell.location.bbox is not None
        left, top, right, bottom = cell.location.bbox
        seen = "".join(
            char["text"]
            for char in chars
            if left <= (char["x0"] + char["x1"]) / 2 <= right
            and top <= (char["top"] + char["bottom"]) / 2 <= bottom
        )
        if sorted(squeeze(seen)) != sorted(squeeze(cell.text)):
            missed.append(cell.text)
    return missed


def test_paragraphs_have_page_and_box() -> None:
    page = Drawn()
    page.text(70, 100, "一句话。")
    page.page()
    page.text(70, 200, "又一句。")
    first, second = pdf.blocks(page.data())
    assert isinstance(first, Paragraph)
    assert first.location == Location(page=1, bbox=(70.0, 91.2, 110.0, 102.0))
    assert second.location == Location(page=2, bbox=(70.0, 191.19, 110.0, 201.99))
