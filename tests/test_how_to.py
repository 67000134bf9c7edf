"""The how-tos of ARCHITECTURE.md, done to a copy of the program: what each names is all that it takes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsletter import CONTENT, SETTINGS

ROOT = Path(__file__).resolve().parents[1]
TEXT = "Two hospitals opened new departments for patients in the city.\n"
ANSWER = "两家医院在城里为患者开了新的门诊部。"
ISSUE = """\
---
title: An issue
edition: healthcare
period: {start: 2025-12-01, end: 2025-12-07}
published: 2025-12-08
summary: A summary.
topics: [hospitals]
---

## First

One sentence. Two sentences. ([China Daily](https://www.chinadaily.com.cn/a/1))
"""
ENGINE = f'''\
"""Answers every sentence with the same."""

from translate.machine.engine import Hypothesis
from translate.machine.engines import Identity


class Stubborn(Identity):
    name = "stubborn 1"
    literal = False

    def translate(self, requests, *, source, target, decoding):
        return [[Hypothesis("{ANSWER}")] for _ in requests]


def open_engine(direction, options):
    return Stubborn()
'''
GUARD = '''

def departments(case: GuardInput) -> Iterator[str]:
    """Refuse a ward in the place of a department."""
    if "department" in case.source_text and "门诊部" in case.target_text:
        yield "门诊部 is no department"
'''
FEED = '''\
"""JSON Feed 1.1."""

import json

from build.files import write_atomically

NAME = "feed.json"


def feed(pairs, language, settings):
    items = [
        {"id": f"{settings.site_url}{issue.uri()}", "title": issue.title, "content_text": issue.summary}
        for pair in pairs
        if (issue := pair.in_(language))
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": settings.name.in_(language), "items": items}).encode()


def write(pairs, language, settings, folder):
    write_atomically(folder / NAME, feed(pairs, language, settings))
'''


class Checkout:
    """A copy of the program with a newsletter of one issue."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for package in ("translate", "build", "scripts"):
            shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(SETTINGS, root)
        self.write("content/issues/healthcare/2025-12-01.en.md", ISSUE)
        for name in ("topics.yml", "publishers.yml", "glossary.csv"):
            shutil.copy(CONTENT / name, root / "content")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def insert(self, name: str, text: str, *, before: str) -> None:
        """Put text before the only place in a file that reads so."""
        path = self.root / name
        old = path.read_text(encoding="utf-8")
        assert old.count(before) == 1, f"{name}: {before}"
        self.write(name, old.replace(before, text + before))

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run Python in the copy; return what it prints, errors last."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.root, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def add_engine(checkout: Checkout) -> None:
    checkout.write("translate/machine/stubborn.py", ENGINE)
    row = '    "stubborn": RegisteredEngine("translate.machine.stubborn:open_engine"),\n'
    checkout.insert("translate/core/engine_registry.py", row, before='    "identity": RegisteredEngine(')


def translate(checkout: Checkout, *arguments: str) -> str:
    checkout.write("a.en.md", TEXT)
    output = checkout.run("-m", "translate", "a.en.md", "--engine", "stubborn", "--memory", "memory", *arguments)
    return output + (checkout.root / "a.zh-Hans.md").read_text(encoding="utf-8")


def test_a_new_engine_is_a_file_and_a_row(checkout: Checkout) -> None:
    add_engine(checkout)
    translation = translate(checkout)
    assert ANSWER in translation
    record = (checkout.root / "a.zh-Hans.translation.yml").read_text(encoding="utf-8")
    assert " machine stubborn 1" in record
    # Who made a text is told from the registry: what comes back from a translator's tool is still a machine's.
    tmx = ("-m", "translate.memory.tmx")
    checkout.run(*tmx, "export", "out.tmx", "--memory", "memory")
    assert 'creationid="stubborn 1"' in (checkout.root / "out.tmx").read_text(encoding="utf-8")
    checkout.run(*tmx, "import", "out.tmx", "--memory", "again")
    (line,) = (checkout.root / "again/en.zh-Hans.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert line.split("\t")[1:3] == [ANSWER, "stubborn 1"]


def test_a_new_guard_is_a_function_and_a_row(checkout: Checkout) -> None:
    add_engine(checkout)
    module = checkout.root / "translate/language/guards/characters.py"
    module.write_text(module.read_text(encoding="utf-8") + GUARD, encoding="utf-8")
    row = '    "departments": characters.departments,\n'
    checkout.insert("translate/language/guards/table.py", row, before='    "empty": characters.empty,\n')
    translation = translate(checkout)
    assert ANSWER not in translation
    assert "departments: 门诊部 is no department" in translation
    code = (
        "from scripts.measure.faults import FAULTS; from translate.language.guards import GUARDS; "
        "print(set(GUARDS) - {name.partition(':')[0] for name in FAULTS})"
    )
    assert "departments" in checkout.run("-c", code), "a guard without a fault is found by test_output_bounds.py"


@pytest.mark.parametrize(("prose", "text"), [(False, "On care"), (True, "⟦")])
def test_a_new_field_is_a_row_that_says_whether_it_is_prose(checkout: Checkout, prose: bool, text: str) -> None:
    checkout.write("content/issues/healthcare/2025-12-01.en.md", ISSUE.replace("topics:", "kicker: On care\ntopics:"))
    assert "`kicker`" in checkout.run("scripts/check.py", code=1)
    row = f'    FieldRule("kicker", issue="optional", page="unknown", prose={prose}),\n'
    checkout.insert("translate/core/fields.py", row, before='    FieldRule("topics",')
    assert "`kicker`" not in checkout.run("scripts/check.py")
    checkout.run("-m", "translate", "content/issues", "--engine", "pseudo")
    translation = (checkout.root / "content/issues/healthcare/2025-12-01.zh-Hans.md").read_text(encoding="utf-8")
    (line,) = (line for line in translation.splitlines() if line.startswith("kicker:"))
    assert text in line


def test_a_new_output_is_a_file_and_a_call(checkout: Checkout) -> None:
    checkout.write("build/site/json_feed.py", FEED)
    builder = "build/site/builder.py"
    checkout.insert(builder, "from build.site import json_feed\n", before="from build.site import feeds")
    call = "        json_feed.write(content.pairs, language, content.settings, site_dir / language.prefix)\n"
    checkout.insert(builder, call, before="        feeds.write(")
    code = (
        "from datetime import date; from pathlib import Path; "
        "from build.content import newsletter; from build.site import builder; "
        "here = Path('.').resolve(); content = newsletter.read(here, date(2026, 1, 1))[0]; "
        "[(here / 'out' / folder).mkdir(parents=True) for folder in ('', 'zh')]; "
        "builder.add_outputs(here, content, here / 'out')"
    )
    checkout.run("-c", code)
    feeds = [json.loads(path.read_bytes()) for path in sorted((checkout.root / "out").rglob("feed.json"))]
    assert [[item["title"] for item in feed["items"]] for feed in feeds] == [["An issue"], []]


def test_a_new_check_of_items_is_a_few_lines(checkout: Checkout) -> None:
    check = (
        '    if story.title_text.endswith("t"):\n'
        '        problems.append(Problem(path, line, 1, "a headline that ends in t; expected another. Reword it."))\n'
    )
    checkout.insert("build/content/body_check.py", check, before="    if not story.body_text:\n")
    output = checkout.run("scripts/check.py", code=1)
    assert "content/issues/healthcare/2025-12-01.en.md:10:1: a headline that ends in t" in output
