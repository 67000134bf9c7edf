"""The end of a work: its bytes, and what to tell people about it."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate.core.problem import Problem
from translate.memory.store import PERSON, Memory
from translate.stages import assembly, copied_fields, record, refusals, source_file
from translate.stages.assembly import AssembledTranslation, SegmentTarget
from translate.stages.job import TranslationJob
from translate.stages.pretranslation import Pretranslation
from translate.stages.record import Record
from translate.stages.report import FileReport, State
from translate.stages.revision import Action, Provenance
from translate.stages.source_file import SourceFile

_log = logging.getLogger(__name__)

_SHOWN = 60
"""Characters of a text that a message quotes at most."""


@dataclass(frozen=True)
class FinishedTranslation:
    """A finished work."""

    data: bytes | None
    """The translation's bytes; None where the file is to be left alone."""
    report: FileReport
    """How it stands."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why segments were left in this run, by `refusals.key`; empty for those that were translated."""


def finish(
    filling: Pretranslation, memory: Memory, prose: Sequence[str], reasons: Mapping[str, str] | None = None
) -> FinishedTranslation:
    """Put a translation together and say what people should look at.

    Args:
        filling: with a text for every slot that needs one.
        memory: for what resembles segments that need a person.
        prose: front matter fields that are translated.
        reasons: why earlier runs left segments untranslated, by `refusals.key`.
    """
    work = filling.work
    people = work.people(prose)
    made = assembly.assemble(
        work.source, work.existing, people, work.revision, filling.fills, marker=work.marker, prose=prose
    )
    if made is None:
        return FinishedTranslation(None, left_alone(replace(work, state=State.CONFLICT)))
    block = _block(filling, made, prose)
    data = assembly.sign(made, block, work.existing.document if work.existing is not None else None)
    written, _ = source_file.read(data, work.task.translation, prose)
    reasons_now = _reasons(filling, made)
    report = FileReport(
        work.task,
        State.CURRENT if data == work.data else State.MISSING if work.data is None else State.OUTDATED,
        segments=len(work.source.segments),
        people=sum(entry.provenance is Provenance.PERSON for entry in made.entries),
        from_memory=len(filling.fills) - len(filling.outcomes),
        translated=len(filling.outcomes),
        review=block.review,
        stale=tuple(_stale(work, written, made)),
        left=tuple(_left(work, written, made, {**(reasons or {}), **reasons_now})),
        notices=tuple(_unread(work) + _fields(written, people) + _unplaced(work, block) + _absent(work)),
        findings=tuple(_findings(filling, written, made)),
    )
    wanted = [
        slot.source_md
        for slot, entry in zip(work.revision.plans, made.entries, strict=False)
        if slot.action is Action.MARK_STALE or entry.provenance is Provenance.SOURCE
    ]
    similar = {text: [(m.unit.source, m.unit.target, m.similarity) for m in memory.fuzzy(text)] for text in wanted}
    similar = {text: found for text, found in similar.items() if found}
    return FinishedTranslation(data, replace(report, similar=similar), reasons_now)


def unwritten(filling: Pretranslation) -> FileReport:
    """Report a file that has to wait for an engine."""
    work = filling.work
    state = State.MISSING if work.data is None else State.OUTDATED
    people = sum(slot.provenance is Provenance.PERSON for slot in work.revision.plans)
    return FileReport(
        work.task,
        state,
        len(work.source.segments),
        people,
        from_memory=0,
        translated=len(filling.outcomes),
        review=work.record.review if work.record is not None else "",
        waiting=len(filling.pending),
        notices=tuple(_unread(work)),
    )


def left_alone(work: TranslationJob, *, told: bool = False) -> FileReport:
    """Report a file that is not touched, and why.

    Args:
        work: its state is set.
        told: whether the same was said of its original.
    """
    path, original = work.task.translation, work.task.original.as_posix()
    accept = f"run `python -m translate --accept {path.as_posix()}`"
    line = column = 0
    if work.state is State.CONFLICT and work.existing is not None and work.existing.segments:
        at = work.revision.conflict or 0
        line, column = work.existing.segments[at].line, work.existing.segments[at].column
    said = {
        State.CONFLICT: (
            f"blocks changed here and in {original}, not in the same way; expected the same blocks in both. "
            f"The file is left as it is. Bring it in line with the original, then {accept}."
        ),
        State.PENDING: (
            f"no record of what it was translated from; expected one. When it says what {original} says, {accept}."
        ),
        State.UNPAIRED: (
            f"{original} changed since this translation was accepted; expected the translation to follow. "
            f"Mend it, then {accept}."
        ),
        State.TWO_ORIGINALS: (
            f"no `translation:` block, nor has {original}; expected one in the translation of the other. If that is "
            f"this one, add `translation: {{from: {work.task.source}, engine: editors}}`, then {accept}."
        ),
    }
    notices = (Problem(path, line, column, said[work.state]),) if work.state in said and not told else ()
    assert work.state is not None
    _log.debug("%s: left alone: %s", path, work.state.value)
    review = work.record.review if work.record is not None else ""
    return FileReport(work.task, work.state, len(work.source.segments), review=review, notices=notices)


def _block(filling: Pretranslation, made: AssembledTranslation, prose: Sequence[str]) -> Record:
    work = filling.work
    before = work.record or Record()
    new = [fill for at, fill in filling.fills.items()]
    block = replace(
        before,
        source_language=work.task.source,
        engine=_engine(before, new),
        source=work.source.digest,
        shape=work.source.text.shape,
        copied=copied_fields.digests(work.source.document, prose),
        entries=made.entries,
        stale=assembly.stale(made.entries, work.revision.plans),
        untranslated=sum(entry.provenance is Provenance.SOURCE for entry in made.entries),
        unplaced=tuple(dict.fromkeys((*before.unplaced, *work.revision.unplaced))),
    )
    if work.existing is not None and (new or before.reviewed):
        items = assembly.reviews(work.source, work.existing, before, work.revision)
        if before.status == record.REVIEWED and new:
            # Not all of it is as a person saw it any more; the items that are say so themselves.
            other = {key: value for key, value in before.other.items() if key not in ("by", "on")}
            block = replace(block, status=record.MACHINE, reviewed=items, other=other)
        elif before.status != record.REVIEWED:
            block = replace(block, reviewed=items)
    return block


def _engine(before: Record, new: Sequence[SegmentTarget]) -> str:
    engines = Counter(fill.origin for fill in new if fill.origin != PERSON)
    if engines:
        return engines.most_common(1)[0][0]
    return before.engine or record.EDITORS


def _stale(work: TranslationJob, written: SourceFile, made: AssembledTranslation) -> list[Problem]:
    problems: list[Problem] = []
    for one in assembly.stale(made.entries, work.revision.plans):
        if one.was:
            was, now = _around_difference(one.was, one.now)
            changed = f"from “{was}” to “{now}”"
        else:
            changed = f"from a text that nothing remembers to “{_short(one.now)}”"
        message = (
            f"the original changed {changed}; expected a translation of the new text. "
            f"Edit it, or run `python -m translate --accept {work.task.translation.as_posix()}`."
        )
        problems.append(_problem(work, written, made.places[one.segment - 1], message))
    return sorted(problems)


def _reasons(filling: Pretranslation, made: AssembledTranslation) -> dict[str, str]:
    """Say why segments that went through the engine in this run were left, by `refusals.key`; empty for the others."""
    reasons: dict[str, str] = {}
    for at, outcome in filling.outcomes.items():
        left = made.entries[at].provenance is Provenance.SOURCE
        findings = outcome.findings + (("changes the structure of the file",) if at in made.refused else ())
        key = refusals.key(filling.work.task.direction, filling.work.revision.plans[at].source_md)
        reasons[key] = "; ".join(findings) if left else ""
    return reasons


def _left(
    work: TranslationJob, written: SourceFile, made: AssembledTranslation, reasons: Mapping[str, str]
) -> list[Problem]:
    problems: list[Problem] = []
    # After the entries of the original's segments come those of blocks that people added.
    for slot, entry, place in zip(work.revision.plans, made.entries, made.places, strict=False):
        if entry.provenance is Provenance.SOURCE:
            why = reasons.get(refusals.key(work.task.direction, slot.source_md), "")
            because = f": {why}" if why else ""
            message = f"left in the language of the original{because}; expected a translation. Write one in its place."
            problems.append(_problem(work, written, place, message))
    return sorted(problems)


def _problem(work: TranslationJob, written: SourceFile, place: int | None, message: str) -> Problem:
    assert place is not None
    segment = written.segments[place]
    return Problem(work.task.translation, segment.line, segment.column, message)


def _unread(work: TranslationJob) -> list[Problem]:
    return [work.source.unread] if work.source.unread is not None else []


def _fields(written: SourceFile, people: copied_fields.Kept) -> list[Problem]:
    document = written.document
    problems: list[Problem] = []
    for name in people.changed:
        start = copied_fields.chunks(document, ())[name].start
        message = (
            f"`{name}` is not the original's; expected the same. It is kept. Delete the field to have the original's."
        )
        problems.append(Problem(document.path, *document.place(start), message))
    return problems


def _unplaced(work: TranslationJob, block: Record) -> list[Problem]:
    message = "a person's text has no place any more; expected a home for it. See `unplaced` in its front matter."
    return [Problem(work.task.translation, 0, 0, message)] if block.unplaced else []


def _absent(work: TranslationJob) -> list[Problem]:
    accept = f"run `python -m translate --accept {work.task.translation.as_posix()}`"
    return [
        Problem(
            work.task.translation,
            0,
            0,
            f"“{_short(slot.source_md)}” of the original has no block here; expected one. Write it, or {accept}.",
        )
        for slot in work.revision.plans
        if slot.action is Action.OMIT and slot.provenance is not Provenance.PERSON
    ]


def _findings(filling: Pretranslation, written: SourceFile, made: AssembledTranslation) -> list[Problem]:
    return sorted(
        _problem(filling.work, written, made.places[at], text)
        for at, outcome in filling.outcomes.items()
        if made.places[at] is not None
        for text in outcome.findings
    )


def _around_difference(first: str, second: str) -> tuple[str, str]:
    """Quote two texts from shortly before their first difference on, so that nobody reads the same words twice."""
    if max(len(first), len(second)) <= _SHOWN:
        return first, second
    pairs = enumerate(zip(first, second, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))
    start = max(0, same - _SHOWN // 3)
    before = "…" if start else ""
    return before + _short(first[start:]), before + _short(second[start:])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
