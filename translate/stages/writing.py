"""How a translation and its record reach the disk: both or neither, and never over what somebody saved meanwhile."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translate.core.files import write_atomically
from translate.core.problem import Problem
from translate.memory.store import Memory
from translate.stages import record
from translate.stages.accept import accept
from translate.stages.finalize import FinishedTranslation
from translate.stages.job import TranslationJob
from translate.stages.last_seen import LastSeen
from translate.stages.report import FileReport, State

_log = logging.getLogger(__name__)


def write_finished(job: TranslationJob, finished: FinishedTranslation, last_seen: LastSeen) -> FileReport:
    """Write a finished translation, unless it is what lies there, or someone saved the file since it was read.

    Args:
        job: what was read.
        finished: what is to be written.
        last_seen: takes what people's texts were found.

    Returns:
        How it stands now.
    """
    assert finished.data is not None
    assert finished.record_data is not None
    report = _write(job, finished.data, finished.record_data, finished.report)
    if report.state is not State.CHANGED:
        last_seen.keep(job.task, finished.states, finished.seen)
    return report


def write_accepted(job: TranslationJob, memory: Memory, prose: Sequence[str], *, dry: bool) -> FileReport:
    """Record a translation as right as it stands; see `accept`.

    Args:
        job: what was read.
        memory: where the pairs go.
        prose: front matter fields that are translated.
        dry: whether to write nothing.
    """
    if job.existing is None or job.block is None:
        return FileReport(job.task, State.MISSING if job.existing is None else State.TWO_ORIGINALS)
    data, record_data = accept(job, memory, prose)
    report = FileReport(job.task, State.CURRENT, len(job.source.segments), len(job.existing.segments))
    return report if dry else _write(job, data, record_data, report)


def _write(job: TranslationJob, data: bytes, record_data: bytes, report: FileReport) -> FileReport:
    path, recorded = job.task.translation, job.task.record
    there, there_recorded = _bytes(path), _bytes(recorded)
    if (data, record_data) == (there, there_recorded):
        _log.debug("%s: up to date, nothing written", path)
        return report.with_state(State.CURRENT)
    # Another run may be about to write the same, file by file.
    both = record.joined(job.record_data, record_data) if job.record_data is not None else record_data
    if there not in (job.data, data) or there_recorded not in (job.record_data, record_data, both):
        message = "saved by someone during the run; expected no change. It is left as it is. Run the command again."
        changed = path if there not in (job.data, data) else recorded
        return replace(report.with_state(State.CHANGED), notices=(*report.notices, Problem(changed, 0, 0, message)))
    if data != there and there_recorded is not None and record_data != there_recorded:
        # A run that is killed between the two files leaves a record that speaks of the old text and the new one.
        write_atomically(recorded, both)
    if data != there:
        write_atomically(path, data)
    if record_data != _bytes(recorded):
        write_atomically(recorded, record_data)
    _log.debug("%s: written, %d bytes", path, len(data))
    return report.with_state(State.WRITTEN)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
