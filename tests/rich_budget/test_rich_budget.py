"""Rich clean budgets: several units, all budgets and funds, rounding, many wordings; no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich_budget.document import text

from hebiao.kinds import load_kinds
from hebiao.pipeline import validate_document
from hebiao.regime.load import load_regimes
from hebiao.result import Severity, Verdict

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rich_clean_budget_has_no_finding_and_is_read_to_the_last_table(
    seed: int, tmp_path: Path
) -> None:
    file = tmp_path / "budget.txt"
    file.write_text(text(seed), encoding="utf-8")
    (document,) = validate_document([file], load_regimes(load_kinds())).documents
    told = [one for one in document.findings if one.severity is not Severity.INFO]
    assert [(one.rule, one.message.zh) for one in told] == []
    untold = [(o.rule, o.reason) for o in document.outcomes if o.verdict is Verdict.CANNOT_TELL]
    assert untold == []
    assert document.narrative is not None
    assert document.narrative.bound >= 0.95 * document.narrative.figures
