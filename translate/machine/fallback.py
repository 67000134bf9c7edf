"""From a protected segment to an output fit to publish: the engine, and what is tried when its output is not.

Every distinct sentence is a coroutine (`batching.py`): it asks for hypotheses, checks them, and asks again with the
next strategy. All coroutines of a block run side by side, so that their requests go through the engine together.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from translate.core.languages import Direction
from translate.core.limits import CONTEXT
from translate.language import script
from translate.machine import remembered
from translate.machine.batching import Coroutine, Request, gather, run
from translate.machine.engine import Decoding, Engine, Hypothesis, Opinion, SegmentContext, TranslationRequest, bounded
from translate.machine.remembered import Lookup
from translate.machine.steps import STEPS, SentenceResult, Strategy
from translate.machine.strategies import SentenceTranslator
from translate.markdown import sentences
from translate.markdown.protect import Protected, inner, visible, with_inner

if TYPE_CHECKING:
    from translate.language.glossary import Glossary

__all__ = ["BLOCK", "Outcome", "Strategy", "reasons_left", "translate_units", "translate_with"]

BLOCK = 256
"""Units that go through together: enough for full batches, few enough that a killed run loses seconds."""


_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one unit."""

    protected: Protected
    """The target text with its marks; the source's own for `Strategy.SOURCE`."""
    strategy: Strategy
    """Which strategy succeeded."""
    findings: tuple[str, ...] = ()
    """For people: why the first output was refused, what was repaired, what to look at."""
    score: float = 0.0
    """The engine's score of the accepted hypothesis."""
    engine: str = ""
    """Name of the engine that made it; for `Strategy.SOURCE`, of the one that was tried last."""
    opinion: Opinion | None = None
    """What a second engine thinks of it; None where none was asked."""


def translate_units(
    units: Sequence[Protected],
    direction: Direction,
    *,
    engine: Engine,
    glossary: "Glossary | None" = None,
    decoding: Decoding | None = None,
    on_done: Callable[[int, Outcome], None] | None = None,
    accept: Callable[[Protected, Protected], str] | None = None,
    contexts: Sequence[SegmentContext] | None = None,
    lookup: Lookup | None = None,
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
        contexts: what stands around each unit, for engines that can use it. Equal units are translated in the first
            one's context.
        lookup: what people wrote for single sentences; taken inside units of several, without the engine.

    Returns:
        One outcome per unit, in the order given.

    Raises:
        EngineError: the engine cannot translate at all.
    """
    translator = SentenceTranslator(direction, glossary, decoding or Decoding())
    return translate_with(translator, units, engine, on_done=on_done, accept=accept, contexts=contexts, lookup=lookup)


def translate_with(
    translator: SentenceTranslator,
    units: Sequence[Protected],
    engine: Engine,
    *,
    on_done: Callable[[int, Outcome], None] | None = None,
    accept: Callable[[Protected, Protected], str] | None = None,
    contexts: Sequence[SegmentContext] | None = None,
    lookup: Lookup | None = None,
) -> list[Outcome]:
    """Translate segments with given strategies; see `translate_units`."""
    indices: dict[Protected, list[int]] = {}
    for index, unit in enumerate(units):
        indices.setdefault(unit, []).append(index)
    near = {unit: contexts[found[0]] for unit, found in indices.items()} if contexts is not None else {}
    able = engine.capabilities
    translate = _BlockTranslator(replace(translator, capabilities=able), engine, accept, near, lookup).translate
    outcomes: dict[int, Outcome] = {}
    distinct = sorted(indices, key=lambda unit: len(unit.text))
    size = min(BLOCK, able.block)
    for start in range(0, len(distinct), size):
        block = distinct[start : start + size]
        inner_units = {unit: inner(unit) for unit in block}
        inside = list(dict.fromkeys(text for texts in inner_units.values() for text in texts))
        inner_outcomes = dict(zip(inside, translate(inside), strict=True))
        for unit, outer in zip(block, translate(block), strict=True):
            outcome = _with_inner(unit, outer, [inner_outcomes[text] for text in inner_units[unit]])
            outcome = replace(outcome, engine=engine.name)
            for index in indices[unit]:
                outcomes[index] = outcome
                if on_done is not None:
                    on_done(index, outcome)
    return [outcomes[index] for index in range(len(units))]


def reasons_left(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Count the units left in their language by the kind of their first finding: a guard, `recorded` or another."""
    left = (outcome for outcome in outcomes if outcome.strategy is Strategy.SOURCE and outcome.findings)
    return dict(sorted(Counter(outcome.findings[0].partition(":")[0] for outcome in left).items()))


def _with_inner(unit: Protected, outer: Outcome, insides: Sequence[Outcome]) -> Outcome:
    if not insides or outer.strategy is Strategy.SOURCE:
        return outer
    strategies = [outer.strategy, *(outcome.strategy for outcome in insides if outcome.strategy is not Strategy.SOURCE)]
    return Outcome(
        # In the source's order of marks, which is the order of the insides; the target may have another.
        protected=replace(outer.protected, marks=with_inner(unit, [outcome.protected for outcome in insides]).marks),
        strategy=max(strategies, key=list(Strategy).index),
        findings=outer.findings + tuple(finding for outcome in insides for finding in outcome.findings),
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
    contexts: Mapping[Protected, SegmentContext]
    """What stands around units, where that is known."""
    lookup: Lookup | None
    """What people wrote for single sentences."""

    def translate(self, units: Sequence[Protected]) -> list[Outcome]:
        """Translate distinct units together."""
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
                for request, hypotheses in zip(requests, answers, strict=True):
                    literal = self.engine.literal
                    cache[request, decoding] = hypotheses if literal else bounded(request.text, hypotheses)
            return [cache[request] for request in asked]

        if self.engine.literal:
            answers = ask([(TranslationRequest(unit.text), self.translator.decoding) for unit in units])
            return [
                Outcome(replace(unit, text=hypotheses[0].text), Strategy.FIRST, score=hypotheses[0].score)
                for unit, hypotheses in zip(units, answers, strict=True)
            ]
        results = run(gather([self._unit(unit) for unit in units]), ask)
        return [_outcome(unit, result) for unit, result in zip(units, results, strict=True)]

    def _decoding(self, decoding: Decoding) -> Decoding:
        """Return how to search; an engine that does not is asked no second time for the same."""
        able = self.engine.capabilities
        return decoding if able.n_best else Decoding(alignment=decoding.alignment and able.alignment)

    def _unit(self, unit: Protected) -> Coroutine[SentenceResult]:
        """Translate a unit: with people's sentences, whole where the engine prefers that, else each sentence.

        What is in the target language already is kept.
        """
        parts = sentences.split(unit, self.translator.source)
        kept = self._kept(unit)
        for sentence in kept:
            _log.debug("kept, in the target language already: %s", sentence)
        if kept and len(kept) == sum(map(_has_letters, parts)):
            return SentenceResult(unit.text, 0, (), 0.0)
        if self.lookup is not None and len(parts) > 1:
            known = [remembered.sentence(part, unit, self.lookup) for part in parts]
            if any(known):
                result = yield from self._sentences(unit, parts, known)
                if result.text is not None:
                    return result
        if self.engine.capabilities.whole and len(parts) > 1 and not kept:
            result = yield from self._sentences(unit, [unit.text])
            if result.text is not None:
                return result
        return (yield from self._sentences(unit, parts))

    def _sentences(
        self, unit: Protected, parts: Sequence[str], known: Sequence[str | None] = ()
    ) -> Coroutine[SentenceResult]:
        """Translate the sentences of a unit, check the whole, and go on with the next step where it is refused.

        Args:
            unit: the unit.
            parts: its sentences.
            known: for each of them the target that a person wrote, or None; empty for none.
        """
        contexts = self._contexts(unit, parts)
        people = [_written(text) for text in known] or [None] * len(parts)
        first_step = 0
        refused: tuple[str, ...] = ()
        while first_step < len(STEPS):
            results = yield from self._with_people(unit, parts, contexts, people, first_step)
            failed = tuple(finding for result in results if result.text is None for finding in result.findings)
            if failed:
                return SentenceResult(None, len(STEPS), refused or failed, 0.0)
            joined = self._joined(results, unit)
            reasons = self._reasons(unit, joined.text or "")
            if not reasons:
                return replace(joined, findings=refused + joined.findings)
            _log.debug(
                "refused after step %s: %s; source: %s",
                STEPS[joined.step].strategy.value,
                "; ".join(reasons),
                unit.text,
            )
            refused = refused or reasons
            contexts = [replace(context, findings=context.findings or reasons) for context in contexts]
            first_step = max(joined.step, first_step) + 1
        return SentenceResult(None, len(STEPS), refused, 0.0)

    def _with_people(
        self,
        unit: Protected,
        parts: Sequence[str],
        contexts: Sequence[SegmentContext],
        people: Sequence[SentenceResult | None],
        first_step: int,
    ) -> Coroutine[list[SentenceResult]]:
        """Translate the sentences that no person translated; return all of them in order."""
        translated = yield from gather(
            [
                replace(self.translator, context=context).sentence(part, unit, first_step)
                for part, context, result in zip(parts, contexts, people, strict=True)
                if result is None
            ]
        )
        in_order = iter(translated)
        return [next(in_order) if result is None else result for result in people]

    def _contexts(self, unit: Protected, parts: Sequence[str]) -> list[SegmentContext]:
        """Return for each sentence what stands around it: its neighbours in the unit, then what is around the unit."""
        context = self.contexts.get(unit, SegmentContext())
        if not self.engine.capabilities.context:
            return [context] * len(parts)
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

    def _joined(self, results: Sequence[SentenceResult], unit: Protected) -> SentenceResult:
        """Join the sentences of a unit, none of which failed."""
        text = sentences.join([result.text or "" for result in results], self.translator.target)
        return SentenceResult(
            # Each is in the house style already; what is kept is its author's.
            text if self._kept(unit) else self.translator.polish(text, unit),
            max((result.step for result in results), default=0),
            tuple(finding for result in results for finding in result.findings),
            sum(result.score for result in results) / max(len(results), 1),
        )

    def _kept(self, unit: Protected) -> list[str]:
        """Return the sentences of a unit that are in the target language already."""
        parts = sentences.split(unit, self.translator.source)
        return [part.strip() for part in parts if script.is_in(part, self.translator.target)]

    def _reasons(self, unit: Protected, text: str) -> tuple[str, ...]:
        """Return why a target must not be published: what a guard says, else the caller."""
        source_text, target_text = unit.text, text
        for sentence in self._kept(unit):
            # Guards would read it in the wrong language.
            if sentence in target_text:
                source_text = source_text.replace(sentence, "", 1)
                target_text = target_text.replace(sentence, "", 1)
        reasons = self.translator.check(source_text, target_text, unit)
        if not reasons and self.accept is not None:
            refused = self.accept(unit, replace(unit, text=text))
            reasons = (refused,) if refused else ()
        return reasons


def _has_letters(part: str) -> bool:
    return any(character.isalpha() and not script.is_mark(character) for character in part)


def _written(text: str | None) -> SentenceResult | None:
    """Return a person's sentence as the result of a search that was none."""
    return None if text is None else SentenceResult(text, 0, ("memory: a sentence that a person wrote was taken",), 0.0)


def _outcome(unit: Protected, result: SentenceResult) -> Outcome:
    if result.text is None:
        return Outcome(unit, Strategy.SOURCE, result.findings)
    return Outcome(replace(unit, text=result.text), STEPS[result.step].strategy, result.findings, result.score)
