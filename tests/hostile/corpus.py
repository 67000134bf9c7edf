"""The corpus of payloads → issues of a newsletter, made as the product makes them but for the checks before it.

Issues are built from the product's own parts, from Markdown to the model, without the checks that would refuse most of
the payloads: what these let through must be harmless by itself.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from build.content import body
from build.content.model import CHINESE, ENGLISH, Edition, Issue, IssuePair, Item, Name, Source, Topic
from build.content.render import Renderer, RenderError
from build.content.settings import Settings

FILE = Path(__file__).parent / "payloads.yml"
EDITION = Edition("healthcare", Name("Town health", "小镇健康"))  # as the settings of the tests name it
TOPIC = Topic("hospitals", Name("Hospitals", "医院"))
PER_ISSUE = 24
FIRST_NUMBER = 1001
"""Of the payloads, so that no number of theirs is one that a payload holds itself."""

# How a payload stands in an item, by place. Each item ends in its source, as every item must.
_ITEMS = {
    "body": "## Item {number}\n\n{text}\n\nEnd.",
    "footnote": "## Item {number}\n\nText.[^n{number}]\n\n[^n{number}]: {text}\n\nEnd.",
    "headline": "## {text}\n\nEnd.",
    "source_title": "## Item {number}\n\nEnd.",
    "link_text": "## Item {number}\n\nSee [{text}](https://example.org/{number}).\n\nEnd.",
    "image_alt": "## Item {number}\n\n![{text}](../../images/x.png)\n\nEnd.",
    "table_cell": "## Item {number}\n\n| a | b |\n|---|---|\n| {text} | c |\n\nEnd.",
    "code": "## Item {number}\n\n`{text}`\n\n```html\n{text}\n```\n\nEnd.",
}


@dataclass(frozen=True)
class Payload:
    """One thing that a stranger may write."""

    number: int
    """Its name in what a script that runs says: `alert(1001)`."""
    family: str
    """The kind of attack."""
    place: str
    """Where in an issue it stands: a key of `_ITEMS`, `title` or `summary`."""
    text: str
    """What is written there."""


@dataclass(frozen=True)
class Corpus:
    """All payloads as a newsletter."""

    pairs: tuple[IssuePair, ...]
    """Issues in both languages, newest first; the oldest holds no payload."""
    refused: dict[Payload, str]
    """Payloads that cannot be rendered, and why: they include files. No page holds them."""


@cache
def payloads() -> tuple[Payload, ...]:
    """Return the corpus in the order of its file."""
    groups = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    entries = [(group["family"], group["place"], text) for group in groups for text in group["payloads"]]
    return tuple(
        Payload(number, family, place, text.replace("(1)", f"({number})"))
        for number, (family, place, text) in enumerate(entries, FIRST_NUMBER)
    )


def by_number(number: str) -> Payload | None:
    """Return the payload whose script said `number`."""
    return next((payload for payload in payloads() if str(payload.number) == number), None)


def newsletter(settings: Settings) -> Corpus:
    """Put every payload into an issue."""
    renderer = Renderer(settings)
    stories: list[tuple[Payload, body.Body]] = []
    refused: dict[Payload, str] = {}
    spoken: dict[str, list[str]] = defaultdict(list)
    for payload in payloads():
        if payload.place in ("title", "summary"):
            spoken[payload.place].append(payload.text)
            continue
        text = payload.text if payload.place in ("body", "code") else " ".join(payload.text.split())
        text_md = _ITEMS[payload.place].format(number=payload.number, text=text)
        try:
            raw_html = renderer.raw_html(text_md)
        except RenderError as error:
            refused[payload] = str(error)
            continue
        try:
            stories.append((payload, body.parse(raw_html)))
        except ValueError:
            # A comment between blocks, which the parser of bodies does not survive, must be harmless all the same.
            stories.append((payload, _unparsed(payload.number, renderer.html(text_md))))
    issues = [_issue(0, [], "", "")]
    batches = [stories[start : start + PER_ISSUE] for start in range(0, len(stories), PER_ISSUE)]
    while spoken["title"] or spoken["summary"] or batches:
        taken = {place: spoken[place].pop() if spoken[place] else "" for place in ("title", "summary")}
        issues.append(_issue(len(issues), batches.pop() if batches else [], **taken))
    pairs = [IssuePair((issue, replace(issue, language=CHINESE))) for issue in issues]
    return Corpus(tuple(reversed(pairs)), refused)


def _unparsed(number: int, body_html: str) -> body.Body:
    title = f"Item {number}"
    return body.Body("", (body.Story(title, title, body_html, "", ()),), "", (), (), ())


def _issue(week: int, stories: list[tuple[Payload, body.Body]], title: str, summary: str) -> Issue:
    start = date(2024, 1, 1) + timedelta(weeks=week)
    items: list[Item] = []
    sources: list[Source] = []
    footnotes: list[str] = []
    for payload, parsed in stories:
        footnotes.append(parsed.footnotes_html)
        for story in parsed.stories:
            number = len(items) + 1
            titled = payload.text if payload.place == "source_title" else ""
            address = f"https://www.who.int/{payload.number}/{number}"
            names = Name("WHO", "世卫组织")
            sources.append(Source(number, address, address, names.en, titled, items=(number,), names=names))
            # A heading that cleaning leaves empty is refused before any page is made.
            title_text, title_html = story.title_text or "Empty", story.title_html or "Empty"
            items.append(Item(number, title_text, title_html, story.body_html, story.body_text, (number,)))
    if not items:
        items = [Item(1, "Harmless", "Harmless", "<p>Text.</p>", "Text.", (1,))]
        sources = [Source(1, "https://www.who.int/", "www.who.int", "WHO", items=(1,), names=Name("WHO", "世卫组织"))]
    return Issue(
        edition=EDITION,
        language=ENGLISH,
        start=start,
        end=start + timedelta(days=6),
        published=start + timedelta(days=7),
        title=title or f"Issue {week}",
        summary=summary or "A summary.",
        topics=(TOPIC,),
        intro_html="".join(parsed.intro_html for _, parsed in stories),
        items=tuple(items),
        sources=tuple(sources),
        path=Path(f"content/issues/healthcare/{start}.en.md"),
        footnotes_html="".join(footnotes),
    )
