"""Planted faults: each class is found, and named rightly or not at all."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.faults import KINDS, Fault, plans, planted, printed
from bench.mutate import clean, faults, judge
from hebiao.cause import slips
from hebiao.cause.problem import problem_of
from hebiao.check import check, evaluate

SAMPLES = Path(__file__).parents[1] / "samples"
XINJIANG = SAMPLES / "xinjiang-budget-2026" / "clean.txt"
FINAL = SAMPLES / "final-accounts-2024" / "clean.txt"


def fault(path: Path, kind: str, **texts: str) -> Fault:
    numbers = clean(path).figures.numbers
    return Fault(kind, {numbers[address]: text for address, text in texts.items()})


@pytest.mark.parametrize(
    ("path", "texts", "verdict"),
    [
        pytest.param(XINJIANG, {"表3[2010302].项目支出": "697.97"}, "named", id="digit"),
        pytest.param(XINJIANG, {"表3[2010302].项目支出": "69.97"}, "named", id="dropped"),
        pytest.param(XINJIANG, {"表3[2010302].项目支出": "6692.97"}, "named", id="doubled"),
        pytest.param(XINJIANG, {"表3[2010302].项目支出": "629.97"}, "named", id="transposed"),
        pytest.param(XINJIANG, {"表3[2010302].项目支出": "6929700"}, "named", id="unit"),
        pytest.param(XINJIANG, {"表3[2010302].项目支出": "-692.97"}, "named", id="sign"),
        pytest.param(
            XINJIANG,
            {"表3[2010302].项目支出": "697.97", "表5[2080505].合计": "82.53"},
            "named",
            id="two",
        ),
        pytest.param(FINAL, {"公开06表[30201].决算数": "25.23"}, "among", id="pinned-once"),
        pytest.param(
            FINAL,
            {"公开03表[合计].项目支出": "", "公开03表[合计].上缴上级支出": "1,880.02"},
            "named",
            id="a column off, as if it were rows of the text",
        ),
        pytest.param(
            XINJIANG,
            {"表6[30299].公用经费": "", "表6[303].公用经费": "11.07"},
            "named",
            id="a row off, so that a list in the text fails",
        ),
    ],
)
def test_a_fault_in_the_sample_is_told(path: Path, texts: dict[str, str], verdict: str) -> None:
    told, findings = judge(path, fault(path, "", **texts))
    assert (told, findings) == (verdict, 1 if "" in texts.values() else len(texts))


def test_a_total_in_the_place_of_its_part_is_among_the_figures_in_question() -> None:
    told, _ = judge(XINJIANG, fault(XINJIANG, "", **{"表6[30201].合计": "35.01"}))
    assert told in {"named", "among"}


@pytest.mark.parametrize("path", [XINJIANG, FINAL], ids=lambda path: path.parent.name)
def test_no_class_of_faults_is_missed_or_wrongly_named(path: Path) -> None:
    chosen = faults(path, 1, seed=5)
    assert {one.kind for one in chosen} >= {*KINDS, "row shifted", "two at once"}
    verdicts = {one.kind: judge(path, one)[0] for one in chosen}
    assert set(verdicts.values()) <= {"named", "among", "found only", "unseen"}
    assert list(verdicts.values()).count("named") >= len(verdicts) // 2


@pytest.mark.parametrize("path", [XINJIANG, FINAL], ids=lambda path: path.parent.name)
def test_of_figures_pinned_twice_most_faults_have_one_cause_and_none_a_wrong_one(
    path: Path,
) -> None:
    held = clean(path)
    eligible = printed(held.figures, held.pins, 2)
    chosen = plans(held.figures, eligible, Random(3))["digit doubled"][:20]  # noqa: S311
    right = 0
    for one in chosen:
        figures = planted(one, held.figures)
        case, outcomes = evaluate(figures, held.regime)
        parts = slips(problem_of(case, outcomes), figures)
        sole = {n: v for p in parts if p.unique for n, v in p.mends[0].values.items()}
        assert sole.keys() <= one.texts.keys()
        right += sole == {n: held.figures.figures[n].value for n in one.texts}
    assert right >= 0.95 * len(chosen)


def test_the_same_seed_plants_the_same_faults() -> None:
    assert faults(XINJIANG, 2, seed=9) == faults(XINJIANG, 2, seed=9)
    assert faults(XINJIANG, 2, seed=9) != faults(XINJIANG, 2, seed=10)


def test_a_clean_sample_has_no_cause() -> None:
    for path in (XINJIANG, FINAL):
        held = clean(path)
        assert all(one.cause is None for one in check(held.figures, held.regime).findings)
