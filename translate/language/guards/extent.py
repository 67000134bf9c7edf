"""Guards of how much there is: repetition, length."""

import math
from collections.abc import Iterator

from translate.language import repetition
from translate.language.guards.case import WORD_RE, GuardInput

_RATIO = 0.48
"""Mean of log(units of Chinese per word of English) in human translations, a unit being a character or a Latin word."""
_SPREAD = (0.12, 0.75)
"""Its standard deviation: of texts, and of one word."""
_DEVIATIONS = 3.5
_SHORT = 3


def loop(case: GuardInput) -> Iterator[str]:
    """Find repetition as decoders make it when they lose their way."""
    repeated = repetition.found(case.ours, case.theirs)
    if repeated:
        yield f"`{repeated}` is repeated more often than the source repeats anything"


def length(case: GuardInput) -> Iterator[str]:
    """Find a translation far longer or shorter than people write."""
    ours, theirs = len(WORD_RE.findall(case.ours)), len(WORD_RE.findall(case.theirs))
    if not ours or not theirs or not case.translatable:
        return
    words, units = (ours, theirs) if case.source == "en" else (theirs, ours)
    size = max(words, units / math.exp(_RATIO))
    offset = math.log(units / words) - _RATIO
    allowed = _DEVIATIONS * math.sqrt(_SPREAD[0] ** 2 + _SPREAD[1] ** 2 / size)
    if size <= _SHORT:
        allowed = math.log(8)
    if abs(offset) > allowed:
        longer = (offset > 0) == (case.source == "en")
        yield f"the translation is too {'long' if longer else 'short'}: {theirs} words or characters for {ours}"
