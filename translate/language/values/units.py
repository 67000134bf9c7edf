"""Units of measure and currencies, as both languages write them: one row of `units.tsv` each.

The columns of the table: `symbols` are written alike in both languages, and only in these letters (5 g is a weight, 5G
is not); `english` and `chinese` stand behind the number, `english_sign` and `chinese_sign` before it; these are regular
expressions, as are `mention_en` and `mention_zh`: other words that name the unit, or things counted in it. `written_en`
and `written_zh` are how a repaired value names the unit; a sign that goes in front has no blank. `size` is in the base
of the `dimension`; only units of one dimension can be mistaken for each other.
"""

import csv
import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("units.tsv")
_ROWS = {
    row["name"]: row
    for row in csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
}
_SIZES = {name: Fraction(row["size"]) for name, row in _ROWS.items()}
_DIMENSIONS = {name: row["dimension"] for name, row in _ROWS.items()}
_CONVERTED = {"time", "length", "area", "volume", "mass", "power", "frequency"}
"""Dimensions in which an amount may be said in another unit; money and temperatures are never converted."""
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
"""Of no fixed length, so a month is compared with years and not with days."""
_HALF_MONTH = {"week": (2,), "day": (14, 15)}
_DOLLARS = frozenset({"USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD"})
_SIGN_FIRST = frozenset({"dollar", "EUR", "GBP", "¥"})
_PERCENT = "%"
_HOMONYMS = ({"lb", "GBP"}, {"°C", "kWh"})
"""Pounds, and 度 of warmth and of electricity."""


class _Units:
    """The units of one language, compiled."""

    def __init__(self, words: str, signs: str, boundary: str, mentions: str) -> None:
        self._mentioned_by = (words, signs, "symbols", mentions)
        self._names = {f"u{index}": name for index, name in enumerate(_ROWS)}
        alternatives = []
        for group, name in sorted(self._names.items(), key=lambda item: -len(_ROWS[item[1]][words])):
            row = _ROWS[name]
            parts = [f"(?i:{row[words]}){boundary}"] if row[words] else []
            parts += [f"(?:{row['symbols']})(?![A-Za-z0-9])"] if row["symbols"] else []
            if parts:
                alternatives.append(f"(?P<{group}>{'|'.join(parts)})")
        self._after = re.compile("[ \u00a0-]?(?:" + "|".join(alternatives) + ")")
        self._before = re.compile(
            "(?:" + "|".join(f"(?P<{group}>{_ROWS[name][signs]})" for group, name in self._names.items()
                             if _ROWS[name][signs]) + ") ?$"
        )  # fmt: skip

    def mention(self, unit: str) -> re.Pattern[str]:
        """Return what finds a unit in a text; the module `re` keeps what it compiled."""
        words = [_ROWS[unit][key] for key in self._mentioned_by if _ROWS[unit][key]]
        return re.compile("|".join(words) or "$", re.IGNORECASE)

    def after(self, text: str, position: int) -> tuple[str, int]:
        match = self._after.match(text, position)
        return (self._names[str(match.lastgroup)], match.end()) if match else ("", position)

    def before(self, text: str, position: int) -> tuple[str, int]:
        match = self._before.search(text, max(0, position - 6), position)
        if not match or (match[0][0].isalpha() and match.start() and text[match.start() - 1].isalnum()
                         and text[match.start() - 1].isascii() and match[0][0].isascii()):  # fmt: skip
            return "", position
        return self._names[str(match.lastgroup)], match.start()


_UNITS = {
    "en": _Units("english", "english_sign", "(?![A-Za-z0-9])", "mention_en"),
    "zh-Hans": _Units("chinese", "chinese_sign", "", "mention_zh"),
}


def after(text: str, position: int, language: str) -> tuple[str, int]:
    """Return the unit that begins at `position`, after a space or hyphen perhaps, and its end; `""` where none does."""
    return _UNITS[language].after(text, position)


def before(text: str, position: int, language: str) -> tuple[str, int]:
    """Return the currency sign that ends at `position` and its start; `""` where there is none."""
    return _UNITS[language].before(text, position)


@lru_cache(maxsize=256)
def mentioned(text: str, unit: str, language: str) -> bool:
    """Return whether a text names a unit anywhere, with a number or without."""
    return _UNITS[language].mention(unit).search(text) is not None


def agree(one: str, other: str) -> bool:
    """Return whether two units may mean the same where the numbers are equal; an unknown one agrees with any but %."""
    if one == other or {one, other} in _HOMONYMS:
        return True
    if not one or not other:
        return _PERCENT not in (one, other)
    if "¥" in (one, other):
        return bool({one, other} & {"CNY", "JPY"})
    return "dollar" in (one, other) and bool({one, other} & _DOLLARS)


def same(number: Fraction, unit: str, other_number: Fraction, other_unit: str) -> bool:
    """Return whether two measures are the same amount in different units of one dimension: 14 days, 2 weeks."""
    if not same_dimension(unit, other_unit):
        return False
    if unit in _MONTHS and other_unit in _MONTHS:
        return number * _MONTHS[unit] == other_number * _MONTHS[other_unit]
    for amount, name, other_amount, other_name in (
        (number, unit, other_number, other_unit),
        (other_number, other_unit, number, unit),
    ):
        if name == "month":
            return amount == Fraction(1, 2) and other_amount in _HALF_MONTH.get(other_name, ())
    return _DIMENSIONS[unit] in _CONVERTED and number * _SIZES[unit] == other_number * _SIZES[other_unit]


def same_dimension(one: str, other: str) -> bool:
    """Return whether two different units measure the same: miles and km, yuan and dollars, % and percentage points."""
    return bool(one and other) and one != other and _DIMENSIONS[one] == _DIMENSIONS[other]


def written(number_text: str, unit: str, language: str) -> str:
    """Join a number, written in `language`, with the name of its unit."""
    if not unit:
        return number_text
    if language == "zh-Hans":
        return number_text + _ROWS[unit]["written_zh"]
    name = _ROWS[unit]["written_en"]
    return name + number_text if unit in _SIGN_FIRST else number_text + name
