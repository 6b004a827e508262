"""A figure that two readers see differently: doubtful, and told as a matter of reading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hebiao.bind import bind
from hebiao.check import check, pages_in_doubt
from hebiao.figure import State
from hebiao.kinds import load_kinds
from hebiao.model import Cell, Document, Grid, Location
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from hebiao.regime.spec import Regime

SAMPLES = Path(__file__).parents[1] / "samples" / "xinjiang-budget-2026"
ADDRESS = "表3[2010302].项目支出"


def misread(witness: str | None) -> tuple[Document, Regime]:
    """The sample with one wrong digit, read so, and what a second reader saw there."""

    def cell(one: Cell) -> Cell:
        return replace(one, witness=witness) if one.text == "697.97" else one

    source = read(SAMPLES / "fault-digit.txt")
    blocks = tuple(
        replace(b, cells=tuple(map(cell, b.cells))) if isinstance(b, Grid) else b
        for b in source.blocks
    )
    return recognise(replace(source, blocks=blocks), load_regimes(load_kinds()))


def test_a_finding_that_rests_on_a_doubtful_figure_is_one_of_reading() -> None:
    document, regime = misread("692.97")
    figures = bind(document)
    findings = check(figures, regime).findings
    assert figures.figures[figures.numbers[ADDRESS]].state is State.DOUBTFUL
    assert {(f.rule, f.origin) for f in findings} == {("XJB-T3-ROW", "reading")}


def test_without_a_disagreement_the_finding_is_one_of_the_document() -> None:
    document, regime = misread(None)
    findings = check(bind(document), regime).findings
    assert {finding.origin for finding in findings} == {"document"}


def test_only_pages_of_tables_that_findings_rest_on_are_read_again() -> None:
    document, regime = misread(None)
    findings = check(bind(document), regime).findings
    paged = replace(
        document,
        tables=tuple(
            replace(
                table,
                entries=tuple(replace(e, location=Location(page=at)) for e in table.entries),
            )
            for at, table in enumerate(document.tables, 1)
        ),
    )
    path = document.source.path
    assert pages_in_doubt(paged, findings, "doubtful") == {path: frozenset({3})}
    assert pages_in_doubt(paged, findings, "never") == {}
    assert pages_in_doubt(paged, (), "doubtful") == {}
    assert pages_in_doubt(paged, findings, "always") == {
        path: frozenset(range(1, len(paged.tables) + 1))
    }
