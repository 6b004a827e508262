"""What a regime's narrative states: subjects, clauses and the figures they give, from TOML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hebiao.errors import RegimeError
from hebiao.regime.files import check_patterns, check_schema, json_schema, read_toml
from hebiao.regime.forms import Lane, RowsBy, RowSpec, TableSpec
from hebiao.regime.tables import check_known
from hebiao.result import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Raw = dict[str, Any]

NARRATIVE = "说明"
"""The table's id under which figures of the narrative are addressed."""

NAME = "名称"
"""The column under which a row's name is addressed there."""

_ROWS = {"tree": RowsBy.TREE, "code": RowsBy.CODE, "items": RowsBy.ITEMS}


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that gives a subject's figure or text for `column`, by its wordings.

    A wording is a regular expression over marked text; its last mark of a number is the figure,
    whose sign the groups `up` and `down` tell. Without a number the figure is 0, which leaves the
    columns `blanks` blank; `text` marks a clause of words, whose group `text` they are, and
    `cited` one whose amount stands in the reason.
    """

    key: str
    column: str
    unit: str
    text: bool
    cited: bool
    blanks: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of named amounts below a subject: after what it begins, how a part's name reads.

    `until` is what ends it, where clauses of the subject follow.
    """

    lane: str
    after: re.Pattern[str]
    until: re.Pattern[str] | None
    part: re.Pattern[str]
    column: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about: its row (`total` if the others are its parts), its wordings."""

    key: str
    pattern: re.Pattern[str]
    cells: Mapping[str, tuple[str, ...]]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentences of one lane: their section, subjects, and the clauses that may follow.

    One of the clauses `head` must follow the subject at once. `cells` gives, by column, what the
    tables hold of the same amount, `whole` what its share is of. `table` and `classification` have
    the names of codes or items; with `known` a name that is in neither is no subject. `shares` says
    that the rows are all parts of the whole. With `within`, subjects stand in the stretches it
    matches.
    """

    lane: str
    sections: tuple[str, ...]
    rows: RowsBy
    subjects: tuple[Subject, ...]
    head: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    table: str
    classification: str
    known: bool
    cells: Mapping[str, tuple[str, ...]]
    whole: str
    shares: bool
    parts: Parts | None
    within: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Narrative:
    """All of a regime's statements, what ends a clause and opens a reason, and their table.

    `before` are the marks and words after which a subject may stand, `asides` and `reasons` the
    wordings of spans whose numbers are no clause's, `fixed` those whose numbers are no figures.
    """

    statements: tuple[Statement, ...]
    before: tuple[str, ...]
    asides: tuple[re.Pattern[str], ...]
    reasons: tuple[re.Pattern[str], ...]
    fixed: tuple[re.Pattern[str], ...]
    table: TableSpec


def read_narrative(file: Path, clauses_file: Path) -> Narrative:
    """Read narrative.toml with the clause wordings; `RegimeError` with the place of a fault."""
    raw, common = read_toml(file), read_toml(clauses_file)
    check_schema(raw, json_schema("narrative"), file)
    check_schema(common, json_schema("clauses"), clauses_file)
    known = {
        **_clauses(common["clause"], clauses_file),
        **_clauses(raw.get("clause", {}), file),
    }
    statements = tuple(_statement(one, known, file) for one in raw["statement"])
    return Narrative(
        statements=statements,
        before=tuple(common["before"]),
        asides=check_patterns(common["asides"] + raw.get("asides", []), file, "asides"),
        reasons=check_patterns(common["reasons"] + raw.get("reasons", []), file, "reasons"),
        fixed=check_patterns(common["fixed"] + raw.get("fixed", []), file, "fixed"),
        table=_table(statements, file),
    )


def _clauses(raw: Raw, file: Path) -> dict[str, Clause]:
    return {
        key: Clause(
            key=key,
            column=one["column"],
            unit=one.get("unit", ""),
            text=one.get("text", False),
            cited=one.get("cited", False),
            blanks=tuple(one.get("blanks", [])),
            patterns=check_patterns(one["patterns"], file, key),
        )
        for key, one in raw.items()
    }


def _statement(raw: Raw, known: Mapping[str, Clause], file: Path) -> Statement:
    lane = raw["lane"]
    at = f"{file}：{lane}"

    def named(names: list[str]) -> tuple[Clause, ...]:
        for name in names:
            check_known(name, list(known), at, "分句", "clause")
        return tuple(known[name] for name in names)

    rows = _ROWS[raw.get("by", "tree")]
    if (rows is RowsBy.TREE) == ("subject" in raw) or (rows is RowsBy.TREE) != ("rows" in raw):
        raise RegimeError(
            "statement",
            f"{at}：固定的行写 rows，按代码或项目的写 subject / "
            "rows for a tree, subject for codes and items",
        )
    return Statement(
        lane=lane,
        sections=tuple(raw.get("sections", [lane])),
        rows=rows,
        subjects=tuple(_subject(one, file) for one in raw.get("rows", []))
        or (Subject("*", _one(raw["subject"], file, "subject"), {}),),
        head=named(raw["head"]),
        clauses=named(raw.get("clauses", [])),
        table=raw.get("table", ""),
        classification=raw.get("classification", "functional") if rows is RowsBy.CODE else "",
        known=raw.get("known", False),
        cells=_cells(raw),
        whole=raw.get("whole", ""),
        shares=raw.get("shares", False),
        parts=_parts(raw["parts"], lane, file) if "parts" in raw else None,
        within=_one(raw["within"], file, "within") if "within" in raw else None,
    )


def _subject(raw: Raw | str, file: Path) -> Subject:
    one: Raw = {"key": raw} if isinstance(raw, str) else raw
    printed = one.get("printed", [re.escape(one["key"])])
    pattern = _one("|".join(f"(?:{wording})" for wording in printed), file, "rows")
    return Subject(one["key"], pattern, _cells(one), one.get("total", False))


def _cells(raw: Raw) -> dict[str, tuple[str, ...]]:
    """By column what the tables hold; `cell` alone is that of 金额."""
    given = dict(raw.get("cells", {}))
    if "cell" in raw:
        given["金额"] = raw["cell"]
    return {key: (one,) if isinstance(one, str) else tuple(one) for key, one in given.items()}


def _parts(raw: Raw, lane: str, file: Path) -> Parts:
    return Parts(
        lane=raw.get("lane", f"{lane}/其中"),
        after=_one(raw["after"], file, "parts"),
        until=_one(raw["until"], file, "parts") if "until" in raw else None,
        part=_one(raw["part"], file, "parts"),
        column=raw.get("column", "金额"),
    )


def _table(statements: tuple[Statement, ...], file: Path) -> TableSpec:
    """The table of the narrative: a lane for each statement's and its parts'."""
    lanes: dict[str, Lane] = {}
    for one in statements:
        clauses = (*one.head, *one.clauses)
        if one.lane in lanes:
            raise RegimeError("duplicate", f"{file}：lane「{one.lane}」重复 / duplicate lane")
        lanes[one.lane] = _lane(one.lane, one, clauses)
        if one.parts is not None:
            unit = {c.column: c.unit for c in clauses}.get(one.parts.column, "万元")
            column = Clause(
                "", one.parts.column, unit, text=False, cited=False, blanks=(), patterns=()
            )
            lanes[one.parts.lane] = _lane(one.parts.lane, None, (column,))
    return TableSpec(
        id=NARRATIVE,
        title=Text("情况说明", "narrative"),
        variants=(),
        required=False,
        repeats="",
        labels=(),
        first_year=None,
        last_year=None,
        empty=(),
        lanes=tuple(lanes.values()),
        layouts=(),
    )


def _lane(key: str, statement: Statement | None, clauses: tuple[Clause, ...]) -> Lane:
    figures = {c.column: c.unit for c in clauses if not c.text}
    tree = statement is not None and statement.rows is RowsBy.TREE
    subjects = statement.subjects if statement is not None and tree else ()
    return Lane(
        key=key,
        rows=statement.rows if statement is not None else RowsBy.ITEMS,
        columns=tuple(figures),
        optional=frozenset(figures),
        label=NAME,
        total=next((RowSpec(s.key, (s.key,), required=False) for s in subjects if s.total), None),
        tree=tuple(RowSpec(s.key, (s.key,), required=False) for s in subjects if not s.total),
        classification=statement.classification if statement is not None else "",
        texts=tuple(c.column for c in clauses if c.text),
        units=tuple((column, unit) for column, unit in figures.items() if unit),
    )


def _one(text: str, file: Path, place: str) -> re.Pattern[str]:
    return check_patterns([text], file, place)[0]
