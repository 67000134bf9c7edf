"""Another newsletter from a copy of this checkout: set up, written, checked, built; and updates of the program."""

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import feedparser
import lxml.html
import pytest
from lxml.html import HtmlElement

from build.content import newsletter_setup, settings
from tests.newsletter import CONTENT, SETTINGS

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = {
    "NAME": "Ocean & Coast",
    "NAME_ZH": "海洋快讯",
    "TAGLINE": "A fortnightly on the sea.",
    "TAGLINE_ZH": "关注海洋的双周刊。",
    "EDITION": "tides",
    "EDITION_NAME": "Tides",
    "EDITION_NAME_ZH": "潮汐",
    "ADDRESS": "https://ocean.example/news/",
}
ITEM = "## A reef is counted\n\nDivers counted it. They found 120 corals. ([Reuters](https://www.reuters.com/a/1))\n"
GENERATED = (".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", "*.tmp")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    def ignored(folder: str, names: list[str]) -> set[str]:
        # `site` is also a folder of templates; what this checkout publishes gives way to the newsletter of the tests.
        top = {"site", ".cache", "content", "mkdocs.yml"} if Path(folder) == ROOT else set()
        return top | shutil.ignore_patterns(*GENERATED)(folder, names)

    own = Path(shutil.copytree(ROOT, tmp_path / "own", ignore=ignored, symlinks=True))
    shutil.copytree(CONTENT, own / "content")
    shutil.copy(SETTINGS, own)
    return own


def page(path: Path) -> HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes())


def run(folder: Path, *words: str, code: int = 0, **variables: str) -> str:
    """Run a command of the program; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def init(folder: Path, *, code: int = 0, **more: str) -> str:
    given = ANSWERS | more
    return run(folder, "scripts/init.py", *(word for key in given for word in ("--given", key)), code=code, **given)


def typed(folder: Path, *dialogue: tuple[str, str]) -> tuple[int, str]:
    """Run `make init`'s script on a terminal and type an answer after each question; return exit code and screen."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "scripts/init.py", "--given", "FORCE"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "SITE_URL"} | {"FORCE": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        screen, seen = b"", 0

        def more() -> bool:
            nonlocal screen
            try:
                screen += (part := os.read(ours, 4096))
            except OSError:  # Linux says so when the other side is closed
                return False
            return bool(part)

        for question, answer in dialogue:
            while (at := screen.find(question.encode(), seen)) < 0:
                assert more(), f"{question!r} was not asked:\n{screen.decode()}"
            seen = at + len(question.encode())
            os.write(ours, f"{answer}\n".encode())
        while more():
            pass
    os.close(ours)
    return process.returncode, screen.decode().replace("\r\n", "\n")


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ).stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_a_copy_to_an_own_first_issue_without_a_trace_of_the_old_newsletter(checkout: Path) -> None:
    old = settings.load(checkout)
    init(checkout, YES="1", FORCE="1")
    assert "no problems" in run(checkout, "scripts/check.py")
    assert "0 issues" in run(checkout, "-m", "build")
    for name, said in (("index.html", "first issue is being written"), ("zh/index.html", "第一期正在编写中")):
        main = page(checkout / "site" / name).find(".//main")
        assert main is not None
        assert said in main.text_content()
    for name, said in (("archive/index.html", "No issue has been published yet"), ("zh/tides/index.html", "尚未发布")):
        assert said in page(checkout / "site" / name).text_content()

    run(checkout, "scripts/new.py", "--start", "2025-12-01")
    path = checkout / "content/issues/tides/2025-12-01.en.md"
    path.write_text(path.read_text(encoding="utf-8").split("## ")[0] + ITEM, encoding="utf-8")
    assert "no problems" in run(checkout, "scripts/check.py")
    assert "1 issue" in run(checkout, "-m", "build")
    run(checkout, "-m", "build.editions", "mail")
    run(checkout, "-m", "build.editions", "epub")
    run(checkout, "-m", "build")
    feed = feedparser.parse((checkout / "site/feed.xml").read_bytes())
    assert feed.feed.title == "Ocean & Coast"
    assert feed.feed.rights == "© Ocean & Coast. Software: Twofold, MIT."
    assert [entry.link for entry in feed.entries] == ["https://ocean.example/news/tides/2025-12-01/"]
    home = page(checkout / "site/index.html")
    assert [one.text_content() for one in home.xpath("//ol[@class='tf-headlines']//a")] == ["A reef is counted"]
    footer = home.find_class("md-copyright__highlight")[0].text_content().strip()
    assert footer == "© Ocean & Coast. Software: Twofold, MIT."

    traces = [
        *old.editions,
        *(name for one in (old.name, *(e.name for e in old.editions.values())) for name in (one.en, one.zh)),
    ]
    for folder in ("site", "content", ".cache/editions"):
        for name, data in tree(checkout / folder).items():
            assert not [trace for trace in traces if trace in name or trace.encode() in data], name


def test_nothing_is_removed_without_a_word_or_when_it_could_not_be_had_again(checkout: Path) -> None:
    before = tree(checkout)
    assert "no git checkout" in init(checkout, code=1, YES="1")
    git(checkout, "init", "-q")
    git(checkout, "add", ".")
    git(checkout, "commit", "-qm", "As it came")
    assert "Nothing was changed. Answer yes, or add YES=1." in init(checkout, code=2)
    assert "EDITION: `archive`" in init(checkout, code=2, YES="1", EDITION="archive")
    note = checkout / "content/issues/new.en.md"
    note.write_text("x")
    assert "1 uncommitted changes" in init(checkout, code=1, YES="1")
    note.unlink()
    assert {name: data for name, data in tree(checkout).items() if name in before} == before

    going = {name for name in before if name.startswith("content/")}
    said = init(checkout, YES="1")
    assert {line.strip() for line in said.splitlines() if line.startswith("  content/")} == going
    git(checkout, "add", ".")
    git(checkout, "commit", "-qm", "Ours")
    assert "a newsletter of its own already" in init(checkout, code=1, YES="1")
    first = tree(checkout / "content")
    init(checkout, YES="1", FORCE="1")
    assert tree(checkout / "content") == first


def asked(**answers: str) -> list[tuple[str, str]]:
    """The dialogue of somebody who answers every question at once."""
    return [(f"{question}: ", (ANSWERS | answers).get(key, "")) for key, question in newsletter_setup.QUESTIONS.items()]


def test_questions_on_a_terminal_are_asked_until_the_answer_does(checkout: Path) -> None:
    wrong = {
        "NAME": ["", "Оcean"],
        "EDITION": ["", "Two Tides", "archive", "about"],
        "ADDRESS": ["ocean.example", "javascript:alert(1)"],
    }
    dialogue = []
    for (question, answer), key in zip(asked(), newsletter_setup.QUESTIONS, strict=True):
        dialogue += [(question, mistake) for mistake in wrong.get(key, [])] + [(question, answer)]
    code, screen = typed(checkout, *dialogue, ("Go on? [y/N] ", "y"))
    assert code == 0, screen
    said = [
        "NAME: nothing; expected an answer.",
        "NAME: the word “Оcean” of Cyrillic and Latin letters",
        "EDITION: nothing; expected an answer.",
        "EDITION: `Two Tides` is no slug",
        "EDITION: `archive` is the name of a page of the site",
        "EDITION: `about` is the name of a page of the site",
        "ADDRESS: `ocean.example` has no scheme",
        "ADDRESS: `javascript:alert(1)` has the scheme `javascript`",
    ]
    places = [screen.find(text) for text in said]
    assert -1 not in places, screen
    assert places == sorted(places)
    assert "Ocean & Coast is set up." in screen
    found = settings.load(checkout)
    assert [found.name.en, found.name.zh, found.tagline.en, found.tagline.zh] == list(ANSWERS.values())[:4]
    assert {slug: (one.name.en, one.name.zh) for slug, one in found.editions.items()} == {"tides": ("Tides", "潮汐")}
    assert found.site_url == "https://ocean.example/news/"
    assert "no problems" in run(checkout, "scripts/check.py")


@pytest.mark.parametrize("answer", ["", "n", "no", "Yes please"])
def test_only_a_yes_on_the_terminal_removes_anything(checkout: Path, answer: str) -> None:
    before = tree(checkout)
    code, screen = typed(checkout, *asked(), ("Go on? [y/N] ", answer))
    assert code == 2
    assert "Nothing was changed. Answer yes" in screen
    assert {name: data for name, data in tree(checkout).items() if name in before} == before


def test_a_licence_line_in_one_language_is_refused_before_anything_is_removed(checkout: Path) -> None:
    code, screen = typed(checkout, *asked(LICENCE="CC0"))
    assert code == 2
    assert "LICENCE_ZH: nothing; expected the licence line in both languages." in screen
    assert settings.load(checkout).name.en == "Lantern Bay Courier"


def documented_update() -> list[str]:
    """The commands of README.md, as an adopter would type them."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Start your own newsletter")[2]
    found = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return found[1].splitlines()


@pytest.mark.parametrize("shared", [True, False], ids=["clone", "template"])
def test_an_update_of_the_program_takes_no_content_and_conflicts_with_nothing(
    tmp_path: Path, checkout: Path, shared: bool
) -> None:
    upstream = tmp_path / "upstream"
    shutil.copytree(checkout, upstream, symlinks=True)
    git(upstream, "init", "-q", "-b", "main")
    git(upstream, "add", ".")
    git(upstream, "commit", "-qm", "First version")
    if shared:
        shutil.rmtree(checkout)
        git(tmp_path, "clone", "-q", "--origin", "elsewhere", str(upstream), str(checkout))
    else:
        git(checkout, "init", "-q", "-b", "main")
        git(checkout, "add", ".")
        git(checkout, "commit", "-qm", "From the template")
    init(checkout, YES="1", FORCE="1")
    (checkout / "content/issues/tides").mkdir(parents=True)
    (checkout / "content/issues/tides/2025-12-01.en.md").write_text("ours")
    (checkout / "CNAME").write_text("ocean.example")
    git(checkout, "add", ".")
    git(checkout, "commit", "-qm", "Ours")
    ours = {name: data for name, data in tree(checkout).items() if re.match(r"content/|mkdocs\.yml|CNAME|README", name)}

    (upstream / "build/new_module.py").write_text('"""New."""\n')
    (upstream / "build/content/scaffold.py").unlink()
    (upstream / "translate/core/limits.py").write_text("changed")
    for path in [*(upstream / "content").rglob("*.md"), upstream / "mkdocs.yml", upstream / "README.md"]:
        path.write_text(f"# theirs\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    git(upstream, "add", ".")
    git(upstream, "commit", "-qm", "Second version")

    for line in documented_update():
        environment = os.environ | {"UPSTREAM": str(upstream)}
        done = subprocess.run(
            ["bash", "-c", line], cwd=checkout, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "+# theirs" in done.stdout
    after = tree(checkout)
    assert {name: data for name, data in after.items() if name in ours} == ours
    assert after["translate/core/limits.py"] == b"changed"
    assert "build/new_module.py" in after
    assert "build/content/scaffold.py" not in after
    status = git(checkout, "status", "--porcelain")
    assert sorted(status.split()) == [
        *("A", "D", "M"), "build/content/scaffold.py", "build/new_module.py", "translate/core/limits.py"
    ]  # fmt: skip


def test_make_passes_answers_of_the_command_line_and_none_of_the_environment(checkout: Path) -> None:
    def asked(*words: str) -> str:
        return subprocess.run(
            ["make", "-n", "init", *words], cwd=ROOT, env=os.environ | {"NAME": "host"}, text=True,
            capture_output=True, check=True,
        ).stdout  # fmt: skip

    assert re.findall(r"--given (\w+)", asked("NAME_ZH=海", "YES=1")) == ["NAME_ZH", "YES"]
    assert re.findall(r"--given (\w+)", asked()) == []
