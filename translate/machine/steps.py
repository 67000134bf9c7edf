"""The strategies by name, the steps in which they are tried, and what a sentence comes to."""

from dataclasses import dataclass
from enum import Enum


class Strategy(Enum):
    """How a unit got its translation, in the order in which the strategies are tried."""

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
    """One strategy with its settings."""

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
class SentenceResult:
    """The translation of a sentence."""

    text: str | None
    """None where nothing passed."""
    step: int
    """Index into `STEPS`."""
    findings: tuple[str, ...]
    """For people."""
    score: float
    """The engine's."""
