"""Numbers that stand beside each other's nouns: 12 nurses and 15 doctors as 15名护士和12名医生.

Every number has its equal on the other side, so only order and neighbours show it. Languages may order a sentence
otherwise (30 of the 200 patients, 200名患者中的30名), so an inversion counts only between values of one unit, and only
where neither the known nouns nor the words between the numbers account for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from translate.language.values import nouns
from translate.language.values.value import Value

_TURNING = {
    "en": re.compile(
        r"\b(?:of|from|than|instead|in|across|among|to|by|with|on|per|for|before|using|against|hitting)\b",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile("[从由比较在中]"),
}
"""Words between two numbers that the other language may put the other way round."""
_TURNING_MEASURES = {
    "en": re.compile(r"\b(?:of|from|than|compar\w+|versus|vs|range\w*|ranging|but|after|of which)\b", re.IGNORECASE),
    "zh-Hans": re.compile("[从由比较中]|不等|介于"),
}
"""Those that turn two amounts of one unit round: 16 percent, compared to 34 percent."""
_TURNING_DATES = re.compile(
    r"\b(?:after|before|since|following|until|when|while|of|than|from|compar\w+|ahead)\b", re.IGNORECASE
)
"""Those that turn two dates round, looked for in the English text only: 后 and 前 are in every other Chinese one."""
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|至|到|and|to)\s*")
"""Nobody turns the ends of a range round."""

Pair = tuple[Value, Value]


def exchanged(pairs: Sequence[Pair], source_text: str, target_text: str, source: str, target: str) -> Iterator[Pair]:
    """Find neighbours whose numbers were exchanged; gives the two values of the source.

    Args:
        pairs: values of the source and their equals in the target.
        source_text: the offsets of the sources are into it.
        target_text: the offsets of the targets are into it.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
    """
    texts: Mapping[str, str] = {source: source_text, target: target_text}
    numbers = sorted((pair for pair in pairs if _comparable(pair)), key=lambda pair: pair[0].start)
    for at, first in enumerate(numbers[:_MOST]):
        for second in numbers[at + 1 : at + 1 + _NEAR]:
            differ = (first[0].number, first[0].when) != (second[0].number, second[0].when)
            if differ and _group(first) == _group(second) and _crossed(first, second, texts, source, target):
                yield first[0], second[0]


_NEAR = 4
_SURE = 3
_SCORED = re.compile("[-–—:：∶比]")
_SCORE = 20
"""2-0 may be 0:2: of whoever trails, Chinese says their goals first."""
_MOST = 200
"""So many numbers are looked at, each with so many that follow it: what is exchanged stands near."""


def _comparable(pair: Pair) -> bool:
    return all(value.kind in ("number", "date") and value.strict for value in pair)


def _group(pair: Pair) -> tuple[str, ...]:
    """Return what two pairs have in common whose values can be mistaken for each other: a unit, or both are dates."""
    dates = [value for value in pair if value.kind == "date"]
    if dates:
        return (_DAYS if any(value.when[1] for value in dates) else _YEARS,)
    return tuple(_unit(value) for value in pair)


_DAYS, _YEARS = "dates with a month", "years"


def _unit(value: Value) -> str:
    return "" if value.text.endswith(("分", "岁")) else value.unit


def _crossed(first: Pair, second: Pair, texts: Mapping[str, str], source: str, target: str) -> bool:
    if _group(first)[0] in (_DAYS, _YEARS):
        return _dates_crossed(first, second, texts, english=0 if source == "en" else 1)
    ours, theirs = (
        [nouns.after(texts[language], _noun_start(pair[side]), language) for pair in (first, second)]
        for side, language in enumerate([source, target])
    )
    straight = _likeness(ours[0], theirs[0]) + _likeness(ours[1], theirs[1])
    crossed = _likeness(ours[0], theirs[1]) + _likeness(ours[1], theirs[0])
    if crossed >= _SURE and crossed > straight + 1:
        return True
    if first[1].start < second[1].start:
        return False
    between = {
        source: texts[source][first[0].end : second[0].start],
        target: texts[target][second[1].end : first[1].start],
    }
    if all(_SCORED.fullmatch(words.strip()) for words in between.values()) and first[0].number <= _SCORE:
        return False
    if all(_RANGE.fullmatch(words) for words in between.values()):
        return True
    return straight <= max(crossed, 0) and not _turned(between, all(value.unit for value in (*first, *second)))


def _turned(between: Mapping[str, str], measured: bool) -> bool:
    """Return whether words between two numbers account for another order in the other language."""
    turning = _TURNING_MEASURES if measured else _TURNING
    return any(turning[language].search(words) for language, words in between.items())


def _dates_crossed(first: Pair, second: Pair, texts: Mapping[str, str], english: int) -> bool:
    """Return whether two dates stand the other way round; `english` is the side of a pair that is English."""
    ends = sorted((pair[english].start, pair[english].end) for pair in (first, second))
    between = texts["en"][ends[0][1] : ends[1][0]]
    return first[1].start > second[1].start and not _TURNING_DATES.search(between)


def _noun_start(value: Value) -> int:
    """Return where its noun begins; 分 may be the noun itself: points."""
    return value.end - value.text.endswith("分")


def _likeness(one: frozenset[str], two: frozenset[str]) -> int:
    """Return how far the nouns beside two numbers agree: 3 the same, 1 of one class, -1 of two, 0 unknown."""
    if not one or not two:
        return 0
    if (one & two) - nouns.CLASSES:
        return 3
    return 1 if one & two else -1
