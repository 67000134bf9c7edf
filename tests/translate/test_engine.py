import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.machine.engine import Decoding, Engine, EngineError
from translate.machine.engines import ENGINES, Identity, Pseudo, open_engine
from translate.markdown.protect import MARK_BASE


def one(engine: Engine, text: str) -> str:
    return engine.translate([text], source="en", target="zh-Hans", decoding=Decoding())[0][0].text


@given(st.text())
def test_identity_changes_nothing(text: str) -> None:
    assert one(Identity(), text) == text


@pytest.mark.parametrize(
    ("text", "pseudo"),
    [
        ("Hello", "⟦Ĥéĺĺó⟧"),
        (" two words \n", " ⟦ťŵó ŵóŕďś⟧ \n"),
        ("中文 50%", "⟦中文 50%⟧"),
        (f"a{chr(MARK_BASE)}b", f"⟦á{chr(MARK_BASE)}ƀ⟧".replace("á", "à")),
        (chr(MARK_BASE), chr(MARK_BASE)),
        ("", ""),
        (" ", " "),
    ],
)
def test_pseudo_accents_and_brackets_what_can_be_read(text: str, pseudo: str) -> None:
    assert one(Pseudo(), text) == pseudo


@given(st.text())
def test_pseudo_of_pseudo_is_pseudo(text: str) -> None:
    once = one(Pseudo(), text)
    assert one(Pseudo(), once) == once


def test_pseudo_leaves_no_english_letter() -> None:
    import string

    out = one(Pseudo(), string.ascii_letters)
    assert not re.search("[A-Za-z]", out)
    assert len(set(out)) == len(string.ascii_letters) + 2


def test_engines_are_opened_by_name() -> None:
    for name in ("identity", "pseudo"):
        engine = open_engine(name, source="en", target="zh-Hans")
        assert (engine.name, engine.literal) == (name, True)
    with pytest.raises(EngineError, match=", ".join(ENGINES)):
        open_engine("babelfish", source="en", target="zh-Hans")
