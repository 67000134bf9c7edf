"""Inline Markdown → plain text with marks, and back.

A mark stands for markup or for something that must not be translated. In the text it is one private-use character,
`chr(MARK_BASE + n)` for `marks[n]`, so that offsets stay simple and no later step can take it for prose. Private-use
characters of the source become marks themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MARK_BASE = 0xE000
MARK_LAST = 0xF8FF


@dataclass(frozen=True)
class Context:
    """What a document defines and a segment of it may refer to. Compares and pickles cheaply."""

    references: frozenset[str] = frozenset()
    """Labels of link definitions, lower case, whitespace folded."""
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
    """For the closing mark of a `[label]` or `[label][]` link: the label that must be written out once the text between
    the marks is no longer the label."""


@dataclass(frozen=True)
class Protected:
    """A segment, or one sentence of it, ready for translation."""

    text: str
    """Prose with one private-use character per mark, each exactly once."""
    marks: tuple[Mark, ...]
    """The marks of the whole segment; a sentence of it may use only some."""


def protect(md: str, context: Context | None = None) -> Protected:
    """Set a segment's inline markup apart from its prose.

    Args:
        md: `Segment.source_md`, or any Markdown that is the inside of one block.
        context: what the document defines; without it every label is taken to be defined that `md` itself refers to
            in full (`[text][label]`, `[^note]`).

    Returns:
        The text with marks. `restore` gives `md` back exactly.
    """
    raise NotImplementedError


def restore(protected: Protected) -> str:
    """Put markup back: the inverse of `protect`, also for a text whose marks were moved with their words.

    Emphasis that would not render where it now stands (`_` beside a Chinese character) is written another way.
    """
    raise NotImplementedError


def visible(protected: Protected) -> str:
    """Return what a reader sees: the prose without marks, with the text of atoms such as code."""
    raise NotImplementedError


def inner(protected: Protected) -> tuple[Protected, ...]:
    """Return the units inside marks that are translated by themselves: link titles, alt texts. Often none."""
    raise NotImplementedError


def with_inner(protected: Protected, targets: Sequence[Protected]) -> Protected:
    """Return the same text with the units of `inner` replaced, in their order."""
    raise NotImplementedError
