"""Content files: which may lie below `content/`, and how their bytes are read."""

import os
import socket
from pathlib import Path

import pytest

from translate.core import content, limits
from translate.core.problem import Problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("issues/healthcare/2025-12-01.en.md", "pages/about.en.md", "snippets/a/b.md", "images/a/B.PNG"):
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for name in ("glossary.csv", "topics.yml", "publishers.yml"):
        (tmp_path / "content" / name).write_text("x")
    (tmp_path / "content/memory").mkdir()
    (tmp_path / "content/memory/en.zh-Hans.tsv").write_text("x")
    return tmp_path


def test_the_files_of_the_content_model_come_in_sorted(root: Path) -> None:
    for ignored in (
        ".DS_Store",
        "issues/.#2025-12-01.en.md",
        "issues/healthcare/2025-12-01.en.md~",
        "images/Thumbs.db",
    ):
        (root / "content" / ignored).write_text("x")
    files, problems = content.walk(root)
    assert problems == []
    assert [path.as_posix() for path in files] == [
        "content/glossary.csv",
        "content/images/a/B.PNG",
        "content/issues/healthcare/2025-12-01.en.md",
        "content/memory/en.zh-Hans.tsv",
        "content/pages/about.en.md",
        "content/publishers.yml",
        "content/snippets/a/b.md",
        "content/topics.yml",
    ]
    assert content.walk(root, content.PAGES)[0] == [Path("content/pages/about.en.md")]
    assert content.walk(root / "none") == ([], [])


@pytest.mark.parametrize(
    "name",
    [
        *(f"images/evil.{suffix}" for suffix in ("md", "html", "js", "css", "pdf", "svgz", "png.html")),
        "images/evil",
        "x.md",
        "issues/x.md",
        "issues/healthcare/2025-12-01.en.html",
        "issues/healthcare/deep/2025-12-01.en.md",
        "pages/deep/about.en.md",
        "snippets/x.txt",
        "memory/x.csv",
        "topics.yaml",
        "other/x.md",
    ],
)
def test_what_the_content_model_does_not_name_is_a_problem(root: Path, name: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("<script>alert(1)</script>")
    files, (problem,) = content.walk(root)
    assert root / "content" / name not in [root / file for file in files]
    assert str(problem).startswith(f"content/{'/'.join(Path(name).parts[: len(problem.path.parts) - 1])}: ")
    assert "; expected " in problem.message


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def make_folder_link(path: Path) -> None:
    path.symlink_to("/etc", target_is_directory=True)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has little room
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_link, "a symbolic link"),
        (make_folder_link, "a symbolic link"),
        (make_pipe, "a pipe"),
        (make_socket, "a socket"),
        (Path.mkdir, "a folder"),
    ],
)
@pytest.mark.parametrize("name", ["issues/healthcare/2025-12-08.en.md", "snippets/p.md", "images/p.png", "topics.yml"])
def test_what_is_no_file_is_a_problem_and_is_never_opened(root: Path, make: object, words: str, name: str) -> None:
    path = root / "content" / name
    path.unlink(missing_ok=True)
    make(path)  # type: ignore[operator]
    files, problems = content.walk(root)
    assert Path("content") / name not in files
    assert [words in str(problem) and problem.path == Path("content") / name for problem in problems] == [True]
    data, problems = content.read_bytes(root, Path("content") / name)
    assert data is None
    assert words in str(problems[0])


def test_a_file_name_with_a_line_end_is_a_problem_of_one_line(root: Path) -> None:
    (root / "content/images/x\n::error::y.png").write_text("x")
    _, (problem,) = content.walk(root)
    assert "hidden character" in problem.message
    assert "\n" not in str(problem)


def test_a_file_is_read_up_to_its_bound(root: Path) -> None:
    path = Path("content/snippets/a/b.md")
    (root / path).write_bytes(b"x" * limits.SNIPPET_FILE.value)
    data, problems = content.read_bytes(root, path)
    assert (len(data or b""), problems) == (limits.SNIPPET_FILE.value, [])
    (root / path).write_bytes(b"x" * (limits.SNIPPET_FILE.value + 1))
    data, problems = content.read_bytes(root, path)
    assert data is None
    assert f"more than {limits.SNIPPET_FILE.value} bytes" in str(problems[0])


def test_a_missing_file_is_a_problem(root: Path) -> None:
    assert "cannot be read" in str(content.read_bytes(root, Path("content/none.md"))[1][0])


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("content/issues/a/2025-12-01.en.md", limits.MARKDOWN_FILE),
        ("/home/x/content/glossary.csv", limits.VOCABULARY_FILE),
        ("content/images/x.png", limits.IMAGE_FILE),
        ("elsewhere/x.md", limits.MARKDOWN_FILE),
    ],
)
def test_every_place_has_its_bound(path: str, limit: limits.Limit) -> None:
    assert content.limit_of(Path(path)) is limit


def test_what_nobody_foresaw_is_a_problem_of_its_file() -> None:
    def fail() -> tuple[object, list[Problem]]:
        raise RecursionError("deep")

    found, problems = content.isolated(Path("x.md"), fail)
    assert found is None
    assert str(problems[0]).startswith("x.md:1:1: reading it failed (RecursionError); expected ")


def test_what_takes_too_long_is_a_problem_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def loop() -> tuple[object, list[Problem]]:
        while True:
            pass

    monkeypatch.setattr(limits, "FILE_SECONDS", limits.FILE_SECONDS._replace(value=1))
    found, problems = content.isolated(Path("x.md"), loop)
    assert found is None
    assert str(problems[0]).startswith("x.md:1:1: it takes more than 1 seconds to read; expected ")


def test_every_limit_has_a_reason() -> None:
    table = {name: value for name, value in vars(limits).items() if isinstance(value, limits.Limit)}
    assert len(table) > 8
    assert all(limit.value > 0 and limit.unit and len(limit.reason) > 20 for limit in table.values())
