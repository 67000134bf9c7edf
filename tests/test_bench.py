"""The benchmark's parts, small: the figures themselves come from `make bench-translate`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import bench_model, bench_translate
from tests.newsletter import CONTENT

ROOT = Path(__file__).resolve().parents[1]


def test_sentences_come_from_content_and_never_repeat() -> None:
    paragraphs = bench_translate._paragraphs(300, CONTENT)
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    assert len(sentences) == len(set(sentences)) == 300
    assert not any("](" in sentence or "\n" in sentence for sentence in sentences)


@pytest.mark.slow
def test_our_side_runs_on_a_model_of_the_official_size(tmp_path: Path) -> None:
    paragraphs = bench_translate._paragraphs(8, CONTENT)
    text = tmp_path / "text.json"
    text.write_text(json.dumps(paragraphs), encoding="utf-8")
    package = bench_model.make(tmp_path / "package", [one for paragraph in paragraphs for one in paragraph])
    assert 75e6 < sum(file.stat().st_size for file in (package / "model").iterdir()) < 95e6
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "bench_run.py"), "ours", str(package), str(text), "12", "1"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answer = json.loads(run.stdout)
    assert answer["outputs"] == 8
    assert answer["peak"] < 1e9
