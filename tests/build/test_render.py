"""A text is rendered, or its author is told where and why it is not; never a traceback, never a wait."""

import markdown
import pytest

from build.content import settings
from build.content.render import Renderer, RenderError
from tests.build.conftest import Project
from tests.newsletter import NEWSLETTER
from translate.core.deadline import TimeLimitExceeded

LOOP = "^^^^^^^^^h~~g~~~2~ ^t n^^"
"""What keeps pymdownx's emphasis busy for ever; see translate/markdown/delimiters.py."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(settings.load(NEWSLETTER))


@pytest.mark.parametrize(
    ("text", "found", "line", "column"),
    [
        ("Fine.\n\nAlso.\n" + "[[[[\n" * 5000, "brackets or backticks", 12, 1),
        ("Fine.\r\n\r\n> > a\r\n\r\n" + "> " * 100, "lists or quotes", 14, 1),
        ("Tab\tand *fine*.\n\n" + "<!-- a\n\n" * 5000, "tags that never close", 12, 1),
        ("a <b>c\n\n" + "<a\n" * 3000, "tags that never close", 12, 1),
        ("\t\ta\n\n" + "\t&#" + "1234567890" * 9 + ";", "character reference", 12, 2),
        ("Fine.\n\n## A *b*\n\n" + LOOP, "signs of emphasis", 14, 1),
        ("Fine.\n\n- a\n- `b` " + LOOP, "signs of emphasis", 13, 7),
        ('<div markdown="1">\n' * 600 + "</div>\n" * 600, "nested very deep", 10, 1),
    ],
)
def test_too_much_work_is_refused_with_its_place(
    renderer: Renderer, text: str, found: str, line: int, column: int
) -> None:
    with pytest.raises(RenderError, match=found) as caught:
        renderer.raw_html(text)
    assert "; expected Markdown that renders in reasonable time." in str(caught.value)
    assert caught.value.place(text, 10) == (line, column)


def test_a_fault_of_an_extension_is_a_fault_of_the_text(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: markdown.Markdown, source: str) -> str:
        raise KeyError(source)

    monkeypatch.setattr(markdown.Markdown, "convert", fail)
    with pytest.raises(RenderError, match=r"cannot read \(KeyError\); expected"):
        renderer.raw_html("a")


def test_the_end_of_the_time_is_no_fault_of_the_text(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: markdown.Markdown, source: str) -> str:
        raise TimeLimitExceeded

    monkeypatch.setattr(markdown.Markdown, "convert", fail)
    with pytest.raises(TimeLimitExceeded):
        renderer.raw_html("a")


def test_after_a_refusal_the_next_text_is_rendered(renderer: Renderer) -> None:
    for text in ("[[[[\n" * 5000, '<div markdown="1">\n' * 600):
        with pytest.raises(RenderError):
            renderer.html(text + "</div>\n" * 600)
        assert renderer.html("a *b*") == "<p>a <em>b</em></p>"


def test_the_check_names_the_file_and_goes_on_with_the_others(project: Project) -> None:
    from build.content import issues

    project.issue(body="## A\n\n" + "![\n" * 30_000)
    project.issue(
        "healthcare/2025-12-08.en.md", start="2025-12-08", end="2025-12-14", title="''", published="2025-12-15"
    )
    said = [str(problem) for problem in issues.load(project.root)[1]]
    assert any(text.startswith("content/issues/healthcare/2025-12-01.en.md:12:1: brackets") for text in said), said
    assert any(text.startswith("content/issues/healthcare/2025-12-08.en.md:2:") for text in said), said
