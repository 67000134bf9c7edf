import pytest

from translate.machine import sentence_parts
from translate.markdown.protect import Protected, protect


def shown(parts: list[sentence_parts.SentencePart]) -> list[str]:
    """Model parts in brackets with the stop they are asked with."""
    return [f"[{part.text}{part.stop and '+' + part.stop}]" if part.model else part.text for part in parts]


def marks_as(parts: list[str]) -> list[str]:
    return [
        "".join(chr(ord("①") + ord(c) - 0xE000) if 0xE000 <= ord(c) <= 0xF8FF else c for c in part) for part in parts
    ]


def unit(md: str) -> Protected:
    return protect(md)


@pytest.mark.parametrize(
    ("md", "language", "parts"),
    [
        ("A full sentence stands alone.", "en", ["[A full sentence stands alone.]"]),
        ("Is it one? ", "en", ["[Is it one?]", " "]),
        ("Two hospitals join forces", "en", ["[Two hospitals join forces+.]"]),
        ("**Two hospitals join forces**", "en", ["[①Two hospitals join forces②+.]"]),
        ("两家医院携手", "zh-Hans", ["[两家医院携手+。]"]),
        ("Two hospitals", "en", ["[Two hospitals]"]),
        ("Update: Two hospitals sign.", "en", ["[Update]", ": ", "[Two hospitals sign.]"]),
        ("更新：两家医院签约。", "zh-Hans", ["[更新]", "：", "[两家医院签约。]"]),
        ("At 10:30 the doors open.", "en", ["[At 10:30 the doors open.]"]),
        ("12%, 3.5 (4)", "en", ["12%, 3.5 (4)"]),
        ("`code`", "en", ["①"]),
        ("", "en", []),
        (
            "Work began. ([Xinhua](https://a.b); [China Daily](https://c.d))",
            "en",
            ["[Work began.]", " (", "①", "[Xinhua]", "②", "; ", "③", "[China Daily]", "④", ")"],
        ),
        ("（[中国日报](https://c.d)）", "zh-Hans", ["（", "①", "[中国日报]", "②", "）"]),
        ("It opened (see [the plan](x)).", "en", ["[It opened (see ①the plan②).]"]),
        ("It opened ([the plan](x) and more).", "en", ["[It opened (①the plan② and more).]"]),
        ("A note (in brackets) here.", "en", ["[A note (in brackets) here.]"]),
    ],
)
def test_a_sentence_becomes_as_few_parts_as_its_shape_allows(md: str, language: str, parts: list[str]) -> None:
    assert marks_as(shown(sentence_parts.whole(unit(md).text, language))) == parts


@pytest.mark.parametrize(
    ("md", "parts"),
    [
        ("No place to cut here.", ["[No place to cut here.]"]),
        (
            "When the two hospitals met, they signed the memorandum; it holds for years.",
            ["[When the two hospitals met,]", " ", "[they signed the memorandum;]", " ", "[it holds for years.]"],
        ),
        ("One, two, three words stand here.", ["[One, two, three words stand here.]"]),
        ("All of **this, and all of that** stays.", ["[All of ①this, and all of that② stays.]"]),
        (
            "It costs 1,000,000 yuan a year, they say now.",
            ["[It costs 1,000,000 yuan a year,]", " ", "[they say now.]"],
        ),
        ("两家医院签署备忘录，有效期五年。", ["[两家医院签署备忘录，]", "[有效期五年。]"]),
    ],
)
def test_a_sentence_is_cut_at_its_clauses(md: str, parts: list[str]) -> None:
    made = unit(md)
    language = "zh-Hans" if "，" in md else "en"
    assert marks_as(shown(sentence_parts.split(made.text, made.marks, language))) == parts


def test_around_marks_each_run_goes_by_itself() -> None:
    made = unit("Two **new** plans, `x`, open.")
    assert marks_as(shown(sentence_parts.around(made.text, "en"))) == [
        "[Two]",
        " ",
        "①",
        "[new]",
        "②",
        " ",
        "[plans,]",
        " ",
        "③",
        "[, open.]",
    ]


@pytest.mark.parametrize(
    "md", ["A: b c d. ([x](y))", "Two **new, very new** plans, `x`, open", "  更新：两家。  ", "12 %"]
)
def test_parts_together_are_the_sentence(md: str) -> None:
    made = unit(md)
    for parts in (
        sentence_parts.whole(made.text, "en"),
        sentence_parts.split(made.text, made.marks, "en"),
        sentence_parts.around(made.text, "en"),
    ):
        assert "".join(part.text for part in parts) == made.text
