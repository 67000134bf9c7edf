"""How an engine is opened by name; two engines that need no model."""

import importlib
import logging
from collections.abc import Sequence

from translate.core.engine_registry import ENGINES
from translate.core.languages import Direction
from translate.machine.engine import (
    Capabilities,
    Decoding,
    Engine,
    EngineError,
    EngineOptions,
    Hypothesis,
    Opener,
    TranslationRequest,
)
from translate.markdown.protect import MARK_BASE, MARK_LAST

_log = logging.getLogger(__name__)


def open_engine(name: str, direction: Direction, *, options: EngineOptions | None = None) -> Engine:
    """Open an engine for one direction. A model is found here, and loaded when the first sentence comes.

    Args:
        name: one of `engine_registry.ENGINES`.
        direction: from which language into which.
        options: see `EngineOptions`.

    Raises:
        EngineError: unknown name, no model installed for the pair, no server given.
    """
    if name not in ENGINES:
        raise EngineError(f"Engine “{name}” found; one of {', '.join(ENGINES)} expected. Choose one of them.")
    module, _, function = ENGINES[name].opener.partition(":")
    _log.debug("%s: engine %s is opened", direction, name)
    # Imported when it is asked for: an engine may need libraries that take seconds to load.
    opener: Opener = getattr(importlib.import_module(module), function)
    return opener(direction, options or EngineOptions())


def open_identity(direction: Direction, options: EngineOptions) -> "Identity":  # noqa: ARG001 -- as every opener
    """Open the engine that changes nothing."""
    return Identity()


def open_pseudo(direction: Direction, options: EngineOptions) -> "Pseudo":  # noqa: ARG001 -- as every opener
    """Open the engine that shows what is prose."""
    return Pseudo()


class Identity:
    """Returns what it is given: proves that everything around the model leaves a text alone."""

    name = "identity"
    literal = True
    capabilities = Capabilities()

    def translate(
        self,
        requests: Sequence[TranslationRequest],
        *,
        source: str,  # noqa: ARG002 -- the protocol's names
        target: str,  # noqa: ARG002
        decoding: Decoding,  # noqa: ARG002
    ) -> list[list[Hypothesis]]:
        """Return each sentence unchanged."""
        return [[Hypothesis(request.text)] for request in requests]


class Pseudo:
    """Accents every ASCII letter and brackets every unit: shows at a glance what is prose and what was missed.

    Idempotent: a text in its brackets comes back unchanged. Marks and all that is not an ASCII letter stay.
    """

    name = "pseudo"
    literal = True
    capabilities = Capabilities()
    left, right = "⟦", "⟧"

    def translate(
        self,
        requests: Sequence[TranslationRequest],
        *,
        source: str,  # noqa: ARG002 -- the protocol's names
        target: str,  # noqa: ARG002
        decoding: Decoding,  # noqa: ARG002
    ) -> list[list[Hypothesis]]:
        """Return each sentence accented, its visible part in brackets."""
        return [[Hypothesis(self._pseudo(request.text))] for request in requests]

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
