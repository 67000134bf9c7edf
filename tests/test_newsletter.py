"""The newsletter of the tests: fit to be tested on, and the only one that tests read."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from build.content import check
from build.content.model import LANGUAGES
from build.content.newsletter import read
from tests.newsletter import CONTENT, NEWSLETTER, SETTINGS

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ("hooks", "plugins", "markdown_extensions", "docs_dir", "site_dir", "not_in_nav")
"""Keys of mkdocs.yml that the program needs as they are; the others are its editors'."""


class _Loader(yaml.SafeLoader):
    """Takes every tag for the text that it stands before."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: f"{suffix} {node.value}")


def settings_of(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return loaded


def test_what_the_program_needs_of_the_settings_is_as_in_the_repositorys_own() -> None:
    ours, published = settings_of(SETTINGS), settings_of(ROOT / "mkdocs.yml")
    assert {key: ours.get(key) for key in PROGRAM} == {key: published.get(key) for key in PROGRAM}
    for key in ("name", "custom_dir", "font", "features"):
        assert ours["theme"][key] == published["theme"][key], key


def test_it_has_every_state_that_a_translation_can_be_in() -> None:
    assert check.run(NEWSLETTER, date(2026, 1, 1)).problems == ()
    content, problems = read(NEWSLETTER, date(2026, 1, 1))
    assert problems == ()
    issues = [issue for pair in content.pairs for issue in pair.issues]
    assert {issue.edition.slug for issue in issues} == {"healthcare", "harbour"}
    assert {issue.start.year for issue in issues} == {2024, 2025}
    assert {pair.original.language for pair in content.pairs} == set(LANGUAGES)
    assert {len(pair.issues) for pair in content.pairs} == {1, 2}
    assert {path.suffix for path in (CONTENT / "images").iterdir()} == {".png", ".svg"}
    reminders = "\n".join(map(str, check.run(NEWSLETTER, date(2026, 1, 1)).reminders))
    assert "behind the original" in reminders
    assert "machine-made and not reviewed" in reminders


@pytest.mark.parametrize("name", ["content/topics.yml", "content/issues", "tests/../content/glossary.csv"])
def test_a_test_that_reads_what_is_published_fails(name: str) -> None:
    with pytest.raises(AssertionError, match="expected the newsletter of tests/newsletter"):
        os.listdir(ROOT / name) if "." not in name else (ROOT / name).read_bytes()  # noqa: PTH208 -- the event's name


EDITS = {
    "NAME": "Alpine Post", "NAME_ZH": "山讯", "TAGLINE": "News of the valley.", "TAGLINE_ZH": "山谷新闻。",
    "EDITION": "valley", "EDITION_NAME": "Valley", "EDITION_NAME_ZH": "山谷", "YES": "1", "FORCE": "1",
}  # fmt: skip
ISSUE = """\
---
title: A path is open again
edition: valley
period: {start: 2025-12-01, end: 2025-12-07}
published: 2025-12-08
summary: The path over the pass.
topics: []
---

## The path over the pass is open

Snow has melted. The path is open. ([Post](https://alpine.example/path))
"""


@pytest.mark.slow
def test_the_suite_passes_beside_any_other_newsletter_and_after_an_editors_work(tmp_path: Path) -> None:
    """The tests that read a newsletter, in a copy whose content is another one, written by its editors."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    copy = tmp_path / "copy"
    for name in filter(None, names):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        with_content = ["cp", "--no-dereference", str(ROOT / name), str(copy / name)]
        subprocess.run(with_content, check=True)
    given = [word for key in EDITS for word in ("--given", key)]
    subprocess.run([sys.executable, "scripts/init.py", *given], cwd=copy, env=os.environ | EDITS, check=True)
    issue = copy / "content/issues/valley/2025-12-01.en.md"
    issue.parent.mkdir(parents=True)
    issue.write_text(ISSUE, encoding="utf-8")
    about = copy / "content/pages/about.en.md"
    about.write_text(f"{about.read_text(encoding='utf-8')}\nA sentence more.\n", encoding="utf-8")
    shutil.rmtree(copy / "tests/hostile")  # large, and built from payloads alone
    subprocess.run([sys.executable, "scripts/check.py"], cwd=copy, check=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, f"--basetemp={tmp_path / 'base'}", "tests"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-5000:]
