"""The kind `outline`: parts and sections are in the body, numbered in turn, tables in order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Grid, Location, Paragraph
from hebiao.recognise.numbering import chinese, numbering
from hebiao.recognise.sections import headings
from hebiao.recognise.titles import bare
from hebiao.recognise.wording import fold_label, quote
from hebiao.regime.files import json_schema
from hebiao.regime.spec import Kind
from hebiao.regime.tables import check_known
from hebiao.result import FindingCell, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.kinds.case import Case
    from hebiao.model import Block
    from hebiao.regime.spec import Regime, Rule, SectionSpec

_PART = re.compile(r"第[一二三四五六七八九十]+部分.{0,40}$")
_NUMBER = re.compile(
    r"(?P<cn>[一二三四五六七八九十]{1,3})(?P<after>[、.])|[(](?P<in>[一二三四五六七八九十]{1,3})[)]"
    r"|(?P<digits>\d{1,2})(?P<mark>[、.])"
)
_LEAST = 3
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body: its section's key, its text, its number and how that is written."""

    key: str
    text: str
    number: int
    style: str
    location: Location


def link(rule: Rule, regime: Regime) -> None:
    """Hold the sections named against the regime's."""
    known = [section.key for section in regime.sections]
    for key in rule.options.get("sections", []):
        check_known(key, known, f"{rule.file}：{rule.id}：sections", "节", "section")


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a part, section, pair of numbers, or one for the order of the tables."""
    blocks = case.figures.document.source.blocks
    start = body_start(blocks)
    if start is None:
        reason = "目录到哪里为止不明 where the contents end is not known"
        yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=reason)
        return
    lines = [block for block in blocks[start:] if isinstance(block, Paragraph)]
    listed = [squeeze(b.text) for b in blocks[:start] if isinstance(b, Paragraph)]
    match rule.options["of"]:
        case "parts":
            yield from _parts(rule, lines)
        case "sections":
            yield from _sections(rule, case, lines, "".join(listed))
        case "numbers":
            yield from _numbers(rule, _found(case, lines))
        case _:
            yield _order(rule, case, lines)


def body_start(blocks: Sequence[Block]) -> int | None:
    """Give where the body begins: at the first table, or where an entry of the contents recurs.

    None where the contents have no end that can be told; 0 in a document without contents.
    """
    titles = [b.text if isinstance(b, Paragraph) else "" for b in blocks]
    contents = next((at for at, text in enumerate(titles) if squeeze(text) == "目录"), None)
    if contents is None:
        return 0
    seen: set[str] = set()
    for at in range(contents + 1, len(blocks)):
        if isinstance(blocks[at], Grid):
            return at
        entry = squeeze(titles[at]).rstrip("0123456789").rstrip(".…·")
        if entry in seen and _PART.match(entry):
            return at
        seen.add(entry)
    return None


def _found(case: Case, lines: Sequence[Paragraph]) -> list[Heading]:
    """The headings of sections in the order they are printed."""
    regime, document = case.regime, case.figures.document
    found = []
    for at, _, spec in headings(lines, regime.sections, document.entity):
        text = squeeze(lines[at].text)
        number = _NUMBER.match(text)
        if spec is not None and number is not None:
            value, style = _valued(number)
            shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            found.append(Heading(spec.key, shown, value, style, lines[at].location))
    return found


def _parts(rule: Rule, lines: Sequence[Paragraph]) -> Iterator[Outcome]:
    """A part's title may run over two lines, or stand without its number."""
    texts = [squeeze(line.text) for line in lines]
    titles = [f"{text}{after}" for text, after in pairwise([*texts, ""]) if _PART.match(text)]
    others = [text for text in texts if len(text) <= _LONGEST]
    for wordings in rule.options["parts"]:
        inside = any(wording in title for wording in wordings for title in titles)
        if inside or any(text.endswith(tuple(wordings)) for text in others):
            yield Outcome(rule.id, wordings[0], Verdict.HOLDS)
        elif len(titles) < _LEAST:
            reason = "没有分部分 no parts are printed"
            yield Outcome(rule.id, wordings[0], Verdict.CANNOT_TELL, reason=reason)
        else:
            said = Text(f"正文没有「{wordings[0]}」部分", f"the body has no part 「{wordings[0]}」")
            yield Outcome(rule.id, wordings[0], Verdict.FAILS, message=said)


def _sections(
    rule: Rule, case: Case, lines: Sequence[Paragraph], contents: str
) -> Iterator[Outcome]:
    """A section is missed where most of the others are there; else the text may stand elsewhere."""
    keys: list[str] = rule.options["sections"]
    regime, entity = case.regime, case.figures.document.entity
    year = case.figures.document.year
    found = [(at, spec) for at, _, spec in headings(lines, regime.sections, entity) if spec]
    there = {spec.key for _, spec in found} | _led_by_parts(lines, found)
    titles = {spec.key: spec.printed for spec in regime.sections}
    enough = sum(key in there for key in keys) >= rule.options["least"]
    keys = [spec.key for spec in regime.sections if spec.key in keys and spec.held_in(year)]
    for key in keys:
        title = titles[key][0]
        if key in there:
            yield Outcome(rule.id, key, Verdict.HOLDS)
        elif not enough:
            reason = "文字部分不在本文件，或另有编排 no such narrative in this file"
            yield Outcome(rule.id, key, Verdict.CANNOT_TELL, reason=reason)
        else:
            inside = any(fold_label(wording) in fold_label(contents) for wording in titles[key])
            listed, listed_en = (
                ("，目录列有", ", though the contents list it") if inside else ("", "")
            )
            said = Text(
                f"正文没有「{title}」一节{listed}",
                f"the body has no section 「{title}」{listed_en}",
            )
            yield Outcome(rule.id, key, Verdict.FAILS, message=said)


def _led_by_parts(lines: Sequence[Paragraph], found: Sequence[tuple[int, SectionSpec]]) -> set[str]:
    """The sections that have no heading of their own: their parts are numbered as sections are."""
    numbered = [(spec.key, numbering(bare(lines[at].text))) for at, spec in found]
    ranks = [(key.rpartition("/")[0], one.rank) for key, one in numbered if one is not None]
    usual = Counter(rank for above, rank in ranks if not above).most_common(1)
    return {above for above, rank in ranks if above and usual and rank == usual[0][0]}


def _numbers(rule: Rule, found: list[Heading]) -> Iterator[Outcome]:
    """Within one level the numbers are written alike, and each follows the one before."""
    levels: dict[str, list[Heading]] = defaultdict(list)
    for heading in found:
        levels[heading.key.rpartition("/")[0]].append(heading)
    for level in levels.values():
        styles = Counter(heading.style for heading in level)
        usual = max(styles, key=lambda style: styles[style])
        for heading in level:
            if heading.style != usual and styles[usual] >= _LEAST:
                said = Text(
                    f"「{heading.text}」的编号写法与其他各节不同",
                    f"「{heading.text}」 is numbered in another style than the other sections",
                )
                yield _numbered(rule, heading, said)
        for above, below in pairwise(level):
            if below.number == above.number + 1 or below.key == above.key:
                yield Outcome(rule.id, f"{above.key}-{below.key}", Verdict.HOLDS)
            elif _adjacent(above.key, below.key):
                said = Text(
                    f"「{above.text}」之后是「{below.text}」，编号不连续",
                    f"「{below.text}」 follows 「{above.text}」: the number is not the next",
                )
                yield _numbered(rule, below, said)


def _numbered(rule: Rule, heading: Heading, said: Text) -> Outcome:
    name = quote(heading.text)
    cell = FindingCell(f"原文[{name}]", heading.text, None, "", "text", heading.location)
    return Outcome(rule.id, f"{heading.key}:{name}", Verdict.FAILS, (cell,), message=said)


def _adjacent(above: str, below: str) -> bool:
    """Whether the form has nothing between two sections, whose keys end in their numbers."""
    first, second = (chinese(key.rpartition("/")[2]) for key in (above, below))
    return second == first + 1


def _order(rule: Rule, case: Case, lines: Sequence[Paragraph]) -> Outcome:
    titles = {
        fold_label(text): spec
        for spec in case.regime.tables
        if spec.required
        for text in (spec.title.zh, *spec.variants)
    }
    printed = dict.fromkeys(
        spec.id for line in lines if (spec := titles.get(fold_label(line.text))) is not None
    )
    form = [spec.id for spec in case.regime.tables if spec.id in printed]
    if len(form) < _LEAST:
        reason = "没有单独成行的表名 no titles on lines of their own"
        return Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=reason)
    if [*printed] == form:
        return Outcome(rule.id, "*", Verdict.HOLDS)
    said = Text(
        f"各表印的顺序是 {'、'.join(printed)}", f"the tables are printed as {', '.join(printed)}"
    )
    return Outcome(rule.id, "*", Verdict.FAILS, message=said)


def _valued(match: re.Match[str]) -> tuple[int, str]:
    if match["digits"]:
        return int(match["digits"]), f"1{match['mark']}"
    style = f"一{match['after']}" if match["cn"] else "(一)"
    return chinese(match["cn"] or match["in"]), style


KIND = Kind("outline", json_schema("rules")["$defs"]["outline"], link, judge=judge)
