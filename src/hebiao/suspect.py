"""Rules in question: identities that the data of most documents contradict, and they alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.result import Severity, Verdict

if TYPE_CHECKING:
    from hebiao.result import Report, ReportDocument, RuleText

_TOLD = frozenset({Verdict.HOLDS, Verdict.ROUNDING, Verdict.FAILS})
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Suspect:
    """A rule in question: in how many documents it was told, in how many it alone fails.

    `instances` are the failing outcomes of the first of those documents.
    """

    rule: RuleText
    told: int
    against: int
    instances: tuple[str, ...]


def suspects(report: Report) -> list[Suspect]:
    """Give the rules of errors that fail in most documents, at least two, where all else holds.

    All else: every other identity that shares a figure with what fails. A document that several
    files print counts once.
    """
    told: dict[str, int] = defaultdict(int)
    against: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for document in {one.sha256: one for one in report.documents}.values():
        for rule in {one.rule for one in document.outcomes if one.verdict in _TOLD}:
            told[rule] += 1
        for rule, instances in _alone(document).items():
            against[rule].append(instances)
    found = [
        Suspect(report.rules[rule], told[rule], len(held), held[0])
        for rule, held in against.items()
        if len(held) >= _FEWEST
        and 2 * len(held) > told[rule]
        and report.rules[rule].severity is Severity.ERROR
    ]
    return sorted(found, key=lambda one: (-one.against / one.told, one.rule.id))


def _alone(document: ReportDocument) -> dict[str, tuple[str, ...]]:
    """The rules of identities whose failing instances share no figure with another's."""
    failing = [
        one
        for one in document.outcomes
        if one.verdict is Verdict.FAILS and one.residual is not None
    ]
    holders: dict[str, set[str]] = defaultdict(set)
    instances: dict[str, list[str]] = defaultdict(list)
    shared: set[str] = set()
    for one in failing:
        instances[one.rule].append(one.instance)
        for cell in one.cells:
            holders[cell.address].add(one.rule)
    for rules in holders.values():
        if len(rules) > 1:
            shared |= rules
    return {rule: tuple(held) for rule, held in instances.items() if rule not in shared}
