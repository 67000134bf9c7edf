"""From a protected segment to an output fit to publish: the engine, and what is tried when its output is not.

Every distinct sentence is a small conversation with the engine: it asks for hypotheses, looks at what comes, asks
again another way. All conversations of a block run side by side, so that what they ask goes through the engine
together.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from translate import glossary as terms
from translate import guards, inline, plan, script, sentences, typography, values
from translate.engine import Decoding, Engine, Hypothesis
from translate.protect import Protected, inner, with_inner

if TYPE_CHECKING:
    from translate.glossary import Glossary

UNTRANSLATED = {"en": "[untranslated] ", "zh-Hans": "〔未译〕"}
"""Per target language, what stands before a segment that was left in the source language. The pipeline writes it and
takes it off on re-reading; an `Outcome` does not hold it."""
BLOCK = 256
"""Units that go through together: enough for full batches, few enough that a killed run loses seconds."""


class Rung(Enum):
    """How a unit got its translation, in the order in which the ways are tried."""

    FIRST = "first"
    """The engine's best hypothesis passed the guards."""
    HYPOTHESIS = "hypothesis"
    """A later hypothesis, or one decoded with other options, passed."""
    SPLIT = "split"
    """The unit was translated in smaller pieces."""
    BARE = "bare"
    """Translated around its marks, or with outer marks only."""
    SOURCE = "source"
    """Nothing passed: the source stays, visibly marked."""


@dataclass(frozen=True)
class Outcome:
    """What became of one unit."""

    protected: Protected
    """The target text with its marks; the source's own for `Rung.SOURCE`."""
    rung: Rung
    """Which way led to it."""
    findings: tuple[str, ...] = ()
    """For people: why the first output was refused, what was repaired, what to look at."""
    score: float = 0.0
    """The engine's score of the accepted hypothesis."""


@dataclass(frozen=True)
class _Step:
    """One way to try."""

    rung: Rung
    """How it is counted."""
    plan: str
    """whole, split or around."""
    hypotheses: int = 1
    """How many to ask for."""
    no_repeat: bool = False
    """Whether to forbid repeated n-grams."""


STEPS = (
    _Step(Rung.FIRST, "whole"),
    _Step(Rung.HYPOTHESIS, "whole", hypotheses=4),
    _Step(Rung.HYPOTHESIS, "whole", hypotheses=4, no_repeat=True),
    _Step(Rung.SPLIT, "split", hypotheses=2, no_repeat=True),
    _Step(Rung.BARE, "around", hypotheses=2),
    _Step(Rung.BARE, "around", hypotheses=4, no_repeat=True),
)
"""The ladder. A step that would ask for the same as one before it is left out (no place to split, no marks)."""


@dataclass(frozen=True)
class _Candidate:
    """One possible target of a sentence or part."""

    text: str
    """With marks."""
    score: float
    """Mean of its parts'."""
    notes: tuple[str, ...] = ()
    """What was written over the model's output."""


_T = TypeVar("_T")
_Request = tuple[str, Decoding]
_Talk = Generator[list[_Request], list[list[Hypothesis]], "_Result"]


@dataclass(frozen=True)
class _Result:
    """What a conversation came to."""

    text: str | None
    """None where nothing passed."""
    step: int
    """Index into `STEPS`."""
    findings: tuple[str, ...]
    """For people."""
    score: float
    """The engine's."""


def translate_units(
    units: Sequence[Protected],
    *,
    source: str,
    target: str,
    engine: Engine,
    glossary: "Glossary | None" = None,
    decoding: Decoding | None = None,
    on_done: Callable[[int, Outcome], None] | None = None,
    accept: Callable[[Protected, Protected], str] | None = None,
) -> list[Outcome]:
    """Translate segments of any number of files.

    Equal units are translated once, and so are equal sentences. Sentences go through the engine together, sorted by
    length; short units finish first, not in the order given. Texts inside marks (`protect.inner`: link titles,
    alternative texts) are translated along.

    Args:
        units: protected segments.
        source: BCP 47 code of the units.
        target: BCP 47 code to translate into.
        engine: what translates. A literal engine's output is taken as it is, per whole unit.
        glossary: terms to enforce; None for none.
        decoding: how to search at first; the rungs vary it.
        on_done: called with a unit's index and outcome as soon as the unit is finished, for each unit once.
        accept: a further guard, given source and target of a unit: why not to publish it, or an empty text.

    Returns:
        One outcome per unit, in the order given.

    Raises:
        EngineError: the engine cannot translate at all.
    """
    places: dict[Protected, list[int]] = {}
    for index, unit in enumerate(units):
        places.setdefault(unit, []).append(index)
    work = _Work(source, target, engine, glossary, decoding or Decoding(), accept)
    outcomes: dict[int, Outcome] = {}
    waiting = sorted(places, key=lambda unit: len(unit.text))
    for start in range(0, len(waiting), BLOCK):
        block = waiting[start : start + BLOCK]
        inners = [inner(unit) for unit in block]
        inside = list(dict.fromkeys(one for ones in inners for one in ones))
        insides = dict(zip(inside, work.block(inside), strict=True))
        for unit, ones, outer in zip(block, inners, work.block(block), strict=True):
            outcome = _with_inner(unit, outer, [insides[one] for one in ones])
            for index in places[unit]:
                outcomes[index] = outcome
                if on_done is not None:
                    on_done(index, outcome)
    return [outcomes[index] for index in range(len(units))]


def count(outcomes: Iterable[Outcome]) -> dict[Rung, int]:
    """Count the units of each rung; every rung is present."""
    counted = Counter(outcome.rung for outcome in outcomes)
    return {rung: counted[rung] for rung in Rung}


def _with_inner(unit: Protected, outer: Outcome, insides: Sequence[Outcome]) -> Outcome:
    if not insides or outer.rung is Rung.SOURCE:
        return outer
    rungs = [outer.rung, *(one.rung for one in insides if one.rung is not Rung.SOURCE)]
    return Outcome(
        # In the source's order of marks, which is the order of the insides; the target may have another.
        protected=replace(outer.protected, marks=with_inner(unit, [one.protected for one in insides]).marks),
        rung=max(rungs, key=list(Rung).index),
        findings=outer.findings + tuple(finding for one in insides for finding in one.findings),
        score=outer.score,
    )


@dataclass
class _Work:
    """What stays the same for all units of a run."""

    source: str
    target: str
    engine: Engine
    glossary: "Glossary | None"
    decoding: Decoding
    accept: Callable[[Protected, Protected], str] | None

    def block(self, units: Sequence[Protected]) -> list[Outcome]:
        """Translate distinct units together."""
        if self.engine.literal:
            answers = self._ask([(unit.text, self.decoding) for unit in units], {})
            return [
                Outcome(replace(unit, text=found[0].text), Rung.FIRST, score=found[0].score)
                for unit, found in zip(units, answers, strict=True)
            ]
        cache: dict[_Request, list[Hypothesis]] = {}
        talk = _together([self._unit(unit) for unit in units])
        try:
            asked = next(talk)
            while True:
                asked = talk.send(self._ask(asked, cache))
        except StopIteration as stop:
            results: list[_Result] = stop.value
        return [self._outcome(unit, result) for unit, result in zip(units, results, strict=True)]

    def _outcome(self, unit: Protected, result: _Result) -> Outcome:
        if result.text is None:
            return Outcome(unit, Rung.SOURCE, result.findings)
        return Outcome(replace(unit, text=result.text), STEPS[result.step].rung, result.findings, result.score)

    def _ask(self, asked: Sequence[_Request], cache: dict[_Request, list[Hypothesis]]) -> list[list[Hypothesis]]:
        fresh: dict[Decoding, list[str]] = {}
        for request in dict.fromkeys(asked):
            if request not in cache:
                fresh.setdefault(request[1], []).append(request[0])
        for decoding, texts in fresh.items():
            answers = self.engine.translate(texts, source=self.source, target=self.target, decoding=decoding)
            cache.update({(text, decoding): found for text, found in zip(texts, answers, strict=True)})
        return [cache[request] for request in asked]

    def _unit(self, unit: Protected) -> _Talk:
        """Translate the sentences of a unit, look at the whole, and climb on where the whole is not fit."""
        parts = sentences.split(unit, self.source)
        least, findings = 0, ()
        while True:
            results = yield from _together([self._sentence(part, unit, least) for part in parts])
            findings = findings or tuple(finding for result in results for finding in result.findings)
            if any(result.text is None for result in results):
                return _Result(None, len(STEPS), findings, 0.0)
            text = sentences.join([result.text or "" for result in results], self.target)
            text = typography.polish(text, self.target, marks=unit.marks)
            step = max((result.step for result in results), default=0)
            reasons = self._reasons(unit, text)
            if not reasons:
                score = sum(result.score for result in results) / max(len(results), 1)
                return _Result(text, step, findings, score)
            findings = findings or reasons
            least = max(step, least) + 1
            if least >= len(STEPS):
                return _Result(None, len(STEPS), findings, 0.0)

    def _reasons(self, unit: Protected, text: str) -> tuple[str, ...]:
        found = self._check(unit.text, text, unit)
        if not found and self.accept is not None:
            refused = self.accept(unit, replace(unit, text=text))
            found = (refused,) if refused else ()
        return found

    def _check(self, source_text: str, target_text: str, unit: Protected) -> tuple[str, ...]:
        found = guards.check(
            source_text,
            target_text,
            source=self.source,
            target=self.target,
            glossary=self.glossary,
            marks=unit.marks,
        )
        return tuple(f"{finding.guard}: {finding.message}" for finding in found)

    def _sentence(self, text: str, unit: Protected, least: int) -> _Talk:
        """Climb from step `least` to the first candidate that passes the guards."""
        refused: tuple[str, ...] = ()
        tried: set[tuple[object, ...]] = set()
        for number, step in enumerate(STEPS):
            parts = self._plan(step, text, unit)
            shape = (tuple(parts), step.hypotheses, step.no_repeat)
            if shape in tried or (step.rung in (Rung.SPLIT, Rung.BARE) and (tuple(parts), 4, step.no_repeat) in tried):
                continue
            tried.add(shape)
            if number < least:
                continue
            candidates = yield from self._candidates(parts, step, unit)
            for candidate in candidates:
                ready, notes = self._finished(text, candidate.text, unit)
                reasons = self._check(text, ready, unit)
                if not reasons:
                    return _Result(ready, number, refused + candidate.notes + notes, candidate.score)
                refused = refused or reasons
        return _Result(None, len(STEPS), refused or ("nothing to try was left",), 0.0)

    def _plan(self, step: _Step, text: str, unit: Protected) -> list[plan.Part]:
        if step.plan == "split":
            return plan.split(text, unit.marks, self.source)
        if step.plan == "around":
            return plan.around(text, self.source)
        return plan.whole(text, self.source)

    def _finished(self, source_text: str, text: str, unit: Protected) -> tuple[str, tuple[str, ...]]:
        """Repair what is certain and bring the text into the house style."""
        if self.glossary is not None:
            text = terms.apply(source_text, text, self.glossary, source=self.source, target=self.target)
        text, problems = values.repair(source_text, text, source=self.source, target=self.target)
        notes = tuple(problem.message for problem in problems if problem.repaired)
        return typography.polish(text, self.target, marks=unit.marks), notes

    def _candidates(
        self, parts: Sequence[plan.Part], step: _Step, unit: Protected
    ) -> Generator[list[_Request], list[list[Hypothesis]], list[_Candidate]]:
        found = yield from _together([self._part(part, step, unit) for part in parts])
        if any(not options for options in found):
            return []
        combined = []
        for rank in range(max((len(options) for options in found), default=0)):
            chosen = [options[min(rank, len(options) - 1)] for options in found]
            scores = [one.score for one, part in zip(chosen, parts, strict=True) if part.model]
            text = self._glued([one.text for one in chosen])
            notes = tuple(note for one in chosen for note in one.notes)
            combined.append(_Candidate(text, sum(scores) / len(scores) if scores else 0.0, notes))
        return list({candidate.text: candidate for candidate in reversed(combined)}.values())[::-1]

    def _glued(self, texts: Sequence[str]) -> str:
        """Join parts; English needs a blank where Chinese had none."""
        out = ""
        for text in texts:
            if self.target == "en" and out and text and _wants_blank(out, text):
                out += " "
            out += text
        return out

    def _part(
        self, part: plan.Part, step: _Step, unit: Protected
    ) -> Generator[list[_Request], list[list[Hypothesis]], list[_Candidate]]:
        """Ask for one part: as it is, and with its terms written in the target language where they did not come."""
        if not part.model:
            return [_Candidate(part.text, 0.0)]
        wishes = self._wishes(part.text)
        if len(wishes) == 1 and (wishes[0].start, wishes[0].end) == (0, len(part.text)):
            return [_Candidate(wishes[0].wanted[0], 0.0)]
        found: list[tuple[tuple[int, int, int], _Candidate]] = []
        shows: tuple[inline.Show, ...] = ("source", "target") if wishes else ("source",)
        for show in shows:
            carried = inline.carry(part.text + part.stop, unit.marks, wishes, show=show)
            decoding = self._decoding(step, alignment=bool(carried.slots or carried.places))
            words = inline.inside(carried)
            plainly = replace(self.decoding, hypotheses=1, alignment=False)
            asked = [(carried.plain, decoding), *((one, plainly) for one in words)]
            answers = yield asked
            alone = {one: answer[0].text for one, answer in zip(words, answers[1:], strict=True)}
            for rank, hypothesis in enumerate(answers[0]):
                placed = inline.place(carried, hypothesis, alone)
                if placed.text is None:
                    continue
                notes = (f"{placed.repaired} written over what the model made of it",) if placed.repaired else ()
                text = _without_stop(placed.text) if part.stop else placed.text
                order = (placed.lost, placed.repaired, rank)
                found.append((order, _Candidate(text, hypothesis.score, notes)))
            if any(order[:2] == (0, 0) for order, _ in found):
                break
        return [candidate for _, candidate in sorted(found, key=lambda one: one[0])]

    def _decoding(self, step: _Step, *, alignment: bool) -> Decoding:
        return replace(
            self.decoding,
            hypotheses=step.hypotheses,
            beam=max(self.decoding.beam, step.hypotheses),
            no_repeat_ngram=3 if step.no_repeat else self.decoding.no_repeat_ngram,
            repetition_penalty=1.2 if step.no_repeat else self.decoding.repetition_penalty,
            alignment=alignment,
        )

    def _wishes(self, text: str) -> list[inline.Wish]:
        """Return terms and stretches to keep; a term inside such a stretch is kept with it."""
        kept = [
            inline.Wish(one.start, one.end, (text[one.start : one.end],)) for one in script.already(text, self.target)
        ]
        found = self.glossary.find(text, self.source) if self.glossary is not None else []
        held = [
            inline.Wish(match.start, match.end, match.accepted)
            for match in found
            if not any(match.start < one.end and match.end > one.start for one in kept)
        ]
        return sorted(kept + held, key=lambda wish: wish.start)


def _together(
    talks: Sequence[Generator[list[_Request], list[list[Hypothesis]], _T]],
) -> Generator[list[_Request], list[list[Hypothesis]], list[_T]]:
    """Run conversations side by side: what they ask at a time is asked at once."""
    results: dict[int, _T] = {}
    asked: dict[int, list[_Request]] = {}
    answers: dict[int, list[list[Hypothesis]] | None] = dict.fromkeys(range(len(talks)))
    while answers:
        asked = {}
        for number, answer in answers.items():
            try:
                asked[number] = next(talks[number]) if answer is None else talks[number].send(answer)
            except StopIteration as stop:
                results[number] = stop.value
        if not asked:
            break
        given = yield [request for requests in asked.values() for request in requests]
        answers, start = {}, 0
        for number, requests in asked.items():
            answers[number] = given[start : start + len(requests)]
            start += len(requests)
    return [results[number] for number in range(len(talks))]


def _without_stop(text: str) -> str:
    """Take off the full stop that the question had, also before closing marks."""
    bare = text.rstrip()
    end = len(bare)
    while end and script.is_mark(bare[end - 1]):
        end -= 1
    return bare[: end - 1] + bare[end:] if end and bare[end - 1] in ".。" else bare


def _wants_blank(left: str, right: str) -> bool:
    last = next((char for char in reversed(left) if not script.is_mark(char)), " ")
    first = next((char for char in right if not script.is_mark(char)), " ")
    return (last.isalnum() or last in ",;:.!?)，；：。！？）") and (first.isalnum() or first in "(（")
