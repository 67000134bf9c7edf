"""The strategies for one sentence: ask, project, repair, check; and the next strategy where a guard refuses."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from translate.core.languages import Direction
from translate.language import glossary as terms
from translate.language import guards, script, typography, values
from translate.language.glossary import Glossary
from translate.machine import markup_projection, model_input, sentence_parts
from translate.machine.batching import Coroutine, gather
from translate.machine.engine import Capabilities, Decoding, Hypothesis, SegmentContext, TranslationRequest, requested
from translate.machine.engines import tags
from translate.machine.model_input import Constraint, ModelInput, TermEncoder
from translate.machine.steps import STEPS, SentenceResult, Step, Strategy
from translate.markdown.protect import Protected

_log = logging.getLogger(__name__)


_PHRASE = 2
"""So many terms side by side are a phrase, whose words an engine may put otherwise."""


@dataclass(frozen=True)
class Candidate:
    """One possible target of a sentence or part."""

    text: str
    """With marks."""
    score: float
    """Mean of its parts' scores."""
    notes: tuple[str, ...] = ()
    """What was written over the model's output."""
    refused: tuple[str, ...] = ()
    """Why it may not be read at all; `text` means nothing then."""


_HAN_BLANK = re.compile(
    rf"(?<=[{script.HAN}，。：；！？、）】》”])([{script.MARK}]*)[ \u3000]+"
    rf"(?=[{script.MARK}]*[{script.HAN}（【《“])"
)
"""Blanks between Chinese characters, which models and English separators leave behind."""


_BETWEEN_TERMS = "the terms did not come, so the text between them was translated by itself"


class Rank(NamedTuple):
    """The order of a part's candidates, best first."""

    lost: int
    """Terms and atoms that are missing."""
    overwritten: int
    """Terms and atoms that were written over what the model made of them."""
    hypothesis: int
    """The engine's own order."""


Ranked = list[tuple[Rank, Candidate]]
"""Candidates of a part with their ranks, in any order."""


@dataclass(frozen=True)
class SentenceTranslator:
    """What stays the same for all sentences of a run."""

    direction: Direction
    """From the sentences' language into the other."""
    glossary: Glossary | None
    """Terms to enforce."""
    decoding: Decoding
    """How to search at first."""
    capabilities: Capabilities = field(default_factory=Capabilities)
    """What the engine can use; it is told nothing else."""
    context: SegmentContext = field(default_factory=SegmentContext)
    """What stands around the sentence, and what was wrong with it before."""

    @property
    def source(self) -> str:
        """BCP 47 code of the sentences."""
        return self.direction.source

    @property
    def target(self) -> str:
        """BCP 47 code to translate into."""
        return self.direction.target

    def polish(self, text: str, unit: Protected) -> str:
        """Return a target text, with the unit's marks, in the typography of its language."""
        names = self.glossary.periodicals if self.glossary else ()
        return typography.polish(text, self.target, periodicals=names, marks=unit.marks, capital=True)

    def check(self, source_text: str, target_text: str, unit: Protected) -> tuple[str, ...]:
        """Return why a target must not be published, one line each; both texts with the unit's marks."""
        found = guards.check(
            source_text,
            target_text,
            source=self.source,
            target=self.target,
            glossary=self.glossary,
            marks=unit.marks,
        )
        return tuple(f"{finding.guard}: {finding.message}" for finding in found)

    def term_encoders(self) -> Sequence[TermEncoder]:
        """Return the ways to show terms to the model, in the order in which they are tried until all terms come out.

        Tokens for terms gained nothing on top of these (EVALUATION.md).
        """
        return model_input.encode, model_input.encode_target_terms

    def sentence(self, text: str, unit: Protected, first_step: int) -> Coroutine[SentenceResult]:
        """Try the steps, from `first_step` on, until a candidate passes the guards."""
        if script.is_in(text, self.target):
            return SentenceResult(text, 0, (), 0.0)
        refused: tuple[str, ...] = ()
        for number, step, parts in self._distinct_steps(text, unit):
            if number < first_step:
                continue
            context = replace(self.context, findings=self.context.findings or refused)
            candidates = yield from replace(self, context=context)._candidates(parts, step, unit)
            for candidate in candidates:
                if candidate.refused:
                    _log.debug("%s: refused unread: %s; source: %s", step.strategy.value, candidate.refused, text)
                    refused = refused or candidate.refused
                    continue
                ready, notes = self._finished(text, candidate.text, unit)
                reasons = self.check(text, ready, unit)
                if not reasons:
                    _log.debug("%s: taken%s: %s", step.strategy.value, f" {notes}" if notes else "", ready)
                    return SentenceResult(ready, number, refused + candidate.notes + notes, candidate.score)
                _log.debug("%s: refused: %s: %s", step.strategy.value, "; ".join(reasons), ready)
                refused = refused or reasons
            if not candidates:
                _log.debug("%s: no output with its marks and terms; source: %s", step.strategy.value, text)
        return SentenceResult(None, len(STEPS), refused or ("nothing to try was left",), 0.0)

    def _distinct_steps(
        self, text: str, unit: Protected
    ) -> Iterator[tuple[int, Step, list[sentence_parts.SentencePart]]]:
        """Yield number, step and parts of each step that asks for something else than those before it."""
        tried: set[tuple[object, ...]] = set()
        for number, step in enumerate(STEPS):
            parts = self._parts(step, text, unit)
            request = (tuple(parts), step.hypotheses, step.no_repeat)
            in_pieces = step.strategy in (Strategy.SPLIT, Strategy.BARE)
            if request in tried or (in_pieces and (tuple(parts), 4, step.no_repeat) in tried):
                continue
            tried.add(request)
            yield number, step, parts

    def _parts(self, step: Step, text: str, unit: Protected) -> list[sentence_parts.SentencePart]:
        if step.plan == "split":
            return sentence_parts.split(text, unit.marks, self.source)
        if step.plan == "around":
            return sentence_parts.around(text, self.source, _spans(self._constraints(text)))
        if self.capabilities.whole and step.strategy is Strategy.FIRST:
            return sentence_parts.unsplit(text, self.source)
        return sentence_parts.whole(text, self.source)

    def _finished(self, source_text: str, text: str, unit: Protected) -> tuple[str, tuple[str, ...]]:
        """Repair what is certain and bring the text into the house style."""
        if self.glossary is not None:
            text = terms.apply(source_text, text, self.glossary, source=self.source, target=self.target)
        text, problems = values.repair(
            source_text, text, source=self.source, target=self.target, glossary=self.glossary
        )
        notes = tuple(f"{values.REPAIRED}: {problem.message}" for problem in problems if problem.repaired)
        return self.polish(text, unit), notes

    def _candidates(
        self, parts: Sequence[sentence_parts.SentencePart], step: Step, unit: Protected
    ) -> Coroutine[list[Candidate]]:
        """Translate each part and join the parts' candidates by rank, without those that are equal."""
        by_part = yield from gather([self._part(part, step, unit) for part in parts])
        if any(not candidates for candidates in by_part):
            return []
        joined = [
            self._joined(parts, [candidates[min(rank, len(candidates) - 1)] for candidates in by_part])
            for rank in range(max(map(len, by_part), default=0))
        ]
        distinct = {(candidate.text, bool(candidate.refused)): candidate for candidate in reversed(joined)}
        return list(distinct.values())[::-1]

    def _joined(self, parts: Sequence[sentence_parts.SentencePart], chosen: Sequence[Candidate]) -> Candidate:
        """Join one candidate of each part."""
        scores = [candidate.score for candidate, part in zip(chosen, parts, strict=True) if part.model]
        return Candidate(
            self._joined_text([candidate.text for candidate in chosen]),
            sum(scores) / len(scores) if scores else 0.0,
            notes=tuple(note for candidate in chosen for note in candidate.notes),
            refused=tuple(reason for candidate in chosen for reason in candidate.refused),
        )

    def _joined_text(self, texts: Sequence[str]) -> str:
        """Join texts: English needs a blank where Chinese had none, and Chinese has none between its characters."""
        out = ""
        for text in texts:
            if self.target == "en" and out and text and _needs_blank(out, text):
                out += " "
            out += text
        return out if self.target == "en" else _HAN_BLANK.sub(r"\1", out)

    def _part(self, part: sentence_parts.SentencePart, step: Step, unit: Protected) -> Coroutine[list[Candidate]]:
        """Ask for one part; where its terms do not come out, with terms shown in another way or without them."""
        if not part.model:
            return [Candidate(part.text, 0.0)]
        constraints = self._constraints(part.text)
        known = _without_model(model_input.encode_target_terms(part.text, unit.marks, constraints), self.target)
        if known is not None and len(constraints) < _PHRASE:
            return [Candidate(known, 0.0)]
        certain = [] if known is None else [Candidate(known, 0.0)]
        tagged = tags.encode(part.text + part.stop, unit.marks) if self.capabilities.tags else None
        if tagged is not None:
            return [*(yield from self._tagged(tagged, part, constraints, step)), *certain]
        # The engine's own phrase comes first where it has all terms; what is certain comes before what is repaired.
        ranked: Ranked = [(Rank(0, 1, -1), candidate) for candidate in certain]
        for encoder in self.term_encoders() if constraints else (model_input.encode,):
            encoded = encoder(part.text + part.stop, unit.marks, constraints)
            ranked += yield from self._asked(part, step, encoded, constraints)
            if _is_complete(ranked, overwritten=encoder is not model_input.encode):
                break
        if constraints and all(rank.lost for rank, _ in ranked):
            ranked += yield from self.between_terms(part, constraints, step, unit)
        return [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])]

    def _tagged(
        self,
        tagged: tags.TaggedText,
        part: sentence_parts.SentencePart,
        constraints: Sequence[Constraint],
        step: Step,
    ) -> Coroutine[list[Candidate]]:
        """Ask an engine that carries tags; terms are told, and what becomes of them is the guards' to judge."""
        request = self._request(tagged.text, _told(part.text, constraints), has_tags=bool(tagged.marks))
        (answer,) = yield [(request, self._decoding(step, alignment=False))]
        candidates = []
        for hypothesis in answer:
            text, wrong = ("", "") if hypothesis.refused else tags.decode(hypothesis.text, tagged)
            if hypothesis.refused or wrong:
                candidates.append(Candidate("", 0.0, refused=(hypothesis.refused or f"tags: {wrong}",)))
            else:
                candidates.append(Candidate(_without_stop(text) if part.stop else text, hypothesis.score))
        return candidates

    def _request(
        self, text: str, told: Sequence[tuple[str, str]] = (), *, has_tags: bool = False
    ) -> TranslationRequest:
        """Make a request of what the engine can use."""
        return requested(self.capabilities, TranslationRequest(text, self.context, tuple(told), has_tags))

    def _asked(
        self,
        part: sentence_parts.SentencePart,
        step: Step,
        encoded: ModelInput,
        constraints: Sequence[Constraint],
    ) -> Coroutine[Ranked]:
        """Ask for one part, shown to the model in one way, and put marks and terms back into what comes."""
        alignment = bool(encoded.placeholders or encoded.mark_offsets)
        phrases = model_input.marked_phrases(encoded)
        simple = replace(self.decoding, hypotheses=1, alignment=False)
        answers = yield [
            (self._request(encoded.plain, _told(part.text, constraints)), self._decoding(step, alignment=alignment)),
            *((self._request(phrase), simple) for phrase in phrases),
        ]
        translations = {phrase: answer[0].text for phrase, answer in zip(phrases, answers[1:], strict=True)}
        ranked: Ranked = []
        for number, hypothesis in enumerate(answers[0]):
            if hypothesis.refused:
                last = Rank(len(part.text) + 1, 0, number)
                ranked.append((last, Candidate("", 0.0, refused=(hypothesis.refused,))))
                continue
            projection = markup_projection.project(encoded, hypothesis, translations)
            if projection.text is None:
                continue
            repaired = projection.repaired
            notes = (f"{repaired} written over what the model made of it",) if repaired else ()
            text = _without_stop(projection.text) if part.stop else projection.text
            ranked.append((Rank(projection.lost, repaired, number), Candidate(text, hypothesis.score, notes)))
        return ranked

    def between_terms(
        self,
        part: sentence_parts.SentencePart,
        constraints: Sequence[Constraint],
        step: Step,
        unit: Protected,
    ) -> Coroutine[Ranked]:
        """Translate the text between the terms of a part by itself."""
        parts = sentence_parts.around(part.text, self.source, _spans(constraints))
        candidates = yield from self._candidates(parts, step, unit)
        return [
            (Rank(0, len(part.text), number), replace(candidate, notes=(_BETWEEN_TERMS,)))
            for number, candidate in enumerate(candidates)
        ]

    def _decoding(self, step: Step, *, alignment: bool) -> Decoding:
        return replace(
            self.decoding,
            hypotheses=step.hypotheses,
            beam=max(self.decoding.beam, step.hypotheses),
            no_repeat_ngram=3 if step.no_repeat else self.decoding.no_repeat_ngram,
            repetition_penalty=1.2 if step.no_repeat else self.decoding.repetition_penalty,
            alignment=alignment,
        )

    def _constraints(self, text: str) -> list[Constraint]:
        """Return terms and stretches to keep; a term inside such a stretch is kept with it."""
        kept = [
            Constraint(stretch.start, stretch.end, (text[stretch.start : stretch.end],))
            for stretch in script.target_language_ranges(text, self.target)
        ]
        glossary, english = self.glossary or Glossary(), self.target == "en"
        matches = terms.without_glosses(glossary.find(text, self.source), text)
        enforced = [
            Constraint(
                match.start, match.end, match.accepted, glossary.pattern(match.accepted, "en") if english else None
            )
            for match in matches
            if not any(match.start < stretch.end and match.end > stretch.start for stretch in kept)
        ]
        return sorted(kept + enforced, key=lambda constraint: constraint.start)


def _is_complete(ranked: Ranked, *, overwritten: bool) -> bool:
    """Tell whether a candidate has all terms.

    Args:
        ranked: the candidates so far.
        overwritten: whether terms count that were written over by force. Written in the target language, a term mostly
            comes, so this is the last choice.
    """
    return any(rank.lost == 0 and (overwritten or rank.overwritten == 0) for rank, _ in ranked)


def _told(text: str, constraints: Sequence[Constraint]) -> list[tuple[str, str]]:
    """Return each constraint's words with how to render them, for engines that are told."""
    words = (script.UnmarkedText(text[constraint.start : constraint.end]).text for constraint in constraints)
    return list(dict.fromkeys(zip(words, (constraint.accepted[0] for constraint in constraints), strict=True)))


def _spans(constraints: Sequence[Constraint]) -> list[tuple[int, int]]:
    return [(constraint.start, constraint.end) for constraint in constraints]


def _without_model(encoded: ModelInput, target: str) -> str | None:
    """Return the target of a text that is nothing but terms, atoms and punctuation; None where it has other words."""
    if _has_words(encoded):
        return None
    edges = sorted({one.end for one in encoded.placeholders} & {one.start for one in encoded.placeholders})
    joined = [edge for edge in edges if target == "en" and _needs_blank(encoded.plain[:edge], encoded.plain[edge:])]
    if joined:
        return _with_blanks(encoded, joined)
    offsets = range(len(encoded.plain))
    unchanged = Hypothesis(
        encoded.plain,
        alignment=tuple((offset, offset + 1, offset, offset + 1) for offset in offsets),
        weights=(1.0,) * len(offsets),
    )
    return markup_projection.project(encoded, unchanged).text


def _has_words(encoded: ModelInput) -> bool:
    """Return whether letters stand outside the placeholders."""
    inside = {offset for placeholder in encoded.placeholders for offset in range(placeholder.start, placeholder.end)}
    return any(char.isalpha() and offset not in inside for offset, char in enumerate(encoded.plain))


def _with_blanks(encoded: ModelInput, joined: Sequence[int]) -> str | None:
    """Return the terms with a blank at each of the offsets; None beside a mark, where its side is not known."""
    if encoded.mark_offsets or any(placeholder.output for placeholder in encoded.placeholders):
        return None
    return " ".join(encoded.plain[start:end] for start, end in pairwise([0, *joined, len(encoded.plain)]))


def _without_stop(text: str) -> str:
    """Take off the full stop that the request had, also before closing marks."""
    bare = text.rstrip()
    end = len(bare)
    while end and script.is_mark(bare[end - 1]):
        end -= 1
    return bare[: end - 1] + bare[end:] if end and bare[end - 1] in ".。" else bare


def _needs_blank(left: str, right: str) -> bool:
    last = next((char for char in reversed(left) if not script.is_mark(char)), " ")
    first = next((char for char in right if not script.is_mark(char)), " ")
    return (last.isalnum() or last in ",;:.!?)，；：。！？）") and (first.isalnum() or first in "(（")
