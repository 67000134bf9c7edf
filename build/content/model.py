"""What an issue is: frozen data that every output is made from.

All HTML in here is clean: it went through the allow-list of `build.content.sanitizer` and names no template syntax,
script or foreign resource. All `*_text` is plain. URIs are site-relative with a trailing slash and no leading one.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from translate.stages.provenance import TextProvenance


@dataclass(frozen=True)
class Language:
    """One of the two languages of a site."""

    code: str
    """BCP 47 code, as in file names and `lang` attributes: `en`, `zh-Hans`."""
    prefix: str
    """Where its pages live: empty for the default language, else `zh/`."""
    name: str
    """The language's name in itself."""
    theme: str
    """Material's code for its own texts."""


ENGLISH = Language(code="en", prefix="", name="English", theme="en")
CHINESE = Language(code="zh-Hans", prefix="zh/", name="简体中文", theme="zh-Hans")
LANGUAGES = (ENGLISH, CHINESE)
"""The default language first."""


def language_of(code: str) -> Language:
    """Return the language with this BCP 47 code.

    Raises:
        KeyError: none has it.
    """
    return {language.code: language for language in LANGUAGES}[code]


def other(language: Language) -> Language:
    """Return the language that `language` is paired with."""
    return CHINESE if language is ENGLISH else ENGLISH


@dataclass(frozen=True)
class Name:
    """A name in both languages."""

    en: str
    """In English."""
    zh: str
    """In Simplified Chinese."""

    def in_(self, language: Language) -> str:
        """Return the name for readers of `language`."""
        return self.zh if language is CHINESE else self.en


@dataclass(frozen=True)
class Edition:
    """A series of issues."""

    slug: str
    """Folder and URL segment."""
    name: Name
    """What readers call it."""


@dataclass(frozen=True)
class Topic:
    """A subject of the controlled vocabulary."""

    slug: str
    """Key in front matter, URL fragment."""
    name: Name
    """What readers see."""


@dataclass(frozen=True)
class Publisher:
    """Who publishes sources."""

    slug: str
    """Key in the publisher list."""
    name: Name
    """Its name in both languages."""
    domains: tuple[str, ...]
    """Host names; a subdomain of one is the same publisher."""


@dataclass(frozen=True)
class Source:
    """One cited address of an issue."""

    number: int
    """1-based, in the order of first citation; the same in both languages."""
    url: str
    """http or https address as browsers serialise it, ASCII only; the host they open is whose publisher is named."""
    shown: str
    """The address for readers to see; it may hold Han and other plain letters. Never an `href`."""
    publisher: str
    """The publisher's name for the reader's language; the host where the publisher is not in the list."""
    title: str = ""
    """Headline of the page in its own language; empty where not known."""
    published: date | None = None
    """When the source appeared."""
    language: str = ""
    """BCP 47 code of the page behind the address; empty where not known."""
    unverified: bool = False
    """The address is a stand-in (a front page) until an editor finds the exact one."""
    items: tuple[int, ...] = ()
    """Numbers of the items that cite it."""
    names: Name = Name("", "")
    """The publisher's name in both languages, for readers of the other one."""


@dataclass(frozen=True)
class Item:
    """One story."""

    number: int
    """1-based; the anchor `item-3` is made from it, in both languages."""
    title_text: str
    """Headline without markup."""
    title_html: str
    """Headline with inline markup."""
    body_html: str
    """The summary, block-level HTML, without the trailing source links."""
    body_text: str
    """The summary as plain text; paragraphs separated by a blank line."""
    sources: tuple[int, ...]
    """Numbers in the issue's source list, in the order cited."""
    line: int = 0
    """1-based line of the heading in the content file; 0 where there is none."""

    @property
    def anchor(self) -> str:
        """Fragment of the item, shared by both languages."""
        return f"item-{self.number}"


@dataclass(frozen=True)
class Image:
    """An image file that may be published."""

    path: Path
    """The file, relative to the project's root: below content/images."""
    format: str
    """PNG, JPEG, GIF, WebP, AVIF or SVG."""
    width: int
    """Pixels; of SVG CSS pixels, 0 where it does not say."""
    height: int
    """Pixels; of SVG CSS pixels, 0 where it does not say."""
    digest: str
    """SHA-256 of the bytes to publish, in hexadecimal; the file itself may hold more."""

    @property
    def uri(self) -> str:
        """Its address below the root of a language's pages."""
        return self.path.relative_to("content").as_posix()


@dataclass(frozen=True)
class Issue:
    """One issue in one language."""

    edition: Edition
    """The series it belongs to."""
    language: Language
    """Language of every text in here."""
    start: date
    """First day covered."""
    end: date
    """Last day covered, inclusive."""
    published: date
    """Day of publication; a future one makes a draft."""
    title: str
    """Headline of the issue, plain text."""
    summary: str
    """One or two sentences for lists, feeds and cards, plain text."""
    topics: tuple[Topic, ...]
    """From the vocabulary, in the order given."""
    intro_html: str
    """What stands before the first item; often empty."""
    items: tuple[Item, ...]
    """In order; at least one."""
    sources: tuple[Source, ...]
    """In order of number."""
    path: Path
    """The content file, relative to the project's root."""
    translation: TextProvenance | None = None
    """How it came into its language; None for an original."""
    footnotes_html: str = field(default="", repr=False)
    """Footnotes of the whole issue, which Markdown renders after the last item."""
    images: tuple[tuple[str, Image], ...] = ()
    """Every image that its texts show, by address as they have it."""

    def language_of(self, text: str) -> str:
        """Return the BCP 47 code of one of its texts: a passage left in the original's language is marked so."""
        made = self.translation
        return made.source if made and made.is_left(text, self.language.code) else self.language.code

    @property
    def slug(self) -> str:
        """Last segment of the address: the first day covered."""
        return self.start.isoformat()

    @property
    def key(self) -> tuple[str, str]:
        """What both languages of an issue share: edition and slug."""
        return (self.edition.slug, self.slug)

    def image(self, address: str) -> Image | None:
        """Return the image that a text of the issue shows by `address`; None where it is none that may be shown."""
        return next((image for written, image in self.images if written == address), None)

    def uri(self, reader: Language | None = None) -> str:
        """Return the page's address on the site of `reader`'s language (this issue's own where None)."""
        return f"{(reader or self.language).prefix}{self.edition.slug}/{self.slug}/"


@dataclass(frozen=True)
class IssuePair:
    """An issue in the languages it exists in: at least one."""

    issues: tuple[Issue, ...]
    """The original first, then its translation where there is one."""

    @property
    def original(self) -> Issue:
        """The issue as it was written."""
        return self.issues[0]

    def in_(self, language: Language) -> Issue | None:
        """Return the issue in `language`, None where it is not translated."""
        return next((issue for issue in self.issues if issue.language is language), None)

    def shown_to(self, language: Language) -> Issue:
        """Return what a reader of `language` gets: the issue in that language, else the original."""
        return self.in_(language) or self.original


@dataclass(frozen=True)
class Download:
    """A file that readers can take away from an issue's page."""

    label: str
    """What readers see, in their language."""
    uri: str
    """Where it lies, relative to the root of the whole site."""
    size: int
    """In bytes."""
