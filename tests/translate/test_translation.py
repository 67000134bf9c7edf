"""`translate_markdown`: a text in, a text out, with a record of every segment."""

from pathlib import Path

import pytest

from tests.translate.fake import Fake
from translate import source_digest, translate_markdown
from translate.engine import EngineError, EngineOptions
from translate.memory import PERSON, Memory

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
    assert [one.rung for one in made.segments[:2]] == ["first", "first"]
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
    assert (made.segments[0].origin, made.segments[0].rung) == (PERSON, "memory")
    assert len(memory) == 3
    engine.calls.clear()
    assert translate_markdown(TEXT, source="en", target="zh-Hans", engine=engine, memory=memory).text == made.text
    assert engine.calls == []


def test_what_is_not_fit_stays_in_the_source_language_marked_and_reported() -> None:
    class Parrot(Fake):
        def one(self, sentence: str, target: str) -> str:
            return sentence

    made = translate_markdown("Good words are here.\n", source="en", target="zh-Hans", engine=Parrot())
    assert made.text == "〔未译〕Good words are here.\n"
    assert made.segments[0].rung == "source"
    (problem,) = made.problems
    assert str(problem).startswith("-:1:1: left in the language of the original: ")


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


def test_source_digest_is_of_the_prose_and_nothing_else() -> None:
    digest = source_digest(TEXT)
    assert digest.startswith("sha256:")
    assert source_digest(TEXT.replace("topics: [a]", "topics: [a, b]")) == digest
    assert source_digest(TEXT.replace("\n", "\r\n")) == digest
    assert source_digest(TEXT.replace("words", "texts")) != digest
    assert source_digest(TEXT.replace("join forces", "part ways")) != digest
