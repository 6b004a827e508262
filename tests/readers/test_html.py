"""The reader of web pages: encodings, prose, tables as a browser lays them out, what is refused."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest
from containers import BOMB, grids, merged, prose, refused, table
from hypothesis import given
from hypothesis import strategies as st

from hebiao import readers
from hebiao.model import Location
from hebiao.readers import bounds, html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hebiao.model import Block

ENTITY = "示例市口岸管理办公室"

PAGE = f"""<html><head><meta charset="{{}}"><title>题</title><style>p{{{{}}}}</style></head><body>
<h1>部门预算公开</h1>
<p>编制单位：{ENTITY}</p>
<table>
<tr><td>项目</td><td>预算数</td></tr>
<tr><td>本年收入</td>
<td>1,020.50</td></tr>
</table>
<p>说明</p></body></html>
"""


def read(body: str) -> tuple[Block, ...]:
    return html.blocks(f"<html><body>{body}</body></html>".encode())


def texts(body: str) -> list[list[str]]:
    (grid,) = grids(read(body))
    return table(grid)


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


# Encodings


@pytest.mark.parametrize(
    ("lead", "encoding", "declared"),
    [
        pytest.param(b"", "utf-8", "utf-8", id="UTF-8"),
        pytest.param(b"", "utf-8", "gb2312", id="UTF-8 that says it is GBK"),
        pytest.param(codecs.BOM_UTF8, "utf-8", "big5", id="a mark of UTF-8"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", "utf-8", id="a mark of UTF-16"),
        pytest.param(b"", "gb18030", "gb2312", id="GBK"),
        pytest.param(b"", "gb18030", "utf-8", id="GBK that says it is UTF-8"),
    ],
)
def test_an_encoding_is_told_from_the_bytes(lead: bytes, encoding: str, declared: str) -> None:
    blocks = html.blocks(lead + PAGE.format(declared).encode(encoding))
    assert prose(blocks) == ["部门预算公开", f"编制单位：{ENTITY}", "说明"]
    assert table(grids(blocks)[0]) == [["项目", "预算数"], ["本年收入", "1,020.50"]]


def test_big5_is_read_where_a_page_says_so() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=big5"><p>部門預算'
    assert prose(html.blocks(page.encode("big5"))) == ["部門預算"]


def test_an_encoding_that_a_page_declares_in_xml_is_no_hindrance() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><p>甲'
    assert prose(html.blocks(page.encode("gb2312"))) == ["甲"]


# Prose


def test_a_block_is_placed_on_its_line() -> None:
    blocks = html.blocks(PAGE.format("utf-8").encode())
    assert [block.location.line for block in blocks] == [2, 3, 5, 9]
    (grid,) = grids(blocks)
    assert [cell.location.line for cell in grid.cells] == [5, 5, 6, 7]
    assert grid.cells[1].location == Location(line=5, cell="R1C2")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<p>甲<p>乙", ["甲", "乙"], id="paragraphs left open"),
        pytest.param("<div>甲<div>乙</div>丙</div>丁", ["甲", "乙", "丙", "丁"], id="nested"),
        pytest.param("<p>甲<b>乙</b><span>丙</span>丁</p>", ["甲乙丙丁"], id="inline"),
        pytest.param("<p>甲<br>乙<br/>\n丙</p>", ["甲\n乙\n丙"], id="breaks"),
        pytest.param("<p> 甲 \n\t 乙&nbsp;&amp; </p>", ["甲 乙\xa0&"], id="white space"),
        pytest.param("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"], id="list"),
        pytest.param("甲<hr>乙", ["甲", "乙"], id="rule"),
        pytest.param("<p>甲<!-- 乙 -->丙</p>", ["甲丙"], id="comment"),
        pytest.param("<p><![if !vml]>甲<![endif]></p>", ["甲"], id="Word's conditions"),
        pytest.param("<p>甲<o:p></o:p></p><?xml:namespace prefix=o ?>", ["甲"], id="Word's tags"),
        pytest.param("<p></p><div> &nbsp; </div>", [], id="nothing"),
    ],
)
def test_what_is_seen_of_a_page(body: str, lines: list[str]) -> None:
    assert prose(read(body)) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='DISPLAY : none'>甲</p>",
        "<p hidden>甲</p>",
        "<script>甲</script>",
        "<style>甲</style>",
        "<noscript>甲</noscript>",
        "<template>甲</template>",
        "<select><option>甲</select>",
        "<table style='display:none'><tr><td>甲<td>1</table>",
        "<table><tr style='display:none'><td>甲<td>1</table>",
        "<table><tr hidden><td>甲<td>1</table>",
    ],
)
def test_what_is_hidden_is_left_out_and_what_follows_is_not(hidden: str) -> None:
    blocks = read(f"<div>前{hidden}后</div>")
    assert ("".join(prose(blocks)), grids(blocks)) == ("前后", [])


# Tables


def test_merged_cells_are_one_cell() -> None:
    body = """<table>
    <tr><th rowspan=2>科目<th colspan=3>支出<th rowspan="2">备注
    <tr><td>合计<td rowspan=2 colspan=2>块
    <tr><td>201<td>1.50<td>无</table>"""
    (grid,) = grids(read(body))
    assert table(grid) == [
        ["科目", "支出", "·", "·", "备注"],
        ["·", "合计", "块", "·", "·"],
        ["201", "1.50", "·", "·", "无"],
    ]
    assert merged(grid) == {"科目": (2, 1), "支出": (1, 3), "备注": (2, 1), "块": (2, 2)}
    assert grid.spans


@pytest.mark.parametrize(
    ("span", "size"),
    [
        ("rowspan=0", (3, 1)),
        ("rowspan=1000000", (3, 1)),
        ("rowspan='2 '", (2, 1)),
        ("rowspan=-1", (1, 1)),
        ("rowspan=x", (1, 1)),
        ("colspan=0", (1, 1)),
        ("colspan=1000000", (1, 1000)),
        ("colspan=99999999999999999999", (1, 1000)),
    ],
)
def test_a_span_is_read_as_a_browser_does(span: str, size: tuple[int, int]) -> None:
    body = f"<table><tr><td {span}>甲</td><td>乙</td>{row('丙', '丁') * 2}</table>"
    (grid,) = grids(read(body))
    (first, *_) = grid.cells
    assert (first.rowspan, first.colspan) == size


def test_head_and_foot_stand_where_a_browser_puts_them() -> None:
    foot, body, head = row("总计", "3"), row("甲", "3"), row("项目", "数")
    body = f"<tfoot>{foot}</tfoot><tbody>{body}</tbody><thead>{head}</thead>"
    assert texts(f"<table>{body}</table>") == [["项目", "数"], ["甲", "3"], ["总计", "3"]]


def test_a_short_row_lacks_its_last_cells() -> None:
    assert texts(f"<table>{row('甲', '乙', '丙')}{row('丁', '1')}</table>") == [
        ["甲", "乙", "丙"],
        ["丁", "1", "·"],
    ]


def test_what_a_table_holds_outside_its_cells_is_read_before_it() -> None:
    blocks = read(f"<table>甲<tr>乙<td>丙<td>1</tr><p>丁</p>{row('戊', '2')}</table>")
    assert prose(blocks) == ["甲", "乙", "丁"]
    assert table(grids(blocks)[0]) == [["丙", "1"], ["戊", "2"]]


def test_cells_in_no_row_make_one() -> None:
    assert texts("<table><td>甲<td>1</table>") == [["甲", "1"]]


def test_several_tables_come_in_order() -> None:
    body = "".join(f"<p>表 {n}</p><table>{row('科目', str(n))}</table>" for n in (1, 2))
    blocks = read(body)
    assert prose(blocks) == ["表 1", "表 2"]
    assert [table(grid) for grid in grids(blocks)] == [[["科目", "1"]], [["科目", "2"]]]


def test_lines_over_a_table_that_are_rows_of_it_are_its_caption() -> None:
    head = "<caption>表 1</caption><tr><td colspan=2>收支总表<tr><td>单位：万元<td>"
    blocks = read(f"<table>{head}{row('项目', '预算数')}{row('收入', '1.00')}</table>")
    assert prose(blocks) == ["表 1", "收支总表", "单位：万元"]
    assert table(grids(blocks)[0]) == [["项目", "预算数"], ["收入", "1.00"]]


def test_a_table_that_lays_out_others_is_taken_apart() -> None:
    inner = f"<table>{row('项目', '预算数')}{row('收入', '1.00')}</table>"
    page = row("首页", "导航") + row("<p>菜单</p>", f"<p>正文</p>{inner}<p>说明</p>")
    blocks = read(f"<table><tr><td><table>{page}</table></table>")
    assert prose(blocks) == ["首页", "导航", "菜单", "正文", "说明"]
    assert texts(f"<table>{page}</table>") == [["项目", "预算数"], ["收入", "1.00"]]


def test_a_table_within_one_of_amounts_follows_it() -> None:
    inner = f"<table>{row('内', '3.00')}</table>"
    outer = row("甲", "1.00") + row("乙", "2.00") + row(f"丙{inner}丁", "")
    assert [table(grid) for grid in grids(read(f"<table>{outer}</table>"))] == [
        [["甲", "1.00"], ["乙", "2.00"], ["丙\n丁", ""]],
        [["内", "3.00"]],
    ]


def test_blocks_and_breaks_of_a_cell_are_its_lines() -> None:
    assert texts(f"<table>{row('<p>甲</p><p>乙</p>', '1<br>2', ' <b>3</b> ')}</table>") == [
        ["甲\n乙", "1\n2", "3"]
    ]


def test_rows_excel_hides_to_keep_its_widths_are_left_out() -> None:
    body = row("甲", "1") + "<tr height=0 style='display:none'><td width=72></td><td></td></tr>"
    assert texts(f"<table>{body}</table>") == [["甲", "1"]]


# Files


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.html", "<p>"),
        ("a.htm", "<!-- saved from url -->"),
        ("a.html", '<?xml version="1.0"?>'),
        ("a.txt", "<!DOCTYPE html>"),
        ("a.xls", "<html xmlns:x='urn:schemas-microsoft-com:office:excel'>"),
        ("a.xls", "<table>"),
    ],
)
def test_a_page_is_known_by_its_head_or_its_name(tmp_path: Path, name: str, head: str) -> None:
    (tmp_path / name).write_text(f"{head}<p>甲</p>", encoding="utf-8")
    source = readers.read(tmp_path / name)
    assert (source.media_type, prose(source.blocks)) == ("text/html", ["甲"])


@pytest.mark.parametrize("data", [b"", b" \n", b"<!-- -->", b"<html></html>", b"<table></table>"])
def test_a_page_with_nothing_on_it_gives_nothing(data: bytes) -> None:
    assert html.blocks(data) == ()


MANY = 100_000


def named(before: str, behind: str) -> bytes:
    return f"{before}{''.join(f'a{at}{behind}' for at in range(100_000))}>".encode()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: b"<p>\0", "binary", id="NUL"),
        pytest.param(lambda: b"<p>\xff\x80 \xff\xff", "encoding", id="no encoding"),
        pytest.param(lambda: b"<div>" * MANY + b"x", "damaged", id="deep"),
        pytest.param(lambda: b"<table><tr><td>" * MANY + b"x", "damaged", id="deep tables"),
        pytest.param(lambda: b"<p>" * (html.MARKS + 1), "too-large", id="many tags"),
        pytest.param(lambda: named("<p ", " "), "too-large", id="many attributes"),
        pytest.param(lambda: named("<p ", "='>' "), "too-large", id="many quoted attributes"),
        pytest.param(
            lambda: named("<!-- <p a=' --><script><b a='</script><td/", "/"),
            "too-large",
            id="hidden attributes",
        ),
        pytest.param(
            lambda: b"<table>" + b"<tr><td>1<td>2" * (bounds.CELLS // 2 + 1),
            "too-large",
            id="many cells",
        ),
        pytest.param(
            lambda: b"<table>" + b"<tr><td colspan=1000>1" * 5000, "too-large", id="many places"
        ),
        pytest.param(
            lambda: b"<table><tr>" + b"<td colspan=1000>1" * 20, "too-large", id="many columns"
        ),
    ],
)
def test_what_cannot_be_read_is_refused(make: Callable[[], bytes], code: str) -> None:
    assert refused(html.blocks, make()).code == code


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<table>" + "<tr><td rowspan=65534>1<td>2" * 900, id="long spans"),
        pytest.param("<table>" + "<tr><td colspan=99 rowspan=99>1<td>2" * 200, id="overlaps"),
        pytest.param("<p>甲" * MANY, id="paragraphs"),
        pytest.param("<b>甲</b>" * MANY, id="one paragraph"),
        pytest.param("<table><tr>" + "<td>1" * 16000, id="columns"),
        pytest.param("<table><tr><td>1<td>2</table>" * 20_000, id="tables"),
        pytest.param(("<table><tr><td>" * 80 + "1" + "</table>" * 80) * 100, id="nested tables"),
        pytest.param("<p " + "a=1 " * MANY + ">甲", id="attributes"),
        pytest.param(f"{BOMB}<p>&a9;", id="entity bomb"),
        pytest.param("&" * MANY + "#1" * MANY, id="entities"),
    ],
)
def test_time_stays_bounded(body: str) -> None:
    blocks = html.blocks(body.encode())
    assert sum(len(grid.cells) for grid in grids(blocks)) < bounds.CELLS


WORD = st.text("甲乙丙12.,（）&<>", min_size=1, max_size=6)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(WORD, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(TABLES)
def test_rows_read_back_as_they_were_written(lines: list[list[str]]) -> None:
    escaped = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in line] for line in lines]
    assert texts(f"<table>{''.join(row(*line) for line in escaped)}</table>") == lines


TAGS = ["<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=2>", "</td>", "<p>"]
TAGS += [
    "<br>",
    "甲",
    "1.00",
    "<div hidden>",
    "</div>",
    "<b>",
    "<!--",
    "-->",
    "<select>",
    "<thead>",
]
TAGS += ["</select>", "&nbsp;", "<tfoot>", "<caption>", "<script>", "</script>"]


@given(st.lists(st.sampled_from(TAGS), max_size=40).map("".join))
def test_any_page_is_read_and_no_place_of_a_grid_begins_two_cells(page: str) -> None:
    for grid in grids(html.blocks(page.encode())):
        assert table(grid)
