"""What a browser opens is the host that we name a publisher by, for every address that passes."""

import pytest
from playwright.sync_api import BrowserContext

from build.content import settings
from build.content.addresses import link_fault, source_address
from build.content.body import parse
from build.content.render import Renderer
from tests.addresses import BAD, GOOD
from tests.build.test_addresses import mutants
from tests.newsletter import NEWSLETTER

HOSTS = """addresses => addresses.map(address => {
    try { return new URL(address, 'https://news.example/a/b/').hostname } catch { return null }
})"""
ANCHORS = "() => Array.from(document.querySelectorAll('a'), anchor => anchor.hostname)"
SPELLINGS = ("[X]({})", "[X](<{}>)", '<a href="{}">X</a>')
"""How an address may stand in Markdown."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(settings.load(NEWSLETTER))


def test_python_and_the_browser_read_every_address_of_the_tables_alike(context: BrowserContext) -> None:
    page = context.new_page()
    # Surrogates cannot be sent to the browser.
    tried = [*GOOD, *(text for text in BAD if text.isprintable()), *mutants(5_000, 7)]
    passed = [(text, address) for text in tried if (address := source_address(text)[0])]
    assert len(passed) > len(GOOD) + 500
    hosts = [address.host for _, address in passed]
    assert page.evaluate(HOSTS, [text for text, _ in passed]) == hosts
    assert page.evaluate(HOSTS, [address.url for _, address in passed]) == hosts
    assert page.evaluate(HOSTS, [address.shown for _, address in passed]) == hosts


def test_the_browser_does_open_another_host_for_some_that_are_refused(context: BrowserContext) -> None:
    page = context.new_page()
    opened = {
        "https://evil.example\\@www.who.int/x": "evil.example",
        "https://www.who.int%2eevil.example/": "www.who.int.evil.example",
        "http://①②③.com": "123.com",
        "https:www.who.int": "news.example",
        "https:/www.who.int/": "news.example",
        "//who.int/x": "who.int",
        "https://2130706433/": "127.0.0.1",
        "https://who.\tint/": "who.int",
    }
    assert opened.keys() <= BAD.keys()
    assert page.evaluate(HOSTS, list(opened)) == list(opened.values())


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_markdown_makes_of_an_address_opens_the_host_that_is_named(
    context: BrowserContext, renderer: Renderer, spelling: str
) -> None:
    page = context.new_page()
    seen = 0
    texts = [text for text in (*GOOD, *BAD) if text.isprintable()]
    for text in texts:
        raw_html = renderer.raw_html(f"## Item\n\nText. ({spelling.format(text)})\n")
        (story,) = parse(raw_html).stories
        if not story.citations:
            continue  # Markdown sees no link: the check demands one
        (citation,) = story.citations
        address, _ = source_address(citation.url)
        if address is None:
            continue
        page.set_content(f'<base href="https://news.example/a/b/">{raw_html}<p><a href="{address.url}">X</a></p>')
        assert page.evaluate(ANCHORS) == [address.host, address.host], text
        seen += 1
    assert seen >= len(GOOD) - 5


def test_a_link_of_running_text_opens_what_it_seems_to(context: BrowserContext, renderer: Renderer) -> None:
    page = context.new_page()
    texts = [text for text in (*GOOD, *BAD, *mutants(400, 3)) if text.isprintable()]
    seen = 0
    for text in texts:
        html = renderer.html(f"See [this](<{text}>) there.\n")
        links = parse(html).links
        if len(links) != 1 or not links[0] or links[0].startswith("mailto:") or link_fault(links[0]):
            continue
        address, _ = source_address(links[0])
        page.set_content(f'<base href="https://news.example/a/b/">{html}')
        (host,) = page.evaluate(ANCHORS)
        assert host == (address.host if address else "news.example"), text
        seen += 1
    assert seen > len(GOOD)
