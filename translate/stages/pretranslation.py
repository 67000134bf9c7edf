"""Texts for the segments that need one: the memory first, the engine for the rest."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from translate.core.languages import Direction
from translate.core.limits import CONTEXT
from translate.language import guards
from translate.language.glossary import Glossary
from translate.language.guards import GuardInput
from translate.language.risk import risk
from translate.machine import second_reader
from translate.machine.engine import Decoding, Engine, EngineError, Repairs, SegmentContext
from translate.machine.fallback import Outcome, Strategy, translate_units
from translate.markdown import parity, protect
from translate.memory.store import Memory, Unit
from translate.stages.assembly import SegmentTarget
from translate.stages.job import TranslationJob
from translate.stages.revision import Action, SegmentPlan
from translate.stages.segment_state import Provenance

_log = logging.getLogger(__name__)
_TITLE = "field title"
_FORMALITY = "formal"
"""The register of a newsletter."""


@dataclass(eq=False)
class Pretranslation:
    """The texts of one job, as they come in."""

    job: TranslationJob
    """What they are for; plans that get a new text after all are set to `TRANSLATE`."""
    fills: dict[int, SegmentTarget] = field(default_factory=dict)
    """Per plan, its text."""
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    """Per plan that went through the engine, how that went."""

    @property
    def pending(self) -> list[int]:
        """Slots that still wait for a text."""
        plans = enumerate(self.job.revision.plans)
        return [at for at, plan in plans if plan.action is Action.TRANSLATE and at not in self.fills]


def from_memory(job: TranslationJob, memory: Memory, *, engine: str, force: bool) -> Pretranslation:
    """Take what the memory has.

    A person's text also takes the place of a machine's that nobody has checked: what was corrected once is right
    everywhere.

    Args:
        job: revised.
        memory: of its direction.
        engine: name of the engine at hand, empty for none; what another one left untranslated is tried again.
        force: whether machines' texts of the memory are passed over.
    """
    plans = list(job.revision.plans)
    pretranslation = Pretranslation(job)
    for at, plan in enumerate(plans):
        person = memory.person(plan.source_md)
        unit = person if force or person else memory.find(plan.source_md)
        if not _needs_text(plan, person, unit, engine):
            _log.debug("%s: %s (%s)", _place(job, at), plan.action.name.lower(), plan.provenance.name.lower())
            continue
        plans[at] = replace(plan, action=Action.TRANSLATE)
        if unit is not None:
            _log.debug("%s: filled from memory (%s)", _place(job, at), unit.origin)
            pretranslation.fills[at] = SegmentTarget(unit.target, Provenance.MACHINE, unit.origin)
    pretranslation.job = replace(job, revision=replace(job.revision, plans=tuple(plans)))
    return pretranslation


def _needs_text(plan: SegmentPlan, person: Unit | None, unit: Unit | None, engine: str) -> bool:
    if plan.action is Action.KEEP and plan.provenance is Provenance.MACHINE and not plan.checked:
        return person is not None and person.target != plan.text_md
    if plan.action is Action.KEEP and plan.provenance is Provenance.SOURCE:
        tried = plan.recorded.who if plan.recorded is not None else ""
        return unit is not None or engine not in ("", tried)
    return plan.action is Action.TRANSLATE


@dataclass(frozen=True)
class PendingSegment:
    """One plan that waits for the engine."""

    pretranslation: Pretranslation
    """Whose."""
    at: int
    """Index of the plan."""
    unit: protect.Protected
    """Its source."""


@dataclass(frozen=True)
class EngineRun:
    """How one direction went through its engines."""

    seconds: float = 0.0
    """That the first engine took."""
    repairs: Repairs = field(default_factory=Repairs)
    """What went to the second."""
    failure: str = ""
    """Why the second engine did not do its job, for people; empty where it did."""


def pending_segments(pretranslations: Sequence[Pretranslation]) -> list[PendingSegment]:
    """List the plans that wait for the engine, in the order of their files."""

    def each() -> Iterator[PendingSegment]:
        for pretranslation in pretranslations:
            for at in pretranslation.pending:
                segment = pretranslation.job.source.segments[at]
                yield PendingSegment(pretranslation, at, protect.protect(segment.source_md, segment.context))

    return list(each())


def _keep_outcome(segment: PendingSegment, outcome: Outcome, memory: Memory, engine: Engine) -> None:
    """Enter how one segment went, and remember its text."""
    job = segment.pretranslation.job
    source_md = job.revision.plans[segment.at].source_md
    if outcome.strategy is Strategy.SOURCE:
        fill = SegmentTarget(job.marker + source_md, Provenance.SOURCE, engine.name)
    else:
        fill = SegmentTarget(protect.restore(outcome.protected), Provenance.MACHINE, outcome.engine)
        if not engine.literal:
            memory.add(source_md, fill.md, outcome.engine)
    how = "left in the original" if outcome.strategy is Strategy.SOURCE else f"translated ({outcome.strategy.value})"
    why = f" because: {'; '.join(outcome.findings)}" if outcome.findings else ""
    _log.debug("%s: %s by %s%s", _place(job, segment.at), how, outcome.engine, why)
    segment.pretranslation.fills[segment.at] = fill
    segment.pretranslation.outcomes[segment.at] = outcome


def from_engine(
    waiting: Sequence[PendingSegment],
    memory: Memory,
    *,
    engine: Engine,
    glossary: Glossary | None,
    decoding: Decoding | None,
    step: Callable[[], None],
    repair: Engine | None = None,
    repair_risk: float | None = None,
    second: Engine | None = None,
    known: dict[protect.Protected, Outcome] | None = None,
) -> EngineRun:
    """Send the waiting plans of one direction through the engine; each is remembered as soon as it is finished.

    Args:
        waiting: plans of any number of files.
        memory: of the direction.
        engine: what translates.
        glossary: terms to hold.
        decoding: how to search.
        step: called for each finished plan.
        repair: a second engine for what the guards refuse; None for none.
        repair_risk: least risk (`language/risk.py`) of what goes there although it passed; None for nothing.
        second: a second engine that reads what passed; None for none.
        known: how the same texts went before in this run, which are not sent again; takes what is new.

    Returns:
        How it went. A second engine that fails leaves the first one's work as it is.

    Raises:
        EngineError: the engine failed; what it had finished is in the pretranslations and in the memory.
    """
    if not waiting:
        return EngineRun()
    task = waiting[0].pretranslation.job.task

    known = known if known is not None else {}
    waiting = _not_known(waiting, known, memory, engine, step)
    if not waiting:
        return EngineRun()

    def done(index: int, outcome: Outcome) -> None:
        _keep_outcome(waiting[index], outcome, memory, engine)
        step()

    is_risky = partial(_is_risky, least=repair_risk, direction=task.direction, glossary=glossary)

    def first_done(index: int, outcome: Outcome) -> None:
        if repair is None or not (outcome.strategy is Strategy.SOURCE or is_risky(waiting[index].unit, outcome)):
            done(index, outcome)

    start = time.monotonic()
    units = [one.unit for one in waiting]
    near = contexts(waiting) if _uses_context(engine, repair) else None
    hows: dict[str, Any] = {
        "glossary": glossary,
        "decoding": decoding,
        "accept": _same_structure,
        "lookup": partial(_written_by_a_person, memory),
    }
    outcomes = translate_units(
        units,
        task.direction,
        engine=engine,
        on_done=first_done,
        contexts=near if _uses_context(engine) else None,
        **hows,
    )
    seconds, repairs, failure = time.monotonic() - start, Repairs(), ""
    if repair is not None:
        held = [at for at, one in enumerate(waiting) if one.at not in one.pretranslation.outcomes]
        outcomes, repairs, failure = _repaired(waiting, outcomes, engine=repair, contexts=near, risky=is_risky, **hows)
        for at in held:
            done(at, outcomes[at])
    if second is not None and not failure:
        failure = _add_opinions(waiting, outcomes, second)
    known |= {segment.unit: segment.pretranslation.outcomes[segment.at] for segment in waiting}
    return EngineRun(seconds, repairs, failure)


def _not_known(
    waiting: Sequence[PendingSegment],
    known: Mapping[protect.Protected, Outcome],
    memory: Memory,
    engine: Engine,
    step: Callable[[], None],
) -> list[PendingSegment]:
    """Give the segments whose outcome an earlier file of this run had theirs; return the others."""
    for segment in waiting:
        if segment.unit in known:
            _keep_outcome(segment, known[segment.unit], memory, engine)
            step()
    return [segment for segment in waiting if segment.unit not in known]


def _uses_context(*engines: Engine | None) -> bool:
    return any(engine.capabilities.context for engine in engines if engine is not None)


def _written_by_a_person(memory: Memory, source_md: str) -> str | None:
    """Return what a person wrote for a source; None where the memory has nothing of the kind."""
    unit = memory.person(source_md)
    return unit.target if unit else None


def _is_risky(
    unit: protect.Protected,
    outcome: Outcome,
    *,
    least: float | None,
    direction: Direction,
    glossary: Glossary | None,
) -> bool:
    """Return whether what passed the guards has at least that risk; nothing has where there is no bound."""
    if least is None or outcome.strategy is Strategy.SOURCE:
        return False
    text, marks = outcome.protected.text, outcome.protected.marks
    languages = {"source": direction.source, "target": direction.target}
    doubts = guards.doubts(unit.text, text, **languages, glossary=glossary, marks=marks)
    return risk(GuardInput(unit.text, text, **languages, glossary=glossary, marks=marks), (), doubts) >= least


def _repaired(
    waiting: Sequence[PendingSegment], outcomes: list[Outcome], **options: Any
) -> tuple[list[Outcome], Repairs, str]:
    """Send to the second engine what it is to repair; see `second_reader.repair`.

    Returns:
        The outcomes, how many were sent and repaired, and why the engine failed, empty where it did not.
    """
    units = [one.unit for one in waiting]
    try:
        return *second_reader.repair(units, outcomes, waiting[0].pretranslation.job.task.direction, **options), ""
    except EngineError as error:
        return outcomes, Repairs(), f"The engine that repairs failed, so what it was sent stays as it was: {error}"


def _add_opinions(waiting: Sequence[PendingSegment], outcomes: Sequence[Outcome], second: Engine) -> str:
    """Add what a second engine thinks to the findings of what passed; return why it failed, empty where it did not."""
    passed = [at for at, outcome in enumerate(outcomes) if outcome.strategy is not Strategy.SOURCE]
    pairs = [(protect.visible(waiting[at].unit), protect.visible(outcomes[at].protected)) for at in passed]
    direction = waiting[0].pretranslation.job.task.direction
    distinct = list(dict.fromkeys(pairs))
    try:
        known = dict(zip(distinct, second_reader.opinions(distinct, direction, engine=second), strict=True))
    except EngineError as error:
        return f"The second engine failed, so no second opinion was recorded: {error}"
    for at, pair in zip(passed, pairs, strict=True):
        segment, opinion = waiting[at], known[pair]
        outcome = segment.pretranslation.outcomes[segment.at]
        findings = (*outcome.findings, *filter(None, [opinion.finding]))
        segment.pretranslation.outcomes[segment.at] = replace(outcome, findings=findings, opinion=opinion)
    return ""


def contexts(waiting: Sequence[PendingSegment]) -> list[SegmentContext]:
    """Return what stands around each segment in its file: its neighbours, and the title."""
    texts: dict[int, list[str]] = {}
    found = []
    for one in waiting:
        source = one.pretranslation.job.source
        if id(source) not in texts:
            units = (protect.protect(segment.source_md, segment.context) for segment in source.segments)
            texts[id(source)] = [" ".join(protect.visible(unit).split()) for unit in units]
        known = texts[id(source)]
        titles = [text for part, text in zip(source.text.parts, known, strict=True) if part.kind == _TITLE]
        found.append(
            SegmentContext(
                before=known[one.at - 1][-CONTEXT.value :] if one.at else "",
                after=known[one.at + 1][: CONTEXT.value] if one.at + 1 < len(known) else "",
                title=titles[0][: CONTEXT.value] if titles else "",
                formality=_FORMALITY,
            )
        )
    return found


def _place(job: TranslationJob, at: int) -> str:
    """Name a segment of the original as messages do."""
    segment = job.source.segments[at]
    return f"{job.task.original.as_posix()}:{segment.line}:{segment.column}"


def _same_structure(source: protect.Protected, target: protect.Protected) -> str:
    if parity.same_structure(protect.restore(source), protect.restore(target)):
        return ""
    return "renders to other elements than its source"


def glossary_at(path: Path | None, publishers: Path | None = None) -> tuple[Glossary | None, list[str]]:
    """Read the glossary and, after its terms, the names of publishers, where there are such files.

    Faults of the glossary are for people and keep nobody from translating.
    """
    from translate.language import glossary
    from translate.language import publishers as names

    known = names.load(publishers) if publishers else names.Publishers()
    if path is None or not path.is_file():
        return (glossary.Glossary(known.terms, known.periodicals) if known.terms else None), []
    found, problems = glossary.load(path)
    own = {term.en for term in found.terms}
    terms = (*found.terms, *(term for term in known.terms if term.en not in own))
    return glossary.Glossary(terms, known.periodicals), [str(problem) for problem in problems]
