"""One term, one rendering: what is called differently from one text to the next.

1. A glossary term must be rendered as the glossary says, in every passage.
2. A name that the glossary does not have (two capitalised words or more, or an abbreviation) should have one rendering:
   the Chinese characters that most passages with the name share, and that others do not have, are taken for it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.core.problem import Problem
from translate.language import glossary as terms
from translate.language.glossary import Glossary
from translate.language.script import HAN, UnmarkedText

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
class Passage:
    """A segment and its translation."""

    path: Path
    """Of the translation, as the user would name it."""
    line: int
    """1-based, where the translation begins."""
    column: int
    """1-based."""
    source_text: str
    """With or without marks."""
    target_text: str
    """With or without marks."""

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.path.as_posix()}:{self.line}:{self.column}"


def check(passages: Sequence[Passage], glossary: Glossary, *, source: str, target: str) -> list[Problem]:
    """Report terms and names that are rendered differently in different passages.

    Args:
        passages: of all the texts that should agree, in reading order.
        glossary: what renderings are agreed on.
        source: BCP 47 code of the sources.
        target: BCP 47 code of the targets.

    Returns:
        Problems in the order of path, line and column.
    """
    problems = [problem for passage in passages for problem in _terms(passage, glossary, source, target)]
    return sorted([*problems, *_names(passages, glossary, source)])


def _terms(passage: Passage, glossary: Glossary, source: str, target: str) -> Iterable[Problem]:
    lacking = terms.missing(passage.source_text, passage.target_text, glossary, source=source, target=target)
    for match in {match.accepted: match for match in lacking}.values():
        wanted = " or ".join(f"`{form}`" for form in match.accepted)
        message = (
            f"`{match.term.form(source)}` is rendered in another way; expected {wanted}. "
            "Change the translation, or add its rendering to the glossary."
        )
        yield Problem(passage.path, passage.line, passage.column, message)


def _names(passages: Sequence[Passage], glossary: Glossary, source: str) -> Iterable[Problem]:
    sides = [(passage, *_sides(passage, source)) for passage in passages]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, (_, english, _) in enumerate(sides):
        for name in _found(english, glossary):
            holders[name].append(index)
    grams = [_grams(chinese) for _, _, chinese in sides]
    everywhere = Counter(gram for found in grams for gram in found)
    for name, indexes in holders.items():
        if len(indexes) < 2:
            continue
        shared = Counter(gram for index in indexes for gram in grams[index])
        rendering = _rendering(shared, everywhere, len(indexes))
        kept = [index for index in indexes if name in sides[index][2]]
        usual = rendering or (name if len(kept) > 1 else "")
        good = [index for index in indexes if usual and usual in sides[index][2]]
        for index in indexes if usual else indexes[1:]:
            if index not in good:
                example = sides[good[0] if good else indexes[0]][0].place
                expected = f"`{usual}` as at {example}" if usual else f"the same words as at {example}"
                passage = sides[index][0]
                message = f"`{name}` is rendered in another way; expected {expected}. "
                message += "Change one of them, or put the name into the glossary."
                yield Problem(passage.path, passage.line, passage.column, message)


def _sides(passage: Passage, source: str) -> tuple[str, str]:
    """Return the English and the Chinese text."""
    one, two = UnmarkedText(passage.source_text).text, UnmarkedText(passage.target_text).text
    return (one, two) if source == "en" else (two, one)


def _found(english: str, glossary: Glossary) -> set[str]:
    """Return the names of a text that the glossary does not know, nor a part of them."""
    known = bytearray(len(english))
    for term in glossary.find(english, "en"):
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


def _rendering(shared: Counter[str], everywhere: Counter[str], holders: int) -> str:
    """Return the characters that most passages with a name share and few others have; empty where there are none."""
    needed = max(2, round(_MAJORITY * holders))
    good = [gram for gram, count in shared.items() if count >= needed and count >= _SPECIFIC * everywhere[gram]]
    return max(good, key=lambda gram: (shared[gram] * len(gram), gram), default="")
