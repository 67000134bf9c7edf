"""What is recorded of one segment of a translation."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

FORM_LENGTH = 6
"""Hexadecimal digits of the digest of a segment's kind and what stands before it: compared at one place only."""


class Provenance(Enum):
    """Whose text a segment of the translation is."""

    MACHINE = "machine"
    """An engine's, or taken from the memory; may be replaced."""
    PERSON = "person"
    """A person's; is never replaced. Of a block that was taken out: a person said that this is right."""
    SOURCE = "untranslated"
    """The source, visibly left in place because no translation was fit."""


@dataclass(frozen=True)
class SegmentState:
    """One line of the record: a text, what it was made from, and by whom."""

    source: str
    """Digest of the source the text was made from; empty for a block that only the translation has."""
    target: str
    """Digest of the text; empty for a block that a person took out of the translation."""
    provenance: Provenance = Provenance.MACHINE
    """Whose text it is."""
    stale_against: str = ""
    """Digest of the newer source that the text was found to lag behind; empty for one that does not."""
    who: str = ""
    """Name of the engine, or of the person who answers for the text; empty where nobody does, and for the memory."""
    on: date | None = None
    """Day on which a person answered for it; None for an engine's."""
    form: str = ""
    """Digest of the kind and of what stands before the segment in the source; empty where it is not known."""

    @property
    def word(self) -> str:
        """The state as the record writes it."""
        if self.provenance is not Provenance.MACHINE:
            return str(self.provenance.value)
        return "reviewed" if self.on is not None else "machine" if self.who else "memory"

    @property
    def checked(self) -> bool:
        """Whether a person answers for the text by name."""
        return self.on is not None

    def signed(self, provenance: Provenance, who: str, on: date | None) -> "SegmentState":
        """Return the same with the person who answers for it, nobody where `on` is None."""
        return replace(self, provenance=provenance, who=who if on is not None else "", on=on)

    def made_by(self, provenance: Provenance, engine: str) -> "SegmentState":
        """Return the same as an engine's."""
        return replace(self, provenance=provenance, who=engine, on=None)
