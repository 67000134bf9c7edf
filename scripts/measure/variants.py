"""Variants of the translation layer that exist only to measure what its parts are good for."""

from collections.abc import Sequence
from dataclasses import dataclass

from translate.machine import model_input
from translate.machine.batching import Coroutine
from translate.machine.engine import Hypothesis
from translate.machine.engines.argos import ArgosEngine, attention_links, surface
from translate.machine.model_input import Constraint, Encoder, ModelInput, TermEncoder
from translate.machine.sentence_parts import SentencePart
from translate.machine.steps import Step
from translate.machine.strategies import Ranked, SentenceTranslator
from translate.markdown.protect import Mark, Protected


class _TermTokenEncoder(Encoder):
    def add_term(self, constraint: Constraint) -> None:
        self.add_token(constraint.accepted[0])


def encode_terms_as_tokens(text: str, marks: Sequence[Mark], constraints: Sequence[Constraint] = ()) -> ModelInput:
    """Make the plain text of a sentence with a token for every term; see `model_input.encode`."""
    return _TermTokenEncoder(text, marks, constraints).encode()


class MarkTokenEncoder(Encoder):
    """Shows a token for every mark of a pair as well, instead of projecting them."""

    def __init__(self, text: str, marks: Sequence[Mark], form: str = "X{}") -> None:
        """Take a sentence, and how a token is written."""
        super().__init__(text, marks, ())
        self._form = form

    def add_mark(self, char: str, mark: Mark) -> None:
        """Show a token for a mark of a pair."""
        if mark.kind == "atom":
            super().add_mark(char, mark)
        else:
            self.add_token(char)

    def token(self, number: int) -> str:
        """Return the n-th token in the form given."""
        return self._form.format(number)


class ForcedArgosEngine(ArgosEngine):
    """An engine that writes what it is given, to judge its alignment apart from its translations."""

    def forced(self, sentences: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        """Return given translations as if the model had made them, with the alignment that it has while it does.

        Args:
            sentences: in the package's source language.
            targets: their translations.
        """
        self._load()
        results = []
        for sentence, target in zip(sentences, targets, strict=True):
            source, pieces = self._encode(sentence)[0], self._encode(target)[0].pieces
            answer = self._translator.translate_batch(
                [source.pieces],
                target_prefix=[pieces],
                beam_size=1,
                max_decoding_length=len(pieces) + 1,
                return_scores=True,
                return_attention=True,
            )[0]
            text, spans = surface(answer.hypotheses[0][: len(pieces)])
            links = attention_links(source.spans, spans, answer.attention[0][: len(pieces)])
            results.append(Hypothesis(text, 0.0, tuple(link for link, _ in links), tuple(share for _, share in links)))
        return results


TERM_ENCODERS: dict[str, TermEncoder] = {
    "source": model_input.encode,
    "target": model_input.encode_target_terms,
    "placeholder": encode_terms_as_tokens,
}
"""Name of a way to show terms to the model → what does it."""
TERMS_BY = ("source", "target", "apart")
"""The ways of the product; `apart` translates the text between terms by itself where they do not come."""


@dataclass(frozen=True)
class MeasuredTranslator(SentenceTranslator):
    """The strategies, of which some can be left out."""

    guarded: bool = True
    """Whether guards refuse."""
    terms_by: tuple[str, ...] = TERMS_BY
    """How terms are brought through the model, in this order: names of `TERM_ENCODERS`, and `apart` at the end."""

    def check(self, source_text: str, target_text: str, unit: Protected) -> tuple[str, ...]:
        """Return why a target must not be published, if guards refuse."""
        return super().check(source_text, target_text, unit) if self.guarded else ()

    def term_encoders(self) -> Sequence[TermEncoder]:
        """Return the ways that were asked for."""
        return [TERM_ENCODERS[name] for name in self.terms_by if name != "apart"]

    def between_terms(
        self, part: SentencePart, constraints: Sequence[Constraint], step: Step, unit: Protected
    ) -> Coroutine[Ranked]:
        """Translate the text between the terms by itself, if this was asked for."""
        if "apart" not in self.terms_by:
            return []
        return (yield from super().between_terms(part, constraints, step, unit))
