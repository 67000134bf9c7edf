"""When two values of two languages say the same."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from translate.language.values import units
from translate.language.values.value import Value

_ABSORBERS: dict[str, tuple[tuple[frozenset[Fraction], re.Pattern[str]], ...]] = {
    "en": tuple(
        (frozenset(Fraction(number) for number in numbers), re.compile(pattern, re.IGNORECASE))
        for numbers, pattern in (
            (("0",), r"\b(?:no|zero|none|nil|without|midnight)\b"),
            (("1",), r"\b(?:an?|one|once|single|each|per|every|first|another|1st|I|solo|sole|last|next|this|uni\w+"
                r"|mono\w+)\b"),
            (("2",), r"\b(?:both|twice|twofold|pairs?|couples?|double[ds]?|doubling|dual|twins?|either|half|two\w*"
                r"|second\w*|bilateral\w*|binary|biannual\w*|biweekly|duo|neither|brace|biennial\w*|bicenten\w*|triple[ds]?|tripling)\b"),
            (("3",), r"\b(?:triple[ds]?|tripling|thrice|trio|tri\w*|tertiary|third\w*|threefold|hat-trick|three\w*)\b"),
            (("4",), r"\b(?:quarters?|quadr\w+|quarterly|four\w*|tetra\w+|fourth|quartet|quarterfinal\w*)\b"),
            (("5", "6", "7", "8", "9"), r"\b(?:quint\w+|penta\w+|hexa\w+|hept\w+|octa\w+|five\w*|six\w*|seven\w*"
                r"|eight\w*|nine\w*)\b"),
            (("10",), r"\b(?:decades?|ten\w*|deca\w+|tenth)\b"),
            (("12",), r"\b(?:dozens?|noon|midday|midnight|twelve)\b"),
            (("14",), r"\bfortnight\w*\b"),
            (("20", "30", "40", "50", "60", "70", "80", "90"), r"\b(?:decades|twenties|thirties|forties|fifties"
                r"|sixties|seventies|eighties|nineties|scores?)\b"),
            (("50", "1/2"), r"\bhalf|\bhalves|\bhalv"),
            (("100",), r"\b(?:centur(?:y|ies)|hundred|centen\w+)\b"),
            (("200",), r"\bbicenten\w+"),
            (("1000",), r"\b(?:thousands?|millenni\w+)\b"),
            (("24",), r"\b(?:a day|all day|daily|day and night|round[ -]the[ -]clock|24/7)\b"),
            (("18",), r"\badults?\b"),
        )
    ),
    "zh-Hans": tuple(
        (frozenset(Fraction(number) for number in numbers), re.compile(pattern))
        for numbers, pattern in (
            (("0",), "没有|零|无|午夜"),
            (("1",), "一|首|单|每|唯|某|同|元|头"),
            (("2",), "两|双|二|对|俩|倍|再|翻番"),
            (("3",), "三|仨|参"),
            (("4",), "四|季度"),
            (("5",), "五"), (("6",), "六"), (("7",), "七|周|星期"), (("8",), "八"), (("9",), "九"),
            (("10",), "十"), (("12",), "打|十二|中午|正午"), (("24",), "全天|一天|每天|昼夜"), (("50", "1/2"), "半"),
            (("100",), "百|世纪"), (("1000",), "千"), (("10000",), "万"), (("1000000",), "百万|兆"),
        )
    ),
}  # fmt: skip
"""Words that say a small number without a numeral; they satisfy a value of the other language, and ask for nothing."""


def identity(value: Value) -> tuple[object, ...]:
    """Return what two values have in common that are the same in kind, size and unit."""
    return value.kind, value.number, value.unit, value.when, value.opaque


def equal(one: Value, two: Value) -> bool:
    """Return whether two values of two languages say the same."""
    if one.kind > two.kind:
        one, two = two, one
    test = _EQUAL.get((one.kind, two.kind))
    return test is not None and test(one, two)


def _numbers(one: Value, two: Value) -> bool:
    if (one.counted and _measured(two)) or (two.counted and _measured(one)):
        return False
    if units.agree(one.unit, two.unit):
        return one.number == two.number or _alternatives(one, two)
    if _PERCENT in (one.unit, two.unit):
        percent, plain = (one, two) if one.unit == _PERCENT else (two, one)
        return _percentage(percent.number, plain)
    return units.same(one.number, one.unit, two.number, two.unit)


_PERCENT = "%"


def _alternatives(one: Value, two: Value) -> bool:
    return one.number in two.also or two.number in one.also or bool(set(one.also) & set(two.also))


def _percentage(percent: Fraction, plain: Value) -> bool:
    """Return whether a number without % says the same: 0.75, 三分之二; 增长两倍 is 200%."""
    if plain.unit == "fold":
        return plain.number * 100 == percent
    return not plain.unit and plain.number == percent / 100 and plain.number.denominator > 1


def _measured(value: Value) -> bool:
    """Return whether a value is an amount of something; 分 and 度 are also a score's and a grade's."""
    return bool(value.unit) and not value.text.endswith(("分", "度", "岁"))


def _dates(one: Value, two: Value) -> bool:
    return any(a and b for a, b in zip(one.when, two.when, strict=True)) and all(
        a == b or not a or not b for a, b in zip(one.when, two.when, strict=True)
    )


def _date_number(date: Value, number: Value) -> bool:
    year, month, day = date.when
    if number.number.denominator != 1 or (number.kind == "ordinal" and number.counted):
        return False
    if month and day:
        return False
    part, unit = (year, "year") if year and not month else (month, "month") if month and not year else (day, "day")
    return part > 0 and (number.number == part or part in number.also) and number.unit in ("", unit)


def _decades(one: Value, two: Value) -> bool:
    return one.number == two.number or (min(one.number, two.number) < 100 and one.number % 100 == two.number % 100)


def _times(one: Value, two: Value) -> bool:
    if one.opaque and two.opaque:
        return one.number % 1440 == two.number % 1440
    return one.number % 720 == two.number % 720


def _code_number(code: Value, number: Value) -> bool:
    return any(Fraction(digits) == number.number for digits in re.findall(r"\d+", code.opaque))


_FIGURES = frozenset(map(Fraction, (0, 1, 12, 24, 50)))
"""Numbers that words replace even where figures were written: midnight, noon, all day, half."""
_WORDED = {("10", "year"), ("100", "year"), ("14", "day")}


def _worded_figures(value: Value) -> bool:
    """Return whether words may stand for a number in figures: 10年 is a decade, 1 thousand 千."""
    named = (str(value.number), value.unit) in _WORDED
    return value.number in _FIGURES or named or bool(_ONE_SCALE.match(value.text))


_ONE_SCALE = re.compile(r"1 (?:hundred|thousand|million)")
_TENS = 10
_TEENS = 12


def _magnitudes(one: Value, two: Value) -> bool:
    vague, number = (one, two) if one.kind == "vague" else (two, one)
    if number.kind == "vague":
        return vague.number == number.number
    if vague.number == _TEENS:
        return 10 < number.number < 20
    round_enough = vague.number == _TENS or number.number % vague.number == 0
    return round_enough and vague.number <= number.number < vague.number * 10


_EQUAL: dict[tuple[str, str], Callable[[Value, Value], bool]] = {
    ("number", "number"): _numbers,
    ("number", "ordinal"): _numbers,
    ("ordinal", "ordinal"): _numbers,
    ("date", "date"): _dates,
    ("date", "number"): _date_number,
    ("date", "ordinal"): _date_number,
    ("decade", "decade"): _decades,
    ("decade", "number"): lambda decade, number: decade.number == number.number,
    ("date", "decade"): lambda date, decade: date.when[0] == decade.number,
    ("time", "time"): _times,
    ("number", "time"): lambda number, time: number.number <= 24 and number.number * 60 % 720 == time.number % 720,
    ("phone", "phone"): lambda one, two: one.opaque == two.opaque,
    ("code", "code"): lambda one, two: one.opaque == two.opaque,
    ("code", "number"): _code_number,
    ("code", "ordinal"): _code_number,
    ("weekday", "weekday"): lambda one, two: one.number == two.number,
    ("decade", "ordinal"): lambda decade, century: (
        decade.number % 100 == 0 and decade.number // 100 + 1 == century.number
    ),
    ("vague", "vague"): _magnitudes,
    ("number", "vague"): _magnitudes,
}


def absorbed(value: Value, text: str, language: str, others: Sequence[Value]) -> bool:
    """Return whether a word of the other language says this small number without being a numeral."""
    if value.kind == "decade":
        return value.number in (1900, 2000) and bool(re.search("[本上]个?世纪|世纪之交|centur", text))
    if value.kind not in ("number", "ordinal", "date"):
        return False
    if re.search(r"\d", value.text) and not _worded_figures(value):
        return False
    if any(other.strict and rivals(value, other) for other in others):
        return False
    number = value.number if value.kind != "date" else Fraction(max(value.when))
    return _said_in_words(text, language, number)


@lru_cache(maxsize=256)
def _said_in_words(text: str, language: str, number: Fraction) -> bool:
    return any(number in numbers and pattern.search(text) for numbers, pattern in _ABSORBERS[language])


_LEADS_UP = {"en": re.compile(r"\b(?:the|these|those)\s$", re.IGNORECASE), "zh-Hans": re.compile("[和与及].{1,20}$")}
"""What stands before a number that counts what is named anyway: the two Koreas, 张三、李四和王五三人."""
_COUNTED = {"en": re.compile("two", re.IGNORECASE), "zh-Hans": re.compile("[两二三四五](?=[人国])")}


def implied(value: Value, text: str, language: str) -> bool:
    """Return whether a number only counts what its own text names beside it, so that the other may do without it."""
    counted = _COUNTED[language].match(text, value.start)
    return bool(counted and _LEADS_UP[language].search(text[max(0, value.start - 24) : value.start]))


def without_pieces(left: list[Value], right: list[Value]) -> tuple[list[Value], list[Value]]:
    """Take away what matches number by number: 1-0 and 0:1, one in five and 五分之一."""
    for mine, theirs in ((left, right), (right, left)):
        for value in list(mine):
            parts = _parts(value)
            partners = [other for other in theirs if other.number in parts and other.kind in ("number", "ordinal")]
            if parts and partners and {partner.number for partner in partners} >= parts - {Fraction(1)}:
                mine.remove(value)
                for partner in partners:
                    theirs.remove(partner)
    return left, right


def _parts(value: Value) -> set[Fraction]:
    if value.kind == "time" and not value.opaque:
        return {Fraction(value.number // 60), Fraction(value.number % 60)}
    if value.kind == "date":
        parts = {Fraction(part) for part in value.when if part}
        return parts if len(parts) > 1 else set()
    if value.kind == "number" and value.number.denominator > 1 and not value.unit:
        return {Fraction(value.number.numerator), Fraction(value.number.denominator)}
    if value.kind == "phone":
        return {Fraction(group) for group in re.findall(r"(?<!\d)\d{1,64}(?!\d)", value.text)}
    return set()


def rivals(one: Value, two: Value) -> bool:
    """Return whether one may have become the other: same sort, different value."""
    kinds = {one.kind, two.kind}
    if kinds == {"code"}:
        return re.sub(r"\d", "", one.opaque) == re.sub(r"\d", "", two.opaque)
    if len(kinds) == 1:
        return True
    return (one.strict or two.strict) and kinds <= {"number", "ordinal", "date", "decade"}
