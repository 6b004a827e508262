"""What a catalogue of rules is: a regime's rules, and which problem types they serve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.result import RuleText, Text


class Reach(StrEnum):
    """How a regime reaches a problem type: by rules, by causes, not yet, not its own, never."""

    RULES = "rules"
    CAUSE = "cause"
    NONE = "none"
    OTHER = "other"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of fault that reviews report, from schemas/problem-types.toml.

    `of` are the kinds of document it is found in, empty for all; `cause` says how causes tell it
    without a rule, `beyond` why no rule can.
    """

    name: Text
    of: tuple[str, ...] = ()
    cause: Text | None = None
    beyond: Text | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A problem type in a regime: how it is reached, by which rules, or the note that says why."""

    type: str
    name: Text
    reach: Reach
    rules: tuple[str, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A regime's rules by id, or those of them that were asked for, and all that it serves."""

    regime: str
    version: str
    title: Text
    kind: str
    years: tuple[int, int | None]
    rules: Mapping[str, RuleText]
    served: tuple[Served, ...]

    def counts(self) -> dict[Reach, int]:
        """Give how many problem types are reached in each way."""
        return {reach: sum(one.reach is reach for one in self.served) for reach in Reach}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What rules are asked for; None asks for any. `law` is a piece of a legal basis."""

    id: str | None = None
    type: str | None = None
    severity: str | None = None
    law: str | None = None
    kind: str | None = None

    def takes(self, rule: RuleText) -> bool:
        """Whether a rule is one of those."""
        return (
            self.id in {None, rule.id}
            and self.type in {None, rule.type}
            and self.severity in {None, rule.severity}
            and self.kind in {None, rule.kind}
            and any((self.law or "").casefold() in basis.casefold() for basis in rule.basis)
        )


def chosen(catalogue: Catalogue, wanted: Wanted) -> Catalogue:
    """Give the catalogue with the rules asked for alone; what the regime serves stays whole."""
    rules = {id_: rule for id_, rule in catalogue.rules.items() if wanted.takes(rule)}
    return replace(catalogue, rules=rules)


def served(
    kind: str, rules: Mapping[str, RuleText], types: Mapping[str, ProblemType]
) -> tuple[Served, ...]:
    """Give for each problem type how a regime of that kind of document reaches it."""
    return tuple(_served(key, one, kind, rules) for key, one in types.items())


def _served(key: str, one: ProblemType, kind: str, rules: Mapping[str, RuleText]) -> Served:
    own = tuple(rule.id for rule in rules.values() if rule.type == key)
    if own:
        return Served(key, one.name, Reach.RULES, own, None)
    if one.of and kind not in one.of:
        return Served(key, one.name, Reach.OTHER, (), None)
    if one.beyond is not None:
        return Served(key, one.name, Reach.BEYOND, (), one.beyond)
    if one.cause is not None:
        return Served(key, one.name, Reach.CAUSE, (), one.cause)
    return Served(key, one.name, Reach.NONE, (), None)
