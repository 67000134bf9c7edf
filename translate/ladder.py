"""From a protected sentence to an output fit to publish: the engine, and what is tried when its output is not."""

from dataclasses import dataclass
from enum import Enum

from translate.protect import Protected


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
