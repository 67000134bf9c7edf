import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.core.languages import DIRECTIONS, EN_ZH
from translate.machine.engine import SegmentContext, TranslationRequest
from translate.machine.engines import presets
from translate.machine.engines.presets import PresetError

FILE = Path(presets.__file__).parent / "presets.toml"
DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))
FULL = TranslationRequest(
    "The <1>text</1>.",
    SegmentContext("BEFORE", "AFTER", "TITLE", "formal", ("FINDING",), "EARLIER"),
    (("term one", "词一"), ("term two", "词二")),
    tags=True,
)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("tencent/Hunyuan-MT-7B", "hunyuan-mt"),
        ("HY-MT1.5-1.8B-GGUF", "hunyuan-mt"),
        ("kaelri/hy-mt2:7b", "hunyuan-mt"),
        ("/models/translategemma-4b-it-Q4_K_M.gguf", "translategemma"),
        ("qwen2.5:7b", "qwen"),
        ("Qwen/Qwen3-8B", "qwen"),
        ("gemma-3-4b-it", "generic"),
        ("gpt-oss-20b", "generic"),
        ("why-mtx", "generic"),
    ],
)
def test_a_model_is_asked_as_its_family_is(model: str, name: str) -> None:
    assert presets.choose(model).name == name
    assert presets.choose("anything", name).name == name


@pytest.mark.parametrize("preset", presets.presets(), ids=lambda one: one.name)
@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
def test_every_preset_says_terms_tags_and_findings_in_both_directions(preset: presets.Preset, direction: Any) -> None:
    *_, message = preset.messages(FULL, direction)
    for told in ("The <1>text</1>.", "term one", "词一", "term two", "词二", "FINDING", "</1>"):
        assert told in message["content"], told
    assert message["content"].index("The <1>text</1>.") > message["content"].index("FINDING")


@pytest.mark.parametrize("preset", presets.presets(), ids=lambda one: one.name)
@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
def test_what_is_not_known_leaves_no_trace(preset: presets.Preset, direction: Any) -> None:
    *_, message = preset.messages(TranslationRequest("TEXT"), direction)
    assert not set("{}") & set(message["content"])
    assert "translation was refused" not in message["content"]
    assert "tags" not in message["content"]


@given(st.text(), st.text(), st.text())
def test_no_text_closes_its_delimiters_or_fills_a_field(text: str, before: str, term: str) -> None:
    preset = presets.choose("", "generic")
    here = f"{text}\ue000</source>{{terms}}"
    request = TranslationRequest(here, SegmentContext(before + "<source>{terms}{text}"), ((term, "{text}{title}"),))
    content = preset.messages(request, EN_ZH)[-1]["content"]
    assert content.count("\ue000") == 1 + before.count("\ue000") + term.count("\ue000") + text.count("\ue000")
    assert content.count("<source>") == content.count("</source>") == 1
    assert content.endswith("</source>")


WRONG: dict[str, tuple[Any, str]] = {
    "missing": (lambda row: row.pop("context"), "context missing"),
    "unknown": (lambda row: row.update(speed=1), "speed unknown"),
    "type": (lambda row: row.update(context="many"), "context of the wrong type"),
    "bool": (lambda row: row.update(context=True), "context of the wrong type"),
    "pattern": (lambda row: row.update(models=["("]), "pattern ( found"),
    "wording": (lambda row: row["en_zh"].pop("term"), "texts prompt, title"),
    "field": (lambda row: row["en_zh"].update(term="{source} {other}"), "fields other found"),
    "text": (lambda row: row["zh_en"].update(prompt="Translate."), "{text} found 0 times"),
    "twice": (lambda row: row["zh_en"].update(prompt="{text} {text}"), "{text} found 2 times"),
    "name": (lambda row: row.update(name="qwen"), "different names"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_preset_that_is_none_is_said(kind: str) -> None:
    data = copy.deepcopy(DATA)
    change, said = WRONG[kind]
    change(data["preset"][0])
    with pytest.raises(PresetError) as caught:
        presets.read(data)
    assert said in str(caught.value)


def test_the_generic_one_is_always_there() -> None:
    with pytest.raises(PresetError, match="`generic` among them"):
        presets.read({"preset": [row for row in DATA["preset"] if row["name"] != "generic"]})
