"""A bounded run of the fuzzer that follows the code, where atheris is installed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed (Linux only)")
def test_a_bounded_run_finds_nothing(tmp_path: Path) -> None:
    runs = os.environ.get("TWOFOLD_ATHERIS_RUNS", "2000")
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.fuzz_atheris",
        f"-runs={runs}",
        "-seed=1",
        f"-artifact_prefix={tmp_path}/",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False, timeout=1800
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert f"Done {runs} runs" in done.stderr
