"""The sitemap of both languages, each page naming its counterpart (sitemaps.org 0.9 with Google's hreflang extension).

MkDocs writes one per language that knows nothing of the other and lists fallback pages, which stand for
no page of their own.
"""

from pathlib import Path

from lxml import etree

from build.content.model import ENGLISH, LANGUAGES, IssuePair, Language
from build.content.static_pages import StaticPage
from build.files import write_atomically

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def write(site_url: str, pairs: tuple[IssuePair, ...], static_pages: tuple[StaticPage, ...], site_dir: Path) -> None:
    """Write `sitemap.xml` below `site_dir` in the place of MkDocs' own; none where the site's address is not known."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        for language in LANGUAGES:
            (site_dir / language.prefix / name).unlink(missing_ok=True)
    if not site_url:
        return
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP, "xhtml": _XHTML})  # type: ignore[dict-item]  # lxml-stubs knows no default
    for uri, languages, changed in _pages(pairs, static_pages):
        for language in languages:
            entry = etree.SubElement(root, f"{{{_SITEMAP}}}url")
            etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = f"{site_url}{language.prefix}{uri}"
            if changed:
                etree.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = changed
            links = {alternate.code: alternate for alternate in languages} if len(languages) > 1 else {}
            if ENGLISH in links.values():
                links["x-default"] = ENGLISH
            for code, alternate in links.items():
                address = f"{site_url}{alternate.prefix}{uri}"
                etree.SubElement(entry, f"{{{_XHTML}}}link", rel="alternate", hreflang=code, href=address)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    write_atomically(site_dir / "sitemap.xml", data)


def _pages(
    pairs: tuple[IssuePair, ...], static_pages: tuple[StaticPage, ...]
) -> list[tuple[str, tuple[Language, ...], str]]:
    """Return address, languages and day of the last change of every page that stands for itself."""
    newest = max((pair.original.published for pair in pairs), default=None)
    changed = newest.isoformat() if newest else ""
    editions = dict.fromkeys(pair.original.edition.slug for pair in pairs)
    found: list[tuple[str, tuple[Language, ...], str]] = [
        (uri, LANGUAGES, changed) for uri in ("", "archive/", "topics/", *(f"{slug}/" for slug in editions))
    ]
    found += [
        (f"{slug}/", tuple(page.language for page in static_pages if page.slug == slug), "")
        for slug in dict.fromkeys(page.slug for page in static_pages)
    ]
    found += [(f"{pair.original.edition.slug}/{pair.original.slug}/", *_languages_and_change(pair)) for pair in pairs]
    return found


def _languages_and_change(pair: IssuePair) -> tuple[tuple[Language, ...], str]:
    """Return the languages that an issue exists in and the day of its last change, reviews included."""
    languages = tuple(language for language in LANGUAGES if pair.in_(language))
    days = [
        pair.original.published,
        *filter(None, (made.reviewed_on for issue in pair.issues if (made := issue.translation))),
    ]
    return languages, max(days).isoformat()
