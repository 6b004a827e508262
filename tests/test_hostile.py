"""Files nobody should be able to harm the run with: one clear line, the right status, in time."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest

import hebiao
from hebiao.cli import main
from hebiao.result import Report, Severity, Verdict

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
CLEAN = (SAMPLES / "clean.txt").read_text(encoding="utf-8")
SECONDS = 120.0
"""A hang, not a speed, is what this bound is for."""


def judged(tmp_path: Path, text: str | bytes) -> tuple[int, Report]:
    file = tmp_path / "document.txt"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    start = time.monotonic()
    status = main(["validate", str(file), "--output", str(tmp_path / "report.txt")])
    assert time.monotonic() - start < SECONDS
    return status, hebiao.validate(file)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty"),
        (b"\x7fELF\x02\x01\x00\x00" + bytes(range(256)), "binary"),
        ("今天天气很好。\n明天也是。\n", "no-regime"),
        ("\t\n" * 100_000, "empty"),
        ("a\tb\tc\n" * 100_000, "no-regime"),
        (("x\t" * 1000 + "\n") * 30, "no-regime"),
    ],
    ids=["empty", "binary", "prose", "tabs", "long", "wide"],
)
def test_what_is_no_disclosure_is_one_line_and_status_3(
    tmp_path: Path, content: str | bytes, code: str
) -> None:
    status, report = judged(tmp_path, content)
    (error,) = report.errors
    assert status == 3
    assert error.code == code
    assert "\n" not in error.message
    assert " / " in error.message


def test_what_no_regime_fits_names_the_nearest_and_what_it_lacks(tmp_path: Path) -> None:
    _, report = judged(tmp_path, "部门预算公开\n没有表格\n")
    assert "最接近的是" in report.errors[0].message
    assert "找到 0 张" in report.errors[0].message
    assert "还缺" in report.errors[0].message


def test_a_file_cut_in_the_middle_of_a_table_leaves_it_untold_and_not_passed(
    tmp_path: Path,
) -> None:
    cut = CLEAN.index("事业单位", CLEAN.index("表 3\n"))
    status, report = judged(tmp_path, CLEAN[: CLEAN.rindex("\n", 0, cut) + 1])
    (document,) = report.documents
    about = {finding.rule for finding in document.findings}
    tree = [one for one in document.outcomes if one.rule == "XJB-T3-TREE"]
    assert status == 1
    assert {"TABLE-ROWS", "XJB-P-TABLES"} <= about
    assert {one.verdict for one in tree} == {Verdict.CANNOT_TELL}
    assert not [f for f in document.findings if f.rule.startswith(("XJB-X", "XJB-T"))]


@pytest.mark.parametrize("printed", ["1" * 40, "12.3.4", "见附注", "1e9"])
def test_an_amount_that_cannot_be_read_is_told_and_never_taken_for_zero(
    tmp_path: Path, printed: str
) -> None:
    at = CLEAN.index("<b>261.28</b>", CLEAN.index("表 3\n"))
    status, report = judged(tmp_path, CLEAN[:at] + printed + CLEAN[at + len("<b>261.28</b>") :])
    (document,) = report.documents
    (finding,) = document.findings
    row = next(one for one in document.outcomes if one.id == "XJB-T3-ROW@201")
    assert status == 1
    assert (finding.rule, finding.cells[0].address) == ("TABLE-FIGURES", "表3[201].基本支出")
    assert row.verdict is Verdict.CANNOT_TELL
    assert "表3[201].基本支出" in row.reason


def test_full_width_amounts_are_read(tmp_path: Path) -> None:
    wide = CLEAN.replace("9,880.97", "９，８８０．９７")
    status, report = judged(tmp_path, wide)
    assert status == 0
    assert not report.documents[0].findings


def test_a_negative_in_parentheses_is_negative(tmp_path: Path) -> None:
    at = CLEAN.index("<b>261.28</b>", CLEAN.index("表 3\n"))
    negative = CLEAN[:at] + "（261.28）" + CLEAN[at + len("<b>261.28</b>") :]
    status, report = judged(tmp_path, negative)
    (finding,) = report.documents[0].findings
    assert finding.cause is not None
    ((repair,),) = finding.cause.repairs
    assert status == 1
    assert (repair.printed, repair.should_be) == ("-261.28", "261.28")


def test_names_with_markup_and_quotes_stay_text(tmp_path: Path) -> None:
    name = "口岸'巡查]车辆{运行}=经费\u202e"
    text = CLEAN.replace("口岸巡查车辆运行经费", name)
    _, report = judged(tmp_path, text)
    (document,) = report.documents
    addresses = [figure.address for figure in document.figures if "口岸''巡查" in figure.address]
    assert addresses
    assert "\u202e" not in "".join(addresses)
    assert not [f for f in document.findings if f.severity is Severity.ERROR]


NAME = "nl\n\x1b[31m\u202e.txt"
"""A name that would break its line, colour it and turn it round."""


def test_no_command_passes_on_what_a_name_would_do_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).write_text("今天天气很好。\n", encoding="utf-8")
    named = str(tmp_path / NAME)
    for argv in (
        ["validate", named],
        ["baseline", named, "-o", str(tmp_path / "known.json")],
        ["extract", named, "-o", str(tmp_path / "package\x1b[31m")],
        ["cover", named],
        ["rules", "--suspect", named],
    ):
        assert main(argv) == 3
        out, err = capsys.readouterr()
        assert not {"\x1b", "\u202e"} & set(out + err)
        lines = [line for line in (out + err).splitlines() if "没有合适的制式" in line]
        assert len(lines) == 1
        assert "nl \\u001b[31m\\u202e.txt" in lines[0]
    assert main(["validate", str(tmp_path / f"no {NAME}")]) == 2
    assert main(["regime", str(tmp_path / f"no {NAME}")]) == 2
    assert not {"\x1b", "\u202e"} & set("".join(capsys.readouterr()))


def test_a_terminal_that_lacks_a_character_ends_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="gbk"))
    assert main(["validate", str(SAMPLES / "fault-wrong-name.txt"), "no-such-file"]) == 2
    sys.stdout.flush()
    text = shown.getvalue().decode("gbk")
    assert "\\u2717 no-such-file：没有这个文件" in text
    assert "行政单位离退休" in text
