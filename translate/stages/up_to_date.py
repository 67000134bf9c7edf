"""What the last runs found up to date, so that a run in which nothing changed reads bytes and nothing else.

A translation is known to be up to date when the bytes of its original, its own, its record's, its memory's, our code's
and our configuration's are those of a run that had nothing to say about it. Kept in `.cache/`; deleting it costs
seconds.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from translate.core.files import cache, write_atomically
from translate.core.languages import Direction
from translate.stages.discovery import Task

_log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]


class Current:
    """The translations known to be up to date."""

    def __init__(self, memory: Path | None, settings: Sequence[str]) -> None:
        """Read what is known.

        Args:
            memory: folder of the memories; None for none.
            settings: whatever else changes what a run does.
        """
        self._file = cache() / "current.json"
        self._memory = memory
        self._settings = "\0".join([*settings, _code()])
        self._memories: dict[Direction, str] = {}
        self._known: dict[str, str] = {}
        with suppress(OSError, ValueError):
            found = json.loads(self._file.read_text(encoding="utf-8"))
            self._known = {str(path): str(key) for path, key in found.items()} if isinstance(found, dict) else {}

    def review(self, task: Task) -> str | None:
        """Return who has checked a translation if nothing changed since a run that had nothing to say; else None."""
        key, _, review = self._known.get(_name(task), "").partition(" ")
        same = bool(key) and key == self._key(task)
        why = "nothing changed since a run that had nothing to say" if same else "not known to be up to date, read"
        _log.debug("%s: %s", task.translation, why)
        return review if same else None

    def keep(self, reviews: Mapping[Task, str | None]) -> None:
        """Record the translations that a run had nothing to say about; the memories are saved.

        Args:
            reviews: for each who has checked it, None for one that there was something to say about.
        """
        self._memories.clear()
        known = {path: key for path, key in self._known.items() if Path(path).exists()}
        for task, review in reviews.items():
            known.pop(_name(task), None)
            key = self._key(task) if review is not None else None
            if key is not None:
                known[_name(task)] = f"{key} {review}"
        if known == self._known:
            return
        self._known = known
        # A cache that cannot be written must not stop a run.
        with suppress(OSError):
            write_atomically(self._file, json.dumps(known, indent=0, sort_keys=True).encode())

    def _key(self, task: Task) -> str | None:
        try:
            files = [path.read_bytes() for path in (task.original, task.translation, task.record)]
        except OSError:
            return None
        if task.direction not in self._memories:
            self._memories[task.direction] = _digest(self._memory_files(task.direction))
        return _digest([*files, self._memories[task.direction].encode(), self._settings.encode()])

    def _memory_files(self, direction: Direction) -> Iterable[bytes]:
        if self._memory is None:
            return
        for suffix in ("tsv", "journal"):
            file = self._memory / f"{direction.source}.{direction.target}.{suffix}"
            yield file.read_bytes() if file.exists() else b"-"


def _name(task: Task) -> str:
    return str(task.translation.resolve())


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _code() -> str:
    """Name the state of our code and of the configuration that says what is prose."""
    files = [*sorted((ROOT / "translate").rglob("*.py")), ROOT / "mkdocs.yml"]
    states = [(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]
    return _digest([repr(states).encode()])
