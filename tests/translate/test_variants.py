"""The variants of the layer that are measured differ from the product in what they leave out, and in nothing else."""

from collections.abc import Callable

import pytest

from scripts.measure import trial
from scripts.measure.variants import ForcedArgosEngine, MeasuredTranslator
from tests.translate.test_evaluation import GLOSSARY, PAIRS, engine
from tests.translate.test_fallback import GLOSSARY as FALLBACK_GLOSSARY
from tests.translate.test_fallback import GOOD, TEXT, Scripted
from translate.core.languages import EN_ZH
from translate.language.glossary import Glossary
from translate.machine.engine import Decoding
from translate.machine.engines.argos import ArgosEngine
from translate.machine.fallback import Outcome, Strategy, translate_units, translate_with
from translate.markdown.protect import protect

__all__ = ["engine"]  # a fixture

TERM = "Patients with diabetes take insulin every single day."


def measured(answer: Callable[[str, Decoding], list[str]], md: str, glossary: Glossary, **left_out: object) -> Outcome:
    translator = MeasuredTranslator(EN_ZH, glossary, Decoding(), **left_out)  # type: ignore[arg-type]
    (outcome,) = translate_with(translator, [protect(md)], Scripted(answer))
    return outcome


def without_the_term(text: str, decoding: Decoding) -> list[str]:
    """Answer as a model that knows no insulin, unless it is asked for the text between terms."""
    return ["患有糖尿病的患者每天服用药物。" if "insulin" in text or "胰岛素" in text else "患者每天服用"]


@pytest.mark.parametrize("md", [TEXT, TERM, "Hospitals take *insulin* today."])
def test_with_nothing_left_out_it_is_the_product(md: str) -> None:
    for answer in (without_the_term, lambda text, decoding: [GOOD], lambda text, decoding: [text]):
        (product,) = translate_units([protect(md)], EN_ZH, engine=Scripted(answer), glossary=FALLBACK_GLOSSARY)
        assert measured(answer, md, FALLBACK_GLOSSARY) == product


def test_without_guards_the_first_answer_stands() -> None:
    kept = measured(lambda text, decoding: ["Les hôpitaux."], TEXT, FALLBACK_GLOSSARY, guarded=False)
    assert kept.strategy is Strategy.FIRST
    refused = measured(lambda text, decoding: ["Les hôpitaux."], TEXT, FALLBACK_GLOSSARY)
    assert refused.strategy is Strategy.SOURCE


@pytest.mark.parametrize(
    ("terms_by", "asked"),
    [
        (("source",), "insulin"),
        (("target",), "胰岛素"),
        (("placeholder",), "X1"),
    ],
)
def test_terms_are_shown_in_the_ways_that_were_asked_for(terms_by: tuple[str, ...], asked: str) -> None:
    shown: list[str] = []

    def answer(text: str, decoding: Decoding) -> list[str]:
        shown.append(text)
        return [GOOD]

    measured(answer, TERM, FALLBACK_GLOSSARY, terms_by=terms_by)
    whole = [text for text in shown if text.startswith("Patients with diabetes take ") and "every" in text]
    assert whole
    assert all(f" {asked} " in text for text in whole)


@pytest.mark.parametrize(("terms_by", "apart"), [(("source", "target", "apart"), True), (("source", "target"), False)])
def test_the_text_between_terms_is_asked_for_only_where_that_was_asked_for(
    terms_by: tuple[str, ...], apart: bool
) -> None:
    asked: list[tuple[str, int]] = []

    def answer(text: str, decoding: Decoding) -> list[str]:
        asked.append((text, decoding.hypotheses))
        return without_the_term(text, decoding)

    measured(answer, TERM, FALLBACK_GLOSSARY, terms_by=terms_by)
    # With one hypothesis it is the first step; a later step cuts every sentence at its terms.
    assert (("Patients with diabetes take", 1) in asked) is apart


def test_alignment_is_judged_on_given_translations(engine: ArgosEngine) -> None:
    (made,) = ForcedArgosEngine(engine.installed, engine.options).forced(["Doctors read."], ["医生计划。"])
    assert made.text == "医生计划。", "not what the model would write"
    assert made.alignment
    found = trial.cases(PAIRS, GLOSSARY, EN_ZH)
    ways = [row.way for row in trial.on_references(found, engine, target="zh-Hans")]
    assert ways == ["references, attention", "references, words as they are"]
