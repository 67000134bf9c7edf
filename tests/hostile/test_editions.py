"""Editions share the clean HTML of the site: the corpus as EPUB and mail is well formed and inert."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from lxml.etree import _Element

from build.content import settings
from build.content.settings import Settings
from build.editions import epub, mail, store
from build.editions.pictures import Picture
from tests.build.editions.conftest import png
from tests.hostile import corpus
from tests.hostile.conftest import unsanitised
from tests.newsletter import NEWSLETTER

ACTIVE = {
    "script", "iframe", "frame", "object", "embed", "applet", "svg", "math", "form", "button", "input", "select",
    "textarea", "base", "template", "video", "audio", "source", "portal",
}  # fmt: skip
LOADING = {"src", "srcset", "poster", "background", "data", "srcdoc", "ping", "action", "formaction", "xlink:href"}
SITE = "https://brief.example/"


def faults(root: _Element, name: str) -> Iterator[str]:
    """What of a document runs, or loads something that is not in its own container."""
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag in ACTIVE:
            yield f"{name}: element {tag}"
        if tag == "link" and re.match(r"(\w+:)?//", element.get("href") or ""):
            yield f"{name}: link to {element.get('href')}"
        if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield f"{name}: refresh"
        if tag == "style" and re.search(r"@import|url\(", element.text or ""):
            yield f"{name}: a style sheet that loads"
        for key, said in element.attrib.items():
            attribute, value = str(key).rpartition("}")[2].lower(), str(said)
            if attribute.startswith("on"):
                yield f"{name}: handler {attribute}"
            if attribute in LOADING and not re.fullmatch(r"images/[0-9a-f]+\.png", value):
                yield f"{name}: {attribute}={value}"
            if attribute == "style" and re.search(r"url\(|expression|behavior|position", value, re.IGNORECASE):
                yield f"{name}: style {value}"
            if attribute == "href" and re.match(r"[\s\x00-\x20]*(javascript|vbscript|data):", value, re.IGNORECASE):
                yield f"{name}: {value}"


@pytest.fixture
def editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", SITE)
    # The corpus names pictures that there are not; which files are pictures is another test's.
    monkeypatch.setattr(epub, "picture", lambda root, issue, address: Picture(issue, address, png(), ".png"))


def bilingual(configured: Settings) -> list[store.Artifact]:
    """The mails that hold all that the others hold."""
    outputs = store.artifacts("mail", corpus.newsletter(configured).pairs)
    return [output for output in outputs if output.language_set == "bilingual"]


def mails() -> Iterator[tuple[str, _Element]]:
    configured = settings.load(NEWSLETTER)
    for output in bilingual(configured):
        html = mail.make(output, configured)["html"].decode()
        yield output.name, lxml.html.document_fromstring(html)


def chapters() -> Iterator[tuple[str, _Element]]:
    configured = settings.load(NEWSLETTER)
    for output in store.artifacts("epub", corpus.newsletter(configured).pairs):
        content, problems = epub.make(output, NEWSLETTER, configured)
        assert problems == ()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if Path(name).suffix in (".xhtml", ".opf"):
                    yield f"{output.name} {name}", lxml.etree.fromstring(archive.read(name))


@pytest.mark.usefixtures("editions")
def test_books_are_well_formed_and_inert() -> None:
    roots = dict(chapters())
    assert len(roots) > 50
    assert [fault for name, root in roots.items() for fault in faults(root, name)] == []


@pytest.mark.usefixtures("editions")
def test_mails_are_inert() -> None:
    roots = dict(mails())
    assert len(roots) > 20
    assert [fault for name, root in roots.items() for fault in faults(root, name)] == []
    for root in roots.values():
        contents = [element.get("content") or "" for element in root.iter("meta") if element.get("http-equiv")]
        assert [content.split("; ")[0] for content in contents] == ["default-src 'none'"]
        assert "script" not in contents[0]


@pytest.mark.usefixtures("editions")
def test_without_the_sanitiser_mails_hold_what_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    unsanitised(monkeypatch)
    configured = settings.load(NEWSLETTER)
    seen = ""
    for output in bilingual(configured):
        # Some of the payloads cannot even be written as a mail.
        with suppress(ValueError):
            root = lxml.html.document_fromstring(mail.make(output, configured)["html"].decode())
            seen += " ".join(faults(root, output.name))
    for expected in ("element script", "element iframe", "handler on", "javascript:", ": src="):
        assert expected in seen, expected
