"""Two reports compared: fixed, new, still there; the figures that changed, old and new."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hebiao.cli import main
from hebiao.diff import Change, diff
from hebiao.regime.files import json_schema

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"

Raw = dict[str, Any]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    files = {name: folder / f"{name}.json" for name in ("clean", "fault-digit", "fault-blank")}
    for name, file in files.items():
        argv = ["validate", str(SAMPLES / f"{name}.txt"), "--format", "json"]
        main([*argv, "--output", str(file)])
    return files


def load(file: Path) -> Raw:
    content: Raw = json.loads(file.read_text(encoding="utf-8"))
    return content


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    status = main([str(part) for part in argv])
    out, err = capsys.readouterr()
    return status, out, err


def figure(address: str, raw: str, value: str | None, unit: str = "万元") -> Raw:
    return {"address": address, "raw": raw, "value": value, "unit": unit}


def finding(fingerprint: str, *cells: Raw, known: str = "") -> Raw:
    text = {"zh": fingerprint, "en": fingerprint}
    return {
        "fingerprint": fingerprint,
        "rule": "R",
        "severity": "error",
        "title": text,
        "message": text,
        "known": known,
        "cells": list(cells),
    }


def document(
    path: str, *findings: Raw, entity: str | None = "甲", year: int = 2026, figures: Any = ()
) -> Raw:
    return {
        "source": {"path": path},
        "entity": entity,
        "year": year,
        "regime": {"id": "r", "version": "1"} if entity else None,
        "findings": list(findings),
        "figures": list(figures),
    }


def report(*documents: Raw) -> Raw:
    return {"documents": list(documents)}


def test_a_republished_document_says_what_was_fixed_by_which_figure(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "diff", reports["fault-digit"], reports["clean"])
    assert status == 0
    assert "✓ 已改正 fixed  XJB-T3-ROW" in out
    assert "表3[2010302].项目支出  697.97 → 692.97 万元" in out
    assert "新增 new 0" in out
    assert "figures changed 1" in out


def test_a_new_finding_exits_1_and_names_the_figure(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "diff", reports["clean"], reports["fault-blank"])
    assert status == 1
    assert "● 新增 new" in out
    assert "表2[2080505].一般公共预算  28.53 → 空 blank 万元" in out


def test_a_report_beside_itself_has_everything_still_there(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = reports["fault-digit"]
    status, out, _ = run(capsys, "diff", file, file, "--format", "json")
    content = json.loads(out)
    (one,) = content["documents"]
    assert status == 0
    assert content["schema"] == "hebiao-diff/1"
    fingerprints = [each["fingerprint"] for each in load(file)["documents"][0]["findings"]]
    assert [each["fingerprint"] for each in one["still"]] == fingerprints
    assert (one["fixed"], one["new"], one["changes"]) == ([], [], [])


def test_its_json_keeps_to_its_schema(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(
        capsys, "diff", reports["fault-digit"], reports["fault-blank"], "--format", "json"
    )
    (one,) = json.loads(out)["documents"]
    Draft202012Validator(json_schema("diff")).validate(json.loads(out))
    assert one["new"]
    assert one["fixed"]
    assert one["changes"]


def test_only_new_findings_that_are_not_known_exit_1(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = load(reports["fault-digit"])
    for each in content["documents"][0]["findings"]:
        each["known"] = "基线 baseline"
    file = tmp_path / "known.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    status, out, _ = run(capsys, "diff", reports["clean"], file)
    assert status == 0
    assert "已知 known：基线 baseline" in out


def test_documents_match_by_body_and_year_whatever_their_path() -> None:
    old = report(document("a.pdf", finding("1")), document("b.pdf", finding("2"), year=2025))
    new = report(document("d.pdf", finding("2"), year=2025), document("c.pdf", finding("3")))
    first, second = diff(old, new)
    assert (first.old_path, first.new_path) == ("b.pdf", "d.pdf")
    assert [one.fingerprint for one in first.still] == ["2"]
    assert (second.old_path, second.new_path) == ("a.pdf", "c.pdf")
    assert [one.fingerprint for one in second.fixed] == ["1"]
    assert [one.fingerprint for one in second.new] == ["3"]


def test_of_several_forms_of_one_document_the_same_path_matches_first() -> None:
    old = report(document("a.pdf"), document("a.docx"))
    new = report(document("a.docx"), document("x.pdf"))
    assert [(one.old_path, one.new_path) for one in diff(old, new)] == [
        ("a.docx", "a.docx"),
        ("a.pdf", "x.pdf"),
    ]


def test_documents_whose_body_is_unknown_match_by_path() -> None:
    old = report(document("a.pdf", entity=None), document("b.pdf", entity=None))
    new = report(document("b.pdf"), document("c.pdf", entity=None))
    assert [(one.old_path, one.new_path) for one in diff(old, new)] == [
        ("b.pdf", "b.pdf"),
        (None, "c.pdf"),
        ("a.pdf", None),
    ]


def test_a_document_missing_from_the_new_report_has_nothing_fixed(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (gone,) = diff(report(document("a.pdf", finding("1"))), report())
    assert (gone.fixed, gone.new, gone.still, gone.new_path) == ((), (), (), None)
    content = load(reports["fault-digit"])
    content["documents"] = []
    file = tmp_path / "none.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    status, out, _ = run(capsys, "diff", reports["fault-digit"], file)
    assert status == 0
    assert "新报告里没有这份文件" in out


def test_figures_are_compared_by_amount_not_by_print() -> None:
    old = [figure("a", "1,000.00", "1000.00"), figure("b", "1.00", "1.00"), figure("c", "x", None)]
    new = [
        figure("a", "1000.00", "1000.00"),
        figure("b", "10,000", "10000", "元"),
        figure("c", "y", None),
    ]
    (one,) = diff(report(document("a", figures=old)), report(document("a", figures=new)))
    assert one.changes == (Change("c", "x", "万元", "y", "万元"),)


def test_a_figure_that_came_or_went_is_blank_on_the_other_side() -> None:
    old = document("a", figures=[figure("gone", "1.00", "1.00")])
    new = document("a", figures=[figure("came", "2.00", "2.00", "元")])
    (one,) = diff(report(old), report(new))
    assert one.changes == (
        Change("came", "", "", "2.00", "元"),
        Change("gone", "1.00", "万元", "", ""),
    )


def test_a_name_that_only_one_report_speaks_of_is_no_change() -> None:
    name = figure("表[1].科目名称", "某款", None, "")
    other = figure("表[1].科目名称", "某项", None, "")
    (one,) = diff(report(document("a", finding("1", name))), report(document("a")))
    assert one.changes == ()
    before, after = document("a", finding("1", name)), document("a", finding("1", other))
    (one,) = diff(report(before), report(after))
    assert one.still[0].changes == (Change("表[1].科目名称", "某款", "", "某项", ""),)


@pytest.mark.parametrize(
    ("text", "said"), [("{}", "required property"), ("[1", "不是 JSON"), (None, "读不到")]
)
def test_what_is_no_report_is_one_line_and_exits_2(
    text: str | None,
    said: str,
    reports: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    file = tmp_path / "other.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    status, _, err = run(capsys, "diff", file, reports["clean"])
    assert status == 2
    assert err.count("\n") == 1
    assert str(file) in err
    assert said in err


def test_markup_and_control_characters_of_a_report_are_printed_as_plain_text(
    reports: dict[str, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = copy.deepcopy(load(reports["fault-digit"]))
    content["documents"][0]["entity"] = "[bold]甲[/] \x1b[31m\u202e"
    content["documents"][0]["findings"][0]["message"]["zh"] = "[/nothing] \x1b]0;x\x07"
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    _, out, _ = run(capsys, "diff", file, file)
    assert "[bold]甲[/] [31m · 2026" in out
    assert "[/nothing] ]0;x" in out
    assert not {"\x1b", "\u202e", "\x07"} & set(out)
