"""Two reports compared: findings fixed, new and still there, and the figures that changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hebiao.figure import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure whose value is another one now; the texts as printed, empty where none is."""

    address: str
    old: str
    old_unit: str
    new: str
    new_unit: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A finding of either report, as the newer one has it, and its figures that changed."""

    fingerprint: str
    rule: str
    severity: str
    title: Mapping[str, str]
    message: Mapping[str, str]
    known: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """What became of one document; a path is None where only the other report has it.

    `changes` are all figures that changed, in the order of the new report, those gone last.
    """

    entity: str | None
    year: int | None
    regime: str | None
    old_path: str | None
    new_path: str | None
    fixed: tuple[Moved, ...]
    new: tuple[Moved, ...]
    still: tuple[Moved, ...]
    changes: tuple[Change, ...]


def diff(old: Raw, new: Raw) -> tuple[DocumentDiff, ...]:
    """Compare two JSON reports (`hebiao-report/1`), document by document, findings by fingerprint.

    Documents are the same that have the same body, year and regime, else the same path. What is
    only in the new report has new findings alone; of what is only in the old one nothing is told
    but that it is missing.
    """
    return tuple(_compared(before, after) for before, after in _pairs(old, new))


def _pairs(old: Raw, new: Raw) -> list[tuple[Raw | None, Raw | None]]:
    """Match documents: by body, year, regime and path, then without the path, then by path."""
    befores, afters = old["documents"], new["documents"]
    matched: dict[int, int] = {}
    for key in (lambda one: (_whose(one), _path(one)), _named, _path):
        waiting: dict[Any, list[int]] = defaultdict(list)
        taken = set(matched.values())
        for at in reversed(range(len(befores))):
            if at not in taken:
                waiting[key(befores[at])].append(at)
        for at, after in enumerate(afters):
            if at not in matched and key(after) is not None and waiting[key(after)]:
                matched[at] = waiting[key(after)].pop()
    gone = sorted(set(range(len(befores))) - set(matched.values()))
    pairs = [
        (befores[matched[at]] if at in matched else None, one) for at, one in enumerate(afters)
    ]
    return [*pairs, *((befores[at], None) for at in gone)]


def _whose(document: Raw) -> tuple[Any, ...]:
    regime = document["regime"]
    return (document["entity"], document["year"], regime["id"] if regime else None)


def _named(document: Raw) -> tuple[Any, ...] | None:
    """Whose document it is, where that is known at all."""
    return _whose(document) if document["entity"] and document["regime"] else None


def _path(document: Raw) -> str:
    return str(document["source"]["path"])


def _compared(before: Raw | None, after: Raw | None) -> DocumentDiff:
    entity, year, regime = _whose(after or before or {})
    olds = _cells(before) if before else {}
    news = _cells(after) if after else {}
    changes = tuple(_changes(olds, news)) if before and after else ()
    told = {change.address: change for change in changes}
    was = {one["fingerprint"]: one for one in before["findings"]} if before else {}
    now = {one["fingerprint"]: one for one in after["findings"]} if after else {}

    def moved(findings: Iterable[Raw]) -> tuple[Moved, ...]:
        return tuple(_moved(one, told) for one in findings)

    return DocumentDiff(
        entity=entity,
        year=year,
        regime=regime,
        old_path=_path(before) if before else None,
        new_path=_path(after) if after else None,
        fixed=moved(was[key] for key in was if key not in now) if after else (),
        new=moved(now[key] for key in now if key not in was),
        still=moved(now[key] for key in now if key in was),
        changes=changes,
    )


def _moved(finding: Raw, changes: Mapping[str, Change]) -> Moved:
    addresses = dict.fromkeys(cell["address"] for cell in finding["cells"])
    return Moved(
        fingerprint=finding["fingerprint"],
        rule=finding["rule"],
        severity=finding["severity"],
        title=finding["title"],
        message=finding["message"],
        known=finding["known"],
        changes=tuple(changes[address] for address in addresses if address in changes),
    )


def _cells(document: Raw) -> dict[str, Raw]:
    """Give every figure, and every other cell that a finding rests on, by address."""
    cells = {c["address"]: c for finding in document["findings"] for c in finding["cells"]}
    return cells | {figure["address"]: figure for figure in document["figures"]}


def _changes(olds: Mapping[str, Raw], news: Mapping[str, Raw]) -> Iterator[Change]:
    for address in (*news, *(one for one in olds if one not in news)):
        old, new = olds.get(address), news.get(address)
        units = [cell["unit"] if cell else "" for cell in (old, new)]
        # A report lists every figure, so that one it lacks is blank; of a name that is not so.
        told = any(units) or (old and new)
        if told and _value(old) != _value(new):
            yield Change(address, _raw(old), units[0], _raw(new), units[1])


def _value(cell: Raw | None) -> Fraction | str:
    """What a cell says: an amount in base units, else its text."""
    if cell is None or cell["value"] is None or cell["unit"] not in UNITS:
        return _raw(cell)
    return Fraction(cell["value"]) * UNITS[cell["unit"]].base


def _raw(cell: Raw | None) -> str:
    return " ".join(cell["raw"].split()) if cell else ""
