"""JSON: causes, covers and what is known, of the schema."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator
from reports.said import ALL

from hebiao.regime.files import json_schema
from hebiao.reports.json import render

REPORT = json.loads(render(ALL))


def test_a_report_with_causes_and_covers_is_of_the_schema() -> None:
    validator = Draft202012Validator(json_schema("findings"))
    assert [error.message for error in validator.iter_errors(REPORT)] == []


def test_a_cause_gives_every_repair_with_its_slip_and_its_place() -> None:
    assert REPORT["documents"][2]["findings"][0]["cause"] == {
        "group": "G1",
        "unique": True,
        "repairs": [
            [
                {
                    "address": "表3[201].合计",
                    "raw": "1,692.97",
                    "printed": "1692.97",
                    "should_be": "697.97",
                    "low": None,
                    "high": None,
                    "unit": "万元",
                    "slip": {"zh": "多印一位", "en": "one digit too many"},
                    "location": {"line": 7, "span": [3, 9]},
                }
            ]
        ],
        "mends": 3,
        "complete": True,
    }


def test_a_cover_counts_the_figures_and_lists_those_not_pinned() -> None:
    assert REPORT["documents"][2]["cover"] == {
        "figures": 9,
        "never": 2,
        "once": 3,
        "twice_or_more": 4,
        "money_share_twice_or_more": "88.10",
        "unpinned": ["表9[201].合计"],
    }


def test_what_is_not_known_is_null() -> None:
    document = REPORT["documents"][0]
    assert document["cover"] is None
    assert {finding["cause"] for finding in document["findings"]} == {None}
