"""The samples with their narrative told in other words, in memory; tables are read once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.bind import bind
from hebiao.check import check
from hebiao.kinds import load_kinds
from hebiao.model import Paragraph
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.recognise.sections import cut_sections
from hebiao.recognise.statements import read_statements
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hebiao.model import Block, Document
    from hebiao.regime.spec import Regime
    from hebiao.result import Finding

SAMPLES = Path(__file__).parents[2] / "samples"
REGIMES = ("xinjiang-budget-2026", "final-accounts-2024")

Cells = frozenset[tuple[str, str | None]]


@dataclass(frozen=True)
class Result:
    """What the narrative gives, by address, and what is found: rule, severity, cells, values."""

    figures: dict[str, str]
    findings: frozenset[tuple[str, str, Cells]]


@cache
def clean(name: str) -> tuple[Document, Regime]:
    """Give the clean sample of a regime, recognised."""
    return recognise(read(SAMPLES / name / "clean.txt"), load_regimes(load_kinds()))


def lines(name: str) -> list[str]:
    """Give the lines of the sections of a clean sample."""
    return [one.text for section in clean(name)[0].sections for one in section.paragraphs]


def blocks(name: str, told: Callable[[str], Sequence[str]]) -> list[Block]:
    """Give the sample's blocks, each line of a section as what it is told as."""
    document = clean(name)[0]
    within = {id(one) for section in document.sections for one in section.paragraphs}
    found: list[Block] = []
    for block in document.source.blocks:
        if isinstance(block, Paragraph) and id(block) in within:
            found += [replace(block, text=text) for text in told(block.text)]
        else:
            found.append(block)
    return found


def result(name: str, given: Sequence[Block]) -> Result:
    """Check the sample with these blocks in place of its own; the tables stay as they are."""
    document, regime = clean(name)
    sections = cut_sections(given, regime.sections, document.entity)
    narrative, unread = read_statements(
        sections, document.tables, regime, document.entity, document.year
    )
    anew = replace(
        document,
        source=replace(document.source, blocks=tuple(given)),
        sections=sections,
        narrative=narrative,
        unread=unread,
    )
    figures = bind(anew)
    found = check(figures, regime).findings
    return Result(
        {
            plain(entry.address): f"{figure.value} {figure.state}"
            for entry, figure in zip(figures.entries, figures.figures, strict=True)
            if entry.address.startswith("说明")
        },
        frozenset((one.rule, str(one.severity), _cells(one)) for one in found),
    )


def _cells(finding: Finding) -> Cells:
    return frozenset((plain(cell.address), cell.value) for cell in finding.cells)


def plain(address: str) -> str:
    """Give an address whose names are printed in one width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", address).split())
