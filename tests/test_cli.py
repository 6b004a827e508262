"""The command line: exit statuses, formats, folders, errors in one line."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import hebiao
from hebiao.cli import main

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
CLEAN = SAMPLES / "clean.txt"
DIGIT = SAMPLES / "fault-digit.txt"
WRONG_NAME = SAMPLES / "fault-wrong-name.txt"


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    status = main([str(part) for part in argv])
    out, err = capsys.readouterr()
    return status, out, err


def as_json(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, dict[str, Any]]:
    status, out, _ = run(capsys, "validate", *argv, "--format", "json")
    return status, json.loads(out)


def test_a_clean_document_exits_0_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "validate", CLEAN)
    assert status == 0
    assert "没有发现 no findings" in out
    assert "示例市口岸管理办公室 · 2026 年 · xinjiang-budget-2026" in out


def test_a_wrong_digit_exits_1_with_both_sides_and_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = run(capsys, "validate", DIGIT)
    lines = DIGIT.read_text(encoding="utf-8").splitlines()
    line = 1 + next(at for at, text in enumerate(lines) if "697.97" in text)
    assert status == 1
    assert "692.97 = 空 + 697.97" in out
    assert f"第 {line} 行  [2010302].项目支出  697.97" in out


@pytest.mark.parametrize(
    ("gate", "status"), [("error", 0), ("explain", 1), ("verify", 1), ("info", 1), ("never", 0)]
)
def test_the_gate_decides_which_findings_exit_1(
    capsys: pytest.CaptureFixture[str], gate: str, status: int
) -> None:
    assert run(capsys, "validate", WRONG_NAME, "--fail-on", gate)[0] == status


def test_a_path_that_is_not_there_exits_2_and_the_others_are_still_judged(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, report = as_json(capsys, tmp_path / "none.txt", DIGIT)
    assert status == 2
    assert [error["code"] for error in report["errors"]] == ["not-found"]
    assert len(report["documents"]) == 1


def test_one_bad_file_in_a_folder_stops_nothing_and_exits_3(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copy(CLEAN, tmp_path / "a.txt")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    shutil.copy(DIGIT, tmp_path / "c.md")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "d.txt").write_text("x", encoding="utf-8")
    status, report = as_json(capsys, tmp_path)
    assert status == 3
    assert [Path(d["source"]["path"]).name for d in report["documents"]] == ["a.txt", "c.md"]
    assert [(Path(e["path"]).name, e["code"]) for e in report["errors"]] == [("b.txt", "binary")]
    assert report["success"] is False


def test_a_folder_that_cannot_be_opened_is_told_and_the_rest_is_judged(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(CLEAN, tmp_path / "a.txt")
    (tmp_path / "closed").mkdir()
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    scan = os.scandir

    def refusing(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    status, report = as_json(capsys, tmp_path)
    assert status == 3
    assert [Path(d["source"]["path"]).name for d in report["documents"]] == ["a.txt"]
    errors = {Path(error["path"]).name: error["code"] for error in report["errors"]}
    assert errors == {"closed": "unreadable", "old.doc": "media-type"}


def test_many_files_show_progress_on_stderr_and_leave_stdout_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for number in range(5):
        shutil.copy(CLEAN, tmp_path / f"{number}.txt")
    status, out, err = run(capsys, "validate", tmp_path, "--format", "json")
    assert status == 0
    assert len(json.loads(out)["documents"]) == 5
    assert "核对 validating" in err


def test_each_format_goes_to_its_own_output(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "new" / "findings.json"
    status, out, _ = run(
        capsys, "validate", DIGIT, "--format", "text", "--format", "json", "--output", target
    )
    assert status == 1
    assert "697.97" in out
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "hebiao-report/1"
    text = tmp_path / "findings.txt"
    assert run(capsys, "validate", DIGIT, "--output", text)[1] == ""
    assert "697.97" in text.read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_is_one_line_and_exits_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, err = run(capsys, "validate", CLEAN, "--output", tmp_path / "file" / "x")
    assert status == 2
    assert err.count("\n") == 1
    assert "写不了" in err


@pytest.mark.parametrize(
    "argv", [[], ["validate"], ["validate", "x", "--format", "xml"], ["validate", "x", "--bad"]]
)
def test_a_wrong_call_exits_2(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage: hebiao" in capsys.readouterr().err


def test_two_outputs_for_one_format_are_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["validate", "x", "--format", "json", "--output", "a", "--output", "b"])
    assert stopped.value.code == 2
    assert "--output" in capsys.readouterr().err


def test_an_unknown_regime_exits_2_and_names_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, _, err = run(capsys, "validate", CLEAN, "--regime", "xinjiang-budget")
    assert status == 2
    assert "xinjiang-budget-2026" in err
    assert err.count("\n") == 1


def test_rules_lists_every_rule_by_regime(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "rules")
    assert status == 0
    assert "xinjiang-budget-2026" in out
    assert "XJB-T3-ROW" in out
    assert "TABLE-FIGURES" in out


def test_rules_explains_one_rule_with_law_formula_and_examples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = run(capsys, "rules", "XJB-T3-ROW")
    assert status == 0
    assert "表3[*].合计 = 表3[*].基本支出 + 表3[*].项目支出" in out
    assert "《预算法" in out
    assert "fails" in out


def test_an_unknown_rule_exits_2_and_names_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, _, err = run(capsys, "rules", "XJB-T3-ROWS")
    assert status == 2
    assert "XJB-T3-ROW" in err


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"hebiao {version('hebiao')}\n"


def test_python_m_hebiao_is_the_same_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["hebiao", "validate", str(CLEAN)])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("hebiao", run_name="__main__")
    assert stopped.value.code == 0
    assert "没有发现" in capsys.readouterr().out


def test_a_pipe_that_closes_early_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr("hebiao.cli.validate.run", closed)
    monkeypatch.setattr(sys, "stderr", open("/dev/null", "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    assert main(["validate", str(CLEAN)]) == 0


def test_the_public_api_gives_a_report() -> None:
    report = hebiao.validate(DIGIT)
    (document,) = report.documents
    finding = document.findings[0]
    assert isinstance(report, hebiao.Report)
    assert isinstance(finding, hebiao.Finding)
    assert report.success is False
    assert (finding.rule, finding.actual, finding.expected) == ("XJB-T3-ROW", "692.97", "697.97")
    with pytest.raises(AttributeError):
        _ = hebiao.nothing
