"""Marks as numbered tags, for engines that carry them: `<1>…</1>` around words, `<2/>` alone.

Read back strictly: every tag of the source stands in the output once, pairs in order and inside each other, and nothing
else looks like a tag. What fails is refused and asked for in another way; no tag is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.language.script import is_mark
from translate.markdown.marks import MARK_BASE, Mark

_TAG = re.compile(r"<\s*(/?)\s*(\d{1,4})\s*(/?)\s*>|<[^<>]{0,40}>|</|/>")


@dataclass(frozen=True)
class TaggedText:
    """A sentence as such an engine gets it."""

    text: str
    """With tags."""
    marks: tuple[tuple[str, str], ...]
    """(tag, mark) for every tag, in the order of the source."""


def encode(text: str, marks: Sequence[Mark]) -> TaggedText | None:
    """Write marks as tags.

    Args:
        text: a sentence with marks.
        marks: the segment's.

    Returns:
        The text with tags; None where its own words look like tags, or a mark's partner stands in another sentence.
    """
    bare = "".join(char for char in text if not is_mark(char))
    if _TAG.search(bare):
        return None
    there = {ord(char) - MARK_BASE for char in text if is_mark(char)}
    out: list[str] = []
    tags: list[tuple[str, str]] = []
    numbers: dict[int, int] = {}
    for char in text:
        if not is_mark(char):
            out.append(char)
            continue
        index = ord(char) - MARK_BASE
        if index >= len(marks):
            return None
        mark = marks[index]
        if mark.kind == "close":
            if mark.pair not in numbers:
                return None
            tag = f"</{numbers[mark.pair]}>"
        else:
            if mark.kind == "open" and mark.pair not in there:
                return None
            numbers[index] = len(numbers) + 1
            tag = f"<{numbers[index]}>" if mark.kind == "open" else f"<{numbers[index]}/>"
        out.append(tag)
        tags.append((tag, char))
    return TaggedText("".join(out), tuple(tags))


def decode(output: str, tagged: TaggedText) -> tuple[str, str]:
    """Read an output's tags back.

    Args:
        output: what the engine made of `tagged.text`.
        tagged: what it got.

    Returns:
        The output with marks, and what is wrong with its tags, for people; one of the two is empty.
    """
    wanted = dict(tagged.marks)
    opened: list[str] = []
    seen: set[str] = set()
    out: list[str] = []
    last = 0
    for match in _TAG.finditer(output):
        tag = f"<{match[1]}{match[2]}{match[3]}>" if match[2] else ""
        if tag not in wanted:
            return "", f"{match[0][:20]} found, which the source does not have"
        if tag in seen:
            return "", f"{tag} found twice"
        seen.add(tag)
        if match[1]:
            if not opened or opened.pop() != match[2]:
                return "", f"{tag} found in the wrong place"
        elif not match[3]:
            opened.append(match[2])
        out += [output[last : match.start()], wanted[tag]]
        last = match.end()
    lost = [tag for tag in wanted if tag not in seen]
    if lost:
        return "", f"{', '.join(lost[:4])} lost"
    if opened:
        return "", f"<{opened[-1]}> not closed"
    return "".join([*out, output[last:]]), ""
