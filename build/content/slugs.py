"""What may stand in an address of the site: the form of a slug, and the names that the site itself needs."""

import re
from collections.abc import Iterable

from build.content.model import LANGUAGES
from translate.core import limits

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EXPECTED = "expected lower-case letters a-z, digits and single hyphens between them, such as digital-health"

_FILES = {
    "index": "the home page",
    "archive": "the archive",
    "topics": "the list of topics",
    "search": "the search index",
    "404": "the page for addresses that do not exist",
    "feed": "the feed",
    "sitemap": "the sitemap",
    "robots": "the rules for search engines",
    "assets": "the folder of styles and scripts",
    "stylesheets": "the folder of styles",
    "javascripts": "the folder of scripts",
    "images": "the folder of images",
}
RESERVED = _FILES | {
    language.prefix.rstrip("/"): f"the folder of the pages in {language.name}"
    for language in LANGUAGES
    if language.prefix
}
"""What the site has at the root of a language: name without suffix → what it is."""


def slug_fault(slug: object) -> str:
    """Say what is wrong with a slug, which becomes part of addresses, ids and file names; empty where nothing is."""
    if not isinstance(slug, str):
        return "is no text"
    if len(slug) > limits.SLUG.value:
        return f"has {len(slug):,} characters, more than {limits.SLUG.value}"
    return "" if _SLUG.fullmatch(slug) else "is no slug"


def taken_names(editions: Iterable[str]) -> dict[str, str]:
    """Return the names that no static page can have → what has them.

    Args:
        editions: slugs of the editions.
    """
    return RESERVED | {slug: f"the folder of the edition {slug}" for slug in editions}
