"""Have a text and its translation the same structure? Asked of the renderer, not of our own reading of Markdown."""

from translate.protect import Context


def same_structure(source_md: str, target_md: str, context: Context | None = None) -> bool:
    """Tell whether two segments render to the same elements and attributes.

    The order of inline elements within a block is the language's own; text, `alt` and `title` differ. Code, maths and
    addresses must be the same.

    Args:
        source_md: a segment's Markdown.
        target_md: its translation.
        context: what the document defines.
    """
    raise NotImplementedError


def compare(source_text: str, target_text: str) -> list[str]:
    """Compare a body with its translation.

    Args:
        source_text: Markdown without front matter.
        target_text: the translation, without front matter.

    Returns:
        What differs, one sentence each, for people; empty where the structure is the same.
    """
    raise NotImplementedError
