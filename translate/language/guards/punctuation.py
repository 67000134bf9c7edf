"""Guards of what comes in pairs: brackets and quotation marks."""

import re
from collections.abc import Iterator

from translate.language.guards.case import GuardInput

_PAIRS = (("(（", ")）"), ("[【", "]】"), ("《", "》"), ("『", "』"))
_DOUBLE = re.compile('["“”„「」]')
_SINGLE = re.compile(r"(?<![A-Za-z0-9])['‘’](?=\w)|(?<=[.,;:?!)A-Za-rt-z])['‘’](?![A-Za-z])")


def balance(case: GuardInput) -> Iterator[str]:
    """Find brackets and quotation marks without a partner."""
    for opening, closing in _PAIRS:
        if _open(case.theirs, opening, closing) and not _open(case.ours, opening, closing):
            yield f"`{opening[0]}` and `{closing[0]}` do not pair up"
    if len(_DOUBLE.findall(case.theirs)) % 2 and not breaks_off(case.ours):
        yield "a quotation mark has no partner"
    if case.target == "zh-Hans" and case.theirs.count("‘") > case.theirs.count("’"):
        yield "`‘` has no partner"


def breaks_off(text: str) -> bool:
    """Return whether a text begins or ends within a quotation, so that its translation may do so too."""
    return bool(len(_DOUBLE.findall(text)) % 2 or len(_SINGLE.findall(text)) % 2)


def _open(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in opening) - (character in closing)
        if depth < 0:
            return True
    return depth != 0
