"""What a translation engine is; two engines that need no model.

An engine turns sentences into hypotheses and knows nothing of Markdown, glossary or files. Whatever it returns is
checked before anything is published (`ladder.py`, `guards.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Decoding:
    """How an engine that searches should search. Engines ignore what they cannot do."""

    beam: int = 4
    """Beam size, hypotheses kept per step."""
    hypotheses: int = 1
    """How many different outputs to return per sentence, best first; at most `beam`."""
    no_repeat_ngram: int = 0
    """Length in tokens of n-grams that may not occur twice; 0 allows every repetition."""
    repetition_penalty: float = 1.0
    """Above 1 makes tokens already produced less likely."""
    max_length_ratio: float = 3.0
    """Longest output, in tokens per source token; a loop ends there."""
    alignment: bool = False
    """Ask for the alignment of source and target, where the engine has one."""


@dataclass(frozen=True)
class Hypothesis:
    """One output for one sentence."""

    text: str
    """The translated sentence."""
    score: float = 0.0
    """Mean log probability per token; comparable only within one engine. 0 where there is none."""
    alignment: tuple[tuple[int, int, int, int], ...] = ()
    """(source start, source end, target start, target end), 0-based code points, end exclusive: which stretch of the
    source each stretch of the target was made from. Empty where not asked for or not known."""


class Engine(Protocol):
    """What every engine offers."""

    @property
    def name(self) -> str:
        """Name and version as recorded in files and memory, such as `argos en-zh 1.9`."""

    def translate(
        self, sentences: Sequence[str], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """Translate each sentence by itself.

        Args:
            sentences: plain text, one sentence each, without line breaks.
            source: BCP 47 code of the sentences.
            target: BCP 47 code to translate into.
            decoding: how to search.

        Returns:
            For each sentence, in the order given, at least one hypothesis, best first.

        Raises:
            EngineError: no model for this pair, or the engine cannot be reached.
        """


class EngineError(Exception):
    """The engine cannot translate; the message says what the user can do."""
