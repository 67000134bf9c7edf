"""`--accept`: a person says that a translation is right as it stands."""

from collections.abc import Sequence
from datetime import date

from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory
from translate.stages import copied_fields, record, translation_block
from translate.stages.job import TranslationJob
from translate.stages.record import Record
from translate.stages.segment_state import Provenance, SegmentState


def accept(job: TranslationJob, memory: Memory, prose: Sequence[str]) -> tuple[bytes, bytes]:
    """Record a translation as up to date, its texts as people's, and remember them.

    Where its blocks are the source's, texts are paired by place. A translation with blocks of its own that an earlier
    record explains keeps its pairs. Any other is recorded as a whole: it is left alone until its original changes.
    Whom the block names by `by` and `on` answers for every passage as it stands.

    Args:
        job: the files, revised; there is a translation with a block.
        memory: where the pairs go.
        prose: front matter fields that are translated.

    Returns:
        The bytes of the translation, which loses `by` and `on` and nothing else, and of its record.
    """
    assert job.existing is not None
    assert job.block is not None
    sources = [part.md for part in job.source.text.parts]
    places = _places(job)
    accepted = Record(
        fields=copied_fields.digests(job.source.document, prose), ends=(job.source.text.forms[-1],),
        unplaced=job.record.unplaced if job.record is not None else (),
    )  # fmt: skip
    if places is None:
        accepted = Record(fields=accepted.fields, unpaired=frozenset(map(digest, sources)), unplaced=accepted.unplaced)
    else:
        accepted = Record(
            (*_paired(job, places, memory), *_own(job, places)), accepted.fields, accepted.ends,
            unplaced=accepted.unplaced,
        )  # fmt: skip
    document = job.existing.document
    document = translation_block.unsigned(document) if job.block.signed else document
    return document.replace([]), record.write(accepted, job.record_data, sources)


def _places(job: TranslationJob) -> Sequence[int | None] | None:
    """Return for each source segment the index of its text; None where nobody can say."""
    assert job.existing is not None
    ours, theirs = job.source.text.parts, job.existing.text.parts
    if [part.kind for part in ours] == [part.kind for part in theirs]:
        return range(len(ours))
    return job.revision.own_blocks


def _paired(job: TranslationJob, places: Sequence[int | None], memory: Memory) -> list[SegmentState]:
    assert job.existing is not None
    assert job.block is not None
    known = {(state.source, state.target): state for state in (job.record.segments if job.record is not None else ())}
    by, on = (job.block.by, job.block.on) if job.block.signed else ("", None)
    states: list[SegmentState] = []
    for part, place, form in zip(job.source.text.parts, places, job.source.text.forms, strict=False):
        text = "" if place is None else job.existing.text.parts[place].md
        state = SegmentState(digest(part.md), digest(text) if text else "", form=form)
        earlier = known.get((state.source, state.target))
        if text and text.startswith(job.marker):
            states.append(state.made_by(Provenance.SOURCE, _engine(earlier)))
            continue
        states.append(_signed(state, earlier, by, on))
        if text:
            memory.add(part.md, text, PERSON, on.isoformat() if on is not None else "")
    return states


def _engine(earlier: SegmentState | None) -> str:
    """Name the engine that left a text untranslated."""
    left = earlier is not None and earlier.provenance is Provenance.SOURCE
    return earlier.who if earlier is not None and left else "memory"


def _signed(state: SegmentState, earlier: SegmentState | None, by: str, on: date | None) -> SegmentState:
    """Return the line of an accepted text: whoever answered for it goes on to do so where nobody else does now."""
    machine = earlier is not None and earlier.provenance is Provenance.MACHINE and bool(state.target)
    if on is not None:
        return state.signed(Provenance.MACHINE if machine else Provenance.PERSON, by, on)
    if earlier is not None and earlier.on is not None:
        return state.signed(earlier.provenance, earlier.who, earlier.on)
    return state.signed(Provenance.PERSON, "", None)


def _own(job: TranslationJob, places: Sequence[int | None]) -> list[SegmentState]:
    """Return the lines of blocks that only the translation has."""
    assert job.existing is not None
    assert job.block is not None
    digests = job.existing.digests
    by, on = (job.block.by, job.block.on) if job.block.signed else ("", None)
    return [
        SegmentState("", digests[place]).signed(Provenance.PERSON, by, on)
        for place in sorted(set(range(len(digests))) - set(places))
    ]
