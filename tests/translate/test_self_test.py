import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from translate.core.languages import DIRECTIONS, EN_ZH, Direction
from translate.language import guards
from translate.machine.engine import Capabilities, Decoding, Hypothesis, TranslationRequest
from translate.machine.models import self_test
from translate.machine.models.self_test import Scorecard, SelfTestCase

RIGHT = {
    "The trial enrolled 412 adults aged 18 to 65.": "试验招募了412名18至65岁的成年人。",
    "Microsoft moved its office from Shanghai to Shenzhen.": "微软把办公室从上海迁到深圳。",
    "The drug did not reduce mortality.": "该药没有降低死亡率。",
}


@dataclass
class Phrasebook:
    """Says what stands in a book."""

    known: dict[str, str]
    name: str = "phrasebook 1"
    literal: bool = False
    capabilities: Capabilities = field(default_factory=Capabilities)

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        return [[Hypothesis(self.known.get(request.text, "循环" * 40))] for request in requests]


@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
def test_there_are_thirty_sentences_of_three_kinds(direction: Direction) -> None:
    found = self_test.cases(direction)
    assert Counter(case.kind for case in found) == dict.fromkeys(self_test.KINDS, 10)
    assert len({case.text for case in found}) == 30
    for case in found:
        assert (case.kind == "value") != bool(case.has)
        for pattern in case.has:
            re.compile(pattern)


@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
def test_a_persons_translation_passes_what_it_is_for(direction: Direction) -> None:
    """The sentences of both directions stand in the same order and say the same, but for a few."""
    there, back = self_test.cases(direction), self_test.cases(direction.reversed)
    failed = [
        case.text
        for case, other in zip(there, back, strict=True)
        if not case.passed(other.text, direction)
        and not guards.check(case.text, other.text, source=direction.source, target=direction.target)
    ]
    assert failed == []


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("value", "试验招募了421名18至65岁的成年人。"),
        ("name", "微软把办公室从上海迁到广州。"),
        ("trap", "该药降低了死亡率。"),
    ],
)
def test_what_is_lost_counts_in_its_own_line(kind: str, wrong: str) -> None:
    chosen = [case for case in self_test.cases(EN_ZH) if case.text in RIGHT]
    right = self_test.run(Phrasebook(RIGHT), EN_ZH, chosen)
    assert right.passed == {"published": (3, 3), "value": (1, 1), "name": (1, 1), "trap": (1, 1)}
    text = next(case.text for case in chosen if case.kind == kind)
    spoilt = self_test.run(Phrasebook({**RIGHT, text: wrong}), EN_ZH, chosen)
    assert {name for name in self_test.KINDS if spoilt.passed[name] != (1, 1)} == {kind}


def test_a_scorecard_has_five_lines_and_a_warning_where_it_is_due() -> None:
    card = Scorecard("argos en-zh 1.9", {"published": (18, 30), "value": (7, 10), "name": (5, 10), "trap": (4, 10)})
    assert card.lines() == [
        "argos en-zh 1.9: self-test with 30 sentences",
        "  18 of 30 pass the guards; 18 or more expected",
        "   7 of 10 keep their figures and dates; 7 or more expected",
        "   5 of 10 keep their names; 5 or more expected",
        "   4 of 10 keep negation, direction, order; 4 or more expected",
    ]
    assert card.warning() == ""
    for name in card.passed:
        passed, count = card.passed[name]
        worse = Scorecard(card.name, {**card.passed, name: (passed - 1, count)})
        assert worse.warning().startswith(f"argos en-zh 1.9 is worse than expected ({name}): ")


def test_a_model_that_says_nonsense_is_found_out() -> None:
    assert self_test.run(Phrasebook({}), EN_ZH).shortfalls == ["published", *self_test.KINDS]


def test_a_pattern_is_looked_for_in_any_case() -> None:
    assert SelfTestCase("name", "GitHub", ("GitHub",)).passed("使用github。", EN_ZH)
