"""The record of a translation: which text was made from which source, by whom. A file beside the translation.

`week.zh-Hans.md` has its record in `week.zh-Hans.translation.yml`, a YAML list of one line per fact, a blank line
between any two, so that git merges two people's work wherever it merges the texts themselves:

    - 5b28dc8050 9cb2b8fc73 4f21aa machine argos en-zh 1.9  # Two Shanghai hospitals join forces

    - b3b320e296 b5bc354c46 71c0d2 reviewed Wang Min 2025-12-08  # IHH Healthcare's hospital and …

    - f493a8baf8>77aa12bb00 1b7a939700 4f21aa person Li Na 2025-12-08  # Telemedicine reaches every county

A line says of one segment: digest of its source; digest of its text; form of what stands before it and its kind; who
made the text. The states are `machine` with the engine's name, `memory` (a person's text from another file, put here by
a machine), `untranslated` with the engine that gave none, `person` with the name and day of the person who answers for
it, if one does, and `reviewed` (a machine's text that a person has read) with name and day. Behind `>` stands the newer
source that a person's text was found to lag behind. `~` in the place of a source or text says that there is none: a
block that only the translation has, or one that a person took out. Comments and order are for readers.

Further facts: `field NAME DIGEST` (a front matter field as it was copied from the original), `end FORM` (what stands
after the last segment), `unpaired DIGEST` (a source of a translation that was accepted with other blocks than the
original's), `source "…"` (an earlier source that a stale text was made from) and `unplaced "…"` (a person's text that
has no place any more and that no memory holds).

A line counts only while the text that it speaks of is there: whoever edits a passage changes nothing here, and the
digest tells that the text is a person's. So no side of a collision claims more than is true, and both sides together
neither.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import quote, unquote

from translate.core import characters, limits
from translate.core.problem import Problem
from translate.memory.digest import digest
from translate.stages.segment_state import FORM_LENGTH, Provenance, SegmentState

SUFFIX = ".translation.yml"
UNTRANSLATED = {"en": "[untranslated] ", "zh-Hans": "〔未译〕"}
"""By target language, what stands before a segment that was left in the source language: written into the file, taken
off on re-reading, never remembered."""
_HEADER = "# Which text was made from which source, by whom. Kept by `python -m translate`; see CONTRIBUTING.md."
_EXCERPT = 40
"""Characters of a source that stand behind its line, for readers."""
_SEGMENT = re.compile(
    r"(?P<source>[0-9a-f]{10}|~)(?:>(?P<newer>[0-9a-f]{10}))? (?P<target>[0-9a-f]{10}|~) "
    rf"(?P<form>[0-9a-f]{{{FORM_LENGTH}}}|~) (?P<state>machine|memory|untranslated|person|reviewed)(?: (?P<rest>\S.*))?"
)
_SIGNED = re.compile(r"(?P<who>\S.*?) (?P<on>\d{4}-\d{2}-\d{2})", re.ASCII)
_FIELD = re.compile(r"field (?P<name>[\w%-]{1,400}) (?P<digest>[0-9a-f]{10})")
_END = re.compile(rf"end ([0-9a-f]{{{FORM_LENGTH}}})")
_UNPAIRED = re.compile(r"unpaired ([0-9a-f]{10})")
_TEXT = re.compile(r'(source|unplaced) (".*")')
# What YAML would read as the end of a plain scalar: a name that holds it cannot be written.
_YAML_SIGNS = re.compile(r"(?<=:) | (?=#)")


@dataclass(frozen=True)
class Record:
    """What is recorded of one translation."""

    segments: tuple[SegmentState, ...] = ()
    """What has a source, in the source's order when it was written, then blocks of the translation's own."""
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Digests of each front matter field as the source had it; more than one after a merge."""
    ends: tuple[str, ...] = ()
    """Form of what follows the last segment; more than one after a merge."""
    unpaired: frozenset[str] = frozenset()
    """Digests of the sources of a translation accepted with blocks of its own; empty for any other."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Earlier sources by their digest."""
    unplaced: tuple[str, ...] = ()
    """People's texts that have no place."""


def path_of(translation: Path) -> Path:
    """Return where the record of a translation lies."""
    return translation.with_name(translation.name.removesuffix(".md") + SUFFIX)


def translation_of(record: Path) -> Path:
    """Return the translation that a record speaks of."""
    return record.with_name(record.name.removesuffix(SUFFIX) + ".md")


def read(data: bytes, path: Path) -> tuple[Record | None, list[Problem]]:
    """Read a record; None where a line of it cannot be understood.

    Args:
        data: the file.
        path: how problems name it.

    Returns:
        The record and what is wrong with the file, line by line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} is not UTF-8; expected UTF-8 text. Save the file again as UTF-8."
        return None, [Problem(path, data.count(b"\n", 0, error.start) + 1, 1, found)]
    lines = re.split(r"\r\n?|\n", text)
    facts = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if len(facts) > limits.RECORD_LINES.value:
        found = f"{len(facts)} lines; expected at most {limits.RECORD_LINES.value}. Remove those of other files."
        return None, [Problem(path, 1, 1, found)]
    reader = _RecordReader()
    problems = [
        Problem(path, number, 1, f"{fault} Restore the line, or remove it and run `python -m translate`.")
        for number, line in facts
        if (fault := reader.take(line))
    ]
    return (None, problems) if problems else (reader.record(), [])


class _RecordReader:
    """Collects the facts of a record's lines."""

    def __init__(self) -> None:
        self._segments: list[SegmentState] = []
        self._fields: dict[str, set[str]] = {}
        self._ends: list[str] = []
        self._unpaired: set[str] = set()
        self._sources: dict[str, str] = {}
        self._unplaced: list[str] = []

    def take(self, line: str) -> str:
        """Read one line; return what is wrong with it, empty where nothing is."""
        hidden = next(iter(characters.hidden(line)), None)
        if hidden is not None:
            return f"{hidden.what}; expected visible text."
        content = line.removeprefix("- ")
        for pattern, enter in (
            (_TEXT, self._text), (_FIELD, self._field), (_END, self._end), (_UNPAIRED, self._unpaired_source)
        ):  # fmt: skip
            match = pattern.fullmatch(content.rstrip())
            if match is not None and content != line:
                return enter(match)
        state = _segment(content.partition("  # ")[0].rstrip()) if content != line else None
        if state is None:
            return "no line of a record; expected `- SOURCE TEXT FORM STATE`, as `python -m translate` writes it."
        self._segments.append(state)
        return ""

    def _text(self, match: re.Match[str]) -> str:
        try:
            text = json.loads(match[2])
        except ValueError:
            return 'a text that is not quoted as JSON; expected `"…"`.'
        if match[1] == "source":
            self._sources[digest(text)] = text
        elif text not in self._unplaced:
            self._unplaced.append(text)
        return ""

    def _field(self, match: re.Match[str]) -> str:
        self._fields.setdefault(unquote(match["name"]), set()).add(match["digest"])
        return ""

    def _end(self, match: re.Match[str]) -> str:
        self._ends.append(match[1])
        return ""

    def _unpaired_source(self, match: re.Match[str]) -> str:
        self._unpaired.add(match[1])
        return ""

    def record(self) -> Record:
        """Return what was collected."""
        return Record(
            tuple(self._segments),
            {name: frozenset(found) for name, found in self._fields.items()},
            tuple(dict.fromkeys(self._ends)),
            frozenset(self._unpaired),
            self._sources,
            tuple(self._unplaced),
        )


def _segment(content: str) -> SegmentState | None:
    match = _SEGMENT.fullmatch(content)
    if match is None:
        return None
    source, target, form = (match[name].strip("~") for name in ("source", "target", "form"))
    state, rest = match["state"], match["rest"] or ""
    base = SegmentState(source, target, Provenance.MACHINE, match["newer"] or "", form=form)
    if not source and (match["newer"] or not target):
        return None
    if state in ("person", "reviewed"):
        return _by_person(base, state, rest)
    if len(rest) > limits.RECORD_NAME.value or bool(rest) == (state == "memory"):
        return None
    return base.made_by(Provenance.SOURCE if state == "untranslated" else Provenance.MACHINE, rest)


def _by_person(base: SegmentState, state: str, rest: str) -> SegmentState | None:
    signature = _signature(rest)
    if signature is not None:
        return base.signed(Provenance.PERSON if state == "person" else Provenance.MACHINE, *signature)
    return None if rest or state == "reviewed" else base.signed(Provenance.PERSON, "", None)


def _signature(rest: str) -> tuple[str, date] | None:
    """Read the name and day of a person; None where they are none."""
    match = _SIGNED.fullmatch(rest)
    if match is None or not can_sign(match["who"]):
        return None
    try:
        return match["who"], date.fromisoformat(match["on"])
    except ValueError:
        return None


def can_sign(name: str) -> bool:
    """Whether a person's name can stand in a record: one line without signs that YAML would take for its own."""
    return (
        0 < len(name) <= limits.RECORD_NAME.value
        and " ".join(name.split()) == name
        and not re.search(r"[#:\"]", name)
        and not any(True for _ in characters.hidden(name))
    )


def write(record: Record, before: bytes | None, sources_md: Iterable[str] = ()) -> bytes:
    """Return a record's bytes; a fact that stood there keeps its line.

    Args:
        record: what to write.
        before: the file as it lies there; None for a new one.
        sources_md: texts of sources, for the comments.
    """
    text = (before or b"").decode("utf-8-sig", "replace")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = re.split(r"\r\n?|\n", text)
    kept = _lines_by_state(lines)
    comments = [line for line in lines if line.startswith("#")] or [_HEADER]
    excerpts = {digest(md): _excerpt(md) for md in sources_md}
    facts = [kept.get(state) or _line(state, excerpts.get(state.source, "")) for state in record.segments]
    facts += _further_facts(record)
    return ((newline * 2).join(["\n".join(comments).replace("\n", newline), *facts]) + newline).encode()


def _lines_by_state(lines: Iterable[str]) -> dict[SegmentState, str]:
    """Return the lines of segments as they stand: a comment behind one is its author's."""
    return {
        state: line.rstrip()
        for line in lines
        if line.startswith("- ") and (state := _segment(line[2:].partition("  # ")[0].rstrip())) is not None
    }


def _further_facts(record: Record) -> list[str]:
    fields = [(_field_name(name), value) for name, values in record.fields.items() for value in sorted(values)]
    return [
        *(f"- end {form}" for form in record.ends),
        *(f"- field {name} {value}" for name, value in fields),
        *(f"- unpaired {value}" for value in sorted(record.unpaired)),
        *(f"- source {_quoted(md)}" for md in record.sources.values()),
        *(f"- unplaced {_quoted(md)}" for md in record.unplaced),
    ]


def joined(before: bytes, after: bytes) -> bytes:
    """Return a record that holds the facts of two: each newer line stands beside the one that it replaces.

    Args:
        before: the record as it lies there.
        after: the record as it is to be.
    """
    old, new = (re.split(rb"(?:\r\n?|\n){2,}", data.strip()) for data in (before, after))
    lines: list[bytes] = []
    for operation, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        lines += old[first:last] if operation == "equal" else new[start:stop] + old[first:last]
    return b"\n\n".join(lines) + b"\n"


def _line(state: SegmentState, excerpt: str) -> str:
    source = (state.source or "~") + (f">{state.stale_against}" if state.stale_against else "")
    who = f"{state.who} {state.on.isoformat()}" if state.on is not None else state.who
    words = ["-", source, state.target or "~", state.form or "~", state.word, *([who] if who else [])]
    return " ".join(words) + (f"  # {excerpt}" if excerpt else "")


def _field_name(name: str) -> str:
    return name if re.fullmatch(r"[\w-]{1,100}", name) else quote(name, safe="", errors="surrogateescape")


def _excerpt(md: str) -> str:
    """Return how a source begins, as a comment can hold it."""
    text = " ".join(characters.without_hidden(md).split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"


def _quoted(text: str) -> str:
    """Write a text on one line, so that it is both JSON and a plain scalar of YAML."""
    dumped = json.dumps(text, ensure_ascii=any(True for _ in characters.hidden(text)) or not text.isprintable())
    return _YAML_SIGNS.sub(r"\\u0020", dumped)
