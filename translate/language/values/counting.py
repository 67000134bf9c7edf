"""Which numbers count things: 500 beds, 500张床位. Such a count is never a duration, a length or an amount of money."""

import re
from dataclasses import replace

from translate.language.values import units
from translate.language.values.value import Value

_WORDS = re.compile(r"(?: [a-z]+(?:-[a-z]+)?){1,3}")
_PLURAL = re.compile(r"[a-z-]*[a-rtv-z]s\Z|(?:people|children|men|women|staff)\Z")
"""Lists, beds, cities; not class, virus, this."""
_NO_NOUN = re.compile(
    "a|about|across|after|against|age|aged|ago|among|an|and|are|around|as|at|away|before|below|between|but|by|does|each"
    r"|else|ever|few|for|from|goes|had|has|have|her|his|how|if|in|into|is|it|its|less|like|lies|makes|more|most|nor|not"
    r"|of|off|on|only|onwards|or|our|out|over|pays|per|plus|remains|runs|says|since|so|still|takes|than|that|the|their"
    r"|them|then|there|these|this|those|though|times|to|towards|under|until|up|upwards|versus|via|vs|was|were|when|where"
    r"|which|while|who|whose|with|within|without|works|yet"
)
"""Behind a number they begin something else: he is 30 and has three beds."""
_MEASURES = re.compile(
    "cents|decibels|degrees|evenings|feet|generations|grades|innings|laps|mornings|nights|overs|points|quarters"
    r"|seasons|semesters|stones|terms|weekdays|weekends|weeknights|workdays"
)
"""Plurals that the other language may write with one of its units: 20 points are 20分, seven nights 7天."""
_NAMED = re.compile(
    " (?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\\b)[A-Z][a-z]+ [A-Z]"
)
"""Behind an ordinal: the 26th Champions Award is no day of a month."""
_CHINESE = re.compile(
    "[多余几]?(?:张|名|位|家|所|台|例|人|件|辆|座|款|种|支|篇|只|艘|架|套|户)(?!次|均|年|[民百千万]币)"
)


def counted(text: str, value: Value, language: str) -> Value:
    """Add to a value whether it counts things.

    Args:
        text: without marks; the value's offsets are into it.
        value: as found.
        language: BCP 47 code of the text.
    """
    if value.kind == "ordinal" and language == "en":
        return replace(value, counted=bool(_NAMED.match(text, value.end)))
    if value.kind != "number" or value.unit:
        return value
    return replace(value, counted=_counts(text, value.end, language))


def _counts(text: str, end: int, language: str) -> bool:
    if language == "zh-Hans":
        return _CHINESE.match(text, end) is not None
    match = _WORDS.match(text, end)
    place = end
    for word in match[0].split() if match else ():
        if _NO_NOUN.fullmatch(word) or _MEASURES.fullmatch(word) or units.after(text, place, language)[0]:
            return False
        if _PLURAL.match(word):
            return True
        place += len(word) + 1
    return False
