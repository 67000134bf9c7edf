"""A guard against a loop without end in pymdownx's emphasis.

Of `^^^^^^^^^h~~g~~~2~ ^t n^^` the `DelimiterProcessor` of pymdown-extensions 13.1 builds an element that takes up
nothing, again and again, and keeps them all. Remove this once the locked version no longer does; a test says so.
"""

import re
from collections.abc import Callable
from typing import Any

import markdown

from translate.markdown.complexity import Excess, TooMuchWorkError

_EXCERPT = 40  # characters; enough to find the place again
_PLACEHOLDER = re.compile("\x02[^\x02\x03]*\x03")


def guard(md: markdown.Markdown) -> markdown.Markdown:
    """Make the emphasis patterns of `md` raise `TooMuchWorkError` where they would never end, and return `md`."""
    for pattern in md.inlinePatterns:
        build = getattr(pattern, "_build_element", None)
        if build is not None:
            pattern._build_element = _advancing(build)  # type: ignore[attr-defined]
    return md


def _advancing(build: Callable[[str, int], tuple[Any, int]]) -> Callable[[str, int], tuple[Any, int]]:
    def advance(data: str, start: int) -> tuple[Any, int]:
        element, count = build(data, start)
        if count < 1:
            excerpt = max(_PLACEHOLDER.split(data), key=len).strip()[:_EXCERPT]
            raise TooMuchWorkError(Excess(0, "signs of emphasis that cannot be paired"), excerpt)
        return element, count

    return advance
