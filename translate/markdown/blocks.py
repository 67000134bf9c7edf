"""Block parsing: the positions of the prose of a Markdown body, as Python-Markdown's own block parser sees it.

Python-Markdown keeps no positions. So it is given a shadow of the text, of the same length, in which every run of
letters is replaced by a letter that occurs nowhere else; where that letter turns up in the parsed tree tells which
source characters the parser took for the text of which element. Letters that have a meaning for the block parser (tags,
entities, fences, snippets) stay as they are. Nothing about lists, quotes, tables or footnotes has to be known here, and
what the site's own extensions do is seen as they do it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast
from xml.etree.ElementTree import Element

import markdown
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from translate.markdown.html_text import NEVER_PROSE, attribute_texts, html_texts

_KEEP = re.compile(
    r"""
    ^[ \t]*-+8<-+[ \t]*\n(?:.*\n)*?[ \t]*-+8<-+[ \t]*$                    # snippets, several
    | ^[ \t>]*(?:`{3,}[^`\n]*|~{3,}[^\n]*|;*-+8<-+[^\n]*|/{3,}[^\n|]*)$   # fences, one snippet, generic blocks
    | ^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*(?:!!!|\?\?\?\+?)[ ]?[\w-]+(?:[ ]+[\w-]+)*(?=[ ]*(?:"|$))   # their classes
    | ^[ \t>]*\[TOC\][ \t]*$
    | </?[A-Za-z](?:[^<>"']|"[^"<>]*"|'[^'<>]*')*+>                      # tags
    | <[/!?]?[A-Za-z][\w:.-]*                                            # tags left open, declarations
    | <!\[CDATA\[
    | &\#?\w{1,32};
    | \\(?:begin|end)\{[^{}\n]*\}
    | (?P<letters>[^\W\d_]+)
    """,
    re.VERBOSE | re.MULTILINE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_FEED = re.compile(r"[\x02\x03]*\n")
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+")
_FILLER_AT_END = re.compile(r"\x02[^\x02\x03]*\x03[ ]*\Z")
_SNIPPET = re.compile(r"[ \t]*;*-+8<-+")
_SNIPPETS = re.compile(r"[ \t]*-+8<-+[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?[ ]*[^}\n ][^\n]*\}[ ]*\Z")
_HTML_HEADING = re.compile(r"\s*<h2(?=[\s>])", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Block:
    """The prose of one element."""

    tag: str
    """The element: `p`, `li`, `h2`, `td`, `dt`, `label`; `title` and `abbr` for definitions, `html` for raw HTML."""
    lines: tuple[tuple[int, int], ...]
    """Its lines without indentation, quote signs and blanks around them: ranges of the normalized text."""


@dataclass(frozen=True)
class ParsedBody:
    """What the block parser found in a body."""

    blocks: tuple[Block, ...]
    """In the order of the text, without overlaps."""
    references: frozenset[str]
    """Labels of link definitions, as Python-Markdown looks them up."""
    footnotes: frozenset[str]
    """Labels of footnotes."""
    abbreviations: frozenset[str]
    """Abbreviations that have an expansion."""
    sections: tuple[int, ...] | None = ()
    """Where the line of each `h2` begins that is a child of the body; None where one could not be found."""


def normalize(text: str) -> tuple[str, Sequence[int]]:
    """Do what Python-Markdown does to white space before it parses, and keep the way back.

    Returns:
        The text with line feeds only, tabs expanded to four columns and its two control characters taken out; and for
        every character of it, and for its end, the offset in `text`.
    """
    if not re.search("[\t\r\x02\x03]", text):
        return text, range(len(text) + 1)
    out: list[str] = []
    origin: list[int] = []
    column = 0
    for offset, character in enumerate(text):
        if character in "\x02\x03" or (character == "\r" and _BEFORE_FEED.match(text, offset + 1)):
            continue
        piece = "\n" if character == "\r" else " " * (4 - column % 4) if character == "\t" else character
        column = 0 if piece == "\n" else column + len(piece)
        out.append(piece)
        origin += [offset] * len(piece)
    origin.append(len(text))
    return "".join(out), origin


def read(text: str, md: markdown.Markdown) -> ParsedBody:
    """Parse a normalized body.

    Args:
        text: as `normalize` returns it.
        md: an instance as `dialect.current` gives it, reset.

    Returns:
        The prose and what the text defines.

    Raises:
        RecursionError: the text nests deeper than Python-Markdown can follow.
    """
    return _BodyReader(text, md).read()


class _BodyReader:
    """One body while it is read."""

    def __init__(self, text: str, md: markdown.Markdown) -> None:
        self.text = text
        self.md = md
        self.shadow, self.runs = _shadow(text)
        self.blocks: list[Block] = []
        self.sections: list[int | None] = []

    def read(self) -> ParsedBody:
        self._read_body()
        abbreviations = self._read_definitions()
        self._read_raw_html()
        footnotes = getattr(self.md.inlinePatterns["footnote"], "footnotes", None) if self._has("footnote") else None
        return ParsedBody(
            _disjoint(self.blocks),
            frozenset(self._spelled(label).lower() for label in self.md.references),
            frozenset(self._spelled(label) for label in footnotes.footnotes) if footnotes else frozenset(),
            frozenset(self._spelled(label) for label in abbreviations),
            None if None in self.sections else tuple(start for start in self.sections if start is not None),
        )

    def _read_body(self) -> None:
        """Parse the text and collect the prose of its elements."""
        if not self.text.strip():
            return
        lines = self.shadow.split("\n")
        for preprocessor in self.md.preprocessors:
            lines = preprocessor.run(lines)
        root = cast("Element", self.md.parser.parseDocument(lines).getroot())
        if "footnote" in self.md.treeprocessors:
            self.md.treeprocessors["footnote"].run(root)
        self._find_sections(root)
        self._walk(root)

    def _read_definitions(self) -> Iterable[str]:
        """Collect titles of link definitions and expansions of abbreviations; return the abbreviations."""
        for _, title in self.md.references.values():
            if title:
                self._add("title", title)
        definitions: dict[str, str] = {}
        if "abbr" in self.md.treeprocessors:
            definitions = getattr(self.md.treeprocessors["abbr"], "abbrs", {})
        for expansion in definitions.values():
            self._add("abbr", expansion)
        return definitions

    def _read_raw_html(self) -> None:
        """Collect the prose of HTML that the parser put aside."""
        for stashed in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(stashed, str):
                for start, end in html_texts(stashed):
                    self._add("html", stashed[start:end])
            else:
                self._walk(stashed)

    def _find_sections(self, root: Element) -> None:
        """Find the headings that open sections, in order, each after the one before."""
        last = 0
        headings: list[str] = []
        for child in root:
            stashed = HTML_PLACEHOLDER_RE.fullmatch((child.text or "").strip()) if child.tag == "p" else None
            html = self.md.htmlStash.rawHtmlBlocks[int(stashed[1])] if stashed else None
            if child.tag == "h2":
                text = "".join(child.itertext()).strip()
            elif isinstance(html, str) and _HTML_HEADING.match(html):
                text = html.strip()
            elif isinstance(html, Element) and html.tag == "h2":
                text = "".join(html.itertext()).strip()
            else:
                continue
            headings.append(text.split("\n")[0])
        for line in headings:
            start = self._heading(line, last, headings.count(line))
            self.sections.append(start)
            last = last if start is None else self.text.find("\n", start) % (len(self.text) + 1)

    def _heading(self, line: str, last: int, count: int) -> int | None:
        """Find the line of a heading at or after `last`; one without letters by the signs that make it a heading.

        Where more lines look like that than the `count` headings of this text, in code for example, none is taken.
        """
        found = self._find(line)
        if found is None and not any(character in self.runs for character in line):
            signs = re.escape(line)
            atx = rf"^ {{0,3}}##(?!#)[ ]*{signs}[ ]*#*[ ]*(?:\{{.*)?$"
            setext = rf"^ {{0,3}}{signs}[ ]*\n {{0,3}}-+[ ]*$"
            tag = rf"^ {{0,3}}{signs}" if line.startswith("<") else rf"^ {{0,3}}<h2[^<>]*>\s*{signs}\s*</h2"
            places = [match.span() for match in re.finditer(rf"{atx}|{setext}|{tag}", self.shadow, re.MULTILINE)]
            found = next((place for place in places if place[0] >= last), None) if len(places) == count else None
        return None if found is None or found[0] < last else self.text.rfind("\n", 0, found[0]) + 1

    def _has(self, pattern: str) -> bool:
        return pattern in self.md.inlinePatterns

    def _walk(self, root: Element) -> None:
        """Visit every element that holds text; a list instead of recursion, because quotes may nest deep."""
        stack: list[Element] = [root]
        while stack:
            element = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag not in NEVER_PROSE and "arithmatex" not in element.get("class", ""):
                if element.text and "footnote-backref" not in element.get("class", ""):
                    self._add("html" if isinstance(element.text, AtomicString) else _tag_of(element), element.text)
                stack += reversed(element)
            if element.tail and element.tail.strip():
                # Text after a heading in a tight list item; it is the item's own.
                self._add("html" if isinstance(element.tail, AtomicString) else "p", element.tail)

    def _add(self, tag: str, text: str) -> None:
        """Find the lines of one element's text in the source."""
        text = HTML_PLACEHOLDER_RE.sub(self._inline_tag, text)
        lines = [_FILLER_AT_END.sub("", line) for line in text.split("\n")]
        found = [self._find(line) for line in lines]
        self._fill(lines, found)
        for group in _groups(found):
            for block in self._trimmed(tag, group):
                self.blocks.append(block)

    def _inline_tag(self, match: re.Match[str]) -> str:
        """Put back a tag that `md_in_html` took out of the middle of a line."""
        stashed = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
        is_tag = isinstance(stashed, str) and re.fullmatch(r"<[^<>\n]*>", stashed)
        return str(stashed) if is_tag else match[0]

    def _find(self, line: str) -> tuple[int, int] | None:
        """Find a line of an element by the first letter that only one place has."""
        line = line.strip(" ")
        for position, character in enumerate(line):
            for run in self.runs.get(character, ()):
                start = run - position
                if start >= 0 and self.shadow.startswith(line, start):
                    return start, start + len(line)
            if character in self.runs:
                return None
        return None

    def _fill(self, lines: list[str], found: list[tuple[int, int] | None]) -> None:
        """Find lines without letters, such as `2025`, beside their neighbours."""
        for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
            step = 1 if order.step > 0 else -1
            for index in order:
                neighbour = found[index - step]
                line = lines[index].strip(" ")
                if found[index] is not None or neighbour is None or not line or any(c in self.runs for c in line):
                    continue
                if step > 0:
                    left = self.text.find("\n", neighbour[1]) + 1
                    right = self.text.find("\n", left) if left else 0
                else:
                    right = self.text.rfind("\n", 0, neighbour[0])
                    left = self.text.rfind("\n", 0, max(right, 0)) + 1
                place = self.shadow.find(line, left, right if right >= 0 else len(self.text)) if right else -1
                if place >= 0:
                    found[index] = place, place + len(line)

    def _trimmed(self, tag: str, group: list[tuple[int, int]]) -> Iterator[Block]:
        """Take off what is no prose at a block's ends and in it: task boxes, attribute lists, snippet lines."""
        lines = [(start, end) for start, end in group if start < end]
        if lines and tag in ("li", "p") and (box := _CHECKBOX.match(self.text, *lines[0])):
            lines[0] = box.end(), lines[0][1]
        if lines and "attr_list" in self.md.treeprocessors and tag not in ("html", "title", "abbr"):
            lines = self._without_attributes(tag, lines)
        part: list[tuple[int, int]] = []
        listing = False
        for start, end in lines:
            directive = listing or _SNIPPET.match(self.text, start, end) is not None
            listing ^= _SNIPPETS.match(self.text, start) is not None
            if not directive:
                part.append((start, end))
            elif part:
                yield Block(tag, tuple(part))
                part = []
        if part:
            yield Block(tag, tuple(part))

    def _without_attributes(self, tag: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        start, end = lines[-1]
        last = self.text[start:end]
        if tag in (*_HEADINGS, "dt", "td", "th"):
            found = re.search(r"[ ]+" + _ATTRIBUTES.pattern, last)
            if found is None:
                return lines
            kept = last[: found.start()]
            if tag in _HEADINGS:
                kept = kept.rstrip("#").rstrip()
            return [*lines[:-1], (start, start + len(kept))]
        return lines[:-1] if len(lines) > 1 and _ATTRIBUTES.match(last) else lines

    def _spelled(self, label: str) -> str:
        """Turn a label of the shadow into the source's letters."""
        for position, character in enumerate(label):
            for run in self.runs.get(character, ()):
                start = run - position
                if self.shadow.startswith(label, start):
                    return self.text[start : start + len(label)]
        return label


def _shadow(text: str) -> tuple[str, dict[str, list[int]]]:
    """Replace runs of letters, each by one letter of its own, and return the positions of each."""
    # A text of more runs than there are letters uses them again: then the first that fits is taken, which `_disjoint`
    # and the comparison with the source keep from doing harm.
    pool = _pool()
    if text and max(text) >= pool[0]:
        taken = set(text)
        pool = [letter for letter in pool if letter not in taken]
    out: list[str] = []
    runs: dict[str, list[int]] = {}
    last = 0
    for count, (start, end) in enumerate(_letter_runs(text)):
        letter = pool[count % len(pool)]
        runs.setdefault(letter, []).append(start)
        out += text[last:start], letter * (end - start)
        last = end
    out.append(text[last:])
    return "".join(out), runs


def _letter_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of letters that mean nothing to the block parser; in a tag those are `alt` and `title`."""
    for match in _KEEP.finditer(text):
        if match["letters"] is not None:
            yield match.span()
        elif match[0][0] == "<" and match[0][-1] == ">":
            for start, end in attribute_texts(match[0]):
                yield from (
                    found.span() for found in _LETTERS.finditer(text, match.start() + start, match.start() + end)
                )


@cache
def _pool() -> list[str]:
    """Rare Han letters: of one case, a letter of a word to every regular expression, hardly ever in a text itself."""
    return [chr(code) for code in range(0x20000, 0x2A6DF)]


def _tag_of(element: Element) -> str:
    if "admonition-title" in element.get("class", "") or element.tag in ("summary", "label"):
        return "label"
    return str(element.tag)


def _groups(found: list[tuple[int, int] | None]) -> Iterator[list[tuple[int, int]]]:
    """Split where a line was not found or does not follow the one before."""
    group: list[tuple[int, int]] = []
    for line in found:
        if group and (line is None or line[0] < group[-1][1]):
            yield group
            group = []
        if line is not None:
            group.append(line)
    if group:
        yield group


def _disjoint(blocks: list[Block]) -> tuple[Block, ...]:
    """Order blocks; of two that overlap, which only a definition given twice can, keep the first."""
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.lines[0]):
        if not kept or block.lines[0][0] >= kept[-1].lines[-1][1]:
            kept.append(block)
    return tuple(kept)
