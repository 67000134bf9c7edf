"""What a run did and found, for people and for programs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from translate.core.problem import Problem
from translate.machine.engine import Repairs, Usage
from translate.stages.discovery import Task


class State(Enum):
    """How a translation stands after the run, or, where nothing was to be written, before it."""

    CURRENT = "current"
    """Up to date; nothing was written."""
    WRITTEN = "written"
    """Written in this run."""
    OUTDATED = "outdated"
    """The original or a memory has something that the translation has not."""
    MISSING = "missing"
    """There is no translation yet."""
    PENDING = "pending"
    """People's translation, never recorded as up to date (`--accept`)."""
    UNPAIRED = "unpaired"
    """Accepted with blocks of its own; the original changed since."""
    CONFLICT = "conflict"
    """Blocks changed on both sides and differ; left alone."""
    TWO_ORIGINALS = "two originals"
    """Neither file has a `translation:` block; left alone."""
    CHANGED = "changed meanwhile"
    """Someone saved the translation during the run; left alone."""
    FAILED = "failed"
    """A file could not be read."""


BLOCKED = frozenset((State.CONFLICT, State.CHANGED))
"""States in which a run could not do what it was asked to: exit code 1."""
UNFINISHED = frozenset(State) - {State.CURRENT, State.WRITTEN}
"""States that `--check` reports."""


@dataclass(frozen=True)
class FileReport:
    """One translation."""

    task: Task
    """Which."""
    state: State
    """How it stands."""
    segments: int = 0
    """Segments of the original."""
    people: int = 0
    """Segments that hold a person's text, stale ones included."""
    from_memory: int = 0
    """Segments taken from the memory in this run."""
    translated: int = 0
    """Segments that the engine translated in this run."""
    waiting: int = 0
    """Segments that wait for an engine."""
    review: str = ""
    """`reviewed`, `machine`, or `machine but for item-1, item-3`; empty where there is no translation."""
    stale: tuple[Problem, ...] = ()
    """People's texts whose source changed."""
    left: tuple[Problem, ...] = ()
    """Segments left in the language of the original."""
    notices: tuple[Problem, ...] = ()
    """What else people should look at; a fault only for `--check`."""
    similar: Mapping[str, Sequence[tuple[str, str, float]]] = field(default_factory=dict)
    """For stale and left segments, what the memory has for similar ones: source, target, similarity."""
    findings: tuple[Problem, ...] = ()
    """What guards and repairs said of segments translated in this run."""

    def with_state(self, state: State) -> "FileReport":
        """Return the report with another state."""
        return replace(self, state=state)

    @property
    def fine(self) -> bool:
        """Whether the translation is up to date and nobody has to look at it."""
        return self.state in (State.CURRENT, State.WRITTEN) and not (self.notices or self.stale or self.left)

    @property
    def repairs(self) -> tuple[Problem, ...]:
        """Values that this run put right in what the engine wrote: what was there, what stands now."""
        if not self.findings:
            return ()
        # Imported late: a run that changes nothing needs none of it.
        from translate.language import values

        return tuple(problem for problem in self.findings if problem.message.startswith(f"{values.REPAIRED}: "))

    @property
    def faults(self) -> tuple[Problem, ...]:
        """All that `--check` reports of the file."""
        unfinished: tuple[Problem, ...] = ()
        if self.state in _SAID:
            what = _SAID[self.state].format(original=self.task.original.as_posix())
            unfinished = (Problem(self.task.translation, 0, 0, what),)
        return (*unfinished, *self.notices, *self.stale, *self.left)

    def as_json(self) -> dict[str, Any]:
        """Return the record that `--json` prints."""
        return {
            "original": self.task.original.as_posix(),
            "translation": self.task.translation.as_posix(),
            "from": self.task.source,
            "to": self.task.target,
            "state": self.state.value,
            "review": self.review,
            "segments": self.segments,
            "people": self.people,
            "from_memory": self.from_memory,
            "translated": self.translated,
            "waiting": self.waiting,
            **{
                name: [{"line": one.line, "column": one.column, "message": one.message} for one in problems]
                for name, problems in (
                    ("stale", self.stale),
                    ("left", self.left),
                    ("notices", self.notices),
                    ("findings", self.findings),
                )
            },
            "similar": {
                source: [{"source": one, "target": other, "similarity": round(value, 3)} for one, other, value in found]
                for source, found in self.similar.items()
            },
        }


_SAID = {
    State.OUTDATED: "behind {original}; expected an up-to-date translation. Run `python -m translate`.",
    State.MISSING: "no translation of {original} yet; expected one. Run `python -m translate`.",
}


_LEFT_ALONE = {
    State.CONFLICT: "blocked",
    State.CHANGED: "changed meanwhile",
    State.PENDING: "never recorded",
    State.UNPAIRED: "no longer as accepted",
    State.FAILED: "unreadable",
}
"""How a summary names the files that it leaves alone; two originals are nothing to do."""


@dataclass(frozen=True)
class RunReport:
    """A whole run."""

    files: tuple[FileReport, ...] = ()
    """One per task, in order."""
    problems: tuple[Problem, ...] = ()
    """What keeps a file from being read or written: exit code 1."""
    messages: tuple[str, ...] = ()
    """Lines for people that belong to no one place: which model is missing, what failed."""
    failed: bool = False
    """Whether an engine or the disk failed in the middle of the run: exit code 1."""
    strategies: Mapping[str, int] = field(default_factory=dict)
    """How many segments each strategy gave."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """By the kind of the first finding (a guard, `recorded`, …): how many segments it left in their language."""
    seconds: float = 0.0
    """What the engine took."""
    learned: bool = False
    """Whether a memory learned from a person, so that other files may have to follow."""
    estimate: float | None = None
    """For `--dry-run`, seconds that the waiting segments would take; None where no speed is known."""
    usage: Usage = field(default_factory=Usage)
    """For `--dry-run`, what a language model would be asked for; else what it was asked for."""
    repairs: Repairs = field(default_factory=Repairs)
    """Segments that went to the engine of `--repair`."""

    @property
    def waiting(self) -> int:
        """Segments that wait for an engine."""
        return sum(file.waiting for file in self.files)

    def joined(self, other: "RunReport") -> "RunReport":
        """Return one report of two runs over different files."""
        return RunReport(
            files=tuple(sorted((*self.files, *other.files), key=lambda file: file.task)),
            problems=tuple(sorted({*self.problems, *other.problems})),
            messages=tuple(dict.fromkeys((*self.messages, *other.messages))),
            failed=self.failed or other.failed,
            strategies=Counter(self.strategies) + Counter(other.strategies),
            reasons=Counter(self.reasons) + Counter(other.reasons),
            seconds=self.seconds + other.seconds,
            learned=self.learned or other.learned,
            usage=self.usage + other.usage,
            repairs=self.repairs + other.repairs,
            estimate=None if self.estimate is None or other.estimate is None else self.estimate + other.estimate,
        )

    def summary(self) -> str:
        """Say in one line what was done."""
        states = Counter(file.state for file in self.files)
        translated = sum(one.translated for one in self.files)
        remembered = sum(one.from_memory for one in self.files)
        stale = sum(len(one.stale) for one in self.files)
        left = sum(len(one.left) for one in self.files)
        counts = (
            (states[State.WRITTEN], f"{count(states[State.WRITTEN], 'file')} written"),
            (translated, f"{count(translated, 'segment')} translated in {self.seconds:.1f} s"),
            (remembered, f"{remembered} from memory"),
            (states[State.CURRENT], f"{count(states[State.CURRENT], 'file')} up to date"),
            (stale, f"{stale} stale"),
            (left, f"{left} left in the original language"),
            (self.waiting, f"{count(self.waiting, 'segment')} not translated"),
            *((states[state], f"{count(states[state], 'file')} {what}") for state, what in _LEFT_ALONE.items()),
        )
        parts = [what for number, what in counts if number]
        if not parts and self.problems:
            return f"Nothing done: {count(len(self.problems), 'problem')}."
        parts += self._ways()
        return (", ".join(parts) or "Nothing to do") + "."

    def _ways(self) -> list[str]:
        """Say how engines came to their texts, and why to none."""
        parts: list[str] = []
        if any(strategy != "first" for strategy in self.strategies):
            strategies = ", ".join(f"{strategy} {number}" for strategy, number in self.strategies.items())
            parts.append(f"by strategy: {strategies}")
        if self.repairs.sent:
            parts.append(f"{self.repairs.sent} sent to the second engine, {self.repairs.repaired} repaired")
        if self.reasons:
            parts.append("left because: " + ", ".join(f"{kind} {number}" for kind, number in self.reasons.items()))
        return parts

    def as_json(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return {
            "files": [file.as_json() for file in self.files],
            "problems": [
                {"path": one.path.as_posix(), "line": one.line, "column": one.column, "message": one.message}
                for one in self.problems
            ],
            "messages": list(self.messages),
            "strategies": dict(self.strategies),
            "reasons": dict(self.reasons),
            "repairs": vars(self.repairs),
            "usage": vars(self.usage),
            "seconds": round(self.seconds, 3),
            "waiting": self.waiting,
            "estimate": None if self.estimate is None else round(self.estimate, 1),
        }


def count(number: int, noun: str) -> str:
    """Write a number with its noun: `1 file`, `2 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
