"""Two people who work on one issue at the same time, on branches of their own, merged by git itself.

Each writes, accepts, or changes the original and lets the machine follow. Whatever git makes of it, with either side
taken where it cannot decide, no person's text is lost, no name stands for a text that its bearer has not seen, and the
next run changes nothing that a person wrote.
"""

import random
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.translate.fake import Fake, go
from translate.core.fields import PROSE_FIELDS
from translate.memory.digest import digest
from translate.stages import job
from translate.stages.discovery import find
from translate.stages.provenance import SegmentStatus
from translate.stages.report import State

ROOT = Path(__file__).resolve().parents[2]
ITEMS = 7
HUMAN = re.compile(r"人写的\d+号文字")
WORDS = ["alpha", "bridge", "clinic", "doctor", "engine", "forest", "garden", "harbour", "island", "jungle", "kettle"]
EDITS, STRUCTURE = ("edit", "edit and run", "accept", "source"), ("insert", "delete")


@dataclass
class Newsroom:
    """A repository with one issue in two languages, and what people did in it."""

    folder: Path
    random: random.Random
    written: int = 0
    signed: dict[str, set[str]] = field(default_factory=dict)
    """By name, digests of the texts that stood in the translation when that person accepted it."""

    @property
    def original(self) -> Path:
        return self.folder / "week.en.md"

    @property
    def translation(self) -> Path:
        return self.folder / "week.zh-Hans.md"

    def git(self, *arguments: str, check: bool = True) -> str:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", *names, *arguments]
        return subprocess.run(command, cwd=self.folder, check=check, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def sentence(self) -> str:
        return " ".join(self.random.choices(WORDS, k=6)).capitalize() + "."

    def human(self) -> str:
        self.written += 1
        return f"人写的{self.written}号文字。"

    def set_up(self, *, union: bool) -> None:
        """Write and translate the issue; some of its texts are people's."""
        items = "\n\n".join(f"## {self.sentence()}\n\n{self.sentence()}" for _ in range(ITEMS))
        self.original.write_text(f"---\ntitle: {self.sentence()}\n---\n\n{items}\n", encoding="utf-8")
        self.git("init", "-q", "-b", "base")
        if union:
            attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8").replace("content/memory", "memory")
            (self.folder / ".gitattributes").write_text(attributes, encoding="utf-8")
        go(self.folder, Fake())
        for at in self.random.sample(range(ITEMS), 2):
            self.edit(at)
        go(self.folder, Fake())
        self.commit()

    def blocks(self, path: Path) -> list[str]:
        return path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")

    def save(self, path: Path, blocks: list[str]) -> None:
        path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")

    def edit(self, at: int) -> None:
        blocks = self.blocks(self.translation)
        blocks[2 + 2 * at] = self.human()
        self.save(self.translation, blocks)

    def act(self, kind: str, at: int, name: str) -> None:
        """Do something to an item, as one person."""
        blocks = self.blocks(self.original)
        if kind.startswith("edit"):
            self.edit(at)
        elif kind == "accept":
            text = self.translation.read_text(encoding="utf-8")
            signature = f"  by: {name}\n  on: 2025-12-09\n"
            self.translation.write_text(text.replace("  from: en\n", f"  from: en\n{signature}"), encoding="utf-8")
            go(self.folder, Fake(), accept=True)
            self.signed.setdefault(name, set()).update(self.texts())
            return
        elif kind == "source":
            blocks[2 + 2 * at] = self.sentence()
        elif kind == "insert":
            blocks[3 + 2 * at : 3 + 2 * at] = [f"## {self.sentence()}", self.sentence()]
        elif kind == "delete":
            del blocks[1 + 2 * at : 3 + 2 * at]
        if kind != "edit":
            self.save(self.original, blocks)
            go(self.folder, Fake())

    def read(self) -> job.TranslationJob:
        (task,) = find([self.original], source=None, target=None)[0]
        found, problems = job.read(task, PROSE_FIELDS)
        assert problems == []
        assert found is not None
        return found

    def texts(self) -> list[str]:
        existing = self.read().existing
        assert existing is not None
        return existing.digests

    def humans(self) -> set[str]:
        return set(HUMAN.findall(self.translation.read_text(encoding="utf-8")))

    def everywhere(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.rglob("*.*") if path.is_file())

    def check_credit(self) -> None:
        """No name stands for a text that its bearer has not seen."""
        found = self.read()
        known = found.provenance
        assert known is not None
        for status, text in zip(known.statuses, self.texts(), strict=True):
            if status is SegmentStatus.REVIEWED:
                assert any(text in self.signed.get(name, ()) for name in known.by)
        assert set(known.by) <= set(self.signed)


def merge_markdown_alone(room: Newsroom, name: str) -> bool:
    """Whether git can merge one file of both branches by itself."""
    shown = [room.git("show", f"{branch}:{name}") for branch in ("ann", "base", "bob")]
    paths = [room.folder / f".git/{index}" for index in range(3)]
    for path, text in zip(paths, shown, strict=True):
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False)
    return done.returncode == 0


def two_people(folder: Path, seed: int, *, union: bool) -> int:
    """Let two people work and merge what they did; return how many files git could not merge."""
    room = Newsroom(folder, random.Random(seed))
    room.set_up(union=union)
    first, second = room.random.sample(range(ITEMS), 2)
    kinds = [room.random.choice((*EDITS, *STRUCTURE)) for _ in range(2)]
    texts = {"base": room.humans()}
    for branch, kind, at in zip(("ann", "bob"), kinds, (first, second), strict=True):
        room.git("checkout", "-q", "-b", branch, "base")
        room.act(kind, at, branch.capitalize())
        room.commit()
        texts[branch] = room.humans()
    # Another machine, which has seen no run of either.
    room.git("checkout", "-q", "ann")
    room.git("merge", "-q", "--no-edit", "bob", check=False)
    conflicts = room.git("diff", "--name-only", "--diff-filter=U").split()
    sides = {name: room.random.choice(("ours", "theirs")) for name in conflicts}
    markdown = [name for name in conflicts if name.endswith(".md")]
    if union:
        assert conflicts == markdown, "facts never collide"
        assert not any(merge_markdown_alone(room, name) for name in markdown)
        if not set(kinds) & set(STRUCTURE):
            assert conflicts == [], f"{kinds} of items {first} and {second}"
    for name, side in sides.items():
        room.git("checkout", f"--{side}", "--", name)
    room.commit()
    room.check_credit()
    merged = room.humans()
    # What one of them replaced or deleted, the other has still.
    alive = (texts["ann"] & texts["bob"]) | (texts["ann"] ^ texts["bob"]) - texts["base"]
    if not markdown:
        assert alive == merged, "git loses nobody's text"
    report = go(room.folder, Fake())
    assert report.problems == ()
    left_alone = any(file.state is State.CONFLICT for file in report.files)
    assert not left_alone or markdown or not union
    assert all(text in room.everywhere() for text in merged), "a run loses nobody's text"
    if "delete" not in kinds:
        assert merged <= room.humans(), "and leaves it where it stands"
    room.check_credit()
    room.commit()
    assert not any(file.state is State.WRITTEN for file in go(room.folder, Fake()).files)
    assert room.git("status", "--porcelain").strip() == ""
    return len(conflicts)


@pytest.mark.parametrize("union", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_two_people_lose_nothing(tmp_path: Path, seed: int, *, union: bool) -> None:
    two_people(tmp_path, seed, union=union)


@pytest.mark.slow
@pytest.mark.parametrize("union", [True, False])
def test_two_hundred_pairs_of_people_lose_nothing(tmp_path: Path, *, union: bool) -> None:
    conflicts = 0
    for seed in range(100, 300):
        folder = tmp_path / str(seed)
        folder.mkdir()
        conflicts += bool(two_people(folder, seed, union=union))
        shutil.rmtree(folder)
    # Without git's union merges the records of neighbours may collide; with them only Markdown does.
    assert conflicts < (20 if union else 100)


def test_an_unfinished_merge_is_a_problem_and_no_text(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, random.Random(1))
    room.set_up(union=True)
    for branch in ("ann", "bob"):
        room.git("checkout", "-q", "-b", branch, "base")
        room.edit(3)
        room.commit()
    room.git("merge", "-q", "--no-edit", "ann", check=False)
    before = room.everywhere()
    report = go(tmp_path, Fake())
    (path,) = {problem.path.name for problem in report.problems}
    assert path == "week.zh-Hans.md"
    lines = room.translation.read_text(encoding="utf-8").split("\n")
    assert [lines[problem.line - 1][:7] for problem in report.problems] == ["<<<<<<<", "=======", ">>>>>>>"]
    assert room.everywhere() == before
    assert digest(HUMAN.findall(before)[-1])
