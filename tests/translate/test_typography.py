"""Punctuation and spacing: the cases are the specification, the properties hold on any text."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.language.script import is_mark
from translate.language.typography import polish
from translate.markdown.protect import MARK_BASE, Mark

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "typography.yml").read_text(encoding="utf-8"))
PERIODICALS = ("中国日报", "自然", "健康报")
MARKS = (
    Mark("open", "[", "link", 1),
    Mark("close", "](https://example.org)", "link", 0),
    Mark("open", "[", "link", 3),
    Mark("close", "](https://example.com)", "link", 2),
    Mark("open", "**", "strong", 5),
    Mark("close", "**", "strong", 4),
    Mark("atom", "`make`", "code", text="make"),
)
PIECES = st.sampled_from(
    [
        *"，。；：？！、（）“”‘’《》「」『』…—～·,.;:?!()[]\"'- \u00a0\u3000\n",
        *(
            "中国日报",
            "自然",
            "医院",
            "上海",
            "Parkway",
            "hospital",
            "e.g",
            "mRNA",
            "12",
            "3.5",
            "3,800",
            "2026–2030",
            "70 %",
        ),
        *("--", "——", "...", "……", "https://example.org/a", "１２", "％"),
        *(chr(MARK_BASE + index) for index in range(7)),
    ]
)


def marked(text: str) -> str:
    return re.sub(r"⟦(\d)⟧", lambda match: chr(MARK_BASE + int(match[1])), text)


@pytest.mark.parametrize(
    ("language", "case"),
    [(language, case) for language, cases in CASES.items() for case in cases],
    ids=lambda value: value["why"] if isinstance(value, dict) else value,
)
def test_case(language: str, case: dict[str, str]) -> None:
    out = polish(marked(case["in"]), language, periodicals=PERIODICALS, marks=MARKS)
    assert out == marked(case["out"])
    assert polish(out, language, periodicals=PERIODICALS, marks=MARKS) == out


def test_a_segment_begins_with_a_capital_only_where_asked() -> None:
    assert polish("hospitals open.", "en") == "hospitals open."
    assert polish("hospitals open.", "en", capital=True) == "Hospitals open."
    assert polish("mRNA works.", "en", capital=True) == "mRNA works."


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@given(pieces=st.lists(PIECES, max_size=14))
@settings(deadline=None, max_examples=300)
def test_a_second_pass_changes_nothing_and_marks_stay(language: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    once = polish(text, language, periodicals=PERIODICALS, marks=MARKS)
    assert polish(once, language, periodicals=PERIODICALS, marks=MARKS) == once
    assert [char for char in once if is_mark(char)] == [char for char in text if is_mark(char)]
    assert _letters(polish(text, language)) == _letters(text)


def _letters(text: str) -> str:
    wide = str.maketrans("１２", "12")
    return re.sub(r"[^A-Za-z0-9]", "", text.translate(wide)).casefold()
