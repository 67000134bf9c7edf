"""Dates as readers of each language write them.

English follows the house form of the masthead, `1–7 December 2025` (en rule, no leading zeros, month once where it is
shared); Chinese follows GB/T 15835-2011: `2025年12月1日至7日`, Arabic digits, 至 for ranges. Babel knows the months but
formats intervals with spaces and a repeated 日 that neither style uses.
"""

from datetime import date

from babel.dates import get_month_names

from build.content.model import CHINESE, Language

_MONTHS = get_month_names("wide", locale="en")


def format_date(day: date, language: Language) -> str:
    """Return one day: `8 December 2025`, `2025年12月8日`."""
    if language is CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def format_year(year: int, language: Language) -> str:
    """Return a year as a heading: `2025`, `2025年`."""
    return f"{year}年" if language is CHINESE else str(year)


def format_period(start: date, end: date, language: Language) -> str:
    """Return the range `start` to `end`, both inclusive, naming once what both ends share."""
    if start == end:
        return format_date(start, language)
    if language is CHINESE:
        if start.year != end.year:
            last = format_date(end, language)
        elif start.month != end.month:
            last = f"{end.month}月{end.day}日"
        else:
            last = f"{end.day}日"
        return f"{format_date(start, language)}至{last}"
    last = format_date(end, language)
    if start.year != end.year:
        return f"{format_date(start, language)} – {last}"
    if start.month != end.month:
        return f"{start.day} {_MONTHS[start.month]} – {last}"
    return f"{start.day}–{last}"
