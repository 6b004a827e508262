"""The formula language: what parses to what, what does not and where, and the way back to text."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hebiao.recognise.wording import quote
from hebiao.regime.formula import (
    Condition,
    Formula,
    FormulaError,
    Ref,
    Term,
    parse_formula,
    parse_guard,
    parse_ref,
)

ONE = Fraction(1)


def ref(table: str, row: str, column: str, lane: str = "", *, summed: bool = False) -> Ref:
    return Ref(table, "", lane, row, column, summed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("表3[2010301].基本支出", ref("表3", "2010301", "基本支出")),
        ("表3 [ 2010301 ] . 基本支出", ref("表3", "2010301", "基本支出")),
        (
            "表1.收入[本年收入/单位资金/其他收入].预算数",
            ref("表1", "本年收入/单位资金/其他收入", "预算数", "收入"),
        ),
        ("表12[总计].财政拨款/基本支出", ref("表12", "总计", "财政拨款/基本支出")),
        (
            "表7['某单位'/2010302/'口岸业务经费'].合计",
            ref("表7", "'某单位'/2010302/'口岸业务经费'", "合计"),
        ),
        ("表7['甲''乙'/'[丙].丁 = 1'#2].合计", ref("表7", "'甲''乙'/'[丙].丁 = 1'#2", "合计")),
        ("表3[''].合计", ref("表3", "''", "合计")),
        ("表3[2010301#2].合计", ref("表3", "2010301#2", "合计")),
        ("表3[*].合计", ref("表3", "*", "合计")),
        ("表7[*/leaf].合计", ref("表7", "*/leaf", "合计")),
        ("附1之2[201].合计", ref("附1之2", "201", "合计")),
        ("表3[201].2026年预算数", ref("表3", "201", "2026年预算数")),
        ("表9[资本性支出（一）].“三公”经费", ref("表9", "资本性支出（一）", "“三公”经费")),
        (
            "绩效{'口岸业务经费'}.指标['车辆租赁数'].权重",
            Ref("绩效", "'口岸业务经费'", "指标", "'车辆租赁数'", "权重"),
        ),
        ("表3.合计", ref("表3", "", "合计")),
    ],
)
def test_a_reference_is_read_into_its_parts(text: str, expected: Ref) -> None:
    assert parse_ref(text) == expected


def test_a_formula_is_sides_of_signed_terms() -> None:
    formula = parse_formula("- 甲[1].a + 1/2 × 乙[*].b − 0.3 * sum(丙[*/leaf].c) = 5 万元 - 2 元")
    assert formula == Formula(
        (
            (
                Term(-ONE, ref("甲", "1", "a")),
                Term(Fraction(1, 2), ref("乙", "*", "b")),
                Term(Fraction(-3, 10), ref("丙", "*/leaf", "c", summed=True)),
            ),
            (Term(Fraction(5), None, "万元"), Term(Fraction(-2), None, "元")),
        ),
        ("=",),
    )


def test_a_chain_splits_into_pairs() -> None:
    formula = parse_formula("甲[1].a = 乙[1].a <= 丙[1].a")
    assert [(str(a[0].ref), op, str(b[0].ref)) for a, op, b in formula.pairs()] == [
        ("甲[1].a", "=", "乙[1].a"),
        ("乙[1].a", "<=", "丙[1].a"),
    ]
    assert [str(one) for one in formula.refs()] == ["甲[1].a", "乙[1].a", "丙[1].a"]


def test_white_space_and_line_breaks_mean_nothing() -> None:
    spaced = parse_formula("\n  甲[ * ].a\n\t=  乙[*] .b+丙[*].c\n")
    assert spaced == parse_formula("甲[*].a = 乙[*].b + 丙[*].c")


@pytest.mark.parametrize("word", ["sum", "and", "printed", "zero", "leaf", "sum表", "2x", "x2"])
def test_a_word_of_the_language_may_name_a_table_or_column(word: str) -> None:
    assert parse_ref(f"{word}.{word}[{word}].{word}/{word}") == ref(
        word, word, f"{word}/{word}", word
    )


def test_a_guard_is_conditions_joined_by_and() -> None:
    assert parse_guard("printed(甲[*].a) and zero(sum和[1].b)and printed(丙[1].c)") == (
        Condition("printed", ref("甲", "*", "a")),
        Condition("zero", ref("sum和", "1", "b")),
        Condition("printed", ref("丙", "1", "c")),
    )


@pytest.mark.parametrize(
    ("text", "column", "rest"),
    [
        pytest.param("甲[1].a = = 乙[1].a", 10, "= 乙[1].a", id="second-sign"),
        pytest.param("甲[1].a 乙[1].a", 8, "乙[1].a", id="no-sign"),
        pytest.param("甲[1.a = 乙[1].a", 4, ".a = 乙[1].a", id="bracket-left-open"),
        pytest.param("甲1].a = 乙[1].a", 3, "].a = 乙[1].a", id="bracket-never-opened"),
        pytest.param("甲[1].a = 乙[1].a)", 16, ")", id="too-much"),
        pytest.param("甲[1].a = $乙 + 1", 13, "+ 1", id="no-column"),
        pytest.param("甲[1].a = max(乙[1].a)", 13, "(乙[1].a)", id="no-such-function"),
        pytest.param("甲[1].a = sum(sum(乙[1].a))", 17, "(乙[1].a))", id="sum-of-sum"),
        pytest.param("甲[1].a = 2 * 3 * 乙[1].a", 16, "* 乙[1].a", id="two-factors"),
        pytest.param("甲[1].a = (乙[1].a)", 10, "(乙[1].a)", id="parentheses"),
        pytest.param("甲[1].a ≤ 乙[1].a", 8, "≤ 乙[1].a", id="unknown-sign"),
        pytest.param("甲['1].a = 乙[1].a", 3, "'1].a = 乙[1].a", id="quote-left-open"),
        pytest.param("甲[1].a =", 9, "", id="nothing-on-the-right"),
        pytest.param("甲[1].a", 7, "", id="one-side"),
        pytest.param("", 1, "", id="nothing"),
        pytest.param("甲[1].a\n  = = 乙[1].a", 12, "= 乙[1].a", id="second-line"),
    ],
)
def test_what_is_no_formula_says_where_it_stops(text: str, column: int, rest: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse_formula(text)
    assert str(error.value) == f"第 {column} 字起读不懂：「{rest}」"


@pytest.mark.parametrize("text", ["甲[1].a = 1/0 × 乙[1].a", "甲[1].a = 0/0.0 * 乙[1].a"])
def test_a_division_by_zero_is_no_formula(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(text)


@pytest.mark.parametrize("text", ["printed", "shown(甲[1].a)", "printed(甲[1].a) or zero(甲[1].a)"])
def test_what_is_no_guard_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_guard(text)


words = st.text("表收入支出总计ab12之（）“”%#", min_size=1, max_size=6)
keys = words.filter(lambda word: not word.isdigit())
quoted = st.builds(
    lambda text, repeat: quote(text) + (f"#{repeat}" if repeat else ""),
    st.text(max_size=8),
    st.integers(0, 12).filter(lambda n: n != 1),
)
codes = st.integers(0, 9_999_999).map(str)
paths = st.lists(keys, min_size=1, max_size=3).map("/".join)
rows = st.one_of(
    st.just("*"),
    st.just("*/leaf"),
    st.lists(keys | quoted | codes, min_size=1, max_size=3).map("/".join),
)
refs = st.builds(
    Ref,
    table=keys,
    instance=st.just("") | quoted,
    lane=st.just("") | keys,
    row=rows,
    column=paths,
    summed=st.booleans(),
)
factors = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)
terms = st.builds(Term, factors | factors.map(Fraction.__neg__), refs) | st.builds(
    Term,
    st.decimals(0, 10**6, places=2).map(Fraction) | st.integers(0, 10**6).map(Fraction),
    st.none(),
    st.sampled_from(["", "万元", "%"]),
)
sides = st.lists(terms, min_size=1, max_size=4).map(tuple)
formulas = st.lists(sides, min_size=2, max_size=4).flatmap(
    lambda chain: st.builds(
        partial(Formula, tuple(chain)),
        st.tuples(*[st.sampled_from(["=", "<=", ">="]) for _ in chain[1:]]),
    )
)


def written(formula: Formula) -> str:
    parts = [_side(formula.sides[0])]
    for op, side in zip(formula.ops, formula.sides[1:], strict=True):
        parts += [op, _side(side)]
    return " ".join(parts)


def _side(side: tuple[Term, ...]) -> str:
    parts = []
    for term in side:
        size = abs(term.factor)
        what = f"{size} × {term.ref}" if term.ref else f"{float(size):.2f} {term.unit}"
        parts.append(f"{'-' if term.factor < 0 else '+'} {what}")
    return " ".join(parts)


@settings(deadline=None)
@given(refs.filter(lambda one: not one.summed))
def test_a_reference_written_out_is_read_back(one: Ref) -> None:
    assert parse_ref(str(one)) == one


@settings(deadline=None)
@given(formulas)
def test_a_formula_written_out_is_read_back(formula: Formula) -> None:
    assert parse_formula(written(formula)) == formula


@settings(deadline=None)
@given(st.text("表[]{}.*/+-−×=<>()'# 12aleafsumand\n", max_size=30))
def test_no_text_fails_otherwise_than_as_no_formula(text: str) -> None:
    for parse in (parse_formula, parse_guard, parse_ref):
        try:
            parse(text)
        except FormulaError:
            continue
