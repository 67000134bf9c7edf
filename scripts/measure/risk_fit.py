"""Fit the risk of a translation on annotated output of real engines, and say how well it orders a review.

    python -m scripts.measure.risk_fit labelled.en-zh.tsv labelled.zh-en.tsv --outputs outputs.en-zh.tsv.xz … [--write]

Without `--write` nothing is changed. Quality is that of ten times repeated five-fold cross-validation, grouped by
source, so that no sentence is in both parts: the area under the ROC curve (AUC), and how many of the misleading texts
stand in the 40% of highest risk. Both engines' rows fit together; figures are also given for each.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scripts.measure import annotated
from translate.core import console
from translate.language import guards, risk

Matrix = NDArray[np.float64]
_PENALTY = 30.0
"""Weight of the squared weights, in rows: chosen on the tuning half among 3, 10, 30, 100."""
_REPEATS, _FOLDS = 10, 5


@dataclass(frozen=True)
class LabelledSet:
    """The annotated rows of one direction."""

    direction: str
    """As `risk` names it."""
    engines: tuple[str, ...]
    """Per row."""
    sources: tuple[str, ...]
    """Per row, the source text."""
    misleading: NDArray[np.bool_]
    """Per row, whether its verdict is major."""
    names: tuple[str, ...]
    """Of the features, in the order of the columns."""
    features: Matrix
    """Rows × features."""
    disagreements: Matrix
    """Per row, 1 - chrF with another engine's output."""


def read(path: Path, outputs: Path | None) -> LabelledSet:
    """Read an annotated table and compute the features of its rows.

    Args:
        path: the table, see `annotated.read`.
        outputs: all systems' outputs of the same direction; None leaves the disagreement at 0.
    """
    rows = annotated.read(path)
    others: dict[str, dict[str, str]] = {}
    for system, pair in annotated.read_systems(outputs) if outputs is not None else ():
        others.setdefault(pair.source_text, {})[system] = pair.target_text
    values = []
    disagreements = []
    for row in rows:
        case = guards.GuardInput(row.pair.source_text, row.pair.target_text, row.pair.source, row.pair.target)
        findings = guards.check(case.source_text, case.target_text, source=case.source, target=case.target)
        doubts = guards.doubts(case.source_text, case.target_text, source=case.source, target=case.target)
        values.append(risk.features(case, findings, doubts))
        second = others.get(row.pair.source_text, {}).get(
            "bergamot-base-memory" if row.engine == "argos" else "argos", ""
        )
        disagreements.append(risk.disagreement(row.pair.target_text, second) if second else 0.0)
    names = tuple(values[0])
    return LabelledSet(
        f"{rows[0].pair.source}→{rows[0].pair.target}",
        tuple(row.engine for row in rows),
        tuple(row.pair.source_text for row in rows),
        np.array([row.verdict == "major" for row in rows]),
        names,
        np.array([[value[name] for name in names] for value in values], dtype=float),
        np.array(disagreements),
    )


def fit(features: Matrix, misleading: NDArray[np.bool_], penalty: float = _PENALTY) -> tuple[Matrix, Matrix, Matrix]:
    """Fit a ridge logistic regression by Newton's method.

    Returns:
        Weights with the intercept first, means and scales of the features.
    """
    means, scales = features.mean(axis=0), features.std(axis=0)
    scales = np.where(scales > 0, scales, 1.0)
    design = np.hstack([np.ones((len(features), 1)), (features - means) / scales])
    ridge = np.diag([0.0, *[penalty] * features.shape[1]])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chances = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (chances - misleading) + ridge @ weights
        hessian = (design * (chances * (1 - chances))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights, means, scales


def area(chances: Matrix, misleading: NDArray[np.bool_]) -> float:
    """Return the AUC: how often a misleading text has a higher risk than another; ties count half."""
    bad, good = chances[misleading], chances[~misleading]
    return float((bad[:, None] > good).mean() + 0.5 * (bad[:, None] == good).mean())


def found_in_riskiest(chances: Matrix, misleading: NDArray[np.bool_], share: float = 0.4) -> float:
    """Return which part of the misleading texts stands among the riskiest `share` of all."""
    first = np.argsort(-chances, kind="stable")[: round(share * len(chances))]
    return float(misleading[first].sum() / misleading.sum())


def cross_validated(features: Matrix, labels: LabelledSet, penalty: float = _PENALTY) -> list[Matrix]:
    """Return per repetition the risk of each row by a model that saw no row of the same source."""
    repeats = []
    sources = sorted(set(labels.sources))
    for seed in range(_REPEATS):
        order = np.random.default_rng(seed).permutation(len(sources))
        fold_of = {sources[index]: place % _FOLDS for place, index in enumerate(order)}
        folds = np.array([fold_of[source] for source in labels.sources])
        chances = np.zeros(len(features))
        for fold in range(_FOLDS):
            kept = folds != fold
            weights, means, scales = fit(features[kept], labels.misleading[kept], penalty)
            chances[~kept] = 1 / (1 + np.exp(-(weights[0] + (features[~kept] - means) / scales @ weights[1:])))
        refused = features[:, labels.names.index("refused")] > 0
        repeats.append(np.where(refused, risk.REFUSED + (1 - risk.REFUSED) * chances, chances))
    return repeats


def report(labels: LabelledSet, features: Matrix, title: str, penalty: float = _PENALTY) -> list[str]:
    """Return lines with AUC and share found: for all rows, each engine, and the half that guards were tuned on."""
    repeats = cross_validated(features, labels, penalty)
    lines = []
    engines = np.array(labels.engines)
    halves = np.array([annotated.half(source) for source in labels.sources])
    groups = {"all": np.ones(len(engines), dtype=bool)}
    groups |= {engine: engines == engine for engine in sorted(set(labels.engines))}
    # The guards were tuned on one half; of the other they know nothing.
    groups |= {f"{half} half": halves == half for half in annotated.HALVES}
    for name, rows in groups.items():
        areas = [area(chances[rows], labels.misleading[rows]) for chances in repeats]
        found = [found_in_riskiest(chances[rows], labels.misleading[rows]) for chances in repeats]
        lines.append(
            f"{labels.direction:12} {title:12} {name:24} {int(rows.sum()):4} rows  AUC {np.mean(areas):.3f}"
            f"  riskiest 40% holds {np.mean(found):.0%} of the misleading"
        )
    return lines


def _model(labels: LabelledSet, names: Sequence[str], features: Matrix, penalty: float) -> dict[str, Any]:
    weights, means, scales = fit(features, labels.misleading, penalty)
    rows = zip(names, weights[1:], means, scales, strict=True)
    return {
        "intercept": round(float(weights[0]), 4),
        "features": {name: [round(float(number), 4) for number in numbers] for name, *numbers in rows},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.risk_fit", description=__doc__)
    parser.add_argument("labelled", nargs="+", type=Path, help="annotated tables, named like labelled.en-zh.tsv")
    parser.add_argument("--outputs", nargs="*", type=Path, default=[], help="all systems' outputs, one file each")
    parser.add_argument("--penalty", type=float, default=_PENALTY)
    parser.add_argument("--write", action="store_true", help="write translate/language/risk.json")
    parser.add_argument("--weights", action="store_true", help="print every feature's weight and own AUC")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    models: dict[str, dict[str, Any]] = {}
    outputs = {annotated.directions(path): path for path in options.outputs}
    for path in options.labelled:
        labels = read(path, outputs.get(annotated.directions(path)))
        both = np.hstack([labels.features, labels.disagreements[:, None]])
        console.write(*report(labels, labels.features, "alone", options.penalty))
        models[labels.direction] = _model(labels, labels.names, labels.features, options.penalty)
        if outputs:
            console.write(*report(labels, both, "with second", options.penalty))
            models[f"{labels.direction} second"] = _model(
                labels, (*labels.names, "disagreement"), both, options.penalty
            )
        if options.weights:
            for column, name in enumerate(labels.names):
                own = area(labels.features[:, column], labels.misleading)
                console.write(f"  {name:28} weight {models[labels.direction]['features'][name][0]:+.2f}  AUC {own:.2f}")
    if options.write:
        text = json.dumps(
            {"source": "python -m scripts.measure.risk_fit", "models": models}, ensure_ascii=False, indent=1
        )
        Path("translate/language/risk.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
