"""What the narrative says of one subject: the numbers of its figures by column, and its texts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from hebiao.model import RowKind
from hebiao.recognise.wording import unnumbered
from hebiao.regime.narrative import NARRATIVE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hebiao.bind import Figures
    from hebiao.model import Entry, Row


class Said(NamedTuple):
    """A row of the narrative: how it reads (lane[row]), its subject, and what it states.

    `star` is what `*` stands for in the tables: the code or the folded name. `again` is set where
    the same was stated before in the section.
    """

    name: str
    subject: str
    star: str
    row: Row
    numbers: Mapping[str, int]
    texts: Mapping[str, Entry]

    @property
    def again(self) -> bool:
        """Whether the section states it a second time."""
        return self.row.key != self.subject


def gather(figures: Figures) -> dict[str, list[Said]]:
    """Gather what the narrative says, by lane."""
    table = figures.tables.get(NARRATIVE)
    numbers: dict[tuple[str, str], dict[str, int]] = {}
    texts: dict[tuple[str, str], dict[str, Entry]] = {}
    found: dict[str, list[Said]] = {}
    if table is None:
        return found
    for place, number in figures.places.items():
        if place[0] == NARRATIVE:
            numbers.setdefault(place[1:3], {})[place[3]] = number
    for entry in table.entries:
        if not entry.figure:
            texts.setdefault((entry.lane, entry.row), {})[entry.column] = entry
    for row in table.rows:
        at = (row.lane, row.key)
        star = row.code if row.kind is RowKind.CODE else row.item
        said = Said(
            f"{row.lane}[{row.key}]",
            unnumbered(row.key),
            star,
            row,
            numbers.get(at, {}),
            texts.get(at, {}),
        )
        found.setdefault(row.lane, []).append(said)
    return found


def lane_kept(lane: str, options: Mapping[str, Any]) -> bool:
    """Whether a rule with `lanes` and `except` looks at a lane."""
    given = options.get("lanes", ["*"])
    left_out = options.get("except", [])
    return any(fnmatchcase(lane, one) for one in given) and not any(
        fnmatchcase(lane, one) for one in left_out
    )
