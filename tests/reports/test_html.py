"""The page and the index, read without a browser: whole, inert, every figure within reach."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest
from lxml import html as markup
from reports.pages import (
    CLEAN,
    DIGIT,
    DIGIT_PDF,
    HOSTILE,
    SHIFTED_PDF,
    caused,
    fifty,
    hostile,
    judged,
    page_of,
)
from reports.said import ALL, HIDDEN, spoiled

from hebiao.cli import main
from hebiao.model import Cell, Entry, Grid, Location, Paragraph
from hebiao.reports.html import page, pictures, render
from hebiao.reports.html.drawn import marks, spots
from hebiao.reports.html.network import network
from hebiao.result import ReadError, Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml.html import HtmlElement

Printed = TypeVar("Printed", Cell, Entry)

MEDIA = ("txt", "docx", "xlsx", "html", "pdf")


def tree(text: str) -> HtmlElement:
    return markup.document_fromstring(text)


def shown(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(page: HtmlElement, path: str) -> HtmlElement:
    (found,) = page.xpath(path)
    assert isinstance(found, markup.HtmlElement)
    return found


def row_finding(sample: Path) -> int:
    """Give the number of the finding on the wrong digit."""
    (document,) = judged(sample).documents
    return next(n for n, f in enumerate(document.findings) if f.rule == "XJB-T3-ROW")


@pytest.mark.parametrize("sample", [DIGIT, DIGIT_PDF, CLEAN, SHIFTED_PDF], ids=lambda p: p.name)
def test_a_page_needs_nothing_from_elsewhere(sample: Path) -> None:
    found = tree(page_of(sample))
    for name in ("src", "href", "action", "data", "srcset", "poster"):
        for value in found.xpath(f"//@{name} | //@*[local-name()='{name}']"):
            assert re.match(r"#|data:image/", value), value
    assert found.xpath("//link | //iframe | //object | //embed | //base") == []
    assert "@import" not in page_of(sample)
    assert "url(" not in page_of(sample)


def test_the_policy_lets_only_the_page_s_own_style_and_script_run() -> None:
    found = tree(page_of(DIGIT))
    policy = one(found, "//meta[@http-equiv]").get("content", "")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for path in ("//style", "//script[not(@type)]"):
        text = one(found, path).text or ""
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert found.xpath("//*[@style] | //@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("sample", [DIGIT, DIGIT_PDF, SHIFTED_PDF], ids=lambda p: p.name)
def test_every_cell_of_a_finding_is_jumped_to(sample: Path) -> None:
    found = tree(page_of(sample))
    (document,) = judged(sample).documents
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    for number, finding in enumerate(document.findings):
        links = found.xpath(f"//article[@id='f{number}']//ul[@class='cells']//a")
        assert [shown(link) for link in links] == [cell.address for cell in finding.cells]
        for link, cell in zip(links, finding.cells, strict=True):
            target = one(found, f"//*[@id='{link.get('href').removeprefix('#')}']")
            assert target.tag in {"td", "th", "mark"}
            assert "".join(cell.raw.split()) in "".join(target.text_content().split())


def test_every_link_within_the_page_has_its_target() -> None:
    for report in (judged(SHIFTED_PDF), judged(DIGIT), caused(), spoiled("甲")):
        found = tree(page(report))
        ids = set(found.xpath("//@id"))
        assert {link[1:] for link in found.xpath("//@href") if link.startswith("#")} <= ids


def test_a_finding_shows_both_sides_the_filled_formula_and_the_law() -> None:
    article = one(tree(page_of(DIGIT)), f"//article[@id='f{row_finding(DIGIT)}']")
    text = shown(article)
    for said in ("697.97", "692.97", "692.97 = 空 + 697.97", "《预算法实施条例》", "XJB-T3-ROW"):
        assert said in text
    assert "Table 3: total = basic expenditure + project expenditure" in text


@pytest.mark.parametrize("medium", MEDIA)
def test_every_address_of_a_table_is_a_cell_that_prints_it(medium: str) -> None:
    (report,) = judged(CLEAN.with_suffix(f".{medium}")).documents
    assert report.document is not None
    found = spots(report.document)
    entries = {e.address: e for t in report.document.tables for e in t.entries}
    grids = {
        number: block
        for number, block in enumerate(report.document.source.blocks)
        if isinstance(block, Grid)
    }
    tabled = {a for a, e in entries.items() if any(
        cell.location == e.location for grid in grids.values() for cell in grid.cells
    )}  # fmt: skip
    assert set(found) == tabled
    assert len(set(found.values())) == len({entries[a].location for a in found})
    for address, spot in found.items():
        cell = grids[spot.block].cells[spot.cell]
        assert cell.location == entries[address].location


def test_cells_that_share_a_line_are_told_apart_by_their_text() -> None:
    (report,) = judged(CLEAN).documents
    assert report.document is not None
    blurred = tuple(
        replace(block, cells=tuple(lined(cell) for cell in block.cells))
        if isinstance(block, Grid)
        else block
        for block in report.document.source.blocks
    )
    tables = tuple(
        replace(table, entries=tuple(lined(entry) for entry in table.entries))
        for table in report.document.tables
    )
    source = replace(report.document.source, blocks=blurred)
    found = spots(replace(report.document, source=source, tables=tables))
    assert len(set(found.values())) == len(found)
    figures = [e for table in tables for e in table.entries if e.figure and e.raw.strip()]
    for entry in figures:
        grid = blurred[found[entry.address].block]
        assert isinstance(grid, Grid)
        cell = grid.cells[found[entry.address].cell]
        assert (cell.location, cell.text.split()) == (entry.location, entry.raw.split())


def lined(printed: Printed) -> Printed:
    """The same, with nothing but its line to find it by."""
    return replace(printed, location=Location(line=printed.location.line))


def test_a_figure_in_a_paragraph_is_marked_where_it_stands() -> None:
    (report,) = judged(CLEAN).documents
    assert report.document is not None
    blocks = report.document.source.blocks
    number, block = next(
        (n, b) for n, b in enumerate(blocks) if isinstance(b, Paragraph) and "10,190.63" in b.text
    )
    assert isinstance(block, Paragraph)
    assert block.location.span is not None
    at = block.text.index("10,190.63")
    first = block.location.span[0] + at
    exact = replace(block.location, span=(first, first + 9))
    for place in (exact, replace(block.location, span=None)):
        (mark,) = marks(report.document, [("说明.一.收入", "10,190.63", place)])[0][number]
        assert block.text[mark.start : mark.stop] == "10,190.63"
        assert mark.start == at
    (whole,) = marks(report.document, [("说明.一.收入", "999", exact)])[0][number]
    assert (whole.start, whole.stop) == (0, len(block.text))


def test_a_drawn_table_keeps_merged_cells_headings_and_row_names() -> None:
    found = tree(page_of(DIGIT_PDF))
    table = found.xpath("//section[h3[contains(., '表2')]]//table")[0]
    spans = table.xpath("./thead//th[@colspan > 1]/@scope")
    assert spans
    assert set(spans) == {"colgroup"}
    assert table.xpath("./tbody//th[@scope='row']")
    widths = {sum(int(cell.get("colspan", 1)) for cell in row) for row in table.xpath("./tbody/tr")}
    assert len(widths) == 1


def test_the_page_of_a_pdf_is_drawn_with_the_boxes_of_its_findings() -> None:
    found = tree(page_of(DIGIT_PDF))
    sheets = found.xpath("//figure")
    finding = judged(DIGIT_PDF).documents[0].findings[row_finding(DIGIT_PDF)]
    assert shown(one(sheets[0], ".//figcaption")) == "第 8 页Page 8"
    drawn = sheets[0].xpath(".//*[local-name()='a']/@aria-label")
    assert {cell.address for cell in finding.cells if cell.location.page == 8} <= set(drawn)
    (uri,) = sheets[0].xpath(".//*[local-name()='image']/@href")
    assert base64.b64decode(uri.partition(",")[2])[:4] == b"\x89PNG"


def test_pictures_that_cannot_be_drawn_or_are_too_many_are_left_out(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    wanted = [(str(broken), 1), (str(tmp_path / "none.pdf"), 1), (str(DIGIT_PDF), 8)]
    assert list(pictures.pictures(wanted)) == [(str(DIGIT_PDF), 8)]
    assert pictures.pictures([(str(DIGIT_PDF), 999)]) == {}


def test_pictures_stay_within_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    some = pictures.pictures([(str(DIGIT_PDF), number) for number in range(1, 11)])
    assert len(some) == 10
    monkeypatch.setattr(pictures, "MOST", sum(len(one.uri) for one in some.values()) // 2)
    fewer = pictures.pictures([(str(DIGIT_PDF), number) for number in range(1, 11)])
    assert 1 <= len(fewer) < 10
    assert sum(len(one.uri) for one in fewer.values()) <= pictures.MOST


def test_a_drawing_process_that_dies_is_started_again() -> None:
    wanted = [(str(DIGIT_PDF), 8)]
    pictures.pictures(wanted)
    pictures._HELD[0].kill()
    pictures._HELD[0].wait()
    assert list(pictures.pictures(wanted)) == wanted


@pytest.mark.parametrize("made", [hostile, lambda: spoiled(HOSTILE)], ids=["document", "findings"])
def test_what_a_document_says_is_inert(made: Callable[[], Report]) -> None:
    written = page(made())
    found = tree(written)
    assert len(found.xpath("//script")) == 2
    assert found.xpath("//img | //*[@onerror] | //*[@onload]") == []
    assert HIDDEN.findall(written) == []
    json.loads(one(found, "//script[@id='data']").text or "")
    assert "<script>window.owned" in found.text_content()


def test_names_are_isolated_from_the_text_around_them() -> None:
    found = tree(page(hostile()))
    for path in ("//h1", "//article//h3", "//section[starts-with(@class, 'table')]/h3"):
        assert found.xpath(f"{path}//bdi"), path


def test_a_cause_is_told_with_its_repair_above_what_fails_with_it() -> None:
    found = tree(page(caused()))
    group = found.xpath("//div[@class='group']")[0]
    repair = shown(one(group, ".//div[@class='repair']"))
    for said in ("697.97", "692.97", "一位数字不同", "one digit differs"):
        assert said in repair
    assert len(group.xpath(".//article")) == 2
    cell = one(found, f"//*[@id='{group.xpath('.//div[@class]//a/@href')[0][1:]}']")
    assert shown(cell) == "697.97"
    assert "root" in cell.get("class", "")


def test_a_known_finding_stands_last_with_its_reason() -> None:
    found = tree(page(caused()))
    *_, last = found.xpath("//article")
    assert "is-known" in last.get("class", "")
    assert "基线 baseline" in shown(last)
    assert "另有 1 项已知" in shown(one(found, "//div[@class='verdict']"))


def test_the_cover_shades_the_figures_it_counts() -> None:
    (document,) = caused().documents
    assert document.cover is not None
    found = tree(page(caused()))
    for number in range(3):
        pinned = sum(count == number for count in document.cover.pins.values())
        drawn = found.xpath(f"//*[contains(concat(' ', @class, ' '), ' p{number} ')]")
        assert len(drawn) == pinned
    bare = replace(caused(), documents=(replace(document, cover=None),))
    assert tree(page(bare)).xpath("//td[contains(concat(' ', @class, ' '), ' p0 ')]") == []


def test_what_could_not_be_told_is_never_shown_as_passed() -> None:
    report = Report((ALL.documents[3],), rules=ALL.rules)
    found = tree(page(report))
    summary = shown(one(found, "//div[@class='wrap band']"))
    assert "1 项未能判断，不等于通过" in summary
    assert "表9 未找到 not found" in summary
    nothing = replace(ALL.documents[3], outcomes=ALL.documents[3].outcomes[2:])
    summary = shown(
        one(tree(page(replace(report, documents=(nothing,)))), "//div[@class='wrap band']")
    )
    assert "没有可以核对的数字" in summary
    assert "没有发现不符" not in summary


def test_a_file_that_was_not_judged_has_a_page_that_says_why() -> None:
    error = ReadError("扫描.pdf", "scan", "没有文字 / no text", 3)
    text = shown(one(tree(render(Report(errors=(error,)))), "//body"))
    assert "未能核对" in text
    assert "扫描.pdf：没有文字 / no text" in text


def test_a_page_holds_one_document() -> None:
    with pytest.raises(ValueError, match="4 documents"):
        page(ALL)


def test_the_map_links_tables_and_no_labels_meet() -> None:
    (document,) = judged(SHIFTED_PDF).documents
    drawn = network(document)
    assert drawn is not None
    assert [node.id for node in drawn.nodes[:2]] == ["公开01表", "公开02表"]
    failing = {frozenset((edge.one, edge.other)) for edge in drawn.edges if edge.failing}
    assert frozenset(("公开04表", "公开05表")) in failing
    places = sorted((edge.x, edge.y) for edge in drawn.edges)
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[number + 1 :]:
            assert abs(other_x - x) >= 20 or abs(other_y - y) >= 12
    assert max(edge.x for edge in drawn.edges) < drawn.width


def test_the_page_of_fifty_pages_with_findings_is_below_5_mb(tmp_path: Path) -> None:
    written = page(fifty(tmp_path))
    assert written.count("data:image/") == 50
    assert len(written.encode()) < 5_000_000


def test_a_folder_has_an_index_with_a_row_a_document_linked_to_its_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "in" / "坏 文件.txt"
    bad.parent.mkdir()
    bad.write_bytes(b"\x00\x01\x02")
    output = tmp_path / "out"
    arguments = ["validate", str(DIGIT), str(bad), str(CLEAN), "--format", "html"]
    assert main([*arguments, "--output", str(output)]) == 3
    capsys.readouterr()
    found = tree((output / "index.html").read_text("utf-8"))
    rows = found.xpath("//tbody/tr")
    assert len(rows) == 3
    for row, sample in ((rows[0], DIGIT), (rows[2], CLEAN)):
        linked = output / one(row, ".//a").get("href", "")
        written = tree(linked.read_text("utf-8"))
        assert shown(one(written, "//h1")) == "示例市口岸管理办公室"
        assert sample.name in shown(row)
        assert written.xpath("//header//a/@href") == ["../index.html"]
    cells = [shown(cell) for cell in rows[0].xpath("./td")]
    errors = sum(one.severity == "error" for one in judged(DIGIT).documents[0].findings)
    assert cells[:3] == ["2026", "xinjiang-budget-2026 v1", str(errors)]
    assert "未能核对" in shown(rows[1])
    assert rows[1].xpath(".//a") == []
    assert "—" in shown(rows[1])


def test_the_index_says_what_a_hostile_document_says_and_does_nothing_else() -> None:
    written = render(replace(ALL, documents=(*hostile().documents, *spoiled(HOSTILE).documents)))
    found = tree(written)
    assert len(found.xpath("//script")) == 1
    assert found.xpath("//img") == []
    assert HIDDEN.findall(written) == []


def test_several_documents_do_not_go_to_one_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = str(tmp_path / "page.html")
    assert main(["validate", str(DIGIT), str(CLEAN), "--format", "html", "--output", target]) == 2
    assert "--output DIR" in capsys.readouterr().err
    assert main(["validate", str(DIGIT), "--format", "html", "--output", target]) == 1
    assert "697.97" in (tmp_path / "page.html").read_text("utf-8")


def test_json_lines_come_one_a_document_each_a_report_by_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "none.txt"
    status = main(["validate", str(DIGIT), str(CLEAN), str(missing), "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 2
    assert [len(line["documents"]) for line in lines] == [1, 1, 0]
    assert {"XJB-T3-ROW", "XJB-T3-TREE"} <= {rule["id"] for rule in lines[0]["rules"]}
    assert len(lines[0]["rules"]) < len(judged(DIGIT).rules)
    assert [error["code"] for error in lines[2]["errors"]] == ["not-found"]


@pytest.mark.parametrize("medium", MEDIA)
def test_every_medium_has_its_page_with_a_card_a_finding(medium: str) -> None:
    sample = CLEAN.with_suffix(f".{medium}")
    (document,) = judged(sample).documents
    found = tree(page_of(sample))
    assert len(found.xpath("//article")) == len(document.findings)
    assert len(found.xpath("//section[starts-with(@class, 'table')]")) == len(document.tables)
    assert found.xpath("//section[@id='text']//mark[@id]")


def test_a_document_without_findings_says_how_much_was_checked() -> None:
    (document,) = judged(CLEAN).documents
    told = replace(document, findings=())
    verdict = one(tree(page(Report((told,)))), "//div[@class='verdict']")
    assert f"核对 {told.statistics.evaluated} 项，没有发现不符" in shown(verdict)
