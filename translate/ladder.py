"""From a protected segment to an output fit to publish: the engine, and what is tried when its output is not."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from translate.engine import Decoding, Engine
from translate.protect import Protected

if TYPE_CHECKING:
    from translate.glossary import Glossary

UNTRANSLATED = {"en": "[untranslated] ", "zh-Hans": "〔未译〕"}
"""Per target language, what stands before a segment that was left in the source language. The pipeline writes it and
takes it off on re-reading; an `Outcome` does not hold it."""


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


def translate_units(
    units: Sequence[Protected],
    *,
    source: str,
    target: str,
    engine: Engine,
    glossary: "Glossary | None" = None,
    decoding: Decoding | None = None,
    on_done: Callable[[int, Outcome], None] | None = None,
) -> list[Outcome]:
    """Translate segments of any number of files.

    Equal units are translated once. Sentences of all units go through the engine together, sorted by length, and units
    finish in that order, not in the order given.

    Args:
        units: protected segments.
        source: BCP 47 code of the units.
        target: BCP 47 code to translate into.
        engine: what translates. A literal engine's output is taken as it is, per whole unit.
        glossary: terms to enforce; None for none.
        decoding: how to search at first; the rungs vary it.
        on_done: called with a unit's index and outcome as soon as the unit is finished, for each unit once.

    Returns:
        One outcome per unit, in the order given.

    Raises:
        EngineError: the engine cannot translate at all.
    """
    raise NotImplementedError


def count(outcomes: Iterable[Outcome]) -> dict[Rung, int]:
    """Count the units of each rung; every rung is present."""
    counted = Counter(outcome.rung for outcome in outcomes)
    return {rung: counted[rung] for rung in Rung}
