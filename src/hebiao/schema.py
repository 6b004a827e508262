"""Tables and the identity frame as pandera schemas; the only module that imports pandera."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrorReason, SchemaErrors

from hebiao.figure import State
from hebiao.kinds.case import Fault
from hebiao.model import RowKind
from hebiao.recognise.wording import unnumbered
from hebiao.regime.forms import RowsBy

if TYPE_CHECKING:
    from hebiao.bind import Figures
    from hebiao.model import Table
    from hebiao.regime.forms import Lane
    from hebiao.regime.spec import Regime

_TABLE_DATA = (
    SchemaErrorReason.DATAFRAME_CHECK,
    SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
    SchemaErrorReason.SERIES_CONTAINS_DUPLICATES,
)


@cache
def lane_schema(lane: Lane, levels: tuple[int, ...]) -> pa.DataFrameSchema:
    """Compile one lane of a table to a strict, ordered schema.

    A frame it describes is indexed by row key (unique) and has `code` (text, of a length the
    classification has, empty where the row has none) and the lane's columns in order, int64 base
    units, the optional ones absent where they were not printed.
    """
    lengths = "|".join(f"[0-9]{{{length}}}" for length in levels)
    wanted = [row.key for row in lane.tree if row.required]
    wanted += [lane.total.key] if lane.total is not None and lane.total.required else []
    return pa.DataFrameSchema(
        {
            "code": pa.Column(str, pa.Check.str_matches(rf"^(?:{lengths})?$") if levels else None),
            **{
                column: pa.Column("int64", required=column not in lane.optional)
                for column in lane.columns
            },
        },
        index=pa.Index(str, unique=not _is_list(lane), name="row"),
        checks=[_has_row(key) for key in wanted],
        strict=True,
        ordered=True,
    )


def _is_list(lane: Lane) -> bool:
    """Whether a lane lists items of no total, as indicators, of which two may have one name."""
    return lane.rows is RowsBy.ITEMS and lane.total is None and not lane.classification


def lane_frame(figures: Figures, table: Table, lane: Lane) -> pd.DataFrame:
    """Lay the figures of one lane out as rows × columns, blanks and unread cells as 0."""
    rows = [row for row in table.rows if row.lane == lane.key]
    known = [row for row in rows if row.kind is not RowKind.UNKNOWN]
    data: dict[str, object] = {"code": pd.Series([row.code for row in known], dtype="str")}
    for column in lane.columns:
        if (lane.key, column) in table.columns:
            places = [figures.places[table.key, lane.key, row.key, column] for row in known]
            data[column] = pd.Series([figures.figures[n].value for n in places], dtype="int64")
    keys = [unnumbered(row.key) for row in known]
    return pd.DataFrame(data).set_axis(pd.Index(keys, name="row", dtype="str"))


def table_faults(figures: Figures, regime: Regime) -> tuple[Fault, ...]:
    """Hold every table against its schema; give failure cases, unread cells, unknown rows."""
    faults: list[Fault] = []
    for table in figures.document.tables:
        spec = regime.table(table.id)
        for lane in spec.lanes if spec else ():
            classification = regime.classifications.get(lane.classification)
            levels = classification.levels if classification else ()
            frame = lane_frame(figures, table, lane)
            faults += _failures(lane_schema(lane, levels), frame, table.key)
        faults += [Fault(table.key, "twice", table.key) for _ in table.again]
        if not table.ruled:
            faults.append(Fault(table.key, "ruling", table.key))
        faults += [
            Fault(table.key, "labels", row.key) for row in table.rows if row.kind is RowKind.UNKNOWN
        ]
    faults += [
        Fault(place[0], "figures", figures.entries[number].address)
        for place, number in figures.places.items()
        if figures.figures[number].state is State.UNREADABLE
    ]
    return tuple(dict.fromkeys(faults))


def failing_identities(ledger: pd.DataFrame) -> frozenset[int]:
    """The index of each instance whose residual exceeds its slack: the schema's failure cases.

    `ledger` is the frame `system.solve` gives; instances that cannot be told are not judged.
    """
    told = ledger[ledger.told]
    if told.empty:
        return frozenset()
    try:
        _identities().validate(told, lazy=True)
    except SchemaErrors as errors:
        _only_data(errors, SchemaErrorReason.DATAFRAME_CHECK)
        return frozenset(int(index) for index in errors.failure_cases["index"].dropna().unique())
    return frozenset()


@cache
def _identities() -> pa.DataFrameSchema:
    whole = ("left", "right", "residual", "slack", "excess", "scale")
    return pa.DataFrameSchema(
        {
            "rule": pa.Column(str),
            "instance": pa.Column(str),
            **{name: pa.Column("int64") for name in whole},
            "told": pa.Column(bool),
        },
        checks=pa.Check(lambda frame: frame["excess"] <= frame["slack"], name="identity"),
        strict=True,
        ordered=True,
    )


def _has_row(key: str) -> pa.Check:
    return pa.Check(lambda frame: key in frame.index, name=f"rows:{key}")


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame, table: str) -> list[Fault]:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        _only_data(errors, *_TABLE_DATA)
        cases = errors.failure_cases
        return [
            _fault(table, str(case.check), case.failure_case, frame)
            for case in cases.drop_duplicates(["check", "failure_case"]).itertuples()
        ]
    return []


def _fault(table: str, check: str, failure: object, frame: pd.DataFrame) -> Fault:
    if check.startswith("rows:"):
        return Fault(table, "rows", check.removeprefix("rows:"))
    if check.startswith("column_in_dataframe"):
        return Fault(table, "columns", str(failure))
    if check == "field_uniqueness":
        return Fault(table, "keys", str(failure))
    if check.startswith("str_matches"):
        rows = frame.index[frame["code"] == failure]
        return Fault(table, "codes", str(rows[0]) if len(rows) else str(failure))
    raise AssertionError(f"pandera: {check}")


def _only_data(errors: SchemaErrors, *reasons: SchemaErrorReason) -> None:
    """Any other reason, such as a check that raised, is hebiao's fault and not the data's."""
    for error in errors.schema_errors:
        if error.reason_code not in reasons:
            raise AssertionError(str(error)) from error
