"""Which line of a record speaks of which segment of the translation as it lies there.

A line whose digest is a segment's speaks of that segment, wherever it moved. A segment that no digest tells was edited:
it belongs to the line whose person's text it is known to be, else to the line that stands at its place between known
neighbours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate.memory.alignment import Token, align
from translate.memory.digest import digest
from translate.stages.segment_state import Provenance, SegmentState


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
    forms: tuple[str, ...]
    """For each segment the digest of its kind and of what stands before it, and one of what follows the last: all of
    the body that is not prose, white space aside."""


@dataclass(frozen=True)
class Existing:
    """The translation as it lies there."""

    text: SegmentedText
    """Its segments and forms."""
    states: tuple[SegmentState, ...]
    """Its record, `settled`: what has a source, in the source's order when it was written, then blocks of its own."""
    ends: tuple[str, ...] = ()
    """Forms of what followed the last segment of the source when it was written."""
    last_seen: Mapping[int, str] = field(default_factory=dict)
    """By index in `states`, digest of the person's text that the last run on this machine found for it."""
    disposable: frozenset[str] = frozenset()
    """Names of test engines, whose texts no other engine's run keeps."""


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
class EarlierSegment:
    """A line of the record together with the segment it now belongs to."""

    state: SegmentState
    """The line."""
    source: str
    """Digest of the source its text was made from; what was edited since it was marked stale is of the newer one."""
    place: int | None
    """Index of the segment in the existing translation; None for a block a person took out."""
    md: str
    """Its text."""
    provenance: Provenance
    """Whose text it now is."""
    correction: Correction | None = None
    """What to remember; None for a machine's text."""

    @property
    def checked(self) -> bool:
        """Whether a person answers for the text as it stands."""
        return self.state.checked and self.place is not None and digest(self.md) == self.state.target

    def key(self, today: Sequence[str]) -> str:
        """Return the digest by which it is looked for in today's source: that of the version last seen beside it."""
        newer = self.state.stale_against
        return newer if newer and self.source not in today else self.source

    def kind(self, parts: Sequence[SegmentText]) -> str:
        """Return the kind of its block; empty where it has none."""
        return "" if self.place is None else parts[self.place].kind


@dataclass(frozen=True)
class Recollection:
    """What is known beyond the record."""

    source_md: Callable[[str], str | None] = lambda _: None
    """Returns the source segment with a digest, or None."""
    people: Callable[[str], frozenset[str]] = lambda _: frozenset()
    """Returns the digests of the texts that people are known to have written for the source with a digest."""


def settled(states: Sequence[SegmentState], sources: Sequence[str], targets: Sequence[str]) -> list[SegmentState]:
    """Return the lines without those that another one superseded, where a merge kept the lines of both sides.

    Args:
        states: the lines.
        sources: digests of today's source.
        targets: digests of the translation as it lies there.
    """
    kept = list(states)
    surplus = sum(bool(state.source) for state in kept) - max(len(sources), len(targets))
    for superseded in (_repeats, _is_loose, _has_no_text):
        at = 0
        while surplus > 0 and at < len(kept):
            if kept[at].source and superseded(kept, at, sources, targets):
                _remove(kept, at)
                surplus -= 1
            else:
                at += 1
    return kept


def _around(states: Sequence[SegmentState], at: int) -> list[SegmentState]:
    return [*states[max(0, at - 1) : at], *states[at + 1 : at + 2]]


def _repeats(states: Sequence[SegmentState], at: int, sources: Sequence[str], targets: Sequence[str]) -> bool:
    """Whether a line speaks of the text of which a line beside it says as much or more."""
    state = states[at]
    if sum(other.target == state.target for other in states) <= targets.count(state.target):
        return False
    same = [other for other in _around(states, at) if other.source and other.target == state.target]
    return any((other.source in sources, other.checked) >= (state.source in sources, state.checked) for other in same)


def _is_loose(states: Sequence[SegmentState], at: int, sources: Sequence[str], targets: Sequence[str]) -> bool:
    """Whether neither text nor source of a line is there any more, while a line beside it has a text."""
    return states[at].source not in sources and _has_no_text(states, at, sources, targets)


def _has_no_text(states: Sequence[SegmentState], at: int, _: Sequence[str], targets: Sequence[str]) -> bool:
    """Whether the text of a line is not there, while that of a line beside it is."""
    return states[at].target not in targets and any(other.target in targets for other in _around(states, at))


def _remove(states: list[SegmentState], at: int) -> None:
    """Remove a line; what it knows of a newer source goes to the line of the same text and source."""
    gone = states[at]
    for index in (at - 1, at + 1):
        same = 0 <= index < len(states) and (states[index].source, states[index].target) == (gone.source, gone.target)
        if same and gone.stale_against and not states[index].stale_against:
            states[index] = replace(states[index], stale_against=gone.stale_against)
    del states[at]


def match(
    existing: Existing, recorded: Sequence[str], known: Recollection, marker: str
) -> tuple[list[EarlierSegment], list[int]]:
    """Find the segment of each line that has a source.

    Args:
        existing: the translation.
        recorded: forms of the source when the lines were written.
        known: what memory knows.
        marker: what stands before a text left in the source language.

    Returns:
        One per such line, in their order, and the indexes of segments that no such line is for.
    """
    parts, states = existing.text.parts, existing.states
    places = _places(existing, recorded, known)
    earlier = [
        _earlier(state, places.get(index), parts, existing.last_seen.get(index, ""), known, marker)
        for index, state in enumerate(states)
        if state.source
    ]
    taken = {segment.place for segment in earlier}
    return earlier, [place for place in range(len(parts)) if place not in taken]


def _places(existing: Existing, recorded: Sequence[str], known: Recollection) -> dict[int, int]:
    """Return the index of the segment of each line that has one, by the line's index."""
    parts, states = existing.text.parts, existing.states
    live = [index for index, state in enumerate(states) if state.target]
    same = list(existing.text.forms) == list(recorded) and len(live) == len(parts)
    keys = _keys(existing, known)
    found = align(
        [Token(states[index].target, parts[at].kind if same else "") for at, index in enumerate(live)],
        [Token(key, part.kind if same else "") for key, part in zip(keys, parts, strict=True)],
    )
    if same:
        _fill_places(found, parts)
    return {live[at]: place for place, at in enumerate(found) if at is not None}


def _keys(existing: Existing, known: Recollection) -> list[str]:
    """Return for each segment the digest of the line that it is known to belong to, else its own."""
    keys = [digest(part.md) for part in existing.text.parts]
    unknown = set(keys) - {state.target for state in existing.states}
    if not unknown:
        return keys
    here = set(keys)
    owners: dict[str, str] = {}
    for index, state in enumerate(existing.states):
        if not state.source or not state.target or state.target in here:
            continue
        seen = existing.last_seen.get(index, "")
        remembered = (known.people(state.source) | known.people(state.stale_against)) & unknown
        for key in [seen] if seen in unknown else sorted(remembered):
            owners.setdefault(key, state.target)
    return [owners.get(key, key) for key in keys]


def _fill_places(found: list[int | None], parts: Sequence[SegmentText]) -> None:
    """Pair what is left where blocks are as they were: a text moved and edited can only be one of those missing."""
    left = [at for at in range(len(parts)) if at not in set(found)]
    for place in [place for place, at in enumerate(found) if at is None]:
        at = next(at for at in left if parts[at].kind == parts[place].kind)
        found[place] = at
        left.remove(at)


def _earlier(
    state: SegmentState,
    place: int | None,
    parts: Sequence[SegmentText],
    last_seen: str,
    known: Recollection,
    marker: str,
) -> EarlierSegment:
    if place is None:
        gone = Provenance.MACHINE if state.target else state.provenance
        return EarlierSegment(state, state.source, None, "", gone)
    part = parts[place]
    now = digest(part.md)
    edited = now != state.target
    # An editor may write a translation behind the marker, or take the marker off to say that the text is right so.
    md = part.md.removeprefix(marker) if edited else part.md
    provenance = Provenance.PERSON if edited else state.provenance
    source = state.source
    if edited and state.stale_against and not _is_of_older_source(now, state, known):
        source = state.stale_against
    if provenance is not Provenance.PERSON:
        return EarlierSegment(state, source, place, md, provenance)
    earlier = last_seen or (state.target if state.provenance is Provenance.PERSON else "")
    source_md = known.source_md(source) or ""
    return EarlierSegment(
        state, source, place, md, provenance, Correction(source_md, md, earlier if edited and earlier != now else "")
    )


def _is_of_older_source(text: str, state: SegmentState, known: Recollection) -> bool:
    """Whether a text that was edited beside a stale mark is known to have been written for the older source."""
    return text in known.people(state.source) and text not in known.people(state.stale_against)
