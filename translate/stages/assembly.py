"""A translation's new text: people's and machines' segments set in the right file and proved.

Where the blocks of the translation are the source's in the same order, only what changed is replaced in the translation
as it lies there, so that a person's line breaks and quotes stay. Otherwise the source is taken and all its segments are
replaced. Either way the result is read again, and a machine's text that changes the structure gives way to the source,
visibly marked; a person's text never gives way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translate.core.limits import TRIED_CHARACTERS
from translate.markdown.document import Document, Edit
from translate.markdown.front_matter_editor import FrontMatterEditor
from translate.markdown.splice import replacement
from translate.stages import copied_fields, source_file, translation_block
from translate.stages.revision import Action, Revision
from translate.stages.segment_state import Provenance
from translate.stages.source_file import SourceFile


@dataclass(frozen=True)
class SegmentTarget:
    """A text found or made for one segment."""

    md: str
    """The text; with the marker where it is the source."""
    provenance: Provenance
    """Whose it is; a person's text from the memory counts as a machine's here, so that it follows its author."""
    origin: str
    """Name of the engine, or `person`."""


@dataclass(frozen=True)
class AssembledTranslation:
    """A translation put together."""

    file: SourceFile
    """The file as it is to be written, with its segments."""
    texts: tuple[SegmentTarget | None, ...]
    """For each source segment the text that was filled in; None for one that stays or has no block."""
    places: tuple[int | None, ...]
    """For each source segment the index of its segment in `file`; None for a block that a person took out."""
    refused: tuple[int, ...]
    """Source segments whose text changed the structure, so that the source was left instead."""


def assemble(
    source: SourceFile,
    existing: SourceFile | None,
    people: copied_fields.Kept,
    revision: Revision,
    fills: Mapping[int, SegmentTarget],
    *,
    marker: str,
    prose: Sequence[str],
    block: str,
) -> AssembledTranslation | None:
    """Put a translation together.

    Args:
        source: the original.
        existing: the translation as it lies there; None for a new one.
        people: fields that people changed in it.
        revision: what becomes of each segment.
        fills: per source segment that is filled, the text.
        marker: what stands before a source left in place.
        prose: front matter fields that are translated.
        block: the `translation:` block of a new file; empty for none.

    Returns:
        The translation; None where people's texts do not fit into the source's blocks: the file has to be left alone.
    """
    own = existing if existing is not None and _in_place(source, existing, revision) else None
    fills = dict(fills)
    refused: list[int] = []
    while True:
        document = _set(source, own, existing, people, revision, fills, prose, block)
        result = source_file.of_document(document, prose)
        if result.text.forms == (own or source).text.forms:
            texts = tuple(fills.get(at) for at in range(len(revision.plans)))
            places = tuple(revision.own_blocks or range(len(revision.plans)))
            return AssembledTranslation(result, texts, places, tuple(sorted(refused)))
        suspects = [at for at, fill in fills.items() if fill.provenance is Provenance.MACHINE]
        guilty = _guilty(source, suspects, fills, prose) or suspects
        bare = {at: _left(revision.plans[at].source_md, fill) for at, fill in fills.items()}
        if guilty:
            fills |= {at: _left(marker + revision.plans[at].source_md, fills[at]) for at in guilty}
            refused += guilty
        elif fills != bare:
            # Even the marker can change a structure: before a reference link it would be the link's text.
            fills = bare
        else:
            return None


def _left(md: str, fill: SegmentTarget) -> SegmentTarget:
    return SegmentTarget(md, Provenance.SOURCE, fill.origin)


def _in_place(source: SourceFile, existing: SourceFile, revision: Revision) -> bool:
    if revision.own_blocks is not None:
        return True
    return existing.text.forms == source.text.forms and all(
        plan.action is Action.TRANSLATE or plan.origin == at for at, plan in enumerate(revision.plans)
    )


def _guilty(
    source: SourceFile, suspects: list[int], fills: Mapping[int, SegmentTarget], prose: Sequence[str]
) -> list[int]:
    """Find the texts that change the structure, by halves: each trial reads the whole file.

    Where many do, or the file is long, the trials come to an end, and what they could not acquit counts as guilty.
    """
    guilty: list[int] = []
    waiting = [suspects] if suspects else []
    left = max(1, TRIED_CHARACTERS.value // (len(source.document.text) + 1))
    while waiting:
        group = waiting.pop()
        left -= 1
        if left >= 0 and not _breaks(source, group, fills, prose):
            continue
        if left < 0 or len(group) == 1:
            guilty += group
        else:
            middle = len(group) // 2
            waiting += group[middle:], group[:middle]
    return sorted(guilty)


def _breaks(source: SourceFile, plans: Sequence[int], fills: Mapping[int, SegmentTarget], prose: Sequence[str]) -> bool:
    """Whether the texts of some plans, in the source, make another structure of it."""
    trial = source.document.edited([replacement(source.document, source.segments[at], fills[at].md) for at in plans])
    return source_file.of_document(trial, prose).text.forms != source.text.forms


def _set(
    source: SourceFile,
    own: SourceFile | None,
    existing: SourceFile | None,
    people: copied_fields.Kept,
    revision: Revision,
    fills: Mapping[int, SegmentTarget],
    prose: Sequence[str],
    block: str,
) -> Document:
    edits: list[Edit] = []
    if own is not None:
        for at, plan in enumerate(revision.plans):
            place = at if revision.own_blocks is None else revision.own_blocks[at]
            md = fills[at].md if plan.action is Action.TRANSLATE else plan.text_md
            if place is not None and md != own.text.parts[place].md:
                edits.append(replacement(own.document, own.segments[place], md))
        edits += copied_fields.into_translation(source.document, own.document, people, prose)
        return own.document.edited(edits)
    edits = [
        replacement(source.document, segment, fills[at].md if plan.action is Action.TRANSLATE else plan.text_md)
        for at, (segment, plan) in enumerate(zip(source.segments, revision.plans, strict=True))
    ]
    changed, added = copied_fields.into_source(source.document, people, prose)
    if existing is not None:
        # What people wrote in the block stays as they wrote it.
        theirs = FrontMatterEditor(existing.document).fields.get(translation_block.NAME)
        block = theirs.text if theirs is not None else block
    return FrontMatterEditor(source.document.edited(edits + changed)).add(added + block)
