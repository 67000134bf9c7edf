"""What a text speaks of: words that its translation can hardly do without (`concepts.tsv`)."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from translate.language.guards.case import GuardInput

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_POSSESSIVE = re.compile("['’]s$")
_STEM = 3
"""Letters that a word with any ending has at least."""
_LEAST = 2
"""So many words without a counterpart are no liberty any more."""


@dataclass(frozen=True)
class Concept:
    """Words of one meaning."""

    words: frozenset[str]
    """English ones that may stand for it."""
    stems: tuple[str, ...]
    """English beginnings that may."""
    chinese: tuple[str, ...]
    """What of it may stand in Chinese."""


@dataclass(frozen=True)
class ConceptIndex:
    """By what concepts are found."""

    words: Mapping[str, list[Concept]]
    """English word → concepts."""
    stems: Mapping[str, list[Concept]]
    """English beginning → concepts."""
    chinese: Mapping[str, list[Concept]]
    """Chinese word → concepts."""
    longest: int
    """Characters of the longest Chinese word."""


@cache
def _index() -> ConceptIndex:
    words: dict[str, list[Concept]] = {}
    stems: dict[str, list[Concept]] = {}
    chinese: dict[str, list[Concept]] = {}
    text = resources.files(__package__).joinpath("concepts.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        english = row["en"].split()
        possible = english + row["en_also"].split()
        concept = Concept(
            frozenset(word for word in possible if not word.endswith("*")),
            tuple(word[:-1] for word in possible if word.endswith("*")),
            tuple(dict.fromkeys((row["zh"] + " " + row["zh_also"]).split())),
        )
        for word in english:
            (stems if word.endswith("*") else words).setdefault(word.rstrip("*"), []).append(concept)
        for word in row["zh"].split():
            chinese.setdefault(word, []).append(concept)
    return ConceptIndex(words, stems, chinese, max(map(len, chinese)))


def _english_words(text: str) -> list[str]:
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text.lower())]


def _in_english(text: str) -> Iterator[tuple[str, Concept]]:
    index = _index()
    for word in _english_words(text):
        for concept in index.words.get(word, ()):
            yield word, concept
        for end in range(_STEM, len(word) + 1):
            for concept in index.stems.get(word[:end], ()):
                yield word, concept


def _in_chinese(text: str) -> Iterator[tuple[str, Concept]]:
    """Find the longest words from left to right."""
    index = _index()
    at = 0
    while at < len(text):
        for size in range(min(index.longest, len(text) - at), 0, -1):
            word = text[at : at + size]
            if word in index.chinese:
                for concept in index.chinese[word]:
                    yield word, concept
                at += size - 1
                break
        at += 1


def without_counterpart(text: str, language: str, other: str) -> list[str]:
    """Return the words of a text that nothing in the other one may stand for, each once.

    Args:
        text: without marks.
        language: BCP 47 code of `text`.
        other: its translation, or its original, without marks.
    """
    if language == "en":
        found = [word for word, concept in _in_english(text) if not any(part in other for part in concept.chinese)]
    else:
        words = set(_english_words(other))
        words.update(part for word in words.copy() if "-" in word for part in word.split("-"))
        found = [
            word
            for word, concept in _in_chinese(text)
            if not (words & concept.words or any(word.startswith(concept.stems) for word in words))
        ]
    return list(dict.fromkeys(found))


def lost(case: GuardInput) -> Iterator[str]:
    """Find a translation that leaves out several of the things that the source speaks of."""
    words = without_counterpart(case.ours, case.source, case.theirs)
    if len(words) >= _LEAST:
        yield f"{_listed(words)} of the source have nothing like them in the translation"


def lost_one(case: GuardInput) -> Iterator[str]:
    """Doubt a translation that leaves out one of the things that the source speaks of."""
    words = without_counterpart(case.ours, case.source, case.theirs)
    if words:
        yield f"{_listed(words)} of the source: nothing like it in the translation"


def added(case: GuardInput) -> Iterator[str]:
    """Doubt a translation that speaks of something else."""
    words = without_counterpart(case.theirs, case.target, case.ours)
    if words:
        yield f"{_listed(words)} of the translation: nothing like it in the source"


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words[:4])
