"""Front matter fields of a translation that are not prose: they are the source's, unless a person changed them.

A field that the translation has as it was copied follows the source, and goes where the source's goes. One that a
person changed or added in the translation stays. Whether it was changed is told by its digest in the record.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translate.markdown.document import Document, Edit
from translate.markdown.front_matter_editor import FieldLines, FrontMatterEditor
from translate.memory.digest import digest
from translate.stages.translation_block import NAME


def copied(document: Document, prose: Sequence[str]) -> dict[str, FieldLines]:
    """Return the lines of each field of a front matter that is neither prose nor the translation's block."""
    fields = FrontMatterEditor(document).fields
    return {name: lines for name, lines in fields.items() if name not in prose and name != NAME}


def digests(document: Document, prose: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return each copied field's digest, as the record has it."""
    return {name: frozenset((digest(lines.text),)) for name, lines in copied(document, prose).items()}


@dataclass(frozen=True)
class Kept:
    """What people changed among the fields that are not prose."""

    changed: dict[str, str]
    """Fields that the source has too: the lines to put there instead."""
    added: dict[str, str]
    """Fields that only the translation has: their lines."""


def kept(source: Document, translation: Document, recorded: Mapping[str, frozenset[str]], prose: Sequence[str]) -> Kept:
    """Find what people changed.

    Args:
        source: today's source.
        translation: the translation as it lies there.
        recorded: digests of the fields as they were copied last time.
        prose: fields that are translated.
    """
    ours, theirs = copied(source, prose), copied(translation, prose)
    people = Kept({}, {})
    for name, lines in theirs.items():
        found = digest(lines.text)
        if found in recorded.get(name, ()) or (name in ours and digest(ours[name].text) == found):
            continue
        (people.changed if name in ours else people.added)[name] = lines.text
    return people


def into_source(source: Document, people: Kept, prose: Sequence[str]) -> tuple[list[Edit], str]:
    """Return the edits that put people's fields into the source's front matter, and the lines to add at its end."""
    ours = copied(source, prose)
    edits = [(ours[name].start, ours[name].end, _as_in(source, text)) for name, text in people.changed.items()]
    return edits, "".join(_as_in(source, text) for text in people.added.values())


def into_translation(source: Document, translation: Document, people: Kept, prose: Sequence[str]) -> list[Edit]:
    """Return the edits that bring a translation's own front matter up to date with the source's."""
    ours, theirs = copied(source, prose), copied(translation, prose)
    edits: list[Edit] = []
    after = translation.head[0]
    for name, lines in ours.items():
        there = theirs.get(name)
        if there is None:
            edits.append((after, after, _as_in(translation, lines.text)))
            continue
        after = there.end
        if name not in people.changed and digest(there.text) != digest(lines.text):
            edits.append((there.start, there.end, _as_in(translation, lines.text)))
    gone = [lines for name, lines in theirs.items() if name not in ours and name not in people.added]
    return edits + [(lines.start, lines.end, "") for lines in gone]


def _as_in(document: Document, text: str) -> str:
    text = re.sub(r"\r\n?|\n", "\n", text)
    return (text if text.endswith("\n") else text + "\n").replace("\n", document.newline)
