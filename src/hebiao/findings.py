"""Findings: one for each cause with the outcomes it explains, one for each outcome left over."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from hebiao.cause.follows import follows
from hebiao.cause.lighter import FEW
from hebiao.cause.problem import lines_of
from hebiao.cause.told import cause_of
from hebiao.cause.words import message
from hebiao.figure import Dimension, State
from hebiao.model import Location, table_of
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import CellRef, Finding, FindingCell, Severity, Text, Verdict
from hebiao.rounding import contradiction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hebiao.bind import Figures
    from hebiao.cause.parts import Part
    from hebiao.cause.problem import Constraint, Problem
    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule
    from hebiao.result import Cause, Outcome

_HEAVIEST = {severity: at for at, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Explained:
    """A cause, and the ids of the failing outcomes that hang below it.

    `beyond` is the least amount of it, with its unit, that no rounding explains; empty if none is
    proven.
    """

    cause: Cause
    outcomes: tuple[str, ...]
    beyond: str = ""


def explained_by(parts: Iterable[Part], problem: Problem, figures: Figures) -> list[Explained]:
    """Put causes into words; implied and lighter outcomes that hang below are counted in."""
    found = []
    for at, part in enumerate(parts, 1):
        ids = tuple(dict.fromkeys(c.outcome for c in (*part.failing, *part.lighter)))
        cause = cause_of(part, problem, figures, str(at), len(ids))
        bound = [c for c in part.failing if c.binding]
        found.append(Explained(cause, ids, _beyond(bound, problem, figures)))
    return found


def _beyond(failing: Sequence[Constraint], problem: Problem, figures: Figures) -> str:
    """The least amount by which figures must be off beyond their rounding, as it is told."""
    lines = lines_of(failing, problem.values)
    found = contradiction(lines, dict(enumerate(problem.quanta)))
    if found is None:
        return ""
    unit = figures.units[next(iter(lines[found.lines[0]].factors))]
    if unit.dimension is Dimension.MONEY:
        unit = figures.document.unit
    return f"{unit.text(found.amount)} {unit.name}"


def findings_of(
    outcomes: Sequence[Outcome], causes: Sequence[Explained], case: Case
) -> list[Finding]:
    """Give the findings in the order of the outcomes; a cause stands where its first one does."""
    figures, regime = case.figures, case.regime
    rules = {rule.id: rule for rule in regime.rules}
    by_id = {one.id: one for one in outcomes}
    causes = _with_followers(causes, outcomes, case)
    hung = {id_ for cause in causes for id_ in cause.outcomes}
    order = {one.id: at for at, one in enumerate(outcomes)}
    alone: dict[tuple[object, ...], list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if one.message is not None and one.id not in hung:
            alone[_statement(one, figures)].append(one)
    held: list[tuple[int, Finding]] = [
        (order[same[0].id], _alone(same, rules[same[0].rule], figures, regime))
        for same in alone.values()
    ]
    for cause in causes:
        failing = sorted((by_id[id_] for id_ in cause.outcomes), key=lambda one: order[one.id])
        held.append((order[failing[0].id], _of_cause(cause, failing, rules, figures, regime)))
    return [finding for _, finding in sorted(held, key=lambda one: one[0])]


def _with_followers(
    causes: Sequence[Explained], outcomes: Sequence[Outcome], case: Case
) -> list[Explained]:
    """Hang below each cause what is no identity and fails because of it alone."""
    hung = {id_ for cause in causes for id_ in cause.outcomes}
    failing = [one for one in outcomes if one.verdict is Verdict.FAILS and one.id not in hung]
    found = []
    for one in causes:
        cause, ids = follows(one.cause, case, failing)
        found.append(replace(one, cause=cause, outcomes=(*one.outcomes, *sorted(ids))))
        failing = [other for other in failing if other.id not in ids]
    return found


def finding(
    rule: Rule,
    one: Outcome,
    identity: tuple[object, ...],
    cells: tuple[FindingCell, ...],
    regime: Regime,
) -> Finding:
    """Make the finding; `identity` is what its fingerprint stands for, never line or page."""
    return Finding(
        fingerprint=_fingerprint(identity),
        rule=one.rule,
        severity=rule.severity,
        type=rule.type,
        verdict=one.verdict,
        title=rule.title,
        message=one.message or rule.title,
        basis=tuple(_law(regime.law[key]) for key in rule.basis),
        origin="document",
        formula=one.formula,
        filled=one.filled,
        expected=one.expected,
        actual=one.actual,
        difference=one.residual,
        slack=one.slack,
        unit=one.unit,
        cells=cells,
        outcomes=(one.id,),
    )


def _statement(one: Outcome, figures: Figures) -> tuple[object, ...]:
    """What tells an outcome from others, but not from one of a section that says the same again."""
    numbers = [figures.numbers.get(cell.address) for cell in one.cells]
    said = [figures.entries[number] for number in numbers if number is not None]
    if (
        not numbers
        or len(said) < len(numbers)
        or {table_of(e.address) for e in said} != {NARRATIVE}
    ):
        return (one.id,)
    return (one.rule, *((e.row, e.column, e.raw.strip()) for e in said))


def _alone(same: Sequence[Outcome], rule: Rule, figures: Figures, regime: Regime) -> Finding:
    """The finding of an outcome that no cause explains, or of a statement that sections repeat."""
    one, *others = same
    refs = {ref.address: ref for ref in (*one.cells, *(c for other in others for c in other.cells))}
    cells = tuple(_cell(ref, figures) for ref in refs.values())
    identity = (*_document(figures, regime), one.rule, one.instance)
    told = finding(rule, one, identity, cells, regime)
    if others:
        names = "、".join(f"{NARRATIVE}.{other.instance}" for other in others)
        told = replace(
            told,
            outcomes=tuple(other.id for other in same),
            message=Text(
                f"{told.message.zh}；{names} 同样", f"{told.message.en}; the same in {names}"
            ),
        )
    return replace(told, origin="reading") if _doubtful(cells, figures) else told


def _of_cause(
    explained: Explained,
    failing: Sequence[Outcome],
    rules: dict[str, Rule],
    figures: Figures,
    regime: Regime,
) -> Finding:
    """One finding: of the heaviest rule that fails most, with the figures in question first.

    Of many repairs only the figures that what fails rests on are listed.
    """
    cause = explained.cause
    often = Counter(one.rule for one in failing)
    strongest = min(
        failing, key=lambda one: (_HEAVIEST[rules[one.rule].severity], -often[one.rule])
    )
    repaired = dict.fromkeys(one.address for repair in cause.repairs for one in repair)
    others: dict[str, CellRef | FindingCell] = {}
    for ref in (ref for one in (strongest, *failing) for ref in one.cells):
        others.setdefault(ref.address, ref)
    few = cause.unique or len(cause.repairs) <= FEW
    refs: list[CellRef | FindingCell] = [
        CellRef(address, "repair") for address in repaired if few or address in others
    ]
    refs += [ref for address, ref in others.items() if address not in repaired]
    cells = tuple(_cell(ref, figures) for ref in refs)
    identity = (*_document(figures, regime), strongest.rule, strongest.instance)
    if cause.unique:
        identity = (*_document(figures, regime), *sorted(repaired))
    told = finding(rules[strongest.rule], strongest, identity, cells, regime)
    return replace(
        told,
        message=message(cause, told.message, explained.beyond),
        origin="reading" if _doubtful(cells, figures) else "document",
        outcomes=tuple(one.id for one in failing),
        cause=cause,
    )


def _document(figures: Figures, regime: Regime) -> tuple[object, ...]:
    return figures.document.entity, figures.document.year, regime.id


def _fingerprint(identity: tuple[object, ...]) -> str:
    return sha256("\n".join(map(str, identity)).encode()).hexdigest()[:32]


def _doubtful(cells: Iterable[FindingCell], figures: Figures) -> bool:
    numbers = (figures.numbers.get(cell.address) for cell in cells)
    return any(n is not None and figures.figures[n].state is State.DOUBTFUL for n in numbers)


def _law(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _cell(ref: CellRef | FindingCell, figures: Figures) -> FindingCell:
    if isinstance(ref, FindingCell):
        return ref
    number = figures.numbers.get(ref.address)
    if number is None:
        name = figures.names.get(ref.address)
        raw, place = (name.raw, name.location) if name is not None else ("", Location())
        return FindingCell(ref.address, raw, None, "", ref.role, place)
    entry, figure, unit = figures.entries[number], figures.figures[number], figures.units[number]
    value = unit.text(figure.value) if figure.state in {State.PRINTED, State.DOUBTFUL} else None
    return FindingCell(ref.address, entry.raw, value, unit.name, ref.role, entry.location)
