"""Guards of how much there is: repetition, length, sentences that break off."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from translate.language import repetition
from translate.language.guards.case import HAN_RE, WORD_RE, GuardInput

_RATIO = 0.48
"""Mean of log(units of Chinese per word of English) in human translations, a unit being a character or a Latin word."""
_DENSE = 0.27
"""The same of news written in Chinese, which says more in a character than what was translated into it."""
_SPREAD = (0.12, 0.75)
"""Its standard deviation: of texts, and of one word."""
_DEVIATIONS = 4.0
_DOUBTFUL_DEVIATIONS = 2.2
_SHORT = 3
_QUOTES = " \t\"“”„'‘’「」『』"
_CLOSING = _QUOTES + ")）]】》"
_ENDS = ".!?。！？…．"
_BREAKS = ",，、;；:："
_GOES_ON = _BREAKS + "-–—"
_LAST_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*\Z")
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Jr|Sr|etc|a\.m|p\.m|[A-Z]\.[A-Z])\.$")
"""A stop that belongs to the word before it."""
_SHORTER = -1.3
"""Without its end, a sentence that is so many deviations shorter than people write is broken off."""
_BETWEEN_CLAUSES = re.compile(
    r"[，。；：！？、,;:!?()（）“”\"—–]+|\.(?:\s|$)|\s+(?:and|or|but)\s+|\s-\s", re.IGNORECASE
)
_JOINS = re.compile(r"(?:and|or|but|then|so|that|also)\s+|[也又和与而就并则]+", re.IGNORECASE)
_REPORTS = re.compile("[说称道示]$|(?:said|says|told|added)$", re.IGNORECASE)
_CLAUSE = {"en": 3, "zh-Hans": 5}
"""Words or characters that a clause must have to be counted."""


def loop(case: GuardInput) -> Iterator[str]:
    """Find repetition as decoders make it when they lose their way, and one word for two things of the source."""
    repeated = repetition.found(case.ours, case.theirs)
    if repeated:
        yield f"`{repeated}` is repeated more often than the source repeats anything"
    twice = repetition.quoted_twice(case.ours, case.theirs)
    if case.target == "en":
        twice = twice or repetition.joined_twice(case.ours, case.theirs)
    if twice and not repeated:
        yield f"`{twice}` stands for two things that the source tells apart"


def clause_twice(case: GuardInput) -> Iterator[str]:
    """Find a whole clause that stands twice, where the source has no clause twice."""
    ours, theirs = _clauses(case.ours, case.source), _clauses(case.theirs, case.target)
    repeated = [clause for clause, times in theirs.items() if times > 1]
    if repeated and theirs.total() - len(theirs) > ours.total() - len(ours):
        yield f"`{max(repeated, key=len)}` stands there twice"


def _clauses(text: str, language: str) -> Counter[str]:
    found = Counter[str]()
    for piece in _BETWEEN_CLAUSES.split(text.casefold()):
        clause = _JOINS.sub("", piece.strip(), count=1) if _JOINS.match(piece.strip()) else piece.strip()
        if not _REPORTS.search(clause) and len(WORD_RE.findall(clause)) >= _CLAUSE[language]:
            found[clause] += 1
    return found


def length(case: GuardInput) -> Iterator[str]:
    """Find a translation far longer or shorter than people write."""
    yield from _too_long_or_short(case, _DEVIATIONS)


def length_deviation(case: GuardInput) -> Iterator[str]:
    """Doubt a translation that is longer or shorter than most that people write."""
    yield from _too_long_or_short(case, _DOUBTFUL_DEVIATIONS)


def _too_long_or_short(case: GuardInput, deviations: float) -> Iterator[str]:
    ours, theirs = len(WORD_RE.findall(case.ours)), len(WORD_RE.findall(case.theirs))
    if not ours or not theirs or not case.translatable:
        return
    words, units = _sizes(case)
    if max(words, units / math.exp(_RATIO)) <= _SHORT:
        deviates = abs(math.log((units + 1) / (words + 1)) - _RATIO) > math.log(8)
    else:
        deviates = abs(length_deviations(case)) > deviations
    if deviates:
        name = "long" if length_deviations(case) > 0 else "short"
        yield f"the translation is too {name}: {theirs} words or characters for {ours}"


def _sizes(case: GuardInput) -> tuple[int, int]:
    """Return words of the English and units of the Chinese side, numbers aside: they are as long in both."""
    sizes = [sum(1 for word in WORD_RE.findall(text) if not word[0].isdigit()) for text in (case.ours, case.theirs)]
    return (sizes[0], sizes[1]) if case.source == "en" else (sizes[1], sizes[0])


def length_deviations(case: GuardInput) -> float:
    """Return by how many standard deviations a translation is longer (or, below 0, shorter) than people write.

    From Chinese it is a range: what was written in Chinese becomes longer than what was translated into it.
    """
    words, units = _sizes(case)
    if not words and not units:
        return 0.0
    size = max(words, units / math.exp(_RATIO))
    spread = math.sqrt(_SPREAD[0] ** 2 + _SPREAD[1] ** 2 / size)
    offset = math.log(max(units, 0.5) / max(words, 0.5))
    if case.source == "en":
        return (offset - _RATIO) / spread
    return -(max(0.0, offset - _RATIO) + min(0.0, offset - _DENSE)) / spread


def broken_off(case: GuardInput) -> Iterator[str]:
    """Find a sentence that ends in the middle: at a comma, or without an end and shorter than the source."""
    ours, theirs = case.ours, case.theirs.rstrip()
    # A citation behind it, which a rule writes, does not end a sentence.
    if (own := _LAST_BRACKETS.search(ours)) and (other := _LAST_BRACKETS.search(theirs)):
        ours, theirs = ours[: own.start()], theirs[: other.start()]
    ours = ours.rstrip(_QUOTES)
    if not theirs or not ours:
        return
    # A comma beside a closing quotation mark is how some write an end: “好的，”
    if theirs[-1] in _BREAKS and theirs[-2:-1] not in tuple(_QUOTES) and ours[-1] not in _GOES_ON:
        yield f"it breaks off at `{theirs[-1]}`"
    elif (
        ends_without_stop(case)
        and len(HAN_RE.findall(case.theirs)) + len(WORD_RE.findall(case.theirs)) > _SHORT
        and length_deviations(case) < _SHORTER
    ):
        yield "it ends without a full stop and is short: it breaks off"


def ends_without_stop(case: GuardInput) -> bool:
    """Return whether the source ends like a sentence and the target does not."""
    ours, theirs = case.ours.rstrip(_CLOSING), case.theirs.rstrip(_CLOSING)
    return bool(ours and theirs) and ours[-1] in _ENDS and theirs[-1] not in _ENDS and not _ABBREVIATED.search(ours)
