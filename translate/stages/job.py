"""One original and its translation on their way through a run: each file is read and parsed once and carried here."""

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate.core import content
from translate.core.engine_registry import LITERAL
from translate.core.languages import Direction
from translate.core.problem import Problem
from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory
from translate.stages import copied_fields, provenance, record, revision, source_file, translation_block
from translate.stages.discovery import Task
from translate.stages.last_seen import LastSeen
from translate.stages.matching import Correction, Existing, Recollection, settled
from translate.stages.provenance import TextProvenance
from translate.stages.record import UNTRANSLATED, Record
from translate.stages.report import State
from translate.stages.revision import Action, Revision
from translate.stages.segment_state import Provenance
from translate.stages.source_file import SourceFile
from translate.stages.translation_block import TranslationBlock

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
    block: TranslationBlock | None = None
    """Its block; None where it has none."""
    record_data: bytes | None = None
    """The record's bytes; None where there is none."""
    record: Record | None = None
    """Its record; None where there is none."""
    state: State | None = None
    """Set where the file is to be left alone: that is how it stands."""
    revision: Revision = field(default_factory=lambda: Revision(()))
    """What becomes of each segment."""

    @property
    def marker(self) -> str:
        """What stands before a segment left in the language of the original."""
        return UNTRANSLATED[self.task.target]

    @property
    def provenance(self) -> TextProvenance | None:
        """How the translation as it lies there came into its language; None where there is none or no block says."""
        if self.existing is None or self.block is None:
            return None
        if self.record is None:
            return provenance.of_unrecorded(self.block)
        stale = sum(plan.action is Action.MARK_STALE for plan in self.revision.plans)
        texts_md = [part.md for part in self.existing.text.parts]
        return provenance.of_text(self.task.source, self.record, texts_md, self.existing.sections, stale)

    def people(self, prose: Sequence[str]) -> copied_fields.Kept:
        """Return the fields that people changed."""
        if self.existing is None or self.record is None:
            return copied_fields.Kept({}, {})
        return copied_fields.kept(self.source.document, self.existing.document, self.record.fields, prose)


def read(task: Task, prose: Sequence[str]) -> tuple[TranslationJob | None, list[Problem]]:
    """Read a task's files.

    Args:
        task: which.
        prose: front matter fields that are translated.

    Returns:
        The job, or None where a file cannot be read, and what is wrong with the files.
    """
    return content.isolated(task.original, lambda: _read(task, prose))


def _read(task: Task, prose: Sequence[str]) -> tuple[TranslationJob | None, list[Problem]]:
    source, _, problems = _read_markdown(task.original, prose)
    if source is None:
        return None, problems
    found = TranslationJob(task, source)
    # A link that leads nowhere does not exist for `exists`, and must not be written through.
    if os.path.lexists(task.translation):
        existing, data, more = _read_markdown(task.translation, prose)
        problems += more
        if existing is not None:
            problems += translation_block.former_record(existing.document)
            block = translation_block.read(existing.document)
            recorded, record_data, more = _read_record(task)
            problems += more
            found = replace(found, data=data, existing=existing, block=block, record=recorded, record_data=record_data)
            found = replace(found, state=_state(found))
    elif os.path.lexists(task.record):
        # Its texts are gone, and so is what it says; what stands there must be a file to be written over.
        found = replace(found, record_data=content.read_bytes(Path(), task.record)[0])
    return (None, problems) if problems else (found, [])


def _read_markdown(path: Path, prose: Sequence[str]) -> tuple[SourceFile | None, bytes | None, list[Problem]]:
    data, problems = content.read_bytes(Path(), path)
    if data is None:
        return None, None, problems
    file, found = source_file.read(data, path, prose)
    return file, data, [*problems, *found]


def _read_record(task: Task) -> tuple[Record | None, bytes | None, list[Problem]]:
    if not os.path.lexists(task.record):
        return None, None, []
    data, problems = content.read_bytes(Path(), task.record)
    if data is None:
        return None, None, problems
    found, problems = record.read(data, task.record)
    return found, data, problems


def _state(job: TranslationJob) -> State | None:
    if job.block is None:
        return State.TWO_ORIGINALS
    if job.record is None:
        return State.PENDING
    if job.record.unpaired:
        return State.CURRENT if frozenset(job.source.digests) == job.record.unpaired else State.UNPAIRED
    return None


def existing_of(
    job: TranslationJob, *, engine: str = "", last_seen: Mapping[int, str] | None = None
) -> Existing | None:
    """Return the translation as revision sees it; None where there is no record to go by.

    Args:
        job: the files.
        engine: name of the engine asked for; the texts of other engines that are for tests are not kept.
        last_seen: people's texts that the last run found, by their index among the settled lines.
    """
    if job.existing is None or job.record is None:
        return None
    return Existing(
        job.existing.text,
        tuple(settled(job.record.segments, job.source.digests, job.existing.digests)),
        job.record.ends,
        last_seen or {},
        frozenset(LITERAL) - {engine},
    )


def decided(job: TranslationJob) -> Revision:
    """Return what becomes of each segment as far as the files alone tell."""
    return revision.revise(
        job.source.text, existing_of(job), known=recollection(job, Memory()), marker=UNTRANSLATED[job.task.target]
    )


def revise(job: TranslationJob, memory: Memory, *, engine: str, force: bool, last_seen: LastSeen) -> TranslationJob:
    """Decide what becomes of each segment.

    Args:
        job: the files; left as it is where its state is set.
        memory: remembers sources by their digest, and what people wrote for them.
        engine: name of the engine asked for.
        force: whether to translate machines' texts again.
        last_seen: what the last runs on this machine found.
    """
    if job.state is not None:
        return job
    existing = existing_of(job, engine=engine)
    if existing is not None:
        existing = replace(existing, last_seen=last_seen.of(job.task, existing.states))
    known = recollection(job, memory)
    decided = revision.revise(job.source.text, existing, known=known, marker=job.marker, force=force)
    return replace(job, revision=decided, state=None if decided.conflict is None else State.CONFLICT)


def recollection(job: TranslationJob, memory: Memory) -> Recollection:
    """Return what the files and the memory know of sources and of people's texts for them."""
    here = dict(zip(job.source.digests, (part.md for part in job.source.text.parts), strict=True))
    sources = {**(job.record.sources if job.record is not None else {}), **here}

    def source_md(key: str) -> str | None:
        return sources.get(key) or memory.source_of(key)

    def people(key: str) -> frozenset[str]:
        md = source_md(key) if key else None
        return frozenset(digest(unit.target) for unit in memory.of(md) if unit.by_person) if md else frozenset()

    return Recollection(source_md, people)


def update_memory(jobs: Sequence[TranslationJob], memories: dict[Direction, Memory]) -> None:
    """Put people's texts into the memories, then what machines made where a memory has nothing."""
    corrections = [
        (memories[job.task.direction], correction)
        for job in jobs
        for correction in job.revision.corrections
        if correction.source_md
    ]
    for memory, correction in corrections:
        _forget_replaced(memory, correction)
    # Only then: what was replaced in one place may still stand in another.
    for memory, correction in corrections:
        if not _is_machine_output(memory, correction):
            _log.debug("remembered as a person's: %s", correction.target_md)
            memory.add(correction.source_md, correction.target_md, PERSON)
    for job in jobs:
        _add_machine_texts(memories[job.task.direction], job.revision)


def _forget_replaced(memory: Memory, correction: Correction) -> None:
    for unit in memory.of(correction.source_md) if correction.instead_of else ():
        if unit.by_person and digest(unit.target) == correction.instead_of:
            _log.debug("forgotten: a person replaced it: %s", unit.target)
            memory.forget(unit.source, unit.target)


def _is_machine_output(memory: Memory, correction: Correction) -> bool:
    """Whether a text is what an engine makes of its source.

    After a merge that took the other side's record no line speaks of it, and nobody is known to have written it.
    """
    units = memory.of(correction.source_md)
    return any(unit.target == correction.target_md and not unit.by_person for unit in units)


def _add_machine_texts(memory: Memory, decided: Revision) -> None:
    for plan in decided.plans:
        state = plan.recorded
        if (
            plan.action is not Action.KEEP
            or plan.provenance is not Provenance.MACHINE
            or state is None
            or state.checked
        ):
            continue
        if state.who not in ("", *LITERAL) and memory.find(plan.source_md) is None:
            memory.add(plan.source_md, plan.text_md, state.who)
