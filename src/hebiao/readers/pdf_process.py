"""One process that reads PDFs for the whole run, started again after it died or took too long."""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Any, cast

from hebiao.errors import SourceError

START = 90.0
"""Seconds until a job must have told its number of pages; the first ever lists the fonts."""

BASE, PER_PAGE, MOST = 30.0, 1.0, 600.0
"""Seconds that a job has from then on: a base, so many a page, and at most so many."""

PATIENCE = 2.0
"""Seconds that an idle process has to end by itself before it is ended."""

# Not multiprocessing: its spawn runs the caller's script again, and a pool's worker may not use it.
_BEGIN = (
    "import sys; sys.path[:] = sys.argv[1:]; from hebiao.readers.pdf_worker import main; main()"
)
_LOCK = Lock()


class Worker:
    """A running process and the pipes to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603 - this interpreter, this package
            [sys.executable, "-c", _BEGIN, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def fit(self) -> bool:
        """Whether it can take a job from this process."""
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, name: str, *arguments: Any) -> Any:
        """Run "module:function" there. Raises `SourceError`, also "timeout" and "memory"."""
        clock = _Clock(self.process, START)
        try:
            pickle.dump((name, arguments), cast("IO[bytes]", self.process.stdin))
            cast("IO[bytes]", self.process.stdin).flush()
            while True:
                kind, *parts = pickle.load(cast("IO[bytes]", self.process.stdout))  # noqa: S301
                if kind != "pages":
                    break
                clock.set(min(BASE + PER_PAGE * parts[0], MOST))
        except (EOFError, OSError, pickle.UnpicklingError) as problem:
            self.stop()
            raise _died(self.process.returncode, late=clock.late) from problem
        except BaseException:
            self.stop()
            raise
        finally:
            clock.stop()
        if kind == "done":
            return parts[0]
        if parts[0] == "memory":
            self.stop(PATIENCE)
        raise SourceError(*parts)

    def stop(self, patience: float = 0.0) -> None:
        """End the process, which may take so many seconds to go by itself if it is idle."""
        with suppress(OSError, subprocess.TimeoutExpired):
            cast("IO[bytes]", self.process.stdin).close()
            self.process.wait(patience)
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class _Clock:
    """Kills a process that takes too long."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process = process
        self.late = False
        self.set(seconds)

    def set(self, seconds: float) -> None:
        """Give so many seconds from now."""
        self.stop()
        self.timer = Timer(seconds, self._kill)
        self.timer.daemon = True
        self.timer.start()

    def stop(self) -> None:
        """Let the process be."""
        if hasattr(self, "timer"):
            self.timer.cancel()

    def _kill(self) -> None:
        self.late = True
        self.process.kill()


def run(name: str, *arguments: Any) -> Any:
    """Run "module:function" in the process; the function's first argument tells its pages.

    Raises what the function raises of `SourceError`, and "timeout" and "memory".
    """
    with _LOCK:
        return _worker().ask(name, *arguments)


_HELD: list[Worker] = []


def _worker() -> Worker:
    if not (_HELD and _HELD[0].fit):
        for worker in _HELD:
            if worker.owner == os.getpid():
                worker.stop()
        _HELD[:] = [Worker()]
    return _HELD[0]


@atexit.register
def stop() -> None:
    """End the process, if there is one; the next job starts another."""
    while _HELD:
        worker = _HELD.pop()
        if worker.owner == os.getpid():
            worker.stop(PATIENCE)


def _died(status: int | None, *, late: bool) -> SourceError:
    if late:
        return SourceError(
            "timeout",
            "读取超时，请拆分文件或重新生成 / reading took too long: split the file or remake it",
        )
    return SourceError(
        "memory",
        f"读取进程中断（{status}），多半是内存不足，请拆分文件 / "
        f"the reading process died ({status}), most likely out of memory: split the file",
    )
