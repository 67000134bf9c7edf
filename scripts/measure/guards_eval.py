"""Measure the guards: what they stop of real engines' output, alarms on human translations, seeded faults that pass.

    make evaluate-guards ANNOTATED="labelled.en-zh.tsv labelled.zh-en.tsv" SETS="a.en a.zh …" [GLOSSARY=] [COMPARE=]

A set is a pair of files NAME.en and NAME.zh, a sentence a line, measured in both directions. A fault is put only into
pairs on which no guard had anything to say, and passes when still none has. Tables are printed for each half of the
data (`scripts/measure/annotated.py`); rows are shown only of the tuning half.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.measure import annotated, evaluation
from scripts.measure.annotated import HALVES, AnnotatedOutput
from scripts.measure.faults import FAULTS, Pair
from scripts.measure.subtle_faults import SUBTLE_FAULTS
from scripts.measure.totals import CountKey, Totals, grid, worse
from translate.core import console
from translate.language import glossary as terms
from translate.language.glossary import Glossary
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
        for name in FAULTS:
            subject, spoilt = _spoil(name, pair, marked, chance)
            if spoilt is None:
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


def count_annotated(totals: Totals, outputs: Iterable[AnnotatedOutput]) -> None:
    """Count what guards stop of annotated outputs: by engine and verdict, of majors by kind of error too."""
    for output in outputs:
        pair = output.pair
        stopped = bool(pair.findings())
        key = CountKey("annotated", annotated.half(pair.source_text), _direction(pair), "", "any")
        for engine in (output.engine, "all"):
            verdict = "major" if output.verdict == "major" else "ok or minor"
            group = key._replace(group=f"{engine} {verdict}")
            totals.add(group, stopped)
            for kind in output.kinds if verdict == "major" else ():
                totals.add(group._replace(kind=kind), stopped)


def count_human(totals: Totals, name: str, pairs: Iterable[Pair]) -> list[Pair]:
    """Count human translations that guards refuse, by guard; return the others."""
    clean = []
    for pair in pairs:
        found = {finding.guard for finding in pair.findings()}
        key = CountKey("human", annotated.half(pair.source_text), _direction(pair), "", "any")
        for group in (name, "all"):
            totals.add(key._replace(group=group), bool(found))
        for guard in GUARDS:
            totals.add(key._replace(group="all", kind=guard), guard in found)
        if not found:
            clean.append(pair)
    return clean


def count_seeded(totals: Totals, pairs: Iterable[Pair], chance: random.Random) -> None:
    """Put every fault into pairs that guards pass, and count how many of them are stopped."""
    for pair in pairs:
        marked = pair.marked()
        for name in FAULTS | SUBTLE_FAULTS:
            subject, spoilt = _spoil(name, pair, marked, chance)
            if spoilt is not None:
                key = CountKey("seeded", annotated.half(pair.source_text), _direction(pair), "seeded", name)
                totals.add(key, bool(subject.findings(spoilt)))


def _spoil(name: str, pair: Pair, marked: Pair, chance: random.Random) -> tuple[Pair, str | None]:
    subject = marked if name.startswith(("marks", "nesting", "link: hollow")) else pair
    spoilt = (FAULTS | SUBTLE_FAULTS)[name](subject, chance)
    return subject, None if spoilt == subject.target_text else spoilt


def _direction(pair: Pair) -> str:
    return f"{pair.source}→{pair.target}"


def both_directions(sets: Iterable[evaluation.Pairs], glossary: Glossary | None) -> list[tuple[str, list[Pair]]]:
    """Make pairs of sets, in each direction: the set's name with them."""
    found = []
    for pairs in sets:
        english, chinese = pairs.texts["en"], pairs.texts["zh-Hans"]
        lines = [(en, zh) for en, zh in zip(english, chinese, strict=True) if en.strip() and zh.strip()]
        found.append((pairs.name, [Pair(en, zh, "en", "zh-Hans", glossary) for en, zh in lines]))
        found.append((pairs.name, [Pair(zh, en, "zh-Hans", "en", glossary) for en, zh in lines]))
    return found


def report(totals: Totals) -> str:
    """Lay all counts out for people: a table of each kind for each half."""
    parts = []
    for title, table, label in (
        ("Annotated output of engines: how many were stopped, majors by kind of error", "annotated", _group),
        ("Human translations: how many were refused, by guard", "human", _group),
        ("Outputs of systems, not annotated: how many were refused", "systems", _group),
        ("Seeded faults: how many were stopped", "seeded", _kind),
    ):
        for half in HALVES:
            keys = sorted(key for key in totals.of if key.table == table and key.half == half)
            if keys:
                parts.append(f"{title} ({half} half)\n{_table(totals, keys, label)}")
    return "\n".join(parts)


def _group(key: CountKey) -> tuple[str, str]:
    return f"{key.direction} {key.group}", key.kind


def _kind(key: CountKey) -> tuple[str, str]:
    return key.kind, key.direction


def _table(totals: Totals, keys: Sequence[CountKey], label: Callable[[CountKey], tuple[str, str]]) -> str:
    cells = {label(key): key for key in keys}
    columns = sorted({column for _, column in cells}, key=lambda column: (column != "any", column))
    none = CountKey("", "", "", "", "")
    rows = [(row, [cells.get((row, column), none) for column in columns]) for row in dict.fromkeys(r for r, _ in cells)]
    return grid(totals, rows, columns)


def show(outputs: Iterable[AnnotatedOutput], which: str, kind: str = "") -> None:
    """Print rows of the tuning half: majors that were missed, or stopped outputs that were ok or minor (`alarms`)."""
    for output in outputs:
        if annotated.half(output.pair.source_text) != HALVES[0] or (kind and kind not in output.kinds):
            continue
        found = output.pair.findings()
        if (output.verdict == "major", bool(found)) == ((True, False) if which == "missed" else (False, True)):
            console.write(
                f"[{output.engine}] {output.verdict} {','.join(output.kinds)}: {output.note}",
                f"  {output.pair.source_text}",
                f"  {output.pair.target_text}",
                *(f"  {finding.guard}: {finding.message}" for finding in found),
            )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and compare; 1 where a comparison found that something got worse."""
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.guards_eval", description="Measure the guards.")
    parser.add_argument("sets", nargs="*", type=Path, help="files NAME.en and NAME.zh, a sentence a line")
    parser.add_argument("--annotated", nargs="+", type=Path, default=[], help="tables NAME.en-zh.tsv, NAME.zh-en.tsv")
    parser.add_argument("--systems", nargs="+", type=Path, default=[], help="tables with a column for each system")
    parser.add_argument("--glossary", type=Path, help="terms to hold")
    parser.add_argument("--every", type=int, default=10, help="put faults only into each n-th pair (default: 10)")
    parser.add_argument("--write", type=Path, help="write the totals here")
    parser.add_argument("--compare", type=Path, help="totals of an earlier run; say what got worse")
    parser.add_argument("--show", choices=("missed", "alarms"), help="print such annotated rows, of the tuning half")
    parser.add_argument("--kind", default="", help="with --show: only this kind of error")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    glossary = terms.load(options.glossary)[0] if options.glossary else None
    try:
        before = Totals.from_tsv(options.compare.read_text(encoding="utf-8")) if options.compare else Totals()
        outputs = [output for path in options.annotated for output in annotated.read(path, glossary)]
        sets = both_directions(evaluation.read(options.sets), glossary)
    except (OSError, ValueError) as error:
        console.warn(error)
        return 1
    if options.show:
        show(outputs, options.show, options.kind)
        return 0
    totals = Totals()
    start = time.perf_counter()
    count_annotated(totals, outputs)
    for path in options.systems:
        for system, pair in annotated.read_systems(path, glossary):
            key = CountKey("systems", annotated.half(pair.source_text), _direction(pair), system, "any")
            totals.add(key, bool(pair.findings()))
    chance = random.Random(0)  # noqa: S311 - not for secrets
    for name, pairs in sets:
        count_seeded(totals, count_human(totals, name, pairs)[:: options.every], chance)
    console.write(*report(totals).split("\n"), f"{time.perf_counter() - start:.1f} s")
    if options.write:
        options.write.write_text(totals.to_tsv(), encoding="utf-8")
    found = worse(before, totals)
    console.write(*(f"worse: {line}" for line in found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
