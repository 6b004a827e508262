"""What the words of a sentence say beside its amounts: which way, of what, and from which base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.kinds.case import names_in
from hebiao.kinds.rates import AMOUNTS, BUDGETS, first
from hebiao.model import RowKind
from hebiao.recognise.wording import NEAR, alike, fold
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import CellRef, Outcome, Text, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hebiao.kinds.case import Case
    from hebiao.kinds.said import Said
    from hebiao.regime.narrative import Statement
    from hebiao.regime.spec import Rule


def direction(rule: Rule, case: Case, row: Said) -> Iterator[Outcome]:
    """Judge whether a change and its rate go the same way."""
    change, rate = row.numbers.get("增减"), row.numbers.get("增幅")
    if change is None or rate is None:
        return
    figures, entries = case.figures.figures, case.figures.entries
    if not (figures[change].known and figures[rate].known):
        return
    cells = (CellRef(entries[change].address, "change"), CellRef(entries[rate].address, "rate"))
    instance = f"{row.name}.增减"
    if figures[change].value * figures[rate].value >= 0:
        yield Outcome(rule.id, instance, Verdict.HOLDS, cells)
        return
    message = Text(
        f"{NARRATIVE}.{row.name}：「{entries[change].raw}」与「{entries[rate].raw}」方向相反",
        f"{NARRATIVE}.{row.name}: “{entries[change].raw}” contradicts “{entries[rate].raw}”",
    )
    yield Outcome(rule.id, instance, Verdict.FAILS, cells, message=message)


def named(rule: Rule, case: Case, statement: Statement, row: Said) -> Iterator[Outcome]:
    """Judge whether a code or project has the name in the text that its row in the table has."""
    table = statement.table
    if not table or not case.figures.instances.get(table):
        return
    held = case.figures.instances[table]
    code = row.row.kind is RowKind.CODE
    coded = [one.name for own in held for one in own.rows if one.code == row.star]
    names = coded if code else [name for own in held for name in names_in(own)]
    names = list(dict.fromkeys(name for name in names if name))
    cells = (CellRef(f"{NARRATIVE}.{row.name}.名称", "name"),)
    printed = row.row.name
    current = _current(case, row.star) if code else ()
    known = case.regime.classifications.get(statement.classification)
    said = {fold(printed), fold(printed + (known.elided if known else ""))}
    if said & {fold(name) for name in (*names, *current)} or (code and not names):
        yield Outcome(rule.id, row.name, Verdict.HOLDS, cells)
        return
    amount = first(row, AMOUNTS)
    if amount is not None and case.figures.figures[amount].value == 0:
        reason = "文中为零，表中可以不列 none this year, so that the table may leave it out"
        yield Outcome(rule.id, row.name, Verdict.NOT_APPLICABLE, cells, reason=reason)
        return
    near = max(names, key=lambda name: alike(fold(name), fold(printed)), default="")
    like = f"，表中写「{near}」" if alike(fold(near), fold(printed)) >= NEAR else ""
    message = Text(
        f"{NARRATIVE}.{statement.lane} 写「{printed}」，{table} 没有这个名称{like}",
        f"{NARRATIVE}.{statement.lane} says {printed}, a name that {table} does not have",
    )
    yield Outcome(
        rule.id, row.name, Verdict.FAILS, cells, actual=printed, expected=near, message=message
    )


def _current(case: Case, code: str) -> tuple[str, ...]:
    """The names that classifications in force have for a code: the table may print a former one."""
    known = case.regime.classifications.values()
    return tuple(one.names[code] for one in known if code in one.names)


def bases(rule: Rule, case: Case, rows: Sequence[Said]) -> Iterator[Outcome]:
    """Judge the rates of nothing: one outcome a document, with every place that states one."""
    figures, entries = case.figures.figures, case.figures.entries
    rates = [(rate, of) for row in rows for rate, of in _rates(row) if figures[rate].value]
    known = [(rate, of) for rate, of in rates if all(figures[n].known for n in (rate, *of))]
    empty = [
        (rate, of)
        for rate, of in known
        if figures[of[0]].value == sum(figures[number].value for number in of[1:])
    ]
    if not empty:
        if known:
            yield Outcome(rule.id, "", Verdict.HOLDS)
        return
    cells = tuple(
        CellRef(entries[number].address, role)
        for rate, of in empty
        for number, role in ((rate, "rate"), *((one, "base") for one in of))
    )
    raw, count = entries[empty[0][0]].raw, len(empty)
    message = Text(
        f"{count} 处的基数为零，没有增长率或差异率可言，文中写有「{raw}」等",
        f"{count} rates stand on a base of zero, from which none can be had: “{raw}” …",
    )
    yield Outcome(rule.id, "", Verdict.FAILS, cells, message=message)


def _rates(row: Said) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The rates that a row states, each with what its base is: the first less the others."""
    amount, change, budget = first(row, AMOUNTS), row.numbers.get("增减"), first(row, BUDGETS)
    if "增幅" in row.numbers and amount is not None and change is not None:
        yield row.numbers["增幅"], (amount, change)
    if "差异率" in row.numbers and budget is not None:
        yield row.numbers["差异率"], (budget,)
