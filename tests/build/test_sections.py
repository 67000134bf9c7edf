"""Items have one number: `Document`, the page and the record of reviews agree, however a heading is spelt."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build.content.body import parse
from build.content.issue_file import _heading_lines
from tests.translate.test_people import FIRST, Desk
from translate.markdown import dialect
from translate.markdown.document import Document

HEADINGS = (
    "##{}",
    "## {}",
    "## {} ##",
    "## {} {{: #here }}",
    "## `{}`",
    "{}\n---",
    "<h2>{}</h2>",
    '<h2 markdown="1">{}</h2>',
    "A paragraph.\n## {}",
)
OTHERS = (
    "```\n## {}\n```",
    "<!--\n## {}\n-->",
    "> ## {}",
    "- ## {}",
    "!!! note\n    ## {}",
    '=== "Tab"\n    ## {}',
    "<div>\n<h2>{}</h2>\n</div>",
    "### {}",
    "\\## {}",
    "{} were counted.",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(HEADINGS + OTHERS), st.booleans()), max_size=7))
def test_document_numbers_items_as_the_page_does(parts: list[tuple[str, bool]]) -> None:
    blocks, wanted, offset = [], [], 0
    for number, (form, letters) in enumerate(parts):
        # Without letters nothing but signs tells a heading; these differ.
        block = form.format(f"Word {number}" if letters else f"20{number:02}")
        if form in HEADINGS:
            wanted.append(offset + block.index("\n") + 1 if block.startswith("A paragraph") else offset)
        blocks.append(block)
        offset += len(block) + len("\n\nText below.\n\n")
    text = "".join(f"{block}\n\nText below.\n\n" for block in blocks)
    document, _ = Document.parse(text.encode())
    assert document.sections == tuple(wanted)
    assert len(parse(dialect.current().convert(text)).stories) == len(wanted)


def test_heading_that_also_stands_in_code_is_not_guessed() -> None:
    document, _ = Document.parse(b"```\n## 2025\n```\n\nText.\n\n## 2025\n\nText.\n")
    assert document.sections is None


@pytest.mark.parametrize(
    "heading", ["## The first item of the week", "##The first item of the week", "## `ruff`", "## 2025",
                "<h2>The first item of the week</h2>"]
)  # fmt: skip
def test_review_of_an_item_stands_only_on_what_was_reviewed(heading: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.edit(desk.original, ("## The first item of the week", heading))
    desk.run()
    desk.sign(by="Li Na")
    assert desk.run().review == "reviewed"
    desk.edit(desk.original, (FIRST, "A clinic closed its doors to patients on Friday."))
    assert desk.run(force=True).review == "machine but for item-2"


def test_no_item_is_reviewed_where_items_cannot_be_told_apart_and_no_review_is_lost(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.sign(by="Li Na")
    desk.edit(desk.original, ("## The first item of the week", "<h2>One</h2><h2>Two</h2>"))
    assert desk.run(force=True).review == "machine"
    desk.edit(desk.original, ("<h2>One</h2><h2>Two</h2>", "## The first item of the week"))
    assert desk.run(force=True).review == "machine but for item-2"


def test_heading_whose_place_is_unclear_is_reported() -> None:
    data = b"---\na: b\n---\nText.\n\n## 2025\n"
    document, _ = Document.parse(data, Path("week.en.md"))
    assert _heading_lines(document, 4, 1) == ([6], [])
    lines, problems = _heading_lines(document, 4, 2)
    assert lines == [4, 4]
    assert [str(problem).partition("; ")[0] for problem in problems] == [
        "week.en.md:4:1: the page has 2 items but 1 of their headings stand in this file"
    ]
