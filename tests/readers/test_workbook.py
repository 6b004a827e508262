"""The reader of workbooks: what each cell shows, where it stands, what is refused."""

from __future__ import annotations

import datetime as dt
import struct
import time
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from containers import BOMB, OUTSIDE, grids, merged, ole, prose, refused, table, unzipped, zipped
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from hebiao import readers
from hebiao.errors import SourceError
from hebiao.model import Location
from hebiao.readers import archive, biff, bounds, workbook
from hebiao.readers.formats import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from hebiao.model import Block

xlwt: Any = import_module("xlwt")

ENTITY = "示例市口岸管理办公室"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Rows = list[list[Any]]


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(rows: Rows, spans: tuple[str, ...] = (), formats: Mapping[str, str] = {}) -> bytes:
    """Give a workbook of one sheet: rows of values, merged ranges, number formats by cell."""
    book = Workbook()
    sheet = first(book)
    sheet.title = "表1"
    for row in rows:
        sheet.append(row)
    for name, code in formats.items():
        sheet[name].number_format = code
    for span in spans:
        sheet.merge_cells(span)
    return saved(book)


def first(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert sheet is book.active
    return sheet


def xls(rows: Rows, formats: Mapping[tuple[int, int], str] = {}) -> bytes:
    """Give an older workbook of one sheet: rows of values, number formats by place."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    general = xlwt.easyxf()
    styles = {place: xlwt.easyxf(num_format_str=code) for place, code in formats.items()}
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value, styles.get((at, column), general))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_xml(rows: str, before: str = "", head: str = "") -> bytes:
    """Give a workbook whose one sheet has this XML."""
    text = f'{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'
    return zipped(unzipped(xlsx([["甲", 1.0]])) | {SHEET: text})


def with_texts(claim: str) -> bytes:
    """Give a workbook whose table of texts has this attribute."""
    held = unzipped(sheet_xml('<row><c t="s"><v>0</v></c><c><v>1</v></c></row>'))
    table = f'<sst xmlns="{MAIN}" {claim}><si><t>甲</t></si></sst>'
    return zipped(held | {"xl/sharedStrings.xml": table})


def texts(blocks: tuple[Block, ...]) -> list[list[str]]:
    (grid,) = grids(blocks)
    return table(grid)


# Sheets


def test_lines_over_a_table_are_its_caption_and_each_cell_has_its_place() -> None:
    blocks = workbook.blocks(
        xlsx(
            [
                [None],
                [None, "部门收支总体情况表"],
                [None, f"编制部门：{ENTITY}", None, "单位：万元"],
                [None],
                [None, "项目", "预算数", "上年数"],
                [None, "本年收入", "1,020.50", None],
            ],
            ("B2:D2",),
        )
    )
    assert prose(blocks) == ["部门收支总体情况表", f"编制部门：{ENTITY}", "单位：万元"]
    assert [block.location.cell for block in blocks] == ["B2", "B3", "D3", "B5"]
    (grid,) = grids(blocks)
    assert table(grid) == [["项目", "预算数", "上年数"], ["本年收入", "1,020.50", ""]]
    assert grid.cells[-1].location == Location(sheet="表1", cell="D6")
    assert grid.spans


def test_merged_cells_are_one_cell() -> None:
    rows: Rows = [
        ["科目", None, "支出", None],
        ["类", "款", None, "项目"],
        [201, None, 1.5, 2.5],
    ]
    (grid,) = grids(workbook.blocks(xlsx(rows, ("A1:B1", "C1:D1", "C1:C2", "E1:F9", "A3:B4"))))
    assert table(grid) == [
        ["科目", "·", "支出", "·"],
        ["类", "款", "·", "项目"],
        ["201", "·", "1.5", "2.5"],
    ]


def test_a_title_over_two_rows_is_a_caption() -> None:
    blocks = workbook.blocks(
        xlsx([["收支总表"], [], ["项目", "预算数"], ["收入", 1.5]], ("A1:B2",))
    )
    assert (prose(blocks), texts(blocks)) == (["收支总表"], [["项目", "预算数"], ["收入", "1.5"]])


def test_tables_on_one_sheet_are_parted_by_a_title() -> None:
    rows: Rows = [
        ["表1 收入表"],
        ["科目", "合计"],
        ["201", 1.5],
        [],
        ["202", 2.5],
        ["注：含上年结转。"],
        [],
        ["表2 支出表"],
        ["单位：万元"],
        ["科目", "基本支出"],
        ["201", 3.5],
    ]
    blocks = workbook.blocks(xlsx(rows))
    assert [table(grid) for grid in grids(blocks)] == [
        [["科目", "合计"], ["201", "1.5"], ["202", "2.5"]],
        [["科目", "基本支出"], ["201", "3.5"]],
    ]
    assert prose(blocks) == ["表1 收入表", "注：含上年结转。", "表2 支出表", "单位：万元"]


def test_a_title_without_a_blank_row_before_it_parts_two_tables() -> None:
    rows: Rows = [
        ["科目", "甲", "乙"],
        ["201", 1, 2],
        ["支出总表"],
        ["科目", "丙", "丁"],
        ["1", 3, 4],
    ]
    blocks = workbook.blocks(xlsx(rows, ("A3:C3",)))
    assert (prose(blocks), len(grids(blocks))) == (["支出总表"], 2)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["年度绩效目标"], id="a band"),
        pytest.param(["其他支出"], id="a label without amounts"),
        pytest.param([3.0], id="an amount alone"),
    ],
)
def test_a_row_of_one_cell_within_a_table_is_a_row_of_it(row: list[Any]) -> None:
    rows: Rows = [["指标", "值", "分"], ["甲", 1, 2], row, ["一级指标", "二级指标", "分值"]]
    assert len(texts(workbook.blocks(xlsx(rows, ("A3:C3",))))) == 4


def test_prose_behind_a_table_is_no_row_of_it() -> None:
    lines = [[f"{n}、本单位收入支出均纳入预算管理。"] for n in range(20)]
    blocks = workbook.blocks(xlsx([["科目", "合计"], ["201", 1.5], [], ["第三部分 说明"], *lines]))
    assert (len(texts(blocks)), len(prose(blocks))) == (2, 21)


def test_sheets_come_in_order_and_hidden_ones_are_left_out() -> None:
    book = Workbook()
    for at, state in enumerate(["visible", "hidden", "veryHidden", "visible"]):
        sheet = first(book) if at == 0 else book.create_sheet()
        sheet.title = f"表{at}"
        sheet.append([f"第{at}张"])
        sheet.sheet_state = state
    blocks = workbook.blocks(saved(book))
    assert [
        (block.location.sheet, text) for block, text in zip(blocks, prose(blocks), strict=True)
    ] == [
        ("表0", "第0张"),
        ("表3", "第3张"),
    ]


def test_an_empty_workbook_gives_nothing(tmp_path: Path) -> None:
    assert workbook.blocks(xlsx([])) == ()
    (tmp_path / "a.xlsx").write_bytes(xlsx([]))
    assert refused(lambda _: readers.read(tmp_path / "a.xlsx"), b"").code == "empty"


# Cells


ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        pytest.param(10142.25, "General", "10142.25", id="general"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="binary noise"),
        pytest.param(4728.0, "General", "4728", id="whole"),
        pytest.param(1234567.891, "#,##0.00", "1,234,567.89", id="thousands"),
        pytest.param(10.5, "0.00", "10.50", id="two places"),
        pytest.param(1.005, "0.00", "1.01", id="half rounds up as it is seen"),
        pytest.param(2.5, "0", "3", id="no places"),
        pytest.param(-5.126, "0.00_);[Red](0.00)", "(5.13)", id="negative in brackets"),
        pytest.param(-5.0, "0.00;[Red]0.00", "-5.00", id="negative by colour alone"),
        pytest.param(-5.0, "0.00", "-5.00", id="negative"),
        pytest.param(1234.5, ACCOUNTS, "1,234.50", id="accounts"),
        pytest.param(0.0, ACCOUNTS, "-", id="zero as a dash"),
        pytest.param(0.0, "#,##0.00;-#,##0.00;", "", id="zero hidden"),
        pytest.param(0.0, "#,###", "", id="zero has no digit"),
        pytest.param(0.001, "0.00;-0.00;无", "无", id="zero once rounded"),
        pytest.param(0.1731, "0.00%", "17.31%", id="percent"),
        pytest.param(201.0, "00000", "00201", id="leading zeros"),
        pytest.param(1.5, "0.0##", "1.5", id="optional places"),
        pytest.param(5.0, "#.##", "5", id="a point with nothing behind it"),
        pytest.param(3.5, '0.00"万元"', "3.50万元", id="a unit behind"),
        pytest.param(12345678.0, "#,##0,", "12,346", id="in thousands"),
        pytest.param(123456.0, "0!.0,", "12.3", id="in ten thousands"),
        pytest.param(12.3, "[>100]0;0.0", "12.3", id="a condition is General"),
        pytest.param(1200.0, "0.00E+00", "1200", id="an exponent is General"),
        pytest.param(0.5, "# ?/?", "0.5", id="a fraction is General"),
        pytest.param(5.0, "G/通用格式", "5", id="General in Chinese"),
        pytest.param(7.0, ";;;", "", id="hidden by its format"),
        pytest.param(7.0, "0" * 256, "7", id="a format longer than any"),
    ],
)
def test_a_number_is_given_as_its_cell_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text
    for data in (
        xlsx([["甲", "乙"], ["丙", value]], formats={"B2": code}),
        xls([["甲", "乙"], ["丙", value]], {(1, 1): code}),
    ):
        assert texts(workbook.blocks(data))[1] == ["丙", text]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "TRUE"),
        ("  1,020.50 ", "1,020.50"),
        ("00201", "00201"),
        ("甲\n乙", "甲\n乙"),
        (dt.date(2026, 1, 31), "2026-01-31"),
        (dt.datetime(2026, 1, 31, 8, 30), "2026-01-31 08:30:00"),  # noqa: DTZ001
        (dt.time(8, 30), "08:30:00"),
    ],
)
def test_a_value_that_is_no_number_is_given_as_text(value: object, text: str) -> None:
    assert texts(workbook.blocks(xlsx([["甲", "乙"], ["丙", value]])))[1] == ["丙", text]


def test_a_length_of_time_is_given_in_hours() -> None:
    blocks = workbook.blocks(xlsx([["甲", "乙"], ["丙", dt.timedelta(days=2, minutes=5)]]))
    assert texts(blocks)[1] == ["丙", "48:05:00"]


def test_a_formula_gives_the_value_it_was_saved_with() -> None:
    row = (
        '<row r="1"><c r="A1" t="str"><f>B1</f><v>甲</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    )
    assert texts(workbook.blocks(sheet_xml(row))) == [["甲", "2"]]


def test_texts_that_cells_share_are_read() -> None:
    assert texts(workbook.blocks(with_texts('count="9" uniqueCount="1"'))) == [["甲", "1"]]


def test_an_error_is_given_as_its_text() -> None:
    row = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><v>#DIV/0!</v></c></row>'
    assert texts(workbook.blocks(sheet_xml(row))) == [["#REF!", "#DIV/0!"]]


def test_an_error_of_an_older_workbook_is_given_as_its_text() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    sheet.write(0, 0, "甲")
    sheet.row(0).set_cell_error(1, "#REF!")
    stream = BytesIO()
    book.save(stream)
    assert texts(workbook.blocks(stream.getvalue())) == [["甲", "#REF!"]]


def test_zeros_are_blank_on_a_sheet_that_shows_none() -> None:
    views = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
    row = '<row r="1"><c r="A1"><v>0</v></c><c r="B1"><v>1</v></c><c r="C1"><v>2</v></c></row>'
    assert texts(workbook.blocks(sheet_xml(row, views))) == [["1", "2"]]


def test_cells_that_name_no_place_stand_one_behind_the_other() -> None:
    styled = '<row><c s="1"><v>1</v></c><c s="1"><v>2</v></c></row>'
    data = unzipped(xlsx([[1.0]], formats={"A1": "0.00"}))
    data[SHEET] = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{styled * 2}</sheetData></worksheet>'.encode()
    )
    assert texts(workbook.blocks(zipped(data))) == [["1.00", "2.00"]] * 2


def test_merged_cells_of_an_older_workbook_are_one_cell() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    sheet.write_merge(0, 0, 0, 1, "科目")
    sheet.write(0, 2, "合计")
    for column, value in enumerate(["201", "01", 1.5]):
        sheet.write(1, column, value)
    stream = BytesIO()
    book.save(stream)
    (grid,) = grids(workbook.blocks(stream.getvalue()))
    assert table(grid) == [["科目", "·", "合计"], ["201", "01", "1.5"]]
    assert merged(grid) == {"科目": (1, 2)}
    assert grid.cells[-1].location == Location(sheet="表1", cell="C2")


def test_an_older_workbook_of_many_sectors_is_read() -> None:
    lines = [f"{'甲' * 300}{n}" for n in range(13_000)]
    data = xls([[line] for line in lines])
    assert len(data) > 109 * 128 * 512
    assert prose(workbook.blocks(data)) == lines


def older(*records: tuple[int, bytes]) -> bytes:
    """Give the stream of an older workbook of one sheet; the sheet is what begins with `b""`."""
    stream = b""
    for kind, body in (*records, (0x0A, b"")):
        stream += struct.pack("<HH", kind, len(body)) + body
    return stream


def test_formats_of_a_workbook_of_1995_are_read() -> None:
    book = older(
        (0x41E, struct.pack("<HB", 164, 4) + b"0.00"),
        (0xE0, struct.pack("<HH", 0, 164)),
        (0x85, struct.pack("<IH", 48, 0)),
    )
    sheet = older(
        (0x200, struct.pack("<HHHHH", 0, 1, 0, 3, 0)),
        (0x203, struct.pack("<HHHd", 0, 0, 0, 1.5)),
        (0x205, struct.pack("<HHHBB", 0, 1, 9, 0x17, 1)),
        (0x205, struct.pack("<HHHBB", 0, 2, 0, 1, 0)),
        (0x23E, struct.pack("<H", 0)),
    )
    (look,) = biff.looks(book.ljust(48, b"\0") + sheet)
    assert look.formats == {(0, 0): "0.00", (0, 1): "", (0, 2): "0.00"}
    assert (look.errors, look.zeros) == ({(0, 1): "#REF!"}, False)


def test_more_records_than_any_workbook_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(biff, "RECORDS", 99)
    assert refused(workbook.blocks, BOOK).code == "too-large"


def test_more_empty_cells_than_are_taken_are_refused() -> None:
    row = '<row><c r="A{0}"><v>1</v></c><c r="ALL{0}"><v>1</v></c></row>'
    data = sheet_xml("".join(row.format(n) for n in range(1, 300)))
    assert refused(workbook.blocks, data).code == "too-large"


def test_hidden_sheets_of_an_older_workbook_are_left_out() -> None:
    book = xlwt.Workbook()
    for at in range(3):
        sheet = book.add_sheet(f"表{at}")
        sheet.write(0, 0, f"第{at}张")
        sheet.visibility = at
    stream = BytesIO()
    book.save(stream)
    assert prose(workbook.blocks(stream.getvalue())) == ["第0张"]


def test_many_kinds_of_number_records_keep_their_format() -> None:
    rows: Rows = [["甲", 1.5, 100, 1234567.125, -0.5], ["乙", 2.5, 200, 7654321.125, 0.25]]
    formats = {(row, column): "#,##0.00" for row in range(2) for column in range(1, 5)}
    assert texts(workbook.blocks(xls(rows, formats))) == [
        ["甲", "1.50", "100.00", "1,234,567.13", "-0.50"],
        ["乙", "2.50", "200.00", "7,654,321.13", "0.25"],
    ]


# Files


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (xlsx([["甲", 1.5]]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (xls([["甲", 1.5]]), "application/vnd.ms-excel"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.docx", "a.doc", "a.txt", "a"])
def test_a_workbook_is_known_by_what_it_holds(
    tmp_path: Path, name: str, data: bytes, media_type: str
) -> None:
    (tmp_path / name).write_bytes(data)
    source = readers.read(tmp_path / name)
    assert (source.media_type, texts(source.blocks)) == (media_type, [["甲", "1.5"]])


def test_a_web_page_named_as_a_workbook_is_read_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<html><table><tr><td>甲<td>1.50</table>", encoding="utf-8")
    source = readers.read(tmp_path / "a.xls")
    assert (source.media_type, texts(source.blocks)) == ("text/html", [["甲", "1.50"]])


def test_a_workbook_with_macros_is_only_read() -> None:
    held = unzipped(xlsx([["甲", 1.5]]))
    held["[Content_Types].xml"] = held["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    data = zipped(held | {"xl/vbaProject.bin": b"\0" * 99})
    assert (archive.contents(data), texts(workbook.blocks(data))) == ("XLSX", [["甲", "1.5"]])


def test_a_binary_workbook_is_refused_by_name(tmp_path: Path) -> None:
    main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = f'<Types><Override ContentType="{main}"/></Types>'
    (tmp_path / "a.xlsx").write_bytes(zipped({"[Content_Types].xml": types}))
    with pytest.raises(SourceError, match="XLSB cannot be read"):
        readers.read(tmp_path / "a.xlsx")


BOOK = xls([["甲", float(n)] for n in range(1, 200)])


def record(kind: int, at: int, new: bytes, data: bytes = BOOK) -> bytes:
    """Give an older workbook with a record's body overwritten from its byte `at` on."""
    place = 512
    while True:
        found, length = struct.unpack_from("<HH", data, place)
        if found == kind:
            return data[: place + 4 + at] + new + data[place + 4 + at + len(new) :]
        place += 4 + length


DIMENSIONS, RK, NOTHING, PASSWORD = 0x200, 0x27E, 0x42, 0x2F


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: xlsx([["甲"]])[:-50], "damaged", id="cut short"),
        pytest.param(lambda: sheet_xml("<row>"), "damaged", id="no XML"),
        pytest.param(lambda: sheet_xml("", head=BOMB), "damaged", id="entity bomb"),
        pytest.param(lambda: sheet_xml("", head=OUTSIDE), "damaged", id="a file as an entity"),
        pytest.param(lambda: sheet_xml("<c>" * 999 + "</c>" * 999), "damaged", id="deep"),
        pytest.param(lambda: sheet_xml(" " * 2**27), "too-large", id="zip bomb"),
        pytest.param(lambda: sheet_xml('<c r="甲1"/>'), "damaged", id="no cell's name"),
        pytest.param(
            lambda: sheet_xml('<c r="A1"><v>1</v></c><c r="ZZ999999"><v>1</v></c>'),
            "too-large",
            id="cells far apart",
        ),
        pytest.param(
            lambda: sheet_xml('<c r="ZZZ1"><v>1</v></c>'), "too-large", id="a column too far"
        ),
        pytest.param(
            lambda: sheet_xml('<row><c t="n"><v>1</v></c></row>' * (bounds.CELLS + 1)),
            "too-large",
            id="many cells",
        ),
        pytest.param(
            lambda: xlsx([["甲", 1.5]]).replace(b"xl/workbook.xml", b"xl/workbuch.xml"),
            "damaged",
            id="no workbook",
        ),
        pytest.param(
            lambda: with_texts('uniqueCount="4294967295"'),
            "damaged",
            id="claims more texts than memory holds",
        ),
        pytest.param(lambda: BOOK[:600], "damaged", id="OLE cut short"),
        pytest.param(lambda: BOOK[:40], "damaged", id="an OLE head"),
        pytest.param(lambda: ole({"Workbook": b"\x01\x02" * 9999}), "damaged", id="no records"),
        pytest.param(
            lambda: ole({"Workbook": older((0x809, bytes(16)), (0x42, b""))}),
            "damaged",
            id="a panic of the library's",
        ),
        pytest.param(lambda: ole({"Contents": b""}), "damaged", id="no workbook in it"),
        pytest.param(lambda: ole({"EncryptedPackage": b""}), "encrypted", id="OOXML password"),
        pytest.param(
            lambda: record(NOTHING, -4, struct.pack("<H", PASSWORD)), "encrypted", id="password"
        ),
        pytest.param(
            lambda: record(DIMENSIONS, 0, struct.pack("<IIHH", 0, 2**32 - 1, 0, 2**16 - 1)),
            "damaged",
            id="claims more cells than memory holds",
        ),
        pytest.param(
            lambda: record(RK, 0, struct.pack("<HH", 2**16 - 1, 2**16 - 1)),
            "too-large",
            id="an older cell far off",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(make: Callable[[], bytes], code: str) -> None:
    assert refused(workbook.blocks, make()).code == code


def test_a_sheet_that_stands_for_two_is_refused() -> None:
    held = unzipped(xlsx([["甲"]]))
    sheet = b'<sheet name="x" sheetId="9" state="visible" r:id="rId1"/>'
    held["xl/workbook.xml"] = held["xl/workbook.xml"].replace(
        b"</sheets>",
        b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        + sheet.removeprefix(b"<sheet")
        + b"</sheets>",
    )
    assert refused(workbook.blocks, zipped(held)).code == "damaged"


def test_merged_cells_that_overlap_without_end_are_refused() -> None:
    spans = '<mergeCell ref="A1:J9999"/>' * 99
    rows = '<c r="A1"><v>1</v></c><c r="J9999"><v>1</v></c>'
    held = unzipped(sheet_xml(rows))
    end = f"<mergeCells>{spans}</mergeCells></worksheet>".encode()
    data = zipped(held | {SHEET: held[SHEET].replace(b"</worksheet>", end)})
    assert refused(workbook.blocks, data).code == "damaged"


def test_as_many_cells_as_are_taken_are_read_in_bounded_time() -> None:
    row = "<row>" + "<c><v>1.5</v></c>" * 20 + "</row>"
    data = sheet_xml(row * (bounds.CELLS // 20))
    start = time.perf_counter()
    (grid,) = grids(workbook.blocks(data))
    assert len(grid.cells) == bounds.CELLS
    assert time.perf_counter() - start < 120


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.text('0#?.,%;-()[]Red"万元\\!_*@EdG/ 1', max_size=20),
)
def test_any_number_is_shown_under_any_format(value: float, code: str) -> None:
    assert len(shown(value, code)) < 1000


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(["#,##0.00", "0.00"])
)
def test_an_amount_of_two_places_is_shown_as_itself(value: Any, code: str) -> None:
    text = shown(float(value), code)
    assert (text.replace(",", ""), text.count(".")) == (f"{value:.2f}".replace("-0.00", "0.00"), 1)


@given(st.binary(max_size=40), st.integers(0, 9000), st.integers(0, 40))
def test_any_damage_is_read_or_refused(junk: bytes, at: int, cut: int) -> None:
    for data in (xlsx([["甲", 1.5]]), BOOK):
        place = at % len(data)
        with suppress(SourceError):
            workbook.blocks(data[:place] + junk + data[place + cut :])
