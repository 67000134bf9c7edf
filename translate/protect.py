"""Inline Markdown → plain text with marks, and back.

A mark stands for markup or for something that must not be translated. In the text it is one private-use character,
`chr(MARK_BASE + n)` for `marks[n]`, so that offsets stay simple and no later step can take it for prose. Private-use
characters of the source become marks themselves.
"""

from dataclasses import dataclass
from typing import Literal

MARK_BASE = 0xE000
MARK_LAST = 0xF8FF


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


@dataclass(frozen=True)
class Protected:
    """A segment, or one sentence of it, ready for translation."""

    text: str
    """Prose with one private-use character per mark, each exactly once."""
    marks: tuple[Mark, ...]
    """The marks of the whole segment; a sentence of it may use only some."""
