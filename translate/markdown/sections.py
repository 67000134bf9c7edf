"""Sections of a body: each second-level heading that the renderer makes, with what follows it.

A heading opens a section if its `h2` is a child of the body itself: not one inside a quote, list, admonition, tab,
details or other element. How it is spelt does not matter. Included files (snippets) are not looked into.
"""

from translate.markdown import blocks, dialect
from translate.markdown.complexity import excessive


def starts(body_md: str) -> tuple[int, ...] | None:
    """Find the headings of the sections.

    Args:
        body_md: a body, as it lies on disk.

    Returns:
        0-based code point of each heading's line in `body_md`, in order; None where the renderer cannot follow the
        text or a heading cannot be found in it.
    """
    text, origin = blocks.normalize(body_md)
    if excessive(text):
        return None
    try:
        found = blocks.read(text, dialect.current()).sections
    except Exception:  # noqa: BLE001  as in `segment.read`, whose caller reports why
        return None
    return None if found is None else tuple(origin[start] for start in found)
