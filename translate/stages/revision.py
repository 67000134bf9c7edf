"""What people and time did to a translation since it was last written, and what each segment's text is to be now.

Known are today's source, the translation as it lies there, and its record: one entry per segment with the digest of the
source it was made from, the digest of its text as it was last seen, and who wrote it. From these follows, by rule:

1.  A text that is not as it was recorded was edited: it is a person's from then on, and no machine touches it again.
2.  Source unchanged: the text stays, wherever its source moved. Every person's text is remembered with its source.
3.  Source changed, text a machine's: it is translated again, or taken from the memory.
4.  Source changed, text a person's: it stays and is marked stale, with both versions of the source. Editing it,
    deleting its entry under `stale:`, `--accept`, or taking the change of the source back clears the mark.
5.  Source gone: a person's text stays in the memory (or under `unplaced:` where there is none); a machine's goes.
6.  New source: memory, else machine.
7.  A person changed the blocks of the translation (split, joined, added, removed some): while the source's blocks stay,
    the translation keeps its own; when both made the same change, new texts are paired by place; when both changed and
    differ, the file is left alone and reported, since no rule could place the texts without risk.

Nothing here reads, writes or translates.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from translate.memory.alignment import Token, align
from translate.memory.digest import digest

_log = logging.getLogger(__name__)


class Provenance(Enum):
    """Whose text a segment of the translation is."""

    MACHINE = ""
    """An engine's, or taken from the memory; may be replaced."""
    PERSON = "+"
    """A person's; is never replaced. Of a block that was taken out: a person said that this is right."""
    SOURCE = "!"
    """The source, visibly left in place because no translation was fit."""


@dataclass(frozen=True)
class SegmentState:
    """What the record says of one segment; one word of `translation.segments`."""

    source: str
    """Digest of the source the text was made from; empty for a block that only the translation has."""
    target: str
    """Digest of the text as last seen; empty for a block that a person took out of the translation."""
    provenance: Provenance = Provenance.MACHINE
    """Whose text it is."""
    stale_against: str = ""
    """Digest of the newer source that `stale:` shows; empty for a text that is not stale."""

    _WORD = re.compile(r"([0-9a-f]+|-)(?:>([0-9a-f]+))?/([0-9a-f]+|-)([+!]?)")

    def __str__(self) -> str:
        shown = f">{self.stale_against}" if self.stale_against else ""
        return f"{self.source or '-'}{shown}/{self.target or '-'}{self.provenance.value}"

    @classmethod
    def parse(cls, word: str) -> "SegmentState | None":
        """Read one word; None when it is none."""
        match = cls._WORD.fullmatch(word)
        if match is None:
            return None
        source, shown, target, provenance = match.groups(default="")
        return cls(source.strip("-"), target.strip("-"), Provenance(provenance), shown)


@dataclass(frozen=True)
class SegmentText:
    """A segment as far as revision needs it."""

    kind: str
    """Its kind; for a front matter field with the field's name, so that no title is taken for a summary."""
    md: str
    """Its Markdown, one logical line."""


@dataclass(frozen=True)
class SegmentedText:
    """All segments of a file and the form of what stands between them."""

    parts: tuple[SegmentText, ...]
    """The segments in the file's order."""
    shape: str
    """Digest of kinds and of everything in the body that is not prose, white space aside."""


@dataclass(frozen=True)
class Existing:
    """The translation as it lies there."""

    text: SegmentedText
    """Its segments and shape."""
    entries: tuple[SegmentState, ...]
    """Its record: what has a source, in the source's order when it was written, then blocks of its own."""
    shape: str
    """Shape of the source when it was written."""
    still_stale: frozenset[int] = frozenset()
    """0-based places in `entries` that `stale:` still lists."""
    reviewed: frozenset[int] = frozenset()
    """Indexes of segments that a person has checked: while their source stays, no new machine's text replaces them."""
    disposable: bool = False
    """Whether a test engine made the machine's texts, which no other engine's run keeps."""


class Action(Enum):
    """What happens to one source segment's translation."""

    KEEP = "keep"
    """The text stays."""
    MARK_STALE = "stale"
    """The person's text stays; its source changed."""
    TRANSLATE = "fill"
    """Memory or engine give a new text."""
    OMIT = "absent"
    """A person took its block out of the translation."""


@dataclass(frozen=True)
class SegmentPlan:
    """One source segment and what becomes of its translation."""

    source_md: str
    """The source segment."""
    action: Action
    """What happens."""
    text_md: str = ""
    """The text that stays; empty for `TRANSLATE`."""
    provenance: Provenance = Provenance.MACHINE
    """Whose text stays."""
    made_from: str = ""
    """Digest of the source that the staying text was made from."""
    was_md: str | None = None
    """For `STALE`, the source that the text was made from; None where nothing remembers it."""
    origin: int | None = None
    """Index of the segment of the existing translation that the text stood in."""
    checked: bool = False
    """Whether a person has checked the text that stays."""


@dataclass(frozen=True)
class Correction:
    """A person's text with the source it belongs to."""

    source_md: str
    """The source; empty where nothing remembers it."""
    target_md: str
    """The text."""
    instead_of: str = ""
    """Digest of the same person's earlier text, which this one replaces; empty where there was none."""


@dataclass(frozen=True)
class Revision:
    """What becomes of a translation."""

    plans: tuple[SegmentPlan, ...]
    """One per source segment, in the source's order."""
    corrections: tuple[Correction, ...] = ()
    """People's texts to remember."""
    unplaced: tuple[str, ...] = ()
    """People's texts whose source is gone and whose source nothing remembers."""
    own_blocks: tuple[int | None, ...] | None = None
    """None where the new file has the source's blocks; else for each source segment the index of the segment of the
    existing translation whose place it takes, None for `ABSENT`."""
    conflict: int | None = None
    """Index of the first segment of the translation that cannot be placed, where the file has to be left alone."""


def revise(
    source: SegmentedText,
    existing: Existing | None,
    *,
    recall: Callable[[str], str | None],
    marker: str = "",
    force: bool = False,
) -> Revision:
    """Decide what becomes of every segment.

    Args:
        source: today's source.
        existing: the translation and its record; None where there is none yet.
        recall: returns the source segment with a digest, or None.
        marker: what stands before a text left in the source language.
        force: replace every machine's text.
    """
    if existing is None:
        return Revision(tuple(SegmentPlan(part.md, Action.TRANSLATE) for part in source.parts))
    held, extras = _read(existing, recall, marker)
    parts = existing.text.parts
    corrections = [one.correction for one in held if one.correction is not None]
    follow = existing.text.shape in (existing.shape, source.shape)
    keep_own = not follow and source.shape == existing.shape and len(held) == len(source.parts)
    if not follow and not keep_own:
        _log.debug("blocked: the blocks are neither those of the record nor those of the original")
        return Revision((), tuple(corrections), conflict=_first_difference(extras, parts, source.parts))
    digests = [digest(part.md) for part in source.parts]
    # The source's blocks are those of the record, so its kinds are known even where the translation has others.
    kinds = [part.kind for part in source.parts] if keep_own else [one.kind(parts) for one in held]
    found = align(
        [
            Token(one.key(digests), kind, recall(one.entry.stale_against or one.entry.source))
            for one, kind in zip(held, kinds, strict=True)
        ],
        [Token(key, part.kind, part.md) for key, part in zip(digests, source.parts, strict=True)],
    )
    plans: list[SegmentPlan] = []
    for at, part in enumerate(source.parts):
        index = found[at]
        if index is not None:
            _log.debug("segment %d: was segment %d of the record", at + 1, index + 1)
            checked = held[index].place in existing.reviewed
            keep = not existing.disposable and (checked or not force)
            plans.append(replace(_slot(part, held[index], recall, keep=keep), checked=checked))
        elif existing.text.shape == source.shape and at in extras and parts[at].kind == part.kind:
            _log.debug("segment %d: not in the record, a person translated it", at + 1)
            plans.append(SegmentPlan(part.md, Action.KEEP, parts[at].md, Provenance.PERSON, digests[at], origin=at))
            corrections.append(Correction(part.md, parts[at].md))
            extras.remove(at)
        else:
            _log.debug("segment %d: not in the record, new", at + 1)
            plans.append(SegmentPlan(part.md, Action.TRANSLATE))
    places: tuple[int | None, ...] | None = None
    if keep_own:
        places = tuple(one.place for one in held)
        plans = [
            slot if one.place is not None else replace(slot, action=Action.OMIT, provenance=one.provenance)
            for slot, one in zip(plans, held, strict=True)
        ]
    placed = {slot.origin for slot in plans if slot.action in (Action.KEEP, Action.MARK_STALE)}
    unplaced = [
        one.md
        for one in held
        if one.provenance is Provenance.PERSON
        and one.place is not None
        and one.place not in placed
        and not (one.correction and one.correction.source_md)
    ]
    if not keep_own:
        unplaced += [parts[at].md for at in extras]
    return Revision(tuple(plans), tuple(corrections), tuple(unplaced), places)


@dataclass(frozen=True)
class _EarlierSegment:
    """An entry together with the segment it now belongs to."""

    entry: SegmentState
    """What its text was made from, by whom; marks that were cleared are cleared here."""
    place: int | None
    """Index of the segment in the existing translation; None for a block a person took out."""
    md: str
    """Its text."""
    provenance: Provenance
    """Whose text it now is."""
    correction: Correction | None
    """What to remember; None for a machine's text."""

    def key(self, today: Sequence[str]) -> str:
        """Return the digest by which it is looked for in today's source: that of the version last seen beside it."""
        return (
            self.entry.stale_against
            if self.entry.stale_against and self.entry.source not in today
            else self.entry.source
        )

    def kind(self, parts: Sequence[SegmentText]) -> str:
        """Return the kind of its block; empty where it has none."""
        return "" if self.place is None else parts[self.place].kind


def _read(
    existing: Existing, recall: Callable[[str], str | None], marker: str
) -> tuple[list[_EarlierSegment], list[int]]:
    """Find each sourced entry's segment.

    Returns:
        One per sourced entry, in the order of the entries, and the indexes of segments that no such entry is for.
    """
    parts = existing.text.parts
    live = [index for index, entry in enumerate(existing.entries) if entry.target]
    same = existing.text.shape == existing.shape and len(live) == len(parts)
    found = align(
        [Token(existing.entries[index].target, parts[at].kind if same else "") for at, index in enumerate(live)],
        [Token(digest(part.md), part.kind if same else "") for part in parts],
    )
    if same:
        # Blocks as they were: a text that was moved and edited at once can only be one of those that are missing.
        left = [at for at in range(len(live)) if at not in set(found)]
        for place in [place for place, at in enumerate(found) if at is None]:
            at = next(at for at in left if parts[at].kind == parts[place].kind)
            found[place] = at
            left.remove(at)
    places = {live[at]: place for place, at in enumerate(found) if at is not None}
    held = [
        _hold(entry, index in existing.still_stale, places[index], parts[places[index]], recall, marker)
        if index in places
        else _EarlierSegment(
            replace(entry, target=""), None, "", Provenance.MACHINE if entry.target else entry.provenance, None
        )
        for index, entry in enumerate(existing.entries)
        if entry.source
    ]
    known = {one.place for one in held}
    return held, [place for place in range(len(parts)) if place not in known]


def _hold(
    entry: SegmentState,
    still_stale: bool,
    place: int,
    part: SegmentText,
    recall: Callable[[str], str | None],
    marker: str,
) -> _EarlierSegment:
    edited = digest(part.md) != entry.target
    # An editor may write a translation behind the marker, or take the marker off to say that the text is right so.
    md = part.md.removeprefix(marker) if edited else part.md
    provenance = Provenance.PERSON if edited else entry.provenance
    if entry.stale_against and (edited or not still_stale):
        entry = replace(entry, source=entry.stale_against, stale_against="")
    if provenance is not Provenance.PERSON or not entry.source:
        return _EarlierSegment(entry, place, md, provenance, None)
    instead_of = entry.target if edited and entry.provenance is Provenance.PERSON else ""
    return _EarlierSegment(entry, place, md, provenance, Correction(recall(entry.source) or "", md, instead_of))


def _slot(part: SegmentText, one: _EarlierSegment, recall: Callable[[str], str | None], *, keep: bool) -> SegmentPlan:
    if one.place is None:
        return SegmentPlan(part.md, Action.TRANSLATE)
    current = one.entry.source == digest(part.md)
    if one.provenance is Provenance.PERSON:
        made_from = one.entry.source
        if current:
            return SegmentPlan(part.md, Action.KEEP, one.md, one.provenance, made_from, origin=one.place)
        return SegmentPlan(
            part.md, Action.MARK_STALE, one.md, one.provenance, made_from, recall(made_from), origin=one.place
        )
    if current and keep:
        return SegmentPlan(part.md, Action.KEEP, one.md, one.provenance, one.entry.source, origin=one.place)
    return SegmentPlan(part.md, Action.TRANSLATE, origin=one.place)


def _first_difference(extras: Sequence[int], parts: Sequence[SegmentText], source: Sequence[SegmentText]) -> int:
    """Return where the translation's blocks first differ from what is known: a new one, or one of another kind."""
    if extras:
        return extras[0]
    kinds = zip(parts, source, strict=False)
    return next((at for at, (part, other) in enumerate(kinds) if part.kind != other.kind), max(0, len(parts) - 1))
