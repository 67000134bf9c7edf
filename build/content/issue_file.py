"""One content file → one issue, or its problems with their places."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from build.content import body_check, front_matter
from build.content.addresses import Address, source_address
from build.content.body import Body, parse
from build.content.front_matter import Fields
from build.content.images import Images
from build.content.model import LANGUAGES, Edition, Issue, Item, Language, Name, Source, Topic, language_of
from build.content.render import Renderer, RenderError
from build.content.vocabulary import Vocabulary
from translate.core import content, fields, limits
from translate.core.problem import Problem
from translate.markdown.document import Document
from translate.stages import record, translation_block
from translate.stages.provenance import TextProvenance, of_unrecorded

_NAME = re.compile(r"(?P<start>\d{4}-\d{2}-\d{2})\.(?P<language>[A-Za-z-]+)\.md")
_SOURCE_FIELDS = ("title", "date", "language", "publisher", "unverified")


@dataclass(frozen=True)
class IssueFile:
    """A content file that could be read, with what later checks need."""

    issue: Issue
    """What it says."""
    fields: Fields
    """Its front matter, for the places of problems."""
    document: Document
    """The file, parsed."""


def read(
    root: Path, path: Path, vocabulary: Vocabulary, renderer: Renderer, images: Images, *, data: bytes | None = None
) -> tuple[IssueFile | None, list[Problem]]:
    """Read the issue in `root`/`path`; None where a problem stands in the way.

    Args:
        root: the project's root.
        path: the file, relative to `root`.
        vocabulary: topics, publishers, editions.
        renderer: makes the HTML.
        images: the images that the issue may show.
        data: what to read in the place of the file's bytes.
    """
    data, problems = _bytes(root, path, data)
    if data is None:
        return None, problems
    front, body_md, first_line, problems = front_matter.read(path, data)
    language = _language(path, front, problems)
    document, _ = Document.parse(data, path)
    translation = _translation(front, language, document) if front else None
    left = (record.UNTRANSLATED[language.code], translation.source) if language and translation else None
    lines = tuple(data.decode("utf-8-sig", "replace").splitlines())
    try:
        body = parse(renderer.raw_html(body_md, language or LANGUAGES[0]), left)
    except RenderError as error:
        return None, [*problems, Problem(path, *error.place(body_md, first_line), str(error))]
    headings, unclear = _heading_lines(document, first_line, len(body.stories))
    problems += unclear
    if front or body_md:
        problems += body_check.check(root, path, body, images, headings, lines, first_line)
    if front is None:
        return None, problems
    head = _head(front, vocabulary)
    sources = _sources(front, body, vocabulary, language)
    if problems or head is None or language is None:
        return None, problems
    issue = Issue(
        edition=head.edition,
        language=language,
        start=head.start,
        end=head.end,
        published=head.published,
        title=head.title,
        summary=head.summary,
        topics=head.topics,
        intro_html=body.intro_html,
        items=_items(body, sources, headings),
        sources=sources,
        path=path,
        translation=translation,
        footnotes_html=body.footnotes_html,
        images=tuple((address, image) for address in body.images if (image := images.find(path, address))),
    )
    return IssueFile(issue, front, document), problems


class _Head(NamedTuple):
    """What the front matter says of the issue itself."""

    edition: Edition
    """The series."""
    start: date
    """First day covered."""
    end: date
    """Last day covered."""
    published: date
    """Day of publication."""
    title: str
    """Plain text."""
    summary: str
    """Plain text."""
    topics: tuple[Topic, ...]
    """In the order given."""


def _head(front: Fields, vocabulary: Vocabulary) -> _Head | None:
    """Read the fields of the issue itself; None where a required one cannot be read, which is reported."""
    front.check_names(fields.names("issue", "required"), fields.names("issue", "optional"))
    edition = _edition(front, vocabulary)
    start, end = _period(front)
    published = front.day("published")
    if published and end and published < end:
        front.report(
            "published", f"`published` {published} is before the period ends; expected {end} or later. Mend one."
        )
    title, summary = front.text("title", limit=limits.TITLE), front.text("summary", limit=limits.SUMMARY)
    topics = _topics(front, vocabulary)
    if not (edition and start and end and published):
        return None
    return _Head(edition, start, end, published, title, summary, topics)


def _items(body: Body, sources: tuple[Source, ...], headings: list[int]) -> tuple[Item, ...]:
    """Number the items, each with the numbers of its sources and the line of its heading."""
    numbers = {source.url: source.number for source in sources}
    return tuple(
        Item(
            number=number,
            title_text=story.title_text,
            title_html=story.title_html,
            body_html=story.body_html,
            body_text=story.body_text,
            sources=tuple(dict.fromkeys(numbers[_serialised(citation.url)] for citation in story.citations)),
            line=headings[number - 1],
        )
        for number, story in enumerate(body.stories, 1)
    )


def _heading_lines(document: Document, first_line: int, count: int) -> tuple[list[int], list[Problem]]:
    """The line of each item's heading, as `Document` numbers them, and whether that is how the page numbers them."""
    lines = [document.place(start)[0] for start in document.sections or ()]
    if document.sections is not None and len(lines) == count:
        return lines, []
    found = (
        f"the page has {count} items but {len(lines)} of their headings stand in this file; expected each heading on "
        "a line of its own. Write every headline as `## Headline`."
    )
    return [first_line] * count, [Problem(document.path, first_line, 1, found)]


def _language(path: Path, front: Fields | None, problems: list[Problem]) -> Language | None:
    """The language that the file's name tells; the rest of the name must agree with the front matter."""
    match = _NAME.fullmatch(path.name)
    codes = [language.code for language in LANGUAGES]
    if not match or match["language"] not in codes:
        wanted = " or ".join(f"2025-12-01.{code}.md" for code in codes)
        found = f"the file is called `{path.name}`; expected a name such as {wanted}. Rename it."
        problems.append(Problem(path, 1, 1, found))
        return None
    period = front.data.get("period") if front else None
    start = period.get("start") if isinstance(period, dict) else None
    if front and isinstance(start, date) and start.isoformat() != match["start"]:
        found = f"`period` starts on {start} but the file is called `{path.name}`; expected the same day. Mend one."
        front.report("period", found)
    return language_of(match["language"])


def _edition(front: Fields, vocabulary: Vocabulary) -> Edition | None:
    slug, folder = front.text("edition"), front.path.parent.name
    if not slug:
        return None
    if slug not in vocabulary.editions:
        known = ", ".join(vocabulary.editions)
        front.report("edition", f"edition `{slug}` is unknown; expected one of {known}. Declare it in mkdocs.yml.")
        return None
    if front.path.parent != content.ISSUES / slug:
        front.report("edition", f"`edition` is {slug} but the folder is `{folder}`; expected the same. Mend one.")
    return vocabulary.editions[slug]


def _topics(front: Fields, vocabulary: Vocabulary) -> tuple[Topic, ...]:
    topics = []
    for slug in front.words("topics"):
        if slug in vocabulary.topics:
            topics.append(vocabulary.topics[slug])
        else:
            known = ", ".join(vocabulary.topics)
            front.report("topics", f"topic `{slug}` is unknown; expected one of {known}. Choose one of these.")
    return tuple(topics)


def _period(front: Fields) -> tuple[date | None, date | None]:
    period = front.mapping("period")
    if period is None:
        return None, None
    period.check_names(("start", "end"), ())
    start, end = period.day("start"), period.day("end")
    if start and end and end < start:
        period.report("end", f"`end` {end} is before `start` {start}; expected a later day. Mend one.")
    return start, end


def _translation(front: Fields, language: Language | None, document: Document) -> TextProvenance | None:
    """What the block of a translation says; `issues` adds what its record says."""
    check_translation(front, document)
    block = front.mapping("translation")
    if block is None:
        return None
    source = block.text("from")
    codes = [code.code for code in LANGUAGES if code is not language]
    if source and source not in codes:
        block.report("from", f"`from` is {source}; expected {' or '.join(codes)}. Name the original's language.")
    read_block = translation_block.read(document)
    return of_unrecorded(read_block) if read_block else None


def _bytes(root: Path, path: Path, given: bytes | None) -> tuple[bytes | None, list[Problem]]:
    return content.read_bytes(root, path) if given is None else (given, [])


def check_translation(front: Fields, document: Document) -> None:
    """Report what is wrong with the block of a translation, in an issue or a page."""
    former = translation_block.former_record(document)
    front.problems += former
    block = front.mapping("translation")
    if block is None or former:
        return
    block.check_names(("from",), ("by", "on"))
    by, on = block.text("by"), block.day("on")
    if bool(by) != bool(on):
        block.report(
            "by" if by else "on", "`by` and `on` stand together; expected both. Say who answers for it and when."
        )
    elif by and not record.can_sign(by):
        block.report("by", '`by` holds a sign of YAML or is too long; expected a name. Write it without `:`, `#`, `"`.')


def _sources(front: Fields, body: Body, vocabulary: Vocabulary, language: Language | None) -> tuple[Source, ...]:
    """Number the cited addresses in the order of first citation, with the details that the front matter gives.

    Addresses that are unfit are left out: the check of the body reports them.
    """
    cited = _cited(body)
    details = front.mapping("sources")
    described = _described(details, {address.url for address in cited}) if details else {}
    sources = []
    for number, (address, items) in enumerate(cited.items(), 1):
        entry = details.mapping(described[address.url]) if details and address.url in described else None
        if entry:
            entry.check_names((), _SOURCE_FIELDS)
        names = _publisher(entry, vocabulary) or vocabulary.publisher_name(address)
        sources.append(
            Source(
                number=number,
                url=address.url,
                shown=address.shown,
                publisher=names.in_(language or LANGUAGES[0]),
                title=entry.text("title", limit=limits.TITLE) if entry else "",
                published=entry.day("date") if entry else None,
                language=entry.text("language") if entry else "",
                unverified=entry.flag("unverified") if entry else False,
                items=tuple(items),
                names=names,
            )
        )
    return tuple(sources)


def _cited(body: Body) -> dict[Address, list[int]]:
    """Return the addresses in the order of first citation, each with the numbers of the items that cite it."""
    cited: dict[Address, list[int]] = defaultdict(list)
    for number, story in enumerate(body.stories, 1):
        for citation in story.citations:
            address, _ = source_address(citation.url)
            if address and number not in cited[address]:
                cited[address].append(number)
    return cited


def _described(details: Fields, cited: set[str]) -> dict[str, str]:
    """Return which key of `sources` describes which address; an address may be spelt otherwise than where it is cited.

    Args:
        details: the field `sources`.
        cited: the cited addresses, serialised.
    """
    described: dict[str, str] = {}
    for key in map(str, details.data):
        url = _serialised(key)
        if url not in cited:
            found = f"`sources` describes {body_check.short(key)}"
            details.report(key, f"{found}, which no item cites; expected a cited address. Remove it.")
        elif url in described:
            details.report(key, f"`sources` describes {body_check.short(url)} twice; expected once. Remove one.")
        described.setdefault(url, key)
    return described


def _serialised(written: str) -> str:
    """The address as browsers write it, as it stands where it is unfit."""
    address, _ = source_address(written)
    return address.url if address else written


def _publisher(entry: Fields | None, vocabulary: Vocabulary) -> Name | None:
    """The publisher that a source names by its slug, for pages that live on somebody else's domain."""
    slug = entry.text("publisher") if entry else ""
    if not entry or not slug:
        return None
    for publisher in vocabulary.publishers:
        if publisher.slug == slug:
            return publisher.name
    entry.report("publisher", f"publisher `{slug}` is unknown; expected a key of content/publishers.yml. Add it there.")
    return None
