"""What the READMEs, CONTRIBUTING.md and docs/ show is what hebiao does, on a copy of samples/."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hebiao.cli import main
from hebiao.examples import tell
from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
PAGES = tuple(sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")))
DOCUMENTS = (*READMES, "CONTRIBUTING.md", *PAGES)

_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(
    r"^`(?P<path>[^`\n]+)`[:：]\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A command, the lines shown under it, and the exit status that `echo $?` states, or 0."""

    command: str
    lines: tuple[str, ...]
    status: int = 0


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, language: str) -> list[str]:
    return [one["text"] for one in _BLOCK.finditer(read(document)) if one["language"] == language]


def shown(document: str) -> list[tuple[Shown, ...]]:
    """Give the commands of each console block, which are run in turn in one folder."""
    found: list[tuple[Shown, ...]] = []
    for block in blocks(document, "console"):
        session: list[Shown] = []
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            if command == "echo $?":
                session[-1] = replace(session[-1], status=int(lines[0]))
            else:
                session.append(Shown(command, tuple(lines)))
        found.append(tuple(session))
    return found


def headings(document: str) -> list[str]:
    text = _BLOCK.sub("", read(document))
    return [line.partition(" ")[0] for line in text.splitlines() if line.startswith("#")]


SESSIONS = sorted({one for document in DOCUMENTS for one in shown(document)}, key=str)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples and the files that the documents show, to run commands in."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    for document in DOCUMENTS:
        for found in _FILE.finditer(read(document)):
            file = tmp_path / found["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(found["text"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session[0].command)
def test_commands_have_the_exit_status_and_print_the_lines_that_are_shown(
    session: tuple[Shown, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    for one in session:
        program, *arguments = shlex.split(one.command)
        assert program == "hebiao"
        assert main(arguments) == one.status
        captured = capfd.readouterr()
        printed = iter([line.strip() for line in (captured.out + captured.err).splitlines()])
        missing = [line for line in one.lines if line != "…" and line.strip() not in printed]
        assert not missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_hebiao_command_stands_in_a_console_block(document: str) -> None:
    assert shown(document) or document in PAGES
    assert not re.search(r"^hebiao ", "\n".join(blocks(document, "bash")), re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_nox_session_that_is_named_is_one(document: str) -> None:
    sessions = set(re.findall(r"^@nox\.session\ndef (\w+)", read("noxfile.py"), re.MULTILINE))
    assert "validate" in sessions
    assert set(re.findall(r"nox -s (\w+)", read(document))) <= sessions


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("document", READMES)
def test_the_python_examples_give_what_is_shown(document: str) -> None:
    text = "\n".join(blocks(document, "python"))
    examples = doctest.DocTestParser().get_doctest(text, {}, document, None, None)
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_both_readmes_have_the_same_headings_commands_and_code() -> None:
    english, chinese = READMES
    assert headings(english) == headings(chinese)
    assert shown(english) == shown(chinese)
    for language in ("bash", "python", "json", "text"):
        assert blocks(english, language) == blocks(chinese, language)


def test_the_rules_of_the_worked_form_set_do_what_their_examples_say(checkout: Path) -> None:
    regime = load_regimes(load_kinds(), checkout / "example_city")["example-city-2026"]
    own = [rule for rule in regime.rules if rule.file.is_relative_to(checkout)]
    assert own
    for rule in own:
        for example in rule.examples:
            told = tell(rule, example, regime)
            assert (rule.id, told.verdict) == (rule.id, example.verdict)
            if example.actual is not None:
                assert (told.actual, told.expected) == (example.actual, example.expected)


def test_contributing_tells_the_fields_of_every_kind() -> None:
    rows = [line for line in read("CONTRIBUTING.md").splitlines() if line.startswith("| `")]
    firsts = "".join(line.split("|")[1] for line in rows)
    assert [kind for kind in load_kinds() if f"`{kind}`" not in firsts] == []


def test_the_changelog_lists_every_rule() -> None:
    ids = {rule.id for regime in load_regimes(load_kinds()).values() for rule in regime.rules}
    listed = set(re.findall(r"`([A-Z0-9]+(?:-[A-Z0-9]+)+)`", read("CHANGELOG.md")))
    assert ids <= listed


def test_the_worked_form_set_is_found_through_an_installed_entry_point(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    info = checkout / "example_city_forms-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: example-city-forms\nVersion: 0.1\n"
    )
    (info / "entry_points.txt").write_text("[hebiao.regimes]\nexample-city = example_city\n")
    monkeypatch.syspath_prepend(str(checkout))
    monkeypatch.delitem(sys.modules, "example_city", raising=False)
    assert main(["validate", "budget.md", "--format", "json"]) == 1
    through_entry_point = json.loads(capsys.readouterr().out)["documents"][0]
    assert through_entry_point["regime"]["id"] == "example-city-2026"
    info.rename(checkout / "gone")
    assert main(["validate", "budget.md", "--regimes", "example_city", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["documents"][0] == through_entry_point
