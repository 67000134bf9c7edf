"""Compare our throughput with argostranslate's own `translate()`: `make bench-translate`.

Same package, same sentences, same beam, same machine, alternating runs. See bench_run.py for what is replaced in the
peer and EVALUATION.md for figures.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import bench_model
from translate.core import console
from translate.core.languages import EN_ZH
from translate.machine.models import packages

ROOT = Path(__file__).resolve().parent.parent
NEEDED = (
    "argostranslate",
    "ctranslate2",
    "sentencepiece",
    "numpy",
    "pyyaml",
    "packaging",
    "sacremoses",
    "regex",
    "click",
    "joblib",
    "tqdm",
    "setuptools",
)
"""What the peer's environment gets, in the versions of our lock."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        0 where we are at least `--least` times as fast and under `--memory`, else 1.
    """
    parser = argparse.ArgumentParser(prog="bench_translate.py", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sentences", type=int, default=240, help="how many")
    parser.add_argument("--rounds", type=int, default=3, help="alternating runs of each side")
    parser.add_argument("--length", type=int, default=28, help="tokens of every output, with random weights")
    parser.add_argument("--installed", action="store_true", help="use the installed en→zh package, free output length")
    parser.add_argument("--least", type=float, default=3.0, help="ratio of throughputs asked for")
    parser.add_argument("--memory", type=float, default=1000.0, help="megabytes allowed to us")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    folder = ROOT / ".cache" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    paragraphs = _paragraphs(options.sentences)
    text = folder / "text.json"
    text.write_text(json.dumps(paragraphs), encoding="utf-8")
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    if options.installed:
        here = packages.find(EN_ZH)
        if here is None:
            sys.stderr.write("No en→zh-Hans model is installed. Run `make models`.\n")
            return 1
        package, length = here.path, 0
    else:
        package, length = folder / "translate-en_zh", options.length
        if not (package / "metadata.json").exists():
            bench_model.make(package, sentences)
    sides = {"ours": Path(sys.executable), "peer": _peer_python(folder / "venv")}
    runs: dict[str, list[dict[str, object]]] = {"ours": [], "peer": []}
    for _ in range(options.rounds):
        for side, python in sides.items():
            runs[side].append(_run(python, side, package, text, length))
    return _report(runs, len(sentences), options, package)


def _run(python: Path, side: str, package: Path, text: Path, length: int) -> dict[str, object]:
    command = [str(python), str(ROOT / "scripts" / "bench_run.py"), side, str(package), str(text), str(length), "1"]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT)
    if ended.returncode:
        raise SystemExit(f"{side} failed:\n{ended.stderr[-2000:]}")
    answer: dict[str, object] = json.loads(ended.stdout.splitlines()[-1])
    return answer


def _report(
    runs: dict[str, list[dict[str, object]]], sentences: int, options: argparse.Namespace, package: Path
) -> int:
    medians = {
        side: statistics.median(seconds for run in results for seconds in _numbers(run["seconds"]))
        for side, results in runs.items()
    }
    peaks = {side: max(_numbers([run["peak"] for run in results])) / 1e6 for side, results in runs.items()}
    busy = {
        side: statistics.median(seconds for run in results for seconds in _numbers(run["processor"]))
        for side, results in runs.items()
    }
    ratio = medians["peer"] / medians["ours"]
    figures = {
        "package": package.name,
        "sentences": sentences,
        "output length": options.length,
        "processors": os.cpu_count(),
        "seconds": {side: [run["seconds"] for run in results] for side, results in runs.items()},
        "median seconds": medians,
        "median processor seconds": busy,
        "peak megabytes": peaks,
        "ratio": ratio,
    }
    sys.stdout.write(
        f"{sentences} sentences, beam 4, {os.cpu_count()} processors, {package.name}\n"
        f"{'':6}{'median s':>10}{'sentences/s':>13}{'processor s':>13}{'peak MB':>9}\n"
        + "".join(
            f"{side:6}{medians[side]:10.2f}{sentences / medians[side]:13.1f}{busy[side]:13.1f}{peaks[side]:9.0f}\n"
            for side in medians
        )
        + f"ratio {ratio:.2f} (asked for: {options.least:g}), our memory {peaks['ours']:.0f} MB "
        f"(allowed: {options.memory:g})\n"
    )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if ratio >= options.least and peaks["ours"] <= options.memory else 1


def _numbers(values: object) -> list[float]:
    assert isinstance(values, list)
    return [float(value) for value in values]


def _paragraphs(count: int, content: Path = ROOT / "content") -> list[list[str]]:
    """Take English sentences of a content folder, repeated with other numbers until there are enough."""
    files = sorted(content.rglob("*.en.md"))
    found: list[list[str]] = []
    for file in files:
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        for block in body.split("\n\n"):
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`#>]", r"\1", block)
            sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+", " ".join(plain.split())) if len(part) > 20]
            if sentences:
                found.append(sentences)
    paragraphs: list[list[str]] = []
    seen: set[str] = set()
    while len(seen) < count:
        for sentences in found:
            # A number where one came before: neither side may save work on equal sentences.
            fresh = [one if one not in seen else f"{one} ({len(seen) + at})" for at, one in enumerate(sentences)]
            fresh = list(dict.fromkeys(fresh))[: count - len(seen)]
            seen.update(fresh)
            if fresh:
                paragraphs.append(fresh)
    return paragraphs


def _peer_python(folder: Path) -> Path:
    """Make the peer's environment from the lines of our lock that it needs; never used by anything else."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "stamp"
    if stamp.exists():
        return python
    venv.create(folder, with_pip=True, clear=True)
    lock = folder / "peer.txt"
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"))
    wanted = [block for block in blocks if re.split(r"[=\s\[;]", block, maxsplit=1)[0].lower() in NEEDED]
    lock.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--require-hashes", "-r", str(lock)], check=True)
    stamp.touch()
    return python


if __name__ == "__main__":
    sys.exit(main())
