"""Standing pages of the site, such as About: one Markdown file per language below content/pages."""

import re
from dataclasses import dataclass
from pathlib import Path

from build import fields
from build.model import LANGUAGES, Language, language_of
from build.render import Renderer, RenderError
from translate.problem import Problem

FOLDER = Path("content/pages")
_NAME = re.compile(r"(?P<slug>[a-z0-9-]+)\.(?P<language>[A-Za-z-]+)\.md")


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


def load(root: Path, renderer: Renderer) -> tuple[tuple[StandingPage, ...], tuple[Problem, ...]]:
    """Read every page below `root`/content/pages, in the order of slug and language."""
    pages: list[StandingPage] = []
    problems: list[Problem] = []
    for absolute in sorted((root / FOLDER).glob("*.md")):
        path = absolute.relative_to(root)
        front, body_md, first_line, found = fields.read(path, absolute.read_bytes())
        problems += found
        if front is None:
            continue
        match = _NAME.fullmatch(path.name)
        codes = [language.code for language in LANGUAGES]
        if not match or match["language"] not in codes:
            message = f"the file is called `{path.name}`; expected about.en.md or about.zh-Hans.md. Rename it."
            problems.append(Problem(path, 1, 1, message))
            continue
        front.check_names(("title",), ("summary", "translation"))
        title = front.text("title")
        try:
            html = renderer.html(body_md, language_of(match["language"]))
        except RenderError as error:
            problems.append(Problem(path, *error.place(body_md, first_line), str(error)))
            continue
        pages.append(
            StandingPage(match["slug"], language_of(match["language"]), title, front.text("summary"), html, path)
        )
        problems += [problem for problem in front.problems if problem not in problems]
    return tuple(pages), tuple(problems)
