"""`hebiao regime`: what is checked, and the line and exit status of each fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import rule, with_rules, written

from hebiao.cli import main

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = 'id = "R1"\nkind = "identity"\nformula = "{formula}"'
FORMULA = "乙[总计].合计 = 乙[总计].基本支出 + 乙[总计].项目支出"
HOLDS = """
[[rule.example]]
verdict = "holds"
figures = { "乙[总计].合计" = "3.00", "乙[总计].基本支出" = "1.00", "乙[总计].项目支出" = "2.00" }
"""
FAILS = """
[[rule.example]]
verdict = "fails"
actual = "4.00"
expected = "3.00"
figures = { "乙[总计].合计" = "4.00", "乙[总计].基本支出" = "1.00", "乙[总计].项目支出" = "2.00" }
"""


def regime(folder: Path, *examples: str, formula: str = FORMULA) -> Path:
    """Write the small regime with one identity and these examples."""
    head = rule(IDENTITY.format(formula=formula)).partition("[[rule.example]]")[0]
    return written(folder, with_rules() | {"checks/small/rules.toml": head + "".join(examples)})


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    status = main(["regime", *(str(part) for part in argv)])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_regime_whose_examples_are_told_as_stated_exits_0(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, out, err = run(capsys, regime(tmp_path, HOLDS, FAILS))
    assert (status, err) == (0, "")
    assert out == (f"{tmp_path}：1 条规则 rules，2 个示例 examples，0 处不符 not as stated\n")


def test_an_example_that_is_not_as_stated_is_a_line_and_exits_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = FAILS.replace('expected = "3.00"', 'expected = "3.50"')
    status, out, _ = run(capsys, regime(tmp_path, HOLDS, wrong))
    line, _ = out.splitlines()
    assert status == 1
    assert line == (
        f"{tmp_path / 'checks' / 'small' / 'rules.toml'}：small：R1：example 2："
        "expected 写明 stated 3.50，得到 gives 3.00"
    )


@pytest.mark.parametrize(
    ("examples", "lacking"), [((FAILS, FAILS), "holds"), ((HOLDS, HOLDS), "fails / rounding")]
)
def test_a_rule_without_an_example_of_either_kind_exits_1(
    examples: tuple[str, ...],
    lacking: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    status, out, _ = run(capsys, regime(tmp_path, *examples))
    assert status == 1
    assert f"没有 verdict = {lacking} 的示例" in out


def test_a_broken_regime_is_a_line_with_the_nearest_name_and_exits_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    formula = "乙[总计].合汁 = 乙[总计].项目支出"
    status, _, err = run(capsys, regime(tmp_path, HOLDS, FAILS, formula=formula))
    assert status == 2
    assert err.count("\n") == 1
    assert "did you mean 合计?" in err
    assert "rules.toml" in err


def test_an_example_that_names_what_is_not_there_exits_2_and_the_others_are_still_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lost = HOLDS.replace("乙[总计].合计", "庚[总计].合计")
    wrong = FAILS.replace('verdict = "fails"', 'verdict = "holds"')
    status, out, _ = run(capsys, regime(tmp_path, lost, wrong, HOLDS, FAILS))
    assert status == 2
    first, second, _ = out.splitlines()
    assert "没有表「庚」" in first
    assert first.endswith("（example 1）")
    assert "example 2：verdict 写明 stated holds，得到 gives fails" in second


def test_files_of_a_regime_stand_for_all_of_it_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regime(tmp_path / "city", HOLDS, FAILS)
    monkeypatch.chdir(tmp_path)
    files = ("city/schemas/small/regime.toml", "city/checks/small/rules.toml")
    status, out, _ = run(capsys, *files)
    assert status == 0
    assert out.splitlines() == ["city：1 条规则 rules，2 个示例 examples，0 处不符 not as stated"]
    assert run(capsys) == (0, out, "")


def test_a_broken_regime_does_not_keep_another_from_being_checked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    written(tmp_path / "a", {"schemas/x/regime.toml": 'id = "x"\n'})
    regime(tmp_path / "b", HOLDS, FAILS)
    status, out, err = run(capsys, tmp_path)
    assert status == 2
    assert "'version' is a required property" in err
    assert "1 条规则" in out


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_place_without_regimes_exits_2(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, _, err = run(capsys, tmp_path / name)
    assert status == 2
    assert err.count("\n") == 1
    assert str(tmp_path / name) in err
