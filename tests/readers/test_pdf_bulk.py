"""Reading many Java objects at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from readers.drawn import Drawn

from hebiao.readers import pdf_process
from hebiao.readers.pdf_bulk import numbers, texts
from hebiao.readers.pdf_worker import read

if TYPE_CHECKING:
    from collections.abc import Callable

NAME, SIZE = "java.lang.String.toString", "java.lang.String.length"


def strings(tell: Callable[[int], None], data: bytes, *made: str) -> tuple[list[str], list[float]]:
    """Give strings as they come back from Java, and their lengths there."""
    read(tell, data)
    java: Any = import_module("jpype").JClass
    held = java("java.util.ArrayList")([java("java.lang.String")(one) for one in made])
    return texts(java, held, NAME), numbers(java, held, SIZE)


@pytest.mark.parametrize("made", [(), ("",), ("", "甲"), ("1\0", "\0"), ("\0",), ("𠮷", "乙")])
def test_what_java_holds_comes_back(made: tuple[str, ...]) -> None:
    found = pdf_process.run("readers.test_pdf_bulk:strings", page(), *made)
    assert found == (list(made), [len(one.encode("utf-16-le")) // 2 for one in made])


def page() -> bytes:
    """Give a file to start Java by."""
    drawn = Drawn()
    drawn.text(70, 60, "一句话。")
    return drawn.data()
