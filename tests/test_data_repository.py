"""samples/data-repository: its package, baseline, waivers, README and noxfile do what they say."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import repository
import yaml

from hebiao.cli import main

SAMPLE = repository.REPOSITORY
README = (SAMPLE / "README.md").read_text(encoding="utf-8")
HOOKS = Path(__file__).resolve().parents[1] / ".pre-commit-hooks.yaml"
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository to stand in, on a day on which its waiver is in force."""
    shutil.copytree(SAMPLE, tmp_path / "data")
    monkeypatch.chdir(tmp_path / "data")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("hebiao.cli.known.today", lambda: date(2026, 3, 1))
    return tmp_path / "data"


def test_the_package_and_the_baseline_are_what_the_script_makes(tmp_path: Path) -> None:
    assert repository.main(tmp_path) == 0
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    package = {path.relative_to(SAMPLE) for path in (SAMPLE / repository.PACKAGE).iterdir()}
    assert made == {*package, Path(repository.BASELINE)}
    different = [
        name for name in made if (tmp_path / name).read_bytes() != (SAMPLE / name).read_bytes()
    ]
    assert not different, "run `nox -s samples`"


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("block", BLOCKS)
def test_the_readme_shows_what_the_commands_print(
    block: str, capfd: pytest.CaptureFixture[str]
) -> None:
    status = 0
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        if command == "echo $?":
            assert [str(status)] == lines
            continue
        program, *arguments = shlex.split(command)
        assert program == "hebiao"
        status = main(arguments)
        captured = capfd.readouterr()
        printed = iter([line.strip() for line in captured.out.splitlines()])
        assert [one for one in lines if one != "…" and one.strip() not in printed] == []


@pytest.mark.usefixtures("data")
def test_every_finding_is_known_and_a_new_fault_gates(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = ["--baseline", repository.BASELINE, "--waivers", "hebiao-waivers.toml"]
    assert main(["validate", ".", *known, "--fail-on", "info", "--format", "json"]) == 0
    captured = capsys.readouterr()
    (document,) = json.loads(captured.out)["documents"]
    told = {one["rule"]: one["known"] for one in document["findings"]}
    assert captured.err == ""
    assert told["XJB-T3-ROW"] == "基线 baseline"
    assert told["CODE-NAME-FUNCTIONAL"].startswith("豁免 waived")
    table = data / repository.PACKAGE / "table-03.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("261.28", "216.28", 1), "utf-8")
    assert main(["validate", str(table), *known]) == 1
    assert "216.28" in capsys.readouterr().out


def test_when_its_day_is_over_the_waiver_is_told_and_the_baseline_still_holds(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hebiao.cli.known.today", lambda: date(2027, 11, 1))
    waivers = str(data / "hebiao-waivers.toml")
    assert main(["validate", ".", "--waivers", waivers, "--fail-on", "explain"]) == 1
    captured = capsys.readouterr()
    assert "豁免 waived" not in captured.out
    assert "2027-10-31 到期" in captured.err


@pytest.mark.parametrize("paths", [(), ("budget-2026/table-03.csv",)], ids=["all", "a table"])
def test_the_imported_session_validates_with_what_is_known(
    paths: tuple[str, ...], data: Path
) -> None:
    command = [sys.executable, "-m", "nox", "-s", "validate", *(("--", *paths) if paths else ())]
    ran = subprocess.run(
        command, cwd=data, check=False, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    report = json.loads((data / "build" / "findings.json").read_text(encoding="utf-8"))
    (document,) = report["documents"]
    assert report["success"] is True
    assert document["source"]["path"] == str(Path("budget-2026", "datapackage.json"))
    assert {one["known"] for one in document["findings"]} >= {"基线 baseline"}
    (data / repository.BASELINE).unlink()
    again = subprocess.run(command, cwd=data, check=False, capture_output=True, timeout=300)
    assert again.returncode == 1


def test_its_hooks_are_those_that_hebiao_offers_and_their_files_are_there(data: Path) -> None:
    config = yaml.safe_load((data / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    offered = {hook["id"] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    (source,) = config["repos"]
    assert {hook["id"] for hook in source["hooks"]} == offered
    first, _ = source["hooks"]
    assert all((data / name).exists() for name in first["args"] if not name.startswith("--"))
    assert re.search(first["files"], f"{repository.PACKAGE}/table-01.csv")
