"""What readers are told of a translation follows from its record and its texts, wherever they read."""

from datetime import date
from pathlib import Path

import pytest

from build.content import issues, newsletter, settings, wording
from build.content.model import IssuePair
from tests.build.conftest import BODY, Project

EN, ZH = "content/issues/healthcare/2025-12-01.en.md", "content/issues/healthcare/2025-12-01.zh-Hans.md"
RECORD = "content/issues/healthcare/2025-12-01.zh-Hans.translation.yml"
TWO = BODY + "\n## Second\n\nThree. Four. ([China Daily](https://www.chinadaily.com.cn/a/2))\n"
CHINESE = (
    "## 第一条\n\n一。二。（[中国日报](https://www.chinadaily.com.cn/a/1)）\n\n"
    "## 第二条\n\n三。四。（[中国日报](https://www.chinadaily.com.cn/a/2)）\n"
)
MACHINE, REVIEWED, SIGNED = (
    "machine argos en-zh 1.9",
    "reviewed Li Na 2025-12-09",
    "person Courier editors 2025-12-08",
)
"""States of lines. Segments are title, summary, then heading and text of each item."""


def written(project: Project, state: str, other: dict[int, str] | None = None, block: str = "") -> None:
    project.issue(body=TWO)
    project.issue(
        "healthcare/2025-12-01.zh-Hans.md",
        title="一期",
        summary="摘要。",
        body=CHINESE,
        more=f"translation:\n  from: en\n{block}",
    )
    if state:
        project.record(state, other=other)


def loaded(project: Project) -> IssuePair:
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    return pair


@pytest.mark.parametrize(
    ("state", "other", "sentences"),
    [
        (MACHINE, {}, ["本期由机器自英文翻译，未经编辑审校。"]),
        (MACHINE, {4: REVIEWED, 5: REVIEWED}, ["本期由机器自英文翻译，未经编辑审校。", "已由编辑审校：第2条。"]),
        (MACHINE, {4: REVIEWED, 5: SIGNED}, ["本期由机器自英文翻译，未经编辑审校。", "已由编辑审校：第2条。"]),
        (MACHINE, {4: REVIEWED, 5: "person"}, ["本期由机器自英文翻译，未经编辑审校。"]),
        ("memory", {}, ["本期由机器自英文翻译，未经编辑审校。"]),
        (REVIEWED, {}, ["译自英文，Li Na于2025年12月9日审校。"]),
        (SIGNED, {}, ["译自英文，快报编辑部译，2025年12月8日。"]),
        (SIGNED, {3: REVIEWED}, ["译自英文，快报编辑部、Li Na于2025年12月9日审校。"]),
        (SIGNED, {3: "person"}, ["译自英文，快报编辑部译，2025年12月8日。", "另有1处经他人修改。"]),
        ("person", {}, ["译自英文，由投稿者翻译。"]),
        (REVIEWED, {3: "untranslated argos en-zh 1.9"}, [
            "译自英文，Li Na于2025年12月9日审校。", "1处保留英文原文，标有〔未译〕。",
        ]),
    ],
)  # fmt: skip
def test_the_notice_says_what_the_record_proves(
    project: Project, state: str, other: dict[int, str], sentences: list[str]
) -> None:
    written(project, state, other)
    assert wording.provenance(loaded(project).issues[1], settings.load(project.root)) == sentences


def test_a_review_ends_with_the_text_that_was_reviewed(project: Project) -> None:
    written(project, REVIEWED)
    project.issue(
        "healthcare/2025-12-01.zh-Hans.md",
        title="一期",
        summary="摘要。",
        body=CHINESE.replace("三。四。", "五。六。"),
        more="translation: {from: en}\n",
    )
    made = loaded(project).issues[1].translation
    assert made is not None
    assert (made.edited, made.reviewed_items, made.by) == (1, (1,), ("Li Na",))
    sentences = wording.provenance(loaded(project).issues[1], settings.load(project.root))
    assert sentences == ["译自英文，Li Na于2025年12月9日审校。", "另有1处经他人修改。"]


def test_a_person_s_text_lags_behind_as_soon_as_the_original_changes(project: Project) -> None:
    written(project, SIGNED)
    project.issue(body=TWO.replace("Three.", "Five."))
    made = loaded(project).issues[1].translation
    assert made is not None
    assert (made.stale, made.status) == (1, "reviewed")


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("  by: Courier editors\n  on: 2025-12-08\n", "译自英文，快报编辑部译，2025年12月8日。"),
        ("", "译自英文，由投稿者翻译。"),
    ],
)
def test_a_translation_without_record_is_a_person_s(project: Project, block: str, sentence: str) -> None:
    written(project, "", block=block)
    assert wording.provenance(loaded(project).issues[1], settings.load(project.root)) == [sentence]


def test_a_name_in_the_block_says_nothing_beside_a_record(project: Project) -> None:
    written(project, MACHINE, block="  by: Courier editors\n  on: 2025-12-08\n")
    made = loaded(project).issues[1].translation
    assert made is not None
    assert (made.status, made.by, made.on, made.reviewed_on) == ("machine", (), None, None)


def found(project: Project) -> list[str]:
    problems = issues.load(project.root)[1]
    return [str(problem).partition(";")[0] for problem in problems]


def test_a_record_is_checked_with_the_content(project: Project) -> None:
    written(project, MACHINE)
    path = project.root / RECORD
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("machine", "magic", 1), encoding="utf-8")
    assert found(project) == [f"{RECORD}:1:1: no line of a record"]
    path.write_text(f"<<<<<<< HEAD\n{whole}=======\n>>>>>>> other\n", encoding="utf-8")
    assert {line.partition(": ")[2] for line in found(project)} == {
        f"`{sign * 7}`, left by a merge that is not finished" for sign in "<=>"
    }
    path.write_bytes(b"\xff\n")
    assert found(project) == [f"{RECORD}:1:1: byte 0xff is not UTF-8"]


def test_a_record_beside_no_translation_is_a_problem(project: Project) -> None:
    written(project, MACHINE)
    (project.root / ZH).unlink()
    assert found(project) == [f"{RECORD}: a record without its translation"]
    project.issue("healthcare/2025-12-01.zh-Hans.md", body=CHINESE)
    assert f"{RECORD}: a record beside 2025-12-01.zh-Hans.md, which is no translation" in found(project)


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        (EN, "## First\n\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> b\n", [11, 13, 15]),
        (EN, "<<<<<<< HEAD\nOne.\n||||||| base\nTwo.\n=======\nThree.\n>>>>>>> b\n", [9, 11, 13, 15]),
        (EN, "~~~\nA rule\n~~~\n\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", [13, 14, 15]),
        (EN, "First\n=======\n\nOne.\n", []),
        (EN, "```text\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> b\n```\n", []),
        (EN, "<<<<<<<< eight signs\n", []),
        ("content/glossary.csv", "en,zh\n<<<<<<< HEAD\na,甲\n=======\nb,乙\n>>>>>>> b\n", [2, 4, 6]),
        ("content/glossary.csv", "en,zh\n```,a\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", [3, 4, 5]),
        ("content/topics.yml", "a: {en: A, zh-Hans: 甲}\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", [2, 3, 4]),
        ("content/memory/en.zh-Hans.tsv", "<<<<<<< HEAD\n=======\n>>>>>>> b\n", [1, 2, 3]),
        ("content/pages/about.en.md", "---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> b\n---\n", [2, 4, 6]),
    ],
)  # fmt: skip
def test_an_unfinished_merge_is_found_in_every_content_file(
    project: Project, name: str, text: str, lines: list[int]
) -> None:
    project.issue()
    path = project.root / name
    path.parent.mkdir(exist_ok=True)
    front = path.read_text(encoding="utf-8").partition("\n\n")[0] + "\n" if name == EN else ""
    path.write_text(front + text, encoding="utf-8")
    problems = newsletter.read(project.root, date(2026, 1, 1))[1]
    places = [
        problem.line
        for problem in problems
        if "merge that is not finished" in problem.message and problem.path == Path(name)
    ]
    assert places == lines
