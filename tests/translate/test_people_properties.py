"""No human sentence is ever lost: any sequence of edits to originals and translations, with runs in between.

Every text that a person writes in the translation carries a number. After each run it stands in the translated file, in
its record or in the memory, unless the same person replaced or deleted it. A run right after a run changes nothing.
"""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.translate.fake import Fake, go
from translate.core.languages import EN_ZH
from translate.memory.store import Memory
from translate.stages.report import State

WORDS = ["alpha", "bridge", "clinic", "doctor", "engine", "forest", "garden", "harbour", "island", "jungle", "kettle"]
_BLOCKS = re.compile(r"\n{2,}")


class World:
    """An original, its translation, and the list of what people wrote in the translation and still stand behind."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.engine = Fake()
        self.original = folder / "a.en.md"
        self.translation = folder / "a.zh-Hans.md"
        self.alive: set[str] = set()
        self.written = 0
        self.blocks = [self.source_block() for _ in range(self.random.randint(1, 5))]
        self.save_original()

    def source_block(self) -> str:
        words = " ".join(self.random.choices(WORDS, k=self.random.randint(2, 6)))
        return self.random.choice(
            ["## {}", "{}.", "{}.", "- {}", "> {}.", "**{}** here.", "{} [there](https://a.example/)."]
        ).format(words)

    def save_original(self) -> None:
        self.original.write_text(
            "---\ntitle: harbour news\n---\n\n" + "\n\n".join(self.blocks) + "\n", encoding="utf-8"
        )

    def human(self) -> str:
        self.written += 1
        text = f"人写的第{self.written}句话"
        self.alive.add(text)
        return text

    def edit_source(self) -> None:
        at = self.random.randrange(len(self.blocks) + 1)
        kind = self.random.choice(["change", "insert", "delete", "move", "swap", "repeat", "reword"])
        if kind == "insert":
            self.blocks.insert(at, self.source_block())
        elif self.blocks:
            at = min(at, len(self.blocks) - 1)
            other = self.random.randrange(len(self.blocks))
            if kind == "change":
                self.blocks[at] = self.source_block()
            elif kind == "reword":
                self.blocks[at] = self.blocks[at].replace(self.random.choice(WORDS), self.random.choice(WORDS))
            elif kind == "delete" and len(self.blocks) > 1:
                del self.blocks[at]
            elif kind == "move":
                self.blocks.insert(other, self.blocks.pop(at))
            elif kind == "swap":
                self.blocks[at], self.blocks[other] = self.blocks[other], self.blocks[at]
            elif kind == "repeat":
                self.blocks.insert(other, self.blocks[at])
        self.save_original()

    def edit_translation(self) -> None:
        text = self.translation.read_text(encoding="utf-8")
        head, front, body = text.split("---\n", 2)
        blocks = _BLOCKS.split(body.strip("\n"))
        at = self.random.randrange(len(blocks))
        kind = self.random.choice(
            ["rewrite", "rewrite", "rewrite", "title", "insert", "split", "swap", "delete", "accept"]
        )
        if kind == "title":
            line = next((line for line in front.splitlines() if line.startswith("title:")), None)
            if line is not None:
                self.forget(line)
                front = front.replace(line, f"title: {self.human()}", 1)
        elif kind == "rewrite":
            self.forget(blocks[at])
            prefix = re.match(r"## |- |> |", blocks[at])
            assert prefix is not None
            blocks[at] = prefix[0] + self.human()
        elif kind == "insert":
            blocks.insert(at, self.human())
        elif kind == "split":
            blocks[at] = f"{blocks[at]}\n\n{self.human()}"
        elif kind == "swap":
            other = self.random.randrange(len(blocks))
            blocks[at], blocks[other] = blocks[other], blocks[at]
        elif kind == "delete" and len(blocks) > 1:
            self.forget(blocks[at])
            del blocks[at]
        elif kind == "accept":
            go(self.folder, self.engine, accept=True)
            return
        self.translation.write_text("---\n".join([head, front, "\n" + "\n\n".join(blocks) + "\n"]), encoding="utf-8")

    def forget(self, text: str) -> None:
        """What a person replaces or deletes in the translation is theirs to lose."""
        self.alive -= {sentence for sentence in self.alive if sentence in text}

    def check(self) -> None:
        report = go(self.folder, self.engine)
        assert report.problems == ()
        memory, problems = Memory.open(self.folder / "memory", EN_ZH)
        assert problems == []
        people = "\n".join(unit.target for unit in memory if unit.by_person)
        text = "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("a.zh-Hans.*")))
        lost = [sentence for sentence in sorted(self.alive) if sentence not in text and sentence not in people]
        assert lost == []
        before = {path: path.read_bytes() for path in sorted(self.folder.rglob("*.*"))}
        self.engine.calls.clear()
        again = go(self.folder, self.engine)
        assert {path: path.read_bytes() for path in sorted(self.folder.rglob("*.*"))} == before
        assert self.engine.calls == []
        assert all(one.state is not State.WRITTEN for one in again.files)


def live(folder: Path, seed: int, steps: str) -> None:
    world = World(folder, seed)
    world.check()
    for step in steps:
        if step == "s":
            world.edit_source()
        elif step == "t":
            world.edit_translation()
        else:
            world.check()
    world.check()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.text("str", max_size=10))
@example(seed=747684, steps="tttt")  # blocks moved and added in the translation
@example(seed=2313146, steps="sssrtt")  # one of two equal texts edited
@example(seed=4_294_967_295, steps="tsstsrts")  # a block taken out, then its source moved
@example(seed=10427873, steps="ts")  # a block of the editor's own, and one new in the source
@example(seed=21882400, steps="stsrstsstrtrttt")  # accepted while a text had no place
def test_no_human_sentence_is_lost(tmp_path_factory: pytest.TempPathFactory, seed: int, steps: str) -> None:
    live(tmp_path_factory.mktemp("world"), seed, steps)


@pytest.mark.slow
@settings(deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), steps=st.text("str", max_size=25))
def test_no_human_sentence_is_lost_in_a_long_life(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: str
) -> None:
    live(tmp_path_factory.mktemp("world"), seed, steps)
