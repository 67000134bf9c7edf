"""Material's search dialog with our worker: what it loads and when, input methods, failures, and screen readers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.browser.conftest import PHONE, search


@pytest.fixture
def typing(context: BrowserContext, page: Page) -> Iterator[CDPSession]:
    """A keyboard with an input method, as the browser's own protocol offers it."""
    session = context.new_cdp_session(page)
    yield session
    session.detach()


def results(page: Page) -> list[str]:
    return page.locator(".md-search-result__item h1").all_text_contents()


def test_nothing_is_loaded_before_the_first_letter(context: BrowserContext, page: Page, site: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(site)
    page.locator(".md-search__input").click()
    page.wait_for_load_state("networkidle")
    assert "search/search_index.json" in asked
    assert "search/entries.json" not in asked
    search(page, "insulin")
    assert asked.count("search/entries.json") == 1
    assert "search/variants.txt" not in asked


def test_the_table_of_traditional_characters_is_loaded_when_one_is_typed(
    context: BrowserContext, page: Page, site: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(f"{site}zh/")
    search(page, "胰岛素")
    assert "zh/search/variants.txt" not in asked
    page.locator(".md-search__input").fill("")
    search(page, "胰島素")
    assert asked.count("zh/search/variants.txt") == 1


def test_half_typed_pinyin_is_not_searched(page: Page, site: str, typing: CDPSession) -> None:
    page.goto(f"{site}zh/")
    page.locator(".md-search__input").click()
    status = page.get_by_role("status")
    for text in ("y", "yi", "yi d", "yi dao su"):
        typing.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.keyboard.up("a")
    expect(page.locator(".md-search__input")).to_have_value("yi dao su")
    page.wait_for_timeout(200)
    assert results(page) == []
    expect(status).to_have_text("键入以开始搜索")
    typing.send("Input.insertText", {"text": "胰岛素"})
    page.locator(".md-search-result__item").first.wait_for()
    expect(page.locator(".md-search__input")).to_have_value("胰岛素")


def test_pasted_text_is_searched_without_a_key(page: Page, site: str) -> None:
    page.goto(f"{site}zh/")
    page.locator(".md-search__input").click()
    page.keyboard.insert_text("脐带血")
    page.locator(".md-search-result__item").first.wait_for()


def test_the_cross_empties_the_list(page: Page, site: str) -> None:
    page.goto(site)
    search(page, "insulin")
    page.locator(".md-search [type=reset]").click()
    expect(page.locator(".md-search-result__item")).to_have_count(0)
    expect(page.locator(".md-search__input")).to_be_focused()


@pytest.mark.parametrize(
    ("prefix", "query", "found", "message"),
    [
        (
            "",
            "insulin",
            r"^\d+ matching documents?$",
            "The search data could not be loaded. Check your connection and try again.",
        ),
        ("zh/", "胰岛素", r"\d+ 个符合条件的结果$", "无法加载搜索数据。请检查网络连接后重试。"),
    ],
    ids=["en", "zh-Hans"],
)
def test_a_lost_network_does_not_look_like_no_results(
    context: BrowserContext, site: str, prefix: str, query: str, found: str, message: str
) -> None:
    page = context.new_page()
    page.goto(site + prefix)
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.locator(".md-search__input").click()
    page.keyboard.insert_text(query)
    expect(page.get_by_role("status")).to_have_text(message)
    context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text(re.compile(found))


def test_no_results_are_told(page: Page, site: str) -> None:
    page.goto(f"{site}zh/")
    page.locator(".md-search__input").click()
    page.keyboard.insert_text("熊猫")
    expect(page.get_by_role("status")).to_have_text("没有找到符合条件的结果")


@pytest.mark.parametrize(("prefix", "name"), [("", "Search"), ("zh/", "搜索")], ids=["en", "zh-Hans"])
def test_the_dialog_has_a_name(page: Page, site: str, prefix: str, name: str) -> None:
    page.goto(site + prefix)
    expect(page.get_by_role("dialog", name=name, exact=True)).to_be_attached()


def test_escape_returns_to_where_the_reader_was(page: Page, site: str) -> None:
    page.goto(site)
    link = page.locator("article a").first
    link.focus()
    page.keyboard.press("/")
    search(page, "insulin")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(page.locator("#__search")).not_to_be_checked()


def test_on_a_phone_the_keyboard_opens_the_dialog_and_returns(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(site)
    opener = page.get_by_role("button", name="Search", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_arrows_lead_through_the_results(page: Page, site: str) -> None:
    page.goto(site)
    search(page, "hospital")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
