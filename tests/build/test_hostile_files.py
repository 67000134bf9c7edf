"""What a stranger's pull request can hold: every fault has a place, hides no other, and nothing of it acts.

The cases are those of the examination of November 2026; each passed unseen, ended in a traceback or never ended.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from build.content import check as build_check
from build.content import newsletter
from build.content.model import LANGUAGES
from build.site import builder, feeds
from tests.build.conftest import BODY, ROOT, Project
from translate.core import limits
from translate.core.characters import hidden

TODAY = date(2026, 1, 1)
EN = "content/issues/healthcare/2025-12-01.en.md"
OTHER = "content/issues/healthcare/2025-12-08.en.md"


def check(project: Project) -> tuple[int, list[str]]:
    """Check all content; return the exit code of `make check` and the lines of its problems."""
    report = build_check.run(project.root, TODAY)
    return (1 if report.problems else 0), [str(problem) for problem in report.problems]


def printed(project: Project) -> tuple[int, list[str]]:
    """Run `make check` as CI does; return its exit code and all lines that it prints."""
    command = [sys.executable, str(ROOT / "scripts/check.py")]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    return done.returncode, [*done.stderr.splitlines(), *done.stdout.splitlines()]


def text(body: str) -> Callable[[Project], object]:
    return lambda project: project.issue(body=f"{body}\n\n{BODY}")


def front(line: str) -> Callable[[Project], object]:
    return lambda project: project.issue(more=f"{line}\n")


def title(value: str) -> Callable[[Project], object]:
    return lambda project: project.issue(title=value)


def file(name: str, content: str | bytes) -> Callable[[Project], object]:
    def write(project: Project) -> None:
        path = project.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def vocabulary(name: str, line: str) -> Callable[[Project], object]:
    def write(project: Project) -> None:
        path = project.root / "content" / name
        path.write_text(f"{line}\n{path.read_text()}", encoding="utf-8")

    return write


def link(name: str, target: str) -> Callable[[Project], object]:
    def make(project: Project) -> None:
        path = project.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)

    return make


def folder(project: Project) -> None:
    (project.root / EN).mkdir()


def pipe(project: Project) -> None:
    os.mkfifo(project.root / EN)


LAUGHS = "a: &a ha\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True))

REFUSED: dict[str, tuple[Callable[[Project], object], str]] = {
    # Files.
    "page among the images": (
        file("images/evil.md", "<script>alert(1)</script>"),
        "images/evil.md: no content",
    ),
    "document among the images": (file("images/evil.html", "<script>"), "content/images/evil.html: no content file"),
    "script among the images": (file("images/evil.js", "alert(1)"), "content/images/evil.js: no content file"),
    "link to a snippet": (link("snippets/p.md", "/etc/passwd"), "content/snippets/p.md: a symbolic link"),
    "link to an image": (link("images/p.png", "/etc/passwd"), "content/images/p.png: a symbolic link"),
    "link to an issue": (link("issues/healthcare/2025-12-01.en.md", "/etc/passwd"), f"{EN}: a symbolic link"),
    "link to an edition": (link("issues/other", "/etc"), "content/issues/other: a symbolic link"),
    "issue that is a folder": (folder, f"{EN}: a folder"),
    "issue that is a pipe": (pipe, f"{EN}: a pipe"),
    "issue of megabytes": (text("x " * 300_000), f"{EN}: more than "),
    # Front matter.
    **{
        f"front matter with {line[:20]}": (front(line), f"{EN}:8:")
        for line in (
            "x: !!int x",
            "x: !!float x",
            "x: !!bool x",
            "x: !!timestamp foo",
            "x: !!python/name:os.system",
            "x: *x",
            "<<: {summary: x}",
            "<<: [*a]",
            "x: " + "[" * 800,
            'x: "\\U00110000"',
            "? [a]\n: b",
            "title: again",
        )
    },
    "aliases of aliases": (front(LAUGHS), f"{EN}:8:4: the anchor `&a`"),
    "recursive mapping": (front("x: &x {y: *x}"), f"{EN}:8:4: the anchor"),
    "number of 5000 digits": (front("x: " + "9" * 5000), f"{EN}:8:1: `x` is no field"),
    "surrogates": (title('"\\ud83d\\ude00 smile"'), f"{EN}:2:"),
    "hidden character by an escape": (title('"a\\u200bb"'), f"{EN}:2:8: the hidden character U+200B by an escape"),
    "words of two alphabets in the title": (title("A hоspital"), f"{EN}:2:1: `title` holds the word “hоspital”"),
    "title of thousands": (title("a " * 200), f"{EN}:2:1: `title` has 399 characters; expected at most 300"),
    "source title of thousands": (
        front(f"sources:\n  https://www.chinadaily.com.cn/a/1: {{title: '{'a' * 301}'}}"),
        f"{EN}:9:",
    ),
    "last day of Python": (
        lambda project: project.issue(end="9999-12-31", published="9999-12-31"),
        f"{EN}:4:29: `end`",
    ),
    # Vocabularies.
    "topic with an escape sequence": (
        vocabulary("topics.yml", 'a: {en: "\\e[2K", zh-Hans: 甲}'),
        "topics.yml:1:9",
    ),
    "publisher with a null": (
        vocabulary("publishers.yml", 'a: {en: "\\0", zh-Hans: 甲, domains: [a.example]}'),
        "content/publishers.yml:1:9",
    ),
    "topics with an alias": (
        vocabulary("topics.yml", "a: &a {en: A, zh-Hans: 甲}"),
        "topics.yml:1:4: the anchor",
    ),
    "topic twice": (vocabulary("topics.yml", "hospitals: {en: A, zh-Hans: 甲}"), ": `hospitals` stands twice"),
    "topic that is a list": (
        vocabulary("topics.yml", "? [a]\n: {en: A, zh-Hans: 甲}"),
        "topics.yml:1:3: a key",
    ),
    "topics with a raw null": (
        vocabulary("topics.yml", "a\0: {en: A, zh-Hans: 甲}"),
        "topics.yml:1:2: the hid",
    ),
    "topics that are no UTF-8": (file("topics.yml", b"\xff"), "content/topics.yml: is not UTF-8"),
    "missing topics": (
        lambda project: (project.root / "content/topics.yml").unlink(),
        "topics.yml: cannot be",
    ),
    # Bodies.
    "control character by a reference": (text("a&#27;b"), f"{EN}:10:2: `&#27;` stands for a hidden character"),
    "backspace by a reference": (text("a&#8;b"), f"{EN}:10:2: `&#8;` stands for"),
    "direction by a reference": (text("ad&#x202E;moc.live"), f"{EN}:10:3: `&#x202E;` stands for"),
    "zero width by a name": (text("a&ZeroWidthSpace;b"), f"{EN}:10:2: `&ZeroWidthSpace;` stands for"),
    "soft hyphen by a name": (text("a&shy;b"), f"{EN}:10:2: `&shy;` stands for"),
    "reference in an attribute": (text('[a](https://a.example/ "x&#x200B;")'), f"{EN}:10:26: `&#x200B;`"),
    "reference to no character": (text("a&#x110000;&#99999999999;b"), f"{EN}:10:2: `&#x110000;`"),
    "zero width": (text("a\u200bb"), f"{EN}:10:2: the hidden character U+200B"),
    "tag characters": (text("a\U000e0041"), f"{EN}:10:2: the hidden character U+E0041"),
    "line separator": (text("a\u2028b"), f"{EN}:10:2: the hidden character U+2028"),
    "turned text": (text("<bdo dir=rtl>moc.live</bdo>"), f"{EN}:10:2: `<bdo>` turns the direction"),
    "turned numbers": (text('<span dir="rtl">1–2</span>'), f'{EN}:10:7: `dir="rtl"` turns the direction'),
    "headline of two alphabets": (lambda project: project.issue(body=BODY.replace("First", "Сlinic")), f"{EN}:10:1"),
    # Static pages.
    "page with a reference": (
        file("pages/x.en.md", "---\ntitle: X\n---\na&#8;b\n"),
        "pages/x.en.md:4:2: `&#8;`",
    ),
    "page with an image elsewhere": (
        file("pages/x.en.md", "---\ntitle: X\n---\n![x](https://e.example/x.png)\n"),
        "pages/x.en.md:4:6: the image",
    ),
}


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are made")
@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_its_place_and_hides_nothing(project: Project, case: str) -> None:
    make, expected = REFUSED[case]
    make(project)
    project.write("healthcare/2025-12-08.en.md", "---\ntitle: x\n---\n\nNo item.\n")
    code, lines = check(project)
    assert code == 1
    assert [line for line in lines if expected in line], "\n".join(lines)
    # The faults of another file, of its front matter and of its body, are told all the same.
    assert [line for line in lines if line.startswith(f"{OTHER}:") and "`published` is missing" in line]
    assert [line for line in lines if line.startswith(f"{OTHER}:5:1: no item")]
    assert all(not line.lstrip().startswith("::") and line.isprintable() for line in lines)


@pytest.mark.parametrize(
    "body",
    [
        "<!-- a note for the editor -->",
        "<?php x ?>",
        "a<!-- b -->c",
        "1. &amp; &lt; &nbsp; &#8212; `&#x202E;` &notit;",
        '<p dir="auto">a</p> <bdi>b</bdi>',
        "👩‍⚕️ ☎️",
    ],
)
def test_what_harms_nobody_passes(project: Project, body: str) -> None:
    text(body)(project)
    assert check(project)[0] == 0


def test_all_faults_of_one_file_are_told_at_once(project: Project) -> None:
    project.issue(title="One: two", body="a\u200bb\n\n## First\n\nText.\n")
    found = check(project)[1]
    assert [line.split(": ")[0].removeprefix(EN) for line in found] == [":2:11", ":10:2", ":12:1"]


@pytest.mark.parametrize(
    "make",
    [
        front('"x\\n::error file=build/content/sanitizer.py,line=1::approved by maintainers\\n::stop-commands::x": 1'),
        front('"\\e]0;title\\a": 1'),
        vocabulary("topics.yml", '"a\\r\\e[2K\\e[1A5 content files: no problems.": {en: A}'),
        vocabulary("publishers.yml", '"##[error]a": {en: A}'),
        vocabulary("glossary.csv", "\x1b[2Ka,,,,,,,,,,\n"),
        link("snippets/x\n::error::y.md", "/etc/passwd"),
        lambda project: project.issue(name="healthcare/::error::x.md"),
    ],
)
def test_messages_do_not_act_on_a_terminal_or_in_ci(project: Project, make: Callable[[Project], object]) -> None:
    make(project)
    code, lines = printed(project)
    assert code == 1
    for line in lines:
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_nothing_that_passes_the_check_is_refused_by_build_or_feeds(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the characters of the Basic Multilingual Plane that pass in a title every fourth, as many as one may hold."""
    monkeypatch.setattr(limits, "TITLE", limits.FRONT_MATTER)
    signs = [chr(point) for point in range(0x20, 0x10000, 4) if not list(hidden(f"x{chr(point)}y"))]
    project.issue(title=f'"{" ".join(signs).translate({34: None, 92: None})}"')
    content, problems = newsletter.read(project.root, TODAY)
    assert problems == ()
    builder.stage_all(project.root, content)
    for language in LANGUAGES:
        feeds.feed(content.pairs, language, content.settings)
    assert content.pairs[0].original.title.startswith("$ ( ,")


def test_a_translation_is_not_written_through_a_link(project: Project) -> None:
    """A link in the place of a translation leads anywhere; it is a problem, and what it leads to stays."""
    original = project.issue()
    victim = project.root / "victim.txt"
    victim.write_text("mine")
    original.with_name("2025-12-01.zh-Hans.md").symlink_to(victim)
    command = [sys.executable, "-m", "translate", "--engine", "pseudo", str(original.relative_to(project.root))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=project.root, capture_output=True, text=True, check=False, env=environment, timeout=60
    )
    assert done.returncode == 1
    assert "a symbolic link" in done.stderr
    assert victim.read_text() == "mine"
    assert Path(original.with_name("2025-12-01.zh-Hans.md")).is_symlink()


def test_what_the_program_makes_is_taken_from_no_branch(project: Project) -> None:
    """An edition with a forged record would be published as our own."""
    project.issue()
    forged = project.root / ".cache/editions/pdf/healthcare/2025-12-01/healthcare-2025-12-01.en.pdf"
    forged.parent.mkdir(parents=True)
    forged.write_bytes(b"%PDF")
    for command in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", *command], cwd=project.root, check=True, capture_output=True)
    code, lines = check(project)
    assert code == 1
    assert lines == [f"{forged.relative_to(project.root)}: {GENERATED}"]


GENERATED = "is in git, but the program makes it; expected it on no branch. Remove it by `git rm -r --cached`."
