"""The part of YAML that files by strangers may use."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from translate.core import limits, yaml_text

PATH = Path("x.md")


def read(text: str) -> tuple[object, list[str]]:
    found, problems = yaml_text.read(text, PATH, line=2)
    return (found.values if found else None), [str(problem) for problem in problems]


def test_plain_values() -> None:
    text = "a: 1\nb: [x, yes, 2025-12-01, 2025-02-30, 1.5, true, ~]\non: 1:30\nc: {d: '1', e: \"\\u4e2d\"}\nf: |\n  g\n"
    values, problems = read(text)
    assert values == {
        "a": 1,
        "b": ["x", "yes", date(2025, 12, 1), "2025-02-30", 1.5, True, None],
        "on": "1:30",
        "c": {"d": "1", "e": "中"},
        "f": "g\n",
    }
    assert problems == []
    assert read("") == read("# note\n") == ({}, [])


LAUGHS = "a: &a x\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb: &x 1\n", "3:4", "the anchor `&x`"),
        ("a: *x\n", "2:4", "the alias `*x`"),
        (LAUGHS, "2:4", "the anchor"),
        ("a: {<<: {b: 1}}", "2:5", "the merge key"),
        ("<<: *a", "2:1", "the merge key"),
        *((f"a: {tag} x", "2:4", "the tag") for tag in ("!!int", "!!timestamp", "!!python/name:os.system", "!x", "!")),
        ("a: !!set {b, c}", "2:4", "the tag `!!set`"),
        ("a: b\n---\nc: d", "3:1", "a second document"),
        ("%YAML 1.1\n---\na: b", "2:1", "a directive"),
        ("? [a]\n: b", "2:3", "a key that is no word"),
        ("- a", "2:1", "no fields"),
        ("just text", "2:1", "no fields"),
        ("a: b: c", "2:5", "a second `: `"),
        ("\ta: 1", "2:1", "invalid YAML"),
        ("a: [", "3:1", "invalid YAML"),
        ('a: "\\U00110000"', "2:7", "invalid YAML"),
        ("a: \x00", "2:1", "invalid YAML"),
        ("a: " + "[" * 800, f"2:{3 + limits.FRONT_MATTER_DEPTH.value}", "levels deep"),
        ("- " * 800 + "a", None, "levels deep"),
        ("a: " + "{b: " * 20, None, "levels deep"),
        ("a: [" + "x, " * limits.FRONT_MATTER_NODES.value, None, f"more than {limits.FRONT_MATTER_NODES.value} values"),
        ("a: " + "x" * limits.FRONT_MATTER.value, "2:1", "characters of YAML"),
        ("a: 1\nb: {c: 1, c: 2}\na: 2", "3:11", "`c` stands twice, first in line 3"),
    ],
    ids=lambda value: str(value)[:24].encode("unicode_escape").decode(),
)
def test_what_is_refused_has_a_place_and_words(text: str, place: str | None, words: str) -> None:
    _, problems = read(text)
    assert problems
    assert words in problems[0]
    assert "; expected " in problems[0]
    assert place is None or problems[0].startswith(f"x.md:{place}: ")


@pytest.mark.parametrize(
    "value",
    [
        "9" * 5000,
        "0x" + "f" * 20_000,
        "1:59:59:59",
        "1_000",
        "0o17",
        "1e5",
        ".inf",
        "2025-12-01T10:00:00Z",
        "2025-13-40",
        "=",
        "y",
        "off",
    ],
    ids=lambda value: value[:12],
)
def test_no_scalar_fails_and_what_looks_odd_is_text(value: str) -> None:
    assert read(f"a: {value}") == ({"a": value}, [])


# Read as a line end, which folds: PyYAML writes it as it is. No text of ours may hold it (`characters.hidden`).
_TEXT = st.text(st.characters(exclude_characters="\x85"), max_size=8)


@given(
    st.recursive(
        st.one_of(_TEXT, st.integers(-(10**17), 10**17), st.booleans(), st.none(), st.dates()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_is_dumped_is_read(value: object) -> None:
    text = yaml.safe_dump({"key": value}, allow_unicode=True)
    found, problems = yaml_text.read(text, PATH)
    if problems:  # deeper than any field, or a surrogate
        assert all("levels deep" in str(problem) or "invalid YAML" in str(problem) for problem in problems)
    else:
        assert found is not None
        assert found.values == {"key": value}


@given(st.text(st.sampled_from("ab:-?&*!|>'\"%@`{}[],# \n\t<.0\x00\u2028中"), max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    found, problems = yaml_text.read(text, PATH)
    assert found is not None or problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
