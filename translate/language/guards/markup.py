"""Guards of what is no prose: marks, their nesting, addresses, Markdown."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from translate.language import script
from translate.language.guards.case import GuardInput
from translate.markdown.marks import MARK_BASE, MARK_LAST, Mark

_MARK = re.compile(f"[{script.MARK}]")
ADDRESS_RE = re.compile(
    r"(?:https?://|www\.)[^\s，。；、）)】》”\"]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_SYNTAX = re.compile(r"\]\(|\]\[|</?[a-z][a-z0-9]*(?: [^<>]*)?/?>|\*\*|```")


def marks(case: GuardInput) -> Iterator[str]:
    """Find markup that was lost, invented or doubled."""
    ours, theirs = Counter(_MARK.findall(case.source_text)), Counter(_MARK.findall(case.target_text))
    if ours == theirs:
        return
    for name, difference in (("lost", ours - theirs), ("invented or doubled", theirs - ours)):
        if difference:
            described = ", ".join(_describe(case, character) for character in sorted(difference))
            yield f"markup was {name}: {described}"


def _describe(case: GuardInput, mark: str) -> str:
    index = ord(mark) - MARK_BASE
    return f"{case.marks[index].role} `{case.marks[index].md}`" if index < len(case.marks) else f"mark {index}"


def nesting(case: GuardInput) -> Iterator[str]:
    """Find markup that closes before it opens."""
    if not case.marks or not _well_nested(case.source_text, case.marks):
        return
    if not _well_nested(case.target_text, case.marks):
        yield "markup closes before it opens, or crosses other markup"


def _well_nested(text: str, marks: Sequence[Mark]) -> bool:
    stack: list[int] = []
    for character in text:
        index = ord(character) - MARK_BASE
        if not MARK_BASE <= ord(character) <= MARK_LAST or index >= len(marks):
            continue
        if marks[index].kind == "open":
            stack.append(index)
        elif marks[index].kind == "close" and (not stack or marks[stack.pop()].pair != index):
            return False
    return not stack


def link(case: GuardInput) -> Iterator[str]:
    """Find lost and invented addresses, invented Markdown, links without text."""
    ours, theirs = Counter(ADDRESS_RE.findall(case.ours)), Counter(ADDRESS_RE.findall(case.theirs))
    for name, difference in (("lost", ours - theirs), ("invented", theirs - ours)):
        for address in difference:
            yield f"the address {address} was {name}"
    invented = Counter(_SYNTAX.findall(case.theirs)) - Counter(_SYNTAX.findall(case.ours))
    if invented:
        yield f"`{next(iter(invented))}` was invented"
    for index, mark in enumerate(case.marks):
        if (
            mark.kind == "open"
            and _hollow(case.target_text, index, mark.pair)
            and not _hollow(case.source_text, index, mark.pair)
        ):
            yield f"the {mark.role} has lost its text"


def _hollow(text: str, opening: int, closing: int) -> bool:
    start, end = text.find(chr(MARK_BASE + opening)), text.find(chr(MARK_BASE + closing))
    return 0 <= start < end and not text[start + 1 : end].strip()
