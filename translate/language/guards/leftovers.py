"""Guards of what was not translated: the source itself, or words of it."""

import re
from collections.abc import Iterator

from translate.language.guards.case import LATIN_RE, GuardInput
from translate.language.script import HAN

_LETTER = re.compile(r"[^\W\d_]")
_NOT_CHINESE = re.compile(f"[^{HAN}，。；：？！、（）《》]+")
_ECHO_WORDS = 6
_ECHO_LOWER = 4


def echo(case: GuardInput) -> Iterator[str]:
    """Find the source itself, or a run of its words, in the target."""
    ours, theirs = _letters(case.ours), _letters(case.theirs)
    if not ours or not case.translatable:
        return
    if ours == theirs:
        yield "the source came back untranslated"
    elif case.target == "zh-Hans":
        copied = _copied(case)
        if copied:
            yield f"`{copied}` was left in the source language"


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text)).casefold()


def _copied(case: GuardInput) -> str:
    """Return a run of the source's ordinary words that stands in the target."""
    source = " " + " ".join(LATIN_RE.findall(case.ours)).casefold() + " "
    for run in _NOT_CHINESE.finditer(case.theirs):
        words = LATIN_RE.findall(run[0])
        for start in range(len(words) - _ECHO_WORDS + 1):
            window = words[start : start + _ECHO_WORDS]
            if sum(word.islower() for word in window) >= _ECHO_LOWER and f" {' '.join(window).casefold()} " in source:
                return " ".join(window)
    return ""
