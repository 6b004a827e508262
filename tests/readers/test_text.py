"""The text reader: both forms of a flattened table, prose, encodings, and what is refused."""

from __future__ import annotations

import codecs
import os
import re
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebiao import readers
from hebiao.errors import SourceError
from hebiao.model import Grid, Location, Paragraph
from hebiao.readers import text

if TYPE_CHECKING:
    from pathlib import Path

    from hebiao.model import Block

ENTITY = "示例市口岸管理办公室"

ROWS_BY_LINE = f"""## 部门支出表

编制单位：{ENTITY}

科目\t\t合计\t
编码\t名称\t预算数\t上年数
<b>201</b>\t<b>一般公共服务支出</b>\t<b>1,020.50</b>\t
20113\t通关业务\t1,020.50\t

20199\t其他事务\t\t980.00
\t总计\t1,020.50\t980.00

本表无说明。
"""

CELLS_BY_LINE = f"""第三部分 绩效
1

\t绩效自评表

\t项目名称
\t通关设备更新

\t实施单位
\t{ENTITY}
\t项目资金
（万元）
\t

\t
\t年初预算
\t20.00


其他说明
"""


def parsed(source: str) -> tuple[Block, ...]:
    return text.blocks(source.encode())


def grids(source: str) -> list[list[list[str]]]:
    """Give the texts of each grid, row by row."""
    return [rows(block) for block in parsed(source) if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    table: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        assert cell.column == len(table[cell.row])
        table[cell.row].append(cell.text)
    return table


def prose(source: str) -> list[str]:
    return [block.text for block in parsed(source) if isinstance(block, Paragraph)]


def told(source: str, place: Location) -> str:
    """Give what stands in a source at a place."""
    assert place.line is not None
    assert place.span is not None
    return source.split("\n")[place.line - 1][slice(*place.span)]


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        readers.read(path)
    assert "\n" not in caught.value.message
    assert re.search(r"[一-鿿].* / .*[a-z]", caught.value.message)
    return caught.value.code


# Tables whose rows are lines


def test_a_line_with_tabs_is_a_row_and_a_blank_line_does_not_end_the_grid() -> None:
    assert grids(ROWS_BY_LINE) == [
        [
            ["科目", "", "合计", ""],
            ["编码", "名称", "预算数", "上年数"],
            ["201", "一般公共服务支出", "1,020.50", ""],
            ["20113", "通关业务", "1,020.50", ""],
            ["20199", "其他事务", "", "980.00"],
            ["", "总计", "1,020.50", "980.00"],
        ]
    ]
    assert prose(ROWS_BY_LINE) == ["部门支出表", f"编制单位：{ENTITY}", "本表无说明。"]


def test_a_grid_does_not_know_its_merged_cells_and_begins_at_its_first_row() -> None:
    grid = next(block for block in parsed(ROWS_BY_LINE) if isinstance(block, Grid))
    assert (grid.rows, grid.columns, grid.spans, grid.location.line) == (6, 4, False, 5)


def test_a_place_is_that_of_the_text_within_its_tags() -> None:
    grid = next(block for block in parsed(ROWS_BY_LINE) if isinstance(block, Grid))
    assert [told(ROWS_BY_LINE, cell.location) for cell in grid.cells] == [
        cell.text for cell in grid.cells
    ]
    amount = next(cell for cell in grid.cells if cell.text == "1,020.50")
    assert amount.location == Location(line=7, span=(30, 38))


def test_an_empty_cell_has_a_place() -> None:
    (grid,) = parsed("a\t\tb\nc\td\t\n")
    assert isinstance(grid, Grid)
    empty = [cell.location for cell in grid.cells if not cell.text]
    assert empty == [Location(line=1, span=(2, 2)), Location(line=2, span=(4, 4))]


def test_a_row_with_nothing_in_it_is_left_out() -> None:
    assert grids("a\tb\n\t\n1\t2\n<b></b>\t \n3\t4\n\t\n") == [[["a", "b"], ["1", "2"], ["3", "4"]]]


def test_a_short_row_lacks_its_last_cells() -> None:
    (grid,) = parsed("a\tb\tc\n1\t2\n4\t5\t6\n")
    assert isinstance(grid, Grid)
    assert (rows(grid), grid.columns) == ([["a", "b", "c"], ["1", "2"], ["4", "5", "6"]], 3)


def test_a_paragraph_between_two_grids_parts_them() -> None:
    source = "a\tb\n1\t2\n\n表 2\n\nc\td\n3\t4\n"
    assert grids(source) == [[["a", "b"], ["1", "2"]], [["c", "d"], ["3", "4"]]]
    assert prose(source) == ["表 2"]


HEAD = "编码\t名称\t预算数\t备注\n201\t通关\t1.00\t\n"


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        pytest.param("202\t口岸\n设备\t2.00\t\n", ["202", "口岸\n设备", "2.00", ""], id="middle"),
        pytest.param("20\n2\t口岸\t2.00\t\n", ["20\n2", "口岸", "2.00", ""], id="first"),
        pytest.param("202\t口岸\t2.00\t见\n附件\n", ["202", "口岸", "2.00", "见\n附件"], id="last"),
        pytest.param(
            "202\t口岸\n设备\n更新\t2.00\t\n", ["202", "口岸\n设备\n更新", "2.00", ""], id="thrice"
        ),
        pytest.param(
            "202\t口岸\n设备\t2.00\t见\n附件\n",
            ["202", "口岸\n设备", "2.00", "见\n附件"],
            id="twice in a row",
        ),
        pytest.param("202\t\n口岸\t2.00\t\n", ["202", "口岸", "2.00", ""], id="before its text"),
    ],
)
def test_a_cell_over_several_lines_is_one_cell(lines: str, row: list[str]) -> None:
    assert grids(HEAD + lines + "203\t查验\t3.00\t\n") == [
        [
            ["编码", "名称", "预算数", "备注"],
            ["201", "通关", "1.00", ""],
            row,
            ["203", "查验", "3.00", ""],
        ]
    ]


def test_a_cell_over_several_lines_is_placed_on_the_first_that_has_text() -> None:
    source = HEAD + "202\t口岸\n设备\t2.00\t\n203\t\n查验\t3.00\t\n"
    (grid,) = parsed(source)
    assert isinstance(grid, Grid)
    places = {cell.text: told(source, cell.location) for cell in grid.cells if cell.text}
    assert places["口岸\n设备"] == "口岸"
    assert places["查验"] == "查验"
    assert places["2.00"] == "2.00"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("续表\n编码\t名称\t预算数\t备注\n", id="the head repeats below"),
        pytest.param("表 2\n单位：万元\n203\t查验\t3.00\t\n", id="several lines"),
        pytest.param("表 2\n项目\t数量\n甲\t1\n乙\t2\n", id="other columns below"),
        pytest.param("表 2\n\n203\t查验\t3.00\t\n", id="a blank line below"),
        pytest.param("\n表 2\n203\t查验\t3.00\t\n", id="a blank line above"),
    ],
)
def test_a_line_that_fills_no_row_is_a_paragraph(lines: str) -> None:
    source = HEAD + HEAD + lines
    assert len(grids(source)) == 2
    assert prose(source)[0] in {"续表", "表 2"}


def test_two_short_rows_are_not_one_that_breaks_after_an_amount() -> None:
    assert grids("a\tb\tc\n1\t2\t3\n甲\t2.00\n乙\t3.00\n") == [
        [["a", "b", "c"], ["1", "2", "3"], ["甲", "2.00"], ["乙", "3.00"]]
    ]


def test_a_row_is_not_folded_over_a_blank_line() -> None:
    assert grids("a\tb\tc\n1\t2\t3\n甲\t乙\n\n丙\t丁\n")[0][2:] == [["甲", "乙"], ["丙", "丁"]]


def test_a_row_that_begins_with_a_tab_is_no_table_of_one_cell_lines() -> None:
    two_columns = "名称\t金额\n甲\t1.00\n\t2.00\n\n\t3.00\n"
    assert grids(two_columns) == [[["名称", "金额"], ["甲", "1.00"], ["", "2.00"], ["", "3.00"]]]
    assert grids("\t\t合计\n\t甲\t1.00\n\t乙\t2.00\n") == [
        [["", "", "合计"], ["", "甲", "1.00"], ["", "乙", "2.00"]]
    ]


def test_a_pipe_table_is_a_grid() -> None:
    source = "表 1\n\n| 名称 | 金额 |\n|:---|---:|\n| **甲\\|乙** | 1.00 |\n|  | 2.00 |\n\n完"
    (_, grid, _) = parsed(source)
    assert isinstance(grid, Grid)
    assert rows(grid) == [["名称", "金额"], ["甲|乙", "1.00"], ["", "2.00"]]
    assert [told(source, cell.location) for cell in grid.cells][:4] == [
        "名称",
        "金额",
        "甲\\|乙",
        "1.00",
    ]
    assert prose(source) == ["表 1", "完"]


def test_bars_without_a_rule_under_the_first_line_are_prose() -> None:
    assert prose("| 甲 | 乙 |\n| 丙 |\n") == ["| 甲 | 乙 |", "| 丙 |"]


# Tables whose cells are lines


def test_a_line_that_begins_with_a_tab_is_a_cell_and_a_blank_line_parts_rows() -> None:
    assert grids(CELLS_BY_LINE) == [
        [
            ["绩效自评表"],
            ["项目名称", "通关设备更新"],
            ["实施单位", ENTITY, "项目资金\n（万元）", ""],
            ["", "年初预算", "20.00"],
        ]
    ]
    assert prose(CELLS_BY_LINE) == ["第三部分 绩效", "1", "其他说明"]


def test_cells_by_line_are_placed_behind_their_tab() -> None:
    grid = next(block for block in parsed(CELLS_BY_LINE) if isinstance(block, Grid))
    assert [told(CELLS_BY_LINE, cell.location) for cell in grid.cells] == [
        cell.text.partition("\n")[0] for cell in grid.cells
    ]
    assert (grid.columns, grid.location) == (4, Location(line=4))


@pytest.mark.parametrize(
    ("end", "last"),
    [
        pytest.param("\t丙\n（元）\n", "丙\n（元）", id="one line ends the last cell"),
        pytest.param("\t丙\n（元）\n\n\t丁\n", "丁", id="a row follows"),
        pytest.param("\t丙\n说明一\n说明二\n", "丙", id="two lines are prose"),
        pytest.param("\t丙\n\t\n说明\n", "", id="nothing to go on with"),
    ],
)
def test_the_line_behind_a_cell_line_goes_on_in_it(end: str, last: str) -> None:
    assert grids(f"\t甲\n\t乙\n\n{end}")[0][-1][-1] == last


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("\t本单位由三个处室组成。\n\n\t编制十人。\n\t实有九人。\n", id="sentences"),
        pytest.param("\t一、职能\n\n\t二、机构\n", id="one by one"),
        pytest.param("\t一、职能\n\t二、机构\n", id="no second row"),
    ],
)
def test_paragraphs_that_a_tab_indents_are_no_table(source: str) -> None:
    assert prose(source) == source.split()


# Prose and markup


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        pytest.param("### 一、概况", "一、概况", id="head"),
        pytest.param("##一、概况", "一、概况", id="head without a space"),
        pytest.param("- 一、概况", "一、概况", id="list"),
        pytest.param("- 12 -", "- 12 -", id="a page number is no list"),
        pytest.param("#1 车辆", "#1 车辆", id="a number is no head"),
        pytest.param("### **（一）概况**  ", "（一）概况", id="head, bold and hard break"),
        pytest.param("一、**三公**：支出", "一、三公：支出", id="bold within"),
        pytest.param("张**、李**", "张**、李**", id="masked names"),
        pytest.param("电话 138****0000", "电话 138****0000", id="masked number"),
        pytest.param("<p>甲<br/>乙</p><p>丙</p>", "甲\n乙\n丙", id="breaks"),
        pytest.param("<B><span style='a'>甲</span></b>", "甲", id="nested tags"),
        pytest.param("<b>甲", "甲", id="a tag left open"),
        pytest.param("目标 <=5 且 >3 个", "目标 <=5 且 >3 个", id="signs are no tags"),
        pytest.param("<body>甲", "<body>甲", id="other tags stay"),
        pytest.param("R&amp;D&nbsp;&lt;b&gt;", "R&D\xa0<b>", id="entities"),
        pytest.param("A&B", "A&B", id="no entity"),
        pytest.param(r"甲\*乙\|丙\丁", r"甲*乙|丙\丁", id="escapes"),
        pytest.param("[bookmark: _GoBack]十、绩效", "十、绩效", id="bookmark"),
        pytest.param("　　其中：甲　", "其中：甲", id="wide spaces"),
    ],
)
def test_what_is_seen_of_a_line(line: str, seen: str) -> None:
    assert prose(line) == [seen]


@pytest.mark.parametrize("line", ["---", "***", "===", "##", "<p></p>", "&nbsp;", "\f"])
def test_a_line_with_nothing_to_see_is_no_paragraph(line: str) -> None:
    assert prose(f"甲\n{line}\n乙") == ["甲", "乙"]


def test_a_paragraph_is_placed_at_what_is_seen() -> None:
    source = "甲\n\n## <b>二、机构</b>\n&amp;公开&gt; "
    places = [block.location for block in parsed(source)]
    assert [told(source, place) for place in places] == ["甲", "二、机构", "&amp;公开&gt;"]
    assert [place.line for place in places] == [1, 3, 4]


def test_a_tag_may_open_in_one_cell_and_close_in_another() -> None:
    assert grids("<b>甲\t1.00</b>\n乙\t2.00\n") == [[["甲", "1.00"], ["乙", "2.00"]]]


@pytest.mark.parametrize("mask", ["**", "*", "****", "\\", "/", "--"])
def test_a_cell_of_marks_alone_keeps_them(mask: str) -> None:
    assert grids(f"甲\t{mask}\n乙\t1\n")[0][0] == ["甲", mask]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_of_three_ways(end: str) -> None:
    assert [block.location.line for block in parsed(f"甲{end}{end}乙\u2028丙{end}丁")] == [1, 3, 4]


# Files


@pytest.mark.parametrize(
    ("lead", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "gb18030"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(tmp_path: Path, lead: bytes, encoding: str) -> None:
    path = tmp_path / "disclosure.txt"
    path.write_bytes(lead + ROWS_BY_LINE.encode(encoding))
    assert readers.read(path).blocks == parsed(ROWS_BY_LINE)


def test_a_source_knows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "disclosure.txt"
    path.write_bytes(CELLS_BY_LINE.encode())
    source = readers.read(str(path))
    assert source.path == str(path)
    assert source.sha256 == sha256(CELLS_BY_LINE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.md", "text/markdown"),
        ("a.MD", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a", "text/plain"),
        ("a.pdf", "text/plain"),
    ],
)
def test_the_medium_is_told_by_suffix_where_bytes_tell_nothing(
    tmp_path: Path, name: str, media_type: str
) -> None:
    (tmp_path / name).write_text(ROWS_BY_LINE, encoding="utf-8")
    assert readers.read(tmp_path / name).media_type == media_type


def test_a_walk_picks_up_what_can_be_read() -> None:
    picked = {".docx", ".htm", ".html", ".markdown", ".md", ".pdf", ".txt", ".xls", ".xlsx"}
    assert picked <= set(readers.SUFFIXES)
    assert not {".json", ".csv", ".png", ".zip", ".toml"} & set(readers.SUFFIXES)


def test_a_walk_picks_up_documents_that_cannot_be_read_and_none_that_is_not_one() -> None:
    assert {".doc", ".wps", ".ofd", ".rtf", ".xlsb"} <= set(readers.SUFFIXES)
    names = ("~$预算.docx", "._预算.pdf", ".预算.txt", "README.md", "note.json")
    assert not [name for name in names if readers.is_document(PurePath(name))]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.txt", b"", "empty", id="no bytes"),
        pytest.param("a.txt", b" \n\t\t\n\xe3\x80\x80\n", "empty", id="white space"),
        pytest.param("a.txt", codecs.BOM_UTF8, "empty", id="a byte order mark"),
        pytest.param("a.txt", b"abc\0def", "binary", id="NUL"),
        pytest.param("a.txt", codecs.BOM_UTF16_LE + b"a\0\0\0", "binary", id="NUL in UTF-16"),
        pytest.param("a.txt", bytes(range(1, 32)) * 9, "binary", id="control characters"),
        pytest.param("a.txt", b"\xff\x80 \xff\xff", "encoding", id="no encoding"),
        pytest.param("a.txt", codecs.BOM_UTF16_LE + b"a", "encoding", id="half a character"),
        pytest.param("a.txt", (ENTITY * 9).encode()[:-1], "encoding", id="UTF-8 cut short"),
        pytest.param("a.ofd", b"PK\x05\x06", "media-type", id="OFD"),
        pytest.param("a.rtf", b"{\\rtf1}", "media-type", id="RTF"),
        pytest.param("a.png", b"\x89PNG\r\n", "media-type", id="PNG"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0", "media-type", id="JPEG"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name) == code


def test_a_refusal_names_the_medium(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1}")
    with pytest.raises(SourceError, match="RTF cannot be read"):
        readers.read(tmp_path / "a.rtf")


def test_what_the_system_refuses_is_unreadable(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    paths = (tmp_path, tmp_path / "gone.txt", fifo, tmp_path / "a\0b")
    assert {refusal(path) for path in paths} == {"unreadable"}


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(readers.LIMIT + 1)
    assert refusal(path) == "too-large"


def test_more_cells_than_any_disclosure_holds_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\t" * text.LIMIT + b"\n")
    assert refusal(tmp_path / "a.txt") == "too-large"


# Whatever comes


MANY = 100_000


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(("\t" * 8 + "\n") * MANY, id="lines of tabs"),
        pytest.param("\t甲\n" * MANY, id="one row of cells"),
        pytest.param("甲\t1.00\n" * MANY, id="rows"),
        pytest.param("甲\t乙\n" + "丙\n" * MANY + "甲\t乙\n", id="prose within"),
        pytest.param("\t甲\n" + "丙\n" * MANY + "\t甲\n", id="one cell of lines"),
        pytest.param("甲\t乙\n丙\n" * (MANY // 2), id="prose in turns"),
        pytest.param("甲\t乙\t丙\t丁\n" * (MANY // 2) + "甲\t乙\n" * (MANY // 2), id="short rows"),
        pytest.param(("甲\t" * 999 + "\n") * 100, id="a thousand columns"),
        pytest.param("甲" * 5_000_000, id="one line"),
        pytest.param("<b " * MANY, id="tags never closed"),
        pytest.param("<b>" * MANY + "甲", id="tags within tags"),
        pytest.param("**甲 " * MANY, id="bold never closed"),
        pytest.param("[bookmark:" * MANY, id="bookmarks never closed"),
        pytest.param("&a" * MANY, id="entities never closed"),
        pytest.param("- " * MANY + "1" * MANY, id="list marks"),
        pytest.param("|\\" * MANY + "\n|-|\n", id="bars"),
        pytest.param("甲\u202e\u200b\u2066\x01乙\x85丙" * MANY, id="control characters"),
    ],
)
def test_time_stays_bounded(source: str) -> None:
    start = time.perf_counter()
    text.blocks(source.encode())
    assert time.perf_counter() - start < 90


CELL = st.text("甲乙丙123.,-（）：% ", max_size=6).map(str.strip)
WORD = st.text("甲乙丙（）", min_size=1, max_size=6)
WILD = st.text("甲1. \t\n\r<b>/p&;*\\|#-[]。\u202e\ufeff", max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Draw rows of equal length, none of them blank, no column mark of which is lost."""
    width = draw(st.integers(2, 6))
    row = st.tuples(WORD, st.lists(CELL, min_size=width - 1, max_size=width - 1))
    return [[first, *rest] for first, rest in draw(st.lists(row, min_size=1, max_size=8))]


@given(tables(), st.sampled_from(["{}", "<b>{}</b>", " {} ", "<p><font size=1>{}</p>"]))
def test_rows_by_line_read_back_as_they_were_written(table: list[list[str]], dress: str) -> None:
    source = "\n".join("\t".join(dress.format(cell) for cell in row) for row in table)
    (grid,) = parsed(source)
    assert isinstance(grid, Grid)
    assert rows(grid) == table
    assert all(told(source, cell.location) == cell.text for cell in grid.cells)


@given(st.lists(st.lists(WORD, min_size=1, max_size=6), min_size=2, max_size=6))
def test_cells_by_line_read_back_as_they_were_written(table: list[list[str]]) -> None:
    table = [["表", "甲"], *table]
    source = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in table)
    (grid,) = parsed(source)
    assert isinstance(grid, Grid)
    assert rows(grid) == table
    assert all(told(source, cell.location) == cell.text for cell in grid.cells)


@given(tables().filter(lambda table: len(table[0]) > 2), st.data())
def test_a_row_folded_in_the_middle_reads_back(table: list[list[str]], data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(table[0]) - 2))
    folded = [*table[0]]
    folded[column] = "口岸\n设备"
    full = ["全"] * len(folded)
    written = [full, full, folded, full]
    assert grids("\n".join("\t".join(row) for row in written)) == [written]


@given(WILD)
def test_any_text_is_read_and_every_place_is_in_it(source: str) -> None:
    lines = source.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    for block in parsed(source):
        parts = block.cells if isinstance(block, Grid) else (block,)
        for part in parts:
            start, end = part.location.span or (-1, -1)
            assert 0 <= start <= end
            assert bool(told(lines, part.location)) == bool(part.text)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(SourceError):
        assert all(block.location.line for block in text.blocks(data))
