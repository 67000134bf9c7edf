"""The newsletter as readers meet it: built from the newsletter of the tests, opened in a real browser."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, search

ISSUE = "healthcare/2025-12-01/"

CONTRAST = """() => {
    // WCAG 2.2, relative luminance and contrast ratio; colours blended over what lies behind them.
    const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number)
    const over = ([r, g, b, a = 1], behind) => [r, g, b].map((value, at) => value * a + behind[at] * (1 - a))
    const luminance = rgb => rgb.map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0)
    const background = element => {
        const own = parts(getComputedStyle(element).backgroundColor)
        if (own.length === 3 || own[3] === 1) return own.slice(0, 3)
        const behind = element.parentElement ? background(element.parentElement) : [255, 255, 255]
        return own.length ? over(own, behind) : behind
    }
    const poor = []
    for (const element of document.querySelectorAll("body *")) {
        const text = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join("")
        if (!text || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
        const style = getComputedStyle(element), box = element.getBoundingClientRect()
        if (!box.width || box.bottom < 0 || box.right < 0 || style.position === "fixed") continue
        const behind = background(element), front = over(parts(style.color), behind)
        const [light, dark] = [luminance(front), luminance(behind)].sort((a, b) => b - a)
        const ratio = (light + 0.05) / (dark + 0.05)
        const size = parseFloat(style.fontSize)
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700)
        const name = `${element.tagName}.${element.className}: ${text.slice(0, 30)}`
        if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${name}`)
    }
    return [...new Set(poor)]
}"""


def every_page(folder: Path) -> list[str]:
    """Return the address of every page below the site's root, the root's own as an empty text."""
    root = folder / "some" / "path"
    parents = (path.relative_to(root).parent.as_posix() for path in root.rglob("index.html"))
    return sorted("" if parent == "." else f"{parent}/" for parent in parents)


def test_no_page_complains_or_asks_another_host_or_is_wider_than_a_phone(
    page: Page, site: str, site_folder: Path
) -> None:
    page.set_viewport_size(PHONE)
    pages = every_page(site_folder)
    assert {"", "zh/", ISSUE, f"zh/{ISSUE}"} <= set(pages)
    wide = []
    for uri in pages:
        page.goto(site + uri)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide.append((uri, width))
    assert not wide


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_schemes(page: Page, site: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    poor = {}
    for uri in ("", "zh/archive/", "topics/", f"zh/{ISSUE}", "harbour/2025-09-15/"):
        page.goto(site + uri)
        expect(page.locator("body")).to_have_attribute(
            "data-md-color-scheme", {"light": "default", "dark": "slate"}[scheme]
        )
        if found := page.evaluate(CONTRAST):
            poor[uri] = found
    assert not poor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_stand_out_in_both_schemes(page: Page, site: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}zh/")
    search(page, "灯湾诊所")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize(
    ("prefix", "query", "anchor", "marked"),
    [
        ("", "insulin", "item-4", "insulin"),
        ("", "carrying coolers", "item-4", "coolers"),
        ("zh/", "将胰岛素整夜", "item-4", "将胰岛素整夜"),
        ("zh/", "kb", "item-4", "KB"),
        ("zh/", "ihb护理集团旗下", "item-1", "IHB"),
        ("zh/", "臍帶血庫公佈", "item-5", "脐带血库公布"),
    ],
    ids=["word", "stem", "across Chinese words", "Latin in a sentence", "Latin and Han", "traditional"],
)
def test_search_leads_to_the_item_and_marks_it(
    page: Page, site: str, prefix: str, query: str, anchor: str, marked: str
) -> None:
    page.goto(site + prefix)
    search(page, query)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{prefix}{ISSUE}?h=*#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.locator("article mark", has_text=marked).first).to_be_visible()


@pytest.mark.parametrize(("prefix", "query", "anchor"), [("zh/", "AI", "item-3"), ("", "脐带血库", "item-5")])
def test_a_reader_may_type_the_other_language(page: Page, site: str, prefix: str, query: str, anchor: str) -> None:
    page.goto(site + prefix)
    search(page, query)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{prefix}{ISSUE}#{anchor}")


@pytest.mark.parametrize(("prefix", "theirs"), [("", "zh/"), ("zh/", "")], ids=["to Chinese", "to English"])
def test_the_language_switch_stays_on_the_item(page: Page, site: str, prefix: str, theirs: str) -> None:
    page.goto(f"{site}{prefix}{ISSUE}#item-3")
    page.locator(".tf-switch").click()
    page.wait_for_url(f"{site}{theirs}{ISSUE}#item-3")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans" if theirs else "en")
    expect(page.locator("#item-3")).to_be_in_viewport()


def test_the_language_switch_follows_the_reader(page: Page, site: str) -> None:
    page.goto(site + ISSUE)
    page.locator("#item-4").scroll_into_view_if_needed()
    page.mouse.wheel(0, 250)
    # Not `wait_for_function`, which evaluates a text inside the page: the policy forbids that.
    while page.evaluate("document.querySelector('#item-4').getBoundingClientRect().top >= innerHeight / 2"):
        page.wait_for_timeout(20)
    page.locator(".tf-switch").click()
    page.wait_for_url(f"{site}zh/{ISSUE}#item-*")
    expect(page.locator(f"#{page.url.rpartition('#')[2]}")).to_be_in_viewport()


def test_without_scripts_a_reader_is_led_to_the_lists(context: BrowserContext, site: str) -> None:
    browser = context.browser
    assert browser
    bare = browser.new_context(java_script_enabled=False)
    page = bare.new_page()
    page.goto(f"{site}zh/{ISSUE}")
    for name, uri in (("往期", "zh/archive/"), ("主题", "zh/topics/")):
        link = page.locator(".search-noscript").get_by_role("link", name=name)
        expect(link).to_be_visible()
        assert page.evaluate("element => element.href", link.element_handle()) == site + uri
    bare.close()


def test_opened_from_a_disk_the_site_can_be_read_and_searched(context: BrowserContext, site_folder: Path) -> None:
    home = (site_folder / "some/path/zh/index.html").as_uri()
    page = context.new_page()
    page.goto(home)
    search(page, "胰岛素")
    page.keyboard.press("Enter")
    page.wait_for_url("file:///**/zh/healthcare/2025-12-01/index.html?h=*#item-4")
    expect(page.locator("article mark", has_text="胰岛素").first).to_be_visible()
