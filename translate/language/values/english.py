"""Numbers and amounts in English text."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from translate.language.values import english_dates, numerals, units
from translate.language.values.value import Bound, Value

_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.]+")
PHONE = re.compile(
    r"(?<![\d.,])(?:\+\d{1,3}[ -]?)?(?:\(0?\d{1,4}\)[ -]?)?\d{2,5}(?:[ -]\d{2,5}){1,4}(?![\d.,]*\d)(?! ?(?:%|per"
    r"|years?|million))"
)
"""A telephone number; only with seven digits or more, and not where the groups are a range of years or thousands."""
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_STOPWATCH = re.compile(r"(?<![\d:.])(?:\d+:)?\d{1,2}:\d\d\.\d+")
_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9])(?!(?i:mid|pre|post|early|late|non)-)"
    r"(?=[a-z]*[A-Z])[A-Za-z]++(?:-[A-Za-z]++)*+-\d+[A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?![.,]?\d)"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]+\d[A-Za-z0-9]*(?:[-/.][A-Za-z0-9]*\d[A-Za-z0-9]*)*\+?"
    r"|\d+-?[A-Z][A-Za-z0-9]*(?![A-Za-z0-9])|\d{4}-n[A-Z]\w+)"
)
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}(?![\d,])"
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d,.]*\d)|\d+(?:\.\d+)?|(?<![\w.)\]])\.\d+)"
)
"""84,400; 2,06,737 as in India; 84 400; 84400; .5"""
_SCALE = (
    r"(?:\+?[ \u00a0-]?(?P<scale>hundred|thousand|million|billion|trillion|lakh|crore|mln|mn|bn|trn|tn|dozen)s?\b"
    r"|(?P<short>[kKmMbB])(?![A-Za-z0-9]))"
)
_NUMBER = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<digits>{_DIGITS})(?P<ordinal>(?:st|nd|rd|th)\b)?{_SCALE}?(?P<half> and a half)?"
)
_PLAN = re.compile(
    rf"\b(?:(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?P<words>{numerals.ENGLISH_ORDINAL})) five[- ]year(?=[- ]plan)",
    re.IGNORECASE,
)
"""The 14th Five-Year Plan, 十四五."""
_WAR = re.compile(r"\bWorld War (2|1|II|I|Two|One)\b", re.IGNORECASE)
_WARS = {"1": 1, "i": 1, "one": 1, "2": 2, "ii": 2, "two": 2}
_FORTNIGHT = re.compile(r"\bfortnight(?:ly)?\b", re.IGNORECASE)
_OF_AN_AGE = re.compile(r"\b(?:over|above)-(?P<age>[1-9]\d)s\b", re.IGNORECASE)
_SCREEN = re.compile("[248]K")
"""4K is a resolution; as a name it may stand in Chinese as well."""
_KILO = re.compile(" kilo[a-z]+")
"""26 kilobases are 2.6万个碱基."""
_FRACTION_DIGITS = re.compile(r"(?<![\d./])(\d{1,3})/(\d{1,3})(?![\d/])")
_FRACTION = re.compile(
    r"\b(?<!and )(?<!and-)(?P<top>an?|one|two|three|four|five|six|seven|eight|nine)[ -](?:of[ -]a[ -])?"
    r"(?P<bottom>half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)(?P<plural>s?)\b",
    re.IGNORECASE,
)
_HALF_SCALE = re.compile(
    r"\b(?<!and a )(?<!and-a-)(?P<part>half|(?:a )?quarter of) (?:an? )?"
    r"(?P<scale>hundred|thousand|million|billion|trillion|dozen)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(
    # The look-ahead spares nearly all words the numerals' long alternation.
    r"(?<![A-Za-z'’])(?=an? [hmbtd]|zer|one|two|thr|fo|fi|six|sev|eig|nin|ten|ele|twe|thi|hun|tho|mil|bil|tri|doz)"
    rf"(?P<words>{numerals.ENGLISH_NUMERAL})"
    r"(?P<half>[ -]and[ -]a[ -]half(?:[ -](?P<scale>thousand|million|billion|trillion)\b)?)?"
    r"(?! (?:another|more time)\b)",
    re.I,
)
_ORDINAL = re.compile(rf"\b(?P<words>{numerals.ENGLISH_ORDINAL})\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:(?P<many>tens|dozens|hundreds|thousands|scores)(?: of (?P<of>thousands|millions|billions))?"
    r"|(?P<big>thousands|millions|billions|trillions|dozens)"
    r"|(?:several|a few|few|many|some few|a couple of) (?P<few>dozen|hundred|thousand|million|billion)s?(?: "
    r"(?P<fewof>million|billion))?)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?:half|halves|halved)\b", re.IGNORECASE)
_ROMAN = re.compile(r"(?<![A-Za-z])(?=[IVX]{2,5}(?![A-Za-z]))X{0,2}(?:IX|IV|V?I{0,3})(?![A-Za-z])")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_BOTTOMS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "hundredth": 100,
}  # fmt: skip
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("under", re.compile(r"(?:\bno|\bnot) (?:more|greater|higher|longer) than $|\bup to $|\bat (?:the )?most $", re.I)),
    ("over", re.compile(r"(?:\bno|\bnot) (?:fewer|less|lower) than $", re.I)),
    ("over", re.compile(r"(?:\bover|\b(?:more|greater|higher|older|longer) than|\babove|\bat least|\bexceed(?:s|ed"
        r"|ing)?|\bsurpass(?:es|ed|ing)?|\bupwards of|>|≥) ?$", re.I)),
    ("under", re.compile(r"(?:\bnearly|\balmost|\bclose to|\b(?:fewer|less|lower|younger) than|\bunder|\bbelow|<|≤) "
        r"?$", re.I)),
    ("about", re.compile(r"(?:\babout|\baround|\broughly|\bapproximately|\bsome|\ban estimated|\bcirca|[~≈]) "
        r"?$", re.I)),
)  # fmt: skip
_AFTER = re.compile(r"^\+| or (?:more|older|above|over)\b| and (?:above|over|up)\b")
_VAGUE_SIZES = {
    "ten": 10, "dozen": 10, "score": 10, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12,
}  # fmt: skip
_STRICT_WORD = 2
_COMMON_ORDINAL = 3
"""First, second and third are often no ordinals; from a third on a fraction may be meant."""


def find(text: str) -> Iterator[Value]:
    """Find values in plain English text; they may overlap, the first given wins."""
    for match in _NOT_PROSE.finditer(text):
        yield Value(match.start(), match.end(), match[0], "code", opaque="", strict=False)
    yield from stopwatches(text)
    yield from _plans(text)
    yield from english_dates.find(text)
    yield from phones(text)
    yield from numbered(text)
    for match in _FRACTION_DIGITS.finditer(text):
        if int(match[2]):
            yield Value(
                match.start(), match.end(), match[0], "number", Fraction(int(match[1]), int(match[2])), strict=False
            )
    for match in _NUMBER.finditer(text):
        value = None if _SCREEN.fullmatch(match[0]) else _number(text, match)
        if value:
            yield value
    yield from codes(text)
    yield from _worded(text)
    yield from romans(text)


def stopwatches(text: str) -> Iterator[Value]:
    """Find measured times such as 4:41.30, in either language; compared by their digits."""
    for match in _STOPWATCH.finditer(text):
        yield Value(match.start(), match.end(), match[0], "phone", opaque=re.sub(r"\D", "", match[0]))


def phones(text: str) -> Iterator[Value]:
    """Find telephone numbers, in either language."""
    for match in PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        groups = re.findall(r"\d+", match[0])
        years = [bool(_YEAR.fullmatch(group)) for group in groups]
        thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and "-" not in match[0]
        if (
            len(digits) >= 7
            and not (len(groups) == 2 and (all(years) or (years[0] and " " in match[0])))
            and not (thousands and digits[0] != "0" and match[0][0].isdigit())
        ):
            yield Value(match.start(), match.end(), match[0], "phone", opaque=digits)


def numbered(text: str) -> Iterator[Value]:
    """Find names that end in a number, in either language: COVID-19, SARS-CoV-2."""
    for match in _NUMBERED.finditer(text):
        yield Value(match.start(), match.end(), match[0], "code", opaque=match[0].upper(), strict=False)


def codes(text: str) -> Iterator[Value]:
    """Find names of letters and digits, in either language: H1N1, 5G."""
    for match in _CODE.finditer(text):
        yield Value(match.start(), match.end(), match[0], "code", opaque=match[0].upper(), strict=False)


def romans(text: str) -> Iterator[Value]:
    """Find Roman numerals after a word, in either language: Class III, Louis XVI."""
    for match in _ROMAN.finditer(text):
        number = sum(_ROMAN_DIGITS[letter] for letter in match[0])
        number -= 2 * sum(
            _ROMAN_DIGITS[one] for one, two in pairwise(match[0]) if _ROMAN_DIGITS[one] < _ROMAN_DIGITS[two]
        )
        yield Value(match.start(), match.end(), match[0], "ordinal", Fraction(number), strict=False)


def _number(text: str, match: re.Match[str]) -> Value | None:
    start, end = match.span()
    sign, sign_start = units.before(text, start, "en")
    if match["short"] and not sign and match["short"] not in "kK":
        end = match.start("short")
    number, also = _amount(match, scaled=end == match.end())
    if match["ordinal"]:
        unit, unit_end = _century(text, end)
        return Value(start, unit_end, text[start:unit_end], "ordinal", number, unit=unit)
    end += text.startswith(("x ", "x."), end)
    unit, unit_end = (sign, end) if sign else units.after(text, end, "en")
    if (not unit and letter(text, end)) or (not sign and letter(text, start - 1)):
        return None
    if not unit and _KILO.match(text, end):
        also += (number * 1000,)
    if match["short"] in ("m", "M") and unit == "m":
        also += (number * 10**6,)
    start = sign_start if sign else start
    return Value(start, unit_end, text[start:unit_end], "number", number, unit=unit,
                 bound=_bound(text, start, unit_end), also=also)  # fmt: skip


def _amount(match: re.Match[str], *, scaled: bool) -> tuple[Fraction, tuple[Fraction, ...]]:
    """Return the number of a match with its scale word, and another as good a reading."""
    digits = re.sub(r"[, \u00a0\u2009\u202f]", "", match["digits"])
    number = Fraction(digits if not digits.startswith(".") else "0" + digits)
    word = (match["scale"] or match["short"] or "").lower() if scaled else ""
    scale = numerals.ENGLISH_SCALES[word] if word else 1
    half = Fraction(scale, 2) if match["half"] else Fraction(0)
    # 42.000 is forty-two thousand where the writer is a German.
    also = (number * 1000,) if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) and not word else ()
    return number * scale + half, also


def letter(text: str, position: int) -> bool:
    """Return whether a Latin letter stands at `position`; false outside the text."""
    return 0 <= position < len(text) and text[position].isascii() and text[position].isalpha()


def _plans(text: str) -> Iterator[Value]:
    for match in _PLAN.finditer(text):
        number = Fraction(match["digits"]) if match["digits"] else numerals.english(match["words"])
        yield Value(match.start(), match.end(), match[0], "ordinal", number)
    for match in _WAR.finditer(text):
        yield Value(match.start(), match.end(), match[0], "ordinal", Fraction(_WARS[match[1].lower()]), strict=False)
    for match in _FORTNIGHT.finditer(text):
        yield Value(match.start(), match.end(), match[0], "number", Fraction(2), "week", strict=False)
    for match in _OF_AN_AGE.finditer(text):
        yield Value(match.start(), match.end(), match[0], "number", Fraction(match["age"]), "year", "over")


def _century(text: str, end: int) -> tuple[str, int]:
    found = re.compile(r"[ -]centur(?:y|ies)").match(text, end)
    return ("century", found.end()) if found else ("", end)


def _worded(text: str) -> Iterator[Value]:
    for match in _HALF_SCALE.finditer(text):
        part = Fraction(1, 2) if match["part"].lower() == "half" else Fraction(1, 4)
        unit, end = units.after(text, match.end(), "en")
        number = part * numerals.ENGLISH_SCALES[match["scale"].lower()]
        yield Value(match.start(), end, text[match.start() : end], "number", number, unit)
    for match in _VAGUE.finditer(text):
        yield Value(match.start(), match.end(), match[0], "vague", _vague(match), strict=False)
    for match in _FRACTION.finditer(text):
        top = match["top"].lower()
        bottom = _BOTTOMS[match["bottom"].lower().removesuffix("s")]
        number = Fraction(1 if top in ("a", "an") else int(numerals.english(top)), bottom)
        certain = top not in ("a", "an", "one") or bool(match["plural"]) or text.startswith(" of ", match.end())
        also = () if certain else (Fraction(bottom),)
        yield Value(match.start(), match.end(), match[0], "number", number, also=also, strict=certain)
    for match in _ORDINAL.finditer(text):
        number = numerals.english(match["words"])
        unit, end = _century(text, match.end())
        also = (1 / number,) if number > _COMMON_ORDINAL - 1 else ()
        strict = number > _COMMON_ORDINAL
        yield Value(match.start(), end, text[match.start() : end], "ordinal", number, unit, also=also, strict=strict)
    for match in _WORDS.finditer(text):
        number = _with_half(match)
        start, (unit, end) = match.start(), _century(text, match.end())
        if not unit:
            unit, end = units.after(text, match.end(), "en")
        strict = number >= _STRICT_WORD
        yield Value(start, end, text[start:end], "number", number, unit, _bound(text, start, end), strict=strict)
    for match in _HALF.finditer(text):
        unit, end = units.after(text, match.end(), "en")
        yield Value(match.start(), match.end(), match[0], "number", Fraction(1, 2), unit, strict=False)


def _with_half(match: re.Match[str]) -> Fraction:
    """Read a numeral in words, perhaps `and a half`, perhaps with a scale word behind: four and a half million."""
    number = numerals.english(match["words"]) + (Fraction(1, 2) if match["half"] else 0)
    return number * numerals.ENGLISH_SCALES[match["scale"].lower()] if match["scale"] else number


def _vague(match: re.Match[str]) -> Fraction:
    number = Fraction(1)
    for word in match.groups():
        number *= _VAGUE_SIZES[word.lower().removesuffix("s")] if word else 1
    return number


def _bound(text: str, start: int, end: int) -> Bound:
    before = text[max(0, start - 24) : start]
    if _AFTER.match(text, end) or (end < len(text) and text[end] == "+"):
        return "over"
    return next((bound for bound, pattern in _BEFORE if pattern.search(before)), "")
