"""Are the names of the source in the translation, and no others?

1. Names known in both languages (`known_names`) stand in both, by one of the words that are right for them. From
   Chinese only a name that has another in its place is refused: people leave out and add 美国 where it is clear.
2. Latin words in Chinese are names, handles, products: they stand in the English. Latin words in a Chinese translation
   are not spoilt ones of its source.
3. Chinese persons have their pinyin (`chinese_persons`), foreign ones their sound (`transliteration`).
4. A name is not said much more often than in the source.

What is too uncertain to refuse passes.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Protocol

from translate.language.glossary import Glossary
from translate.language.names import chinese_persons, english_persons, known_names, pinyin_names, transliteration
from translate.language.names.known_names import NameMatch

_LATIN = re.compile(r"(?<![@A-Za-zÀ-ÿ0-9])@?[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9'’.+_-]*[A-Za-zÀ-ÿ0-9+]")
_SHORTEST = 3
"""Letters of a Latin word that must be kept."""
_UNITS = "km cm mm kg mg ml gb mb tb kb khz mhz ghz kw mw hz mph kmh nm usd rmb cny eur gbp hkd jpy http https www com"
_UNITS_AND_CODES = frozenset(_UNITS.split())
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s，。；、）)】》”\"]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_KEPT_AS_IT_IS = re.compile(
    r"(?<![\w.])@[A-Za-z0-9_]{2,}|(?<![\w@./])(?:[A-Z][a-z0-9]+){3,}\b|(?<![\w@./])[A-Za-z0-9]+_[A-Za-z0-9_]+"
)
"""Handles, words of three parts without blanks, names in code."""
_SOUND = 0.4
"""Similarity below which a foreign name is another one."""
_HEARD = 0.4
"""Share of an English name's consonants below which it is not in the Chinese."""
_GARBLED = 0.72
"""Share of letters from which on a word is another one, spoilt."""
_LENGTHS = 3
"""Letters that a spoilt word may be longer or shorter."""
_MOST = 20
"""Names of each kind that are compared with all words of the other side; a sentence has fewer."""
_OFTEN = 4
"""So many more times a name is said too often."""


class NamesInput(Protocol):
    """What is looked at: a guard's input."""

    @property
    def ours(self) -> str:
        """The source without marks."""

    @property
    def theirs(self) -> str:
        """The target without marks."""

    @property
    def source(self) -> str:
        """BCP 47 code of the source."""

    @property
    def target(self) -> str:
        """BCP 47 code of the target."""

    @property
    def glossary(self) -> Glossary | None:
        """Terms to hold; their names are the term guard's."""


def names(case: NamesInput) -> Iterator[str]:
    """Say which names are lost, exchanged, invented or repeated, one line each."""
    lost, invented = _known_lost(case), _known_invented(case)
    if case.source == "en" or invented:
        for match in lost if invented else (one for one in lost if "China" not in one.name.en):
            yield f"the name `{match.text}` is lost" + (f"; `{invented[0].text}` stands there" if invented else "")
    yield from (f"`{word}` is lost; a name or word in Latin letters stays" for word in _latin_lost(case))
    yield from (f"`{word}` is not in the source" for word in _latin_invented(case))
    yield from (f"the name `{person}` is lost or another" for person in _persons_lost(case))
    yield from (f"the name `{name}` is in pinyin, but not in the source" for name in _pinyin_invented(case))
    yield from (f"`{name}` sounds like no name of the other side" for name, score in _sounds(case) if score < _SOUND)
    yield from (f"the name `{name}` is repeated more often than in the source" for name in _repeated(case))


def _sides(case: NamesInput) -> tuple[str, str]:
    """Return the Chinese and the English text."""
    return (case.theirs, case.ours) if case.source == "en" else (case.ours, case.theirs)


def _known(text: str, language: str) -> tuple[NameMatch, ...]:
    return known_names.in_english(text) if language == "en" else known_names.in_chinese(text)


def _known_lost(case: NamesInput) -> list[NameMatch]:
    terms = case.glossary.find(case.ours, case.source) if case.glossary else []
    return [
        match
        for match in _not_in(_known(case.ours, case.source), case.theirs, case.target)
        if not any(term.start <= match.start and match.end <= term.end for term in terms)
    ]


def _known_invented(case: NamesInput) -> list[NameMatch]:
    return _not_in(_known(case.theirs, case.target), case.ours, case.source)


def _not_in(matches: Sequence[NameMatch], text: str, language: str) -> list[NameMatch]:
    """Return the matches whose name a text of the other language has not; each name is looked for once."""
    there = {name: name.stands_in(text, language) for name in dict.fromkeys(match.name for match in matches)}
    return [match for match in matches if not there[match.name]]


def _latin_words(text: str) -> list[str]:
    """Return the Latin words of a text long enough to be names; addresses, units and currency codes are none."""
    words = [match[0] for match in _LATIN.finditer(_ADDRESS.sub(" ", text))]
    return [word for word in words if _letters(word) >= _SHORTEST and _folded(word) not in _UNITS_AND_CODES]


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)


def _folded(text: str) -> str:
    """Return the letters and digits of a text, without accents and blanks: Covid-19 and COVID 19 are one word."""
    return re.sub("[^a-z0-9]", "", unicodedata.normalize("NFD", text.lower()))


def _absent(words: Sequence[str], text: str) -> list[str]:
    there = _folded(text)
    return [word for word in dict.fromkeys(words) if _folded(word).removesuffix("s") not in there]


def _latin_lost(case: NamesInput) -> list[str]:
    if case.source == "en":
        return _absent(_KEPT_AS_IT_IS.findall(_ADDRESS.sub(" ", case.ours)), case.theirs)
    kept = case.glossary.find(case.ours, case.source) if case.glossary else []
    text = (
        "".join(
            " " if any(term.start <= place < term.end for term in kept) else character
            for place, character in enumerate(case.ours)
        )
        if kept
        else case.ours
    )
    return _absent(_latin_words(_without_spelled_out(text, case.theirs)), case.theirs)


def _latin_invented(case: NamesInput) -> list[str]:
    if case.source != "en":
        return []
    accepted = " ".join(
        form for match in (case.glossary.find(case.ours, "en") if case.glossary else []) for form in match.accepted
    )
    absent = _absent(_latin_words(_without_spelled_out(case.theirs, case.ours)), f"{case.ours} {accepted}")
    words = [_folded(word) for word in dict.fromkeys(_latin_words(case.ours))] if absent else []
    return [word for word in absent[:_MOST] if _garbled(_folded(word), words)]


def _garbled(word: str, words: Sequence[str]) -> bool:
    """Return whether a word is one of the source's with other letters: Cateline for Deadline.

    People write names of their own where the source says "they"; models spoil the letters of a name.
    """
    near = (other for other in words if abs(len(other) - len(word)) <= _LENGTHS)
    return any(SequenceMatcher(None, word, other).ratio() >= _GARBLED for other in near)


_BRACKETED = re.compile("[(（]([^()（）]*)[)）]")


def _without_spelled_out(text: str, other: str) -> str:
    """Take out brackets that spell an abbreviation out which the other side has: (Middle East Respiratory Syndrome)."""

    def blank(match: re.Match[str]) -> str:
        words = [word for word in re.findall("[A-Za-z]+", match[1]) if not word.isupper()]
        initials = "".join(word[0] for word in words).upper()
        return " " if len(words) > 1 and (initials in other or initials in text) else match[0]

    return _BRACKETED.sub(blank, text)


def _persons_lost(case: NamesInput) -> list[str]:
    """Return the persons, of a Chinese source also the places, that the target has not."""
    if case.source == "en":
        return [name for name, heard in _english_persons(case) if heard < _HEARD]
    return [
        *chinese_persons.missing(case.ours, case.theirs),
        *pinyin_names.places_missing(case.ours, case.theirs),
    ]


def _english_persons(case: NamesInput) -> Iterator[tuple[str, float]]:
    return islice(english_persons.scores(case.ours, case.theirs), _MOST)


def _pinyin_invented(case: NamesInput) -> Iterator[str]:
    if case.source != "en":
        yield from pinyin_names.invented(case.ours, case.theirs)


def _sounds(case: NamesInput) -> Iterator[tuple[str, float]]:
    chinese, english = _sides(case)
    yield from islice(transliteration.scores(chinese, english), _MOST)
    if case.source == "en":
        runs = islice(transliteration.undotted(chinese), _MOST)
        yield from ((run, transliteration.heard_in(run, english)) for run in runs)


def _repeated(case: NamesInput) -> Iterator[str]:
    mentions = Counter(match.name for match in _known(case.ours, case.source))
    for name, times in Counter(match.name for match in _known(case.theirs, case.target)).items():
        if name.en and times >= mentions[name] + _OFTEN:
            yield name.en[0] if case.target == "en" else (*name.zh, *name.zh_also)[0]
