"""People's texts as the last run on this machine found them, so that the next one can tell what replaced what.

The record says nothing of a person's edit, so that it stays out of merges. Kept in `.cache/`; where it is missing, an
earlier version of an edited text stays in the memory beside the newer one, and nothing else changes.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

from translate.core.files import cache, write_atomically
from translate.stages.discovery import Task
from translate.stages.segment_state import SegmentState


class LastSeen:
    """The digests of people's texts by translation and line of its record."""

    def __init__(self) -> None:
        """Read what is known."""
        self._file = cache() / "last-seen.json"
        self._known: dict[str, dict[str, str]] = {}
        with suppress(OSError, ValueError):
            found = json.loads(self._file.read_text(encoding="utf-8"))
            self._known = {
                str(path): {str(key): str(value) for key, value in texts.items()}
                for path, texts in (found.items() if isinstance(found, dict) else ())
                if isinstance(texts, dict)
            }
        self._before = dict(self._known)

    def of(self, task: Task, states: Sequence[SegmentState]) -> dict[int, str]:
        """Return the digests that are known, by index in `states`."""
        known = self._known.get(_name(task), {})
        return {index: known[key] for index, key in enumerate(_keys(states)) if key in known} if known else {}

    def keep(self, task: Task, states: Sequence[SegmentState], texts: Mapping[int, str]) -> None:
        """Remember what a run found.

        Args:
            task: whose.
            states: the lines of its record.
            texts: digests of people's texts that the lines do not tell, by index in `states`.
        """
        keys = _keys(states)
        self._known.pop(_name(task), None)
        if texts:
            self._known[_name(task)] = {keys[index]: text for index, text in texts.items()}

    def save(self) -> None:
        """Write what changed."""
        if self._known != self._before:
            # A cache that cannot be written must not stop a run.
            with suppress(OSError):
                write_atomically(self._file, json.dumps(self._known, indent=0, sort_keys=True).encode())


def _keys(states: Sequence[SegmentState]) -> list[str]:
    """Name lines by their digests, equal ones by their order."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for state in states:
        name = f"{state.source}/{state.target}"
        keys.append(f"{name}/{seen[name]}")
        seen[name] += 1
    return keys


def _name(task: Task) -> str:
    return str(task.translation.resolve())
