"""Pages made to hurt: nothing crashes, nothing takes long, nothing is changed."""

import time
from pathlib import Path

import pytest

from translate.markdown import parity, protect, segment, splice
from translate.markdown.document import Document

N = 5_000
HOSTILE = {
    "brackets": "[" * N + "a",
    "open links": "[a](" * N,
    "open images": "![" * N,
    "open addresses": "[a](" + "(" * N,
    "open titles": '![a](b "c' * N,
    "stars": "*a **a " * N,
    "a run of stars": "*" * N + "a",
    "mixed emphasis": "*a _b ~c ~~d ^e ==f " * (N // 4),
    "runs of backticks": " ".join("`" * length for length in range(1, 100)) + " a",
    "quotes": "> " * N + "a",
    "deep list": "".join("    " * depth + "- a\n" for depth in range(150)),
    "lists in a line": "- " * N + "a",
    "numbers in a line": "1. " * N + "a",
    "open tags": "<a " * N,
    "open attributes": '<a b="' * N,
    "comments": "<!-- a " * N,
    "data sections": "<![CDATA[ a " * N,
    "divisions": "<div>" * N + "a",
    "divisions with Markdown": '<div markdown="1">\n' * N + "a",
    "tags": "<b>" * N + "a" + "</b>" * N,
    "escapes": "\\*a" * N,
    "links": "**[a](b)**" * N,
    "one long word": "a" * N * 10,
    "addresses": "http://a.b/" * N,
    "colons": ":a" * N,
    "dollars": "$a " * N,
    "tables": "|a" * N + "\n" + "|-" * N,
    "fences": "```\n" * N,
    "footnotes": "[^1]" * N + "\n\n[^1]: x",
    "front matter": "---\n" + "a: [" * N + "\n---\n",
    "aliases": "---\na: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(100)) + "---\n",
    "nulls": "\0a" * N,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(name: str) -> None:
    text = HOSTILE[name]
    started = time.process_time()
    document, _ = Document.parse(text.encode())
    found = segment.segments(document)
    edits = []
    for one in found:
        md = protect.restore(protect.protect(one.source_md, one.context))
        edits.append(splice.replacement(document, one, md))
    assert document.replace(edits) == text.encode()
    assert parity.compare(document.body, document.body) == []
    assert parity.same_structure(text[:N], text[:N] + "b") in (True, False)
    assert time.process_time() - started < 15  # seconds; unguarded, minutes to hours


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ("a\n\n" + "[" * N + "a", 3, 1, "brackets or backticks"),
        ("a\n\n" + "[a](" * N, 3, 1, "brackets or backticks"),
        ("---\ntitle: A\n---\n\nSafe.\n\nSafe <b>\n" + "<a " * N, 8, 1, "tags that never close"),
        ("a\r\n\r\n" + "> " * N + "a", 3, 1, "lists or quotes in one another"),
        ("".join("    " * depth + "- a\n" for depth in range(150)), 51, 201, "lists or quotes in one another"),
        ("Yes.[^1]\n" + "[^1]" * N, 1, 5, "notes"),
    ],
)
def test_a_body_that_is_not_read_says_where_and_why(text: str, line: int, column: int, found: str) -> None:
    document, _ = Document.parse(text.encode(), Path("a.md"))
    segments, problem = segment.read(document)
    assert all(one.kind == "field" for one in segments)
    assert problem is not None
    assert (problem.line, problem.column) == (line, column)
    assert str(problem).startswith(f"a.md:{line}:{column}: ")
    assert found in problem.message
    assert "; expected" in problem.message


def test_a_body_that_is_read_has_no_such_problem() -> None:
    document, _ = Document.parse(b"# Title\n\n- [a](b) `c` <b>d</b>[^1]\n\n[^1]: Note.\n")
    assert segment.read(document)[1] is None
