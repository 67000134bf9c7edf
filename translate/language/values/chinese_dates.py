"""Dates, times, decades and weekdays in Chinese text."""

import re
from collections.abc import Iterator
from fractions import Fraction

from translate.language.values.dates import DECADE, ISO, date_value, dated, spread, time_value
from translate.language.values.numerals import CHINESE_DIGIT, chinese
from translate.language.values.value import Kind, Value

_N = f"(?:\\d{{1,2}}|[{CHINESE_DIGIT}十廿]{{1,3}})"
_NO_DAY = "[元本军圆线码召币]"
_DAYS = (
    rf"(?P<days>{_N}\s?[日号]?(?:\s?(?:[-–—~～、和及或]|至|到)\s?{_N}\s?[日号]){{1,4}}"
    rf"|{_N}\s?[日号](?!{_NO_DAY}))"
)
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DATE = re.compile(
    rf"(?:(?P<year>(?<!\d)\d{{4}}|(?<![{CHINESE_DIGIT}])[{CHINESE_DIGIT}]{{4}})\s?年\s?(?:的\s?)?)?"
    rf"(?P<month>(?<![\d{CHINESE_DIGIT}十第.]){_MONTH})\s?月(?:份"
    rf"|(?=[\s\d{CHINESE_DIGIT}十初中末底上下旬，。、；）（,.)的]|$|[^球亮光饼经子薪供报刊息票台牙租围]))"
    rf"\s?(?:{_DAYS})?"
)
_MONTHS = re.compile(
    rf"(?<![\d{CHINESE_DIGIT}十第.])(?P<one>{_MONTH})\s?[-–—~～至到、]\s?(?P<two>{_MONTH}\s?月)(?![\d{CHINESE_DIGIT}])"
)
_LUNAR = re.compile(rf"(?:农历|正月|腊月)(?:[{CHINESE_DIGIT}十]{{1,2}}月)?初?[{CHINESE_DIGIT}十廿]{{0,3}}[日号]?")
_YEAR = re.compile(rf"(?P<year>(?<![\d.,])\d{{4}}|(?<![{CHINESE_DIGIT}])[一二][{CHINESE_DIGIT}]{{3}})\s?年(?!代)")
_YEARS = re.compile(
    r"(?P<one>(?<![\d.,])(?:1\d|20|21)\d\d)\s?年?\s?(?:[-–—~～]|至|到)\s?(?P<two>(?:1\d|20|21)?\d\d)\s?年(?!代)"
)
_DAY = re.compile(rf"(?:(?<![\d.,{CHINESE_DIGIT}十月第])|(?<=[本当上下同]月))(?P<day>{_N})\s?[日号](?!{_NO_DAY}|内)")
_HALVES = "凌晨|清晨|清早|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|夜间|夜里|当晚|早|晚"
_TIME = re.compile(
    rf"(?P<half>{_HALVES})?\s?(?P<hour>(?<![\d.:：])\d{{1,2}}|(?<![{CHINESE_DIGIT}十])[{CHINESE_DIGIT}十]{{1,3}})\s?"
    rf"(?:(?:[:：]|(?P<dot>\.))(?P<minute>[0-5]\d)(?![\d:：])|(?P<mark>[点时]整?钟?)\s?(?:(?P<thirty>半)"
    rf"|(?P<quarter>[一三])刻|(?P<minute2>\d{{1,2}}|[{CHINESE_DIGIT}十]{{1,3}})\s?分)?)"
)
_NOON = {"中": "", "下": "pm", "午": "pm", "傍": "pm", "晚": "pm", "夜": "", "当": "pm"}
_CHINESE_DECADE = re.compile(
    rf"(?:(?P<century>\d{{1,2}}|[{CHINESE_DIGIT}十]{{1,3}}|上个?|本|这个)\s?世纪\s?)?(?:(?P<tens>\d0"
    rf"|[一二两三四五六七八九]十)\s?年代|(?P<year>\d{{3}}0)\s?年代)"
)
_GENERATION = re.compile(r"(?<![\d.])(?P<year>[5-9]0|00)[”\"’']?后(?![，。]?的?\d)")
_BORN_AFTER = re.compile(r"(?<![\d.])(?P<year>[5-9]5)[”\"’']?后")
"""Generations: 90后 were born in the 1990s, 95后 from 1995 on."""
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?![年岁])")
_ATTACK = re.compile(r"(?<![\d.])9[·•.．/]?11(?=\s?[”\"’']?(?:事件|恐|袭|之|后|以来|当天))")


def find(text: str) -> Iterator[Value]:
    """Find the dates and times of a Chinese text; they may overlap, the first given wins."""
    for match in ISO.finditer(text):
        yield from dated(match)
    for match in _LUNAR.finditer(text):
        yield Value(match.start(), match.end(), match[0], "code", strict=False)
    for match in _ATTACK.finditer(text):
        yield date_value(match, 0, 9, 11)
    yield from _decades(text)
    for match in _WEEKDAY.finditer(text):
        day = "一二三四五六日".find(match[1].replace("天", "日")) + 1
        yield _value(match, "weekday", Fraction(day), strict=False)
    yield from _ranges(text)
    for match in _DATE.finditer(text):
        yield from _date(match)
    for match in _YEAR.finditer(text):
        yield date_value(match, _number(match["year"]), 0, 0)
    for match in _TIME.finditer(text):
        yield from _time(match)
    for match in _DAY.finditer(text):
        if 0 < _number(match["day"]) <= 31:
            yield date_value(match, 0, 0, _number(match["day"]))


def _decades(text: str) -> Iterator[Value]:
    for match in DECADE.finditer(text):
        yield _value(match, "decade", Fraction(match["year"].lstrip("'’")), strict=True)
    for match in _CHINESE_DECADE.finditer(text):
        decade = Fraction(match["year"] or _number(match["tens"]))
        century = match["century"]
        if century:
            spoken = 20 if century.startswith("上") else 21 if century in ("本", "这个") else _number(century)
            decade += (spoken - 1) * 100
        yield _value(match, "decade", decade, strict=True)
    for match in _BORN_AFTER.finditer(text):
        year = Fraction(match["year"])
        yield Value(match.start(), match.end(), match[0], "number", 1900 + year, also=(year,), strict=False)
    for match in _GENERATION.finditer(text):
        yield _value(match, "decade", Fraction(match["year"]), strict=False)


def _ranges(text: str) -> Iterator[Value]:
    for match in _YEARS.finditer(text):
        first, last = match["one"], match["two"]
        last = last if len(last) == 4 else first[:2] + last
        yield Value(*match.span("one"), first, "date", when=(int(first), 0, 0))
        yield Value(match.start("two"), match.end(), text[match.start("two") : match.end()], "date",
                    when=(int(last), 0, 0))  # fmt: skip
    for match in _MONTHS.finditer(text):
        first = match["one"]
        if _number(first) <= 12:
            yield Value(*match.span("one"), first, "date", when=(0, _number(first), 0), strict=False)


def _date(match: re.Match[str]) -> Iterator[Value]:
    year = _number(match["year"]) if match["year"] else 0
    month = _number(match["month"])
    days = [_number(day) for day in re.findall(_N, match["days"] or "")]
    if month <= 12 and all(0 < day <= 31 for day in days):
        yield from spread(match, year, month, days, re.compile(_N))


def _time(match: re.Match[str]) -> Iterator[Value]:
    mark, half = match["mark"] or "", match["half"] or ""
    if match["dot"] and not half:
        return
    has_minutes = any(match[name] for name in ("minute", "minute2", "thirty", "quarter"))
    if not has_minutes and not half and "钟" not in mark and "整" not in mark:
        return
    hour, minute = _number(match["hour"]), _minute(match)
    if hour <= 24 and minute < 60:
        yield time_value(match, hour, minute, _NOON.get(half[:1], "am") if half else "")


def _minute(match: re.Match[str]) -> int:
    if match["quarter"]:
        return 15 * _number(match["quarter"])
    return 30 if match["thirty"] else _number(match["minute"] or match["minute2"] or "0")


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() and digits.isascii() else int(chinese(digits.replace("廿", "二十")))


def _value(match: re.Match[str], kind: Kind, number: Fraction, *, strict: bool) -> Value:
    return Value(match.start(), match.end(), match[0], kind, number, strict=strict)
