"""A safe YAML subset: the one reader of front matter, vocabularies and, through `site_settings`, of `mkdocs.yml`.

What people write in a newsletter's files is a small part of YAML: mappings, lists and scalars. The rest is refused when
the text is composed, before anything is built from it: anchors and aliases (a few bytes become gigabytes), merge keys
and explicit tags (they bring values and constructors of their own), further documents and directives, depth and size
beyond a bound, keys that are no text and keys that stand twice.

Plain scalars are read as YAML 1.2 does (core schema, 10.3.2), and a day as a date: `on`, `yes` and `1:30` are words.
What is none of true, false, null, a decimal number or a day is text, so that no scalar can fail.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from translate.core import limits
from translate.core.problem import Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3})?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}


Tags = tuple[re.Pattern[str], Callable[[yaml.Node], Any]]
"""Which explicit tags a text may have, in full, and what a node with one means."""


@dataclass(frozen=True)
class Yaml:
    """A text that was read."""

    node: yaml.MappingNode | None
    """The mapping with the places of its parts; None where the text holds nothing."""
    values: dict[str, Any]
    """The same as plain values: text, numbers, truth values, None, dates, lists, mappings with text as keys."""


class _RefusedError(Exception):
    """The text uses a part of YAML that we do not read."""

    def __init__(self, mark: Any, found: str) -> None:
        # A mark of PyYAML, or of its C library; None for the text as a whole.
        self.place = (mark.line, mark.column) if mark else (0, 0)
        super().__init__(found)


def read(
    text: str,
    path: Path,
    *,
    line: int = 1,
    expected: str = "`name: value`",
    size: limits.Limit = limits.FRONT_MATTER,
    nodes: limits.Limit = limits.FRONT_MATTER_NODES,
    depth: limits.Limit = limits.FRONT_MATTER_DEPTH,
    tags: Tags | None = None,
) -> tuple[Yaml | None, list[Problem]]:
    """Read a mapping.

    Args:
        text: the YAML.
        path: how problems name the file.
        line: 1-based line of the file on which `text` begins.
        expected: what the mapping should look like, for messages.
        size: how long `text` may be.
        nodes: how many scalars, lists and mappings it may hold.
        depth: how deep they may stand inside each other.
        tags: the explicit tags that are allowed; None for none.

    Returns:
        The mapping, None where it cannot be read, and what is wrong with it. A mapping with keys that stand twice is
        read all the same.
    """
    try:
        if len(text) > size.value:
            raise _RefusedError(None, f"{len(text)} characters of YAML; expected at most {size.value}. Shorten it.")
        _check_events(text, nodes, depth, tags)
        node = yaml.compose(text, Loader=_LOADER)
        if node is None:
            return Yaml(None, {}), []
        if not isinstance(node, yaml.MappingNode):
            raise _RefusedError(node.start_mark, f"no fields; expected {expected} lines. Write them.")
        doubles = _check_keys(node, path, line)
    except _RefusedError as error:
        return None, [Problem(path, line + error.place[0], error.place[1] + 1, str(error))]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (line + mark.line, mark.column + 1) if mark else (line, 1)
        return None, [Problem(path, *place, _explain(error, expected))]
    except (yaml.YAMLError, ValueError) as error:
        # Of characters that YAML forbids, and escapes beyond Unicode.
        return None, [Problem(path, line, 1, f"invalid YAML, {error}; expected {expected}. Mend the line.")]
    return Yaml(node, value(node, tags)), doubles


def scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Return the scalars of a mapping, keys included, in order."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from scalars(part)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield from scalars(value)


def at(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    """Return the node that nested keys lead to, or None."""
    for name in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for key, value in pairs if key.value == name), None)
    return node


def _check_events(text: str, nodes: limits.Limit, deepest: limits.Limit, tags: Tags | None) -> None:
    """Refuse what must not be composed, in one pass that holds nothing.

    Raises:
        _RefusedError: the text is not of the YAML that we read, or too much of it.
        yaml.YAMLError: it is no YAML at all.
    """
    depth = count = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            _check_document(event, documents)
        elif isinstance(event, yaml.NodeEvent):
            count += 1
            _check_node(event, tags)
            if count > nodes.value:
                raise _RefusedError(event.start_mark, f"more than {nodes.value} values; expected fewer. Shorten it.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest.value:
            found = f"fields more than {deepest.value} levels deep; expected fewer. Flatten them."
            raise _RefusedError(event.start_mark, found)


def _check_document(event: yaml.DocumentStartEvent, number: int) -> None:
    """Refuse a second document and directives."""
    if number > 1:
        raise _RefusedError(event.start_mark, "a second document; expected one. Remove the `---`.")
    if event.version or event.tags:
        raise _RefusedError(event.start_mark, "a directive (`%`); expected fields only. Remove it.")


def _check_node(event: yaml.NodeEvent, tags: Tags | None) -> None:
    """Refuse aliases, anchors, merge keys, and tags other than those that are allowed."""
    if isinstance(event, yaml.AliasEvent):
        raise _RefusedError(event.start_mark, f"the alias `*{event.anchor}`; expected the text itself. Write it out.")
    if event.anchor:
        raise _RefusedError(event.start_mark, f"the anchor `&{event.anchor}`; expected values. Remove it.")
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and _is_refused(event.tag, tags):
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        raise _RefusedError(event.start_mark, f"the tag `{tag}`; expected plain values. Remove it.")
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
        raise _RefusedError(event.start_mark, "the merge key `<<`; expected fields only. Write them out.")


def _is_refused(tag: str | None, tags: Tags | None) -> bool:
    return bool(tag) and (tags is None or tags[0].fullmatch(tag or "") is None)


def value(node: yaml.Node, tags: Tags | None = None) -> Any:
    """Return what a node means as plain values.

    Args:
        node: of a text that `read` accepts.
        tags: as for `read`.
    """
    # What has no tag in the text gets one from the composer, such as `tag:yaml.org,2002:str`.
    if tags is not None and tags[0].fullmatch(node.tag):
        return tags[1](node)
    if isinstance(node, yaml.SequenceNode):
        return [value(part, tags) for part in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: value(part, tags) for key, part in node.value}
    assert isinstance(node, yaml.ScalarNode)
    return node.value if node.style else plain(node.value)


def plain(text: str) -> Any:
    """Return what a plain scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if day := _DAY.fullmatch(text):
        try:
            return date(*map(int, day.groups()))
        except ValueError:
            return text
    return text


def _check_keys(node: yaml.Node, path: Path, line: int) -> list[Problem]:
    """Return a problem for each key that stands twice: YAML lets the later one silently replace the earlier one.

    Raises:
        _RefusedError: a key is a list or a mapping.
    """
    if isinstance(node, yaml.SequenceNode):
        return [problem for part in node.value for problem in _check_keys(part, path, line)]
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _RefusedError(key.start_mark, "a key that is no word; expected one. Write `name: value`.")
        place = line + key.start_mark.line
        if key.value in seen:
            found = f"`{key.value}` stands twice, first in line {seen[key.value]}; expected once. Remove one."
            problems.append(Problem(path, place, key.start_mark.column + 1, found))
        seen.setdefault(key.value, place)
        problems += _check_keys(value, path, line)
    return problems


def _explain(error: yaml.MarkedYAMLError, expected: str) -> str:
    found = error.problem or "cannot be read"
    if "mapping values are not allowed" in found:
        return 'a second `: ` in one value; expected quotes around such text. Write `title: "One: two"`.'
    return f"invalid YAML, {found}; expected {expected}. Mend the line, with quotes around text with special signs."
