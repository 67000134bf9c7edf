"""Front matter fields of a translation that are not prose: they are the source's, unless a person changed them.

A field that the translation has as it was copied follows the source, and goes where the source's goes. One that a
person changed or added in the translation stays. Whether it was changed is told by its digest in the block.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translate.markdown.document import Document, Edit
from translate.memory.digest import digest
from translate.stages import record

_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)


@dataclass(frozen=True)
class Chunk:
    """A top-level field's lines, with the comments that follow them."""

    start: int
    """First code point in `Document.text`."""
    end: int
    """End, exclusive."""
    text: str
    """The lines, line ends as they are."""


def chunks(document: Document, prose: Sequence[str]) -> dict[str, Chunk]:
    """Cut a front matter into its fields, without prose and the block.

    Args:
        document: the file.
        prose: fields that are translated.
    """
    start, end = document.head
    keys = list(_KEY.finditer(document.text, start, end))
    ends = [*(key.start() for key in keys[1:]), end][: len(keys)]
    return {
        key[1]: Chunk(key.start(), stop, document.text[key.start() : stop])
        for key, stop in zip(keys, ends, strict=True)
        if key[1] not in prose and key[1] != record.NAME
    }


def digests(document: Document, prose: Sequence[str]) -> dict[str, str]:
    """Return each copied field's digest."""
    return {name: digest(chunk.text) for name, chunk in chunks(document, prose).items()}


@dataclass(frozen=True)
class Kept:
    """What people changed among the fields that are not prose."""

    changed: dict[str, str]
    """Fields that the source has too: the lines to put there instead."""
    added: dict[str, str]
    """Fields that only the translation has: their lines."""


def kept(source: Document, translation: Document, copied: Mapping[str, str], prose: Sequence[str]) -> Kept:
    """Find what people changed.

    Args:
        source: today's source.
        translation: the translation as it lies there.
        copied: digests of the fields as they were copied last time.
        prose: fields that are translated.
    """
    ours, theirs = chunks(source, prose), chunks(translation, prose)
    people = Kept({}, {})
    for name, chunk in theirs.items():
        found = digest(chunk.text)
        if copied.get(name) == found or (name in ours and digest(ours[name].text) == found):
            continue
        (people.changed if name in ours else people.added)[name] = chunk.text
    return people


def into_source(source: Document, people: Kept, prose: Sequence[str]) -> tuple[list[Edit], str]:
    """Return the edits that put people's fields into the source's front matter, and the lines to add at its end."""
    ours = chunks(source, prose)
    edits = [(ours[name].start, ours[name].end, _as_in(source, text)) for name, text in people.changed.items()]
    return edits, "".join(_as_in(source, text) for text in people.added.values())


def into_translation(source: Document, translation: Document, people: Kept, prose: Sequence[str]) -> list[Edit]:
    """Return the edits that bring a translation's own front matter up to date with the source's."""
    ours, theirs = chunks(source, prose), chunks(translation, prose)
    edits: list[Edit] = []
    after = translation.head[0]
    for name, chunk in ours.items():
        there = theirs.get(name)
        if there is None:
            edits.append((after, after, _as_in(translation, chunk.text)))
            continue
        after = there.end
        if name not in people.changed and digest(there.text) != digest(chunk.text):
            edits.append((there.start, there.end, _as_in(translation, chunk.text)))
    gone = [chunk for name, chunk in theirs.items() if name not in ours and name not in people.added]
    return edits + [(chunk.start, chunk.end, "") for chunk in gone]


def _as_in(document: Document, text: str) -> str:
    text = re.sub(r"\r\n?|\n", "\n", text)
    return (text if text.endswith("\n") else text + "\n").replace("\n", document.newline)
