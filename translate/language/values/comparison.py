"""Numbers, dates and amounts, compared by value and not by how they are written.

1. A value that must be there (a number in digits, a date, a numeral above two) and has no equal on the other side is a
   problem; on either side.
2. Numerals that are often no number (one, first, 一, 两) are compared only where both sides have one left over.
3. Equal means equal in size and unit: 55.51 billion yuan is 555.1亿元, two weeks may be 14天, 70% may be 七成.
4. A value said twice in one language may be said once in the other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from translate.language.glossary import Glossary, TermMatch
from translate.language.script import UnmarkedText
from translate.language.values import chinese, counting, english, rewording
from translate.language.values.equality import absorbed, equal, identical, rivals, without_pieces
from translate.language.values.numerals import CHINESE_DIGIT
from translate.language.values.value import Value

__all__ = ["Value", "ValueProblem", "compare", "find", "repair"]

_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_FINDERS: dict[str, Callable[[str], Iterator[Value]]] = {"en": english.find, "zh-Hans": chinese.find}
_GUESTS = {
    "en": re.compile(r"\d\s?[万亿年月日]"),
    "zh-Hans": re.compile(
        r"\d\s?(?:thousand|million|billion|trillion)\b|\d{1,2} (?:January|February|March|April|May|June|July|August"
        r"|September|October|November|December)\b|(?:January|February|March|April|May|June|July|August|September|October"
        r"|November|December) \d"
    ),
}
"""What shows that a text holds amounts or dates written in the other language."""
_FIGURES = re.compile(rf"[\d.,\u00a0\u2009\u202f{CHINESE_DIGIT}十百千万亿兆]{{65,}}")
"""So many figures in a row are no number: they are compared as they stand, and nothing is computed with them."""
_JOIN = re.compile(r"\s*(?:-|–|—|~|～|至|到|、|或|和|to|and|or)\s*")
_SCALED = re.compile(r"(?:hundred|thousand|million|billion|trillion|mn|bn|[十百千万亿kmb])", re.IGNORECASE)


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


def find(text: str, language: str) -> list[Value]:
    """Find the values of `text` in order, not overlapping. A range is two values."""
    return list(_found(text, language))


# A sentence's values are asked for again for each candidate, by the repair and by the guards.
@lru_cache(maxsize=1024)
def _found(text: str, language: str) -> tuple[Value, ...]:
    bare = UnmarkedText(text)
    plain = bare.text.translate(_WIDE)
    taken = bytearray(len(plain))
    found: list[Value] = []
    for match in _FIGURES.finditer(plain):
        if match[0].strip(".,\u00a0\u2009\u202f"):
            found.append(Value(*match.span(), match[0], "phone", opaque=match[0]))
        taken[match.start() : match.end()] = b"\1" * len(match[0])
    plain = _FIGURES.sub(lambda match: "\ufffc" * len(match[0]), plain)
    finders = [_FINDERS[language]]
    if _GUESTS[language].search(plain):
        guest = _FINDERS["en" if language != "en" else "zh-Hans"]
        finders.insert(0, lambda text: (value for value in guest(text) if _GUESTS[language].search(value.text)))
    for value in chain.from_iterable(finder(plain) for finder in finders):
        if value.end > value.start and not any(taken[value.start : value.end]):
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
            if value.kind != "code" or value.opaque:
                found.append(value)
    found.sort(key=lambda value: value.start)
    joined = _join_ranges(plain, found)
    return tuple(_place(bare, _counted(plain, value, language)) for value in joined)


def _counted(plain: str, value: Value, language: str) -> Value:
    counts = value.kind == "number" and not value.unit and counting.counts(plain, value.end, language)
    return replace(value, counted=True) if counts else value


def _place(bare: UnmarkedText, value: Value) -> Value:
    start, end = bare.span(value.start, value.end)
    return replace(value, start=start, end=end)


def _join_ranges(plain: str, found: list[Value]) -> list[Value]:
    """Let the first of `10-15万` and `3 to 5 km` share the second's unit and, perhaps, its scale."""
    joined = list(found)
    for index in range(len(found) - 2, -1, -1):
        one, two = joined[index], joined[index + 1]
        if one.kind != "number" or two.kind != "number" or not _JOIN.fullmatch(plain, one.end, two.start):
            continue
        unit = one.unit or two.unit
        also = one.also
        scale = _SCALED.search(two.text)
        if scale and not _SCALED.search(one.text):
            digits = re.match(r"\D*([\d,]+(?:\.\d+)?)", two.text)
            if digits:
                written = Fraction(digits[1].replace(",", ""))
                also = (*also, one.number * two.number / written) if written else also
        hyphened = "-" in plain[one.end : two.start] or "–" in plain[one.end : two.start]
        if hyphened and not two.unit and 1000 <= one.number <= 2100 and two.number < 100:
            # 2018-19 is a pair of years.
            joined[index + 1] = replace(two, also=(*two.also, one.number - one.number % 100 + two.number))
        joined[index] = replace(one, unit=unit, also=also)
    return joined


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
    return _Comparison(ours, theirs, source_text, target_text, source, target).problems()


def _without_terms(
    ours: list[Value],
    theirs: list[Value],
    source_text: str,
    target_text: str,
    source: str,
    target: str,
    glossary: Glossary,
) -> tuple[list[Value], list[Value]]:
    mine = [match for match in glossary.find(source_text, source) if any(_inside(value, match) for value in ours)]
    forms = {form for match in glossary.find(source_text, source) for form in match.accepted}
    other = [match for match in glossary.find(target_text, target) if match.term.form(target) in forms]
    rendered = {match.term.form(target) for match in other}
    mine = [match for match in mine if rendered & set(match.accepted)]
    return (
        [value for value in ours if not any(_inside(value, match) for match in mine)],
        [value for value in theirs if not any(_inside(value, match) for match in other)],
    )


def _inside(value: Value, match: TermMatch) -> bool:
    return value.start >= match.start and value.start < match.end


@dataclass
class _Comparison:
    """The values of both sides, and which have found their equal."""

    ours: Sequence[Value]
    theirs: Sequence[Value]
    source_text: str
    target_text: str
    source: str
    target: str

    def problems(self) -> list[ValueProblem]:
        pairs = self._pairs()
        left = [value for index, value in enumerate(self.ours) if index not in pairs]
        used = set(pairs.values())
        right = [value for index, value in enumerate(self.theirs) if index not in used]
        problems = [
            ValueProblem(one, two, f"`{one.text}` became `{two.text}`; both give a limit, but not the same way round")
            for one, two in ((self.ours[index], self.theirs[other]) for index, other in pairs.items())
            if {one.bound, two.bound} == {"over", "under"}
        ]
        problems += self._shortened(pairs)
        left = [value for value in left if not _repeats(value, self.theirs)]
        right = [value for value in right if not _repeats(value, self.ours)]
        left = [value for value in left if not absorbed(value, self.target_text, self.target, right)]
        right = [value for value in right if not absorbed(value, self.source_text, self.source, left)]
        left, right = without_pieces(left, right)
        for one in left:
            rival = next((other for other in right if rivals(one, other)), None)
            if rival:
                right.remove(rival)
                problems.append(ValueProblem(one, rival, f"`{one.text}` became `{rival.text}`"))
            elif one.strict:
                problems.append(ValueProblem(one, None, f"`{one.text}` is missing"))
        problems += [
            ValueProblem(None, other, f"`{other.text}` is not in the source") for other in right if other.strict
        ]
        return problems

    def _shortened(self, pairs: dict[int, int]) -> list[ValueProblem]:
        """Report dates that lost their day, month or year, or got one, unless the text says it elsewhere."""
        problems = []
        for index, other in pairs.items():
            one, two = self.ours[index], self.theirs[other]
            if one.kind == two.kind == "date" and one.when != two.when:
                lost = any(
                    a and not b and not _says(self.theirs, a, place)
                    for place, (a, b) in enumerate(zip(one.when, two.when, strict=True))
                )
                made = any(
                    b and not a and not _says(self.ours, b, place)
                    for place, (a, b) in enumerate(zip(one.when, two.when, strict=True))
                )
                if lost or made:
                    problems.append(ValueProblem(one, two, f"`{one.text}` became `{two.text}`"))
        return problems

    def _pairs(self) -> dict[int, int]:
        pairs: dict[int, int] = {}
        used: set[int] = set()
        for test in (identical, equal):
            for index, one in enumerate(self.ours):
                if index in pairs:
                    continue
                for other, two in enumerate(self.theirs):
                    if other not in used and test(one, two):
                        pairs[index] = other
                        used.add(other)
                        break
        return pairs


def _repeats(value: Value, others: Sequence[Value]) -> bool:
    """Return whether one of the other side's values, though it has its equal already, says this one too."""
    return any(
        equal(value, other)
        and (value.kind == "vague") == (other.kind == "vague")
        and (
            value.kind != "date"
            or other.kind != "date"
            or all(b or not a for a, b in zip(value.when, other.when, strict=True))
        )
        for other in others
    )


def _says(values: Sequence[Value], part: int, place: int) -> bool:
    """Return whether any value of a text says this year (place 0), month (1) or day (2)."""
    return any(value.when[place] == part or (value.kind != "date" and value.number == part) for value in values)


def repair(
    source_text: str, target_text: str, *, source: str, target: str, glossary: Glossary | None = None
) -> tuple[str, list[ValueProblem]]:
    """Put values of the target right where that is certain.

    Certain is: one value of the source has no equal, one value of the target that could stand for it has none either,
    and once it is replaced nothing is left to complain about that was not there before. Values that show the same
    figures (55.51 billion, 55.51亿) are taken together first.

    Args:
        source_text: with or without marks.
        target_text: with or without marks.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        glossary: as for `compare`.

    Returns:
        The target, and every problem found in it, `repaired` where it is no longer there.
    """
    problems = compare(source_text, target_text, source=source, target=target, glossary=glossary)
    done: list[ValueProblem] = []
    left = problems
    for _ in problems:
        for one, two in _certain(left):
            start, end, new = rewording.reworded(one, two, target)
            tried = target_text[:start] + new + target_text[end:]
            rest = compare(source_text, tried, source=source, target=target, glossary=glossary)
            if new and len(rest) < len(left):
                done.append(ValueProblem(one, two, f"`{two.text}` put right: `{new}` for `{one.text}`", repaired=True))
                target_text, left = tried, rest
                break
        else:
            break
    return target_text, done + left


def _certain(problems: Sequence[ValueProblem]) -> list[tuple[Value, Value]]:
    """Pair the values of both sides that can only stand for each other."""
    ours = [problem.source for problem in problems if problem.source]
    theirs = [problem.target for problem in problems if problem.target]
    if any(problem.source and problem.target and equal(problem.source, problem.target) for problem in problems):
        return []
    pairs = [
        (one, two)
        for one in ours
        for two in theirs
        if rewording.figures(one) == rewording.figures(two) and one.kind == two.kind
    ]
    if pairs and len({id(one) for one, _ in pairs}) == len(pairs) == len({id(two) for _, two in pairs}):
        return pairs
    same = [(one, two) for one in ours for two in theirs if rewording.replaceable(one, two)]
    return same if len(same) == 1 and len(ours) == 1 and len(theirs) == 1 else []
