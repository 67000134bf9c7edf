"""The sitemap, read back as XML: which pages it names, in which languages, and when they changed."""

from pathlib import Path

import pytest
from lxml import etree

from build.content import issues
from build.site import sitemap
from tests.build.conftest import Project

BASE = "https://news.example/brief/"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ISSUE = "healthcare/2025-12-01/"
REVIEWED = "translation: {{from: {}, by: Li, on: 2025-12-20}}\n"


def written(root: Path, site_dir: Path) -> dict[str, tuple[dict[str, str], str | None]]:
    """Return the links to other languages and the day of the last change by address, without the site's own."""
    pairs, problems = issues.load(root)
    assert problems == ()
    sitemap.write(BASE, pairs, (), site_dir)
    entries = etree.fromstring((site_dir / "sitemap.xml").read_bytes()).findall("s:url", NAMES)
    return {
        (entry.findtext("s:loc", namespaces=NAMES) or "").removeprefix(BASE): (
            {
                link.get("hreflang") or "": (link.get("href") or "").removeprefix(BASE)
                for link in entry.findall("x:link", NAMES)
            },
            entry.findtext("s:lastmod", namespaces=NAMES),
        )
        for entry in entries
    }


@pytest.mark.parametrize(
    ("original", "translated"), [("en", True), ("zh-Hans", True), ("en", False), ("zh-Hans", False)]
)
def test_a_page_in_two_languages_names_both_and_english_for_everybody_else(
    project: Project, tmp_path: Path, original: str, translated: bool
) -> None:
    other = {"en": "zh-Hans", "zh-Hans": "en"}[original]
    project.issue(f"healthcare/2025-12-01.{original}.md")
    if translated:
        project.issue(f"healthcare/2025-12-01.{other}.md", more=REVIEWED.format(original))
    found = written(project.root, tmp_path)
    both = {"en": ISSUE, "zh-Hans": f"zh/{ISSUE}"}
    own = {address: entry for address, entry in found.items() if address.endswith(ISSUE)}
    if translated:
        entry = ({**both, "x-default": ISSUE}, "2025-12-20")
        assert own == {ISSUE: entry, f"zh/{ISSUE}": entry}
    else:
        assert own == {both[original]: ({}, "2025-12-08")}
    for uri in ("", "archive/", "topics/", "healthcare/"):
        entry = ({"en": uri, "zh-Hans": f"zh/{uri}", "x-default": uri}, "2025-12-08")
        assert found[uri] == found[f"zh/{uri}"] == entry


def test_without_an_address_there_is_no_sitemap_and_never_the_renderers_own(project: Project, tmp_path: Path) -> None:
    project.issue()
    pairs, _ = issues.load(project.root)
    (tmp_path / "zh").mkdir()
    for name in ("sitemap.xml", "sitemap.xml.gz", "zh/sitemap.xml", "zh/sitemap.xml.gz"):
        (tmp_path / name).write_text("MkDocs")
    sitemap.write("", pairs, (), tmp_path)
    assert [path.name for path in tmp_path.rglob("sitemap*")] == []
