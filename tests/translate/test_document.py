"""Files: bytes, front matter, edits by line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.markdown.document import Document
from translate.markdown.front_matter_editor import FrontMatterEditor

PAGE = """---
# A comment
title: One  # why
summary: >-
  Folded
  text.
topics: [a, b]
translation:
  from: en
  # inside
  status: machine

# About the next
period: {start: 2025-12-01,
  end: 2025-12-07}
---

Body.
"""


def parse(text: str) -> Document:
    return Document.parse(text.encode())[0]


@given(st.binary(max_size=80))
@settings(deadline=None)
def test_any_bytes_come_back(data: bytes) -> None:
    document, _ = Document.parse(data)
    assert document.replace([]) == data
    assert document.edited([]) == document


@given(st.text(alphabet="-. \t\r\na:'\"|>[]{}#&*!%@`", max_size=40))
@settings(deadline=None)
def test_any_front_matter_comes_back(text: str) -> None:
    data = f"---\n{text}\n---\nBody".encode()
    document, _ = Document.parse(data)
    assert document.replace([]) == data
    for name in document.values:
        field = document.field(str(name))
        if field is not None:
            assert document.replace([document.with_field(field, field.value)]) == data


@pytest.mark.parametrize(
    ("name", "value", "slice_"),
    [("title", "One", "One"), ("summary", "Folded text.", ">-\n  Folded\n  text.\n"), ("topics", None, None)],
)
def test_fields(name: str, value: str | None, slice_: str | None) -> None:
    document = parse(PAGE)
    field = document.field(name)
    assert (field.value if field else None) == value
    assert (document.text[field.start : field.end] if field else None) == slice_


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: One", "Two"),
        ("title: One", "Two: three"),
        ("title: One", "Two # three"),
        ("title: One", "- two"),
        ("title: One", "true"),
        ("title: One", "2025"),
        ("title: One", ""),
        ("title: One", " two "),
        ("title: One", "“二”：三"),
        ("title: 'One'", "It's two"),
        ('title: "One"', 'A "quoted" \\ two'),
        ("title: |\n  One", "Two\nthree"),
        ("title: >\n  One", "Two"),
        ("title:   One   ", "Two, [three]"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_new_value_of_a_field(line: str, value: str, newline: str) -> None:
    text = f"---\n{line}\nother: 一 # stays\n---\nBody\n".replace("\n", newline)
    document = parse(text)
    field = document.field("title")
    assert field is not None
    changed, problems = Document.parse(document.replace([document.with_field(field, value)]))
    assert problems == ()
    assert changed.values == {"title": value, "other": "一"}
    assert changed.text.endswith("other: 一 # stays\n---\nBody\n".replace("\n", newline))


def test_block_is_replaced_by_line() -> None:
    document = FrontMatterEditor(parse(PAGE)).set("translation", {"from": "zh-Hans", "segments": "a b"})
    was = "translation:\n  from: en\n  # inside\n  status: machine\n"
    assert document.text == PAGE.replace(was, "translation:\n  from: zh-Hans\n  segments: a b\n")


def test_block_is_added_after_the_others_and_removed_again() -> None:
    document = parse(PAGE)
    added = FrontMatterEditor(document).set("reviewed", {"item-2": {"by": "甲", "on": "2025-12-08"}})
    assert added.text == PAGE.replace(
        "---\n\nBody", "reviewed:\n  item-2:\n    by: 甲\n    'on': '2025-12-08'\n---\n\nBody"
    )
    assert FrontMatterEditor(added).remove("reviewed") == document
    assert FrontMatterEditor(document).remove("nothing") == document


def test_removing_a_block_leaves_the_rest() -> None:
    was = "translation:\n  from: en\n  # inside\n  status: machine\n"
    assert FrontMatterEditor(parse(PAGE)).remove("translation").text == PAGE.replace(was, "")
    assert "period" not in FrontMatterEditor(parse(PAGE)).remove("period").values


def test_blocks_keep_the_newline_style() -> None:
    document = FrontMatterEditor(parse("---\r\ntitle: One\r\n---\r\nBody")).set("translation", {"from": "en"})
    assert document.text == "---\r\ntitle: One\r\ntranslation:\r\n  from: en\r\n---\r\nBody"


def test_a_file_without_front_matter_gets_one() -> None:
    assert (
        FrontMatterEditor(parse("Body\n")).set("translation", {"from": "en"}).text
        == "---\ntranslation:\n  from: en\n---\n\nBody\n"
    )
    assert FrontMatterEditor(parse("---\n---\nBody\n")).set("a", 1).text == "---\na: 1\n---\nBody\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"---\na: b: c\n---\n", "x.md:2:5: a second `: `"),
        (b"---\na: [\n---\n", "x.md:3:1: invalid YAML"),
        (b"---\na: 1\n", "x.md:1:1: front matter has no end"),
        (b"---\n- a\n---\n", "x.md:2:1: no fields"),
        (b"---\na: 1\n---\nok\n\xff", "x.md:5:1: byte 0xff is not UTF-8"),
        (b"---\na: \x00\n---\n", "x.md:2:"),
    ],
)
def test_problems_name_the_place(data: bytes, said: str) -> None:
    document, problems = Document.parse(data, Path("x.md"))
    assert [str(problem)[: len(said)] for problem in problems] == [said]
    assert document.replace([]) == data


def test_sound_files_have_no_problems() -> None:
    for text in (PAGE, "", "---\n\nA rule.\n", "---\n---\n", "---\ntitle: 一\n...\nBody", "Text\n---\n"):
        assert Document.parse(text.encode())[1] == ()


def test_places_count_every_line_ending() -> None:
    document = parse("a\r\nb\rc\nd")
    assert [document.place(document.text.index(letter)) for letter in "abcd"] == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_edits_must_not_overlap() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        parse("abc").replace([(0, 2, "x"), (1, 3, "y")])
    with pytest.raises(ValueError, match="leaves"):
        parse("abc").replace([(2, 4, "x")])
    assert parse("abc").replace([(2, 3, "z"), (0, 1, "x"), (1, 1, "y")]) == b"xybz"


def test_a_field_within_a_block_goes_alone() -> None:
    was = "  # inside\n  status: machine\n"
    document = parse(PAGE)
    assert FrontMatterEditor(document).remove("status", within="translation").text == PAGE.replace(
        "  status: machine\n", ""
    )
    assert FrontMatterEditor(document).remove("from", within="translation").text == PAGE.replace(
        "  from: en\n  # inside\n", ""
    )
    assert was in PAGE
    for name, within in (("nothing", "translation"), ("from", "nothing"), ("from", "title")):
        assert FrontMatterEditor(document).remove(name, within=within) == document
    flow = parse("---\ntranslation: {from: en, by: Li}  # who\nother: 1\n---\n")
    assert FrontMatterEditor(flow).remove("by", within="translation").text == (
        "---\ntranslation:\n  from: en\nother: 1\n---\n"
    )


@pytest.mark.parametrize(
    ("front", "names"),
    [
        (
            '"title": One\ntopics:\n- a\n# about it\n- b\n',
            {"title": '"title": One\n', "topics": "topics:\n- a\n# about it\n- b\n"},
        ),
        (
            "summary: |\n  title: not a field\ntitle: One\n",
            {"summary": "summary: |\n  title: not a field\n", "title": "title: One\n"},
        ),
        ("{title: One, topics: []}\n", {}),
        ("- a\n", {}),
    ],
)  # fmt: skip
def test_fields_are_what_yaml_says_and_nothing_that_looks_like_one(front: str, names: dict[str, str]) -> None:
    fields = FrontMatterEditor(parse(f"---\n{front}---\nBody\n")).fields
    assert {name: lines.text for name, lines in fields.items()} == names
