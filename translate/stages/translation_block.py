"""The `translation:` block of a front matter: it makes a file a translation.

    translation:
      from: en

Nothing else is needed, and a run never changes it. People who translated or read a whole file may add their name as
`by:` and the day as `on:`; `python -m translate --accept` takes both into the record, passage by passage.
"""

from dataclasses import dataclass
from datetime import date

from translate.core.problem import Problem
from translate.markdown.document import Document
from translate.markdown.front_matter_editor import FrontMatterEditor
from translate.stages import record

NAME = "translation"
KEYS = ("from", "by", "on")
"""Keys of the block."""
FORMER_KEYS = (
    "engine",
    "status",
    "source",
    "shape",
    "copied",
    "segments",
    "stale",
    "untranslated",
    "unplaced",
    "reviewed",
)
"""Keys of the record that once stood here and now has a file of its own."""


@dataclass(frozen=True)
class TranslationBlock:
    """What the block says."""

    source: str = ""
    """BCP 47 code of the original; empty where the file says nothing."""
    by: str = ""
    """Who answers for the whole file and is not yet in the record; empty for nobody."""
    on: date | None = None
    """Since when."""

    @property
    def signed(self) -> bool:
        """Whether it names a person and a day."""
        return self.on is not None and record.can_sign(self.by)


def read(document: Document) -> TranslationBlock | None:
    """Read the block; None where the file is an original. What is broken in it counts as not there."""
    if NAME not in document.values:
        return None
    found = document.values[NAME]
    values = found if isinstance(found, dict) else {}
    on = values.get("on")
    return TranslationBlock(
        str(values.get("from") or ""), " ".join(str(values.get("by") or "").split()), on if type(on) is date else None
    )


def former_record(document: Document) -> list[Problem]:
    """Report the record of an earlier release, which stood in the block."""
    found = document.values.get(NAME)
    name = next((key for key in FORMER_KEYS if isinstance(found, dict) and key in found), "")
    if not name:
        return []
    lines = FrontMatterEditor(document).fields.get(NAME)
    message = (
        f"`{name}` in the `translation:` block; expected `from:` alone, since the record has a file of its own. "
        "Run `python -m scripts.migrate_records`, or remove the line."
    )
    return [Problem(document.path, *document.place(lines.start if lines else document.head[0]), message)]


def lines(source: str) -> str:
    """Return the block of a new translation."""
    return f"{NAME}:\n  from: {source}\n"


def unsigned(document: Document) -> Document:
    """Return the file without the name and day that the record has taken over."""
    for name in ("by", "on"):
        document = FrontMatterEditor(document).remove(name, within=NAME)
    return document
