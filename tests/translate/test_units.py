"""Units of measure: where one begins and ends, and which amounts of two units are the same."""

from fractions import Fraction

import pytest

from translate.language.values import units


@pytest.mark.parametrize(
    ("number", "unit", "other_number", "other_unit", "expected"),
    [
        (24, "month", 2, "year", True),
        (24, "month", 3, "year", False),
        (10, "year", 1, "decade", True),
        (10, "year", 10, "decade", False),
        (5, "century", 50, "decade", True),
        (Fraction(1, 2), "month", 2, "week", True),
        (Fraction(1, 2), "month", 15, "day", True),
        (Fraction(1, 2), "month", 14, "day", True),
        (Fraction(1, 2), "month", 13, "day", False),
        (Fraction(1, 2), "month", 3, "week", False),
        (Fraction(1, 4), "month", 2, "week", False),
        (Fraction(3, 2), "month", 2, "week", False),
        (1, "month", 30, "day", False),
        (2, "week", 14, "day", True),
        (2, "week", 15, "day", False),
        (2, "km", 2000, "m", True),
        (2, "km", 2, "m", False),
        (2, "km", 2000, "kg", False),
        (7, "CNY", 7, "USD", False),
        (2, "km", 2, "km", False),
        (2, "", 2, "km", False),
    ],
)
def test_amounts_are_converted_within_one_dimension(
    number: Fraction, unit: str, other_number: Fraction, other_unit: str, expected: bool
) -> None:
    assert units.same(Fraction(number), unit, Fraction(other_number), other_unit) is expected
    assert units.same(Fraction(other_number), other_unit, Fraction(number), unit) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("RMB ", "en", ("CNY", 0)),
        ("of RMB", "en", ("CNY", 3)),
        ("€", "en", ("EUR", 0)),
        # Letters of a longer word are no sign; Chinese characters, punctuation and digits end none.
        ("XRMB", "en", ("", 4)),
        ("XEUR", "en", ("", 4)),
        ("共RMB", "en", ("CNY", 1)),
        ("(RMB", "en", ("CNY", 1)),
        ("x€", "en", ("EUR", 1)),
        ("A人民币", "zh-Hans", ("CNY", 1)),
        ("共人民币", "zh-Hans", ("CNY", 1)),
        ("the", "en", ("", 3)),
    ],
)
def test_a_sign_before_a_number(text: str, language: str, expected: tuple[str, int]) -> None:
    assert units.before(text, len(text), language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("5 km away", "en", ("km", 4)),
        ("5km away", "en", ("km", 3)),
        ("5-year plan", "en", ("year", 6)),
        ("5  km", "en", ("", 1)),
        ("5 kmx", "en", ("", 1)),
        ("5公里", "zh-Hans", ("km", 3)),
        ("5 g", "en", ("g", 3)),
        ("5G", "en", ("", 1)),
    ],
)
def test_a_unit_behind_a_number(text: str, language: str, expected: tuple[str, int]) -> None:
    assert units.after(text, 1, language) == expected


@pytest.mark.parametrize(
    ("number", "unit", "language", "expected"),
    [
        ("5", "km", "en", "5 km"),
        ("5", "km", "zh-Hans", "5公里"),
        ("5", "EUR", "en", "€5"),
        ("5", "EUR", "zh-Hans", "5欧元"),
        ("5", "", "en", "5"),
    ],
)
def test_a_repaired_value_is_written_with_its_unit(number: str, unit: str, language: str, expected: str) -> None:
    assert units.written(number, unit, language) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("km", "km", True),
        ("lb", "GBP", True),
        ("°C", "kWh", True),
        ("lb", "EUR", False),
        ("", "km", True),
        ("km", "", True),
        ("", "%", False),
        ("%", "", False),
        ("¥", "JPY", True),
        ("CNY", "¥", True),
        ("¥", "USD", False),
        ("dollar", "HKD", True),
        ("dollar", "EUR", False),
        ("USD", "HKD", False),
    ],
)
def test_units_agree_where_the_numbers_do(one: str, other: str, expected: bool) -> None:
    assert units.agree(one, other) is expected
