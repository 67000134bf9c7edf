"""Edits of a front matter by lines: a field that is set, added or removed leaves every other byte of the file as it is.

Where a field stands is asked of YAML's own nodes, never of a pattern: keys may be quoted, values may hold lines that
look like keys.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from translate.markdown.document import Document

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class FieldLines:
    """A top-level field's lines, with the comments and blank lines that follow it."""

    start: int
    """First code point in `Document.text`."""
    end: int
    """End, exclusive."""
    text: str
    """The lines, line ends as they are."""


class FrontMatterEditor:
    """Edits one document's front matter; every method returns a new document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @property
    def fields(self) -> dict[str, FieldLines]:
        """The top-level fields by name, each up to the next; empty where they do not begin lines of their own."""
        keys = self._keys(self._document.node)
        head_end = self._document.head[1]
        ends = [*(start for _, start, _ in keys[1:]), head_end][: len(keys)]
        text = self._document.text
        return {name: FieldLines(start, end, text[start:end]) for (name, start, _), end in zip(keys, ends, strict=True)}

    def set(self, name: str, value: object) -> Document:
        """Return the document with a field set, in place or after the others.

        The field's own lines are replaced as a whole; comments and blank lines around them stay. A file without front
        matter gets one.
        """
        dumped = yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=1_000_000)
        lines = self._own_lines(name)
        if lines is None:
            return self.add(dumped)
        return self._document.edited([(*lines, dumped.replace("\n", self._document.newline))])

    def add(self, lines: str) -> Document:
        """Return the document with lines added after the fields that are there; without front matter it gets one."""
        document = self._document
        lines = _LINE_END.sub("\n", lines)
        lines = (lines if lines.endswith("\n") or not lines else f"{lines}\n").replace("\n", document.newline)
        if not lines or (document.head == (0, 0) and document.body_start):
            return document
        if document.body_start == 0:
            opening = document.newline.join(["---", lines.rstrip("\r\n"), "---", "", ""])
            return document.edited([(0, 0, opening)])
        head = document.text[slice(*document.head)]
        joint = "" if not head or head[-1] in "\r\n" else document.newline
        return document.edited([(document.head[1], document.head[1], joint + lines)])

    def remove(self, name: str, *, within: str = "") -> Document:
        """Return the document without a field and the lines of its value.

        Args:
            name: the field.
            within: the top-level field that it stands in; empty for a top-level field itself.
        """
        if not within:
            lines = self._own_lines(name)
            return self._document if lines is None else self._document.edited([(*lines, "")])
        values = self._document.values.get(within)
        if not isinstance(values, dict) or name not in values:
            return self._document
        keys = self._keys(self._node_of(within))
        found = next((at for at, key in enumerate(keys) if key[0] == name), None)
        if found is None or len(keys) == 1:
            return self.set(within, {key: value for key, value in values.items() if key != name})
        outer = self._own_lines(within)
        assert outer is not None
        end = keys[found + 1][1] if found + 1 < len(keys) else outer[1]
        return self._document.edited([(keys[found][1], end, "")])

    def _node_of(self, name: str) -> yaml.Node | None:
        node = self._document.node
        return next((value for key, value in node.value if key.value == name), None) if node is not None else None

    def _keys(self, node: yaml.Node | None) -> list[tuple[str, int, yaml.Node]]:
        """Return name, start of the line and value of each key of a mapping whose keys begin lines of their own."""
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            return []
        start = self._document.head[0]
        return [(key.value, start + key.start_mark.index - key.start_mark.column, value) for key, value in node.value]

    def _own_lines(self, name: str) -> tuple[int, int] | None:
        """Return the range of a top-level field's lines, without comments and blank lines that follow its value."""
        found = self.fields.get(name)
        value = self._node_of(name)
        if found is None or value is None:
            return None
        text, end = self._document.text, found.end
        for start in reversed(list(self._line_starts(found.start, found.end))):
            line = text[start:end]
            inside = isinstance(value, yaml.ScalarNode) and start < self._document.head[0] + value.end_mark.index
            # What stands at the margin after the value and is no part of it belongs to the next field.
            if start == found.start or inside or (line.strip() and not line.startswith("#")):
                break
            end = start
        return found.start, end

    def _line_starts(self, start: int, end: int) -> Iterator[int]:
        yield start
        for match in _LINE_END.finditer(self._document.text, start, end):
            if match.end() < end:
                yield match.end()
