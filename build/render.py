"""Markdown of a contributor → clean HTML, with the extensions of `mkdocs.yml`."""

import markdown
from pymdownx.snippets import SnippetMissingError

from build.clean import clean_html
from build.settings import Settings


class RenderError(Exception):
    """A text asks for something that is not there; the message says what."""


class Renderer:
    """Renders many texts with one set of extensions; building that set costs more than a short text."""

    def __init__(self, settings: Settings) -> None:
        extensions = settings.extensions
        self._markdown = markdown.Markdown(extensions=list(extensions), extension_configs=extensions)

    def raw_html(self, text_md: str) -> str:
        """Return what Python-Markdown makes of `text_md`. It is not clean: for inspection only.

        Raises:
            RenderError: the text includes a file that is none of ours.
        """
        try:
            return self._markdown.reset().convert(text_md)
        except SnippetMissingError as error:
            raise RenderError(str(error)) from error

    def html(self, text_md: str) -> str:
        """Return `text_md` as HTML that may stand on a page."""
        return clean_html(self.raw_html(text_md))
