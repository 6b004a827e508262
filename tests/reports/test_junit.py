"""JUnit: of the schema that Jenkins publishes; what is not told is skipped, never passed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from reports.said import ALL, FIXTURES, RULES, TEXT, cell, document, finding, outcome

from hebiao.reports.junit import render
from hebiao.result import Report, Verdict

SCHEMA = etree.XMLSchema(etree.parse(FIXTURES / "junit-10.xsd"))


def root_of(report: Report) -> etree._Element:
    root = etree.fromstring(render(report).encode())
    SCHEMA.assertValid(root)
    return root


def case_of(report: Report, suite: str, rule: str) -> etree._Element:
    (case,) = (
        case
        for one in root_of(report).iterfind("testsuite")
        for case in one.iterfind("testcase")
        if one.get("name") == suite and case.get("name", "").split()[0] == rule
    )
    return case


def test_a_document_is_a_suite_and_a_rule_a_case() -> None:
    suites = [
        (one.get("name"), one.get("tests"), one.get("failures"), one.get("skipped"))
        for one in root_of(ALL)
    ]
    assert suites == [
        ("公开/a b.txt", "7", "2", "2"),
        ("b.pdf", "4", "1", "2"),
        ("c.xlsx", "4", "1", "2"),
        ("clean.txt", "3", "0", "2"),
        ("扫描.pdf", "1", "0", "0"),
    ]


def test_the_totals_are_those_of_the_suites() -> None:
    root = root_of(ALL)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("19", "4", "1")


def test_a_failure_tells_both_sides_the_law_and_every_cell() -> None:
    (failure,) = case_of(ALL, "公开/a b.txt", "T-ERROR").iterfind("failure")
    assert failure.get("type") == "error"
    assert failure.get("message") == (
        "合计 为 1692.97，应等于 697.97 / 合计 is 1692.97, should equal 697.97"
    )
    assert (failure.text or "").splitlines()[3:] == [
        "1692.97 = 697.97",
        "依据 basis：某法第一条 / A Law, art. 1",
        "第 7 行 line 7  表3[201].合计  1,692.97",
        "第 7 行 line 7  表3[201].基本支出  空 blank",
    ]


@pytest.mark.parametrize(
    ("rule", "tags"),
    [
        ("T-ERROR", ["failure"]),
        ("T-VERIFY", ["failure"]),
        ("T-EXPLAIN", ["system-out"]),
        ("T-INFO", ["system-out"]),
        ("T-FINE", []),
        ("T-OPEN", ["skipped"]),
        ("T-IDLE", ["skipped"]),
    ],
    ids=["error", "verify", "known", "hint", "holds", "cannot tell", "not applicable"],
)
def test_a_case_passes_fails_or_is_skipped(rule: str, tags: list[str]) -> None:
    assert [one.tag for one in case_of(ALL, "公开/a b.txt", rule)] == tags


def test_a_skipped_case_says_why() -> None:
    (skipped,) = case_of(ALL, "clean.txt", "T-OPEN")
    assert skipped.get("message") == "未能判断 cannot tell：表9 未找到 not found（1）"


def test_a_rule_whose_failure_another_rules_finding_tells_fails_too() -> None:
    grouped = replace(finding("T-ERROR", cell(TEXT)), outcomes=("T-ERROR@201", "T-FINE@表4"))
    held = document("a.txt", grouped)
    more = outcome("T-FINE", "表4", Verdict.FAILS)
    report = Report((replace(held, outcomes=(*held.outcomes, more)),), rules=RULES)
    assert [one.tag for one in case_of(report, "a.txt", "T-FINE")] == ["failure"]


def test_a_file_not_judged_is_an_error() -> None:
    (error,) = case_of(ALL, "扫描.pdf", "scan")
    assert (error.tag, error.get("message")) == ("error", "没有文字 / no text")
