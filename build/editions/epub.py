"""A year of an edition as EPUB 3.3: one document per issue, nothing embedded but pictures.

Written here with zipfile, because the format is a handful of small files: the kept libraries for it are under the AGPL,
know no types and stamp the hour of writing into the book. Same content, same bytes.
"""

import io
import uuid
import zipfile
from datetime import date
from pathlib import Path

import jinja2
from lxml.html import HtmlElement
from markupsafe import Markup

from build.content import strings as site_strings
from build.content.dates import format_period
from build.content.model import Issue, Source
from build.content.settings import Settings
from build.content.wording import source_details
from build.editions.pdf_data import absolute, notices
from build.editions.pictures import MEDIA_TYPES, Picture, picture
from build.editions.portable_html import inner, portable
from build.editions.store import Artifact
from build.editions.strings import text
from translate.core.problem import Problem

_TEMPLATES = Path(__file__).parents[1] / "templates" / "epub"
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def make(output: Artifact, root: Path, settings: Settings) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a yearly volume in one language as EPUB, or nothing and the problems that stand against it."""
    (language,) = output.languages
    issues = tuple(pair.shown_to(language) for pair in output.pairs)
    pictures: dict[str, Picture] = {}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    name = settings.name.in_(language)
    volume = text("volume", language, year=output.slug)
    environment.globals |= {
        "language": language,
        "title": f"{name} · {output.pairs[0].original.edition.name.in_(language)} · {volume}",
        "t": text,
        "s": site_strings.text,
        "period": lambda issue: format_period(issue.start, issue.end, issue.language),
        "body": lambda html, issue: _body(html, issue, root, settings, pictures),
        "publisher": lambda source: _publisher(source, issues[0]),
        "details": lambda source: source_details(source, language),
    }
    chapter = environment.get_template("issue.xhtml.jinja")
    files = {
        f"{issue.slug}.xhtml": chapter.render(issue=issue, notices=notices(pair, (language,), settings))
        for pair, issue in zip(output.pairs, issues, strict=True)
    }
    broken = [entry.problem(root) for entry in pictures.values() if not entry.content]
    if broken:
        return b"", tuple(broken)
    files["nav.xhtml"] = environment.get_template("nav.xhtml.jinja").render(issues=issues)
    files["style.css"] = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    modified = max(issue.published for issue in issues)
    files["package.opf"] = environment.get_template("package.opf.jinja").render(
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.site_url}{output.uri}").urn,
        name=name,
        tagline=settings.tagline.in_(language),
        licence=settings.licence.in_(language),
        modified=modified,
        chapters=issues,
        pictures=[
            {"href": f"images/{name}", "media_type": MEDIA_TYPES[entry.suffix]}
            for name, entry in sorted(pictures.items())
        ],
    )
    content = {f"EPUB/{name}": body.encode() for name, body in files.items()}
    content |= {f"EPUB/images/{name}": entry.content for name, entry in pictures.items()}
    return _zipped({"META-INF/container.xml": _CONTAINER.encode(), **dict(sorted(content.items()))}, modified), ()


def _zipped(files: dict[str, bytes], day: date) -> bytes:
    """Return an OCF container: the media type first and uncompressed, one date for all."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {"mimetype": b"application/epub+zip", **files}.items():
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _body(html: str, issue: Issue, root: Path, settings: Settings, pictures: dict[str, Picture]) -> Markup:
    """Clean HTML of an issue as XHTML that may stand in a book."""

    def show(image: HtmlElement) -> None:
        entry = picture(root, issue, image.get("src") or "")
        pictures[entry.name] = entry
        image.set("src", f"images/{entry.name}")
        image.set("alt", image.get("alt") or "")

    def link(address: str) -> str:
        if not address.startswith("#"):
            return absolute(address, issue, settings)
        known = address[1:] in {item.anchor for item in issue.items} or f'id="{address[1:]}"' in issue.footnotes_html
        return address.replace("fn:", "fn-") if known else ""

    element = portable(html, link, show)
    for anchored in element.iter():
        if anchored.get("id"):
            anchored.set("id", str(anchored.get("id")).replace("fn:", "fn-"))
    return Markup(inner(element, xml=True))  # noqa: S704 -- clean before, and only made smaller here


def _publisher(source: Source, issue: Issue) -> str:
    return source.names.in_(issue.language) or source.publisher
