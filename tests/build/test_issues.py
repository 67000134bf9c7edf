"""Content files become issues, or problems that say where and what."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from build.content import issues
from build.content.model import CHINESE, ENGLISH
from tests.build.conftest import BODY, Project
from tests.newsletter import NEWSLETTER

EN = "healthcare/2025-12-01.en.md"
ZH = "healthcare/2025-12-01.zh-Hans.md"
TRANSLATION = "translation: {from: en}\n"


def said(project: Project) -> list[str]:
    return [str(problem) for problem in issues.load(project.root)[1]]


def test_a_whole_newsletter_has_no_problem() -> None:
    pairs, problems = issues.load(NEWSLETTER)
    assert problems == ()
    assert [pair.original.start for pair in pairs] == sorted((pair.original.start for pair in pairs), reverse=True)
    by_slug = {pair.original.slug: pair for pair in pairs}
    assert [len(issue.items) for issue in by_slug["2025-12-01"].issues] == [5, 5]
    assert by_slug["2025-12-01"].original.language is ENGLISH
    assert by_slug["2025-09-15"].original.language is CHINESE
    assert by_slug["2024-03-04"].in_(CHINESE) is None


def test_an_issue_is_read_whole(project: Project) -> None:
    project.issue(
        more="sources:\n  https://www.chinadaily.com.cn/a/1: {title: Headline, date: 2025-12-02, language: en}\n",
        body=(
            "Before the first.\n\n## First *item*\n\nText of one. ([China Daily](https://www.chinadaily.com.cn/a/1); "
            "[Blog](https://blog.example.org/x))\n\n## Second\n\nText.\n\n（[中国日报](https://www.chinadaily.com.cn/a/1)）\n"
        ),
    )
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    issue = pair.original
    assert (issue.start, issue.end) == (date(2025, 12, 1), date(2025, 12, 7))
    assert issue.intro_html == "<p>Before the first.</p>"
    first, second = issue.items
    assert (first.title_text, first.title_html) == ("First item", "First <em>item</em>")
    assert (first.body_html, first.body_text) == ("<p>Text of one.</p>", "Text of one.")
    assert (first.sources, second.sources) == ((1, 2), (1,))
    assert (second.body_html, second.anchor) == ("<p>Text.</p>", "item-2")
    daily, blog = issue.sources
    assert (daily.publisher, daily.names.zh, daily.items) == ("China Daily", "中国日报", (1, 2))
    assert (daily.title, daily.published) == ("Headline", date(2025, 12, 2))
    assert blog.publisher == "blog.example.org"


@pytest.mark.parametrize(
    ("cited", "numbers"),
    [
        (["b a"], [(1, 2)]),
        (["a b", "b a"], [(1, 2), (2, 1)]),
        (["c", "b a", "a c b"], [(1,), (2, 3), (3, 1, 2)]),
        (["a", "b a b"], [(1,), (2, 1)]),
    ],
)
def test_an_item_keeps_its_sources_in_the_order_in_which_it_cites_them(
    project: Project, cited: list[str], numbers: list[tuple[int, ...]]
) -> None:
    links = ["; ".join(f"[{name}](https://{name}.example/)" for name in names.split()) for names in cited]
    project.issue(body="\n".join(f"## Item\n\nText. ({link})\n" for link in links))
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    assert [item.sources for item in pair.original.items] == numbers


@pytest.mark.parametrize(
    ("text", "citations", "rest"),
    [
        ("Text ([A](https://a.example)).", 1, "<p>Text</p>"),
        ("Text。（[A](https://a.example)；[B](https://b.example)）", 2, "<p>Text。</p>"),
        ("Text ([A](https://a.example) ; [B](https://b.example) )", 2, "<p>Text</p>"),
        ("See [A](https://a.example) for more.", 0, None),
        ("Text ([A](https://a.example) says so).", 0, None),
        ("([A](https://a.example)) begins the text.", 0, None),
        ("Text ([A](https://a.example)).\n\nMore text.", 0, None),
        ("Inside ([A](https://a.example)) and at the end. ([B](https://b.example))", 1, None),
    ],
)
def test_only_the_parenthesis_of_links_that_ends_an_item_names_sources(
    project: Project, text: str, citations: int, rest: str | None
) -> None:
    project.issue(body=f"## One\n\n{text}\n")
    pairs, problems = issues.load(project.root)
    if citations:
        assert len(pairs[0].original.items[0].sources) == citations
        if rest:
            assert pairs[0].original.items[0].body_html == rest
    else:
        assert "names no source" in str(problems[0])


def one(**changes: str) -> Callable[[Project], object]:
    return lambda project: project.issue(**changes)


def raw(text: str | bytes, name: str = EN) -> Callable[[Project], object]:
    return lambda project: project.write(name, text)


# What is wrong, how a project gets it, place, and words of the message that name what was found and what to do.
BAD = {
    "invalid YAML": (raw("---\ntitle: [x\n---\n\ntext"), f"{EN}:3:1:", "invalid YAML"),
    "two colons": (one(title="Health: a plan"), f"{EN}:2:14:", "quotes"),
    "tab in YAML": (raw("---\ntitle: x\n\tedition: y\n---\n"), f"{EN}:3:1:", "invalid YAML"),
    "no front matter": (raw("## Item\n\ntext"), f"{EN}:1:1:", "front matter is missing"),
    "endless front matter": (raw("---\ntitle: x\n"), f"{EN}:1:1:", "no end"),
    "front matter that is a list": (raw("---\n- a\n---\ntext"), f"{EN}:2:1:", "no fields"),
    "missing field": (raw("---\ntitle: x\n---\n## a\n"), f"{EN}:2:1:", "`published` is missing"),
    "unknown field": (one(more="sumary: x\n"), f"{EN}:8:1:", "Did you mean `summary`?"),
    "field twice": (one(more="title: again\n"), f"{EN}:8:1:", "stands twice, first in line 2"),
    "empty title": (one(title='""'), f"{EN}:2:1:", "`title` is empty"),
    "title that is a number": (one(title="2025"), f"{EN}:2:1:", '`title` is "2025"'),
    "date that is none": (one(published="March 3"), f"{EN}:5:1:", '"March 3"; expected YYYY-MM-DD'),
    "date not in the calendar": (one(published="2025-02-30"), f"{EN}:5:1:", '"2025-02-30"; expected YYYY-MM-DD'),
    "period backwards": (one(end="2025-11-30"), f"{EN}:4:29:", "is before `start` 2025-12-01"),
    "published early": (one(published="2025-12-03"), f"{EN}:5:1:", "before the period ends"),
    "file name and period": (one(start="2025-12-02"), f"{EN}:4:1:", "called `2025-12-01.en.md`"),
    "file name": (raw("---\ntitle: x\n---\n", "healthcare/first.md"), "healthcare/first.md:1:1:", "Rename it"),
    "unknown language": (one(name="healthcare/2025-12-01.fr.md"), "2025-12-01.fr.md:1:1:", "2025-12-01.en.md"),
    "folder": (one(name="other/2025-12-01.en.md"), "other/2025-12-01.en.md:3:1:", "the folder is `other`"),
    "no item": (one(body="Just text."), f"{EN}:10:1:", "no item"),
    "item without a source": (one(body="## One\n\nText.\n"), f"{EN}:10:1:", "“One” names no source"),
    "placeholder link": (one(body="## One\n\nText. ([China Daily](#))\n"), f"{EN}:12:22:", "`#` is a placeholder"),
    "script as source": (one(body="## One\n\nText. ([X](javascript:x))\n"), f"{EN}:12:12:", "scheme `javascript`"),
    "no host": (one(body="## One\n\nText. ([X](https:///x))\n"), f"{EN}:12:12:", "names no host"),
    "placeholder in the text": (one(body=f"## One\n\nSee [this](#).\n\n{BODY[10:]}"), f"{EN}:12:12:", "a link to `#`"),
    "image elsewhere": (
        one(body="## Two\n\n![x](https://e.example/x.png) ([C](https://c.example))"), f"{EN}:12:6:", "lies elsewhere",
    ),
    "image missing": (
        one(body="## Two\n\n![x](../../images/no.png) y ([C](https://c.example))"), f"{EN}:12:6:", "does not exist",
    ),
    "link to nowhere": (
        one(body="## Two\n\n[x](2024-01-01.en.md) y ([C](https://c.example))"), f"{EN}:12:5:", "does not exist",
    ),
    "first-level heading": (one(body=f"# Title\n\n{BODY}"), f"{EN}:10:", "first-level heading"),
    "source described, not cited": (one(more="sources:\n  https://x.example/: {}\n"), f"{EN}:9:3:", "no item cites"),
    "bad date of a source": (
        one(more="sources:\n  https://www.chinadaily.com.cn/a/1: {date: soon}\n"), f"{EN}:9:39:", "expected YYYY-MM-DD",
    ),
    "included file": (one(body=f'{BODY}\n--8<-- "mkdocs.yml"\n'), f"{EN}:14:9:", "'mkdocs.yml' could not be found"),
    "included from above": (one(body=f'{BODY}\n--8<-- "../topics.yml"\n'), f"{EN}:14:9:", "could not be found"),
    "not UTF-8": (raw("---\ntitle: caf\xe9\n---\n".encode("latin-1")), f"{EN}:2:11:", "0xe9 is not UTF-8"),
    "control character": (one(body=BODY + "\x02"), f"{EN}:13:1:", "hidden character U+0002"),
    "control character in YAML": (one(title='"a\\x02b"'), f"{EN}:2:8:", "hidden character U+0002 by an escape"),
    "directional override": (one(title="a\u202eb"), f"{EN}:2:9:", "hidden character U+202E"),
    "UTF-16": (raw("---\ntitle: x\n---\n".encode("utf-16")), f"{EN}:1:1:", "not UTF-8"),
    "translation of nothing": (one(name=ZH, more=TRANSLATION), f"{ZH}:8:1:", "without its original"),
    "translation of itself": (one(more=TRANSLATION), f"{EN}:8:15:", "`from` is en; expected zh-Hans"),
    "reviewed by nobody": (
        one(name=ZH, more=TRANSLATION.replace("}", ", on: 2025-12-08}")), f"{ZH}:8:25:", "`by` and `on` stand together",
    ),
    "record of an earlier release": (
        one(name=ZH, more="translation:\n  from: en\n  engine: editors\n"), f"{ZH}:8:1:", "scripts.migrate_records",
    ),
    "name that no record can hold": (
        one(name=ZH, more="translation: {from: en, by: 'Li: Na', on: 2025-12-08}\n"), f"{ZH}:8:25:", "a sign of YAML",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_clear_answer_with_its_place(project: Project, case: str) -> None:
    make, place, words = BAD[case]
    make(project)
    found = said(project)
    assert found, "no problem was reported"
    assert any(place in line and words in line for line in found), "\n".join(found)
    for line in found:
        assert line.startswith("content/issues/")
        assert "Traceback" not in line


def test_an_unknown_topic_lists_the_known_ones(project: Project) -> None:
    path = project.issue()
    path.write_text(path.read_text().replace("[hospitals]", "[hospital]"))
    (line,) = said(project)
    assert line.startswith(f"content/issues/{EN}:7:1: topic `hospital` is unknown; expected one of")
    assert "hospitals" in line


def test_two_originals_of_one_issue(project: Project) -> None:
    project.issue()
    project.issue(ZH)
    (line,) = said(project)
    assert line.startswith(f"content/issues/{ZH}:1:1: the issue exists already as original")


def test_two_languages_that_tell_different_stories(project: Project) -> None:
    project.issue(body=BODY + "\n" + BODY.replace("First", "Second"))
    project.issue(ZH, more=TRANSLATION, published="2025-12-09", body=BODY.replace("a/1", "a/2"))
    found = said(project)
    assert any("`published` is 2025-12-09" in line for line in found)
    assert any("1 items, 2025-12-01.en.md has 2" in line for line in found)
    project.issue()
    project.issue(ZH, more=TRANSLATION, body=BODY.replace("a/1", "a/2"))
    (line,) = said(project)
    assert "item 1 cites https://www.chinadaily.com.cn/a/2" in line


def test_two_languages_that_cite_in_another_order(project: Project) -> None:
    one, two = "[A](https://a.example/)", "[B](https://b.example/)"
    project.issue(body=f"## One\n\nText. ({one}; {two})\n")
    project.issue(ZH, more=TRANSLATION, body=f"## 一\n\n文字。（{two}；{one}）\n")
    (line,) = said(project)
    assert (
        "item 1 cites https://b.example/, https://a.example/, in 2025-12-01.en.md it cites "
        "https://a.example/, https://b.example/; expected the same addresses in the same order" in line
    )
    project.issue(ZH, more=TRANSLATION, body=f"## 一\n\n文字。（{one}；{two}）\n")
    assert said(project) == []


@pytest.mark.parametrize(("start", "overlaps"), [("2025-12-05", True), ("2025-12-07", True), ("2025-12-08", False)])
def test_periods_that_share_a_day_overlap(project: Project, start: str, overlaps: bool) -> None:
    project.issue()
    project.issue(f"healthcare/{start}.en.md", start=start, end="2025-12-14", published="2025-12-15")
    expected = f"{start}.en.md:1:1: the period starts on {start}, but 2025-12-01.en.md lasts until 2025-12-07; "
    assert [expected in line for line in said(project)] == [True] * overlaps


def test_all_problems_come_in_one_run_sorted_by_place(project: Project) -> None:
    project.issue(published="soon", body="## One\n\nText.\n")
    project.issue("healthcare/2025-12-08.en.md", start="2025-12-08", end="2025-12-01", more="x: 1\ny: 2\n")
    found = said(project)
    assert len(found) >= 4
    assert found == sorted(found, key=lambda line: (line.split(":")[0], int(line.split(":")[1])))


def test_a_vocabulary_that_lacks_a_name(project: Project) -> None:
    project.issue()
    Path(project.root / "content/topics.yml").write_text("hospitals: {en: Hospitals}\n")
    found = said(project)
    assert found[-1].startswith("content/topics.yml:1:1: `hospitals` lacks a name") or any(
        line.startswith("content/topics.yml:1:1: `hospitals` lacks a name") for line in found
    )


def test_byte_order_mark_and_windows_line_ends_are_no_problem(project: Project) -> None:
    path = project.issue()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert said(project) == []


def test_a_passage_left_untranslated_names_its_language(project: Project) -> None:
    project.issue(body=BODY + "\n" + BODY.replace("First", "Second"))
    body = f"## 第一\n\n〔未译〕{BODY[10:]}\n## 第二\n\n译文。（[中国日报](https://www.chinadaily.com.cn/a/1)）\n"
    project.issue("healthcare/2025-12-01.zh-Hans.md", more=TRANSLATION, body=body)
    (pair,), problems = issues.load(project.root)
    assert problems == ()
    first, second = pair.issues[1].items
    assert first.body_html == '<p lang="en">〔未译〕One sentence. Two sentences.</p>'
    assert second.body_html == "<p>译文。</p>"
