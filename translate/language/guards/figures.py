"""What guards see, in figures: for an estimate of the risk that a translation misleads, which refuses nothing."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from translate.language import values
from translate.language.guards import concepts, extent, leftovers, meaning
from translate.language.guards.case import HAN_RE, LATIN_RE, WORD_RE, GuardInput
from translate.language.guards.sentences import sentences
from translate.language.script import HAN

SIGNALS: Mapping[str, str] = {
    "length": "words of the English side, at least 1",
    "length_deviation": "deviations longer (above 0) or shorter than people write, about -9 to 9",
    "no_end": "1 where the source ends like a sentence and the target does not",
    "sentences": "log of the target's sentences by the source's, 0 where as many",
    "clauses": "log of the target's clauses by the source's, 0 where as many",
    "negations_lost": "negations of the source beyond the target's, 0 to about 4",
    "negations_added": "negations of the target beyond the source's, 0 to about 4",
    "opposites": "words that became their opposite",
    "directions_lost": "words of a pair of opposites with nothing of the pair in the target",
    "report_lost": "1 where a report became a statement",
    "concepts_lost": "words of the source that nothing in the target may stand for",
    "concepts_added": "words of the target that nothing in the source may stand for",
    "values": "numbers, dates and amounts of the source",
    "values_wrong": "differences of numbers, dates and amounts",
    "latin_left": "share of Latin letters among the letters of a Chinese target, 0 to 1",
    "latin_lost": "words of a Chinese source in Latin letters that the target has not",
    "capitals": "share of capitalised words in the English side, without the first, 0 to 1",
    "repetition": "share of the target's words or characters that stand in a pair for the second time, 0 to 1",
    "repetition_added": "the same less that of the source",
    "word_repeated": "times that a word of an English target stands there beyond any pair of characters of its source",
    "quotes": "difference in quotation marks, pairs",
}
"""Name → meaning and range; `signals` gives every one of them for each pair."""
_CLAUSE_END = re.compile(r"[，；：。！？]|[,;:.!?](?=\s|$)|——|\s[-–—]+\s")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LONG_WORD = 5
_QUOTE = re.compile('["“”„「」『』]')


def signals(case: GuardInput) -> dict[str, float]:
    """Return a figure for every name of `SIGNALS`."""
    words = max(1, len(LATIN_RE.findall(case.ours if case.source == "en" else case.theirs)))
    repetition, before = _repeated(case.theirs), _repeated(case.ours)
    return {
        "length": float(words),
        "length_deviation": extent.length_deviations(case),
        "no_end": float(extent.ends_without_stop(case)),
        "sentences": _log_ratio(
            max(1, len(sentences(case.theirs, case.target))), max(1, len(sentences(case.ours, case.source)))
        ),
        "clauses": _log_ratio(_count(_CLAUSE_END, case.theirs), _count(_CLAUSE_END, case.ours)),
        "negations_lost": float(meaning.negations_lost(case)),
        "negations_added": float(meaning.negations_added(case)),
        "opposites": float(len(list(meaning.opposite(case)))),
        "directions_lost": float(len(list(meaning.direction_lost(case)))),
        "report_lost": float(any(True for _ in meaning.report(case))),
        "concepts_lost": float(len(concepts.without_counterpart(case.ours, case.source, case.theirs))),
        "concepts_added": float(len(concepts.without_counterpart(case.theirs, case.target, case.ours))),
        "values": float(len(values.find(case.ours, case.source))),
        "values_wrong": float(
            len(
                values.compare(
                    case.source_text, case.target_text, source=case.source, target=case.target, glossary=case.glossary
                )
            )
        ),
        "latin_left": _latin_share(case.theirs) if case.target == "zh-Hans" else 0.0,
        "latin_lost": float(len(leftovers.latin_lost(case))),
        "capitals": _capitals(case.ours if case.source == "en" else case.theirs),
        "repetition": repetition,
        "repetition_added": repetition - before,
        "word_repeated": _word_repeated(case),
        "quotes": abs(_count(_QUOTE, case.ours) - _count(_QUOTE, case.theirs)) / 2,
    }


def _count(pattern: re.Pattern[str], text: str) -> int:
    return max(1, sum(1 for _ in pattern.finditer(text)))


def _log_ratio(theirs: int, ours: int) -> float:
    return math.log(theirs / ours)


def _latin_share(text: str) -> float:
    latin, han = sum(map(len, LATIN_RE.findall(text))), len(HAN_RE.findall(text))
    return latin / (latin + han) if latin else 0.0


def _capitals(text: str) -> float:
    words = LATIN_RE.findall(text)[1:]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def _repeated(text: str) -> float:
    words = [word.casefold() for word in WORD_RE.findall(text)]
    pairs = Counter(pairwise(words))
    return sum(times - 1 for times in pairs.values()) / max(1, len(words) - 1)


def _word_repeated(case: GuardInput) -> float:
    if case.target != "en":
        return 0.0
    ours = Counter(pair for run in _HAN_RUN.findall(case.ours) for pair in pairwise(run))
    names = {word.casefold() for word in LATIN_RE.findall(case.ours)}
    words = [word.casefold() for word in LATIN_RE.findall(case.theirs)]
    theirs = Counter(word for word in words if len(word) >= _LONG_WORD and word not in names)
    return float(max(0, max(theirs.values(), default=0) - max(ours.values(), default=0)))
