"""How a text came into its language, as readers are to be told: the one place that every output reads.

It is worked out from the record and the text as it lies there. A person's name stands for a passage only while digest
and text agree; what was edited since, and by whom, nobody knows, so it is said to be edited and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from translate.memory.digest import digest
from translate.stages.record import UNTRANSLATED, Record
from translate.stages.segment_state import Provenance, SegmentState
from translate.stages.translation_block import TranslationBlock


class SegmentStatus(Enum):
    """What readers and editors are told of one segment."""

    MACHINE = "machine"
    """A machine's text that nobody has checked."""
    EDITED = "edited"
    """A person's text that nobody answers for by name."""
    REVIEWED = "reviewed"
    """A text that a person answers for by name, whoever made it."""
    UNTRANSLATED = "untranslated"
    """The original's text, left in place and marked."""


@dataclass(frozen=True)
class TextProvenance:
    """How one translated text came into its language."""

    source: str
    """BCP 47 code of the original."""
    statuses: tuple[SegmentStatus, ...] = ()
    """Of each segment, in the text's order; empty for a text without a record."""
    sections: tuple[int, ...] = ()
    """Of each segment, the number of its item; 0 before the first."""
    by: tuple[str, ...] = ()
    """People who answer for segments, or for a text without a record, by name; each once."""
    on: date | None = None
    """The latest day on which one of them did."""
    machine_made: bool = False
    """Whether a machine made what people have checked, at least in part."""
    stale: int = 0
    """How many segments lag behind the original."""

    @property
    def status(self) -> str:
        """`machine` where any text is a machine's alone, else `reviewed` where people answer by name, or `edited`."""
        if SegmentStatus.MACHINE in self.statuses:
            return SegmentStatus.MACHINE.value
        return SegmentStatus.REVIEWED.value if self.by else SegmentStatus.EDITED.value

    def is_left(self, text: str, target: str) -> bool:
        """Return whether a passage of the text, in `target` (BCP 47), stands in the original's language, marked."""
        return text.startswith(UNTRANSLATED[target].strip())

    @property
    def reviewed_on(self) -> date | None:
        """The day from which on people answer for the whole text; None where they do not."""
        return self.on if self.status == SegmentStatus.REVIEWED.value else None

    @property
    def untranslated(self) -> int:
        """How many segments stand in the original's language, marked."""
        return self.statuses.count(SegmentStatus.UNTRANSLATED)

    @property
    def edited(self) -> int:
        """How many segments are a person's that nobody answers for by name."""
        return self.statuses.count(SegmentStatus.EDITED)

    @property
    def reviewed_items(self) -> tuple[int, ...]:
        """Numbers of the items that people answer for, every segment of them."""
        reviewed: dict[int, bool] = {}
        for section, status in zip(self.sections, self.statuses, strict=True):
            reviewed[section] = reviewed.get(section, True) and status is SegmentStatus.REVIEWED
        return tuple(sorted(section for section, whole in reviewed.items() if section and whole))

    @property
    def summary(self) -> str:
        """The status in words, for the command line: `reviewed`, `machine but for item-1, item-3`."""
        items = ", ".join(f"item-{number}" for number in self.reviewed_items)
        return f"{self.status} but for {items}" if items and self.status == SegmentStatus.MACHINE.value else self.status


def of_text(
    source: str, record: Record, texts_md: Sequence[str], sections: Sequence[int], stale: int
) -> TextProvenance:
    """Return the provenance of a translation that has a record.

    Args:
        source: BCP 47 code of the original.
        record: its record.
        texts_md: its segments as they stand.
        sections: for each segment the number of its item.
        stale: how many segments lag behind the original.
    """
    by_target: dict[str, SegmentState] = {}
    for state in record.segments:
        known = by_target.get(state.target)
        if known is None or _strength(state) > _strength(known):
            by_target[state.target] = state
    states = [by_target.get(digest(md)) for md in texts_md]
    signed = [state for state in states if state is not None and state.on is not None]
    days = [state.on for state in signed if state.on is not None]
    return TextProvenance(
        source,
        tuple(map(_status, states)),
        tuple(sections),
        tuple(dict.fromkeys(state.who for state in signed)),
        max(days, default=None),
        any(state.provenance is Provenance.MACHINE for state in signed),
        stale,
    )


def of_unrecorded(block: TranslationBlock) -> TextProvenance:
    """Return the provenance of a translation by people that has no record yet: what its block says of it."""
    return TextProvenance(block.source, by=(block.by,) if block.signed else (), on=block.on if block.signed else None)


def _strength(state: SegmentState) -> tuple[bool, date, bool]:
    """Order lines of one text: facts that a digest proves, of which the later one says more."""
    return state.on is not None, state.on or date.min, state.provenance is Provenance.PERSON


def _status(state: SegmentState | None) -> SegmentStatus:
    if state is None:
        return SegmentStatus.EDITED
    if state.on is not None:
        return SegmentStatus.REVIEWED
    return {
        Provenance.MACHINE: SegmentStatus.MACHINE,
        Provenance.PERSON: SegmentStatus.EDITED,
        Provenance.SOURCE: SegmentStatus.UNTRANSLATED,
    }[state.provenance]
