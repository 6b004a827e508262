"""What fails though it binds no correction: one slip is one finding, two slips are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support import grid, recognised, small

from hebiao.bind import bind
from hebiao.check import check
from hebiao.kinds import load_kinds
from hebiao.readers import read
from hebiao.recognise import recognise
from hebiao.regime.load import load_regimes
from hebiao.result import Finding, Severity

SAMPLES = Path(__file__).parents[1] / "samples"
HEADS = "科目代码|科目名称|合计|基本支出|项目支出"
COPY = 'id = "COPY"\nkind = "identity"\nformula = "乙[201].合计 = 丙[201].合计"'
ROW = (
    'id = "ROW"\nkind = "identity"\neach = "row"\n'
    'formula = "乙[*].合计 = 乙[*].基本支出 + 乙[*].项目支出"'
)
TREE = 'id = "TREE"\nkind = "rollup"\ntable = "乙"'


def asked(name: str, formula: str) -> str:
    """A rule that asks to confirm: its id begins with V."""
    return f'id = "V-{name}"\nkind = "identity"\nformula = "{formula}"'


def found(*rules: str, b: tuple[str, ...], c: tuple[str, ...]) -> list[Finding]:
    """The findings on two tables under rules; those whose id begins with V ask to confirm."""
    regime = small(*rules)
    weighed = replace(
        regime,
        rules=tuple(
            replace(one, severity=Severity.VERIFY) if one.id.startswith("V") else one
            for one in regime.rules
        ),
    )
    tables = ("科目支出表", grid(HEADS, *b), "拨款来源表", grid(HEADS, *c))
    return list(check(bind(recognised(regime, *tables)), weighed).findings)


def repairs(finding: Finding) -> list[dict[str, str]]:
    assert finding.cause is not None
    return [{one.address: one.should_be for one in repair} for repair in finding.cause.repairs]


TWICE = (
    asked("ONE", "乙[201].项目支出 = 丙[201].项目支出"),
    asked("TWO", "乙[201].项目支出 = 丙[208].项目支出"),
)


class TestOwn:
    """Causes of what only asks to confirm."""

    def test_one_figure_that_breaks_two_is_one_finding_and_not_certain(self) -> None:
        (finding,) = found(*TWICE, b=("201|a|||7.00",), c=("201|a|||5.00", "208|b|||5.00"))
        assert finding.outcomes == ("V-ONE@", "V-TWO@")
        assert finding.severity is Severity.VERIFY
        assert repairs(finding) == [{"乙[201].项目支出": "5.00"}]
        assert finding.cause is not None
        assert not finding.cause.unique
        assert "可能是 乙[201].项目支出（印为 7.00）" in finding.message.zh

    def test_what_no_one_figure_explains_stays_apart(self) -> None:
        both = found(*TWICE, b=("201|a|||7.00",), c=("201|a|||5.00", "208|b|||6.00"))
        assert [one.outcomes for one in both] == [("V-ONE@",), ("V-TWO@",)]
        assert all(one.cause is None for one in both)

    def test_two_limits_that_one_figure_would_satisfy_stay_apart(self) -> None:
        limits = (
            asked("ONE", "乙[201].项目支出 <= 丙[201].项目支出"),
            asked("TWO", "乙[201].项目支出 <= 丙[208].项目支出"),
        )
        both = found(*limits, b=("201|a|||7.00",), c=("201|a|||5.00", "208|b|||6.00"))
        assert [one.outcomes for one in both] == [("V-ONE@",), ("V-TWO@",)]

    def test_a_repair_breaks_nothing_that_must_hold(self) -> None:
        both = found(*TWICE, ROW, b=("201|a|9.00|2.00|7.00",), c=("201|a|||5.00", "208|b|||5.00"))
        (finding,) = both
        assert all(len(one) == 2 for one in repairs(finding)), "with what its row then needs"
        assert all(one["乙[201].项目支出"] == "5.00" for one in repairs(finding))

    def test_one_alone_has_no_cause(self) -> None:
        (finding,) = found(TWICE[0], b=("201|a|||7.00",), c=("201|a|||5.00",))
        assert finding.cause is None


class TestBelow:
    """What hangs below the cause of what must hold."""

    LIMIT = asked("LIMIT", "乙[201].合计 <= 丙[208].合计")

    def test_what_one_of_few_repairs_makes_exact_hangs_below_and_orders_them(self) -> None:
        (finding,) = found(
            COPY, self.LIMIT, b=("201|a|9.00||",), c=("201|a|8.00||", "208|b|8.00||")
        )
        assert finding.outcomes == ("COPY@", "V-LIMIT@")
        assert repairs(finding) == [{"乙[201].合计": "8.00"}, {"丙[201].合计": "9.00"}]
        assert finding.cause is not None
        assert not finding.cause.unique

    def test_a_limit_that_a_repair_only_stays_below_is_a_finding_of_its_own(self) -> None:
        both = found(COPY, self.LIMIT, b=("201|a|9.00||",), c=("201|a|8.00||", "208|b|8.50||"))
        assert [one.outcomes for one in both] == [("COPY@",), ("V-LIMIT@",)]

    def test_what_two_sure_corrections_mend_together_is_no_third_finding(self) -> None:
        total = asked("SUM", "乙[201].项目支出 + 乙[208].项目支出 = 丙[201].合计")
        two = found(
            *(ROW, TREE, total),
            b=("201|a|9.00|4.00|6.00", "208|b|30.00|10.00|29.00", "|总计|39.00|14.00|25.00"),
            c=("201|a|25.00||",),
        )
        assert [repairs(one) for one in two] == [
            [{"乙[201].项目支出": "5.00"}],
            [{"乙[208].项目支出": "20.00"}],
        ]
        assert all("V-SUM@" in one.outcomes for one in two)


@pytest.mark.parametrize(
    ("sample", "rule", "outcomes"),
    [
        ("final-accounts-2024/fault-text-amount", "N-AMOUNT", 3),
        ("xinjiang-budget-2026/fault-text-prior", "XJB-N-PRIOR-TOTAL", 2),
        ("xinjiang-budget-2026/fault-performance-source", "XJB-PERF-WHOLE", 3),
    ],
)
def test_a_slip_of_the_samples_is_one_finding(sample: str, rule: str, outcomes: int) -> None:
    document, regime = recognise(read(SAMPLES / f"{sample}.txt"), load_regimes(load_kinds()))
    (finding,) = check(bind(document), regime).findings
    assert (finding.rule, len(finding.outcomes)) == (rule, outcomes)


def test_a_choice_with_a_way_that_the_text_does_not_state_takes_part() -> None:
    path = SAMPLES / "final-accounts-2024" / "fault-text-amount.txt"
    document, regime = recognise(read(path), load_regimes(load_kinds()))
    (finding,) = check(bind(document), regime).findings
    assert "FA-N-4-5@2" in finding.outcomes
    assert repairs(finding) == [{"说明.七[本年支出].金额": "388.25"}]
