"""A file as the pipeline sees it: the document, its segments, and what they and the rest amount to."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.core.fields import PROSE_FIELDS
from translate.core.problem import Problem
from translate.markdown import segment
from translate.markdown.document import Document
from translate.markdown.segment import Segment
from translate.memory.digest import digest
from translate.stages.matching import SegmentedText, SegmentText
from translate.stages.segment_state import FORM_LENGTH

_BLANKS = re.compile(r"(?:[ \t]*(?:\r\n?|\n))+")


@dataclass(frozen=True)
class SourceFile:
    """One file, read."""

    document: Document
    """The file."""
    segments: tuple[Segment, ...]
    """Its prose: front matter fields in the order in which they were asked for, then the body in the file's order."""
    text: SegmentedText
    """The same for revision, one part per segment."""
    sections: tuple[int, ...]
    """Per segment, the number of the level-two heading it stands under; 0 before the first."""
    unread: Problem | None = None
    """Why the body has no segments although there is text; None where it was read."""

    @property
    def digests(self) -> list[str]:
        """The digest of each segment."""
        return [digest(part.md) for part in self.text.parts]


def read(data: bytes, path: Path, fields: Sequence[str] = PROSE_FIELDS) -> tuple[SourceFile, tuple[Problem, ...]]:
    """Read a file's bytes.

    Args:
        data: the file.
        path: how problems name it.
        fields: front matter fields that are prose.
    """
    document, problems = Document.parse(data, path)
    return of_document(document, fields), problems


def of_document(document: Document, fields: Sequence[str] = PROSE_FIELDS) -> SourceFile:
    """Take the segments of a document."""
    order = {name: at for at, name in enumerate(fields)}
    segments, unread = segment.read(document, fields)
    front = sorted((found for found in segments if found.kind == "field"), key=lambda found: order[found.name])
    body = [found for found in segments if found.kind != "field"]
    parts = [SegmentText(f"field {found.name}", found.source_md) for found in front]
    parts += [SegmentText(found.kind, found.source_md) for found in body]
    return SourceFile(
        document,
        (*front, *body),
        SegmentedText(tuple(parts), _forms(document, parts, body)),
        (*(0 for _ in front), *_sections(document, body)),
        unread,
    )


def _forms(document: Document, parts: Sequence[SegmentText], body: Sequence[Segment]) -> tuple[str, ...]:
    ends = [document.body_start, *(found.end for found in body)]
    starts = [*(found.start for found in body), len(document.text)]
    gaps = [_BLANKS.sub("\n", document.text[end:start]) for end, start in zip(ends, starts, strict=True)]
    # How many blank lines there are, and how the file ends, is no structure.
    gaps[0], gaps[-1] = "\n" + gaps[0].lstrip("\n"), gaps[-1].rstrip()
    kinds = [part.kind for part in parts]
    fields = len(parts) - len(body)
    return tuple(_form(*form) for form in zip([*kinds, ""], [*[""] * fields, *gaps], strict=True))


def _form(kind: str, gap: str) -> str:
    return hashlib.sha256(f"{kind}\0{gap}".encode("utf-8", "surrogateescape")).hexdigest()[:FORM_LENGTH]


def _sections(document: Document, body: Sequence[Segment]) -> list[int]:
    # Where a heading cannot be found, no section has a number: nobody's review is carried on by a guess.
    starts = document.sections or ()
    return [bisect_right(starts, found.start) for found in body]
