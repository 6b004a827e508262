"""The kind `pattern`: what must or must not be worded so, in paragraphs or in a table's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hebiao.figure import squeeze
from hebiao.model import Paragraph
from hebiao.recognise.wording import fold, quote
from hebiao.regime.files import check_patterns, json_schema, nearest
from hebiao.regime.link import linked_lane, linked_table, rule_error
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, FindingCell, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.regime.spec import Regime, Rule

_LONGEST = 20_000
_AROUND = 12
_SHOWN = 20
_RUN = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Plan:
    """The wordings, over text without white space folded by NFKC.

    With `table` the words of one column must match one of `match`; without, no paragraph may hold
    what one of `forbid` finds, unless `unless` finds that place too, or the group `same` of the
    find is what the document says of itself.
    """

    table: str
    lane: str
    column: str
    match: tuple[re.Pattern[str], ...]
    forbid: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    same: str


def link(rule: Rule, regime: Regime) -> Plan:
    """Compile the wordings and link the column."""
    options = rule.options
    same = options.get("same", "")
    match, forbid, unless = (
        check_patterns(options.get(key, []), rule.file, f"{rule.id}.{key}", group)
        for key, group in (("match", ""), ("forbid", same), ("unless", ""))
    )
    table = lane = ""
    column = options.get("column", "")
    if "table" in options:
        spec = linked_table(rule, regime, options["table"], "table")
        held = linked_lane(rule, spec, options.get("lane", ""), "lane")
        table, lane = spec.id, held.key
        if column not in held.texts:
            near = nearest(column, held.texts)
            raise rule_error(
                rule, "column", f"{table} 没有文字列「{column}」 / no such words{near}"
            )
    return Plan(table, lane, column, match, forbid, unless, same)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a cell with words, or one a place that is worded so, one that holds else."""
    yield from _cells(rule, case) if rule.plan.table else _text(rule, case)


def _cells(rule: Rule, case: Case) -> Iterator[Outcome]:
    plan: Plan = rule.plan
    for table in case.figures.instances.get(plan.table, ()):
        for entry in table.entries:
            text = squeeze(entry.raw)
            if (entry.lane, entry.column) != (plan.lane, plan.column) or not text:
                continue
            if any(pattern.fullmatch(text) for pattern in plan.match):
                yield Outcome(rule.id, entry.address, Verdict.HOLDS)
                continue
            message = Text(
                f"{entry.address} 印作「{text}」：{rule.title.zh}",
                f"{entry.address} is printed 「{text}」: {rule.title.en}",
            )
            cells = (CellRef(entry.address, "text"),)
            yield Outcome(rule.id, entry.address, Verdict.FAILS, cells, message=message)


def _text(rule: Rule, case: Case) -> Iterator[Outcome]:
    plan: Plan = rule.plan
    document = case.figures.document
    own = {"year": str(document.year or ""), "entity": fold(document.entity or "")}
    if plan.same and not own[plan.same]:
        reason = "文件的年份或单位不明 the document's own is not known"
        yield Outcome(rule.id, "*", Verdict.CANNOT_TELL, reason=reason)
        return
    found: dict[str, list[FindingCell]] = {}
    for block in document.source.blocks:
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST:
            continue
        text = squeeze(block.text)
        for match in _hits(plan, text):
            said = match[plan.same] if plan.same else match[0]
            if plan.same and _is_own(fold(said), own[plan.same]):
                continue
            name = _RUN.sub(r"\1\1", said)
            held = found.setdefault(name, [])
            again = f"#{len(held) + 1}" if held else ""
            around = text[max(match.start() - _AROUND, 0) : match.end() + _AROUND]
            address = f"原文[{quote(name)}{again}]"
            held.append(FindingCell(address, around, None, "", "text", block.location))
    for said, cells in found.items():
        yield Outcome(
            rule.id,
            quote(said),
            Verdict.FAILS,
            tuple(cells[:_SHOWN]),
            actual=said,
            expected=_expected(plan, case),
            message=_message(said, cells, _expected(plan, case)),
        )
    if not found:
        yield Outcome(rule.id, "*", Verdict.HOLDS)


def _hits(plan: Plan, text: str) -> list[re.Match[str]]:
    exempt = [match.span() for pattern in plan.unless for match in pattern.finditer(text)]
    hits = [
        match
        for pattern in plan.forbid
        for match in pattern.finditer(text)
        if not any(a <= match.start() and match.end() <= b for a, b in exempt)
    ]
    apart: list[re.Match[str]] = []
    for match in sorted(hits, key=lambda hit: (hit.start(), -hit.end())):
        if not apart or match.start() >= apart[-1].end():
            apart.append(match)
    return apart


def _is_own(said: str, own: str) -> bool:
    """Whether a name is the document's own, by itself or with more or less around it."""
    return said in own or own in said


def _expected(plan: Plan, case: Case) -> str | None:
    document = case.figures.document
    return {"year": str(document.year), "entity": document.entity, "": None}[plan.same]


def _message(said: str, cells: list[FindingCell], own: str | None) -> Text:
    times = f"，共 {len(cells)} 处" if len(cells) > 1 else ""
    times_en = f", {len(cells)} times" if len(cells) > 1 else ""
    around = cells[0].raw
    if own is None:
        return Text(f"「{said}」见于「{around}」{times}", f"「{said}」 in 「{around}」{times_en}")
    return Text(
        f"「{around}」写的是{said}，本文件是{own}{times}",
        f"「{around}」 says {said}, the document is of {own}{times_en}",
    )


KIND = Kind("pattern", json_schema("rules")["$defs"]["pattern"], link, judge=judge)
