"""Makes the text that a model gets of a sentence whose marks, terms and foreign stretches it does not know.

The model gets plain text. What must come out again in a given form (an atom, a glossary term, a stretch that is already
in the target language) is a *placeholder*: a stretch of the plain text with the forms its output may take. What wraps
text (emphasis, link text) is taken out and projected back to where the model's attention says its words went.

1. A placeholder's output is looked for in the hypothesis. Where it is missing, the stretch that the attention aligns
   with the placeholder is replaced by it.
2. A pair of marks is put around its phrase's translation: the placeholders inside, the output of the phrase translated
   by itself where that is found in the hypothesis, else the run of target characters with the most attention to the
   phrase (maximum-sum run, Bentley 1984), widened to whole words.
3. Marks at the edges of a sentence stay at its edges.
4. Nothing is guessed: where a position is not certain, `markup_projection.project` says so, and the fallback translates
   around the marks.

This module makes the plain text; `markup_projection.py` puts marks back. How this compares with other ways is measured
in EVALUATION.md.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from translate.language.script import is_mark
from translate.markdown.protect import MARK_BASE, Mark

_CLOSING = re.compile(r"[\s.,;:!?…。，；：！？、]+$")


@dataclass(frozen=True)
class Placeholder:
    """A stretch of the plain text whose output is known."""

    start: int
    """0-based code point in the plain text."""
    end: int
    """Exclusive."""
    accepted: tuple[str, ...]
    """Accepted outputs for it, best first; for a token, the token."""
    output: str = ""
    """What to write in place of the accepted form; empty to leave what the model wrote."""
    pattern: re.Pattern[str] | None = None
    """What counts as accepted in the output, such as a term's inflected forms; None for the accepted forms' letters."""


@dataclass(frozen=True)
class Constraint:
    """A stretch of the text with marks that must come out in a given form: a term, or one to keep as it is."""

    start: int
    """0-based code point in the text with marks."""
    end: int
    """Exclusive."""
    accepted: tuple[str, ...]
    """Accepted outputs, best first."""
    pattern: re.Pattern[str] | None = None
    """As `Placeholder.pattern`."""


@dataclass(frozen=True)
class ModelInput:
    """A sentence as the model gets it, with what must be put back."""

    plain: str
    """What the model gets; no marks."""
    placeholders: tuple[Placeholder, ...]
    """In order, not overlapping."""
    mark_offsets: tuple[tuple[int, str], ...]
    """(offset in the plain text, mark), in order, for every mark that is no placeholder."""
    marks: tuple[Mark, ...]
    """The marks of the segment."""


class MarkPair(NamedTuple):
    """A pair of marks around a phrase of the plain text; a mark without its partner reaches the edge."""

    start: int
    """0-based code point in the plain text."""
    end: int
    """Exclusive."""
    opening: str
    """The opening mark; empty where it is missing."""
    closing: str
    """The closing mark; empty where it is missing."""
    depth: int
    """How many other pairs are around it."""


TermEncoder = Callable[[str, Sequence[Mark], Sequence[Constraint]], ModelInput]
"""One way to show terms to a model."""


def encode(text: str, marks: Sequence[Mark], constraints: Sequence[Constraint] = ()) -> ModelInput:
    """Make the plain text of a sentence, with terms as the source has them.

    Args:
        text: sentence with marks.
        marks: the segment's marks.
        constraints: in order, not overlapping. A pair of marks inside one wraps its whole output; one that another mark
            cuts is left to the guards.
    """
    return Encoder(text, marks, constraints).encode()


def encode_target_terms(text: str, marks: Sequence[Mark], constraints: Sequence[Constraint] = ()) -> ModelInput:
    """Make the plain text of a sentence, with terms written in the target language (code-switching); see `encode`."""
    return _TargetTermEncoder(text, marks, constraints).encode()


class Encoder:
    """Makes the plain text of one sentence."""

    def __init__(self, text: str, marks: Sequence[Mark], constraints: Sequence[Constraint]) -> None:
        """Take what `encode` takes."""
        self._text = text
        self._marks = tuple(marks)
        self._constraints = {
            constraint.start: constraint
            for constraint in constraints
            if constraint.end > constraint.start and _has_whole_pairs(text[constraint.start : constraint.end], marks)
        }
        self._plain: list[str] = []
        self._length = 0
        self._tokens = 0
        self._placeholders: list[Placeholder] = []
        self._mark_offsets: list[tuple[int, str]] = []

    def encode(self) -> ModelInput:
        """Return the plain text and what must be put back."""
        index = 0
        while index < len(self._text):
            char, constraint = self._text[index], self._constraints.get(index)
            if constraint is not None:
                self._add_constraint(constraint)
                index = constraint.end
                continue
            index += 1
            if is_mark(char):
                self.add_mark(char, self._marks[ord(char) - MARK_BASE])
            else:
                self._add_plain(char)
        return ModelInput("".join(self._plain), tuple(self._placeholders), tuple(self._mark_offsets), self._marks)

    def add_term(self, constraint: Constraint) -> None:
        """Show a term to the model."""
        stretch = self._text[constraint.start : constraint.end]
        self.add_placeholder(
            "".join(char for char in stretch if not is_mark(char)), constraint.accepted, pattern=constraint.pattern
        )

    def add_mark(self, char: str, mark: Mark) -> None:
        """Show an atom to the model, or note where a mark is put back that the model does not see."""
        if mark.kind == "atom" and _is_copied(mark.text):
            self.add_placeholder(mark.text, (mark.text,), char)
        elif mark.kind == "atom" and mark.text.strip():
            self.add_token(char)
        else:
            self._mark_offsets.append((self._length, char))

    def add_placeholder(
        self, shown: str, accepted: tuple[str, ...], output: str = "", pattern: re.Pattern[str] | None = None
    ) -> None:
        """Show a stretch to the model whose output is known; see `Placeholder`."""
        end = self._length + len(shown)
        self._placeholders.append(Placeholder(self._length, end, accepted, output, pattern))
        self._add_plain(shown)

    def add_token(self, output: str) -> None:
        """Show the next token that is not in the text; `output` is written in its place."""
        self._tokens += 1
        while self.token(self._tokens) in self._text:
            self._tokens += 1
        shown = self.token(self._tokens)
        self.add_placeholder(shown, (shown,), output)

    def token(self, number: int) -> str:
        """Return the n-th token, n from 1."""
        return f"X{number}"

    def _add_plain(self, text: str) -> None:
        self._plain.append(text)
        self._length += len(text)

    def _add_constraint(self, constraint: Constraint) -> None:
        """Show a term, with the pairs of marks inside it around its whole output."""
        inside = [char for char in self._text[constraint.start : constraint.end] if is_mark(char)]
        self._add_marks_of_kind(inside, "open")
        self.add_term(constraint)
        self._add_marks_of_kind(inside, "close")

    def _add_marks_of_kind(self, chars: Sequence[str], kind: str) -> None:
        of_kind = (char for char in chars if self._marks[ord(char) - MARK_BASE].kind == kind)
        self._mark_offsets += [(self._length, char) for char in of_kind]


class _TargetTermEncoder(Encoder):
    def add_term(self, constraint: Constraint) -> None:
        self.add_placeholder(constraint.accepted[0], constraint.accepted, pattern=constraint.pattern)


def marked_phrases(encoded: ModelInput) -> list[str]:
    """Return the phrase inside each pair of marks that does not wrap the whole sentence, to translate by itself."""
    whole = core_span(encoded.plain)
    pairs = (pair for pair in mark_pairs(encoded) if (pair.start, pair.end) != whole)
    phrases = [encoded.plain[pair.start : pair.end].strip() for pair in pairs]
    return [phrase for phrase in phrases if any(char.isalpha() for char in phrase)]


def mark_pairs(encoded: ModelInput) -> list[MarkPair]:
    """Return the pairs of marks that the model does not see, in the order of their first marks."""
    positions = {mark: (order, offset) for order, (offset, mark) in enumerate(encoded.mark_offsets)}
    found = []
    for mark, (order, offset) in positions.items():
        entry = encoded.marks[ord(mark) - MARK_BASE]
        partner = chr(MARK_BASE + entry.pair) if entry.pair >= 0 else ""
        partner_order, partner_offset = positions.get(partner, (len(positions), len(encoded.plain)))
        if entry.kind == "open":
            closing = partner if partner in positions else ""
            found.append((order, partner_order, MarkPair(offset, partner_offset, mark, closing, 0)))
        elif entry.kind == "close" and partner not in positions:
            found.append((-1, order, MarkPair(0, offset, "", mark, 0)))
    return [
        pair._replace(depth=sum(other[0] < first and last < other[1] for other in found)) for first, last, pair in found
    ]


def core_span(text: str) -> tuple[int, int]:
    """Return where the text without outer white space and closing punctuation starts and ends."""
    start = len(text) - len(text.lstrip())
    return start, max(start, len(_CLOSING.sub("", text)))


def _has_whole_pairs(text: str, marks: Sequence[Mark]) -> bool:
    """Tell whether the marks in a stretch are pairs that lie wholly inside it."""
    present = {ord(char) - MARK_BASE for char in text if is_mark(char)}
    return all(marks[index].kind != "atom" and marks[index].pair in present for index in present)


def _is_copied(text: str) -> bool:
    """Tell whether an atom's own text is likelier to be copied than a token: one word with a digit, sign or capital."""
    return bool(text) and len(text) <= 40 and not any(char.isspace() for char in text) and not text.islower()
