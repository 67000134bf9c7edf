"""The direction of a translation: a key, a text for messages, and no direction that nobody translates."""

import pytest

from translate.core.languages import DIRECTIONS, EN_ZH, LANGUAGES, ZH_EN, Direction


def test_a_direction_is_a_key_and_reads_as_messages_do() -> None:
    assert {Direction("en", "zh-Hans"): "memory"}[EN_ZH] == "memory"
    assert (str(EN_ZH), str(ZH_EN)) == ("en→zh-Hans", "zh-Hans→en")
    assert EN_ZH.reversed == ZH_EN != EN_ZH
    assert all(direction.reversed.reversed == direction for direction in DIRECTIONS)
    assert sorted({ZH_EN, EN_ZH}) == [EN_ZH, ZH_EN]
    assert {(one.source, one.target) for one in DIRECTIONS} == {(a, b) for a in LANGUAGES for b in LANGUAGES if a != b}


@pytest.mark.parametrize(
    ("source", "target"), [("en", "en"), ("zh-Hans", "zh-Hans"), ("en", "zh"), ("de", "en"), ("", "en"), ("EN", "en")]
)
def test_equal_and_unknown_languages_are_refused(source: str, target: str) -> None:
    with pytest.raises(ValueError, match="two different ones of"):
        Direction(source, target)
