"""What lies below content/images: what is published of it, and every kind of file that is not."""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import AvifImagePlugin, Image, ImageFile, WebPImagePlugin

from build.__main__ import main
from build.content import images, newsletter, raster
from build.content.image_containers import ImageError
from build.site import builder
from tests.build.conftest import ROOT, Project
from tests.build.image_files import DRAWING, FORMATS, SVG, chunk, huge, located, picture
from translate.core import limits

TODAY = date(2026, 1, 1)
SUFFIXES = (*FORMATS, "svg")


def put(root: Path, name: str, data: bytes) -> Path:
    path = root / images.FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def said(root: Path) -> list[str]:
    return [str(problem) for problem in images.load(root)[1]]


def showing(*names: str) -> str:
    shown = "\n\n".join(f"![A picture](../../images/{name})" for name in names)
    return f"## First\n\n{shown}\n\nOne. Two. ([China Daily](https://www.chinadaily.com.cn/a/1))\n"


PNG = picture("png")
JPEG = picture("jpg")
GIF = picture("gif")
CONFIGURATION = b'<?xml version="1.0"?><configuration><secret>1</secret></configuration>'
MATRYOSHKA = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"
SCANS = JPEG[: JPEG.index(b"\xff\xda")] + JPEG[JPEG.index(b"\xff\xda") : -2] * 101 + JPEG[-2:]
WRONG_CRC = PNG[:40] + bytes([PNG[40] ^ 1]) + PNG[41:]
OUTSIDE = GIF[: (at := GIF.index(b"\x2c", 13 + 3 * 256))] + b"\x2c" + b"\xff" * 8 + GIF[at + 9 :]

HOSTILE: dict[str, tuple[str, bytes, str]] = {
    # H1: MkDocs makes a page of it; a server sends the others as what they are.
    "Markdown": ("evil.md", b"<script>alert(1)</script>", "no content file; expected such as content/images/"),
    "page": ("evil.html", b"<script>alert(1)</script>", "no content file; expected such as content/images/"),
    "script": ("evil.js", b"alert(1)", "no content file; expected such as content/images/"),
    "no suffix": ("evil", PNG, "no content file; expected such as content/images/"),
    "two suffixes": ("x.png.html", PNG, "no content file; expected such as content/images/"),
    "unknown format": ("x.bmp", b"BM", "no content file; expected such as content/images/"),
    "PNG called JPEG": ("x.jpg", PNG, "its name says JPEG, its content is PNG; expected both the same. Name it x.png"),
    "drawing called PNG": ("x.png", DRAWING, "its name says PNG, its content is SVG"),
    "PNG called SVG": ("x.svg", PNG, "its name says SVG, its content is PNG"),
    "page called PNG": ("x.png", b"<html>", "its content is no image of a kind that can be published"),
    "XML that is no drawing": ("x.svg", CONFIGURATION, ":1:1: the element `configuration`; expected an SVG drawing"),
    "drawing with a script": ("x.svg", SVG.format("\n<script>1</script>").encode(), ":2:1: the element `script`"),
    "nothing": ("x.png", b"", "its content is no image"),
    "half a PNG": ("x.png", PNG[: len(PNG) // 2], "it ends in the middle"),
    "half a JPEG": ("x.jpg", JPEG[: len(JPEG) // 2], "it ends in the middle"),
    "half a GIF": ("x.gif", GIF[: len(GIF) // 2], "it ends in the middle"),
    "half a WebP": ("x.webp", picture("webp")[:-20], "it ends in the middle"),
    "half an AVIF": ("x.avif", picture("avif")[:-20], "it ends in the middle"),
    "wrong checksum": ("x.png", WRONG_CRC, "it is damaged"),
    "pixels that are no pixels": (
        "x.png", PNG[:33] + chunk(b"IDAT", b"x") + chunk(b"IEND", b""), "its pixels cannot be decoded",
    ),
    "no pixels": ("x.png", PNG[:33] + chunk(b"IEND", b""), "its pixels cannot be decoded"),
    "zero wide": ("x.png", huge("png", 0), "it has no pixels"),
    "GIF that is a script": ("x.gif", MATRYOSHKA, "it"),
    "frame outside": ("x.gif", OUTSIDE, "it is damaged"),
    "AVIF with a second file": ("x.avif", picture("avif") + b"<script>", "something else stands in or behind it"),
    "AVIF with a place": ("x.avif", picture("avif", exif=located()), "it tells where it was taken (GPS)"),
    "too many frames": ("x.png", picture("png", 301, (2, 2)), "it has 301 frames; expected at most 300"),
    "too many scans": ("x.jpg", SCANS, "it has more than 100 scans"),
    "too many parts": ("x.gif", GIF[:-1] + b"\x21\xfe\0" * 300_000 + b";", "it is cut into more parts"),
    "too large": ("x.png", PNG + b"\0" * limits.IMAGE_FILE.value, "more than 8388608 bytes; expected"),
    "space in the name": ("a b.png", PNG, "the name cannot be part of an address"),
    "letters of no address": ("图.png", PNG, "the name cannot be part of an address"),
    "line break in the name": ("a\n::error.png", PNG, "the name holds a hidden character"),
    "begins with a dash": ("-x.png", PNG, "the name cannot be part of an address"),
    "name of a Windows device": ("con.png", PNG, "the name cannot be part of an address"),
    "long name": ("x" * 100 + ".png", PNG, "the name has 104 characters"),
    "folder with a dot": ("x.png/y.png", PNG, "a folder; expected a file"),
    "deep folder": ("a/b/c/d/e/x.png", PNG, "it lies too deep"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_image_is_an_error_with_its_place(tmp_path: Path, case: str) -> None:
    name, data, expected = HOSTILE[case]
    put(tmp_path, name, data)
    known, problems = images.load(tmp_path)
    assert known.by_path == {}
    (problem,) = problems
    assert expected in str(problem)
    assert problem.path.is_relative_to(images.FOLDER)
    assert not (tmp_path / images.CACHE).exists() or not any((tmp_path / images.CACHE).iterdir())


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_picture_that_promises_too_many_pixels_is_never_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    good, bad, large = picture(suffix), huge(suffix), huge(suffix, 8000)
    for plugin in (ImageFile.ImageFile, AvifImagePlugin.AvifImageFile, WebPImagePlugin.WebPImageFile):
        monkeypatch.setattr(plugin, "load", lambda *_: pytest.fail("decoded"))
    put(tmp_path, f"x.{suffix}", bad)
    (problem,) = said(tmp_path)
    assert "pixels" in problem
    # More than our bound, less than Pillow's own.
    put(tmp_path, f"x.{suffix}", large)
    assert "it has 64000000 pixels; expected at most 25000000" in said(tmp_path)[0]
    put(tmp_path, f"x.{suffix}", good)
    with pytest.raises(pytest.fail.Exception, match="decoded"):
        said(tmp_path)
    for width, height, frames in ((5001, 5000, 1), (10_001, 1, 1), (1, 1, 301), (1000, 1000, 101), (0, 1, 1)):
        with pytest.raises(ImageError):
            raster.check_size(width, height, frames)
    raster.check_size(5000, 5000, 1)
    raster.check_size(1000, 1000, 100)


def linked(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def folder_link(path: Path) -> None:
    path.symlink_to("/etc", target_is_directory=True)


def broken_link(path: Path) -> None:
    path.symlink_to("nothing.png")


SPECIAL: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "H3b link to a file": ("passwd.txt", linked, "a symbolic link; expected"),
    "link called PNG": ("x.png", linked, "a symbolic link; expected"),
    "link to a folder": ("etc", folder_link, "a symbolic link; expected"),
    "link to nothing": ("x.png", broken_link, "a symbolic link; expected"),
    "hidden link": (".x.png", linked, "a symbolic link; expected"),
    "FIFO": ("x.png", os.mkfifo, "a pipe; expected"),
    "hidden FIFO": (".x", os.mkfifo, "a pipe; expected"),
    "folder called PNG": ("x.png", Path.mkdir, "a folder; expected"),
}


@pytest.mark.parametrize("case", SPECIAL)
def test_what_is_no_file_is_never_opened(tmp_path: Path, case: str) -> None:
    name, make, expected = SPECIAL[case]
    (tmp_path / images.FOLDER).mkdir(parents=True)
    make(tmp_path / images.FOLDER / name)
    known, problems = images.load(tmp_path)
    assert known.by_path == {}
    assert [expected in str(problem) for problem in problems] == [True]


def test_the_folder_itself_may_be_no_link(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / images.FOLDER).symlink_to("/etc", target_is_directory=True)
    assert said(tmp_path) == ["content/images: a symbolic link; expected a folder. Put the real one here."]


def test_names_that_differ_by_case_and_files_beyond_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "Chart.png", PNG)
    put(tmp_path, "chart.PNG", PNG)
    assert len(said(tmp_path)) == 1
    assert "differs from `Chart.png` only in small and capital letters" in said(tmp_path)[0]
    monkeypatch.setattr(limits, "IMAGES", limits.IMAGES._replace(value=1))
    assert "it has more than 1 files below content/images" in said(tmp_path)[0]


def test_a_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    put(tmp_path, os.fsdecode(b"\xff.png"), PNG)
    (problem,) = said(tmp_path)
    assert problem.encode().startswith(rb"content/images/\udcff.png: the name")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("frames", [1, 3])
def test_a_good_image_is_known_by_its_format_and_size(tmp_path: Path, suffix: str, frames: int) -> None:
    put(tmp_path, f"2025/X-1.b_c.{suffix.upper()}", picture(suffix, 1 if suffix == "jpg" else frames))
    put(tmp_path, ".DS_Store", b"x")
    put(tmp_path, "Thumbs.db", b"x")
    known, problems = images.load(tmp_path)
    assert problems == ()
    (image,) = known.by_path.values()
    assert image.path == images.FOLDER / f"2025/X-1.b_c.{suffix.upper()}"
    assert (image.format.lower(), image.width, image.height) == ({"jpg": "jpeg"}.get(suffix, suffix), 40, 30)
    assert images.content(tmp_path, image)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp"])
def test_nothing_but_the_picture_is_published(tmp_path: Path, suffix: str) -> None:
    options = {"comment": "NOTE OF THE CAMERA"} if suffix == "gif" else {"exif": located()}
    data = picture(suffix, **options)
    put(tmp_path, f"x.{suffix}", data + b"PK\x03\x04<script>alert(1)</script>")
    (image,) = images.load(tmp_path)[0].by_path.values()
    published = images.content(tmp_path, image)
    assert b"NOTE OF THE CAMERA" in data
    assert b"NOTE" not in published
    assert b"script" not in published
    before, after = (Image.open(io.BytesIO(content)) for content in (data, published))
    assert before.tobytes() == after.tobytes()
    if suffix != "gif":
        # Without its orientation a photograph lies on its side.
        assert dict(after.getexif()) == {0x0112: 6}
        assert before.getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    ("page", "address", "found"),
    [
        ("content/issues/healthcare/x.en.md", "../../images/x.png", True),
        ("content/issues/healthcare/x.en.md", "../../images/x.png?a=1#b", True),
        ("content/issues/healthcare/x.en.md", "../../images/%78.png", True),
        ("content/issues/healthcare/x.en.md", "./../../images/./2025/../x.png", True),
        ("content/pages/about.en.md", "../images/x.png", True),
        ("content/pages/about.en.md", "../../images/x.png", False),
        ("content/issues/healthcare/x.en.md", "../../images/X.png", False),
        ("content/issues/healthcare/x.en.md", "../../images/%2578.png", False),
        ("content/issues/healthcare/x.en.md", "../../images/%2e%2e/topics.yml", False),
        ("content/issues/healthcare/x.en.md", "../../../content/images/x.png", False),
        ("content/issues/healthcare/x.en.md", "..\\..\\images\\x.png", False),
        ("content/issues/healthcare/x.en.md", "../../images//x.png", False),
        ("content/issues/healthcare/x.en.md", "/images/x.png", False),
        ("content/issues/healthcare/x.en.md", "//evil.example/images/x.png", False),
        ("content/issues/healthcare/x.en.md", "http://[x", False),
        ("content/issues/healthcare/x.en.md", "../../images", False),
        ("content/issues/healthcare/x.en.md", "../../images/" + "x" * 5000, False),
        ("content/issues/healthcare/x.en.md", "../../images/x.png%00", False),
        ("content/issues/healthcare/x.en.md", "", False),
    ],
)
def test_an_address_means_an_image_only_by_its_letters(tmp_path: Path, page: str, address: str, found: bool) -> None:
    put(tmp_path, "x.png", PNG)
    put(tmp_path, "2025/y.png", PNG)
    known, _ = images.load(tmp_path)
    image = known.find(Path(page), address)
    assert (image is not None) is found
    assert (known.unfit(Path(page), address) == "") is found
    if image:
        assert image.uri == "images/x.png"
    assert "lies elsewhere" in known.unfit(Path("content/pages/about.en.md"), "../topics.yml")
    assert "does not exist" in known.unfit(Path("content/pages/about.en.md"), "../images/no.png")


def test_what_was_verified_is_not_decoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in SUFFIXES:
        put(tmp_path, f"{suffix}.{suffix}", picture(suffix))
    first = images.load(tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / images.CACHE).iterdir()}
    monkeypatch.setattr(raster, "verify", lambda *_: pytest.fail("decoded again"))
    assert images.load(tmp_path) == first
    assert stamps == {path: path.stat().st_mtime_ns for path in (tmp_path / images.CACHE).iterdir()}
    put(tmp_path, "png.png", picture("png", size=(41, 30)))
    with pytest.raises(pytest.fail.Exception, match="decoded again"):
        images.load(tmp_path)


def test_a_record_of_somebody_else_vouches_for_nothing_that_runs(tmp_path: Path) -> None:
    evil = SVG.format("<script>alert(1)</script>").encode()
    put(tmp_path, "x.svg", evil)
    record = tmp_path / images._record(evil)
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({"format": "SVG", "width": 1, "height": 1, "digest": "0" * 64}))
    (record.parent / f"{'0' * 64}.svg").write_bytes(evil)
    assert "the element `script`" in said(tmp_path)[0]
    put(tmp_path, "x.svg", DRAWING)
    (image,) = images.load(tmp_path)[0].by_path.values()
    (tmp_path / images._staged(image)).write_bytes(evil)
    with pytest.raises(OSError, match="is damaged"):
        images.content(tmp_path, image)


@pytest.fixture
def inside(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("SITE_URL", "https://news.example/")
    return project


def test_good_images_are_in_both_languages_of_the_site_however_it_is_built(inside: Project) -> None:
    names = [f"2025/x.{suffix}" for suffix in SUFFIXES]
    for name in names:
        put(inside.root, name, picture(name.rpartition(".")[2]))
    inside.issue(body=showing(*names))
    (inside.root / "content/pages/about.en.md").write_text("---\ntitle: About\n---\n\n![x](../images/2025/x.png)\n")
    assert main([]) == 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(inside.root / "plain")]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    known, _ = images.load(inside.root)
    for folder in (inside.root / "site", inside.root / "plain"):
        for uri in ("healthcare/2025-12-01", "zh/healthcare/2025-12-01", "about"):
            page = folder / uri / "index.html"
            shown = [str(image.get("src")) for image in lxml.html.fromstring(page.read_bytes()).iter("img")]
            assert len(shown) == (1 if uri == "about" else len(names))
            for src in shown:
                target = (page.parent / src).resolve()
                assert target.is_relative_to(folder / ("zh" if uri.startswith("zh") else "") / "images")
                image = known.by_path[images.FOLDER / "2025" / target.name]
                assert target.read_bytes() == images.content(inside.root, image)
        feed = (folder / "feed.xml").read_text(encoding="utf-8")
        assert all(f"https://news.example/images/{name}" in feed for name in names)
    assert not any((inside.root / builder.CACHE / "pages").rglob("*.png"))


def test_even_without_the_check_no_page_is_made_of_what_lies_among_images(inside: Project) -> None:
    for number, (name, data, _) in enumerate(HOSTILE.values()):
        put(inside.root, f"n{number}/{name}", data)
    linked(inside.root / images.FOLDER / "passwd.txt")
    put(inside.root, "good.png", PNG)
    inside.issue(body=showing("good.png"))
    content, problems = newsletter.read(inside.root, TODAY)
    assert len(problems) == len(HOSTILE) + 1
    builder.build(inside.root, content, inside.root / "site")
    for language in ("", "zh/"):
        folder = inside.root / f"site/{language}images"
        assert [path.relative_to(folder) for path in folder.rglob("*")] == [Path("good.png")]


def test_a_page_shows_nothing_that_lies_outside_or_is_not_fit(
    inside: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # H3c: no link is needed to lead out of content/.
    secret = tmp_path_factory.mktemp("foreign") / "secret.png"
    secret.write_bytes(PNG)
    climbing = "../" * 20 + secret.relative_to("/").as_posix()
    put(inside.root, "half.png", PNG[:100])
    inside.issue(body=showing(climbing, "half.png").replace(f"../../images/{climbing}", climbing))
    text = (inside.root / "content/pages/about.en.md").read_text()
    (inside.root / "content/pages/about.en.md").write_text(f"{text}\n\n![x](../images/half.png)\n")
    content, problems = newsletter.read(inside.root, TODAY)
    assert content.pairs == ()
    found = [str(problem) for problem in problems]
    issue = "content/issues/healthcare/2025-12-01.en.md"
    assert any(line.startswith(f"{issue}:12:14: the image `../") and "lies elsewhere" in line for line in found)
    assert any(line.startswith(f"{issue}:14:14: the image `../") and "is not fit" in line for line in found)
    assert any("about.en.md:" in line and "is not fit" in line for line in found)
    assert any(line.startswith("content/images/half.png: it ends in the middle") for line in found)


SEEDS = {suffix: [picture(suffix), picture(suffix, 1 if suffix == "jpg" else 3)] for suffix in FORMATS}


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_damage_of_any_kind_is_a_problem_and_never_an_exception(data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(SUFFIXES))
    content = bytearray(DRAWING if suffix == "svg" else data.draw(st.sampled_from(SEEDS[suffix])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["set", "cut", "insert", "repeat"]))
        if kind == "set":
            content[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del content[at + 1 : at + 1 + data.draw(st.integers(0, 40))]
        elif kind == "insert":
            content[at:at] = data.draw(st.binary(max_size=20))
        else:
            content[at:at] = content[at : at + 60]
    folder = Path(tempfile.mkdtemp())
    try:
        put(folder, f"x.{suffix}", bytes(content))
        known, problems = images.load(folder)
        assert len(known.by_path) == (0 if problems else 1)
        for image in known.by_path.values():
            # What was verified once is verified again: the bytes to publish stand for themselves.
            put(folder, f"x.{suffix}", images.content(folder, image))
            assert images.load(folder) == (known, ())
    finally:
        shutil.rmtree(folder)
