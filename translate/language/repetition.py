"""Loops: text that repeats itself as decoders do when they lose their way."""

import re
from collections.abc import Hashable, Sequence
from itertools import pairwise

from translate.language.script import HAN

_TOKEN = re.compile(rf"[{HAN}]|[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)*|[^\s\w]")
_CONTENT = re.compile(rf"[{HAN}a-z]")
_INSIDE = re.compile(r"(?!www)([^\W\d_])\1{3,}|([^\W\d_]{2})\2{3,}|([^\W\d_]{3,48}?)\3{2,}")
"""Within a word, where no space tells the repetitions apart. What repeats has a bound, or the search would take the
square of the word's length."""
_PHRASE = 12
_SPAN = {1: 3, 2: 3, 3: 3}
"""How often a unit of so many tokens must follow itself to be a loop; a Han character once more, longer units twice."""

_WORD = re.compile(r"[^\W\d_]")
_NEAR = 3
"""How often a phrase must stand close to itself to be a loop."""
_GAPS = {True: {2: 2, 3: 3, 4: 4}, False: {2: 1, 3: 3, 4: 4}}
"""By whether it is English: for a phrase of so many words or characters, what may stand between it and the next."""
_SOURCE_GAPS = {True: {1: 3, 2: 4, 3: 5}, False: {2: 4, 3: 5}}
"""The same for what counts as repeating itself in the source."""
_LONG_WORD = 4
_SOURCE_STRETCH = 4
"""A source with so many tokens twice repeats itself: officialese names the same body again, each 同比增长 in full."""

_JOINED = re.compile(
    r"(?<![\w'’-])(?P<word>[a-z]{5,48})(?: (?:and|or) (?P=word)|, (?P=word)(?=,| and | or ))(?![\w'’-])"
    r"(?! (?:who|whom|whose|that|which)\b)"
)
"""One word for two that mean nearly the same: 警惕和关注 as attention and attention."""
_IDIOM_WORDS = "again years weeks months hours miles hundreds thousands millions generation round never ready"
_IDIOMS = frozenset(_IDIOM_WORDS.split())
_COMPARATIVE = "er"
"""Tougher and tougher is how English says 越来越激烈."""
_SAID_TWICE = re.compile(rf"(?P<word>[{HAN}]{{1,4}})[、，和与或及又 ]?(?P=word)")
_QUOTED = re.compile(r"[“\"「‘]([^“”\"「」‘’]{2,40})[”\"」’]")


def joined_twice(source_text: str, target_text: str) -> str:
    """Return a word of English that is joined with itself, where the Chinese says nothing twice in a row."""
    for match in _JOINED.finditer(target_text):
        if match["word"] not in _IDIOMS and not match["word"].endswith(_COMPARATIVE):
            return "" if _SAID_TWICE.search(source_text) else match[0]
    return ""


def quoted_twice(source_text: str, target_text: str) -> str:
    """Return what is quoted twice, where the source quotes as many things, each once: they became one."""
    ours, theirs = (
        [quoted.strip().casefold() for quoted in _QUOTED.findall(text)] for text in (source_text, target_text)
    )
    if len(ours) < 2 or len(theirs) - len(set(theirs)) <= len(ours) - len(set(ours)):
        return ""
    return str(max(theirs, key=theirs.count))


def found(source_text: str, target_text: str) -> str:
    """Return what the target repeats as the source does not; empty where it does not loop.

    Four signs: a unit of one to twelve tokens that follows itself, a word that repeats a part of itself, a phrase that
    stands three times with little in between, and a longer stretch of tokens that occurs twice anywhere. Each must be
    worse than the source's own; where the source repeats itself too, a stretch must make up a third of the target.

    Args:
        source_text: without marks.
        target_text: without marks.
    """
    inside = _INSIDE.search(target_text)
    if inside and inside[0] not in source_text:
        return inside[0]
    tokens = _TOKEN.findall(target_text.casefold())
    if len(set(pairwise(tokens))) >= len(tokens) - 1:
        return ""  # where no two neighbours occur again, nothing longer does
    source_tokens = _TOKEN.findall(source_text.casefold())
    for size in range(1, _PHRASE + 1):
        unit, times = _following(tokens, size)
        needed = _SPAN.get(size, 2) + (size == 1 and not unit[:1][0].isascii() if unit else 0)
        if times >= needed and times > _most(source_tokens):
            return _joined(unit)
    near = _nearly(tokens, _GAPS)
    if near and not _nearly(source_tokens, _SOURCE_GAPS):
        return _joined(near)
    stretch = _twice(tokens, _long(target_text))
    if stretch and not _twice(source_tokens, _SOURCE_STRETCH):
        return _joined(stretch)
    share = max(len(tokens) // 3, _long(target_text))
    return _joined(_twice(tokens, share) if not _twice(source_tokens, max(len(source_tokens) // 3, 4)) else [])


def _long(text: str) -> int:
    return 11 if re.search(f"[{HAN}]", text) else 8


def _most(tokens: list[str]) -> int:
    return max((_following(tokens, size)[1] for size in range(1, _PHRASE + 1)), default=1)


def _following(tokens: list[str], size: int) -> tuple[list[str], int]:
    """Return the unit of `size` tokens that follows itself most often, and how often it stands there."""
    best, unit = 1, []
    run = 0
    for index in range(size, len(tokens)):
        run = run + 1 if tokens[index] == tokens[index - size] else 0
        times = run // size + 1
        if run and run % size == 0 and times > best:
            candidate = tokens[index - size + 1 : index + 1]
            if any(_CONTENT.match(token) for token in candidate):
                best, unit = times, candidate
    return unit, best


def _nearly(tokens: list[str], gaps: dict[bool, dict[int, int]]) -> list[str]:
    """Return a phrase that stands three times, one soon after the other: the state of the state of the state."""
    for english, sizes in gaps.items():
        for size, gap in sizes.items():
            ends: dict[tuple[str, ...], tuple[int, int]] = {}
            for start in range(len(tokens) - size + 1):
                phrase = tuple(tokens[start : start + size])
                end, times = ends.get(phrase, (-gap - 1, 0))
                if start < end or phrase[0].isascii() != english or not all(map(_WORD.match, phrase)):
                    continue
                if english and max(map(len, phrase)) < _LONG_WORD:
                    continue
                times = times + 1 if start - end <= gap else 1
                if times == _NEAR:
                    return list(phrase)
                ends[phrase] = start + size, times
    return []


def _twice(tokens: list[str], size: int) -> list[str]:
    """Return the first stretch of `size` tokens that has occurred before.

    Stretches are numbered by prefix doubling (Karp, Miller and Rosenberg 1972): one of twice a length is a pair of
    numbers, so that a long stretch costs no more to compare than a short one.
    """
    numbers = _numbered(tokens)
    length = 1
    while 2 * length <= size:
        numbers = _numbered([*zip(numbers, numbers[length:], strict=False)])
        length *= 2
    seen: set[tuple[int, int]] = set()
    for start, window in enumerate(zip(numbers, numbers[size - length :], strict=False)):
        if window in seen:
            return tokens[start : start + size]
        seen.add(window)
    return []


def _numbered(items: Sequence[Hashable]) -> list[int]:
    known: dict[Hashable, int] = {}
    return [known.setdefault(item, len(known)) for item in items]


def _joined(tokens: list[str]) -> str:
    return re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", " ".join(tokens))
