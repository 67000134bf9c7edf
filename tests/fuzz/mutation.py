"""Files made from good ones and from small ones of every kind of syntax, by changes that people and attackers make."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from tests.newsletter import CONTENT, NEWSLETTER

ROOT = Path(__file__).resolve().parents[2]
SEEDS = Path(__file__).parent / "seeds"
TOKENS = (
    *"[]()<>{}`*_~^=$|\\&:;!?#-+\"'\n\t %.,\r\f\v\0\x1b\x02\x03\u200b\u202e\ufeff\u2028\ud7ff。，（）《》",
    *("](", "![", "[^", "]: ", "*[", "](<", "[](", "[]('", "y'(", "[TOC]", "[ ] ", "[x] "),
    *("```", "~~~", "``", "$$", "\\(", "\\[", "\\begin{a}", "**", "***", "__", "~~", "^^", "==", "::", ":smile:"),
    *("<div>", "</div>", '<div markdown="1">', "<p markdown>", "<b", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>"),
    *(
        "<script>",
        "<br>",
        "<a href='",
        "<svg>",
        "<table>",
        "&amp;",
        "&#27;",
        "&#x202E;",
        "&#0;",
        "&#99999999999;",
        "&nbsp;",
    ),
    *(
        "\n\n",
        "    ",
        "\n    ",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n## ",
        "\n# ",
        "\n***\n",
        "\n===\n",
        "\n---\n",
        "\n!!! note\n    ",
    ),
    *(
        "\n??? tip\n    ",
        '\n=== "a"\n    ',
        "\n:   ",
        "\n| a | b |\n|---|---|\n",
        "\n[a]: b 'c'\n",
        "\n[^1]: ",
        "\n*[a]: b\n",
    ),
    *("{: .a #b c='d' }", "{ .a }", "{{", "{%", "--8<--", '--8<-- "notice.md"', '--8<-- "../x"', "\n--8<--\n", "8<"),
    *(
        "http://",
        "https://[x",
        "https://ex℀mple.com/",
        "mailto:",
        "www.",
        "a@b.c",
        "javascript:",
        "//",
        "..",
        "/" * 300,
    ),
    *(
        "title: ",
        "- ",
        ": ",
        "&a ",
        "*a",
        "<<: ",
        "!!int x",
        "!!python/name:os.system",
        '"\\ud83d"',
        "0x",
        "2025-13-01",
    ),
    *(
        "2025年3月",
        "March 3, 2025",
        "$1.5 million",
        "10%",
        "“",
        "”",
        "é",
        "e\u0301",
        "中文",
        "😀",
        "👨‍👩‍👧",
        "ﬁ",
        "İ",
        "ß",
    ),
)


@dataclass(frozen=True)
class Mutant:
    """A content file that somebody could send."""

    path: str
    """Where it lies below the project's root."""
    data: bytes
    """Its bytes."""
    translation: bool = False
    """Whether it began as a translation, which needs its original."""


def _originals() -> tuple[Mutant, ...]:
    """Read what mutations begin with: the newsletter's files, and each seed as an issue."""
    paths = [*sorted((CONTENT / "issues").rglob("*.md")), *sorted((CONTENT / "pages").glob("*.md"))]
    real = [(path.relative_to(NEWSLETTER).as_posix(), path.read_bytes()) for path in paths]
    small = [(_ISSUE, _FRONT + path.read_bytes()) for path in sorted(SEEDS.glob("*.md"))]
    return tuple(Mutant(path, data, b"\ntranslation:" in data) for path, data in (*real, *small))


_ISSUE = "content/issues/healthcare/2025-12-01.en.md"
_FRONT = b"""\
---
title: A seed
edition: healthcare
period: {start: 2025-12-01, end: 2025-12-07}
published: 2025-12-08
summary: What the fuzzer begins with.
topics: [hospitals]
---

"""
ORIGINALS = _originals()
"""Files that are as they should be."""


def mutant(choices: random.Random) -> Mutant:
    """Make a file; the same choices make the same file."""
    original = choices.choice(ORIGINALS)
    text = original.data.decode("utf-8")
    # The front matter is refused early, so most changes are made below it.
    body = text.find("\n---\n", 4)
    head, text = ("", text) if choices.random() < 0.15 else (text[: body + 5], text[body + 5 :])
    for _ in range(choices.choice([1, 1, 2, 3, 5, 8, 13])):
        text = _changed(text, choices)
    data = (head + text).encode("utf-8", "surrogatepass")
    if choices.random() < 0.05:
        data = _flipped(data, choices)
    return replace(original, data=data)


def _changed(text: str, choices: random.Random) -> str:
    start = choices.randint(0, len(text))
    end = min(len(text), start + choices.choice([0, 1, 1, 2, 5, 20, 100]))
    part, token = text[start:end], choices.choice(TOKENS)
    many = choices.choice([2, 3, 5, 20, 100, 1000])
    change = choices.randrange(9)
    if change <= 1:
        part = "".join([token, *choices.choices(TOKENS, k=choices.randint(0, 3))])
    elif change == 2:
        part = ""
    elif change == 3:
        part *= min(many, 2 + 4000 // (len(part) + 1))
    elif change == 4:
        part = token * min(many, 2 + 4000 // len(token))
    elif change == 5:
        part = token * min(many, 300) + part + choices.choice(TOKENS) * min(many, 300)
    elif change == 6:
        other = choices.choice(ORIGINALS).data.decode("utf-8")
        cut = choices.randint(0, len(other))
        part = other[cut : cut + choices.choice([5, 50, 500])]
    elif change == 7:
        part = "".join(choices.choices(TOKENS, k=choices.randint(1, 12)))
    else:
        # Everything below moves into a list, a quote or a block.
        prefix = choices.choice(["    ", "> ", "- ", "\t", ":   ", "| "])
        lines = text[start:].split("\n")
        count = choices.randint(1, len(lines))
        return text[:start] + "\n".join([*(prefix + line for line in lines[:count]), *lines[count:]])
    return text[:start] + part + text[end:]


def _flipped(data: bytes, choices: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(choices.randint(1, 8)):
        if changed:
            changed[choices.randrange(len(changed))] = choices.randrange(256)
    return bytes(changed)
