"""Issues → the data of one PDF: JSON with every text cut into runs, so that the template decides the layout alone.

A document shows one language or both. Where an issue lacks one of them, a bilingual document shows the original across
the whole width and says so in both languages; a yearly volume of one language takes the original in, with a notice,
because a volume should be whole. There is no issue of its own in a language it was not translated into.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from build.content import strings as site_strings
from build.content.dates import format_date, format_period
from build.content.model import CHINESE, ENGLISH, LANGUAGES, Issue, IssuePair, Language, Source, language_of
from build.content.settings import Settings
from build.content.wording import provenance, source_details
from build.editions.document_tree import DocumentNode, Resolver, blocks, inline, plain
from build.editions.strings import text
from build.editions.text_runs import curl

_CONTENT_FILE = re.compile(
    r"(?:\.\./(?P<edition>[\w-]+)/)?(?P<start>\d{4}-\d{2}-\d{2})\.(?P<language>en|zh-Hans)\.md(?P<fragment>#[\w-]*)?"
)
_ANCHOR = re.compile(r'id="(fn:[^"]+)"')


@dataclass(frozen=True)
class PdfContent:
    """What one PDF shows: issues in one language or two."""

    pairs: tuple[IssuePair, ...]
    """The issues in the order of pages."""
    languages: tuple[Language, ...]
    """One, or both for parallel columns."""
    year: int = 0
    """Of a yearly volume; 0 for a single issue."""


def data(content: PdfContent, settings: Settings, picture: Callable[[Issue, str], str]) -> dict[str, Any]:
    """Return what the template needs to set `content`.

    Args:
        content: the issues and languages.
        settings: the newsletter.
        picture: (issue, address as written) → name of the image file in the store.
    """
    newest = max((pair.original for pair in content.pairs), key=lambda issue: issue.published)
    return {
        **_metadata(content, newest, settings),
        "languages": [language.code for language in content.languages],
        "volume": content.year != 0,
        "year": str(content.year),
        "name": [_runs(settings.name.in_(language), language) for language in content.languages],
        "tagline": [_runs(settings.tagline.in_(language), language) for language in content.languages],
        "edition": [_runs(newest.edition.name.in_(language), language) for language in content.languages],
        "strings": {language.code: _strings(language, content.year, settings) for language in LANGUAGES},
        "site": settings.site_url,
        "issues": [_entry(pair, content, settings, picture) for pair in content.pairs],
    }


def _metadata(content: PdfContent, newest: Issue, settings: Settings) -> dict[str, Any]:
    """Return what PDF readers show of a document: title, author, description, keywords, date, language."""
    name = _both(content, settings.name.in_)
    shown = [issue for pair in content.pairs for issue in _shown(pair, content)]
    if content.year:
        edition = _both(content, newest.edition.name.in_)
        title = f"{name} · {edition} · {_both(content, lambda language: text('volume', language, year=content.year))}"
        summary = _both(content, settings.tagline.in_)
    else:
        title = " · ".join(issue.title for issue in shown)
        summary = " ".join(issue.summary for issue in shown)
    topics = dict.fromkeys(topic for issue in shown for topic in issue.topics)
    return {
        "title": title,
        "author": name,
        "description": summary,
        "keywords": [topic.name.in_(language) for topic in topics for language in content.languages],
        "date": [newest.published.year, newest.published.month, newest.published.day],
        "lang": content.languages[0].code,
    }


def _both(content: PdfContent, name: Callable[[Language], str]) -> str:
    return " ".join(dict.fromkeys(name(language) for language in content.languages))


def _shown(pair: IssuePair, content: PdfContent) -> tuple[Issue, ...]:
    """The issue in every language asked for that it exists in; the original where it exists in none of them."""
    found = tuple(issue for language in content.languages if (issue := pair.in_(language)))
    return found or (pair.original,)


def _entry(
    pair: IssuePair, content: PdfContent, settings: Settings, picture: Callable[[Issue, str], str]
) -> dict[str, Any]:
    shown = _shown(pair, content)
    prefix = "-".join(pair.original.key)
    readers = content.languages if len(content.languages) > 1 else (shown[0].language,)
    return {
        "prefix": prefix,
        "length": [sum(len(item.body_text) for item in issue.items) for issue in shown],
        "period": [_text_in(issue.language, format_period(issue.start, issue.end, issue.language)) for issue in shown],
        "published": [
            _text_in(
                issue.language,
                site_strings.text("published", issue.language, date=format_date(issue.published, issue.language)),
            )
            for issue in shown
        ],
        "notices": [_text_in(language, notice) for notice, language in notices(pair, content.languages, settings)],
        "parts": [_part(issue, f"{prefix}-", settings, picture) for issue in shown],
        "sources": [_source(source, readers, f"{prefix}-", shown[0].language) for source in shown[0].sources],
        "heads": [site_strings.text("sources", language) for language in readers],
        "uri": f"{settings.site_url}{shown[0].uri()}" if settings.site_url else "",
    }


def _part(issue: Issue, prefix: str, settings: Settings, picture: Callable[[Issue, str], str]) -> dict[str, Any]:
    language = issue.language
    own = f"{prefix}{language.code}-"
    resolver = Resolver(lambda address: _link(address, issue, own, settings), lambda src: picture(issue, src))
    notes = [node for block in blocks(issue.footnotes_html, language, resolver) for node in (block, *block.children)]
    return {
        "lang": language.code,
        "title": _runs(issue.title, language),
        "title_text": issue.title,
        "summary": _runs(issue.summary, language),
        "topics": [_runs(topic.name.in_(language), language) for topic in issue.topics],
        "intro": _data(blocks(issue.intro_html, language, resolver)),
        "items": [
            {
                "number": item.number,
                "anchor": f"{own}{item.anchor}",
                "title": _data(inline(item.title_html, language, resolver)),
                "body": _data(blocks(item.body_html, language, resolver)),
                "size": len(item.body_text) * (2 if language is CHINESE else 1),
                "sources": [[number, f"{prefix}source-{number}"] for number in sorted(item.sources)],
            }
            for item in issue.items
        ],
        "notes": _data(tuple(node for node in notes if node.kind == "numbers")),
    }


def _source(source: Source, readers: tuple[Language, ...], prefix: str, shown: Language) -> dict[str, Any]:
    details = [_text_in(language, known) for language in readers if (known := source_details(source, language))]
    names = dict.fromkeys(source.names.in_(language) or source.publisher for language in readers)
    title_language = language_of(source.language) if source.language in (ENGLISH.code, CHINESE.code) else readers[0]
    return {
        "number": source.number,
        "anchor": f"{prefix}source-{source.number}",
        "names": [_runs(name, readers[0] if name.isascii() else readers[-1]) for name in names],
        "title": _text_in(title_language, source.title) if source.title else None,
        "details": details,
        "url": source.url,
        "shown": source.shown,
        "items": [[number, f"{prefix}{shown.code}-item-{number}"] for number in source.items],
    }


def notices(pair: IssuePair, languages: tuple[Language, ...], settings: Settings) -> list[tuple[str, Language]]:
    """Return what readers of an edition in `languages` must know of the issue in it, each with its language."""
    shown = tuple(issue for language in languages if (issue := pair.in_(language)))
    found: list[tuple[str, Language]] = []
    if not shown:
        shown = (pair.original,)
        found = [(text("original only", languages[0]), languages[0])]
    elif len(shown) < len(languages):
        found = [
            (text("untranslated" if language is shown[0].language else "original only", language), language)
            for language in languages
        ]
    return found + [(notice, issue.language) for issue in shown for notice in provenance(issue, settings)]


def absolute(address: str, issue: Issue, settings: Settings) -> str:
    """Return an address of running text as one that works outside the site; empty where it leads nowhere."""
    if re.match(r"(?:https?|mailto):", address):
        return address
    if not settings.site_url:
        return ""
    if match := _CONTENT_FILE.fullmatch(address):
        prefix = issue.language.prefix
        edition = match["edition"] or issue.edition.slug
        return f"{settings.site_url}{prefix}{edition}/{match['start']}/{match['fragment'] or ''}"
    return urljoin(f"{settings.site_url}{issue.uri()}", address)


def _link(address: str, issue: Issue, prefix: str, settings: Settings) -> str:
    if not address.startswith("#"):
        return absolute(address, issue, settings)
    known = {item.anchor for item in issue.items} | set(_ANCHOR.findall(issue.footnotes_html))
    return f"#{prefix}{address[1:]}" if address[1:] in known else ""


def _strings(language: Language, year: int, settings: Settings) -> dict[str, str]:
    strings = {key: text(key, language) for key in ("bilingual", "contents", "notes", "topics", "online")}
    strings["volume"] = text("volume", language, year=year)
    strings["sources"] = site_strings.text("sources", language)
    strings["licence"] = settings.licence.in_(language)
    return strings


def _text_in(language: Language, written: str) -> dict[str, Any]:
    return {"lang": language.code, "c": _runs(written, language)}


def _runs(written: str, language: Language) -> list[dict[str, Any]]:
    return _data(plain(curl(written, language), language))


def _data(nodes: tuple[DocumentNode, ...]) -> list[dict[str, Any]]:
    return [node.data() for node in nodes]


def image_address(address: str, issue: Issue, settings: Settings) -> str:
    """Return the absolute address of an image in running text; empty where it is none of ours, or there is no site."""
    image = issue.image(address)
    return f"{settings.site_url}{issue.language.prefix}{image.uri}" if image and settings.site_url else ""
