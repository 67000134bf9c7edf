"""Mail editions: HTML that mail programs of all ages show, a plain text beside it, and both as one message.

1. Nothing is loaded from anywhere: pictures are named and linked, fonts are the reader's own.
2. Styles stand in every element (css-inline); only what degrades without harm, dark mode and narrow screens, stays in a
   style sheet.
3. Gmail cuts off what exceeds 102 KB. A longer issue goes out with its later items as headlines that lead to the web.
4. Addresses of subscribers and of the list are placeholders below the site's own host: sending is another's work.
"""

import hashlib
import re
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
import lxml.html
from lxml.html import HtmlElement
from markupsafe import Markup

from build.content import strings as site_strings
from build.content.dates import format_period
from build.content.model import CHINESE, Issue, Item, Language
from build.content.settings import Settings
from build.editions.pdf_data import absolute, notices
from build.editions.portable_html import inner, portable
from build.editions.store import Artifact
from build.editions.strings import text

LIMIT = 100_000
"""Bytes of HTML; Gmail shows the first 102 KB of a mail."""
_TEMPLATES = Path(__file__).parents[1] / "templates" / "mail"


def make(output: Artifact, settings: Settings) -> dict[str, bytes]:
    """Return a mail edition by suffix: `html` to paste, `txt`, and `eml`, the whole message."""
    html, full = _fitting(output, settings)
    plain = plain_text(output, settings, full)
    return {
        "html": html.encode(),
        "txt": plain.encode(),
        "eml": message(output, settings, html, plain).as_bytes(),
    }


def message(output: Artifact, settings: Settings, html: str, plain: str) -> EmailMessage:
    """Return the mail with all headers that do not depend on a subscriber.

    RFC 5322, 2047 (by the policy), 2369 and 2919; the Message-ID is the same whenever the issue is made again.
    """
    first = output.pairs[0].original
    host = _host(settings)
    names = " · ".join(settings.name.in_(language) for language in output.languages)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(names, "newsletter", host)
    mail["To"] = Address(names, f"{output.edition}-subscribers", host)
    mail["Subject"] = subject(output)
    mail["Date"] = format_datetime(datetime.combine(first.published, time(), UTC))
    mail["Message-ID"] = f"<{output.edition}.{output.slug}.{output.language_set}@{host}>"
    mail["List-Id"] = f"{output.edition} <{output.edition}.{host}>"
    mail["List-Unsubscribe"] = f"<{_unsubscribe(output, settings)}>"
    mail.set_content(plain, subtype="plain", charset="utf-8")
    mail.add_alternative(html, subtype="html", charset="utf-8")
    # Last: each of the two above takes every Content-* header off the message, or into its first part.
    mail["Content-Language"] = ", ".join(issue.language.code for issue in shown(output))
    # The library draws boundaries at random; ours is the same for the same text.
    mail.set_boundary(f"twofold-{hashlib.sha256((plain + html).encode()).hexdigest()[:32]}")
    return mail


def shown(output: Artifact) -> tuple[Issue, ...]:
    """Return the issue in the languages of an edition that it exists in."""
    pair = output.pairs[0]
    return tuple(issue for language in output.languages if (issue := pair.in_(language))) or (pair.original,)


def subject(output: Artifact) -> str:
    """Return the subject line."""
    return " · ".join(issue.title for issue in shown(output))


def html_part(output: Artifact, settings: Settings, full: int, kept: int | None = None) -> str:
    """Return the HTML of a mail.

    Args:
        output: what to show.
        settings: the newsletter.
        full: how many items come with their text; the others are headlines with a link.
        kept: how many items come at all; None for all.
    """
    issues = shown(output)
    rows = list(zip(*([(issue, item) for item in issue.items] for issue in issues), strict=True))[:kept]
    rendered = _template().render(
        shown=issues,
        languages=output.languages,
        name=settings.name,
        subject=subject(output),
        preheader=issues[0].summary,
        online=settings.site_url,
        unsubscribe=_unsubscribe(output, settings),
        notices=notices(output.pairs[0], output.languages, settings),
        rows=rows,
        full=full,
        whole=full >= len(issues[0].items),
        styles=Markup((_TEMPLATES / "styles.css").read_text(encoding="utf-8")),  # noqa: S704 -- our own file
        period=lambda issue, language: format_period(issue.start, issue.end, language),
        t=text,
        s=site_strings.text,
        licence=settings.licence,
        body=lambda html, issue: _safe(html, issue, settings),
        inline=lambda html, issue: _safe(html, issue, settings),
    )
    inlined = re.sub(r"\n\s*\n+", "\n", _inlined(rendered))
    # Added last, because the inliner drops every style sheet once its rules stand in the elements.
    return inlined.replace(
        "</head>", f"<style>\n{(_TEMPLATES / 'dark.css').read_text(encoding='utf-8')}</style>\n</head>", 1
    )


@cache
def _template() -> jinja2.Template:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("issue.jinja")


def _inlined(html: str) -> str:
    import css_inline

    return css_inline.inline(html, load_remote_stylesheets=False)


def plain_text(output: Artifact, settings: Settings, full: int) -> str:
    """Return the text part: the same texts and addresses, in lines of a mail's width."""
    issues = shown(output)
    lines: list[str] = []
    for issue in issues:
        language = issue.language
        lines += [
            f"{settings.name.in_(language)} · {issue.edition.name.in_(language)}",
            format_period(issue.start, issue.end, language),
            "",
            _wrapped(issue.title, language),
            "",
            _wrapped(issue.summary, language),
            "",
        ]
        if settings.site_url:
            lines += [f"{text('mail.read', language)}: {settings.site_url}{issue.uri()}", ""]
    lines += [_wrapped(notice, language) for notice, language in notices(output.pairs[0], output.languages, settings)]
    for row in zip(*([(issue, item) for item in issue.items] for issue in issues), strict=True):
        lines += ["", "-" * 20, ""]
        for issue, item in row:
            lines += [*_plain_item(issue, item, settings, whole=item.number <= full), ""]
    lines += ["-" * 20, ""]
    for language in output.languages:
        why = text("mail.why", language, name=settings.name.in_(language))
        lines += [_wrapped(why, language), f"{text('mail.unsubscribe', language)}: {_unsubscribe(output, settings)}"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _plain_item(issue: Issue, item: Item, settings: Settings, *, whole: bool) -> list[str]:
    language = issue.language
    lines = [_wrapped(f"{item.number}. {item.title_text}", language), ""]
    if not whole:
        return [*lines, f"{settings.site_url}{issue.uri()}#{item.anchor}" if settings.site_url else ""]
    lines += [f"{_wrapped(part, language)}\n" for part in item.body_text.split("\n\n")]
    anchors = lxml.html.fragment_fromstring(item.body_html, create_parent="div").iter("a")
    links = (absolute(anchor.get("href") or "", issue, settings) for anchor in anchors)
    lines += [f"<{link}>" for link in dict.fromkeys(links) if link and "#fn" not in link]
    for number in item.sources:
        source = issue.sources[number - 1]
        lines += [f"[{number}] {source.names.in_(language) or source.publisher}", f"    {source.url}"]
    return lines


def _fitting(output: Artifact, settings: Settings) -> tuple[str, int]:
    """Return the HTML with as many whole items as the limit allows, and how many these are."""
    count = len(shown(output)[0].items)
    html = html_part(output, settings, count)
    if len(html.encode()) <= LIMIT:
        return html, count
    full = _most(count, lambda number: html_part(output, settings, number))
    if full >= 0:
        return html_part(output, settings, full), full
    kept = max(_most(count, lambda number: html_part(output, settings, 0, number)), 0)
    return html_part(output, settings, 0, kept), 0


def _most(count: int, render: Callable[[int], str]) -> int:
    """Return the largest number up to `count` for which the HTML fits, -1 where none does."""
    low, high = -1, count
    while low < high:
        middle = (low + high + 1) // 2
        if len(render(middle).encode()) <= LIMIT:
            low = middle
        else:
            high = middle - 1
    return low


def _safe(html: str, issue: Issue, settings: Settings) -> Markup:
    """Clean HTML of an issue as it may stand in a mail."""

    def named(image: HtmlElement) -> None:
        image.tag, image.text = "em", image.get("alt") or ""
        image.attrib.clear()

    def link(address: str) -> str:
        return "" if address.startswith("#") else absolute(address, issue, settings)

    return Markup(inner(portable(html, link, named)))  # noqa: S704 -- clean before, and only made smaller here


def _wrapped(written: str, language: Language) -> str:
    return (
        written if language is CHINESE else textwrap.fill(written, 72, break_long_words=False, break_on_hyphens=False)
    )


def _host(settings: Settings) -> str:
    return urlsplit(settings.site_url).hostname or "newsletter.invalid"


def _unsubscribe(output: Artifact, settings: Settings) -> str:
    return f"mailto:unsubscribe@{_host(settings)}?subject={output.edition}"
