"""`translate_markdown`: a text in, a text out, with a record of every segment."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.translate.fake import Fake
from translate import translate_markdown
from translate.machine.engine import EngineError, EngineOptions
from translate.memory.store import PERSON, Memory


class Parrot(Fake):
    """Gives back what it is given, so that no guard lets it through."""

    def one(self, sentence: str, target: str) -> str:
        return sentence


PIECES = [
    *("text", "字词", "[", "](", "]", "(x)", "**", "*", "_", "`", "# ", "- ", "> ", "1. ", "|", "\n", "\n\n", "    "),
    *(": ", "[a]: /x\n", "<b>", "</b>", "<div>\n", "&", "\\", "!", "---\n", "title: ", "```\n", "$", "\ue000", "\x00"),
]
TEXT = """---
title: Hospitals join forces
topics: [a]
---

# News  <!-- not this -->

Some *words* about `code` and [a page](https://example.org/x?y=1).
"""


def test_identity_gives_the_text_back() -> None:
    for text in (TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip("\n"), "", "\n", "no end  "):
        assert translate_markdown(text, source="en", target="zh-Hans", engine="identity").text == text


def test_records_say_what_became_of_each_segment() -> None:
    made = translate_markdown(TEXT, source="en", target="zh-Hans", engine=Fake())
    assert [(one.line, one.column, one.kind, one.origin) for one in made.segments] == [
        (2, 8, "field title", "fake 1"),
        (6, 3, "heading", "fake 1"),
        (8, 1, "paragraph", "fake 1"),
    ]
    assert [one.strategy for one in made.segments[:2]] == ["first", "first"]
    assert made.segments[2].source_md == "Some *words* about `code` and [a page](https://example.org/x?y=1)."
    assert made.segments[2].target_md in made.text
    assert made.problems == ()
    assert "topics: [a]\n" in made.text
    assert "translation:" not in made.text
    assert "<!-- not this -->" in made.text


def test_memory_goes_before_the_engine_and_learns() -> None:
    memory, engine = Memory(), Fake()
    memory.add("Hospitals join forces", "医院联手", PERSON)
    made = translate_markdown(TEXT, source="en", target="zh-Hans", engine=engine, memory=memory)
    assert made.text.startswith("---\ntitle: 医院联手\n")
    assert (made.segments[0].origin, made.segments[0].strategy) == (PERSON, "memory")
    assert len(memory) == 3
    engine.calls.clear()
    assert translate_markdown(TEXT, source="en", target="zh-Hans", engine=engine, memory=memory).text == made.text
    assert engine.calls == []


def test_what_is_not_fit_stays_in_the_source_language_marked_and_reported() -> None:
    made = translate_markdown("Good words are here.\n", source="en", target="zh-Hans", engine=Parrot())
    assert made.text == "〔未译〕Good words are here.\n"
    assert made.segments[0].strategy == "source"
    (problem,) = made.problems
    assert str(problem).startswith("-:1:1: left in the language of the original: ")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(PIECES) | st.text(max_size=3),
        max_size=25,
    ).map("".join),
    st.sampled_from([("en", "zh-Hans"), ("zh-Hans", "en")]),
    st.booleans(),
)
@example("[a] [站点][站点] 说明文字\n\n[站点]: /x\n", ("zh-Hans", "en"), True)
def test_any_text_gives_a_translation(text: str, languages: tuple[str, str], parrot: bool) -> None:
    source, target = languages
    made = translate_markdown(text, source=source, target=target, engine=Parrot() if parrot else Fake())
    again = translate_markdown(made.text, source=source, target=target, engine="identity")
    assert again.text == made.text
    assert len(again.segments) == len(made.segments)


def test_fields_are_the_caller_s_choice() -> None:
    text = "---\ntitle: A title\nlead: A lead\n---\n"
    made = translate_markdown(text, source="en", target="zh-Hans", engine="pseudo", fields=("lead",))
    assert made.text == "---\ntitle: A title\nlead: ⟦À ĺéàď⟧\n---\n"


def test_wrong_languages_and_missing_models_are_errors(tmp_path: Path) -> None:
    for source, target in (("en", "en"), ("en", "zh"), ("fr", "en")):
        with pytest.raises(ValueError, match="two different ones"):
            translate_markdown("x", source=source, target=target, engine="identity")
    with pytest.raises(EngineError, match="No en→zh-Hans model is installed"):
        translate_markdown("x", source="en", target="zh-Hans", options=EngineOptions(models=tmp_path))
