"""Every format: imported when asked for; whatever a document says, valid and inert."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from reports.said import HIDDEN, spoiled
from reports.test_github import commands
from reports.test_junit import root_of
from reports.test_sarif import run_of

from hebiao.regime.files import json_schema
from hebiao.reports import FORMATS, renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "cdata": "]]>&<!--x--> <![CDATA[",
    "quotes": '"\'`\\" onload="alert(1)',
    "control": "a\x00b\x07c\x1b[31md\x7fe\x9b",
    "bidi": "a\u202e\u2066b\u200fc\u2028d",
    "formula": "=cmd()|'/c calc'!A1",
    "command": "x\r\n::error file=a::b\n%0A::set-output name=a::b",
    "braces": "{0} {{x}} [a](https://example.org) [b](1)",
    "surrogate": "a\ud800b\udcffc\uffff\U0001f600",
    "path": "../../a b?c#d%e;f\\g",
    "long": "长" * 5_000,
}
HELD = pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)


def strings(value: Any) -> Iterator[str]:
    """Give every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys, hebiao.reports as reports\n"
        "before = [name for name in sys.modules if name.startswith('hebiao.reports.')]\n"
        "reports.renderer('csv')\n"
        "print(before, 'hebiao.reports.csv' in sys.modules, 'hebiao.reports.sarif' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True False"


@pytest.mark.parametrize("name", FORMATS)
@HELD
def test_nothing_hidden_is_written_and_everything_can_be_encoded(name: str, text: str) -> None:
    written = renderer(name)(spoiled(text)).removeprefix("\ufeff").replace("\r\n", "\n")
    assert HIDDEN.findall(written) == []
    assert written.encode().decode() == written


@HELD
def test_the_json_report_loses_nothing(text: str) -> None:
    report = json.loads(renderer("json")(spoiled(text)))
    (document,) = report["documents"]
    assert {document["source"]["path"], document["entity"], document["tables"][0]["title"]} == {
        text
    }
    assert {cell["raw"] for one in document["findings"] for cell in one["cells"]} == {text}
    errors = Draft202012Validator(json_schema("findings")).iter_errors(report)
    assert [error.message for error in errors if error.validator != "pattern"] == []


@HELD
def test_sarif_is_of_its_schema_and_its_messages_are_plain(text: str) -> None:
    run = run_of(spoiled(text))
    for result in run["results"]:
        said = [result["message"]["text"]]
        said += [one["message"]["text"] for one in result.get("relatedLocations", [])]
        for message in said:
            assert HIDDEN.findall(message) == []
            assert "](" not in message
            assert re.search(r"[{}]", re.sub(r"\{\{|\}\}", "", message)) is None
        for place in result["locations"]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:file:///)?[\w./%~:-]+", uri, re.ASCII)


@HELD
def test_a_github_command_stays_one_line(text: str) -> None:
    found = commands(spoiled(text))
    assert [name for name, *_ in found] == ["error", "error", "notice"]
    assert {frozenset(properties) for _, properties, _ in found} <= {
        frozenset({"file", "title"}),
        frozenset({"file", "title", "line", "col", "endColumn"}),
    }


@HELD
def test_junit_is_well_formed_and_of_its_schema(text: str) -> None:
    root = root_of(spoiled(text))
    assert {one.tag for one in root.iter()} <= {
        "testsuites",
        "testsuite",
        "properties",
        "property",
        "testcase",
        "failure",
        "skipped",
        "error",
        "system-out",
    }


@HELD
def test_gx_is_json_whose_names_stay_their_own(text: str) -> None:
    suite = json.loads(renderer("gx")(spoiled(text)))
    types = {one["expectation_config"]["type"] for one in suite["results"]}
    assert all(re.fullmatch(r"expect_[a-z_]+", one) for one in types)
    assert text in set(strings(suite["meta"]))


@HELD
def test_a_spreadsheet_finds_no_formula(text: str) -> None:
    written = renderer("csv")(spoiled(text)).removeprefix("\ufeff")
    found = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert [len(row) for row in found] == [len(found[0])] * 4
    risky = [
        one for row in found for one in row if one.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]
    assert risky == []
