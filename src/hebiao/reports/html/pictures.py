"""Pictures of the PDF pages that findings stand on, from a process that is kept for the run."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 3_200_000
"""Characters of pictures that one report may hold, so that it stays below 5 MB."""

BASE, PER_PAGE = 10.0, 2.0
"""Seconds that the pages of one file may take: a base, and so many a page."""

BATCH = 8
"""Pages asked for at a time, for a document of bad pages must not be drawn in vain."""

_BEGIN = (
    "import sys; sys.path[:] = sys.argv[1:]; from hebiao.reports.html.raster import main; main()"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks: its size in points, and the picture as a data URI."""

    width: float
    height: float
    uri: str


def pictures(pages: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Picture]:
    """Give the pictures of (file, page) as far as they can be drawn and fit in `MOST`."""
    by_file: dict[str, list[int]] = defaultdict(list)
    for file, page in pages:
        by_file[file].append(page)
    found: dict[tuple[str, int], Picture] = {}
    room = MOST
    for file, numbers in by_file.items():
        for start in range(0, len(numbers), BATCH):
            answer = _ask(file, numbers[start : start + BATCH])
            for number, (width, height, uri) in answer.items():
                room -= len(uri)
                if room >= 0:
                    found[file, int(number)] = Picture(width, height, uri)
            if not answer or room < 0:
                break
    return found


_HELD: list[subprocess.Popen[str]] = []


def _ask(file: str, pages: list[int]) -> dict[str, tuple[float, float, str]]:
    """Have pages drawn; empty where that fails or takes too long."""
    process = _process()
    clock = Timer(BASE + PER_PAGE * len(pages), process.kill)
    clock.daemon = True
    clock.start()
    try:
        ask, answer = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
        ask.write(json.dumps({"path": file, "pages": pages}) + "\n")
        ask.flush()
        given: dict[str, Any] = json.loads(answer.readline() or "{}")
    except (OSError, ValueError):
        return {}
    finally:
        clock.cancel()
    return {number: (width, height, uri) for number, (width, height, uri) in given.items()}


def _process() -> subprocess.Popen[str]:
    if _HELD and _HELD[0].poll() is not None:
        stop()
    if not _HELD:
        _HELD[:] = [
            subprocess.Popen(  # noqa: S603 - this interpreter, this package
                [sys.executable, "-c", _BEGIN, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="ascii",
            )
        ]
    return _HELD[0]


@atexit.register
def stop() -> None:
    """End the process, if there is one; the next page starts another."""
    while _HELD:
        process = _HELD.pop()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
