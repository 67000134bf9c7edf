"""EPUB volumes, read back as zip and XML, and by epubcheck where Java is."""

import subprocess
import zipfile
from pathlib import Path

import lxml.etree
import pytest

from tests.build.editions.conftest import Newsletter

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
}


def opened(made: Newsletter, language_set: str) -> dict[str, bytes]:
    with zipfile.ZipFile(made.shelf("epub", f"2025.{language_set}.epub")) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language_set", ["en", "zh-Hans"])
def test_epubcheck_finds_nothing(made: Newsletter, epubcheck: list[str], language_set: str) -> None:
    command = [*epubcheck, str(made.shelf("epub", f"2025.{language_set}.epub"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("language_set", "titles", "phrases"),
    [
        (
            "en",
            ["只有中文的一期", "Insulin without a needle"],
            ["has not been translated into English", "12 hours", "A mouse on a scale"],
        ),
        ("zh-Hans", ["只有中文的一期", "无需针头的胰岛素"], ["译自英文", "药效“持续”12小时", "剂量按千克计算"]),
    ],
)  # fmt: skip
def test_contents_and_chapters(made: Newsletter, language_set: str, titles: list[str], phrases: list[str]) -> None:
    inside = opened(made, language_set)
    contents = lxml.etree.fromstring(inside["EPUB/nav.xhtml"])
    assert [link.text for link in contents.iterfind(".//x:nav//x:a", NAMES)] == titles
    package = lxml.etree.fromstring(inside["EPUB/package.opf"])
    assert package.findtext(".//d:language", namespaces=NAMES) == language_set
    spine = [entry.get("idref") for entry in package.iterfind(".//o:spine/o:itemref", NAMES)]
    assert spine == ["nav", "i2025-11-24", "i2025-12-01"]
    text = "".join(inside[name].decode() for name in inside if name.endswith(".xhtml"))
    for phrase in phrases:
        assert phrase in text, phrase


def test_the_address_of_a_source_is_shown_readably_and_leads_where_browsers_go(newsletter: Newsletter) -> None:
    for path in (newsletter.english, newsletter.chinese):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("https://www.news.cn/health/20251202/1.html", "https://www.北京.cn/医院"), "utf-8")
    assert newsletter.make("epub") == 0
    chapters = [lxml.etree.fromstring(file) for name, file in opened(newsletter, "en").items() if "2025-12-01" in name]
    shown = {link.get("href"): link.text for root in chapters for link in root.iterfind(".//x:li/x:a", NAMES)}
    assert shown["https://www.xn--1lq90i.cn/%E5%8C%BB%E9%99%A2"] == "https://www.北京.cn/医院"


def test_every_reference_inside_a_chapter_has_its_place(made: Newsletter) -> None:
    for name, content in opened(made, "en").items():
        if name.endswith(".xhtml"):
            root = lxml.etree.fromstring(content)
            places = {element.get("id") for element in root.iter() if element.get("id")}
            inner = {
                link.get("href", "")[1:]
                for link in root.iterfind(".//x:a", NAMES)
                if link.get("href", "").startswith("#")
            }
            assert inner <= places


def test_the_same_year_makes_the_same_book(made: Newsletter, newsletter: Newsletter) -> None:
    assert newsletter.make("epub") == 0
    for language_set in ("en", "zh-Hans"):
        name = f"2025.{language_set}.epub"
        assert newsletter.shelf("epub", name).read_bytes() == made.shelf("epub", name).read_bytes()


def test_a_broken_picture_stops_the_book_and_names_its_line(
    newsletter: Newsletter, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(newsletter.root / "content/images/mouse.png").write_bytes(b"nothing")
    assert newsletter.make("epub") == 1
    found = capsys.readouterr().err
    assert "content/images/mouse.png: its name says PNG, its content is no image" in found
    assert "2025-12-01.en.md:35:" in found
    assert not newsletter.shelf("epub", "2025.en.epub").exists()
