"""Body of an issue → items with their sources.

Read from the HTML that Python-Markdown makes, not from the Markdown, so that what is taken for a heading or a link here
is what readers see as one. A second-level heading opens an item; the parenthesis of links that ends an item, full-width
or not, names its sources.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from build.content.sanitizer import clean_html, clean_inline
from translate.core import characters

# Comments are for people; lxml would keep them as elements without a tag.
_PARSER = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d+)|#[xX](?P<hexadecimal>[0-9a-fA-F]+)|[A-Za-z][A-Za-z0-9]{1,31});?")
_OPENING = re.compile(r"\s*[(（]\s*$")
_BETWEEN = re.compile(r"\s*[;；]\s*")
_CLOSING = re.compile(r"\s*[)）]\s*[.。]?\s*")
_BLOCKS = "p|li|dt|dd|th|td|pre|h3|h4|h5|h6|figcaption|summary|blockquote"


@dataclass(frozen=True)
class Citation:
    """One link in the parenthesis that ends an item."""

    url: str
    """The address as the contributor wrote it; it may be unfit."""
    label: str
    """The link's text: the publisher's name."""


@dataclass(frozen=True)
class Story:
    """One item as the body has it, before numbers and publishers are known."""

    title_text: str
    """Headline, plain."""
    title_html: str
    """Headline with inline markup, clean."""
    body_html: str
    """Blocks below the headline without the citations, clean."""
    body_text: str
    """The same as plain text."""
    citations: tuple[Citation, ...]
    """In order; empty where the item names no source."""


@dataclass(frozen=True)
class Body:
    """A body in its parts."""

    intro_html: str
    """What stands before the first item, clean."""
    stories: tuple[Story, ...]
    """The items in order."""
    footnotes_html: str
    """Footnotes of all items, clean; empty where there are none."""
    images: tuple[str, ...]
    """Addresses of all images, as written."""
    links: tuple[str, ...]
    """Addresses of all links of running text, as written: no citations, no fragments of this page."""
    top_headings: tuple[str, ...]
    """Texts of first-level headings, which belong to the page and not to a body."""
    hidden: tuple[str, ...] = ()
    """Character references that stand for hidden characters, as written; none of them is in the texts above."""
    turned: tuple[str, ...] = ()
    """What makes text run in another direction than it is written: `bdo`, `dir="rtl"`."""


def parse(raw_html: str, left: tuple[str, str] | None = None) -> Body:
    """Take apart what Python-Markdown made of an issue's body. `raw_html` need not be clean, the result is.

    Args:
        raw_html: the body.
        left: in a translation, the mark before passages left in the original's language, and that language's BCP 47
            code; such passages get it as their `lang`.
    """
    hidden = [match[0] for match in _REFERENCE.finditer(raw_html) if _is_hidden(match)]
    root = document_of(_REFERENCE.sub(lambda match: "" if _is_hidden(match) else match[0], raw_html))
    turned = tuple(dict.fromkeys(_direction(element) for element in root.iter() if _direction(element)))
    if left:
        _mark_language(root, *left)
    images = _sources(root)
    tops = tuple(_text(heading) for heading in root.iter("h1"))
    footnotes = _taken_footnotes(root)
    intro, sections = _sections(root)
    stories = tuple(_story(heading, rest) for heading, rest in sections)
    links = [address for element in (root, *footnotes) for address in _links(element)]
    intro_html = clean_html((root.text or "") + _serialise(intro))
    footnotes_html = clean_html(_serialise(footnotes))
    # Cleaning parses as browsers do, which may bring a link or an image to light that lxml took for text.
    shown = [intro_html, *(part for story in stories for part in (story.title_html, story.body_html)), footnotes_html]
    return Body(
        intro_html=intro_html,
        stories=stories,
        footnotes_html=footnotes_html,
        images=tuple(dict.fromkeys([*images, *image_addresses("\n".join(shown))])),
        links=tuple(dict.fromkeys([*links, *_new_links(shown, links)])),
        top_headings=tops,
        hidden=tuple(dict.fromkeys(hidden)),
        turned=turned,
    )


def _taken_footnotes(root: HtmlElement) -> list[HtmlElement]:
    """Take the lists of footnotes out of a body and return them."""
    footnotes = [child for child in root if child.tag == "div" and child.get("class") == "footnote"]
    for element in footnotes:
        root.remove(element)
    return footnotes


def _sections(root: HtmlElement) -> tuple[list[HtmlElement], list[tuple[HtmlElement, list[HtmlElement]]]]:
    """Return what is before the first heading of an item, and each such heading with what follows it."""
    intro: list[HtmlElement] = []
    sections: list[tuple[HtmlElement, list[HtmlElement]]] = []
    for child in root:
        if child.tag == "h2":
            sections.append((child, []))
        else:
            (sections[-1][1] if sections else intro).append(child)
    return intro, sections


def _story(heading: HtmlElement, rest: list[HtmlElement]) -> Story:
    anchors = _citations(rest)
    citations = tuple(Citation(anchor.get("href") or "", _text(anchor)) for anchor in anchors)
    if anchors:
        _remove(anchors)
    return Story(
        title_text=_text(heading),
        title_html=clean_inline(_inner(heading)),
        body_html=clean_html(_serialise(rest)),
        body_text=plain_text(rest),
        citations=citations,
    )


def _new_links(shown: list[str], known: list[str]) -> list[str]:
    """Return the addresses in clean HTML that are not among those known: the cleaner encodes blanks and brackets."""
    written = {unquote(address) for address in known}
    return [
        address for html in shown for address in link_addresses(html) if address and unquote(address) not in written
    ]


def document_of(html: str) -> HtmlElement:
    """Return the elements of `html` below a `div`, without comments and processing instructions."""
    return lxml.html.fragment_fromstring(html, create_parent="div", parser=_PARSER)


def _is_hidden(reference: re.Match[str]) -> bool:
    """Whether a character reference stands for a hidden character; its neighbours do not excuse it."""
    number = reference["decimal"] or reference["hexadecimal"]
    if not number:
        return any(map(any, map(characters.hidden, unescape(reference[0]))))
    # A number of more digits than Unicode has is none of its characters.
    point = int(number, 10 if reference["decimal"] else 16) if len(number.lstrip("0")) < 8 else 0x110000
    return point > 0x10FFFF or any(characters.hidden(chr(point)))


def _direction(element: HtmlElement) -> str:
    if element.tag == "bdo":
        return "<bdo>"
    direction = element.get("dir")
    return f'dir="{direction}"' if direction and direction.lower() not in ("ltr", "auto") else ""


def link_addresses(raw_html: str) -> tuple[str, ...]:
    """Return the addresses of all links, as written, without those between footnotes."""
    return tuple(dict.fromkeys(_links(document_of(raw_html))))


def _links(root: HtmlElement) -> list[str]:
    # Not stripped: what browsers strip and Python does not, or the other way round, is refused in
    # `build.content.addresses`.
    addresses = [anchor.get("href") or "" for anchor in root.iter("a")]
    return [address for address in addresses if not address.startswith(("#fn:", "#fnref"))]


def with_languages(raw_html: str, left: tuple[str, str] | None) -> str:
    """Return the HTML of a body whose passages left in the original's language name it; `left` as for `parse`."""
    if not left or left[0].strip() not in raw_html:
        return raw_html
    root = document_of(raw_html)
    _mark_language(root, *left)
    return _inner(root)


def _mark_language(root: HtmlElement, mark: str, code: str) -> None:
    for element in root.iter("h2", *_BLOCKS.split("|")):
        if (element.text or "").lstrip().startswith(mark.strip()):
            element.set("lang", code)


def plain_text(elements: list[HtmlElement]) -> str:
    """Return the text of block elements, one blank line between blocks, none for empty ones."""
    texts = []
    for element in elements:
        inner = [block for block in element.iter(*_BLOCKS.split("|")) if not _has_block(block)]
        texts += [_text(block) for block in inner] if inner else [_text(element)]
    return "\n\n".join(text for text in texts if text)


def image_addresses(html: str) -> tuple[str, ...]:
    """Return the address of every image in clean `html`; one whose address was taken out has none."""
    if "<img" not in html:
        return ()
    return tuple(address for address in _sources(document_of(html)) if address)


def _sources(root: HtmlElement) -> tuple[str, ...]:
    return tuple(dict.fromkeys(image.get("src") or "" for image in root.iter("img")))


def _citations(blocks: list[HtmlElement]) -> list[HtmlElement]:
    """Return the links of the parenthesis that ends the last paragraph, empty where it does not end so."""
    paragraphs = [block for block in blocks if block.tag == "p"]
    if not paragraphs or paragraphs[-1] is not blocks[-1]:
        return []
    found: list[HtmlElement] = []
    expected = _CLOSING
    for child in reversed(paragraphs[-1]):
        if child.tag != "a" or not expected.fullmatch(child.tail or ""):
            break
        found.insert(0, child)
        expected = _BETWEEN
        if _OPENING.search(_before(child)):
            return found
    return []


def _before(element: HtmlElement) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _remove(anchors: list[HtmlElement]) -> None:
    """Take the parenthesis of links out of its paragraph, and the paragraph where nothing else is in it."""
    paragraph = anchors[0].getparent()
    assert paragraph is not None
    previous = anchors[0].getprevious()
    if previous is not None:
        previous.tail = _OPENING.sub("", previous.tail or "").rstrip()
    else:
        paragraph.text = _OPENING.sub("", paragraph.text or "").rstrip()
    for anchor in anchors:
        paragraph.remove(anchor)


def _has_block(element: HtmlElement) -> bool:
    return any(True for tag in _BLOCKS.split("|") for _ in element.iterdescendants(tag))


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _inner(element: HtmlElement) -> str:
    return (
        lxml.etree.tostring(element, encoding="unicode", method="html", with_tail=False)
        .partition(">")[2]
        .rpartition("</")[0]
    )


def _serialise(elements: list[HtmlElement]) -> str:
    kept = [element for element in elements if element.tag != "p" or len(element) or (element.text or "").strip()]
    return "\n".join(lxml.html.tostring(element, encoding="unicode", with_tail=False) for element in kept)
