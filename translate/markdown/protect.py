"""Inline Markdown → plain text with marks, and back.

A mark stands for markup or for something that must not be translated. In the text it is one private-use character,
`chr(MARK_BASE + n)` for `marks[n]`, so that offsets stay simple and no later step can take it for prose. Private-use
characters of the source become marks themselves. `marks.py` says what a mark is, `mark_encoder.py` reads Markdown into
marks, `mark_decoder.py` writes it; this is the interface for other modules.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from translate.markdown.mark_decoder import restore
from translate.markdown.mark_encoder import protect
from translate.markdown.marks import MARK_BASE, MARK_LAST, Context, Mark, Protected, naive, used, visible

__all__ = [
    "MARK_BASE", "MARK_LAST", "Context", "Mark", "Protected", "inner", "protect", "restore", "used", "visible",
    "with_inner",
]  # fmt: skip

_SHORT_IMAGE = re.compile(r"\](?:[ \n]?\[\])?\Z")


def inner(protected: Protected) -> tuple[Protected, ...]:
    """Return the units inside marks that are translated by themselves: link titles, alt texts. Often none."""
    marks = [protected.marks[index] for index in used(protected)]
    return tuple(protect(mark.md[start:end]) for mark in marks for start, end in mark.prose)


def with_inner(protected: Protected, targets: Sequence[Protected]) -> Protected:
    """Return the same text with the units of `inner` replaced, in their order."""
    left = iter(targets)
    marks = list(protected.marks)
    for index in used(protected):
        mark, new = marks[index], ""
        ranges: list[tuple[int, int]] = []
        last = 0
        for start, end in mark.prose:
            target = "".join(naive(next(left)))
            new += mark.md[last:start]
            if target != mark.md[start:end]:
                quote = mark.md[start - 1]
                target = " ".join(target.split())
                target = target.replace(quote, html.escape(quote)) if quote in "\"'" else _balanced(target)
                if mark.label and mark.md.startswith("![") and quote == "[":
                    mark = replace(mark, md=_SHORT_IMAGE.sub("", mark.md) + f"][{mark.label}]")
            ranges.append((len(new), len(new) + len(target)))
            new += target
            last = end
        marks[index] = replace(mark, md=new + mark.md[last:], prose=tuple(ranges))
    return Protected(protected.text, tuple(marks))


def _balanced(alt: str) -> str:
    """Escape square brackets that would end an alt text early."""
    depth = 0
    for character in alt:
        depth += (character == "[") - (character == "]")
        if depth < 0:
            break
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", alt) if depth else alt
