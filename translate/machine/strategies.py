"""One sentence on its way up the fallback: ask, put back, repair, check; and another way where a guard refuses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from translate.language import glossary as terms
from translate.language import guards, script, typography, values
from translate.language.glossary import Glossary, TermMatch
from translate.machine import markup_projection, model_input, sentence_parts
from translate.machine.batching import Coroutine, gather
from translate.machine.engine import Decoding, Hypothesis
from translate.markdown.protect import Protected


class Strategy(Enum):
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
class Step:
    """One way to try."""

    strategy: Strategy
    """How it is counted."""
    plan: str
    """whole, split or around."""
    hypotheses: int = 1
    """How many to ask for."""
    no_repeat: bool = False
    """Whether to forbid repeated n-grams."""


STEPS = (
    Step(Strategy.FIRST, "whole"),
    Step(Strategy.HYPOTHESIS, "whole", hypotheses=4),
    Step(Strategy.HYPOTHESIS, "whole", hypotheses=4, no_repeat=True),
    Step(Strategy.SPLIT, "split", hypotheses=2, no_repeat=True),
    Step(Strategy.BARE, "around", hypotheses=2),
    Step(Strategy.BARE, "around", hypotheses=4, no_repeat=True),
)
"""The strategies in the order in which they are tried. A step that would ask for the same as one before it is left out
(no place to split, no marks)."""


@dataclass(frozen=True)
class Candidate:
    """One possible target of a sentence or part."""

    text: str
    """With marks."""
    score: float
    """Mean of its parts'."""
    notes: tuple[str, ...] = ()
    """What was written over the model's output."""
    refused: tuple[str, ...] = ()
    """Why it may not be read at all; `text` means nothing then."""


@dataclass(frozen=True)
class SentenceResult:
    """What a conversation came to."""

    text: str | None
    """None where nothing passed."""
    step: int
    """Index into `STEPS`."""
    findings: tuple[str, ...]
    """For people."""
    score: float
    """The engine's."""


_HAN_BLANK = re.compile(
    rf"(?<=[{script.HAN}，。：；！？、）】》”])([{script.MARK}]*)[ \u3000]+"
    rf"(?=[{script.MARK}]*[{script.HAN}（【《“])"
)
"""Blanks between Chinese characters, which models and English separators leave behind."""


_APART = "the terms did not come, so the text between them was translated by itself"


@dataclass(frozen=True)
class Switches:
    """What is switched off only to measure what it is good for."""

    guarded: bool = True
    """Whether guards refuse."""
    shows: tuple[model_input.Show, ...] = ("source", "target")
    """How terms are shown to the model, one after the other until all come out."""
    apart: bool = True
    """Whether the text between terms is translated by itself where they do not come."""


@dataclass(frozen=True)
class SentenceTranslator:
    """What stays the same for all sentences of a run."""

    source: str
    """BCP 47 code of the sentences."""
    target: str
    """BCP 47 code to translate into."""
    glossary: Glossary | None
    """Terms to hold."""
    decoding: Decoding
    """How to search at first."""
    switches: Switches = Switches()
    """All on, but for measuring."""

    def polish(self, text: str, unit: Protected) -> str:
        """Return a target text, with the unit's marks, in the typography of its language."""
        names = self.glossary.periodicals if self.glossary else ()
        return typography.polish(text, self.target, periodicals=names, marks=unit.marks, capital=True)

    def check(self, source_text: str, target_text: str, unit: Protected) -> tuple[str, ...]:
        """Return why a target must not be published, one line each; both texts with the unit's marks."""
        if not self.switches.guarded:
            return ()
        found = guards.check(
            source_text,
            target_text,
            source=self.source,
            target=self.target,
            glossary=self.glossary,
            marks=unit.marks,
        )
        return tuple(f"{finding.guard}: {finding.message}" for finding in found)

    def sentence(self, text: str, unit: Protected, least: int) -> Coroutine[SentenceResult]:
        """Climb from step `least` to the first candidate that passes the guards."""
        refused: tuple[str, ...] = ()
        tried: set[tuple[object, ...]] = set()
        for number, step in enumerate(STEPS):
            parts = self._plan(step, text, unit)
            shape = (tuple(parts), step.hypotheses, step.no_repeat)
            if shape in tried or (
                step.strategy in (Strategy.SPLIT, Strategy.BARE) and (tuple(parts), 4, step.no_repeat) in tried
            ):
                continue
            tried.add(shape)
            if number < least:
                continue
            candidates = yield from self._candidates(parts, step, unit)
            for candidate in candidates:
                if candidate.refused:
                    refused = refused or candidate.refused
                    continue
                ready, notes = self._finished(text, candidate.text, unit)
                reasons = self.check(text, ready, unit)
                if not reasons:
                    return SentenceResult(ready, number, refused + candidate.notes + notes, candidate.score)
                refused = refused or reasons
        return SentenceResult(None, len(STEPS), refused or ("nothing to try was left",), 0.0)

    def _plan(self, step: Step, text: str, unit: Protected) -> list[sentence_parts.SentencePart]:
        if step.plan == "split":
            return sentence_parts.split(text, unit.marks, self.source)
        if step.plan == "around":
            return sentence_parts.around(
                text, self.source, [(constraint.start, constraint.end) for constraint in self._constraints(text)]
            )
        return sentence_parts.whole(text, self.source)

    def _finished(self, source_text: str, text: str, unit: Protected) -> tuple[str, tuple[str, ...]]:
        """Repair what is certain and bring the text into the house style."""
        if self.glossary is not None:
            text = terms.apply(source_text, text, self.glossary, source=self.source, target=self.target)
        text, problems = values.repair(
            source_text, text, source=self.source, target=self.target, glossary=self.glossary
        )
        notes = tuple(problem.message for problem in problems if problem.repaired)
        return self.polish(text, unit), notes

    def _candidates(
        self, parts: Sequence[sentence_parts.SentencePart], step: Step, unit: Protected
    ) -> Coroutine[list[Candidate]]:
        found = yield from gather([self._part(part, step, unit) for part in parts])
        if any(not options for options in found):
            return []
        combined = []
        for rank in range(max((len(options) for options in found), default=0)):
            chosen = [options[min(rank, len(options) - 1)] for options in found]
            scores = [one.score for one, part in zip(chosen, parts, strict=True) if part.model]
            text = self._glued([one.text for one in chosen])
            notes = tuple(note for one in chosen for note in one.notes)
            refused = tuple(reason for one in chosen for reason in one.refused)
            combined.append(Candidate(text, sum(scores) / len(scores) if scores else 0.0, notes, refused))
        distinct = {(candidate.text, bool(candidate.refused)): candidate for candidate in reversed(combined)}
        return list(distinct.values())[::-1]

    def _glued(self, texts: Sequence[str]) -> str:
        """Join parts: English needs a blank where Chinese had none, and Chinese has none between its characters."""
        out = ""
        for text in texts:
            if self.target == "en" and out and text and _wants_blank(out, text):
                out += " "
            out += text
        return out if self.target == "en" else _HAN_BLANK.sub(r"\1", out)

    def _part(self, part: sentence_parts.SentencePart, step: Step, unit: Protected) -> Coroutine[list[Candidate]]:
        """Ask for one part: as it is, and another way where its terms did not come.

        The other ways: terms written in the target language; the text between them by itself. Tokens for terms gained
        nothing on top of these (EVALUATION.md).
        """
        if not part.model:
            return [Candidate(part.text, 0.0)]
        constraints = self._constraints(part.text)
        known = _without_model(model_input.encode(part.text, unit.marks, constraints, show="target"))
        if known is not None and len(constraints) < 2:
            return [Candidate(known, 0.0)]
        found: list[tuple[tuple[int, int, int], Candidate]] = []
        if known is not None:
            # Terms in a row are a phrase: the engine's own comes first if it has them all, this before any repaired.
            found.append(((0, 1, -1), Candidate(known, 0.0)))
        for show in self.switches.shows if constraints else ("source",):
            carried = model_input.encode(part.text + part.stop, unit.marks, constraints, show=show)
            decoding = self._decoding(step, alignment=bool(carried.slots or carried.places))
            words = model_input.inside(carried)
            plainly = replace(self.decoding, hypotheses=1, alignment=False)
            asked = [(carried.plain, decoding), *((one, plainly) for one in words)]
            answers = yield asked
            alone = {one: answer[0].text for one, answer in zip(words, answers[1:], strict=True)}
            for rank, hypothesis in enumerate(answers[0]):
                if hypothesis.refused:
                    found.append(((len(part.text) + 1, 0, rank), Candidate("", 0.0, refused=(hypothesis.refused,))))
                    continue
                placed = markup_projection.project(carried, hypothesis, alone)
                if placed.text is None:
                    continue
                notes = (f"{placed.repaired} written over what the model made of it",) if placed.repaired else ()
                text = _without_stop(placed.text) if part.stop else placed.text
                order = (placed.lost, placed.repaired, rank)
                found.append((order, Candidate(text, hypothesis.score, notes)))
            # Written in the target language, a term mostly comes; what is written over by force is the last choice.
            if any(order[:2] == (0, 0) for order, _ in found) or (
                show == "target" and any(not order[0] for order, _ in found)
            ):
                break
        if constraints and self.switches.apart and all(order[0] for order, _ in found):
            spans = [(constraint.start, constraint.end) for constraint in constraints]
            apart = yield from self._candidates(sentence_parts.around(part.text, self.source, spans), step, unit)
            found += [((0, len(part.text), rank), replace(one, notes=(_APART,))) for rank, one in enumerate(apart)]
        return [candidate for _, candidate in sorted(found, key=lambda one: one[0])]

    def _decoding(self, step: Step, *, alignment: bool) -> Decoding:
        return replace(
            self.decoding,
            hypotheses=step.hypotheses,
            beam=max(self.decoding.beam, step.hypotheses),
            no_repeat_ngram=3 if step.no_repeat else self.decoding.no_repeat_ngram,
            repetition_penalty=1.2 if step.no_repeat else self.decoding.repetition_penalty,
            alignment=alignment,
        )

    def _constraints(self, text: str) -> list[model_input.Constraint]:
        """Return terms and stretches to keep; a term inside such a stretch is kept with it."""
        kept = [
            model_input.Constraint(one.start, one.end, (text[one.start : one.end],))
            for one in script.target_language_ranges(text, self.target)
        ]
        found = terms.without_glosses(self.glossary.find(text, self.source), text) if self.glossary is not None else []
        held = [
            model_input.Constraint(match.start, match.end, match.accepted, self._pattern(match))
            for match in found
            if not any(match.start < one.end and match.end > one.start for one in kept)
        ]
        return sorted(kept + held, key=lambda constraint: constraint.start)

    def _pattern(self, match: TermMatch) -> re.Pattern[str] | None:
        """Return what counts as the term in English: its inflected forms as well."""
        if self.target != "en" or self.glossary is None:
            return None
        return self.glossary.pattern(match.accepted, "en")


def _without_model(carried: model_input.ModelInput) -> str | None:
    """Return the target of a text that is nothing but terms, atoms and punctuation; None where it has other words."""
    inside = [range(slot.start, slot.end) for slot in carried.slots]
    if any(char.isalpha() and not any(at in one for one in inside) for at, char in enumerate(carried.plain)):
        return None
    places = range(len(carried.plain))
    same = Hypothesis(
        carried.plain, alignment=tuple((at, at + 1, at, at + 1) for at in places), weights=(1.0,) * len(places)
    )
    return markup_projection.project(carried, same).text


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
