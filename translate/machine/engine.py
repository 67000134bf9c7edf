"""What a translation engine is.

An engine turns sentences into hypotheses and knows nothing of Markdown, glossary or files. Whatever it returns is
checked before anything is published (`fallback.py`, `language/guards`), unless the engine is literal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from translate.core.languages import Direction
from translate.core.limits import OUTPUT, OUTPUT_EXTRA, OUTPUT_RATIO


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
    source each stretch of the target was made from, the strongest link of a target stretch first. Empty where not
    asked for or not known."""
    weights: tuple[float, ...] = ()
    """For each link of `alignment`, its share (0 to 1) of the attention of its target stretch."""
    refused: str = ""
    """Why the output may not even be read, for people; `text` is empty then. See `bounded`."""


class Engine(Protocol):
    """What every engine offers."""

    @property
    def name(self) -> str:
        """Name and version as recorded in files and memory, such as `argos en-zh 1.9`."""

    @property
    def literal(self) -> bool:
        """Whether the output is taken as it is: units go in whole, marks included, and nothing is repaired or guarded.

        Output of a literal engine is never remembered.
        """

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


def longest_output(source: str) -> int:
    """Return how many characters an output for this sentence may have."""
    return min(OUTPUT_RATIO.value * len(source) + OUTPUT_EXTRA.value, OUTPUT.value)


def bounded(source: str, hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Refuse outputs that are too long to be a translation, before any guard or repair spends time on them.

    Args:
        source: the sentence that the engine got.
        hypotheses: what it gave.

    Returns:
        As many hypotheses in the same order, those refused without their text.
    """
    most = longest_output(source)
    return [
        one
        if len(one.text) <= most
        else Hypothesis(
            "",
            one.score,
            refused=f"length: the output has {len(one.text):,} characters; at most {most:,} expected",
        )
        for one in hypotheses
    ]


class EngineError(Exception):
    """The engine cannot translate; the message says what the user can do."""


@dataclass(frozen=True)
class EngineOptions:
    """How an engine is opened. Each engine takes what concerns it."""

    models: Path | None = None
    """Folder of installed packages; None for `packages.models_folder()`."""
    threads: int = 0
    """Processor threads of a local model; 0 for as many as there are cores, at most 8."""
    compute_type: str = "auto"
    """CTranslate2 compute type: `auto`, `default`, `int8`, `int8_float32`, `float32`, …"""
    max_batch_tokens: int = 512
    """Source tokens, padding included, that go through a local model at once, per thread. Measured best on two cores;
    more needs more memory and leaves threads idle."""
    server: str = ""
    """Address of a LibreTranslate server, such as `http://localhost:5000`."""
    api_key: str = field(default="", repr=False)
    """Key of that server, where it asks for one. It goes to that server only, never into a message, log or file."""
    timeout: float = 60.0
    """Seconds that one answer of that server may take, from connecting to its last byte."""


class Opener(Protocol):
    """What `engine_registry` names for each engine."""

    def __call__(self, direction: Direction, options: EngineOptions, /) -> Engine:
        """Open the engine for one direction.

        Raises:
            EngineError: no model for this pair, or no server to speak to.
        """
