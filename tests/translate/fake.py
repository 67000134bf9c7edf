"""An engine without a model: says something in the other script that depends on the source and on nothing else."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from translate.language.guards import concepts
from translate.language.guards.words import word_lists
from translate.machine.engine import Capabilities, Decoding, Hypothesis, TranslationRequest
from translate.markdown.protect import MARK_BASE, MARK_LAST
from translate.pipeline import Options, run
from translate.stages.discovery import find
from translate.stages.report import RunReport

_HAN = "天地人和山水风云日月星辰春夏秋冬东西南北上下左右前后内外"
_LATIN = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "jetty", "knoll", "meadow")


class Fake:
    """Translates by hash: about half a Chinese character for each Latin letter, a word for each Chinese character."""

    literal = False
    capabilities = Capabilities(n_best=True)

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.calls: list[str] = []

    @property
    def name(self) -> str:
        return f"fake {self.version}"

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        self.calls += [request.text for request in requests]
        return [[Hypothesis(self.one(request.text, target))] for request in requests]

    def one(self, sentence: str, target: str) -> str:
        seed = hashlib.sha256(f"{self.version} {sentence}".encode()).digest()
        marks = "".join(char for char in sentence if MARK_BASE <= ord(char) <= MARK_LAST)
        letters = len(re.findall(r"[A-Za-z]" if target == "zh-Hans" else r"[\u4e00-\u9fff]", sentence))
        stop = sentence.rstrip()[-1:] in ".。"
        wanted = _wanted(sentence, target)
        if target == "zh-Hans":
            size = max(2, letters // 2 - len("".join(wanted)))
            words = "".join(_HAN[seed[n % 32] % len(_HAN)] for n in range(size)) + "".join(wanted)
            return words + marks + ("。" if stop else "")
        size = max(1, letters // 2 - len(wanted))
        words = " ".join([*(_LATIN[seed[n % 32] % len(_LATIN)] for n in range(size)), *wanted])
        return words.capitalize() + marks + ("." if stop else "")


def _wanted(sentence: str, target: str) -> list[str]:
    """Return what guards of meaning look for in a translation, so that they let the words above pass."""
    source = "en" if target == "zh-Hans" else "zh-Hans"
    found = concepts._in_english(sentence) if source == "en" else concepts._in_chinese(sentence)
    if target == "zh-Hans":
        wanted = [concept.chinese[0] for _, concept, _ in found]
    else:
        wanted = [min(concept.words, default="") or concept.stems[0] for _, concept, _ in found]
    said = {"negation": {"en": "not", "zh-Hans": "不"}, "report": {"en": "said", "zh-Hans": "称"}}
    wanted += [words[target] for name, words in said.items() if word_lists()[name][source].certain.search(sentence)]
    return list(dict.fromkeys(wanted))


def go(folder: Path, engine: Fake | None = None, **options: object) -> RunReport:
    """Translate everything in a folder with the fake engine, with the memory beside it."""
    settings = Options(memory=folder / "memory", **options)  # type: ignore[arg-type]
    tasks, problems = find([folder], source=None, target=None)
    assert problems == []
    used = engine or Fake()
    return run(tasks, settings, opener=lambda name, direction: used)
