"""What is too much for the renderer is refused at its place before it is rendered; what people write never is."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.newsletter import CONTENT
from translate.core import limits
from translate.core.deadline import time_limit
from translate.markdown import dialect, segment
from translate.markdown.complexity import Excess, excess
from translate.markdown.document import Document

ROOT = Path(__file__).resolve().parents[2]
N = 100_000
EXAMPLES = SHARED / "corpora" / "commonmark-0.31-examples.json"


def abbreviations(count: int, words: int) -> str:
    return "".join(f"*[A{number}]: b{number}\n\n" for number in range(count)) + "word\n\n" * words


# For each rule: a text of about so many characters, and what is said of it.
FAMILIES: dict[str, tuple[Callable[[int], str], str]] = {
    "brackets": (lambda n: "[[[[[[[[[\n" * (n // 10), "brackets"),
    "nested brackets": (lambda n: "[[[[[[[[[\n" * (n // 20) + "]]]]]]]]]\n" * (n // 20), "brackets"),
    "images": (lambda n: "![\n" * (n // 3), "brackets"),
    "links": (lambda n: "[a](\n" * (n // 5), "brackets"),
    "code": (lambda n: "\n".join("`" * width for width in range(1, int((2 * n) ** 0.5))), "brackets or backticks"),
    "escaped code": (lambda n: "\\```-\n" * (n // 6), "brackets or backticks"),
    "formulas": (lambda n: "\\(\n" * (n // 3), "brackets"),
    "data sections": (lambda n: "<![CDATA[\n\n" * (n // 11), "tags"),
    "comments": (lambda n: "<!-- a\n\n" * (n // 8), "tags"),
    "instructions": (lambda n: "<?a\n\n" * (n // 5), "tags"),
    "declarations": (lambda n: "<!a\n\n" * (n // 5), "tags"),
    "open tags": (lambda n: "<a b\n" * (n // 5), "tags"),
    "long line": (lambda n: "a" * n, "line of more than"),
    "quotes": (lambda n: "> " * 9000 + "a", "lists or quotes"),
    "lists": (lambda n: "- " * 9000 + "a", "lists or quotes"),
    "list levels": (lambda n: "".join("    " * depth + "- a\n" for depth in range(200)), "lists or quotes"),
    "notes": (lambda n: "[^1] " * 5 + ("\n" + "[^1] " * 5) * (n // 26), "notes"),
    "abbreviations": (lambda n: abbreviations(n // 28, n // 12), "abbreviations"),
    "long reference": (lambda n: "&#" + "1" * 9000 + ";", "character reference"),
    "contents": (lambda n: "[TOC]\n\n" * (n // 7), "tables of contents"),
    "escapes": (lambda n: "\\*\\*\n" * (n // 5), "signs of markup"),
    "elements": (lambda n: "<b>a</b>\n" * (n // 9), "signs of markup"),
    "emphasis": (lambda n: "*a* _b_ ~c~ ^d^ ==e==\n" * (n // 23), "signs of markup"),
    "superscripts": (lambda n: "a (^1 b)\n" * (n // 8), "signs of markup"),
    "several paragraphs of them": (lambda n: ("a (^1 b)\n" * 300 + "\n") * (n // 2400), "signs of markup"),
    "run of nothing else": (lambda n: "~" * 9000 + "a", "in a row"),
    "run of signs": (lambda n: "a **~~<a " + "=" * 9000, "in a row"),
    "several paragraphs of headings": (lambda n: ("# a\n" * 1000 + "\n") * (n // 4000), "headings or other blocks"),
    "definitions": (lambda n: "a\n:   b\n" * (n // 8), "definitions"),
    "headings": (lambda n: "# a\n" * (n // 4), "headings or other blocks"),
    "underlined headings": (lambda n: "a\n=\n" * (n // 4), "headings or other blocks"),
    "rules": (lambda n: "***\n" * (n // 4), "headings or other blocks"),
    "wide table": (lambda n: "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|\n" * (n // 2), "cells"),
    "many tables": (lambda n: ("a|b|c|d|e\n-|-|-|-|-\n" + "|\n" * 90 + "\n") * (n // 200), "cells"),
    "code in a table": (lambda n: "a|b\n-|-\n" + "`|" * 9000, "backticks"),
    "fences": (lambda n: "~~~a\n```b\n" * (n // 10), "fences"),
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hundred_thousand_characters_are_refused_where_they_begin(family: str) -> None:
    make, said = FAMILIES[family]
    started = time.process_time()
    found = excess("Fine.\n\n" + make(N))
    assert time.process_time() - started < 2  # seconds; the slowest takes 0.05
    assert found is not None
    assert said in found.found
    assert found.start >= 7


@pytest.mark.parametrize("family", [name for name in FAMILIES if name not in ("long line", "long reference")])
def test_a_little_of_the_same_is_rendered(family: str) -> None:
    text = FAMILIES[family][0](600)[:600].replace("[TOC]", "[TOK]")
    if family in ("quotes", "lists", "list levels", "code in a table"):
        text = text[:50]
    assert excess(text) is None
    dialect.current().convert(text)


@pytest.mark.parametrize("family", [name for name in FAMILIES if name not in ("quotes", "lists", "list levels")])
def test_the_most_of_it_that_is_accepted_is_read_in_time(family: str) -> None:
    make, _ = FAMILIES[family]
    least, most = 0, N
    while most - least > 200:
        middle = (least + most) // 2
        if excess(make(middle)) is None:
            least = middle
        else:
            most = middle
    # Seconds of CPU time; a second or less on a machine that does nothing else. Without bounds it is minutes.
    with time_limit(20):
        segment.read(Document.parse(make(least).encode())[0])


BOUNDARIES: list[tuple[limits.Limit, Callable[[int], str]]] = [
    (limits.LINE, lambda count: "a" * count),
    (limits.DEFINITIONS, lambda count: "a" * 500 + "\n:   b" * count),
    (limits.TABLES_OF_CONTENTS, lambda count: "[TOC]\n\n" * count),
    (limits.FOOTNOTE_REFERENCES, lambda count: "[^1]\n\n" * count),
    (limits.NESTED_BLOCKS, lambda count: "> " * count + "a"),
    (limits.DELIMITER_RUN, lambda count: "a " + "=" * count),
    (limits.TABLE_CELLS, lambda count: "a|b\n-|-" + "\n|" * (count // 2)),
    (limits.ABBREVIATED_CHARACTERS, lambda count: "*[a]: b\n\n" * 99 + "*[a]: b".ljust(count // 100 - 99 * 9, "\n")),
]


@pytest.mark.parametrize(("limit", "make"), BOUNDARIES, ids=lambda value: getattr(value, "unit", ""))
def test_a_bound_is_the_largest_that_is_accepted(limit: limits.Limit, make: Callable[[int], str]) -> None:
    assert excess(make(limit.value)) is None
    assert excess(make(limit.value + 100)) is not None


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "> ",
        ">",
        "-",
        "|",
        "- |",
        "#",
        "*[",
        "*[a",
        "[^",
        "`",
        "~",
        ":",
        "&#",
        "\\",
        "<",
        "=",
        "1.",
        "1",
        "[x]",
        "\\(",
        "- ",
        "    -",
    ],
)
@pytest.mark.parametrize("end", ["", "a", "\n"])
def test_the_estimate_itself_is_linear(unit: str, end: str) -> None:
    line = unit * (19_000 // len(unit)) + end
    started = time.process_time()
    excess("\n".join([line] * 5))
    excess("\n\n".join([line] * 5))
    assert time.process_time() - started < 1  # seconds; the slowest takes 0.05, a square of the length minutes


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.name)
def test_no_content_of_ours_is_refused(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert excess(text) is None
    assert excess(text * (N // len(text))) is None


@pytest.mark.skipif(not EXAMPLES.is_file(), reason="the examples are not at hand")
def test_no_example_of_commonmark_is_refused() -> None:
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert [one["example"] for one in examples if excess(one["markdown"])] == []


def realistic(choices: random.Random) -> str:
    """Write a very long issue as people would."""
    words = [
        "hospital",
        "*new*",
        "[a link](https://example.org/page?a=1&b=2)",
        "`code`",
        "HTML",
        "2025",
        "**said**",
        "WHO",
    ]

    def sentence() -> str:
        return " ".join(choices.choices(words, k=choices.randint(5, 25))) + "."

    blocks: list[str] = []
    note = 0
    while sum(map(len, blocks)) < N - 6000:
        kind = choices.randrange(9)
        if kind == 0:
            blocks.append(f"## {sentence()}")
        elif kind == 1:
            blocks.append("\n".join(f"- {sentence()}" for _ in range(choices.randint(2, 40))))
        elif kind == 2:
            blocks.append("| a | b | c |\n|---|---|---|\n" + "\n".join("| x | `y` | [z](u) |" for _ in range(60)))
        elif kind == 3:
            blocks.append("\n".join(f"> {sentence()}" for _ in range(10)))
        elif kind == 4:
            note += 1
            blocks.append(f"{sentence()}[^{note}]\n\n[^{note}]: {sentence()}")
        elif kind == 5:
            blocks.append('!!! note "Title"\n\n    ' + sentence() + "\n\n    - a\n        - b\n            1. c")
        elif kind == 6:
            blocks.append("```python\n" + "a = [1, (2, 3)]  # comment\n" * 40 + "```")
        else:
            blocks.append(" ".join(sentence() for _ in range(8)))
    blocks.append("\n".join(f"*[ABBR{number}]: An expansion" for number in range(100)))
    blocks.append("\n".join(f"[ref{number}]: https://example.org/{number} 'Title'" for number in range(40)))
    return "\n\n".join(blocks)


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_thousand_characters_of_ordinary_text_are_not_refused(seed: int) -> None:
    text = realistic(random.Random(seed))
    assert len(text) > N * 0.9
    assert excess(text) is None


def test_nothing_is_in_an_empty_text() -> None:
    assert excess("") is None
    assert excess("\n\n") is None
    assert excess("a\n\n" + "[[[\n" * 9000) == Excess(3, "brackets or backticks that close late or never")
