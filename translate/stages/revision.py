"""What people and time did to a translation since it was last written, and what each segment's text is to be now.

Known are today's source, the translation as it lies there, and its record: per segment the digest of the source it was
made from, the digest of its text as a machine or an accepting person left it, and who made it. From these follows, by
rule:

1.  A text that is not as it was recorded was edited: it is a person's as long as it differs, and no machine touches it.
2.  Source unchanged: the text stays, wherever its source moved. Every person's text is remembered with its source.
3.  Source changed, text a machine's: it is translated again, or taken from the memory.
4.  Source changed, text a person's: it stays and is marked stale in the record. Editing it, deleting its line in
    the record, `--accept`, or taking the change of the source back clears the mark.
5.  Source gone: a person's text stays in the memory (or under `unplaced:` where there is none); a machine's goes.
6.  New source: memory, else machine.
7.  A person changed the blocks of the translation (split, joined, added, removed some): while the source's blocks stay,
    the translation keeps its own; when both made the same change, new texts are paired by place; when both changed and
    differ, the file is left alone and reported, since no rule could place the texts without risk.

Nothing here reads, writes or translates.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from translate.memory.alignment import Token, align
from translate.memory.digest import digest
from translate.stages.matching import (
    Correction,
    EarlierSegment,
    Existing,
    Recollection,
    SegmentedText,
    SegmentText,
    match,
)
from translate.stages.segment_state import Provenance, SegmentState

_log = logging.getLogger(__name__)


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
    """For `MARK_STALE`, the source that the text was made from; None where nothing remembers it."""
    origin: int | None = None
    """Index of the segment of the existing translation that the text stood in."""
    checked: bool = False
    """Whether a person answers for the text that stays."""
    recorded: SegmentState | None = None
    """What the record says of the segment; None where it says nothing."""


@dataclass(frozen=True)
class Revision:
    """What becomes of a translation."""

    plans: tuple[SegmentPlan, ...]
    """One per source segment, in the source's order."""
    corrections: tuple[Correction, ...] = ()
    """People's texts to remember."""
    unplaced: tuple[str, ...] = ()
    """People's texts whose source is gone and whose source nothing remembers."""
    own_states: tuple[SegmentState, ...] = ()
    """Lines of the record for blocks that only the translation has, where it keeps its own."""
    own_blocks: tuple[int | None, ...] | None = None
    """None where the new file has the source's blocks; else for each source segment the index of the segment of the
    existing translation whose place it takes, None for `OMIT`."""
    conflict: int | None = None
    """Index of the first segment of the translation that cannot be placed, where the file has to be left alone."""


def revise(
    source: SegmentedText,
    existing: Existing | None,
    *,
    known: Recollection | None = None,
    marker: str = "",
    force: bool = False,
) -> Revision:
    """Decide what becomes of every segment.

    Args:
        source: today's source.
        existing: the translation and its record; None where there is none yet.
        known: what memory knows.
        marker: what stands before a text left in the source language.
        force: replace every machine's text.
    """
    if existing is None:
        return Revision(tuple(SegmentPlan(part.md, Action.TRANSLATE) for part in source.parts))
    return _Decision(source, existing, known or Recollection(), marker, force=force).revision()


class _Decision:
    """The decision on one translation, step by step."""

    def __init__(
        self, source: SegmentedText, existing: Existing, known: Recollection, marker: str, *, force: bool
    ) -> None:
        self._source = source
        self._existing = existing
        self._known = known
        self._force = force
        self._parts = existing.text.parts
        self._digests = [digest(part.md) for part in source.parts]
        recorded = _recorded_forms(existing, source)
        self._earlier, self._extras = match(existing, recorded, known, marker)
        self._corrections = [segment.correction for segment in self._earlier if segment.correction is not None]
        same_source = list(source.forms) == recorded and len(self._earlier) == len(source.parts)
        self._follows = list(existing.text.forms) in (recorded, list(source.forms))
        self._keeps_own = not self._follows and same_source

    def revision(self) -> Revision:
        """Return what becomes of the translation."""
        if not (self._follows or self._keeps_own):
            _log.debug("blocked: the blocks are neither those of the record nor those of the original")
            first = _first_difference(self._extras, self._parts, self._source.parts)
            return Revision((), tuple(self._corrections), conflict=first)
        found = self._aligned()
        plans = [self._plan(at, part, found[at]) for at, part in enumerate(self._source.parts)]
        if not self._keeps_own:
            return Revision(tuple(plans), tuple(self._corrections), tuple(self._unplaced(plans)))
        places = tuple(segment.place for segment in self._earlier)
        plans = [
            plan
            if segment.place is not None
            else replace(plan, action=Action.OMIT, provenance=segment.provenance, recorded=segment.state)
            for plan, segment in zip(plans, self._earlier, strict=True)
        ]
        own = tuple(state for state in self._existing.states if not state.source)
        return Revision(tuple(plans), tuple(self._corrections), tuple(self._unplaced(plans)), own, places)

    def _aligned(self) -> list[int | None]:
        """Find the earlier segment of each of today's source."""
        # The source's blocks are those of the record, so its kinds are known even where the translation has others.
        kinds = (
            [part.kind for part in self._source.parts]
            if self._keeps_own
            else [segment.kind(self._parts) for segment in self._earlier]
        )
        before = [
            Token(
                segment.key(self._digests),
                kind,
                self._known.source_md(segment.state.stale_against or segment.state.source),
            )
            for segment, kind in zip(self._earlier, kinds, strict=True)
        ]
        today = zip(self._digests, self._source.parts, strict=True)
        return align(before, [Token(key, part.kind, part.md) for key, part in today])

    def _plan(self, at: int, part: SegmentText, index: int | None) -> SegmentPlan:
        if index is not None:
            _log.debug("segment %d: was segment %d of the record", at + 1, index + 1)
            return self._plan_of(part, self._earlier[index])
        same_blocks = self._existing.text.forms == self._source.forms
        if not (same_blocks and at in self._extras and self._parts[at].kind == part.kind):
            _log.debug("segment %d: not in the record, new", at + 1)
            return SegmentPlan(part.md, Action.TRANSLATE)
        _log.debug("segment %d: not in the record, a person translated it", at + 1)
        text_md = self._parts[at].md
        self._corrections.append(Correction(part.md, text_md))
        self._extras.remove(at)
        return SegmentPlan(part.md, Action.KEEP, text_md, Provenance.PERSON, self._digests[at], origin=at)

    def _plan_of(self, part: SegmentText, segment: EarlierSegment) -> SegmentPlan:
        if segment.place is None:
            return SegmentPlan(part.md, Action.TRANSLATE)
        plan = SegmentPlan(
            part.md,
            Action.KEEP,
            segment.md,
            segment.provenance,
            segment.source,
            origin=segment.place,
            checked=segment.checked,
            recorded=segment.state,
        )
        current = segment.source == digest(part.md)
        if segment.provenance is Provenance.PERSON:
            was_md = self._known.source_md(segment.source)
            return plan if current else replace(plan, action=Action.MARK_STALE, was_md=was_md)
        disposable = segment.state.who in self._existing.disposable
        if current and not disposable and (segment.checked or not self._force):
            return plan
        return SegmentPlan(part.md, Action.TRANSLATE, origin=segment.place, checked=segment.checked)

    def _unplaced(self, plans: Sequence[SegmentPlan]) -> list[str]:
        """List people's texts that have no place in the new file and that no memory holds."""
        placed = {plan.origin for plan in plans if plan.action in (Action.KEEP, Action.MARK_STALE)}
        unplaced = [
            segment.md
            for segment in self._earlier
            if segment.provenance is Provenance.PERSON
            and segment.place is not None
            and segment.place not in placed
            and not (segment.correction and segment.correction.source_md)
        ]
        return unplaced if self._keeps_own else unplaced + [self._parts[at].md for at in self._extras]


def _recorded_forms(existing: Existing, source: SegmentedText) -> list[str]:
    """Return the forms of the source when the record was written; of several ends, which a merge leaves, today's."""
    today = (source.forms[-1], existing.text.forms[-1])
    end = next((end for end in existing.ends if end in today), existing.ends[0] if existing.ends else "")
    return [*(state.form for state in existing.states if state.source), end]


def _first_difference(extras: Sequence[int], parts: Sequence[SegmentText], source: Sequence[SegmentText]) -> int:
    """Return where the translation's blocks first differ from what is known: a new one, or one of another kind."""
    if extras:
        return extras[0]
    kinds = zip(parts, source, strict=False)
    return next((at for at, (part, other) in enumerate(kinds) if part.kind != other.kind), max(0, len(parts) - 1))
