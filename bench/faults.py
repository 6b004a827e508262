"""Faults as real documents show them, planted in figures that are already bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hebiao.figure import State, parse_figure
from hebiao.model import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

    from hebiao.bind import Figures

NARRATIVE = "说明"
TWO = "two at once"
_LONGEST_RUN = 5
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one class: the texts that stand where figures should, by figure number."""

    kind: str
    texts: Mapping[int, str]


def planted(fault: Fault, figures: Figures) -> Figures:
    """Give the figures with the fault in them, read anew."""
    held, entries = list(figures.figures), list(figures.entries)
    for number, text in fault.texts.items():
        entries[number] = replace(entries[number], raw=text)
        held[number] = parse_figure(text, figures.units[number])
    return replace(figures, figures=tuple(held), entries=tuple(entries))


def plans(figures: Figures, eligible: list[int], random: Random) -> dict[str, list[Fault]]:
    """Give, by class, one fault for every eligible figure that can have it, in random order."""
    cells = [n for n in eligible if table_of(figures.entries[n].address) != NARRATIVE]
    said = [n for n in eligible if table_of(figures.entries[n].address) == NARRATIVE]
    found: dict[str, list[Fault]] = {}
    for kind, make in KINDS.items():
        texts = ((n, make(n, figures, random)) for n in cells)
        found[kind] = [Fault(kind, {n: text}) for n, text in texts if _other(n, text, figures)]
    texts = ((n, _changed(n, figures, random)) for n in said)
    found["text figure changed"] = [
        Fault("text figure changed", {n: text}) for n, text in texts if _other(n, text, figures)
    ]
    found["row shifted"] = list(_shifts(figures, set(eligible), random))
    found[TWO] = _pairs(figures, eligible, random)
    for faults in found.values():
        random.shuffle(faults)
    return found


def _other(number: int, text: str, figures: Figures) -> bool:
    """Whether a text can be read and is another amount than the one printed."""
    figure = parse_figure(text, figures.units[number])
    return figure.known and figure.value != figures.figures[number].value


def _raw(number: int, figures: Figures) -> str:
    return figures.entries[number].raw.strip()


def _places(raw: str) -> list[int]:
    return [at for at, one in enumerate(raw) if one in _DIGITS]


def _changed(number: int, figures: Figures, random: Random) -> str:
    raw = _raw(number, figures)
    at = random.choice(_places(raw))
    return raw[:at] + random.choice(_DIGITS.replace(raw[at], "")) + raw[at + 1 :]


def _dropped(number: int, figures: Figures, random: Random) -> str:
    raw = _raw(number, figures)
    whole = [at for at in _places(raw) if at < (raw.find(".") if "." in raw else len(raw))]
    if len(whole) < 2:  # noqa: PLR2004  something must be left before the point
        return raw
    at = random.choice(whole)
    return raw[:at] + raw[at + 1 :]


def _doubled(number: int, figures: Figures, random: Random) -> str:
    raw = _raw(number, figures)
    whole = [at for at in _places(raw) if at < (raw.find(".") if "." in raw else len(raw))]
    if not whole:
        return raw
    at = random.choice(whole)
    return raw[:at] + raw[at] + raw[at:]


def _transposed(number: int, figures: Figures, random: Random) -> str:
    raw = _raw(number, figures)
    places = _places(raw)
    pairs = [(a, b) for a, b in pairwise(places) if raw[a] != raw[b]]
    if not pairs:
        return raw
    a, b = random.choice(pairs)
    digits = list(raw)
    digits[a], digits[b] = digits[b], digits[a]
    return "".join(digits)


def _neighbour(number: int, figures: Figures, random: Random) -> str:
    """The figure of the row above or below, in the same column."""
    entry = figures.entries[number]
    table = table_of(entry.address)
    rows = [row.key for row in figures.rows[table, entry.lane]]
    at = rows.index(entry.row)
    near = [
        figures.places[place]
        for other in (at - 1, at + 1)
        if 0 <= other < len(rows)
        and (place := (table, entry.lane, rows[other], entry.column)) in figures.places
    ]
    texts = [_raw(n, figures) for n in near if figures.figures[n].value]
    return random.choice(texts) if texts else _raw(number, figures)


def _total(number: int, figures: Figures, _: Random) -> str:
    """The figure of the row that this one is part of."""
    entry = figures.entries[number]
    table = table_of(entry.address)
    row = next(r for r in figures.rows[table, entry.lane] if r.key == entry.row)
    place = (table, entry.lane, row.parent or "", entry.column)
    total = figures.places.get(place)
    return _raw(number, figures) if total is None else _raw(total, figures) or "-"


def _unit(number: int, figures: Figures, random: Random) -> str:
    """The amount in another unit: ten thousand times, or a hundred million times too large."""
    if figures.units[number].name not in {"万元", "元"}:
        return _raw(number, figures)
    raw = _raw(number, figures).replace(",", "")
    whole, _, part = raw.partition(".")
    by = random.choice((4, 8))
    return whole + (part + "0" * by)[:by] + ("." + part[by:] if part[by:] else "")


def _sign(number: int, figures: Figures, _: Random) -> str:
    raw = _raw(number, figures)
    return raw[1:] if raw.startswith("-") else f"-{raw}"


KINDS: dict[str, Callable[[int, Figures, Random], str]] = {
    "digit changed": _changed,
    "digit dropped": _dropped,
    "digit doubled": _doubled,
    "digits transposed": _transposed,
    "neighbouring row's figure": _neighbour,
    "total copied": _total,
    "wrong unit": _unit,
    "sign turned": _sign,
}
"""What is done to one printed figure, by the class of fault."""


def _shifts(figures: Figures, eligible: set[int], random: Random) -> Iterator[Fault]:
    """For each row, the run of rows that begins there, each printing the figures of the one above.

    The first prints those of the last. At least one figure that moves must be eligible.
    """
    for (table, lane), rows in figures.rows.items():
        columns = dict.fromkeys(p[3] for p in figures.places if p[:2] == (table, lane))
        if table == NARRATIVE:
            continue
        for first in range(len(rows) - 1):
            last = min(first + random.randrange(1, _LONGEST_RUN), len(rows) - 1)
            run = [row.key for row in rows[first : last + 1]]
            texts: dict[int, str] = {}
            for column in columns:
                numbers = [figures.places.get((table, lane, row, column)) for row in run]
                for at, source in zip(numbers, [numbers[-1], *numbers[:-1]], strict=True):
                    if at is not None and source is not None:
                        text = _raw(source, figures)
                        if _other(at, text, figures):
                            texts[at] = text
            if eligible & texts.keys():
                yield Fault("row shifted", texts)


def _pairs(figures: Figures, eligible: list[int], random: Random) -> list[Fault]:
    """For each figure, one digit of it changed and one of another."""
    others = list(eligible)
    random.shuffle(others)
    found = []
    for one, two in zip(eligible, others, strict=True):
        texts = {n: _changed(n, figures, random) for n in (one, two)}
        if one != two and all(_other(n, text, figures) for n, text in texts.items()):
            found.append(Fault(TWO, texts))
    return found


def printed(figures: Figures, pins: Mapping[str, int], least: int) -> list[int]:
    """Give the numbers of the figures that are printed, not 0, and pinned so often."""
    return [
        number
        for number, figure in enumerate(figures.figures)
        if figure.state is State.PRINTED
        and figure.value
        and pins.get(figures.entries[number].address, 0) >= least
    ]
