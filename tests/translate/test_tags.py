import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.machine.engines import tags
from translate.markdown.marks import Protected
from translate.markdown.protect import protect, restore


@pytest.mark.parametrize(
    ("md", "text"),
    [
        ("The *new* plan.", "The <1>new</1> plan."),
        ("The **new *plan* here** and `code`.", "The <1>new <2>plan</2> here</1> and <3/>."),
        ("See [the site](https://a.b).", "See <1>the site</1>."),
        ("No marks.", "No marks."),
    ],
)
def test_marks_are_numbered_tags_and_come_back(md: str, text: str) -> None:
    unit = protect(md)
    tagged = tags.encode(unit.text, unit.marks)
    assert tagged is not None
    assert tagged.text == text
    found, wrong = tags.decode(text, tagged)
    assert (restore(Protected(found, unit.marks)), wrong) == (md, "")


@pytest.mark.parametrize(
    ("output", "wrong"),
    [
        ("他读<1>新</1>计划<2/>。", ""),
        ("他读< 1 >新</ 1>计划<2 />。", ""),
        ("<2/>他读<1>新</1>计划。", ""),
        ("他读<1>新计划<2/>。", "</1> lost"),
        ("他读新计划。", "<1>, </1>, <2/> lost"),
        ("他读<1>新</1>计划。", "<2/> lost"),
        ("他读<1>新</1>计划<2/><2/>。", "<2/> found twice"),
        ("他读</1>新<1>计划<2/>。", "</1> found in the wrong place"),
        ("他读<1>新</1>计划<2/><3/>。", "<3/> found, which the source does not have"),
        ("他读<1>新</1>计划<2/><b>x</b>。", "<b> found, which the source does not have"),
        ("他读<1>新</1>计划<2/></p。", "</ found, which the source does not have"),
        ("他读<2>新</2>计划<1/>。", "<2> found, which the source does not have"),
    ],
)
def test_tags_are_read_back_strictly(output: str, wrong: str) -> None:
    unit = protect("He reads the *new* plan `x`.")
    tagged = tags.encode(unit.text, unit.marks)
    assert tagged is not None
    text, found = tags.decode(output, tagged)
    assert (found, bool(text)) == (wrong, not wrong)


def test_pairs_may_not_cross() -> None:
    unit = protect("The *new* and **old** plan.")
    tagged = tags.encode(unit.text, unit.marks)
    assert tagged is not None
    assert tags.decode("<1>新<2>旧</1>计划</2>。", tagged) == ("", "</1> found in the wrong place")
    assert tags.decode("<2>旧</2>与<1>新</1>计划。", tagged)[1] == ""


@pytest.mark.parametrize("text", ["x <1> y", "a </b> c", "if a <b> c"])
def test_a_text_that_looks_like_tags_is_not_tagged(text: str) -> None:
    assert tags.encode(text, ()) is None


def test_a_mark_without_its_partner_is_not_tagged() -> None:
    unit = protect("One *two. Three* four.")
    assert tags.encode(unit.text[: unit.text.index(".") + 1], unit.marks) is None
    assert tags.encode(unit.text[unit.text.index(".") + 1 :], unit.marks) is None


@given(st.text(alphabet="<>/12 a新"))
def test_whatever_comes_back_has_every_mark_once_or_is_refused(output: str) -> None:
    unit = protect("The *new* plan `x`.")
    tagged = tags.encode(unit.text, unit.marks)
    assert tagged is not None
    text, wrong = tags.decode(output, tagged)
    assert bool(wrong) != (sorted(text) != [] and {mark for _, mark in tagged.marks} <= set(text))
