import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.machine.engines import answers


@pytest.mark.parametrize(
    ("answer", "source", "extra"),
    [
        ("医生们阅读新计划。", "The doctors read new plans.", ""),
        ("医生们阅读新计划。\n谢谢。", "The doctors read new plans.", "several lines"),
        ("**医生**", "Doctors", "Markdown"),
        ("Here is the new plan: read it.", "新计划如下：读一读。", "an announcement"),
        ("Here the doctors read new plans.", "医生们在这里阅读新计划。", ""),
        ("Note: the office is closed.", "注：办公室关闭。", ""),
        ("翻译：王小明", "Translation: Wang Xiaoming", ""),
        ("以下是名单：甲、乙。", "Here is the list: A, B.", ""),
        ("计划开业（注：暂定）。", "The plan opens.", ""),
        ("计划开业。（注：暂定）", "The plan opens.", "a note"),
        ("计划开业（注册）", "The plan opens (registered)", ""),
        ("“好消息”", "“Good news”", ""),
        ("“好消息”", "Good news", "quotation marks around it"),
        ("“好消息”来自“城里”。", 'The "good news" is from the "city".', ""),
        ("Okay, so be it", "好吧，就这样", ""),
        ("Sure, they came.", "当然，他们来了。", ""),
        ("Sure, they came.", "他们来了。", "an announcement"),
        ("- 好", "- good", ""),
        ("<think>x</think>好", "good", "a tag of the prompt"),
    ],
)
def test_what_a_model_adds_is_seen_and_what_the_source_has_is_not(answer: str, source: str, extra: str) -> None:
    assert answers.chatter(answer, source) == extra


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ('{"translation": " 好 "}', "好"),
        ('{"translation": "好", "note": "x"}', ""),
        ('{"text": "好"}', ""),
        ('["好"]', ""),
        ("好", ""),
        ("[" * 100_000, ""),
        ('{"translation": null}', ""),
        ('{"translation": ""}', ""),
    ],
)
def test_a_json_answer_holds_a_translation_alone(answer: str, text: str) -> None:
    found, wrong = answers.structured(answer)
    assert (found, bool(wrong)) == (text, not text)


@given(st.text(min_size=1).filter(str.strip))
def test_whatever_is_translated_comes_through_json(text: str) -> None:
    assert answers.structured(json.dumps({"translation": text})) == (text.strip(), "")


@pytest.mark.parametrize(
    ("answer", "source", "text"),
    [
        ("A &amp; B &quot;x&quot; &#39;y&#x27;", "A & B", "A & B \"x\" 'y'"),
        ("A &amp; B", "A &amp; B", "A &amp; B"),
        ("R&D; more", "R&D", "R&D; more"),
        ("&bogus; &", "x", "&bogus; &"),
    ],
)
def test_references_of_html_are_read_where_the_source_has_none(answer: str, source: str, text: str) -> None:
    assert answers.unescaped(answer, source) == text


@pytest.mark.parametrize(
    ("answer", "source", "text"),
    [
        ("醫院發展", "Hospitals grow", "医院发展"),
        ("著名的後代留頭髮", "x", "著名的后代留头发"),
        ("发展", "x", "发展"),
        ("《醫》是一本書", "The book 醫", "《醫》是一本书"),
    ],
)
def test_chinese_is_written_in_simplified_characters(answer: str, source: str, text: str) -> None:
    assert answers.cleaned(answer, source, "zh-Hans") == text
    assert answers.cleaned(answer, source, "en") == answer
