"""Terms that must be rendered as the glossary says, in both directions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file, where it stands and what to do."""

    path: str
    """As given to the reader of the file."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points."""
    message: str
    """What was found; what was expected. What to do."""

    def __str__(self) -> str:
        """Return it as printed: `path:line:column: message`."""
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True)
class Term:
    """One row of the glossary."""

    en: str
    """English form, singular, as in running text."""
    zh: str
    """Simplified Chinese form."""
    note: str = ""
    """For people."""
    case: Literal["any", "exact"] = "any"
    """Whether English letters must agree in case: `exact` for names and abbreviations."""
    pos: str = ""
    """Part of speech: name, noun, verb, adj; empty where not said."""
    keep: bool = False
    """Never translated: each language uses its own column as it stands."""
    line: int = 0
    """1-based line in the file; 0 where there is none."""


@dataclass(frozen=True)
class TermMatch:
    """An occurrence of a term in a text."""

    start: int
    """0-based code point in the text searched, marks counted."""
    end: int
    """Exclusive."""
    term: Term
    """The first row of that source form."""
    target: str
    """How to render it."""
    accepted: tuple[str, ...]
    """Every rendering that is right, `target` first."""


class Glossary:
    """Terms, ready to be found in either language."""

    def __init__(self, terms: Sequence[Term] = ()) -> None:
        """Take the rows in file order: of rows with the same source form the first is preferred."""
        self.terms = tuple(terms)

    def find(self, text: str, language: str) -> list[TermMatch]:
        """Find terms in `text`: whole words, longest first, not overlapping, in order.

        Args:
            text: with or without marks; marks may stand inside a term.
            language: BCP 47 code of `text`; targets are in the other language.
        """
        raise NotImplementedError

    @property
    def digest(self) -> str:
        """Short hash of what decides translations, for caches."""
        raise NotImplementedError


def load(path: Path) -> tuple[Glossary, list[Problem]]:
    """Read a glossary file; bad rows are left out and reported."""
    raise NotImplementedError


def missing(source_text: str, target_text: str, glossary: Glossary, *, source: str, target: str) -> list[TermMatch]:
    """Return the terms of the source whose rendering is missing in the target, once per occurrence too few."""
    raise NotImplementedError


def apply(source_text: str, target_text: str, glossary: Glossary, *, source: str, target: str) -> str:
    """Repair terms in the target where that is certain: left in the source language, or a known other rendering.

    `keep` terms and terms that stand in the target in the source's language are replaced; nothing else is guessed.
    """
    raise NotImplementedError
