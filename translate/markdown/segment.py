"""Segmentation: which ranges of a file are prose.

1. The renderer decides. Prose is what Python-Markdown, with the extensions of the site, shows a reader as language;
   how another Markdown would read the file does not matter.
2. A segment is the prose of one block: a heading, a paragraph, a list item's text, a table cell, a term or definition,
   a caption (of an admonition, `???` details, a tab), the expansion of an abbreviation, the title of a link definition,
   the text between two block elements of raw HTML. Wrapped lines are one segment; links and emphasis stay inside it.
3. Of the front matter only the named fields are prose, and only where they are scalars.
4. Never prose: code, keyboard input, maths, comments, scripts, styles; addresses, labels of references and footnotes,
   attribute lists, classes, HTML attributes other than `alt` and `title`, `{{ template }}` syntax, snippet lines,
   `[TOC]`, emoji shortcodes, task boxes. Inside a segment these are marks (`marks.py`), as is every sign of markup.
5. An image's alt text and a link's title, also in HTML, are prose of their own, inside the segment they
   belong to (`protect.inner`). The title of a block element of raw HTML stays.
6. The words of an abbreviation are ordinary words, also where an expansion is defined for them.
7. What holds no letter is no prose: numbers, emoji, punctuation, a lone link `<https://…>`.
8. When in doubt it stays: a line that cannot be found in the file exactly as the parser saw it is not touched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from translate.core.fields import PROSE_FIELDS
from translate.core.problem import Problem
from translate.markdown import blocks, dialect
from translate.markdown.complexity import Excess, excess
from translate.markdown.document import Document
from translate.markdown.mark_encoder import protect
from translate.markdown.marks import Context, letters

__all__ = ["Kind", "Segment", "joined", "read", "segments"]

Kind = Literal["field", "heading", "paragraph", "cell", "term", "title", "label", "expansion", "html"]

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "td": "cell", "th": "cell", "dt": "term", "title": "title", "label": "label", "abbr": "expansion", "html": "html",
}  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
# Roughly what is no prose inside a line; only what is empty without it needs a closer look.
_OBVIOUS = re.compile(
    r"`[^`]*`|<[^<>]*>|https?://\S+|[^\s@]{1,64}@\S+|!?\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])?|&\w+;|:[\w+-]+:|\$[^$]+\$|\{[^{}]*\}"
)
# Scripts that write words without blanks between them.
_UNSPACED = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff]"
)


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
    name: str = ""
    """Name of the front matter field; empty in the body."""
    gap: str = ""
    """For a block of several lines, what lies between its first two: the newline, a quote's `> `, indentation."""


def segments(document: Document, fields: Sequence[str] = PROSE_FIELDS) -> tuple[Segment, ...]:
    """Find all prose of a file, in order, without overlaps.

    Args:
        document: the file.
        fields: top-level front matter fields that are prose.

    Returns:
        The segments in the order of the file. Text without a single letter is no prose. A body that Python-Markdown
        cannot follow in reasonable time or depth has none.
    """
    return read(document, fields)[0]


def read(document: Document, fields: Sequence[str] = PROSE_FIELDS) -> tuple[tuple[Segment, ...], Problem | None]:
    """Find all prose as `segments` does, and say where and why a body was not looked at; None where it was."""
    found: list[Segment] = []
    for name in fields:
        scalar = document.field(name)
        if scalar is not None and _LETTER.search(scalar.value):
            place = document.place(scalar.start)
            found.append(Segment(scalar.start, scalar.end, "field", scalar.value.strip(), *place, name=name))
    found.sort(key=lambda segment: segment.start)
    text, origin = blocks.normalize(document.body)
    too_much = excess(text)
    if too_much is not None:
        return tuple(found), _unread(document, document.body_start + origin[too_much.start], too_much)
    try:
        reading = blocks.read(text, dialect.current())
    except RecursionError:
        return tuple(found), _unread(document, document.body_start, Excess(0, "blocks or markup nested very deep"))
    # The extensions are many and anybody may choose their input: no fault of theirs ends the run.
    except Exception as error:  # noqa: BLE001
        why = Excess(0, f"Markdown that the renderer cannot read ({type(error).__name__})")
        return tuple(found), _unread(document, document.body_start, why)
    context = Context(reading.references, reading.footnotes, reading.abbreviations)
    for block in reading.blocks:
        kind = _KINDS.get(block.tag, "paragraph")
        source_md = joined(text, block.lines, hard=kind == "paragraph")
        if not _is_prose(source_md, context):
            continue
        ends = [
            (document.body_start + origin[start], document.body_start + origin[end - 1] + 1)
            for start, end in block.lines
        ]
        gap = document.text[ends[0][1] : ends[1][0]].lstrip(" \t") if len(ends) > 1 else ""
        start, end = ends[0][0], ends[-1][1]
        if not _has_surrogate(document.text[start:end]):
            found.append(Segment(start, end, kind, source_md, *document.place(start), context, gap=gap))
    return tuple(found), None


def _unread(document: Document, offset: int, why: Excess) -> Problem:
    message = (
        f"{why.found}, so that the whole text is left untranslated; expected Markdown that renders in reasonable time. "
        "Close or take out what begins here."
    )
    return Problem(document.path, *document.place(offset), message)


def joined(text: str, lines: Sequence[tuple[int, int]], *, hard: bool) -> str:
    """Write the lines of a block as one.

    Args:
        text: the normalized body.
        lines: ranges of it.
        hard: whether two blanks or a backslash at the end of a line break it.
    """
    parts = [text[slice(*lines[0])]]
    for (_, end), (start, stop) in pairwise(lines):
        between, before, after = text[end:start], parts[-1][-1:], text[start : start + 1]
        blanks = len(between) - len(between.lstrip(" "))
        if hard and (blanks > 1 or before == "\\"):
            parts.append(" " * blanks + "\n")
        elif not (_UNSPACED.match(before) and _UNSPACED.match(after)):
            parts.append(" ")
        parts.append(text[start:stop])
    return "".join(parts)


def _is_prose(source_md: str, context: Context) -> bool:
    if not _LETTER.search(source_md):
        return False
    if _LETTER.search(_OBVIOUS.sub("", source_md)):
        return True
    return letters(protect(source_md, context))


def _has_surrogate(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None
