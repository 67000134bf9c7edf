"""Dates, times, decades and weekdays in English text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from translate.language.values.dates import DECADE, ISO, MONTHS, date_value, dated, time_value
from translate.language.values.value import Kind, Value

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d.,]*\d)"
_TO = r"(?:\s*[-–—~]\s*|\s+(?:to|and|through|until|or)\s+|\s*(?:,|&)\s*(?:and\s+)?)"
_YEAR = r"(?:1\d|20|21)\d\d"
_DAY_FIRST = re.compile(
    rf"(?<![\d.,:$£€])(?P<days>{_DAY}(?:{_TO}(?:the\s+)?{_DAY}){{0,4}})(?:\s+of"
    rf"|\s+day\s+of)?[\s-]+(?P<month>{_MONTH})(?:,?[\s-]+(?P<year>{_YEAR})(?!\d))?(?!\s\d{{1,2}}(?![\d:.]))"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>(?<![A-Za-z]){_MONTH})[\s-]+(?:the\s+)?(?P<days>{_DAY}(?:{_TO}(?:the\s+)?{_DAY}(?!\s*(?:{_MONTH}"
    rf"|%|to \d|[-–]\d|million|billion|thousand|hundred|percent|per cent))){{0,4}})(?:,?\s+(?P<year>{_YEAR})(?!\d))?"
)
_MONTH_YEAR = re.compile(rf"(?<![A-Za-z])(?P<month>{_MONTH}),?(?:\s+of)?\s+(?P<year>{_YEAR})(?!\d)")
_MONTH_ALONE = re.compile(
    r"(?<![A-Za-z])(?P<month>January|February|April|June|July|August|September|October|November|December"
    r"|(?<=[Ii]n )(?:May|March)|(?<=[Bb]y )(?:May|March)|(?<=of )(?:May|March)|(?<=since )(?:May|March)"
    r"|(?<=early )(?:May|March)|(?<=late )(?:May|March)|(?<=last )(?:May|March)|(?<=this )(?:May|March)"
    r"|(?<=until )(?:May|March)|(?<=[Mm]id-)(?:May|March)|(?<=from )(?:May|March)|(?<=to )(?:May|March)"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=[-–](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)))"
    r"|(?<=[A-Za-z][-–])(?:Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))(?![A-Za-z])"
)
_MONTH_PERHAPS = re.compile(
    r"(?<=[a-z,] )(?P<month>May|March)(?=[.,;:)]|$| and\b| or\b| to\b| through\b|[-–])"
    r"|\b(?P<from>May|March)(?= to [A-Z])"
)
"""May and March where they may be no months; they ask for nothing."""
_ATTACK = re.compile(r"(?<![\d/.])9/11(?![/.]?\d)")
_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])(?:[:.]\s?(?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d.:])(?P<hour2>[01]?\d|2[0-4]): ?(?P<minute2>[0-5]\d)(?![\d:])(?!\s*[ap]\.?m)",
    re.IGNORECASE,
)
_OCLOCK = re.compile(
    r"(?<![A-Za-z\d])(?P<hour>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o['’]clock", re.I
)
_HOURS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})s?\b")


def find(text: str) -> Iterator[Value]:
    """Find the dates and times of an English text; they may overlap, the first given wins."""
    for pattern in (ISO, _DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            yield from dated(match)
    for match in _ATTACK.finditer(text):
        yield date_value(match, 0, 9, 11)
    for match in _MONTH_YEAR.finditer(text):
        yield date_value(match, int(match["year"]), _month(match["month"]), 0)
    for match in _MONTH_ALONE.finditer(text):
        yield date_value(match, 0, _month(match["month"]), 0)
    for match in _MONTH_PERHAPS.finditer(text):
        yield replace(date_value(match, 0, _month(match["month"] or match["from"]), 0), strict=False)
    yield from _times(text)
    for match in DECADE.finditer(text):
        yield _value(match, "decade", Fraction(match["year"].lstrip("'’")), strict=True)
    for match in _WEEKDAY.finditer(text):
        yield _value(match, "weekday", Fraction(_WEEKDAYS.index(match[1]) + 1), strict=False)


def write(when: tuple[int, int, int]) -> str:
    """Write a date as the house does in English: 7 December 2025."""
    year, month, day = when
    name = next((name.capitalize() for name, index in MONTHS.items() if index == month), "")
    return " ".join(part for part in (str(day or ""), name, str(year or "")) if part)


def month_pattern(month: int) -> re.Pattern[str]:
    """Return what finds the name of a month, or its abbreviation."""
    names = "|".join(name for name, index in MONTHS.items() if index == month)
    return re.compile(rf"\b(?:{names})\b\.?", re.IGNORECASE)


def _times(text: str) -> Iterator[Value]:
    for match in _TIME.finditer(text):
        hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or match["minute2"] or 0)
        if hour <= 24:
            yield time_value(match, hour, minute, {"a": "am", "p": "pm"}.get((match["half"] or "").lower(), ""))
    for match in _OCLOCK.finditer(text):
        word = match["hour"].lower()
        yield time_value(match, int(word) if word.isdigit() else _HOURS.index(word), 0, "")


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _value(match: re.Match[str], kind: Kind, number: Fraction, *, strict: bool) -> Value:
    return Value(match.start(), match.end(), match[0], kind, number, strict=strict)
