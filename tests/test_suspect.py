"""Rules in question: a rule that is itself wrong shows by the data of several documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import rule

from hebiao.cli import main
from hebiao.pipeline import Settings, validate_paths
from hebiao.suspect import suspects

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
WRONG = (
    'id = "BAD-T3"\nkind = "identity"\n'
    'formula = "表3[总计].合计 = 表3[总计].基本支出 + 2 × 表3[总计].项目支出"'
)


@pytest.fixture
def regimes(tmp_path: Path) -> Path:
    """A folder with a regime that takes over the budget's rules and adds a wrong one."""
    schema = tmp_path / "schemas" / "planted"
    schema.mkdir(parents=True)
    (schema / "regime.toml").write_text(
        'id = "planted"\nextends = "xinjiang-budget-2026"\nversion = "1"\n'
        'title = "含错误规则"\ntitle_en = "With a wrong rule"\n',
        encoding="utf-8",
    )
    checks = tmp_path / "checks" / "planted"
    checks.mkdir(parents=True)
    text = rule(WRONG).replace('basis = ["law"]', 'basis = ["disclosure-143"]')
    (checks / "bad.toml").write_text(text, encoding="utf-8")
    return tmp_path


DOCUMENTS = [
    SAMPLES / f"{name}.txt"
    for name in ("clean", "fault-wrong-name", "fault-transposition", "fault-digit")
]


def test_a_wrong_rule_is_in_question_where_the_data_agree_against_it(regimes: Path) -> None:
    (found,) = suspects(validate_paths(DOCUMENTS, Settings("planted", regimes)))
    assert (found.rule.id, found.told, found.against) == ("BAD-T3", 4, 4)
    assert found.instances == ("",)


def test_a_document_that_is_wrong_puts_no_rule_in_question(regimes: Path) -> None:
    wrong = [SAMPLES / "fault-digit.txt", SAMPLES / "fault-transposition.txt"]
    assert suspects(validate_paths(wrong, Settings("xinjiang-budget-2026", regimes))) == []


def test_one_document_alone_puts_no_rule_in_question(regimes: Path, tmp_path: Path) -> None:
    same = tmp_path / "again.txt"
    same.write_bytes(DOCUMENTS[0].read_bytes())
    report = validate_paths([DOCUMENTS[0], same], Settings("planted", regimes))
    assert suspects(report) == []


def test_the_command_names_the_rule_and_what_fails(
    regimes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(path) for path in DOCUMENTS]
    arguments = ["rules", "--regime", "planted", "--regimes", str(regimes), "--suspect", *paths]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "BAD-T3" in shown
    assert "4 份文件可判，4 份不符" in shown


def test_the_command_says_that_no_rule_is_in_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--suspect", str(DOCUMENTS[0])]) == 0
    assert "没有数据一致反对的规则" in capsys.readouterr().out


def test_a_rule_id_beside_it_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "XJB-X00", "--suspect", str(DOCUMENTS[0])]) == 2
    assert "--suspect" in capsys.readouterr().err
