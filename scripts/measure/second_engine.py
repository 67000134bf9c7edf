"""A language model beside recorded output, on the same sentences: alone, through the layer, and as the one who repairs.

    python -m scripts.measure.second_engine outputs.en-zh.tsv.xz outputs.zh-en.tsv.xz --server http://localhost:8080

Each table has columns `set`, `line`, `source` and one per system (`scripts/measure/recorded.py`). Where the tables of
both directions hold a set, each is the reference of the other. Sentences with a value or a glossary term are taken,
spread evenly over the set.
"""

import argparse
import lzma
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.measure import evaluation, recorded
from scripts.measure.evaluation import Pairs, Scores
from translate.core import console
from translate.core.languages import DIRECTIONS, Direction
from translate.language import glossary as terms
from translate.language import values
from translate.language.glossary import Glossary
from translate.machine import second_reader
from translate.machine.engine import Capabilities, Decoding, Engine, EngineOptions, Hypothesis, TranslationRequest
from translate.machine.engines import open_engine
from translate.machine.engines.recorded import RecordedEngine, normalised
from translate.machine.fallback import Strategy, translate_units
from translate.markdown.protect import Protected


class Remembering:
    """An engine that is asked once for each request, however many ways are measured."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine."""
        self.engine = engine
        self.literal = engine.literal
        self._known: dict[TranslationRequest, list[Hypothesis]] = {}

    @property
    def name(self) -> str:
        """The engine's."""
        return self.engine.name

    @property
    def capabilities(self) -> Capabilities:
        """The engine's."""
        return self.engine.capabilities

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """Ask for what is not known yet."""
        fresh = [one for one in dict.fromkeys(requests) if one not in self._known]
        made = self.engine.translate(fresh, source=source, target=target, decoding=decoding)
        self._known.update(zip(fresh, made, strict=True))
        return [self._known[one] for one in requests]


def sample(
    ours: Sequence[str],
    theirs: Sequence[str],
    direction: Direction,
    glossary: Glossary,
    count: int,
    *,
    terms_only: bool = False,
) -> Pairs:
    """Return so many pairs whose source holds a value or a term, spread evenly."""
    fitting = [
        at
        for at, text in enumerate(ours)
        if glossary.find(text, direction.source) or (not terms_only and values.find(text, direction.source))
    ]
    chosen = fitting[:: max(1, len(fitting) // count)][:count]
    return Pairs(
        "sample",
        {
            direction.source: tuple(normalised(ours[at]) for at in chosen),
            direction.target: tuple(normalised(theirs[at]) for at in chosen),
        },
    )


def repaired(
    texts: Sequence[str], direction: Direction, first: Engine, second: Engine, glossary: Glossary, most: int = 0
) -> str:
    """Say how many of the first engine's refused sentences the second one translates past the guards.

    Args:
        texts: the sentences.
        direction: from their language into the other.
        first: whose output is guarded.
        second: which repairs.
        glossary: terms to hold.
        most: how many refused sentences to send, spread evenly; 0 for all.
    """
    units = [Protected(text, ()) for text in texts]
    outcomes = translate_units(units, direction, engine=first, glossary=glossary)
    refused = [at for at, outcome in enumerate(outcomes) if outcome.strategy is Strategy.SOURCE]
    chosen = refused[:: max(1, len(refused) // most)][:most] if most else refused
    start = time.perf_counter()
    _, repairs = second_reader.repair(
        [units[at] for at in chosen], [outcomes[at] for at in chosen], direction, engine=second, glossary=glossary
    )
    seconds = time.perf_counter() - start
    return (
        f"{direction}: {len(refused)} of {len(units)} refused, {repairs.sent} sent to {second.name}, "
        f"{repairs.repaired} repaired, {seconds:.0f} s"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, measure both directions, print a table each."""
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.second_engine", description=__doc__)
    parser.add_argument("tables", nargs=2, type=Path, help="of en→zh-Hans and zh-Hans→en")
    parser.add_argument("--column", default="argos", help="the recorded system (default: argos)")
    parser.add_argument("--set", default="flores-dev", help="a set that both tables hold (default: flores-dev)")
    parser.add_argument("--server", required=True, help="of the language model")
    parser.add_argument("--preset", default="")
    parser.add_argument("--parallel", type=int, default=1)
    parser.add_argument("--count", type=int, default=40, help="sentences a direction (default: 40)")
    parser.add_argument("--terms", action="store_true", help="only sentences with a term; without references")
    parser.add_argument("--refused", type=int, default=0, help="only send so many refused outputs of the set to repair")
    parser.add_argument("--glossary", type=Path, default=Path("content/glossary.csv"))
    parser.add_argument(
        "--only", choices=[direction.target for direction in DIRECTIONS], help="only into this language"
    )
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    lines = [_lines(table) for table in options.tables]
    found, _ = terms.load(options.glossary)
    for number, direction in enumerate(DIRECTIONS):
        if options.only not in (None, direction.target):
            continue
        ours = [source for source, _ in recorded.pairs(lines[number], options.column, options.set)]
        theirs = [source for source, _ in recorded.pairs(lines[1 - number], options.column, options.set)]
        if options.refused or options.terms:
            theirs = [""] * len(ours)
        pairs = sample(ours, theirs, direction, found, options.count, terms_only=options.terms)
        first = RecordedEngine(dict(recorded.pairs(lines[number], options.column)), f"recorded {options.column}")
        settings = EngineOptions(server=options.server, preset=options.preset, parallel=options.parallel, timeout=600)
        second = Remembering(open_engine("openai", direction, options=settings))
        if options.refused:
            sys.stdout.write(repaired(ours, direction, first, second, found, options.refused) + "\n")
            sys.stdout.flush()
            continue
        rows: list[Scores] = []
        for engine in (first, second):
            for way in ("model", "layer"):
                held = None if way == "model" else found
                row = evaluation.score(pairs, direction, engine=engine, way=way, glossary=held, counted_terms=found)
                rows.append(Scores(**{**vars(row), "name": engine.name}))
        sys.stdout.write(evaluation.table(rows))
        sys.stdout.write(repaired(pairs.texts[direction.source], direction, first, second, found) + "\n")
        sys.stdout.flush()
    return 0


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").split("\n")


if __name__ == "__main__":
    sys.exit(main())
