"""Which text is which after edits: tables of yesterday's and today's texts."""

import pytest

from translate.memory.alignment import Token, align


def tokens(texts: str) -> list[Token]:
    """One token per word; `A1` and `A2` are versions of one text, capitals headings, `?` hides the text."""
    made: list[Token] = []
    for word in texts.split():
        name = word.strip("?")
        text = " ".join([name[0].lower() * 3, name[0].lower() * 4, name[0].lower() * 5, f"v{name[1:]}"])
        made.append(Token(name, "heading" if name[0].isupper() else "paragraph", None if word.endswith("?") else text))
    return made


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("a b c", "a b c", "a-a b-b c-c"),
        ("a b c", "c a b", "c-c a-a b-b"),
        ("a b c", "a x b c", "a-a b-b c-c"),
        ("a b c", "a c", "a-a c-c"),
        ("a b1 c", "a b2 c", "a-a b1-b2 c-c"),
        ("a b1? c", "a b2 c", "a-a b1-b2 c-c"),
        ("a b1 c", "a x b2 c", "a-a b1-b2 c-c"),
        ("a b1 c1 d", "a c2 d", "a-a c1-c2 d-d"),
        ("a b1 c", "c b2 a", "c-c b1-b2 a-a"),
        ("a b c", "x y z", "a-x b-y c-z"),
        ("a B c", "a c B", "a-a c-c B-B"),
        ("A1 b1 C1 d1", "C1 d2 A1 b1", "C1-C1 d1-d2 A1-A1 b1-b1"),
        ("A b", "b1 A1", "b-b1 A-A1"),
        ("a a a", "a a", "a-a a-a"),
        ("a a b", "a b a", "a-a b-b a-a"),
        ("", "a", ""),
        ("a", "", ""),
    ],
)
def test_pairs(old: str, new: str, pairs: str) -> None:
    before, after = tokens(old), tokens(new)
    found = align(before, after)
    shown = [f"{before[index].key}-{after[at].key}" for at, index in enumerate(found) if index is not None]
    assert " ".join(shown) == pairs
    used = [index for index in found if index is not None]
    assert len(used) == len(set(used))


def test_repeated_texts_stay_where_they_are() -> None:
    assert align(tokens("a x a"), tokens("a y a")) == [0, 1, 2]
    assert align(tokens("a b a c"), tokens("n a b a c")) == [None, 0, 1, 2, 3]


def test_long_lists_of_new_texts_take_no_time() -> None:
    old = [Token(f"o{n}", "p", f"old text {n}") for n in range(1500)]
    new = [Token(f"n{n}", "p", f"new text {n}") for n in range(1400)]
    found = align([Token("s"), *old, Token("e")], [Token("s"), *new, Token("e")])
    assert found[0] == 0
    assert found[-1] == 1501
