"""How good a model and the layer around it are, in figures that a later run compares with.

BLEU (Papineni 2002; tokenizer `zh` into Chinese, `13a` into English) and chrF++ (Popović 2017) with sacrebleu, paired
bootstrap (Koehn 2004) between runs; the share of glossary terms and of values that come out right; how often guards
refuse, and which strategy of the fallback a unit reached.
"""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scripts.measure import variants
from translate.core.languages import Direction
from translate.language import glossary as terms
from translate.language import values
from translate.language.glossary import Glossary, Term
from translate.machine import fallback
from translate.machine.engine import Decoding, Engine, plain_requests
from translate.markdown.document import Document
from translate.markdown.protect import Protected, protect, visible
from translate.markdown.segment import segments

FORMAT = 1
"""Of the JSON file."""
LANGUAGES = {"en": "en", "zh": "zh-Hans", "zh-Hans": "zh-Hans"}
"""Suffix of a set's files → language."""


@dataclass(frozen=True)
class Pairs:
    """A set: sentences or segments in both languages, in the same order."""

    name: str
    """Of the set."""
    texts: Mapping[str, tuple[str, ...]]
    """BCP 47 code → its texts, marks and Markdown taken out."""

    def head(self, limit: int) -> "Pairs":
        """Return the first `limit` pairs; all where it is 0."""
        return Pairs(self.name, {code: texts[: limit or None] for code, texts in self.texts.items()})


@dataclass(frozen=True)
class Scores:
    """One set, one direction, one way of translating."""

    name: str
    """Of the set."""
    source: str
    """BCP 47 code."""
    target: str
    """BCP 47 code."""
    way: str
    """`model` (the engine alone), `first` (the layer's first output, unguarded) or `layer` (with guards)."""
    units: int
    """How many pairs."""
    bleu: float
    """0 to 100; units left in the source language count as they are."""
    chrf: float
    """chrF++, 0 to 100."""
    terms: int
    """Glossary terms that occur in the source."""
    terms_right: int
    """Of these, how many the output has; of units left untranslated none."""
    values: int
    """Sources' values."""
    values_wrong: int
    """Values without an equal on the other side."""
    refused: float
    """Share of outputs that guards refuse."""
    strategies: Mapping[str, int]
    """Strategy → units; empty for `model`."""
    seconds: float
    """Time to translate, loading included in the first."""
    outputs: tuple[str, ...] = field(default=(), repr=False)
    """For paired comparison."""


def read(paths: Sequence[Path]) -> list[Pairs]:
    """Read sets from pairs of files `NAME.en` and `NAME.zh`, a sentence a line, given in any order.

    Raises:
        ValueError: a file has no partner, or they differ in length; the message says which.
    """
    stems: dict[Path, dict[str, Path]] = {}
    for path in paths:
        stems.setdefault(path.with_suffix(""), {})[LANGUAGES.get(path.suffix[1:], "")] = path
    found = []
    for stem, files in sorted(stems.items()):
        if set(files) != {"en", "zh-Hans"}:
            raise ValueError(f"{stem}: {', '.join(map(str, files.values()))} found; {stem}.en and {stem}.zh expected.")
        texts = {code: tuple(file.read_text(encoding="utf-8").splitlines()) for code, file in files.items()}
        if len(texts["en"]) != len(texts["zh-Hans"]):
            raise ValueError(f"{stem}: {len(texts['en'])} and {len(texts['zh-Hans'])} lines; as many expected.")
        found.append(Pairs(stem.name, texts))
    return found


def own(content: Path) -> Pairs:
    """Make a set of the segments of our own issues that exist in both languages."""
    texts: dict[str, list[str]] = {"en": [], "zh-Hans": []}
    for english in sorted(content.rglob("*.en.md")):
        chinese = english.with_name(english.name.removesuffix(".en.md") + ".zh-Hans.md")
        if not chinese.exists():
            continue
        sides = []
        for path in (english, chinese):
            document, _ = Document.parse(path.read_bytes(), path)
            sides.append([visible(protect(segment.source_md, segment.context)) for segment in segments(document)])
        if len(sides[0]) == len(sides[1]):
            texts["en"] += sides[0]
            texts["zh-Hans"] += sides[1]
    return Pairs("own", {code: tuple(lines) for code, lines in texts.items()})


def with_terms(pairs: Pairs, glossary: Glossary) -> Pairs:
    """Keep the pairs that hold a term whose counterpart is in the other text: there the glossary is right to hold."""
    kept = [
        at
        for at, (english, chinese) in enumerate(zip(pairs.texts["en"], pairs.texts["zh-Hans"], strict=True))
        if glossary.find(english, "en")
        and not terms.missing(english, chinese, glossary, source="en", target="zh-Hans")
        and not terms.missing(chinese, english, glossary, source="zh-Hans", target="en")
    ]
    return Pairs(f"{pairs.name}, terms", {code: tuple(texts[at] for at in kept) for code, texts in pairs.texts.items()})


def supported(found: Glossary, sets: Sequence[Pairs], *, least: float = 0.8) -> Glossary:
    """Leave out terms that the sets' own translators mostly render in another way: a glossary must fit its texts."""
    there: Counter[Term] = Counter()
    missed: Counter[Term] = Counter()
    for pairs in sets:
        for english, chinese in zip(pairs.texts["en"], pairs.texts["zh-Hans"], strict=True):
            there.update(match.term for match in found.find(english, "en"))
            missed.update(match.term for match in terms.missing(english, chinese, found, source="en", target="zh-Hans"))
    fits = {term.en for term, count in there.items() if count - missed[term] >= least * count}
    return Glossary([term for term in found.terms if term.en in fits])


def score(
    pairs: Pairs,
    direction: Direction,
    *,
    engine: Engine,
    way: str,
    glossary: Glossary | None,
    decoding: Decoding | None = None,
    counted_terms: Glossary | None = None,
    terms_by: tuple[str, ...] = variants.TERMS_BY,
) -> Scores:
    """Translate a set one way and score it.

    Args:
        pairs: the set.
        direction: from which language into which.
        engine: what translates.
        way: see `Scores.way`.
        glossary: what the layer enforces.
        decoding: how to search.
        counted_terms: whose terms are counted in the outputs; `glossary` where None.
        terms_by: see `MeasuredTranslator.terms_by`.
    """
    source, target = direction.source, direction.target
    sources, references = pairs.texts[source], pairs.texts[target]
    units = [Protected(text, ()) for text in sources]
    decoding = decoding or Decoding()
    strategies: Mapping[str, int] = {}
    start = time.perf_counter()
    if way == "model":
        answers = engine.translate(plain_requests(sources), source=source, target=target, decoding=decoding)
        outputs = tuple(found[0].text for found in answers)
        left = [False] * len(outputs)
    else:
        translator = variants.MeasuredTranslator(
            direction, glossary, decoding, guarded=way == "layer", terms_by=terms_by
        )
        outcomes = fallback.translate_with(translator, units, engine)
        outputs = tuple(outcome.protected.text for outcome in outcomes)
        counts = Counter(outcome.strategy for outcome in outcomes)
        strategies = {strategy.value: counts[strategy] for strategy in fallback.Strategy}
        left = [outcome.strategy is fallback.Strategy.SOURCE for outcome in outcomes]
    seconds = time.perf_counter() - start
    counted = _count(sources, outputs, left, direction, counted_terms or glossary)
    bleu, chrf = metrics(target)
    return Scores(
        name=pairs.name,
        source=source,
        target=target,
        way=way,
        units=len(outputs),
        bleu=round(bleu.corpus_score(outputs, [references]).score, 2),
        chrf=round(chrf.corpus_score(outputs, [references]).score, 2),
        strategies=strategies,
        seconds=round(seconds, 2),
        outputs=outputs,
        **counted,
    )


def _count(
    sources: Sequence[str],
    outputs: Sequence[str],
    left: Sequence[bool],
    direction: Direction,
    glossary: Glossary | None,
) -> dict[str, Any]:
    """Count terms and values that came out right, and what the guards refuse."""
    from translate.language import guards

    source, target = direction.source, direction.target
    counted = Counter(terms=0, terms_right=0, values=0, values_wrong=0, refused=0)
    for text, output, untranslated in zip(sources, outputs, left, strict=True):
        if glossary is not None:
            there = len(glossary.find(text, source))
            missed = there if untranslated else len(terms.missing(text, output, glossary, source=source, target=target))
            counted.update(terms=there, terms_right=there - missed)
        there = len(values.find(text, source))
        compared = values.compare(text, output, source=source, target=target, glossary=glossary)
        wrong = there if untranslated else len(compared)
        refused = untranslated or bool(guards.check(text, output, source=source, target=target, glossary=glossary))
        counted.update(values=there, values_wrong=wrong, refused=refused)
    refused_share = round(counted.pop("refused") / max(len(outputs), 1), 4)
    return dict(counted) | {"refused": refused_share}


def metrics(target: str) -> tuple[Any, Any]:
    """Return sacrebleu's BLEU and chrF++ for a target language."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    return BLEU(tokenize="zh" if target == "zh-Hans" else "13a"), CHRF(word_order=2)


def table(rows: Sequence[Scores]) -> str:
    """Lay scores out for people."""
    head = ("set", "direction", "way", "units", "BLEU", "chrF++", "terms", "values", "refused", "left", "s", "units/s")
    lines = [
        head,
        *(
            (
                row.name,
                f"{row.source}→{row.target}",
                row.way,
                str(row.units),
                f"{row.bleu:.1f}",
                f"{row.chrf:.1f}",
                f"{row.terms_right / row.terms:.1%} of {row.terms}" if row.terms else "–",
                f"{1 - row.values_wrong / row.values:.1%} of {row.values}" if row.values else "–",
                f"{row.refused:.1%}",
                str(row.strategies.get("source", "")),
                f"{row.seconds:.1f}",
                f"{row.units / row.seconds:.1f}" if row.seconds else "–",
            )
            for row in rows
        ),
    ]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def to_json(rows: Sequence[Scores], engines: Mapping[str, str]) -> str:
    """Write scores and outputs so that a later run can compare.

    Args:
        rows: what was measured.
        engines: direction → the engine's name with the model's digest.
    """
    return json.dumps({"format": FORMAT, "engines": engines, "scores": [asdict(row) for row in rows]}, indent=1) + "\n"


def from_json(text: str) -> list[Scores]:
    """Read what `to_json` wrote.

    Raises:
        ValueError: another format.
    """
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"no scores of format {FORMAT}. Write them with `--json`.")
    return [Scores(**{**row, "outputs": tuple(row["outputs"])}) for row in data["scores"]]


def compare(before: Sequence[Scores], now: Sequence[Scores], sets: Sequence[Pairs]) -> str:
    """Compare two runs row by row: differences, and how likely they are by chance (paired bootstrap, 1,000 samples)."""
    from sacrebleu.significance import PairedTest

    old = {(row.name, row.source, row.target, row.way): row for row in before}
    texts = {pairs.name: pairs.texts for pairs in sets}
    lines = []
    for row in now:
        key = (row.name, row.source, row.target, row.way)
        was = old.get(key)
        if was is None or len(was.outputs) != len(row.outputs):
            lines.append(f"{' '.join(key)}: nothing to compare with")
            continue
        bleu, chrf = metrics(row.target)
        test = PairedTest(
            [("before", list(was.outputs)), ("now", list(row.outputs))],
            {"BLEU": bleu, "chrF": chrf},
            [list(texts[row.name][row.target])],
            test_type="bs",
            n_samples=1000,
        )
        _, results = test()
        chances = [
            f"{metric} p={getattr(found[1], 'p_value', 1.0):.3f}"
            for metric, found in results.items()
            if metric != "System"
        ]
        lines.append(
            f"{' '.join(key)}: BLEU {was.bleu:.1f} → {row.bleu:.1f}, chrF++ {was.chrf:.1f} → {row.chrf:.1f} "
            f"({', '.join(chances)}), terms {_share(was)} → {_share(row)}, "
            f"refused {was.refused:.1%} → {row.refused:.1%}"
        )
    return "\n".join(lines) + "\n"


def _share(row: Scores) -> str:
    return f"{row.terms_right / row.terms:.1%}" if row.terms else "–"
