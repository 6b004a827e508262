"""Great Expectations: a suite result that its own package loads, in its own terms."""

from __future__ import annotations

import json
from typing import Any

import pytest
from reports.said import ALL, RULES, document

from hebiao.kinds import load_kinds
from hebiao.reports.gx import TYPES, expectation_type, render
from hebiao.result import Report


def result_of(report: Report, path: str, rule: str) -> dict[str, Any]:
    (found,) = (
        one
        for one in json.loads(render(report))["results"]
        if one["expectation_config"]["kwargs"] | {"formula": ""}
        == {"document": path, "rule": rule, "formula": ""}
    )
    assert isinstance(found, dict)
    return found


def test_every_built_in_kind_has_a_type_of_its_own() -> None:
    assert set(load_kinds()) <= set(TYPES)
    assert len(set(TYPES.values())) == len(TYPES)


def test_a_kind_from_elsewhere_has_a_type_too() -> None:
    assert expectation_type("土地 Use") == "expect_use_to_hold"
    assert expectation_type("土地") == "expect_rule_to_hold"


@pytest.mark.parametrize(
    ("rule", "success"),
    [
        ("T-ERROR", False),
        ("T-VERIFY", False),
        ("T-EXPLAIN", True),
        ("T-INFO", True),
        ("T-FINE", True),
        ("T-OPEN", None),
    ],
    ids=["error", "verify", "known", "hint", "holds", "cannot tell"],
)
def test_an_expectation_is_met_unmet_or_not_told(rule: str, success: bool | None) -> None:  # noqa: FBT001 - the three answers of the format
    assert result_of(ALL, "公开/a b.txt", rule)["success"] is success


def test_what_was_observed_is_how_many_instances_fail() -> None:
    result = result_of(ALL, "b.pdf", "T-ERROR")["result"]
    told = ("observed_value", "element_count", "unexpected_count", "unexpected_percent")
    assert [result[key] for key in told] == [1, 2, 1, 50.0]
    assert result["details"]["outcomes"] == {"fails": 1, "holds": 1}
    (found,) = result["details"]["findings"]
    assert (found["observed_value"], found["expected_value"]) == ("1692.97", "697.97")


def test_a_rule_that_does_not_apply_has_no_expectation() -> None:
    results = json.loads(render(ALL))["results"]
    assert "T-IDLE" not in {one["expectation_config"]["kwargs"].get("rule") for one in results}


def test_a_file_not_judged_is_an_exception() -> None:
    *_, last = json.loads(render(ALL))["results"]
    assert last["success"] is False
    assert last["exception_info"]["exception_message"] == "没有文字 / no text"


def test_the_statistics_are_those_of_the_results() -> None:
    suite = json.loads(render(ALL))
    told = [one["success"] for one in suite["results"]]
    assert suite["success"] is False
    assert suite["statistics"] == {
        "evaluated_expectations": 11,
        "successful_expectations": told.count(True),
        "unsuccessful_expectations": told.count(False),
        "success_percent": pytest.approx(100 * 6 / 11),
    }
    assert suite["meta"]["untold_expectations"] == told.count(None)


@pytest.mark.parametrize(
    ("report", "severity"),
    [(ALL, "critical"), (Report((document("a.txt"),), rules=RULES), None), (Report(), None)],
    ids=["all", "clean", "empty"],
)
@pytest.mark.filterwarnings("ignore")  # Great Expectations brings warnings of its own
def test_great_expectations_itself_loads_the_result(report: Report, severity: str | None) -> None:
    pytest.importorskip("great_expectations", reason="nox -s formats runs it")
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        expectationSuiteValidationResultSchema,
    )

    given = json.loads(render(report))
    suite = expectationSuiteValidationResultSchema.load(given)
    assert isinstance(suite, ExpectationSuiteValidationResult)
    back = json.loads(json.dumps(suite.to_json_dict()))
    for key in ("success", "suite_name", "statistics", "meta"):
        assert back[key] == given[key]
    for one, other in zip(given["results"], back["results"], strict=True):
        assert one["expectation_config"].items() <= other["expectation_config"].items()
        assert (one["success"], one["result"]) == (other["success"], other["result"])
    failed = suite.get_failed_validation_results().results
    assert {one.expectation_config.type for one in failed if one.success is False} <= set(
        TYPES.values()
    )
    told = [one for one in suite.results if one.success is not None]
    suite.results = told
    worst = suite.get_max_severity_failure()
    assert (worst.value if worst else None) == severity
