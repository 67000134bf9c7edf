"""Records of earlier releases, which stood in the front matter, and what they become.

Until November 2026 the `translation:` block held, beside `from`, the keys of `FORMER_KEYS`: one engine and one status
for the whole file, digests of all segments in one line, the day and name of a review.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from translate.core import content
from translate.core.files import write_atomically
from translate.markdown.front_matter_editor import FrontMatterEditor
from translate.memory.digest import digest
from translate.stages import record, source_file
from translate.stages.discovery import Task
from translate.stages.record import Record
from translate.stages.segment_state import Provenance, SegmentState
from translate.stages.source_file import SourceFile
from translate.stages.translation_block import FORMER_KEYS, NAME

_EDITORS = "editors"
_WORD = re.compile(r"([0-9a-f]+|-)(?:>([0-9a-f]+))?/([0-9a-f]+|-)([+!]?)")
_SIGNS = {"": Provenance.MACHINE, "+": Provenance.PERSON, "!": Provenance.SOURCE}


def migrate(task: Task, prose: Sequence[str]) -> Path | None:
    """Move the record of a task's translation, if one stands in its front matter.

    Args:
        task: the files.
        prose: front matter fields that are translated.

    Returns:
        The translation's path where something was moved, else None.
    """
    original, _ = content.read_bytes(Path(), task.original)
    translation, _ = content.read_bytes(Path(), task.translation)
    if original is None or translation is None:
        return None
    moved = migrated(original, translation, task.translation, prose)
    if moved is None:
        return None
    data, record_data = moved
    # The record first: until the block loses it, it is only there twice.
    if record_data is not None:
        write_atomically(task.record, record_data)
    write_atomically(task.translation, data)
    return task.translation


def migrated(
    original: bytes, translation: bytes, path: Path, prose: Sequence[str]
) -> tuple[bytes, bytes | None] | None:
    """Move a translation's record out of its front matter.

    Args:
        original: the original's bytes.
        translation: the translation's.
        path: the translation's path.
        prose: front matter fields that are translated.

    Returns:
        The translation's bytes, which lack the former keys and nothing else, and those of its record, None where there
        was none; None where nothing is to be moved.
    """
    file, _ = source_file.read(translation, path, prose)
    values = file.document.values.get(NAME)
    if not isinstance(values, dict) or not any(key in values for key in FORMER_KEYS):
        return None
    source, _ = source_file.read(original, path, prose)
    recorded = _record(values, source, file)
    gone = [*FORMER_KEYS, *(("by", "on") if recorded is not None or not _signature(values) else ())]
    document = file.document
    for key in gone:
        document = FrontMatterEditor(document).remove(key, within=NAME)
    texts_md = [part.md for part in source.text.parts]
    return document.replace([]), None if recorded is None else record.write(recorded, None, texts_md)


def _record(values: dict[str, Any], source: SourceFile, file: SourceFile) -> Record | None:
    words = str(values.get("segments") or "").split()
    copied = _copied(values)
    unplaced = tuple(map(str, _list(values.get("unplaced"))))
    if words == ["unpaired"]:
        return Record(fields=copied, unpaired=frozenset(source.digests), unplaced=unplaced)
    found = [_WORD.fullmatch(word) for word in words]
    if not words or None in found:
        return None
    states = [_state(match, values, file) for match in found if match is not None]
    same = [state.stale_against or state.source for state in states if state.source] == source.digests
    forms = (*source.text.forms[:-1], *[""] * len(states)) if same else ("",) * len(states)
    return Record(
        tuple(replace(state, form=form) for state, form in zip(states, forms, strict=False)),
        copied,
        (source.text.forms[-1],) if same else (),
        sources=_earlier_sources(values),
        unplaced=unplaced,
    )


def _earlier_sources(values: dict[str, Any]) -> dict[str, str]:
    stale = [entry for entry in _list(values.get("stale")) if isinstance(entry, dict) and entry.get("was")]
    return {digest(str(entry["was"])): str(entry["was"]) for entry in stale}


def _copied(values: dict[str, Any]) -> dict[str, frozenset[str]]:
    fields = dict(word.rpartition("/")[::2] for word in str(values.get("copied") or "").split())
    return {name: frozenset((value,)) for name, value in fields.items()}


def _state(match: re.Match[str], values: dict[str, Any], file: SourceFile) -> SegmentState:
    source, newer, target, sign = match.groups(default="")
    provenance = _SIGNS[sign]
    state = SegmentState(source.strip("-"), target.strip("-"), provenance, newer)
    signature = _signature(values) if values.get("status") == "reviewed" else _item_signature(state, values, file)
    if signature is not None and provenance is not Provenance.SOURCE:
        return state.signed(provenance, *signature)
    if provenance is Provenance.PERSON:
        return state
    engine = str(values.get("engine") or "")
    return state.made_by(provenance, engine if engine and engine != _EDITORS else "memory" if sign else "")


def _item_signature(state: SegmentState, values: dict[str, Any], file: SourceFile) -> tuple[str, date] | None:
    """Return who reviewed the item that a text stands in."""
    items = values.get("reviewed")
    if state.target not in file.digests or not isinstance(items, dict):
        return None
    item = items.get(f"item-{file.sections[file.digests.index(state.target)]}")
    return _signature(item) if isinstance(item, dict) else None


def _signature(values: dict[str, Any]) -> tuple[str, date] | None:
    by, on = " ".join(str(values.get("by") or "").split()), values.get("on")
    return (by, on) if type(on) is date and record.can_sign(by) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
