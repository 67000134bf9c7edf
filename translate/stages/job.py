"""One original and its translation on their way through a run."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate.core import content
from translate.core.engine_registry import LITERAL
from translate.core.languages import Direction
from translate.core.problem import Problem
from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory
from translate.stages import copied_fields, record, revision, source_file
from translate.stages.discovery import Task
from translate.stages.record import UNTRANSLATED, Record
from translate.stages.report import State
from translate.stages.revision import Existing, Provenance, Revision
from translate.stages.source_file import SourceFile

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TranslationJob:
    """What is known of one task."""

    task: Task
    """The files and languages."""
    source: SourceFile
    """The original."""
    data: bytes | None = None
    """The translation's bytes; None where there is none."""
    existing: SourceFile | None = None
    """The translation."""
    record: Record | None = None
    """Its block."""
    state: State | None = None
    """Set where the file is to be left alone: that is how it stands."""
    revision: Revision = field(default_factory=lambda: Revision(()))
    """What becomes of each segment."""

    @property
    def marker(self) -> str:
        """What stands before a segment left in the language of the original."""
        return UNTRANSLATED[self.task.target]

    def people(self, prose: Sequence[str]) -> copied_fields.Kept:
        """Return the fields that people changed."""
        if self.existing is None or self.record is None:
            return copied_fields.Kept({}, {})
        return copied_fields.kept(self.source.document, self.existing.document, self.record.copied, prose)


def read(task: Task, prose: Sequence[str]) -> tuple[TranslationJob | None, list[Problem]]:
    """Read a task's files.

    Args:
        task: which.
        prose: front matter fields that are translated.

    Returns:
        The work, or None where a file cannot be read, and what is wrong with the files.
    """
    return content.isolated(task.original, lambda: _read(task, prose))


def _read(task: Task, prose: Sequence[str]) -> tuple[TranslationJob | None, list[Problem]]:
    data, problems = content.read_bytes(Path(), task.original)
    if data is None:
        return None, problems
    source, found = source_file.read(data, task.original, prose)
    problems += found
    work = TranslationJob(task, source)
    # A link that leads nowhere does not exist for `exists`, and must not be written through.
    if os.path.lexists(task.translation):
        there, more = content.read_bytes(Path(), task.translation)
        problems += more
        if there is not None:
            existing, found = source_file.read(there, task.translation, prose)
            problems += found
            block = record.read(existing.document)
            work = replace(work, data=there, existing=existing, record=block, state=_state(source, block))
            problems += _unclear_items(source, existing, block)
    return (None, problems) if problems else (work, [])


def _unclear_items(source: SourceFile, existing: SourceFile, block: Record | None) -> list[Problem]:
    """Report a file whose items cannot be told apart while a person answers for some: no review may move or be lost."""
    if block is None or not (block.reviewed or block.status == record.REVIEWED):
        return []
    found = "the items cannot be told apart, so the file is left as it is; expected each heading on a line of its own."
    return [
        Problem(file.document.path, 1, 1, f"{found} Write every headline as `## Headline`.")
        for file in (source, existing)
        if file.document.sections is None
    ]


def revise(work: TranslationJob, memory: Memory, *, engine: str, force: bool) -> TranslationJob:
    """Decide what becomes of each segment.

    Args:
        work: the files; left as it is where its state is set.
        memory: remembers sources by their digest.
        engine: name of the engine asked for.
        force: whether to translate machines' texts again.
    """
    if work.state is not None:
        return work
    known = {digest(part.md): part.md for part in work.source.text.parts}
    existing: Existing | None = None
    if work.existing is not None and work.record is not None and work.record.entries is not None:
        block = work.record
        for stale in block.stale:
            known |= {digest(text): text for text in (stale.was, stale.now) if text}
        existing = Existing(
            work.existing.text,
            work.record.entries,
            block.shape,
            frozenset(one.segment - 1 for one in block.stale),
            _reviewed(work.existing, block),
            block.engine in LITERAL and block.engine != engine,
        )

    def recall(key: str) -> str | None:
        return known.get(key) or memory.source_of(key)

    decided = revision.revise(work.source.text, existing, recall=recall, marker=work.marker, force=force)
    return replace(work, revision=decided, state=None if decided.conflict is None else State.CONFLICT)


def update_memory(works: Sequence[TranslationJob], memories: dict[Direction, Memory]) -> None:
    """Put people's texts into the memories, then what machines made where a memory has nothing."""
    corrections = [
        (memories[work.task.direction], correction)
        for work in works
        for correction in work.revision.corrections
        if correction.source_md
    ]
    for memory, correction in corrections:
        for unit in memory.of(correction.source_md) if correction.instead_of else ():
            if unit.by_person and digest(unit.target) == correction.instead_of:
                memory.forget(unit.source, unit.target)
                _log.debug("forgotten: a person replaced it: %s", unit.target)
    # Only then: what was replaced in one place may still stand in another.
    for memory, correction in corrections:
        memory.add(correction.source_md, correction.target_md, PERSON)
        _log.debug("remembered as a person's: %s", correction.target_md)
    for work in works:
        memory = memories[work.task.direction]
        engine = work.record.engine if work.record is not None else ""
        if engine in ("", record.EDITORS, *LITERAL):
            continue
        for slot in work.revision.plans:
            if (
                slot.action is revision.Action.KEEP
                and slot.provenance is Provenance.MACHINE
                and memory.find(slot.source_md) is None
            ):
                memory.add(slot.source_md, slot.text_md, engine)


def _state(source: SourceFile, block: Record | None) -> State | None:
    if block is None:
        return State.TWO_ORIGINALS
    if block.unpaired:
        return State.CURRENT if block.source == source.digest else State.UNPAIRED
    return State.PENDING if block.entries is None else None


def _reviewed(existing: SourceFile, block: Record) -> frozenset[int]:
    return frozenset(
        place
        for place, section in enumerate(existing.sections)
        if block.status == record.REVIEWED or f"item-{section}" in block.reviewed
    )
