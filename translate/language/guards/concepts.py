"""What a text speaks of: words that its translation can hardly do without (`concepts.tsv`)."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from translate.language.guards.case import GuardInput
from translate.language.guards.extent import length_deviations

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[£€]")
_NAME = re.compile(r"[A-Z][\w'’-]*(?: (?:of |and |& )?[A-Z][\w'’-]*)+")
"""Several words with capitals: a name, whose words say nothing."""
_POSSESSIVE = re.compile("['’]s$")
_CLAUSE_END = re.compile(r"[，。；：！？、,;:!?()（）“”\"—–]+|\.(?:\s|$)|\s-\s")
_SIGN = re.compile("[?!]$")
_STEM = 3
"""Letters that a word with any ending has at least."""
_OF_A_CLAUSE = {"en": 2, "zh-Hans": 3}
"""So many words of a clause, all of them without a counterpart, are no liberty any more; or two reliable ones."""
_CLEARLY = 3
"""Into Chinese it must be so many, or the translation be short too: people drop clauses that speak of two things."""
_SHORT = -1.0
"""Standard deviations of length."""
_ANYWHERE = 3
"""Nor are so many reliable ones anywhere."""


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
    """By what concepts are found; each with the sign that its word bears in the file, or nothing."""

    words: Mapping[str, list[tuple[Concept, str]]]
    """English word → concepts."""
    stems: Mapping[str, list[tuple[Concept, str]]]
    """English beginning → concepts."""
    chinese: Mapping[str, list[tuple[Concept, str]]]
    """Chinese word → concepts."""
    longest: int
    """Characters of the longest Chinese word."""
    longest_stem: int
    """Letters of the longest English beginning."""


@dataclass(frozen=True)
class ConceptWord:
    """A word of a text that its translation can hardly do without."""

    word: str
    """As it stands in the text, in small letters."""
    reliable: bool
    """Whether it counts, if not alone."""
    precise: bool
    """Whether it must not be left out."""
    clause: int
    """0-based number of its clause."""
    kept: bool
    """Whether something in the other text may stand for it."""


@cache
def _index() -> ConceptIndex:
    words: dict[str, list[tuple[Concept, str]]] = {}
    stems: dict[str, list[tuple[Concept, str]]] = {}
    chinese: dict[str, list[tuple[Concept, str]]] = {}
    text = resources.files(__package__).joinpath("concepts.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        possible = [_SIGN.sub("", word) for word in f"{row['en']} {row['en_also']}".split()]
        concept = Concept(
            frozenset(word for word in possible if not word.endswith("*")),
            tuple(word[:-1] for word in possible if word.endswith("*")),
            tuple(dict.fromkeys(_SIGN.sub("", word) for word in f"{row['zh']} {row['zh_also']}".split())),
        )
        for marked in row["en"].split():
            word = _SIGN.sub("", marked)
            home = stems if word.endswith("*") else words
            home.setdefault(word.rstrip("*"), []).append((concept, marked[len(word) :]))
        for marked in row["zh"].split():
            word = _SIGN.sub("", marked)
            chinese.setdefault(word, []).append((concept, marked[len(word) :]))
    return ConceptIndex(words, stems, chinese, max(map(len, chinese)), max(map(len, stems)))


def _english_words(text: str) -> list[str]:
    return [_POSSESSIVE.sub("", word.lower()) for word in _WORD.findall(text)]


def _in_english(text: str) -> Iterator[tuple[str, Concept, str]]:
    index = _index()
    for word in _english_words(_NAME.sub(" ", text)):
        for concept, sign in index.words.get(word, ()):
            yield word, concept, sign
        for end in range(_STEM, min(len(word), index.longest_stem) + 1):
            for concept, sign in index.stems.get(word[:end], ()):
                yield word, concept, sign


def _in_chinese(text: str) -> Iterator[tuple[str, Concept, str]]:
    """Find the longest words from left to right."""
    index = _index()
    at = 0
    while at < len(text):
        for size in range(min(index.longest, len(text) - at), 0, -1):
            word = text[at : at + size]
            if word in index.chinese:
                for concept, sign in index.chinese[word]:
                    yield word, concept, sign
                at += size - 1
                break
        at += 1


def concept_words(text: str, language: str, other: str) -> list[ConceptWord]:
    """Return the words of a text that its translation can hardly do without, each once in a clause.

    Args:
        text: without marks.
        language: BCP 47 code of `text`.
        other: its translation, or its original, without marks.
    """
    kept_by = _kept_by(language, other)
    found: list[ConceptWord] = []
    for number, clause in enumerate(_CLAUSE_END.split(text)):
        of_clause: dict[str, ConceptWord] = {}
        for word, concept, sign in _in_english(clause) if language == "en" else _in_chinese(clause):
            # A word of several meanings is kept where one of them is.
            kept = kept_by(concept) or (word in of_clause and of_clause[word].kept)
            reliable = sign != "?" and (word not in of_clause or of_clause[word].reliable)
            of_clause[word] = ConceptWord(word, reliable, sign == "!", number, kept)
        found += of_clause.values()
    return found


def _kept_by(language: str, other: str) -> Callable[[Concept], bool]:
    if language == "en":
        return lambda concept: any(part in other for part in concept.chinese)
    words = set(_english_words(other))
    words.update(part for word in words.copy() if "-" in word for part in word.split("-"))
    known: dict[Concept, bool] = {}

    def kept(concept: Concept) -> bool:
        if concept not in known:
            known[concept] = bool(words & concept.words) or any(word.startswith(concept.stems) for word in words)
        return known[concept]

    return kept


def without_counterpart(text: str, language: str, other: str) -> list[str]:
    """Return the reliable words of a text that nothing in the other one may stand for; arguments as above."""
    words = concept_words(text, language, other)
    return list(dict.fromkeys(word.word for word in words if word.reliable and not word.kept))


def _lost(words: Sequence[ConceptWord], language: str) -> list[str]:
    """Return precise words that are not kept, or the words of a clause of which nothing is, or else reliable ones."""
    missing = [word for word in words if not word.kept]
    precise = [word.word for word in missing if word.precise]
    reliable = list(dict.fromkeys(word.word for word in missing if word.reliable))
    return precise or _lost_clause(words, language) or (reliable if len(reliable) >= _ANYWHERE else [])


def _lost_clause(words: Sequence[ConceptWord], language: str) -> list[str]:
    clauses: dict[int, list[ConceptWord]] = {}
    for word in words:
        clauses.setdefault(word.clause, []).append(word)
    for clause in clauses.values():
        if _is_lost(clause, language):
            return [word.word for word in clause]
    return []


def _is_lost(clause: Sequence[ConceptWord], language: str) -> bool:
    """Return whether a clause speaks of enough things to judge by, and none of them is in the translation."""
    enough = len(clause) >= _OF_A_CLAUSE[language] or sum(word.reliable for word in clause) > 1
    return enough and not any(word.kept for word in clause)


def lost(case: GuardInput) -> Iterator[str]:
    """Find a clause of the source of which nothing is in the translation, or a thing that must be in it."""
    words = _lost(concept_words(case.ours, case.source, case.theirs), case.source)
    liberty = case.source == "en" and len(words) < _CLEARLY and length_deviations(case) > _SHORT
    if words and not liberty:
        yield f"{_listed(words)} of the source: nothing like it in the translation"


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
