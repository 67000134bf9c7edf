"""What an engine is told: all that it declares, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.translate.fake import Fake, go
from translate.core.languages import EN_ZH
from translate.core.limits import CONTEXT
from translate.language.glossary import Glossary, Term
from translate.machine.engine import Capabilities, Decoding, Hypothesis, SegmentContext, TranslationRequest
from translate.machine.fallback import Outcome, Strategy, translate_units
from translate.markdown.protect import protect, restore

GLOSSARY = Glossary([Term("insulin", "胰岛素"), Term("trial", "试验")])
GOOD = "两家医院在城里为患者开了新的门诊部。"
TEXT = "Two hospitals opened new departments for patients in the city."
ALL = Capabilities(n_best=True, terms=True, context=True, tags=True, findings=True)
NEAR = SegmentContext("Before it.", "After it.", "The title", "formal")


@dataclass
class Listening:
    """Keeps what it is asked."""

    answer: Callable[[TranslationRequest], str]
    capabilities: Capabilities = field(default_factory=lambda: ALL)
    name: str = "listening 1"
    literal: bool = False
    heard: list[TranslationRequest] = field(default_factory=list)
    decodings: list[Decoding] = field(default_factory=list)

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        self.heard += requests
        self.decodings.append(decoding)
        return [[Hypothesis(self.answer(request))] for request in requests]


def run(engine: Listening, md: str, near: SegmentContext = NEAR) -> Outcome:
    (outcome,) = translate_units([protect(md)], EN_ZH, engine=engine, glossary=GLOSSARY, contexts=[near])
    return outcome


def test_an_engine_that_declares_all_is_told_all() -> None:
    engine = Listening(lambda _: "患者<1>每天</1>用胰岛素。")
    outcome = run(engine, "Patients take insulin *every day*.")
    assert restore(outcome.protected) == "患者*每天*用胰岛素。"
    assert (outcome.strategy, outcome.engine) == (Strategy.FIRST, "listening 1")
    assert engine.heard == [
        TranslationRequest("Patients take insulin <1>every day</1>.", NEAR, (("insulin", "胰岛素"),), tags=True)
    ]


@pytest.mark.parametrize("name", ["terms", "context", "tags", "findings"])
def test_an_engine_is_told_nothing_that_it_does_not_declare(name: str) -> None:
    engine = Listening(lambda _: "循环" * 40, replace(ALL, **{name: False}))
    run(engine, "Patients take insulin *every day*.", replace(NEAR, findings=("value: 5 lost",), earlier="前"))
    told = {
        "terms": any(one.terms for one in engine.heard),
        "context": any(one.context.before or one.context.title for one in engine.heard),
        "tags": any(one.tags or "<" in one.text for one in engine.heard),
        "findings": any(one.context.findings or one.context.earlier for one in engine.heard),
    }
    assert told == {other: other != name for other in told}


def test_an_old_engine_gets_the_sentence_alone_so_that_equal_sentences_are_asked_once() -> None:
    engine = Listening(lambda _: GOOD, Capabilities(n_best=True))
    units = [protect(f"{TEXT} {TEXT}"), protect(TEXT)]
    translate_units(units, EN_ZH, engine=engine, contexts=[NEAR, SegmentContext("Other.")])
    assert engine.heard == [TranslationRequest(TEXT)]


def test_a_sentence_is_told_its_neighbours_within_a_bound() -> None:
    engine = Listening(lambda request: GOOD)
    other = "All of the doctors came."
    run(engine, f"{other} {TEXT}", SegmentContext("x" * (2 * CONTEXT.value), "After it."))
    first, second = sorted(engine.heard[:2], key=lambda one: one.text != other)
    assert first.context.after == f"{TEXT} After it."
    assert second.context.before.endswith(f"x {other}")
    assert len(second.context.before) == CONTEXT.value


def test_what_was_refused_is_asked_again_with_the_reason_in_words() -> None:
    engine = Listening(lambda request: GOOD if request.context.findings else "医院" * 30 + "。")
    outcome = run(engine, TEXT)
    assert (restore(outcome.protected), outcome.strategy) == (GOOD, Strategy.HYPOTHESIS)
    first, second = engine.heard
    assert first.context.findings == ()
    assert second.context.findings[0].startswith("loop: ")


def test_a_lost_tag_is_a_reason_too() -> None:
    engine = Listening(
        lambda request: "患者<1>每天</1>用胰岛素。" if request.context.findings else "患者每天用胰岛素。"
    )
    outcome = run(engine, "Patients take insulin *every day*.")
    assert restore(outcome.protected) == "患者*每天*用胰岛素。"
    assert engine.heard[1].context.findings == ("tags: <1>, </1> lost",)


def test_an_engine_that_does_not_search_is_not_asked_twice_for_the_same() -> None:
    engine = Listening(lambda _: "循环" * 40, Capabilities())
    assert run(engine, TEXT).strategy is Strategy.SOURCE
    assert len(engine.heard) == len(set(engine.heard))
    assert set(engine.decodings) == {Decoding()}


def test_a_slow_engine_gets_small_blocks() -> None:
    sizes: list[int] = []

    class Slow(Fake):
        capabilities = Capabilities(block=2)

        def translate(self, requests: Sequence[TranslationRequest], **options: object) -> list[list[Hypothesis]]:
            sizes.append(len(requests))
            return super().translate(requests, **options)  # type: ignore[arg-type]

    units = [protect(f"The harbour {word} is open.") for word in ("one", "two", "three", "four", "five")]
    translate_units(units, EN_ZH, engine=Slow())
    assert max(sizes) == 2


def test_the_pipeline_tells_what_stands_around_a_segment_in_its_file(tmp_path: Path) -> None:
    heard: list[TranslationRequest] = []

    class Curious(Fake):
        capabilities = Capabilities(context=True)

        def translate(self, requests: Sequence[TranslationRequest], **options: object) -> list[list[Hypothesis]]:
            heard.extend(requests)
            return super().translate(requests, **options)  # type: ignore[arg-type]

    text = "---\ntitle: The *new* harbour\n---\n\n## A garden\n\nThe harbour is **open**.\n\nThe last words are here.\n"
    (tmp_path / "a.en.md").write_text(text, encoding="utf-8")
    go(tmp_path, Curious())
    told = next(one.context for one in heard if one.text.startswith("The harbour is"))
    assert told == SegmentContext("A garden", "The last words are here.", "The new harbour", "formal")
