"""What can be searched, for the worker behind Material's search dialog (`assets/search/`).

One entry per item, per issue and per static page. `search/` below the root of a language's site then holds:

- `entries.json`: all entries, in UTF-8, loaded with the first letter a reader types;
- `variants.txt`: traditional → simplified characters (OpenCC, Apache-2.0), loaded when a query has a character that no
  text has; those few that occur in the texts travel with the entries;
- `search_index.json`: what Material's dialog loads on every page, empty;
- `search_index.js`: the entries once more, for pages opened from a disk, where nothing can be fetched.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import opencc

from build.content import wording
from build.content.dates import format_period
from build.content.model import Issue, IssuePair, Language
from build.content.static_pages import StaticPage
from build.files import write_atomically
from translate.language.glossary import Glossary

FOLDER = "search"
"""Where the files lie, below the root of a language's site. Material's dialog and our worker name it too."""

_PAGE = re.compile(r"/(?=#|$)")
_HAN_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480))


@dataclass(frozen=True)
class SearchEntry:
    """Something a query can find."""

    location: str
    """Address below the root of the language's site; an item's ends with its anchor."""
    title_text: str
    """Headline."""
    body_text: str = ""
    """What the teaser is cut from."""
    label_text: str = ""
    """Shown behind the headline: edition and dates of an issue, and that a machine translated it."""
    keywords_text: str = ""
    """Searched, never shown: topics, publishers, the day in digits, terms in the other language."""
    day: date | None = None
    """Newer comes first among equals; None for pages and for items, which share their issue's."""


def entries(
    pairs: Iterable[IssuePair],
    language: Language,
    pages: Iterable[StaticPage] = (),
    glossary: Glossary | None = None,
) -> tuple[SearchEntry, ...]:
    """Return everything readers of `language` can find, each issue right before its items.

    Args:
        pairs: the issues to publish, newest first; one without a translation is found in its original's words.
        language: the readers' language.
        pages: static pages; those of another language are left out.
        glossary: lets an entry be found by its terms' names in the other language, too: 人工智能 by `AI`.
    """
    terms = glossary or Glossary()
    found: list[SearchEntry] = []
    for pair in pairs:
        found += _issue_entries(pair.shown_to(language), language, terms)
    found += [
        SearchEntry(
            f"{page.slug}/",
            page.title,
            lxml.html.fragment_fromstring(page.html, "div").text_content().strip(),
            wording.label(page),
        )
        for page in pages
        if page.language is language
    ]
    return tuple(found)


def _issue_entries(issue: Issue, language: Language, glossary: Glossary) -> list[SearchEntry]:
    def keywords(*words: str, text: str) -> str:
        matches = glossary.find(text, issue.language.code)
        return " · ".join(dict.fromkeys([*words, *(form for match in matches for form in match.accepted)]))

    uri = issue.uri(language).removeprefix(language.prefix)
    label = f"{issue.edition.name.in_(language)} · {format_period(issue.start, issue.end, language)}"
    label = " · ".join(filter(None, [label, wording.label(issue)]))
    topics = [topic.name.in_(language) for topic in issue.topics]
    words = keywords(*topics, issue.slug, text=f"{issue.title}\n{issue.summary}")
    found = [SearchEntry(uri, issue.title, issue.summary, label, words, issue.start)]
    publishers = {source.number: source.publisher for source in issue.sources}
    for item in issue.items:
        names = [publishers[number] for number in item.sources]
        words = keywords(*names, text=f"{item.title_text}\n{item.body_text}")
        made = wording.item_label(issue, item.number)
        found.append(SearchEntry(f"{uri}#{item.anchor}", item.title_text, item.body_text, made, words))
    return found


def write(found: Iterable[SearchEntry], folder: Path) -> None:
    """Write the index into `folder`/search.

    Args:
        found: what `entries` returned.
        folder: the root of one language's site.
    """
    docs = [_document(entry) for entry in found]
    text = "".join(value for doc in docs for value in doc.values())
    pairs = _variants()
    index = {"variants": "".join(pair for pair in pairs if pair[0] in text), "docs": docs}
    on_disk = {
        "config": {"variants": "".join(pairs)},
        # A disk shows a folder as a list of files: name the page in it.
        "docs": [{**doc, "location": _PAGE.sub("/index.html", doc["location"])} for doc in docs],
    }
    files = {
        "entries.json": _json(index),
        "variants.txt": "".join(pairs),
        "search_index.json": _json({"config": {}, "docs": []}),
        "search_index.js": f"var __index = {_json(on_disk)}",
    }
    for name, content in files.items():
        write_atomically(folder / FOLDER / name, content.encode())


def _document(entry: SearchEntry) -> dict[str, str]:
    """Return an entry under the names the worker knows, without what is empty."""
    fields = {
        "location": entry.location,
        "title": entry.title_text,
        "text": entry.body_text,
        "label": entry.label_text,
        "keywords": entry.keywords_text,
        "date": entry.day.isoformat() if entry.day else "",
    }
    return {name: value for name, value in fields.items() if value or name == "location"}


@cache
def _variants() -> tuple[str, ...]:
    """Return pairs of a traditional character and its simplified form, single characters only."""
    signs = [chr(point) for block in _HAN_BLOCKS for point in block]
    # One to a line, lest OpenCC takes neighbours for a phrase.
    simplified = opencc.OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return tuple(a + b for a, b in zip(signs, simplified, strict=True) if a != b and len(b) == 1)


def _json(value: Any) -> str:
    # Not ASCII-escaped: Chinese would grow to nearly three times its size. The two separators end a line in scripts
    # older than ES2019.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
