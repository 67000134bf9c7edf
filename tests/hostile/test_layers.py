"""Two walls, each alone: the sanitiser without the policy, and the policy without the sanitiser.

Every payload of the corpus is opened in a browser. A last test takes both walls away and sees the scripts run: what
sees nothing there would see nothing elsewhere.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, expect

from build.content import settings
from tests.hostile import corpus
from tests.hostile.visit import reader
from tests.newsletter import NEWSLETTER

# One process builds the sites and has the browser.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]
LANGUAGES = [pytest.param("", id="en"), pytest.param("zh/", id="zh-Hans", marks=pytest.mark.slow)]
HARMLESS = "healthcare/2024-01-01/"
MARKED = "healthcare/2024-01-08/"
RESULT = {
    "a", "article", "details", "div", "h1", "h2", "input", "li", "mark", "nav", "ol", "p", "span", "summary", "svg",
    "path", "small", "del",
}  # fmt: skip
OTHERS = ("", "archive/", "topics/", "healthcare/")
"""Pages that list issues: they hold titles, summaries and headlines."""
QUERIES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onfocus='alert(1)' autofocus",
    "javascript:alert(1)",
    "{{ config }}",
    "${alert(1)} `alert(1)`",
    "&lt;img src=x onerror=alert(1)&gt;",
    "</mark><script>alert(1)</script>",
    ".*+?^${}()|[\\]\\\\ alert",
    "__proto__ constructor",
    "alert iframe srcdoc",
    "\u202ealert\u0000 onerror",
    "evil.example img",
)

FRAME, AUDIT = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("frame.js", "audit.js"))


@pytest.fixture(scope="module")
def made() -> corpus.Corpus:
    return corpus.newsletter(settings.load(NEWSLETTER))


def issues(sites: Path, prefix: str) -> list[str]:
    found = sorted(path.parent.name for path in (sites / "clean" / prefix / "healthcare").glob("*/index.html"))
    assert len(found) > 20
    return [f"{prefix}healthcare/{name}/" for name in found]


def test_the_corpus_is_large_and_all_of_it_is_on_pages(made: corpus.Corpus) -> None:
    payloads = corpus.payloads()
    assert len(payloads) >= 600
    assert len({(payload.place, payload.text) for payload in payloads}) == len(payloads)
    assert {payload.place for payload in payloads} == {*corpus._ITEMS, "title", "summary"}
    shown = {
        int(source.url.split("/")[3]) for pair in made.pairs for source in pair.original.sources if source.url[20:]
    }
    said = {text for pair in made.pairs for text in (pair.original.title, pair.original.summary)}
    for payload in payloads:
        assert payload.number in shown or payload.text in said or "--8<--" in payload.text.replace("-8<-", "--8<--")


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_sanitiser_alone_leaves_nothing_that_acts(chromium: Browser, sites: Path, server: str, prefix: str) -> None:
    faults: dict[str, Any] = {}
    with reader(chromium) as window:
        window.open(f"{server}removed/clean/{prefix}{HARMLESS}")
        expected = window.evaluate(FRAME)
        for uri in [*issues(sites, prefix), *(prefix + name for name in OTHERS)]:
            window.open(f"{server}removed/clean/{uri}")
            found = window.evaluate(AUDIT)
            if "healthcare/2" in uri and window.evaluate(FRAME) != expected:
                found.append("something outside the article is changed")
            if found:
                faults[uri] = found
        assert faults == {}
        assert window.seen.ran == window.seen.asked == window.seen.left_for == []


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_policy_alone_lets_nothing_run_load_or_be_sent(
    chromium: Browser, sites: Path, server: str, prefix: str
) -> None:
    with reader(chromium) as window:
        bases = {}
        for uri in [*issues(sites, prefix), *(prefix + name for name in OTHERS)]:
            address = f"{server}kept/raw/{uri}"
            window.open(address)
            window.submit_forms()
            bases[address] = window.evaluate("document.baseURI")
        assert window.seen.ran == window.seen.asked == []
        assert {address: base for address, base in bases.items() if base != address} == {}
        # No policy keeps a page from leading to another, and `meta refresh` does that: only the sanitiser helps there.
        refreshes = [payload.text for payload in corpus.payloads() if "refresh" in payload.text.lower()]
        for address in window.seen.left_for:
            target = address.removeprefix("https:").removeprefix("http:").rstrip("/")
            assert any(target in text for text in refreshes), address


def test_without_both_walls_scripts_run_and_other_hosts_are_asked(chromium: Browser, sites: Path, server: str) -> None:
    with reader(chromium) as window:
        moved = False
        pages = {uri: (sites / "raw" / uri / "index.html").read_text(encoding="utf-8") for uri in issues(sites, "")}
        some = [uri for place, (uri, html) in enumerate(pages.items()) if place % 2 or "evil.example/f1" in html]
        for uri in some:
            address = f"{server}removed/raw/{uri}"
            # The payloads may leave the page while it is looked at: that, too, is what the walls are for.
            with suppress(Error):
                window.open(address)
                moved = moved or window.evaluate("document.baseURI") != address
            window.submit_forms()
        assert moved
        seen = window.seen
        assert len(set(seen.ran)) > 60, seen.ran
        assert len(set(seen.asked)) > 30
        assert any("/f" in address for address in seen.left_for)


@pytest.mark.parametrize("layer", ["removed/clean", pytest.param("kept/raw", marks=pytest.mark.slow)])
def test_no_query_runs_anything(chromium: Browser, server: str, layer: str) -> None:
    with reader(chromium) as window:
        window.open(f"{server}{layer}/{HARMLESS}")
        status, field = window.page.locator(".md-search-result__meta"), window.page.locator(".md-search__input")
        counts = []
        for query in QUERIES:
            field.click()
            field.fill(query)
            expect(status).to_have_text(re.compile("matching document|No match"))
            counts.append(window.evaluate("document.querySelectorAll('.md-search-result__item').length"))
            found = window.evaluate(
                "[...document.querySelectorAll('.md-search-result *')].map(element => element.tagName.toLowerCase())"
            )
            assert set(found) <= RESULT, query
            field.fill("")
            expect(status).to_have_text("Type to start searching")
        assert any(counts)
        for query in QUERIES:
            window.open(f"{server}{layer}/{MARKED}?h={quote(query)}")
        assert window.seen.ran == window.seen.asked == window.seen.left_for == []
