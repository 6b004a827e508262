"""The commit hooks: what they are given, what it stands for, how soon they answer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from hebiao import cache
from hebiao.cache import Cache, cache_key
from hebiao.cli import main
from hebiao.documents import documents
from hebiao.errors import RegimeError
from hebiao.pipeline import validate

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "xinjiang-budget-2026"
DIGIT = SAMPLES / "fault-digit.txt"
PACKAGE = SAMPLES / "clean.package"
REPOSITORY = ROOT / "samples" / "data-repository"
HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
CODE = """
import sys
from hebiao.cli import main
status = main(sys.argv[1:])
heavy = {"pandas", "pandera", "numpy", "scipy", "lark", "jpype"} & set(sys.modules)
sys.exit(f"imported {heavy}" if heavy else status)
"""
"""Runs hebiao, and fails where anything heavy was imported."""


def given(hook: str, name: str) -> bool:
    """Whether pre-commit would hand a file to a hook."""
    one = HOOKS[hook]
    left_out = re.search(one.get("exclude", "^$"), name)
    return re.search(one["files"], name) is not None and left_out is None


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("a/预算.pdf", True),
        ("预算.DOCX", True),
        ("b.xlsx", True),
        ("b.html", True),
        ("b.txt", True),
        ("b/table-01.csv", True),
        ("b/datapackage.json", True),
        ("README.md", False),
        ("b/other.json", False),
        ("noxfile.py", False),
    ],
)
def test_documents_and_packages_are_given_to_validate(name: str, *, taken: bool) -> None:
    assert given("hebiao-validate", name) is taken


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("schemas/city-2026/regime.toml", True),
        ("city/schemas/common/functional.toml", True),
        ("checks/common/tables.toml", True),
        ("pyproject.toml", False),
        ("schemas/regime.schema.json", False),
        ("myschemas/x/regime.toml", False),
    ],
)
def test_regime_files_are_given_to_regime(name: str, *, taken: bool) -> None:
    assert given("hebiao-regime", name) is taken


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "data" / "budget")
    monkeypatch.chdir(tmp_path)
    return Path("data", "budget")


def found(*paths: Path) -> list[Path]:
    files, errors = documents(paths)
    assert not errors
    return files


def test_the_tables_of_a_package_stand_for_it_once(package: Path) -> None:
    descriptor = package / "datapackage.json"
    first, second = package / "table-01.csv", package / "table-03.csv"
    assert found(first, second, descriptor) == [descriptor]
    assert found(first.absolute()) == [descriptor.absolute()]
    assert found(package, first) == [descriptor]


def test_a_table_below_its_descriptor_stands_for_it_too(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = package / "datapackage.json"
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    content["resources"][0]["path"] = "tables/first.csv"
    descriptor.write_text(json.dumps(content), encoding="utf-8")
    (package / "tables").mkdir()
    shutil.move(package / "table-01.csv", package / "tables" / "first.csv")
    assert found(package / "tables" / "first.csv") == [descriptor]
    monkeypatch.chdir(package / "tables")
    assert found(Path("first.csv")) == [Path("..", "datapackage.json")]


@pytest.mark.parametrize("descriptor", [None, "{", '{"resources": [1, {"path": 2}]}', "[]"])
def test_a_csv_that_no_package_lists_stays_what_it_is(
    descriptor: str | None, package: Path
) -> None:
    stray = package / "stray.csv"
    stray.write_text("a,b\n1,2\n", encoding="utf-8")
    if descriptor is not None:
        (package / "datapackage.json").write_text(descriptor, encoding="utf-8")
    assert found(stray) == [stray]
    assert main(["validate", str(stray)]) == 3


def test_what_was_said_of_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Cache(tmp_path, "key")
    report = validate(DIGIT)
    kept.put(DIGIT, report)
    again = kept.get(DIGIT)
    assert again is not None
    (one,) = again.documents
    assert one.document is None
    for name in ("path", "findings", "figures", "outcomes", "tables", "cover", "regime"):
        assert getattr(one, name) == getattr(report.documents[0], name)
    assert again.rules == report.rules


def test_a_changed_file_of_a_package_or_a_changed_key_is_a_miss(
    package: Path, tmp_path: Path
) -> None:
    descriptor = package / "datapackage.json"
    kept = Cache(tmp_path / "cache", "key")
    kept.put(descriptor, validate(descriptor))
    assert kept.holds(descriptor)
    assert not Cache(tmp_path / "cache", "other").holds(descriptor)
    with (package / "table-05.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not kept.holds(descriptor)
    assert kept.get(descriptor) is None


def test_an_entry_that_cannot_be_read_is_a_miss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["validate", str(DIGIT), "--cache", str(tmp_path)]
    assert main(arguments) == 1
    said = capsys.readouterr().out
    (file,) = tmp_path.glob("*.json")
    for entry in ("", "{", "[]", '{"documents": [{}]}', "[" * 100_000):
        file.write_text(entry, encoding="utf-8")
        assert main(arguments) == 1
        assert capsys.readouterr().out == said
        assert file.read_text(encoding="utf-8") != entry


@pytest.mark.parametrize(
    "name", ["../outside.csv", "/dev/zero", "zero.csv", "nul\0.csv", "gone.csv"]
)
def test_what_a_descriptor_may_not_list_is_not_read_for_the_key(
    name: str, package: Path, tmp_path: Path
) -> None:
    (package / "zero.csv").symlink_to("/dev/zero")
    (package.parent / "outside.csv").write_text("a\n1\n", encoding="utf-8")
    descriptor = package / "datapackage.json"
    report = validate(descriptor)
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    content["resources"][0]["path"] = name
    descriptor.write_text(json.dumps(content), encoding="utf-8")
    assert found(package.parent / "outside.csv") == [package.parent / "outside.csv"]
    kept = Cache(tmp_path / "cache", "key")
    kept.put(descriptor, report)
    allowed = name in {"../outside.csv", "/dev/zero"}
    assert kept.holds(descriptor) is allowed


def test_a_file_that_could_not_be_judged_is_not_remembered(tmp_path: Path) -> None:
    stray = tmp_path / "stray.txt"
    stray.write_text("今天天气很好。\n", encoding="utf-8")
    assert main(["validate", str(stray), "--cache", str(tmp_path / "cache")]) == 3
    assert not list(tmp_path.glob("cache/*"))


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["validate", str(DIGIT), "--cache", str(tmp_path / "file" / "cache")]) == 1


def test_the_entries_longest_unused_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for age in range(4):
        file = tmp_path / f"{age}.json"
        file.write_bytes(b"x" * 10)
        os.utime(file, (1000 - age, 1000 - age))
    monkeypatch.setattr(cache, "LARGEST", 25)
    Cache(tmp_path, "key").prune()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0.json", "1.json"]


def test_the_key_is_of_the_regimes_and_the_options(tmp_path: Path) -> None:
    (tmp_path / "schemas" / "city").mkdir(parents=True)
    file = tmp_path / "schemas" / "city" / "regime.toml"
    file.write_text("a = 1", encoding="utf-8")
    first = cache_key(tmp_path, "option")
    assert cache_key(tmp_path, "option") == first
    assert cache_key(tmp_path, "other") != first
    assert cache_key(None, "option") != first
    file.write_text("a = 2", encoding="utf-8")
    assert cache_key(tmp_path, "option") != first
    with pytest.raises(RegimeError, match="schemas/"):
        cache_key(tmp_path / "schemas")


def test_misses_and_hits_and_strays_come_in_the_order_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        shutil.copy(DIGIT, tmp_path / f"{name}.txt")
    folder = ["--cache", str(tmp_path / "cache"), "--format", "json"]
    assert main(["validate", str(tmp_path / "b.txt"), *folder]) == 1
    capsys.readouterr()
    paths = [str(tmp_path / f"{name}.txt") for name in ("c", "none", "b", "a")]
    assert main(["validate", *paths, *folder]) == 2
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    names = [Path(one["source"]["path"]).name for one in report["documents"]]
    assert names == ["c.txt", "b.txt", "a.txt"]
    assert [error["code"] for error in report["errors"]] == ["not-found"]


def test_an_unchanged_file_is_answered_for_without_importing_anything_heavy(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", CODE, "validate", str(DIGIT), "--cache", str(tmp_path)]
    hot = [*command, "--format", "text", "--format", "json", "--output", str(tmp_path / "out")]
    cold = [sys.executable, "-m", "hebiao", *command[3:]]
    first = subprocess.run(cold, check=False, capture_output=True, timeout=120)
    start = time.monotonic()
    again = subprocess.run(hot, check=False, capture_output=True, timeout=120)
    taken = time.monotonic() - start
    assert (first.returncode, again.returncode, again.stderr) == (1, 1, b"")
    assert again.stdout == first.stdout
    # The promise is a second; a loaded machine gets a few.
    assert taken < 5


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=示例", "-c", "user.email=nobody@example.invalid")
    return subprocess.run(
        ["git", *who, *arguments],  # noqa: S607  the git of whoever runs the tests
        cwd=folder,
        env=_environment(folder),
        check=False,
        text=True,
        capture_output=True,
        timeout=600,
    )


def _environment(folder: Path) -> dict[str, str]:
    """Give the environment without what a hook of this repository's own git would set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    places = {
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
    }
    return kept | places


def _copy(folder: Path) -> str:
    """Make a repository of this checkout as it is now; give its commit."""
    left = shutil.ignore_patterns(".git", ".nox", ".venv", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=left)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "as it is now")
    return git(folder, "rev-parse", "HEAD").stdout.strip()


@pytest.mark.hooks
@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_pre_commit_lets_a_good_commit_pass_and_stops_a_bad_one(tmp_path: Path) -> None:
    commit = _copy(tmp_path / "hebiao")
    data = tmp_path / "data"
    shutil.copytree(REPOSITORY, data)
    config = data / ".pre-commit-config.yaml"
    text = config.read_text(encoding="utf-8").replace(
        "repo: hebiao", f"repo: {tmp_path / 'hebiao'}"
    )
    config.write_text(text.replace("rev: v0.1.0", f"rev: {commit}"), encoding="utf-8")
    git(data, "init", "--quiet")
    git(data, "add", "--all")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=data,
        env=_environment(data),
        check=True,
        timeout=60,
    )

    good = git(data, "commit", "--message", "known faults alone")
    assert good.returncode == 0, good.stderr
    assert re.search(r"hebiao validate\.+Passed", good.stderr)

    table = data / "budget-2026" / "table-03.csv"
    was = table.read_text(encoding="utf-8")
    assert was.count("261.28") > 1
    table.write_text(was.replace("261.28", "216.28", 1), encoding="utf-8")
    git(data, "add", "--all")
    bad = git(data, "commit", "--message", "a new fault")
    assert bad.returncode == 1
    assert re.search(r"hebiao validate\.+Failed", bad.stderr)
    assert "216.28" in bad.stderr
    assert bad.stderr.count("budget-2026/datapackage.json") == 1

    git(data, "checkout", "HEAD", "--", ".")
    broken = data / "schemas" / "city-2026" / "regime.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text('id = "city-2026"\n', encoding="utf-8")
    git(data, "add", "--all")
    bad = git(data, "commit", "--message", "a broken regime")
    assert bad.returncode == 1
    assert re.search(r"hebiao regime\.+Failed", bad.stderr)
    assert "'version' is a required property" in bad.stderr
