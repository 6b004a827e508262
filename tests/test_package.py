"""Data packages: what extract writes, and that it reads back as the document it came from."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

import hebiao
from hebiao.cli import main
from hebiao.package import safe
from hebiao.pipeline import Settings, extract_package, validate_paths
from hebiao.readers import read
from hebiao.reports.json import as_dict

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
TEXTS = (
    sorted(SAMPLES.parent.glob("*/clean.txt")) + sorted(SAMPLES.parent.glob("*/fault-*.txt"))[::8]
)
"""The clean samples and some of those with a fault."""

CLEAN = SAMPLES / "clean.txt"


def documented(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = as_dict(hebiao.validate(path))["documents"][0]
    return document


def extracted(path: Path, folder: Path) -> Path:
    extract_package(path, folder)
    return folder / "datapackage.json"


@pytest.mark.parametrize("sample", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_package_gives_the_same_findings_places_included(sample: Path, tmp_path: Path) -> None:
    before, after = documented(sample), documented(extracted(sample, tmp_path))
    # A personal number is masked in the package, which therefore has none left to find.
    personal = "TEXT-PERSONAL"
    before["findings"] = [one for one in before["findings"] if one["rule"] != personal]
    for document in (before, after):
        document["outcomes"] = [one for one in document["outcomes"] if one["rule"] != personal]
    for part in ("entity", "year", "unit", "regime", "tables", "findings", "figures", "outcomes"):
        assert after[part] == before[part], part


def test_the_descriptor_tells_types_units_regime_and_source(tmp_path: Path) -> None:
    descriptor = json.loads(extracted(CLEAN, tmp_path).read_text(encoding="utf-8"))
    three = next(one for one in descriptor["resources"] if one["hebiao"].get("table") == "表3")
    assert descriptor["profile"] == "tabular-data-package"
    assert descriptor["hebiao"]["regime"] == "xinjiang-budget-2026"
    assert len(descriptor["hebiao"]["source"]["sha256"]) == 64
    assert three["hebiao"]["unit"] == "万元"
    assert three["schema"]["fields"][-1] == {
        "name": "支出预算/项目支出",
        "type": "number",
        "groupChar": ",",
        "unit": "万元",
    }
    rows = list(csv.reader(io.StringIO((tmp_path / three["path"]).read_text(encoding="utf-8"))))
    assert rows[1][0] == "201"
    assert {len(row) for row in rows} == {5}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd()", "'=cmd()"),
        ("+1+2", "'+1+2"),
        ("-甲", "'-甲"),
        ("@sum", "'@sum"),
        ("'quoted", "''quoted"),
        ("-5.00", "-5.00"),
        ("10,142.25", "10,142.25"),
        ("行政运行", "行政运行"),
    ],
)
def test_what_a_spreadsheet_would_run_is_written_as_text(text: str, written: str) -> None:
    assert safe(text) == written


def test_names_that_look_like_formulas_come_back_as_they_were(tmp_path: Path) -> None:
    document = tmp_path / "document.txt"
    text = CLEAN.read_text(encoding="utf-8").replace("口岸巡查车辆运行经费", "=HYPERLINK(1)")
    document.write_text(text, encoding="utf-8")
    package = extracted(document, tmp_path / "package")
    assert "'=HYPERLINK(1)" in (package.parent / "table-07.csv").read_text(encoding="utf-8")
    assert documented(package)["figures"] == documented(document)["figures"]


def test_files_written_by_hand_need_no_places(tmp_path: Path) -> None:
    package = extracted(CLEAN, tmp_path)
    descriptor = json.loads(package.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource["hebiao"] = {}
    package.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    lines = (tmp_path / "table-03.csv").read_text(encoding="utf-8").splitlines()
    changed = [line.replace("692.97", "697.97", 1) for line in lines]
    (tmp_path / "table-03.csv").write_text("\n".join(changed), encoding="utf-8")
    document = documented(package)
    told = [finding["cause"]["repairs"] for finding in document["findings"] if finding["cause"]]
    (((repair,),),) = told
    assert (repair["printed"], repair["should_be"]) == ("697.97", "692.97")
    assert repair["location"] == {"line": 5}


@pytest.mark.parametrize(
    ("descriptor", "said"),
    [
        ("{", "不是 JSON"),
        ("[]", "resources"),
        ('{"resources": [{"name": "a", "path": "../a.csv"}]}', "包内"),
        ('{"resources": [{"name": "a", "path": "/etc/passwd"}]}', "包内"),
        ('{"resources": [{"name": "a", "path": ["a.csv"]}]}', "包内"),
        ('{"resources": [{"name": "a", "path": "none.csv"}]}', "读不到"),
        ("[" * 100_000, "不是 JSON"),
        ('{"resources": [], "title": "\\ud800"}', "不是 JSON"),
    ],
)
def test_a_broken_descriptor_is_one_line_and_status_3(
    descriptor: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "datapackage.json"
    package.write_text(descriptor, encoding="utf-8")
    assert main(["validate", str(package)]) == 3
    out = capsys.readouterr().out
    assert said in out
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("resources", "csv_text", "said"),
    [
        ([{"name": "a", "path": "a\0.csv"}], "", "包内的相对路径"),
        ([{"name": "a\n\x1b[31m", "path": "../a.csv"}], "", "资源 a \\u001b[31m：path"),
        ([{"path": "a.csv"}], "\n1,2\n", "文件没有内容"),
        ([{"path": "a.csv"}], "a,b\0\n", "a.csv：不是文本文件"),
        ([{"path": "a.csv"}] * 501, "a,b\n", "超过 500 个资源"),
        ([{"path": "a.csv"}] * 3, "a,b\n" * 50, "超过 200 个单元格"),
    ],
    ids=["NUL", "steering", "no heading", "binary", "resources", "cells"],
)
def test_a_wrong_resource_is_one_line_and_status_3(
    resources: list[dict[str, str]],
    csv_text: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hebiao.readers.package._MOST_CELLS", 200)
    package = tmp_path / "datapackage.json"
    package.write_text(json.dumps({"resources": resources}), encoding="utf-8")
    (tmp_path / "a.csv").write_text(csv_text, encoding="utf-8")
    assert main(["validate", str(package)]) == 3
    out = capsys.readouterr().out
    assert said in out
    assert out.count("\n") == 1


def test_a_file_without_an_end_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "datapackage.json"
    package.write_text('{"resources": [{"name": "a", "path": "a.csv"}]}', encoding="utf-8")
    (tmp_path / "a.csv").symlink_to("/dev/zero")
    assert main(["validate", str(package)]) == 3
    assert "普通文件" in capsys.readouterr().out


def test_a_folder_with_a_package_is_one_document(tmp_path: Path) -> None:
    extracted(CLEAN, tmp_path)
    (tmp_path / "README.md").write_text("数据说明", encoding="utf-8")
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    report = hebiao.validate(tmp_path)
    assert [Path(one.path).name for one in report.documents] == ["datapackage.json"]
    assert not report.errors


def test_what_no_regime_fits_is_extracted_as_its_grids_and_exits_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "document.txt"
    document.write_text("某表\n\n甲\t乙\n1\t2\n", encoding="utf-8")
    status = main(["extract", str(document), "-o", str(tmp_path / "package")])
    captured = capsys.readouterr()
    grid = (tmp_path / "package" / "grid-01.csv").read_text(encoding="utf-8")
    assert status == 3
    assert "没有合适的制式" in captured.err
    assert grid == "1,2\n甲,乙\n1,2\n"
    before = read(document).blocks
    after = read(tmp_path / "package" / "datapackage.json").blocks
    assert [b for b in after if hasattr(b, "cells")] == [b for b in before if hasattr(b, "cells")]


def test_extract_lists_its_files_and_refuses_a_file_for_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(CLEAN), "-o", str(tmp_path / "package")]) == 0
    assert str(tmp_path / "package" / "datapackage.json") in capsys.readouterr().out
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["extract", str(CLEAN), "-o", str(tmp_path / "file")]) == 2
    assert main(["extract", str(tmp_path / "none.txt"), "-o", str(tmp_path / "x")]) == 2


def test_a_name_that_is_no_text_is_spelled_in_the_package(tmp_path: Path) -> None:
    named = tmp_path / os.fsdecode(b"\xff.txt")
    named.write_bytes(CLEAN.read_bytes())
    package = extracted(named, tmp_path / os.fsdecode(b"\xfe"))
    descriptor = json.loads(package.read_text(encoding="utf-8"))
    assert descriptor["hebiao"]["source"]["path"].endswith("\\udcff.txt")
    assert not hebiao.validate(package).errors


def test_tables_and_narrative_in_two_files_are_one_document(tmp_path: Path) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    at = text.index("表 7\n")
    (tmp_path / "a.txt").write_text(text[:at], encoding="utf-8")
    (tmp_path / "b.txt").write_text(text[at:], encoding="utf-8")
    report = validate_paths([tmp_path / "a.txt", tmp_path / "b.txt"], Settings(together=True))
    (document,) = report.documents
    assert len(document.tables) == 17
    assert not document.findings
    places = {figure.location.file for figure in document.figures}
    assert places == {str(tmp_path / "a.txt"), str(tmp_path / "b.txt")}


def test_together_with_a_file_that_is_not_there_judges_nothing(tmp_path: Path) -> None:
    report = validate_paths([CLEAN, tmp_path / "none.txt"], Settings(together=True))
    assert not report.documents
    assert [error.status for error in report.errors] == [2]
