"""What `translate_markdown` gives back, and how it makes it: one text, no files, no record."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from translate.core.languages import Direction
from translate.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translate.language.glossary import Glossary
    from translate.machine.engine import Decoding, Engine
    from translate.memory.store import Memory


@dataclass(frozen=True)
class SegmentRecord:
    """One segment and what became of it."""

    line: int
    """1-based line in the source."""
    column: int
    """1-based column in the source."""
    kind: str
    """What it is: heading, paragraph, cell, …; `field title` for front matter."""
    source_md: str
    """Its Markdown."""
    target_md: str
    """Its translation; the source after the marker where nothing was fit to publish."""
    origin: str
    """Name of the engine, or `person` where the memory had a person's text."""
    strategy: str
    """The strategy that gave it (`strategies.Strategy`), or `memory`."""
    findings: tuple[str, ...] = ()
    """For people: what was refused, repaired or is to be looked at."""


@dataclass(frozen=True)
class TranslatedText:
    """A translated text."""

    text: str
    """Markdown; everything but the prose is the source's, byte for byte."""
    segments: tuple[SegmentRecord, ...]
    """One per segment, front matter fields first."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the source's encoding or front matter, a body too much to be read, and segments left."""


def translate(
    text: str,
    direction: Direction,
    *,
    engine: "Engine",
    glossary: "Glossary | None",
    decoding: "Decoding | None",
    memory: "Memory | None",
    prose: "Sequence[str]",
    path: Path,
) -> TranslatedText:
    """Translate one text; see `translate.translate_markdown`."""
    from translate.memory.store import Memory
    from translate.stages import assembly, copied_fields, revision, source_file
    from translate.stages.discovery import Task
    from translate.stages.job import TranslationJob
    from translate.stages.pretranslation import from_engine, from_memory, pending_segments

    read, problems = source_file.read(text.encode("utf-8", "surrogateescape"), path, prose)
    memory = memory if memory is not None and not engine.literal else Memory()
    job = TranslationJob(Task(path, path, direction), read, revision=revision.revise(read.text, None))
    pretranslation = from_memory(job, memory, engine=engine.name, force=False)
    from_engine(
        pending_segments([pretranslation]),
        memory,
        engine=engine,
        glossary=glossary,
        decoding=decoding,
        step=lambda: None,
    )
    nobody = copied_fields.Kept({}, {})
    made = assembly.assemble(
        read, None, nobody, job.revision, pretranslation.fills, marker=job.marker, prose=prose, block=""
    )
    assert made is not None
    unread = () if read.unread is None else (read.unread,)
    records: list[SegmentRecord] = []
    left: list[Problem] = []
    for at, (segment, part) in enumerate(zip(read.segments, read.text.parts, strict=True)):
        fill, outcome = pretranslation.fills[at], pretranslation.outcomes.get(at)
        target_md, strategy = fill.md, outcome.strategy.value if outcome else "memory"
        findings = outcome.findings if outcome else ()
        if at in made.refused:
            target_md, strategy, findings = (
                job.marker + part.md,
                "source",
                (*findings, "changes the structure of the file"),
            )
        if strategy == "source":
            why = f": {'; '.join(findings)}" if findings else ""
            message = f"left in the language of the original{why}; expected a translation. Write one in its place."
            left.append(Problem(path, segment.line, segment.column, message))
        records.append(
            SegmentRecord(segment.line, segment.column, part.kind, part.md, target_md, fill.origin, strategy, findings)
        )
    data = made.file.document.replace([])
    return TranslatedText(data.decode("utf-8", "surrogateescape"), tuple(records), (*problems, *unread, *left))
