"""The command as people and scripts call it, judged by exit code, output and files."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from translate.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
ISSUE = """---
title: Hospitals join forces
edition: healthcare
summary: Two hospitals in Shanghai work together.
---

## Hospitals join forces

Two hospitals signed an agreement. ([China Daily](https://example.org/a))
"""


class Shell:
    """A folder to call the command in."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def __call__(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        try:
            found = main(arguments)
        except SystemExit as usage:
            found = int(str(usage.code))
        output, errors = self.capsys.readouterr()
        assert found == code, (output, errors)
        return output, errors

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Call it in a process of its own."""
        command = [sys.executable, "-m", "translate", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment(), stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
        )

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "checkout"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TWOFOLD_MODELS", str(tmp_path / "none"))
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    return Shell(folder, capsys)


def test_without_path_every_original_under_content_is_translated(shell: Shell) -> None:
    shell.write("content/issues/healthcare/2025-12-01.en.md", ISSUE)
    shell.write("content/pages/about.zh-Hans.md", "# 关于\n\n一份双语简报。\n")
    shell.write("content/other/x.en.md", "Not looked at.\n")
    output, errors = shell("--engine", "pseudo")
    assert re.fullmatch(r"2 files written, 6 segments translated in \d+\.\d s\.\n", output)
    assert re.fullmatch(r"6/6 segments, +[\d.]+ segments/s, 00:00 left\n", errors)
    assert (shell.folder / "content/issues/healthcare/2025-12-01.zh-Hans.md").exists()
    assert (shell.folder / "content/pages/about.en.md").exists()
    assert not (shell.folder / "content/other/x.zh-Hans.md").exists()
    assert not (shell.folder / "content/memory").exists(), "a test engine's output is never remembered"
    assert shell("--engine", "pseudo") == ("2 files up to date.\n", "")


def test_without_a_model_it_succeeds_and_says_in_one_line_what_to_do(shell: Shell) -> None:
    shell.write("content/issues/healthcare/2025-12-01.en.md", ISSUE)
    output, errors = shell()
    assert errors == (
        "No en→zh-Hans model is installed, so 1 file stays untranslated "
        "(content/issues/healthcare/2025-12-01.en.md). Run `make models`.\n"
    )
    assert output == "4 segments not translated.\n"
    assert [path.name for path in shell.folder.rglob("*.md")] == ["2025-12-01.en.md"]
    shell.write("content/pages/about.zh-Hans.md", "# 关于\n")
    _, errors = shell()
    assert errors == (
        "No en→zh-Hans and zh-Hans→en models are installed, so 2 files stay untranslated "
        "(content/issues/healthcare/2025-12-01.en.md, content/pages/about.zh-Hans.md). Run `make models`.\n"
    )


def test_check_reports_everything_and_writes_nothing(shell: Shell) -> None:
    source = shell.write("content/issues/healthcare/a.en.md", ISSUE)
    shell.write("content/issues/healthcare/b.en.md", ISSUE)
    shell("content/issues/healthcare/a.en.md", "--engine", "pseudo")
    before = sorted(shell.folder.rglob("*"))
    _, errors = shell("--check", "--engine", "pseudo", code=1)
    assert errors == (
        "content/issues/healthcare/b.zh-Hans.md: no translation of content/issues/healthcare/b.en.md yet; "
        "expected one. Run `python -m translate`.\n"
    )
    source.write_text(ISSUE.replace("join forces", "part ways"), encoding="utf-8")
    _, errors = shell("content/issues/healthcare/a.zh-Hans.md", "--check", "--engine", "pseudo", code=1)
    assert errors.startswith("content/issues/healthcare/a.zh-Hans.md: behind content/issues/healthcare/a.en.md;")
    assert sorted(shell.folder.rglob("*")) == before
    shell("--engine", "pseudo")
    unreviewed = "content/issues/healthcare/{}.zh-Hans.md: machine; not yet reviewed as a whole.\n"
    said = unreviewed.format("a") + unreviewed.format("b") + "2 translations up to date.\n"
    assert shell("--check", "--engine", "pseudo") == (said, "")
    translation = shell.folder / "content/issues/healthcare/a.zh-Hans.md"
    recorded = translation.with_name("a.zh-Hans.translation.yml")
    signed = recorded.read_text(encoding="utf-8").replace("machine pseudo", "reviewed Li Hua 2025-12-08")
    recorded.write_text(signed, encoding="utf-8")
    said = unreviewed.format("b") + "2 translations up to date.\n"
    assert shell("--check", "--engine", "pseudo") == (said, "")


def test_dry_run_says_how_much_and_how_long(shell: Shell) -> None:
    shell.write("a.en.md", ISSUE)
    output, _ = shell("--dry-run", "--engine", "pseudo", ".")
    first, last = output.splitlines()
    assert first == "a.en.md: 4 segments into zh-Hans"
    assert re.fullmatch(r"4 segments to translate, about \d+ s\.", last)
    output, _ = shell("--dry-run", ".")
    assert output.splitlines()[-1] == "4 segments to translate, time unknown."
    assert [path.name for path in shell.folder.glob("*.md")] == ["a.en.md"]


def test_json_is_for_programs(shell: Shell) -> None:
    shell.write("a.en.md", ISSUE)
    output, errors = shell("--json", "--engine", "pseudo", "a.en.md")
    assert errors == ""
    found = json.loads(output)
    assert found["problems"] == []
    (file,) = found["files"]
    assert file["original"] == "a.en.md"
    assert file["translation"] == "a.zh-Hans.md"
    assert (file["state"], file["translated"], file["waiting"]) == ("written", 4, 0)
    assert found["strategies"] == {"first": 4}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_stdout_takes_any_markdown_and_leaves_bytes_alone(shell: Shell, newline: str) -> None:
    data = b"\xef\xbb\xbf" + "# Title  \n\nText *here*   \n- a\n- b".replace("\n", newline).encode()
    (shell.folder / "README.md").write_bytes(data)
    command = [sys.executable, "-m", "translate", "README.md", "--from", "en", "--stdout", "--engine", "identity"]
    done = subprocess.run(command, cwd=shell.folder, env=shell.environment(), capture_output=True, check=True)
    assert done.stdout == data
    command[3] = "-"
    done = subprocess.run(
        command, cwd=shell.folder, env=shell.environment(), capture_output=True, check=True, input=data
    )
    assert done.stdout == data
    assert [path.name for path in shell.folder.iterdir()] == ["README.md"]


def test_stdout_says_what_is_wrong_with_the_file(shell: Shell) -> None:
    shell.write("a.en.md", "---\ntitle: [x\n---\n\nText.\n")
    output, errors = shell("--stdout", "a.en.md", "--engine", "pseudo", code=1)
    assert output == "---\ntitle: [x\n---\n\n⟦Ťéẋť.⟧\n"
    assert errors.startswith("a.en.md:")
    shell.write("b.en.md", "Text.\n")
    output, errors = shell("--stdout", "b.en.md", code=1)
    assert (output, errors) == ("", "No en→zh-Hans model is installed. Run `make models`.\n")
    found = json.loads(shell("--stdout", "--json", "b.en.md", "--engine", "pseudo")[0])
    assert found["text"] == "⟦Ťéẋť.⟧\n"
    assert [segment["source_md"] for segment in found["segments"]] == ["Text."]


def test_bare_file_gets_a_sibling(shell: Shell) -> None:
    shell.write("notes.md", "# Some notes\n")
    shell("notes.md", "--from", "en", "--to", "zh-Hans", "--engine", "pseudo")
    text = (shell.folder / "notes.zh-Hans.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntranslation:\n  from: en\n---\n")
    assert text.endswith("---\n\n# ⟦Śóṁé ńóťéś⟧\n")


def test_all_problems_at_once_and_the_other_files_are_done(shell: Shell) -> None:
    shell.write("a.en.md", "---\ntitle: [broken\n---\n\nText.\n")
    (shell.folder / "b.en.md").write_bytes(b"Caf\xe9.\n")
    shell.write("c.en.md", "Fine text.\n")
    shell.write("d.en.md", "An original.\n")
    shell.write("d.zh-Hans.md", "---\ntitle: a: b\n---\n\n人写的。\n")
    _, errors = shell(".", "nowhere.en.md", "--engine", "pseudo", code=1)
    lines = errors.splitlines()
    assert [line.split(":")[0] for line in lines if line.split(":")[0].endswith(".md")][:4] == [
        "a.en.md",
        "b.en.md",
        "d.zh-Hans.md",
        "nowhere.en.md",
    ]
    assert "b.en.md:1:4: byte 0xe9 is not UTF-8; expected UTF-8 text. Save the file again as UTF-8." in lines
    assert (shell.folder / "c.zh-Hans.md").exists()
    assert not (shell.folder / "a.zh-Hans.md").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "en", "--to", "en"], "both en"),
        (["--to", "fr"], "invalid choice: 'fr'"),
        (["--beam", "0"], "1 or more expected"),
        (["--beam", "x"], "a whole number expected"),
        (["--check", "--stdout"], "not allowed with"),
        (["--stdout"], "0 paths found"),
        (["--stdout", "x.md"], "tells no language"),
        (["--stdout", "x.en.md"], "is no file"),
        (["--stdout", "x.en.md", "--to", "en"], "already in en"),
        (["--engine", "libretranslate"], "Add --server"),
        (["--glossary", "none.csv"], "none.csv is no file; expected one"),
        (["--nonsense"], "unrecognized arguments"),
    ],
)
def test_wrong_usage_is_2(shell: Shell, arguments: list[str], said: str) -> None:
    _, errors = shell(*arguments, code=2)
    assert said in errors


def test_name_without_language_is_a_problem_that_says_what_to_do(shell: Shell) -> None:
    shell.write("notes.md", "Text.\n")
    _, errors = shell("notes.md", code=1)
    assert errors == (
        "notes.md: the name tells no language; expected `notes.en.md` or `notes.zh-Hans.md`. "
        "Rename the file, or say --from en or --from zh-Hans.\n"
    )


def test_accept_records_and_nothing_else(shell: Shell) -> None:
    shell.write("a.en.md", "# Title\n\nSome text.\n")
    theirs = "---\ntranslation:\n  from: en\n---\n\n# 标题\n\n一些文字。\n"
    shell.write("a.zh-Hans.md", theirs)
    _, errors = shell(".", "--check", code=1)
    assert "--accept a.zh-Hans.md" in errors
    shell("--accept", "a.zh-Hans.md", "--memory", "memory")
    assert (shell.folder / "a.zh-Hans.md").read_text(encoding="utf-8") == theirs
    assert "Some text.\t一些文字。\tperson\t" in (shell.folder / "memory/en.zh-Hans.tsv").read_text(encoding="utf-8")
    assert shell(".", "--check") == ("1 translation up to date.\n", "")


def test_a_hundred_unchanged_issues_are_checked_within_a_second(shell: Shell) -> None:
    for number in range(100):
        shell.write(f"content/issues/healthcare/{number:03}.en.md", ISSUE * 2)
    shell("--engine", "pseudo")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = shell.start("--check", "--engine", "pseudo")
    assert process.communicate(timeout=60)[0].endswith("\n100 translations up to date.\n")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time, so that a busy machine does not count: on an idle one it is what a clock shows.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1


def test_where_nothing_changed_no_model_and_no_library_for_it_is_loaded(shell: Shell) -> None:
    shell.write("a.en.md", ISSUE)
    shell(".", "--engine", "pseudo")
    code = (
        "import sys; from translate.__main__ import main; main(['.', '--engine', 'pseudo', '--json']);"
        "sys.exit(bool({'ctranslate2', 'argostranslate', 'sentencepiece', 'torch', 'stanza'} & set(sys.modules)))"
    )
    subprocess.run(
        [sys.executable, "-c", code], cwd=shell.folder, env=shell.environment(), check=True, capture_output=True
    )


@pytest.mark.parametrize("after", [0.4, 0.7, 1.0])
def test_killed_at_any_moment_files_are_whole_and_a_second_run_finishes(shell: Shell, after: float) -> None:
    for number in range(40):
        shell.write(f"{number:03}.en.md", ISSUE)
    process = shell.start(".", "--engine", "pseudo")
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    whole = (shell.folder / "000.en.md").read_text(encoding="utf-8").count("\n")
    for file in shell.folder.glob("*.zh-Hans.md"):
        text = file.read_text(encoding="utf-8")
        assert text.endswith("⟧\n")
        assert text.split("---\n", 2)[2].count("\n") == whole - ISSUE[: ISSUE.index("---\n\n") + 4].count("\n")
    shell(".", "--engine", "pseudo")
    assert len(list(shell.folder.glob("*.zh-Hans.md"))) == 40


def test_two_runs_at_once_do_not_damage_each_other(shell: Shell) -> None:
    for number in range(30):
        shell.write(f"{number:03}.en.md", ISSUE)
    both = [shell.start(".", "--engine", "pseudo") for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    shell(".", "--engine", "pseudo")
    texts = {file.read_bytes() for file in shell.folder.glob("*.zh-Hans.md")}
    assert len(texts) == 1
    assert not list(shell.folder.glob(".*.tmp"))


def test_version_control_sees_no_leftovers(shell: Shell) -> None:
    shell.write("a.en.md", ISSUE)
    shell(".", "--engine", "pseudo")
    assert sorted(path.name for path in shell.folder.iterdir()) == [
        "a.en.md",
        "a.zh-Hans.md",
        "a.zh-Hans.translation.yml",
    ]
