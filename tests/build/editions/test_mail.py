"""Mail editions, read back with Python's own mail parser and an HTML parser."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from typing import Literal

import lxml.html
import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from build.editions import mail, store
from tests.build.editions.conftest import CHINESE, ENGLISH, Newsletter

TONGUES = ["en", "zh-Hans", "bilingual"]
TITLES = {"en": "Insulin without a needle", "zh-Hans": "无需针头的胰岛素"}
TITLES["bilingual"] = f"{TITLES['en']} · {TITLES['zh-Hans']}"


def parsed(made: Newsletter, name: str) -> EmailMessage:
    message = email.message_from_bytes(made.shelf("mail", name).read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def page(made: Newsletter, language_set: str) -> HtmlElement:
    return lxml.html.document_fromstring(made.shelf("mail", f"2025-12-01.{language_set}.html").read_bytes().decode())


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.parametrize("language_set", TONGUES)
def test_headers_and_parts(made: Newsletter, language_set: str) -> None:
    message = parsed(made, f"2025-12-01.{language_set}.eml")
    assert message["Subject"] == TITLES[language_set]
    assert message["From"].addresses[0].addr_spec == "newsletter@brief.example"
    assert message["From"].addresses[0].display_name == {
        "en": "Lantern Bay Courier", "zh-Hans": "灯湾快报", "bilingual": "Lantern Bay Courier · 灯湾快报"
    }[language_set]  # fmt: skip
    assert message["Message-ID"] == f"<healthcare.2025-12-01.{language_set}@brief.example>"
    assert message["Content-Language"] == {"bilingual": "en, zh-Hans"}.get(language_set, language_set)
    assert message["List-Id"] == "healthcare <healthcare.brief.example>"
    assert message["List-Unsubscribe"] == "<mailto:unsubscribe@brief.example?subject=healthcare>"
    assert message["Date"].datetime.isoformat() == "2025-12-08T00:00:00+00:00"
    assert message.get_content_type() == "multipart/alternative"
    assert [entry.get_content_type() for entry in message.iter_parts()] == ["text/plain", "text/html"]
    assert not message.defects
    raw = made.shelf("mail", f"2025-12-01.{language_set}.eml").read_bytes()
    head = raw.split(b"\r\n\r\n")[0]
    # RFC 2047: other scripts are encoded; RFC 5322: lines end in CRLF and hold at most 998 bytes.
    assert head.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("language_set", TONGUES)
def test_parts_are_the_bare_files_and_say_the_same(made: Newsletter, language_set: str) -> None:
    message = parsed(made, f"2025-12-01.{language_set}.eml")
    html, plain = (part(message, kind).replace("\r\n", "\n") for kind in ("html", "plain"))
    assert html.strip() == made.shelf("mail", f"2025-12-01.{language_set}.html").read_bytes().decode().strip()
    assert plain.strip() == made.shelf("mail", f"2025-12-01.{language_set}.txt").read_bytes().decode().strip()
    seen = re.sub(r"\s", "", str(page(made, language_set).text_content()))
    phrases = {
        "en": ["The skin lets it through", "Kept at 2–8 °C", "Mice: 1.61 billion yuan & counting", "What comes next"],
        "zh-Hans": ["皮肤让它通过", "在2–8 °C下保存", "小鼠：16.1亿元 & 更多", "下一步", "译自英文"],
    }
    for language in ["en", "zh-Hans"] if language_set == "bilingual" else [language_set]:
        for phrase in phrases[language]:
            assert re.sub(r"\s", "", phrase) in seen, phrase
            assert re.sub(r"\s", "", phrase) in re.sub(r"\s", "", plain), phrase
    for url in ("https://www.news.cn/health/20251202/1.html", "https://example.org/paper?a=1&b=2"):
        assert url in plain


@pytest.mark.parametrize("language_set", TONGUES)
def test_nothing_is_loaded_and_every_link_is_absolute(made: Newsletter, language_set: str) -> None:
    root = page(made, language_set)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("img", "link", "script", "iframe", "object", "video", "audio", "form", "input")
        assert not {name for name in element.attrib if name in ("src", "srcset", "background") or name.startswith("on")}
        assert "url(" not in (element.get("style") or "")
    assert all("url(" not in (style.text or "") and "@import" not in (style.text or "") for style in root.iter("style"))
    links = [link.get("href") or "" for link in root.iter("a")]
    assert links
    assert all(re.match(r"https?://|mailto:", link) for link in links), links
    assert "A mouse on a scale" in root.text_content() or language_set == "zh-Hans"


@pytest.mark.parametrize("language_set", TONGUES)
def test_styles_stand_in_the_elements_and_layout_in_tables(made: Newsletter, language_set: str) -> None:
    root = page(made, language_set)
    for tag in ("h1", "h2", "td", "p"):
        for element in root.iter(tag):
            assert element.get("style"), lxml.html.tostring(element)[:120]
    for table in root.iter("table"):
        assert table.get("role") == "presentation" or list(table.iter("th"))
    (style,) = root.iter("style")
    assert "prefers-color-scheme: dark" in (style.text or "")
    assert root.get("lang") == ("zh-Hans" if language_set == "zh-Hans" else "en")
    # Outlook knows no max-width.
    assert "<!--[if mso]><table" in made.shelf("mail", f"2025-12-01.{language_set}.html").read_text("utf-8")


def test_bilingual_items_stand_in_pairs_each_in_its_language(made: Newsletter) -> None:
    heads = [
        (head.get("lang"), re.sub(r"\s+", " ", str(head.text_content()))) for head in page(made, "bilingual").iter("h2")
    ]
    assert heads == [
        ("en", "1 The skin lets it through"), ("zh-Hans", "1 皮肤让它通过"),
        ("en", "2 What comes next"), ("zh-Hans", "2 下一步"),
    ]  # fmt: skip


def test_an_untranslated_issue_says_so_in_both_languages(made: Newsletter) -> None:
    message = parsed(made, "2025-11-24.bilingual.eml")
    assert message["Content-Language"] == "zh-Hans"
    plain = part(message, "plain")
    assert "has not been translated into English" in plain
    assert "本期尚无英文版" in plain


@pytest.mark.parametrize(("items", "length", "whole"), [(14, 9000, True), (900, 60, False)])
def test_a_long_issue_is_shortened_below_the_limit_and_leads_to_the_web(
    newsletter: Newsletter, items: int, length: int, whole: bool
) -> None:
    for path, text, word in (
        (newsletter.english, ENGLISH, "Words of a story. "),
        (newsletter.chinese, CHINESE, "故事的话。"),
    ):
        head = re.sub(r"sources:\n(  .*\n)+", "", text.split("---\n\n")[0])
        body = word * (length // len(word))
        path.write_text(
            head
            + "---\n\n"
            + "".join(f"## Item {n}\n\n{body} ([Xinhua](https://www.news.cn/{n}))\n\n" for n in range(1, items + 1)),
            "utf-8",
        )
    assert newsletter.make("mail") == 0
    for language_set in TONGUES:
        content = newsletter.shelf("mail", f"2025-12-01.{language_set}.html").read_bytes()
        assert 60_000 < len(content) <= mail.LIMIT
        root = lxml.html.document_fromstring(content.decode())
        rest = [link.get("href") for link in root.iter("a")]
        prefix = "zh/" if language_set == "zh-Hans" else ""
        assert f"https://brief.example/{prefix}healthcare/2025-12-01/" in rest
        if whole:
            assert f"https://brief.example/{prefix}healthcare/2025-12-01/#item-{items}" in rest
            assert "Words of a story" in content.decode() or "故事的话" in content.decode()
        assert "whole issue on the web" in content.decode() or "请阅读网页全文" in content.decode()


def test_the_same_issue_makes_the_same_bytes(made: Newsletter) -> None:
    pairs, configured = made.load()
    for output in store.artifacts("mail", pairs):
        lying = {
            suffix: made.shelf("mail", f"{output.slug}.{output.language_set}.{suffix}").read_bytes()
            for suffix in ("html", "txt", "eml")
        }
        if configured.site_url:
            assert mail.make(output, configured) == lying


def test_hostile_text_stays_text(newsletter: Newsletter) -> None:
    title = "title: '\"><script>alert(1)</script> {{ 7*7 }} =?utf-8?q?x?='"
    newsletter.english.write_text(ENGLISH.replace("title: Insulin without a needle", title), "utf-8")
    assert newsletter.make("mail") == 0
    assert not list(page(newsletter, "en").iter("script"))
    shown = str(page(newsletter, "en").findtext(".//h1"))
    assert shown == '"><script>alert(1)</script> {{ 7*7 }} =?utf-8?q?x?='
    subject = parsed(newsletter, "2025-12-01.en.eml")["Subject"]
    assert "\n" not in subject
    assert "<script>" in subject


def test_without_a_site_address_nothing_leads_nowhere(newsletter: Newsletter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL")
    assert newsletter.make("mail") == 0
    links = {link.get("href") or "" for link in page(newsletter, "en").iter("a")}
    assert all(re.match(r"https://|mailto:", link) for link in links)
    assert parsed(newsletter, "2025-12-01.en.eml")["Message-ID"] == "<healthcare.2025-12-01.en@newsletter.invalid>"


@pytest.mark.browser
@pytest.mark.parametrize("language_set", TONGUES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 360])
def test_no_mail_is_wider_than_the_window(
    made: Newsletter, chromium: Browser, language_set: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shown = context.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(made.shelf("mail", f"2025-12-01.{language_set}.html").as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    ink, paper = shown.evaluate(
        "[getComputedStyle(document.querySelector('.text')).color,"
        " getComputedStyle(document.querySelector('.sheet')).backgroundColor]"
    )
    light = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ink, paper)]
    assert (light[0] > light[1]) == (scheme == "dark")
    assert len(asked) == 1
    context.close()
