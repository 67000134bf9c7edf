"""A person's sentence inside a paragraph: sentence units of a memory serve where the paragraph itself is unknown.

Other tools cut texts into sentences, and so their memories hold sentences (TMX, segtype `sentence`). A sentence is
taken only as a person wrote it, whole, and only where its markup is the source's own.
"""

from collections.abc import Callable
from dataclasses import replace

from translate.language.script import is_mark
from translate.markdown.protect import MARK_BASE, Protected, protect, restore

Lookup = Callable[[str], str | None]
"""Source Markdown → the Markdown that a person stands behind, or None."""


def sentence(part: str, unit: Protected, lookup: Lookup) -> str | None:
    """Return a sentence's remembered target with the unit's marks.

    Args:
        part: the sentence, with marks and the white space that follows it.
        unit: the segment that it is of.
        lookup: what the memory has.

    Returns:
        The target, None where the memory has none or its markup is not the sentence's.
    """
    text = part.strip()
    if not any(char.isalpha() and not is_mark(char) for char in text):
        return None
    target_md = lookup(restore(replace(unit, text=text)))
    return None if target_md is None else _with_marks(protect(target_md.strip()), text, unit)


def _with_marks(target: Protected, text: str, unit: Protected) -> str | None:
    """Return a target's text with the marks of the source in place of its own, where they are the same in number."""
    waiting = [char for char in text if is_mark(char)]
    out: list[str] = []
    for char in target.text:
        if not is_mark(char):
            out.append(char)
            continue
        own = target.marks[ord(char) - MARK_BASE]
        same = (
            mark
            for mark in waiting
            if (unit.marks[ord(mark) - MARK_BASE].md, unit.marks[ord(mark) - MARK_BASE].kind) == (own.md, own.kind)
        )
        found = next(same, None)
        if found is None:
            return None
        waiting.remove(found)
        out.append(found)
    return "".join(out) if not waiting else None
