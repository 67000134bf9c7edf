"""The translation memory: pairs of source and target segments with their origin, as plain text.

One file per direction, `<source>.<target>.tsv`: a header line, then one pair per line, tab-separated, sorted, so that
two branches merge by lines and a pull request shows what was learned. A target from a person never gives way to one
from a machine. There is at most one machine's target per source, but as many people's as there are opinions.

Finished pairs first go to a journal, one line each, so that a killed run loses none; `Memory.save` merges the journal
into the file. Every access to the disk holds a lock on the folder, so that runs at the same time do not damage each
other. The memory is derived from the files under `content/` and can be deleted and built again from them.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from translate.core import content
from translate.core.conflict_markers import conflict_problems
from translate.core.files import locked, write_atomically
from translate.core.languages import Direction
from translate.core.limits import LINE, MEMORY_FILE
from translate.core.problem import Problem
from translate.memory.digest import digest

_log = logging.getLogger(__name__)

PERSON = "person"
"""Origin of a target that a person wrote, corrected or accepted."""

HEADER = ("source", "target", "origin", "when")


@dataclass(frozen=True, order=True)
class Unit:
    """One pair of the memory."""

    source: str
    """Source segment, Markdown, one logical line."""
    target: str
    """Target segment, Markdown."""
    origin: str = PERSON
    """`person`, or the name of the engine that made the target, such as `argos en-zh 1.9`."""
    when: str = ""
    """Day on which a person's target was first seen, `YYYY-MM-DD`; empty for a machine's."""

    @property
    def by_person(self) -> bool:
        """Whether a person wrote, corrected or accepted the target."""
        return self.origin == PERSON


@dataclass(frozen=True)
class FuzzyMatch:
    """A unit whose source resembles a text; offered to people, never applied."""

    unit: Unit
    """The unit found."""
    similarity: float
    """0 to 1; 1 is equal."""


class Memory:
    """The memory of one direction, in the process and on disk."""

    def __init__(self, path: Path | None = None, *, today: date | None = None) -> None:
        """Start empty; `path` is the file, None for a memory in this process only.

        `learned` tells whether what people say has changed since.
        """
        self.path = path
        self.today = (today or date.today()).isoformat()
        self._units: dict[tuple[str, str], Unit] = {}
        self._machine: dict[str, Unit] = {}
        self._people: dict[str, dict[str, Unit]] = {}
        self._sources: dict[str, str] = {}
        self.learned = False
        self._changed = False

    @classmethod
    def open(cls, folder: Path | None, direction: Direction, *, keep: bool = True) -> tuple["Memory", list[Problem]]:
        """Read the memory of one direction, with what killed runs left in the journal.

        Args:
            folder: where memories lie; None for one in this process only.
            direction: which one.
            keep: whether what is added goes to the disk; False only reads.

        Returns:
            The memory, and a problem for each line that is none. Such a line is left out, and left in the file.
        """
        if folder is None:
            return cls(), []
        if folder.is_symlink():
            found = "a symbolic link; expected the folder of the memories itself. Name that one, or put it here."
            return cls(), [Problem(folder, 0, 0, found)]
        memory = cls(folder / f"{direction.source}.{direction.target}.tsv")
        problems: list[Problem] = []
        if folder.is_dir():
            with locked(folder):
                units, problems = memory._read()
                for unit in units:
                    memory._enter(unit)
        _log.debug("%s: %d units read%s", memory.path, len(memory), "" if keep else ", none will be written")
        if not keep:
            memory.path = None
        return memory, problems

    def find(self, source_md: str) -> Unit | None:
        """Return the best unit for a source: the newest of people's, else the machine's, else None."""
        people = self._people.get(source_md)
        if people:
            return max(people.values(), key=lambda unit: (unit.when, unit.target))
        return self._machine.get(source_md)

    def of(self, source_md: str) -> list[Unit]:
        """Return every unit of a source, people's first."""
        machine = self._machine.get(source_md)
        return [*sorted(self._people.get(source_md, {}).values()), *([machine] if machine else [])]

    def person(self, source_md: str) -> Unit | None:
        """Return the newest unit by a person, or None."""
        unit = self.find(source_md)
        return unit if unit is not None and unit.by_person else None

    def source_of(self, source_digest: str) -> str | None:
        """Return the source segment with this `digest.digest`, or None when it is not known."""
        return self._sources.get(source_digest)

    def fuzzy(self, source_md: str, *, least: float = 0.7, limit: int = 3) -> list[FuzzyMatch]:
        """Return units with a similar but not equal source, most similar first.

        Similarity is the ratio of Ratcliff and Obershelp over words, Chinese over characters.

        Args:
            source_md: the text to compare with.
            least: smallest similarity worth showing.
            limit: how many to return at most.
        """
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(words(source_md))
        found: list[FuzzyMatch] = []
        for unit in self:
            if unit.source == source_md:
                continue
            matcher.set_seq1(words(unit.source))
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least:
                found.append(FuzzyMatch(unit, matcher.ratio()))
        return sorted(found, key=lambda match: (-match.similarity, match.unit))[:limit]

    def add(self, source_md: str, target_md: str, origin: str, when: str = "") -> None:
        """Remember a pair, in the process and in the journal at once.

        Args:
            source_md: source segment.
            target_md: target segment.
            origin: `person` or the name of an engine.
            when: day of a person's text, `YYYY-MM-DD`; empty for today.
        """
        self.merge([Unit(source_md, target_md, origin, (when or self.today) if origin == PERSON else "")])

    def merge(self, units: Iterable[Unit]) -> None:
        """Remember pairs from elsewhere; units by a person that are here already stay as they are."""
        for unit in units:
            key = unit.source, unit.target
            known = self._units.get(key)
            if known is not None and (known.by_person or known.origin == unit.origin):
                continue
            self._enter(unit)
            self._changed = True
            self.learned = self.learned or unit.by_person
            if self.path is not None:
                self._journal("+", unit)

    def forget(self, source_md: str, target_md: str) -> None:
        """Drop a pair that its author replaced with a better one."""
        unit = self._units.get((source_md, target_md))
        if unit is None:
            return
        self._drop(unit)
        self._changed = True
        self.learned = self.learned or unit.by_person
        if self.path is not None:
            self._journal("-", unit)

    def save(self) -> bool:
        """Merge journal and file; write only when something changed.

        Returns:
            Whether the file was written.
        """
        if self.path is None or not (self._changed or self._journal_path().exists()):
            return False
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path.parent):
            units, problems = self._read()
            broken = {problem.line for problem in problems}
            if 0 in broken:
                return False  # a file that was not read is not written over
            merged = Memory()
            for unit in units:
                merged._enter(unit)
            text = "\t".join(HEADER) + "\n" + "".join(_line(unit) for unit in sorted(merged))
            if broken and self.path.exists():
                kept = [line for number, line in enumerate(self._lines(self.path), 1) if number in broken]
                text += "".join(f"{line}\n" for line in kept)
            before = self.path.read_bytes() if self.path.exists() else b""
            changed = before != text.encode("utf-8", "surrogateescape")
            if changed:
                write_atomically(self.path, text.encode("utf-8", "surrogateescape"))
            self._journal_path().unlink(missing_ok=True)
        self._changed = False
        return changed

    def __iter__(self) -> Iterator[Unit]:
        yield from self._units.values()

    def __len__(self) -> int:
        return len(self._units)

    def _enter(self, unit: Unit) -> None:
        key = unit.source, unit.target
        known = self._units.get(key)
        if known is not None:
            if known.by_person and (not unit.by_person or known.when <= unit.when):
                return
            self._drop(known)
        if unit.by_person:
            self._people.setdefault(unit.source, {})[unit.target] = unit
        else:
            earlier = self._machine.get(unit.source)
            if earlier is not None:
                self._drop(earlier)
            self._machine[unit.source] = unit
        self._units[key] = unit
        self._sources.setdefault(digest(unit.source), unit.source)

    def _drop(self, unit: Unit) -> None:
        self._units.pop((unit.source, unit.target), None)
        if unit.by_person:
            self._people.get(unit.source, {}).pop(unit.target, None)
        elif self._machine.get(unit.source) == unit:
            del self._machine[unit.source]

    def _journal_path(self) -> Path:
        assert self.path is not None
        return self.path.with_suffix(".journal")

    def _journal(self, sign: str, unit: Unit) -> None:
        assert self.path is not None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path.parent), self._open_journal() as journal:
            size = journal.seek(0, 2)
            if size:
                journal.seek(size - 1)
                if journal.read(1) != b"\n":
                    # A run was killed within a line; that unit was not finished.
                    journal.seek(0)
                    journal.truncate(journal.read().rfind(b"\n") + 1)
            journal.write(f"{sign}\t{_line(unit)}".encode("utf-8", "surrogateescape"))

    def _open_journal(self) -> IO[bytes]:
        """Open the journal to read and append, never what somebody laid in its place to lead elsewhere.

        Raises:
            OSError: it is a link, or cannot be written.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(self._journal_path(), flags, 0o666), "ab+")

    @staticmethod
    def _lines(path: Path) -> list[str]:
        data, _ = content.read_bytes(Path(), path, MEMORY_FILE)
        return (data or b"").decode("utf-8", "surrogateescape").split("\n")[:-1]

    def _read(self) -> tuple[list[Unit], list[Problem]]:
        """Read file and journal; the caller holds the lock."""
        assert self.path is not None
        for path in (self.path, self._journal_path()):
            unread = content.read_bytes(Path(), path, MEMORY_FILE)[1] if os.path.lexists(path) else []
            if unread:
                return [], unread
        units: dict[tuple[str, str], Unit] = {}
        problems = self._read_file(units) if self.path.exists() else []
        if self._journal_path().exists():
            self._read_journal(units)
        return list(units.values()), problems

    def _read_file(self, units: dict[tuple[str, str], Unit]) -> list[Problem]:
        """Add the file's units; return a problem for each line that holds none."""
        assert self.path is not None
        problems = []
        for number, line in enumerate(self._lines(self.path), 1):
            message = _fault(line)
            unit = None if message else _unit(line)
            if unit is not None:
                key = unit.source, unit.target
                if key not in units or not units[key].by_person:
                    units[key] = unit
            elif not message and (number > 1 or line.split("\t") != list(HEADER)):
                message = (
                    f"{line.count(chr(9)) + 1} fields found; {len(HEADER)} expected: {', '.join(HEADER)}. "
                    "Mend or delete the line."
                )
            if message:
                problems.append(Problem(self.path, number, 1, message))
        return problems

    def _read_journal(self, units: dict[tuple[str, str], Unit]) -> None:
        """Add and remove the journal's units."""
        # What follows the last line end was being written when its run was killed.
        for line in self._lines(self._journal_path()):
            sign, _, rest = line.partition("\t")
            unit = _unit(rest)
            if unit is None or sign not in ("+", "-"):
                continue
            units.pop((unit.source, unit.target), None)
            if sign == "+":
                units[unit.source, unit.target] = unit


def words(text: str) -> list[str]:
    """Cut a text into what is compared: words, single Chinese characters, single other signs."""
    return _WORD.findall(text)


_WORD = re.compile(r"[㐀-鿿豈-﫿]|\w+?(?=[㐀-鿿豈-﫿]|\b)|[^\w\s]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
_UNESCAPES = {escaped: char for char, escaped in _ESCAPES.items()}


def _escape(text: str) -> str:
    return re.sub(r"[\\\t\n\r\0]", lambda match: _ESCAPES[match[0]], text)


def _unescape(text: str) -> str:
    return re.sub(r"\\[\\tnr0]", lambda match: _UNESCAPES[match[0]], text)


def _line(unit: Unit) -> str:
    return "\t".join(_escape(part) for part in (unit.source, unit.target, unit.origin, unit.when)) + "\n"


def _fault(line: str) -> str:
    """Return what no segment can hold, as the message of a problem; empty where there is nothing."""
    if conflict_problems(line, Path()) or line.startswith(("=======", "|||||||")):
        return "a merge that is not finished found; both sides' lines expected. Remove this line, keep the others."
    if "\0" in line:
        return "U+0000 found; `\\0` or text expected. Mend or delete the line."
    longest = max(map(len, line.split("\t")))
    if longest > LINE.value:
        return f"a field of {longest:,} characters found; at most {LINE.value:,} expected. Mend or delete the line."
    return ""


def _unit(line: str) -> Unit | None:
    parts = [_unescape(part) for part in line.split("\t")]
    if len(parts) != len(HEADER) or not parts[0] or not parts[2] or parts == list(HEADER):
        return None
    return Unit(*parts)
