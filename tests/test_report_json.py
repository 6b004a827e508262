"""The JSON report: its schema, its statistics, its addresses."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from support import ENTITY, XINJIANG, with_rules, written

from hebiao.pipeline import Settings, validate_paths
from hebiao.regime.files import json_schema
from hebiao.regime.formula import parse_ref
from hebiao.reports.json import render
from hebiao.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

HEAD = f"2026 年{ENTITY}部门预算\n\n编制部门：{ENTITY}\n\n单位：万元\n\n"

CLEAN = f"""{HEAD}小制式

科目支出表

科目代码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t5.00\t5.00\t
\t总计\t5.00\t5.00\t
"""

ROW = 'each = "row"\nformula = "乙[*].合计 = 乙[*].基本支出 + 乙[*].项目支出"'
REGIME = with_rules(
    f'id = "R1"\nkind = "identity"\n{ROW}',
    'id = "R2"\nkind = "rollup"\ntable = "乙"',
    'id = "R3"\nkind = "names"\nclassification = "functional"',
)

FAULTY = f"""{HEAD}部门支出总体情况表

科目代码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t5.00\t5.00\t
201\t一般公共服务\t9.00\t5.00\t4.10
2019\t某某\t一\t5.00\t
\t接机'费\t1.00\t1.00\t
\t总计\t15.00\t15.00\t

一般公共预算项目支出情况表

科目代码\t科目名称\t项目名称\t合计\t商品和服务支出
\t{ENTITY}\t\t5.00\t5.00
201\t一般公共服务支出\t\t5.00\t5.00
2010302\t一般行政管理事务\t“口岸'一号'”/甲.乙[1]\t5.00\t6.00
2010302\t一般行政管理事务\t“口岸'一号'”/甲.乙[1]\t5.00\t5.00
\t总计\t\t5.00\t5.01
"""

VALIDATOR = Draft202012Validator(json_schema("findings"))


def reported(folder: Path, texts: dict[str, str], regime: str | None = None) -> dict[str, Any]:
    """Validate files of these texts, and give the report as it is read back."""
    files = written(folder / "documents", texts)
    extra = written(folder / "regimes", REGIME)
    report = validate_paths([files], Settings(regime, extra))
    data: dict[str, Any] = json.loads(render(report))
    return data


@pytest.fixture(name="clean")
def _clean(tmp_path: Path) -> dict[str, Any]:
    return reported(tmp_path, {"a.txt": CLEAN}, "small")


@pytest.fixture(name="faulty", scope="module")
def _faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return reported(tmp_path_factory.mktemp("faulty"), {"a.txt": FAULTY}, XINJIANG)


@pytest.fixture(name="mixed")
def _mixed(tmp_path: Path) -> dict[str, Any]:
    contents = "目录\n财政拨款委托业务费支出情况表\n"
    texts = {"a.txt": contents + FAULTY, "b.txt": "会议纪要\n", "c.txt": CLEAN, "d.txt": "\n\n"}
    return reported(tmp_path, texts)


@pytest.mark.parametrize("name", ["clean", "faulty", "mixed"])
def test_every_report_is_of_the_schema(name: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(name)
    assert [error.message for error in VALIDATOR.iter_errors(report)] == []
    assert report["tool"] == {"name": "hebiao", "version": VERSION}


@pytest.mark.parametrize("name", ["clean", "faulty", "mixed"])
def test_statistics_add_up(name: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(name)
    totals: Counter[str] = Counter()
    for document in report["documents"]:
        told = document["statistics"]
        outcomes = Counter(one["verdict"].replace("-", "_") for one in document["outcomes"])
        found = Counter(one["severity"] for one in document["findings"])
        verdicts = ("holds", "rounding", "fails", "cannot_tell", "not_applicable")
        assert {key: told[key] for key in verdicts} == {key: outcomes[key] for key in verdicts}
        assert told["evaluated"] == outcomes["holds"] + outcomes["rounding"] + outcomes["fails"]
        assert told["findings"] == {key: found[key] for key in told["findings"]}
        assert told["documents"] == 1
        assert document["success"] == (found["error"] == 0)
        totals += Counter({key: told[key] for key in (*verdicts, "evaluated", "documents")})
    whole = report["statistics"]
    assert {key: whole[key] for key in totals} == dict(totals)
    assert report["success"] == (
        not report["errors"] and all(document["success"] for document in report["documents"])
    )


@pytest.mark.parametrize("name", ["clean", "faulty", "mixed"])
def test_every_name_leads_somewhere(name: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(name)
    rules = {one["id"]: one for one in report["rules"]}
    assert len(rules) == len(report["rules"])
    for document in report["documents"]:
        outcomes = {one["id"]: one for one in document["outcomes"]}
        figures = {one["address"]: one for one in document["figures"]}
        assert len(outcomes) == len(document["outcomes"])
        assert len(figures) == len(document["figures"])
        assert {one["rule"] for one in document["outcomes"]} <= set(rules)
        for finding in document["findings"]:
            its = rules[finding["rule"]]
            assert (finding["severity"], finding["type"]) == (its["severity"], its["type"])
            assert finding["rule"] in [outcomes[one]["rule"] for one in finding["outcomes"]]
            for cell in finding["cells"]:
                known = figures.get(cell["address"])
                assert known is None or (known["raw"], known["location"]) == (
                    cell["raw"],
                    cell["location"],
                )
        prints = [one["fingerprint"] for one in document["findings"]]
        assert len(set(prints)) == len(prints)


def _addresses(report: dict[str, Any]) -> set[str]:
    return {
        *(one["address"] for document in report["documents"] for one in document["figures"]),
        *(
            cell["address"]
            for document in report["documents"]
            for finding in document["findings"]
            for cell in finding["cells"]
        ),
        *(
            address
            for document in report["documents"]
            for one in document["outcomes"]
            for address in one["cells"]
        ),
    }


@pytest.mark.parametrize("name", ["clean", "faulty", "mixed"])
def test_every_address_is_a_reference(name: str, request: pytest.FixtureRequest) -> None:
    found = _addresses(request.getfixturevalue(name))
    assert found
    assert {address: str(parse_ref(address)) for address in found} == {a: a for a in found}


def test_odd_names_have_addresses_too(faulty: dict[str, Any]) -> None:
    project = f"'{ENTITY}'/2010302/'“口岸''一号''”/甲.乙[1]'"
    assert {
        "表3[201#2].科目名称",
        "表3['接机''费'].合计",
        f"表7[{project}].商品和服务支出",
        f"表7[{project}#2].合计",
    } <= _addresses(faulty)


def test_a_clean_document_has_no_findings(clean: dict[str, Any]) -> None:
    (document,) = clean["documents"]
    assert (clean["success"], clean["errors"], document["findings"]) == (True, [], [])
    assert document["regime"] == {"id": "small", "version": "1"}
    assert (document["entity"], document["year"], document["unit"]) == (None, 2026, "万元")
    assert document["figures"][0] == {
        "address": "乙[201].合计",
        "raw": "5.00",
        "value": "5.00",
        "unit": "万元",
        "quantum": "0.01",
        "state": "printed",
        "location": {"line": 12, "span": [13, 17]},
    }
    assert [(one["id"], one["verdict"]) for one in document["outcomes"]] == [
        ("R1@201", "holds"),
        ("R1@总计", "holds"),
        ("R2@总计.合计", "holds"),
        ("R2@总计.基本支出", "holds"),
        ("R2@总计.项目支出", "not-applicable"),
        ("R3@201", "holds"),
    ]


def test_a_finding_tells_both_sides_and_the_place_of_every_cell(faulty: dict[str, Any]) -> None:
    (document,) = faulty["documents"]
    (finding,) = (one for one in document["findings"] if one["outcomes"][0] == "XJB-T3-ROW@201#2")
    told = ("severity", "verdict", "origin", "filled", "actual", "expected", "difference", "slack")
    assert [finding[key] for key in told] == [
        "error",
        "fails",
        "document",
        "9.00 = 5.00 + 4.10",
        "9.00",
        "9.10",
        "-0.10",
        "0.015",
    ]
    (cell,) = (one for one in finding["cells"] if one["address"] == "表3[201#2].项目支出")
    assert cell == {
        "address": "表3[201#2].项目支出",
        "raw": "4.10",
        "value": "4.10",
        "unit": "万元",
        "role": "repair",
        "location": {"line": 11, "span": [21, 25]},
    }


def test_files_that_are_no_documents_are_errors(mixed: dict[str, Any]) -> None:
    assert [(one["path"].rpartition("/")[2], one["code"]) for one in mixed["errors"]] == [
        ("b.txt", "no-regime"),
        ("d.txt", "empty"),
    ]
    assert [one["regime"]["id"] for one in mixed["documents"]] == [XINJIANG, "small"]
    assert mixed["success"] is False


def test_a_fingerprint_stays_when_the_file_is_moved_and_lines_are_added(tmp_path: Path) -> None:
    one = reported(tmp_path / "one", {"a.txt": FAULTY}, XINJIANG)
    other = reported(tmp_path / "other", {"b.md": "前言\n\n" + FAULTY}, XINJIANG)

    def prints(report: dict[str, Any]) -> dict[str, str]:
        findings = report["documents"][0]["findings"]
        return {one["outcomes"][0]: one["fingerprint"] for one in findings}

    assert prints(one) == prints(other)
    assert prints(one)


def test_a_fingerprint_is_another_for_another_body_or_year(tmp_path: Path) -> None:
    texts = {
        "a.txt": FAULTY,
        "b.txt": FAULTY.replace(ENTITY, "示例市通关服务中心"),
        "c.txt": FAULTY.replace("2026 年", "2027 年"),
    }
    report = reported(tmp_path, texts, XINJIANG)
    prints = [one["fingerprint"] for d in report["documents"] for one in d["findings"]]
    assert len(set(prints)) == len(prints)


def test_an_empty_report_is_of_the_schema(tmp_path: Path) -> None:
    report = reported(tmp_path, {"readme.rst": "no document"})
    assert [error.message for error in VALIDATOR.iter_errors(report)] == []
    assert [error["code"] for error in report["errors"]] == ["no-documents"]
    assert (report["documents"], report["success"]) == ([], False)
