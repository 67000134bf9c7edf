"""The end of a job: the bytes of the translation and its record, and what to tell people about them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate.core.problem import Problem
from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory
from translate.stages import assembly, copied_fields, provenance, record, refusals, translation_block
from translate.stages.assembly import AssembledTranslation
from translate.stages.job import TranslationJob
from translate.stages.pretranslation import Pretranslation
from translate.stages.record import Record
from translate.stages.report import FileReport, State
from translate.stages.revision import Action, SegmentPlan
from translate.stages.segment_state import Provenance, SegmentState

_log = logging.getLogger(__name__)

_SHOWN = 60
"""Characters of a text that a message quotes at most."""


@dataclass(frozen=True)
class FinishedTranslation:
    """A finished job."""

    data: bytes | None
    """The translation's bytes; None where the file is to be left alone."""
    record_data: bytes | None
    """The record's bytes; None where it is to be left alone."""
    report: FileReport
    """How the translation stands."""
    states: tuple[SegmentState, ...] = ()
    """The record's lines of segments."""
    seen: Mapping[int, str] = field(default_factory=dict)
    """By index in `states`, digest of a person's text that the line does not tell."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why segments were left in this run, by `refusals.key`; empty for those that were translated."""


def finish(
    pretranslation: Pretranslation, memory: Memory, prose: Sequence[str], reasons: Mapping[str, str] | None = None
) -> FinishedTranslation:
    """Put a translation together and say what people should look at.

    Args:
        pretranslation: with a text for every segment that needs one.
        memory: for what resembles segments that need a person.
        prose: front matter fields that are translated.
        reasons: why earlier runs left segments untranslated, by `refusals.key`.
    """
    job = pretranslation.job
    people = job.people(prose)
    made = assembly.assemble(
        job.source,
        job.existing,
        people,
        job.revision,
        pretranslation.fills,
        marker=job.marker,
        prose=prose,
        block=translation_block.lines(job.task.source),
    )
    if made is None:
        return FinishedTranslation(None, None, left_alone(replace(job, state=State.CONFLICT)))
    reasons_now = _reasons(pretranslation, made)
    recorded = new_record(job, made, prose)
    data = made.file.document.replace([])
    record_data = record.write(recorded, job.record_data, (part.md for part in job.source.text.parts))
    known = provenance.of_text(
        job.task.source,
        recorded,
        [part.md for part in made.file.text.parts],
        made.file.sections,
        sum(plan.action is Action.MARK_STALE for plan in job.revision.plans),
    )
    report = FileReport(
        job.task,
        _state(job, data, record_data),
        segments=len(job.source.segments),
        people=_people(job, made),
        from_memory=len(pretranslation.fills) - len(pretranslation.outcomes),
        translated=len(pretranslation.outcomes),
        review=known.summary,
        stale=tuple(_stale(job, made)),
        left=tuple(_left(job, made, {**(reasons or {}), **reasons_now})),
        notices=tuple(_notices(job, made, people, recorded)),
        findings=tuple(_findings(pretranslation, made)),
    )
    report = replace(report, similar=_similar(job, made, memory))
    seen = _seen(job.revision.plans, recorded.segments)
    return FinishedTranslation(data, record_data, report, recorded.segments, seen, reasons_now)


def _state(job: TranslationJob, data: bytes, record_data: bytes) -> State:
    if (data, record_data) == (job.data, job.record_data):
        return State.CURRENT
    return State.MISSING if job.data is None else State.OUTDATED


def _similar(
    job: TranslationJob, made: AssembledTranslation, memory: Memory
) -> dict[str, list[tuple[str, str, float]]]:
    """Find what the memory has for segments that resemble those that need a person."""
    wanted = [
        plan.source_md
        for plan, text in zip(job.revision.plans, made.texts, strict=True)
        if plan.action is Action.MARK_STALE or _is_left(plan, text)
    ]
    similar = {
        text: [(match.unit.source, match.unit.target, match.similarity) for match in memory.fuzzy(text)]
        for text in wanted
    }
    return {text: matches for text, matches in similar.items() if matches}


def _seen(plans: Sequence[SegmentPlan], states: Sequence[SegmentState]) -> dict[int, str]:
    """Return the digests of people's texts that their lines do not tell, by index."""
    return {
        at: digest(plan.text_md)
        for at, plan in enumerate(plans)
        if plan.provenance is Provenance.PERSON
        and plan.action in (Action.KEEP, Action.MARK_STALE)
        and digest(plan.text_md) != states[at].target
    }


def unwritten(pretranslation: Pretranslation) -> FileReport:
    """Report a file that has to wait for an engine."""
    job = pretranslation.job
    return FileReport(
        job.task,
        State.MISSING if job.data is None else State.OUTDATED,
        len(job.source.segments),
        sum(plan.provenance is Provenance.PERSON for plan in job.revision.plans),
        from_memory=0,
        translated=len(pretranslation.outcomes),
        review=_review(job),
        waiting=len(pretranslation.pending),
        notices=tuple(_unread(job)),
    )


def left_alone(job: TranslationJob, *, reported: bool = False) -> FileReport:
    """Report a file that is not touched, and why.

    Args:
        job: its state is set.
        reported: whether the same was reported of its original.
    """
    assert job.state is not None
    path, original = job.task.translation, job.task.original.as_posix()
    _log.debug("%s: left alone: %s", path, job.state.value)
    accept = f"run `python -m translate --accept {path.as_posix()}`"
    line = column = 0
    if job.state is State.CONFLICT and job.existing is not None and job.existing.segments:
        at = job.revision.conflict or 0
        line, column = job.existing.segments[at].line, job.existing.segments[at].column
    messages = {
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
            f"this one, add `translation: {{from: {job.task.source}}}`, then {accept}."
        ),
    }
    known = job.state in messages and not reported
    notices = (Problem(path, line, column, messages[job.state]),) if known else ()
    return FileReport(job.task, job.state, len(job.source.segments), review=_review(job), notices=notices)


def new_record(job: TranslationJob, made: AssembledTranslation, prose: Sequence[str]) -> Record:
    """Return what is to be recorded: lines of segments that no machine wrote stay as they are."""
    before = job.record or Record()
    plans = job.revision.plans
    states = [_new_state(job, made, at) for at in range(len(plans))]
    earlier = {**before.sources, **{digest(plan.was_md): plan.was_md for plan in plans if plan.was_md is not None}}
    stale = [state.source for state in states if state.stale_against]
    return Record(
        (*states, *job.revision.own_states),
        copied_fields.digests(job.source.document, prose),
        (job.source.text.forms[-1],),
        sources={key: earlier[key] for key in dict.fromkeys(stale) if key in earlier},
        unplaced=tuple(dict.fromkeys((*before.unplaced, *job.revision.unplaced))),
    )


def _new_state(job: TranslationJob, made: AssembledTranslation, at: int) -> SegmentState:
    plan, text, place = job.revision.plans[at], made.texts[at], made.places[at]
    form, today = job.source.text.forms[at], digest(plan.source_md)
    if plan.action is Action.OMIT or place is None:
        if plan.recorded is not None and plan.recorded.source == today:
            return replace(plan.recorded, form=form)
        return SegmentState(today, "", plan.provenance, form=form)
    written = digest(made.file.text.parts[place].md)
    if text is not None:
        engine = "" if text.origin == PERSON and text.provenance is Provenance.MACHINE else text.origin
        return SegmentState(today, written, text.provenance, who=engine, form=form)
    kept = plan.recorded
    if plan.action is Action.KEEP:
        return replace(kept or SegmentState(today, written, plan.provenance), form=form)
    if kept is not None and (kept.source, kept.target) == (plan.made_from, written):
        return replace(kept, stale_against=today, form=form)
    return SegmentState(plan.made_from, written, Provenance.PERSON, today, form=form)


def _is_left(plan: SegmentPlan, text: assembly.SegmentTarget | None) -> bool:
    """Whether a segment stands in the language of the original."""
    found = plan.provenance if text is None else text.provenance
    return plan.action is not Action.OMIT and found is Provenance.SOURCE


def _people(job: TranslationJob, made: AssembledTranslation) -> int:
    own = len(made.file.segments) - sum(place is not None for place in made.places)
    return own + sum(
        plan.provenance is Provenance.PERSON and plan.action in (Action.KEEP, Action.MARK_STALE)
        for plan in job.revision.plans
    )


def _review(job: TranslationJob) -> str:
    return job.provenance.summary if job.provenance is not None else ""


def _notices(job: TranslationJob, made: AssembledTranslation, people: copied_fields.Kept, now: Record) -> list[Problem]:
    return [*_unread(job), *_fields(made, people), *_unplaced(job, now), *_absent(job), *_unsigned(job)]


def _stale(job: TranslationJob, made: AssembledTranslation) -> list[Problem]:
    problems: list[Problem] = []
    for plan, place in zip(job.revision.plans, made.places, strict=True):
        if plan.action is not Action.MARK_STALE:
            continue
        if plan.was_md:
            was, now = _around_difference(plan.was_md, plan.source_md)
            changed = f"from “{was}” to “{now}”"
        else:
            changed = f"from a text that nothing remembers to “{_short(plan.source_md)}”"
        message = (
            f"the original changed {changed}; expected a translation of the new text. "
            f"Edit it, or run `python -m translate --accept {job.task.translation.as_posix()}`."
        )
        problems.append(_problem(job, made, place, message))
    return sorted(problems)


def _reasons(pretranslation: Pretranslation, made: AssembledTranslation) -> dict[str, str]:
    """Say why segments that went through the engine in this run were left, by `refusals.key`; empty for the others."""
    job = pretranslation.job
    reasons: dict[str, str] = {}
    for at, outcome in pretranslation.outcomes.items():
        plan = job.revision.plans[at]
        findings = outcome.findings + (("changes the structure of the file",) if at in made.refused else ())
        key = refusals.key(job.task.direction, plan.source_md)
        reasons[key] = "; ".join(findings) if _is_left(plan, made.texts[at]) else ""
    return reasons


def _left(job: TranslationJob, made: AssembledTranslation, reasons: Mapping[str, str]) -> list[Problem]:
    problems: list[Problem] = []
    for plan, text, place in zip(job.revision.plans, made.texts, made.places, strict=True):
        if _is_left(plan, text):
            why = reasons.get(refusals.key(job.task.direction, plan.source_md), "")
            because = f": {why}" if why else ""
            message = f"left in the language of the original{because}; expected a translation. Write one in its place."
            problems.append(_problem(job, made, place, message))
    return sorted(problems)


def _problem(job: TranslationJob, made: AssembledTranslation, place: int | None, message: str) -> Problem:
    assert place is not None
    segment = made.file.segments[place]
    return Problem(job.task.translation, segment.line, segment.column, message)


def _unread(job: TranslationJob) -> list[Problem]:
    return [job.source.unread] if job.source.unread is not None else []


def _fields(made: AssembledTranslation, people: copied_fields.Kept) -> list[Problem]:
    document = made.file.document
    lines = copied_fields.copied(document, ())
    message = "`{}` is not the original's; expected the same. It is kept. Delete the field to have the original's."
    return [Problem(document.path, *document.place(lines[name].start), message.format(name)) for name in people.changed]


def _unplaced(job: TranslationJob, now: Record) -> list[Problem]:
    message = "a person's text has no place any more; expected a home for it. See its lines `unplaced`."
    return [Problem(job.task.record, 0, 0, message)] if now.unplaced else []


def _unsigned(job: TranslationJob) -> list[Problem]:
    if job.block is None or not job.block.by:
        return []
    message = (
        "`by` and `on` are not in the record yet; expected them there, passage by passage. When the text is as "
        f"{job.block.by} read it, run `python -m translate --accept {job.task.translation.as_posix()}`."
    )
    return [Problem(job.task.translation, 0, 0, message)]


def _absent(job: TranslationJob) -> list[Problem]:
    accept = f"run `python -m translate --accept {job.task.translation.as_posix()}`"
    return [
        Problem(
            job.task.translation,
            0,
            0,
            f"“{_short(plan.source_md)}” of the original has no block here; expected one. Write it, or {accept}.",
        )
        for plan in job.revision.plans
        if plan.action is Action.OMIT and plan.provenance is not Provenance.PERSON
    ]


def _findings(pretranslation: Pretranslation, made: AssembledTranslation) -> list[Problem]:
    return sorted(
        _problem(pretranslation.job, made, made.places[at], text)
        for at, outcome in pretranslation.outcomes.items()
        if made.places[at] is not None
        for text in outcome.findings
    )


def _around_difference(first: str, second: str) -> tuple[str, str]:
    """Quote two texts from shortly before their first difference on, so that nobody reads the same words twice."""
    if max(len(first), len(second)) <= _SHOWN:
        return first, second
    pairs = enumerate(zip(first, second, strict=False))
    same = next((at for at, (before, after) in pairs if before != after), min(len(first), len(second)))
    start = max(0, same - _SHOWN // 3)
    before = "…" if start else ""
    return before + _short(first[start:]), before + _short(second[start:])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
