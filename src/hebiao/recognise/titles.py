"""Titles: which section of a regime a line is the heading of, however it is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.recognise.numbering import LONGEST, numbering
from hebiao.recognise.wording import SURE, alike, fold, fold_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hebiao.model import Paragraph
    from hebiao.regime.spec import SectionSpec

_GLUED = 100
"""Within how many characters a heading ends that stands in one line with its text."""

_LEAST = 8
"""A title shorter than this is too common a phrase to be a heading without a number."""

_MARKUP = "*#_>·•●◆■"
_ABOUT = re.compile(r"关于(?:.{2,40}?20\d\d年度?)?|20\d\d年度?")
_TAIL = re.compile(r",?(?:其中)?:?$")
_BETWEEN = re.compile(
    r"(?P<marks>[\s:：。，,;；*_]*)(?:其中[:：][\s。，,;；:：]*)?(?P<rest>.*)", re.DOTALL
)
_BEGINS = ("20", "截至", "本", "我")
_TEXT = 10
"""Fewer characters after a heading in its line are a part of it, not its text."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The wordings of a regime's sections, and the name of the body that headings may hold."""

    specs: Sequence[SectionSpec]
    exact: Mapping[str, SectionSpec]
    entity: str

    def known(self, text: str) -> tuple[float, SectionSpec | None]:
        """Give how alike a bare line and the title most like it are, and that title's section.

        A line as much like one section's as another's is neither's. One without a number is
        to print the title and nothing else.
        """
        if len(text) > LONGEST:
            return 0.0, None
        number = numbering(text)
        label = self._label(text if number is None else text[number.end :])
        spec = self.exact.get(label)
        if spec is not None and (number is not None or len(label) >= _LEAST):
            return 1.0, spec
        if number is None:
            return 0.0, None
        scored = [
            (max(alike(label, fold_label(wording)) for wording in spec.printed), spec)
            for spec in self.specs
        ]
        best, spec = max(scored, key=lambda one: one[0], default=(0.0, None))
        alone = sum(score == best for score, _ in scored) == 1
        return (best, spec) if alone and best >= SURE else (0.0, None)

    def glued(self, line: Paragraph) -> tuple[SectionSpec, int] | None:
        """Give the section whose numbered heading stands in one line with its text.

        With it goes where the text begins in the line.
        """
        text = bare(line.text)
        number = numbering(text)
        start = fold(text[:_GLUED])
        if number is None or not any(title in start for title in self.exact):
            return None
        for end in range(min(_GLUED, len(line.text) - 1), 0, -1):
            spec = self.exact.get(self._label(bare(line.text[:end])[number.end :]))
            after = None if spec is None else _BETWEEN.fullmatch(line.text, end)
            if spec is not None and after is not None and self._begins(after):
                return spec, after.start("rest")
        return None

    def _begins(self, after: re.Match[str]) -> bool:
        """Whether what stands after a title is its section's text."""
        rest = squeeze(after["rest"])
        return len(rest) >= _TEXT and (
            bool(after["marks"])
            or rest.startswith((*_BEGINS, self.entity))
            or numbering(rest) is not None
        )

    def _label(self, title: str) -> str:
        """A title folded, the body's name and the year left out."""
        return fold_label(_ABOUT.sub("", _TAIL.sub("", title.replace(self.entity, ""))))


def titles(specs: Sequence[SectionSpec], entity: str | None) -> Titles:
    """Gather the titles of sections by their folded wordings."""
    exact = {fold_label(wording): spec for spec in specs for wording in spec.printed}
    return Titles(specs, exact, squeeze(entity or "") or "\0")


def bare(text: str) -> str:
    """Give a line in NFKC without white space and without the marks of lists and of stress."""
    return squeeze(text).lstrip(_MARKUP).rstrip("*_")


def split(line: Paragraph, known: Titles) -> tuple[Paragraph, ...]:
    """Give a line, or its heading and its text where a heading is glued to it."""
    glued = known.glued(line) if known.known(bare(line.text))[1] is None else None
    if glued is None:
        return (line,)
    at = glued[1]
    place = line.location
    if place.span is not None:
        place = replace(place, span=(place.span[0] + at, place.span[1]))
    inner = [(start - at, where) for start, where in line.lines]
    before = [where for start, where in inner if start <= 0][-1:]
    after = [(start, where) for start, where in inner if start > 0]
    lines = (*((0, where) for where in before), *after)
    return replace(line, text=line.text[:at]), replace(
        line, text=line.text[at:], location=place, lines=lines
    )
