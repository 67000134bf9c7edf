"""HTML inside Markdown: what of it is text that a reader sees."""

import re

NEVER_PROSE = frozenset(
    ("code", "kbd", "math", "pre", "samp", "script", "style", "svg", "template", "textarea", "tt", "var")
)
"""Elements whose text is not language, or not ours to change."""
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
"""Elements without content."""
_PHRASING = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "label",
        "mark",
        "meter",
        "output",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    )
)

_TAG = re.compile(r"</?([A-Za-z][^\s/<>]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"\s(?:alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
# What begins like this ends there; checked in this order.
_OPAQUE = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">"))


def html_texts(html: str) -> list[tuple[int, int]]:
    """Find the stretches of a raw HTML block that a reader sees, each with the inline elements inside it.

    Args:
        html: one block of raw HTML, any amount of it malformed.

    Returns:
        Ranges without blanks at their ends; a block element, a comment, a script or code lies between two of them.
    """
    found: list[tuple[int, int]] = []
    closed: list[str] = []
    start = position = 0

    def end(at: int) -> None:
        stretch = html[start:at]
        if _LETTER.search(_TAG.sub(_seen, stretch)):
            found.append((start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())))

    while (position := html.find("<", position)) >= 0:
        opaque = next((pair for pair in _OPAQUE if html.startswith(pair[0], position)), None)
        if opaque is not None:
            close = html.find(opaque[1], position) if opaque[1] not in closed else -1
            if close < 0:
                closed.append(opaque[1])  # do not look for it again from every later place
                position += 1
                continue
            end(position)
            start = position = close + len(opaque[1])
            continue
        tag = _TAG.match(html, position)
        if tag is None:
            position += 1
            continue
        name = tag[1].lower()
        if name in NEVER_PROSE and not tag[0].startswith("</") and not tag[0].endswith("/>"):
            close = html.lower().find(f"</{name}", tag.end())
            end(position)
            start = position = tag.end() if close < 0 else close
        elif name in _PHRASING or name == "br":
            position = tag.end()
        else:
            end(position)
            start = position = tag.end()
    end(len(html))
    return found


def attribute_texts(tag: str) -> tuple[tuple[int, int], ...]:
    """Find the values of `alt` and `title` in a start tag that hold a letter: ranges inside the quotes."""
    ranges = [match.span(1) if match[1] is not None else match.span(2) for match in _WORDS.finditer(tag)]
    return tuple(
        found for found in ranges if not tag.startswith(("</", "<!", "<?")) and _LETTER.search(tag[slice(*found)])
    )


def _seen(tag: re.Match[str]) -> str:
    """Return what a reader may see of a tag."""
    return " ".join(tag[0][slice(*found)] for found in attribute_texts(tag[0]))
