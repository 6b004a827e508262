"""A document's outcomes rule by rule, for the formats whose unit is a rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.result import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.result import Finding, ReportDocument, RuleText

_REASONS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What one rule said of one document.

    `findings` are those that rest on an outcome of the rule, whichever rule gave them their name;
    `reasons` why instances could not be told, the commonest first, with their numbers.
    """

    rule: RuleText
    verdicts: Counter[Verdict]
    findings: tuple[Finding, ...]
    reasons: tuple[tuple[str, int], ...]

    @property
    def evaluated(self) -> int:
        """How many instances compared what was read."""
        return sum(self.verdicts[one] for one in (Verdict.HOLDS, Verdict.ROUNDING, Verdict.FAILS))

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that speak against the document."""
        return tuple(one for one in self.findings if counts(one))

    def why(self) -> str:
        """Say in one line why instances could not be told."""
        shown = [f"{reason}（{number}）" for reason, number in self.reasons[:_REASONS]]
        rest = sum(number for _, number in self.reasons[_REASONS:])
        return "；".join([*shown, *([f"另 {rest} 项 more"] if rest else [])])


def counts(finding: Finding) -> bool:
    """Whether a finding speaks against its document: not a hint, and not known already."""
    return finding.severity is not Severity.INFO and not finding.known


def tallies(document: ReportDocument, rules: Mapping[str, RuleText]) -> list[Tally]:
    """Give a tally for each rule that has an outcome, in the order of the outcomes."""
    verdicts: dict[str, Counter[Verdict]] = {}
    reasons: dict[str, Counter[str]] = {}
    rule_of: dict[str, str] = {}
    for one in document.outcomes:
        rule_of[one.id] = one.rule
        verdicts.setdefault(one.rule, Counter())[one.verdict] += 1
        if one.verdict is Verdict.CANNOT_TELL:
            reasons.setdefault(one.rule, Counter())[one.reason] += 1
    findings: dict[str, list[Finding]] = {}
    for finding in document.findings:
        for rule in {finding.rule, *(rule_of[one] for one in finding.outcomes if one in rule_of)}:
            findings.setdefault(rule, []).append(finding)
    return [
        Tally(
            rules[rule],
            counted,
            tuple(findings.get(rule, ())),
            tuple(reasons.get(rule, Counter()).most_common()),
        )
        for rule, counted in verdicts.items()
    ]
