"""Reads the sample PDFs with hebiao and its peers: how long each takes, what each gets right."""

from __future__ import annotations

import gc
import re
import sys
from dataclasses import dataclass, field
from math import fsum
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np
from rich.table import Table

from bench.readers import PEERS, hebiao_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from bench.readers import Reader, Texts

    Row = Mapping[int, str]

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

ROUNDS = 3
"""How often each reader reads each file for a median, time allowing."""

ALLOWANCE = 50.0
"""Seconds after which a peer is given no further file to read."""

FASTER = 2.0
"""How many times as fast as the fastest peer that gets all right hebiao is to be."""

HOW = """\
{files} sample PDFs with {cells} printed cells, as the model they are made from has them. All rows
of a file, table after table and page after page, are held against those that a reader gives,
each against one at most, in order, as fits best; headings repeated on a further page may so be
left. A cell is right where its text stands in its row and its column, white space and the width
of signs left out of account; a merged cell stands where it begins. Astray is a text in such a
row where nothing is printed. Warm: in one process, after a file before; turn by turn, the median
for each file. tabula-py starts Java for each file. A peer that has read for {allowance:.0f} s in
all is given no more; its ratio is to hebiao on the files that it read."""


@dataclass(slots=True)
class Reading:
    """What a reader made of the files: seconds by file, cells; `lack` is why it reads no more."""

    name: str
    times: dict[Path, list[float]] = field(default_factory=dict)
    right: int = 0
    cells: int = 0
    astray: int = 0
    lack: str = ""

    @property
    def whole(self) -> bool:
        """Whether every cell of the files it was given is right."""
        return bool(self.cells) and not self.lack and self.right == self.cells and not self.astray

    def seconds(self, files: Iterable[Path] = ()) -> float:
        """Give the sum of the medians of these files, else of all that it read."""
        return fsum(median(self.times[path]) for path in files or self.times)


def hold_pdf(console: Console) -> None:
    """Read, time, and print what came of it."""
    truths = _truths()
    readings = list(_readings(truths))
    cells = sum(len(row) for rows in truths.values() for row in rows)
    how = HOW.format(files=len(truths), cells=cells, allowance=ALLOWANCE)
    console.print(f"\n{how}\n")
    console.print(_table(readings, len(truths)))
    for one in readings:
        if one.lack:
            console.print(f"{one.name}: {one.lack}", markup=False)
    console.print(_verdict(readings))


def _truths() -> dict[Path, list[Row]]:
    """The rows of each file's tables; the clean documents first, should time be short."""
    sys.path.append(str(SAMPLES))
    from make import documents, folders
    from maker import blocks

    made: dict[Path, list[Row]] = {
        folder / f"{name}.pdf": [
            {x: text for x, cell in row if (text := _plain(cell.text))}
            for block in document
            if isinstance(block, blocks.Table)
            for row in blocks.placed(block.head + block.body, block.columns)
        ]
        for folder in folders()
        for name, (document, _) in documents(folder).items()
    }
    return dict(sorted(made.items(), key=lambda item: (item[0].name, item[0])))


def _readings(truths: Mapping[Path, Sequence[Row]]) -> Iterable[Reading]:
    first = next(iter(truths))
    readers = {"hebiao": hebiao_reader} | PEERS
    found: list[tuple[Reading, Reader]] = []
    for name, made in readers.items():
        reading = Reading(name)
        yield reading
        try:
            reader = made()
            reading.name = reader.name
            reader.read(first)
        except Exception as problem:  # noqa: BLE001 - told in the table
            reading.lack = _told(problem)
        else:
            found.append((reading, reader))
    # What was imported until now is not to slow down those that make many objects.
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for path, rows in truths.items():
            for reading, reader in found:
                _read(reading, reader, path, rows)


def _read(reading: Reading, reader: Reader, path: Path, rows: Sequence[Row]) -> None:
    spent = fsum(map(fsum, reading.times.values()))
    if reading.lack or (reading.name in PEERS and spent > ALLOWANCE):
        return
    before = perf_counter()
    try:
        given = reader.read(path)
    except Exception as problem:  # noqa: BLE001 - told in the table
        reading.lack = f"{path.name}: {_told(problem)}"
        return
    taken = perf_counter() - before
    if path not in reading.times:
        right, astray = _matched(rows, _rows(reader.tables(given)))
        reading.right += right
        reading.astray += astray
        reading.cells += sum(map(len, rows))
    reading.times.setdefault(path, []).append(taken)


def _told(problem: Exception) -> str:
    return " ".join(f"{type(problem).__name__}: {problem}".split())[:100]


def _rows(tables: Iterable[Texts]) -> list[Row]:
    return [
        {x: text for x, raw in enumerate(row) if (text := _plain(raw or ""))}
        for table in tables
        for row in table
    ]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))


def _matched(truth: Sequence[Row], given: Sequence[Row]) -> tuple[int, int]:
    """Pair rows in order so that most cells are right, then fewest astray; give both counts."""
    weight = 1 + sum(map(len, given))
    best = np.zeros(len(given) + 1, dtype=np.int64)
    for row in truth:
        worth = [_worth(row, other, weight) for other in given]
        best[1:] = np.maximum(best[1:], best[:-1] + worth)
        np.maximum.accumulate(best, out=best)
    right = -(-int(best[-1]) // weight)
    return right, right * weight - int(best[-1])


def _worth(row: Row, other: Row, weight: int) -> int:
    right = len(row.items() & other.items())
    return weight * right - len(other.keys() - row.keys()) if right else 0


def _table(readings: Sequence[Reading], files: int) -> Table:
    table = Table("reader")
    for heading in ("files", "cells right", "share", "astray", "a file", "to hebiao"):
        table.add_column(heading, justify="right", no_wrap=True)
    own = readings[0]
    for one in readings:
        if one.lack:
            table.add_row(one.name, "not run")
            continue
        table.add_row(
            one.name,
            f"{len(one.times)}/{files}",
            f"{one.right}/{one.cells}",
            f"{_floored(one.right / one.cells):.2f} %",
            str(one.astray),
            f"{one.seconds() / len(one.times):.2f} s",
            "" if own.lack else f"{_ratio(one, own):.2f}",
        )
    return table


def _floored(share: float) -> float:
    """A percentage that is 100 only where it is whole."""
    return int(share * 10_000) / 100


def _ratio(one: Reading, own: Reading) -> float:
    return one.seconds() / own.seconds(one.times)


def _verdict(readings: Sequence[Reading]) -> str:
    own, *peers = readings
    read = [one for one in peers if not one.lack]
    if not own.whole:
        return "NOT MET: hebiao has not all cells right"
    if not read:
        return "no peer to compare with"
    whole = [one for one in read if one.whole]
    fastest = min(whole or read, key=lambda one: _ratio(one, own))
    ratio = _ratio(fastest, own)
    said = f"hebiao has all cells right and is {ratio:.2f} × as fast as {fastest.name}"
    if not whole:
        return f"met: {said}, the fastest of its peers, of which none has"
    met = "met" if ratio >= FASTER else "NOT MET"
    return f"{met}, bound {FASTER:.0f} ×: {said}, the fastest of its peers that has"
