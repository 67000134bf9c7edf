"""Records of translations below `content/`: read once, and what they say of translations to readers."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from translate.core import content
from translate.core.fields import PROSE_FIELDS
from translate.core.languages import Direction
from translate.core.problem import Problem
from translate.language import glossary as terms
from translate.language.glossary import Glossary
from translate.markdown.document import Document
from translate.stages import job, publication, record, source_file, translation_block
from translate.stages.discovery import Task
from translate.stages.job import TranslationJob
from translate.stages.provenance import SegmentStatus, TextProvenance
from translate.stages.publication import Publish
from translate.stages.record import Record

_log = logging.getLogger(__name__)

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


@dataclass(frozen=True)
class PublicationPolicy:
    """What of translations is published, for issues and pages alike."""

    records: Records
    """Of all translations."""
    publish: Publish
    """The publisher's choice."""
    glossary: Glossary | None
    """Terms to hold."""

    def apply(self, original: Document, translation: Document, known: TextProvenance) -> "PublishedTranslation":
        """Return a translation as readers get it.

        Args:
            original: the original.
            translation: the translation as it lies there.
            known: what its block says.
        """
        recorded = self.records.get(translation.path)
        if recorded is None:
            return PublishedTranslation(translation, known)
        read = job_of(original, translation, known, recorded)
        passages = publication.withheld(read, self.publish, self.glossary)
        document, made = publication.published(read, passages)
        if passages:
            _log.debug("%s: %d passages are not published", translation.path, len(passages))
        return PublishedTranslation(document, made or known, bool(passages))


def policy(root: Path, publish: Publish, paths: list[Path] | None = None) -> tuple[PublicationPolicy, list[Problem]]:
    """Return what of translations below `root`/content is published, and what is wrong with their records.

    Args:
        root: the project's root.
        publish: the publisher's choice.
        paths: all content files, relative to `root`, where the caller knows them.
    """
    found, problems = load(root, content.walk(root)[0] if paths is None else paths)
    # An unfit row of the glossary is reported by the check of the content; what is fit still holds.
    glossary, _ = terms.load(root / content.FOLDER / "glossary.csv")
    return PublicationPolicy(found, publish, glossary), problems


@dataclass(frozen=True)
class PublishedTranslation:
    """A translation as readers get it."""

    document: Document
    """Its text."""
    provenance: TextProvenance
    """How it came into its language."""
    changed: bool = False
    """Whether passages of the original stand in the place of the file's."""

    @property
    def is_translated(self) -> bool:
        """Whether any passage is in its language: else there is nothing to show its readers but the original."""
        statuses = self.provenance.statuses
        return not statuses or any(status is not SegmentStatus.UNTRANSLATED for status in statuses)
