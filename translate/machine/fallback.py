"""From a protected segment to an output fit to publish: the engine, and what is tried when its output is not.

Every distinct sentence is a small conversation with the engine: it asks for hypotheses, looks at what comes, asks
again another way. All conversations of a block run side by side, so that what they ask goes through the engine
together.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from translate.core.languages import Direction
from translate.core.limits import CONTEXT
from translate.machine.batching import Coroutine, Request, gather, run
from translate.machine.engine import Decoding, Engine, Hypothesis, SegmentContext, TranslationRequest, bounded
from translate.machine.strategies import STEPS, SentenceResult, SentenceTranslator, Strategy, Switches
from translate.markdown import sentences
from translate.markdown.protect import Protected, inner, visible, with_inner

if TYPE_CHECKING:
    from translate.language.glossary import Glossary

__all__ = ["BLOCK", "Outcome", "Strategy", "Switches", "count", "translate_units"]

BLOCK = 256
"""Units that go through together: enough for full batches, few enough that a killed run loses seconds."""


_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one unit."""

    protected: Protected
    """The target text with its marks; the source's own for `Rung.SOURCE`."""
    strategy: Strategy
    """Which way led to it."""
    findings: tuple[str, ...] = ()
    """For people: why the first output was refused, what was repaired, what to look at."""
    score: float = 0.0
    """The engine's score of the accepted hypothesis."""
    engine: str = ""
    """Name of the engine that made it; for `Strategy.SOURCE`, of the one that was tried last."""


def translate_units(
    units: Sequence[Protected],
    direction: Direction,
    *,
    engine: Engine,
    glossary: "Glossary | None" = None,
    decoding: Decoding | None = None,
    on_done: Callable[[int, Outcome], None] | None = None,
    accept: Callable[[Protected, Protected], str] | None = None,
    switches: Switches | None = None,
    contexts: Sequence[SegmentContext] | None = None,
) -> list[Outcome]:
    """Translate segments of any number of files.

    Equal units are translated once, and so are equal sentences. Sentences go through the engine together, sorted by
    length; short units finish first, not in the order given. Texts inside marks (`protect.inner`: link titles,
    alternative texts) are translated along.

    Args:
        units: protected segments.
        direction: from the units' language into the other.
        engine: what translates. A literal engine's output is taken as it is, per whole unit.
        glossary: terms to enforce; None for none.
        decoding: how to search at first; the strategies vary it.
        on_done: called with a unit's index and outcome as soon as the unit is finished, for each unit once.
        accept: a further guard, given source and target of a unit: why not to publish it, or an empty text.
        switches: what to leave out; only for measuring.
        contexts: what stands around each unit, for engines that can use it. Equal units are translated in the first
            one's context.

    Returns:
        One outcome per unit, in the order given.

    Raises:
        EngineError: the engine cannot translate at all.
    """
    places: dict[Protected, list[int]] = {}
    for index, unit in enumerate(units):
        places.setdefault(unit, []).append(index)
    able = engine.capabilities
    work = _BlockTranslator(
        SentenceTranslator(direction, glossary, decoding or Decoding(), switches or Switches(), able), engine, accept
    )
    outcomes: dict[int, Outcome] = {}
    waiting = sorted(places, key=lambda unit: len(unit.text))
    known = {unit: contexts[found[0]] for unit, found in places.items()} if contexts is not None else {}
    size = min(BLOCK, able.block)
    for start in range(0, len(waiting), size):
        block = waiting[start : start + size]
        inners = [inner(unit) for unit in block]
        inside = list(dict.fromkeys(one for ones in inners for one in ones))
        insides = dict(zip(inside, work.block(inside), strict=True))
        for unit, ones, outer in zip(block, inners, work.block(block, known), strict=True):
            outcome = replace(_with_inner(unit, outer, [insides[one] for one in ones]), engine=engine.name)
            for index in places[unit]:
                outcomes[index] = outcome
                if on_done is not None:
                    on_done(index, outcome)
    return [outcomes[index] for index in range(len(units))]


def count(outcomes: Iterable[Outcome]) -> dict[Strategy, int]:
    """Count the units of each strategy; every strategy is present."""
    counted = Counter(outcome.strategy for outcome in outcomes)
    return {strategy: counted[strategy] for strategy in Strategy}


def _with_inner(unit: Protected, outer: Outcome, insides: Sequence[Outcome]) -> Outcome:
    if not insides or outer.strategy is Strategy.SOURCE:
        return outer
    strategies = [outer.strategy, *(one.strategy for one in insides if one.strategy is not Strategy.SOURCE)]
    return Outcome(
        # In the source's order of marks, which is the order of the insides; the target may have another.
        protected=replace(outer.protected, marks=with_inner(unit, [one.protected for one in insides]).marks),
        strategy=max(strategies, key=list(Strategy).index),
        findings=outer.findings + tuple(finding for one in insides for finding in one.findings),
        score=outer.score,
    )


@dataclass(frozen=True)
class _BlockTranslator:
    """What stays the same for all units of a run."""

    translator: SentenceTranslator
    """For its sentences."""
    engine: Engine
    """What translates."""
    accept: Callable[[Protected, Protected], str] | None
    """The caller's own guard."""

    def block(
        self, units: Sequence[Protected], contexts: Mapping[Protected, SegmentContext] | None = None
    ) -> list[Outcome]:
        """Translate distinct units together; `contexts` says what stands around them."""
        cache: dict[Request, list[Hypothesis]] = {}

        def ask(asked: Sequence[Request]) -> list[list[Hypothesis]]:
            asked = [(request, self._decoding(decoding)) for request, decoding in asked]
            fresh: dict[Decoding, list[TranslationRequest]] = {}
            for request, decoding in dict.fromkeys(asked):
                if (request, decoding) not in cache:
                    fresh.setdefault(decoding, []).append(request)
            source, target = self.translator.source, self.translator.target
            for decoding, requests in fresh.items():
                answers = self.engine.translate(requests, source=source, target=target, decoding=decoding)
                for request, found in zip(requests, answers, strict=True):
                    cache[request, decoding] = found if self.engine.literal else bounded(request.text, found)
            return [cache[one] for one in asked]

        if self.engine.literal:
            answers = ask([(TranslationRequest(unit.text), self.translator.decoding) for unit in units])
            return [
                Outcome(replace(unit, text=found[0].text), Strategy.FIRST, score=found[0].score)
                for unit, found in zip(units, answers, strict=True)
            ]
        known = contexts or {}
        results = run(gather([self._unit(unit, known.get(unit, SegmentContext())) for unit in units]), ask)
        return [_outcome(unit, result) for unit, result in zip(units, results, strict=True)]

    def _decoding(self, decoding: Decoding) -> Decoding:
        """Return how to search; an engine that does not is asked no second time for the same."""
        able = self.engine.capabilities
        return decoding if able.n_best else Decoding(alignment=decoding.alignment and able.alignment)

    def _unit(self, unit: Protected, context: SegmentContext) -> Coroutine[SentenceResult]:
        """Translate a unit, whole where the engine likes that, else by sentences."""
        parts = sentences.split(unit, self.translator.source)
        if self.engine.capabilities.whole and len(parts) > 1:
            result = yield from self._parts(unit, [unit.text], context)
            if result.text is not None:
                return result
        return (yield from self._parts(unit, parts, context))

    def _parts(self, unit: Protected, parts: Sequence[str], context: SegmentContext) -> Coroutine[SentenceResult]:
        """Translate the sentences of a unit, look at the whole, and go on where the whole is not fit."""
        around = _around(unit, parts, context) if self.engine.capabilities.context else [context] * len(parts)
        least = 0
        refused: tuple[str, ...] = ()
        while least < len(STEPS):
            results = yield from gather(
                [self.translator.sentence(part, unit, least, near) for part, near in zip(parts, around, strict=True)]
            )
            failed = tuple(finding for result in results if result.text is None for finding in result.findings)
            if failed:
                return SentenceResult(None, len(STEPS), refused or failed, 0.0)
            text = sentences.join([result.text or "" for result in results], self.translator.target)
            text = self.translator.polish(text, unit)
            step = max((result.step for result in results), default=0)
            reasons = self._reasons(unit, text)
            if not reasons:
                notes = tuple(finding for result in results for finding in result.findings)
                score = sum(result.score for result in results) / max(len(results), 1)
                return SentenceResult(text, step, refused + notes, score)
            _log.debug(
                "refused after step %s: %s; source: %s", STEPS[step].strategy.value, "; ".join(reasons), unit.text
            )
            refused = refused or reasons
            around = [near if near.findings else replace(near, findings=reasons) for near in around]
            least = max(step, least) + 1
        return SentenceResult(None, len(STEPS), refused, 0.0)

    def _reasons(self, unit: Protected, text: str) -> tuple[str, ...]:
        found = self.translator.check(unit.text, text, unit)
        if not found and self.accept is not None:
            refused = self.accept(unit, replace(unit, text=text))
            found = (refused,) if refused else ()
        return found


def _around(unit: Protected, parts: Sequence[str], context: SegmentContext) -> list[SegmentContext]:
    """Return for each sentence what stands around it: its neighbours in the unit, then what is around the unit."""
    texts = [visible(replace(unit, text=part)).strip() for part in parts]
    most = CONTEXT.value
    return [
        replace(
            context,
            before=" ".join(filter(None, [context.before, *texts[:at]]))[-most:],
            after=" ".join(filter(None, [*texts[at + 1 :], context.after]))[:most],
        )
        for at in range(len(parts))
    ]


def _outcome(unit: Protected, result: SentenceResult) -> Outcome:
    if result.text is None:
        return Outcome(unit, Strategy.SOURCE, result.findings)
    return Outcome(replace(unit, text=result.text), STEPS[result.step].strategy, result.findings, result.score)
