"""How likely a translation misleads a reader: a number that orders a review, and never publishes or refuses anything.

A logistic regression over what can be seen without a model: whether a guard refuses the text, the guards' signals, and
how hard the sentence is (length, names, rare words). The weights were fitted on annotated output of real engines
(`python -m scripts.measure.risk_fit`); EVALUATION.md has its measured quality. Another engine's translation of the
same source, where there is one, sharpens it: two engines that disagree are seldom both right.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from translate.language import guards
from translate.language.guards import Finding, GuardInput

REFUSED = 0.9
"""Least risk of a text that a guard refuses."""
_WEIGHTS = Path(__file__).with_name("risk.json")
_N_GRAMS = 6
"""Longest character n-grams of chrF: M. Popović, "chrF: character n-gram F-score", WMT 2015."""
_BETA_SQUARED = 4


def risk(case: GuardInput, findings: Sequence[Finding], *, second: str = "") -> float:
    """Return the risk that a translation misleads, 0 to 1.

    Args:
        case: the source and its translation.
        findings: what the guards refuse it for.
        second: another engine's translation of the same source; empty where there is none.
    """
    values = features(case, findings)
    direction = f"{case.source}→{case.target}"
    if second:
        values["disagreement"] = disagreement(case.theirs, second)
    model = _models()[f"{direction} second" if second else direction]
    found = score(model, values)
    return max(found, REFUSED) if findings else found


def score(model: Mapping[str, Sequence[float]], values: Mapping[str, float]) -> float:
    """Return the logistic function of the weighted, standardised features.

    Args:
        model: by feature its weight, mean and scale; `""` holds the intercept as weight.
        values: the features; one that the model does not know counts nothing.
    """
    total = model[""][0]
    for name, (weight, mean, scale) in model.items():
        if name:
            total += weight * (values.get(name, mean) - mean) / scale
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(case: GuardInput, findings: Sequence[Finding]) -> dict[str, float]:
    """Return what the risk is computed from, by name."""
    return {"refused": float(bool(findings)), **guards.signals(case)}


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
def _models() -> dict[str, dict[str, list[float]]]:
    loaded: dict[str, dict[str, list[float]]] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["models"]
    return loaded
