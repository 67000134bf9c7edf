"""`make mutants`: small wrong changes of the program, one at a time, and whether the fast tests notice.

Two sources of changes: `tests/mutants/written.toml`, written by hand where a mistake was once made or a generator
cannot reach (scripts of pages); and Cosmic Ray's operators on the modules below, of which each module has a sample.
A change is chosen by the digest of its line, so that other changes of a file leave the sample as it is. What no test
notices must stand in `tests/mutants/accepted.tsv` with the reason why that is no harm.

Runs in `.venv-mutants`, the tests in `.venv`; works in copies, and changes nothing here.
"""

import argparse
import csv
import hashlib
import queue
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from translate.core import console

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv/bin/python"
WRITTEN = ROOT / "tests/mutants/written.toml"
ACCEPTED = ROOT / "tests/mutants/accepted.tsv"
WORKERS = 2
VALUES = (
    "tests/translate/test_values.py", "tests/translate/test_numerals.py", "tests/translate/test_repair.py",
    "tests/translate/test_guards.py",
)  # fmt: skip
MODULES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "translate/language/values/equality.py": (30, VALUES),
    "translate/language/values/numerals.py": (25, VALUES),
    "translate/language/values/dates.py": (25, VALUES),
    "translate/language/values/comparison.py": (20, VALUES),
    "translate/language/values/units.py": (15, ("tests/translate/test_units.py", *VALUES)),
    "translate/language/guards/meaning.py": (
        20,
        ("tests/translate/test_guards_of_meaning.py", "tests/translate/test_guards.py"),
    ),
    "translate/stages/revision.py": (
        30,
        (
            "tests/translate/test_matching.py",
            "tests/translate/test_people.py",
            "tests/translate/test_people_properties.py",
        ),
    ),
    "translate/markdown/sections.py": (10, ("tests/build/test_sections.py", "tests/translate/test_document.py")),
    "build/site/feeds.py": (10, ("tests/build/test_feeds.py",)),
    "build/site/sitemap.py": (10, ("tests/build/test_sitemap.py",)),
}
"""By module, how many changes are tried and which tests must notice them; about half an hour on two cores."""
_SAYS_NOTHING = ("_log.", "strict=True")
"""Lines whose changes say nothing about a test: what a log line counts, and what holds of every call."""
SKIPPED = ("RemoveDecorator", "ExceptionReplacer", "Variable", "BitOr", "BitAnd", "BitXor", "Shift", "NumberReplacer_1")
"""Operators whose changes break the import, or say nothing about a test: `|` stands in types."""


@dataclass(frozen=True)
class Mutant:
    """One wrong change."""

    path: str
    """The changed file, relative to the root."""
    before: str
    """The first line that changes, stripped."""
    after: str
    """What stands there instead, stripped."""
    text: str
    """The whole file, changed."""
    tests: tuple[str, ...]
    """Test files of which one must fail."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the change in the list of accepted ones."""
        return self.path, self.before, self.after


def changed(path: str, old: str, new: str, tests: tuple[str, ...]) -> Mutant:
    """Return the change from `old` to `new`, two texts of one file."""
    lines = zip(old.splitlines(), [*new.splitlines(), *[""] * old.count("\n")], strict=False)
    before, after = next((a.strip(), b.strip()) for a, b in lines if a != b)
    return Mutant(path, before, after, new, tests)


def written() -> list[Mutant]:
    """Return the changes that are written by hand.

    Raises:
        ValueError: a change's text does not stand once in its file: the program has moved on.
    """
    found = []
    for row in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["mutant"]:
        text = (ROOT / row["path"]).read_text(encoding="utf-8")
        if text.count(row["old"]) != 1:
            count = text.count(row["old"])
            raise ValueError(f"{row['path']}: {row['old']!r} stands {count} times; expected once. Mend {WRITTEN.name}.")
        found.append(changed(row["path"], text, text.replace(row["old"], row["new"]), tuple(row["tests"])))
    return found


def generated(path: str, count: int, tests: tuple[str, ...]) -> list[Mutant]:
    """Return a module's sample of Cosmic Ray's changes."""
    from cosmic_ray import plugins
    from cosmic_ray.mutating import mutate_code

    old = (ROOT / path).read_text(encoding="utf-8")
    found: dict[str, Mutant] = {}
    for name in sorted(plugins.operator_names()):
        if any(word in name for word in SKIPPED):
            continue
        for occurrence in range(10_000):
            new = mutate_code(old, plugins.get_operator(name)(), occurrence)
            if new is None:
                break
            if new != old:
                mutant = changed(path, old, new, tests)
                if any(word in mutant.key[1] for word in _SAYS_NOTHING):
                    continue
                found[hashlib.sha256(f"{name}{mutant.key}".encode()).hexdigest()] = mutant
    return [mutant for _, mutant in sorted(found.items())][:count]


def survives(mutant: Mutant, folder: Path) -> bool:
    """Return whether the tests pass in spite of a change."""
    path = folder / mutant.path
    before = path.read_bytes()
    path.write_text(mutant.text, encoding="utf-8")
    command = [str(PYTHON), "-B", "-m", "pytest", "-qx", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run([*command, *mutant.tests], cwd=folder, capture_output=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        return False  # a loop that never ends is noticed
    finally:
        path.write_bytes(before)
    if done.returncode > 1 and b"error" not in done.stdout.lower():
        raise RuntimeError(done.stdout.decode() + done.stderr.decode())
    return done.returncode == 0


def copies(parent: Path) -> Iterator[Path]:
    """Make a copy of the checkout for each worker, without what git does not know."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for number in range(WORKERS):
        folder = parent / str(number) / "checkout"
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        yield folder


def surviving(mutants: list[Mutant]) -> list[Mutant]:
    """Try all changes; return those that no test notices."""
    with tempfile.TemporaryDirectory() as parent:
        free: queue.Queue[Path] = queue.Queue()
        for folder in copies(Path(parent)):
            free.put(folder)
        # A test that fails without any change would notice all of them.
        for tests in sorted({mutant.tests for mutant in mutants}):
            folder = free.queue[0]
            unchanged = (folder / tests[0]).read_text(encoding="utf-8")
            if not survives(Mutant(tests[0], "", "", unchanged, tests), folder):
                raise RuntimeError(f"{' '.join(tests)}: fails without a change; expected it to pass. Mend it first.")

        def alive(mutant: Mutant) -> bool:
            folder = free.get()
            try:
                return survives(mutant, folder)
            finally:
                free.put(folder)

        with ThreadPoolExecutor(WORKERS) as pool:
            return [mutant for mutant, lives in zip(mutants, pool.map(alive, mutants), strict=True) if lives]


def main(arguments: list[str]) -> int:
    """Try the changes.

    Returns:
        0 where every change is noticed or accepted, else 1.
    """
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the paths of the modules to change")
    parser.add_argument("--written", action="store_true", help="only the changes written by hand")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    started = time.monotonic()
    mutants = [mutant for mutant in written() if options.only in mutant.path]
    for path, (count, tests) in MODULES.items():
        if options.only in path and not options.written:
            mutants += generated(path, count, tests)
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    accepted = {(row["path"], row["before"], row["after"]) for row in rows}
    alive = surviving(mutants)
    new = [mutant for mutant in alive if mutant.key not in accepted]
    for mutant in new:
        sys.stderr.write("\t".join((*mutant.key, "no test fails; expected one to. Add it, or say here why not.\n")))
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{len(mutants)} mutants, {len(alive)} survivors, {len(new)} new, {minutes:.0f} minutes.\n")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
