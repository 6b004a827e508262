"""A rule's examples: the document their figures describe, and what the rule says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hebiao.bind import bind
from hebiao.check import evaluate
from hebiao.model import (
    Document,
    Entry,
    Location,
    Paragraph,
    Row,
    RowKind,
    Source,
    Stray,
    Table,
    lane_address,
)
from hebiao.recognise.personal import masked
from hebiao.recognise.rows import link_rows
from hebiao.recognise.wording import fold, unnumbered
from hebiao.regime.forms import RowsBy
from hebiao.regime.formula import FormulaError, parse_ref
from hebiao.regime.link import linked_lane, linked_table, rule_error
from hebiao.regime.narrative import NARRATIVE
from hebiao.result import Outcome, Verdict

if TYPE_CHECKING:
    from hebiao.regime.forms import Lane, TableSpec
    from hebiao.regime.spec import Example, Regime, Rule

_NOWHERE = Location()
_PARTS = re.compile(r"'(?:[^']|'')*'(?:#\d+)?|[^/]+")
_WORST = (
    Verdict.FAILS,
    Verdict.CANNOT_TELL,
    Verdict.ROUNDING,
    Verdict.HOLDS,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule says of an example: its worst verdict, and both sides of the first such."""

    verdict: str
    actual: str | None
    expected: str | None


def tell(rule: Rule, example: Example, regime: Regime) -> Told:
    """Run one rule on one example.

    Every table that the example's figures name counts as read whole, with the columns they name
    (the required ones of a `columns` example excepted, all); every other table as not found.
    Raises `RegimeError` where an address names what the regime does not have.
    """
    document = _document(rule, example, regime)
    asked = regime if rule.by.whole else replace(regime, rules=(rule,))
    _, outcomes = evaluate(bind(document), asked)
    mine = [outcome for outcome in outcomes if outcome.rule == rule.id]
    worst = min(mine, key=lambda one: _WORST.index(one.verdict), default=_nothing(rule))
    return Told(worst.verdict, worst.actual, worst.expected)


def untrue(rule: Rule, example: Example, regime: Regime) -> tuple[str, ...]:
    """Say where an example gives something else than it states; nothing where all is as stated.

    Raises `RegimeError` as `tell` does.
    """
    told = tell(rule, example, regime)
    pairs = (
        ("verdict", example.verdict, told.verdict),
        ("actual", example.actual, told.actual),
        ("expected", example.expected, told.expected),
    )
    return tuple(
        f"{name} 写明 stated {stated}，得到 gives {given}"
        for name, stated, given in pairs
        if stated is not None and stated != given
    )


def _nothing(rule: Rule) -> Outcome:
    return Outcome(rule.id, "*", Verdict.NOT_APPLICABLE)


def _document(rule: Rule, example: Example, regime: Regime) -> Document:
    cells: dict[tuple[str, str], dict[tuple[str, str, str], str]] = {}
    for address, text in example.figures.items():
        try:
            ref = parse_ref(address)
        except FormulaError as error:
            raise rule_error(rule, "example", f"「{address}」{error} / does not parse") from error
        spec = linked_table(rule, regime, ref.table, "example")
        lane = linked_lane(rule, spec, ref.lane, "example")
        if ref.column not in (*lane.columns, *lane.texts, lane.label):
            raise rule_error(rule, "example", f"{address}：没有这一列 / no such column")
        own = cells.setdefault((spec.id, ref.instance), {})
        own[lane.key, ref.row, ref.column] = text
    bare = rule.options.get("aspect") == "columns"
    tables = [
        replace(
            _table(spec, instance, own, regime, bare=bare),
            ruled=spec.id not in example.unruled,
            again=(_NOWHERE,) * (spec.id in example.twice),
        )
        for spec in regime.specs
        for (table_id, instance), own in cells.items()
        if table_id == spec.id
    ]
    narrative = next((table for table in tables if table.id == NARRATIVE), None)
    blocks = tuple(Paragraph(line, _NOWHERE) for line in example.text.splitlines())
    return Document(
        source=masked(Source("example", "0" * 64, "text/plain", blocks)),
        regime=regime.id,
        entity="示例",
        year=max(regime.first_year, *(c.first_year for c in regime.classifications.values()))
        if regime.classifications
        else regime.first_year,
        unit=regime.unit,
        tables=tuple(table for table in tables if table is not narrative),
        narrative=narrative,
        strays=tuple(Stray(title, _NOWHERE) for title in example.strays),
    )


def _table(
    spec: TableSpec,
    instance: str,
    cells: dict[tuple[str, str, str], str],
    regime: Regime,
    *,
    bare: bool,
) -> Table:
    rows: list[Row] = []
    entries: list[Entry] = []
    columns: set[tuple[str, str]] = set()
    for lane in spec.lanes:
        own = {key[1:]: text for key, text in cells.items() if key[0] == lane.key}
        shown = [c for c in lane.columns if not bare or any(c == column for _, column in own)]
        columns |= {(lane.key, column) for column in shown}
        keys = list(dict.fromkeys(row for row, _ in own))
        if spec.id == NARRATIVE and lane.rows is RowsBy.ITEMS:
            named = [_said_row(key, lane) for key in keys]
        else:
            units = {_PARTS.findall(key)[0] for key in keys if len(_PARTS.findall(key)) > 1}
            named = [_row(key, lane, own.get((key, lane.label), ""), units) for key in keys]
        linked = link_rows(named, lane)
        rows += linked
        name = f"{spec.id}{{{instance}}}" if instance else spec.id
        at = lane_address(name, lane.key)
        for row in linked:
            if row.name:
                address = f"{at}[{row.key}].{lane.label}"
                entries.append(
                    Entry(address, lane.key, row.key, lane.label, row.name, _NOWHERE, figure=False)
                )
            entries += [
                Entry(
                    f"{at}[{row.key}].{column}",
                    lane.key,
                    row.key,
                    column,
                    own.get((row.key, column), ""),
                    _NOWHERE,
                    figure=column not in lane.texts,
                    unit=dict(lane.units).get(column, ""),
                )
                for column in (*shown, *lane.texts)
                if (row.key, column) in own or (column in shown and spec.id != NARRATIVE)
            ]
    return Table(
        id=spec.id,
        title=spec.title.zh,
        unit=regime.unit,
        columns=frozenset(columns),
        missing=tuple(
            (lane.key, c)
            for lane in spec.lanes
            for c in lane.columns
            if c not in lane.optional and (lane.key, c) not in columns
        ),
        rows=tuple(rows),
        entries=tuple(entries),
        gaps=(),
        location=_NOWHERE,
        instance=instance,
    )


def _row(key: str, lane: Lane, name: str, units: set[str]) -> Row:
    """The row that an address's row key stands for.

    Where rows have no codes, a name alone is a project, unless other keys stand below it.
    """
    plain = unnumbered(key)
    if lane.total is not None and plain == lane.total.key:
        return Row(key, RowKind.TOTAL, lane=lane.key, name=name)
    if any(row.key == plain for row in lane.tree):
        return Row(key, RowKind.TREE, lane=lane.key, name=name)
    if lane.rows in {RowsBy.TREE, RowsBy.FORM}:
        return Row(key, RowKind.UNKNOWN, lane=lane.key, name=name)
    parts = _PARTS.findall(plain)
    code = next((part for part in parts if part.isdigit()), "")
    if lane.rows is RowsBy.CODE:
        kind = RowKind.CODE if code == plain else RowKind.UNKNOWN
        return Row(key, kind, lane=lane.key, code=code, name=name)
    alone = len(parts) == 1 and not lane.classification and plain not in units
    unit = parts[0] if parts[0].startswith("'") and parts[0] != "''" and not alone else ""
    rest = parts[1:] if unit else parts
    if not rest:
        return Row(key, RowKind.UNIT, lane=lane.key, name=name, unit=unit)
    item = rest[-1] if rest[-1].startswith("'") else ""
    return Row(
        key,
        RowKind.ITEM if item else RowKind.CODE,
        lane=lane.key,
        code=code,
        name=name,
        item=fold(item.strip("'").replace("''", "'")),
        unit=unit,
    )


def _said_row(key: str, lane: Lane) -> Row:
    """The row of a project that the narrative speaks of, or of a part below one."""
    parts = _PARTS.findall(unnumbered(key))
    item, name = (part.strip("'").replace("''", "'") for part in (parts[0], parts[-1]))
    unit = parts[0] if len(parts) > 1 else ""
    return Row(key, RowKind.ITEM, lane=lane.key, name=name, item=fold(item), unit=unit)
