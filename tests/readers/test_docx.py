"""The reader of Word documents: what is printed of the body, where it stands, what is refused."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_BZIP2

import pytest
from containers import BOMB, OUTSIDE, grids, merged, ole, prose, refused, table, unzipped, zipped
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from hebiao import readers
from hebiao.errors import SourceError
from hebiao.model import Location
from hebiao.readers import archive, bounds, docx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document as Word

    from hebiao.model import Block

ENTITY = "示例市口岸管理办公室"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
HEAD = (
    f'<w:document xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)
TAIL = "</w:body></w:document>"


def saved(word: Word) -> bytes:
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


EMPTY = unzipped(saved(Document()))


def written(body: str, head: str = "") -> bytes:
    """Give a document whose body is this XML; `head` stands before the root."""
    return zipped(EMPTY | {MAIN: (head + HEAD + body + TAIL).encode()})


def read(body: str) -> tuple[Block, ...]:
    return docx.blocks(written(body))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def rows(*lines: str) -> str:
    """Give a table; `|` parts the cells of a row."""
    made = ("".join(map(cell, line.split("|"))) for line in lines)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def test_paragraphs_and_tables_come_in_the_order_of_the_body() -> None:
    word = Document()
    word.add_paragraph(ENTITY)
    word.add_paragraph("")
    held = word.add_table(2, 2)
    held.cell(0, 0).text, held.cell(0, 1).text = "项目", "预算数"
    held.cell(1, 0).text, held.cell(1, 1).text = "本年收入", "1,020.50"
    word.add_paragraph("说明")
    first, grid, last = docx.blocks(saved(word))
    assert (prose([first]), prose([last])) == ([ENTITY], ["说明"])
    assert table(grids([grid])[0]) == [["项目", "预算数"], ["本年收入", "1,020.50"]]
    assert [block.location for block in (first, last)] == [Location(line=1), Location(line=4)]


def test_a_cell_is_placed_by_its_table_row_and_cell() -> None:
    two = rows("甲|乙", "丙|1.00") + rows("丁|戊", "己|2.00")
    _, second = grids(read(two))
    assert [one.location for one in second.cells] == [
        Location(sheet="表格 2", cell=name) for name in ("R1C1", "R1C2", "R2C1", "R2C2")
    ]
    assert second.location == Location(sheet="表格 2", cell="R1C1")
    assert second.spans


def test_merged_cells_are_one_cell() -> None:
    word = Document()
    held = word.add_table(3, 4)
    for at in range(12):
        held.cell(at // 4, at % 4).text = str(at)
    held.cell(0, 0).merge(held.cell(1, 0)).text = "科目"
    held.cell(0, 1).merge(held.cell(0, 3)).text = "支出"
    held.cell(1, 1).merge(held.cell(2, 2)).text = "块"
    (grid,) = grids(docx.blocks(saved(word)))
    assert table(grid) == [
        ["科目", "支出", "·", "·"],
        ["·", "块", "·", "7"],
        ["8", "·", "·", "11"],
    ]
    assert merged(grid) == {"科目": (2, 1), "支出": (1, 3), "块": (2, 2)}


def test_cells_merged_across_in_the_older_way_are_one_cell() -> None:
    line = cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("乙")
    (grid,) = grids(read(f"<w:tbl><w:tr>{line}</w:tr></w:tbl>"))
    assert (table(grid), merged(grid)) == ([["甲", "·", "乙"]], {"甲": (1, 2)})


def test_a_merge_that_goes_on_from_nothing_is_a_cell_of_its_own() -> None:
    line = cell("甲", "<w:vMerge/>") + cell("乙")
    (grid,) = grids(read(f"<w:tbl><w:tr>{line}</w:tr></w:tbl>"))
    assert table(grid) == [["甲", "乙"]]


def test_a_row_may_begin_behind_the_first_columns() -> None:
    later = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("丙") + "</w:tr>"
    (grid,) = grids(read(rows("甲|乙").replace("</w:tbl>", later + "</w:tbl>")))
    assert table(grid) == [["甲", "乙"], ["·", "丙"]]


def test_a_nested_table_follows_the_one_it_stands_in() -> None:
    inner = rows("内|1.00", "里|2.00")
    outer = f"<w:tbl><w:tr>{cell('甲')}{cell(paragraph('乙') + inner)}</w:tr></w:tbl>"
    first, second = grids(read(outer + paragraph("完")))
    assert table(first) == [["甲", "乙"]]
    assert table(second) == [["内", "1.00"], ["里", "2.00"]]
    assert [grid.location.sheet for grid in (first, second)] == ["表格 1", "表格 2"]
    assert prose(read(outer + paragraph("完"))) == ["完"]


def test_lines_over_a_table_that_are_rows_of_it_are_its_caption() -> None:
    blocks = read(rows("部门收支总表|", "单位：万元|", "项目|预算数", "收入|1.00"))
    assert prose(blocks) == ["部门收支总表", "单位：万元"]
    assert table(grids(blocks)[0]) == [["项目", "预算数"], ["收入", "1.00"]]


def test_a_frame_of_one_cell_is_prose() -> None:
    assert prose(read(rows("一、概况"))) == ["一、概况"]


def test_paragraphs_of_a_cell_are_its_lines() -> None:
    (grid,) = grids(read(rows(f"{paragraph('甲')}{paragraph('')}{paragraph('乙')}|1.00")))
    assert table(grid) == [["甲\n乙", "1.00"]]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(run("甲") + run("乙"), "甲乙", id="runs"),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙", id="tab"),
        pytest.param("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙", id="break"),
        pytest.param("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>", "1-2", id="hyphen"),
        pytest.param(f"<w:ins>{run('甲')}</w:ins>{run('乙')}", "甲乙", id="inserted"),
        pytest.param(
            f"{run('甲')}<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲", id="deleted"
        ),
        pytest.param(
            f"<w:moveFrom>{run('乙')}</w:moveFrom><w:moveTo>{run('甲')}</w:moveTo>",
            "甲",
            id="moved",
        ),
        pytest.param(
            f"{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>", "甲", id="hidden"
        ),
        pytest.param(
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>', "甲", id="not hidden"
        ),
        pytest.param(f"<w:hyperlink>{run('甲')}</w:hyperlink>", "甲", id="link"),
        pytest.param("<w:r><w:instrText>PAGEREF</w:instrText></w:r>" + run("12"), "12", id="field"),
        pytest.param(f"<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run('甲')}", "甲", id="tab stops"),
        pytest.param(f"<w:pPr><w:numPr/></w:pPr>{run('甲')}", "甲", id="list number"),
        pytest.param(f"<!-- 乙 -->{run('甲')}", "甲", id="comment"),
    ],
)
def test_what_is_seen_of_a_paragraph(content: str, text: str) -> None:
    assert prose(read(f"<w:p>{content}</w:p>")) == [text]


def test_a_deleted_row_is_left_out() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('乙')}{cell('2')}</w:tr>"
    (grid,) = grids(read(rows("甲|1.00").replace("</w:tbl>", gone + "</w:tbl>")))
    assert table(grid) == [["甲", "1.00"]]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框')}{rows('甲|1.00')}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    blocks = read(f"<w:p>{drawn}{run('正文')}</w:p>{paragraph('完')}")
    assert prose(blocks) == ["正文", "框", "完"]
    assert [table(grid) for grid in grids(blocks)] == [[["甲", "1.00"]]]
    assert [block.location.line for block in blocks] == [1, 1, None, 2]


def test_what_a_content_control_holds_is_read() -> None:
    inside = paragraph("目录") + rows("甲|1.00")
    blocks = read(f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    assert (prose(blocks), len(grids(blocks))) == (["目录"], 1)


def test_headers_and_footers_are_left_out() -> None:
    word = Document()
    word.sections[0].header.paragraphs[0].text = "页眉"
    word.sections[0].footer.paragraphs[0].text = "页脚"
    word.add_paragraph("正文")
    assert prose(docx.blocks(saved(word))) == ["正文"]


def test_a_table_with_nothing_in_it_is_no_grid() -> None:
    assert read(rows("|", "|")) == ()


# Files


def test_a_document_with_macros_is_only_read() -> None:
    types = EMPTY["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    held = {"[Content_Types].xml": types, "word/vbaProject.bin": b"\0" * 99}
    data = zipped(unzipped(written(paragraph("甲"))) | held)
    assert archive.contents(data) == "DOCX"
    assert prose(docx.blocks(data)) == ["甲"]


def test_the_rest_of_a_package_need_not_be_sound() -> None:
    links = b'<Relationships><Relationship Id="r" Type="image" Target="NULL"/></Relationships>'
    held = unzipped(written(paragraph("甲")))
    held |= {"word/_rels/document.xml.rels": links, "word/styles.xml": b"<w:styles>"}
    assert prose(docx.blocks(zipped(held))) == ["甲"]


def test_the_main_part_may_have_another_name() -> None:
    held = unzipped(written(paragraph("甲")))
    held["word/document2.xml"] = held.pop(MAIN)
    held["_rels/.rels"] = held["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert prose(docx.blocks(zipped(held))) == ["甲"]


def test_a_strict_document_is_read() -> None:
    held = unzipped(written(paragraph("甲")))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    held[MAIN] = held[MAIN].replace(W.encode(), strict)
    assert prose(docx.blocks(zipped(held))) == ["甲"]


def test_a_document_in_utf_16_is_read() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{HEAD}{paragraph("甲")}{TAIL}'
    assert prose(docx.blocks(zipped(EMPTY | {MAIN: text.encode("utf-16")}))) == ["甲"]


def test_a_document_is_known_by_what_it_holds(tmp_path: Path) -> None:
    data = written(paragraph("甲"))
    for name in ("a.docx", "a.xlsx", "a.zip", "a.txt", "a"):
        (tmp_path / name).write_bytes(data)
        source = readers.read(tmp_path / name)
        assert source.media_type.endswith("wordprocessingml.document")
        assert prose(source.blocks) == ["甲"]


def lying(size: int) -> bytes:
    """Give a document whose main part claims to unpack to another size than it does."""
    data = bytearray(written(paragraph("甲" * 99)))
    for mark, behind in ((b"PK\x01\x02", 46), (b"PK\x03\x04", 30)):
        at = (
            data.index(MAIN.encode(), data.index(mark))
            if behind == 30
            else data.rindex(MAIN.encode())
        )
        start = at - behind + (24 if behind == 46 else 22)
        data[start : start + 4] = size.to_bytes(4, "little")
    return bytes(data)


def sealed() -> bytes:
    """Give a document whose ZIP entries say that they are under a password."""
    data = bytearray(written(paragraph("甲")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


DEEP = 100_000


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: b"PK\x03\x04", "damaged", id="a ZIP's first bytes"),
        pytest.param(lambda: written("")[:-100], "damaged", id="cut short"),
        pytest.param(lambda: written("")[100:], "damaged", id="cut at its head"),
        pytest.param(lambda: zipped({"a.xml": "<a/>"}), "damaged", id="no document part"),
        pytest.param(lambda: written("<w:p>"), "damaged", id="no XML"),
        pytest.param(
            lambda: zipped(EMPTY | {MAIN: f'<w:document xmlns:w="{W}"/>'}), "damaged", id="no body"
        ),
        pytest.param(lambda: written(run("&a9;"), BOMB), "damaged", id="entity bomb"),
        pytest.param(
            lambda: zipped(EMPTY | {MAIN: (BOMB + HEAD + TAIL).encode("utf-16")}),
            "damaged",
            id="entity bomb in UTF-16",
        ),
        pytest.param(lambda: written(run("&a9;"), OUTSIDE), "damaged", id="a file as an entity"),
        pytest.param(
            lambda: written("", '<?xml version="1.0" encoding="UTF-7"?>'), "damaged", id="UTF-7"
        ),
        pytest.param(
            lambda: zipped(EMPTY | {MAIN: (HEAD + TAIL).encode("cp037")}), "damaged", id="EBCDIC"
        ),
        pytest.param(
            lambda: zipped(EMPTY | {MAIN: (BOMB + HEAD + TAIL).encode("utf-32")}),
            "damaged",
            id="entity bomb in UTF-32",
        ),
        pytest.param(lambda: written("<w:r>" * DEEP + "</w:r>" * DEEP), "damaged", id="deep"),
        pytest.param(lambda: written(" " * 2**27), "too-large", id="zip bomb"),
        pytest.param(lambda: written(" " * 2**24), "too-large", id="packed too well"),
        pytest.param(lambda: lying(2**31), "too-large", id="says that it is large"),
        pytest.param(lambda: lying(9), "damaged", id="says that it is small"),
        pytest.param(
            lambda: zipped({f"{n}.xml": b"" for n in range(archive.ENTRIES + 1)}),
            "too-large",
            id="many entries",
        ),
        pytest.param(lambda: zipped(EMPTY | {MAIN: HEAD + TAIL}, ZIP_BZIP2), "damaged", id="bzip2"),
        pytest.param(sealed, "encrypted", id="ZIP password"),
    ],
)
def test_what_cannot_be_read_is_refused(make: Callable[[], bytes], code: str) -> None:
    assert refused(docx.blocks, make()).code == code


def test_more_marks_than_any_document_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MARKS", 999)
    assert refused(docx.blocks, written("<w:p/>" * 1000)).code == "too-large"


def test_more_cells_than_any_document_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CELLS", 3)
    assert refused(docx.blocks, written(rows("甲|乙", "丙|丁"))).code == "too-large"


def test_a_span_is_no_wider_than_any_table() -> None:
    wide = cell("甲", '<w:gridSpan w:val="99999999"/>') + cell("乙", '<w:gridSpan w:val="-1"/>')
    (grid,) = grids(read(f"<w:tbl><w:tr>{wide}</w:tr></w:tbl>"))
    assert (grid.columns, merged(grid)) == (1001, {"甲": (1, 1000)})


def test_spans_that_lay_out_too_many_places_are_refused() -> None:
    wide = cell("甲", '<w:gridSpan w:val="1000"/>')
    line = f"<w:tr>{wide}</w:tr>"
    tall = f"<w:tbl>{line * (bounds.PLACES // 1000 + 1)}</w:tbl>"
    assert refused(docx.blocks, written(tall)).code == "too-large"


def test_a_bomb_that_is_no_text_stays_packed() -> None:
    held = unzipped(written(paragraph("甲"))) | {"word/media/image1.png": b"\0" * 2**27}
    assert prose(docx.blocks(zipped(held))) == ["甲"]


def test_a_password_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(ole({"EncryptedPackage": b"", "EncryptionInfo": b""}))
    with pytest.raises(SourceError, match="encrypted: take its password off") as caught:
        readers.read(tmp_path / "a.docx")
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize(
    ("name", "data", "medium"),
    [
        ("a.docx", ole({"WordDocument": b"", "Data": b""}), "DOC"),
        ("a.doc", ole({"WordDocument": b""}), "DOC"),
        ("a.docx", zipped({"OFD.xml": "<ofd/>"}), "OFD"),
        ("a.docx", zipped({"a.txt": "甲"}), "ZIP"),
    ],
)
def test_what_has_no_reader_is_refused_by_what_it_holds(
    tmp_path: Path, name: str, data: bytes, medium: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=f"{medium} cannot be read") as caught:
        readers.read(tmp_path / name)
    assert caught.value.code == "media-type"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.xls", "a.txt", "a"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"PK\x03\x04", id="ZIP"),
        pytest.param(written("")[:-100], id="ZIP cut short"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1"), id="OLE"),
    ],
)
def test_a_broken_container_is_told_as_such(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(lambda _: readers.read(tmp_path / name), b"").code == "damaged"


WORD = st.text("甲乙丙12.,（）", min_size=1, max_size=6).filter(lambda text: text == text.strip())
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(WORD, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(TABLES)
def test_rows_read_back_as_they_were_written(lines: list[list[str]]) -> None:
    (grid,) = grids(read(rows(*("|".join(line) for line in lines))))
    assert table(grid) == lines


@given(st.binary(max_size=40), st.integers(0, 2000), st.integers(0, 40))
def test_any_damage_is_read_or_refused(junk: bytes, at: int, cut: int) -> None:
    data = written(paragraph("甲") + rows("乙|1.00"))
    with suppress(SourceError):
        docx.blocks(data[:at] + junk + data[at + cut :])
