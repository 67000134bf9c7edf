"""Included files: only text files of the folder of snippets, and no more of them than a page holds."""

import os
from pathlib import Path

import pytest

from build.content import settings
from build.content.model import Name
from build.content.render import Renderer, RenderError
from build.content.settings import Settings
from tests.newsletter import NEWSLETTER
from translate.core.limits import SNIPPET_FILE, SNIPPET_INDENT, SNIPPET_RANGES, SNIPPETS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    snippets = tmp_path / "content/snippets"
    snippets.mkdir(parents=True)
    (snippets / "notice.md").write_text("First.\nSecond.\nThird.\n", encoding="utf-8")
    (snippets / "folder").mkdir()
    (snippets / "folder/deep.md").write_text("Deep.", encoding="utf-8")
    (tmp_path / "content/secret.md").write_text("secret", encoding="utf-8")
    return snippets


@pytest.fixture
def renderer(folder: Path) -> Renderer:
    extensions = dict(settings.load(NEWSLETTER).extensions)
    extensions["pymdownx.snippets"] = {**extensions["pymdownx.snippets"], "base_path": [str(folder)]}
    return Renderer(Settings(Name("", ""), Name("", ""), {}, {}, "", "", extensions))


def refused(renderer: Renderer, text: str) -> RenderError:
    with pytest.raises(RenderError) as caught:
        renderer.raw_html(text)
    assert "; expected " in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("named", "html"),
    [
        ("notice.md", "<p>First.\nSecond.\nThird.</p>"),
        ("folder/deep.md", "<p>Deep.</p>"),
        ("folder/../notice.md:2:2", "<p>Second.</p>"),
        ("notice.md:1:1,3:3", "<p>First.\nThird.</p>"),
    ],
)
def test_a_text_file_of_the_folder_is_included(renderer: Renderer, named: str, html: str) -> None:
    assert renderer.raw_html(f'--8<-- "{named}"').strip() == html
    assert renderer.raw_html(f"--8<--\n{named}\n--8<--\n").strip() == html


def link(folder: Path, target: Path, name: str = "p.md") -> None:
    try:
        (folder / name).symlink_to(target)
    except OSError:
        pytest.skip("this user may not make links")


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("../secret.md", "does not lie in the folder of snippets"),
        ("folder/../../secret.md", "does not lie in the folder of snippets"),
        ("/etc/passwd", "does not lie in the folder of snippets"),
        (".", "does not lie in the folder of snippets"),
        ("a\\0b.md", "could not be found"),
        ("a\0b.md", "does not lie in the folder of snippets"),
        ("a" * 300 + ".md", "does not lie in the folder of snippets"),
        ("missing.md", "could not be found"),
        ("https://example.org/a.md", "could not be found"),
        ("folder", "is no regular file"),
        ("page.html", "ends in `.html`"),
        ("notice.txt", "ends in `.txt`"),
        ("latin.md", "is not UTF-8 at byte 3"),
        ("large.md", f"is unfit: more than {SNIPPET_FILE.value} bytes"),
        ("itself.md", "the snippet `itself.md`, which `itself.md` includes, includes itself"),
        ("one.md", "the snippet `one.md`, which `two.md` includes, includes itself"),
        ("deep0.md", "is the last of 4 that include one another"),
        ("notice.md:" + "9" * 5000, "line numbers"),
        ("notice.md:" + ",".join(["1:1"] * (SNIPPET_RANGES.value + 1)), "ranges of lines"),
        ("notice.md:section", "'section' could not be located"),
    ],
    ids=lambda value: value[:24].replace("\0", "NUL"),
)
def test_what_is_refused_is_named_with_its_place(folder: Path, renderer: Renderer, named: str, found: str) -> None:
    (folder / "notice.txt").write_text("Plain.")
    (folder / "page.html").write_text("<script>")
    (folder / "latin.md").write_bytes(b"caf\xe9")
    (folder / "large.md").write_bytes(b"a" * (SNIPPET_FILE.value + 1))
    (folder / "itself.md").write_text('--8<-- "itself.md"')
    (folder / "one.md").write_text('--8<-- "two.md"')
    (folder / "two.md").write_text('--8<-- "one.md"')
    for depth in range(4):
        (folder / f"deep{depth}.md").write_text(f'--8<-- "deep{depth + 1}.md"')
    (folder / "deep4.md").write_text("End.")
    text = f'Text.\n\n  --8<-- "{named}"\n'
    error = refused(renderer, text)
    assert found in str(error)
    assert error.place(text, 10) == (12, 11)


def test_a_snippet_of_the_largest_size_and_depth_is_included(folder: Path, renderer: Renderer) -> None:
    (folder / "large.md").write_text(("a" * 127 + "\n") * (SNIPPET_FILE.value // 128))
    (folder / "two.md").write_text('--8<-- "large.md"')
    (folder / "three.md").write_text('--8<-- "two.md"')
    assert renderer.raw_html('--8<-- "three.md"').count("a" * 127) == SNIPPET_FILE.value // 128


@pytest.mark.parametrize("target", ["/etc/passwd", "../secret.md", "notice.md", "folder/deep.md"])
def test_a_link_is_refused_wherever_it_leads(folder: Path, renderer: Renderer, target: str) -> None:
    link(folder, Path(target))
    assert "is a link, or lies behind one" in str(refused(renderer, '--8<-- "p.md"'))


def test_a_file_behind_a_linked_folder_is_refused(folder: Path, renderer: Renderer) -> None:
    link(folder, folder.parent, "up")
    assert "is a link, or lies behind one" in str(refused(renderer, '--8<-- "up/secret.md"'))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no FIFOs")
def test_a_fifo_is_refused_and_not_waited_for(folder: Path, renderer: Renderer) -> None:
    os.mkfifo(folder / "pipe.md")
    assert "is no regular file" in str(refused(renderer, '--8<-- "pipe.md"'))


def test_a_file_that_became_a_fifo_meanwhile_is_refused(
    folder: Path, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    snippets = renderer._markdown.preprocessors["snippet"]
    pipe = folder / "pipe.md"
    if not hasattr(os, "mkfifo"):
        pytest.skip("this platform has no FIFOs")
    os.mkfifo(pipe)
    monkeypatch.setattr(snippets, "get_snippet_path", lambda path: str(pipe))
    assert "is unfit: a pipe" in str(refused(renderer, '--8<-- "notice.md"'))


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_all_that_is_included_is_bounded(folder: Path, renderer: Renderer, levels: int) -> None:
    for level in range(1, 3):
        (folder / f"times{level}.md").write_text(f'--8<-- "times{level + 1}.md"\n' * 20)
    (folder / "times3.md").write_text("word\n\n" * 1000)
    error = refused(renderer, f'--8<-- "times{4 - levels}.md"\n\n' * 30)
    assert f"makes more than {SNIPPETS.value} characters" in str(error)
    assert error.offset == 8


def test_indentation_counts_and_is_bounded(folder: Path, renderer: Renderer) -> None:
    (folder / "lines.md").write_text("a\n" * 8000)
    assert "makes more than" in str(refused(renderer, " " * 100 + '--8<-- "lines.md"'))
    (folder / "line.md").write_text("a")
    assert renderer.raw_html("x\n" + " " * 150 + '--8<-- "line.md"') == f"<p>x\n{' ' * SNIPPET_INDENT.value}a</p>"


def test_the_text_with_its_snippets_is_asked_again_for_its_complexity(folder: Path, renderer: Renderer) -> None:
    (folder / "half.md").write_text("[" * 700)
    renderer.raw_html('--8<-- "half.md"')
    error = refused(renderer, 'Text.\n\n--8<-- "half.md"\n--8<-- "half.md"\n')
    assert "with its snippets the text has brackets" in str(error)
    assert error.offset == 15


def test_the_names_in_a_comment_are_not_looked_for(renderer: Renderer) -> None:
    assert renderer.raw_html("--8<--\n; missing.md\n--8<--\n") == ""
    assert "--8&lt;--" in renderer.raw_html(';--8<-- "missing.md"')
