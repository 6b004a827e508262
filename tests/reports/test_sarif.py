"""SARIF: of its published schema, within GitHub's limits, each place where it was printed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator
from reports.said import ALL, FIXTURES, PDF, RULES, TEXT, cell, document, finding

from hebiao.reports.sarif import RELATED, SHOWN, render
from hebiao.result import Report

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads((FIXTURES / "sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render(report))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def results(report: Report, rule: str, kind: str = "fail") -> list[dict[str, Any]]:
    found = run_of(report)["results"]
    return [one for one in found if (one["ruleId"], one["kind"]) == (rule, kind)]


def test_a_rule_carries_its_help_its_level_and_its_basis() -> None:
    rules = {one["id"]: one for one in run_of(ALL)["tool"]["driver"]["rules"]}
    told = rules["T-VERIFY"]
    assert list(rules) == list(RULES)
    assert told["help"]["markdown"] == RULES["T-VERIFY"].help
    assert told["fullDescription"]["text"] == "因为\nBecause"
    assert told["defaultConfiguration"] == {"level": "warning"}
    assert (told["properties"]["type"], told["properties"]["basis"]) == (
        "P12",
        ["某法第一条 / A Law, art. 1"],
    )


@pytest.mark.parametrize(
    ("rule", "level"),
    [("T-ERROR", "error"), ("T-EXPLAIN", "warning"), ("T-VERIFY", "warning"), ("T-INFO", "note")],
)
def test_a_finding_has_the_level_of_its_severity(rule: str, level: str) -> None:
    assert {one["level"] for one in results(ALL, rule)} == {level}


def test_a_finding_is_followed_by_its_fingerprint() -> None:
    (found,) = results(ALL, "T-VERIFY")
    print_ = finding("T-VERIFY").fingerprint
    assert set(found["partialFingerprints"].values()) == {print_}


def test_a_place_in_text_is_a_region_counted_from_one() -> None:
    first = results(ALL, "T-ERROR")[0]["locations"][0]
    assert run_of(ALL)["columnKind"] == "unicodeCodePoints"
    assert first["physicalLocation"] == {
        "artifactLocation": {
            "uri": "%E5%85%AC%E5%BC%80/a%20b.txt",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 7, "startColumn": 4, "endLine": 7, "endColumn": 10},
    }
    assert first["logicalLocations"] == [{"fullyQualifiedName": "表3[201].合计", "kind": "cell"}]


def test_the_other_cells_are_related_places() -> None:
    related = results(ALL, "T-ERROR")[0]["relatedLocations"]
    assert [(one["id"], one["message"]["text"]) for one in related] == [
        (1, "第 7 行 line 7  表3[201].基本支出  空 blank")
    ]


def test_a_box_on_a_page_is_a_rectangle_of_an_attachment() -> None:
    attachments = results(ALL, "T-ERROR")[1]["attachments"]
    assert [one["artifactLocation"]["properties"]["page"] for one in attachments] == [8, 9]
    assert attachments[0]["rectangles"] == [
        {
            "top": 263.25,
            "left": 397.5,
            "bottom": 273.5,
            "right": 425.0,
            "message": {"text": "表3[201].合计  1,692.97"},
        }
    ]


def test_the_figure_that_a_unique_cause_names_is_the_place() -> None:
    (place,) = results(ALL, "T-ERROR")[2]["locations"]
    assert place["physicalLocation"]["region"]["startLine"] == TEXT.line


def test_a_file_elsewhere_has_a_whole_uri(tmp_path: Path) -> None:
    file = tmp_path / "一 份#1.txt"
    report = Report((document(str(file), finding("T-ERROR", cell(TEXT))),), rules=RULES)
    (place,) = results(report, "T-ERROR")[0]["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": file.as_uri()}


def test_what_is_known_already_is_suppressed() -> None:
    (found,) = results(ALL, "T-EXPLAIN")
    assert [one["justification"] for one in found["suppressions"]] == ["基线 baseline"]


@pytest.mark.parametrize(
    ("rule", "kind", "text"),
    [
        ("T-FINE", "pass", "2 项相符 / 2 hold"),
        (
            "T-OPEN",
            "open",
            "1 项未能判断 / 1 could not be told：表9 未找到 not found（1）",
        ),
        ("T-IDLE", "notApplicable", "1 项不适用 / 1 do not apply"),
    ],
    ids=["holds", "cannot tell", "not applicable"],
)
def test_what_no_finding_tells_is_one_result_a_rule(rule: str, kind: str, text: str) -> None:
    found = results(ALL, rule, kind)
    assert len(found) == len(ALL.documents)
    assert {(one["level"], one["message"]["text"]) for one in found} == {("none", text)}


def test_a_file_not_judged_is_a_notification() -> None:
    (invocation,) = run_of(ALL)["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert (told["descriptor"]["id"], told["level"]) == ("scan", "error")
    assert told["message"]["text"] == "扫描.pdf：没有文字 / no text"


def test_braces_are_no_placeholders_and_brackets_no_links() -> None:
    said = cell(TEXT, "项目{'甲'}.指标", "[x](file:///etc)")
    report = Report((document("a.txt", finding("T-ERROR", said)),), rules=RULES)
    (place,) = results(report, "T-ERROR")[0]["locations"]
    assert place["message"]["text"] == "第 7 行 line 7  项目{{'甲'}}.指标  [x] (file:///etc)"


def test_beyond_what_github_shows_the_lightest_are_left_out_and_it_is_said() -> None:
    heavy = [finding("T-ERROR", cell(TEXT))] * (SHOWN - 10)
    light = [finding("T-INFO", cell(TEXT))] * 20
    run = run_of(Report((document("a.txt", *light, *heavy),), rules=RULES))
    kept = Counter(one["level"] for one in run["results"])
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert kept == {"error": SHOWN - 10, "note": 10}
    assert told["message"]["text"].startswith(
        "略去 15 项结果：fail 10，open 1，pass 3，notApplicable 1"
    )


def test_a_result_has_no_more_places_than_github_shows() -> None:
    cells = [cell(replace(PDF, page=at), f"表3[{at}].合计") for at in range(1, 300)]
    report = Report((document("b.pdf", finding("T-ERROR", *cells)),), rules=RULES)
    (found,) = results(report, "T-ERROR")
    assert len(found["locations"]) + len(found["relatedLocations"]) == RELATED
