"""What English and Chinese dates have in common."""

import re
from collections.abc import Iterator
from fractions import Fraction

from translate.language.values.value import Value

MONTHS = {
    name: index
    for index, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""English name or abbreviation, in small letters → number; the full name first."""
ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)([-/.])(?P<month>0?[1-9]|1[0-2])\2(?P<day>[0-2]?\d|3[01])(?!\d)")
"""2025-12-07 or 2025/12/7."""
DECADE = re.compile(r"(?<![\d.,$£€])(?<!ver-)(?<!nder-)(?P<year>\d{3}0|['’]?\d0)['’]?s(?![A-Za-z])")
"""1980s, '60s; not over-60s, who are people of an age."""


def dated(match: re.Match[str]) -> Iterator[Value]:
    """Make the date, or the dates, of a match with groups `year`, `month` and `day` or `days`."""
    groups = match.groupdict()
    year, month = int(groups["year"] or 0), groups["month"]
    number = int(month) if month.isdigit() else MONTHS[month.lower().rstrip(".")]
    if "day" in groups:
        yield date_value(match, year, number, int(groups["day"]))
        return
    yield from spread(match, year, number, [int(day) for day in re.findall(r"\d+", groups["days"])], _DIGITS)


_DIGITS = re.compile(r"\d+")


def spread(match: re.Match[str], year: int, month: int, days: list[int], day: re.Pattern[str]) -> Iterator[Value]:
    """Give each day of `1–7 December` its own date; the whole expression stands for the first one's place."""
    if len(days) < 2:
        yield date_value(match, year, month, days[0] if days else 0)
        return
    starts = [match.start("days") + found.start() for found in day.finditer(match["days"])]
    bounds = [match.start(), *starts[1:], match.end()]
    for index, number in enumerate(days):
        start, end = bounds[index], bounds[index + 1]
        yield Value(start, end, match.string[start:end].strip(), "date", when=(year, month, number))


def date_value(match: re.Match[str], year: int, month: int, day: int) -> Value:
    """Make a date of a match; 0 for what it does not say."""
    return Value(match.start(), match.end(), match[0], "date", when=(year, month, day))


def time_value(match: re.Match[str], hour: int, minute: int, half: str) -> Value:
    """Make a time of the day; `half` is am, pm or empty."""
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return Value(match.start(), match.end(), match[0], "time", Fraction(hour * 60 + minute), opaque=half)
