"""Dates as each language's readers write them."""

from datetime import date

import pytest

from build.content.dates import format_date, format_period, format_year
from build.content.model import CHINESE, ENGLISH

PERIODS = [
    (date(2025, 12, 1), date(2025, 12, 7), "1–7 December 2025", "2025年12月1日至7日"),
    (date(2025, 9, 29), date(2025, 10, 5), "29 September – 5 October 2025", "2025年9月29日至10月5日"),
    (date(2024, 12, 30), date(2025, 1, 5), "30 December 2024 – 5 January 2025", "2024年12月30日至2025年1月5日"),
    (date(2025, 12, 1), date(2025, 12, 1), "1 December 2025", "2025年12月1日"),
]


@pytest.mark.parametrize(("start", "end", "english", "chinese"), PERIODS)
def test_a_period_names_once_what_both_ends_share(start: date, end: date, english: str, chinese: str) -> None:
    assert format_period(start, end, ENGLISH) == english
    assert format_period(start, end, CHINESE) == chinese


def test_a_day_and_a_year() -> None:
    assert format_date(date(2025, 3, 8), ENGLISH) == "8 March 2025"
    assert format_date(date(2025, 3, 8), CHINESE) == "2025年3月8日"
    assert (format_year(2025, ENGLISH), format_year(2025, CHINESE)) == ("2025", "2025年")
