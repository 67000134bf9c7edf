"""Static pages cannot take the place of a page that the site itself makes."""

from datetime import date

import pytest

from build.content import newsletter, slugs
from tests.build.conftest import Project

TODAY = date(2026, 1, 1)
NAME = "expected about.en.md or about.zh-Hans.md. Rename it."


def said(project: Project) -> list[str]:
    return [str(problem) for problem in newsletter.read(project.root, TODAY)[1]]


def put(project: Project, name: str) -> None:
    (project.root / "content/pages" / name).write_text("---\ntitle: Mine\n---\n\nText.\n", encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("slug", [*slugs.RESERVED, "healthcare"])
def test_a_page_named_like_one_of_the_sites_own(project: Project, slug: str, language: str) -> None:
    project.issue()
    put(project, f"{slug}.{language}.md")
    owner = slugs.taken_names(["healthcare"])[slug]
    path = f"content/pages/{slug}.{language}.md"
    assert said(project) == [
        f"{path}:1:1: the name `{slug}` belongs to {owner}; expected a name of its own. Rename it."
    ]


@pytest.mark.parametrize("slug", ["imprint", "topics-2", "zh-hans", "search-help", "2025", "indexes"])
def test_a_page_with_a_name_of_its_own(project: Project, slug: str) -> None:
    project.issue()
    put(project, f"{slug}.en.md")
    assert said(project) == []
    assert slug in {page.slug for page in newsletter.read(project.root, TODAY)[0].static_pages}


@pytest.mark.parametrize(
    "name",
    [
        *("About.en.md", "a--b.en.md", "-a.en.md", "a_b.en.md", "关于.en.md", "a.b.en.md", "a b.en.md"),
        *(f"{'a' * 65}.en.md", "a.fr.md", "a.md"),
    ],
)
def test_a_page_whose_name_is_no_slug(project: Project, name: str) -> None:
    project.issue()
    put(project, name)
    assert said(project) == [f"content/pages/{name}:1:1: the file is called `{name}`; {NAME}"]
