"""The fields of front matter: which there are, in which files, and which are prose. A new field is a row here."""

from dataclasses import dataclass
from typing import Literal

Presence = Literal["required", "optional", "unknown"]
FileKind = Literal["issue", "page"]


@dataclass(frozen=True)
class FieldRule:
    """One field."""

    name: str
    """As it is written in the file."""
    issue: Presence
    """Whether an issue has it."""
    page: Presence
    """Whether a static page has it."""
    prose: bool = False
    """Whether it is text that is translated; else a translation copies it."""


FIELDS = (
    FieldRule("title", issue="required", page="required", prose=True),
    FieldRule("edition", issue="required", page="unknown"),
    FieldRule("period", issue="required", page="unknown"),
    FieldRule("published", issue="required", page="unknown"),
    FieldRule("summary", issue="required", page="optional", prose=True),
    FieldRule("topics", issue="required", page="unknown"),
    FieldRule("sources", issue="optional", page="unknown"),
    FieldRule("translation", issue="optional", page="optional"),
)
"""All fields, in the order in which messages and files name them."""
PROSE_FIELDS = tuple(field.name for field in FIELDS if field.prose)
"""Those that are translated unless a caller says otherwise."""


def names(kind: FileKind, presence: Presence) -> tuple[str, ...]:
    """Return the fields that a kind of file must have (`required`) or may have besides (`optional`)."""
    return tuple(field.name for field in FIELDS if (field.issue if kind == "issue" else field.page) == presence)
