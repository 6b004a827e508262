"""Readings: where a cause's repair is what a second reader saw, the figure is taken as that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hebiao.figure import parse_figure
from hebiao.result import Severity, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hebiao.bind import Figures
    from hebiao.result import Cause, Finding


def misread(cause: Cause | None, figures: Figures) -> bool:
    """Say whether a second reader saw every figure of a unique cause as it would have to be."""
    if cause is None or not cause.unique:
        return False
    return all(_seen(one.address, figures) == one.should_be for one in cause.repairs[0])


def as_seen(causes: Iterable[Cause], figures: Figures) -> Figures:
    """Give the figures with those of the causes taken as the second reader saw them, doubtful."""
    held, entries = list(figures.figures), list(figures.entries)
    for cause in causes:
        for repair in cause.repairs[0]:
            number = figures.numbers[repair.address]
            text = entries[number].witness or ""
            held[number] = parse_figure(text, figures.units[number]).doubted()
            entries[number] = replace(entries[number], raw=text, witness=None)
    return replace(figures, figures=tuple(held), entries=tuple(entries))


def told(finding: Finding) -> Finding:
    """Give the finding of a misread cause as what it is: no fault of the document."""
    message = Text(
        f"读取有误，已按第二次读取的数核对：{finding.message.zh}",
        f"misread, and taken as the second reader saw it: {finding.message.en}",
    )
    return replace(finding, severity=Severity.INFO, origin="reading", message=message)


def _seen(address: str, figures: Figures) -> str | None:
    """What the second reader saw, in the figure's unit; None where it saw the same or no amount."""
    number = figures.numbers[address]
    witness, unit = figures.entries[number].witness, figures.units[number]
    if witness is None:
        return None
    figure = parse_figure(witness, unit)
    return unit.text(figure.value) if figure.known else None
