"""Documents judged side by side, each in one of several processes, and given in their order."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from hebiao.result import ReadError, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Files = Sequence[Path]
    Judge = Callable[[Files], Report]

AHEAD = 4
"""How many documents a process has at the most that are not given yet."""

_JUDGE: list[Judge] = []


def side_by_side(judge: Judge, documents: Sequence[Files], jobs: int) -> Iterator[Report]:
    """Give `judge` of every document, in order, from so many processes; it must be picklable.

    Where a process dies, the document that it may have died of is judged again alone; one that
    ends that process too is a report of one error.
    """
    left = iter(documents)
    waiting: deque[tuple[Files, Future[Report]]] = deque()
    pool = _pool(judge, jobs)
    try:
        while True:
            room = jobs * AHEAD - len(waiting)
            waiting += [(one, _given(pool, one)) for one in islice(left, room)]
            if not waiting:
                return
            files, future = waiting.popleft()
            try:
                report = future.result()
            except BrokenProcessPool:
                pool.shutdown()
                report = _alone(judge, files)
                pool = _pool(judge, jobs)
                waiting = deque((one, _again(pool, one, held)) for one, held in waiting)
            yield report
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(judge: Judge, jobs: int) -> ProcessPoolExecutor:
    """Processes that each get `judge` once."""
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (judge,))


def _begin(judge: Judge) -> None:
    _JUDGE.append(judge)


def _work(files: Files) -> Report:
    return _JUDGE[0](files)


def _given(pool: ProcessPoolExecutor, files: Files) -> Future[Report]:
    """A document's report to come; of a pool that is broken, its failure."""
    try:
        return pool.submit(_work, files)
    except BrokenProcessPool as error:
        failed: Future[Report] = Future()
        failed.set_exception(error)
        return failed


def _again(pool: ProcessPoolExecutor, files: Files, held: Future[Report]) -> Future[Report]:
    """What was held before the pool broke, or the document given anew."""
    return held if held.done() and held.exception() is None else _given(pool, files)


def _alone(judge: Judge, files: Files) -> Report:
    with _pool(judge, 1) as pool:
        try:
            return pool.submit(_work, files).result()
        except BrokenProcessPool:
            said = (
                "核对它的进程中断，多半是内存不足，请拆分文件 / "
                "the process that judged it died, most likely out of memory: split the file"
            )
            return Report(errors=(ReadError(" + ".join(map(str, files)), "died", said, 3),))
