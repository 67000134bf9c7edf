"""Measure the guards: alarms on human translations, and seeded faults that pass.

    python -m scripts.measure.guards_eval SOURCE TARGET [SOURCE TARGET …] [--from en] [--to zh-Hans] [--glossary FILE]

Each SOURCE and TARGET are plain text files of parallel lines. A fault is put only into pairs on which no guard had
anything to say, and passes when still none has.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.measure.faults import FAULTS, Pair
from translate.core import console
from translate.language import glossary as terms
from translate.language.guards import GUARDS


@dataclass(frozen=True)
class GuardScores:
    """What a measurement found."""

    pairs: int
    """How many translations were looked at."""
    alarmed: int
    """On how many any guard raised an alarm."""
    alarms: dict[str, int]
    """By guard: on how many it did."""
    seeded: dict[str, int]
    """By fault: into how many it was put."""
    passed: dict[str, int]
    """By fault: how many of those no guard noticed."""
    seconds: float
    """For one run of all guards over the untouched pairs."""
    examples: tuple[tuple[str, str, str], ...]
    """Fault, source and spoilt target of some that passed."""


def measure(pairs: Sequence[Pair], *, seed: int = 0, every: int = 1) -> GuardScores:
    """Run the guards over human translations and over spoilt ones.

    Args:
        pairs: good translations.
        seed: of the random choice where a fault goes.
        every: put faults only into each n-th pair.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    alarms, seeded, passed = Counter[str](), Counter[str](), Counter[str]()
    examples: list[tuple[str, str, str]] = []
    clean: list[Pair] = []
    start = time.perf_counter()
    for pair in pairs:
        found = {finding.guard for finding in pair.findings()}
        alarms.update(found)
        if not found:
            clean.append(pair)
    seconds = time.perf_counter() - start
    for pair in clean[::every]:
        marked = pair.marked()
        for name, fault in FAULTS.items():
            subject = marked if name.startswith(("marks", "nesting", "link: hollow")) else pair
            spoilt = fault(subject, chance)
            if spoilt is None or spoilt == subject.target_text:
                continue
            seeded[name] += 1
            if not subject.findings(spoilt):
                passed[name] += 1
                examples.append((name, subject.source_text, spoilt))
    return GuardScores(
        pairs=len(pairs),
        alarmed=len(pairs) - len(clean),
        alarms=dict(alarms),
        seeded=dict(seeded),
        passed=dict(passed),
        seconds=seconds,
        examples=tuple(examples),
    )


def read(source_path: Path, target_path: Path, source: str, target: str, glossary: terms.Glossary | None) -> list[Pair]:
    """Read two files of parallel lines."""
    lines = zip(
        source_path.read_text(encoding="utf-8").splitlines(),
        target_path.read_text(encoding="utf-8").splitlines(),
        strict=True,
    )
    return [Pair(one, two, source, target, glossary) for one, two in lines if one.strip() and two.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a fault passed or there were more than 2% alarms."""
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.guards_eval", description="Measure the guards.")
    parser.add_argument("files", nargs="+", type=Path, metavar="SOURCE TARGET", help="plain text, parallel lines")
    parser.add_argument("--from", dest="source", default="en", help="language of the sources")
    parser.add_argument("--to", dest="target", default="zh-Hans", help="language of the targets")
    parser.add_argument("--glossary", type=Path, help="terms to hold")
    parser.add_argument("--every", type=int, default=1, help="put faults only into each n-th pair")
    parser.add_argument("--json", action="store_true", help="print JSON")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    if len(options.files) % 2:
        parser.error("files come in pairs: SOURCE TARGET")
    glossary = terms.load(options.glossary)[0] if options.glossary else None
    pairs = [
        pair
        for one, two in zip(options.files[::2], options.files[1::2], strict=True)
        for pair in read(one, two, options.source, options.target, glossary)
    ]
    scores = measure(pairs, every=options.every)
    if options.json:
        console.write_json(asdict(scores))
    else:
        _print(scores)
    return int(bool(scores.passed) or scores.alarmed > 0.02 * scores.pairs)


def _print(scores: GuardScores) -> None:
    share = 100 * scores.alarmed / max(scores.pairs, 1)
    console.write(
        f"{scores.pairs} human translations, alarms on {scores.alarmed} ({share:.2f}%), {scores.seconds:.1f} s"
    )
    for name in GUARDS:
        alarms = scores.alarms.get(name, 0)
        console.write(f"  {name:10} {alarms:5}  {100 * alarms / max(scores.pairs, 1):.2f}%")
    console.write(f"{sum(scores.seeded.values())} seeded faults, {sum(scores.passed.values())} passed")
    for name in FAULTS:
        console.write(f"  {name:28} {scores.seeded.get(name, 0):5} seeded {scores.passed.get(name, 0):5} passed")


if __name__ == "__main__":
    sys.exit(main())
