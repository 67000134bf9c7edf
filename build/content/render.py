"""Markdown of a contributor → clean HTML, with the extensions of `mkdocs.yml`, or where and why it is not rendered."""

import re

import markdown

from build.content import snippets
from build.content.model import ENGLISH, Language
from build.content.sanitizer import clean_html
from build.content.settings import Settings
from build.content.snippets import SnippetError
from build.content.strings import admonition_title
from translate.markdown import complexity
from translate.markdown.blocks import normalize
from translate.markdown.delimiters import guard

# Python-Markdown titles an admonition that has no title with its kind, in English.
_DEFAULT_TITLE = re.compile(r'(<p class="admonition-title">|<summary>)([A-Z][a-z]+)(</)')
_NEWLINE = re.compile(r"\r\n?|\n")
_REASONABLE = "expected Markdown that renders in reasonable time. Close or take out what begins here."


class RenderError(Exception):
    """A text that is not rendered; the message says what was found, what was expected and what to do."""

    def __init__(self, found: str, expected: str, offset: int = 0) -> None:
        super().__init__(f"{found}; {expected}")
        self.offset = offset
        """0-based code point of the text where the trouble begins; 0 where nobody knows."""

    def place(self, text_md: str, first_line: int) -> tuple[int, int]:
        """Return the 1-based line and column of `offset`, for a text that begins in a file's line `first_line`."""
        before = _NEWLINE.split(text_md[: self.offset])
        return first_line + len(before) - 1, len(before[-1]) + 1


class Renderer:
    """Renders many texts with one set of extensions; building that set costs more than a short text."""

    def __init__(self, settings: Settings) -> None:
        extensions = settings.extensions
        self._markdown = guard(markdown.Markdown(extensions=list(extensions), extension_configs=extensions))
        if "pymdownx.snippets" in extensions:
            snippets.install(self._markdown, extensions["pymdownx.snippets"])

    def raw_html(self, text_md: str, language: Language = ENGLISH) -> str:
        """Return what Python-Markdown makes of `text_md`. It is not clean: for inspection only.

        Args:
            text_md: Markdown in `language`.
            language: what the titles of admonitions that have none of their own are to be in.

        Raises:
            RenderError: the text includes a file that is none of ours, or makes too much work.
        """
        text, origin = normalize(text_md)
        too_much = complexity.excess(text)
        if too_much:
            raise RenderError(too_much.found, _REASONABLE, origin[too_much.start])
        try:
            html = self._markdown.reset().convert(text_md)
        except SnippetError as error:
            raise RenderError(error.found, error.expected, error.offset) from error
        except complexity.TooMuchWorkError as error:
            raise RenderError(error.excess.found, _REASONABLE, max(text_md.find(error.excerpt), 0)) from error
        except RecursionError as error:
            raise RenderError("blocks or markup nested very deep", _REASONABLE) from error
        # The extensions are many and anybody may choose their input: no fault of theirs ends the run.
        except Exception as error:
            found = f"Markdown that the renderer cannot read ({type(error).__name__})"
            raise RenderError(found, "expected Markdown as CONTRIBUTING.md shows it. Write it more simply.") from error
        return _DEFAULT_TITLE.sub(lambda title: f"{title[1]}{admonition_title(title[2], language)}{title[3]}", html)

    def html(self, text_md: str, language: Language = ENGLISH) -> str:
        """Return `text_md`, which is in `language`, as HTML that may stand on a page."""
        return clean_html(self.raw_html(text_md, language))
