import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.content.model import CHINESE, ENGLISH, Language
from build.editions.text_runs import curl, fold, runs


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        (ENGLISH, "kept at 2–8 °C, then", ["2–8 °C"]),
        (ENGLISH, "about US$233.61 million (1.61 billion yuan)", ["US$233.61 million", "1.61 billion"]),
        (ENGLISH, "on 8 January 2025", ["8 January"]),
        (ENGLISH, "pages 3–5.", ["3–5"]),
        (ENGLISH, "a 5 mg dose, 84,400 m²", ["5 mg", "84,400 m²"]),
        (ENGLISH, "a 30-year-old, COVID-19, 5-million-dollar", []),
        (CHINESE, "约2–8 °C保存", ["2–8 °C"]),
        (CHINESE, "产值555.1亿元，增长70%", ["555.1亿元", "70%"]),
        (CHINESE, "2025年12月1日至7日", ["2025年", "12月", "1日", "7日"]),
        (CHINESE, "第5代GPT-4o模型", []),
    ],
)
def test_what_stays_on_one_line(language: Language, text: str, kept: list[str]) -> None:
    assert [run.text for run in runs(text, language) if run.kept] == kept


def test_a_kept_run_knows_where_the_typesetter_would_have_set_a_gap() -> None:
    before, kept, after = runs("约2–8 °C保存", CHINESE)
    assert (kept.gap_before, kept.gap_after) == (True, True)
    assert [run.kept for run in (before, kept, after)] == [False, True, False]
    (_, amount, _) = runs("，555.1亿元的", CHINESE)
    assert (amount.gap_before, amount.gap_after) == (False, False)


@pytest.mark.parametrize(
    ("language", "text", "foreign"),
    [
        (ENGLISH, "Road (上海市闵行区季乐路1172号) is", [("上海市闵行区季乐路1172号", "zh-Hans")]),
        (ENGLISH, "called 《自然》 here", [("《自然》", "zh-Hans")]),
        (ENGLISH, "no Han at all", []),
        (CHINESE, "由WHO China与IHH合作，A股", [("WHO China", "en"), ("IHH", "en")]),
        (CHINESE, "全是汉字。", []),
    ],
)
def test_runs_name_the_language_they_are_in(language: Language, text: str, foreign: list[tuple[str, str]]) -> None:
    assert [(run.text, run.language) for run in runs(text, language) if run.language] == foreign


@given(st.text(alphabet=st.sampled_from("aZ09 .,–°C%亿元年月中文《》（）'\"\u00a0é"), max_size=60), st.booleans())
def test_runs_joined_are_the_text(text: str, chinese: bool) -> None:
    found = runs(text, CHINESE if chinese else ENGLISH)
    assert "".join(run.text for run in found) == text
    assert all(run.text for run in found)


def test_keyboard_quotes_become_typographic_in_english_only() -> None:
    assert curl("The team's \"first\" ('best') trial, it's", ENGLISH) == "The team’s “first” (‘best’) trial, it’s"
    assert curl('他说"好"', CHINESE) == '他说"好"'


def test_a_line_break_between_han_is_no_space() -> None:
    assert fold("上海\n  医院，\n很好") == "上海医院，很好"
    assert fold("two\n words 中\n a") == "two words 中 a"
