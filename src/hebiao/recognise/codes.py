"""The code that a row's name stands for where no code is printed beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.model import RowKind
from hebiao.recognise.wording import SURE, alike, fold_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hebiao.model import Table
    from hebiao.regime.forms import Classification
    from hebiao.regime.spec import Regime

Printed = dict[str, dict[str, list[str]]]
"""By classification: the folded names that a document prints beside codes, and these codes."""


@dataclass(frozen=True, slots=True)
class Codes:
    """A classification's codes: `levels` their lengths, `known` and `printed` them by folded name.

    `known` are the names of the classification, former ones included; `printed` those that the
    document's tables print beside a code.
    """

    levels: tuple[int, ...] = ()
    known: Mapping[str, Sequence[str]] | None = None
    printed: Mapping[str, Sequence[str]] | None = None

    def named(self, label: str, before: Sequence[str]) -> str:
        """Give the code of a folded name, by the codes of the rows above; "" where none is sure.

        Several codes may have one name (行政运行; 229, 22999 and 2299999 其他支出). The row stands
        for one not yet printed whose class (类) and subclass (款) are those of the row above, the
        nearest to it and first the highest; where none is so, for the only one that has the name.
        """
        last, used = before[-1] if before else "", set(before)
        found = [names.get(label, ()) for names in (self.known, self.printed) if names]
        within = [[c for c in codes if last.startswith(self._above(c))] for codes in found]
        free = [[code for code in codes if code not in used] for codes in within]
        for codes in (*free, *within):
            if codes:
                return min(codes, key=lambda code: (-self._shared(code, last), len(code), code))
        return next((codes[0] for codes in found if len(codes) == 1), "")

    def near_class(self, label: str) -> str:
        """Give the class (类) whose name is nearly the label, where only one is; else ""."""
        near = {
            code
            for name, codes in (self.known or {}).items()
            if alike(label, name) >= SURE
            for code in codes
            if len(code) == self.levels[0]
        }
        return near.pop() if len(near) == 1 else ""

    def _above(self, code: str) -> str:
        """The code that a code stands below; nothing for a class."""
        return code[: max((length for length in self.levels if length < len(code)), default=0)]

    def _shared(self, code: str, last: str) -> int:
        """How many levels a code shares with the one above it."""
        return sum(code[:length] == last[:length] for length in self.levels if length < len(code))


def codes_of(classification: Classification | None, printed: Printed) -> Codes:
    """Give a classification's codes by name; none where there is no classification."""
    if classification is None:
        return Codes()
    names = (
        (one, code)
        for code, name in classification.names.items()
        for one in (name, *classification.former.get(code, ()))
    )
    return Codes(classification.levels, _by_name(names), printed.get(classification.id))


def printed_codes(tables: Iterable[Table], regime: Regime) -> Printed:
    """Gather the names that tables print beside codes."""
    names: dict[str, dict[tuple[str, str], None]] = {}
    for table in tables:
        spec = regime.table(table.id)
        lanes = {lane.key: lane.classification for lane in spec.lanes} if spec is not None else {}
        for row in table.rows:
            if row.kind is RowKind.CODE and lanes.get(row.lane):
                names.setdefault(lanes[row.lane], {})[row.name, row.code] = None
    return {key: _by_name(pairs) for key, pairs in names.items()}


def _by_name(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for name, code in names:
        held = codes.setdefault(fold_label(name), [])
        if code not in held:
            held.append(code)
    return codes
