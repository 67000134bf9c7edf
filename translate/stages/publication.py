"""Which passages of a translation readers get in its language, and which in that of the original, marked.

A machine's sentence is a draft until a person has read it. How much of it is published is the publisher's choice; a
passage below that stands in the original's language, with the mark of an untranslated one. The file itself stays.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from translate.language.glossary import Glossary
from translate.markdown.document import Document
from translate.markdown.splice import replacement
from translate.stages.comparison import is_refused
from translate.stages.job import TranslationJob
from translate.stages.pairing import pair
from translate.stages.provenance import SegmentStatus, TextProvenance


class Publish(Enum):
    """How much of a machine's text is published."""

    REVIEWED = "reviewed"
    """What people wrote or checked."""
    CHECKED = "checked"
    """The same, and what no guard refuses, as the guards are today."""
    ALL = "all"
    """Everything that stands in the file."""


GONE = "…"
"""What stands for a passage whose original is no more."""


def withheld(job: TranslationJob, publish: Publish, glossary: Glossary | None) -> dict[int, str]:
    """Return the passages of a translation that are not published.

    Args:
        job: both files, the record, and what becomes of each segment (`job.decided`).
        publish: the publisher's choice.
        glossary: terms to hold.

    Returns:
        By index of the translation's segment, the Markdown of the original's that stands in its place; `GONE` where
        there is none.
    """
    made = job.provenance
    if publish is Publish.ALL or made is None or job.existing is None or SegmentStatus.MACHINE not in made.statuses:
        return {}
    # Where both files changed, the record no longer says what belongs together; kind, length and figures still do.
    sources = {theirs: ours for ours, theirs in pair(job.source.text.parts, job.existing.text.parts)}
    sources |= {plan.origin: at for at, plan in enumerate(job.revision.plans) if plan.origin is not None}
    found: dict[int, str] = {}
    for index, status in enumerate(made.statuses):
        if status is not SegmentStatus.MACHINE:
            continue
        at = sources.get(index)
        if at is None:
            # What it was made from is gone from the original, so that no guard can compare it: the next run removes it.
            found[index] = GONE
            continue
        ours, theirs = job.source.segments[at], job.existing.segments[index]
        if publish is Publish.REVIEWED or is_refused(ours, theirs, job.task.direction, glossary):
            found[index] = ours.source_md
    return found


def published(job: TranslationJob, passages: Mapping[int, str]) -> tuple[Document, TextProvenance | None]:
    """Return a translation as it is published, and how it came into its language.

    Args:
        job: as for `withheld`.
        passages: what `withheld` returned.
    """
    assert job.existing is not None
    document, made = job.existing.document, job.provenance
    if not passages:
        return document, made
    edits = [replacement(document, job.existing.segments[at], job.marker + md) for at, md in passages.items()]
    if made is not None:
        statuses = tuple(
            SegmentStatus.UNTRANSLATED if at in passages else status for at, status in enumerate(made.statuses)
        )
        made = replace(made, statuses=statuses)
    return document.edited(edits), made
