"""The whole way with a real model, on whole issues, both ways. Quality is not judged: the packages are weak."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.newsletter import CONTENT
from translate import pipeline
from translate.core.languages import EN_ZH
from translate.machine.engine import Decoding, EngineOptions
from translate.memory.store import Memory
from translate.stages import discovery, record, source_file
from translate.stages.report import RunReport, State

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.model


def issue(folder: Path, name: str) -> Path:
    """Copy an issue to where nothing of it is translated yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = CONTENT / "issues" / name
    text = path.read_text(encoding="utf-8")
    (folder / path.name).write_text(text, encoding="utf-8")
    return folder / path.name


def translate(folder: Path, models: Path) -> RunReport:
    tasks, problems = discovery.find([folder], source=None, target=None)
    assert problems == []
    options = pipeline.Options(
        engine_options=EngineOptions(models=models),
        decoding=Decoding(beam=2),
        memory=folder / "memory",
        glossary=CONTENT / "glossary.csv",
    )
    return pipeline.run(tasks, options)


def addresses(path: Path) -> list[str]:
    return re.findall(r"\]\((\S+?)\)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", ["harbour/2024-03-04.en.md", "healthcare/2025-12-01.en.md", "harbour/2025-09-15.zh-Hans.md"]
)
def test_real_issue_through_a_real_model(
    tmp_path: Path, weak_models: Path, name: str, monkeypatch: pytest.MonkeyPatch, no_network: None
) -> None:
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    original = issue(tmp_path / "content", name)
    (file,) = translate(tmp_path / "content", weak_models).files
    assert file.state is State.WRITTEN
    assert file.waiting == 0
    result = file.task.translation
    assert addresses(result) == addresses(original)
    source, _ = source_file.read(original.read_bytes(), original)
    target, problems = source_file.read(result.read_bytes(), result)
    assert problems == ()
    assert target.text.forms == source.text.forms
    assert target.document.values["edition"] == source.document.values["edition"]
    assert target.document.values["sources"] == source.document.values["sources"]
    recorded, faults = record.read(file.task.record.read_bytes(), file.task.record)
    assert faults == []
    assert recorded is not None
    assert {state.who.partition(" ")[0] for state in recorded.segments if state.word == "machine"} == {"argos"}
    before = result.read_bytes(), result.stat().st_mtime_ns
    (again,) = translate(tmp_path / "content", weak_models).files
    assert again.state is State.CURRENT
    assert again.translated == 0
    assert (result.read_bytes(), result.stat().st_mtime_ns) == before


def _pairs(journal: Path) -> int:
    """How many pairs are finished: a journal that exists may be empty yet, and its last line may not have ended."""
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def test_killed_in_the_middle_what_was_finished_is_remembered(tmp_path: Path, weak_models: Path) -> None:
    folder = tmp_path / "content"
    for number in range(512):
        (folder / f"{number:03}.en.md").parent.mkdir(exist_ok=True)
        words = ["hospital", "doctor", "patient", "nurse", "clinic", "medicine", "company", "research"]
        text = " ".join(words[number // 8**place % 8] for place in range(3))
        (folder / f"{number:03}.en.md").write_text(f"The {text} is in the city.\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "translate",
        ".",
        "--memory",
        "../memory",
        "--models",
        str(weak_models),
        "--beam",
        "1",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TWOFOLD_CACHE": str(tmp_path / "cache")}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    journal = tmp_path / "memory" / "en.zh-Hans.journal"
    deadline = time.monotonic() + 120
    while _pairs(journal) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert _pairs(journal) >= 2, "the run was over before it could be killed"
    kept = Memory.open(tmp_path / "memory", EN_ZH)[0]
    assert 0 < len(kept) < 512
    assert not list(folder.glob("*.zh-Hans.md"))
    known = {unit.source for unit in kept}
    finished = [
        path.name for path in sorted(folder.glob("*.en.md")) if path.read_text(encoding="utf-8").strip() in known
    ]
    command[3:4] = finished
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{len(finished)} files written, {len(finished)} from memory.\n"
    assert len(list(folder.glob("*.zh-Hans.md"))) == len(finished) == len(kept)
