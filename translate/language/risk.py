"""How likely a translation misleads a reader: a number that orders a review, and never publishes or refuses anything.

A logistic regression over what can be seen without a model: whether a guard refuses the text, how many doubts there
are, and how hard the sentence is (length, pauses, names, rare words). The weights were fitted on annotated output of
real engines (`python -m scripts.measure.risk_fit`); EVALUATION.md has the measured quality. Figures of each guard were
tried instead of counts: 390 annotated rows are too few to weigh thirty, and cross-validation got worse.
Another engine's translation of the same source sharpens the risk: two engines that disagree are seldom both right.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from translate.core.languages import Direction
from translate.language.guards import Finding, GuardInput
from translate.language.script import HAN

if TYPE_CHECKING:
    from spellchecker import WordFrequency

REFUSED = 0.9
"""Least risk of a text that a guard refuses."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_PAUSE = re.compile("[,;:，；：、—–(（]")
_RARE = 3.5
_WEIGHTS = Path(__file__).with_name("risk.json")
_N_GRAMS = 6
"""Longest character n-grams of chrF: M. Popović, "chrF: character n-gram F-score", WMT 2015."""
_BETA_SQUARED = 4


def risk(case: GuardInput, findings: Sequence[Finding], doubts: Sequence[Finding], *, second: str = "") -> float:
    """Return the risk that a translation misleads, 0 to 1.

    Args:
        case: the source and its translation.
        findings: what the guards refuse it for.
        doubts: what else they find doubtful.
        second: another engine's translation of the same source; empty where there is none.
    """
    values = features(case, findings, doubts)
    direction = str(Direction(case.source, case.target))
    if second:
        values["disagreement"] = disagreement(case.theirs, second)
    found = _models()[f"{direction} second" if second else direction].score(values)
    return above(found) if findings else found


def above(chance: float) -> float:
    """Return the risk of a refused text: never below `REFUSED`, and in the order of the chances."""
    return REFUSED + (1 - REFUSED) * chance


@dataclass(frozen=True)
class RiskModel:
    """A fitted logistic regression."""

    intercept: float
    """Log odds of a text whose features are all average."""
    features: Mapping[str, Sequence[float]]
    """By name: weight, mean and scale."""

    def score(self, values: Mapping[str, float]) -> float:
        """Return the chance that a text with these features misleads; an unknown feature counts nothing."""
        total = self.intercept + sum(
            weight * (values.get(name, mean) - mean) / scale for name, (weight, mean, scale) in self.features.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(case: GuardInput, findings: Sequence[Finding], doubts: Sequence[Finding]) -> dict[str, float]:
    """Return what the risk is computed from, by name."""
    english, chinese = (case.ours, case.theirs) if case.source == "en" else (case.theirs, case.ours)
    words = _WORD.findall(english)
    length = len(words) if case.source == "en" else len(_HAN_CHARACTER.findall(chinese))
    return {
        "refused": float(bool(findings)),
        "doubts": math.log(1 + len(doubts)),
        "length": math.log(1 + length),
        "capitals": math.log(1 + sum(word[0].isupper() for word in words[1:])),
        "pauses": math.log(1 + len(_PAUSE.findall(case.ours))),
        **rarity(words),
    }


def rarity(words: Sequence[str]) -> dict[str, float]:
    """Return how many of a text's English words are rare: of all, of those in small letters, and unheard of."""
    zipf = [zipf_frequency(word) for word in words]
    return {
        "rare": math.log(1 + sum(value < _RARE for value in zipf)),
        "rare in small letters": math.log(
            1 + sum(value < _RARE and word.islower() for value, word in zip(zipf, words, strict=True))
        ),
        "unknown": math.log(1 + zipf.count(0.0)),
    }


def zipf_frequency(word: str) -> float:
    """Return the decimal logarithm of how often an English word stands in a thousand million; 0 for an unknown one.

    The scale is that of W. J. B. van Heuven et al., "SUBTLEX-UK", Quarterly Journal of Experimental Psychology, 2014:
    words above 4 are common.
    """
    frequencies = _frequencies()
    count = frequencies.dictionary.get(word.lower(), 0)
    return math.log10(count / frequencies.total_words * 1e9) if count else 0.0


@cache
def _frequencies() -> "WordFrequency":
    from spellchecker import SpellChecker

    return SpellChecker(language="en").word_frequency


def disagreement(text: str, other: str) -> float:
    """Return 0 for equal texts to 1 for texts without a common character: 1 - chrF."""
    one, two = text.replace(" ", ""), other.replace(" ", "")
    total = orders = 0.0
    for length in range(1, _N_GRAMS + 1):
        ours, theirs = _n_grams(one, length), _n_grams(two, length)
        if not ours or not theirs:
            continue
        common = (ours & theirs).total()
        precision, recall = common / ours.total(), common / theirs.total()
        orders += 1
        if common:
            total += (1 + _BETA_SQUARED) * precision * recall / (_BETA_SQUARED * precision + recall)
    return 1 - total / orders if orders else float(one != two)


def _n_grams(text: str, length: int) -> Counter[str]:
    return Counter(text[start : start + length] for start in range(len(text) - length + 1))


@cache
def _models() -> dict[str, RiskModel]:
    loaded = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["models"]
    return {name: RiskModel(model["intercept"], model["features"]) for name, model in loaded.items()}
