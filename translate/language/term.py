"""A term of the glossary."""

from dataclasses import dataclass
from typing import Literal

from translate.language.script import is_han


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
    variants: tuple[str, ...] = ()
    """Other forms that are right too, of either language: U.S. and United States for US. Those with a Han character are
    Chinese, and those that begin with `zh:`."""

    def form(self, language: str) -> str:
        """Return the term in `language`."""
        return self.en if language == "en" else self.zh

    def forms(self, language: str) -> tuple[str, ...]:
        """Return the term and its variants in `language`, the term first."""
        others = (_variant(variant) for variant in self.variants)
        return tuple(dict.fromkeys((self.form(language), *(form for form, own in others if own == language))))


def _variant(written: str) -> tuple[str, str]:
    prefix, _, form = written.partition(":")
    if form and prefix in ("en", "zh"):
        return form.strip(), "zh-Hans" if prefix == "zh" else "en"
    return written, "zh-Hans" if any(map(is_han, written)) else "en"


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
