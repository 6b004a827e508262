"""Final accounts drawn at random, true by construction, in many forms: no finding on any."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from accounts.drawn import Books
from accounts.tables import Printer
from accounts.told import BODY, Teller

from hebiao.kinds import load_kinds
from hebiao.pipeline import validate_document
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from pathlib import Path

    from hebiao.regime.spec import Regime
    from hebiao.result import ReportDocument

SEEDS = range(6)


@cache
def regimes() -> dict[str, Regime]:
    return load_regimes(load_kinds())


def text(seed: int) -> str:
    books = Books(seed)
    tables, told = Printer(books).tables(), Teller(books).lines()
    parts = [["第二部分 部门决算表", *tables], ["第三部分 部门决算情况说明", *told]]
    first, second = parts if seed % 2 else reversed(parts)
    head = [f"{BODY}{books.year}年度部门决算", "第一部分 部门概况"]
    return "\n\n".join([*head, *first, *second, "第四部分 名词解释"]) + "\n"


def validated(path: Path, written: str) -> ReportDocument:
    path.write_text(written, encoding="utf-8")
    (document,) = validate_document([path], regimes()).documents
    return document


@pytest.mark.parametrize("seed", SEEDS)
def test_true_accounts_have_no_finding(tmp_path: Path, seed: int) -> None:
    document = validated(tmp_path / "accounts.txt", text(seed))
    assert [(one.rule, one.message.zh) for one in document.findings] == []
    assert len(document.tables) == (8 if document.year == 2019 else 9)
    assert document.narrative is not None
    assert document.narrative.bound >= 0.9 * document.narrative.figures


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (r"\t合计\t([\d,.]+)", "公开02表[合计].本年收入合计"),
        (r"占本年支出合计的([\d.]+)", "说明.五/一[一般公共预算财政拨款支出].占比"),
        (r"行政运行（项）。.*?预算为([\d,.]+)", "说明.五/三[2010301].年初预算数"),
    ],
)
def test_a_figure_changed_is_one_finding_that_names_it(
    tmp_path: Path, place: str, address: str
) -> None:
    true = text(SEEDS[1])
    found = re.search(place, true)
    assert found is not None
    start, digit = found.start(1), found[1][0]
    wrong = f"{true[:start]}{int(digit) % 9 + 1}{true[start + 1 :]}"
    (finding,) = validated(tmp_path / "accounts.txt", wrong).findings
    assert finding.cause is not None
    assert address in {one.address for repair in finding.cause.repairs for one in repair}
