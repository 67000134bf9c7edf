"""Structure parity: whether a text and its translation render to the same elements. The renderer decides.

Two trees are compared: elements and attributes but for text, `alt` and `title`. Among the children of a block the order
of inline elements is the language's own. Code, maths, scripts and addresses must be the same, letter for letter. An
`<abbr>` follows from the words of a text, not from its markup, and counts as its text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

from translate.markdown import dialect
from translate.markdown.complexity import TooMuchWorkError, excessive
from translate.markdown.html_text import NEVER_PROSE, VOID
from translate.markdown.mark_encoder import guess
from translate.markdown.marks import Context

_INLINE = frozenset(
    (
        "a", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input",
        "ins", "kbd", "label", "mark", "math", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "svg",
        "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_WORDS = frozenset(("alt", "title"))
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class HtmlNode:
    """An element of rendered HTML."""

    tag: str
    """Its name; `#text` for text and `#comment` for a comment."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Sorted, without `alt` and `title`."""
    words: tuple[tuple[str, str], ...] = ()
    """Its `alt` and `title`."""
    text: str = ""
    """For text and comments: what they say."""
    children: "list[HtmlNode]" = field(default_factory=list)
    """In order."""


def same_structure(source_md: str, target_md: str, context: Context | None = None) -> bool:
    """Tell whether two segments render to the same elements and attributes.

    The order of inline elements within a block is the language's own; text, `alt` and `title` differ. Code, maths and
    addresses must be the same.

    Args:
        source_md: a segment's Markdown.
        target_md: its translation.
        context: what the document defines; guessed from `source_md` where it is not known.
    """
    if source_md == target_md:
        return True
    if excessive(source_md) or excessive(target_md):
        return False
    known = context or guess(source_md)
    # Definitions follow the text, so that a reference renders as in the file; one target each tells them apart.
    tail = "".join(f"\n\n[{label}]: #{index}" for index, label in enumerate(sorted(known.references)))
    tail += "".join(f"\n\n[^{label}]: x" for label in sorted(known.footnotes))
    try:
        return _shape(tree(render(_inside(source_md) + tail))) == _shape(tree(render(_inside(target_md) + tail)))
    except (RecursionError, TooMuchWorkError):
        return False


def _inside(md: str) -> str:
    """Write a segment so that its lines begin no block of their own; in a file `splice.py` escapes them."""
    return "\n".join(f"x {line}" for line in md.split("\n"))


def compare(source_text: str, target_text: str) -> list[str]:
    """Compare a body with its translation.

    Args:
        source_text: Markdown without front matter.
        target_text: the translation, without front matter.

    Returns:
        What differs, one sentence each, for people; empty where the structure is the same.
    """
    if source_text == target_text:
        return []
    if excessive(source_text) or excessive(target_text):
        return ["The page is too much for the renderer."]
    try:
        source, target = tree(render(source_text)), tree(render(target_text))
        return [] if _shape(source) == _shape(target) else list(_differences(source, target, "the page"))
    except (RecursionError, TooMuchWorkError):
        return ["The page is too much for the renderer."]


def render(text: str) -> str:
    """Render a body as the site does, without what follows from its words (heading anchors)."""
    return dialect.current().convert(text.replace("\r\n", "\n").replace("\r", "\n"))


def tree(html: str) -> HtmlNode:
    """Parse rendered HTML."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root


def prose(node: HtmlNode) -> Iterator[str]:
    """Yield what is language in a tree: texts outside code, maths and the like, `alt`, `title`."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield from (words for _, words in found.words if _LETTER.search(words))
        if found.tag == "#text" and _LETTER.search(found.text):
            yield found.text
        if found.tag not in NEVER_PROSE and not _is_fixed(found):
            stack += reversed(found.children)


class _TreeBuilder(HTMLParser):
    """Builds a tree from any HTML; a stray end tag is a node of its own, so that it is compared too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = HtmlNode("#root")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "abbr":
            return
        given = [(name, " ".join((value or "").split())) for name, value in attrs]
        node = HtmlNode(
            tag,
            tuple(sorted(pair for pair in given if pair[0] not in _WORDS)),
            tuple(pair for pair in given if pair[0] in _WORDS),
        )
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and tag != "abbr":
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "abbr":
            return
        if not any(node.tag == tag for node in self.stack[-64:]):
            if tag not in VOID:
                self.stack[-1].children.append(HtmlNode(f"/{tag}"))
            return
        while self.stack.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        children = self.stack[-1].children
        if children and children[-1].tag == "#text":
            children[-1].text += data
        else:
            children.append(HtmlNode("#text", text=data))

    def handle_comment(self, data: str) -> None:
        self.stack[-1].children.append(HtmlNode("#comment", text=" ".join(data.split())))


_Shape: TypeAlias = tuple[object, ...]


def _is_fixed(node: HtmlNode) -> bool:
    """Maths, and the file name above a code block: not language."""
    return any(name == "class" and ("arithmatex" in value or value == "filename") for name, value in node.attributes)


def _shape(node: HtmlNode, fixed: bool = False, *, exact: bool = False) -> _Shape:
    """Reduce a tree to what must be the same in both languages; line breaks count only in preformatted text."""
    fixed = fixed or node.tag in NEVER_PROSE or _is_fixed(node)
    exact = exact or node.tag in ("pre", "script", "style", "textarea")
    inline: Counter[_Shape] = Counter()
    blocks: list[_Shape] = []
    for child in node.children:
        if child.tag == "#text":
            if fixed:
                blocks.append(("#text", child.text if exact else " ".join(child.text.split())))
        elif child.tag in _INLINE and not fixed:
            inline[_shape(child)] += 1
        else:
            blocks.append(_shape(child, fixed, exact=exact))
    text = node.text if node.tag == "#comment" else ""
    return (node.tag, node.attributes, text, frozenset(inline.items()), tuple(blocks))


def _differences(source: HtmlNode, target: HtmlNode, where: str) -> Iterator[str]:
    """Describe where two trees differ; of a block inside a block only the innermost."""
    if (source.tag, source.attributes) != (target.tag, target.attributes):
        yield f"In {where} {_named(source)} became {_named(target)}."
        return
    here = where if source.tag == "#root" else _named(source)
    source_blocks, target_blocks = _blocks(source), _blocks(target)
    if len(source_blocks) != len(target_blocks):
        yield f"In {here} {len(source_blocks)} parts became {len(target_blocks)}."
        return
    pairs = zip(source_blocks, target_blocks, strict=True)
    inside = [difference for pair in pairs for difference in _differing(*pair, here)]
    yield from inside or [_inline_difference(source, target, here)]


def _blocks(node: HtmlNode) -> list[HtmlNode]:
    return [child for child in node.children if child.tag not in ("#text", *_INLINE)]


def _inline_difference(source: HtmlNode, target: HtmlNode, here: str) -> str:
    """Name the inline elements that only one of two blocks has."""
    source_names, target_names = (
        Counter(_named(child) for child in node.children if child.tag in _INLINE) for node in [source, target]
    )
    changes = [f"{name} is missing" for name in (source_names - target_names).elements()]
    changes += [f"{name} is new" for name in (target_names - source_names).elements()]
    return f"In {here} {', '.join(changes) or 'the content of an inline element changed'}."


def _differing(source: HtmlNode, target: HtmlNode, where: str) -> Iterator[str]:
    if _shape(source) != _shape(target):
        yield from _differences(source, target, where)


def _named(node: HtmlNode) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in node.attributes)
    return f"<{node.tag}{attributes}>"
