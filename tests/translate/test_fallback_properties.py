"""Whatever an engine answers, marks come out once each and well nested, and nothing raises."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.measure.variants import encode_terms_as_tokens
from translate.core.languages import EN_ZH
from translate.language.glossary import Glossary, Term
from translate.language.script import is_mark
from translate.machine import markup_projection, model_input
from translate.machine.engine import Capabilities, Decoding, Hypothesis, TranslationRequest
from translate.machine.fallback import Strategy, translate_units
from translate.machine.model_input import Constraint
from translate.markdown.protect import MARK_BASE, Protected, protect

GLOSSARY = Glossary([Term("Shanghai General Hospital", "上海市第一人民医院", case="exact"), Term("insulin", "胰岛素")])
PIECES = (
    *("**", "*", "[", "](https://a.b/c)", "`", "insulin", "Shanghai General Hospital", "two plans", "5.5 million"),
    *(". ", ", ", " ", "![", '](x "title")', "<br>", "<b>", "</b>", "上海市季乐路", "(", ")", "; ", ": ", "&amp;"),
    *("\\*", "snake_case", "X1"),
)
OUTPUT = (
    "胰岛素",
    "上海",
    "计划",
    "550万",
    "X1",
    " ",
    "，",
    "。",
    "（",
    "）",
    "insulin",
    "snake_case",
    "两",
    "的",
    "*",
    "",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
OUTPUTS = st.lists(st.sampled_from(OUTPUT), max_size=12).map("".join)


@st.composite
def hypotheses(draw: st.DrawFn, source: str) -> Hypothesis:
    """Draw any text, tied to the source in any way."""
    text = draw(OUTPUTS)
    if not text or not source or draw(st.booleans()):
        return Hypothesis(text)
    links = []
    for _ in range(draw(st.integers(0, 6))):
        low, start = draw(st.integers(0, len(source) - 1)), draw(st.integers(0, len(text) - 1))
        links.append((low, draw(st.integers(low + 1, len(source))), start, draw(st.integers(start + 1, len(text)))))
    return Hypothesis(text, alignment=tuple(links), weights=(0.5,) * len(links))


def marks_of(text: str) -> list[str]:
    return sorted(char for char in text if is_mark(char))


def nested(unit: Protected) -> bool:
    waiting: list[int] = []
    for char in unit.text:
        if is_mark(char):
            mark = unit.marks[ord(char) - MARK_BASE]
            if mark.kind == "open":
                waiting.append(mark.pair)
            elif mark.kind == "close" and (not waiting or waiting.pop() != ord(char) - MARK_BASE):
                return False
    return not waiting


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS, st.data())
def test_every_mark_is_put_back_once_or_the_place_is_not_told(md: str, data: st.DataObject) -> None:
    unit = protect(md)
    at = unit.text.find("insulin")
    constraints = [Constraint(at, at + 7, ("胰岛素",))] if at >= 0 else []
    for encoder in (model_input.encode, model_input.encode_target_terms, encode_terms_as_tokens):
        encoded = encoder(unit.text, unit.marks, constraints)
        assert not marks_of(encoded.plain)
        placed = markup_projection.project(encoded, data.draw(hypotheses(encoded.plain)))
        if placed.text is not None:
            assert marks_of(placed.text) == marks_of(unit.text)


@dataclass
class Anything:
    """Answers with what Hypothesis draws."""

    data: st.DataObject
    name: str = "anything"
    literal: bool = False
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(n_best=True))

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        return [[self.data.draw(hypotheses(request.text))] for request in requests]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(TEXTS, st.data())
def test_an_outcome_has_the_marks_of_its_source(md: str, data: st.DataObject) -> None:
    unit = protect(md)
    (outcome,) = translate_units([unit], EN_ZH, engine=Anything(data), glossary=GLOSSARY, decoding=Decoding(beam=1))
    if outcome.strategy is Strategy.SOURCE:
        assert outcome.protected.text == unit.text
    assert marks_of(outcome.protected.text) == marks_of(unit.text)
    assert nested(outcome.protected)
