"""Why segments were left in the language of the original: kept in `.cache/`, so that later runs and `--check` say it.

The record of a translation says which segments were left, not why: a reason is worth nothing to who reads the text.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from translate.core.files import cache, write_atomically
from translate.core.languages import Direction
from translate.memory.digest import digest

_MOST = 5_000
"""Reasons that are kept, the newest."""


def known() -> dict[str, str]:
    """Return what earlier runs on this machine gave as reasons, by `key`."""
    with suppress(OSError, ValueError):
        found = json.loads(_file().read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(key): str(reason) for key, reason in found.items()}
    return {}


def save(reasons: Mapping[str, str]) -> None:
    """Remember reasons by `key`, the newest last; an empty one is none."""
    kept = dict([(key, reason) for key, reason in reasons.items() if reason][-_MOST:])
    if kept != known():
        # A reason is a courtesy: a cache that cannot be written must not stop a run.
        with suppress(OSError):
            write_atomically(_file(), json.dumps(kept, indent=0).encode())


def key(direction: Direction, source_md: str) -> str:
    """Return what a segment's reason is kept under."""
    return f"{direction} {digest(source_md)}"


def _file() -> Path:
    return cache() / "refusals.json"
