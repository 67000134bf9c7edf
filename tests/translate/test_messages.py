"""What a run tells people: why files are left alone, what changed in an original, never that all is well when not."""

from pathlib import Path

import pytest

from tests.translate.fake import Fake
from tests.translate.test_command import Shell, shell
from translate.__main__ import parser
from translate.machine.engine import EngineOptions
from translate.stages import refusals
from translate.stages.finalize import _around_difference

__all__ = ["shell"]

ORIGINAL = "content/a.en.md"
TRANSLATION = "content/a.zh-Hans.md"


class Parrot(Fake):
    """Gives back what it is given, so that no guard lets it through."""

    def one(self, sentence: str, target: str) -> str:
        return sentence


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    engine = Fake()
    monkeypatch.setattr("translate.pipeline.open_engine", lambda name, direction, options: engine)
    return engine


@pytest.mark.usefixtures("fake")
def test_a_blocked_file_ends_with_1_and_is_no_nothing_to_do(shell: Shell) -> None:
    original = shell.write(ORIGINAL, "One block is here.\n\nAnother one.\n")
    shell("content")
    translation = shell.folder / TRANSLATION
    translation.write_text(translation.read_text(encoding="utf-8") + "\n编者按。\n", encoding="utf-8")
    original.write_text("One block is here.\n\n- a list\n- of things\n\nAnother one.\n", encoding="utf-8")
    output, errors = shell("content", code=1)
    assert output == "1 file blocked.\n"
    assert "blocks changed here and in content/a.en.md" in errors


def test_a_problem_is_no_nothing_to_do(shell: Shell) -> None:
    shell.write("content/b.en.md", "---\ntranslation: {from: fr}\n---\n\nText.\n")
    output, errors = shell("content/b.en.md", code=1)
    assert output == "Nothing done: 1 problem.\n"
    assert "“fr”" in errors
    (shell.folder / "content/b.en.md").unlink()
    assert shell("content") == ("Nothing to do.\n", "")


@pytest.mark.usefixtures("fake")
def test_an_original_that_was_renamed_leaves_a_translation_that_is_reported(shell: Shell) -> None:
    original = shell.write(ORIGINAL, "The harbour is open.\n")
    shell("content")
    original.rename(shell.folder / "content/b.en.md")
    for arguments in (["content"], ["content", "--check"]):
        _, errors = shell(*arguments, code=1)
        assert errors == (
            "content/a.zh-Hans.md: a translation without its original; expected content/a.en.md. Restore it, give this "
            "file its new name, or delete the `translation:` block to make this the original.\n"
        )
    assert (shell.folder / "content/b.zh-Hans.md").exists()
    (shell.folder / TRANSLATION).rename(shell.folder / "content/b.zh-Hans.md")
    assert shell("content")[1] == ""


LONG = "A sentence that begins in the same way and goes on for quite a while before it says "


@pytest.mark.parametrize(
    ("was", "now", "quoted"),
    [
        ("Short.", "Other.", ("Short.", "Other.")),
        (
            f"{LONG}one thing.", f"{LONG}another thing.",
            ("…hile before it says one thing.", "…hile before it says another thing."),
        ),
        (f"x{LONG * 2}", f"y{LONG * 2}", (f"x{LONG[:58]}…", f"y{LONG[:58]}…")),
        (LONG, f"{LONG}more.", ("…hile before it says ", "…hile before it says more.")),
        ("前文" * 40 + "甲", "前文" * 40 + "乙", ("…" + "前文" * 10 + "甲", "…" + "前文" * 10 + "乙")),
        ("a" * 60, "a" * 59 + "b", ("a" * 60, "a" * 59 + "b")),
    ],
)  # fmt: skip
def test_what_changed_is_quoted_around_the_first_difference(was: str, now: str, quoted: tuple[str, str]) -> None:
    assert _around_difference(was, now) == quoted
    assert _around_difference(now, was) == quoted[::-1]


@pytest.mark.usefixtures("fake")
def test_a_stale_message_shows_what_changed_late_in_a_long_text(shell: Shell) -> None:
    original = shell.write(ORIGINAL, f"{LONG}one thing.\n")
    shell("content")
    translation = shell.folder / TRANSLATION
    head, _, _ = translation.read_text(encoding="utf-8").rpartition("---\n")
    translation.write_text(f"{head}---\n\n有人写的句子。\n", encoding="utf-8")
    shell("content")
    original.write_text(f"{LONG}another thing.\n", encoding="utf-8")
    _, errors = shell("content")
    assert "from “…hile before it says one thing.” to “…hile before it says another thing.”; expected" in errors


def test_a_version_that_nothing_remembers_is_named_as_such(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.pipeline.open_engine", lambda name, direction, options: Fake())
    original = shell.write(ORIGINAL, "The harbour is open.\n")
    shell("content", "--no-memory")
    translation = shell.folder / TRANSLATION
    head, _, _ = translation.read_text(encoding="utf-8").rpartition("---\n")
    translation.write_text(f"{head}---\n\n有人写的句子。\n", encoding="utf-8")
    original.write_text("The harbour is closed on all days.\n", encoding="utf-8")
    _, errors = shell("content", "--no-memory")
    assert (
        "the original changed from a text that nothing remembers to “The harbour is closed on all days.”; expected"
        in errors
    )


def test_a_reason_is_said_in_the_run_that_refused_in_later_ones_and_by_check(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("translate.pipeline.open_engine", lambda name, direction, options: engine)
    engine: Fake = Parrot()

    def told(*arguments: str, code: int = 0) -> list[str]:
        lines = shell("content", *arguments, code=code)[1].splitlines()
        return [line for line in lines if "segments/s" not in line]

    shell.write(ORIGINAL, "The harbour is open on Mondays.\n")
    first = told()
    start, _, reason = first[0].partition(": left in the language of the original: ")
    assert len(first) == 1
    assert start.startswith(f"{TRANSLATION}:")
    assert reason.startswith("echo: ")
    assert reason.endswith("; expected a translation. Write one in its place.")
    assert told() == first
    assert told("--check", code=1) == first
    refusals._file().write_text("[", encoding="utf-8")
    without = f"{start}: left in the language of the original; expected a translation. Write one in its place."
    assert told("--check", code=1) == [without]
    assert told() == [without]
    engine = Parrot("2")
    assert told() == first
    engine = Fake("3")
    assert told() == []
    assert refusals.known() == {}


def test_only_so_many_reasons_are_kept(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_MOST", 2)
    refusals.save({"a": "x", "b": "", "c": "y", "d": "z"})
    assert refusals.known() == {"c": "y", "d": "z"}


def test_help_names_the_batch_size_that_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert f"tokens per batch (default: {EngineOptions().max_batch_tokens})" in said
    assert parser().parse_args([]).batch_tokens == EngineOptions().max_batch_tokens


def test_a_folder_with_originals_in_both_languages_has_no_orphan(shell: Shell) -> None:
    shell.write("content/a.en.md", "Text.\n")
    shell.write("content/a.zh-Hans.md", "文。\n")
    shell.write("content/b.zh-Hans.md", "---\ntranslation: {from: en}\n---\n\n文。\n")
    _, errors = shell("content", code=1)
    assert [Path(line.partition(":")[0]).name for line in errors.splitlines() if "without its original" in line] == [
        "b.zh-Hans.md"
    ]
