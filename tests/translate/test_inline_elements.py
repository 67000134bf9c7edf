"""Every reader of every text ends, in a number of steps that grows with the text's length."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.newsletter import CONTENT
from translate.core.deadline import TimeLimitExceeded, time_limit
from translate.core.limits import INLINE_STEPS, Limit
from translate.language import typography
from translate.markdown import complexity, dialect, inline_elements, parity, protect, segment, sentences, splice
from translate.markdown.document import Document
from translate.markdown.marks import Context

ROOT = Path(__file__).resolve().parents[2]
# Of two signs that open and never close a chain grows as its length, and each sign more is looked at by each pattern.
ALPHABET = [*"[]()!<>'\"`*_~^=$:{}#|\\&;-+.\n a1é中", "  \n", "\n\n", "](", "[^", "**", "==", "~~", "http://", "x@y.z"]
TOKENS = st.lists(st.sampled_from(ALPHABET), max_size=60).map("".join)
REAL = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md"))]
LOOP = "^^^^^^^^^h~~g~~~2~ ^t n^^"
HANGS = ["[](y'(", "[]('(n", "See [Xinhua](it's (so.", "See [Xinhua](it's (so.)", "![](y'(", "**[](y'(**", "[a]([](y'("]


class TooManyStepsError(Exception):
    pass


@contextmanager
def counted(most: int) -> Iterator[list[int]]:
    """Count how often Python's own code of the readers goes on to another line, and end it where that is too often."""
    steps = [0]

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        steps[0] += event == "line"
        if steps[0] > most:
            raise TooManyStepsError(steps[0])
        return trace if "/translate/" in frame.f_code.co_filename.replace("\\", "/") else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield steps
    finally:
        sys.settrace(before)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw a stretch of a real file with some signs put in, taken out or doubled."""
    text = draw(st.sampled_from(REAL))
    start = draw(st.integers(0, max(len(text) - 200, 0)))
    text = text[start : start + 200]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 8))
        put = draw(st.one_of(st.sampled_from(ALPHABET), st.just(text[at : at + length] * 2)))
        text = text[:at] + put + text[at + length :]
    return text


def read_all(text: str) -> None:
    """Have every reader read a text."""
    context = Context(frozenset({"a"}), frozenset({"1"}), frozenset())
    inline_elements.find(text, context, dialect.current())
    document, _ = Document.parse(text.encode("utf-8", "surrogatepass"))
    segments, _ = segment.read(document)
    for one in segments:
        protected = protect.protect(one.source_md, one.context)
        md = protect.restore(protected)
        assert md == one.source_md
        splice.replacement(document, one, md + ".")
        sentences.split(protected, "en")
        for language in ("en", "zh-Hans"):
            typography.polish(protected.text, language, marks=protected.marks)
    protected = protect.protect(text, context)
    assert protect.restore(protected) == text
    parity.compare(text, text + "a")


@pytest.mark.parametrize("text", HANGS)
def test_a_link_that_never_closes_ends_where_python_markdown_ends_it(text: str) -> None:
    with counted(50_000):
        items = inline_elements.find(text, Context(), dialect.current())
    places = [item if isinstance(item, tuple) else (item.start, item.end) for item in items]
    assert [places[0][0], *(end for _, end in places)] == [0, *(start for start, _ in places[1:]), len(text)]


@pytest.mark.parametrize(
    ("text", "link", "rest"), [("[](y'(", "[](y'", "("), ("[](y'(a", "[](y'(", "a"), ("See [X](it's (so.", "", ".")]
)
def test_the_last_character_stays_outside_as_it_does_on_the_page(text: str, link: str, rest: str) -> None:
    items = inline_elements.find(text, Context(), dialect.current())
    assert isinstance(items[-1], tuple)
    assert text[slice(*items[-1])] == rest
    assert parity.render(text).endswith(f"</a>{rest}</p>")


@settings(max_examples=150, deadline=None)
@given(st.one_of(TOKENS, mutated()))
def test_every_reader_of_every_text_ends_in_steps_linear_in_its_length(text: str) -> None:
    read_all("A *b*.")  # what is built once does not count
    with counted(20_000 + 1_500 * len(text)), time_limit(60):
        read_all(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=4).map("".join), st.integers(1, 60))
def test_repetitions_make_no_more_than_linear_work(unit: str, count: int) -> None:
    parser = dialect.current()
    run = inline_elements._InlineReader(parser, len(unit) * count)
    run.read(inline_elements._Rope.of(unit * count), 0)
    assert run.steps <= INLINE_STEPS.value // 2 * (len(unit) * count + 1)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a|b", "a\\|b"),
        ("`a|b`|c", "`a|b`\\|c"),
        ("``a`|b``|", "``a`|b``\\|"),
        ("``a|b`", "``a\\|b`"),
        ("\\`a|b`", "\\`a\\|b`"),
        ("\\|", "\\|"),
        ("`" * 3000 + "|", "`" * 3000 + "\\|"),
        (
            " ".join("`" * width for width in range(1, 150)) + "|",
            " ".join("`" * width for width in range(1, 150)) + "\\|",
        ),
    ],
)
def test_a_pipe_in_a_cell_is_escaped_outside_code(cell: str, written: str) -> None:
    with counted(20_000):
        assert splice._without_pipes(cell) == written


def test_emphasis_that_pymdownx_never_finishes_is_left_as_it_is() -> None:
    text = f"One two. {LOOP}"
    with time_limit(20):
        assert [mark.role for mark in protect.protect(text).marks] == ["opaque"]
        assert parity.compare(text, text + " a") == ["The page is too much for the renderer."]
        assert not parity.same_structure(text, text + " a")
        assert len(segment.segments(Document.parse(text.encode())[0])) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the time may end in a callback
def test_the_guard_is_still_needed() -> None:
    """Where this fails pymdownx ends by itself: take out `translate/markdown/delimiters.py` and what calls it."""
    parser = dialect.renderer(dialect.extensions(ROOT / "mkdocs.yml"))
    for pattern in parser.inlinePatterns:
        pattern.__dict__.pop("_build_element", None)
    with pytest.raises(TimeLimitExceeded), time_limit(0.3):
        parser.convert(LOOP)


def test_a_pattern_that_never_advances_is_ended_and_leaves_the_text_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline_elements, "INLINE_STEPS", Limit(1, "step", "a test"))
    with pytest.raises(complexity.TooMuchWorkError):
        inline_elements.find("a *b* c", Context(), dialect.current())
    protected = protect.protect("a *b* c")
    assert [mark.role for mark in protected.marks] == ["opaque"]
    assert protect.restore(protected) == "a *b* c"
