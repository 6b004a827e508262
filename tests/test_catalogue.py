"""The catalogue of rules: what is asked for, what each regime reaches, its JSON and Markdown."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hebiao.catalogue import Reach, Served
from hebiao.cli import main
from hebiao.pipeline import catalogues
from hebiao.regime.files import json_schema, problem_types

CATALOGUES = {one.regime: one for one in catalogues()}


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(["rules", *argv]) == 0
    return capsys.readouterr().out


def listed(capsys: pytest.CaptureFixture[str], *argv: str) -> list[dict[str, Any]]:
    catalogue = json.loads(told(capsys, *argv, "--format", "json"))
    Draft202012Validator(json_schema("rules-catalogue")).validate(catalogue)
    return [rule for regime in catalogue["regimes"] for rule in regime["rules"]]


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--type", "P14", "type"),
        ("--severity", "info", "severity"),
        ("--kind", "rollup", "kind"),
    ],
)
def test_rules_are_chosen_by_type_severity_and_kind(
    capsys: pytest.CaptureFixture[str], option: str, value: str, field: str
) -> None:
    rules = listed(capsys, option, value)
    expected = [
        rule.id
        for one in CATALOGUES.values()
        for rule in one.rules.values()
        if getattr(rule, field) == value
    ]
    assert expected
    assert [rule["id"] for rule in rules] == expected


def test_rules_are_chosen_by_a_piece_of_their_legal_basis_in_either_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    chinese = [rule["id"] for rule in listed(capsys, "--law", "财预〔2016〕143 号")]
    assert "XJB-T3-ROW" in chinese
    assert "XJB-N-SOURCES" not in chinese
    assert chinese == [rule["id"] for rule in listed(capsys, "--law", "caiyu [2016] 143")]


def test_what_is_asked_for_counts_together(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--regime", "xinjiang-budget-2026", "--type", "P12", "--kind", "rollup")
    rules = listed(capsys, *asked)
    assert "XJB-T3-TREE" in {rule["id"] for rule in rules}
    assert {(rule["type"], rule["kind"]) for rule in rules} == {("P12", "rollup")}
    assert not [rule for rule in rules if rule["id"].startswith("FA-")]
    text = told(capsys, *asked)
    assert "XJB-T3-TREE" in text
    assert "final-accounts-2024" not in text


def test_where_no_rule_is_so_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--law", "没有这部法") == "没有符合的规则 / no rule is so\n"
    assert listed(capsys, "--law", "没有这部法") == []


@pytest.mark.parametrize(
    ("option", "wrong", "near"),
    [
        ("--regime", "xinjiang-budget", "xinjiang-budget-2026"),
        ("--type", "P121", "P12"),
        ("--kind", "identities", "identity"),
    ],
)
def test_a_name_nobody_knows_exits_2_in_one_line_with_the_nearest(
    capsys: pytest.CaptureFixture[str], option: str, wrong: str, near: str
) -> None:
    assert main(["rules", option, wrong]) == 2
    told = capsys.readouterr().err
    assert near in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("regime", CATALOGUES)
def test_every_problem_type_is_reached_or_says_why_not(regime: str) -> None:
    one = CATALOGUES[regime]
    served = {served.type: served for served in one.served}
    assert list(served) == [f"P{number:02}" for number in range(1, 40)]
    reached: dict[str, Served] = {rule.type: served[rule.type] for rule in one.rules.values()}
    assert {served.reach for served in reached.values()} == {Reach.RULES}
    assert [served["P12"].rules, served["P37"].rules] == [
        tuple(rule.id for rule in one.rules.values() if rule.type == "P12"),
        (),
    ]
    assert sum(one.counts().values()) == 39


@pytest.mark.parametrize(
    ("regime", "type_", "reach"),
    [
        ("xinjiang-budget-2026", "P01", Reach.BEYOND),
        ("xinjiang-budget-2026", "P02", Reach.BEYOND),
        ("xinjiang-budget-2026", "P37", Reach.BEYOND),
        ("xinjiang-budget-2026", "P09", Reach.OTHER),
        ("final-accounts-2024", "P09", Reach.RULES),
        ("final-accounts-2024", "P25", Reach.CAUSE),
    ],
)
def test_types_out_of_reach_of_other_documents_and_told_by_causes_are_told_apart(
    regime: str, type_: str, reach: Reach
) -> None:
    (served,) = (one for one in CATALOGUES[regime].served if one.type == type_)
    given = problem_types()[type_]
    assert served.reach is reach
    assert served.note == {Reach.BEYOND: given.beyond, Reach.CAUSE: given.cause}.get(reach)


def test_the_cover_says_how_many_rules_a_type_has_and_why_it_has_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = told(capsys, "--cover", "--regime", "final-accounts-2024").splitlines()
    one = CATALOGUES["final-accounts-2024"]
    assert lines[0].startswith("final-accounts-2024  39 类问题 problem types：")
    (within,) = (line for line in lines if line.startswith("P12 "))
    assert f"有规则 by rules {sum(r.type == 'P12' for r in one.rules.values())} " in within
    (truth,) = (line for line in lines if line.startswith("P37 "))
    assert "够不着 out of reach" in truth
    assert "须查凭证" in truth


def test_json_tells_the_cover_of_the_whole_regime_whatever_was_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (regime,) = json.loads(told(capsys, "XJB-T3-ROW", "--format", "json"))["regimes"]
    assert [rule["id"] for rule in regime["rules"]] == ["XJB-T3-ROW"]
    (within,) = (one for one in regime["cover"]["types"] if one["type"] == "P12")
    assert {"XJB-T3-ROW", "XJB-T3-TREE"} <= set(within["rules"])
    assert sum(regime["cover"]["counts"].values()) == len(regime["cover"]["types"])


@pytest.mark.parametrize("regime", CATALOGUES)
def test_markdown_has_a_heading_for_each_rule_which_its_problem_type_links(
    capsys: pytest.CaptureFixture[str], regime: str
) -> None:
    text = told(capsys, "--regime", regime, "--format", "markdown")
    headings = re.findall(r"^### (\S+)$", text, re.MULTILINE)
    assert sorted(headings) == sorted(CATALOGUES[regime].rules)
    links = re.findall(r"\[([A-Z0-9-]+)\]\(#([a-z0-9-]+)\)", text)
    assert {id_: id_.lower() for id_ in headings} == dict(links)
    assert "**为什么 Why**" in text


def test_markdown_of_the_cover_alone_lists_no_rules(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "--cover", "--format", "markdown")
    assert text.count("| P37 |") == len(CATALOGUES)
    assert "### " not in text
