"""All checks of content in one pass: what stops a build, and what an editor should still look at."""

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build.content import newsletter
from build.content.model import CHINESE, Issue
from translate.core import content as content_files
from translate.core.problem import Problem
from translate.language import glossary

GENERATED = (".cache", ".venv", ".venv-audit", ".venv-mutants", "site")
"""Folders that the program writes and git ignores."""
_SENTENCES = {"zh-Hans": re.compile(r"[。！？]+”?"), "en": re.compile(r"(?<!\b[A-Z])[.!?]+[\"”’)]*(?=\s|$)")}


@dataclass(frozen=True)
class CheckReport:
    """What a check found."""

    files: int
    """How many content files were read."""
    problems: tuple[Problem, ...]
    """What must be mended before anything is published, sorted by place."""
    reminders: tuple[Problem, ...]
    """What an editor should look at; it stops nothing."""


def run(root: Path, today: date) -> CheckReport:
    """Check everything below `root`/content.

    Raises:
        SettingsError: `mkdocs.yml` does not describe a newsletter.
    """
    content, problems = newsletter.read(root, today)
    _, found = glossary.load(root / "content/glossary.csv")
    problems += committed_output(root)
    problems += tuple(Problem(_relative(item.path, root), item.line, item.column, item.message) for item in found)
    reminders = [
        reminder for pair in (*content.pairs, *content.drafts) for issue in pair.issues for reminder in _remind(issue)
    ]
    files = len(content_files.in_folder(content_files.walk(root)[0], content_files.FOLDER, ".md"))
    return CheckReport(files, tuple(sorted(problems)), tuple(sorted(reminders)))


def committed_output(root: Path) -> tuple[Problem, ...]:
    """Report files in git below the folders that the program writes: a run would take them for its own earlier work."""
    command = ["git", "ls-files", "-z", "--", *GENERATED]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=False).stdout
    except OSError:
        return ()  # without git nothing was committed
    found = "is in git, but the program makes it; expected it on no branch. Remove it by `git rm -r --cached`."
    return tuple(Problem(Path(os.fsdecode(name)), 0, 0, found) for name in listed.split(b"\0") if name)


def _relative(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _passages_lag(count: int) -> str:
    return "1 passage lags" if count == 1 else f"{count} passages lag"


def _remind(issue: Issue) -> list[Problem]:
    reminders = []
    # A translation has the original's sentences.
    for item in issue.items if issue.translation is None else ():
        count = len(_SENTENCES[issue.language.code].findall(item.body_text))
        if not 2 <= count <= 4:
            noun = "sentence" if count == 1 else "sentences"
            found = f"item {item.number} has {count} {noun}; two to four are usual. Consider it again."
            reminders.append(Problem(issue.path, item.line, 1, found))
    for source in issue.sources:
        if source.unverified and issue.translation is None:
            found = f"{source.url} is marked `unverified`; expected the exact page. Find it when you can."
            reminders.append(Problem(issue.path, 1, 1, found))
    made = issue.translation
    if made and made.status == "machine":
        name = "Chinese" if issue.language is CHINESE else "English"
        found = f"the {name} text is machine-made and not reviewed; expected an editor's eye. See CONTRIBUTING.md."
        reminders.append(Problem(issue.path, 1, 1, found))
    if made and made.untranslated:
        found = (
            f"{made.untranslated} passages stand in the original's language, marked: they have no translation, or one "
            "that `publish` in mkdocs.yml holds back. Translate or review them."
        )
        reminders.append(Problem(issue.path, 1, 1, found))
    if made and made.stale:
        found = (
            f"{_passages_lag(made.stale)} behind the original. `python -m translate --check` shows them: update them."
        )
        reminders.append(Problem(issue.path, 1, 1, found))
    return reminders
