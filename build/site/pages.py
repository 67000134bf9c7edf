"""Issues → the Markdown pages of one language, for any renderer that reads Markdown with front matter.

A page's texts are clean HTML. Only the texts of headings are read as Markdown, for the table of contents, with
every significant sign as a character reference. Front matter carries under `twofold` what the site's templates need.
"""

import json
import re
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from build.content.dates import format_date, format_period, format_year
from build.content.model import Download, IssuePair, Language, Topic, other
from build.content.sanitizer import inert
from build.content.settings import Settings
from build.content.static_pages import StaticPage
from build.content.strings import text
from build.content.wording import label, of_text, provenance, source_details

_TEMPLATES = Path(__file__).parents[1] / "templates" / "pages"
_SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^=:\"$@/&<>]")
_PLAIN_TAG = re.compile(r"(</?(?:em|strong|i|b|code|sub|sup|mark|del|ins|s|u|small|q|cite|kbd)>)|<[^>]*>")
_CONTENT_LINK = re.compile(
    r'href="(?:\.\./(?P<edition>[\w-]+)/)?(?P<start>\d{4}-\d{2}-\d{2})\.(?:en|zh-Hans)\.md(?P<fragment>#[\w-]*)?"'
)
RECENT = 8
"""How many earlier issues the home page lists."""


@dataclass(frozen=True)
class PageContext:
    """What all pages of one language are made from."""

    settings: Settings
    """Names and editions."""
    language: Language
    """The readers' language."""
    pairs: tuple[IssuePair, ...]
    """All issues to publish, newest first."""
    static_pages: tuple[StaticPage, ...]
    """Static pages, in all languages."""
    downloads: dict[tuple[str, str], tuple[Download, ...]]
    """Files to take away, by edition and slug: the first day of an issue, or a year."""


def stage(context: PageContext) -> dict[str, str]:
    """Return the pages of one language: path below the language's root → Markdown with front matter."""
    environment = _environment(context)
    language, pairs = context.language, context.pairs

    def page(template: str, uri: str, title: str, summary: str, **values: Any) -> str:
        meta: dict[str, Any] = {
            # The theme puts these two on its pages as they are.
            "title": _inert(title),
            "description": _inert(summary),
            "search": {"exclude": True},
            "hide": ["navigation"],
        }
        meta |= values.pop("meta", {})
        meta["twofold"] = {"uri": uri, "counterpart": uri, **values.pop("twofold", {})}
        depth = uri.count("/")
        body = environment.get_template(f"{template}.jinja").render(root="../" * depth, title=title, **values)
        return f"---\n{_front_matter(meta)}---\n\n{body}\n"

    newest = pairs[0] if pairs else None
    name, tagline = context.settings.name.in_(language), context.settings.tagline.in_(language)
    feed = "feed.xml" if context.settings.site_url else ""
    bare = {"hide": ["navigation", "toc"]}
    pages = {
        "index.md": page(
            "home", "", text("home", language), tagline, newest=newest, meta=bare, name=name, tagline=tagline, feed=feed
        ),
        "archive.md": page(
            "list",
            "archive/",
            text("archive", language),
            text("archive.summary", language),
            groups=_by_year(pairs, context),
        ),
        "topics.md": page(
            "list",
            "topics/",
            text("topics", language),
            text("topics.summary", language),
            groups=_by_topic(context),
        ),
    }
    for edition in context.settings.editions.values():
        own = tuple(pair for pair in pairs if pair.original.edition == edition)
        title = edition.name.in_(language)
        summary = text("edition.summary", language, edition=title)
        groups = _by_year(own, context)
        pages[f"{edition.slug}/index.md"] = page("list", f"{edition.slug}/", title, summary, groups=groups)
        for position, pair in enumerate(own):
            newer = own[position - 1] if position else None
            older = own[position + 1] if position + 1 < len(own) else None
            pages[f"{edition.slug}/{pair.original.slug}.md"] = _issue_page(page, context, pair, newer, older)
    for slug, entry in _static_pages_for(context).items():
        foreign = entry.language is not language
        pages[f"{slug}.md"] = page(
            "static",
            f"{slug}/",
            entry.title,
            entry.summary,
            entry=entry,
            notices=of_text(entry.translation, entry.language, context.settings, page=True),
            twofold=_foreign(entry.language, f"{slug}/", language) if foreign else {},
        )
    return pages


def _issue_page(
    page: Any, context: PageContext, pair: IssuePair, newer: IssuePair | None, older: IssuePair | None
) -> str:
    language = context.language
    issue = pair.shown_to(language)
    uri = f"{issue.edition.slug}/{issue.slug}/"
    period = format_period(issue.start, issue.end, language)
    twofold = {"edition": issue.edition.name.in_(language), "period": period, "issue": True}
    if issue.language is not language:
        twofold |= _foreign(issue.language, uri, language)
    return str(
        page(
            "issue",
            uri,
            issue.title,
            issue.summary,
            issue=issue,
            newer=newer,
            older=older,
            downloads=context.downloads.get(issue.key, ()),
            twofold=twofold,
        )
    )


def _foreign(language: Language, uri: str, reader: Language) -> dict[str, Any]:
    """What the templates need of a page shown in another language than its readers': it is no page of its own."""
    up = "../" if reader.prefix else ""
    return {"lang": language.code, "noindex": True, "canonical": f"{up}{language.prefix}{uri}"}


def _static_pages_for(context: PageContext) -> dict[str, StaticPage]:
    """Each static page once: in the readers' language where it exists in it."""
    chosen: dict[str, StaticPage] = {}
    for entry in context.static_pages:
        if entry.slug not in chosen or entry.language is context.language:
            chosen[entry.slug] = entry
    return chosen


@dataclass(frozen=True)
class Group:
    """Issues under one heading of a list."""

    anchor: str
    """Fragment of the heading."""
    label: str
    """The heading."""
    pairs: tuple[IssuePair, ...]
    """Newest first."""
    downloads: tuple[Download, ...] = ()
    """Volumes that hold all of them."""


def _by_year(pairs: tuple[IssuePair, ...], context: PageContext) -> list[Group]:
    groups = []
    for year, found in groupby(pairs, key=lambda pair: pair.original.start.year):
        own = tuple(found)
        editions = dict.fromkeys(pair.original.edition.slug for pair in own)
        volumes = tuple(volume for slug in editions for volume in context.downloads.get((slug, str(year)), ()))
        groups.append(Group(f"y{year}", format_year(year, context.language), own, volumes))
    return groups


def _by_topic(context: PageContext) -> list[Group]:
    topics: dict[str, Topic] = {topic.slug: topic for pair in context.pairs for topic in pair.original.topics}
    groups = [
        Group(slug, topic.name.in_(context.language), tuple(p for p in context.pairs if topic in p.original.topics))
        for slug, topic in topics.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.pairs), group.anchor))


def _front_matter(meta: dict[str, Any]) -> str:
    # JSON is YAML, and its escapes leave no way for a text to end its line or its string.
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items() if value != "")


def heading(html: str) -> Markup:
    """Return a headline as inline Markdown: plain tags stay, all signs that Markdown would read are references."""
    parts = _PLAIN_TAG.split(html)
    # The split leaves text at even places and, at odd ones, a tag to keep or None.
    return Markup(  # noqa: S704 -- clean HTML with less in it
        "".join(
            (part or "") if place % 2 else _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", unescape(part or ""))
            for place, part in enumerate(parts)
        )
    )


def _inert(value: object) -> object:
    """Plain text in a template becomes HTML that is no template itself; what is HTML already is clean."""
    return value if isinstance(value, Markup) else Markup(inert(escape(value)))  # noqa: S704 -- escaped


def _environment(context: PageContext) -> jinja2.Environment:
    language = context.language
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_inert,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known = {pair.original.key for pair in context.pairs}

    def localise(html: str, edition: str) -> Markup:
        """Turn links between content files into links between pages."""

        def replace(match: re.Match[str]) -> str:
            key = (match["edition"] or edition, match["start"])
            return f'href="../../{key[0]}/{key[1]}/{match["fragment"] or ""}"' if key in known else match[0]

        return Markup(_CONTENT_LINK.sub(replace, html))  # noqa: S704 -- clean HTML with other addresses

    environment.globals |= {
        "language": language,
        "other": other(language),
        "pairs": context.pairs,
        "repository": context.settings.repository,
        "recent": context.pairs[1 : RECENT + 1],
        "t": lambda key, **values: text(key, language, **values),
        "day": lambda value: format_date(value, language),
        "period": lambda issue: format_period(issue.start, issue.end, language),
        "shown": lambda pair: pair.shown_to(language),
        "details": lambda source: source_details(source, language),
        "provenance": lambda issue: provenance(issue, context.settings),
        "label": label,
    }
    environment.filters |= {"heading": heading, "localise": localise, "clean": Markup}
    return environment
