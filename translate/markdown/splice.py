"""Fits a translated segment into its place in the file: prefixes, quotes and escapes."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translate.markdown.document import Document, Edit
    from translate.markdown.segment import Segment

# What would begin another kind of block at the start of a line. The last character that matches is the one to escape.
_BLOCK_START = re.compile(
    r"""\d+\.(?=[ ]) | [*+-](?=[ ]) | \# | > | !(?=!!) | \?(?=\?\?) | =(?==) | -(?=--) | :(?=[ ]) | \*(?=\[)
    | \[(?=[^\[\]]*\]:) | \[(?=[ xX]\][ ]) | `(?=``) | ~(?=~~) | \$(?=\$)""",
    re.VERBOSE,
)
_UNDERLINE = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t>]*(?:=+|-+)[ \t]*(?:[\r\n]|\Z)")
_CODE_OR_PIPE = re.compile(r"`+|\\.|\|", re.DOTALL)
_BROKEN = re.compile(r"[ ]*\n[ ]*")


def replacement(document: "Document", segment: "Segment", target_md: str) -> "Edit":
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
    if target_md == segment.source_md:
        return segment.start, segment.end, document.text[segment.start : segment.end]
    if segment.kind == "field":
        scalar = document.field(segment.name)
        assert scalar is not None, "a segment is put back into the document that it is from"
        return document.with_field(scalar, target_md)
    target = target_md.strip()
    if segment.kind != "paragraph" or not segment.gap:
        target = _BROKEN.sub(" ", target)
    target = _fitted(target, document, segment)
    return segment.start, segment.end, target.replace("\n", segment.gap or " ")


def _fitted(target: str, document: "Document", segment: "Segment") -> str:
    """Escape what would end the segment's element or begin another."""
    if segment.kind == "cell":
        return _without_pipes(target)
    if segment.kind == "title":
        quote = document.text[segment.start - 1]
        return target.replace(quote, {'"': "&quot;", "'": "&#39;"}.get(quote, quote))
    if segment.kind == "heading":
        return _without_closing(target)
    if segment.kind not in ("paragraph", "term"):
        return target
    target = "\n".join(_escaped(line, segment.source_md) for line in target.split("\n"))
    # A line below that underlined nothing, because there were two lines above it, must not underline one.
    if segment.gap and "\n" not in target and _UNDERLINE.match(document.text, segment.end):
        first, blank, second = target.rpartition(" ")
        target = f"{first}\n{second}" if blank else f"{target}\n"
    return target


def _escaped(line: str, source_md: str) -> str:
    """Escape what would open a block; not where the source begins just so and evidently opens none."""
    found = _BLOCK_START.match(line)
    if found is None or source_md.startswith(found[0]):
        return line
    return f"{line[: found.end() - 1]}\\{line[found.end() - 1 :]}"


def _without_pipes(target: str) -> str:
    """Escape the pipes outside code; as in Python-Markdown, a run of backticks ends at the next of its length."""
    signs = list(_CODE_OR_PIPE.finditer(target))
    last = {sign[0]: sign.start() for sign in signs if sign[0][0] == "`"}
    out: list[str] = []
    closing, copied = "", 0
    for sign in signs:
        if closing:
            closing = "" if sign[0] == closing else closing
        elif sign[0][0] == "`":
            closing = sign[0] if last[sign[0]] > sign.start() else ""
        elif sign[0] == "|":
            out += target[copied : sign.start()], "\\|"
            copied = sign.end()
    return "".join([*out, target[copied:]])


def _without_closing(target: str) -> str:
    """Escape `#` at the end of a heading, which would be taken for its closing sequence."""
    kept = target.rstrip("#")
    return target if kept == target or kept.endswith("\\") else kept + "\\#" * (len(target) - len(kept))
