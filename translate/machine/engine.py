"""What a translation engine is.

An engine turns requests into hypotheses and knows nothing of Markdown, glossary or files. It declares what it can use
of a request (`Capabilities`); the rest of a request stays empty for it, so that equal sentences are equal requests.
Whatever it returns is checked before anything is published (`fallback.py`, `language/guards`), unless it is literal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

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


@dataclass(frozen=True)
class Capabilities:
    """What an engine can use of a request, and what it can give."""

    alignment: bool = False
    """Whether it tells which stretch of the source each stretch of the target was made from."""
    n_best: bool = False
    """Whether it searches as `Decoding` says, and gives several hypotheses; others are always asked with the same."""
    terms: bool = False
    """Whether it is told how terms are to be rendered."""
    context: bool = False
    """Whether it is told what stands around a sentence, and in which register to write."""
    tags: bool = False
    """Whether it carries numbered tags (`<1>…</1>`, `<2/>`) into its output."""
    findings: bool = False
    """Whether it can be told what was wrong with an earlier output."""
    whole: bool = False
    """Whether a segment is first given to it whole, and cut into sentences only where that fails."""
    block: int = 256
    """Segments that go through together. Fewer for a slow engine: a killed run loses one block."""


@dataclass(frozen=True)
class SegmentContext:
    """What is known around a segment, for engines that can use it."""

    before: str = ""
    """The text before it in its file, without markup."""
    after: str = ""
    """The text after it."""
    title: str = ""
    """Of the file, in the language of the source."""
    formality: str = ""
    """Register to write in, such as `formal`; empty for the engine's own choice."""
    findings: tuple[str, ...] = ()
    """Why another engine's translation was refused, for people."""
    earlier: str = ""
    """That translation; empty where it is not known."""


@dataclass(frozen=True)
class TranslationRequest:
    """One sentence to be translated by itself, with what helps to understand it."""

    text: str
    """The sentence: plain text without line breaks, with numbered tags where `tags` says so."""
    context: SegmentContext = field(default_factory=SegmentContext)
    """What stands around the sentence; empty for an engine without the capability."""
    terms: tuple[tuple[str, str], ...] = ()
    """(as it stands in the sentence, how to render it) for each term, in order, each once."""
    tags: bool = False
    """Whether `text` holds numbered tags, which the output must hold as well."""


def requested(able: Capabilities, request: TranslationRequest) -> TranslationRequest:
    """Return a request without what an engine does not declare to use."""
    context = request.context
    context = SegmentContext(
        *((context.before, context.after, context.title, context.formality) if able.context else ("",) * 4),
        *((context.findings, context.earlier) if able.findings else ((), "")),
    )
    return TranslationRequest(request.text, context, request.terms if able.terms else (), request.tags)


def plain_requests(sentences: Iterable[str]) -> list[TranslationRequest]:
    """Return plain sentences as requests."""
    return [TranslationRequest(sentence) for sentence in sentences]


class Engine(Protocol):
    """What every engine offers."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can use and give."""

    @property
    def name(self) -> str:
        """Name and version as recorded in files and memory, such as `argos en-zh 1.9`."""

    @property
    def literal(self) -> bool:
        """Whether the output is taken as it is: units go in whole, marks included, and nothing is repaired or guarded.

        Output of a literal engine is never remembered.
        """

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """Translate the sentence of each request by itself.

        Args:
            requests: one sentence each. What the engine has not declared in `capabilities` it may ignore.
            source: BCP 47 code of the sentences.
            target: BCP 47 code to translate into.
            decoding: how to search.

        Returns:
            For each request, in the order given, at least one hypothesis, best first.

        Raises:
            EngineError: no model for this pair, or the engine cannot be reached.
        """


@dataclass(frozen=True)
class Usage:
    """What a language model has been asked for so far."""

    requests: int = 0
    """Answers that came."""
    prompt_tokens: int = 0
    """Tokens that went in, as the server counts them."""
    output_tokens: int = 0
    """Tokens that came out."""

    def __add__(self, other: "Usage") -> "Usage":
        """Count two together."""
        return Usage(
            self.requests + other.requests,
            self.prompt_tokens + other.prompt_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True)
class Repairs:
    """How repairing went."""

    sent: int = 0
    """Units that went to the second engine."""
    repaired: int = 0
    """Of these, units whose new translation passed the guards."""

    def __add__(self, other: "Repairs") -> "Repairs":
        """Count two together."""
        return Repairs(self.sent + other.sent, self.repaired + other.repaired)


@dataclass(frozen=True)
class Opinion:
    """What a second engine thinks of one translation."""

    disagreement: float
    """0 (it agrees) to 1; comparable only within one engine."""
    sentence: str = ""
    """What differs, in its own words; empty where it has none."""

    @property
    def finding(self) -> str:
        """The finding for people; empty where it agrees."""
        if self.disagreement < _DOUBTFUL:
            return ""
        return f"second: {self.sentence or 'the second engine would say it otherwise'} ({self.disagreement:.0%})"


@runtime_checkable
class Metered(Protocol):
    """An engine whose work is counted in tokens."""

    @property
    def usage(self) -> Usage:
        """What it was asked for since it was opened."""


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


_DOUBTFUL = 0.5
"""From which disagreement on people are told."""


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
    """Address of the server of an engine that needs one, such as `http://localhost:5000`."""
    api_key: str = field(default="", repr=False)
    """Key of that server, where it asks for one. It goes to that server only, never into a message, log or file."""
    timeout: float = 0.0
    """Seconds that one answer of that server may take, from connecting to its last byte; 0 for the engine's own."""
    model: str = ""
    """Name of the language model on that server; empty for the first that it offers."""
    preset: str = ""
    """How to ask it, a name of `presets.toml`; empty to go by its name."""
    parallel: int = 4
    """Requests to a language model's server at a time."""
    recorded: Path | None = None
    """File of recorded sentences and outputs, for the engine that answers from one."""


class Opener(Protocol):
    """What `engine_registry` names for each engine."""

    def __call__(self, direction: Direction, options: EngineOptions, /) -> Engine:
        """Open the engine for one direction.

        Raises:
            EngineError: no model for this pair, or no server to speak to.
        """
