"""Numbers, dates and amounts, compared by value and not by how they are written.

1. A value that must be there (a number in digits, a date, a numeral above two) and has no equal on the other side is a
   problem; on either side.
2. Numerals that are often no number (one, first, 一, 两) are compared only where both sides have one left over.
3. Equal means equal in size and unit: 55.51 billion yuan is 555.1亿元, two weeks may be 14天, 70% may be 七成.
4. A value said twice in one language may be said once in the other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from translate import chinese_values, english_values, units
from translate.glossary import Glossary, TermMatch
from translate.script import Bare
from translate.value import Value

__all__ = ["Value", "ValueProblem", "compare", "find"]

_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_FINDERS: dict[str, Callable[[str], Iterator[Value]]] = {"en": english_values.find, "zh-Hans": chinese_values.find}
_JOIN = re.compile(r"\s*(?:-|–|—|~|～|至|到|、|或|和|to|and|or)\s*")
_SCALED = re.compile(r"(?:hundred|thousand|million|billion|trillion|mn|bn|[十百千万亿kmb])", re.IGNORECASE)
_ABSORBERS: dict[str, tuple[tuple[frozenset[Fraction], re.Pattern[str]], ...]] = {
    "en": tuple(
        (frozenset(Fraction(number) for number in numbers), re.compile(pattern, re.IGNORECASE))
        for numbers, pattern in (
            (("0",), r"\b(?:no|zero|none|nil|without|midnight)\b"),
            (("1",), r"\b(?:an?|one|once|single|each|per|every|first|another|1st|I|solo|sole|last|next|this|uni\w+|mono\w+)\b"),
            (("2",), r"\b(?:both|twice|twofold|pairs?|couples?|double[ds]?|doubling|dual|twins?|either|half|two\w*|second\w*|bilateral\w*|binary|bi\w+|di\w+|other|duo|between|neither|brace)\b"),
            (("3",), r"\b(?:triple[ds]?|tripling|thrice|trio|tri\w*|third\w*|threefold|hat-trick|three\w*)\b"),
            (("4",), r"\b(?:quarters?|quadr\w+|quarterly|four\w*|tetra\w+|fourth|quartet|quarterfinal\w*)\b"),
            (("5", "6", "7", "8", "9"), r"\b(?:quint\w+|penta\w+|hexa\w+|hept\w+|octa\w+|five\w*|six\w*|seven\w*|eight\w*|nine\w*)\b"),
            (("10",), r"\b(?:decades?|ten\w*|deca\w+|tenth)\b"),
            (("12",), r"\b(?:dozens?|noon|midday|midnight|twelve)\b"),
            (("14",), r"\bfortnight\w*\b"),
            (("20", "30", "40", "50", "60", "70", "80", "90"), r"\b(?:decades|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|scores?)\b"),
            (("50", "1/2"), r"\bhalf|\bhalves|\bhalv"),
            (("100",), r"\b(?:centur(?:y|ies)|hundred|centen\w+|fully|completely|entirely|cent)\b"),
            (("1000",), r"\b(?:thousands?|millenni\w+)\b"),
            (("24",), r"\b(?:days?|round[ -]the[ -]clock|24/7)\b"),
            (("18",), r"\badults?\b"),
        )
    ),
    "zh-Hans": tuple(
        (frozenset(Fraction(number) for number in numbers), re.compile(pattern))
        for numbers, pattern in (
            (("0",), "没有|零|无|午夜"),
            (("1",), "一|首|单|每|唯|某|同|元|头"),
            (("2",), "两|双|二|对|俩|倍|再|又|半|翻番|次"),
            (("3",), "三|仨|参"),
            (("4",), "四|季度"),
            (("5",), "五"), (("6",), "六"), (("7",), "七|周|星期"), (("8",), "八"), (("9",), "九"),
            (("10",), "十"), (("12",), "打|十二|中午|正午"), (("24",), "全天|天"), (("50", "1/2"), "半"), (("60",), "甲子"),
            (("100",), "百|世纪|全"), (("1000",), "千"), (("10000",), "万"), (("1000000",), "百万|兆"),
        )
    ),
}  # fmt: skip
"""Words that say a small number without a numeral; they satisfy a value of the other language, and ask for nothing."""


@dataclass(frozen=True)
class ValueProblem:
    """A value of one side that has no equal on the other."""

    source: Value | None
    """None for a value that only the target has."""
    target: Value | None
    """None for a value that the target lacks."""
    message: str
    """For people."""
    repaired: bool = False
    """Whether `repair` put it right."""


def find(text: str, language: str) -> list[Value]:
    """Find the values of `text` in order, not overlapping. A range is two values."""
    bare = Bare(text)
    plain = bare.text.translate(_WIDE)
    taken = bytearray(len(plain))
    found: list[Value] = []
    for value in _FINDERS[language](plain):
        if value.end > value.start and not any(taken[value.start : value.end]):
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
            if value.kind != "code" or value.opaque:
                found.append(value)
    found.sort(key=lambda value: value.start)
    joined = _join_ranges(plain, found)
    return [_place(bare, value) for value in joined]


def _place(bare: Bare, value: Value) -> Value:
    start, end = bare.span(value.start, value.end)
    return replace(value, start=start, end=end)


def _join_ranges(plain: str, found: list[Value]) -> list[Value]:
    """Let the first of `10-15万` and `3 to 5 km` share the second's unit and, perhaps, its scale."""
    joined = list(found)
    for index in range(len(found) - 2, -1, -1):
        one, two = joined[index], joined[index + 1]
        if one.kind != "number" or two.kind != "number" or not _JOIN.fullmatch(plain, one.end, two.start):
            continue
        unit = one.unit or two.unit
        also = one.also
        scale = _SCALED.search(two.text)
        if scale and not _SCALED.search(one.text):
            digits = re.match(r"\D*([\d,]+(?:\.\d+)?)", two.text)
            if digits:
                written = Fraction(digits[1].replace(",", ""))
                also = (*also, one.number * two.number / written) if written else also
        if "-" in plain[one.end : two.start] or "–" in plain[one.end : two.start]:
            # 2018-19 is a pair of years.
            if one.number.denominator == 1 and 1000 <= one.number <= 2100 and two.number < 100 and not two.unit:
                joined[index + 1] = replace(two, also=(*two.also, one.number - one.number % 100 + two.number))
        joined[index] = replace(one, unit=unit, also=also)
    return joined


def compare(
    source_text: str, target_text: str, *, source: str, target: str, glossary: Glossary | None = None
) -> list[ValueProblem]:
    """Compare the values of two texts; empty where each has its equal.

    Args:
        source_text: with or without marks.
        target_text: with or without marks.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        glossary: numerals inside its terms (三级甲等医院, 15th Five-Year Plan) are the term's, and are not compared where
            both sides have the term.
    """
    ours, theirs = find(source_text, source), find(target_text, target)
    if glossary:
        ours, theirs = _without_terms(ours, theirs, source_text, target_text, source, target, glossary)
    return _Comparison(ours, theirs, source_text, target_text, source, target).problems()


def _without_terms(
    ours: list[Value],
    theirs: list[Value],
    source_text: str,
    target_text: str,
    source: str,
    target: str,
    glossary: Glossary,
) -> tuple[list[Value], list[Value]]:
    mine = [match for match in glossary.find(source_text, source) if any(_inside(value, match) for value in ours)]
    forms = {form for match in glossary.find(source_text, source) for form in match.accepted}
    other = [match for match in glossary.find(target_text, target) if match.term.form(target) in forms]
    rendered = {match.term.form(target) for match in other}
    mine = [match for match in mine if rendered & set(match.accepted)]
    return (
        [value for value in ours if not any(_inside(value, match) for match in mine)],
        [value for value in theirs if not any(_inside(value, match) for match in other)],
    )


def _inside(value: Value, match: TermMatch) -> bool:
    return value.start >= match.start and value.start < match.end


@dataclass
class _Comparison:
    """The values of both sides, and which have found their equal."""

    ours: Sequence[Value]
    theirs: Sequence[Value]
    source_text: str
    target_text: str
    source: str
    target: str

    def problems(self) -> list[ValueProblem]:
        pairs = self._pairs()
        left = [value for index, value in enumerate(self.ours) if index not in pairs]
        used = set(pairs.values())
        right = [value for index, value in enumerate(self.theirs) if index not in used]
        problems = [
            ValueProblem(one, two, f"`{one.text}` became `{two.text}`; both give a limit, but not the same way round")
            for one, two in ((self.ours[index], self.theirs[other]) for index, other in pairs.items())
            if {one.bound, two.bound} == {"over", "under"}
        ]
        left = [value for value in left if not any(equal(value, other) for other in self.theirs)]
        right = [value for value in right if not any(equal(other, value) for other in self.ours)]
        left = [value for value in left if not _absorbed(value, self.target_text, self.target, right)]
        right = [value for value in right if not _absorbed(value, self.source_text, self.source, left)]
        left, right = _pieces(left, right)
        for one in left:
            rival = next((other for other in right if _rivals(one, other)), None)
            if rival:
                right.remove(rival)
                problems.append(ValueProblem(one, rival, f"`{one.text}` became `{rival.text}`"))
            elif one.strict:
                problems.append(ValueProblem(one, None, f"`{one.text}` is missing"))
        problems += [
            ValueProblem(None, other, f"`{other.text}` is not in the source") for other in right if other.strict
        ]
        return problems

    def _pairs(self) -> dict[int, int]:
        pairs: dict[int, int] = {}
        used: set[int] = set()
        for test in (identical, equal):
            for index, one in enumerate(self.ours):
                if index in pairs:
                    continue
                for other, two in enumerate(self.theirs):
                    if other not in used and test(one, two):
                        pairs[index] = other
                        used.add(other)
                        break
        return pairs


def identical(one: Value, two: Value) -> bool:
    """Return whether two values are the same in kind, size and unit."""
    return (one.kind, one.number, one.unit, one.when, one.opaque) == (
        two.kind,
        two.number,
        two.unit,
        two.when,
        two.opaque,
    )


def equal(one: Value, two: Value) -> bool:
    """Return whether two values of two languages say the same."""
    if one.kind > two.kind:
        one, two = two, one
    test = _EQUAL.get((one.kind, two.kind))
    return test is not None and test(one, two)


def _numbers(one: Value, two: Value) -> bool:
    if units.agree(one.unit, two.unit):
        if one.number == two.number or one.number in two.also or two.number in one.also:
            return True
        return bool(set(one.also) & set(two.also))
    if "%" in (one.unit, two.unit):
        percent, plain = (one, two) if one.unit == "%" else (two, one)
        return not plain.unit and plain.number == percent.number / 100 and plain.number.denominator > 1
    return units.same(one.number, one.unit, two.number, two.unit)


def _dates(one: Value, two: Value) -> bool:
    return any(a and b for a, b in zip(one.when, two.when, strict=True)) and all(
        a == b or not a or not b for a, b in zip(one.when, two.when, strict=True)
    )


def _date_number(date: Value, number: Value) -> bool:
    year, month, day = date.when
    if number.number.denominator != 1 or number.unit in ("%", "CNY", "USD"):
        return False
    if year and not month:
        return number.number == year or year in number.also
    if day and not month:
        return number.number == day
    return bool(month) and not year and not day and number.number == month and number.unit in ("", "month")


def _decades(one: Value, two: Value) -> bool:
    return one.number == two.number or (min(one.number, two.number) < 100 and one.number % 100 == two.number % 100)


def _times(one: Value, two: Value) -> bool:
    if one.opaque and two.opaque:
        return one.number % 1440 == two.number % 1440
    return one.number % 720 == two.number % 720


def _code_number(code: Value, number: Value) -> bool:
    return any(Fraction(digits) == number.number for digits in re.findall(r"\d+", code.opaque))


def _magnitudes(one: Value, two: Value) -> bool:
    vague, number = (one, two) if one.kind == "vague" else (two, one)
    if number.kind == "vague":
        return vague.number == number.number
    return vague.number <= number.number < vague.number * 10


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
    ("number", "time"): lambda number, time: number.number * 60 % 720 == time.number % 720,
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


def _absorbed(value: Value, text: str, language: str, rivals: Sequence[Value]) -> bool:
    """Return whether a word of the other language says this small number without being a numeral."""
    if value.kind not in ("number", "ordinal", "date") or any(
        rival.strict and _rivals(value, rival) for rival in rivals
    ):
        return False
    number = value.number if value.kind != "date" else Fraction(max(value.when))
    return any(number in numbers and pattern.search(text) for numbers, pattern in _ABSORBERS[language])


def _pieces(left: list[Value], right: list[Value]) -> tuple[list[Value], list[Value]]:
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
        return {Fraction(part) for part in value.when if part}
    if value.kind == "number" and value.number.denominator > 1 and not value.unit:
        return {Fraction(value.number.numerator), Fraction(value.number.denominator)}
    if value.kind == "phone":
        return {Fraction(group) for group in re.findall(r"\d+", value.text)}
    return set()


def _rivals(one: Value, two: Value) -> bool:
    """Return whether one may have become the other: same sort, different value."""
    kinds = {one.kind, two.kind}
    if kinds == {"code"}:
        return re.sub(r"\d", "", one.opaque) == re.sub(r"\d", "", two.opaque)
    if len(kinds) == 1:
        return True
    return (one.strict or two.strict) and kinds <= {"number", "ordinal", "date", "decade"}
