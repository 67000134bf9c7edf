"""Dates, times, decades and weekdays in English and Chinese text."""

import re
from collections.abc import Iterator
from fractions import Fraction

from translate.language.values.numerals import CHINESE_DIGIT, chinese
from translate.language.values.value import Value

_MONTHS = {
    name: index
    for index, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?(?![\d.,]*\d)"
_TO = r"(?:\s*[-–—~]\s*|\s+(?:to|and|through|until|or)\s+|\s*(?:,|&)\s*(?:and\s+)?)"
_YEAR = r"(?:1\d|20|21)\d\d"
_DAY_FIRST = re.compile(
    rf"(?<![\d.,$£€])(?P<days>{_DAY}(?:{_TO}(?:the\s+)?{_DAY}){{0,4}})(?:\s+of"
    rf"|\s+day\s+of)?[\s-]+(?P<month>{_MONTH})(?:,?[\s-]+(?P<year>{_YEAR})(?!\d))?"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>(?<![A-Za-z]){_MONTH})[\s-]+(?:the\s+)?(?P<days>{_DAY}(?:{_TO}(?:the\s+)?{_DAY}(?!\s*(?:{_MONTH}"
    rf"|%))){{0,4}})(?:,?\s+(?P<year>{_YEAR})(?!\d))?"
)
_MONTH_YEAR = re.compile(rf"(?<![A-Za-z])(?P<month>{_MONTH}),?(?:\s+of)?\s+(?P<year>{_YEAR})(?!\d)")
_MONTH_ALONE = re.compile(
    r"(?<![A-Za-z])(?P<month>January|February|April|June|July|August|September|October|November|December"
    r"|(?<=[Ii]n )(?:May|March)|(?<=[Bb]y )(?:May|March)|(?<=of )(?:May|March)|(?<=since )(?:May|March)"
    r"|(?<=early )(?:May|March)|(?<=late )(?:May|March)|(?<=last )(?:May|March)|(?<=this )(?:May|March)"
    r"|(?<=until )(?:May|March)|(?<=[Mm]id-)(?:May|March)|(?<=from )(?:May|March)|(?<=to )(?:May|March)"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)(?![A-Za-z])"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)([-/.])(?P<month>0?[1-9]|1[0-2])\2(?P<day>[0-2]?\d|3[01])(?!\d)")
_ENGLISH_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d.:])(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)(?![\d:])(?!\s*[ap]\.?m)",
    re.IGNORECASE,
)
_OCLOCK = re.compile(
    r"(?<![A-Za-z\d])(?P<hour>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o['’]clock", re.I
)
_HOURS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ENGLISH_DECADE = re.compile(r"(?<![\d.,$£€])(?P<year>\d{3}0|['’]?\d0)['’]?s(?![A-Za-z])")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})s?\b")

_N = f"(?:\\d{{1,2}}|[{CHINESE_DIGIT}十廿]{{1,3}})"
_CHINESE_DAYS = (
    rf"(?P<days>{_N}\s?[日号]?(?:\s?(?:[-–—~～、和及或]|至|到)\s?{_N}\s?[日号]){{1,4}}"
    rf"|{_N}\s?[日号](?![元本军圆线码召]))"
)
_CHINESE_DATE = re.compile(
    rf"(?:(?P<year>(?<!\d)\d{{4}}|(?<![{CHINESE_DIGIT}])[{CHINESE_DIGIT}]{{4}})\s?年\s?(?:的\s?)?)?"
    rf"(?P<month>(?<![\d{CHINESE_DIGIT}十第.])(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]))\s?月(?:份"
    rf"|(?=[\s\d{CHINESE_DIGIT}十初中末底上下旬，。、；）（,.)的]|$|[^球亮光饼经子薪供报刊息票台牙租]))"
    rf"\s?(?:{_CHINESE_DAYS})?"
)
_CHINESE_YEAR = re.compile(
    rf"(?P<year>(?<![\d.,])\d{{4}}|(?<![{CHINESE_DIGIT}])[一二][{CHINESE_DIGIT}]{{3}})\s?年(?!代)"
)
_CHINESE_YEARS = re.compile(
    r"(?P<one>(?<![\d.,])(?:1\d|20|21)\d\d)\s?年?\s?(?:[-–—~～]|至|到)\s?(?P<two>(?:1\d|20|21)?\d\d)\s?年(?!代)"
)
_CHINESE_DAY = re.compile(rf"(?<![\d.,{CHINESE_DIGIT}十月第])(?P<day>{_N})\s?[日号](?![元本军圆线码召内])")
_HALVES = "凌晨|清晨|清早|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|夜间|夜里|当晚|早|晚"
_CHINESE_TIME = re.compile(
    rf"(?P<half>{_HALVES})?\s?(?P<hour>(?<![\d.:：])\d{{1,2}}|(?<![{CHINESE_DIGIT}十])[{CHINESE_DIGIT}十]{{1,3}})\s?"
    rf"(?:[:：](?P<minute>[0-5]\d)(?![\d:：])|(?P<mark>[点时]整?钟?)\s?(?:(?P<thirty>半)|(?P<quarter>[一三])刻"
    rf"|(?P<minute2>\d{{1,2}}|[{CHINESE_DIGIT}十]{{1,3}})\s?分)?)"
)
_CHINESE_DECADE = re.compile(
    rf"(?:(?P<century>\d{{1,2}}|[{CHINESE_DIGIT}十]{{1,3}}|上个?|本|这个)\s?世纪\s?)?(?:(?P<tens>\d0"
    rf"|[一二两三四五六七八九]十)\s?年代|(?P<year>\d{{3}}0)\s?年代)"
)
_CHINESE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])(?![年岁])")


def english(text: str) -> Iterator[Value]:
    """Find the dates and times of an English text; they may overlap, the first given wins."""
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            yield from _dated(match)
    for match in _MONTH_YEAR.finditer(text):
        yield _date(match, int(match["year"]), _month(match["month"]), 0)
    for match in _MONTH_ALONE.finditer(text):
        yield _date(match, 0, _month(match["month"]), 0)
    for match in _ENGLISH_TIME.finditer(text):
        hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or match["minute2"] or 0)
        if hour <= 24:
            yield _time(match, hour, minute, {"a": "am", "p": "pm"}.get((match["half"] or "").lower(), ""))
    for match in _OCLOCK.finditer(text):
        word = match["hour"].lower()
        yield _time(match, int(word) if word.isdigit() else _HOURS.index(word), 0, "")
    for match in _ENGLISH_DECADE.finditer(text):
        yield _value(match, "decade", Fraction(match["year"].lstrip("'’")), strict=True)
    for match in _ENGLISH_WEEKDAY.finditer(text):
        yield _value(match, "weekday", Fraction(_WEEKDAYS.index(match[1]) + 1), strict=False)


def mandarin(text: str) -> Iterator[Value]:
    """Find the dates and times of a Chinese text; they may overlap, the first given wins."""
    for match in _ISO.finditer(text):
        yield from _dated(match)
    for match in _ENGLISH_DECADE.finditer(text):
        yield _value(match, "decade", Fraction(match["year"].lstrip("'’")), strict=True)
    for match in _CHINESE_DECADE.finditer(text):
        decade = Fraction(match["year"] or _number(match["tens"]))
        century = match["century"]
        if century:
            spoken = 20 if century.startswith("上") else 21 if century in ("本", "这个") else _number(century)
            decade += (spoken - 1) * 100
        yield _value(match, "decade", decade, strict=True)
    for match in _CHINESE_WEEKDAY.finditer(text):
        yield _value(match, "weekday", Fraction("一二三四五六日".find(match[1].replace("天", "日")) + 1), strict=False)
    for match in _CHINESE_YEARS.finditer(text):
        one, two = match["one"], match["two"]
        two = two if len(two) == 4 else one[:2] + two
        yield Value(*match.span("one"), match["one"], "date", when=(int(one), 0, 0))
        yield Value(
            match.start("two"), match.end(), text[match.start("two") : match.end()], "date", when=(int(two), 0, 0)
        )
    for match in _CHINESE_DATE.finditer(text):
        year = _number(match["year"]) if match["year"] else 0
        month = _number(match["month"])
        days = [_number(day) for day in re.findall(_N, match["days"] or "")]
        if month <= 12 and all(0 < day <= 31 for day in days):
            yield from _spread(match, year, month, days)
    for match in _CHINESE_YEAR.finditer(text):
        yield _date(match, _number(match["year"]), 0, 0)
    for match in _CHINESE_TIME.finditer(text):
        mark, half = match["mark"] or "", match["half"] or ""
        certain = match["minute"] or half or "钟" in mark or "整" in mark or match["thirty"] or match["quarter"]
        if not certain and not match["minute2"]:
            continue
        hour = _number(match["hour"])
        minute = 30 if match["thirty"] else 15 * _number(match["quarter"]) if match["quarter"] else 0
        minute = minute or _number(match["minute"] or match["minute2"] or "0")
        if hour <= 24 and minute < 60:
            noon = {"中": "", "下": "pm", "午": "pm", "傍": "pm", "晚": "pm", "夜": "", "当": "pm"}
            yield _time(match, hour, minute, noon.get(half[:1], "am") if half else "")
    for match in _CHINESE_DAY.finditer(text):
        if 0 < _number(match["day"]) <= 31:
            yield _date(match, 0, 0, _number(match["day"]))


def write_english(when: tuple[int, int, int]) -> str:
    """Write a date as the house does in English: 7 December 2025."""
    year, month, day = when
    name = next((name.capitalize() for name, index in _MONTHS.items() if index == month), "")
    return " ".join(part for part in (str(day or ""), name, str(year or "")) if part)


def write_chinese(when: tuple[int, int, int]) -> str:
    """Write a date as the house does in Chinese: 2025年12月7日."""
    year, month, day = when
    return f"{year}年" * bool(year) + f"{month}月" * bool(month) + f"{day}日" * bool(day)


def _number(digits: str) -> int:
    return int(digits) if digits.isdigit() and digits.isascii() else int(chinese(digits.replace("廿", "二十")))


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _dated(match: re.Match[str]) -> Iterator[Value]:
    groups = match.groupdict()
    year, month = int(groups["year"] or 0), groups["month"]
    number = int(month) if month.isdigit() else _month(month)
    if "day" in groups:
        yield _date(match, year, number, int(groups["day"]))
        return
    yield from _spread(match, year, number, [int(day) for day in re.findall(r"\d+", groups["days"])])


def _spread(match: re.Match[str], year: int, month: int, days: list[int]) -> Iterator[Value]:
    """Give each day of `1–7 December` its own date; the whole expression stands for the first one's place."""
    if len(days) < 2:
        yield _date(match, year, month, days[0] if days else 0)
        return
    starts = [match.start("days") + found.start() for found in re.finditer(_N, match["days"])]
    bounds = [match.start(), *starts[1:], match.end()]
    for index, day in enumerate(days):
        start, end = bounds[index], bounds[index + 1]
        yield Value(start, end, match.string[start:end].strip(), "date", when=(year, month, day))


def _date(match: re.Match[str], year: int, month: int, day: int) -> Value:
    return Value(match.start(), match.end(), match[0], "date", when=(year, month, day))


def _time(match: re.Match[str], hour: int, minute: int, half: str) -> Value:
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return Value(match.start(), match.end(), match[0], "time", Fraction(hour * 60 + minute), opaque=half)


def _value(match: re.Match[str], kind: str, number: Fraction, *, strict: bool) -> Value:
    return Value(match.start(), match.end(), match[0], kind, number, strict=strict)  # type: ignore[arg-type]
