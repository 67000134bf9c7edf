"""A Markdown file as it lies on disk: front matter, body, newline style, and edits that leave the rest as it is.

Nothing is ever dumped again: a changed field or block replaces its own lines, and every other byte of the file stays,
the byte order mark, CRLF, trailing spaces and a missing final newline included. Bytes that are not UTF-8 are carried
through as lone surrogates (PEP 383) and reported.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from frontmatter.default_handlers import YAMLHandler

from translate.core import yaml_text
from translate.core.problem import Problem
from translate.markdown import sections

Edit: TypeAlias = tuple[int, int, str]
"""(start, end, new text): a range of `Document.text`, 0-based code points, end exclusive, and what it becomes."""

_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(r"---[ \t]*(?:\r\n?|\n)")
# MkDocs takes `...` for an end as well, and so does YAML.
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|\r|\n|\Z)")
_BLANK_LINE = re.compile(r"^[ \t]*(?:\r\n?|\n|\Z)", re.MULTILINE)
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Field:
    """A scalar of the front matter and where it stands."""

    name: str
    """Its key."""
    value: str
    """Its value as text, quotes and folding undone."""
    start: int
    """First code point of the value in `Document.text`, the quote included."""
    end: int
    """End, exclusive, of the value in `Document.text`, the quote included, blanks after it not."""
    style: str
    """YAML's mark of the style: `'`, `"`, `|`, `>`, or empty for a plain scalar."""


@dataclass(frozen=True)
class Document:
    """One file. Every method that changes something returns a new text or a new document."""

    path: Path
    """How problems name the file."""
    text: str
    """The whole file without byte order mark, line endings as they are."""
    head: tuple[int, int]
    """Range of the YAML between the `---` lines; (0, 0) where there is no front matter."""
    body_start: int
    """Where the body begins in `text`."""
    bom: bool = False
    """Whether the file begins with a byte order mark."""

    @classmethod
    def parse(cls, data: bytes, path: Path = Path("-")) -> "tuple[Document, tuple[Problem, ...]]":
        """Read a file.

        Args:
            data: its bytes.
            path: how problems name it.

        Returns:
            The document, always, and what is wrong with encoding and front matter. Unreadable front matter is left
            alone: it has no fields, and the body is read all the same.
        """
        bom = data.startswith(_BOM)
        text = data.removeprefix(_BOM).decode("utf-8", "surrogateescape")
        problems: list[Problem] = []
        document = cls(path, text, (0, 0), 0, bom)
        opening = _OPENING.match(text)
        if opening is not None:
            closing = _CLOSING.search(text, opening.end())
            if closing is not None:
                document = replace(document, head=(opening.end(), closing.start()), body_start=closing.end())
            elif _KEY.match(text, opening.end()):
                # `---` may also be a rule above prose; only what looks like a key makes it a front matter left open.
                blank = _BLANK_LINE.search(text, opening.end())
                document = replace(document, body_start=blank.start() if blank else len(text))
                found = "front matter has no end; expected a second line `---`. Add it before the text."
                problems.append(Problem(path, 1, 1, found))
        problems += document._check_encoding() + document._front[1]
        return document, tuple(problems)

    @property
    def body(self) -> str:
        """The text after the front matter."""
        return self.text[self.body_start :]

    @cached_property
    def newline(self) -> str:
        """The file's first line ending; a line feed where it has none."""
        found = _NEWLINE.search(self.text)
        return found[0] if found else "\n"

    @cached_property
    def values(self) -> dict[str, Any]:
        """The front matter parsed; empty where there is none or it is not a YAML mapping."""
        return self._front[0].values if self._front[0] else {}

    @cached_property
    def sections(self) -> tuple[int, ...] | None:
        """First code point in `text` of each section's heading line, in order; None where nobody can say."""
        found = sections.starts(self.body)
        return None if found is None else tuple(self.body_start + start for start in found)

    def place(self, offset: int) -> tuple[int, int]:
        """Return 1-based line and column of a code point of `text`."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def field(self, name: str) -> Field | None:
        """Return a top-level scalar; None where there is none of that name, or it is no scalar."""
        node = self.node
        for key, value in node.value if node is not None else ():
            if (
                key.value == name
                and isinstance(value, yaml.ScalarNode)
                and value.start_mark.index < value.end_mark.index
            ):
                start, end = self.head[0] + value.start_mark.index, self.head[0] + value.end_mark.index
                return Field(name, value.value, start, end, value.style or "")
        return None

    def with_field(self, field: Field, value: str) -> Edit:
        """Return the edit that gives a field another value, in its own quotes; the same value changes nothing."""
        if value == field.value:
            return field.start, field.end, self.text[field.start : field.end]
        if field.style in ("|", ">"):
            # A block scalar's indentation is its content's; one line needs none of it.
            tail = self.newline if self.text[field.start : field.end].endswith(("\n", "\r")) else ""
            return field.start, field.end, _quoted(value) + tail
        if field.style == '"':
            return field.start, field.end, _quoted(value)
        if field.style == "'" and "\n" not in value:
            return field.start, field.end, "'" + value.replace("'", "''") + "'"
        return field.start, field.end, value if _is_plain(value) else _quoted(value)

    def edited(self, edits: Iterable[Edit]) -> "Document":
        """Return the document with ranges replaced and the front matter read again."""
        return Document.parse(self.replace(edits), self.path)[0]

    def replace(self, edits: Iterable[Edit]) -> bytes:
        """Return the file's bytes with ranges of `text` replaced.

        Args:
            edits: in any order; ranges must not overlap.

        Raises:
            ValueError: two ranges overlap, or one lies outside the text.
        """
        parts: list[str] = []
        last = 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            if not last <= start <= end <= len(self.text):
                message = (
                    f"edit {start}:{end} overlaps its neighbour or leaves the text of {len(self.text)} code points"
                )
                raise ValueError(message)
            parts += self.text[last:start], new
            last = end
        parts.append(self.text[last:])
        return (_BOM if self.bom else b"") + "".join(parts).encode("utf-8", "surrogateescape")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _NEWLINE.finditer(self.text))]

    @cached_property
    def _front(self) -> tuple[yaml_text.Yaml | None, list[Problem]]:
        """The front matter and what is wrong with it."""
        if self.head == (0, 0):
            return None, []
        line, _ = self.place(self.head[0])
        return yaml_text.read(self.text[slice(*self.head)], self.path, line=line)

    @property
    def node(self) -> yaml.MappingNode | None:
        """The front matter's YAML node, with places from `head`; None where there is none that can be read."""
        return self._front[0].node if self._front[0] else None

    def _check_encoding(self) -> list[Problem]:
        found = re.search("[\udc80-\udcff]", self.text)
        if found is None:
            return []
        message = (
            f"byte 0x{ord(found[0]) - 0xDC00:02x} is not UTF-8; expected UTF-8 text. Save the file again as UTF-8."
        )
        return [Problem(self.path, *self.place(found.start()), message)]


def _quoted(value: str) -> str:
    """Write a double-quoted YAML scalar on one line."""
    dumped: str = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=1_000_000)
    return dumped.rstrip("\n")


def _is_plain(value: str) -> bool:
    """Whether a value means itself as a plain scalar, in a block and in braces alike."""
    if not value or value != value.strip() or re.search(r"[,\[\]{}\r\n]", value):
        return False
    # Other programs read the file too: what YAML 1.1 takes for a truth value, a time or a number needs quotes.
    try:
        if YAMLHandler().load(f"a: {value}") != {"a": value}:
            return False
    except (yaml.YAMLError, ValueError):
        return False
    read, _ = yaml_text.read(f"a: {value}", Path("-"))
    return read is not None and read.values == {"a": value}
