"""Which item a query finds: the worker's own functions in a real browser, without dialog or network."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from build.content import issues
from build.content.model import CHINESE, ENGLISH, Language
from build.site import search
from build.site.search import SearchEntry
from tests.newsletter import NEWSLETTER

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "build/assets/search/matching.js"

CHINESE_ENTRIES = (
    SearchEntry(
        "healthcare/2025-12-01/",
        "沪上两家医院携手合作",
        "双向转诊和专家协作。",
        "医疗健康 · 2025年12月1日至7日",
        "医院 · 2025-12-01",
    ),
    SearchEntry(
        "healthcare/2025-12-01/#item-1",
        "沪上两家医院签署谅解备忘录",
        "上海市第一人民医院年门诊量超过430万人次。",
        "",
        "亚洲医疗保健",
    ),
    SearchEntry(
        "healthcare/2025-12-01/#item-2",
        "到2030年AI辅助诊断将基本普及",
        "国家卫生健康委印发AI医疗的实施意见。",
        "",
        "中国网",
    ),
    SearchEntry(
        "healthcare/2025-12-01/#item-3",
        "高分子材料携带胰岛素",
        "研究团队在《自然》上报告，COVID-19之后的3,800多次会诊。",
        "",
        "动脉网",
    ),
    SearchEntry(
        "healthcare/2025-11-17/",
        "联影发布新设备",
        "本期还关注乾隆年间的药方。",
        "医疗健康 · 2025年11月17日至23日",
        "器械 · 2025-11-17",
    ),
    SearchEntry(
        "healthcare/2025-11-17/#item-1", "联影医疗获批三类证", "人工智能影像诊断软件“肺结节”获批。", "", "新华社"
    ),
    SearchEntry("about/", "关于中国简报", "中英双语通讯。"),
)

ENGLISH_ENTRIES = (
    SearchEntry(
        "healthcare/2025-12-01/",
        "Two Shanghai hospitals join forces",
        "Two-way referral.",
        "Healthcare · 1–7 December 2025",
        "Hospitals · 2025-12-01",
    ),
    SearchEntry(
        "healthcare/2025-12-01/#item-1",
        "Two hospitals sign a memorandum",
        "Studies in oncology; over 4.3 million visits.",
        "",
        "Healthcare Asia",
    ),
    SearchEntry(
        "healthcare/2025-12-01/#item-2",
        "AI diagnosis near-universal by 2030",
        "Doctors maintain that approval is near.",
        "",
        "China Daily",
    ),
    SearchEntry(
        "healthcare/2025-12-01/#item-3",
        "A polymer carries insulin",
        "Mice were injected; a café in Zhejiang; China’s banks.",
        "",
        "VCBeat",
    ),
    SearchEntry(
        "healthcare/2025-11-17/",
        "United Imaging approved",
        "A scanner.",
        "Healthcare · 17–23 November 2025",
        "Devices · 2025-11-17",
    ),
    SearchEntry(
        "healthcare/2025-11-17/#item-1",
        "联影 (United Imaging) wins approval",
        "A regulator <b>approved</b> a scanner & software.",
        "",
        "Xinhua",
    ),
    SearchEntry("about/", "About China Brief", "A bilingual newsletter."),
)

CASES = [
    ("zh", "胰岛素", "12-01/#item-3", "a word inside a sentence"),
    ("zh", "子材料携", "12-01/#item-3", "characters that cross three words"),
    ("zh", "诊", "12-01/#item-2", "one character: in a headline before in a text"),
    ("zh", "AI", "12-01/#item-2", "Latin inside Han"),
    ("zh", "ai医疗", "12-01/#item-2", "Latin and Han together"),
    ("zh", "AI 医疗", "12-01/#item-2", "the same with the space some people write"),
    ("zh", "ＡＩ医疗", "12-01/#item-2", "full-width Latin of an input method"),
    ("zh", "covid", "12-01/#item-3", "an abbreviation inside a Chinese sentence, in lower case"),
    ("zh", "聯影醫療", "11-17/#item-1", "traditional input"),
    ("zh", "胰島素", "12-01/#item-3", "traditional input, one character differs"),
    ("zh", "乾隆", "11-17/", "a traditional character that simplified text keeps"),
    ("zh", "人工只能影像", "11-17/#item-1", "one character mistyped"),
    ("zh", "在自然上报告", "12-01/#item-3", "title marks left out"),
    ("zh", "肺结节获批", "11-17/#item-1", "quotation marks left out"),
    ("zh", "430万", "12-01/#item-1", "a number with its unit"),
    ("zh", "3800", "12-01/#item-3", "a number without its separator"),
    ("zh", "2025年11月17日", "11-17/", "a date"),
    ("zh", "12月 胰岛素", "12-01/#item-3", "an item by its word and its issue's month"),
    ("zh", "新华社 诊断", "11-17/#item-1", "an item by publisher and word"),
    ("zh", "双语", "about/", "a standing page"),
    ("en", "insulin", "12-01/#item-3", "a word"),
    ("en", "insul", "12-01/#item-3", "a word half typed"),
    ("en", "INSULIN", "12-01/#item-3", "capitals"),
    ("en", "polymers", "12-01/#item-3", "a plural of a singular"),
    ("en", "hospital memorandum", "12-01/#item-1", "a singular of a plural"),
    ("en", "study", "12-01/#item-1", "y and ies"),
    ("en", "injection", "12-01/#item-3", "a noun of a verb"),
    ("en", "approving", "11-17/", "an inflection, in a headline first"),
    ("en", "diagnoses", "12-01/#item-2", "es and is"),
    ("en", "insuiln", "12-01/#item-3", "two letters swapped"),
    ("en", "memorendum", "12-01/#item-1", "a wrong letter"),
    ("en", "oncolgy", "12-01/#item-1", "a missing letter"),
    ("en", "scannner", "11-17/#item-1", "a letter too many"),
    ("en", "cafe", "12-01/#item-3", "an accent left out"),
    ("en", "Chinas banks", "12-01/#item-3", "an apostrophe left out"),
    ("en", "4.3 million", "12-01/#item-1", "a decimal"),
    ("en", "december insulin", "12-01/#item-3", "an item by its word and its issue's month"),
    ("en", "vcbeat polymer", "12-01/#item-3", "an item by publisher and word"),
    ("en", "联影", "11-17/#item-1", "Chinese in an English text"),
    ("en", "AI", "12-01/#item-2", "an abbreviation, not the middle of maintain"),
    ("en", "united imaging", "11-17/#item-1", "an item before its issue, where both answer alike"),
    ("en", "insulin crocodile", "12-01/#item-3", "half of the words"),
    ("en", "bilingual", "about/", "a standing page"),
]  # fmt: skip


@pytest.fixture(scope="module")
def matching(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A blank page with the worker's functions and an index for each language."""
    page = chromium.new_page()
    page.add_script_tag(path=SCRIPT)
    for name, entries in (("zh", CHINESE_ENTRIES), ("en", ENGLISH_ENTRIES)):
        add_index(page, name, entries, tmp_path_factory.mktemp(name))
    yield page
    page.close()


def add_index(page: Page, name: str, entries: tuple[SearchEntry, ...], folder: Path) -> None:
    """Give the page an index as the site would hold it."""
    search.write(entries, folder)
    index = json.loads((folder / "search/entries.json").read_text("utf-8"))
    traditional = (folder / "search/variants.txt").read_text("utf-8")
    page.evaluate(
        """([name, index, traditional]) => {
            const index_ = twofoldMatching.prepare(index.docs, index.variants)
            const all = twofoldMatching.variantsOf(traditional)
            self[name] = query =>
                twofoldMatching.search(index_, query, twofoldMatching.hasUnknown(index_, query) ? all : index_.variants)
        }""",
        [name, index, traditional],
    )


def ask(page: Page, name: str, query: str) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = page.evaluate("([name, query]) => self[name](query)", [name, query])
    return found


def best(groups: list[list[dict[str, Any]]]) -> str:
    """Return the address of the best result, without what highlights on its page."""
    return plain(groups[0][0]["location"]) if groups else "nothing"


def plain(location: str) -> str:
    path, _, rest = location.partition("?")
    return path + ("#" + rest.partition("#")[2] if "#" in rest else "")


@pytest.mark.parametrize(("name", "query", "expected", "why"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_a_query_finds_first(matching: Page, name: str, query: str, expected: str, why: str) -> None:
    assert best(ask(matching, name, query)).endswith(expected), why


@pytest.mark.parametrize(
    ("name", "query"),
    [("zh", "熊猫"), ("zh", ""), ("zh", "，。《》"), ("en", "crocodile"), ("en", "tain"), ("en", " - ")],
)
def test_finds_nothing(matching: Page, name: str, query: str) -> None:
    assert ask(matching, name, query) == []


def test_every_group_has_its_issue(matching: Page) -> None:
    for group in ask(matching, "zh", "医疗"):
        assert sum("#" not in one["location"] for one in group) == 1


def test_the_newest_issue_comes_first_among_equals(matching: Page, tmp_path: Path) -> None:
    days = ("2024-01-01", "2025-01-06", "2023-01-02")
    twins = tuple(SearchEntry(f"healthcare/{day}/", "同一标题", day=date.fromisoformat(day)) for day in days)
    add_index(matching, "twins", twins, tmp_path)
    assert [group[0]["location"].split("/")[1] for group in ask(matching, "twins", "标题")] == sorted(
        days, reverse=True
    )


def test_an_item_borrows_only_whole_words_from_its_issue(matching: Page, tmp_path: Path) -> None:
    entries = (
        SearchEntry("a/", "人工智能进医院", label_text="2025年12月"),
        SearchEntry("a/#item-1", "智能手环"),
        SearchEntry("a/#item-2", "人工智能问诊"),
    )
    add_index(matching, "borrowing", entries, tmp_path)
    assert [plain(one["location"]) for one in ask(matching, "borrowing", "人工智能")[0]] == ["a/#item-2", "a/"]
    assert [plain(one["location"]) for one in ask(matching, "borrowing", "12月手环")[0]] == ["a/#item-1", "a/"]


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("resume", "Résumé"), ("RÉSUMÉ", "Résumé"), ("re\u0301sume\u0301", "Résumé"), ("malmo", "Malmö"),
        ("naive", "naïve"), ("oresund", "Øresund"), ("strasse", "Straße"),
    ],
)  # fmt: skip
def test_accents_inside_words_are_folded(matching: Page, tmp_path: Path, query: str, written: str) -> None:
    """Without them a word is the very same word, not one that is a slip away."""
    entries = (SearchEntry("a/", "Résumé of a naïve Malmö by Øresund, Straße"), SearchEntry("b/", "Another"))
    add_index(matching, "accents", entries, tmp_path)
    ((found, *_), *_) = ask(matching, "accents", query)
    ((exact, *_), *_) = ask(matching, "accents", written)
    assert f"<mark>{written}</mark>" in found["title"]
    assert found["score"] == exact["score"]


def test_an_issue_shows_edition_and_dates(matching: Page) -> None:
    assert ask(matching, "en", "united imaging")[0][1]["title"].endswith(
        "<small>Healthcare · 17–23 November 2025</small>"
    )


@pytest.mark.parametrize(
    ("name", "query", "shown"),
    [
        ("zh", "胰島素", "高分子材料携带<mark>胰岛素</mark>"),
        ("zh", "ＡＩ", "到2030年<mark>AI</mark>辅助诊断将基本普及"),
        ("zh", "在自然上", "研究团队<mark>在《自然》上</mark>报告"),
        ("en", "study", "<mark>Studies</mark> in oncology"),
        ("en", "cafe", "a <mark>café</mark> in Zhejiang"),
        ("en", "software", "A regulator &lt;b&gt;approved&lt;/b&gt; a scanner &amp; <mark>software</mark>."),
    ],
)
def test_marks_what_was_found_and_escapes_the_rest(matching: Page, name: str, query: str, shown: str) -> None:
    result = ask(matching, name, query)[0][0]
    assert shown in result["title"] + result["text"]


def test_ai_is_not_marked_inside_maintain(matching: Page) -> None:
    result = ask(matching, "en", "AI near")[0][0]
    assert "maintain that" in result["text"]
    assert "<mark>near</mark>" in result["text"]


def test_the_page_is_told_the_words_as_it_writes_them(matching: Page) -> None:
    assert "?h=%E8%81%94%E5%BD%B1%E5%8C%BB%E7%96%97#item-1" in ask(matching, "zh", "聯影醫療")[0][0]["location"]


def test_missing_words_are_named(matching: Page) -> None:
    assert ask(matching, "en", "insulin crocodile")[0][0]["terms"] == {"crocodile": False}
    assert ask(matching, "zh", "人工只能影像")[0][0]["terms"] == {"只": False}
    assert ask(matching, "zh", "沪上医院")[0][0]["terms"] == {}, "every character is there, only not side by side"


@pytest.mark.parametrize(
    "forms",
    [
        "study studies studied studying",
        "diagnose diagnosed diagnoses diagnosing diagnosis",
        "hospital hospitals",
        "approve approved approves approving",
        "agree agreed agrees agreeing",
        "control controlled controlling controls",
        "disease diseases",
        "base based bases",
        "regulate regulated regulation regulations",
    ],
)
def test_forms_of_a_word_share_a_stem(matching: Page, forms: str) -> None:
    stems = {matching.evaluate("word => twofoldMatching.stem(word)", form) for form in forms.split()}
    assert len(stems) == 1


@pytest.fixture(scope="module", params=[ENGLISH, CHINESE], ids=["en", "zh-Hans"])
def content(
    request: pytest.FixtureRequest, matching: Page, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, tuple[SearchEntry, ...]]:
    """What the newsletter's issues give readers of one language."""
    language: Language = request.param
    pairs, problems = issues.load(NEWSLETTER)
    assert not problems
    found = search.entries(pairs, language)
    name = f"content-{language.code}"
    add_index(matching, name, found, tmp_path_factory.mktemp(name))
    return name, found


def test_every_headline_finds_its_item(matching: Page, content: tuple[str, tuple[SearchEntry, ...]]) -> None:
    name, entries = content
    missed = [entry.title_text for entry in entries if best(ask(matching, name, entry.title_text)) != entry.location]
    assert not missed


def test_any_stretch_of_a_sentence_finds_its_item(matching: Page, content: tuple[str, tuple[SearchEntry, ...]]) -> None:
    """From the middle of every text: eight characters of Chinese, four words of English; found among the first ten."""
    name, entries = content
    missed = []
    for entry in (entry for entry in entries if entry.body_text):
        words = entry.body_text.split()
        middle = len(entry.body_text) // 2
        stretch = " ".join(words[len(words) // 2 :][:4]) if len(words) > 8 else entry.body_text[middle : middle + 8]
        found = {plain(one["location"]) for group in ask(matching, name, stretch)[:10] for one in group}
        if entry.location not in found:
            missed.append((stretch, entry.location))
    assert not missed
