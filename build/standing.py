"""Standing pages of the site, such as About: one Markdown file per language below content/pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from build import body_check, fields, slugs
from build.body import link_addresses
from build.clean import clean_html
from build.model import LANGUAGES, Language, language_of
from build.render import Renderer, RenderError
from translate.problem import Problem

FOLDER = Path("content/pages")
_NAME = re.compile(r"(?P<slug>[^.]+)\.(?P<language>[A-Za-z-]+)\.md")


@dataclass(frozen=True)
class StandingPage:
    """A page that belongs to no issue, in one language."""

    slug: str
    """Last segment of its address."""
    language: Language
    """Language of its text."""
    title: str
    """Plain text."""
    summary: str
    """One sentence for search engines; may be empty."""
    html: str
    """Clean HTML."""
    path: Path
    """The content file, relative to the project's root."""


def load(
    root: Path, renderer: Renderer, taken: Mapping[str, str]
) -> tuple[tuple[StandingPage, ...], tuple[Problem, ...]]:
    """Read every page below `root`/content/pages, in the order of slug and language.

    Args:
        root: the project's root.
        renderer: makes the pages' HTML.
        taken: names that no page can have → what has them.
    """
    pages: list[StandingPage] = []
    problems: list[Problem] = []
    for absolute in sorted((root / FOLDER).glob("*.md")):
        path = absolute.relative_to(root)
        data = absolute.read_bytes()
        front, body_md, first_line, found = fields.read(path, data)
        problems += found
        if front is None:
            continue
        match = _NAME.fullmatch(path.name)
        codes = [language.code for language in LANGUAGES]
        if not match or match["language"] not in codes or slugs.slug_fault(match["slug"]):
            message = f"the file is called `{path.name}`; expected about.en.md or about.zh-Hans.md. Rename it."
            problems.append(Problem(path, 1, 1, message))
            continue
        if match["slug"] in taken:
            owner = taken[match["slug"]]
            message = f"the name `{match['slug']}` belongs to {owner}; expected a name of its own. Rename it."
            problems.append(Problem(path, 1, 1, message))
            continue
        front.check_names(("title",), ("summary", "translation"))
        title = front.text("title")
        try:
            raw_html = renderer.raw_html(body_md, language_of(match["language"]))
        except RenderError as error:
            message = f"{error}; expected a file below content/snippets. Write the text itself."
            problems.append(Problem(path, 1, 1, message))
            continue
        html = clean_html(raw_html)
        links = tuple(dict.fromkeys((*link_addresses(raw_html), *filter(None, link_addresses(html)))))
        lines = tuple(data.decode("utf-8-sig").splitlines())
        problems += body_check.link_problems(path, links, lines, first_line)
        pages.append(
            StandingPage(match["slug"], language_of(match["language"]), title, front.text("summary"), html, path)
        )
        problems += [problem for problem in front.problems if problem not in problems]
    return tuple(pages), tuple(problems)
