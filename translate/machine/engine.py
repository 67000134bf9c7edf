"""What a translation engine is; two engines that need no model; how one is opened by name.

An engine turns sentences into hypotheses and knows nothing of Markdown, glossary or files. Whatever it returns is
checked before anything is published (`ladder.py`, `guards.py`), unless the engine is literal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from translate.markdown.protect import MARK_BASE, MARK_LAST


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
    api_key: str = ""
    """Key of that server, where it asks for one."""
    timeout: float = 60.0
    """Seconds to wait for that server."""


ENGINES = ("argos", "libretranslate", "identity", "pseudo")
"""Names that `open_engine` knows."""


def open_engine(name: str, *, source: str, target: str, options: EngineOptions | None = None) -> Engine:
    """Open an engine for one direction. A model is found here, and loaded when the first sentence comes.

    Args:
        name: one of `ENGINES`.
        source: BCP 47 code to translate from.
        target: BCP 47 code to translate into.
        options: see `EngineOptions`.

    Raises:
        EngineError: unknown name, no model installed for the pair, no server given.
    """
    options = options or EngineOptions()
    if name == "identity":
        return Identity()
    if name == "pseudo":
        return Pseudo()
    if name == "argos":
        from translate.machine import argos

        return argos.ArgosEngine.find(source=source, target=target, options=options)
    if name == "libretranslate":
        from translate.machine import libretranslate

        return libretranslate.LibreTranslate.connect(options=options)
    raise EngineError(f"Engine “{name}” found; one of {', '.join(ENGINES)} expected. Choose one of them.")


class Identity:
    """Returns what it is given: proves that everything around the model leaves a text alone."""

    name = "identity"
    literal = True

    def translate(
        self,
        sentences: Sequence[str],
        *,
        source: str,  # noqa: ARG002 -- the protocol's names
        target: str,  # noqa: ARG002
        decoding: Decoding,  # noqa: ARG002
    ) -> list[list[Hypothesis]]:
        """Return each sentence unchanged."""
        return [[Hypothesis(sentence)] for sentence in sentences]


class Pseudo:
    """Accents every ASCII letter and brackets every unit: shows at a glance what is prose and what was missed.

    Idempotent: a text in its brackets comes back unchanged. Marks and all that is not an ASCII letter stay.
    """

    name = "pseudo"
    literal = True
    left, right = "⟦", "⟧"

    def translate(
        self,
        sentences: Sequence[str],
        *,
        source: str,  # noqa: ARG002 -- the protocol's names
        target: str,  # noqa: ARG002
        decoding: Decoding,  # noqa: ARG002
    ) -> list[list[Hypothesis]]:
        """Return each sentence accented, its visible part in brackets."""
        return [[Hypothesis(self._pseudo(sentence))] for sentence in sentences]

    def _pseudo(self, text: str) -> str:
        inner = text.strip()
        if not any(not MARK_BASE <= ord(char) <= MARK_LAST and not char.isspace() for char in inner):
            return text
        if inner.startswith(self.left) and inner.endswith(self.right):
            return text
        start = text.index(inner)
        accented = inner.translate(_ACCENTS)
        return f"{text[:start]}{self.left}{accented}{self.right}{text[start + len(inner) :]}"


_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "ÀƁĆĎÉƑĜĤÎĴĶĹṀŃÓṔɊŔŚŤÚṼŴẊÝŽàƀćďéƒĝĥîĵķĺṁńóṕɋŕśťúṽŵẋýž"
)
