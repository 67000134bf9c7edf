"""Static pages of the site, such as About: one Markdown file per language below content/pages."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from build.content import body_check, front_matter, slugs
from build.content.body import parse
from build.content.images import Images
from build.content.issue_file import check_translation
from build.content.model import LANGUAGES, Language, language_of
from build.content.render import Renderer, RenderError
from build.content.sanitizer import clean_html
from translate.core import content, fields, limits
from translate.core.problem import Problem
from translate.markdown.document import Document

_log = logging.getLogger(__name__)

_NAME = re.compile(r"(?P<slug>[^.]+)\.(?P<language>[A-Za-z-]+)\.md")


@dataclass(frozen=True)
class StaticPage:
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
    root: Path, renderer: Renderer, images: Images, taken: Mapping[str, str]
) -> tuple[tuple[StaticPage, ...], tuple[Problem, ...]]:
    """Read every page below `root`/content/pages, in the order of slug and language.

    What lies there and is no page is a problem that `issues.load` reports with all other strays.

    Args:
        root: the project's root.
        renderer: makes the pages' HTML.
        images: the images that a page may show.
        taken: names that no page can have → what has them.
    """
    pages: list[StaticPage] = []
    problems: list[Problem] = []
    paths, _ = content.walk(root, content.PAGES)
    for path in content.in_folder(paths, content.PAGES, ".md"):
        page, found = content.isolated(path, partial(_read, root, path, renderer, images, taken))
        problems += found
        _log.debug("%s: %s", path, "read" if page else f"left out: {len(found)} problems")
        if page:
            pages.append(page)
    return tuple(pages), tuple(problems)


def _read(
    root: Path, path: Path, renderer: Renderer, images: Images, taken: Mapping[str, str]
) -> tuple[StaticPage | None, list[Problem]]:
    data, problems = content.read_bytes(root, path)
    if data is None:
        return None, problems
    front, body_md, first_line, problems = front_matter.read(path, data)
    match = _NAME.fullmatch(path.name)
    codes = [language.code for language in LANGUAGES]
    if not match or match["language"] not in codes or slugs.slug_fault(match["slug"]):
        message = f"the file is called `{path.name}`; expected about.en.md or about.zh-Hans.md. Rename it."
        return None, [*problems, Problem(path, 1, 1, message)]
    if match["slug"] in taken:
        owner = taken[match["slug"]]
        message = f"the name `{match['slug']}` belongs to {owner}; expected a name of its own. Rename it."
        problems.append(Problem(path, 1, 1, message))
    language = language_of(match["language"])
    if front:
        check_translation(front, Document.parse(data, path)[0])
        front.check_names(fields.names("page", "required"), fields.names("page", "optional"))
    try:
        raw_html = renderer.raw_html(body_md, language)
        body = parse(raw_html)
    except RenderError as error:
        return None, [*problems, Problem(path, *error.place(body_md, first_line), str(error))]
    lines = tuple(data.decode("utf-8-sig", "replace").splitlines())
    problems += body_check.check_text(path, body, images, lines, first_line)
    if front is None:
        return None, problems
    title, summary = front.text("title", limit=limits.TITLE), front.text("summary", limit=limits.SUMMARY)
    return StaticPage(match["slug"], language, title, summary, clean_html(raw_html), path), problems
