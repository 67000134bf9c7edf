"""Numbers and amounts in Chinese text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from translate.language.values import chinese_dates, english, numerals, units
from translate.language.values.numerals import CHINESE_DIGIT
from translate.language.values.value import Bound, Value

_NOT_NUMBERS = re.compile(
    "一些|一起|一样|一般|一直|一定|一旦|一致|一方面|万一|统一|唯一|之一|进一步|同一|一切|一经|一边|一面|一律|一贯"
    "|一连|一带一路|一同|一共|一概|一番|一味|一再|万万|千万[别不要]"
    "|四川|三角|三明治|三峡|三星|三亚|三鹿|五官|五金|六安|八卦|八达岭|九寨|十分(?!之|钟)|十足|十字|百度|百货|百姓"
    "|百汇|百胜|百科|百合|百事|百思|百年|千里|千禧|万科|万达|万物|万象|万分(?!之)|万圣"
    "|[二一三]氧|十二指肠|三文鱼|三叉|四处|四周|四肢|七夕|三聚氰胺|三维|二维|第三者|第三方|二手|两栖|两岸|两国|两会"
    "|两院|两性|两旁|两侧|双十一|六一|五一|十一届|三三两两|三言两语|再三|接二连三"
    "|不三不四|乱七八糟|千方百计|五花八门|四面八方|独一无二|说一不二|七嘴八舌|千千万万|成千上万|成百上千|千家万户"
    "|千变万化|万无一失|三尖瓣|二尖瓣|三七|六味|八角|九龙|五角大楼|万维网|亿万"
    "|三个代表|三权分立|三级跳|四季|五谷|六合|八仙|两极|二元|三元|四方|十万火急|一五一十|三番|五彩|两难"
    "|三口之家|一家三口|五道梁|八里罕|五毛|四分卫|四起|三打|胡说八道|货比三家|临门一脚|四海|三明|三门峡|九江|七台河|双十二"
    '|百强|(?<=[“"])十一(?=[”"])|(?:国庆|中秋)?十一(?=假期|长假|黄金周|期间|国庆)|百日咳|二战|一战|二十四小时便利'
)
_SCALE = r"(?:[十百](?![分度科货])|千(?![米克瓦帕伏焦卡禧])|万(?![科达象维])|亿|兆(?![瓦赫字]))"
_ARABIC = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?"
    rf"|\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?![\d,.]*\d)|\d+(?:\.\d+)?)"
    rf"(?P<more>\s?(?:[多余]|几(?![十百千]))(?!(?:年|月|个|人|名)?以))?\s?(?P<scale>{_SCALE}+)?"
    rf"(?:(?<=万)(?P<tail>\d{{4}})(?!\d)|(?P<rest>(?:\d+(?:\.\d+)?{_SCALE}+)*))"
)
_PLAN = re.compile(
    "[“\"‘']?(?P<number>十[一二三四五六七八九]?|二十)五(?:[”\"’'](?!只|个)|(?=规划|计划|时期|期间|开局|收官|末|以来|目标))"
    "|第(?P<ordinal>[一二三四五六七八九十]{1,3})个五年(?=规划|计划)"
)
"""十四五: the 14th Five-Year Plan."""
_EUROPEAN = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""42.000 may be forty-two thousand."""
_APPROXIMATE = re.compile(f"(?P<low>[{CHINESE_DIGIT}])(?P<high>[{CHINESE_DIGIT}])(?P<scale>[十百千万亿]+)")
_LOOSE_UNITS = frozenset({"li", "fold", "minute", "knot", "°C"})
"""里, 倍, 分, 节 and 度 behind a character are often no unit."""
_HANZI = re.compile(
    rf"(?P<words>[{CHINESE_DIGIT}十百千万亿两]*(?:[{CHINESE_DIGIT}两]|[十百千万亿]{{2}}"
    rf"|十)[{CHINESE_DIGIT}十百千万亿两]*(?:点[{CHINESE_DIGIT}]+[万亿]*)?)(?P<more>多(?![数次为])|余)?"
)
_PERCENT = re.compile(rf"百分之(?P<words>\d+(?:\.\d+)?|[{CHINESE_DIGIT}十百两]+(?:点[{CHINESE_DIGIT}]+)?)")
_TENTHS = re.compile(
    rf"(?<![\d.{CHINESE_DIGIT}十])(?P<words>[1-9一二两三四五六七八九])成(?P<half>半)?(?![为立功员果长本熟人分品绩效就套天群双对])"
)
_FRACTION = re.compile(
    rf"(?P<bottom>\d+|[{CHINESE_DIGIT}十百千万]+)分之(?P<top>\d+(?:\.\d+)?|[{CHINESE_DIGIT}十百两]+)"
)
_DIGIT_FRACTION = re.compile(r"(?<![\d./])(\d{1,3})/(\d{1,3})(?![\d/])")
_VAGUE = re.compile(
    r"(?:数以|好几|[数几上成过])(?P<scale>[十百千万亿]+)(?![分科])(?P<unit>)"
    r"|(?<![\d.一二两三四五六七八九十百千几数])(?P<more>[百千万])[余多](?=[个名人家年万亿项种件次所座条])|十[几来多余]"
)
_ORDINAL = re.compile(rf"第\s?(?P<words>\d+|[{CHINESE_DIGIT}十百两]+)")
_CENTURY = re.compile(rf"(?<![上下本新这另半])(?P<words>\d{{1,2}}|[{CHINESE_DIGIT}十]{{1,3}})\s?世纪")
_HALF_AFTER = re.compile(r"(?:个|倍|年|天|小时|分钟|岁|公里|米|点)?半(?![岛球径导决场数夜])")
_HALF = re.compile("一半|半数|半(?=[个年天月日小数价场])|[减过]半")
_MEASURE = re.compile(
    "[个家名位项种所座次年天月岁倍台辆条份人口只枚艘架栋幢间张篇部类组届代轮批支层级款名株例处村县省市国周集期场季卷页章步颗粒箱瓶杯声句段根双对笔门道起届分秒票点座匹头]"
)
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("under", re.compile(r"(?:不会?超过|不多于|不高于|不大于|不得超过|未超过|最多|至多|多达|高达|达到?|不到|不足"
        r"|不满|未满|(?<!不)(?:低于|少于|小于)|将近|接近|[近<≤])\s?$")),
    ("over", re.compile(r"(?:不少于|不低于|不小于|至少|最少|起码|超过|超出|不止|高于|多于|大于|突破|[逾超>≥])\s?$")),
    ("about", re.compile(r"(?:大约|大概|估计|约有?|[约≈])\s?$")),
)  # fmt: skip
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("over", re.compile(r"[^，。；、\d]{0,3}(?:以上|及以上|[多余](?!样|元|种用))|\+")),
    ("under", re.compile(r"[^，。；、\d]{0,3}(?:以下|以内|之内)")),
    ("about", re.compile(r"[^，。；、\d]{0,3}(?:左右|上下)")),
)
_LOOSE_UNDER = re.compile("(?:多达|高达|达到?)\\s?$")


def find(text: str) -> Iterator[Value]:
    """Find values in plain Chinese text; they may overlap, the first given wins."""
    yield from english.stopwatches(text)
    yield from _plans(text)
    yield from chinese_dates.find(text)
    yield from english.phones(text)
    yield from english.numbered(text)
    yield from _shares(text)
    yield from _ordinals(text)
    for match in _NOT_NUMBERS.finditer(text):
        yield Value(match.start(), match.end(), match[0], "code", strict=False)
    for match in _VAGUE.finditer(text):
        scale = match["scale"] or match["more"] or "十二"
        yield Value(match.start(), match.end(), match[0], "vague", numerals.chinese(scale), strict=False)
    for match in _ARABIC.finditer(text):
        value = _arabic(text, match)
        if value:
            yield value
    yield from english.codes(text)
    yield from english.romans(text)
    for match in _HANZI.finditer(text):
        yield from _hanzi(text, match)
    for match in _HALF.finditer(text):
        unit, _ = units.after(text, match.end(), "zh-Hans")
        yield Value(match.start(), match.end(), match[0], "number", Fraction(1, 2), unit=unit, strict=False)


def _plans(text: str) -> Iterator[Value]:
    for match in _PLAN.finditer(text):
        number = _read(match["number"] or match["ordinal"])
        yield Value(match.start(), match.end(), match[0], "ordinal", number)


def _shares(text: str) -> Iterator[Value]:
    """Find percentages, fractions and tenths."""
    for match in _PERCENT.finditer(text):
        yield _valued(text, match.start(), match.end(), _read(match["words"]), "%")
    for match in _FRACTION.finditer(text):
        if _read(match["bottom"]):
            yield _valued(text, match.start(), match.end(), _read(match["top"]) / _read(match["bottom"]), "")
    for match in _DIGIT_FRACTION.finditer(text):
        if int(match[2]):
            number = Fraction(int(match[1]), int(match[2]))
            yield Value(match.start(), match.end(), match[0], "number", number, strict=False)
    for match in _TENTHS.finditer(text):
        yield _valued(text, match.start(), match.end(), _read(match["words"]) * 10 + (5 if match["half"] else 0), "%")


def _ordinals(text: str) -> Iterator[Value]:
    for match in _CENTURY.finditer(text):
        yield Value(match.start(), match.end(), match[0], "ordinal", _read(match["words"]), unit="century")
    for match in _ORDINAL.finditer(text):
        number = _read(match["words"])
        strict = number > 3 or match["words"].isdigit()
        yield Value(match.start(), match.end(), match[0], "ordinal", number, strict=strict)


def _read(words: str) -> Fraction:
    return Fraction(words) if words[0].isascii() else numerals.chinese(words)


def _arabic(text: str, match: re.Match[str]) -> Value | None:
    start = match.start()
    number, end = _arabic_number(match)
    sign, sign_start = units.before(text, start, "zh-Hans")
    unit, _ = units.after(text, end, "zh-Hans")
    if (not sign and english.letter(text, start - 1)) or (
        not unit and not match["scale"] and english.letter(text, end)
    ):
        return None
    value = _valued(text, sign_start if sign else start, end, number, sign if sign and unit in ("", "CNY") else "")
    if match["more"] and not value.bound:
        value = replace(value, bound="over")
    european = _EUROPEAN.fullmatch(match["digits"]) and not match["scale"]
    return replace(value, also=(value.number * 1000,)) if european else value


def _arabic_number(match: re.Match[str]) -> tuple[Fraction, int]:
    """Return the number of a match, and where it ends: without blanks, and without 余 where no scale follows."""
    digits = re.sub(r"[ \u00a0\u2009\u202f]", "", match["digits"])
    if not match["scale"]:
        return numerals.chinese(digits), match.end("digits")
    if match["tail"]:
        return numerals.chinese(digits + match["scale"]) + int(match["tail"]), match.end()
    return numerals.chinese(digits + match["scale"] + (match["rest"] or "")), match.end()


def _valued(text: str, start: int, end: int, number: Fraction, unit: str) -> Value:
    half = _HALF_AFTER.match(text, end)
    if not unit:
        unit, unit_end = units.after(text, end, "zh-Hans")
        end = unit_end
    if half and number.denominator == 1:
        number += Fraction(1, 2)
        end = max(end, half.end())
        unit = unit or units.after(text, half.end(), "zh-Hans")[0]
    return Value(start, end, text[start:end], "number", number, unit=unit, bound=_bound(text, start, end))


def _hanzi(text: str, match: re.Match[str]) -> Iterator[Value]:
    words = match["words"]
    start, end = match.start(), match.end("words")
    if len(words) == 2 and all(word in CHINESE_DIGIT for word in words) and "〇" not in words:
        for index, word in enumerate(words):
            yield Value(start + index, start + index + 1, word, "number", numerals.chinese(word), strict=False)
        return
    if _APPROXIMATE.search(words) and "零" not in words:
        yield _approximate(text, words, start, end)
        return
    try:
        number = numerals.chinese(words)
    except (ValueError, KeyError):
        return
    value = _valued(text, start, end, number, "")
    yield replace(value, strict=_counts(text, words, value, end))


def _counts(text: str, words: str, value: Value, end: int) -> bool:
    """Return whether Chinese characters are surely a number: compound, with a unit, or before a measure word."""
    compound = len(words) > 1 and any(scale in words for scale in "十百千万亿点") and words[0] not in "百千万亿"
    measured = bool(value.unit) and value.unit not in _LOOSE_UNITS
    return value.number >= 2 and (compound or measured or (value.number > 2 and bool(_MEASURE.match(text, end))))


def _approximate(text: str, words: str, start: int, end: int) -> Value:
    """Read 五六百米, which is 500 or 600."""
    pair = _APPROXIMATE.match(words)
    if not pair or pair.end() != len(words):
        return Value(start, end, words, "code", strict=False)
    low, high = (numerals.chinese(digit + pair["scale"]) for digit in (pair["low"], pair["high"]))
    value = _valued(text, start, end, low, "")
    return replace(value, also=(high,), strict=False)


def _bound(text: str, start: int, end: int) -> Bound:
    before = text[max(0, start - 6) : start]
    if _LOOSE_UNDER.search(before):
        return ""
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            return bound
    return next((bound for bound, pattern in _AFTER if pattern.match(text, end)), "")
