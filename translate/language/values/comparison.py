"""Numbers, dates and amounts, compared by value and not by how they are written.

1. A value that must be there (a number in digits, a date, a numeral above two) and has no equal on the other side is a
   problem; on either side.
2. Numerals that are often no number (one, first, 一, 两) are compared only where both sides have one left over.
3. Equal means equal in size and unit: 55.51 billion yuan is 555.1亿元, two weeks may be 14天, 70% may be 七成.
4. A value said twice in one language may be said once in the other.
5. Equal values beside each other's nouns are a problem, too (`exchange.py`), and so is a period without a number that
   became another (`periods.py`).
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from translate.language.glossary import Glossary, TermMatch
from translate.language.values import units
from translate.language.values.equality import absorbed, equal, identity, implied, rivals, without_pieces
from translate.language.values.exchange import exchanged
from translate.language.values.periods import replaced
from translate.language.values.reading import find
from translate.language.values.value import Value


@dataclass(frozen=True)
class ValueProblem:
    """A value of one side that has no equal on the other."""

    source: Value | None
    """None for a value that only the target has."""
    target: Value | None
    """None for a value that the target lacks."""
    message: str
    """For people."""
    repaired: bool = False
    """Whether `repair` put it right."""
    before: str = ""
    """What stood in the target, where it was repaired."""
    after: str = ""
    """What stands there now."""


def compare(
    source_text: str, target_text: str, *, source: str, target: str, glossary: Glossary | None = None
) -> list[ValueProblem]:
    """Compare the values of two texts; empty where each has its equal.

    Args:
        source_text: with or without marks.
        target_text: with or without marks.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        glossary: numerals inside its terms (三级甲等医院, 15th Five-Year Plan) are the term's, and are not compared
            where both sides have the term.
    """
    ours, theirs = find(source_text, source), find(target_text, target)
    if glossary:
        ours, theirs = _without_terms(ours, theirs, source_text, target_text, source, target, glossary)
    return Comparison(ours, theirs, source_text, target_text, source, target).problems()


def _without_terms(
    ours: list[Value],
    theirs: list[Value],
    source_text: str,
    target_text: str,
    source: str,
    target: str,
    glossary: Glossary,
) -> tuple[list[Value], list[Value]]:
    in_source = glossary.find(source_text, source)
    forms = {form for match in in_source for form in match.accepted}
    theirs_held = [match for match in glossary.find(target_text, target) if match.term.form(target) in forms]
    rendered = {match.term.form(target) for match in theirs_held}
    ours_held = [match for match in in_source if rendered & set(match.accepted)]
    return _outside(ours, ours_held), _outside(theirs, theirs_held)


def _outside(values: list[Value], matches: Sequence[TermMatch]) -> list[Value]:
    return [value for value in values if not any(match.start <= value.start < match.end for match in matches)]


@dataclass(frozen=True)
class Comparison:
    """The values of both sides, and which have found their equal."""

    ours: Sequence[Value]
    """Of the source."""
    theirs: Sequence[Value]
    """Of the target."""
    source_text: str
    """With or without marks."""
    target_text: str
    """With or without marks."""
    source: str
    """BCP 47 code of the source."""
    target: str
    """BCP 47 code of the target."""

    def problems(self) -> list[ValueProblem]:
        """Return what differs, in the order of the rules above."""
        return [
            *self._opposed(),
            *self._shortened(),
            *self._left(),
            *self._measured(),
            *self._exchanged(),
            *self._replaced(),
        ]

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Index of a source value → index of its equal in the target, the identical ones first."""
        places: defaultdict[object, deque[int]] = defaultdict(deque)
        for other, theirs in enumerate(self.theirs):
            places[identity(theirs)].append(other)
        pairs = {
            index: places[identity(ours)].popleft()
            for index, ours in enumerate(self.ours)
            if places.get(identity(ours))
        }
        left = [index for index in range(len(self.ours)) if index not in pairs]
        used = set(pairs.values())
        right = [index for index in range(len(self.theirs)) if index not in used]
        for rank, index in enumerate(left):
            for other in _near(right, rank, len(left)):
                if other not in used and equal(self.ours[index], self.theirs[other]):
                    pairs[index] = other
                    used.add(other)
                    break
        return pairs

    def _matched(self) -> Iterator[tuple[Value, Value]]:
        for index, other in self.pairs.items():
            yield self.ours[index], self.theirs[other]

    def _opposed(self) -> Iterator[ValueProblem]:
        for ours, theirs in self._matched():
            if {ours.bound, theirs.bound} == {"over", "under"}:
                yield ValueProblem(
                    ours, theirs, f"`{ours.text}` became `{theirs.text}`; both give a limit, but not the same way round"
                )

    def _shortened(self) -> Iterator[ValueProblem]:
        """Report dates that lost their day, month or year, or got a day or year, unless the text says it elsewhere."""
        for ours, theirs in self._matched():
            if ours.kind == theirs.kind == "date" and ours.when != theirs.when:
                lost = _added(theirs, ours, self.theirs[:_NEAR])
                made = [place for place in _added(ours, theirs, self.ours[:_NEAR]) if not self._completed(ours, place)]
                if lost or made:
                    yield ValueProblem(ours, theirs, f"`{ours.text}` became `{theirs.text}`")

    def _measured(self) -> Iterator[ValueProblem]:
        """Report numbers that got or lost a unit which the other text does not name at all: aged 60, 60个月."""
        for ours, theirs in self._matched():
            if _may_lack_unit(ours, theirs):
                text, language = (self.target_text, self.target) if ours.unit else (self.source_text, self.source)
                if not units.mentioned(text, ours.unit or theirs.unit, language):
                    yield ValueProblem(ours, theirs, f"`{ours.text}` became `{theirs.text}`")

    def _completed(self, ours: Value, place: int) -> bool:
        """Return whether a day got a month that nothing contradicts: English says July 26 for a report's 26日."""
        if place != _MONTH or not ours.when[2] or self.target != "en":
            return False
        return not any(value.kind == "date" and value.when[1] for value in self.ours[:_NEAR])

    def _left(self) -> Iterator[ValueProblem]:
        used = set(self.pairs.values())
        left = [value for index, value in enumerate(self.ours) if index not in self.pairs]
        right = [value for index, value in enumerate(self.theirs) if index not in used]
        left, right = self._unsaid(left, right)
        taken: set[int] = set()
        for rank, ours in enumerate(left):
            near = _near(right, rank, len(left))
            rival = next((other for other in near if id(other) not in taken and rivals(ours, other)), None)
            if rival:
                taken.add(id(rival))
                yield ValueProblem(ours, rival, f"`{ours.text}` became `{rival.text}`")
            elif self._missing(ours, self._target_digits, self.source_text, self.source):
                yield ValueProblem(ours, None, f"`{ours.text}` is missing")
        for theirs in right:
            invented = self._missing(theirs, self._source_digits, self.target_text, self.target)
            if invented and id(theirs) not in taken:
                yield ValueProblem(None, theirs, f"`{theirs.text}` is not in the source")

    @cached_property
    def _source_digits(self) -> frozenset[str]:
        return frozenset(_DIGITS.findall(self.source_text))

    @cached_property
    def _target_digits(self) -> frozenset[str]:
        return frozenset(_DIGITS.findall(self.target_text))

    @staticmethod
    def _missing(value: Value, digits: frozenset[str], text: str, language: str) -> bool:
        """Return whether the other side must have a value, and has not even its digits, read otherwise (247sports)."""
        own = _DIGITS.findall(value.text)
        same = bool(own) and not value.unit and digits.issuperset(own) and max(map(len, own)) >= _LONG
        return value.strict and not (same or implied(value, text, language))

    def _unsaid(self, left: list[Value], right: list[Value]) -> tuple[list[Value], list[Value]]:
        """Take away what the other side says all the same: twice, in a word, or in pieces."""
        left = [one for at, one in enumerate(left) if not _repeats(one, _near(self.theirs, at, len(left)))]
        right = [one for at, one in enumerate(right) if not _repeats(one, _near(self.ours, at, len(right)))]
        left = [
            one
            for at, one in enumerate(left)
            if not absorbed(one, self.target_text, self.target, _near(right, at, len(left)))
        ]
        right = [
            one
            for at, one in enumerate(right)
            if not absorbed(one, self.source_text, self.source, _near(left, at, len(right)))
        ]
        return without_pieces(left, right) if len(left) * len(right) <= _NEAR**2 else (left, right)

    def _exchanged(self) -> Iterator[ValueProblem]:
        matched = list(self._matched())
        for first, second in exchanged(matched, self.source_text, self.target_text, self.source, self.target):
            yield ValueProblem(first, None, f"`{first.text}` and `{second.text}` were exchanged")

    def _replaced(self) -> Iterator[ValueProblem]:
        periods = replaced(self.source_text, self.target_text, self.source, self.target, self.ours, self.theirs)
        if periods:
            yield ValueProblem(None, None, f"`{periods[0]}` became `{periods[1]}`")


_MONTH = 1
_DIGITS = re.compile(r"\d+")
_LONG = 3
"""Digits that stand on both sides by chance only where they are fewer."""
_NEAR = 200
"""With so many values of the other side one is compared, those about the same place: a sentence has fewer, and work
stays linear whatever a model writes."""

T = TypeVar("T")


def _near(values: Sequence[T], rank: int, count: int) -> Sequence[T]:
    """Return all values, or of very many those at the place that `rank` has among `count`."""
    if len(values) <= _NEAR:
        return values
    middle = rank * len(values) // max(count, 1)
    start = min(max(0, middle - _NEAR // 2), len(values) - _NEAR)
    return values[start : start + _NEAR]


def _may_lack_unit(ours: Value, theirs: Value) -> bool:
    """Return whether one of two equal numbers has a unit and the other none; ages, scores and factors need none."""
    if not ({ours.kind, theirs.kind} <= {"number", "ordinal"} and ours.strict and theirs.strict):
        return False
    measured = ours if ours.unit else theirs
    return (
        bool(ours.unit) != bool(theirs.unit)
        and measured.unit not in ("fold", "%")
        and not measured.text.endswith(("岁", "分"))
    )


def _added(short: Value, long: Value, others: Sequence[Value]) -> list[int]:
    """Return which parts of a date (0 year, 1 month, 2 day) the long one alone has, and no value beside the short."""
    return [
        place
        for place, (has, adds) in enumerate(zip(short.when, long.when, strict=True))
        if adds and not has and not _says(others, adds, place)
    ]


def _repeats(value: Value, others: Sequence[Value]) -> bool:
    """Return whether one of the other side's values, though it has its equal already, says this one too."""
    return any(
        equal(value, other) and (value.kind == "vague") == (other.kind == "vague") and not _says_less(other, value)
        for other in others
    )


def _says_less(short: Value, long: Value) -> bool:
    dates = short.kind == long.kind == "date"
    return dates and any(adds and not has for has, adds in zip(short.when, long.when, strict=True))


def _says(values: Sequence[Value], part: int, place: int) -> bool:
    """Return whether any value of a text says this year (place 0), month (1) or day (2)."""
    return any(value.when[place] == part or (value.kind != "date" and value.number == part) for value in values)
