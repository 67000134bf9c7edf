"""Putting a wrong value right: only the same figure with the wrong scale, unit, currency or part of a date.

A repair that is wrong is worse than a refusal, because nobody looks at it. So a value is rewritten only where

1. the source's value and the target's show the same significant figures (or the same number with two units of one
   dimension, or two dates that differ in one part) and no other value of either side does;
2. both stand at the same place in the order of their side's values, of which there are equally many;
3. the target has written it in figures (never 一 or one, never a weekday, a clock or a vague number);
4. afterwards both texts have the same values, all of them: a partial repair would be refused by the guard anyway.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from translate.language.glossary import Glossary
from translate.language.values import english_dates, numerals, units
from translate.language.values.comparison import ValueProblem, compare
from translate.language.values.reading import find
from translate.language.values.value import Value

_SCALED = re.compile(
    r"hundred|thousand|million|billion|trillion|lakh|crore|\b(?:mn|bn|tn)\b|[百千万亿]|(?<=\d)[mbk]\b", re.IGNORECASE
)
_NUMBER = {
    "zh-Hans": re.compile(r"\d[\d,]*(?:\.\d+)?\s?[十百千万亿]*"),
    "en": re.compile(
        r"(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[ -]?(?:hundred|thousand|million|billion|trillion|mn|bn|tn|k|m)\b)?",
        re.IGNORECASE,
    ),
}
REPAIRED = "repaired"
"""Begins what is said of a segment whose target a repair changed, as guards' names begin what they say."""
_SIGNIFICANT = 3
"""Figures that make sure that two numbers are one and the same, where neither has a unit."""
_YEARS = (1000, 2100)
"""Numbers that are written without a comma: they may be years."""
_DECIMALS = 9
_MOST = 8
"""A text with more wrong values than this is not repaired."""


def repair(
    source_text: str, target_text: str, *, source: str, target: str, glossary: Glossary | None = None
) -> tuple[str, list[ValueProblem]]:
    """Put values of the target right where that is certain; else leave the whole text as it is.

    Args:
        source_text: with or without marks.
        target_text: with or without marks.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        glossary: as for `compare`.

    Returns:
        The target, and every problem found in it, `repaired` where it is no longer there: all of them or none.
    """
    problems = compare(source_text, target_text, source=source, target=target, glossary=glossary)
    edits = [_edit(problem, problems, target) for problem in problems] if len(problems) <= _MOST else [None]
    if not problems or not all(edits) or not _same_places(problems, source_text, target_text, source, target):
        return target_text, problems
    repaired, done = target_text, []
    for problem, edit in sorted(zip(problems, edits, strict=True), key=lambda pair: -pair[1][0] if pair[1] else 0):
        if edit and problem.source and problem.target:
            start, end, new = edit
            repaired = repaired[:start] + new + repaired[end:]
            old = target_text[start:end]
            message = f"`{problem.target.text}` put right: `{new}` in the place of `{old}`, for `{problem.source.text}`"
            done.append(replace(problem, message=message, repaired=True, before=old, after=new))
    if compare(source_text, repaired, source=source, target=target, glossary=glossary):
        return target_text, problems
    return repaired, done[::-1]


Edit = tuple[int, int, str]


def _edit(problem: ValueProblem, problems: Sequence[ValueProblem], language: str) -> Edit | None:
    """Return the range to be replaced and its new text; None where that is not certain."""
    ours, theirs = problem.source, problem.target
    if not ours or not theirs or not _misread(ours, theirs):
        return None
    rivals = [other for other in problems if other is not problem and other.source and other.target]
    if any(_misread(ours, other.target) or _misread(other.source, theirs) for other in rivals):  # type: ignore[arg-type]
        return None
    return _reworded(ours, theirs, language)


def _misread(ours: Value, theirs: Value) -> bool:
    """Return whether two values are one and the same, with the wrong scale, unit, currency or part of a date."""
    if ours.kind != theirs.kind:
        return False
    if ours.kind == "date":
        wrong = [(one, two) for one, two in zip(ours.when, theirs.when, strict=True) if one != two]
        return len(wrong) == 1 and all(wrong[0]) and sum(map(bool, ours.when)) > 1
    return ours.kind == "number" and bool(re.search(r"\d", theirs.text)) and _misread_number(ours, theirs)


def _misread_number(ours: Value, theirs: Value) -> bool:
    if ours.number == theirs.number:
        return units.same_dimension(ours.unit, theirs.unit) and not {ours.unit, theirs.unit} & _AMBIGUOUS
    if not _figures(ours) or _figures(ours) != _figures(theirs) or bool(ours.unit) != bool(theirs.unit):
        return False
    # A count of things has no unit that would say that both numbers count the same.
    return units.agree(ours.unit, theirs.unit) and (bool(ours.unit) or len(_figures(ours)) >= _SIGNIFICANT)


_AMBIGUOUS = frozenset({"dollar", "¥", "%", "pp"})
"""Whose dollar or yen it is, $ and ¥ do not say; % and percentage points are confused by authors, too."""


def _figures(value: Value) -> str:
    """Return the digits a value is written with, without zeros at either end: 5551 for 55.51 billion and 555.1亿."""
    number = value.number
    for _ in range(_DECIMALS):
        if number.denominator > 1:
            number *= 10
    return f"{number.numerator}".strip("0") if number.denominator == 1 else ""


def _same_places(
    problems: Sequence[ValueProblem], source_text: str, target_text: str, source: str, target: str
) -> bool:
    """Return whether what is to be repaired stands at the same place in the order of both sides' values of its kind."""
    sides = (find(source_text, source), find(target_text, target))
    for problem in problems:
        if not problem.source or not problem.target:
            return False
        ours, theirs = (
            [value for value in side if _of_a_kind(value, wanted)]
            for side, wanted in zip(sides, [problem.source, problem.target], strict=True)
        )
        if len(ours) != len(theirs) or ours.index(problem.source) != theirs.index(problem.target):
            return False
    return True


def _of_a_kind(value: Value, wanted: Value) -> bool:
    """Return whether a value counts for the order: years are dates in one language and numbers in the other."""
    if value is wanted:
        return True
    written = value.strict or bool(re.search(r"\d", value.text))
    year = value.kind == "number" and not value.unit and bool(re.fullmatch(r"(?:1\d|20)\d\d", value.text))
    return value.kind == wanted.kind and bool(value.unit) == bool(wanted.unit) and written and not year


def _reworded(ours: Value, theirs: Value, language: str) -> Edit | None:
    if ours.kind == "date":
        return _date_part(ours, theirs, language)
    written = _NUMBER[language].search(theirs.text)
    if not written or theirs.end - theirs.start != len(theirs.text):
        return None
    if ours.number == theirs.number:
        return theirs.start, theirs.end, units.written(written[0].rstrip(), ours.unit, language)
    number = _number(ours, theirs, language)
    start = theirs.start + written.start()
    return start, start + len(written[0].rstrip()), number


def _number(ours: Value, theirs: Value, language: str) -> str:
    if language == "zh-Hans":
        return numerals.write_chinese(ours.number, scaled=bool(_SCALED.search(ours.text)))
    if _YEARS[0] <= ours.number <= _YEARS[1] and "," not in theirs.text:
        return numerals.decimal(ours.number)
    return numerals.write_english(ours.number)


def _date_part(ours: Value, theirs: Value, language: str) -> Edit | None:
    """Replace the part of a date that is wrong, and leave how it is written."""
    place = next(at for at, (one, two) in enumerate(zip(ours.when, theirs.when, strict=True)) if one != two)
    right, wrong = ours.when[place], theirs.when[place]
    if language == "en" and place == _MONTH:
        pattern, new = english_dates.month_pattern(wrong), english_dates.write((0, right, 0))
    elif language == "en":
        pattern = re.compile(rf"(?<!\d)0?{wrong}(?:(?:st|nd|rd|th)\b|(?!\d))")
        new = str(right)
    else:
        pattern, new = re.compile(rf"(?<!\d)0?{wrong}(?=\s?[{_CHINESE_PARTS[place]}])"), str(right)
    found = list(pattern.finditer(theirs.text))
    if len(found) != 1 or theirs.end - theirs.start != len(theirs.text):
        return None
    return theirs.start + found[0].start(), theirs.start + found[0].end(), new


_MONTH = 1
_CHINESE_PARTS = ("年", "月", "日号")
