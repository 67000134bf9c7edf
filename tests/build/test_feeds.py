"""The feeds, read back with a feed parser."""

from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from build.content import issues, settings
from build.content.model import CHINESE, ENGLISH, LANGUAGES, Language
from build.site import feeds
from tests.build.conftest import Project
from tests.build.editions.conftest import png
from tests.newsletter import NEWSLETTER


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_feed_holds_the_issues_of_its_language_in_full(language: Language) -> None:
    pairs, _ = issues.load(NEWSLETTER)
    configured = replace(settings.load(NEWSLETTER), site_url="https://news.example/brief/")
    read = feedparser.parse(feeds.feed(pairs, language, configured))
    assert not read.bozo
    assert (read.feed.title, read.feed.language) == (configured.name.in_(language), language.code)
    own = [issue for pair in pairs if (issue := pair.in_(language))]
    assert [entry.link for entry in read.entries] == [f"https://news.example/brief/{issue.uri()}" for issue in own]
    assert len({entry.id for entry in read.entries}) == len(own)
    for entry, issue in zip(read.entries, own, strict=True):
        assert entry.title.startswith(issue.title)
        assert entry.summary == issue.summary
        for item in issue.items:
            assert item.title_text in entry.content[0].value
        for source in issue.sources:
            assert source.url in entry.content[0].value.replace("&amp;", "&")
        assert [tag.label for tag in entry.tags] == [topic.name.in_(language) for topic in issue.topics]
    assert read.feed.updated == max(entry.updated for entry in read.entries)


@pytest.mark.parametrize(("site_url", "written"), [("https://news.example/", True), ("", False)])
def test_a_feed_is_written_where_the_site_has_an_address(tmp_path: Path, site_url: str, written: bool) -> None:
    pairs, _ = issues.load(NEWSLETTER)
    configured = replace(settings.load(NEWSLETTER), site_url=site_url)
    feeds.write(pairs, CHINESE, configured, tmp_path)
    data = feeds.feed(pairs, CHINESE, configured)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"feed.xml": data} if written else {})
    # Readers that are given the file without its HTTP header take the encoding from it.
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_texts_are_escaped_and_addresses_absolute(project: Project) -> None:
    (project.root / "content/images").mkdir()
    (project.root / "content/images/x.png").write_bytes(png())
    project.issue(
        title="'A & B <script>'",
        body="## One <b>&amp;</b>\n\n![x](../../images/x.png) [a](#item-1) ([D](https://chinadaily.com.cn/?a=1&b=2))\n",
    )
    pairs, problems = issues.load(project.root)
    assert problems == ()
    configured = replace(settings.load(project.root), site_url="https://news.example/")
    (entry,) = feedparser.parse(feeds.feed(pairs, ENGLISH, configured), sanitize_html=False).entries
    assert entry.title.startswith("A &amp; B &lt;script&gt;") or entry.title.startswith("A & B <script>")
    assert "<script" not in entry.content[0].value
    assert 'src="https://news.example/images/x.png"' in entry.content[0].value
    assert 'href="https://news.example/healthcare/2025-12-01/#item-1"' in entry.content[0].value
    assert 'href="https://chinadaily.com.cn/?a=1&amp;b=2"' in entry.content[0].value
    assert feedparser.parse(feeds.feed(pairs, CHINESE, configured)).entries == []


@pytest.mark.parametrize(
    ("reviewed", "updated"), [("2025-12-05", "2025-12-08"), ("2025-12-08", "2025-12-08"), ("2025-12-20", "2025-12-20")]
)
def test_a_later_review_updates_the_entry_and_the_feed_of_its_language_alone(
    project: Project, reviewed: str, updated: str
) -> None:
    project.issue()
    project.issue(
        "healthcare/2025-12-01.zh-Hans.md",
        more="translation: {from: en}\n",
    )
    project.record(f"reviewed Li {reviewed}")
    pairs, problems = issues.load(project.root)
    assert problems == ()
    configured = replace(settings.load(project.root), site_url="https://news.example/")
    for language, day in ((CHINESE, updated), (ENGLISH, "2025-12-08")):
        read = feedparser.parse(feeds.feed(pairs, language, configured))
        (entry,) = read.entries
        assert (entry.published, entry.updated) == ("2025-12-08T00:00:00Z", f"{day}T00:00:00Z")
        assert read.feed.updated == entry.updated
