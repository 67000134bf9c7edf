"""A translation's new text: people's and machines' segments set in the right file, proved, and recorded.

Where the blocks of the translation are the source's in the same order, only what changed is replaced in the translation
as it lies there, so that a person's line breaks and quotes stay. Otherwise the source is taken and all its segments are
replaced. Either way the result is read again, and a machine's text that changes the structure gives way to the source,
visibly marked; a person's text never gives way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from translate.core.limits import TRIED_CHARACTERS
from translate.markdown.document import Document, Edit
from translate.markdown.splice import replacement
from translate.memory.digest import digest
from translate.stages import copied_fields, record, source_file
from translate.stages.record import Record, Stale
from translate.stages.revision import Action, Provenance, Revision, SegmentPlan, SegmentState
from translate.stages.source_file import SourceFile


@dataclass(frozen=True)
class SegmentTarget:
    """A text found or made for one slot."""

    md: str
    """The text; with the marker where it is the source."""
    provenance: Provenance
    """Whose it is; a person's text from the memory counts as a machine's here, so that it follows its author."""
    origin: str
    """Name of the engine, or `person`."""


@dataclass(frozen=True)
class AssembledTranslation:
    """A translation put together but for its block."""

    document: Document
    """The file; its block is the old one or none."""
    entries: tuple[SegmentState, ...]
    """Its record: one per slot, then blocks that only the translation has."""
    places: tuple[int | None, ...]
    """For each entry, the index of its segment in the translation; None for a block a person took out."""
    added: str
    """Lines of the front matter that only the translation has, where they are not yet in `document`."""
    refused: tuple[int, ...]
    """Slots whose text changed the structure, so that the source was left instead."""


def assemble(
    source: SourceFile,
    existing: SourceFile | None,
    people: copied_fields.Kept,
    revision: Revision,
    fills: Mapping[int, SegmentTarget],
    *,
    marker: str,
    prose: Sequence[str],
) -> AssembledTranslation | None:
    """Put a translation together.

    Args:
        source: the original.
        existing: the translation as it lies there; None for a new one.
        people: fields that people changed in it.
        revision: what becomes of each segment.
        fills: per slot that is filled, the text.
        marker: what stands before a source left in place.
        prose: front matter fields that are translated.

    Returns:
        The draft; None where people's texts do not fit into the source's blocks, so that the file has to be left alone.
    """
    own = existing if existing is not None and _in_place(source, existing, revision) else None
    fills = dict(fills)
    refused: list[int] = []
    while True:
        document, added = _set(source, own, people, revision, fills, prose)
        result = source_file.of_document(document, prose)
        if result.text.shape == (own or source).text.shape:
            return AssembledTranslation(document, *_entries(revision, result, fills), added, tuple(sorted(refused)))
        suspects = [at for at, fill in fills.items() if fill.provenance is Provenance.MACHINE]
        guilty = _guilty(source, suspects, fills, prose) or suspects
        bare = {at: SegmentTarget(revision.plans[at].source_md, Provenance.SOURCE, "") for at, fill in fills.items()}
        if guilty:
            fills |= {at: SegmentTarget(marker + revision.plans[at].source_md, Provenance.SOURCE, "") for at in guilty}
            refused += guilty
        elif fills != bare:
            # Even the marker can change a structure: before a reference link it would be the link's text.
            fills = bare
        else:
            return None


def _in_place(source: SourceFile, existing: SourceFile, revision: Revision) -> bool:
    if revision.own_blocks is not None:
        return True
    return existing.text.shape == source.text.shape and all(
        slot.action is Action.TRANSLATE or slot.origin == at for at, slot in enumerate(revision.plans)
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
    return source_file.of_document(trial, prose).text.shape != source.text.shape


def _set(
    source: SourceFile,
    own: SourceFile | None,
    people: copied_fields.Kept,
    revision: Revision,
    fills: Mapping[int, SegmentTarget],
    prose: Sequence[str],
) -> tuple[Document, str]:
    edits: list[Edit] = []
    if own is not None:
        for at, slot in enumerate(revision.plans):
            place = at if revision.own_blocks is None else revision.own_blocks[at]
            md = fills[at].md if slot.action is Action.TRANSLATE else slot.text_md
            if place is not None and md != own.text.parts[place].md:
                edits.append(replacement(own.document, own.segments[place], md))
        edits += copied_fields.into_translation(source.document, own.document, people, prose)
        return own.document.edited(edits), ""
    edits = [
        replacement(source.document, segment, fills[at].md if slot.action is Action.TRANSLATE else slot.text_md)
        for at, (segment, slot) in enumerate(zip(source.segments, revision.plans, strict=True))
    ]
    changed, added = copied_fields.into_source(source.document, people, prose)
    return source.document.edited(edits + changed), added


def _entries(
    revision: Revision, result: SourceFile, fills: Mapping[int, SegmentTarget]
) -> tuple[tuple[SegmentState, ...], tuple[int | None, ...]]:
    parts = result.text.parts
    places: list[int | None] = list(revision.own_blocks or range(len(revision.plans)))
    entries: list[SegmentState] = []
    for at, (slot, place) in enumerate(zip(revision.plans, places, strict=True)):
        today = digest(slot.source_md)
        if slot.action is Action.OMIT or place is None:
            entries.append(SegmentState(today, "", slot.provenance))
        elif slot.action is Action.TRANSLATE:
            entries.append(SegmentState(today, digest(parts[place].md), fills[at].provenance))
        else:
            shown = today if slot.action is Action.MARK_STALE else ""
            entries.append(SegmentState(slot.made_from, digest(parts[place].md), slot.provenance, shown))
    extras = sorted(set(range(len(parts))) - set(places))
    entries += [SegmentState("", digest(parts[place].md), Provenance.PERSON) for place in extras]
    return tuple(entries), (*places, *extras)


def stale(entries: Sequence[SegmentState], plans: Sequence[SegmentPlan]) -> tuple[Stale, ...]:
    """List the stale texts for the block."""
    waiting = {(slot.made_from, digest(slot.source_md)): slot for slot in plans if slot.action is Action.MARK_STALE}
    return tuple(
        Stale(number, slot.was_md, slot.source_md)
        for number, entry in enumerate(entries, 1)
        if entry.stale_against and (slot := waiting.get((entry.source, entry.stale_against))) is not None
    )


def reviews(source: SourceFile, existing: SourceFile, before: Record, revision: Revision) -> dict[str, Any]:
    """Say which items are still as a person checked them: all their texts stay, and came from checked items.

    Returns:
        `item-N` with what the block said of it: by whom, and when.
    """
    whole = {key: before.other[key] for key in ("by", "on") if key in before.other}
    found: dict[str, Any] = {}
    for section in sorted(set(source.sections) - {0}):
        plans = [slot for slot, number in zip(revision.plans, source.sections, strict=True) if number == section]
        if any(slot.action is not Action.KEEP or slot.origin is None for slot in plans):
            continue
        items = {f"item-{existing.sections[slot.origin]}" for slot in plans if slot.origin is not None}
        each = [whole if before.status == record.REVIEWED else before.reviewed.get(item) for item in sorted(items)]
        if each and all(one is not None and one == each[0] for one in each):
            found[f"item-{section}"] = each[0]
    return found


def sign(draft: AssembledTranslation, block: Record, existing: Document | None) -> bytes:
    """Return the file's bytes with its block, in the place of the old one or after the other fields."""
    document = draft.document
    lines = record.write(block, existing, document.newline)
    if document.head == (0, 0):
        opening = document.newline.join(["---", draft.added + lines.rstrip("\r\n"), "---", "", ""])
        return document.replace([(0, 0, opening)])
    start, end = document.head
    there = _BLOCK.search(document.text, start, end)
    if there is not None:
        return document.replace([(there.start(), there.end(), lines)])
    joint = "" if start == end or document.text[end - 1] in "\r\n" else document.newline
    return document.replace([(end, end, joint + draft.added + lines)])


_BLOCK = re.compile(
    r"^translation[ \t]*:[^\n]*(?:\n|\Z)(?:[ \t]+\S[^\n]*(?:\n|\Z)|[ \t\r]*\n(?=[ \t]+\S))*", re.MULTILINE
)
