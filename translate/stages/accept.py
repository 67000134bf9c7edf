"""`--accept`: a person says that a translation is right as it stands."""

from collections.abc import Sequence
from dataclasses import replace

from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory
from translate.stages import assembly, copied_fields, record
from translate.stages.job import TranslationJob
from translate.stages.revision import Provenance, SegmentState


def accept(work: TranslationJob, memory: Memory, prose: Sequence[str]) -> bytes:
    """Record a translation as up to date, its texts as people's, and remember them.

    Where its blocks are the source's, texts are paired by place. A translation with blocks of its own that an earlier
    record explains keeps its pairs. Any other is recorded as a whole: it is left alone until its original changes.

    Args:
        work: the files, revised; there is a translation with a block.
        memory: where the pairs go.
        prose: front matter fields that are translated.

    Returns:
        The translation's bytes: nothing but the block differs.
    """
    assert work.existing is not None
    assert work.record is not None
    ours, theirs = work.source.text.parts, work.existing.text.parts
    places: Sequence[int | None] | None = work.revision.own_blocks
    if [part.kind for part in ours] == [part.kind for part in theirs]:
        places = range(len(ours))
    entries: list[SegmentState] = []
    if places is not None:
        for part, place in zip(ours, places, strict=True):
            text = "" if place is None else theirs[place].md
            left = bool(text) and text.startswith(work.marker)
            provenance = Provenance.SOURCE if left else Provenance.PERSON
            entries.append(SegmentState(digest(part.md), digest(text) if text else "", provenance))
            if text and not left:
                memory.add(part.md, text, PERSON, work.record.day)
        extras = sorted(set(range(len(theirs))) - set(places))
        entries += [SegmentState("", digest(theirs[place].md), Provenance.PERSON) for place in extras]
    block = replace(
        work.record,
        source_language=work.task.source,
        engine=work.record.engine or record.EDITORS,
        source=work.source.digest,
        shape=work.source.text.shape,
        copied=copied_fields.digests(work.source.document, prose),
        entries=tuple(entries) if places is not None else None,
        unpaired=places is None,
        stale=(),
        untranslated=sum(entry.provenance is Provenance.SOURCE for entry in entries),
    )
    return assembly.sign(
        assembly.AssembledTranslation(work.existing.document, tuple(entries), (), "", ()), block, work.existing.document
    )
