"""Front matter of a content file: typed access to its fields, every mistake with its line and column.

python-frontmatter separates front matter from body; PyYAML's node tree tells where each field stands, which the parsed
values no longer know.
"""

import difflib
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from translate.problem import Problem

# Control characters confuse parsers (Python-Markdown marks its own stash with them), and directional overrides let a
# text read differently from what it is (CVE-2021-42574). Neither has a place in a newsletter.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\U0001fffe]"
)


class _Loader(yaml.SafeLoader):
    """SafeLoader that keeps a date that is none as text, to be reported at its own field, and `on:` as the word."""

    # YAML 1.1 reads on, off, yes, no, y and n as booleans; YAML 1.2, and every author, reads words.
    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML reads it from the class
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _timestamp(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


class _Handler(YAMLHandler):
    def load(self, fm: str, **_: object) -> Any:
        return yaml.load(fm, Loader=_Loader)  # noqa: S506 -- a SafeLoader


class Fields:
    """One mapping of front matter. Getters note a problem and return an empty value where a field is unfit."""

    def __init__(self, path: Path, data: dict[Any, Any], node: yaml.MappingNode, problems: list[Problem]) -> None:
        self.path = path
        self.data = data
        self.problems = problems
        self._keys = {key.value: key for key, _ in node.value}
        self._values = {key.value: value for key, value in node.value}
        self._line, self._column = _place(node)

    def place(self, name: str = "") -> tuple[int, int]:
        """Return 1-based line and column of a field's key, of the mapping itself where there is none."""
        return _place(self._keys[name]) if name in self._keys else (self._line, self._column)

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
                close = difflib.get_close_matches(str(name), known, n=1)
                hint = f"Did you mean `{close[0]}`?" if close else "Remove it."
                self.report(str(name), f"`{name}` is no field; expected one of {', '.join(known)}. {hint}")

    def text(self, name: str, *, required: bool = True) -> str:
        """Return a non-empty string, whitespace folded."""
        if name not in self.data:
            return ""
        value = self.data[name]
        if isinstance(value, str) and value.strip():
            hidden = _HIDDEN.search(value)
            if hidden:
                self.report(name, f"`{name}` holds {_named(hidden[0])}; expected visible text. Remove it.")
            return " ".join(value.split())
        if required:
            self.report(name, f"`{name}` is {_said(value)}; expected text. Write `{name}: …`, in quotes if needed.")
        return ""

    def day(self, name: str) -> date | None:
        """Return a date."""
        if name not in self.data:
            return None
        value = self.data[name]
        if isinstance(value, date) and not isinstance(value, datetime):
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
            return Fields(self.path, value, node, self.problems)
        self.report(name, f"`{name}` is {_said(value)}; expected fields of its own. Write `{name}: {{…: …}}`.")
        return None


def read(path: Path, data: bytes) -> tuple[Fields | None, str, int, list[Problem]]:
    """Separate front matter and body of a content file.

    Args:
        path: how problems name the file.
        data: its bytes.

    Returns:
        The fields (None where they cannot be read), the body, the 1-based line on which the body begins, and the
        problems; the fields go on adding to that list.
    """
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8; expected UTF-8 text. Save the file again as UTF-8."
        return None, "", 1, [Problem(path, line, column, found)]
    hidden = [
        Problem(path, number, match.start() + 1, f"{_named(match[0])}; expected visible text. Remove it.")
        for number, line in enumerate(text.split("\n"), 1)
        for match in _HIDDEN.finditer(line)
    ]
    if hidden:
        return None, "", 1, hidden
    handler = _Handler()
    if not handler.detect(text):
        found = (
            "front matter is missing; expected `---` on the first line. Begin as content/issues has it, or `make new`."
        )
        return None, text, 1, [Problem(path, 1, 1, found)]
    try:
        source, _ = handler.split(text)
    except ValueError:
        found = "front matter has no end; expected a second line `---`. Add it before the text."
        return None, "", 1, [Problem(path, 1, 1, found)]
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        values, body = frontmatter.parse(text, handler=handler)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1 + _offset(source), mark.column + 1) if mark else (1, 1)
        return None, "", 1, [Problem(path, line, column, _explain(error))]
    except yaml.YAMLError as error:
        found = f"{' '.join(str(error).split())}; expected YAML. Mend the front matter."
        return None, "", 1, [Problem(path, 1, 1, found)]
    if not isinstance(node, yaml.MappingNode):
        found = "front matter holds no fields; expected `title:` and so on. See CONTRIBUTING.md."
        return None, body, 1, [Problem(path, 1, 1, found)]
    problems += _doubles(path, node)
    start = text.find(body) if body else len(text)
    return Fields(path, values, node, problems), body, text.count("\n", 0, start) + 1, problems


def _place(node: yaml.Node) -> tuple[int, int]:
    # The block that PyYAML sees starts with the newline that ends the first `---`, so its first line is the file's.
    return node.start_mark.line + 1, node.start_mark.column + 1


def _offset(source: str) -> int:
    return 0 if source.startswith("\n") else 1


def _doubles(path: Path, node: yaml.MappingNode) -> list[Problem]:
    """YAML lets a later key silently replace an earlier one; an author never means that."""
    seen: dict[str, int] = {}
    found: list[Problem] = []
    for key, value in node.value:
        line, column = _place(key)
        if key.value in seen:
            message = f"`{key.value}` stands twice, first in line {seen[key.value]}; expected once. Remove one."
            found.append(Problem(path, line, column, message))
        seen.setdefault(key.value, line)
        if isinstance(value, yaml.MappingNode):
            found += _doubles(path, value)
    return found


def _explain(error: yaml.MarkedYAMLError) -> str:
    found = error.problem or "cannot be read"
    if "mapping values are not allowed" in found:
        return 'a second `: ` in one value; expected quotes around such text. Write `title: "One: two"`.'
    return f"invalid YAML, {found}; expected `name: value`. Mend the line, with quotes around text with special signs."


def _named(character: str) -> str:
    return f"the hidden character U+{ord(character):04X}"


def _said(value: object) -> str:
    if value is None or value == "":
        return "empty"
    text = str(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
