"""One debug line per decision, with its reason; and what a command prints of them, escaped."""

import logging
import re
from datetime import date
from pathlib import Path

import pytest

from build.__main__ import main as build_main
from build.content import newsletter
from build.editions.__main__ import main as editions_main
from build.site import builder
from tests.build.conftest import Project, project
from tests.translate.fake import Fake, go
from translate.__main__ import main
from translate.__main__ import parser as parser_of_translate
from translate.core import console
from translate.machine import markup_projection, model_input
from translate.machine.engine import Hypothesis
from translate.machine.models import packages
from translate.markdown import dialect
from translate.markdown.protect import protect

__all__ = ["project"]


class Parrot(Fake):
    """Gives back what it is given, so that no guard lets it through."""

    def one(self, sentence: str, target: str) -> str:
        return sentence


@pytest.fixture(autouse=True)
def quiet_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A command sets levels and handlers for its process; the next test starts without them."""
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    yield
    for name in ("translate", "build"):
        logging.getLogger(name).setLevel(logging.NOTSET)
        logging.getLogger(name).handlers = []


def test_every_segment_says_what_became_of_it_and_why(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    original, translation = folder / "a.en.md", folder / "a.zh-Hans.md"

    def lines() -> list[str]:
        said = [record.getMessage() for record in caplog.records if record.name.startswith("translate.")]
        caplog.clear()
        return [line.removeprefix(f"{folder.as_posix()}/") for line in said]

    caplog.set_level(logging.DEBUG, "translate")
    original.write_text("The harbour is open.\n\nThe garden is closed.\n", encoding="utf-8")
    go(folder)
    said = lines()
    assert "a.en.md:1:1: translated (first) by fake 1" in said
    assert f"a.zh-Hans.md: written, {len(translation.read_bytes())} bytes" in said
    go(folder)
    assert {
        "a.en.md:1:1: keep (machine)",
        "a.en.md:3:1: keep (machine)",
        "a.zh-Hans.md: up to date, nothing written",
    } <= {*lines()}
    first, _, rest = translation.read_text(encoding="utf-8").partition("---\n\n")
    translation.write_text(f"{first}---\n\n港口今天开放。\n\n{rest.split(chr(10) * 2)[1]}", encoding="utf-8")
    go(folder)
    assert "a.en.md:1:1: keep (person)" in lines()
    (folder / "b.en.md").write_text("The garden is closed.\n", encoding="utf-8")
    go(folder)
    assert "b.en.md:1:1: filled from memory (fake 1)" in lines()


def test_what_was_refused_names_guard_and_finding_in_log_and_report(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.en.md").write_text("The harbour is open on Mondays.\n", encoding="utf-8")
    caplog.set_level(logging.DEBUG, "translate")
    (file,) = go(folder, Parrot()).files
    (left,) = file.left
    reason = left.message.removeprefix("left in the language of the original: ").partition("; expected")[0]
    assert reason != left.message
    assert len(reason) > 10
    said = [record.getMessage() for record in caplog.records]
    assert f"{folder.as_posix()}/a.en.md:1:1: left in the original by fake 1 because: {reason}" in said


def test_every_module_that_decides_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    original, translation = folder / "a.en.md", folder / "a.zh-Hans.md"
    caplog.set_level(logging.DEBUG, "translate")

    def said() -> dict[str, list[str]]:
        by_module: dict[str, list[str]] = {}
        for record in caplog.records:
            by_module.setdefault(record.name.removeprefix("translate."), []).append(record.getMessage())
        caplog.clear()
        return by_module

    original.write_text("The harbour is open on Mondays.\n\nA *red* door.\n", encoding="utf-8")
    (folder / "notes.md").write_text("Nothing.\n", encoding="utf-8")
    go(folder, Parrot())
    lines = said()
    assert f"{folder / 'notes.md'}: skipped: its name tells no language" in lines["stages.discovery"]
    assert [line for line in lines["machine.strategies"] if line.startswith("first: refused: echo")]
    assert [line for line in lines["memory.store"] if line.endswith("en.zh-Hans.tsv: 0 units read")]
    go(folder, Fake("2"))
    lines = said()
    assert f"{translation}: a translation, taken with its original" in lines["stages.discovery"]
    assert [line for line in lines["machine.strategies"] if line.startswith("first: taken: ")]
    assert lines["stages.revision"] == [
        "segment 1: was segment 1 of the record",
        "segment 2: was segment 2 of the record",
    ]
    body = translation.read_text(encoding="utf-8")
    first = body.partition("---\n\n")[2].partition("\n")[0]
    translation.write_text(body.replace(first, "港口今天开放。"), encoding="utf-8")
    original.write_text("New.\n\n" + original.read_text(encoding="utf-8"), encoding="utf-8")
    go(folder)
    lines = said()
    assert lines["stages.revision"] == [
        "segment 1: not in the record, new",
        "segment 2: was segment 1 of the record",
        "segment 3: was segment 2 of the record",
    ]
    assert lines["stages.job"] == ["remembered as a person's: 港口今天开放。"]
    translation.write_text(translation.read_text(encoding="utf-8") + "\n编者按。\n", encoding="utf-8")
    original.write_text("- a list\n\n" + original.read_text(encoding="utf-8"), encoding="utf-8")
    go(folder)
    lines = said()
    assert lines["stages.revision"] == ["blocked: the blocks are neither those of the record nor those of the original"]
    assert lines["stages.finalize"] == [f"{translation}: left alone: conflict"]


def test_a_cache_says_what_it_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("translate.pipeline.open_engine", lambda name, direction, options: Fake())
    (tmp_path / "a.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    place = "DEBUG translate.stages.up_to_date: a.zh-Hans.md: "
    for answer in ("not known to be up to date, read", "nothing changed since a run that had nothing to say"):
        assert main(["a.en.md", "-v"]) == 0
        assert [line for line in capsys.readouterr().err.splitlines() if "up_to_date" in line] == [place + answer]


def test_markup_says_where_marks_found_no_place(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "translate.machine.markup_projection")
    unit = protect("A *red* door.")
    carried = model_input.encode(unit.text, unit.marks, [])
    assert markup_projection.project(carried, Hypothesis("")).text is None
    assert caplog.messages == ["marks find no place: A red door. → "]


def test_what_is_not_installed_or_not_readable_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "translate")
    (tmp_path / "en_zh-Hans.json").write_text("{}", encoding="utf-8")
    assert packages.installed(tmp_path) == []
    (tmp_path / "mkdocs.yml").write_text("markdown_extensions: [no_such_extension]\n", encoding="utf-8")
    dialect.renderer(dialect.extensions(tmp_path / "mkdocs.yml"))
    dialect.extensions(tmp_path / "none.yml")
    assert caplog.messages[0].endswith("en_zh-Hans.json: passed over: its record cannot be read (KeyError)")
    assert caplog.messages[1].startswith("Markdown extension no_such_extension: left out: ")
    assert caplog.messages[2].startswith("our own Markdown extensions are taken: ")


def test_the_build_says_why_it_builds_and_why_not(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "build")
    project.issue()
    project.issue("healthcare/2025-12-08.en.md", start="2025-12-08", end="2025-12-14", published="2025-12-15")
    for _ in range(2):
        content, problems = newsletter.read(project.root, date(2025, 12, 10))
        assert not problems
        builder.build(project.root, content, project.root / "site")
    said = [record.getMessage() for record in caplog.records]
    target = project.root / "site"
    assert said.count("content/issues/healthcare/2025-12-08.en.md: a draft: 2025-12-15 comes after 2025-12-10") == 2
    assert f"{target}: built: there is none" in said
    assert "content/issues/healthcare/2025-12-01.en.md: read" in said
    assert [line for line in said if re.fullmatch(r"en: \d+ pages staged, 0 editions offered", line)]
    assert f"{target}: up to date: nothing that it is made from has changed" in said
    caplog.clear()
    project.issue("healthcare/2025-12-08.en.md", title="")
    newsletter.read(project.root, date(2025, 12, 10))
    refused = [one.getMessage() for one in caplog.records if "left out" in one.getMessage()]
    assert [line.partition(": left out: ")[0] for line in refused] == ["content/issues/healthcare/2025-12-08.en.md"]
    (project.root / "content/issues/healthcare/2025-12-08.en.md").unlink()
    caplog.clear()
    project.issue(title="Another title")
    content, _ = newsletter.read(project.root, date(2025, 12, 10))
    builder.build(project.root, content, target)
    assert f"{target}: built: what it is made from has changed" in [record.getMessage() for record in caplog.records]


def test_an_edition_says_whether_it_is_made_or_reused(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.issue()
    seen = []
    for _ in range(2):
        assert editions_main(["mail", "--root", str(project.root), "-v"]) == 0
        seen.append([line for line in capsys.readouterr().err.splitlines() if "2025-12-01.en.html" in line])
    place = "DEBUG build.editions.production: .cache/editions/mail/healthcare/2025-12-01/healthcare-2025-12-01.en.html"
    assert seen == [[f"{place}: made: it is missing"], [f"{place}: reused"]]


@pytest.mark.parametrize(
    ("options", "printed"),
    [([], False), (["-v"], True), (["--log-level", "debug"], True), (["--log-level", "info"], False)],
)
def test_commands_print_decisions_where_they_are_asked_to(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    printed: bool,
) -> None:
    monkeypatch.chdir(project.root)
    project.issue()
    (project.root / "content/pages").joinpath("x.en.md").write_text("---\ntitle: A\nsummary: B\n---\n\nA page.\n")
    assert main(["--engine", "pseudo", "content/pages/x.en.md", *options]) == 0
    assert ("DEBUG translate.stages.pretranslation: content/pages/x.en.md:" in capsys.readouterr().err) is printed
    assert build_main(options) == 0
    assert ("DEBUG build.site.builder: " in capsys.readouterr().err) is printed


def test_a_log_line_is_escaped_and_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    parser = parser_of_translate()
    console.log_as_asked(parser.parse_args(["-v"]))
    logging.getLogger("translate.x").debug("%s", "a\n::error::b\x1b[31m\u202e")
    assert capsys.readouterr().err == "DEBUG translate.x: a\\n::error::b\\x1b[31m\\u202e\n"
