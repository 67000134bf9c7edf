import ast
import importlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.core.engine_registry import ENGINES, is_machine
from translate.core.languages import EN_ZH
from translate.machine.engine import Decoding, Engine, EngineError, plain_requests
from translate.machine.engines import Identity, Pseudo, open_engine
from translate.markdown.protect import MARK_BASE


def one(engine: Engine, text: str) -> str:
    return engine.translate(plain_requests([text]), source="en", target="zh-Hans", decoding=Decoding())[0][0].text


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
        engine = open_engine(name, EN_ZH)
        assert (engine.name, engine.literal) == (name, True)
    with pytest.raises(EngineError, match=", ".join(ENGINES)):
        open_engine("babelfish", EN_ZH)


@pytest.mark.parametrize(
    ("origin", "machine"),
    [
        *((f"{name} en-zh 1.9", not ENGINES[name].literal) for name in ENGINES),
        ("argos", True),
        ("person", False),
        ("editors", False),
        ("argosy 2", False),
        ("", False),
    ],
)
def test_an_origin_is_an_engines_by_the_registry_alone(origin: str, machine: bool) -> None:
    assert is_machine(origin) is machine


@pytest.mark.parametrize("name", ENGINES)
def test_every_registered_engine_has_its_opener(name: str) -> None:
    module, _, function = ENGINES[name].opener.partition(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_nothing_but_the_registry_knows_the_names_of_engines() -> None:
    root = Path(__file__).resolve().parents[2] / "translate"
    for path in root.rglob("*.py"):
        if path.name not in ("engine_registry.py", "opening.py", "libretranslate.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    assert node.value not in ("libretranslate", "pseudo"), path
