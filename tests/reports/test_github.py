"""GitHub's workflow commands: one line a finding, read back by the rules of its runner."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.said import ALL, RULES, TEXT, cell, document, finding

from hebiao.reports.github import render
from hebiao.result import Report, Text

_LINE = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^\n\r]*?)::(?P<data>.*)")
_CODES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def _read(text: str) -> str:
    return re.sub("|".join(_CODES), lambda match: _CODES[match[0]], text)


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Give each command's name, properties and message as the runner reads them."""
    found = []
    for line in render(report).splitlines():
        match = _LINE.fullmatch(line)
        assert match is not None, line
        pairs = (one.partition("=") for one in match["properties"].split(","))
        found.append(
            (match["name"], {key: _read(value) for key, _, value in pairs}, _read(match["data"]))
        )
    return found


def test_a_finding_names_file_line_and_columns() -> None:
    name, properties, message = commands(ALL)[1]
    assert name == "error"
    assert properties == {
        "file": "公开/a b.txt",
        "title": "T-ERROR 规则 T-ERROR",
        "line": "7",
        "col": "4",
        "endColumn": "9",
    }
    assert message == (
        "合计 为 1692.97，应等于 697.97\n合计 is 1692.97, should equal 697.97\n1692.97 = 697.97"
    )


def test_a_place_without_a_line_is_told_in_the_message() -> None:
    _, properties, message = commands(ALL)[2]
    assert set(properties) == {"file", "title"}
    assert message.startswith("第 8 页 page 8\n")


def test_the_heaviest_come_first_and_what_is_known_last() -> None:
    assert [
        (name, properties["title"].partition(" ")[0]) for name, properties, _ in commands(ALL)
    ] == [
        ("error", "scan"),
        ("error", "T-ERROR"),
        ("error", "T-ERROR"),
        ("error", "T-ERROR"),
        ("warning", "T-VERIFY"),
        ("notice", "T-INFO"),
        ("notice", "T-EXPLAIN"),
    ]


def test_marks_of_the_format_in_a_text_are_text() -> None:
    said = Text("甲, 乙: 50%0A::error::丙\n丁", "a")
    spoilt = replace(finding("T-ERROR", cell(TEXT)), title=said, message=said, filled="")
    ((_, properties, message),) = commands(Report((document("a,b:c.txt", spoilt),), rules=RULES))
    assert properties["file"] == "a,b:c.txt"
    assert properties["title"] == f"T-ERROR {said.zh}"
    assert message == f"{said.zh}\na"


def test_a_clean_document_has_no_commands() -> None:
    assert render(Report((document("a.txt"),), rules=RULES)) == ""
