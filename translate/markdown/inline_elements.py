"""Inline parsing: the inline elements that Python-Markdown finds in a block, and the characters that each takes.

The site's own inline patterns run in their own order, as `markdown.treeprocessors.InlineProcessor` runs them; only the
text they run on remembers where each of its characters is from, because a match replaces its source by a placeholder.
"""

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, AtomicString

from translate.core.limits import INLINE_STEPS
from translate.markdown.complexity import Excess, TooMuchWorkError

if TYPE_CHECKING:
    import markdown

    from translate.markdown.marks import Context

_WIDTHS = {"strong": 2, "em": 1, "del": 2, "sub": 1, "ins": 2, "sup": 1, "mark": 2, "a": 1}


@dataclass(frozen=True)
class Span:
    """One inline element or directive."""

    start: int
    """First code point in the block's Markdown."""
    end: int
    """Exclusive."""
    pattern: str
    """Name under which its pattern is registered: `link`, `backtick`, `delimiter`, `html`, …"""
    tag: str
    """The element; empty where the pattern gives text or raw HTML."""
    title: str
    """The element's `title`, else empty."""
    label: tuple[int, int]
    """Range between the square brackets of a link or an image; empty range elsewhere."""
    inner: "tuple[tuple[int, int] | Span, ...] | None"
    """Its content, in order: ranges of text and further spans. None for what has no prose inside."""


@dataclass(frozen=True)
class _Rope:
    """Text in which some stretches of the source are replaced by placeholders."""

    data: str
    """The text. A pattern may look at its class (pymdownx marks text that it has dealt with), so it is passed as is."""
    starts: "array[int]"
    """For every character of it, where the source range begins that it comes from."""
    ends: "array[int]"
    """And where that ends."""

    @classmethod
    def of(cls, data: str) -> "_Rope":
        return cls(data, array("l", range(len(data))), array("l", range(1, len(data) + 1)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        return (self.starts[start], self.ends[end - 1]) if start < end else (0, 0)

    def cut(self, data: str, start: int, end: int) -> "_Rope":
        return _Rope(data, self.starts[start:end], self.ends[start:end])

    def replaced(self, start: int, end: int, new: str) -> "_Rope":
        first, last = self.span(start, end)
        return _Rope(
            self.data[:start] + new + self.data[end:],
            self.starts[:start] + array("l", (first,)) * len(new) + self.starts[end:],
            self.ends[:start] + array("l", (last,)) * len(new) + self.ends[end:],
        )


def find(md: str, context: "Context", parser: "markdown.Markdown") -> tuple[tuple[int, int] | Span, ...]:
    """Run the inline patterns over the text of one block.

    Args:
        md: the text.
        context: labels that are defined.
        parser: an instance as `dialect.current` gives it, reset.

    Returns:
        Ranges of plain text and spans, in order, together all of `md`.

    Raises:
        TooMuchWorkError: the patterns match and refuse more often than any text should make them.
    """
    parser.references.update(dict.fromkeys(context.references, ("#", "")))
    if "footnote" in parser.inlinePatterns:
        notes = getattr(parser.inlinePatterns["footnote"], "footnotes", None)
        if notes is not None:
            notes.footnotes.update(dict.fromkeys(context.footnotes, ""))
    data = md.replace("\x02", "\ufffd").replace("\x03", "\ufffd")  # Python-Markdown's own placeholders begin so
    return _InlineReader(parser, len(data)).read(_Rope.of(data), 0)


class _Match(NamedTuple):
    """What a pattern made of a match, and where; 0-based code points of the rope."""

    node: Element | str | None
    """What takes the place of the match; None for nothing."""
    start: int
    """Where the replaced text begins."""
    end: int
    """Exclusive."""
    matched_from: int
    """Where the regular expression matched."""
    matched_to: int
    """Exclusive."""

    def label(self, data: str) -> tuple[int, int]:
        """Return the range between the square brackets of a link or image; an empty one for anything else."""
        first = last = self.matched_to
        if isinstance(self.node, Element) and self.node.tag in ("a", "img"):
            last = _bracket(data, first) if data.startswith(("[", "!["), self.matched_from) else first
        return first, last


class _InlineReader:
    """One block while it is read."""

    def __init__(self, parser: "markdown.Markdown", length: int) -> None:
        self.patterns = list(parser.inlinePatterns)
        self.steps = 0
        # Every element takes a character at least, and all patterns look at the text inside it once more.
        self.most_steps = INLINE_STEPS.value * (length + 1)
        self.names = [item.name for item in parser.inlinePatterns._priority]  # type: ignore[attr-defined]
        self.spans: dict[str, Span] = {}
        self.plain: dict[str, tuple[int, int]] = {}
        self.ancestors: list[str] = []
        # Link and HTML patterns look here for what an earlier pattern has taken.
        self.stash: dict[str, Element | str] = {}
        parser.treeprocessors["inline"].stashed_nodes = self.stash  # type: ignore[attr-defined]

    def _step(self) -> None:
        """Count one application of a pattern, or one match that it refused."""
        self.steps += 1
        if self.steps > self.most_steps:
            raise TooMuchWorkError(Excess(0, "markup that cannot be read in a reasonable number of steps"))

    def read(self, rope: _Rope, first: int) -> tuple[tuple[int, int] | Span, ...]:
        index, start = first, 0
        while index < len(self.patterns):
            rope, matched, start = self._apply(index, rope, start)
            if not matched:
                index, start = index + 1, 0
        return self._pieces(rope)

    def _apply(self, index: int, rope: _Rope, begin: int) -> tuple[_Rope, bool, int]:
        """Apply one pattern once, as the original does, its way of going on after a refused match included."""
        self._step()
        match = self._match(self.patterns[index], rope, begin)
        if match is None:
            return rope, False, 0
        node, start, end = match.node, match.start, match.end
        if node is None:
            return rope, True, max(end, begin + 1)
        inner = self._inside(node, rope, start, end, index) if isinstance(node, Element) else None
        placeholder = INLINE_PLACEHOLDER % f"{len(self.stash):04d}"
        self.stash[f"{len(self.stash):04d}"] = node
        if start >= end:
            return rope, True, max(end, begin) + 1
        place = rope.span(start, end)
        if isinstance(node, str) and node == rope.data[start:end]:
            self.plain[placeholder] = place  # such as a `:shortcode:` of no emoji
        else:
            tag, title = (str(node.tag), node.get("title") or "") if isinstance(node, Element) else ("", "")
            label = rope.span(*match.label(rope.data))
            self.spans[placeholder] = Span(*place, self.names[index], tag, title, label, inner)
        return rope.replaced(start, end, placeholder), True, start + len(placeholder)

    def _match(self, pattern: object, rope: _Rope, begin: int) -> "_Match | None":
        """Return the first match from `begin` on that the pattern does not refuse."""
        if not isinstance(pattern, InlineProcessor) or any(tag in self.ancestors for tag in pattern.ANCESTOR_EXCLUDES):
            return None
        for match in pattern.getCompiledRegExp().finditer(rope.data, begin):
            self._step()
            node, start, end = pattern.handleMatch(match, rope.data)
            if start is not None and end is not None:
                # Of a link whose title and address never close Python-Markdown says that it ends at -1, where `getLink`
                # has set no `last_bracket`, and takes that for the last character, because it cuts the text with it. So
                # do we.
                start, end, _ = slice(start, end).indices(len(rope.data))
                return _Match(node, start, end, match.start(), match.end())
        return None

    def _inside(
        self, node: Element, rope: _Rope, start: int, end: int, index: int
    ) -> tuple[tuple[int, int] | Span, ...] | None:
        """Read the text inside an element and inside its children, where a pattern makes several at once."""
        found: list[tuple[int, int] | Span] = []
        cursor = start
        prose = False

        def text(data: str | None, pattern: int) -> None:
            nonlocal cursor, prose
            if not data or isinstance(data, AtomicString):
                return
            place = rope.data.find(data, cursor, end)
            if place < 0:
                return
            cursor = place + len(data)
            prose = True
            found.extend(self.read(rope.cut(data, place, cursor), pattern))

        def visit(element: Element) -> tuple[int, int]:
            nonlocal cursor
            first = cursor
            cursor += _WIDTHS.get(str(element.tag), 0)
            self.ancestors.append(str(element.tag).lower())
            text(element.text, index + 1)
            self.ancestors.pop()
            for child in element:
                mark = len(found)
                place = visit(child)
                inside = tuple(found[mark:])
                del found[mark:]
                found.append(Span(*rope.span(*place), self.names[index], str(child.tag), "", (0, 0), inside))
                text(child.tail, index)
            cursor += _WIDTHS.get(str(element.tag), 0) if element.tag != "a" else 0
            return first, cursor

        visit(node)
        return tuple(found) if prose else None

    def _pieces(self, rope: _Rope) -> tuple[tuple[int, int] | Span, ...]:
        """Turn placeholders back into spans."""
        found: list[tuple[int, int] | Span] = []

        def text(first: int, last: int) -> None:
            if first >= last:
                return
            if found and isinstance(found[-1], tuple) and found[-1][1] == first:
                found[-1] = found[-1][0], last
            else:
                found.append((first, last))

        index = start = 0
        while (index := rope.data.find("\x02", index)) >= 0:
            end = rope.data.find("\x03", index) + 1
            key = rope.data[index:end]
            if key not in self.spans and key not in self.plain:
                index += 1
                continue
            text(*rope.span(start, index))
            if key in self.spans:
                found.append(self.spans[key])
            else:
                text(*self.plain[key])
            index = start = end
        text(*rope.span(start, len(rope.data)))
        return tuple(found)


def _bracket(data: str, index: int) -> int:
    """Return where the square bracket closes that was opened before `index`, as Python-Markdown counts."""
    depth = 1
    for position in range(index, len(data)):
        depth += (data[position] == "[") - (data[position] == "]")
        if not depth:
            return position
    return index
