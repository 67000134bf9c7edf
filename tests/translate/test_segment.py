"""Segments: where they are, what they are, and how a translation takes their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.markdown import blocks, parity, segment, splice
from translate.markdown.document import Document
from translate.markdown.protect import Context


def parse(text: str) -> Document:
    return Document.parse(text.encode())[0]


def put(text: str, *targets: str) -> str:
    """Replace the segments of a page in order."""
    document = parse(text)
    found = segment.segments(document)
    assert len(found) == len(targets)
    return document.edited(
        splice.replacement(document, one, target) for one, target in zip(found, targets, strict=True)
    ).text


def test_kinds_and_places() -> None:
    text = """---
title: One
other: no
---

# Two

Three
wrapped

| Four | 5 |
|------|---|
| six  | `x` |

Seven
:   Eight

!!! note "Nine"
    Ten

[a]: /b "Eleven"
*[T]: Twelve

<p>Thirteen</p>
"""
    found = segment.segments(parse(text), ("title", "summary"))
    assert [(one.kind, one.source_md, one.line, one.column) for one in found] == [
        ("field", "One", 2, 8),
        ("heading", "Two", 6, 3),
        ("paragraph", "Three wrapped", 8, 1),
        ("cell", "Four", 11, 3),
        ("cell", "six", 13, 3),
        ("term", "Seven", 15, 1),
        ("paragraph", "Eight", 16, 5),
        ("label", "Nine", 18, 11),
        ("paragraph", "Ten", 19, 5),
        ("title", "Eleven", 21, 10),
        ("expansion", "Twelve", 22, 7),
        ("html", "Thirteen", 24, 4),
    ]
    assert segment.segments(parse(text), ())[0].kind == "heading"


def test_what_the_page_defines_comes_along() -> None:
    text = "A[^n] b\n\n[Ref one]: /a\n[2]: /b\n[^n]: C\n*[HTML]: D e\n"
    assert segment.segments(parse(text))[0].context == Context(
        frozenset({"ref one", "2"}), frozenset({"n"}), frozenset({"HTML"})
    )


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("One\ntwo", "One two"),
        ("  One\n   two", "One two"),
        ("一\n二", "一二"),
        ("一。\n二", "一。二"),
        ("一\nTwo", "一 Two"),
        ("One  \ntwo", "One  \ntwo"),
        ("One    \ntwo", "One    \ntwo"),
        ("One\\\ntwo", "One\\\ntwo"),
        ("> One\n> two", "One two"),
        ("> One  \n> two", "One  \ntwo"),
        ("- One\n  two", "One two"),
        ("One\r\ntwo", "One two"),
    ],
)
def test_lines_are_joined(text: str, joined: str) -> None:
    assert [one.source_md for one in segment.segments(parse(text))] == [joined]


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        # Line breaks take the prefix of the place.
        ("> One  \n> two\n", "一  \n二", "> 一  \n> 二\n"),
        ("- One  \r\n  two\r\n", "一  \n二", "- 一  \r\n  二\r\n"),
        ("One\ntwo", "一", "一"),
        ("One", "一  \n二", "一 二"),
        # Signs that would open a block.
        ("One", "1. 一", "1\\. 一"),
        ("One", "- 一", "\\- 一"),
        ("One", "# 一", "\\# 一"),
        ("One", "> 一", "\\> 一"),
        ("One", "--- 一", "\\--- 一"),
        ("One", "=== 一", "\\=== 一"),
        ("One", "!!! 一", "\\!!! 一"),
        ("One", "``` 一", "\\``` 一"),
        ("One", "[一]: 二", "\\[一]: 二"),
        ("One", "*[一]: 二", "\\*[一]: 二"),
        ("- One", "[ ] 一", "- \\[ ] 一"),
        ("One", "2025年", "2025年"),
        ("**One** two", "**一** 二", "**一** 二"),
        ("One  \ntwo", "一  \n# 二", "一  \n\\# 二"),
        # Signs that would end the place.
        ("# One #", "C#", "# C\\# #"),
        ("# One {#x}", "一", "# 一 {#x}"),
        ("|One|b|\n|-|-|\n", None, None),
        ('[a]: /b "One"', '"一"', '[a]: /b "&quot;一&quot;"'),
        ("[a]: /b 'One'", "It's 一", "[a]: /b 'It&#39;s 一'"),
        # A line that underlined nothing must not underline one now.
        ("One\ntwo\n---\n", "一 二 三", "一 二\n三\n---\n"),
        ("One\ntwo\n---\n", "一二三", "一二三\n\n---\n"),
        # Blanks around a translation are not ours.
        ("One", "  一 \n", "一"),
    ],
)
def test_replacement(text: str, target: str | None, expected: str | None) -> None:
    if target is None:
        assert put(text, "一|二 `a|b` \\|", "二") == "|一\\|二 `a|b` \\||二|\n|-|-|\n"
        return
    assert put(text, target) == expected
    assert parity.compare(text, put(text, target)) == []


@given(st.text(alphabet="a \t\r\n\x02\x03中", max_size=40))
def test_normalizing_does_what_the_renderer_does_and_knows_the_way_back(text: str) -> None:
    normal, origin = blocks.normalize(text)
    cleaned = text.replace("\x02", "").replace("\x03", "").replace("\r\n", "\n").replace("\r", "\n")
    assert normal == cleaned.expandtabs(4)
    assert len(origin) == len(normal) + 1
    assert list(origin) == sorted(origin)
    assert origin[-1] == len(text)
    for character, offset in zip(normal, origin, strict=False):
        assert character == text[offset] or (character in " \n" and text[offset] in "\t\r\n")


def test_letters_of_the_shadow_may_occur_in_the_text() -> None:
    text = "".join(chr(0x20000 + n) + " " for n in range(50)) + "\n\n- 𠀀𠀁 one\n\n> two"
    found = segment.segments(parse(text))
    assert [one.source_md for one in found[1:]] == ["𠀀𠀁 one", "two"]


def test_a_line_that_is_not_utf8_stays() -> None:
    document, problems = Document.parse(b"One\n\nTwo \xff\n\nThree")
    assert [one.source_md for one in segment.segments(document)] == ["One", "Three"]
    assert len(problems) == 1
