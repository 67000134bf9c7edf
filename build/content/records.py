"""Records of translations below `content/`: read once, each beside a translation, and what they say of an issue."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from translate.core import content
from translate.core.fields import PROSE_FIELDS
from translate.core.languages import Direction
from translate.core.problem import Problem
from translate.markdown.document import Document
from translate.stages import job, record, source_file, translation_block
from translate.stages.discovery import Task
from translate.stages.job import TranslationJob
from translate.stages.provenance import TextProvenance
from translate.stages.record import Record

Records = Mapping[Path, Record]
"""Records by the path of their translation."""


def load(root: Path, paths: list[Path]) -> tuple[Records, list[Problem]]:
    """Read every record among the content files.

    Args:
        root: the project's root.
        paths: all content files, relative to `root`.

    Returns:
        The records, and what is wrong with them: lines that say nothing, records beside no translation.
    """
    records: dict[Path, Record] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.name.endswith(record.SUFFIX):
            found, faults = content.isolated(path, partial(_read, root, path))
            problems += faults
            if found is not None:
                records[record.translation_of(path)] = found
    return records, problems


def _read(root: Path, path: Path) -> tuple[Record | None, list[Problem]]:
    data, problems = content.read_bytes(root, path)
    if data is None:
        return None, problems
    translation = record.translation_of(path)
    if not (root / translation).is_file():
        found = (
            f"a record without its translation; expected {translation.name} beside it. Restore that, or remove this."
        )
        return None, [Problem(path, 0, 0, found)]
    text, _ = content.read_bytes(root, translation)
    if text is not None and translation_block.read(Document.parse(text, translation)[0]) is None:
        found = f"a record beside {translation.name}, which is no translation; expected a `translation:` block there."
        return None, [Problem(path, 0, 0, f"{found} Add `translation: {{from: …}}` to it, or remove this file.")]
    return record.read(data, path)


def job_of(original: Document, translation: Document, known: TextProvenance, found: Record) -> TranslationJob:
    """Return what is known of a translation, by its record and the texts as they lie there.

    Args:
        original: the original.
        translation: its translation.
        known: what its block says.
        found: its record.
    """
    target = translation.path.name.removesuffix(".md").rpartition(".")[2]
    task = Task(original.path, translation.path, Direction(known.source, target))
    block = translation_block.read(translation)
    files = (source_file.of_document(document, PROSE_FIELDS) for document in (original, translation))
    read = TranslationJob(task, next(files), existing=next(files), block=block, record=found)
    return replace(read, revision=job.decided(read))
