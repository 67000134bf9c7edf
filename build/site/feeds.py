"""An Atom feed per language (RFC 4287): the newest issues in full, each an entry with its sources.

An issue that is not translated is no entry of the other language's feed: a reader subscribed to a language.
"""

from html import escape
from pathlib import Path

from lxml import etree

from build.content import wording
from build.content.dates import format_period
from build.content.model import Issue, IssuePair, Language
from build.content.settings import Settings
from build.content.strings import text
from build.editions.pdf_data import absolute, image_address
from build.editions.portable_html import inner, portable
from build.files import write_atomically

NAME = "feed.xml"
LENGTH = 20
"""How many issues a feed holds, newest first."""
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def write(pairs: tuple[IssuePair, ...], language: Language, settings: Settings, folder: Path) -> None:
    """Write the feed of one language into the root of its pages.

    Atom asks for absolute addresses, so there is none where the site's address is not known.
    """
    if settings.site_url:
        write_atomically(folder / NAME, feed(pairs, language, settings))


def feed(pairs: tuple[IssuePair, ...], language: Language, settings: Settings) -> bytes:
    """Return the feed as XML."""
    issues = [issue for pair in pairs if (issue := pair.in_(language))][:LENGTH]
    home = f"{settings.site_url}{language.prefix}"
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # lxml-stubs knows no default
    root.set(f"{{{_XML}}}lang", language.code)
    _add(root, "title", settings.name.in_(language))
    _add(root, "subtitle", settings.tagline.in_(language))
    _add(root, "id", home)
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{home}{NAME}")
    _add(root, "link", rel="alternate", type="text/html", hreflang=language.code, href=home)
    _add(root, "updated", max((_changed(issue) for issue in issues), default="1970-01-01T00:00:00Z"))
    _add(_add(root, "author"), "name", settings.name.in_(language))
    _add(root, "rights", settings.licence.in_(language))
    for issue in issues:
        entry = _add(root, "entry")
        period = format_period(issue.start, issue.end, language)
        label = wording.label(issue)
        title = f"{issue.title} – {issue.edition.name.in_(language)}, {period}{f' · {label}' if label else ''}"
        _in_language(_add(entry, "title", title), issue, issue.title)
        _add(entry, "id", f"{settings.site_url}{issue.uri()}")
        _add(entry, "link", rel="alternate", type="text/html", href=f"{settings.site_url}{issue.uri()}")
        _add(entry, "published", f"{issue.published.isoformat()}T00:00:00Z")
        _add(entry, "updated", _changed(issue))
        _in_language(_add(entry, "summary", issue.summary), issue, issue.summary)
        for topic in issue.topics:
            _add(entry, "category", term=topic.slug, label=topic.name.in_(language))
        _add(entry, "content", _content(issue, settings), type="html")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _changed(issue: Issue) -> str:
    """The day of the last change that readers should hear of: publication, or a later review of the translation."""
    reviewed = issue.translation.reviewed_on if issue.translation else None
    return f"{max(issue.published, reviewed or issue.published).isoformat()}T00:00:00Z"


def _content(issue: Issue, settings: Settings) -> str:
    language = issue.language

    def link(address: str) -> str:
        return (
            f"{settings.site_url}{issue.uri()}{address}"
            if address.startswith("#")
            else absolute(address, issue, settings)
        )

    def show(image: etree._Element) -> None:
        image.set("src", image_address(image.get("src") or "", issue, settings))

    parts = [f"<p><em>{escape(notice)}</em></p>" for notice in wording.provenance(issue, settings)]
    parts += [inner(portable(issue.intro_html, link, show))] if issue.intro_html else []
    for item in issue.items:
        sources = text("sources.separator", language).join(
            f'<a href="{escape(issue.sources[number - 1].url)}">{escape(issue.sources[number - 1].publisher)}</a>'
            for number in item.sources
        )
        spoken = issue.language_of(item.title_text)
        lang = f' lang="{spoken}"' if spoken != language.code else ""
        parts.append(f"<h2{lang}>{inner(portable(item.title_html, link, show))}</h2>")
        parts.append(inner(portable(item.body_html, link, show)))
        parts.append(f"<p>{escape(text('source', language))}{sources}</p>")
    return "\n".join(parts)


def _in_language(element: etree._Element, issue: Issue, text: str) -> None:
    """Say of an element which language it is in, where that is not the feed's."""
    if issue.language_of(text) != issue.language.code:
        element.set(f"{{{_XML}}}lang", issue.language_of(text))


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element
