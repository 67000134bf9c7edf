"""Marks out and back, and what of a mixed line is already in the target language."""

import pytest

from translate.language.script import UnmarkedText, target_language_ranges

LINE = "1172 Jile Road, Minhang District 上海市闵行区季乐路1172号 Tel: 3359 1588"
A, B = "\ue000", "\ue001"


@pytest.mark.parametrize(
    ("text", "target", "stretches"),
    [
        (LINE, "zh-Hans", ["上海市闵行区季乐路1172号"]),
        (LINE, "en", ["1172 Jile Road, Minhang District"]),
        ("联系人：Parkway Shanghai Hospital Reception 电话", "en", ["Parkway Shanghai Hospital Reception"]),
        ("The hospital (上海百汇医院) opened.", "zh-Hans", ["上海百汇医院"]),
        ("The word 健康 means health.", "zh-Hans", []),
        ("世界卫生组织（WHO）发布COVID-19指南", "en", []),
        ("请写信至info@example.org或www.example.org/about/us", "en", []),
        ("使用GPT-4 API接口", "en", []),
        ("Plain English only, nothing else.", "zh-Hans", []),
        ("Plain English only, nothing else.", "en", []),
        ("全是中文。", "zh-Hans", []),
        (f"{A}上海市{B}闵行区 is a district", "zh-Hans", [f"上海市{B}闵行区"]),
    ],
)
def test_already(text: str, target: str, stretches: list[str]) -> None:
    assert [text[stretch.start : stretch.end] for stretch in target_language_ranges(text, target)] == stretches


def test_a_bare_text_finds_its_way_back() -> None:
    bare = UnmarkedText(f"a{A}bc{B}d")
    assert bare.text == "abcd"
    assert bare.span(1, 3) == (2, 4)
    assert bare.span(0, 2) == (0, 3)
    assert UnmarkedText("abcd").span(1, 3) == (1, 3)
