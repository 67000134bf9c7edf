"""Guards of what was not translated: the source itself, or words of it."""

import re
from collections.abc import Iterator

from translate.language.guards.case import HAN_RE, LATIN_RE, LOWER_RE, GuardInput
from translate.language.script import HAN

_LETTER = re.compile(r"[^\W\d_]")
_NOT_CHINESE = re.compile(f"[^{HAN}，。；：？！、（）《》]+")
_ECHO_WORDS = 6
_NEAR = 40
"""Characters on either side of a word that tell whether it is part of a name."""
_ECHO_LOWER = 4
_ORDINARY = re.compile(r"(?<![A-Za-zÀ-ÿ0-9@#/._’'-])[a-z]{4,}(?![A-Za-zÀ-ÿ0-9@/_]|[.’'-][A-Za-z0-9])")
"""An English word that is neither a name nor a part of an address; shorter ones are particles of names and units."""
_ASIDE = re.compile(r"[(（\[【][^()（）\[\]【】]{0,200}[)）\]】]|[“\"「][^“”\"「」]{0,200}[”\"」]|《[^《》]{0,200}》")
"""What is in brackets or quoted; bounded, or marks without a partner would each be followed to the end."""
_BESIDE_NAME = re.compile(r"[A-Z0-9][\w’'&.-]*[ -]+(?:[a-z]+ )*$"), re.compile(r"^(?: [a-z]+)*[ -]+[A-Z0-9]")
_CHINESE_LEAST = 4
_ENGLISH_LEAST = 3
"""So many characters or words that are no name's make a text."""
_NAME = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")
"""A word of so many letters, in a Chinese text mostly a name."""
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?!\S*[<=>|])")


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


def source_words(case: GuardInput) -> Iterator[str]:
    """Find single words of the source left in a Chinese sentence, which are no names, quotations or asides."""
    if case.target != "zh-Hans":
        return
    source = {match[0] for match in _ORDINARY.finditer(case.ours)}
    text = _ASIDE.sub("，", case.theirs)
    for match in _ORDINARY.finditer(text):
        before, after = text[: match.start()][-_NEAR:], text[match.end() :][:_NEAR]
        kept = match[0] in case.kept_forms or _BESIDE_NAME[0].search(before) or _BESIDE_NAME[1].search(after)
        if match[0] in source and not kept:
            yield f"`{match[0]}` was left in the source language"
            return


def already_translated(case: GuardInput) -> Iterator[str]:
    """Find a text that was in the target language before, and is no longer as it was."""
    if case.target == "zh-Hans":
        already = len(HAN_RE.findall(case.ours)) >= _CHINESE_LEAST
    else:
        already = len(LOWER_RE.findall(case.ours)) >= _ENGLISH_LEAST
    if case.translatable or not already:
        return
    if _letters(case.ours) != _letters(case.theirs):
        yield "the source was in the target language already; it should stay as it is"


def conflict(case: GuardInput) -> Iterator[str]:
    """Find what a merge left behind."""
    for match in _CONFLICT.finditer(case.theirs):
        yield f"`{match[0]}` is left of a merge"
        return
