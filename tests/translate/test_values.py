"""Values are read as a person reads them, compared by size and unit, and put right only where that is certain."""

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from translate.language import values
from translate.language.values import comparison
from translate.language.values.equality import absorbed, equal
from translate.language.values.numerals import decimal
from translate.language.values.value import Value

CASES = Path(__file__).parent / "cases" / "values.tsv"
ROWS = list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
DIFFERS = list(
    csv.DictReader(
        CASES.with_name("differs.tsv").read_text(encoding="utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
        strict=True,
    )
)
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


@pytest.mark.parametrize("row", DIFFERS, ids=lambda row: row["rule"])
def test_each_rule_of_equality_has_a_neighbour_that_is_reported(row: dict[str, str]) -> None:
    """What the rule lets pass beside the nearest thing that it must not, both ways."""
    for chinese, reported in ((row["right"], False), (row["wrong"], True)):
        for texts, source, target in (((row["en"], chinese), "en", "zh-Hans"), ((chinese, row["en"]), "zh-Hans", "en")):
            problems = values.compare(*texts, source=source, target=target)
            assert bool(problems) == reported, (texts, [problem.message for problem in problems])


@pytest.mark.parametrize(
    ("english", "chinese", "said"),
    [
        ("It has nearly 500 beds.", "它有近500个小时。", "`500` became `500个小时`"),
        ("It has 500 new hospital beds.", "它有500元。", "`500` became `500元`"),
        ("The 12 nurses stay.", "12公里留下来。", "`12` became `12公里`"),
        ("It treated 3,000 patients.", "它治疗了3000天。", "`3,000` became `3000天`"),
    ],
)
def test_a_count_of_things_does_not_become_an_amount(english: str, chinese: str, said: str) -> None:
    target, problems = values.repair(english, chinese, source="en", target="zh-Hans")
    assert [(problem.message, problem.repaired) for problem in problems] == [(said, False)]
    assert target == chinese
    assert values.compare(chinese, english, source="zh-Hans", target="en")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("It has nearly 500 beds.", "它有近500张床位。"),
        ("It has 500 beds and works 500 hours.", "它有500张床位，工作500个小时。"),
        ("It rose by 20 points.", "上升了20个百分点。"),
        ("They trail by eight points.", "他们落后8分。"),
        ("It is 80 degrees outside.", "外面有80华氏度。"),
        ("They stayed seven nights.", "他们住了7天。"),
        ("Of those under 20 the city has two.", "20岁以下的，该市有两名。"),
        ("At 35 he runs hospitals.", "他35岁经营医院。"),
        ("It covers 500 square miles.", "占地500平方英里。"),
        ("It is 14 days long.", "长14天。"),
    ],
)
def test_a_number_that_may_be_an_amount_stays_one(english: str, chinese: str) -> None:
    assert not values.compare(english, chinese, source="en", target="zh-Hans")
    assert not values.compare(chinese, english, source="zh-Hans", target="en")


@pytest.mark.parametrize(
    ("source_text", "target_text"),
    [("现有500张床位。", "There are now 500 hours."), ("共治疗3000多名患者。", "It treated more than $3,000.")],
)
def test_a_chinese_count_does_not_become_an_amount(source_text: str, target_text: str) -> None:
    assert values.compare(source_text, target_text, source="zh-Hans", target="en")


@pytest.mark.parametrize(
    ("source_text", "right", "wrong"),
    [
        ("It runs on 1, 3 and 5 December.", "它在12月1日、3日和5日运行。", "它在12月1日、3日和6日运行。"),
        ("It runs on December 1, 3 and 5.", "它在12月1日、3日和5日运行。", "它在12月1日、2日和5日运行。"),
        ("It runs on 1–5 December.", "它在12月1日至5日运行。", "它在12月1日至6日运行。"),
    ],
)
def test_every_day_of_a_month_that_is_named_once_is_compared(source_text: str, right: str, wrong: str) -> None:
    assert values.compare(source_text, right, source="en", target="zh-Hans") == []
    assert len(values.compare(source_text, wrong, source="en", target="zh-Hans")) == 1


@pytest.mark.parametrize(
    ("english", "chinese", "equal"),
    [
        ("It grew by 200%.", "它增长了两倍。", True),
        ("It grew by 300%.", "它增长了两倍。", False),
        ("Sales grew 300%.", "销售增长3。", False),
        # Where a fraction is said in parts, the 1 among them is often left out.
        ("Every fifth patient is a child.", "五分之一的患者是儿童。", True),
        ("Of every five patients a child.", "五分之一的患者是儿童。", True),
        ("Every sixth patient is a child.", "五分之一的患者是儿童。", False),
    ],
)
def test_what_is_said_in_another_form_is_the_same_amount(english: str, chinese: str, equal: bool) -> None:
    assert (values.compare(english, chinese, source="en", target="zh-Hans") == []) is equal
    assert (values.compare(chinese, english, source="zh-Hans", target="en") == []) is equal


@pytest.mark.parametrize(("text", "said"), [("the second month", True), ("the third month", False), ("none", False)])
def test_a_month_in_words_may_be_counted_instead_of_named(text: str, said: bool) -> None:
    assert absorbed(Value(0, 2, "二月", "date", when=(0, 2, 0)), text, "en", []) is said


@pytest.mark.parametrize("written", ["{0} hospitals and", "{0}", "on {0} March"])
def test_work_is_linear_in_the_number_of_values(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in comparisons of two values, with sides that have no value in common."""
    calls = Counter[int]()

    def counted(one: Value, two: Value) -> bool:
        calls[size] += 1
        return equal(one, two)

    monkeypatch.setattr("translate.language.values.comparison.equal", counted)
    for size in (200, 400):
        english, chinese = (
            " ".join(form.format(number) for number in range(first, first + size))
            for form, first in ((written, 10), ("{0}个人", 100_000))
        )
        assert values.compare(english, chinese, source="en", target="zh-Hans")
    assert calls[400] < 2.5 * calls[200]


EXCHANGED = (
    ("It has 12 nurses and 15 doctors.", "它有12名护士和15名医生。", "它有15名护士和12名医生。"),
    ("Prices rose 3% and wages rose 5%.", "物价上涨3%，工资上涨5%。", "物价上涨5%，工资上涨3%。"),
    ("It is kept for 10 to 25 days.", "保存10至25天。", "保存25至10天。"),
    ("Of the 200 patients, 30 went home.", "200名患者中有30人回家。", "30名患者中有200人回家。"),
    ("The man is aged 60.", "该男子60岁。", "该男子60个月。"),
    ("It sold 500 of them.", "它卖出500件。", "它卖出500公斤。"),
    ("Their diplomatic relations are 40 years old.", "两国建交40余载。", "两国建交40余小时。"),
    ("It opened on the 26th.", "它于26日开业。", "它于26周开业。"),
    ("It is held from 25 to 27 July.", "7月25日至27日举行。", "7月25年至27年举行。"),
    ("It grew in 2015 and shrank in 2018.", "它2015年增长，2018年萎缩。", "它2018年增长，2015年萎缩。"),
    ("It opens on 1 May and closes on 3 June.", "它5月1日开放，6月3日关闭。", "它6月3日开放，5月1日关闭。"),
    ("It took a week of losses.", "它失利了一周。", "它失利了一天。"),
    ("He is to form a government in a month.", "他将在一个月内组建政府。", "他将在一年内组建政府。"),
    ("It may take days to unload.", "可能要花几天的时间卸货。", "可能要花几周的时间卸货。"),
    ("It waits for 14 days.", "等待两周。", "等待两天。"),
    ("It has grown in recent years.", "近年来有所增长。", "近几小时有所增长。"),
    ("About a third of patients recovered.", "约三分之一患者康复。", "患者康复。"),
)


@pytest.mark.parametrize(("english", "right", "wrong"), EXCHANGED)
def test_exchanged_numbers_and_units_are_reported_and_right_ones_are_not(english: str, right: str, wrong: str) -> None:
    for chinese, reported in ((right, False), (wrong, True)):
        for ours, theirs, source, target in (
            (english, chinese, "en", "zh-Hans"),
            (chinese, english, "zh-Hans", "en"),
        ):
            problems = values.compare(ours, theirs, source=source, target=target)
            assert bool(problems) == reported, (ours, theirs, [problem.message for problem in problems])


@pytest.mark.parametrize(
    ("chinese", "english", "reported"),
    [
        ("26日开幕。", "It opened on July 26.", False),
        ("8月3日公布，26日开幕。", "Announced on 3 August, it opened on July 26.", True),
        ("26日开幕。", "It opened on July 26, 2020.", True),
        ("本月6日抵达，8日离开。", "It arrived on December 6 and left on December 8.", False),
        ("本月6日抵达，8日离开。", "It arrived on December 6 and left on December 9.", True),
        ("26日颁奖。", "It was given at the 26th Champions Award.", True),
        ("25至27日举行。", "It was held from 25 to 27 years ago.", True),
    ],
)
def test_a_day_may_get_the_month_that_only_its_report_says(chinese: str, english: str, reported: bool) -> None:
    assert bool(values.compare(chinese, english, source="zh-Hans", target="en")) == reported


def test_a_number_before_a_vague_one_is_seen() -> None:
    found = [(value.kind, value.number) for value in values.find("今后 4271 几十年", "zh-Hans")]
    assert ("number", Fraction(4271)) in found


@pytest.mark.parametrize(("rank", "first"), [(0, 0), (100, 0), (500, 400), (999, 800)])
def test_of_very_many_values_those_at_the_same_place_are_looked_at(rank: int, first: int) -> None:
    assert list(comparison._near(range(1000), rank, 1000)) == list(range(first, first + 200))
    assert list(comparison._near(range(150), rank, 1000)) == list(range(150))


@pytest.mark.parametrize(
    ("source_text", "is_reported"), [("Read 247 on the page.", False), ("It weighs 247 kg on the page.", True)]
)
def test_digits_that_stand_on_the_other_side_count_only_without_a_unit(source_text: str, is_reported: bool) -> None:
    found = values.compare(source_text, "见247sports页面。", source="en", target="zh-Hans")
    assert bool(found) is is_reported


def test_a_date_says_less_than_one_that_has_its_year_too_and_nothing_else_does() -> None:
    def date(*when: int) -> Value:
        return Value(0, 1, "x", "date", when=when)  # type: ignore[arg-type]

    short, long = date(0, 3, 3), date(2025, 3, 3)
    assert comparison._says_less(short, long)
    assert not comparison._says_less(long, short)
    assert not comparison._says_less(long, long)
    # Kinds that sort before and after `date`: neither has parts to lack.
    for kind in ("code", "number"):
        assert not comparison._says_less(Value(0, 1, "x", kind), long)
