"""Units of measure and currencies, as both languages write them."""

import re
from fractions import Fraction

DIMENSIONS: dict[str, tuple[str, Fraction]] = {
    "decade": ("time", Fraction(315_576_000)),
    "year": ("time", Fraction(31_557_600)),
    "month": ("month", Fraction(1)),
    "week": ("time", Fraction(604_800)),
    "day": ("time", Fraction(86_400)),
    "hour": ("time", Fraction(3_600)),
    "minute": ("time", Fraction(60)),
    "second": ("time", Fraction(1)),
    "km": ("length", Fraction(1000)),
    "m": ("length", Fraction(1)),
    "cm": ("length", Fraction(1, 100)),
    "mm": ("length", Fraction(1, 1000)),
    "µm": ("length", Fraction(1, 10**6)),
    "nm": ("length", Fraction(1, 10**9)),
    "li": ("length", Fraction(500)),
    "mile": ("length", Fraction("1609.344")),
    "yard": ("length", Fraction("0.9144")),
    "foot": ("length", Fraction("0.3048")),
    "inch": ("length", Fraction("0.0254")),
    "km²": ("area", Fraction(10**6)),
    "m²": ("area", Fraction(1)),
    "ha": ("area", Fraction(10_000)),
    "acre": ("area", Fraction("4046.8564224")),
    "mu": ("area", Fraction(2000, 3)),
    "ft²": ("area", Fraction("0.09290304")),
    "m³": ("volume", Fraction(1000)),
    "L": ("volume", Fraction(1)),
    "mL": ("volume", Fraction(1, 1000)),
    "t": ("mass", Fraction(1000)),
    "kg": ("mass", Fraction(1)),
    "jin": ("mass", Fraction(1, 2)),
    "g": ("mass", Fraction(1, 1000)),
    "mg": ("mass", Fraction(1, 10**6)),
    "µg": ("mass", Fraction(1, 10**9)),
    "lb": ("mass", Fraction("0.45359237")),
    "oz": ("mass", Fraction("0.028349523125")),
    "°C": ("celsius", Fraction(1)),
    "°F": ("fahrenheit", Fraction(1)),
    "%": ("percent", Fraction(1)),
    "pp": ("points", Fraction(1)),
    "CNY": ("CNY", Fraction(1)),
    "USD": ("USD", Fraction(1)),
    "dollar": ("dollar", Fraction(1)),
    "HKD": ("HKD", Fraction(1)),
    "AUD": ("AUD", Fraction(1)),
    "CAD": ("CAD", Fraction(1)),
    "EUR": ("EUR", Fraction(1)),
    "GBP": ("GBP", Fraction(1)),
    "JPY": ("JPY", Fraction(1)),
    "century": ("time", Fraction(3_155_760_000)),
    "¥": ("yen or yuan", Fraction(1)),
}
"""Canonical unit → dimension and size in the dimension's own base."""

_SYMBOLS = {
    "km²": "km²|km2|sq ?km", "m²": "m²|m2|㎡|sq ?m", "m³": "m³|m3", "km": "kms?", "cm": "cm", "mm": "mm", "µm": "[µμ]m",
    "nm": "nm", "m": "m", "ft²": "sq ?ft", "foot": "ft", "mL": "m[lL]", "L": "L", "kg": "kgs?", "mg": "mg",
    "µg": "[µμ]g|mcg", "g": "g", "oz": "oz", "lb": "lbs?", "ha": "ha", "°C": "[°º] ?C|℃", "°F": "[°º] ?F|℉",
    "%": "[%％]",
    "CNY": "RMB|CNY", "USD": "USD", "HKD": "HKD", "EUR": "EUR|€", "GBP": "GBP",
}  # fmt: skip
"""Written alike in both languages, and only in these letters: 5 g is a weight, 5G is not."""
_ENGLISH_WORDS = {
    "decade": "decades?", "century": "centuries",
    "year": "years?[- ]olds?|years?", "month": "months?", "week": "weeks?|wks?", "day": "days?", "hour": "hours?|hrs?",
    "minute": "minutes?|mins?", "second": "seconds|secs?", "km²": "square kilomet(?:er|re)s?",
    "m²": "square met(?:er|re)s?", "ft²": "square f(?:oo|ee)t", "m³": "cubic met(?:er|re)s?",
    "km": "kilomet(?:er|re)s?",
    "cm": "centimet(?:er|re)s?", "mm": "millimet(?:er|re)s?", "µm": "micromet(?:er|re)s?|microns?",
    "nm": "nanomet(?:er|re)s?", "m": "met(?:er|re)s?", "mile": "miles?", "yard": "yards?", "foot": "f(?:oo|ee)t",
    "inch": "inch(?:es)?", "ha": "hectares?", "acre": "acres?", "mu": "mu", "li": "li", "mL": "millilit(?:er|re)s?",
    "L": "lit(?:er|re)s?", "t": "(?:metric )?tons?|tonnes?", "kg": "kilograms?|kilos?", "jin": "jin|catt(?:y|ies)",
    "mg": "milligrams?", "µg": "micrograms?", "g": "grams?", "oz": "ounces?", "GBP": "pounds? sterling|british pounds?",
    "lb": "pounds?", "°C": "(?:degrees? )?(?:celsius|centigrade)", "°F": "(?:degrees? )?fahrenheit",
    "pp": "percentage points?", "%": "per ?cent(?:age)?", "CNY": "(?:chinese )?yuan|renminbi",
    "USD": "(?:us|u\\.s\\.|american) dollars?", "HKD": "hong kong dollars?", "AUD": "australian dollars?",
    "CAD": "canadian dollars?", "dollar": "dollars?|bucks", "EUR": "euros?", "JPY": "(?:japanese )?yen",
}  # fmt: skip
_CHINESE_WORDS = {
    "year": "周年|周岁|年|岁", "month": "个多?月",
    "week": "周(?![年岁一二三四五六日末围边])|个?星期(?![一二三四五六天])|个礼拜",
    "day": "天|日(?![元本军圆])", "hour": "个?半?小时|个钟头", "minute": "分钟|分(?![之钟别为析布成配享支子法])",
    "second": "秒钟?", "km²": "平方公里|平方千米", "m²": "平方米|平米", "ft²": "平方英尺", "m³": "立方米",
    "km": "公里|千米",
    "cm": "厘米|公分", "mm": "毫米", "µm": "微米", "nm": "纳米", "mile": "英里", "yard": "码", "foot": "英尺",
    "inch": "英寸",
    "m": "米(?![饭粉兰])", "li": "里(?![面程斯克德亚士氏约昂])", "ha": "公顷", "acre": "英亩", "mu": "亩", "mL": "毫升",
    "L": "公?升", "t": "公?吨", "kg": "公斤|千克", "jin": "斤", "mg": "毫克", "µg": "微克", "g": "克(?![拉里服隆])",
    "oz": "盎司", "lb": "磅", "°C": "摄氏度|度", "°F": "华氏度", "pp": "个?百分点", "USD": "美元|美金",
    "HKD": "港元|港币",
    "AUD": "澳元", "CAD": "加元|加币", "EUR": "欧元", "GBP": "英镑", "JPY": "日元|日圆",
    "CNY": "元人民币|元(?![素件月宝旦老首帅帝])", "century": "世纪",
}  # fmt: skip
_ENGLISH_SIGNS = {
    "USD": "US ?\\$|U\\.S\\. ?\\$|USD", "HKD": "HK ?\\$|HKD", "AUD": "AU?\\$", "CAD": "CA?\\$", "dollar": "\\$",
    "GBP": "£",
    "EUR": "€", "CNY": "CN¥|RMB|CNY", "¥": "[¥￥]",
}  # fmt: skip
_CHINESE_SIGNS = {
    "USD": "US\\$", "HKD": "HK\\$", "AUD": "AU?\\$", "CAD": "CA?\\$", "dollar": "\\$", "GBP": "£", "EUR": "€",
    "CNY": "人民币|RMB", "¥": "[¥￥]",
}  # fmt: skip

CHINESE_NAMES = {
    "%": "%", "pp": "个百分点", "CNY": "元", "USD": "美元", "dollar": "美元", "HKD": "港元", "AUD": "澳元",
    "CAD": "加元",
    "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "¥": "元", "decade": "0年", "km²": "平方公里", "m²": "平方米",
    "ft²": "平方英尺", "m³": "立方米",
    "km": "公里", "m": "米", "cm": "厘米", "mm": "毫米", "µm": "微米", "nm": "纳米", "mile": "英里", "yard": "码",
    "foot": "英尺", "inch": "英寸", "ha": "公顷", "acre": "英亩", "mu": "亩", "li": "里", "mL": "毫升", "L": "升",
    "t": "吨",
    "kg": "公斤", "jin": "斤", "g": "克", "mg": "毫克", "µg": "微克", "lb": "磅", "oz": "盎司", "°C": "℃", "°F": "℉",
    "year": "年", "month": "个月", "week": "周", "day": "天", "hour": "小时", "minute": "分钟", "second": "秒",
}  # fmt: skip
"""How a repaired Chinese value names its unit."""

ENGLISH_NAMES = {
    "%": "%", "pp": " percentage points", "CNY": " yuan", "USD": " US dollars", "dollar": "$",
    "HKD": " Hong Kong dollars", "AUD": " Australian dollars",
    "CAD": " Canadian dollars", "EUR": "€", "GBP": "£", "JPY": " yen", "¥": "¥", "km²": " km²", "m²": " m²",
    "ft²": " square feet", "m³": " m³",
    "km": " km", "m": " m", "cm": " cm", "mm": " mm", "µm": " µm", "nm": " nm", "mile": " miles", "yard": " yards",
    "foot": " feet", "inch": " inches", "ha": " hectares", "acre": " acres", "mu": " mu", "li": " li", "mL": " mL",
    "L": " litres", "t": " tonnes", "kg": " kg", "jin": " jin", "g": " g", "mg": " mg", "µg": " µg", "lb": " pounds",
    "oz": " ounces", "°C": " °C", "°F": " °F", "year": " years", "month": " months", "week": " weeks", "day": " days",
    "hour": " hours", "minute": " minutes", "second": " seconds",
}  # fmt: skip
"""How a repaired English value names its unit; a currency sign goes in front."""


_DOLLARS = frozenset({"USD", "HKD", "AUD", "CAD"})
_SIGN_FIRST = frozenset({"dollar", "EUR", "GBP", "¥"})


class _Units:
    """The units of one language, compiled."""

    def __init__(self, words: dict[str, str], signs: dict[str, str], boundary: str) -> None:
        names = list(dict.fromkeys([*words, *_SYMBOLS]))
        self._names = {f"u{index}": name for index, name in enumerate(names)}
        alternatives = []
        for group, name in self._names.items():
            parts = [f"(?i:{words[name]}){boundary}"] if name in words else []
            parts += [f"(?:{_SYMBOLS[name]})(?![A-Za-z0-9])"] if name in _SYMBOLS else []
            alternatives.append(f"(?P<{group}>{'|'.join(parts)})")
        self._after = re.compile("[ \u00a0-]?(?:" + "|".join(alternatives) + ")")
        self._signs = {f"s{index}": name for index, name in enumerate(signs)}
        self._before = re.compile(
            "(?:" + "|".join(f"(?P<{group}>{signs[name]})" for group, name in self._signs.items()) + ") ?$"
        )

    def after(self, text: str, position: int) -> tuple[str, int]:
        match = self._after.match(text, position)
        return (self._names[str(match.lastgroup)], match.end()) if match else ("", position)

    def before(self, text: str, position: int) -> tuple[str, int]:
        match = self._before.search(text, max(0, position - 6), position)
        return (self._signs[str(match.lastgroup)], match.start()) if match else ("", position)


_UNITS = {
    "en": _Units(_ENGLISH_WORDS, _ENGLISH_SIGNS, "(?![A-Za-z0-9])"),
    "zh-Hans": _Units(_CHINESE_WORDS, _CHINESE_SIGNS, ""),
}


def after(text: str, position: int, language: str) -> tuple[str, int]:
    """Return the unit that begins at `position`, after a space or hyphen perhaps, and its end; `""` where none does."""
    return _UNITS[language].after(text, position)


def before(text: str, position: int, language: str) -> tuple[str, int]:
    """Return the currency sign that ends at `position` and its start; `""` where there is none."""
    return _UNITS[language].before(text, position)


def agree(one: str, other: str) -> bool:
    """Return whether two units may mean the same where the numbers are equal; an unknown one agrees with any but %."""
    if one == other or {one, other} == {"lb", "GBP"}:
        return True
    if not one or not other:
        return "%" not in (one, other)
    if "¥" in (one, other):
        return bool({one, other} & {"CNY", "JPY"})
    return "dollar" in (one, other) and bool({one, other} & _DOLLARS)


def same(number: Fraction, unit: str, other_number: Fraction, other_unit: str) -> bool:
    """Return whether two measures are the same amount in different units of one dimension: 14 days, 2 weeks."""
    if unit == other_unit or unit not in DIMENSIONS or other_unit not in DIMENSIONS:
        return False
    dimension, size = DIMENSIONS[unit]
    other_dimension, other_size = DIMENSIONS[other_unit]
    return dimension == other_dimension and number * size == other_number * other_size


def written(number_text: str, unit: str, language: str) -> str:
    """Join a number, written in `language`, with the name of its unit."""
    if not unit:
        return number_text
    if language == "zh-Hans":
        return number_text + CHINESE_NAMES.get(unit, "")
    name = ENGLISH_NAMES.get(unit, "")
    return name + number_text if unit in _SIGN_FIRST else number_text + name
