"""Clean HTML → HTML that works away from the site: in a mail, in a book.

No classes, no inputs, nothing folded; links are absolute or, inside the text, to a place that comes along; pictures are
the caller's affair. Footnote marks become letters, because numbers are those of the sources.
"""

from collections.abc import Callable

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from build.editions.document_tree import footnote_letter

_RENAMED = {"details": "div", "figure": "div", "figcaption": "p"}
_KEPT = {
    "href",
    "src",
    "alt",
    "title",
    "lang",
    "dir",
    "colspan",
    "rowspan",
    "start",
    "value",
    "reversed",
    "scope",
    "style",
}


def portable(html: str, link: Callable[[str], str], image: Callable[[HtmlElement], None]) -> HtmlElement:
    """Return clean `html` as the children of an element.

    Args:
        html: blocks or inline, clean.
        link: address as written → where it leads, empty where it leads nowhere; then the text stays alone.
        image: makes of an `img` element, in place, what shall stand for it.
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str):
            element.drop_tree()
            continue
        _change(element, link, image)
    for element in root.iterdescendants():
        for name in [name for name in element.attrib if name not in _KEPT and not _is_anchor(element, name)]:
            del element.attrib[name]
    return root


def inner(element: HtmlElement, *, xml: bool = False) -> str:
    """Return the markup inside an element, as HTML or as XHTML."""
    method = "xml" if xml else "html"
    head = lxml.etree.tostring(element, method=method, encoding="unicode", with_tail=False)
    opened, _, rest = head.partition(">")
    return "" if opened.endswith("/") else rest.rpartition("</")[0]


def _is_anchor(element: HtmlElement, name: str) -> bool:
    return name == "id" and str(element.get("id")).startswith("fn:")


def _change(element: HtmlElement, link: Callable[[str], str], image: Callable[[HtmlElement], None]) -> None:
    classes = (element.get("class") or "").split()
    if "tabbed-labels" in classes or "footnote-backref" in classes:
        element.drop_tree()
    elif element.tag == "a":
        _change_link(element, link, is_footnote="footnote-ref" in classes)
    elif element.tag == "img":
        image(element)
    elif element.tag == "input":
        _replace_checkbox(element)
    elif element.tag == "summary" or "admonition-title" in classes:
        _change_title(element)
    elif element.tag in ("label", "wbr"):
        element.drop_tag()
    elif element.tag == "ol" and element.getparent() is not None and _has_notes(element):
        element.set("style", "list-style-type: lower-alpha")
    element.tag = _RENAMED.get(str(element.tag), element.tag)


def _change_link(element: HtmlElement, link: Callable[[str], str], *, is_footnote: bool) -> None:
    """Point a link to where it leads away from the site; where that is nowhere, its text stays alone."""
    if is_footnote:
        element.text = footnote_letter(str(element.text_content()))
    target = link(element.get("href") or "")
    if target:
        element.set("href", target)
    else:
        element.drop_tag()


def _replace_checkbox(element: HtmlElement) -> None:
    """Write a task's box as text."""
    box = lxml.html.Element("span")
    box.text = "[x] " if "checked" in element.attrib else "[ ] "
    box.tail = element.tail
    if (parent := element.getparent()) is not None:
        parent.replace(element, box)


def _change_title(element: HtmlElement) -> None:
    """Make a bold paragraph of a box's title."""
    element.tag = "p"
    strong = lxml.html.Element("strong")
    strong.text, element.text = element.text, None
    strong.extend(list(element))
    element.append(strong)


def _has_notes(element: HtmlElement) -> bool:
    return any(str(child.get("id") or "").startswith("fn:") for child in element)
