"""Pictures in editions: every format that may be published, as the bytes that were verified, and nothing that acts."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from email import message_from_binary_file
from email.policy import default
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from PIL import Image
from pypdf import PdfReader

from build.content import images
from build.content.raster import for_editions
from tests.build.editions.conftest import ENGLISH, Newsletter
from tests.build.editions.test_epub import NAMES, opened
from tests.build.editions.test_pdf import poppler
from tests.build.image_files import FORMATS, SVG, located, picture

NOTED = SVG.format('<!-- by me --><metadata/><rect data-x="1" width="40" height="30" fill="teal"/>').encode()


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory, fonts_of: Callable[[Path], None]) -> Newsletter:
    """A newsletter that shows an image of each format. Tests that use it change nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://brief.example/")
        newsletter = Newsletter(tmp_path_factory.mktemp("pictured"))
        fonts_of(newsletter.root)
        for suffix in FORMATS:
            options: dict[str, Any] = {"exif": located()} if suffix in ("jpg", "png", "webp") else {}
            path = newsletter.root / images.FOLDER / f"x.{suffix}"
            path.write_bytes(picture(suffix, 1 if suffix == "jpg" else 2, **options))
        (newsletter.root / images.FOLDER / "x.svg").write_bytes(NOTED)
        shown = "\n\n".join(f"![Picture {suffix}](../../images/x.{suffix})" for suffix in (*FORMATS, "svg"))
        newsletter.english.write_text(ENGLISH.replace("> Quoted", f"{shown}\n\n> Quoted"), "utf-8")
        assert [newsletter.make(kind) for kind in ("pdf", "mail", "epub")] == [0, 0, 0]
    return newsletter


def test_a_book_holds_the_verified_bytes_in_formats_that_readers_know(pictured: Newsletter) -> None:
    inside = opened(pictured, "en")
    package = lxml.etree.fromstring(inside["EPUB/package.opf"])
    items = package.findall(".//o:manifest/o:item", NAMES)
    types = sorted(str(item.get("media-type")) for item in items if "images/" in str(item.get("href")))
    # The mouse is a PNG, too; AVIF travels as JPEG.
    assert types == ["image/gif", *["image/jpeg"] * 2, *["image/png"] * 2, "image/svg+xml", "image/webp"]
    pictures = [content for name, content in inside.items() if name.startswith("EPUB/images/")]
    known, _ = images.load(pictured.root)
    expected = [for_editions(images.content(pictured.root, image), image.format)[0] for image in known.by_path.values()]
    assert sorted(pictures) == sorted(expected)
    assert not any(b"NOTE OF THE CAMERA" in content for content in pictures)
    for name, content in inside.items():
        if name.endswith(".xhtml"):
            for image in lxml.etree.fromstring(content).iterfind(".//x:img", NAMES):
                assert f"EPUB/{image.get('src')}" in inside


def test_a_book_runs_and_loads_nothing(pictured: Newsletter) -> None:
    inside = opened(pictured, "en")
    package = lxml.etree.fromstring(inside["EPUB/package.opf"])
    properties = [str(item.get("properties", "")) for item in package.iterfind(".//o:item", NAMES)]
    assert not [value for value in properties if "scripted" in value or "remote-resources" in value]
    for name, content in inside.items():
        if not name.endswith((".xhtml", ".svg")):
            continue
        for element in lxml.etree.fromstring(content).iter("*"):
            tag = lxml.etree.QName(str(element.tag)).localname
            assert tag not in ("script", "iframe", "object", "embed", "foreignObject"), name
            for key, value in element.attrib.items():
                assert not str(key).startswith("on"), name
                if str(key).endswith("src") or (name.endswith(".svg") and str(key).endswith("href")):
                    assert re.fullmatch(r"images/[\w.]+|#[\w-]+", str(value)), name


def test_epubcheck_finds_nothing_in_any_format(pictured: Newsletter, epubcheck: list[str]) -> None:
    command = [*epubcheck, str(pictured.shelf("epub", "2025.en.epub"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@poppler
def test_a_pdf_shows_every_picture(pictured: Newsletter) -> None:
    path = pictured.shelf("pdf", "2025-12-01.en.pdf")
    listed = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    shown = [line.split()[2:5] for line in listed.splitlines()[2:]]
    # The mouse and five formats, some of them turned; the drawing is drawn, not an image of pixels.
    assert [sorted(entry) for entry in shown if entry[0] == "image"] == [["30", "40", "image"]] * 6
    assert b"NOTE OF THE CAMERA" not in path.read_bytes()


def test_a_mail_loads_no_picture_and_names_each(pictured: Newsletter) -> None:
    with pictured.shelf("mail", "2025-12-01.en.eml").open("rb") as file:
        body = message_from_binary_file(file, policy=default).get_body(("html",))
    assert body
    root = lxml.html.fromstring(body.get_content().encode())
    assert not list(root.iter("img", "svg", "image"))
    said = "".join(map(str, root.itertext()))
    assert all(f"Picture {suffix}" in said for suffix in (*FORMATS, "svg"))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_avif_travels_as_a_format_that_editions_know(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (40, 30), (0, 128, 128, 100)[: len(mode)]).save(written, "AVIF")
    content, suffix = for_editions(written.getvalue(), "AVIF")
    assert suffix == {"RGB": ".jpg", "RGBA": ".png"}[mode]
    with Image.open(io.BytesIO(content)) as image:
        assert (image.size, image.mode) == ((40, 30), mode)


def test_a_file_outside_never_travels(
    newsletter: Newsletter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # H3c and the drawings of H10.
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("png"))
    climbing = "../" * 20 + secret.relative_to("/").as_posix()
    evil = newsletter.root / images.FOLDER / "evil.svg"
    evil.write_bytes(SVG.format('<script>alert(1)</script><image href="http://evil.example/x.png"/>').encode())
    shown = f"![s]({climbing})\n\n![e](../../images/evil.svg)"
    newsletter.english.write_text(ENGLISH.replace("> Quoted", f"{shown}\n\n> Quoted"), "utf-8")
    for kind in ("epub", "pdf"):
        assert newsletter.make(kind) == 1
        found = capsys.readouterr().err
        assert "lies elsewhere" in found
        assert "content/images/evil.svg:1:1: the element `script`" in found
        assert "content/images/evil.svg:1:1: the address `href=" in found
    for path in (newsletter.root / ".cache/editions").rglob("*.epub"):
        with zipfile.ZipFile(path) as archive:
            assert not [name for name in archive.namelist() if "images/" in name]
    for path in (newsletter.root / ".cache/editions").rglob("*.pdf"):
        assert not [image for page in PdfReader(path).pages for image in page.images]
