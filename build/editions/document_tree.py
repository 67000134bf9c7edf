"""Clean HTML → a small tree of typed nodes, which the Typst template walks.

1. Only what a page of paper knows survives: no classes, no ids but those of notes, no tabs, no folding.
2. A block holds either blocks or inline nodes, never both: stray inline nodes between blocks become a paragraph.
3. Heading levels never skip one, as PDF/UA demands; an item's own headline is level 2.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from build.content.model import CHINESE, Language
from build.editions.text_runs import curl, fold, runs

_MARKS = {
    "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph", "var": "emph", "strong": "strong", "b": "strong",
    "code": "code", "kbd": "code", "samp": "code", "del": "strike", "s": "strike", "ins": "underline",
    "u": "underline", "mark": "highlight", "sup": "super", "sub": "sub",
}  # fmt: skip
_THROUGH = {"abbr", "bdi", "bdo", "label", "ruby", "small", "span", "time"}
_INLINE = {*_MARKS, *_THROUGH, "a", "br", "img", "input", "q", "rp", "rt", "wbr"}
_DROPPED = {"rp", "wbr", "colgroup", "col"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_NAMED = {"blockquote": "quote", "li": "item", "dd": "detail", "div": "group", "details": "box", "figure": "group"}


@dataclass(frozen=True)
class DocumentNode:
    """A piece of a text: a block, a mark or a run."""

    kind: str
    """Block: `p`, `heading`, `title`, `list`, `numbers`, `item`, `quote`, `pre`, `table`, `row`, `cell`, `terms`,
    `term`, `detail`, `box`, `group`, `rule`, `image`. Inline: `text`, `keep`, `emph`, `strong`, `code`, `strike`,
    `underline`, `highlight`, `super`, `sub`, `link`, `break`, `icon`."""
    children: tuple["DocumentNode", ...] = ()
    """In order; empty for runs and images."""
    text: str = ""
    """Of a run; of an image the alternative text, empty where it only decorates."""
    language: str = ""
    """BCP 47 code of a run; empty where it is that of its surroundings."""
    target: str = ""
    """Of a link an absolute address or, after `#`, an anchor of the same issue; of an image its name in the store."""
    options: dict[str, int | str | bool] = field(default_factory=dict)
    """`level` of a heading, `start` of a numbered list, `head` rows of a table, `align`, `across` and `down` of a cell,
    `anchor` of a note, `gap_before` and `gap_after` of a kept run."""

    def data(self) -> dict[str, Any]:
        """Return the node as JSON knows it, without what is empty."""
        entries: dict[str, Any] = {"k": self.kind, **self.options}
        if self.text:
            entries["s"] = self.text
        if self.language:
            entries["lang"] = self.language
        if self.target:
            entries["to"] = self.target
        if self.children:
            entries["c"] = [child.data() for child in self.children]
        return entries


@dataclass(frozen=True)
class Resolver:
    """Where addresses in a text lead."""

    link: Callable[[str], str]
    """Address as written → absolute address or `#anchor`; empty where it leads nowhere, which leaves the text."""
    image: Callable[[str], str]
    """Address as written → name of the picture in the store."""


def blocks(html: str, language: Language, resolver: Resolver) -> tuple[DocumentNode, ...]:
    """Return the blocks of clean block-level `html` in `language`."""
    if not html.strip():
        return ()
    return _Walk(language, resolver).blocks(lxml.html.fragment_fromstring(html, create_parent="div"))


def inline(html: str, language: Language, resolver: Resolver) -> tuple[DocumentNode, ...]:
    """Return the inline nodes of clean inline `html` in `language`."""
    return _trimmed(_Walk(language, resolver).inline(lxml.html.fragment_fromstring(html, create_parent="div")))


def plain(text: str, language: Language) -> tuple[DocumentNode, ...]:
    """Return the inline nodes of plain `text` in `language`."""
    return tuple(
        DocumentNode(
            "keep" if run.kept else "text",
            text=run.text,
            language=run.language,
            options={name: True for name in ("gap_before", "gap_after") if getattr(run, name)},
        )
        for run in runs(text, language)
    )


class _Walk:
    """One text; remembers the level of the heading before."""

    def __init__(self, language: Language, resolver: Resolver) -> None:
        self.language = language
        self.resolver = resolver
        self.level = 2

    def blocks(self, parent: HtmlElement) -> tuple[DocumentNode, ...]:
        found: list[DocumentNode] = []
        loose: list[DocumentNode] = self.text(parent.text)
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in _INLINE | _DROPPED:
                _close(loose, found)
                found += self.block(child)
                loose = self.text(child.tail)
            else:
                loose += [*self.mark(child), *self.text(child.tail)]
        _close(loose, found)
        return tuple(found)

    def block(self, element: HtmlElement) -> Iterable[DocumentNode]:
        tag = str(element.tag)
        if tag == "p":
            return self.paragraph(element)
        if tag in _HEADINGS:
            self.level = min(max(int(tag[1]), 3), self.level + 1)
            return [DocumentNode("heading", _trimmed(self.inline(element)), options={"level": self.level})]
        if tag in ("ul", "ol"):
            return [self.listing(element)]
        if tag == "pre":
            return [DocumentNode("pre", text=str(element.text_content()).strip("\n"))]
        if tag == "hr":
            return [DocumentNode("rule")]
        if tag == "table":
            return [self.table(element)]
        if tag == "dl":
            return [DocumentNode("terms", tuple(node for child in element for node in self.block(child)))]
        if tag in ("dt", "summary", "figcaption", "caption"):
            kind = "term" if tag == "dt" else "title"
            return [DocumentNode(kind, _trimmed(self.inline(element)))]
        return self.container(element)

    def container(self, element: HtmlElement) -> Iterable[DocumentNode]:
        classes = (element.get("class") or "").split()
        if "tabbed-labels" in classes:
            return []
        kind = "box" if "admonition" in classes else _NAMED.get(str(element.tag), "group")
        inside = self.blocks(element)
        options: dict[str, int | str | bool] = {}
        if anchor := self.resolver.link(f"#{element.get('id')}"):
            options["anchor"] = anchor.removeprefix("#")
        return [DocumentNode(kind, inside, options=options)] if inside else []

    def paragraph(self, element: HtmlElement) -> Iterable[DocumentNode]:
        inside = _trimmed(self.inline(element))
        if "admonition-title" in (element.get("class") or "").split():
            return [DocumentNode("title", inside)]
        if inside and all(node.kind == "icon" for node in inside):
            return [DocumentNode("image", text=node.text, target=node.target) for node in inside]
        return [DocumentNode("p", inside)] if inside else []

    def listing(self, element: HtmlElement) -> DocumentNode:
        items = tuple(node for child in element if child.tag == "li" for node in self.block(child))
        if element.tag == "ul":
            return DocumentNode("list", items)
        start = element.get("start") or "1"
        return DocumentNode("numbers", items, options={"start": int(start) if start.isdecimal() else 1})

    def table(self, element: HtmlElement) -> DocumentNode:
        rows: list[DocumentNode] = []
        head = 0
        for row in element.iter("tr"):
            cells = tuple(self.cell(cell) for cell in row if cell.tag in ("th", "td"))
            # Rows of a second table inside a cell belong to that one.
            if next(row.iterancestors("table")) is not element or not cells:
                continue
            head += all(cell.tag == "th" for cell in row) and head == len(rows)
            rows.append(DocumentNode("row", cells))
        width = max((sum(int(cell.options.get("across", 1)) for cell in row.children) for row in rows), default=0)
        return DocumentNode("table", tuple(rows), options={"head": head, "columns": width})

    def cell(self, element: HtmlElement) -> DocumentNode:
        options: dict[str, int | str | bool] = {}
        if element.get("align") in ("left", "center", "right"):
            options["align"] = str(element.get("align"))
        for name, attribute in (("across", "colspan"), ("down", "rowspan")):
            value = element.get(attribute) or ""
            if value.isdecimal() and 1 < int(value) < 100:
                options[name] = int(value)
        return DocumentNode("cell", self.blocks(element), options=options)

    def inline(self, parent: HtmlElement) -> list[DocumentNode]:
        found = self.text(parent.text)
        for child in parent:
            found += [*self.mark(child), *self.text(child.tail)]
        return found

    def mark(self, element: HtmlElement) -> Iterable[DocumentNode]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return []
        if tag == "br":
            return [DocumentNode("break")]
        if tag == "img":
            image = self.resolver.image(element.get("src") or "")
            return [DocumentNode("icon", text=element.get("alt") or "", target=image)]
        if tag == "input":
            return [DocumentNode("text", text="[x] " if "checked" in element.attrib else "[ ] ")]
        if _MARKS.get(tag) == "code":
            return [DocumentNode("code", text=fold(str(element.text_content())))]
        inside = self.inline(element)
        if tag == "a":
            return self.link(element, inside)
        if tag in ("q", "rt"):
            opening, closing = self.signs_around(tag)
            return [DocumentNode("text", text=opening), *inside, DocumentNode("text", text=closing)]
        return [DocumentNode(_MARKS[tag], tuple(inside))] if tag in _MARKS and inside else inside

    def signs_around(self, tag: str) -> tuple[str, str]:
        """Return the opening and closing sign that browsers add to a quotation or to an annotation of ruby."""
        if tag == "q":
            return "“", "”"
        return ("（", "）") if self.language is CHINESE else ("(", ")")

    def link(self, element: HtmlElement, inside: list[DocumentNode]) -> Iterable[DocumentNode]:
        classes = (element.get("class") or "").split()
        if "footnote-backref" in classes:
            return []
        if "footnote-ref" in classes:
            inside = [DocumentNode("text", text=footnote_letter(str(element.text_content())))]
        target = self.resolver.link(element.get("href") or "")
        return [DocumentNode("link", tuple(inside), target=target)] if target and inside else inside

    def text(self, text: str | None) -> list[DocumentNode]:
        return list(plain(curl(fold(text), self.language), self.language)) if text else []


def footnote_letter(number: str) -> str:
    """Return the mark of a footnote: letters, because numbers on paper are those of the sources."""
    return "abcdefghijklmnopqrstuvwxyz"[int(number) - 1] if number.isdecimal() and 0 < int(number) <= 26 else number


def _close(loose: list[DocumentNode], found: list[DocumentNode]) -> None:
    """Make a paragraph of inline nodes that stand between blocks."""
    inside = _trimmed(loose)
    if inside:
        found.append(DocumentNode("p", inside))
    loose.clear()


def _trimmed(nodes: Iterable[DocumentNode]) -> tuple[DocumentNode, ...]:
    """Return `nodes` without white space and breaks at both ends."""
    kept = list(nodes)
    while kept and _is_empty(kept[0]):
        kept.pop(0)
    while kept and _is_empty(kept[-1]):
        kept.pop()
    if kept and kept[0].kind == "text":
        kept[0] = DocumentNode("text", text=kept[0].text.lstrip(" "), language=kept[0].language)
    if kept and kept[-1].kind == "text":
        kept[-1] = DocumentNode("text", text=kept[-1].text.rstrip(" "), language=kept[-1].language)
    return tuple(kept)


def _is_empty(node: DocumentNode) -> bool:
    return node.kind == "break" or (node.kind == "text" and not node.text.strip(" "))
