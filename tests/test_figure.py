"""Printed text to exact figures: value, quantum, state."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebiao.figure import LIMIT, UNITS, Dimension, Figure, State, Unit, parse_figure, squeeze

WAN = UNITS["万元"]
YUAN = UNITS["元"]
PERCENT = UNITS["%"]

units = st.sampled_from(list(UNITS.values()))
values = st.integers(-LIMIT, LIMIT)


@pytest.mark.parametrize(
    ("text", "value", "quantum"),
    [
        pytest.param("10,142.25", 10_142_250_000, 10_000, id="thousands"),
        pytest.param("10142.25", 10_142_250_000, 10_000, id="plain"),
        pytest.param("10，142.25", 10_142_250_000, 10_000, id="full-width-comma"),
        pytest.param("１２，３４５．６７", 12_345_670_000, 10_000, id="full-width"),
        pytest.param(" 10 142.25\n", 10_142_250_000, 10_000, id="white-space"),
        pytest.param("\u3000261.\u200b28\xa0", 261_280_000, 10_000, id="invisible"),
        pytest.param("7", 7_000_000, 1_000_000, id="whole"),
        pytest.param("7.0", 7_000_000, 100_000, id="one-place"),
        pytest.param("7.000000", 7_000_000, 1, id="down-to-the-fen"),
        pytest.param("7.00000000", 7_000_000, 1, id="zeros-below-the-fen"),
        pytest.param(".5", 500_000, 100_000, id="no-whole-part"),
        pytest.param("0", 0, 1_000_000, id="zero"),
        pytest.param("0.00", 0, 10_000, id="zero-with-places"),
        pytest.param("-0.00", 0, 10_000, id="minus-zero"),
        pytest.param("+5.00", 5_000_000, 10_000, id="plus"),
        pytest.param("-5.00", -5_000_000, 10_000, id="hyphen"),
        pytest.param("\u22125.00", -5_000_000, 10_000, id="minus"),
        pytest.param("－5.00", -5_000_000, 10_000, id="full-width-minus"),
        pytest.param("–5.00", -5_000_000, 10_000, id="dash"),
        pytest.param("(5.00)", -5_000_000, 10_000, id="parentheses"),
        pytest.param("（１，２３４．５０）", -1_234_500_000, 10_000, id="full-width-parentheses"),
        pytest.param("5.00万元", 5_000_000, 10_000, id="own-unit-behind"),
        pytest.param("5.00 元", 500, 1, id="smaller-unit-behind"),
        pytest.param("1.5亿元", 15_000_000_000, 1_000_000_000, id="larger-unit-behind"),
        pytest.param("（5.00）万元", -5_000_000, 10_000, id="unit-behind-parentheses"),
        pytest.param("10000000000", LIMIT, 1_000_000, id="at-the-limit"),
        pytest.param("0" * 40 + "7", 7_000_000, 1_000_000, id="leading-zeros"),
    ],
)
def test_an_amount_is_read_exactly(text: str, value: int, quantum: int) -> None:
    assert parse_figure(text, WAN) == Figure(text, value, quantum, State.PRINTED)


@pytest.mark.parametrize(
    ("text", "unit", "value", "quantum"),
    [
        ("12.34%", "%", 123_400, 100),
        ("１２．３４％", "%", 123_400, 100),
        ("100", "%", 1_000_000, 10_000),
        ("35.5", "平方米", 3550, 10),
        ("3 辆", "辆", 3, 0),
        ("3 台", "辆", 3, 0),
        ("0.01", "元", 1, 1),
    ],
)
def test_every_dimension_has_its_base_unit(text: str, unit: str, value: int, quantum: int) -> None:
    assert parse_figure(text, UNITS[unit]) == Figure(text, value, quantum, State.PRINTED)


@pytest.mark.parametrize(
    "text", ["", " ", "\u3000", "\u200b", "-", "－", "—", "——", "---", "−", "/", "／", "无", "空"]
)
def test_a_dash_or_nothing_is_blank_and_counts_as_exactly_zero(text: str) -> None:
    figure = parse_figure(text, WAN)
    assert figure == Figure(text, 0, 0, State.BLANK)
    assert figure.known


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1２.3.4", "not a number"),
        ("10.142,25", "not a number"),
        ("261.28 692.97", "not a number"),
        ("5.00(1)", "not a number"),
        ("(5.00", "not a number"),
        ("5.00)", "not a number"),
        ("--5", "not a number"),
        ("5-", "not a number"),
        ("1e5", "not a number"),
        ("约五百", "not a number"),
        ("见附表", "not a number"),
        ("#REF!", "not a number"),
        ("\ud800", "not a number"),
        ("12.5%", "another unit"),
        ("3辆", "another unit"),
        ("5.00美元", "another unit"),
        ("10000000000.01", "out of range"),
        ("-10000000001", "out of range"),
        ("1234567890123456789012345678901234567890", "out of range"),
        ("1" * 65, "too long"),
        ("1" * 100_000, "too long"),
        ("0.0000001", "finer than the base unit"),
        ("1." + "0" * 40 + "1", "finer than the base unit"),
    ],
)
def test_what_is_no_amount_is_unreadable_with_the_reason(text: str, reason: str) -> None:
    figure = parse_figure(text, WAN)
    assert (figure.state, figure.value, figure.quantum) == (State.UNREADABLE, 0, 0)
    assert figure.reason.endswith(reason)
    assert figure.raw == text
    assert not figure.known


@pytest.mark.parametrize("text", ["100.00①", "100.00²", "①100.00"])
def test_a_note_mark_is_no_digit_of_the_amount(text: str) -> None:
    figure = parse_figure(text, WAN)
    assert (figure.state, figure.value) == (State.PRINTED, 100_000_000)


@given(st.text(), units)
def test_no_text_raises(text: str, unit: Unit) -> None:
    figure = parse_figure(text, unit)
    assert figure.raw == text
    assert abs(figure.value) <= LIMIT
    exact = unit.dimension in {Dimension.COUNT, Dimension.SCORE}
    assert figure.quantum == 0 or figure.state is State.PRINTED
    assert figure.quantum > 0 or figure.state is not State.PRINTED or exact
    assert (figure.state is State.UNREADABLE) == bool(figure.reason)


@given(values, units)
def test_a_value_written_in_a_unit_is_read_back(value: int, unit: Unit) -> None:
    read = parse_figure(unit.text(value), unit)
    assert (read.value, read.state) == (value, State.PRINTED)


@given(values, st.integers(0, 6), st.sampled_from(["plain", "commas", "parentheses", "wide"]))
def test_every_way_to_print_an_amount_reads_the_same(value: int, places: int, form: str) -> None:
    step = 10 ** (6 - places)
    value = value // step * step
    if abs(value) > LIMIT:
        value += step
    whole, part = divmod(abs(value), WAN.base)
    digits = f".{part // step:0{places}d}" if places else ""
    text = f"{whole:,}{digits}" if form == "commas" else f"{whole}{digits}"
    if value < 0:
        text = f"（{text}）" if form == "parentheses" else f"-{text}"
    if form == "wide":
        text = "".join(chr(ord(c) + 0xFEE0) for c in text)
    assert parse_figure(text, WAN) == Figure(text, value, step, State.PRINTED)


@pytest.mark.parametrize(
    ("unit", "value", "places", "text"),
    [
        ("万元", 10_142_250_000, None, "10142.25"),
        ("万元", 0, None, "0.00"),
        ("万元", -5_000, None, "-0.005"),
        ("万元", 1, None, "0.000001"),
        ("万元", 1_500_000, 4, "1.5000"),
        ("亿元", 1, None, "0.0000000001"),
        ("%", 123_400, None, "12.34"),
        ("%", 1_000_000, None, "100.00"),
        ("辆", 3, None, "3"),
        ("万元", Fraction(1, 2), None, "0.0000005"),
        ("万元", Fraction(1_000_000, 3), None, "0.333333333333"),
        ("万元", Fraction(-2_000_000, 3), None, "-0.666666666667"),
    ],
)
def test_a_value_is_written_with_all_its_digits(
    unit: str, value: int | Fraction, places: int | None, text: str
) -> None:
    assert UNITS[unit].text(value, places) == text


def test_another_last_place_leaves_the_rest() -> None:
    figure = parse_figure("0", WAN)
    assert figure.with_quantum(10_000) == Figure("0", 0, 10_000, State.PRINTED)


def test_units_are_named_by_their_key_and_measure_in_whole_base_units() -> None:
    assert all(name == unit.name and unit.base >= 1 for name, unit in UNITS.items())
    assert {unit.dimension for unit in UNITS.values()} == set(Dimension)
    assert YUAN.base * 10_000 == WAN.base


def test_squeezed_text_has_no_space_and_no_invisible_characters() -> None:
    assert squeeze("单\t位\u200b： 万\u3000元\x07") == "单位:万元"
