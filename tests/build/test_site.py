"""A site build from content to files: what is on the pages, and that a failed or killed build harms nothing."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import lxml.html
import pytest
from lxml import etree
from lxml.html import HtmlElement

from build.__main__ import main
from build.content import newsletter, slugs, strings
from build.content.model import LANGUAGES
from build.content.settings import SettingsError
from build.site import builder
from tests.build.conftest import BODY, ROOT, Project
from tests.build.editions.conftest import png
from tests.newsletter import copy_newsletter

TRANSLATION = "translation: {from: en}\n"
LINKS = "//a/@href | //link/@href | //script/@src | //img/@src"
LOADED = (
    "//script/@src | //img/@src | //link[not(@rel='canonical' or @hreflang or @rel='alternate')]/@href | //iframe/@src"
)
pytestmark = pytest.mark.xdist_group("built")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newsletter of the tests, built as `make site` builds it, but elsewhere and with an address of its own."""
    folder = copy_newsletter(tmp_path_factory.mktemp("own"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://news.example/brief/")
        content, problems = newsletter.read(folder, date(2026, 1, 1))
        assert problems == ()
        assert builder.build(folder, content, folder / "site")
    return folder / "site"


def page(built: Path, uri: str) -> HtmlElement:
    return lxml.html.fromstring((built / uri / "index.html").read_bytes())


def found(root: HtmlElement, path: str) -> list[str]:
    """Attribute values; lxml types an XPath result by everything that one can be."""
    values = root.xpath(path)
    assert isinstance(values, list)
    return [str(value) for value in values]


def texts(root: HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in root.xpath(path)]


def having(name: str) -> str:
    return f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"


def test_an_issue_has_masthead_items_and_numbered_sources_in_both_languages(built: Path) -> None:
    english, chinese = page(built, "healthcare/2025-12-01"), page(built, "zh/healthcare/2025-12-01")
    assert texts(english, having("tf-masthead__edition")) == ["Town health 1–7 December 2025"]
    assert texts(chinese, having("tf-masthead__edition")) == ["小镇健康 2025年12月1日至7日"]
    for root in (english, chinese):
        assert [heading.get("id") for heading in root.iter("h2")] == [*(f"item-{n}" for n in range(1, 6)), "sources"]
        assert [entry.get("id") for entry in root.xpath("//ol[@class='tf-sources']/li")] == [
            f"source-{n}" for n in range(1, 6)
        ]
    assert texts(english, "//ol[@class='tf-sources']/li/cite")[:2] == ["Lantern Bay Clinic", "Bay Gazette"]
    assert texts(chinese, "//ol[@class='tf-sources']/li/cite")[:2] == ["灯湾诊所", "海湾公报"]
    assert "28 November 2025" in texts(english, "//li[@id='source-2']")[0]
    assert "2025年11月28日" in texts(chinese, "//li[@id='source-2']")[0]
    assert english.xpath("//ol[@class='tf-sources']/li/a/@href") == chinese.xpath(
        "//ol[@class='tf-sources']/li/a/@href"
    )


def test_each_page_names_its_language_its_address_and_its_counterpart(built: Path) -> None:
    for uri in ("", "healthcare/2025-12-01/", "archive/", "topics/", "about/", "healthcare/"):
        for language in LANGUAGES:
            root = page(built, f"{language.prefix}{uri}")
            base = "https://news.example/brief/"
            assert root.get("lang") == language.code
            assert root.xpath("//link[@rel='canonical']/@href") == [f"{base}{language.prefix}{uri}"]
            links = {link.get("hreflang"): link.get("href") for link in root.xpath("//link[@hreflang]")}
            assert links == {"en": base + uri, "zh-Hans": f"{base}zh/{uri}", "x-default": base + uri}
            (switch,) = root.xpath(having("tf-switch"))
            other = "zh" if language.code == "en" else ""
            here = (built / language.prefix / uri).resolve()
            assert (here / switch.get("href")).resolve() == (built / other / uri).resolve()


def test_an_issue_without_translation_shows_its_original_and_says_so(built: Path) -> None:
    root = page(built, "zh/harbour/2024-03-04")
    assert root.get("lang") == "zh-Hans"
    assert texts(root, having("tf-notice--untranslated")) == ["本期尚无中文版，以下为英文原文。"]
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://news.example/brief/harbour/2024-03-04/"]
    assert root.xpath("//link[@hreflang]") == []
    assert {element.get("lang") for element in root.xpath("//h1 | //h2[starts-with(@id, 'item')]")} == {"en"}
    assert {element.get("lang") for element in root.xpath(having("tf-text"))} == {"en"}
    assert texts(root, "//ol[@class='tf-sources']/li/cite") == ["港务处"]


def test_home_shows_the_newest_issue_and_the_archive_every_one_by_year(built: Path) -> None:
    home, archive = page(built, "zh"), page(built, "archive")
    assert texts(home, "//h2[@id='newest']") == ["灯湾夜间门诊开诊"]
    assert home.xpath("//ol[@class='tf-headlines']//a/@href")[2] == "healthcare/2025-12-01/#item-3"
    assert texts(archive, "//h2") == ["2025", "2024"]
    assert len(archive.xpath(having("tf-card"))) == 5
    for root, uri in ((home, "zh/"), (archive, "archive/")):
        for href in root.xpath(having("tf-card__link") + "/@href"):
            assert (built / uri / href / "index.html").resolve().is_file()


def test_every_local_link_of_every_page_leads_somewhere(built: Path) -> None:
    targets = {path: set(found(lxml.html.fromstring(path.read_bytes()), "//@id")) for path in built.rglob("index.html")}
    broken = []
    for path in targets:
        for href in found(lxml.html.fromstring(path.read_bytes()), LINKS):
            if re.match(r"https?:|mailto:|data:", href):
                continue
            uri, _, fragment = href.partition("#")
            target = (path.parent / uri).resolve() if uri else path.resolve()
            target = target / "index.html" if target.is_dir() else target
            known = targets.get(target)
            if not target.is_file() or (fragment and known is not None and fragment not in known):
                broken.append(f"{path.relative_to(built)}: {href}")
    assert broken == []


def test_every_name_at_the_root_of_a_language_is_kept_from_standing_pages(built: Path) -> None:
    content, _ = newsletter.read(built.parent, date(2026, 1, 1))
    taken = slugs.taken_names(content.settings.editions)
    own = {page.slug for page in content.static_pages}
    assert own
    for language in LANGUAGES:
        names = {path.name.partition(".")[0] for path in (built / language.prefix).iterdir()}
        staged = {path.name.partition(".")[0] for path in builder.staged_folder(built.parent, language).iterdir()}
        assert own <= names & staged
        assert names | staged <= own | taken.keys()
        assert {"index", "archive", "topics", "404", "assets", "healthcare", "harbour"} <= names


def test_no_page_loads_anything_from_elsewhere(built: Path) -> None:
    for path in built.rglob("*.html"):
        root = lxml.html.fromstring(path.read_bytes())
        loaded = found(root, LOADED)
        assert [address for address in loaded if re.match(r"(https?:)?//", address)] == [], path
    for path in [*built.rglob("*.css"), *built.glob("assets/*.js")]:
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_the_sitemap_pairs_languages_and_leaves_out_fallbacks(built: Path) -> None:
    root = etree.fromstring((built / "sitemap.xml").read_bytes())
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    pages = {
        entry.findtext("s:loc", namespaces=names): {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", names)
        }
        for entry in root.findall("s:url", names)
    }
    base = "https://news.example/brief/"
    assert f"{base}zh/harbour/2024-03-04/" not in pages
    assert pages[f"{base}harbour/2024-03-04/"] == {}
    for address, links in pages.items():
        assert address
        for code, link in links.items():
            if code != "x-default" and link:
                assert pages[link] == links, "hreflang must be mutual"


def test_plain_mkdocs_builds_the_same_site(built: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--verbose", "--site-dir", str(tmp_path / "site")]
    environment = {"SITE_URL": "https://news.example/brief/", "PATH": "", "PYTHONPATH": str(ROOT)}
    environment["NO_MKDOCS_2_WARNING"] = "1"
    done = subprocess.run(command, cwd=built.parent, env=environment, check=True, capture_output=True, text=True)
    assert re.search(r"^DEBUG build\.content\.issues: .*: read$", done.stderr, re.MULTILINE)
    ours = {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    theirs = {path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert theirs == ours
    for name in ours:
        assert (tmp_path / "site" / name).read_bytes() == (built / name).read_bytes(), name


@pytest.fixture
def inside(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.chdir(project.root)
    yield project
    shutil.rmtree(project.root / ".cache", ignore_errors=True)


def stamps(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_second_run_changes_nothing_and_a_mistake_keeps_the_last_good_site(
    inside: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.issue(more="", body=BODY)
    inside.issue("healthcare/2025-12-01.zh-Hans.md", more=TRANSLATION, title="一期")
    inside.record("machine argos en-zh 1.9")
    assert main([]) == 0
    before = stamps(inside.root / "site")
    assert any("zh/healthcare/2025-12-01/index.html" in name for name in before)
    notice = page(inside.root / "site", "zh/healthcare/2025-12-01")
    assert "机器自英文翻译" in texts(notice, having("tf-notice--machine"))[0]
    assert main([]) == 0
    assert stamps(inside.root / "site") == before
    assert "up to date" in capsys.readouterr().out
    inside.issue(end="2025-11-30")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert "2025-12-01.en.md:4:29: `end` 2025-11-30 is before" in said
    assert "site/ stays as it was" in said
    assert stamps(inside.root / "site") == before


def test_another_address_of_the_site_or_its_repository_builds_it_again(
    inside: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.issue()
    canonical, edit = "//link[@rel='canonical']/@href", "//p[@class='tf-correct']/a/@href"
    addresses = {"SITE_URL": "", "REPO_URL": ""}
    for variable, address in (
        ("SITE_URL", ""),
        ("SITE_URL", "https://a.example/"),
        ("REPO_URL", "https://b.example/r"),
    ):
        addresses[variable] = address
        monkeypatch.setenv(variable, address)
        assert main([]) == 0
        root = page(inside.root / "site", "healthcare/2025-12-01")
        site_url, repository = addresses.values()
        assert found(root, canonical) == ([f"{site_url}healthcare/2025-12-01/"] if site_url else [])
        path = "content/issues/healthcare/2025-12-01.en.md"
        assert found(root, edit) == ([f"{repository}/edit/main/{path}"] if repository else [])


def test_a_renderer_that_fails_leaves_the_last_good_site(inside: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    inside.issue()
    assert main([]) == 0
    before = stamps(inside.root / "site")
    inside.issue(title="Changed")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(builder, "add_outputs", fail)
    with pytest.raises(KeyboardInterrupt):
        main([])
    assert stamps(inside.root / "site") == before
    monkeypatch.undo()
    monkeypatch.chdir(inside.root)
    assert main([]) == 0
    assert texts(page(inside.root / "site", "healthcare/2025-12-01"), "//h1") == ["Changed"]


def test_an_issue_of_tomorrow_is_a_draft(inside: Project, capsys: pytest.CaptureFixture[str]) -> None:
    inside.issue()
    inside.issue("healthcare/2999-12-02.en.md", start="2999-12-02", end="2999-12-08", published="2999-12-09")
    content, problems = newsletter.read(inside.root, date(2026, 1, 1))
    assert problems == ()
    assert [pair.original.slug for pair in content.pairs] == ["2025-12-01"]
    assert [pair.original.slug for pair in content.drafts] == ["2999-12-02"]


def test_a_page_with_hostile_text_is_harmless_to_the_end(inside: Project) -> None:
    attack = (
        "<script>alert(1)</script> <img src=../../images/x.png onerror=alert(1)> {{ config }} "
        '`--8<-- "mkdocs.yml"` <b onclick=x>b</b>'
    )
    (inside.root / "content/images").mkdir()
    (inside.root / "content/images/x.png").write_bytes(png())
    inside.issue(
        title="'<script>alert(1)</script> {{ x }} # - \"quoted\"'",
        body=f"## Head {attack}\n\n{attack}\n\nEnd. ([China Daily](https://chinadaily.com.cn/x))\n",
    )
    assert main([]) == 0
    for uri in ("", "zh", "archive", "healthcare/2025-12-01", "zh/healthcare/2025-12-01"):
        text = (inside.root / "site" / uri / "index.html").read_text(encoding="utf-8")
        root = lxml.html.fromstring(text)
        assert not [script.text for script in root.iter("script") if "alert" in (script.text or "")]
        assert not [name for element in root.iter() for name in element.attrib if str(name).startswith("on")]
        assert not re.search(r"\{[{%#]", re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
        assert "site_name:" not in text
    title = page(inside.root / "site", "healthcare/2025-12-01").xpath("//h1")[0].text_content()
    assert title == '<script>alert(1)</script> {{ x }} # - "quoted"'


def test_settings_that_describe_no_newsletter(project: Project) -> None:
    (project.root / "mkdocs.yml").write_text("site_name: x\n")
    with pytest.raises(
        SettingsError, match=r"extra\.twofold lacks name of name, name of tagline, at least one edition"
    ):
        newsletter.read(project.root, date(2026, 1, 1))


def test_every_interface_text_exists_in_both_languages_with_the_same_values() -> None:
    for key, name in strings._STRINGS.items():
        assert name.en, key
        assert name.zh, key
        assert set(re.findall(r"\{\w+\}", name.en)) == set(re.findall(r"\{\w+\}", name.zh)), key
        assert re.search(r"[\u4e00-\u9fff]", name.zh) or key in ("sources.separator", "list.separator"), key
