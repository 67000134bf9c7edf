"""Texts for the segments that need one: the memory first, the engine for the rest."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from translate.core.limits import CONTEXT
from translate.language.glossary import Glossary
from translate.language.guards import GuardInput
from translate.language.risk import risk
from translate.machine import second_reader
from translate.machine.engine import Decoding, Engine, EngineError, Repairs, SegmentContext
from translate.machine.fallback import Outcome, Strategy, translate_units
from translate.markdown import parity, protect
from translate.memory.store import Memory
from translate.stages.assembly import SegmentTarget
from translate.stages.job import TranslationJob
from translate.stages.revision import Action, Provenance

_log = logging.getLogger(__name__)
_TITLE = "field title"
_FORMALITY = "formal"
"""The register of a newsletter."""


@dataclass
class Pretranslation:
    """The texts of one work, as they come in."""

    work: TranslationJob
    """What they are for; plans that get a new text after all are set to `TRANSLATE`."""
    fills: dict[int, SegmentTarget] = field(default_factory=dict)
    """Per slot, its text."""
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    """Per slot that went through the engine, how that went."""

    @property
    def pending(self) -> list[int]:
        """Slots that still wait for a text."""
        plans = enumerate(self.work.revision.plans)
        return [at for at, slot in plans if slot.action is Action.TRANSLATE and at not in self.fills]


def from_memory(work: TranslationJob, memory: Memory, *, engine: str, force: bool) -> Pretranslation:
    """Take what the memory has.

    A person's text also takes the place of a machine's that nobody has checked: what was corrected once is right
    everywhere.

    Args:
        work: revised.
        memory: of its direction.
        engine: name of the engine at hand, empty for none; what another one left untranslated is tried again.
        force: whether machines' texts of the memory are passed over.
    """
    plans = list(work.revision.plans)
    filling = Pretranslation(work)
    for at, slot in enumerate(plans):
        person = memory.person(slot.source_md)
        unit = person if force or person else memory.find(slot.source_md)
        if slot.action is Action.KEEP and slot.provenance is Provenance.MACHINE and not slot.checked:
            wanted = person is not None and person.target != slot.text_md
        elif slot.action is Action.KEEP and slot.provenance is Provenance.SOURCE:
            tried = work.record.engine if work.record else ""
            wanted = unit is not None or (engine not in ("", tried))
        else:
            wanted = slot.action is Action.TRANSLATE
        if not wanted:
            _log.debug("%s: %s (%s)", _place(work, at), slot.action.name.lower(), slot.provenance.name.lower())
            continue
        plans[at] = replace(slot, action=Action.TRANSLATE)
        if unit is not None:
            _log.debug("%s: filled from memory (%s)", _place(work, at), unit.origin)
            filling.fills[at] = SegmentTarget(unit.target, Provenance.MACHINE, unit.origin)
    filling.work = replace(work, revision=replace(work.revision, plans=tuple(plans)))
    return filling


@dataclass(frozen=True)
class PendingSegment:
    """One slot that waits for the engine."""

    filling: Pretranslation
    """Whose."""
    at: int
    """Index of the slot."""
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
    """Why the second engine did not do its work, for people; empty where it did."""


def pending_segments(fillings: Sequence[Pretranslation]) -> list[PendingSegment]:
    """List the plans that wait for the engine, in the order of their files."""

    def each() -> Iterator[PendingSegment]:
        for filling in fillings:
            for at in filling.pending:
                segment = filling.work.source.segments[at]
                yield PendingSegment(filling, at, protect.protect(segment.source_md, segment.context))

    return list(each())


def _keep_outcome(pending: PendingSegment, outcome: Outcome, memory: Memory, engine: Engine) -> None:
    """Lay what an engine gave for a segment into its file's plan and into the memory."""
    work = pending.filling.work
    source_md = work.revision.plans[pending.at].source_md
    if outcome.strategy is Strategy.SOURCE:
        fill = SegmentTarget(work.marker + source_md, Provenance.SOURCE, engine.name)
        how = "left in the original"
    else:
        fill = SegmentTarget(protect.restore(outcome.protected), Provenance.MACHINE, outcome.engine)
        how = f"translated ({outcome.strategy.value})"
        if not engine.literal:
            memory.add(source_md, fill.md, outcome.engine)
    why = f" because: {'; '.join(outcome.findings)}" if outcome.findings else ""
    _log.debug("%s: %s by %s%s", _place(work, pending.at), how, outcome.engine, why)
    pending.filling.fills[pending.at] = fill
    pending.filling.outcomes[pending.at] = outcome


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
) -> EngineRun:
    """Send the waiting plans of one direction through the engine; each is remembered as soon as it is finished.

    Args:
        waiting: plans of any number of files.
        memory: of the direction.
        engine: what translates.
        glossary: terms to hold.
        decoding: how to search.
        step: called for each finished slot.
        repair: a second engine for what the guards refuse; None for none.
        repair_risk: least risk (`language/risk.py`) of what goes there although it passed; None for nothing.
        second: a second engine that reads what passed; None for none.

    Returns:
        How it went. A second engine that fails leaves the first one's work as it is.

    Raises:
        EngineError: the engine failed; what it had finished is in the fillings and in the memory.
    """
    if not waiting:
        return EngineRun()
    task = waiting[0].filling.work.task

    def done(index: int, outcome: Outcome) -> None:
        _keep_outcome(waiting[index], outcome, memory, engine)
        step()

    def is_risky(unit: protect.Protected, outcome: Outcome) -> bool:
        if repair_risk is None or outcome.strategy is Strategy.SOURCE:
            return False
        case = GuardInput(
            unit.text, outcome.protected.text, task.source, task.target, glossary, outcome.protected.marks
        )
        return risk(case, ()) >= repair_risk

    def first_done(index: int, outcome: Outcome) -> None:
        if repair is None or not (outcome.strategy is Strategy.SOURCE or is_risky(waiting[index].unit, outcome)):
            done(index, outcome)

    start = time.monotonic()
    units = [one.unit for one in waiting]
    able = [one.capabilities.context for one in (engine, repair) if one is not None]
    near = contexts(waiting) if any(able) else None
    hows: dict[str, Any] = {
        "glossary": glossary,
        "decoding": decoding,
        "accept": _same_structure,
        "lookup": lambda source_md: unit.target if (unit := memory.person(source_md)) else None,
    }
    outcomes = translate_units(
        units, task.direction, engine=engine, on_done=first_done, contexts=near if able[0] else None, **hows
    )
    seconds, repairs, failure = time.monotonic() - start, Repairs(), ""
    if repair is not None:
        held = [at for at in range(len(waiting)) if waiting[at].at not in waiting[at].filling.outcomes]
        try:
            outcomes, repairs = second_reader.repair(
                units, outcomes, task.direction, engine=repair, contexts=near, risky=is_risky, **hows
            )
        except EngineError as error:
            failure = f"The engine that repairs failed, so {len(held)} segments stay as they were: {error}"
        for at in held:
            done(at, outcomes[at])
    if second is not None and not failure:
        try:
            _add_opinions(waiting, outcomes, second)
        except EngineError as error:
            failure = f"The second engine failed, so no second opinion was recorded: {error}"
    return EngineRun(seconds, repairs, failure)


def _add_opinions(waiting: Sequence[PendingSegment], outcomes: Sequence[Outcome], second: Engine) -> None:
    """Add what a second engine thinks to the findings of what passed."""
    passed = [at for at, outcome in enumerate(outcomes) if outcome.strategy is not Strategy.SOURCE]
    pairs = [(protect.visible(waiting[at].unit), protect.visible(outcomes[at].protected)) for at in passed]
    direction = waiting[0].filling.work.task.direction
    distinct = list(dict.fromkeys(pairs))
    known = dict(zip(distinct, second_reader.opinions(distinct, direction, engine=second), strict=True))
    for at, pair in zip(passed, pairs, strict=True):
        one, opinion = waiting[at], known[pair]
        outcome = one.filling.outcomes[one.at]
        findings = (*outcome.findings, *filter(None, [opinion.finding]))
        one.filling.outcomes[one.at] = replace(outcome, findings=findings, opinion=opinion)


def contexts(waiting: Sequence[PendingSegment]) -> list[SegmentContext]:
    """Return what stands around each segment in its file: its neighbours, and the title."""
    texts: dict[int, list[str]] = {}
    found = []
    for one in waiting:
        source = one.filling.work.source
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


def _place(work: TranslationJob, at: int) -> str:
    """Name a segment of the original as messages do."""
    segment = work.source.segments[at]
    return f"{work.task.original.as_posix()}:{segment.line}:{segment.column}"


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
