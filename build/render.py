"""Markdown of a contributor → clean HTML, with the extensions of `mkdocs.yml`."""

import re

import markdown
from pymdownx.snippets import SnippetMissingError

from build.clean import clean_html
from build.model import ENGLISH, Language
from build.settings import Settings
from build.strings import admonition_title

# Python-Markdown titles an admonition that has no title with its kind, in English.
_DEFAULT_TITLE = re.compile(r'(<p class="admonition-title">|<summary>)([A-Z][a-z]+)(</)')


class RenderError(Exception):
    """A text asks for something that is not there; the message says what."""


class Renderer:
    """Renders many texts with one set of extensions; building that set costs more than a short text."""

    def __init__(self, settings: Settings) -> None:
        extensions = settings.extensions
        self._markdown = markdown.Markdown(extensions=list(extensions), extension_configs=extensions)

    def raw_html(self, text_md: str, language: Language = ENGLISH) -> str:
        """Return what Python-Markdown makes of `text_md`. It is not clean: for inspection only.

        Args:
            text_md: Markdown in `language`.
            language: what the titles of admonitions that have none of their own are to be in.

        Raises:
            RenderError: the text includes a file that is none of ours.
        """
        try:
            html = self._markdown.reset().convert(text_md)
        except SnippetMissingError as error:
            raise RenderError(str(error)) from error

        return _DEFAULT_TITLE.sub(lambda title: f"{title[1]}{admonition_title(title[2], language)}{title[3]}", html)

    def html(self, text_md: str, language: Language = ENGLISH) -> str:
        """Return `text_md`, which is in `language`, as HTML that may stand on a page."""
        return clean_html(self.raw_html(text_md, language))
