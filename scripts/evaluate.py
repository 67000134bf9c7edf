"""Score the installed models and the layer around them: `make evaluate [SETS="a.en a.zh …"] [JSON=] [COMPARE=]`.

Without SETS the set is made of our own issues. A set is a pair of files NAME.en and NAME.zh, one sentence a line.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.measure import evaluation, trial, variants
from translate.core import console
from translate.core.engine_registry import ENGINES
from translate.core.languages import DIRECTIONS
from translate.language import glossary
from translate.machine.engine import Decoding, EngineError, EngineOptions
from translate.machine.engines import open_engine
from translate.machine.engines.argos import ArgosEngine


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, score each set, print the table.

    Returns:
        0, or 1 where a file or model is missing; argparse itself exits with 2.
    """
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="evaluate.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", type=Path, help="files NAME.en and NAME.zh")
    parser.add_argument("--to", choices=("en", "zh-Hans"), help="only into this language")
    parser.add_argument("--way", action="append", choices=("model", "first", "layer"), help="default: all three")
    parser.add_argument("--limit", type=int, default=0, help="only the first lines of each set")
    parser.add_argument("--glossary", type=Path, default=root / "content" / "glossary.csv")
    parser.add_argument("--terms", type=Path, action="append", default=[], help="more terms: sourceString,targetString")
    parser.add_argument("--term-sets", action="store_true", help="only pairs whose both texts have the same terms")
    parser.add_argument("--no-glossary", action="store_true", help="count terms, but do not enforce them")
    parser.add_argument(
        "--terms-by",
        nargs="+",
        choices=(*variants.TERM_ENCODERS, "apart"),
        default=variants.TERMS_BY,
        help="ways to bring terms through the model",
    )
    parser.add_argument("--engine", choices=ENGINES, default="argos")
    parser.add_argument("--server", default="", help="of LibreTranslate")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--marks", action="store_true", help="compare ways to carry inline marks instead")
    parser.add_argument("--json", type=Path, help="write scores and outputs here")
    parser.add_argument("--compare", type=Path, help="scores of an earlier run")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    try:
        sets = evaluation.read(options.sets) if options.sets else [evaluation.own(root / "content" / "issues")]
        before = evaluation.from_json(options.compare.read_text(encoding="utf-8")) if options.compare else []
        known_terms = _glossary(options.glossary, options.terms, sets)
        if options.term_sets:
            sets = [evaluation.with_terms(pairs, known_terms) for pairs in sets]
        sets = [pairs.head(options.limit) for pairs in sets]
        if options.marks:
            _marks(sets, known_terms, options)
            return 0
        rows, engines = _rows(sets, known_terms, options)
    except (OSError, ValueError, EngineError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(evaluation.table(rows))
    sys.stdout.write("".join(f"{direction}: {name}\n" for direction, name in engines.items()))
    if options.json:
        options.json.write_text(evaluation.to_json(rows, engines), encoding="utf-8")
    if before:
        sys.stdout.write(evaluation.compare(before, rows, sets))
    return 0


def _rows(
    sets: Sequence[evaluation.Pairs], known_terms: glossary.Glossary, options: argparse.Namespace
) -> tuple[list[evaluation.Scores], dict[str, str]]:
    rows, engines = [], {}
    for direction in DIRECTIONS:
        if options.to not in (None, direction.target):
            continue
        engine = open_engine(options.engine, direction, options=EngineOptions(server=options.server))
        installed = getattr(engine, "installed", None)
        engines[str(direction)] = f"{engine.name}{f', SHA-256 {installed.sha256}' if installed else ''}"
        for pairs in sets:
            for way in options.way or ("model", "first", "layer"):
                rows.append(
                    evaluation.score(
                        pairs,
                        direction,
                        engine=engine,
                        way=way,
                        glossary=None if options.no_glossary else known_terms,
                        decoding=Decoding(beam=options.beam),
                        counted_terms=known_terms,
                        terms_by=tuple(options.terms_by),
                    )
                )
                sys.stderr.write(evaluation.table(rows[-1:]).splitlines()[1] + "\n")
    return rows, engines


def _marks(sets: Sequence[evaluation.Pairs], known_terms: glossary.Glossary, options: argparse.Namespace) -> None:
    for direction in DIRECTIONS:
        if options.to not in (None, direction.target):
            continue
        engine = open_engine(options.engine, direction, options=EngineOptions(server=options.server))
        for pairs in sets:
            found = trial.cases(pairs, known_terms, direction)
            counts = (
                trial.on_references(found, engine, target=direction.target) if isinstance(engine, ArgosEngine) else []
            )
            counts += trial.run(found, engine, direction, beam=options.beam)
            sys.stdout.write(f"{pairs.name} {direction}, {engine.name}\n{trial.table(counts)}")


def _glossary(path: Path, more: Sequence[Path], sets: Sequence[evaluation.Pairs]) -> glossary.Glossary:
    """Read our glossary, and lists of terms as TICO-19 has them, of which those count that the sets bear out."""
    ours, problems = glossary.load(path)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    rows: dict[str, glossary.Term] = {}
    for file in more:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                first, second = row["sourceString"].strip(), row["targetString"].strip()
                en, zh = (first, second) if row["sourceLang"] == "en" else (second, first)
                if en and zh and not set("（(:;；/") & set(en + zh):
                    rows.setdefault(en.casefold(), glossary.Term(en, zh, case="exact" if en.isupper() else "any"))
    borne = evaluation.supported(glossary.Glossary(list(rows.values())), sets)
    known = {term.en.casefold() for term in ours.terms}
    return glossary.Glossary([*ours.terms, *(term for term in borne.terms if term.en.casefold() not in known)])


if __name__ == "__main__":
    sys.exit(main())
