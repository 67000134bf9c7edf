"""Numbers in words: reading English and Chinese numerals, writing numbers as each language does."""

import re
from fractions import Fraction

_ENGLISH_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ENGLISH_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
}  # fmt: skip
ENGLISH_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
    "lakh": 10**5, "crore": 10**7,
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12, "b": 10**9,
}  # fmt: skip
"""Words and abbreviations that multiply the number before them."""

_TENS = "(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)"
_ONES = "(?:one|two|three|four|five|six|seven|eight|nine)"
_SMALL = rf"(?:{_TENS}(?:[ -]{_ONES})?|" + "|".join(sorted(_ENGLISH_ONES, key=len, reverse=True)) + ")"
_LARGE = "(?:thousand|million|billion|trillion)"
_GROUP = rf"(?:(?:(?:an?|{_SMALL})[ -])?hundred(?:[ -](?:and[ -])?{_SMALL})?|{_SMALL})"
_ORDINAL_WORD = "|".join(sorted(_ENGLISH_ORDINALS, key=len, reverse=True))
ENGLISH_NUMERAL = (
    rf"(?:(?:(?:an?|{_SMALL})[ ])?dozen|(?:an?[ ])?{_LARGE}\b|{_GROUP}\b(?:[ -]{_LARGE}\b){{0,4}}"
    rf"(?:,?[ ](?:and[ ])?{_GROUP}[ -]{_LARGE}\b){{0,4}}(?:(?<=[dn])[ ](?:and[ ])?{_GROUP}(?=\b))?)"
)
"""Regular expression of a cardinal in words, from `one` to `two hundred and five million`; its repetitions are bounded,
so that no text makes a number that takes long to compute with."""
ENGLISH_ORDINAL = rf"(?:(?:{_TENS}[ -])?(?:{_ORDINAL_WORD}))"
"""Regular expression of an ordinal in words."""

_CHINESE_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "仨": 3,
    "俩": 2, "壹": 1, "贰": 2, "叁": 3,
}  # fmt: skip
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
CHINESE_DIGIT = "零〇一二两三四五六七八九"
"""Body of a character class."""

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def english(words: str) -> Fraction:
    """Read a cardinal or ordinal in English words.

    Raises:
        ValueError: it is none.
    """
    total, part = Fraction(0), Fraction(0)
    seen = False
    for word in re.split(r"[ -]+", words.lower()):
        if word in ("and", "a", "an"):
            continue
        seen = True
        if word in _ENGLISH_ONES or word in _ENGLISH_ORDINALS:
            part += _ENGLISH_ONES.get(word, _ENGLISH_ORDINALS.get(word, 0))
        elif word in ENGLISH_SCALES:
            scale = ENGLISH_SCALES[word]
            part = (part or Fraction(1)) * scale
            if scale >= 10**3:
                total, part = total + part, Fraction(0)
        else:
            raise ValueError(words)
    if not seen:
        raise ValueError(words)
    return total + part


def chinese(characters: str) -> Fraction:
    """Read a number in Chinese: 三十, 二〇二五, 1.61万亿, 2亿5000万, 三点五.

    Raises:
        ValueError: it is none.
    """
    whole, point, decimals = characters.partition("点")
    if point:
        digits = "".join(str(_CHINESE_DIGITS[character]) for character in decimals if character in _CHINESE_DIGITS)
        rest = decimals.lstrip("".join(_CHINESE_DIGITS))
        return (chinese(whole) + Fraction(int(digits or "0"), 10 ** len(digits))) * _scale(rest)
    if len(whole) > 1 and all(character in _CHINESE_DIGITS for character in whole):
        return Fraction("".join(str(_CHINESE_DIGITS[character]) for character in whole))
    numeral = _ChineseNumeral()
    position = 0
    while position < len(whole):
        character = whole[position]
        number = _DIGITS.match(whole, position)
        if number:
            numeral.figures(Fraction(number[0].replace(",", "")))
            position = number.end()
            continue
        if character in _CHINESE_DIGITS:
            numeral.digit(character)
        elif character in _CHINESE_SCALES:
            numeral.scale(_CHINESE_SCALES[character])
        elif not character.isspace():
            raise ValueError(characters)
        position += 1
    return numeral.value(bare=not _DIGITS.search(whole))


class _ChineseNumeral:
    """A numeral read from left to right."""

    def __init__(self) -> None:
        self._total = Fraction(0)
        self._section = Fraction(0)
        """Below the next 万 or 亿."""
        self._digit = Fraction(0)
        self._pending = False
        """Whether the digit waits for its scale."""
        self._last = 1
        """The scale before it: 5 in 三百五 is fifty."""

    def figures(self, number: Fraction) -> None:
        self._digit, self._pending, self._last = number, True, 1

    def digit(self, character: str) -> None:
        self._digit, self._pending = Fraction(_CHINESE_DIGITS[character]), True
        if character in "零〇":
            self._last = 1

    def scale(self, scale: int) -> None:
        if scale < 10**4:
            self._section += (self._digit if self._pending else Fraction(1)) * scale
        else:
            self._section += self._digit
            if self._total and not self._section:  # 1万亿
                self._total *= scale
            else:
                self._total += (self._section or Fraction(1)) * scale
            self._section = Fraction(0)
        self._digit, self._pending, self._last = Fraction(0), False, scale

    def value(self, *, bare: bool) -> Fraction:
        """Return the number; `bare` where it has no figures but characters only."""
        if bare and self._pending and self._last >= 100 and self._digit < 10 and self._digit.denominator == 1:
            self._digit *= self._last // 10
        return self._total + self._section + self._digit


def _scale(characters: str) -> int:
    scale = 1
    for character in characters:
        scale *= _CHINESE_SCALES[character]
    return scale


def decimal(number: Fraction, places: int = 6) -> str:
    """Write a number in digits without grouping, at most `places` decimals, no trailing zeros."""
    rounded = round(number, places)
    sign = "-" if rounded < 0 else ""
    whole, rest = divmod(abs(rounded), 1)
    digits = f"{int(rest * 10**places):0{places}d}".rstrip("0")
    return f"{sign}{int(whole)}" + (f".{digits}" if digits else "")


def write_chinese(number: Fraction, *, scaled: bool) -> str:
    """Write a number as Chinese newspapers do.

    Args:
        number: not negative.
        scaled: the other language uses a scale word, so 万 is in place for every number from 10,000; else only for
            whole thousands (4.5万, but 84400). 亿 is in place from 100 million either way.
    """
    if number >= 10**12 and number % 10**8 == 0:
        return decimal(number / 10**12) + "万亿"
    if number >= 10**8 and number % 100 == 0:
        return decimal(number / 10**8) + "亿"
    if number >= 10**4 and number % (10 if scaled else 1000) == 0:
        return decimal(number / 10**4) + "万"
    return decimal(number)


def write_english(number: Fraction) -> str:
    """Write a number as English newspapers do: 2.45 million, 84,400."""
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= scale and number * 1000 % scale == 0:
            return f"{decimal(number / scale)} {word}"
    whole, point, rest = decimal(number).partition(".")
    return f"{int(whole):,}{point}{rest}"
