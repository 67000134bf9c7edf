"""Complexity limits: an estimate, before a text is rendered, of the work that it makes for the renderer.

Python-Markdown looks for the other end of a bracket, a tag or a code span from every place where one begins, copies a
paragraph for every element in it, and takes up the rest of a paragraph anew after every line that opens a block; so
some texts cost the square of their length, and nesting costs the depth of Python's stack. Each rule below counts one
such product, in one pass over the text, against a row of `translate.core.limits`. Real pages stay far below; what
exceeds one is not rendered, and a problem says where it begins. `translate/` and `build/` both use this.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.core.limits import (
    ABBREVIATED_CHARACTERS,
    BLOCK_STARTS,
    COPIED_CHARACTERS,
    DEFINITIONS,
    DELIMITER_RUN,
    DELIMITERS,
    FENCED_LINES,
    FOOTNOTE_REFERENCES,
    LINE,
    NESTED_BLOCKS,
    SEARCHED_CHARACTERS,
    TABLE_CELLS,
    TABLE_CODE,
    TABLES_OF_CONTENTS,
)

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_SHORT = 50  # characters; whatever they are they make no work
_SIGN = re.compile(r"\\?`+|\\.|\]\(|[\[\]()]", re.DOTALL)
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_MARKER = re.compile(r"[-*+>]|\d{1,9}\.")
_INDENT = re.compile(r"^[ \t]{200,}\S", re.MULTILINE)
_LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{16}")
_LONG_RUN = re.compile(rf"([*_~^=])\1{{{DELIMITER_RUN.value}}}")
_ABBREVIATION = re.compile(r"\*\[[^\]\n]{1,200}\] ?:")
# What an inline pattern may replace. A placeholder of Python-Markdown is 15 characters long.
_INLINE = re.compile(r"[\\\[<]|[*_~^=`$&:]+|  \n")
_PLACEHOLDER = 15
_BLOCK_START = re.compile(
    r"^[ >]*(?:\#|[-=]+[ ]*$|[-*_][-*_ ]*$|\[[^\]\n]*\]:|\*\[|!!!|\?\?\?|===[ ]|[`~]{3})", re.MULTILINE
)
_FENCE = re.compile(r"^([ >]*)(`{3,}|~{3,})(.*)$", re.MULTILINE)
_DEFINITION = re.compile(r"^[ >]*:[ ]", re.MULTILINE)
_RULE_OF_TABLE = re.compile(r"^(?=[ >|:]*-)[-|: >]+$", re.MULTILINE)


@dataclass(frozen=True)
class Excess:
    """Why a text is not rendered."""

    start: int
    """0-based code point where the excess begins."""
    found: str
    """What is there, for people."""


class TooMuchWorkError(Exception):
    """Reading a text was ended because it takes too many steps."""

    def __init__(self, excess: Excess, excerpt: str = "") -> None:
        super().__init__(excess.found)
        self.excess = excess
        """What is to blame, as far as it is known."""
        self.excerpt = excerpt
        """Some of the text where it happened, by which its place can be found; often empty."""


def excessive(text: str) -> bool:
    """Whether rendering a text would take unreasonably long or nest too deep."""
    return excess(text) is not None


def excess(text: str) -> Excess | None:
    """Say what would make rendering a text take unreasonably long or nest too deep; None where nothing does.

    Args:
        text: Markdown with line feeds. Tabs and other white space may still be in it.
    """
    long = _long_line(text)
    if long is not None:
        return Excess(long, f"a line of more than {LINE.value} characters")
    if len(text) < _SHORT:
        return None
    deep = _nested(text)
    if deep is not None:
        return Excess(deep, "dozens of lists or quotes in one another")
    work, first = _tags(text)
    if work > SEARCHED_CHARACTERS.value:
        return Excess(first, "tags that never close")
    if text.count("[^") > FOOTNOTE_REFERENCES.value:
        return Excess(text.index("[^"), f"more than {FOOTNOTE_REFERENCES.value} notes")
    if text.count("[TOC]") > TABLES_OF_CONTENTS.value:
        return Excess(text.index("[TOC]"), f"more than {TABLES_OF_CONTENTS.value} tables of contents")
    if run := _LONG_RUN.search(text):
        return Excess(run.start(), f"more than {DELIMITER_RUN.value} signs of emphasis in a row")
    if reference := _LONG_REFERENCE.search(text):
        return Excess(reference.start(), "a character reference of many digits")
    if "*[" in text:
        # The renderer tries each abbreviation at each character of the text.
        defined = [match.start() for match in _ABBREVIATION.finditer(text)]
        if len(defined) * len(text) > ABBREVIATED_CHARACTERS.value:
            return Excess(defined[0], f"{len(defined)} abbreviations in a long text")
    work, first = _fences(text)
    if work > FENCED_LINES.value:
        return Excess(first, "code fences that never close")
    return _in_paragraphs(text)


def _in_paragraphs(text: str) -> Excess | None:
    """Add up what each paragraph costs, and say where the sum is too much."""
    searched = copied = started = compared = cells = 0
    for start, paragraph in _paragraphs(text):
        searched += _brackets(paragraph) + _formulas(paragraph)
        if searched > SEARCHED_CHARACTERS.value:
            return Excess(start, "brackets or backticks that close late or never")
        cells += _cells(paragraph)
        if cells > TABLE_CELLS.value:
            return Excess(start, f"tables of more than {TABLE_CELLS.value} cells")
        if len(paragraph) < 200:
            continue
        if len(_DEFINITION.findall(paragraph)) > DEFINITIONS.value:
            return Excess(start, f"more than {DEFINITIONS.value} definitions without a blank line between them")
        started += len(_BLOCK_START.findall(paragraph)) * len(paragraph)
        if started > BLOCK_STARTS.value:
            return Excess(start, "thousands of headings or other blocks without a blank line between them")
        signs = len(_INLINE.findall(paragraph))
        copied += signs * (len(paragraph) + signs * _PLACEHOLDER)
        compared += max(paragraph.count("^"), paragraph.count("~")) ** 2
        if copied > COPIED_CHARACTERS.value or compared > DELIMITERS.value:
            return Excess(start, "thousands of signs of markup in one paragraph")
        if "|" in paragraph and any(
            line.count("|") * line.count("`") > TABLE_CODE.value for line in paragraph.split("\n")
        ):
            return Excess(start, "a table's row with thousands of backticks")
    return None


def _long_line(text: str) -> int | None:
    """Return the start of the first line that is longer than a line may be; None where none is."""
    start = 0
    while len(text) - start > LINE.value:
        end = text.rfind("\n", start, start + LINE.value + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text between blank lines, with its offset."""
    start = 0
    for blank in _PARAGRAPH.finditer(text):
        yield start, text[start : blank.start()]
        start = blank.end()
    yield start, text[start:]


def _cells(text: str) -> int:
    """Count the cells of a table: a row that has fewer is filled up."""
    rule = _RULE_OF_TABLE.search(text) if "|" in text else None
    return (rule[0].count("|") + 1) * text.count("\n", rule.start()) if rule else 0


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
            if depth > NESTED_BLOCKS.value:
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


def _fences(text: str) -> tuple[int, int]:
    """Count the lines from each fence that never closes to the end of the text; also say where the first one is."""
    if "```" not in text and "~~~" not in text:
        return 0, 0
    fences = [(match[1], match[2], match[3].strip(), match.start()) for match in _FENCE.finditer(text)]
    if len(fences) < 100:
        return 0, 0
    last: dict[tuple[str, str], int] = {}
    for prefix, run, rest, start in fences:
        if not rest:
            last[prefix, run] = start
    lines = text.count("\n")
    open_ = [start for prefix, run, _, start in fences if last.get((prefix, run), -1) <= start]
    return len(open_) * lines, open_[0] if open_ else 0


def _formulas(text: str) -> int:
    """Count the characters from each opening sign of a formula that never closes to the end of a paragraph."""
    last = text.rfind("\\)")
    return text.count("\\(", last + 1) * (len(text) - last)


def _brackets(text: str) -> int:
    """Count the characters from each opening bracket and run of backticks to its end, or the text's end."""
    if text.count("[") + text.count("`") < 20:
        return 0
    signs = [(match[0], match.start()) for match in _SIGN.finditer(text)]
    return sum(count(signs, len(text)) for count in (_square_brackets, _link_addresses, _code_spans))


def _square_brackets(signs: Sequence[tuple[str, int]], length: int) -> int:
    """Count the characters from each opening square bracket to its end."""
    opened: list[int] = []
    work = 0
    for sign, start in signs:
        if sign in ("]", "](") and opened:
            work += start - opened.pop()
        elif sign == "[":
            opened.append(start)
    return work + sum(length - start for start in opened)


def _link_addresses(signs: Sequence[tuple[str, int]], length: int) -> int:
    """Count the characters from each `](` to its closing parenthesis; pairs of parentheses may be inside."""
    opened: list[tuple[int, bool]] = []
    work = 0
    for sign, start in signs:
        if sign in ("(", "]("):
            opened.append((start, sign == "]("))
        elif sign == ")" and opened:
            first, is_link = opened.pop()
            work += start - first if is_link else 0
    return work + sum(length - start for start, is_link in opened if is_link)


def _code_spans(signs: Sequence[tuple[str, int]], length: int) -> int:
    """Count the characters from each run of backticks that never closes."""
    opened: dict[int, list[int]] = {}
    for sign, start in signs:
        if sign[-1] != "`":
            continue
        # A backslash takes away the first sign of a run that opens, and none of a run that closes.
        same_length = opened.get(len(sign.lstrip("\\")), [])
        if same_length:
            same_length.clear()
        elif sign != "\\`":
            opened.setdefault(len(sign) - 2 * sign.startswith("\\"), []).append(start)
    return sum(length - start for starts in opened.values() for start in starts)
