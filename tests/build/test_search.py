"""What the search index holds, and how the files of a site's search are written."""

import json
from pathlib import Path

import pytest

from build.content import issues, settings, static_pages
from build.content.images import Images
from build.content.model import CHINESE, ENGLISH, LANGUAGES, IssuePair, Language
from build.content.render import Renderer
from build.site import search
from build.site.search import SearchEntry
from tests.newsletter import NEWSLETTER
from translate.language.glossary import Glossary, Term

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pairs() -> tuple[IssuePair, ...]:
    return issues.load(NEWSLETTER)[0]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_issue_comes_right_before_its_items(pairs: tuple[IssuePair, ...], language: Language) -> None:
    locations = [entry.location for entry in search.entries(pairs, language)]
    expected = []
    for pair in pairs:
        issue = pair.shown_to(language)
        uri = f"{issue.edition.slug}/{issue.slug}/"
        expected += [uri, *(f"{uri}#{item.anchor}" for item in issue.items)]
    assert locations == expected


def test_an_issue_is_found_by_date_edition_and_topics_and_an_item_by_publisher(pairs: tuple[IssuePair, ...]) -> None:
    found = {entry.location: entry for entry in search.entries(pairs, CHINESE)}
    issue, item = found["healthcare/2025-12-01/"], found["healthcare/2025-12-01/#item-3"]
    assert issue.label_text == "小镇健康 · 2025年12月1日至7日"
    assert "2025-12-01" in issue.keywords_text
    assert "人工智能" in issue.keywords_text
    assert item.keywords_text == "港务处 · 海湾公报"
    assert "（[" not in item.body_text


def test_the_glossary_lets_readers_type_the_other_language(pairs: tuple[IssuePair, ...]) -> None:
    terms = Glossary(
        [Term("artificial intelligence", "人工智能"), Term("AI", "人工智能"), Term("cord blood", "脐带血")]
    )
    chinese = {entry.location: entry for entry in search.entries(pairs, CHINESE, (), terms)}
    english = {entry.location: entry for entry in search.entries(pairs, ENGLISH, (), terms)}
    assert chinese["healthcare/2025-12-01/#item-3"].keywords_text.endswith("· artificial intelligence · AI")
    assert english["healthcare/2025-12-01/#item-5"].keywords_text.endswith("· 脐带血")
    assert "AI" not in chinese["healthcare/2025-12-01/#item-5"].keywords_text


def test_an_untranslated_issue_is_found_in_the_words_of_its_original(pairs: tuple[IssuePair, ...]) -> None:
    alone = [pair for pair in pairs if len(pair.issues) == 1]
    assert alone
    titles = {entry.title_text for entry in search.entries(alone, CHINESE)}
    assert titles == {entry.title_text for entry in search.entries(alone, ENGLISH)}


def test_standing_pages_are_found_as_plain_text() -> None:
    pages, _ = static_pages.load(NEWSLETTER, Renderer(settings.load(NEWSLETTER)), Images({}), {})
    found = {entry.location: entry for entry in search.entries((), CHINESE, pages)}
    assert found["about/"].title_text == "关于灯湾快报"
    assert "<" not in found["about/"].body_text
    assert "中英双语" in found["about/"].body_text


def test_the_index_is_utf_8_without_anything_empty(tmp_path: Path) -> None:
    search.write([SearchEntry("about/", "关于")], tmp_path)
    assert (tmp_path / "search/entries.json").read_bytes() == (
        '{"variants":"","docs":[{"location":"about/","title":"关于"}]}'.encode()
    )


def test_material_finds_an_empty_index_and_a_disk_the_whole_one(tmp_path: Path) -> None:
    search.write([SearchEntry("a/", "一"), SearchEntry("a/#item-1", "二\u2028")], tmp_path)
    assert json.loads((tmp_path / "search/search_index.json").read_text("utf-8"))["docs"] == []
    script = (tmp_path / "search/search_index.js").read_text("utf-8")
    assert "\u2028" not in script
    index = json.loads(script.removeprefix("var __index = "))
    assert [doc["location"] for doc in index["docs"]] == ["a/index.html", "a/index.html#item-1"]
    assert "體体" in index["config"]["variants"]


def test_traditional_characters_of_the_texts_travel_with_them(tmp_path: Path) -> None:
    search.write([SearchEntry("a/", "《醫學》乾隆")], tmp_path)
    index = json.loads((tmp_path / "search/entries.json").read_text("utf-8"))
    pairs = {index["variants"][at : at + 2] for at in range(0, len(index["variants"]), 2)}
    assert pairs == {"醫医", "學学", "乾干"}


def test_simplified_characters_stay_themselves(tmp_path: Path) -> None:
    """The table would otherwise find other words than the reader typed."""
    search.write([], tmp_path)
    table = (tmp_path / "search/variants.txt").read_text("utf-8")
    simplified = "医药卫生健康创新研发临床试验上海北京联影器械审批国务院发展改革"
    assert not set(table[::2]) & set(simplified)


def test_a_second_write_touches_nothing(tmp_path: Path) -> None:
    entries = [SearchEntry("about/", "关于")]
    search.write(entries, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    search.write(entries, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == before
