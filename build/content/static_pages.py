"""Static pages of the site, such as About: one Markdown file per language below content/pages."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from build.content import body_check, front_matter, slugs
from build.content.body import parse, with_languages
from build.content.images import Images
from build.content.issue_file import check_translation
from build.content.model import LANGUAGES, Language, language_of
from build.content.records import PublicationPolicy
from build.content.render import Renderer, RenderError
from build.content.sanitizer import clean_html
from translate.core import content, fields, limits
from translate.core.problem import Problem
from translate.markdown.document import Document
from translate.stages import record, translation_block
from translate.stages.provenance import TextProvenance, of_unrecorded

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
    translation: TextProvenance | None = None
    """How it came into its language; None for an original."""

    def language_of(self, text: str) -> str:
        """Return the BCP 47 code of one of its texts: a passage left in the original's language is marked so."""
        made = self.translation
        return made.source if made and made.is_left(text, self.language.code) else self.language.code


def load(
    root: Path,
    renderer: Renderer,
    images: Images,
    taken: Mapping[str, str],
    policy: PublicationPolicy | None = None,
) -> tuple[tuple[StaticPage, ...], tuple[Problem, ...]]:
    """Read every page below `root`/content/pages, in the order of slug and language.

    What lies there and is no page is a problem that `issues.load` reports with all other strays.

    Args:
        root: the project's root.
        renderer: makes the pages' HTML.
        images: the images that a page may show.
        taken: names that no page can have → what has them.
        policy: what of translations is published; None for everything, with what their blocks say.
    """
    pages: list[StaticPage] = []
    problems: list[Problem] = []
    originals: dict[str, Document] = {}
    translated: list[tuple[StaticPage, Document]] = []
    paths, _ = content.walk(root, content.PAGES)
    for path in content.in_folder(paths, content.PAGES, ".md"):
        read, found = content.isolated(path, partial(_read, root, path, renderer, images, taken))
        problems += found
        _log.debug("%s: %s", path, "read" if read else f"left out: {len(found)} problems")
        if read is None:
            continue
        page, document = read
        if page.translation is None:
            originals[page.slug] = document
            pages.append(page)
        else:
            translated.append((page, document))

    def as_published(page: StaticPage, document: Document) -> StaticPage | None:
        original = originals.get(page.slug)
        if policy is None or original is None or page.translation is None:
            return page
        made = policy.apply(original, document, page.translation)
        if not made.is_translated:
            return None
        if not made.changed:
            return replace(page, translation=made.provenance)
        data = made.document.replace([])
        again, _ = _read(root, page.path, renderer, images, taken, data=data)
        return replace(again[0], translation=made.provenance) if again else None

    pages += filter(None, (as_published(page, document) for page, document in translated))
    return tuple(sorted(pages, key=lambda page: page.path)), tuple(problems)


def _read(
    root: Path,
    path: Path,
    renderer: Renderer,
    images: Images,
    taken: Mapping[str, str],
    *,
    data: bytes | None = None,
) -> tuple[tuple[StaticPage, Document] | None, list[Problem]]:
    problems: list[Problem] = []
    if data is None:
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
    document, _ = Document.parse(data, path)
    if front:
        check_translation(front, document)
        front.check_names(fields.names("page", "required"), fields.names("page", "optional"))
    block = translation_block.read(document)
    made = of_unrecorded(block) if front and block else None
    left = (record.UNTRANSLATED[language.code], made.source) if made else None
    try:
        raw_html = with_languages(renderer.raw_html(body_md, language), left)
        body = parse(raw_html)
    except RenderError as error:
        return None, [*problems, Problem(path, *error.place(body_md, first_line), str(error))]
    lines = tuple(data.decode("utf-8-sig", "replace").splitlines())
    problems += body_check.check_text(path, body, images, lines, first_line)
    if front is None:
        return None, problems
    title, summary = front.text("title", limit=limits.TITLE), front.text("summary", limit=limits.SUMMARY)
    page = StaticPage(match["slug"], language, title, summary, clean_html(raw_html), path, made)
    return (page, document), problems
