"""The kind `presence`: tables that must be there, and what is said of empty ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hebiao.figure import State, squeeze
from hebiao.regime.files import check_patterns, json_schema
from hebiao.regime.link import linked_table
from hebiao.regime.spec import Kind
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.kinds.case import Case
    from hebiao.model import Table
    from hebiao.regime.forms import TableSpec
    from hebiao.regime.spec import Regime, Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of which tables, and for each the sentences that say it is empty."""

    of: str
    tables: tuple[TableSpec, ...]
    sentences: dict[str, tuple[re.Pattern[str], ...]]


def link(rule: Rule, regime: Regime) -> Plan:
    """Link the tables ("*" for all that the form set demands) and compile the sentences."""
    named = rule.options["tables"]
    tables = tuple(
        [spec for spec in regime.tables if spec.required]
        if named == ["*"]
        else [linked_table(rule, regime, name, "tables") for name in named]
    )
    general = rule.options.get("sentences", [])
    check_patterns([text.replace("{title}", "x") for text in general], rule.file, rule.id)
    claim = rule.options["of"] == "empty-claim"
    sentences = {}
    for spec in tables:
        titles = "|".join(re.escape(squeeze(t)) for t in (spec.title.zh, *spec.variants))
        wordings = [text.replace("{title}", f"(?:{titles})") for text in general]
        wordings += [] if claim else spec.empty
        sentences[spec.id] = tuple(re.compile(wording) for wording in wordings)
    return Plan(rule.options["of"], tables, sentences)


def judge(rule: Rule, case: Case) -> Iterator[Outcome]:
    """Give one outcome a table."""
    plan: Plan = rule.plan
    # A sentence may go on in the next line.
    lines = (*case.lines, *("".join(pair) for pair in pairwise(case.lines)))
    for spec in plan.tables:
        table = next(iter(case.figures.instances.get(spec.id, ())), None)
        if table is None and not spec.held_in(case.figures.document.year):
            reason = "该年度没有此表 not a table of that year"
            yield Outcome(rule.id, spec.id, Verdict.NOT_APPLICABLE, reason=reason)
        elif plan.of == "table":
            yield _there(rule, spec, table)
        elif table is None:
            reason = f"{spec.id} 未找到 not found"
            yield Outcome(rule.id, spec.id, Verdict.CANNOT_TELL, reason=reason)
        else:
            patterns = plan.sentences[spec.id]
            said = any(pattern.search(line) for pattern in patterns for line in lines)
            yield _emptiness(rule, spec, table, case, said=said)


def _there(rule: Rule, spec: TableSpec, table: Table | None) -> Outcome:
    if table is not None:
        return Outcome(rule.id, spec.id, Verdict.HOLDS)
    message = Text(
        f"未找到{spec.id}《{spec.title.zh}》", f"{spec.id} ({spec.title.en}) was not found"
    )
    return Outcome(rule.id, spec.id, Verdict.FAILS, message=message)


def _emptiness(rule: Rule, spec: TableSpec, table: Table, case: Case, *, said: bool) -> Outcome:
    plan: Plan = rule.plan
    numbers = [n for place, n in case.figures.places.items() if place[0] == table.key]
    figures = [case.figures.figures[n] for n in numbers]
    if any(f.state is State.UNREADABLE for f in figures) or table.gaps or table.missing:
        reason = f"{table.id} 没有读全 not read whole"
        return Outcome(rule.id, spec.id, Verdict.CANNOT_TELL, reason=reason)
    holding = [n for n in numbers if case.figures.figures[n].value]
    asked = not holding if plan.of == "empty-sentence" else said
    if not asked:
        return Outcome(rule.id, spec.id, Verdict.NOT_APPLICABLE, reason="不适用 does not apply")
    if plan.of == "empty-sentence":
        if said:
            return Outcome(rule.id, spec.id, Verdict.HOLDS)
        cells = tuple(CellRef(case.figures.entries[n].address, "empty") for n in numbers[:1])
        message = Text(
            f"{spec.id}《{spec.title.zh}》没有数字，文中没有说明为空表的理由",
            f"{spec.id} ({spec.title.en}) holds no figure and no sentence explains why",
        )
        return Outcome(rule.id, spec.id, Verdict.FAILS, cells, message=message)
    if not holding:
        return Outcome(rule.id, spec.id, Verdict.HOLDS)
    cells = tuple(CellRef(case.figures.entries[n].address, "figure") for n in holding)
    message = Text(
        f"文中说{spec.id}《{spec.title.zh}》为空表，表内有 {len(holding)} 个数",
        f"the text says {spec.id} ({spec.title.en}) is empty, but it holds {len(holding)} figures",
    )
    return Outcome(rule.id, spec.id, Verdict.FAILS, cells, message=message)


KIND = Kind("presence", json_schema("rules")["$defs"]["presence"], link, judge=judge)
