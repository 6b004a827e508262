"""Causes: the smallest sets of figures whose correction mends what fails and breaks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.cause.evidence import weighed
from hebiao.cause.joined import joined
from hebiao.cause.lighter import below, own, unexplained
from hebiao.cause.parts import explain
from hebiao.cause.shifts import shifted

if TYPE_CHECKING:
    from hebiao.bind import Figures
    from hebiao.cause.parts import Part
    from hebiao.cause.problem import Problem


def slips(problem: Problem, figures: Figures) -> list[Part]:
    """Explain all that fails slip by slip: rows that are off by one, then single figures.

    First what must hold, then what else fails and is not explained by that.
    """
    rows, rest = shifted(problem, figures)
    parts = below(problem, [*rows, *joined(rest, weighed(rest), figures)])
    rows, rest = shifted(unexplained(problem, parts), figures)
    return [*parts, *own(problem, parts, rows, explain(rest))]
