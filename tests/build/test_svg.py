"""SVG by strangers: what stays of a drawing, and every way to make one run, load, lead or last."""

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from build.content import svg
from build.content.image_containers import ImageError
from build.content.raster import verify
from tests.build.image_files import SVG, located, picture
from translate.core import limits


def data_address(suffix: str, content: bytes) -> str:
    return f"data:image/{suffix};base64,{base64.b64encode(content).decode()}"


def bomb(levels: int, reference: str) -> str:
    groups = [f'<g id="g{n}">{reference.format(n - 1) * 10}</g>' for n in range(1, levels)]
    return f'<rect id="g0"/>{"".join(groups)}'


ELEMENTS = [
    "script", "foreignObject", "a", "animate", "animateMotion", "animateTransform", "set", "discard", "handler",
    "listener", "iframe", "audio", "video", "canvas", "cursor", "font", "font-face", "flowRoot", "unknown",
]  # fmt: skip
REFUSED: dict[str, tuple[str, str]] = {
    **{f"element {name}": (f"\n<{name}/>", f"2: the element `{name}`") for name in ELEMENTS},
    "page inside": ('\n<b xmlns="http://www.w3.org/1999/xhtml"/>', "2: the element `b`"),
    "mathematics inside": ('\n<math xmlns="http://www.w3.org/1998/Math/MathML"/>', "2: the element `math`"),
    "no namespace": ('\n<script xmlns=""/>', "2: the element `script`"),
    "handler": ('\n<rect onclick="alert(1)"/>', '2: the event handler `onclick="alert(1)"`'),
    "handler in capitals": ('\n<rect ONLOAD="alert(1)"/>', "2: the event handler `ONLOAD="),
    "foreign image": ('\n<image href="https://evil.example/x.png"/>', "2: the address"),
    "image of the site": ('\n<image href="/x.png"/>', "2: the address"),
    "xlink": ('\n<use xmlns:l="http://www.w3.org/1999/xlink" l:href="x.svg#a"/>', "2: the address"),
    "script address": ('\n<use href="javascript:alert(1)"/>', "2: the address"),
    "page as data": ('\n<image href="data:text/html,x"/>', "2: the address"),
    "drawing as data": ('\n<image href="data:image/svg+xml;base64,PHN2Zz4="/>', "2: the address"),
    "picture as data elsewhere": (f'\n<use href="{data_address("png", picture("png"))}"/>', "2: the address"),
    "broken picture as data": (
        f'\n<image href="{data_address("png", picture("png")[:99])}"/>', "2: an embedded image: it ends in the middle",
    ),
    "wrong picture as data": (
        f'\n<image href="{data_address("png", picture("jpg"))}"/>', "2: an embedded image: it is no PNG",
    ),
    "base64 that is none": ('\n<image href="data:image/png;base64,A"/>', "2: an embedded image: it is no base64"),
    "base": ('\n<g xml:base="https://evil.example/"/>', "2: the base address"),
    "foreign fill": ('\n<rect fill="url(https://evil.example/x.svg#a)"/>', "2: the attribute"),
    "foreign fill in quotes": ("\n<rect fill=\"url('https://evil.example/x.svg#a')\"/>", "2: the attribute"),
    "unclosed fill": ('\n<rect fill="url(https://evil.example/"/>', "2: the attribute"),
    "escaped fill": (r'<rect fill="\75rl(https://evil.example/)"/>', "1: the attribute"),
    "foreign style": ('\n<rect style="fill:url(//evil.example/x)"/>', "2: the style address `url(//evil.example/x)`"),
    "escaped style": (r'<rect style="fill:\75rl(x)"/>', "1: a style with"),
    "image-set": ("<rect style=\"fill:image-set('x.png' 1x)\"/>", "1: the style function `image-set()`"),
    "expression": ('<rect style="width:expression(alert(1))"/>', "1: the style function `expression()`"),
    "import": ("\n<style>@import 'https://evil.example/x.css';</style>", "2: the style rule `@import`"),
    "import between dropped elements": (
        "<style>a<metadata/>@imp<metadata/>ort 'x.css';</style>", "1: the style rule `@import`",
    ),
    "font": ("<style>@font-face{src:url(x)}</style>", "1: the style rule `@font-face`"),
    "markup in a style": ("<style>&lt;/style>&lt;script></style>", "1: a style with"),
    "pattern in a style sheet": ('<pattern id="p"/><style>.a{fill:url(#p)}</style>', "1: `url(#p)` in a style sheet"),
    "drawn by use": (bomb(9, '<use href="#g{}"/>'), "0: it draws more than 50000 elements"),
    "drawn by fill": (bomb(9, '<rect fill="url(#g{})"/>'), "0: it draws more than 50000 elements"),
    "drawn by mask": (bomb(9, '<rect style="mask:url( \'#g{}\' )"/>'), "0: it draws more than 50000 elements"),
    "circle": ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "refers to itself"),
    "deep": ("<g>" * 70 + "</g>" * 70, "0: it has more than 64 elements inside each other"),
    "very deep": ("<g>" * 50_000 + "</g>" * 50_000, "it is no well-formed XML"),
    "many": ("<g/>" * 50_001, "0: it has more than 50000 elements"),
    "not closed": ("<g>", "1: it is no well-formed XML"),
    "entity that nobody declared": ("<text>&a;</text>", "1: it is no well-formed XML"),
}  # fmt: skip
WHOLE: dict[str, tuple[bytes, str]] = {
    "document type": (b'\n<!DOCTYPE svg SYSTEM "http://evil.example/x.dtd"><svg/>', "2: a document type or entity"),
    "billion laughs": (
        b'<!DOCTYPE s [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        "1: a document type or entity",
    ),
    "instruction": (b'<?xml-stylesheet href="x.css"?>' + SVG.encode(), "1: an instruction"),
    "other root": (b"<html/>", "1: the element `html`"),
    "no namespace": (b"<svg/>", "1: the element `svg` without a namespace"),
    "UTF-16": (SVG.encode("utf-16"), "0: it is no UTF-8"),
    "another encoding": (
        b'<?xml version="1.0" encoding="utf-7"?>' + SVG.encode(),
        "1: it declares the encoding `utf-7`",
    ),
    "nothing": (b"", "it is no well-formed XML"),
    "zeros": (b"\0" * 100, "it is no well-formed XML"),
}


@pytest.mark.parametrize("case", [*REFUSED, *WHOLE])
def test_what_runs_loads_leads_or_lasts_is_refused_at_its_line(case: str) -> None:
    inner, expected = REFUSED.get(case, ("", ""))
    data, expected = (SVG.format(inner).encode(), expected) if case in REFUSED else WHOLE[case]
    started = time.process_time()
    drawing, faults = svg.clean(data)
    assert drawing is None
    assert expected in "\n".join(f"{fault.line}: {fault.message}" for fault in faults)
    # Seconds of processor time; all take milliseconds.
    assert time.process_time() - started < 5


LONG = {
    "a long word in a style": "<style>{}</style>".format("a" * 400_000),
    "a long attribute": '<rect fill="{}"/>'.format("url(" * 100_000),
    "white space in an address": '<rect fill="url({}"/>'.format(" " * 400_000),
    "addresses in quotes": '<rect fill="{}"/>'.format("url('" * 80_000),
    "dropped elements between texts": "<text>{}</text>".format("<metadata/>text" * 30_000),
    "events": "<g>{}</g>".format('<g onload="x"/>' * 20_000),
    "references to the same place": '<g id="a"/>{}'.format('<use href="#a"/>' * 24_000),
    "a long chain": "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(12_000)),
}


@pytest.mark.parametrize("case", LONG)
def test_work_stays_in_proportion_to_the_length(case: str) -> None:
    data = SVG.format(LONG[case]).encode()
    assert len(data) <= limits.SVG_FILE.value
    started = time.process_time()
    svg.clean(data)
    # All take tenths of a second; in proportion to the square they would take minutes.
    assert time.process_time() - started < 10


def test_a_drawing_keeps_what_draws_and_loses_what_its_program_notes() -> None:
    photograph = picture("jpg", exif=located())
    drawn = f"""<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient>
<radialGradient id="b" xlink:href="#a"/><clipPath id="c"><circle r="3"/></clipPath>
<style>@media (min-width: 1px) {{ .k {{ fill: url(#a); stroke: rgb(1, 2, 3) }} }}</style></defs>
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata><!-- by me -->
<ink:guide note="x"/><g ink:label="x" data-name="y" fill="url(#a)" clip-path="url( '#c' )" style="fill:url(#b)">
<use xlink:href="#c"/><text>One <tspan>two</tspan> &amp; <ink:x>gone</ink:x>three</text></g>
<image width="4" xlink:href="{data_address("jpeg", photograph)}"/>"""
    names = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ink="http://www.inkscape.org/namespaces/inkscape"'
    drawing, faults = svg.clean(SVG.format(drawn).replace("<svg ", f"<svg {names} ink:version='1' ").encode())
    assert faults == ()
    assert drawing
    assert (drawing.width, drawing.height) == (40, 30)
    root = etree.fromstring(drawing.content)
    assert {etree.QName(str(element.tag)).namespace for element in root.iter()} == {svg.SVG}
    assert not [name for element in root.iter() for name in element.attrib if "{" in str(name)]
    text = root.find(f".//{{{svg.SVG}}}text")
    assert text is not None
    assert "".join(map(str, text.itertext())).strip() == "One two & three"
    image = root.find(f".//{{{svg.SVG}}}image")
    assert image is not None
    embedded = base64.b64decode(str(image.get("href")).partition(",")[2])
    assert embedded == verify(photograph, "JPEG").content
    assert b"NOTE" in photograph
    assert b"NOTE" not in embedded
    assert [element.get("href") for element in root.iter(f"{{{svg.SVG}}}use", f"{{{svg.SVG}}}radialGradient")] == [
        "#a",
        "#c",
    ]
    assert svg.clean(drawing.content)[0] == drawing


def test_every_kept_element_passes_the_second_filter() -> None:
    for name in sorted(svg._ELEMENTS):
        assert svg.clean(SVG.format(f"<g><{name}/></g>").encode())[1] == (), name


def test_what_the_second_filter_takes_out_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg, "_ELEMENTS", {*svg._ELEMENTS, "script"})
    drawing, (fault,) = svg.clean(SVG.format("<script>1</script>").encode())
    assert drawing is None
    assert "it holds what the filter takes out" in fault.message


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="12.4" height="7px" viewBox="0 0 1 1"', (12, 7)),
        ('width="100%" height="7" viewBox="0,0, 3 4"', (3, 4)),
        ('viewBox="x"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_the_size_is_what_the_drawing_says(attributes: str, size: tuple[int, int]) -> None:
    drawing, _ = svg.clean(f'<svg xmlns="{svg.SVG}" {attributes}/>'.encode())
    assert drawing
    assert (drawing.width, drawing.height) == size


PIECES = [
    "<g>", "</g>", "<use href='#a'/>", "<g id='a'>", "<style>", "</style>", "url(", "#a", ")", "@import", "<!--",
    "-->", "<![CDATA[", "]]>", "&", "&#0;", "\\", "<rect style='fill:url(#a)'/>", "<metadata>", "</metadata>",
    "<image href='data:image/png;base64,AAAA'/>", "\x00", "\ufffe", "é", "<script>", "</script>", "<?x", "?>",
    "<text>", "</text>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_drawing_or_a_fault(parts: list[str]) -> None:
    drawing, faults = svg.clean(SVG.format("".join(parts)).encode())
    assert (drawing is None) == bool(faults)
    if drawing:
        assert svg.clean(drawing.content)[0] is not None


def test_errors_of_embedded_images_are_their_own() -> None:
    with pytest.raises(ImageError):
        verify(b"\x89PNG\r\n\x1a\n", "PNG")
