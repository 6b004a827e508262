"""The process that reads PDFs: jobs come in on its standard input, answers leave on its output."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from hebiao.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hebiao.model import Block

_Item = TypeVar("_Item")

_AHEAD = ThreadPoolExecutor(1)
"""The thread that reads ahead: always the same, for Java keeps account of each it has seen."""

_TURN = 0.0005
"""Seconds after which one thread lets the other go on: less than Java takes for a page."""


def read(tell: Callable[[int], None], data: bytes) -> tuple[Block, ...]:
    """Give the blocks of a PDF; `tell` is called with the number of its pages."""
    from hebiao.readers.pdf_java import pages
    from hebiao.readers.pdf_layout import laid_out
    from hebiao.readers.pdf_sheet import sheet

    return laid_out([sheet(ink) for ink in _ahead(pages(data, tell))])


def _ahead(items: Iterable[_Item]) -> Iterator[_Item]:
    """Give items, of which the next is made meanwhile: Java reads a page as Python cuts one up."""
    source = iter(items)
    # The first is made here: Java ends with this process only if it began in its main thread.
    item = next(source, None)
    while item is not None:
        coming = _AHEAD.submit(next, source, None)
        try:
            yield item
        finally:
            wait([coming])
        item = coming.result()


def main() -> None:
    """Do jobs until there are none; each is a function's name and its arguments."""
    # What Java prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # A page makes thousands of objects and no cycles: looking for these between jobs will do.
    gc.disable()
    sys.setswitchinterval(_TURN)

    def answer(*parts: Any) -> None:
        pickle.dump(parts, answers)
        answers.flush()

    while True:
        try:
            name, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
        except EOFError:
            return
        gc.collect()
        module, _, function = name.partition(":")
        try:
            job = getattr(import_module(module), function)
            answer("done", job(lambda count: answer("pages", count), *arguments))
        except SourceError as problem:
            answer("error", problem.code, problem.message)
        except MemoryError:
            answer("error", "memory", "读取时内存不足，请拆分文件 / out of memory: split the file")
        except Exception as problem:  # noqa: BLE001 - told to the parent, whose run must go on
            told = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
            answer(
                "error",
                "internal",
                f"读取 PDF 时出错，请报告 / the PDF reader failed, report it ({told})",
            )
