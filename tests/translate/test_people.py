"""People win: what editors do to originals and translations, and what the next run makes of it. One story per test."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.translate.fake import Fake, go
from translate.core.fields import PROSE_FIELDS
from translate.core.languages import EN_ZH
from translate.memory.digest import digest
from translate.memory.store import Memory
from translate.stages import job, record
from translate.stages.discovery import find
from translate.stages.record import Record
from translate.stages.report import FileReport, State

SOURCE = """---
title: The hospitals join forces
edition: healthcare
topics: [hospitals]
---

## The first item of the week

A clinic opened its doors to patients on Monday. It is close to the river.

## The second item of the week

Doctors and nurses learn to use the new tools.
"""
FIRST, SECOND = (
    "A clinic opened its doors to patients on Monday. It is close to the river.",
    "Doctors and nurses learn to use the new tools.",
)
TITLES = ("The hospitals join forces", "The first item of the week", "The second item of the week")
HUMAN = "这家诊所星期一开门迎接患者，位于河边。"


class Desk:
    """A folder with one original, its translation, and an editor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = Fake()
        self.original = folder / "week.en.md"
        self.translation = folder / "week.zh-Hans.md"
        self.original.write_text(SOURCE, encoding="utf-8")
        self.run()

    def run(self, **options: Any) -> FileReport:
        report = go(self.folder, self.engine, **options)
        assert report.problems == ()
        return next(one for one in report.files if one.task.original == self.original)

    def edit(self, path: Path, *changes: tuple[str, str]) -> None:
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    @property
    def text(self) -> str:
        return self.translation.read_text(encoding="utf-8")

    @property
    def body(self) -> list[str]:
        """Blocks of the translation after its front matter."""
        return re.split(r"\n\n", self.text.split("---\n", 2)[2].strip())

    @property
    def block(self) -> dict[str, Any]:
        block: dict[str, Any] = yaml.safe_load(self.text.split("---\n")[1])["translation"]
        return block

    @property
    def recorded(self) -> Path:
        return self.folder / "week.zh-Hans.translation.yml"

    @property
    def record(self) -> Record:
        found, problems = record.read(self.recorded.read_bytes(), self.recorded)
        assert problems == []
        assert found is not None
        return found

    @property
    def states(self) -> list[str]:
        """What the record calls each segment."""
        return [state.word for state in self.record.segments]

    @property
    def stale(self) -> list[str]:
        """The sources that stale texts were made from."""
        return [self.record.sources[state.source] for state in self.record.segments if state.stale_against]

    def sign(self, *numbers: int, by: str = "Li Hua", on: str = "2025-12-09") -> None:
        """An editor who has read segments of a machine's puts her name behind them, in the record itself."""
        lines = self.recorded.read_text(encoding="utf-8").split("\n")
        places = [at for at, line in enumerate(lines) if " machine fake" in line]
        for number in numbers or range(len(places)):
            lines[places[number]] = re.sub(r"machine fake \d", f"reviewed {by} {on}", lines[places[number]])
        self.recorded.write_text("\n".join(lines), encoding="utf-8")

    def machine(self, source: str) -> str:
        """What the memory says a machine made of a source."""
        unit = self.memory().find(source)
        assert unit is not None
        assert not unit.by_person
        return unit.target

    def memory(self) -> Memory:
        return Memory.open(self.folder / "memory", EN_ZH)[0]

    def people(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for unit in self.memory():
            if unit.by_person:
                found.setdefault(unit.source, []).append(unit.target)
        return found

    def correct_first(self) -> None:
        """The editor corrects the first item's text."""
        self.edit(self.translation, (self.machine(FIRST), HUMAN))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_new_translation_has_everything_of_the_source_and_says_where_it_is_from(desk: Desk) -> None:
    front = yaml.safe_load(desk.text.split("---\n")[1])
    assert {key: front[key] for key in ("edition", "topics")} == {"edition": "healthcare", "topics": ["hospitals"]}
    assert desk.block == {"from": "en"}
    assert [(state.word, state.who) for state in desk.record.segments] == [("machine", "fake 1")] * 5
    assert [block.startswith("## ") for block in desk.body] == [True, False, True, False]


def test_second_run_asks_no_engine_and_touches_no_file(desk: Desk) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in desk.folder.rglob("*.*")}
    desk.engine.calls.clear()
    report = desk.run()
    assert report.state is State.CURRENT
    assert desk.engine.calls == []
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in desk.folder.rglob("*.*")} == before


def test_edited_text_stays_is_remembered_and_reused_in_other_files(desk: Desk) -> None:
    other = desk.folder / "other.en.md"
    other.write_text(f"{FIRST}\n", encoding="utf-8")
    desk.run()
    assert HUMAN not in (desk.folder / "other.zh-Hans.md").read_text(encoding="utf-8")
    desk.correct_first()
    (desk.folder / "later.en.md").write_text(f"Before it.\n\n{FIRST}\n", encoding="utf-8")
    desk.run()
    assert desk.body[1] == HUMAN
    assert desk.people() == {FIRST: [HUMAN]}
    for name in ("other", "later"):
        assert HUMAN in (desk.folder / f"{name}.zh-Hans.md").read_text(encoding="utf-8")
    desk.edit(desk.translation, (HUMAN, "又改了一次。"))
    desk.run()
    assert desk.people() == {FIRST: ["又改了一次。"]}
    assert "又改了一次。" in (desk.folder / "other.zh-Hans.md").read_text(encoding="utf-8")


def test_changed_source_of_a_machine_s_text_is_translated_again(desk: Desk) -> None:
    old = desk.machine(SECOND)
    desk.engine.calls.clear()
    desk.edit(desk.original, ("Doctors and nurses", "Doctors and students"))
    report = desk.run()
    assert report.state is State.WRITTEN
    assert report.translated == 1
    assert desk.body[3] != old
    assert desk.body[3] == desk.machine("Doctors and students learn to use the new tools.")
    assert all("students" in call for call in desk.engine.calls)


def test_changed_source_of_a_person_s_text_makes_it_stale_with_both_versions(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    new = FIRST.replace("Monday", "Tuesday")
    desk.edit(desk.original, ("Monday", "Tuesday"))
    report = desk.run()
    assert desk.body[1] == HUMAN
    assert desk.stale == [FIRST]
    assert [state.stale_against for state in desk.record.segments] == ["", "", digest(new), "", ""]
    (stale,) = report.stale
    line = next(n for n, text in enumerate(desk.text.splitlines(), 1) if text == HUMAN)
    assert (stale.line, stale.column) == (line, 1)
    assert "Monday" in stale.message
    before = desk.text
    assert desk.run().state is State.CURRENT
    assert desk.text == before


def make_stale(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    desk.edit(desk.original, ("Monday", "Tuesday"))
    desk.run()
    assert desk.stale


def test_stale_mark_goes_when_the_editor_edits_the_text(desk: Desk) -> None:
    make_stale(desk)
    desk.edit(desk.translation, (HUMAN, HUMAN.replace("星期一", "星期二")))
    assert desk.run().stale == ()
    assert desk.people()[FIRST.replace("Monday", "Tuesday")] == [HUMAN.replace("星期一", "星期二")]


def test_stale_mark_goes_when_the_editor_deletes_its_entry(desk: Desk) -> None:
    make_stale(desk)
    lines = desk.recorded.read_text(encoding="utf-8").split("\n")
    desk.recorded.write_text("\n".join(line for line in lines if ">" not in line), encoding="utf-8")
    assert desk.run().stale == ()
    assert desk.stale == []
    assert desk.body[1] == HUMAN


def test_stale_mark_goes_with_accept(desk: Desk) -> None:
    make_stale(desk)
    desk.run(accept=True)
    assert desk.stale == []
    assert desk.run().state is State.CURRENT
    assert desk.run().stale == ()
    assert HUMAN in desk.people()[FIRST.replace("Monday", "Tuesday")]


def test_stale_mark_goes_when_the_source_goes_back(desk: Desk) -> None:
    make_stale(desk)
    desk.edit(desk.original, ("Tuesday", "Monday"))
    assert desk.run().stale == ()


def test_source_that_changes_twice_shows_the_version_the_text_was_made_from(desk: Desk) -> None:
    make_stale(desk)
    desk.edit(desk.original, ("Tuesday", "Friday"))
    (message,) = desk.run().stale
    assert desk.stale == [FIRST]
    assert "Friday" in message.message


def test_items_that_move_take_their_translation_along(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    before = desk.body
    first, second = SOURCE.index("## The first"), SOURCE.index("## The second")
    moved = SOURCE[:first] + SOURCE[second:] + "\n" + SOURCE[first:second].rstrip() + "\n"
    desk.original.write_text(moved, encoding="utf-8")
    desk.engine.calls.clear()
    desk.run()
    assert desk.body == [*before[2:], *before[:2]]
    assert desk.engine.calls == []


def test_item_inserted_in_the_source_leaves_its_neighbours_alone(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    before = desk.body
    desk.edit(desk.original, ("## The second", "## An item between\n\nSomething happened here.\n\n## The second"))
    report = desk.run()
    assert report.translated == 2
    assert [*desk.body[:2], *desk.body[4:]] == before
    assert report.stale == ()


def test_text_of_a_person_whose_source_is_deleted_stays_in_the_memory_and_comes_back_with_it(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    desk.edit(desk.original, (f"{FIRST}\n\n", ""))
    desk.run()
    assert HUMAN not in desk.text
    assert desk.people()[FIRST] == [HUMAN]
    desk.original.write_text(SOURCE, encoding="utf-8")
    desk.engine.calls.clear()
    desk.run()
    assert desk.body[1] == HUMAN
    assert desk.engine.calls == []


def test_edit_and_deletion_between_two_runs_still_reach_the_memory(desk: Desk) -> None:
    desk.correct_first()
    desk.edit(desk.original, (f"{FIRST}\n\n", ""))
    desk.run()
    assert desk.people()[FIRST] == [HUMAN]


def test_without_memory_texts_that_lose_their_place_are_kept_in_the_file(tmp_path: Path) -> None:
    from translate.pipeline import Options, run
    from translate.stages.discovery import find

    original, translation = tmp_path / "week.en.md", tmp_path / "week.zh-Hans.md"
    original.write_text("One thing happened.\n\nAnother thing happened.\n", encoding="utf-8")

    def again() -> None:
        run(find([tmp_path], source=None, target=None)[0], Options(), opener=lambda *_: Fake())

    again()
    text = translation.read_text(encoding="utf-8").rstrip().rsplit("\n\n", 2)
    translation.write_text(f"{text[0]}\n\n{HUMAN}\n\n{text[2]}\n", encoding="utf-8")
    original.write_text("Another thing happened.\n", encoding="utf-8")
    again()
    path = record.path_of(translation)
    found, _ = record.read(path.read_bytes(), path)
    assert found is not None
    assert found.unplaced == (HUMAN,)


def test_two_texts_that_the_editor_swapped_keep_their_sources(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    first, second = desk.body[1], desk.body[3]
    desk.edit(desk.translation, (first, "@"), (second, first), ("@", second))
    desk.run()
    assert [desk.body[1], desk.body[3]] == [first, second]
    assert desk.people() == {FIRST: [HUMAN]}


def test_paragraph_that_the_editor_splits_or_adds_stays_where_it_is(desk: Desk) -> None:
    text = desk.machine(SECOND)
    desk.edit(
        desk.translation,
        (text, "医生和护士。\n\n他们学习使用新工具。"),
        (f"{desk.body[1]}\n", f"{desk.body[1]}\n\n编者按：见下文。\n"),
    )
    before = desk.body
    report = desk.run()
    assert report.notices == ()
    assert desk.body == before
    assert desk.run().state is State.CURRENT
    desk.edit(desk.original, ("The hospitals", "All hospitals"), ("Monday", "Friday"))
    report = desk.run()
    assert report.translated == 2
    assert [desk.body[0], *desk.body[2:]] == [before[0], *before[2:]]
    assert desk.body[1] != before[1]


def test_block_that_the_editor_takes_out_is_missed_until_accepted_and_never_put_back(desk: Desk) -> None:
    desk.edit(desk.translation, (f"{desk.body[3]}\n", ""))
    for _ in range(2):
        (notice,) = desk.run().notices
        assert notice.message.startswith(f"“{SECOND}” of the original has no block here; expected one.")
        assert len(desk.body) == 3
    desk.run(accept=True)
    assert desk.run().notices == ()
    desk.edit(desk.original, ("Monday", "Friday"))
    desk.run()
    assert len(desk.body) == 3


def test_blocks_changed_on_both_sides_are_left_alone_and_reported_with_their_line(desk: Desk) -> None:
    added = "编者按：见下文。"
    desk.edit(desk.translation, (f"{desk.body[1]}\n", f"{desk.body[1]}\n\n{added}\n"))
    desk.edit(desk.original, ("## The second", "- a list\n- of things\n\n## The second"))
    before = desk.text
    report = desk.run()
    assert report.state is State.CONFLICT
    assert desk.text == before
    (notice,) = report.notices
    assert notice.line == next(n for n, text in enumerate(before.splitlines(), 1) if text == added)


def test_an_item_written_in_both_languages_at_once_is_paired(desk: Desk) -> None:
    desk.edit(desk.original, ("## The second", "## New here\n\nSomething happened.\n\n## The second"))
    desk.edit(desk.translation, (f"{desk.body[1]}\n", f"{desk.body[1]}\n\n## 新的一条\n\n发生了一件事。\n"))
    desk.engine.calls.clear()
    before = desk.body
    desk.run()
    assert desk.body == before
    assert desk.engine.calls == []
    assert desk.people() == {"New here": ["新的一条"], "Something happened.": ["发生了一件事。"]}


def test_line_breaks_and_blank_lines_of_the_editor_stay(desk: Desk) -> None:
    desk.edit(desk.translation, (f"{desk.body[1]}\n", "这家诊所星期一\n开门迎接患者，\n位于河边。\n\n"))
    desk.edit(desk.original, ("new tools", "latest tools"))
    desk.run()
    assert "这家诊所星期一\n开门迎接患者，\n位于河边。\n\n\n## " in desk.text


def test_force_translates_machines_texts_again_and_never_people_s(desk: Desk) -> None:
    desk.correct_first()
    desk.run()
    before = desk.body
    desk.engine = Fake("2")
    assert desk.run().state is State.CURRENT, "a newer model alone changes nothing"
    desk.run(force=True)
    assert desk.body[1] == HUMAN
    assert desk.body[3] != before[3]
    assert [state.who for state in desk.record.segments] == ["fake 2", "fake 2", "fake 1", "fake 2", "fake 2"]


def test_reviewed_texts_are_not_replaced_and_the_record_says_what_is_true(desk: Desk) -> None:
    desk.sign()
    before, recorded = desk.text, desk.recorded.read_bytes()
    desk.engine = Fake("2")
    assert desk.run(force=True).state is State.CURRENT
    assert (desk.text, desk.recorded.read_bytes()) == (before, recorded)
    assert desk.run(force=True).review == "reviewed"
    desk.edit(desk.original, ("new tools", "latest tools"))
    assert desk.run().review == "machine but for item-1"
    assert desk.states == [*["reviewed"] * 4, "machine"]
    first = SOURCE.index("## The first")
    desk.edit(desk.original, (SOURCE[first : first + 8], "## News\n\nA new thing.\n\n" + SOURCE[first : first + 8]))
    assert desk.run().review == "machine but for item-2", "the review moves with its item"


def test_a_review_ends_where_the_text_is_edited(desk: Desk) -> None:
    desk.sign()
    desk.correct_first()
    recorded = desk.recorded.read_bytes()
    for _ in range(2):
        assert desk.run().review == "reviewed"
    assert desk.recorded.read_bytes() == recorded
    (desk.folder / "memory").rename(desk.folder / "elsewhere")
    job_, _ = job.read(find([desk.original], source=None, target=None)[0][0], PROSE_FIELDS)
    assert job_ is not None
    assert job_.provenance is not None
    assert [status.value for status in job_.provenance.statuses] == [
        *["reviewed"] * 2, "edited", *["reviewed"] * 2
    ]  # fmt: skip
    assert job_.provenance.reviewed_items == (2,)


def test_name_and_day_of_the_block_go_into_the_record_when_accepted_and_not_before(desk: Desk) -> None:
    desk.edit(desk.translation, ("  from: en\n", "  from: en\n  # read twice\n  by: Li Hua\n  on: 2025-12-09\n"))
    before = desk.text
    (notice,) = desk.run().notices
    assert "not in the record yet" in notice.message
    assert (desk.text, set(desk.states)) == (before, {"machine"})
    desk.run(accept=True)
    assert desk.text == before.replace("  by: Li Hua\n  on: 2025-12-09\n", "")
    assert {(state.word, state.who, state.on) for state in desk.record.segments} == {
        ("reviewed", "Li Hua", date(2025, 12, 9))
    }
    desk.run(accept=True)
    assert set(desk.states) == {"reviewed"}, "who answered for it goes on to do so"


def test_an_edit_writes_nothing_into_the_record_until_a_machine_writes_that_passage(desk: Desk) -> None:
    recorded = desk.recorded.read_bytes()
    desk.correct_first()
    desk.run()
    assert desk.recorded.read_bytes() == recorded
    desk.edit(desk.original, ("new tools", "latest tools"))
    desk.run()
    before, after = (data.decode().split("\n") for data in (recorded, desk.recorded.read_bytes()))
    assert [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [10]
    assert desk.body[1] == HUMAN


def test_fields_follow_the_source_but_for_those_a_person_changed(desk: Desk) -> None:
    desk.edit(desk.translation, ("edition: healthcare\n", "edition: pharma  # on purpose\nnote: 只在这里\n"))
    desk.edit(desk.original, ("topics: [hospitals]", "topics: [hospitals, research]\npublished: 2025-12-08"))
    report = desk.run()
    front = yaml.safe_load(desk.text.split("---\n")[1])
    assert front["topics"] == ["hospitals", "research"]
    assert front["published"] == date(2025, 12, 8)
    assert front["note"] == "只在这里"
    assert "edition: pharma  # on purpose\n" in desk.text
    (notice,) = report.notices
    assert notice.message.startswith("`edition` is not the original's")
    desk.edit(desk.original, ("published: 2025-12-08\n", ""), ("## The second", "## A new heading\n\n## The second"))
    desk.run()
    front = yaml.safe_load(desk.text.split("---\n")[1])
    assert "published" not in front
    assert (front["note"], front["edition"]) == ("只在这里", "pharma")
    before = desk.text
    desk.run()
    assert desk.text == before


def test_comments_and_unknown_keys_in_the_block_stay(desk: Desk) -> None:
    block = "  from: en\n  checked-with: the hospital  # by phone\n"
    desk.edit(desk.translation, ("  from: en\n", block))
    desk.edit(desk.original, ("new tools", "latest tools"))
    desk.run()
    assert block in desk.text
    first, second = SOURCE.index("## The first"), SOURCE.index("## The second")
    desk.original.write_text(SOURCE[:first] + SOURCE[second:] + "\n" + SOURCE[first:second], encoding="utf-8")
    desk.run()
    assert block in desk.text


def test_editors_translation_waits_for_accept_then_pairs_by_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    theirs = """---
title: 两家医院携手
edition: healthcare
topics: [hospitals]
translation:
  from: en
  by: China Brief editors
  on: 2025-12-08
---

## 第一条

这家诊所星期一开门。

## 第二条

医护人员学习使用新工具。
"""
    desk.recorded.unlink()
    desk.translation.write_text(theirs, encoding="utf-8")
    report = desk.run()
    assert report.state is State.PENDING
    assert desk.text == theirs
    desk.run(accept=True)
    assert desk.text.split("---\n", 2)[2] == theirs.split("---\n", 2)[2]
    assert {(state.word, state.who) for state in desk.record.segments} == {("person", "China Brief editors")}
    assert desk.people()[FIRST] == ["这家诊所星期一开门。"]
    assert desk.run().state is State.CURRENT
    desk.edit(desk.original, ("Monday", "Friday"))
    desk.run()
    assert desk.stale == [FIRST]
    assert desk.run().review == "reviewed"
    assert "这家诊所星期一开门。" in desk.text


def test_free_translation_is_accepted_whole_and_reported_when_the_original_changes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    front = "---\ntitle: 两家医院\ntranslation:\n  from: en\n---\n\n"
    desk.recorded.unlink()
    desk.translation.write_text(front + "自由的译文，只有一段。\n", encoding="utf-8")
    desk.run(accept=True)
    assert desk.record.unpaired == {digest(text) for text in (*TITLES, FIRST, SECOND)}
    assert desk.run().state is State.CURRENT
    desk.edit(desk.original, ("Monday", "Friday"))
    report = desk.run()
    assert report.state is State.UNPAIRED
    assert desk.text.endswith("自由的译文，只有一段。\n")


def test_two_originals_are_never_overwritten(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.translation.write_text("完全由人写成。\n", encoding="utf-8")
    assert desk.run().state is State.TWO_ORIGINALS
    assert desk.text == "完全由人写成。\n"


class Parrot(Fake):
    """Gives back what it is given, so that no guard lets it through."""

    def one(self, sentence: str, target: str) -> str:
        return sentence


def test_text_left_in_the_source_language_is_marked_counted_and_not_tried_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.engine = Parrot()
    desk.edit(desk.original, ("Doctors and nurses", "Doctors and students"))
    report = desk.run()
    assert desk.body[3] == "〔未译〕Doctors and students learn to use the new tools."
    assert desk.states.count("untranslated") == 1
    (left,) = report.left
    assert desk.text.splitlines()[left.line - 1].startswith("〔未译〕")
    desk.engine.calls.clear()
    before = desk.text
    assert desk.run().state is State.CURRENT
    assert desk.engine.calls == []
    assert desk.text == before
    assert desk.memory().find("Doctors and students learn to use the new tools.") is None
    desk.engine = Fake("2")
    desk.run()
    assert "untranslated" not in desk.states
    assert desk.body[3] == desk.machine("Doctors and students learn to use the new tools.")


@pytest.mark.parametrize("marker", ["", "〔未译〕"])
def test_editor_who_translates_a_marked_text_is_heard(tmp_path: Path, marker: str) -> None:
    desk = Desk(tmp_path)
    desk.engine = Parrot()
    desk.edit(desk.original, ("Doctors and nurses", "Doctors and students"))
    desk.run()
    desk.edit(desk.translation, (desk.body[3], f"{marker}医生和学生学习使用新工具。"))
    assert desk.run().left == ()
    assert desk.body[3] == "医生和学生学习使用新工具。"
    assert desk.people()["Doctors and students learn to use the new tools."] == ["医生和学生学习使用新工具。"]


def test_an_item_that_a_person_reviewed_is_safe_from_force(desk: Desk) -> None:
    desk.sign(1, 2)
    before = desk.body
    desk.engine = Fake("2")
    desk.run(force=True)
    assert desk.body[:2] == before[:2]
    assert desk.body[2] != before[2]
    assert desk.body[3] != before[3]
    assert desk.run().review == "machine but for item-1"


def test_file_saved_by_an_editor_during_the_run_is_left_alone(desk: Desk) -> None:
    desk.edit(desk.original, ("new tools", "latest tools"))

    class Slow(Fake):
        def translate(self, *arguments: Any, **options: Any) -> Any:
            desk.translation.write_text(desk.text + "\n保存于运行期间。\n", encoding="utf-8")
            return super().translate(*arguments, **options)

    desk.engine = Slow()
    report = desk.run()
    assert report.state is State.CHANGED
    assert [notice.message.split(";")[0] for notice in report.notices] == ["saved by someone during the run"]
    assert desk.text.endswith("保存于运行期间。\n")
