"""Every example of every rule gives the verdict and the sides it states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support import small

from hebiao.errors import RegimeError
from hebiao.examples import Told, tell, untrue
from hebiao.kinds import load_kinds
from hebiao.regime.load import load_regimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hebiao.regime.spec import Example, Regime, Rule

REGIMES = load_regimes(load_kinds())
FAIL = {"fails", "rounding"}


def _cases() -> Iterator[tuple[str, Regime, Rule, Example]]:
    for regime in REGIMES.values():
        for rule in regime.rules:
            for number, example in enumerate(rule.examples, 1):
                yield f"{regime.id}:{rule.id}-{number}", regime, rule, example


CASES = list(_cases())


@pytest.mark.parametrize(
    ("regime", "rule", "example"),
    [pytest.param(regime, rule, example, id=name) for name, regime, rule, example in CASES],
)
def test_an_example_gives_what_it_states(regime: Regime, rule: Rule, example: Example) -> None:
    assert untrue(rule, example, regime) == ()


@pytest.mark.parametrize(
    ("regime", "rule"),
    [
        pytest.param(regime, rule, id=f"{regime.id}:{rule.id}")
        for regime in REGIMES.values()
        for rule in regime.rules
    ],
)
def test_a_rule_has_an_example_that_holds_and_one_that_does_not(regime: Regime, rule: Rule) -> None:
    assert regime.rules
    verdicts = {example.verdict for example in rule.examples}
    assert "holds" in verdicts
    assert verdicts & FAIL


@pytest.mark.parametrize(
    ("regime", "rule", "example"),
    [
        pytest.param(regime, rule, example, id=name)
        for name, regime, rule, example in CASES
        if rule.kind in {"identity", "rollup"} and example.verdict in FAIL
    ],
)
def test_a_failing_identity_states_both_sides(regime: Regime, rule: Rule, example: Example) -> None:
    assert regime.rules
    assert rule.examples
    assert (example.actual is None, example.expected is None) == (False, False)


class TestTell:
    """What an example's addresses stand for."""

    IDENTITY = 'id = "R1"\nkind = "identity"\nformula = "乙[总计].合计 = sum(丁[leaf].合计)"'

    def told(self, figures: dict[str, str]) -> Told:
        regime = small(self.IDENTITY)
        (rule,) = regime.rules
        return tell(rule, replace(rule.examples[0], figures=figures), regime)

    def test_units_codes_and_projects_take_their_places(self) -> None:
        figures = {
            "丁['甲单位'].合计": "5.00",
            "丁['甲单位'/2010302].合计": "5.00",
            "丁['甲单位'/2010302/'某''项目'].合计": "4.00",
            "丁['甲单位'/2010302/'某''项目'#2].合计": "1.00",
            "丁[总计].合计": "5.00",
            "乙[总计].合计": "5.00",
        }
        assert self.told(figures) == Told("holds", "5.00", "5.00")
        assert self.told(figures | {"乙[总计].合计": "6.00"}) == Told("fails", "6.00", "5.00")

    def test_each_side_that_is_not_as_stated_is_told(self) -> None:
        regime = small(self.IDENTITY)
        (rule,) = regime.rules
        figures = {"丁[总计].合计": "5.00", "丁['甲单位'].合计": "5.00", "乙[总计].合计": "6.00"}
        stated = replace(
            rule.examples[0], figures=figures, verdict="holds", actual="6.00", expected="6.00"
        )
        assert untrue(rule, stated, regime) == (
            "verdict 写明 stated holds，得到 gives fails",
            "expected 写明 stated 6.00，得到 gives 5.00",
        )

    def test_a_table_no_figure_names_is_not_found(self) -> None:
        assert self.told({"乙[总计].合计": "5.00"}).verdict == "cannot-tell"

    @pytest.mark.parametrize(
        ("address", "part"),
        [
            ("庚[总计].合计", "没有表「庚」"),
            ("乙[总计].合汁", "没有这一列"),
            ("甲.收人[本年收入].预算数", "没有栏「收人」"),
            ("乙[总计", "读不懂"),
        ],
    )
    def test_an_address_that_is_none_is_told(self, address: str, part: str) -> None:
        with pytest.raises(RegimeError) as error:
            self.told({address: "5.00"})
        assert "R1：example：" in error.value.message
        assert part in error.value.message

    def test_an_example_without_figures_says_nothing_of_tables(self) -> None:
        assert self.told({}) == Told("cannot-tell", None, None)
