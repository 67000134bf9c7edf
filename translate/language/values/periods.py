"""Periods without a number: a few weeks became 几天, in a month became 一年内.

A period that one text names and the other does not name in any way, where the other names one that the first does not,
was replaced. Either alone is no sign: 每天 is every day, but also always.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from translate.language.values.value import Value

_COUNTED = "几数多每两半一二三四五六七八九十这那整"
_PERIODS = (
    # English that names a period; English that may stand for it; the same in Chinese
    (r"minutes?", "minute|moment|instant", "分钟", "[分刻瞬秒点]"),
    (r"hours?", r"hour|o['’]clock|24/7", "小时|钟头", "[时点钟刻]"),
    (r"days?(?! of)", r"\bday|daily|days|today|night|morning|date|24|afternoon|weekend",
     rf"(?<=[{_COUNTED}])\s?天|天内", "[天日号晚夜昨]"),
    (r"weeks?", "week|fortnight|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day",
     rf"(?<=[{_COUNTED}])\s?周(?![一二三四五六日末年岁])|个星期", "周|星期|礼拜"),
    (r"months?", "month|quarter|half.year|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec", "个多?月", "[月季]"),
    (r"years?", r"year|annual|anniversar|20\d\d|19\d\d|season|\baged?\b|\bold\b|decade|grade",
     rf"(?<=[{_COUNTED}近])\s?年(?!级)", "[年岁载龄季期]"),
    (r"decades?", r"decade|ties\b|0s\b|years", "年代", "[年岁]"),
    (r"centur(?:y|ies)", "centur|100|hundred|[89]0s|ties", "世纪", "世纪|百年|年"),
)  # fmt: skip
_NAMED = {
    "en": [re.compile(rf"\b(?:{row[0]})\b", re.IGNORECASE) for row in _PERIODS],
    "zh-Hans": [re.compile(row[2]) for row in _PERIODS],
}
_SUPPORTED = {
    "en": [re.compile(row[1], re.IGNORECASE) for row in _PERIODS],
    "zh-Hans": [re.compile(row[3]) for row in _PERIODS],
}


def replaced(
    source_text: str, target_text: str, source: str, target: str, ours: Sequence[Value], theirs: Sequence[Value]
) -> tuple[str, str] | None:
    """Return the period of the source that became another in the target, and that one; None where none did.

    Args:
        source_text: the offsets of `ours` are into it.
        target_text: the offsets of `theirs` are into it.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        ours: values of the source; what they say is compared by number, and 14 days may be 两周.
        theirs: values of the target.
    """
    lost = _unsupported(_without(source_text, ours), source, target_text, target)
    made = _unsupported(_without(target_text, theirs), target, source_text, source) if lost else ""
    return (lost, made) if lost and made else None


def _without(text: str, values: Sequence[Value]) -> str:
    parts, end = [], 0
    for value in values:
        if value.strict:
            parts.append(text[end : value.start])
            end = value.end
    return "\n".join([*parts, text[end:]])


@lru_cache(maxsize=256)
def _unsupported(text: str, language: str, other_text: str, other_language: str) -> str:
    """Return the first period that a text names and the other has nothing for."""
    for named, supported in zip(_NAMED[language], _SUPPORTED[other_language], strict=True):
        match = named.search(text)
        if match and not supported.search(other_text):
            return match[0]
    return ""
