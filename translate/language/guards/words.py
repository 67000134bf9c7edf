"""The lists of words that guards count, in both languages (`words.toml`, `opposites.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_FIELDS = {"en": "en", "zh-Hans": "zh"}
"""Language → how its lists are called in the files."""


@dataclass(frozen=True)
class WordList:
    """Words of one meaning in one language."""

    certain: re.Pattern[str]
    """What says it for sure."""
    possible: re.Pattern[str]
    """These and what may stand for them."""
    sure: re.Pattern[str]
    """Of the certain ones those that translators do not add of themselves."""


def count(pattern: re.Pattern[str], text: str) -> int:
    """Return how often a pattern occurs."""
    return sum(1 for _ in pattern.finditer(text))


@cache
def word_lists() -> Mapping[str, Mapping[str, WordList]]:
    """Return the lists of `words.toml`: name → language → words."""
    return {name: _lists(table) for name, table in _read("words.toml").items()}


@cache
def opposites() -> list[tuple[str, Mapping[str, WordList], Mapping[str, WordList]]]:
    """Return the pairs of `opposites.toml`: name, one side and the other, each by language."""
    return [(row["name"], _lists(row["one"]), _lists(row["other"])) for row in _read("opposites.toml")["opposites"]]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _lists(table: Mapping[str, str]) -> Mapping[str, WordList]:
    return {
        language: WordList(
            _pattern(table[field], language),
            _pattern(f"{table[field]} {table.get(f'{field}_also', '')}", language),
            _pattern(table.get(f"{field}_sure", table[field]), language),
        )
        for language, field in _FIELDS.items()
    }


def _pattern(words: str, language: str) -> re.Pattern[str]:
    either = "|".join(words.split()).replace("_", " ")
    if language == "en":
        # ASCII, or `\w+` would run through Chinese from each of its characters.
        return re.compile(rf"(?<![A-Za-z-])(?<![A-Za-z]['’])(?:{either})(?![A-Za-z-])", re.IGNORECASE | re.ASCII)
    return re.compile(either)
