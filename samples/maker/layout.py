"""Cuts a document into leaves, as forms with pages or sheets show it, by document.toml's layout."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from maker.blocks import PART, Block, Document, Heading, Table, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from maker.figures import Figures


class Paper(StrEnum):
    """What a leaf is printed on.

    `ROTATED` is a page that lies upright in the file and is turned when it is shown.
    """

    COVER = "cover"
    CONTENTS = "contents"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    ROTATED = "rotated"

    @property
    def wide(self) -> bool:
        """Whether the leaf is wider than high."""
        return self in {Paper.LANDSCAPE, Paper.ROTATED}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the tables named by id are set; every other is upright, on a leaf of its own.

    `head` runs over the pages of the body. A table of `repeated` has its heading on each page it
    runs over, one of `together` follows on the leaf before, one of `one_line` has its notes left
    and right on one line.
    """

    head: str
    landscape: frozenset[str]
    rotated: frozenset[str]
    repeated: frozenset[str]
    together: frozenset[str]
    one_line: frozenset[str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Blocks that begin on a page, or a sheet, of their own."""

    name: str
    paper: Paper
    blocks: tuple[Block, ...]


def layout_from(raw: Mapping[str, Any], figures: Figures) -> Layout:
    """Read the layout of document.toml."""
    return Layout(
        head=raw["head"].format(body=figures.body, year=figures.year),
        landscape=frozenset(raw["landscape"]),
        rotated=frozenset(raw["rotated"]),
        repeated=frozenset(raw["repeated"]),
        together=frozenset(raw["together"]),
        one_line=frozenset(raw["one_line"]),
    )


def leaves(document: Document, layout: Layout) -> Iterator[Leaf]:
    """Give the cover, the contents, and then a leaf from each part's heading or table on."""
    name, paper = "封面", Paper.COVER
    held: list[Block] = []
    listed: set[str] = set()
    for block in document:
        begun = _begun(block, listed, layout)
        if begun:
            if not _bare(held):
                yield Leaf(name, paper, tuple(held))
                held = []
            name, paper = begun
        held.append(block)
    yield Leaf(name, paper, tuple(held))


def _begun(block: Block, listed: set[str], layout: Layout) -> tuple[str, Paper] | None:
    """Name the leaf that a block begins; none where it goes on with the leaf before.

    A part's heading stands in the contents first.
    """
    match block:
        case Heading(level=1):
            return "目录", Paper.CONTENTS
        case Heading(level, runs) if level == PART:
            title = plain(runs)
            if title in listed:
                return title.partition(" ")[0], Paper.PORTRAIT
            listed.add(title)
        case Table(id=key, label=label) if key not in layout.together:
            return label.replace(" ", "") or key.replace("'", ""), _paper(key, layout)
        case _:
            pass
    return None


def _bare(held: list[Block]) -> bool:
    """Whether nothing but a part's heading stands on the leaf."""
    return len(held) == 1 and isinstance(held[0], Heading)


def _paper(key: str, layout: Layout) -> Paper:
    if key in layout.rotated:
        return Paper.ROTATED
    return Paper.LANDSCAPE if key in layout.landscape else Paper.PORTRAIT
