"""Sets that guards are measured on: annotated outputs of real engines, outputs of several systems, human translations.

A row belongs to one of two halves by a digest of its source text. Guards are tuned on one; of the other only totals are
read, and they are what is reported.
"""

import csv
import hashlib
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.measure.evaluation import LANGUAGES
from scripts.measure.faults import Pair
from translate.language.glossary import Glossary

HALVES = ("tuning", "held out")


@dataclass(frozen=True)
class AnnotatedOutput:
    """What an engine wrote, and what somebody who read it found."""

    engine: str
    """Its name in the set."""
    pair: Pair
    """Source and output."""
    verdict: str
    """`ok`, `minor` or `major`: a reader is misled."""
    kinds: tuple[str, ...]
    """Of errors: number, negation, cutoff, omission, …"""
    note: str
    """What is wrong, for people."""


def half(source_text: str) -> str:
    """Return the half that a source text belongs to; the same on every machine."""
    return HALVES[int(hashlib.sha1(source_text.encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def directions(path: Path) -> tuple[str, str]:
    """Return source and target, BCP 47, of a file named like `labelled.en-zh.tsv`.

    Raises:
        ValueError: no such part in the name.
    """
    for part in path.name.split("."):
        source, _, target = part.partition("-")
        if source in LANGUAGES and target in LANGUAGES:
            return LANGUAGES[source], LANGUAGES[target]
    raise ValueError(f"{path}: no direction in the name; expected one like NAME.en-zh.tsv.")


def read(path: Path, glossary: Glossary | None = None) -> list[AnnotatedOutput]:
    """Read a table with the columns engine, source, output, verdict, kinds and note.

    Raises:
        ValueError: no direction in the name.
    """
    source, target = directions(path)
    return [
        AnnotatedOutput(
            row["engine"],
            Pair(row["source"], row["output"], source, target, glossary),
            row["verdict"],
            tuple(kind for kind in row["kinds"].split(",") if kind),
            row["note"],
        )
        for row in _rows(path)
    ]


def read_systems(path: Path, glossary: Glossary | None = None) -> Iterator[tuple[str, Pair]]:
    """Read a table with the columns set, line, source and one for each system: system and pair, not annotated.

    Raises:
        ValueError: no direction in the name.
    """
    source, target = directions(path)
    for row in _rows(path):
        for system in [name for name in row if name not in ("set", "line", "source")]:
            if row[system].strip():
                yield system, Pair(row["source"], row[system], source, target, glossary)


def _rows(path: Path) -> Sequence[dict[str, str]]:
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    # `split` and not `splitlines`: a cell may hold a line separator of Unicode.
    return list(csv.DictReader(text.rstrip("\n").split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE))
