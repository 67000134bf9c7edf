from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from translate.core.languages import EN_ZH
from translate.machine.engine import Capabilities, Decoding, Engine, Hypothesis, TranslationRequest
from translate.machine.fallback import Strategy, translate_units
from translate.machine.remembered import sentence
from translate.markdown.protect import protect, restore
from translate.markdown.sentences import split
from translate.memory import tmx
from translate.memory.store import Memory
from translate.pipeline import Options, run
from translate.stages.discovery import find

FIRST, SECOND = "The hospital opened on Monday.", "It has a list of patients."
PERSONS, MACHINES = "这家医院周一开门迎客。", "它有一份患者名单。"


@dataclass
class Second:
    """Knows the second sentence only."""

    known: dict[str, str] = field(default_factory=lambda: {SECOND: MACHINES})
    name: str = "second 1"
    literal: bool = False
    capabilities: Capabilities = field(default_factory=Capabilities)
    heard: list[str] = field(default_factory=list)

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        self.heard += [request.text for request in requests]
        return [[Hypothesis(self.known.get(request.text, "循环" * 40))] for request in requests]


def through(md: str, remembered: dict[str, str], engine: Second | None = None) -> tuple[str, Strategy, tuple[str, ...]]:
    used = engine or Second()
    (outcome,) = translate_units([protect(md)], EN_ZH, engine=used, lookup=remembered.get)
    return restore(outcome.protected), outcome.strategy, outcome.findings


@pytest.mark.parametrize(
    ("md", "remembered", "target"),
    [
        (f"{FIRST} {SECOND}", {FIRST: PERSONS}, PERSONS + MACHINES),
        (f"{SECOND} {FIRST}", {FIRST: PERSONS}, MACHINES + PERSONS),
        (f"{FIRST} {FIRST}", {FIRST: PERSONS}, PERSONS + PERSONS),
        (
            f"The *hospital* opened. {SECOND}",
            {"The *hospital* opened.": "*医院*开业了。"},
            f"*医院*开业了。{MACHINES}",
        ),
        (
            f"The [plan](https://a.b) and *city* won. {SECOND}",
            {"The [plan](https://a.b) and *city* won.": "*城市*与[计划](https://a.b)赢了。"},
            f"*城市*与[计划](https://a.b)赢了。{MACHINES}",
        ),
    ],
)
def test_a_persons_sentence_serves_inside_a_paragraph(md: str, remembered: dict[str, str], target: str) -> None:
    engine = Second()
    assert through(md, remembered, engine) == (
        target,
        Strategy.FIRST,
        ("memory: a sentence that a person wrote was taken",) * (2 if md.count(FIRST) == 2 else 1),
    )
    assert FIRST not in engine.heard


@pytest.mark.parametrize(
    ("md", "remembered"),
    [
        (f"{FIRST} {SECOND}", {f"{FIRST[:-1]}!": PERSONS}),
        (f"{FIRST} {SECOND}", {FIRST.lower(): PERSONS}),
        (f"The *hospital* opened. {SECOND}", {"The *hospital* opened.": "医院开业了。"}),
        (f"The *hospital* opened. {SECOND}", {"The *hospital* opened.": "**医院**开业了。"}),
        (f"The hospital opened. {SECOND}", {"The hospital opened.": "*医院*开业了。"}),
        (f"The [plan](https://a.b) won. {SECOND}", {"The [plan](https://a.b) won.": "[计划](https://c.d)赢了。"}),
    ],
)
def test_another_sentence_or_other_markup_does_not(md: str, remembered: dict[str, str]) -> None:
    unit = protect(md)
    assert sentence(split(unit, "en")[0], unit, remembered.get) is None
    text, strategy, _ = through(md, remembered)
    assert (text, strategy) == (md, Strategy.SOURCE)


def test_where_the_whole_is_refused_with_it_the_engine_tries_alone() -> None:
    engine = Second({SECOND: MACHINES, FIRST: "该医院周一开业。"})
    text, _, _ = through(f"{FIRST} {SECOND}", {FIRST: "循环" * 40}, engine)
    assert text == f"该医院周一开业。{MACHINES}"


def test_a_sentence_by_itself_is_a_segment_and_the_memorys_own_business() -> None:
    assert through(SECOND, {SECOND: PERSONS})[0] == MACHINES


def go(folder: Path, memory: Memory) -> str:
    (folder / "a.en.md").write_text(f"{FIRST} {SECOND}\n", encoding="utf-8")
    memory.save()
    tasks, _ = find([folder], source=None, target=None)
    engine: Engine = Second({SECOND: MACHINES, FIRST: "该医院周一开业。"})
    run(tasks, Options(memory=folder / "memory"), opener=lambda name, _: engine)
    return (folder / "a.zh-Hans.md").read_text(encoding="utf-8")


def test_sentences_of_omegat_serve_and_the_newest_wins(tmp_path: Path) -> None:
    """OmegaT dates the translation (`tuv`), not the unit; of two people's sentences the newer one is taken."""
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{FIRST}</seg></tuv>'
        f'<tuv xml:lang="zh-CN" changeid="Li" changedate="{date}T080000Z"><seg>{target}</seg></tuv></tu>'
        for date, target in (("20250301", PERSONS), ("20240301", "旧的一句话在这里。"))
    )
    data = f'<tmx version="1.4"><header segtype="sentence" srclang="en"/><body>{units}</body></tmx>'
    found, problems = tmx.read(data.encode())
    assert problems == []
    edited = units.replace("<tu>", '<tu creationid="argos en-zh 1.9">')
    assert tmx.read(data.replace(units, edited).encode())[0] == found, "who changed a translation stands behind it"
    assert [unit.when for unit in found[EN_ZH]] == ["2025-03-01", "2024-03-01"]
    memory, _ = Memory.open(tmp_path / "memory", EN_ZH)
    memory.merge(found[EN_ZH])
    assert PERSONS + MACHINES in go(tmp_path, memory)


def test_a_machines_sentence_does_not_serve(tmp_path: Path) -> None:
    memory, _ = Memory.open(tmp_path / "memory", EN_ZH)
    memory.add(FIRST, "机器说医院周一开业了。", "second 1")
    assert "该医院周一开业。" in go(tmp_path, memory)
