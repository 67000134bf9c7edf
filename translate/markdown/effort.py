"""How much work a text would make for the renderer.

Python-Markdown looks for the other end of a bracket, a tag or a code span from every place where one begins, so text
that only opens them costs the square of its length, and nesting costs the depth of Python's stack. Real pages stay far
below the limit; a hostile one is left as it is instead of holding everything up.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

LIMIT = 400_000
"""Characters looked at in vain that are still worth it, about half a second."""

# Every further reference to a note is told apart from all before it.
_NOTES = 1000
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_SIGN = re.compile(r"\\.|\]\(|[\[\]()]|`+", re.DOTALL)
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_MARKER = re.compile(r"[-*+>]|\d{1,9}\.")
_INDENT = re.compile(r"^[ \t]{200,}\S", re.MULTILINE)


@dataclass(frozen=True)
class Excess:
    """Why a text is not rendered."""

    start: int
    """0-based code point where the trouble begins."""
    found: str
    """What is there, for people."""


def excessive(text: str) -> bool:
    """Whether rendering a text would take unreasonably long or nest too deep."""
    return excess(text) is not None


def excess(text: str) -> Excess | None:
    """Say what would make rendering a text take unreasonably long or nest too deep; None where nothing does."""
    if not re.search(r"[\[`<>*+.\t-]|  ", text):
        return None
    deep = _nested(text)
    if deep is not None:
        return Excess(deep, "dozens of lists or quotes in one another")
    work, first = _tags(text)
    if work > LIMIT:
        return Excess(first, "tags that never close")
    if text.count("[^") > _NOTES:
        return Excess(text.index("[^"), f"more than {_NOTES} notes")
    work = start = 0
    for paragraph in _PARAGRAPH.split(text):
        work += _brackets(paragraph)
        start = text.index(paragraph, start)
        if work > LIMIT:
            return Excess(start, "brackets or backticks that close late or never")
        start += len(paragraph)
    return None


def _nested(text: str) -> int | None:
    """Return the start of a line that opens dozens of lists or quotes in one another; None where none does."""
    indented = _INDENT.search(text)
    if indented:
        return indented.end() - 1
    at = 0
    for line in text.split("\n"):
        start = line.lstrip(" \t")[:400]
        if start[:1] in ("-", "*", "+", ">") or start[:1].isdigit():
            depth = 0
            for word in start.replace(">", "> ").split():
                if not _MARKER.fullmatch(word):
                    break
                depth += 1
            if depth > 60:
                return at
        at += len(line) + 1
    return None


def _tags(text: str) -> tuple[int, int]:
    """Count the characters from tags that never close to the end of the text; also say where the first one is."""
    starts = [match.start() for match in _TAG_START.finditer(text)]
    last = text.rfind(">")
    # A tag ends at the next `>` at the latest; where another `<` comes first it is looked through twice.
    open_ = [start for start in starts if start > last]
    work = sum(len(text) - start for start in open_)
    for start, following in pairwise(starts):
        if start < last and text.find(">", start, following) < 0:
            work += following - start
            open_.append(start)
    return work, min(open_, default=0)


def _brackets(text: str) -> int:
    """Count the characters from each opening bracket and run of backticks to its end, or the text's end."""
    if text.count("[") + text.count("`") < 20:
        return 0
    square: list[int] = []
    round_: list[tuple[int, bool]] = []
    ticks: dict[str, list[int]] = {}
    work = 0
    for match in _SIGN.finditer(text):
        sign, at = match[0], match.start()
        if sign in ("]", "](") and square:
            work += at - square.pop()
        if sign == "[":
            square.append(at)
        elif sign in ("(", "]("):
            round_.append((at, sign == "]("))
        elif sign == ")" and round_:
            start, counts = round_.pop()
            work += at - start if counts else 0
        elif sign[0] == "`":
            waiting = ticks.setdefault(sign, [])
            if waiting:
                waiting.clear()
            else:
                waiting.append(at)
    work += sum(len(text) - at for at in square)
    work += sum(len(text) - at for at, counts in round_ if counts)
    return work + sum(len(text) - at for waiting in ticks.values() for at in waiting)
