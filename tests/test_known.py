"""Known findings: a baseline and waivers mark them, and what is marked does not gate."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

import hebiao
from hebiao.cli import main
from hebiao.errors import HebiaoError
from hebiao.known import (
    BASELINE,
    Waiver,
    Whose,
    baseline_text,
    notes,
    read_baseline,
    read_waivers,
    with_known,
)
from hebiao.regime.files import json_schema

if TYPE_CHECKING:
    from hebiao.result import Report

SAMPLES = Path(__file__).parents[1] / "samples"
FAULTY = SAMPLES / "data-repository" / "budget-2026" / "datapackage.json"
CLEAN = SAMPLES / "xinjiang-budget-2026" / "clean.txt"
DAY = date(2026, 3, 1)
WAIVER = """
[[waiver]]
fingerprint = "{fingerprint}"
reason = "已去函"
who = "数据复核岗"
until = {until}
"""


@pytest.fixture(scope="module")
def report() -> Report:
    return hebiao.validate(FAULTY)


def fingerprints(report: Report) -> list[str]:
    return [one.fingerprint for document in report.documents for one in document.findings]


def known(report: Report) -> list[str]:
    return [one.known for document in report.documents for one in document.findings]


def waiver(fingerprint: str, until: date = DAY, **whose: str | int) -> Waiver:
    given = Waiver(fingerprint, "已去函", "数据复核岗", until)
    return replace(given, **whose)  # type: ignore[arg-type]  # entity and year alone are given


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    status = main([str(part) for part in argv])
    out, err = capsys.readouterr()
    return status, out, err


def test_what_the_baseline_holds_is_known_and_the_rest_is_new(
    report: Report, tmp_path: Path
) -> None:
    first, *others = fingerprints(report)
    assert others
    file = tmp_path / "b.json"
    file.write_text(baseline_text(report), encoding="utf-8")
    baseline = read_baseline(file)
    assert known(with_known(report, baseline, (), DAY)) == [BASELINE] * (1 + len(others))
    marked = with_known(report, {first: baseline[first]}, (), DAY)
    assert known(marked) == [BASELINE, *("" for _ in others)]


def test_a_known_place_with_other_figures_is_a_new_finding(report: Report) -> None:
    finding = report.documents[0].findings[0]
    assert finding.expected is not None
    sides = (finding.actual, f"{finding.expected}0")
    marked = with_known(report, {finding.fingerprint: sides}, (), DAY)
    assert not any(known(marked))


def test_a_report_succeeds_when_every_error_in_it_is_known(report: Report) -> None:
    sides = {one.fingerprint: (one.actual, one.expected) for one in report.documents[0].findings}
    assert not report.success
    assert with_known(report, sides, (), DAY).success


def test_a_waiver_counts_until_its_day_and_says_why_and_who(report: Report) -> None:
    first, *_ = fingerprints(report)
    live = with_known(report, {}, [waiver(first)], DAY)
    assert known(live)[0] == "豁免 waived：已去函，数据复核岗，至 until 2026-03-01"
    assert known(with_known(report, {}, [waiver(first)], date(2026, 3, 2)))[0] == ""


def test_a_waiver_in_force_goes_before_the_baseline(report: Report) -> None:
    finding = report.documents[0].findings[0]
    baseline = {finding.fingerprint: (finding.actual, finding.expected)}
    both = [waiver(finding.fingerprint)]
    assert known(with_known(report, baseline, both, DAY))[0].startswith("豁免 waived")
    assert known(with_known(report, baseline, both, date(2027, 1, 1)))[0] == BASELINE


def test_an_expired_waiver_and_one_that_matches_nothing_are_told() -> None:
    judged: dict[Whose, set[str]] = {("甲", 2026): {"a" * 32}}
    found, gone, over = waiver("a" * 32), waiver("b" * 32), waiver("a" * 32, date(2026, 2, 1))
    assert list(notes([found], judged, DAY)) == []
    (note,) = notes([gone], judged, DAY)
    assert ("b" * 32) in note.zh
    assert "没有对应的发现" in note.zh
    assert "take it out" in note.en
    (note,) = notes([over], judged, DAY)
    assert "2026-02-01 到期" in note.zh


@pytest.mark.parametrize(
    ("entity", "year", "told"),
    [("甲", 2026, 1), ("甲", 2025, 0), ("乙", None, 0), (None, 2026, 1), (None, 2025, 0)],
)
def test_a_waiver_is_missed_only_where_its_document_was_judged(
    entity: str | None, year: int | None, told: int
) -> None:
    judged: dict[Whose, set[str]] = {("甲", 2026): {"a" * 32}}
    given = replace(waiver("b" * 32), entity=entity, year=year)
    assert len(list(notes([given], judged, DAY))) == told


def test_a_baseline_keeps_to_its_schema_and_names_document_rule_and_message(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, report: Report
) -> None:
    file = tmp_path / "new" / "baseline.json"
    status, out, _ = run(capsys, "baseline", FAULTY, CLEAN, "-o", file)
    content = json.loads(file.read_text(encoding="utf-8"))
    assert status == 0
    assert "2 份文件" in out
    Draft202012Validator(json_schema("baseline")).validate(content)
    assert {one["fingerprint"] for one in content["findings"]} == set(fingerprints(report))
    first = next(one for one in content["findings"] if one["rule"] == "XJB-T3-ROW")
    assert first["document"] == {
        "entity": "示例市口岸管理办公室",
        "year": 2026,
        "regime": "xinjiang-budget-2026",
    }
    assert "697.97" in first["message"]["zh"]


def test_a_baseline_of_what_is_not_there_is_written_and_exits_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    status, _, err = run(capsys, "baseline", tmp_path / "none.txt", "-o", file)
    assert status == 2
    assert err.count("\n") == 1
    assert json.loads(file.read_text(encoding="utf-8"))["findings"] == []


def test_findings_in_the_baseline_are_told_and_do_not_gate(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, report: Report
) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(baseline_text(report), encoding="utf-8")
    status, out, _ = run(capsys, "validate", FAULTY, "--baseline", file, "--fail-on", "info")
    assert status == 0
    assert out.count(f"已知 known：{BASELINE}") == len(fingerprints(report))
    assert "697.97" in out
    status, out, _ = run(capsys, "validate", FAULTY, "--baseline", file, "--format", "json")
    content = json.loads(out)
    assert content["success"] is True
    Draft202012Validator(json_schema("findings")).validate(content)
    told = [one["known"] for document in content["documents"] for one in document["findings"]]
    assert told == [BASELINE] * len(told)


def test_waivers_are_told_on_stderr_a_line_each(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hebiao.cli.known.today", lambda: DAY)
    first, second, *_ = fingerprints(report)
    file = tmp_path / "waivers.toml"
    parts = [(first, "2026-03-01"), (second, "2026-02-28"), ("c" * 32, '"2026-04-01"')]
    text = "".join(WAIVER.format(fingerprint=one, until=until) for one, until in parts)
    file.write_text(text, encoding="utf-8")
    status, out, err = run(capsys, "validate", FAULTY, "--waivers", file)
    assert status == 1
    assert "豁免 waived：已去函，数据复核岗，至 until 2026-03-01" in " ".join(out.split())
    expired, unmatched = err.splitlines()
    assert second in expired
    assert "到期" in expired
    assert ("c" * 32) in unmatched
    assert "没有对应的发现" in unmatched


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WAIVER.replace("until =", "untill ="), "did you mean until?"),
        (WAIVER.replace("who =", "# who ="), "'who' is a required property"),
        (WAIVER.replace("{until}", "3"), "waiver[0].until"),
        (WAIVER.replace("{until}", '"2026-02-30"'), "没有这一天「2026-02-30」"),
        (WAIVER.replace("{until}", "2026-02-20T00:00:00"), "waiver[0].until"),
        (WAIVER.replace("{fingerprint}", "xyz"), "waiver[0].fingerprint"),
        (WAIVER.replace("已去函", " "), "waiver[0].reason"),
        (WAIVER.replace("[[waiver]]", "[[waivers]]"), "did you mean waiver?"),
        (WAIVER * 2, "已有豁免"),
        ("[[waiver]", "不是 TOML"),
        ("number = " + "9" * 5000, "不是 TOML"),
    ],
)
def test_a_broken_waiver_is_one_line_with_file_and_place(
    text: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "waivers.toml"
    file.write_text(text.format(fingerprint="a" * 32, until="2026-12-31"), encoding="utf-8")
    status, _, err = run(capsys, "validate", CLEAN, "--waivers", file)
    assert status == 2
    assert err.count("\n") == 1
    assert str(file) in err
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是 JSON"),
        ('{"schema": "hebiao-baseline/2", "findings": []}', "schema"),
        ("[" * 100_000, "不是 JSON"),
        ('{"schema": "hebiao-baseline/1", "findings": [], "finding": []}', "did you mean findings"),
        (f'{{"schema": "hebiao-baseline/1", "findings": "{"x" * 9999}"}}', "findings：'xxx"),
    ],
    ids=["cut", "version", "deep", "key", "long"],
)
def test_a_broken_baseline_is_one_line_with_file_and_place(
    text: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HebiaoError) as error:
        read_baseline(file)
    assert str(file) in error.value.message
    assert said in error.value.message
    assert "\n" not in error.value.message
    assert len(error.value.message) < 1000


def test_a_waiver_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "waivers.toml"
    steering = WAIVER.replace("已去函", "甲\\u001b[31m\\u202e\\n乙")
    file.write_text(steering.format(fingerprint="a" * 32, until="2026-12-31"), encoding="utf-8")
    assert read_waivers(file)[0].reason == "甲[31m 乙"
