"""Staged pages: which issues a page names, and in which order."""

from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from build.content import issues, settings
from build.content.model import LANGUAGES, Language
from build.site.pages import RECENT, PageContext, stage
from tests.build.conftest import Project

STARTS = ("2025-12-01", "2025-12-08", "2025-12-15")
"""First days of three issues that follow each other."""


def staged(root: Path, language: Language) -> dict[str, HtmlElement]:
    """Return the pages of a project by name, each without its front matter."""
    pairs, problems = issues.load(root)
    assert problems == ()
    pages = stage(PageContext(settings.load(root), language, pairs, (), {}))
    return {name: lxml.html.fragment_fromstring(text.split("---\n", 2)[2], "div") for name, text in pages.items()}


def addresses(root: HtmlElement, path: str) -> list[str]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return [str(address) for address in found]


def write(project: Project, starts: tuple[str, ...]) -> None:
    for start in starts:
        day = int(start[-2:])
        end, published = f"2025-12-{day + 6:02}", f"2025-12-{day + 7:02}"
        project.issue(f"healthcare/{start}.en.md", title=f"Week of {start}", start=start, end=end, published=published)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize(
    ("start", "older", "newer"),
    [(STARTS[0], None, STARTS[1]), (STARTS[1], STARTS[0], STARTS[2]), (STARTS[2], STARTS[1], None)],
)
def test_previous_leads_to_the_older_issue_and_next_to_the_newer(
    project: Project, language: Language, start: str, older: str | None, newer: str | None
) -> None:
    write(project, STARTS)
    page = staged(project.root, language)[f"healthcare/{start}.md"]
    found = [addresses(page, f"//nav[@class='tf-neighbours']/a[@rel='{rel}']/@href") for rel in ("prev", "next")]
    assert found == [[f"../{slug}/"] if slug else [] for slug in (older, newer)]


def test_an_only_issue_has_no_neighbours(project: Project) -> None:
    write(project, STARTS[:1])
    page = staged(project.root, LANGUAGES[0])["healthcare/2025-12-01.md"]
    assert addresses(page, "//nav[@class='tf-neighbours']/a/@href") == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_home_shows_the_newest_issue_once_and_the_others_below(
    project: Project, language: Language, count: int
) -> None:
    write(project, STARTS[:count])
    home = staged(project.root, language)["index.md"]
    newest, *earlier = (f"healthcare/{start}/" for start in reversed(STARTS[:count]))
    assert addresses(home, "//section[@class='tf-newest']/h2/a/@href") == [newest]
    assert addresses(home, "//section[@class='tf-earlier']//a[@class='tf-card__link']/@href") == earlier


def test_home_lists_no_more_than_the_recent_issues(project: Project) -> None:
    days = [(f"2025-{month:02}-01", f"2025-{month:02}-07", f"2025-{month:02}-08") for month in range(1, RECENT + 3)]
    for start, end, published in days:
        project.issue(f"healthcare/{start}.en.md", start=start, end=end, published=published)
    home = staged(project.root, LANGUAGES[0])["index.md"]
    earlier = [f"healthcare/{start}/" for start, _, _ in reversed(days)][1 : RECENT + 1]
    assert addresses(home, "//section[@class='tf-earlier']//a[@class='tf-card__link']/@href") == earlier
