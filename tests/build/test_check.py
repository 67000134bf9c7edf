"""`make check` and `make new`: what contributors meet first."""

import subprocess
import sys
from datetime import date

import pytest

from build.content import check, issues, settings
from build.content.model import CHINESE, ENGLISH
from build.content.scaffold import new_issue, next_start
from tests.build.conftest import BODY, ROOT, Project

TODAY = date(2026, 1, 1)


def run(project: Project, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / script), *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)


def test_reminders_name_what_an_editor_should_look_at_and_stop_nothing(project: Project) -> None:
    project.issue(
        more="sources:\n  https://www.chinadaily.com.cn/a/1: {unverified: true}\n",
        body="## One\n\nJust one sentence. ([China Daily](https://www.chinadaily.com.cn/a/1))\n",
    )
    project.issue(
        "healthcare/2025-12-01.zh-Hans.md",
        more="translation: {from: en}\n",
    )
    recorded = project.record("machine argos en-zh 1.9", other={1: "person"})
    lines = recorded.read_text(encoding="utf-8").split("\n")
    recorded.write_text("\n".join([lines[0], "", f"- {'0' * 10}{lines[2][12:]}", *lines[3:]]), encoding="utf-8")
    report = check.run(project.root, TODAY)
    assert report.problems == ()
    said = "\n".join(map(str, report.reminders))
    assert "2025-12-01.en.md:12:1: item 1 has 1 sentence; two to four are usual" in said
    assert "https://www.chinadaily.com.cn/a/1 is marked `unverified`" in said
    assert "zh-Hans.md:1:1: the Chinese text is machine-made and not reviewed" in said
    assert "1 passage lags behind the original" in said
    done = run(project, "check.py")
    assert done.returncode == 0
    assert done.stdout.endswith("no problems.\n")


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("One. Two! Three?", "en", 3),
        ("Dr. J. Smith of 3.5 met U.S. doctors. Two.", "en", None),
        ("一句。“两句！”三句？", "zh-Hans", 3),
    ],
)
def test_sentences_are_counted_well_enough(text: str, language: str, count: int | None) -> None:
    found = len(check._SENTENCES[language].findall(text))
    assert 2 <= found <= 4 if count is None else found == count


def test_a_faulty_glossary_is_a_problem(project: Project) -> None:
    project.issue()
    (project.root / "content/glossary.csv").write_text("en,zh\nhospital,\n")
    done = run(project, "check.py")
    assert done.returncode == 1
    assert done.stderr.startswith("content/glossary.csv:2:")


def test_the_next_issue_begins_where_the_last_one_ends(project: Project) -> None:
    project.issue()
    pairs, _ = issues.load(project.root)
    assert next_start(tuple(pair.original for pair in pairs), TODAY) == date(2025, 12, 8)
    assert next_start((), date(2026, 1, 1)) == date(2025, 12, 29)


@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=lambda language: language.code)
def test_a_new_issue_is_right_but_for_its_placeholder_link(project: Project, language: object) -> None:
    assert language in (ENGLISH, CHINESE)
    chosen = ENGLISH if language is ENGLISH else CHINESE
    edition = settings.load(project.root).editions["healthcare"]
    path, text = new_issue(edition, date(2025, 12, 8), chosen, ("hospitals",))
    (project.root / path).write_text(text, encoding="utf-8")
    _, problems = issues.load(project.root)
    assert len(problems) == 1
    assert "`#` is a placeholder" in str(problems[0])
    (project.root / path).write_text(text.replace("(#)", "(https://www.chinadaily.com.cn/a/1)"), encoding="utf-8")
    assert issues.load(project.root)[1] == ()


def test_make_new_writes_once(project: Project) -> None:
    project.issue(body=BODY)
    done = run(project, "new.py", "--language", "zh-Hans")
    assert (done.returncode, done.stderr) == (0, "")
    assert (project.root / "content/issues/healthcare/2025-12-08.zh-Hans.md").is_file()
    again = run(project, "new.py", "--start", "2025-12-08")
    assert again.returncode == 2
    assert "exists already" in again.stderr
    assert run(project, "new.py", "--edition", "sport").returncode == 2
