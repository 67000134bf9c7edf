"""Runs as a whole: engines that fail, speed that is measured, memories shared by both directions' files."""

import doctest
from pathlib import Path
from typing import Any

import pytest

import translate
from tests.translate.fake import Fake, go
from translate import pipeline
from translate.core.languages import EN_ZH
from translate.machine.engine import Capabilities, EngineError
from translate.memory.store import PERSON, Memory
from translate.stages import speed
from translate.stages.discovery import find
from translate.stages.report import State


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "content"
    made.mkdir()
    return made


class Failing(Fake):
    """Goes away after some calls."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.left = calls

    def translate(self, *arguments: Any, **options: Any) -> Any:
        if not self.left:
            raise EngineError("The server at http://localhost:5000 went away. Start it again.")
        self.left -= 1
        return super().translate(*arguments, **options)


class Interrupted(Fake):
    """Takes one segment at a time; the run is broken off at a text."""

    capabilities = Capabilities(n_best=True, block=1)

    def __init__(self, at: str = "") -> None:
        super().__init__()
        self.at = at

    def translate(self, requests: Any, **options: Any) -> Any:
        if self.at and any(self.at in request.text for request in requests):
            raise KeyboardInterrupt
        return super().translate(requests, **options)


def test_a_file_is_written_as_soon_as_it_is_finished(folder: Path) -> None:
    """A short segment of the last file does not keep the first one waiting, nor does a killed run lose it."""
    texts = {
        "a": "The harbour and the garden are open.\n",
        "b": "The garden is open.\n\nThe harbour and the garden are open.\n",
        "c": "Open.\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.en.md").write_text(text, encoding="utf-8")
    broken = Interrupted("Open.")
    with pytest.raises(KeyboardInterrupt):
        go(folder, broken)
    names = [f"{name}.zh-Hans{suffix}" for name in "ab" for suffix in (".md", ".translation.yml")]
    before = {name: (folder / name).read_bytes() for name in names}
    assert sorted(path.name for path in folder.glob("*.zh-Hans*")) == names
    # What stands in two files is sent once.
    assert sum("harbour and" in call for call in broken.calls) == 1
    again = Interrupted()
    report = go(folder, again)
    assert [file.state for file in report.files] == [State.CURRENT, State.CURRENT, State.WRITTEN]
    assert again.calls == ["Open."]
    assert {name: (folder / name).read_bytes() for name in names} == before


def test_what_stands_in_two_files_is_sent_once_and_counted_in_both(folder: Path) -> None:
    for name in "ab":
        (folder / f"{name}.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    engine = Interrupted()
    report = go(folder, engine)
    assert engine.calls == ["The harbour is open."]
    assert [file.translated for file in report.files] == [1, 1]
    assert (folder / "a.zh-Hans.md").read_bytes() == (folder / "b.zh-Hans.md").read_bytes()


def test_engine_that_fails_leaves_finished_files_written_and_says_which_are_not(folder: Path) -> None:
    (folder / "a.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    go(folder)
    (folder / "b.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    (folder / "c.en.md").write_text("The garden is closed.\n", encoding="utf-8")
    report = go(folder, Failing(0))
    assert [file.state for file in report.files] == [State.CURRENT, State.WRITTEN, State.MISSING]
    assert report.failed
    assert report.messages == (
        f"1 file stays untranslated ({folder.as_posix()}/c.en.md): "
        "The server at http://localhost:5000 went away. Start it again.",
    )
    assert not (folder / "c.zh-Hans.md").exists()
    assert go(folder).files[2].state is State.WRITTEN


def test_units_of_all_files_go_through_the_engine_together_and_once(folder: Path) -> None:
    for name in "abc":
        (folder / f"{name}.en.md").write_text(f"The harbour is open.\n\nA garden for {name}.\n", encoding="utf-8")
    calls: list[int] = []

    class Counting(Fake):
        def translate(self, *arguments: Any, **options: Any) -> Any:
            calls.append(len(arguments[0]))
            return super().translate(*arguments, **options)

    report = go(folder, Counting())
    assert sum(file.translated for file in report.files) == 6
    assert calls[0] == 4


def test_both_directions_in_one_run(folder: Path) -> None:
    (folder / "a.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    (folder / "b.zh-Hans.md").write_text("港口开放了，大家都很高兴。\n", encoding="utf-8")
    report = go(folder)
    assert [file.state for file in report.files] == [State.WRITTEN, State.WRITTEN]
    assert sorted(path.name for path in (folder / "memory").iterdir()) == ["en.zh-Hans.tsv", "zh-Hans.en.tsv"]


def test_estimate_comes_from_the_speed_of_the_last_runs(folder: Path) -> None:
    (folder / "a.en.md").write_text("The harbour is open today.\n" * 1, encoding="utf-8")
    speed.keep("fake 1", 5200, 1000.0)
    tasks, _ = find([folder], source=None, target=None)
    engine = Fake()
    options = pipeline.Options(dry=True, estimate=True)
    report = pipeline.run(tasks, options, opener=lambda *_: engine)
    assert report.estimate == pytest.approx(26 / 5.2)
    assert engine.calls == []
    speed.keep("fake 1", 10400, 1000.0)
    assert pipeline.run(tasks, options, opener=lambda *_: engine).estimate == pytest.approx(26 / 7.8)
    speed.keep("fake 1", 10, 1000.0)
    assert pipeline.run(tasks, options, opener=lambda *_: engine).estimate == pytest.approx(26 / 7.8)


def test_estimate_of_an_engine_that_never_ran_is_measured_on_a_sample(folder: Path) -> None:
    text = "\n\n".join(f"The harbour is open to {name}." for name in ("ships", "boats", "people", "birds"))
    (folder / "a.en.md").write_text(text, encoding="utf-8")
    tasks, _ = find([folder], source=None, target=None)
    engine = Fake()
    options = pipeline.Options(dry=True, estimate=True, memory=folder / "memory")
    report = pipeline.run(tasks, options, opener=lambda *_: engine)
    assert report.estimate is not None
    assert engine.calls
    assert sorted(path.name for path in folder.iterdir()) == ["a.en.md"]


def test_similar_units_are_offered_for_texts_that_need_a_person(folder: Path) -> None:
    memory, _ = Memory.open(folder / "memory", EN_ZH)
    memory.add("The harbour is open on Sundays.", "港口星期日开放。", PERSON)
    memory.save()

    class Parrot(Fake):
        def one(self, sentence: str, target: str) -> str:
            return sentence

    (folder / "a.en.md").write_text("The harbour is open on Mondays.\n", encoding="utf-8")
    (file,) = go(folder, Parrot(), similar=True).files
    assert len(file.left) == 1
    ((source, target, similarity),) = file.similar["The harbour is open on Mondays."]
    assert (source, target) == ("The harbour is open on Sundays.", "港口星期日开放。")
    assert 0.7 < similarity < 1


def test_machine_s_texts_come_back_into_a_memory_that_was_deleted(folder: Path) -> None:
    (folder / "a.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    # A file says who made it; only engines that exist may be remembered as such.
    go(folder)
    file = folder / "memory" / "en.zh-Hans.tsv"
    before = file.read_bytes()
    file.unlink()
    go(folder)
    assert file.read_bytes() == before


def test_broken_lines_of_the_memory_are_problems_of_the_run(folder: Path) -> None:
    (folder / "memory").mkdir()
    (folder / "memory" / "en.zh-Hans.tsv").write_text("source\ttarget\torigin\twhen\nbroken\n", encoding="utf-8")
    (folder / "a.en.md").write_text("The harbour is open.\n", encoding="utf-8")
    report = go(folder)
    assert [problem.line for problem in report.problems] == [2]
    assert report.files[0].state is State.WRITTEN


def test_a_body_too_much_to_be_read_is_said_in_every_run_until_it_is_mended(folder: Path) -> None:
    page = folder / "a.en.md"
    text = "---\ntitle: The harbour\n---\n\nThe harbour is open.\n\n"
    page.write_text(text + "[" * 5000 + "a\n", encoding="utf-8")
    for dry in (True, False, False):
        (file,) = go(folder, dry=dry).files
        (notice,) = file.notices
        assert str(notice).startswith(f"{page.as_posix()}:7:1: brackets or backticks")
        assert "whole text is left untranslated; expected" in notice.message
        assert notice in file.faults
        assert not file.fine
    made = translate.translate_markdown(page.read_text(encoding="utf-8"), source="en", target="zh-Hans", engine=Fake())
    assert [(one.line, one.column) for one in made.problems] == [(7, 1)]
    page.write_text(text, encoding="utf-8")
    assert go(folder).files[0].notices == ()


def test_examples_in_the_public_interface_hold() -> None:
    result = doctest.testmod(translate)
    assert result.attempted > 0
    assert result.failed == 0
