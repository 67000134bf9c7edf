"""What is in the target language already goes to no engine: whole segments, and single sentences of mixed ones."""

import logging
from collections.abc import Sequence

import pytest

from translate.core.languages import Direction
from translate.language import script
from translate.machine.engine import Capabilities, Decoding, Hypothesis, TranslationRequest
from translate.machine.fallback import translate_units
from translate.markdown.protect import protect, restore


class Recorder:
    """Gives one answer to all, and notes what it was asked."""

    name = "recorder"
    literal = False
    capabilities = Capabilities()

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        self.asked += [request.text for request in requests]
        return [[Hypothesis(self.answer)] for _ in requests]


def run(md: str, source: str, answer: str) -> tuple[str, list[str]]:
    engine = Recorder(answer)
    target = "zh-Hans" if source == "en" else "en"
    (outcome,) = translate_units([protect(md)], Direction(source, target), engine=engine)
    return restore(outcome.protected), engine.asked


@pytest.mark.parametrize(
    ("source", "md"),
    [
        ("en", "医院今天开业，患者很多。"),
        ("en", "**医院**今天[开业](https://example.org/)，有5万名患者。"),
        ("en", "使用 Python 编写程序的人很多。"),
        ("zh-Hans", "The hospital opened on Monday."),
        ("zh-Hans", "A **large** hospital opened [there](https://example.org/)."),
        ("zh-Hans", "The general hospital (上海市第一人民医院) opened on Monday."),
    ],
)
def test_a_segment_in_the_target_language_stays_as_it_is(
    source: str, md: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("translate"), "propagate", True)
    with caplog.at_level(logging.DEBUG, logger="translate"):
        assert run(md, source, "?") == (md, [])
    assert "in the target language already" in caplog.text


@pytest.mark.parametrize(
    ("source", "md", "answer", "published", "asked"),
    [
        (
            "en",
            "It rained. 医院三月五日开业，有二十万名患者。",
            "下雨了。",
            "下雨了。医院三月五日开业，有二十万名患者。",
            "It rained.",
        ),
        (
            "zh-Hans",
            "下雨了。The hospital opened today.",
            "It rained.",
            "It rained. The hospital opened today.",
            "下雨了。",
        ),
    ],
)
def test_of_a_mixed_segment_the_other_sentences_are_translated(
    source: str, md: str, answer: str, published: str, asked: str
) -> None:
    assert run(md, source, answer) == (published, [asked])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We met 上海市第一人民医院 staff.", "zh-Hans"),
        ("1172 Jile Road, Minhang District 上海市闵行区季乐路1172号", "zh-Hans"),
        ("Ruijin Hospital 瑞金医院", "zh-Hans"),
        ("In 2025", "zh-Hans"),
        ("GitHub", "en"),
        ("IBM SPSS CTA", "en"),
        ("他说 the hospital opened today", "en"),
    ],
)
def test_names_and_mixtures_are_in_neither_language(text: str, language: str) -> None:
    assert not script.is_in(text, language)
