"""The memory on disk: readable, mergeable, and whole whatever happens to the runs that write it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.core import limits
from translate.core.languages import EN_ZH
from translate.memory import store
from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory, Unit

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 12, 8)


def opened(folder: Path, *, day: date = DAY) -> Memory:
    memory, problems = Memory.open(folder, EN_ZH)
    assert problems == []
    memory.today = day.isoformat()
    return memory


def test_file_is_sorted_lines_that_a_pull_request_can_show(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    memory.add("Two\tparts  \nand a \\ sign", "两部分", "argos en-zh 1.9")
    memory.add("A hospital", "一家医院", PERSON)
    assert memory.save()
    assert (tmp_path / "en.zh-Hans.tsv").read_text(encoding="utf-8") == (
        "source\ttarget\torigin\twhen\n"
        "A hospital\t一家医院\tperson\t2025-12-08\n"
        "Two\\tparts  \\nand a \\\\ sign\t两部分\targos en-zh 1.9\t\n"
    )
    again = opened(tmp_path)
    assert {unit.source: unit.target for unit in again} == {
        "A hospital": "一家医院",
        "Two\tparts  \nand a \\ sign": "两部分",
    }
    assert again.source_of(digest("A  hospital")) == "A hospital"


def test_saving_without_change_does_not_touch_the_file(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    memory.add("One", "一", "argos en-zh 1.9")
    memory.save()
    os.utime(tmp_path / "en.zh-Hans.tsv", ns=(1, 1))
    again = opened(tmp_path)
    again.add("One", "一", "argos en-zh 1.9")
    assert not again.save()
    assert (tmp_path / "en.zh-Hans.tsv").stat().st_mtime_ns == 1


def test_a_person_goes_before_a_machine_and_a_new_machine_before_the_old(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    memory.add("One", "壹", "argos en-zh 1.8")
    memory.add("One", "一", "argos en-zh 1.9")
    assert [unit.target for unit in memory.of("One")] == ["一"]
    memory.add("One", "一个", PERSON)
    memory.add("One", "一", "argos en-zh 2.0")
    found = memory.find("One")
    assert found is not None
    assert (found.target, found.by_person) == ("一个", True)
    memory.add("One", "一个", "argos en-zh 2.0")
    assert memory.person("One") == found, "an engine that agrees with a person does not take the text from them"
    memory.save()
    assert [unit.target for unit in opened(tmp_path).of("One")] == ["一个", "一"]


def test_of_two_people_the_newer_one_is_reused_and_both_stay(tmp_path: Path) -> None:
    for day, text in ((DAY, "新"), (date(2024, 1, 1), "旧")):
        memory = opened(tmp_path, day=day)
        memory.add("New", text, PERSON)
        memory.save()
    memory = opened(tmp_path)
    assert [unit.target for unit in memory.of("New")] == ["新", "旧"]
    found = memory.find("New")
    assert found is not None
    assert found.target == "新"


def test_replaced_text_of_the_same_person_goes(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    memory.add("New", "新", PERSON)
    memory.save()
    memory = opened(tmp_path)
    memory.add("New", "新的", PERSON)
    memory.forget("New", "新")
    memory.save()
    assert [unit.target for unit in opened(tmp_path).of("New")] == ["新的"]


def test_broken_lines_are_reported_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "en.zh-Hans.tsv"
    path.write_text("source\ttarget\torigin\twhen\n<<<<<<< ours\nOne\t一\tperson\t\n", encoding="utf-8")
    memory, problems = Memory.open(tmp_path, EN_ZH)
    assert [str(problem) for problem in problems] == [
        f"{path.as_posix()}:2:1: a merge that is not finished found; both sides' lines expected. "
        "Remove this line, keep the others."
    ]
    memory.add("Two", "二", PERSON)
    memory.save()
    assert "<<<<<<< ours\n" in path.read_text(encoding="utf-8")
    assert len(Memory.open(tmp_path, EN_ZH)[0]) == 2


def test_journal_of_a_killed_run_is_taken_up_but_for_the_line_it_was_writing(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.add("One", "一", "argos en-zh 1.9")
    journal = tmp_path / "en.zh-Hans.journal"
    with journal.open("ab") as file:
        file.write("+\tTwo\t二\tperson\t2025-1".encode())
    second = opened(tmp_path)
    assert [unit.source for unit in second] == ["One"]
    second.add("Three", "三", "argos en-zh 1.9")
    second.save()
    assert not journal.exists()
    assert [unit.source for unit in opened(tmp_path)] == ["One", "Three"]


def test_fuzzy_matches_are_offered_most_similar_first(tmp_path: Path) -> None:
    memory = Memory()
    memory.add("The hospital opened in March 2025.", "这家医院于2025年3月开业。", PERSON)
    memory.add("The hospital opened in May 2024.", "这家医院于2024年5月开业。", PERSON)
    memory.add("Nothing to do with it at all", "毫不相干", PERSON)
    found = memory.fuzzy("The hospital opened in May 2025.")
    assert [match.unit.source for match in found] == [
        "The hospital opened in March 2025.",
        "The hospital opened in May 2024.",
    ]
    assert all(0.7 <= match.similarity < 1 for match in found)
    assert memory.find("The hospital opened in May 2025.") is None


@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.sampled_from([PERSON, "argos en-zh 1.9"])), max_size=8))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str, str]]) -> None:
    folder = tmp_path_factory.mktemp("memory")
    memory = opened(folder)
    for source, target, origin in pairs:
        memory.add(source, target, origin)
    memory.save()
    assert sorted(opened(folder)) == sorted(memory)


_WRITER = """
import sys
from pathlib import Path
from translate.memory.store import Memory
from translate.core.languages import EN_ZH
memory, _ = Memory.open(Path(sys.argv[1]), EN_ZH)
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    memory.add(f"{sys.argv[2]} {number}", "译文" * 50, "argos en-zh 1.9")
    if number % 20 == 19:
        memory.save()
    print(number, flush=True)
memory.save()
"""


def _writer(folder: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _WRITER, str(folder), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_runs_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    writers = [_writer(tmp_path, name, 100) for name in "ab"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert sorted(unit.source for unit in opened(tmp_path)) == sorted(
        f"{name} {n}" for name in "ab" for n in range(100)
    )
    assert not (tmp_path / "en.zh-Hans.journal").exists()


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03])
def test_killed_at_any_moment_everything_finished_is_there(tmp_path: Path, delay: float) -> None:
    writer = _writer(tmp_path, "a", 100_000)
    assert writer.stdout is not None
    for line in writer.stdout:
        if line == "30\n":
            break
    time.sleep(delay)
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate(timeout=60)
    said = [int(line) for line in rest.splitlines() if line.isdigit()]
    last = max(said, default=30)
    there = {unit.source: unit for unit in opened(tmp_path)}
    assert set(there) >= {f"a {number}" for number in range(last)}
    assert {unit.target for unit in there.values()} == {"译文" * 50}


def test_units_compare_by_what_they_say() -> None:
    assert Unit("a", "b") < Unit("a", "c") < Unit("b", "a")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a\0b\t乙\tperson\t2025-12-08", "U+0000 found"),
        (f"{'a' * 20_001}\t乙\tperson\t2025-12-08", "a field of 20,001 characters found; at most 20,000"),
    ],
)
def test_a_line_that_no_segment_makes_is_reported_and_kept(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "en.zh-Hans.tsv"
    path.write_text(f"source\ttarget\torigin\twhen\nOne.\t一。\tperson\t2025-12-08\n{line}\n", encoding="utf-8")
    memory, problems = Memory.open(tmp_path, EN_ZH)
    assert [(one.line, said in one.message) for one in problems] == [(3, True)]
    assert [unit.source for unit in memory] == ["One."]
    memory.add("Two.", "二。", PERSON)
    memory.save()
    kept = path.read_text(encoding="utf-8")
    assert line in kept
    assert "Two." in kept


def test_a_file_that_is_too_large_is_neither_read_nor_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "en.zh-Hans.tsv"
    path.write_text("source\ttarget\torigin\twhen\nOne.\t一。\tperson\t2025-12-08\n", encoding="utf-8")
    before = path.read_bytes()
    monkeypatch.setattr(store, "MEMORY_FILE", limits.MEMORY_FILE._replace(value=len(before)))
    assert len(Memory.open(tmp_path, EN_ZH)[0]) == 1
    monkeypatch.setattr(store, "MEMORY_FILE", limits.MEMORY_FILE._replace(value=len(before) - 1))
    memory, problems = Memory.open(tmp_path, EN_ZH)
    assert [(one.line, "bytes; expected at most" in one.message) for one in problems] == [(0, True)]
    memory.add("Two.", "二。", PERSON)
    assert not memory.save()
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links are made")
@pytest.mark.parametrize("suffix", ["tsv", "journal"])
def test_what_somebody_laid_in_the_place_of_a_memory_is_neither_read_nor_written(tmp_path: Path, suffix: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("One\t一\tperson\t\n", encoding="utf-8")
    folder = tmp_path / "memory"
    folder.mkdir()
    (folder / f"en.zh-Hans.{suffix}").symlink_to(victim)
    memory, problems = Memory.open(folder, EN_ZH)
    assert "a symbolic link; expected a file of its own" in str(problems[0])
    assert len(memory) == 0
    with suppress(OSError):
        memory.add("Two", "二", "person")
    memory.save()
    assert victim.read_text(encoding="utf-8") == "One\t一\tperson\t\n"


@pytest.mark.skipif(os.name == "nt", reason="links are made")
def test_a_folder_of_memories_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "memory").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    memory, problems = Memory.open(tmp_path / "memory", EN_ZH)
    assert "a symbolic link" in str(problems[0])
    memory.add("One", "一", "person")
    memory.save()
    assert list((tmp_path / "elsewhere").iterdir()) == []
