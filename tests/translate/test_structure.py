"""Every construct, own and foreign, through the identity and the pseudo-translation, as the site renders it."""

import email
import importlib.metadata
import json
import os
from pathlib import Path

import pytest
import yaml

from tests.conftest import SHARED
from tests.newsletter import CONTENT
from tests.translate.pseudo import check, translated
from translate.markdown import parity
from translate.markdown.document import Document

CASES = Path(__file__).parent / "cases"
CONSTRUCTS = yaml.safe_load((CASES / "constructs.yml").read_text("utf-8"))
EXAMPLES = SHARED / "corpora" / "commonmark-0.31-examples.json"

# Text that Python-Markdown shows and we leave, each for a reason.
LEFT = {
    91: "a tag torn apart by a heading's underline shows as text, letters inside `<…>` are taken for markup",
    344: "so does a tag with a backtick inside",
    345: "an address torn apart by a code span",
    520: "an image inside an alt text is only shown as signs",
    574: "the same",
    533: "a link inside a link's text is none; `[ref]` in it names a definition",
    602: "an address with a blank in it is none, and still no prose",
    622: "a tag without a blank between attributes shows as text",
    30: "an entity that does not exist",
    28: "the same",
}


@pytest.mark.parametrize("case", CONSTRUCTS, ids=[case["name"] for case in CONSTRUCTS])
def test_pseudo_translation_changes_all_prose_and_nothing_else(case: dict[str, str]) -> None:
    document, _ = Document.parse(case["text"].encode())
    assert translated(document).text == case["pseudo"]
    assert check(case["text"]) == []


@pytest.mark.parametrize("case", CONSTRUCTS, ids=[case["name"] for case in CONSTRUCTS])
def test_line_endings_stay(case: dict[str, str]) -> None:
    document, _ = Document.parse(b"\xef\xbb\xbf" + case["text"].replace("\n", "\r\n").encode())
    assert translated(document).replace([]) == b"\xef\xbb\xbf" + case["pseudo"].replace("\n", "\r\n").encode()


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the CommonMark examples are not at hand")
def test_commonmark_examples() -> None:
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    assert len(examples) == 652
    wrong = {example["example"]: check(example["markdown"]) for example in examples}
    assert {number for number, found in wrong.items() if found} <= set(LEFT)
    assert all("was left" in message for found in wrong.values() for message in found)


def test_real_pages_that_others_wrote() -> None:
    """The descriptions of installed packages: badges, raw HTML, tables, reference links, all hand-written."""
    pages: dict[str, str] = {}
    for distribution in importlib.metadata.distributions():
        message = email.message_from_string(distribution.read_text("METADATA") or "")
        text = message.get_payload()
        if message.get("Description-Content-Type", "").startswith("text/markdown") and isinstance(text, str):
            pages[message["Name"]] = text
    if not pages:
        pytest.skip("no installed package has a Markdown description")
    wrong = {name: check(text[:12_000]) for name, text in sorted(pages.items())[:20]}
    structure = {name: [m for m in found if "was left" not in m] for name, found in wrong.items()}
    assert {name: found for name, found in structure.items() if found} == {}


@pytest.mark.slow
def test_pages_from_elsewhere() -> None:
    """Any folder of Markdown: `TWOFOLD_PAGES=<folder> pytest -m slow -k elsewhere`."""
    folder = os.environ.get("TWOFOLD_PAGES")
    if not folder:
        pytest.skip("TWOFOLD_PAGES names no folder of Markdown files")
    wrong: dict[str, list[str]] = {}
    for path in sorted(Path(folder).rglob("*.md")):
        found = check(path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
        wrong[path.name] = [message for message in found if "was left" not in message]
    assert wrong
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.name)
def test_our_own_pages(path: Path) -> None:
    assert check(path.read_bytes().decode("utf-8-sig")) == []


def test_compare_says_what_differs() -> None:
    assert parity.compare("See [a](/x) and *b*.", "看*乙*和[甲](/x)。") == []
    assert parity.compare("See [a](/x).", "看[甲](/y)。") == ['In <p> <a href="/x"> is missing, <a href="/y"> is new.']
    assert parity.compare("- a\n- b", "- 甲") == ["In <ul> 2 parts became 1."]
    assert parity.compare("a `x`", "甲 `y`") == ["In <p> the content of an inline element changed."]
    assert parity.compare("# a", "## 甲") == ["In the page <h1> became <h2>."]


@pytest.mark.parametrize(
    ("source", "target", "same"),
    [
        ("a **b** [c](d)", "[丙](d)、**乙**、甲", True),
        ("a **b**", "甲乙", False),
        ("a [b][r]", "甲[乙][r]", True),
        ("a [b][r]", "甲[乙][s]", False),
        ("a `b`", "甲 `b`", True),
        ("a `b`", "甲 `c`", False),
        ("a[^1]", "甲[^1]", True),
        ("a[^1]", "甲", False),
        ("a ![b](c)", "甲 ![乙](c)", True),
        ("a <br> b", "甲 <br> 乙", True),
        ("a $x$ b", "甲 $x$ 乙", True),
        ("a $x$ b", "甲 $y$ 乙", False),
        ("# a", "- 甲", True),
        ("**[a](b)**", "[**甲**](b)", False),
    ],
)
def test_same_structure_of_segments(source: str, target: str, same: bool) -> None:
    assert parity.same_structure(source, target) is same
