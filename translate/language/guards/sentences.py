"""Sentences of a text, and sentences that only the translation has."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from translate.language.guards.case import GuardInput
from translate.language.guards.concepts import concept_words

_ENGLISH_END = re.compile(r"[.!?]+[\"”’')]*\s+(?=[\"“'‘(]?[A-Z0-9])")
_CHINESE_END = re.compile(r"[。！？!?]+[”’」）]*")
_ABBREVIATED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|U\.S|U\.K|No|vs|Inc|Ltd|Jr|Sr|Prof|Gen|Sen|Gov|Rep|Co|Corp|a\.m|p\.m|[A-Z])\.$"
)
_STOP = re.compile("[。！？.!?]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LEAST = 2
_SPEAKS = {
    "en": re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Uu]s|[Oo]ur|[Yy]ou|[Yy]our)\b"),
    "zh-Hans": re.compile("[我你您咱]"),
}
_SPOKEN = {
    "en": re.compile(r"\b(?:i|me|my|mine|myself|we|us|our|ours|you|your|yours|yourself|let)\b", re.IGNORECASE),
    "zh-Hans": re.compile("[我你您咱俺吾]|自己"),
}


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text, roughly: at full stops that are no abbreviation's.

    Args:
        text: without marks.
        language: BCP 47 code.
    """
    found, start = [], 0
    for match in (_ENGLISH_END if language == "en" else _CHINESE_END).finditer(text):
        if language != "en" or not _ABBREVIATED.search(text[start : match.start() + 1]):
            found.append(text[start : match.end()])
            start = match.end()
    return [sentence for sentence in (*found, text[start:]) if any(map(str.isalpha, sentence))]


def invented(case: GuardInput) -> Iterator[str]:
    """Find a sentence too many that has nothing of the source: other things, small talk, or somebody who speaks."""
    theirs = sentences(case.theirs, case.target)
    if len(theirs) <= len(sentences(case.ours, case.source)) or not _STOP.search(case.ours):
        return
    for number, sentence in enumerate(theirs):
        if _has_nothing_of_the_source(case, sentence, first=not number):
            yield f"`{sentence.strip()}` is not in the source"
            return


def _has_nothing_of_the_source(case: GuardInput, sentence: str, *, first: bool) -> bool:
    words = {word.word: word for word in concept_words(sentence, case.target, case.ours)}.values()
    if any(word.kept for word in words):
        return False
    if len(words) >= _LEAST and any(word.reliable for word in words):
        return True
    if first or any(map(str.isdigit, sentence)):
        return False
    speaks = _SPEAKS[case.target].search(sentence) and not _SPOKEN[case.source].search(case.ours)
    return bool(speaks) or (case.target == "en" and _is_small_talk(sentence))


@cache
def _small_talk() -> frozenset[str]:
    """Return the words of sentences that say nothing."""
    return frozenset(resources.files(__package__).joinpath("small_talk.txt").read_text(encoding="utf-8").split())


def _is_small_talk(sentence: str) -> bool:
    words = _WORD.findall(sentence.lower().replace("’", "'"))
    return len(words) >= _LEAST and _small_talk().issuperset(words)
