"""Which ranges of a file are prose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from translate.document import Document, Edit
from translate.protect import Context

Kind = Literal["field", "heading", "paragraph", "cell", "term", "title", "label", "expansion", "html"]


@dataclass(frozen=True)
class Segment:
    """A unit of translation: the prose of one block, or of one attribute that a reader sees."""

    start: int
    """First code point of the prose in `Document.text`."""
    end: int
    """End, exclusive; what lies between, continuation prefixes of quotes and lists included, is one block's."""
    kind: Kind
    """What it is: field (front matter), heading, paragraph, cell (table), term (definition list), title (of a link
    definition), label (admonition, details, tab), expansion (abbreviation), html (text inside a raw HTML block)."""
    source_md: str
    """Its Markdown as one logical line: soft breaks joined, hard breaks (two blanks, newline) kept."""
    line: int
    """1-based line of `start`."""
    column: int
    """1-based column of `start`."""
    context: Context = field(default_factory=Context)
    """What the whole document defines; pass it to `protect.protect`."""


def segments(document: Document, fields: Sequence[str] = ("title", "summary")) -> tuple[Segment, ...]:
    """Find all prose of a file, in order, without overlaps.

    Args:
        document: the file.
        fields: top-level front matter fields that are prose.

    Returns:
        The segments in the order of the file. Text without a single letter is no prose.
    """
    raise NotImplementedError


def replacement(document: Document, segment: Segment, target_md: str) -> Edit:
    """Return the edit that puts a translation in a segment's place.

    Continuation prefixes, newline style, quotes and escapes are the place's own: a pipe is escaped in a table cell, a
    quote in a title, a sign at the start of a line that would open a list or a heading. The segment's own `source_md`
    gives the bytes that stand there already.

    Args:
        document: the file that the segment is from.
        segment: where to put it.
        target_md: Markdown as one logical line, hard breaks as in `source_md`.

    Returns:
        An edit for `Document.replace`.
    """
    raise NotImplementedError
