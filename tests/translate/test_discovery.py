"""Which files are originals, what language they are in, and where their translations go."""

from pathlib import Path

import pytest

from translate.core.languages import EN_ZH, ZH_EN
from translate.stages.discovery import Task, find, is_translation, language_of, sibling

BLOCK = "---\ntitle: x\ntranslation:\n  from: {}\n---\n\nText.\n"


def write(path: Path, text: str = "Text.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("2025-12-01.en.md", "en"),
        ("a.b.zh-Hans.md", "zh-Hans"),
        ("README.md", None),
        ("x.zh.md", None),
        (".en.md", None),
    ],
)
def test_name_tells_the_language(name: str, language: str | None) -> None:
    assert language_of(Path(name)) == language


def test_sibling_lies_beside() -> None:
    assert sibling(Path("a/2025-12-01.en.md"), "zh-Hans") == Path("a/2025-12-01.zh-Hans.md")
    assert sibling(Path("README.md"), "zh-Hans") == Path("README.zh-Hans.md")


def test_folder_gives_its_originals_once_in_order(tmp_path: Path) -> None:
    write(tmp_path / "b.en.md")
    write(tmp_path / "b.zh-Hans.md", BLOCK.format("en"))
    write(tmp_path / "sub" / "a.zh-Hans.md")
    write(tmp_path / ".hidden" / "c.en.md")
    write(tmp_path / "notes.md")
    tasks, problems = find([tmp_path, tmp_path / "b.en.md", tmp_path / "b.zh-Hans.md"], source=None, target=None)
    assert problems == []
    assert tasks == [
        Task(tmp_path / "b.en.md", tmp_path / "b.zh-Hans.md", EN_ZH),
        Task(tmp_path / "sub" / "a.zh-Hans.md", tmp_path / "sub" / "a.en.md", ZH_EN),
    ]


def test_from_and_to_choose(tmp_path: Path) -> None:
    write(tmp_path / "a.en.md")
    write(tmp_path / "b.zh-Hans.md")
    for options in ({"source": "en", "target": None}, {"source": None, "target": "zh-Hans"}):
        tasks, _ = find([tmp_path], **options)
        assert [task.original.name for task in tasks] == ["a.en.md"]


def test_translation_without_its_original_is_a_problem(tmp_path: Path) -> None:
    lost = write(tmp_path / "a.zh-Hans.md", BLOCK.format("en"))
    wrong = write(tmp_path / "b.zh-Hans.md", BLOCK.format("fr"))
    own = write(tmp_path / "c.zh-Hans.md", BLOCK.format("zh-Hans"))
    tasks, problems = find([lost, wrong, own], source=None, target=None)
    assert tasks == []
    assert [problem.message.split(";")[0] for problem in problems] == [
        "a translation without its original",
        "`translation.from` is “fr”",
        "`translation.from` is the file's own language",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntranslation:\n  from: en\n---\n", True),
        ("\ufeff---\r\ntitle: x\r\ntranslation: {from: en}\r\n---\r\n", True),
        ("---\ntitle: x\n---\n\ntranslation: no\n", False),
        ("---\nmeta:\n  translation: no\n---\n", False),
        ("translation: no\n", False),
        ("", False),
    ],
)
def test_block_makes_a_translation(tmp_path: Path, text: str, found: bool) -> None:
    path = tmp_path / "x.en.md"
    path.write_bytes(text.encode())
    assert is_translation(path) is found
