"""Causes: the smallest sets of figures whose correction mends what fails and breaks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.cause.evidence import weighed
from hebiao.cause.shifts import shifted

if TYPE_CHECKING:
    from hebiao.bind import Figures
    from hebiao.cause.parts import Part
    from hebiao.cause.problem import Problem


def slips(problem: Problem, figures: Figures) -> list[Part]:
    """Explain all that fails slip by slip: rows that are off by one, then single figures."""
    rows, rest = shifted(problem, figures)
    return [*rows, *weighed(rest)]
