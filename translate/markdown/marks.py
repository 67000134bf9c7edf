"""Marks: placeholders for inline markup while a text is translated.

A mark stands for markup or for something that must not be translated. In the text it is one private-use character,
`chr(MARK_BASE + n)` for `marks[n]`, so that offsets stay simple and no later step can take it for prose. Private-use
characters of the source become marks themselves.
"""

import re
from dataclasses import dataclass
from typing import Literal

MARK_BASE = 0xE000
MARK_LAST = 0xF8FF
_SHORT_REFERENCE = re.compile(r"\A\](?:[ \n]?\[\])?")


@dataclass(frozen=True)
class Context:
    """What a document defines and a segment of it may refer to. Compares and pickles cheaply."""

    references: frozenset[str] = frozenset()
    """Labels of link definitions, lower case."""
    footnotes: frozenset[str] = frozenset()
    """Labels of footnotes."""
    abbreviations: frozenset[str] = frozenset()
    """Abbreviations with an expansion."""


@dataclass(frozen=True)
class Mark:
    """One piece of a segment's inline markup."""

    kind: Literal["open", "close", "atom"]
    """`open` and `close` wrap translatable text (emphasis, link text, an HTML element); `atom` stands alone."""
    md: str
    """The Markdown it stands for, byte for byte: `**`, `](https://example.org "t")`, `` `code` ``, `<br>`."""
    role: str
    """What it is: emphasis, strong, link, image, code, html, address, escape, break, footnote, emoji, math, …"""
    pair: int = -1
    """Index of the mark that closes or opens this one; -1 for an atom."""
    text: str = ""
    """What a reader sees of an atom, for the model's and the guards' sake: `code` for `` `code` ``; often empty."""
    prose: tuple[tuple[int, int], ...] = ()
    """Ranges of `md` that a reader sees and that are translated by themselves: a link's title, an image's alt text."""
    label: str = ""
    """For the closing mark of a `[label]` or `[label][]` link, or for such an image: the label that must be written out
    once the text is no longer the label."""


@dataclass(frozen=True)
class Protected:
    """A segment, or one sentence of it, ready for translation."""

    text: str
    """Prose with one private-use character per mark, each exactly once."""
    marks: tuple[Mark, ...]
    """The marks of the whole segment; a sentence of it may use only some."""


def used(protected: Protected) -> list[int]:
    """Return the indices of the marks that a text uses, in its order."""
    last = MARK_BASE + len(protected.marks)
    return [ord(character) - MARK_BASE for character in protected.text if MARK_BASE <= ord(character) < last]


def visible(protected: Protected) -> str:
    """Return what a reader sees: the prose without marks, with the text of atoms such as code."""
    last = MARK_BASE + len(protected.marks)
    return "".join(
        protected.marks[ord(character) - MARK_BASE].text if MARK_BASE <= ord(character) < last else character
        for character in protected.text
    )


def naive(protected: Protected) -> list[str]:
    """Put every mark's own Markdown in its place; a piece per character, so that a caller can tell marks from prose."""
    last = MARK_BASE + len(protected.marks)
    pieces: list[str] = []
    opened: dict[int, int] = {}
    for character in protected.text:
        index = ord(character) - MARK_BASE
        if not MARK_BASE <= ord(character) < last:
            pieces.append(character)
            continue
        mark = protected.marks[index]
        md = mark.md
        if mark.kind == "open":
            opened[index] = len(pieces) + 1
        elif mark.kind == "close" and mark.label and mark.pair in opened:
            text = "".join(pieces[opened[mark.pair] :])
            if text != mark.label:
                md = f"][{mark.label}]" + _SHORT_REFERENCE.sub("", md)
        pieces.append(md)
    return pieces


def letters(protected: Protected) -> bool:
    """Whether a text holds anything to translate: a letter outside its marks, or text of its own inside one."""
    return any(mark.prose for mark in protected.marks) or any(
        character.isalpha() and not MARK_BASE <= ord(character) <= MARK_LAST for character in protected.text
    )
