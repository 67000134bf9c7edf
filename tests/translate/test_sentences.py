"""Sentences: where they end, and that nothing is lost."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.translate.test_protect import MARKDOWN_LIKE
from translate.markdown import sentences
from translate.markdown.marks import MARK_BASE, Protected
from translate.markdown.protect import protect, used

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "sentences.yml").read_text("utf-8"))


def _md(part: str, unit: Protected) -> str:
    """Write the marks of a part back, each as it stands in the source."""
    return "".join(
        unit.marks[ord(character) - MARK_BASE].md
        if MARK_BASE <= ord(character) < MARK_BASE + len(unit.marks)
        else character
        for character in part
    )


@pytest.mark.parametrize(("language", "case"), [(language, case) for language in CASES for case in CASES[language]])
def test_cases(language: str, case: str) -> None:
    unit = protect(re.sub("(?<!约翰)·", "", case))
    said = "·".join(_md(part, unit) for part in sentences.split(unit, language))
    assert said == case


@given(
    st.one_of(MARKDOWN_LIKE, st.text(alphabet="Aa. !?。！？“”（）\"')1 ,，\n中", max_size=40)),
    st.sampled_from(["en", "zh-Hans"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_lost_and_pairs_stay_together(md: str, language: str) -> None:
    unit = protect(md)
    parts = sentences.split(unit, language)
    assert "".join(parts) == unit.text
    assert all(parts)
    for part in parts:
        if not any(character.isalpha() for character in part):
            continue
        here = set(used(Protected(part, unit.marks)))
        assert all(unit.marks[index].pair in here for index in here if unit.marks[index].kind != "atom")


@pytest.mark.parametrize(
    ("parts", "language", "expected"),
    [
        (["Hello.", "World. ", " Yes."], "en", "Hello. World. Yes."),
        (["你好。 ", "世界。"], "zh-Hans", "你好。世界。"),
        (["\ue000", "A.", "B. ", "\ue001"], "en", "\ue000A. B. \ue001"),
        (["One", "\ue000", "two"], "en", "One\ue000two"),
        (["\ue000b\ue001.", "C"], "en", "\ue000b\ue001. C"),
        ([], "en", ""),
    ],
)
def test_join(parts: list[str], language: str, expected: str) -> None:
    assert sentences.join(parts, language) == expected
