"""Front matter of a content file: typed access to its fields, every mistake with its line and column.

python-frontmatter separates front matter from body; the node tree of `translate.core.yaml_text` tells where each field
stands, which the parsed values no longer know.
"""

import difflib
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from translate.core import characters, limits, yaml_text
from translate.core.limits import Limit
from translate.core.problem import Problem


class Fields:
    """One mapping of front matter. Getters note a problem and return an empty value where a field is unfit."""

    def __init__(
        self, path: Path, data: dict[str, Any], node: yaml.MappingNode, problems: list[Problem], *, first_line: int
    ) -> None:
        self.path = path
        self.data = data
        self.problems = problems
        self._node = node
        self._first_line = first_line
        self._keys = {key.value: key for key, _ in node.value}
        self._values = {key.value: value for key, value in node.value}

    def place(self, name: str = "") -> tuple[int, int]:
        """Return 1-based line and column of a field's key, of the mapping itself where there is none."""
        mark = self._keys.get(name, self._node).start_mark
        return self._first_line + mark.line, mark.column + 1

    def report(self, name: str, message: str) -> None:
        """Note a problem at a field."""
        self.problems.append(Problem(self.path, *self.place(name), message))

    def check_names(self, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
        """Report missing and unknown fields."""
        for name in required:
            if name not in self.data:
                self.report(name, f"`{name}` is missing; expected {', '.join(required)}. Add `{name}:`.")
        known = required + optional
        for name in self.data:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                hint = f"Did you mean `{close[0]}`?" if close else "Remove it."
                self.report(name, f"`{name}` is no field; expected one of {', '.join(known)}. {hint}")

    def text(self, name: str, *, required: bool = True, limit: Limit | None = None) -> str:
        """Return a non-empty string, whitespace folded, of at most as many characters as `limit` allows."""
        if name not in self.data:
            return ""
        value = self.data[name]
        if isinstance(value, str) and value.strip():
            for word in characters.mixed(value):
                self.report(name, f"`{name}` holds {word.what}; expected one alphabet a word. Type the word again.")
            if limit and len(value) > limit.value:
                self.report(name, f"`{name}` has {len(value)} characters; expected at most {limit.value}. Shorten it.")
            return " ".join(value.split())
        if required:
            self.report(name, f"`{name}` is {_said(value)}; expected text. Write `{name}: …`, in quotes if needed.")
        return ""

    def day(self, name: str) -> date | None:
        """Return a date."""
        if name not in self.data:
            return None
        value = self.data[name]
        first, last = limits.FIRST_YEAR.value, limits.LAST_YEAR.value
        if isinstance(value, date) and first <= value.year <= last:
            return value
        self.report(name, f"`{name}` is {_said(value)}; expected YYYY-MM-DD. Write for example 2025-12-01.")
        return None

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.data.get(name, [])
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.report(name, f"`{name}` is {_said(value)}; expected a list. Write `{name}: [one, two]`.")
        return ()

    def flag(self, name: str) -> bool:
        """Return true or false; false where the field is not there."""
        value = self.data.get(name, False)
        if isinstance(value, bool):
            return value
        self.report(name, f"`{name}` is {_said(value)}; expected true or false. Write `{name}: true`.")
        return False

    def mapping(self, name: str) -> "Fields | None":
        """Return the mapping in a field, None where there is no such field."""
        if name not in self.data:
            return None
        node, value = self._values[name], self.data[name]
        if isinstance(node, yaml.MappingNode) and isinstance(value, dict):
            return Fields(self.path, value, node, self.problems, first_line=self._first_line)
        self.report(name, f"`{name}` is {_said(value)}; expected fields of its own. Write `{name}: {{…: …}}`.")
        return None


def read(path: Path, data: bytes) -> tuple[Fields | None, str, int, list[Problem]]:
    """Separate front matter and body of a content file.

    Args:
        path: how problems name the file.
        data: its bytes.

    Returns:
        The fields (None where they cannot be read), the body, the 1-based line on which the body begins, and the
        problems; the fields go on adding to that list. The body of a file whose front matter is faulty is returned all
        the same, so that all faults of a file are found at once. In it a replacement character stands for each hidden
        one.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8; expected UTF-8 text. Save the file again as UTF-8."
        return None, "", 1, [Problem(path, line, column, found)]
    problems = hidden_characters(path, text)
    if problems:
        text = characters.without_hidden(text)
    handler = YAMLHandler()
    if not handler.detect(text):
        found = (
            "front matter is missing; expected `---` on the first line. Begin as content/issues has it, or `make new`."
        )
        return None, text, 1, [*problems, Problem(path, 1, 1, found)]
    try:
        source, rest = handler.split(text)
    except ValueError:
        found = "front matter has no end; expected a second line `---`. Add it before the text."
        return None, "", 1, [*problems, Problem(path, 1, 1, found)]
    body = rest.strip()
    body_line = text.count("\n", 0, len(text) - len(rest.lstrip())) + 1
    # What is split off begins with the line end of the first `---`.
    first_line = 1 if source.startswith("\n") else 2
    front, faults = yaml_text.read(source, path, line=first_line)
    problems += faults
    if front is None:
        return None, body, body_line, problems
    if front.node is None:
        found = "front matter holds no fields; expected `title:` and so on. See CONTRIBUTING.md."
        return None, body, body_line, [*problems, Problem(path, 1, 1, found)]
    problems += hidden_in_scalars(path, front.node, first_line)
    return Fields(path, front.values, front.node, problems, first_line=first_line), body, body_line, problems


def hidden_characters(path: Path, text: str) -> list[Problem]:
    """Return a problem for each hidden character of a text."""
    return [
        Problem(path, number, found.start + 1, f"{found.what}; expected visible text. Remove it.")
        for number, line in enumerate(text.split("\n"), 1)
        for found in characters.hidden(line)
    ]


def hidden_in_scalars(path: Path, node: yaml.MappingNode, first_line: int) -> list[Problem]:
    """Return a problem for each quoted scalar in which an escape stands for a hidden character."""
    return [
        Problem(
            path,
            first_line + scalar.start_mark.line,
            scalar.start_mark.column + 1,
            f"{found.what} by an escape; expected visible text. Remove it.",
        )
        for scalar in yaml_text.scalars(node)
        if scalar.style == '"'
        for found in characters.hidden(scalar.value)
    ]


def _said(value: object) -> str:
    if value is None or value == "":
        return "empty"
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
