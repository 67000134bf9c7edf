"""Characters that deceive, and what may be printed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.core.characters import escaped, hidden, mixed, without_hidden


@pytest.mark.parametrize(
    "text",
    [
        "a\u200bb",
        "a\u00adb",
        "ad\u202emoc",
        "a\u2066b",
        "a\u2060b",
        "a\ufeffb",
        "\U000e0041\U000e0042",
        "a\x1b[2K",
        "a\x85b",
        "a\u2028b",
        "a\ud83d",
        "a\ufffe",
        "a\ue000",
        "a\u3164b",
        "a\u2800b",
        "a\u200db",
        "中\u200d国",
        "a\ufe0fb",
        "👩\u200d",
        "♥\ufe0f\ufe0f",
        "a\u200fb",
        "abc\nשלום\nd\u200ee",
        "🏴\U000e0067",
        "a\U000e0100",
        "e" + "\u0301" * 6,
    ],
    ids=ascii,
)
def test_a_hidden_character_is_found(text: str) -> None:
    assert list(hidden(text))


@pytest.mark.parametrize(
    "text",
    [
        "Tab\tand\nline, no-break\u00a0space, thin\u2009space, ideographic\u3000space",
        "👩\u200d⚕\ufe0f 👨🏽\u200d🔬 ❤\ufe0f\u200d🔥 ☎\ufe0e 1\ufe0f\u20e3 ©\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100城",
        "می\u200cخواهم שלום \u200f!",
        "क्\u200dष",
        "café naïve Việt Nam e\u0301",
        "中文，《标点》——“引号”……",
        "TNFα 5 µm 10 kΩ −5 ≤ ½ ℃",
    ],
)
def test_spellings_of_scripts_and_emoji_are_visible(text: str) -> None:
    assert list(hidden(text)) == []
    assert without_hidden(text) == text


def test_no_format_character_and_nothing_that_xml_forbids_is_forgotten() -> None:
    """All of Unicode: what has no glyph of its own by its category, or cannot stand in XML 1.0, is hidden alone."""
    # Signs that enclose or precede numbers in Arabic, Syriac and Kaithi, and hieroglyphs' joiners, have a shape.
    shaped = {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}
    for point in range(sys.maxunicode + 1):
        sign = chr(point)
        forbidden = not (
            sign in "\t\n\r" or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or 0x10000 <= point <= 0x10FFFF
        )
        category = unicodedata.category(sign)
        unseen = category in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co") and sign not in "\t\n"
        if forbidden or (unseen and unicodedata.name(sign, "").partition(" ")[0] not in shaped):
            assert list(hidden(f"a{sign}b")) or point == 0x061C, hex(point)


@pytest.mark.parametrize("text", ["Раураl", "hоspital", "Ηospital", "pαypal", "ꓡouis", "Аpple and pear", "𝐀pple"])
def test_a_word_of_several_alphabets_is_found(text: str) -> None:
    assert list(mixed(text))


@pytest.mark.parametrize(
    "text", ["Москва MRI", "TNFα", "IFNγ-2", "β2 μg", "A股", "微信WeChat上线", "ﬁrst", "naïve", "αβ T"]
)
def test_neighbours_of_several_alphabets_are_no_mixed_word(text: str) -> None:
    assert list(mixed(text)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain 中文 — ok", "plain 中文 — ok"),
        ("two\nlines\r", r"two\nlines\r"),
        ("\x1b]0;title\a", r"\x1b]0;title\x07"),
        ("ad\u202emoc", r"ad\u202emoc"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud83d", r"\ud83d"),
        ("::error::x", r"\x3a:error::x"),
        ("  ::stop-commands::x", r"  \x3a:stop-commands::x"),
        ("a ##[group]x", r"a #\x23[group]x"),
        ("##vso[task.setvariable]x", r"#\x23vso[task.setvariable]x"),
        ("## Heading, C::D", "## Heading, C::D"),
    ],
)
def test_what_is_printed(text: str, line: str) -> None:
    assert escaped(text) == line


@given(st.text(st.one_of(st.characters(), st.sampled_from("::##[\n\r\x1b\u202e\u2028")), max_size=40))
def test_no_text_acts_when_it_is_printed(text: str) -> None:
    line = escaped(text)
    assert line.encode("utf-8").decode("utf-8") == line
    assert not any(
        unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") or sign in "\u202a\u202e\u2066\u200b" for sign in line
    )
    assert not line.lstrip().startswith("::")
    assert "##[" not in line
    assert escaped(line) == line
