"""Values are read as a person reads them, compared by size and unit, and put right only where that is certain."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from translate.language import values
from translate.language.numerals import decimal
from translate.language.value import Value

CASES = Path(__file__).parent / "cases" / "values.tsv"
ROWS = list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
SIDES = [(row, column) for row in ROWS for column in ("en", "zh")]
LANGUAGES = {"en": "en", "zh": "zh-Hans"}


def reading(value: Value) -> str:
    """Write a value the way the table's last column does."""
    if value.kind == "phone":
        return f"tel {value.opaque}"
    if value.kind == "date":
        year, month, day = value.when
        return f"{year}-{month}-{day}" if month or day else str(year)
    if value.kind == "decade":
        return f"{value.number % 100 + 1900 if value.number < 100 else value.number}s"
    if value.kind == "time":
        return f"{value.number // 60}:{int(value.number % 60):02d}"
    if value.number.denominator > 1 and not value.unit and value.number < 1:
        return str(value.number)
    number = decimal(value.number)
    if value.kind == "ordinal":
        ending = "th" if int(number) % 100 in (11, 12, 13) else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
        number += ending
    unit = {"dollar": "USD", "¥": "CNY"}.get(value.unit, value.unit)
    return f"{number} {unit}".strip()


def expected(row: dict[str, str]) -> Counter[str]:
    return Counter(row["reading"].split("; "))


def loosely(found: Counter[str]) -> Counter[str]:
    """Leave out what one language may add: the age's unit."""
    return Counter(reading.removesuffix(" year") for reading in found.elements())


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 300


def test_at_least_995_of_1000_amounts_are_read_right() -> None:
    wrong = [
        (row[column], row["reading"], [reading(value) for value in values.find(row[column], LANGUAGES[column])])
        for row, column in SIDES
        if loosely(Counter(reading(value) for value in values.find(row[column], LANGUAGES[column])))
        != loosely(expected(row))
    ]
    assert len(wrong) <= 0.005 * len(SIDES), wrong


@pytest.mark.parametrize(("source", "target"), [("en", "zh"), ("zh", "en")])
def test_no_right_value_is_reported(source: str, target: str) -> None:
    reported = [
        (row[source], row[target], [problem.message for problem in problems])
        for row in ROWS
        if (problems := values.compare(row[source], row[target], source=LANGUAGES[source], target=LANGUAGES[target]))
    ]
    assert not reported


@pytest.mark.parametrize(("source", "target"), [("en", "zh"), ("zh", "en")])
def test_every_wrong_value_is_reported(source: str, target: str) -> None:
    """Each row against its neighbours of the same kind that read otherwise."""
    passed = []
    for row in ROWS:
        others = [other for other in ROWS if other["kind"] == row["kind"] and other["reading"] != row["reading"]]
        for other in others[:6]:
            if _alike(row["reading"], other["reading"]):
                continue
            if not values.compare(row[source], other[target], source=LANGUAGES[source], target=LANGUAGES[target]):
                passed.append((row[source], other[target]))
    assert not passed


def _alike(one: str, other: str) -> bool:
    """Return whether two readings may rightly stand for each other: a date without its year, 70 of 70%."""
    if "-" in one and "-" in other:
        pairs = [zip(a.split("-"), b.split("-"), strict=True) for a in one.split("; ") for b in other.split("; ")]
        return any(all(a == b or "0" in (a, b) for a, b in pair) for pair in pairs)
    figures = [
        {reading.split(" ")[0].rstrip("stndrh") for reading in readings.split("; ")} for readings in (one, other)
    ]
    bare = any(" " not in reading for reading in f"{one}; {other}".split("; "))
    return bare and bool(figures[0] & figures[1])
