"""Marks, terms and stretches to keep: through a model that knows none of them.

The model gets plain text. What must come out again in a given form (an atom, a glossary term, a stretch that is already
in the target language) is a *slot*: a stretch of the plain text with the forms its output may take. What wraps text
(emphasis, link text) is taken out and put back where the model's attention says its words went.

1. A slot's output is looked for in the hypothesis. Where it is missing, the stretch that the attention ties to the slot
   is replaced by it.
2. A pair of marks is put around its words' translation: the slots inside, the output of the words translated alone
   where that is found in the hypothesis, else the run of target tokens with the most attention to the pair's words
   (maximum-sum run, Bentley 1984), widened to whole words.
3. Marks at the edges of a sentence stay at its edges.
4. Nothing is guessed: where a place cannot be told, `place` says so, and the fallback translates around the marks.

This module makes the plain text; `placing.py` puts things back. How this compares with other ways is measured in
EVALUATION.md.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from translate.language.script import is_mark
from translate.markdown.protect import MARK_BASE, Mark

_CLOSING = re.compile(r"[\s.,;:!?…。，；：！？、]+$")

Show = Literal["source", "target", "placeholder"]
"""How a slot is shown to the model: as the source has it, as the target wants it (code-switching), as a token."""


@dataclass(frozen=True)
class Placeholder:
    """A stretch of the plain text whose output is known."""

    start: int
    """0-based code point in the plain text."""
    end: int
    """Exclusive."""
    wanted: tuple[str, ...]
    """What may stand in the output for it, best first; for a token, the token."""
    output: str = ""
    """What to write in place of the wanted; empty to leave what was found."""
    pattern: re.Pattern[str] | None = None
    """What counts as the wanted in the output, such as a term's inflected forms; None for its own letters."""


@dataclass(frozen=True)
class Constraint:
    """A stretch of the text with marks that must come out in a given form: a term, or one to keep as it is."""

    start: int
    """0-based code point in the text with marks."""
    end: int
    """Exclusive."""
    wanted: tuple[str, ...]
    """Accepted outputs, best first."""
    pattern: re.Pattern[str] | None = None
    """As `Slot.pattern`."""


@dataclass(frozen=True)
class ModelInput:
    """A sentence as the model gets it, with what must be put back."""

    plain: str
    """What the model gets; no marks."""
    slots: tuple[Placeholder, ...]
    """In order, not overlapping."""
    places: tuple[tuple[int, str], ...]
    """(offset in the plain text, mark), in order, for every mark that is no slot."""
    marks: tuple[Mark, ...]
    """The marks of the segment."""


def encode(
    text: str,
    marks: Sequence[Mark],
    constraints: Sequence[Constraint] = (),
    *,
    show: Show = "source",
    pairs: Literal["project", "token"] = "project",
    token: Callable[[int], str] = "X{}".format,
) -> ModelInput:
    """Make the plain text of a sentence.

    Args:
        text: sentence with marks.
        marks: the segment's marks.
        constraints: in order, not overlapping. A pair of marks inside one wraps its whole output; one that another mark
            cuts is left to the guards.
        show: how constraints are shown to the model.
        pairs: `token` shows a token for every open and close mark as well, instead of projecting them.
        token: makes the n-th token, n from 1.
    """
    plain: list[str] = []
    length, number = 0, 0
    slots: list[Placeholder] = []
    places: list[tuple[int, str]] = []
    starts = {one.start: one for one in constraints if _holds(text[one.start : one.end], marks)}

    def add_slot(shown: str, wanted: tuple[str, ...], output: str = "", pattern: re.Pattern[str] | None = None) -> None:
        nonlocal length
        slots.append(Placeholder(length, length + len(shown), wanted, output, pattern))
        plain.append(shown)
        length += len(shown)

    def next_token() -> str:
        nonlocal number
        number += 1
        while token(number) in text:
            number += 1
        return token(number)

    index = 0
    while index < len(text):
        char, constraint = text[index], starts.get(index)
        if constraint is not None and constraint.end > index:
            inside = [char for char in text[index : constraint.end] if is_mark(char)]
            places += [(length, char) for char in inside if marks[ord(char) - MARK_BASE].kind == "open"]
            if show == "placeholder":
                shown = next_token()
                add_slot(shown, (shown,), constraint.wanted[0])
            else:
                bare = "".join(char for char in text[index : constraint.end] if not is_mark(char))
                shown = bare if show == "source" else constraint.wanted[0]
                add_slot(shown, constraint.wanted, pattern=constraint.pattern)
            places += [(length, char) for char in inside if marks[ord(char) - MARK_BASE].kind == "close"]
            index = constraint.end
            continue
        index += 1
        if not is_mark(char):
            plain.append(char)
            length += 1
            continue
        mark = marks[ord(char) - MARK_BASE]
        if mark.kind == "atom" and _copies(mark.text):
            add_slot(mark.text, (mark.text,), char)
        elif (mark.kind == "atom" and mark.text.strip()) or pairs == "token":
            shown = next_token()
            add_slot(shown, (shown,), char)
        else:
            places.append((length, char))
    return ModelInput("".join(plain), tuple(slots), tuple(places), tuple(marks))


def inside(carried: ModelInput) -> list[str]:
    """Return the words inside each pair of marks that does not wrap the whole sentence, for `place`'s `alone`."""
    whole = core(carried.plain)
    spans = [carried.plain[start:end].strip() for start, end, *_ in pairs_of(carried) if (start, end) != whole]
    return [words for words in spans if any(char.isalpha() for char in words)]


def pairs_of(carried: ModelInput) -> list[tuple[int, int, str, str, int]]:
    """Return (start, end, open mark, close mark, depth) of each pair; a mark without its partner reaches the edge."""
    at = {mark: (order, offset) for order, (offset, mark) in enumerate(carried.places)}
    found = []
    for mark, (order, offset) in at.items():
        entry = carried.marks[ord(mark) - MARK_BASE]
        partner = chr(MARK_BASE + entry.pair) if entry.pair >= 0 else ""
        if entry.kind == "open":
            found.append((offset, at[partner][1] if partner in at else len(carried.plain), mark, partner, order))
        elif entry.kind == "close" and partner not in at:
            found.append((0, offset, "", mark, order))
    orders = [(at[o][0] if o else -1, at[c][0] if c in at else len(at)) for _, _, o, c, _ in found]
    return [
        (
            start,
            end,
            opening,
            closing if closing in at else "",
            sum(a < orders[i][0] and orders[i][1] < b for a, b in orders),
        )
        for i, (start, end, opening, closing, _) in enumerate(found)
    ]


def core(text: str) -> tuple[int, int]:
    """Return where the text without outer white space and closing punctuation stands."""
    start = len(text) - len(text.lstrip())
    return start, max(start, len(_CLOSING.sub("", text)))


def _holds(text: str, marks: Sequence[Mark]) -> bool:
    """Tell whether the marks in a stretch are pairs that lie wholly inside it."""
    there = {ord(char) - MARK_BASE for char in text if is_mark(char)}
    return all(marks[index].kind != "atom" and marks[index].pair in there for index in there)


def _copies(text: str) -> bool:
    """Tell whether an atom's own text is likelier to be copied than a token: one word with a digit, sign or capital."""
    return bool(text) and len(text) <= 40 and not any(char.isspace() for char in text) and not text.islower()
