"""Inline Markdown → text with marks."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from translate.markdown import dialect, inline_elements
from translate.markdown.complexity import TooMuchWorkError, excessive
from translate.markdown.html_text import NEVER_PROSE, VOID, attribute_texts
from translate.markdown.inline_elements import Span
from translate.markdown.marks import MARK_BASE, MARK_LAST, Context, Mark, Protected

# Without any of these nothing can be markup, and most sentences have none.
_SPECIAL = re.compile("[$&*<@\\[\\\\^_`{~\n\x02\x03\ue000-\uf8ff]|==|\\+\\+|:[\\w+-]|://|www\\.")
# No paragraph has so many; what has is not worth the time.
_MANY = 2000
_ATTRIBUTES = re.compile(r"\{:?[ ]*[^}\n ][^}\n]*\}")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^>]*?(/?)>\Z", re.DOTALL)
_TITLE = re.compile(r"[ \n]*(?:\"(.*)\"|'(.*)')[ \n]*\)\Z", re.DOTALL)
_FULL_REFERENCE = re.compile(r"\][ \n]?\[([^\]]+)(?=\])")
_COLLAPSED = re.compile(r"\[([^\[\]]+)\][ \n]?\[\]")
_FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WHITE = re.compile(r"\s+")
# What prose may hold that nobody should translate, and two forms that only look like links but must keep their shape.
_FIXED = re.compile(
    r"""
    (?P<address>(?:https?|ftp)://[A-Za-z0-9_.~:/?\#@!$&()*+,;=%-]+(?:(?<=[/=])\w[^\s<>()"'，。；：！？、（）《》“”]*(?=[\s)]|\Z))?
        |\bwww\.[\w-]+\.[A-Za-z0-9_.~:/?\#@!$&()*+,;=%-]+
        |(?<![\w.+-])(?:mailto:)?[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
    |(?P<template>\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{\#[^{}\n]*\#\})
    |(?P<break>\\?\n)
    |(?P<literal>\]\([^\s()]*\)|\]\[[^\s\[\]]*\])
    |(?P<private>[\ue000-\uf8ff])
    """,
    re.VERBOSE,
)
_LOOSE_LINK = re.compile(r"\[([^\[\]]+)(\]\ \([^\s()]*[./#][^\s()]*\))")
_ROLES = {
    "em": "emphasis", "strong": "strong", "del": "delete", "ins": "insert", "sub": "subscript", "sup": "superscript",
    "mark": "highlight", "a": "link", "img": "image", "code": "code", "br": "break",
}  # fmt: skip


def protect(md: str, context: Context | None = None) -> Protected:
    """Set a segment's inline markup apart from its prose.

    Args:
        md: `Segment.source_md`, or any Markdown that is the inside of one block.
        context: what the document defines; without it every label is taken to be defined that `md` itself refers to
            in full (`[text][label]`, `[^note]`).

    Returns:
        The text with marks. `restore` gives `md` back exactly.
    """
    if not _SPECIAL.search(md):
        return Protected(md, ())
    builder: _MarkBuilder | None = None
    try:
        hopeless = excessive(md) or len(_SPECIAL.findall(md)) > _MANY
        items = (
            () if hopeless else inline_elements.find(md, guess(md) if context is None else context, dialect.current())
        )
        if items:
            builder = _MarkBuilder(md)
            builder.add(items)
    except (RecursionError, TooMuchWorkError):
        builder = None
    if builder is None or len(builder.marks) > MARK_LAST - MARK_BASE:
        return Protected(chr(MARK_BASE), (Mark("atom", md, "opaque"),))
    return Protected("".join(builder.text), tuple(builder.marks))


def guess(md: str) -> Context:
    """Return the context in which every label is defined that a text refers to in full."""
    labels = _FULL_REFERENCE.findall(md) + _COLLAPSED.findall(md) if "[" in md else []
    notes = _FOOTNOTE.findall(md) if "[^" in md else []
    return Context(frozenset(_WHITE.sub(" ", label).strip().lower() for label in labels), frozenset(notes))


class _MarkBuilder:
    """Collects text and marks from spans."""

    def __init__(self, md: str) -> None:
        self.md = md
        self.text: list[str] = []
        self.marks: list[Mark] = []

    def add(self, items: Sequence[tuple[int, int] | Span]) -> None:
        """Add the items of one level, in order."""
        pairs = self._html_pairs(items)
        opened: dict[int, int] = {}
        index, skip = 0, 0
        while index < len(items):
            item = items[index]
            if not isinstance(item, Span):
                self._prose(item[0] + skip, item[1])
                index, skip = index + 1, 0
                continue
            if index not in pairs and self._opens_code(item):
                # Left open it goes to the end of the block, and the reader sees it so.
                last = items[-1]
                self._mark("atom", item.start, last.end if isinstance(last, Span) else last[1], "html")
                return
            tail, skip = self._attributes(item, items[index + 1] if index + 1 < len(items) else None), 0
            if index in pairs and pairs[index] > index:
                end = items[pairs[index]]
                assert isinstance(end, Span)
                if self._name(item) in NEVER_PROSE:
                    self._mark("atom", item.start, end.end, "html")
                    index = pairs[index] + 1
                    continue
                prose = attribute_texts(self.md[item.start : item.end])
                opened[pairs[index]] = self._mark("open", item.start, item.end, "html", prose=prose)
            elif index in opened:
                self._pair(opened[index], self._mark("close", item.start, item.end, "html"))
            elif not item.inner or item.pattern == "footnote":
                self._atom(item, tail)
                skip = tail
            else:
                self._wrap(item, tail)
                skip = tail
            index += 1

    def _wrap(self, item: Span, tail: int) -> None:
        """Add an element that has prose inside; `***both***` is one pair, not two."""
        inner = item.inner or ()
        first, last = _ends(inner)
        while len(inner) == 1 and isinstance(inner[0], Span) and inner[0].inner and inner[0].pattern == item.pattern:
            if item.pattern != "delimiter":
                break
            inner = inner[0].inner
            first, last = _ends(inner)
        role = _ROLES.get(item.tag, item.pattern)
        start = self._mark("open", item.start, first, role)
        self.add(inner)
        closing = self.md[last : item.end]
        title = _TITLE.search(closing) if item.title and item.pattern == "link" else None
        prose = (title.span(1) if title[1] is not None else title.span(2),) if title else ()
        label = self.md[first:last] if re.fullmatch(r"\](?:[ \n]?\[\])?", closing) else ""
        end = self._mark("close", last, item.end + tail, role, prose=prose, label=label)
        self._pair(start, end)

    def _atom(self, item: Span, tail: int) -> None:
        """Add an element without prose around it, such as code or an image."""
        source = self.md[item.start : item.end]
        role = _role(item)
        text, label = _atom_text(role, source), ""
        prose: tuple[tuple[int, int], ...] = ()
        if role == "html":
            prose = attribute_texts(source)
        elif role == "image" and item.label[0] < item.label[1]:
            prose, label = _image_texts(item, source)
        prose = tuple(range_ for range_ in prose if re.search(r"[^\W\d_]", source[slice(*range_)]))
        self._mark("atom", item.start, item.end + tail, role, text=text, prose=prose, label=label)

    def _prose(self, start: int, end: int) -> None:
        """Add plain text; links with a blank before the parenthesis keep their shape though nothing renders them."""
        last = start
        if "] (" in self.md:
            for loose in _LOOSE_LINK.finditer(self.md, start, end):
                self._fixed(last, loose.start())
                opened = self._mark("open", loose.start(), loose.start(1), "link")
                self._fixed(*loose.span(1))
                self._pair(opened, self._mark("close", *loose.span(2), "link"))
                last = loose.end()
        self._fixed(last, end)

    def _fixed(self, start: int, end: int) -> None:
        last = start
        for match in _FIXED.finditer(self.md, start, end):
            role = match.lastgroup or ""
            stop = match.end()
            text = match[0]
            if role == "address":
                kept = text.rstrip(".,;:!?*_~'\"")
                while kept.endswith(")") and kept.count("(") < kept.count(")"):
                    kept = kept[:-1].rstrip(".,;:!?*_~'\"")
                stop, text = match.start() + len(kept), kept
            self.text.append(self.md[last : match.start()])
            self._mark("atom", match.start(), stop, role, text=text if role == "address" else "")
            last = stop
        self.text.append(self.md[last:end])

    def _mark(
        self,
        kind: Literal["open", "close", "atom"],
        start: int,
        end: int,
        role: str,
        *,
        text: str = "",
        prose: tuple[tuple[int, int], ...] = (),
        label: str = "",
    ) -> int:
        self.text.append(chr(MARK_BASE + len(self.marks)))
        text = _PRIVATE.sub("", text)  # nobody must take these for marks
        self.marks.append(Mark(kind, self.md[start:end], role, -1, text, prose, label))
        return len(self.marks) - 1

    def _pair(self, first: int, second: int) -> None:
        self.marks[first] = replace(self.marks[first], pair=second)
        self.marks[second] = replace(self.marks[second], pair=first)

    def _attributes(self, item: Span, following: "tuple[int, int] | Span | None") -> int:
        """Return the length of an attribute list right behind an element."""
        if not item.tag or following is None or isinstance(following, Span):
            return 0
        found = _ATTRIBUTES.match(self.md, *following)
        return len(found[0]) if found else 0

    def _opens_code(self, item: Span) -> bool:
        return (
            item.pattern == "html"
            and self._name(item) in NEVER_PROSE
            and not self.md.startswith("</", item.start)
            and not self.md.endswith("/>", item.start, item.end)
        )

    def _name(self, item: Span) -> str:
        found = _TAG.match(self.md[item.start : item.end])
        return found[2].lower() if found else ""

    def _html_pairs(self, items: Sequence[tuple[int, int] | Span]) -> dict[int, int]:
        """Pair start and end tags of the same level; the rest stay alone."""
        pairs: dict[int, int] = {}
        waiting: list[tuple[str, int]] = []
        for index, item in enumerate(items):
            if not isinstance(item, Span) or item.pattern != "html":
                continue
            tag = _TAG.match(self.md[item.start : item.end])
            if tag is None or tag[3] or tag[2].lower() in VOID:
                continue
            name = tag[2].lower()
            if not tag[1]:
                waiting.append((name, index))
            elif any(name == other for other, _ in waiting[-16:]):
                while waiting[-1][0] != name:
                    waiting.pop()
                first = waiting.pop()[1]
                pairs[first], pairs[index] = index, first
        return pairs


def _role(item: Span) -> str:
    """Return the role of an atom; see `Mark.role`."""
    by_pattern = {
        "arithmatex-inline": "math",
        "footnote": "footnote",
        "autolink": "address",
        "automail": "address",
    }
    return by_pattern.get(item.pattern) or _ROLES.get(item.tag, item.pattern)


def _atom_text(role: str, source: str) -> str:
    """Return what an atom says; empty where that is no text."""
    if role == "code":
        return source.strip("`").strip()
    if role == "escape":
        return source[1:]
    if role == "entity":
        return html.unescape(source)
    return source[1:-1] if role == "address" else ""


def _image_texts(item: Span, source: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Return where the alternative text and the title are in an image, and its label where a reference follows."""
    alt = item.label[0] - item.start, item.label[1] - item.start
    rest = source[alt[1] :]
    label = source[slice(*alt)] if re.fullmatch(r"\](?:[ \n]?\[\])?", rest) else ""
    title = _TITLE.search(rest) if item.title and rest.startswith("](") else None
    if title is None:
        return (alt,), label
    first, last = title.span(1) if title[1] is not None else title.span(2)
    return (alt, (alt[1] + first, alt[1] + last)), label


def _ends(items: Iterable[tuple[int, int] | Span]) -> tuple[int, int]:
    listed = list(items)
    first, last = listed[0], listed[-1]
    return (
        first.start if isinstance(first, Span) else first[0],
        last.end if isinstance(last, Span) else last[1],
    )
