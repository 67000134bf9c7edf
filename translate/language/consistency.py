"""One name, one rendering: what is called differently from one passage of a text to the next.

A name that the glossary does not have (two capitalised words or more, or an abbreviation) should have one rendering:
the Chinese characters that most passages with the name share, and that others do not have, are taken for it. Terms of
the glossary are the guards'.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from translate.language.glossary import Glossary
from translate.language.script import HAN

_NAME = re.compile(
    r"(?<![A-Za-z0-9.])"
    r"(?:[A-Z][\w'-]+(?:(?: (?:of|for|and|the|in))* [A-Z][\w'-]+)+|[A-Z]{2,}[A-Za-z0-9-]*)(?![A-Za-z0-9])"
)
_LINK = re.compile(r" (?:of|for|and|in)(?: the)? ")
_ARTICLE = re.compile(r"^(?:The|A|An|In|On|At|By|For|From|Since|When|While|And|But|Its?|This|That|These|Those|Both) ")
_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
_LONGEST = 12
_SPECIFIC = 0.75
"""Share of a rendering's passages that must have the name: below, the characters are common words."""
_MAJORITY = 0.6


@dataclass(frozen=True)
class OtherRendering:
    """A passage that calls a name otherwise than the others do."""

    passage: int
    """Which one, 0-based."""
    name: str
    """In English."""
    usual: str
    """How most passages have it; empty where no two agree."""


def other_renderings(passages: Sequence[tuple[str, str]], glossary: Glossary | None = None) -> list[OtherRendering]:
    """Find names that are rendered differently in different passages.

    Args:
        passages: English and Chinese of each passage that should agree, without marks, in reading order.
        glossary: whose names are left out.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for index, (english, _) in enumerate(passages):
        for name in sorted(_names(english, glossary)):
            holders[name].append(index)
    grams = [_grams(chinese) for _, chinese in passages]
    everywhere = Counter(gram for found in grams for gram in found)
    found = [
        one
        for name, indexes in holders.items()
        if len(indexes) > 1
        for one in _others(name, indexes, _usual(name, indexes, grams, everywhere, passages), passages)
    ]
    return sorted(found, key=lambda one: (one.passage, one.name))


def _others(
    name: str, indexes: Sequence[int], usual: str, passages: Sequence[tuple[str, str]]
) -> Iterator[OtherRendering]:
    """Give the passages without the usual rendering; where there is none, all but the first."""
    for index in indexes if usual else indexes[1:]:
        if not usual or usual not in passages[index][1]:
            yield OtherRendering(index, name, usual)


def _usual(
    name: str,
    indexes: Sequence[int],
    grams: Sequence[frozenset[str]],
    everywhere: Mapping[str, int],
    passages: Sequence[tuple[str, str]],
) -> str:
    """Return what most passages with a name call it; the name itself where several keep it; else nothing."""
    shared = Counter(gram for index in indexes for gram in grams[index])
    needed = max(2, round(_MAJORITY * len(indexes)))
    good = [gram for gram, count in shared.items() if count >= needed and count >= _SPECIFIC * everywhere[gram]]
    if good:
        return max(good, key=lambda gram: (shared[gram] * len(gram), gram))
    return name if sum(name in passages[index][1] for index in indexes) > 1 else ""


def _names(english: str, glossary: Glossary | None) -> set[str]:
    """Return the names of a text that the glossary does not know, nor a part of them."""
    known = bytearray(len(english))
    for term in glossary.find(english, "en") if glossary else ():
        known[term.start : term.end] = b"\1" * (term.end - term.start)
    names: set[str] = set()
    for match in _NAME.finditer(english):
        if not any(known[match.start() : match.end()]):
            whole = _ARTICLE.sub("", match[0]).removesuffix("'s")
            names |= {name for name in (whole, _LINK.split(whole)[-1]) if " " in name or name.isupper()}
    return names


def _grams(chinese: str) -> frozenset[str]:
    return frozenset(
        run[0][start : start + size]
        for run in _HAN_RUN.finditer(chinese)
        for start in range(len(run[0]))
        for size in range(2, min(_LONGEST, len(run[0]) - start) + 1)
    )
