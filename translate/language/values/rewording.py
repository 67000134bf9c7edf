"""Writing a value of one language in the words of the other, in the place of a wrong one."""

import re

from translate.language.values import dates, numerals, units
from translate.language.values.numerals import CHINESE_DIGIT
from translate.language.values.value import Value

_SCALED = re.compile(
    r"hundred|thousand|million|billion|trillion|\b(?:mn|bn|tn)\b|[百千万亿]|(?<=\d)[mbk]\b", re.IGNORECASE
)
_CHINESE_NUMBER = re.compile(
    rf"百分之[\d.{CHINESE_DIGIT}十百点]+|\d[\d,]*(?:\.\d+)?\s?[多余几]?\s?[十百千万亿]*|[{CHINESE_DIGIT}十百千万亿点]+"
)
_ENGLISH_NUMBER = re.compile(
    rf"(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[ -]?(?:hundred|thousand|million|billion|trillion|mn|bn|tn|k|m)\b)?"
    rf"|{numerals.ENGLISH_NUMERAL}",
    re.IGNORECASE,
)
_HANZI = re.compile(f"[{CHINESE_DIGIT}十百千万亿]+")
_SMALL = 20
_SPELLED = 13


def figures(value: Value) -> str:
    """Return the digits a value is written with, without zeros at either end: 5551 for 55.51 billion and 555.1亿."""
    return f"{value.number.numerator}".strip("0") if value.kind == "number" and value.number else ""


def replaceable(one: Value, two: Value) -> bool:
    """Return whether a value may be written in the place of another."""
    if one.kind == two.kind:
        return one.kind in ("number", "date", "phone") or (one.kind == "ordinal" and one.unit == two.unit)
    return {one.kind, two.kind} <= {"number", "ordinal"} and not one.unit and not two.unit


def reworded(value: Value, wrong: Value, language: str) -> tuple[int, int, str]:
    """Write `value` in `language` as it should stand in the place of `wrong`.

    Args:
        value: of the source.
        wrong: of the target; its own unit stays as worded where it is the right one.
        language: BCP 47 code of the target.

    Returns:
        Range of the target to be replaced, and the new text; the text is empty where it cannot be written.
    """
    if value.kind == "phone":
        return wrong.start, wrong.end, value.text
    if value.kind == "date":
        write = dates.write_chinese if language == "zh-Hans" else dates.write_english
        return wrong.start, wrong.end, write(_shown(value, wrong))
    found = (_CHINESE_NUMBER if language == "zh-Hans" else _ENGLISH_NUMBER).search(wrong.text)
    if not found or wrong.end - wrong.start != len(wrong.text):
        return wrong.start, wrong.end, ""
    number = _number(value, found[0], language)
    if value.unit == wrong.unit or not value.unit or (units.agree(value.unit, wrong.unit) and wrong.unit):
        if found[0].startswith("百分之"):
            number += "%"
        return wrong.start + found.start(), wrong.start + found.end(), number
    return wrong.start, wrong.end, units.written(number, value.unit, language)


def _shown(value: Value, wrong: Value) -> tuple[int, int, int]:
    """Keep a date as short as the wrong one was written: the 7日 of 1日至7日."""
    year, month, day = value.when
    short = wrong.text
    if "月" not in short and "年" not in short and short.endswith(("日", "号")):
        return 0, 0, day
    if "年" not in short and short.endswith(("日", "号", "月")) and wrong.when[0]:
        return 0, month, day
    return year, month, day


def _number(value: Value, wrong: str, language: str) -> str:
    number = value.number
    if language == "zh-Hans":
        if _HANZI.fullmatch(wrong) and number.denominator == 1 and number < _SMALL:
            return numerals.write_hanzi(int(number))
        return numerals.write_chinese(number, scaled=bool(_SCALED.search(value.text)))
    if number.denominator == 1 and number < _SPELLED and wrong[0].isalpha():
        return numerals.write_small(int(number))
    return numerals.write_english(number)
