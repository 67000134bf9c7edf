"""Reading the values of a text in either language, in order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from translate.language.script import UnmarkedText
from translate.language.values import chinese, counting, english
from translate.language.values.numerals import CHINESE_DIGIT
from translate.language.values.value import Value

_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_FINDERS: dict[str, Callable[[str], Iterator[Value]]] = {"en": english.find, "zh-Hans": chinese.find}
_GUESTS = {
    "en": re.compile(r"\d\s?[万亿年月日]"),
    "zh-Hans": re.compile(
        r"\d\s?(?:thousand|million|billion|trillion)\b|\d{1,2} (?:January|February|March|April|May|June|July|August"
        r"|September|October|November|December)\b|(?:January|February|March|April|May|June|July|August|September|October"
        r"|November|December) \d"
    ),
}
"""What shows that a text holds amounts or dates written in the other language."""
_FIGURES = re.compile(rf"[\d.,\u00a0\u2009\u202f{CHINESE_DIGIT}十百千万亿兆]{{65,}}")
"""So many figures in a row are no number: they are compared as they stand, and nothing is computed with them."""
_JOIN = re.compile(r"\s*(?:-|–|—|~|～|至|到|、|或|和|to|and|or)\s*")
_HYPHEN = re.compile("[-–—]")
_SCALED = re.compile(r"(?:hundred|thousand|million|billion|trillion|lakh|crore|mn|bn|[十百千万亿kmb])", re.IGNORECASE)


def find(text: str, language: str) -> list[Value]:
    """Find the values of `text` in order, not overlapping. A range is two values."""
    return list(read(text, language))


# A sentence's values are asked for again for each candidate, by the repair and by the guards.
@lru_cache(maxsize=1024)
def read(text: str, language: str) -> tuple[Value, ...]:
    """Find the values of `text`, and keep the answer."""
    bare = UnmarkedText(text)
    plain = bare.text.translate(_WIDE)
    taken = bytearray(len(plain))
    found: list[Value] = []
    for match in _FIGURES.finditer(plain):
        if match[0].strip(".,\u00a0\u2009\u202f"):
            found.append(Value(*match.span(), match[0], "phone", opaque=match[0]))
        taken[match.start() : match.end()] = b"\1" * len(match[0])
    plain = _FIGURES.sub(lambda match: "\ufffc" * len(match[0]), plain)
    for value in _candidates(plain, language):
        if value.end > value.start and not any(taken[value.start : value.end]):
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
            if value.kind != "code" or value.opaque:
                found.append(value)
    found.sort(key=lambda value: value.start)
    joined = _join_ranges(plain, found)
    return tuple(_place(bare, counting.counted(plain, value, language)) for value in joined)


def _candidates(plain: str, language: str) -> Iterator[Value]:
    finders = [_FINDERS[language]]
    if _GUESTS[language].search(plain):
        guest = _FINDERS["en" if language != "en" else "zh-Hans"]
        finders.insert(0, lambda text: (value for value in guest(text) if _GUESTS[language].search(value.text)))
    return chain.from_iterable(finder(plain) for finder in finders)


def _place(bare: UnmarkedText, value: Value) -> Value:
    start, end = bare.span(value.start, value.end)
    return replace(value, start=start, end=end)


def _join_ranges(plain: str, found: list[Value]) -> list[Value]:
    """Let the first of `10-15万` and `3 to 5 km` share the second's unit and, perhaps, its scale."""
    joined = list(found)
    for index in range(len(found) - 2, -1, -1):
        low, high = joined[index], joined[index + 1]
        if low.kind != "number" or high.kind != "number" or not _JOIN.fullmatch(plain, low.end, high.start):
            continue
        hyphened = bool(_HYPHEN.search(plain, low.end, high.start))
        if hyphened and not high.unit and 1000 <= low.number <= 2100 and high.number < 100:
            # 2018-19 is a pair of years.
            joined[index + 1] = replace(high, also=(*high.also, low.number - low.number % 100 + high.number))
        joined[index] = replace(low, unit=low.unit or high.unit, also=(*low.also, *_scaled_alike(low, high)))
    return joined


def _scaled_alike(low: Value, high: Value) -> tuple[Fraction, ...]:
    """Return the lower end of a range with the scale that only the upper end names."""
    if high.also and high.number:
        return tuple(low.number * also / high.number for also in high.also)
    if _SCALED.search(low.text) or not _SCALED.search(high.text):
        return ()
    digits = re.match(r"\D*([\d,]+(?:\.\d+)?)", high.text)
    written = Fraction(digits[1].replace(",", "")) if digits else Fraction(0)
    return (low.number * high.number / written,) if written else ()
