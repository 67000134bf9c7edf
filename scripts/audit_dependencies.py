"""`make audit-dependencies`: ask for known advisories on every locked package. Runs in .venv-audit, with the network.

pip-audit alone would not do: it skips packages that its service does not know, and those of other platforms, and calls
the run clean. Here every version of every lock must be answered for, or the run fails with a code of its own.
"""

import argparse
import json
import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from translate.core import console

CLEAN, ADVISORIES, UNANSWERED = 0, 1, 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Package:
    """One version that a lock installs somewhere."""

    name: str
    """As the lock writes it, which is the normalised form."""
    version: str
    """PEP 440."""
    path: Path
    """The first lock that holds it."""
    line: int
    """Where in that lock, 1-based."""
    hashes: tuple[str, ...]
    """The digests that the lock accepts, as `sha256:…`."""


def locked(locks: Iterable[Path]) -> list[Package]:
    """Read what the locks install, whatever the platform; a version that several hold is taken from the first."""
    found: dict[tuple[str, str], Package] = {}
    for path in locks:
        text = path.read_text(encoding="utf-8")
        for entry in re.finditer(
            r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\n]*\n((?: +--hash=\S+(?: \\)?\n)*)", text, re.MULTILINE
        ):
            name, version, hashes = entry.groups()
            digests = tuple(re.findall(r"--hash=(\S+)", hashes))
            line = text.count("\n", 0, entry.start()) + 1
            found.setdefault((name, version), Package(name, version, path, line, digests))
    return list(found.values())


def rounds(packages: Iterable[Package]) -> list[list[Package]]:
    """Divide the packages so that none stands twice in a list: a name that two markers lock in two versions."""
    lists: list[dict[str, Package]] = []
    for package in packages:
        free = next((names for names in lists if package.name not in names), None)
        if free is None:
            lists.append(free := {})
        free[package.name] = package
    return [list(names.values()) for names in lists]


def read(packages: Iterable[Package], report: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """Compare what was asked with what pip-audit's JSON report answers.

    Args:
        packages: what was asked about.
        report: the report, `{"dependencies": [{"name", "version", "vulns"} | {"name", "skip_reason"}, …]}`.

    Returns:
        A message per advisory, and one per package that has no answer.
    """
    listed = report.get("dependencies")
    answers = (
        {entry.get("name"): entry for entry in listed if isinstance(entry, dict)} if isinstance(listed, list) else {}
    )
    advisories, unanswered = [], []
    for package in packages:
        place = f"{package.path.name}:{package.line}:1: {package.name} {package.version}"
        answer = answers.get(package.name, {})
        if answer.get("version") != package.version or not isinstance(answer.get("vulns"), list):
            reason = printable(str(answer.get("skip_reason", "not in the report")))
            unanswered.append(f"{place} has no answer ({reason}); expected one from the advisory service.")
            continue
        for advisory in answer["vulns"]:
            fixed = ", ".join(map(str, advisory.get("fix_versions", []))) or "no version yet"
            advisories.append(
                printable(f"{place} has the advisory {advisory.get('id')}, fixed in {fixed}; expected none.")
                + f' Run `make lock ARGS="--upgrade-package {package.name}"`.'
            )
    return advisories, unanswered


def printable(text: str) -> str:
    """Escape what could command a terminal or forge a line: the text comes from a server."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def ask(packages: Sequence[Package], arguments: Sequence[str]) -> tuple[dict[str, object], str]:
    """Run pip-audit over a list that names each package once, without markers.

    Returns:
        Its report, empty where it gave none, and the last line of its messages.
    """
    with tempfile.TemporaryDirectory() as folder:
        names, report = Path(folder, "packages.txt"), Path(folder, "report.json")
        words = [" ".join([f"{p.name}=={p.version}", *(f"--hash={digest}" for digest in p.hashes)]) for p in packages]
        names.write_text("\n".join(words), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--requirement", str(names)]
        command += ["--progress-spinner=off", "--format=json", f"--output={report}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        last_line = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        try:
            return json.loads(report.read_text(encoding="utf-8")), last_line
        except (OSError, ValueError):
            return {}, last_line


def main(locks: Iterable[Path], arguments: Sequence[str]) -> int:
    """Print every advisory.

    Args:
        locks: the lock files.
        arguments: passed on to pip-audit, such as `--ignore-vuln ID`.

    Returns:
        0 where every package was answered for and none has an advisory; 1 where one has; 3 where nothing is known.
    """
    parser = argparse.ArgumentParser(prog="make audit-dependencies", description=__doc__, allow_abbrev=False)
    console.add_log_options(parser)
    options, others = parser.parse_known_args(arguments)
    console.log_as_asked(options)
    packages = locked(locks)
    advisories, unanswered, count = [], [], 0
    for group in rounds(packages):
        report, last_line = ask(group, others)
        _log.debug("%d packages: %s", len(group), "answered for" if report else f"no answer: {last_line}")
        if report:
            found, missing = read(group, report)
            advisories += found
            unanswered += missing
            count += len(group) - len(missing)
        else:
            unanswered.append(f"pip-audit gave no report on {len(group)} packages; it said: {printable(last_line)}")
    sys.stderr.writelines(f"{message}\n" for message in [*advisories, *unanswered])
    if count < len(packages) or not packages:
        sys.stderr.write(
            f"{count} of {len(packages)} locked packages answered for; expected all. Of the others nothing is known: "
            "run this again where the advisory service can be reached.\n"
        )
        return UNANSWERED
    sys.stdout.write(f"{count} locked packages, all answered for: {len(advisories)} advisories.\n")
    return ADVISORIES if advisories else CLEAN


if __name__ == "__main__":
    sys.exit(main(sorted(Path.cwd().glob("requirements*.txt")), sys.argv[1:]))
