"""How much of the narrative is understood: its numbers that some rule holds against another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.result import Verdict

if TYPE_CHECKING:
    from hebiao.model import Location
    from hebiao.result import ReportDocument

_EVALUATED = frozenset({Verdict.HOLDS, Verdict.ROUNDING, Verdict.FAILS})


@dataclass(frozen=True, slots=True)
class Unbound:
    """A number of the narrative that no rule held against another figure.

    `address` is empty where no wording knows the number, and `sentence` where one does.
    """

    raw: str
    address: str
    sentence: str
    location: Location


@dataclass(frozen=True, slots=True)
class Understood:
    """The numbers of the narrative, how many of them are bound, and those that are not."""

    figures: int
    bound: int
    unbound: tuple[Unbound, ...]


def understood(document: ReportDocument) -> Understood | None:
    """Give how much of a document's narrative is understood; None where none was read.

    A number is bound when it stands in an evaluated rule with a different figure.
    """
    read = document.document
    if read is None or read.narrative is None:
        return None
    held: set[str] = set()
    for outcome in document.outcomes:
        cells = {cell.address for cell in outcome.cells}
        if outcome.verdict in _EVALUATED and len(cells) > 1:
            held |= cells
    entries = [entry for entry in read.narrative.entries if entry.figure and entry.raw]
    loose = [
        Unbound(entry.raw, entry.address, "", entry.location)
        for entry in entries
        if entry.address not in held
    ]
    unread = [Unbound(one.raw, "", one.sentence, one.location) for one in read.unread]
    count = len(entries) + len(unread)
    unbound = (*loose, *unread)
    return Understood(count, count - len(unbound), unbound)
