"""Documents judged side by side: the order, the same findings, and a process that dies."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hebiao.cli import main
from hebiao.result import ReadError, Report
from hebiao.workers import AHEAD, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
DEADLY = "deadly"


def named(files: Sequence[Path]) -> Report:
    """A report that names its files; some end the process that makes it."""
    name = " + ".join(map(str, files))
    if DEADLY in name:
        os._exit(9)
    return Report(errors=(ReadError(name, "", "", 3),))


def told(names: Sequence[str], jobs: int) -> list[tuple[str, str]]:
    reports = side_by_side(named, [(Path(name),) for name in names], jobs)
    return [(error.path, error.code) for report in reports for error in report.errors]


def test_reports_come_in_the_order_of_the_documents() -> None:
    names = [f"{number}.txt" for number in range(3 * 2 * AHEAD)]
    assert told(names, 2) == [(name, "") for name in names]


def test_a_document_that_ends_its_process_is_told_and_loses_no_other() -> None:
    names = ["a", DEADLY, "b", "c", f"{DEADLY}-too", *map(str, range(2 * AHEAD)), "z"]
    assert told(names, 2) == [(name, "died" if DEADLY in name else "") for name in names]


def test_several_processes_say_what_one_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\0")
    paths = [SAMPLES / "fault-digit.txt", broken, SAMPLES / "clean.txt", tmp_path / "none.txt"]
    said = {}
    for jobs in ("1", "2"):
        output = tmp_path / f"{jobs}.jsonl"
        formats = ("--format", "jsonl", "--output", str(output), "--jobs", jobs)
        assert main(["validate", *map(str, paths), *formats]) == 2
        said[jobs] = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert said["1"] == said["2"]
    assert len(said["1"]) >= len(paths)
    capsys.readouterr()


@pytest.mark.parametrize("number", ["0", "-1", "two", "65", "1.5"])
def test_a_number_of_processes_that_is_none_is_told(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["validate", "any.txt", "--jobs", number])
    assert stopped.value.code == 2
    assert "不是 1 至 64 的整数" in capsys.readouterr().err
