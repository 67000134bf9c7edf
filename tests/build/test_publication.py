"""Of a machine's text readers get what the publisher chose; the rest stands in the original's language, marked.

The issue below is a machine's; its second item holds one error that the guards see, in every kind of block.
"""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import feedparser
import lxml.etree
import lxml.html
import pytest

from build.content import issues, newsletter, settings, wording
from build.content.model import CHINESE, ENGLISH, Issue, IssuePair
from build.content.newsletter import Newsletter
from build.editions import epub, mail, pdf_data, store
from build.editions.pdf_data import PdfContent
from build.site import feeds, pages, search
from build.site.pages import PageContext
from tests.build.conftest import Project

MACHINE, REVIEWED, PERSON = "machine argos en-zh 1.9", "reviewed Li Na 2025-12-09", "person"
ZH = "healthcare/2025-12-01.zh-Hans.md"
SOURCE = "([China Daily](https://www.chinadaily.com.cn/a/{}))"
TARGET = "（[中国日报](https://www.chinadaily.com.cn/a/{})）"
ENGLISH_BODY = f"""## A clinic opens

The clinic has 12 beds. {SOURCE.format(1)}

## It has 30 nurses

- The clinic has 40 doctors.
- The clinic is open.

| Beds are here | It has 50 beds |
|---|---|
| Old | New |

The clinic cost 60 yuan. {SOURCE.format(2)}
"""
CHINESE_BODY = f"""## 诊所开业

诊所有12张床位。{TARGET.format(1)}

## 它有31名护士

- 诊所有41名医生。
- 诊所正在开放。

| 床位在这里 | 它有51张床位 |
|---|---|
| 旧 | 新 |

诊所花费61元。{TARGET.format(2)}
"""
ALL_WRONG = ["title", "summary", "heading", "item", "cell", "text"]
SEGMENTS = {"title": 0, "summary": 1, "heading": 4, "item": 5, "cell": 8, "text": 11}
"""Places of the passages with an error, in the order of the record."""
SHOWN = {
    "title": ("诊所有21名员工", "The clinic has 20 staff"),
    "summary": ("它花费71元。", "It cost 70 yuan."),
    "heading": ("它有31名护士", "It has 30 nurses"),
    "item": ("诊所有41名医生。", "The clinic has 40 doctors."),
    "cell": ("它有51张床位", "It has 50 beds"),
    "text": ("诊所花费61元。", "The clinic cost 60 yuan."),
}
"""Passages with a number that is not the original's, and the original's."""


def written(project: Project, publish: str, other: dict[int, str] | None = None, state: str = MACHINE) -> Path:
    path = project.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  twofold:\n", f"  twofold:\n    translation: {{publish: {publish}}}\n", 1), encoding="utf-8"
    )
    project.issue(title=SHOWN["title"][1], summary=SHOWN["summary"][1], body=ENGLISH_BODY)
    made = project.issue(
        ZH, title=SHOWN["title"][0], summary=SHOWN["summary"][0], body=CHINESE_BODY, more="translation: {from: en}\n"
    )
    project.record(state, other=other)
    return made


def loaded(project: Project) -> IssuePair:
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    return pair


def texts(issue: Issue) -> dict[str, str]:
    """What readers see of each kind of passage."""
    second = issue.items[1]
    body = lxml.html.fragment_fromstring(second.body_html, create_parent="div")
    return {
        "title": issue.title,
        "summary": issue.summary,
        "heading": second.title_text,
        "item": body.findall(".//li")[0].text_content(),
        "cell": body.findall(".//th")[1].text_content(),
        "text": body.findall("./p")[-1].text_content(),
    }


def expected(*withheld: str) -> dict[str, str]:
    return {name: f"〔未译〕{ours}" if name in withheld else theirs for name, (theirs, ours) in SHOWN.items()}


@pytest.mark.parametrize(
    ("publish", "other", "withheld", "status", "untranslated"),
    [
        ("all", {}, [], "machine", 0),
        ("checked", {}, ALL_WRONG, "machine", 6),
        ("checked", {4: REVIEWED, 11: PERSON}, ["title", "summary", "item", "cell"], "machine", 4),
        ("reviewed", {3: REVIEWED}, ALL_WRONG, "reviewed", 11),
        ("reviewed", {4: REVIEWED, 5: PERSON}, ["title", "summary", "cell", "text"], "reviewed", 10),
    ],
)
def test_what_is_not_published_stands_in_the_originals_language(
    project: Project, publish: str, other: dict[int, str], withheld: list[str], status: str, untranslated: int
) -> None:
    made = written(project, publish, other)
    before = made.read_bytes()
    issue = loaded(project).issues[1]
    assert texts(issue) == expected(*withheld)
    known = issue.translation
    assert known is not None
    assert (known.status, known.untranslated, len(known.statuses)) == (status, untranslated, 12)
    assert made.read_bytes() == before


@pytest.mark.parametrize(("publish", "is_shown"), [("all", True), ("checked", False), ("reviewed", False)])
def test_a_machines_passage_whose_original_is_gone_is_not_published(
    project: Project, publish: str, is_shown: bool
) -> None:
    written(project, publish, {3: REVIEWED})
    original = project.root / loaded(project).original.path
    text = original.read_text(encoding="utf-8")
    assert text.count(SHOWN["text"][1]) == 1
    original.write_text(text.replace(SHOWN["text"][1], ""), encoding="utf-8")
    assert (SHOWN["text"][0] in texts(loaded(project).issues[1])["text"]) is is_shown


def test_what_a_guard_does_not_refuse_is_published_as_checked(project: Project) -> None:
    written(project, "checked")
    first, second = loaded(project).issues[1].items
    assert (first.title_text, first.body_text) == ("诊所开业", "诊所有12张床位。")
    assert "诊所正在开放。" in second.body_text


def test_checked_is_what_a_newsletter_without_a_choice_has(project: Project) -> None:
    written(project, "all")
    path = project.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    translation: {publish: all}\n", ""), encoding="utf-8")
    assert texts(loaded(project).issues[1]) == expected(*ALL_WRONG)


def test_an_edit_after_the_machine_is_never_held_back(project: Project) -> None:
    made = written(project, "reviewed")
    made.write_text(made.read_text(encoding="utf-8").replace("花费61元", "花费62元"), encoding="utf-8")
    assert texts(loaded(project).issues[1])["text"] == "诊所花费62元。"


@pytest.mark.parametrize(
    ("publish", "other", "sentences"),
    [
        ("all", {}, ["本期由机器自英文翻译，未经编辑审校。"]),
        ("checked", {}, ["本期由机器自英文翻译，未经编辑审校。", "6处保留英文原文，标有〔未译〕。"]),
        ("reviewed", {3: REVIEWED}, ["译自英文，Li Na于2025年12月9日审校。", "11处保留英文原文，标有〔未译〕。"]),
    ],
)
def test_readers_are_told_how_much_is_left(
    project: Project, publish: str, other: dict[int, str], sentences: list[str]
) -> None:
    written(project, publish, other)
    assert wording.provenance(loaded(project).issues[1], settings.load(project.root)) == sentences


def test_a_translation_of_which_nothing_is_published_is_none(project: Project) -> None:
    """Else its readers would be told that contributors translated it."""
    written(project, "reviewed")
    pair = loaded(project)
    assert pair.in_(CHINESE) is None
    assert pair.shown_to(CHINESE) is pair.original


@pytest.mark.parametrize("value", ["everything", "true", "[all]", "Checked"])
def test_a_choice_that_there_is_not(project: Project, value: str) -> None:
    written(project, value)
    line = 1 + (project.root / "mkdocs.yml").read_text(encoding="utf-8").split("\n").index(
        f"    translation: {{publish: {value}}}"
    )
    with pytest.raises(settings.SettingsError, match=rf"^mkdocs\.yml:{line}:19: `publish` is .*reviewed, checked, all"):
        settings.load(project.root)


def test_sources_are_in_the_readers_language_even_where_the_sentence_is_not(project: Project) -> None:
    written(project, "reviewed", {3: REVIEWED})
    issue = loaded(project).issues[1]
    assert [source.publisher for source in issue.sources] == ["中国日报", "中国日报"]
    assert [item.sources for item in issue.items] == [(1,), (2,)]
    assert issue.items[1].body_text.endswith("〔未译〕The clinic cost 60 yuan.")


def read(project: Project) -> Newsletter:
    found, problems = newsletter.read(project.root, date(2026, 1, 1))
    assert problems == ()
    return found


def page_of(found: Newsletter, name: str) -> lxml.html.HtmlElement:
    press = PageContext(found.settings, CHINESE, found.pairs, found.static_pages, {})
    return lxml.html.fragment_fromstring(pages.stage(press)[name].split("\n---\n")[1], create_parent="div")


LEFT = {name: f"〔未译〕{ours}" for name, (_, ours) in SHOWN.items()}


def test_a_page_names_the_language_of_what_is_left(project: Project) -> None:
    written(project, "checked")
    found = read(project)
    page = page_of(found, "healthcare/2025-12-01.md")
    marked = {" ".join(element.text_content().split()) for element in page.iter() if element.get("lang") == "en"}
    assert set(LEFT.values()) <= marked
    assert not any(element.get("lang") for element in page.iter("h2") if "诊所开业" in element.text_content())
    home = page_of(found, "index.md")
    assert {element.text_content() for element in home.iter() if element.get("lang") == "en"} == {
        LEFT["title"], LEFT["summary"], LEFT["heading"],
    }  # fmt: skip
    archive = page_of(found, "archive.md")
    assert {element.text_content() for element in archive.iter() if element.get("lang") == "en"} == {
        LEFT["title"], LEFT["summary"],
    }  # fmt: skip


def flat(value: object) -> str:
    """All runs of text in nested data, in order."""
    if isinstance(value, dict):
        return flat(value["s"]) if "s" in value else "".join(map(flat, value.values()))
    if isinstance(value, list | tuple):
        return "".join(map(flat, value))
    return value if isinstance(value, str) else ""


def words(element: "lxml.html.HtmlElement") -> str:
    return str(element.xpath("string()"))


def outputs(found: Newsletter, root: Path) -> dict[str, str]:
    """Return the Chinese text of the one issue in every output."""
    (entry,) = feedparser.parse(feeds.feed(found.pairs, CHINESE, found.settings), sanitize_html=False).entries
    entries = search.entries(found.pairs, CHINESE)
    made = {
        kind: next(one for one in store.artifacts(kind, found.pairs) if one.languages == (CHINESE,))
        for kind in ("mail", "epub")
    }
    book, problems = epub.make(made["epub"], root, found.settings)
    assert problems == ()
    mails = mail.make(made["mail"], found.settings)
    data = pdf_data.data(PdfContent(found.pairs, (CHINESE,)), found.settings, lambda issue, _: issue.slug)
    return {
        "page": words(page_of(found, "healthcare/2025-12-01.md")),
        "feed": f"{entry.title} {entry.summary} {words(lxml.html.fromstring(entry.content[0].value))}",
        "search": " ".join(f"{one.title_text} {one.label_text} {one.body_text}" for one in entries),
        "mail": words(lxml.html.document_fromstring(mails["html"].decode())),
        "mail as text": mails["txt"].decode(),
        "book": words(lxml.html.document_fromstring(ZipFile(BytesIO(book)).read("EPUB/2025-12-01.xhtml"))),
        "print": flat(data),
    }


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed needs one."""
    monkeypatch.setenv("SITE_URL", "https://news.example/")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(("publish", "withheld"), [("all", []), ("checked", ALL_WRONG)])
def test_every_output_has_the_same_text_and_says_that_a_machine_made_it(
    project: Project, publish: str, withheld: list[str]
) -> None:
    written(project, publish)
    for name, text in outputs(read(project), project.root).items():
        shown = squeezed(text)
        for kind, passage in expected(*withheld).items():
            assert squeezed(passage) in shown, (name, kind)
        for kind in withheld:
            assert squeezed(SHOWN[kind][0]) not in shown, (name, kind)
        assert ("机器翻译" if name == "search" else "由机器自英文翻译") in shown, name


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(("state", "labelled"), [(MACHINE, True), (REVIEWED, False)])
def test_lists_say_what_a_machine_translated(project: Project, state: str, labelled: bool) -> None:
    written(project, "all", state=state)
    found = read(project)
    for name in ("index.md", "archive.md", "topics.md", "healthcare/index.md"):
        labels = [element.text_content() for element in page_of(found, name).find_class("tf-card__machine")]
        assert labels == ["机器翻译"] * labelled, name
    (entry,) = feedparser.parse(feeds.feed(found.pairs, CHINESE, found.settings)).entries
    assert entry.title.endswith(" · 机器翻译") is labelled
    assert [one.label_text.endswith("机器翻译") for one in search.entries(found.pairs, CHINESE)] == [labelled] * 3
    for language in (ENGLISH,):
        assert "Machine translation" not in "".join(one.label_text for one in search.entries(found.pairs, language))


def test_an_item_that_an_editor_read_is_not_labelled_in_search(project: Project) -> None:
    written(project, "all", {2: REVIEWED, 3: REVIEWED})
    labels = [one.label_text.rpartition("· ")[2] for one in search.entries(read(project).pairs, CHINESE)]
    assert labels == ["机器翻译", "", "机器翻译"]


@pytest.mark.usefixtures("address")
def test_a_feed_names_the_language_of_what_is_left(project: Project) -> None:
    written(project, "checked")
    found = read(project)
    feed = lxml.etree.fromstring(feeds.feed(found.pairs, CHINESE, found.settings))
    named = [
        lxml.etree.QName(element).localname
        for element in feed.iter()
        if element.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    ]
    assert named == ["title", "summary"]


ENGLISH_PAGE = """\
---
title: Visit us
summary: We have 5 rooms.
---

## Rooms

We have 5 rooms.

## It has 7 doors

Come.
"""
CHINESE_PAGE = """\
---
title: 来访
summary: 我们有5个房间。
translation: {from: en}
---

## 房间

我们有6个房间。

## 它有8扇门

请来。
"""


def page_written(project: Project, publish: str, state: str) -> Path:
    written(project, publish)
    folder = project.root / "content/pages"
    (folder / "visit.en.md").write_text(ENGLISH_PAGE, encoding="utf-8")
    path = folder / "visit.zh-Hans.md"
    path.write_text(CHINESE_PAGE, encoding="utf-8")
    project.record(state, "../pages/visit.en.md", "../pages/visit.zh-Hans.md")
    return path


@pytest.mark.parametrize(
    ("publish", "state", "notice", "left"),
    [
        ("all", MACHINE, "本页由机器自英文翻译，未经编辑审校。阅读英文原文", []),
        (
            "checked",
            MACHINE,
            "本页由机器自英文翻译，未经编辑审校。2处保留英文原文，标有〔未译〕。阅读英文原文",
            ["〔未译〕We have 5 rooms.", "〔未译〕It has 7 doors"],
        ),
        ("reviewed", MACHINE, "本页尚无中文版，以下为英文原文。", None),
        ("reviewed", REVIEWED, "译自英文，Li Na于2025年12月9日审校。阅读英文原文", []),
    ],
)
def test_a_page_of_its_own_is_told_of_and_held_back_like_an_issue(
    project: Project, publish: str, state: str, notice: str, left: list[str] | None
) -> None:
    path = page_written(project, publish, state)
    before = path.read_bytes()
    page = page_of(read(project), "visit.md")
    (aside,) = page.find_class("tf-notice")
    assert squeezed(aside.text_content()) == squeezed(notice)
    if left is not None:
        marked = [element.text_content() for element in page.iter("p", "h2", "h1") if element.get("lang") == "en"]
        assert sorted(marked) == sorted(left)
        assert ("我们有6个房间。" in page.text_content()) is not bool(left)
    assert path.read_bytes() == before


def test_an_original_page_has_no_notice(project: Project) -> None:
    page_written(project, "all", MACHINE)
    found = read(project)
    press = PageContext(found.settings, ENGLISH, found.pairs, found.static_pages, {})
    html = pages.stage(press)["visit.md"].split("\n---\n")[1]
    assert lxml.html.fragment_fromstring(html, create_parent="div").find_class("tf-notice") == []


def test_mails_and_books_name_the_language_of_what_is_left(project: Project) -> None:
    written(project, "checked")
    found = read(project)
    made = [
        next(one for one in store.artifacts(kind, found.pairs) if one.languages == (CHINESE,))
        for kind in ("mail", "epub")
    ]
    book, _ = epub.make(made[1], project.root, found.settings)
    for html in (mail.make(made[0], found.settings)["html"], ZipFile(BytesIO(book)).read("EPUB/2025-12-01.xhtml")):
        root = lxml.html.document_fromstring(html)
        texts = {squeezed(words(element)) for element in root.iter("h1", "h2", "p") if element.get("lang") == "en"}
        assert texts >= {squeezed(LEFT["title"]), squeezed(LEFT["summary"]), "2" + squeezed(LEFT["heading"])}
        assert "1诊所开业" not in texts
    data = pdf_data.data(PdfContent(found.pairs, (CHINESE,)), found.settings, lambda issue, _: issue.slug)
    (part,) = data["issues"][0]["parts"]
    for nodes in (part["title"], part["summary"], part["items"][1]["title"]):
        spoken = {node["s"]: node.get("lang", part["lang"]) for node in nodes}
        assert {language for said, language in spoken.items() if "The" in said or "It" in said} == {"en"}, nodes
        assert spoken["〔未译〕"] == "zh-Hans"
