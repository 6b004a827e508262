"""The thirty checks in pandera and in Great Expectations: frames in, the rules that fail out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import great_expectations as gx
import pandera.pandas as pa
from great_expectations.data_context.types.base import ProgressBarsConfig
from pandera.errors import SchemaErrors

from bench.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from bench.checks import PlainCheck

    Judge = Callable[[Mapping[str, pd.DataFrame]], set[str]]


def pandera_judge() -> Judge:
    """Build one `DataFrameSchema` a table, and give what validates frames against them."""
    schemas = {
        table: pa.DataFrameSchema(checks=[_pandera_check(check) for check in checks])
        for table, checks in _by_table().items()
    }

    def judge(frames: Mapping[str, pd.DataFrame]) -> set[str]:
        failing: set[str] = set()
        for table, schema in schemas.items():
            try:
                schema.validate(frames[table], lazy=True)
            except SchemaErrors as errors:
                failing |= set(errors.failure_cases["check"])
        return failing

    return judge


def gx_judge() -> Judge:
    """Build one suite a table, and give what validates frames against them.

    No expectation compares sums of columns or rows within a tolerance, so that each check is a
    column that pandas adds and an expectation that the column stays at or below 0.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("tables")
    suites = {}
    for table, checks in _by_table().items():
        whole = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("whole")
        expected = [
            gx.expectations.ExpectColumnValuesToBeBetween(column=check.rule, max_value=0)
            for check in checks
        ]
        suite = context.suites.add(gx.ExpectationSuite(table, expectations=expected))
        suites[table] = (whole, suite, checks)

    def judge(frames: Mapping[str, pd.DataFrame]) -> set[str]:
        failing: set[str] = set()
        for table, (whole, suite, checks) in suites.items():
            frame = frames[table]
            judged = frame.assign(**{check.rule: check.excess(frame) for check in checks})
            result = whole.get_batch(batch_parameters={"dataframe": judged}).validate(suite)
            for one in result.results:
                if one.exception_info["raised_exception"]:
                    raise AssertionError(one.exception_info["exception_message"])
                if not one.success:
                    failing.add(one.expectation_config.kwargs["column"])
        return failing

    return judge


def _by_table() -> dict[str, list[PlainCheck]]:
    tables: dict[str, list[PlainCheck]] = {}
    for check in CHECKS:
        tables.setdefault(check.table, []).append(check)
    return tables


def _pandera_check(check: PlainCheck) -> pa.Check:
    return pa.Check(lambda frame: check.excess(frame) <= 0, name=check.rule)
