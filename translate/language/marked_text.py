"""A text to be corrected through its marks: rules see prose, corrections land in the marked text."""

import re
from collections.abc import Callable, Iterable, Sequence

from translate.language.script import is_mark
from translate.markdown.marks import MARK_BASE, Mark

OBJECT = "\ufffc"
"""Stands for code, a formula, an image: something a reader sees, which is not prose."""
_VISIBLE_ROLES = frozenset({"code", "math", "image", "address", "emoji", "footnote", "keys"})


class MarkedTextEdit:
    """One text on its way through one correction."""

    def __init__(self, marked: str, marks: Sequence[Mark] = ()) -> None:
        """Lay out the marked text; `marks` tells which of them a reader sees."""
        self.marked = marked
        self.marks = marks
        self._at: list[int] = []
        characters = []
        for position, character in enumerate(marked):
            if not is_mark(character):
                characters.append(character)
            elif self._shows(character):
                characters.append(OBJECT)
            else:
                continue
            self._at.append(position)
        self.text = "".join(characters)
        """The prose, with an object replacement character for each visible atom."""
        self._edits: list[tuple[int, int, str]] = []
        self._locked = bytearray(len(self.text))

    def _shows(self, character: str) -> bool:
        index = ord(character) - MARK_BASE
        return index < len(self.marks) and self.marks[index].kind == "atom" and self.marks[index].role in _VISIBLE_ROLES

    def protect(self, spans: Iterable[tuple[int, int]]) -> None:
        """Refuse every correction that would touch one of these ranges of `text`."""
        for start, end in spans:
            self._locked[start:end] = b"\1" * (end - start)

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of a range of `text`, or insert it before `start`; refused for protected ranges."""
        inside = self._locked[start:end] if end > start else bytearray()
        between = start == end and 0 < start < len(self.text) and self._locked[start - 1] and self._locked[start]
        if not any(inside) and not between and self.text[start:end] != new:
            self._edits.append((start, end, new))

    def substitute(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> None:
        """Replace every match of a pattern in `text`."""
        for match in pattern.finditer(self.text):
            self.replace(*match.span(), new(match) if callable(new) else match.expand(new))

    @property
    def changed(self) -> bool:
        """Whether any correction was made."""
        return bool(self._edits)

    def marks_before(self, position: int) -> str:
        """Return the marks between the character before `position` of `text` and the one there."""
        start = self._at[position - 1] + 1 if position else 0
        end = self._at[position] if position < len(self._at) else len(self.marked)
        return self.marked[start:end]

    def result(self) -> str:
        """Return the marked text with the corrections in it."""
        if not self._edits:
            return self.marked
        characters = list(self.marked)
        for start, end, new in self._edits:
            if start == end:
                position = self._at[start] if start < len(self._at) else len(self.marked)
                if position < len(characters):
                    characters[position] = new + characters[position]
                else:
                    characters.append(new)
                continue
            for offset in range(start, end):
                characters[self._at[offset]] = ""
            characters[self._at[start]] = new
        return "".join(characters)
