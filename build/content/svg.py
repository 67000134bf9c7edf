"""Cleans SVG from contributors: a still drawing that loads nothing, runs nothing and links nowhere.

1. The text is refused before it is parsed where it is no UTF-8 or has a DOCTYPE, an entity or an instruction.
2. What could run, load or lead elsewhere is an error at its line, not dropped in silence: its author should know.
3. What drawing programs note for themselves (other namespaces, comments, metadata) is dropped.
4. What is left is written anew and passes svg-hush, an allow-list that others keep; it must leave every element
   in place, else the picture is refused, because it would look different from what its author saw.
5. Work is bounded: size, depth, and how many elements a browser draws when all references are followed.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import py_svg_hush
from lxml import etree

from build.content.image_containers import ImageError
from build.content.raster import format_of, verify
from translate.core import limits

SVG = "http://www.w3.org/2000/svg"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_MARKUP_OF_PAGES = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", ""}
_ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "image", "marker", "linearGradient", "radialGradient",
    "stop", "pattern", "clipPath", "mask", "filter", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode",
    "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
    "style",
}  # fmt: skip
_DROPPED = {"metadata", "view"}
_GRADIENTS = {"linearGradient", "radialGradient"}
_FUNCTIONS = {
    "url", "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "translatex", "translatey", "scale", "scalex",
    "scaley", "rotate", "skewx", "skewy", "calc", "min", "max", "and", "not", "media",
}  # fmt: skip
_FORBIDDEN_TEXT = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?(?!xml\s)", re.IGNORECASE)
_ENCODING = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["'](?P<name>[^"']*)["']""")
# Possessive, and each part ends where another could begin: time stays linear in the length of the text.
_URL = re.compile(r"""url\s*+\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^"'()\s]*+))\s*+\)""", re.IGNORECASE)
_OWN_PLACE = re.compile(r"#[\w.:\-]+")
_CALL = re.compile(r"(?<![\w\-])([\w\-]++)\s*+\(")
_RULE = re.compile(r"@(?!media\b)[\w\-]+")
_DATA = re.compile(r"data:image/(?P<kind>png|jpe?g);base64,(?P<content>[A-Za-z0-9+/=\s]+)")
_NUMBER = re.compile(r"\s*(\d{1,6}(?:\.\d+)?)(?:px)?\s*")


class Fault(NamedTuple):
    """Why a drawing is refused."""

    line: int
    """1-based; 0 for the file as a whole."""
    message: str
    """What was found; what was expected. What to do."""


class Drawing(NamedTuple):
    """An SVG file that was cleaned."""

    content: bytes
    """The file to publish."""
    width: int
    """In CSS pixels; 0 where the file does not say."""
    height: int
    """In CSS pixels; 0 where the file does not say."""


def clean(data: bytes) -> tuple[Drawing | None, tuple[Fault, ...]]:
    """Return the drawing in `data`, or every reason why there is none that may be published."""
    try:
        source, fault = _parse(data)
        if source is None:
            return None, (fault,) if fault else ()
        faults: list[Fault] = []
        root = _copy(source, faults)
        faults += _drawn_too_often(root)
        if faults:
            return None, tuple(sorted(set(faults)))
        return _filtered(root)
    except (etree.LxmlError, ValueError, RecursionError):
        return None, (Fault(0, "it cannot be read; expected an SVG drawing. Save it anew as plain SVG."),)


def _parse(data: bytes) -> tuple[etree._Element | None, Fault | None]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, Fault(0, "it is no UTF-8; expected SVG in UTF-8. Save it anew as plain SVG.")
    declared = _ENCODING.match(text)
    if declared and declared["name"].lower() not in ("utf-8", "utf8", "us-ascii"):
        found = f"it declares the encoding `{declared['name'][:40]}`; expected UTF-8. Save it anew as plain SVG."
        return None, Fault(1, found)
    if match := _FORBIDDEN_TEXT.search(data):
        line = data.count(b"\n", 0, match.start()) + 1
        what = "an instruction" if match[0].startswith(b"<?") else "a document type or entity"
        return None, Fault(line, f"{what} (`{match[0].decode()}`); expected none. Remove it.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        return None, Fault(line, "it is no well-formed XML; expected an SVG drawing. Save it anew as plain SVG.")
    if root.tag == "svg":
        found = f'the element `svg` without a namespace; expected a drawing. Write `<svg xmlns="{SVG}">`.'
        return None, Fault(_line(root), found)
    if root.tag != f"{{{SVG}}}svg":
        return None, Fault(_line(root), f"the element `{_short(root.tag)}`; expected an SVG drawing. Replace it.")
    count = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        for number, limit in ((depth, limits.SVG_DEPTH), (count, limits.SVG_DRAWN)):
            if number > limit.value:
                return None, Fault(0, f"it has more than {limit.value} {limit.unit}; expected fewer. Simplify it.")
    return root, None


def _copy(source: etree._Element, faults: list[Fault]) -> etree._Element:
    """Return the drawing without what programs note for themselves, in one namespace and without prefixes."""
    kinds = {str(element.get("id")): _name(element)[1] for element in source.iter("*") if element.get("id")}
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})  # type: ignore[dict-item]  # lxml-stubs knows no default
    styles: list[tuple[int, etree._Element]] = []
    pairs = [(source, root)]
    while pairs:
        old, new = pairs.pop()
        line = _line(old)
        for key, value in old.attrib.items():
            if kept := _attribute(new, str(key), str(value), line, faults):
                new.set(*kept)
        if _name(new)[1] == "style":
            styles.append((line, new))
        pairs += _copy_children(old, new, faults)
    for line, style in styles:
        # Only now is its text whole: elements may have stood between its parts.
        faults += [Fault(line, fault) for fault in _css("".join(map(str, style.itertext())), kinds)]
    return root


def _copy_children(
    old: etree._Element, new: etree._Element, faults: list[Fault]
) -> list[tuple[etree._Element, etree._Element]]:
    """Add empty copies of the children that stay, with the text between them; return each child and its copy."""
    pairs: list[tuple[etree._Element, etree._Element]] = []
    # Text of a drawing program's own elements goes with them; what follows them stays.
    texts, last = [old.text or ""], None
    for child in old:
        namespace, name = _name(child)
        if namespace == SVG and name in _ELEMENTS:
            _append(new, last, texts)
            last = etree.SubElement(new, f"{{{SVG}}}{name}")
            pairs.append((child, last))
        elif (namespace == SVG and name not in _DROPPED) or namespace in _MARKUP_OF_PAGES:
            found = f"the element `{_short(name)}`; expected a still drawing without it. Remove it."
            faults.append(Fault(_line(child), found))
        texts.append(child.tail or "")
    _append(new, last, texts)
    return pairs


def _append(element: etree._Element, last: etree._Element | None, texts: list[str]) -> None:
    """Put `texts`, which are emptied, behind the `last` child of `element`; lxml counts all children to find it."""
    if last is not None:
        last.tail = "".join(texts)
    else:
        element.text = "".join(texts)
    texts.clear()


def _attribute(
    element: etree._Element, name: str, value: str, line: int, faults: list[Fault]
) -> tuple[str, str] | None:
    """Return what of an attribute stays, or None; what is active in it is added to `faults`."""
    if name in (_XLINK_HREF, "href"):
        return _reference(element, name, value, line, faults)
    if name.startswith("{"):
        if name == "{http://www.w3.org/XML/1998/namespace}base":
            faults.append(_active("base address", name, value, line))
        return None
    if name.lower().startswith("on"):
        faults.append(_active("event handler", name, value, line))
        return None
    if name == "style":
        faults += [Fault(line, fault) for fault in _css(value, None)]
    elif "\\" in value or any(not _OWN_PLACE.fullmatch(url) for url in _urls(value)):
        faults.append(_active("attribute", name, value, line))
        return None
    return name, value


def _active(what: str, name: str, value: str, line: int) -> Fault:
    found = f'the {what} `{_short(name)}="{_short(value)}"`'
    return Fault(line, f"{found}; expected a drawing that loads and runs nothing. Remove it.")


def _reference(
    element: etree._Element, name: str, value: str, line: int, faults: list[Fault]
) -> tuple[str, str] | None:
    """Return a reference to another place of the drawing, or an embedded image; see `_attribute`."""
    embedded = _DATA.fullmatch(value.strip())
    if embedded and _name(element)[1] in ("image", "feImage"):
        try:
            return "href", _embedded_image(embedded)
        except (ImageError, binascii.Error, ValueError) as error:
            found = str(error) if isinstance(error, ImageError) else "it is no base64; expected one. Replace it."
            faults.append(Fault(line, f"an embedded image: {found}"))
            return None
    if not _OWN_PLACE.fullmatch(value.strip()):
        faults.append(_active("address", name, value, line))
        return None
    return "href", value.strip()


def _embedded_image(embedded: re.Match[str]) -> str:
    """Return the `data:` address of an embedded image, verified as a file of its own would be.

    Raises:
        ImageError: it is no image that may be published, or of another format.
        ValueError: it is no base64.
    """
    content = base64.b64decode("".join(embedded["content"].split()), validate=True)
    wanted = "PNG" if embedded["kind"] == "png" else "JPEG"
    if format_of(content) != wanted:
        raise ImageError(f"it is no {wanted}; expected what its type says. Replace it.")
    clean_content = base64.b64encode(verify(content, wanted).content).decode()
    return f"data:image/{wanted.lower()};base64,{clean_content}"


def _css(css: str, kinds: dict[str, str] | None) -> Iterator[str]:
    """Yield what is active in declarations; in a whole style sheet where `kinds` gives the element of each id."""
    tail = "expected a drawing that loads and runs nothing. Remove it."
    if "\\" in css or "<" in css:
        yield f"a style with `\\` or `<`; {tail}"
    for rule in _RULE.findall(css):
        yield f"the style rule `{_short(rule)}`; {tail}"
    for name in _CALL.findall(css):
        if name.lower() not in _FUNCTIONS:
            yield f"the style function `{_short(name)}()`; {tail}"
    for target in _urls(css):
        if not _OWN_PLACE.fullmatch(target):
            yield f"the style address `url({_short(target)})`; {tail}"
        elif kinds is not None and kinds.get(target[1:]) not in _GRADIENTS:
            yield f"`url({_short(target)})` in a style sheet is no gradient; expected one. Write it into the element."


def _urls(text: str) -> list[str]:
    """Return every target of a `url(`, as written; what is not understood whole is no place of the drawing's own."""
    if "url" not in text.lower():
        return []
    found = ["".join(match.groups("")).strip() for match in _URL.finditer(text)]
    return found if len(found) == len(re.findall(r"url\s*\(", text, re.IGNORECASE)) else ["?"]


def _drawn_too_often(root: etree._Element) -> list[Fault]:
    """Refuse drawings in which few elements refer to each other until a browser draws billions."""
    limit = limits.SVG_DRAWN
    by_id: dict[str, etree._Element] = {}
    for element in root.iter():
        by_id.setdefault(str(element.get("id", "")), element)
    by_id.pop("", None)
    costs: dict[etree._Element, int] = {}
    active: set[etree._Element] = set()
    stack = [(root, False)]
    while stack:
        element, done = stack.pop()
        needed = [*element, *(by_id[name] for name in _references(element) if name in by_id)]
        if done:
            active.discard(element)
            costs[element] = min(1 + sum(costs.get(other, 0) for other in needed), limit.value + 1)
        elif element in active:
            return [
                Fault(0, f"`{_short(str(element.get('id')))}` refers to itself; expected an end. Remove a reference.")
            ]
        elif element not in costs:
            active.add(element)
            stack.append((element, True))
            stack += [(other, False) for other in needed if other not in costs]
    if costs[root] > limit.value:
        return [Fault(0, f"it draws more than {limit.value} {limit.unit}; expected fewer. Simplify it.")]
    return []


def _references(element: etree._Element) -> list[str]:
    values = [str(value) for value in element.attrib.values()]
    targets = [target for value in values if "url" in value.lower() for target in _urls(value)]
    if (href := str(element.get("href", ""))).startswith("#"):
        targets.append(href)
    return [target[1:] for target in targets]


def _filtered(root: etree._Element) -> tuple[Drawing | None, tuple[Fault, ...]]:
    ours = etree.tostring(root, encoding="utf-8")
    content = py_svg_hush.filter_svg(ours, {"image": ["png", "jpeg"]})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    theirs = etree.fromstring(content, parser)
    before, after = ([element.tag for element in tree.iter()] for tree in (root, theirs))
    addresses = [[str(element.get("href", "")) for element in tree.iter()] for tree in (root, theirs)]
    if before != after or addresses[0] != addresses[1]:
        return None, (Fault(0, "it holds what the filter takes out; expected a plain drawing. Save it as plain SVG."),)
    return Drawing(content, *_size(theirs)), ()


def _line(element: Any) -> int:
    """Return the line of an element; the stubs know no numbers here."""
    return int(element.sourceline or 0)


def _name(element: etree._Element) -> tuple[str, str]:
    """Return an element's namespace and its name in that."""
    namespace, _, name = str(element.tag).rpartition("}")
    return namespace[1:], name


def _size(root: etree._Element) -> tuple[int, int]:
    sides = [_NUMBER.fullmatch(str(root.get(name, ""))) for name in ("width", "height")]
    if sides[0] and sides[1]:
        return round(float(sides[0][1])), round(float(sides[1][1]))
    box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    numbers = [_NUMBER.fullmatch(part) for part in box]
    if len(numbers) == 4 and numbers[2] and numbers[3]:
        return round(float(numbers[2][1])), round(float(numbers[3][1]))
    return 0, 0


def _short(text: str) -> str:
    """Return quoted text as a message may have it: on one line, printable, not long."""
    shown = "".join(char if char.isprintable() else "?" for char in text.replace(f"{{{SVG}}}", ""))
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
