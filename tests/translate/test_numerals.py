"""Numbers in words, read and written."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.language.values import numerals


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("三十", 30),
        ("两", 2),
        ("十五", 15),
        ("一百零五", 105),
        ("二百五", 250),
        ("一万二", 12_000),
        ("一万二千", 12_000),
        ("两千三百万", 23_000_000),
        ("一百二十三万四千五百六十七", 1_234_567),
        ("二〇二五", 2025),
        ("三万亿", 3 * 10**12),
        ("1.61万亿", 1_610_000_000_000),
        ("2亿5000万", 250_000_000),
        ("三点五", Fraction(7, 2)),
        ("三点五万", 35_000),
        ("3,000", 3000),
    ],
)
def test_chinese(words: str, number: int | Fraction) -> None:
    assert numerals.chinese(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twenty-five", 25),
        ("two hundred and five million", 205_000_000),
        ("a hundred", 100),
        ("two dozen", 24),
        ("one hundred and one thousand three hundred", 101_300),
        ("twenty-first", 21),
    ],
)
def test_english(words: str, number: int) -> None:
    assert numerals.english(words) == number


CARDINALS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
"""
ORDINALS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth
"""


def test_every_word_for_a_number_is_that_number() -> None:
    assert [numerals.english(word) for word in CARDINALS.split()] == list(range(21))
    assert [numerals.english(word) for word in ORDINALS.split()] == list(range(1, 21))
    tens = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
    assert [numerals.english(word) for word in tens.split()] == list(range(20, 101, 10))
    tens = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
    assert [numerals.english(word) for word in tens.split()] == list(range(20, 101, 10))
    assert numerals.english("fourty") == 40
    assert [numerals.chinese(character) for character in "零一二三四五六七八九十"] == list(range(11))
    assert [numerals.chinese(character) for character in "〇两俩仨壹贰叁百千万亿兆"] == [
        *(0, 2, 2, 3, 1, 2, 3, 100, 1000, 10_000, 100_000_000, 1_000_000_000_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "zeros"),
    [("hundred", 2), ("thousand k", 3), ("lakh", 5), ("million m mn mln", 6), ("crore", 7), ("billion bn b", 9),
     ("trillion tn trn", 12)],
)  # fmt: skip
def test_every_word_that_multiplies(words: str, zeros: int) -> None:
    for word in words.split():
        assert numerals.ENGLISH_SCALES[word] == int("1" + "0" * zeros), word
        assert numerals.english(f"two {word}") == int("2" + "0" * zeros), word


def test_what_is_no_number_is_refused() -> None:
    for words in ("hospital", "and"):
        with pytest.raises(ValueError, match=words):
            numerals.english(words)
    with pytest.raises(ValueError, match="医院"):
        numerals.chinese("医院")


@given(st.integers(min_value=0, max_value=10**13))
def test_what_is_written_reads_the_same(number: int) -> None:
    value = Fraction(number)
    for scaled in (True, False):
        assert numerals.chinese(numerals.write_chinese(value, scaled=scaled)) == value
    digits, _, scale = numerals.write_english(value).partition(" ")
    assert Fraction(digits.replace(",", "")) * numerals.ENGLISH_SCALES.get(scale, 1) == value


def in_characters(number: int) -> str:
    """Write a small number, 0 to 99, in Chinese characters, 2 as counted things have it: 两."""
    digits = "零一两三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else "零一二三四五六七八九"[tens]) + "十" + ("零一二三四五六七八九"[ones] if ones else "")


@given(st.integers(min_value=0, max_value=99))
def test_small_numbers_in_characters(number: int) -> None:
    assert numerals.chinese(in_characters(number)) == number


@pytest.mark.parametrize(
    ("number", "scaled", "chinese", "english"),
    [
        ("55510000000", True, "555.1亿", "55.51 billion"),
        ("2450000", True, "245万", "2.45 million"),
        ("45000", False, "4.5万", "45,000"),
        ("84400", False, "84400", "84,400"),
        ("3800", False, "3800", "3,800"),
        ("12000000000000", True, "12万亿", "12 trillion"),
        ("0.5", False, "0.5", "0.5"),
        # Each scale begins exactly at its own size.
        ("9999", True, "9999", "9,999"),
        ("10000", True, "1万", "10,000"),
        ("10000", False, "1万", "10,000"),
        ("999000", False, "99.9万", "999,000"),
        ("1000000", True, "100万", "1 million"),
        ("99990000", True, "9999万", "99.99 million"),
        ("100000000", True, "1亿", "100 million"),
        ("200000000", False, "2亿", "200 million"),
        ("999000000", True, "9.99亿", "999 million"),
        ("1000000000", True, "10亿", "1 billion"),
        ("999900000000", True, "9999亿", "999.9 billion"),
        ("1000000000000", True, "1万亿", "1 trillion"),
    ],
)
def test_the_house_style(number: str, scaled: bool, chinese: str, english: str) -> None:
    assert numerals.write_chinese(Fraction(number), scaled=scaled) == chinese
    assert numerals.write_english(Fraction(number)) == english
