"""Numbers that stand beside each other's nouns: 12 nurses and 15 doctors as 15名护士和12名医生.

Every number has its equal on the other side, so only order and neighbours show it. Languages may order a sentence
otherwise (30 of the 200 patients, 200名患者中的30名), so an inversion counts only between values of one unit, and only
where neither the known nouns nor the words between the numbers account for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, groupby

from translate.language.values.nouns import CLASSES
from translate.language.values.value import Value

_TURNING = {
    "en": re.compile(
        r"\b(?:of|from|out of|than|compar\w+|versus|vs|against|after|following|while|when|where|which|who|instead"
        r"|in|across|among|to|by|over|with|within|on|for|at|per|through|via|into|under|between|using|range\w*"
        r"|including)\b",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile("[从由比较与在对为的里中内只以将把]|相比|其中|超过|高于|低于|包括|至|到"),
}
"""Words between two numbers that the other language may put the other way round."""
_TURNING_MEASURES = {
    "en": re.compile(
        r"\b(?:of|from|out of|than|compar\w+|versus|vs|against|after|following|while|when|where|which|instead|range\w*"
        r"|ranging|between|but|including|against|until|before)\b",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile("从|由|比|相比|中|较|其中|超过|高于|低于|不等|介于|包括|至|到|后|前"),
}
"""Those that turn two amounts of one unit round: 16 percent, compared to 34 percent."""

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
    numbers = sorted((pair for pair in pairs if _comparable(pair)), key=_unit)
    for unit, group in groupby(numbers, key=_unit):
        ordered = sorted(group, key=lambda pair: pair[0].start)
        for first, second in combinations(ordered[:_MOST], 2):
            if first[0].number != second[0].number and _crossed(
                first, second, texts, source, target, measured=bool(unit)
            ):
                yield first[0], second[0]


_MOST = 24
"""So many numbers of one unit are looked at: pairs of them are a quadratic number."""


def _comparable(pair: Pair) -> bool:
    return all(value.kind == "number" and value.strict for value in pair)


def _unit(pair: Pair) -> str:
    return pair[0].unit or pair[1].unit


def _crossed(first: Pair, second: Pair, texts: Mapping[str, str], source: str, target: str, *, measured: bool) -> bool:
    straight = _likeness(*first) + _likeness(*second)
    crossed = _likeness(first[0], second[1]) + _likeness(second[0], first[1])
    inverted = first[1].start > second[1].start
    if crossed > straight + 1:
        return True
    if not inverted or straight > crossed or straight > 0:
        return False
    turning = _TURNING_MEASURES if measured else _TURNING
    between = (
        (source, texts[source][first[0].end : second[0].start]),
        (target, texts[target][second[1].end : first[1].start]),
    )
    return not any(turning[language].search(words) for language, words in between)


def _likeness(one: Value, two: Value) -> int:
    """Return how far the nouns beside two numbers agree: 3 the same, 1 of one class, -1 of two, 0 unknown."""
    if not one.nouns or not two.nouns:
        return 0
    if (one.nouns & two.nouns) - CLASSES:
        return 3
    if one.nouns & two.nouns:
        return 1
    return -1
