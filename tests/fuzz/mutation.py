"""Files made from real files and from small ones of every kind of syntax, by changes that people and attackers make."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
Kind = Literal["original", "translation", "page"]
PLACES: dict[Kind, str] = {
    "original": "content/issues/healthcare/2025-12-01.en.md",
    "translation": "content/issues/healthcare/2025-12-01.zh-Hans.md",
    "page": "content/pages/about.en.md",
}
_FRONT = (ROOT / PLACES["original"]).read_text(encoding="utf-8").split("\n---\n")[0]
_PAGE = "---\ntitle: About\n"


@dataclass(frozen=True)
class Mutant:
    """A content file that somebody could send."""

    kind: Kind
    """What it pretends to be, which decides where it lies."""
    data: bytes
    """Its bytes."""


def _read(kind: Kind) -> list[str]:
    folder, pattern = {
        "original": (ROOT / "content/issues/healthcare", "*.en.md"),
        "translation": (ROOT / "content/issues/healthcare", "*.zh-Hans.md"),
        "page": (ROOT / "content/pages", "*.md"),
    }[kind]
    files = [path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))]
    head = _PAGE if kind == "page" else _FRONT
    return files + [f"{head}\n---\n\n{path.read_text(encoding='utf-8')}" for path in sorted(SEEDS.glob("*.md"))]


TEXTS: dict[Kind, list[str]] = {kind: _read(kind) for kind in PLACES}


def mutant(choices: random.Random) -> Mutant:
    """Make a file; the same choices make the same file."""
    kind = choices.choice(list(PLACES))
    text = choices.choice(TEXTS[kind])
    # The front matter is refused early, so most changes are made below it.
    body = text.find("\n---\n", 4)
    head, text = ("", text) if choices.random() < 0.15 else (text[: body + 5], text[body + 5 :])
    for _ in range(choices.choice([1, 1, 2, 3, 5, 8, 13])):
        text = _changed(text, choices)
    data = (head + text).encode("utf-8", "surrogatepass")
    if choices.random() < 0.05:
        data = _flipped(data, choices)
    return Mutant(kind, data)


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
        other = choices.choice(TEXTS[choices.choice(list(PLACES))])
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
