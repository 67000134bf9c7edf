"""Faults of meaning put into good translations: guards stop a part of them, and the share is what is measured."""

import random
import re

from scripts.measure.faults import Fault, Pair
from translate.language.guards.words import opposites, word_lists
from translate.language.script import HAN

_CLAUSE = re.compile(r"[^，。；：！？,;:.!?]*[，,；;]\s?")
_SENTENCE_END = re.compile(r"[。！？](?=.)|(?<=[a-z][.!?])\s(?=[A-Z])")
_INVENTED = {
    "en": (
        "The police arrested two men at the airport.",
        "It's not like it's a bad idea.",
        "I don't know what you're talking about.",
        "The hospital said that nobody was hurt.",
    ),
    "zh-Hans": (
        "警方在机场逮捕了两名男子。",
        "这并不是一个坏主意。",
        "我不知道你在说什么。",
        "医院表示没有人受伤。",
    ),
}
_NEGATIONS = {
    "en": (
        (re.compile(r"\b(is|are|was|were|will|can|has|have|had|should|could|would|may)\b(?! not|n't)"), r"\1 not"),
        (re.compile(r"\b(is|are|was|were|will|can|has|have|had|should|could|would|may) not\b"), r"\1"),
    ),
    "zh-Hans": (
        (re.compile("(?<![不没])(是|会|能|可以|应该)"), r"不\1"),
        (re.compile("不(?=是|会|能|可以|应该|需要|想|要)|没有?(?=[^，。]{2})"), ""),
    ),
}
_LEAST = 12
"""Characters of a clause that says something."""


def _clause_dropped(pair: Pair, chance: random.Random) -> str | None:
    clauses = [match for match in _CLAUSE.finditer(pair.target_text) if len(match[0]) >= _LEAST]
    if len(clauses) < 2:
        return None
    match = chance.choice(clauses[1:])
    return pair.target_text[: match.start()] + pair.target_text[match.end() :]


def _sentence_dropped(pair: Pair, chance: random.Random) -> str | None:
    ends = [match.end() for match in _SENTENCE_END.finditer(pair.target_text)]
    if not ends:
        return None
    start, end = chance.choice([(0, ends[0]), (ends[-1], len(pair.target_text))])
    return (pair.target_text[:start] + pair.target_text[end:]).strip()


def _cut(share: float) -> Fault:
    def cut(pair: Pair, _: random.Random) -> str | None:
        text = pair.target_text
        end = int(len(text) * share)
        if pair.target == "en":
            end = text.rfind(" ", 0, end)
        return text[:end].rstrip() if end > _LEAST else None

    return cut


def _cut_at_comma(pair: Pair, _: random.Random) -> str | None:
    commas = [match.start() + 1 for match in re.finditer("[，,]", pair.target_text)]
    return pair.target_text[: commas[-1]] if commas else None


def _invented(pair: Pair, chance: random.Random) -> str | None:
    return pair.target_text + (" " if pair.target == "en" else "") + chance.choice(_INVENTED[pair.target])


def _negated(place: int) -> Fault:
    def negated(pair: Pair, chance: random.Random) -> str | None:
        pattern, new = _NEGATIONS[pair.target][place]
        matches = list(pattern.finditer(pair.target_text))
        if not matches:
            return None
        match = chance.choice(matches)
        return pair.target_text[: match.start()] + match.expand(new) + pair.target_text[match.end() :]

    return negated


_SWAPPED = {
    "en": {
        "increased": "decreased", "rose": "fell", "rise": "fall", "growth": "decline", "more than": "less than",
        "before": "after", "after": "before", "support": "oppose", "won": "lost", "highest": "lowest",
        "decreased": "increased", "fell": "rose", "reduced": "increased", "less than": "more than", "first": "last",
        "north": "south", "south": "north", "east": "west", "west": "east", "he": "she", "she": "he", "men": "women",
        "women": "men", "open": "close", "success": "failure", "younger": "older", "public": "private",
    },
    "zh-Hans": {
        "增加": "减少", "上升": "下降", "上涨": "下跌", "增长": "下降", "提高": "降低", "超过": "低于", "之后": "之前",
        "之前": "之后", "支持": "反对", "赢得": "输掉", "最高": "最低", "减少": "增加", "下降": "上升", "低于": "超过",
        "首次": "最后", "北部": "南部", "南部": "北部", "东部": "西部", "西部": "东部", "他": "她", "她": "他",
        "男性": "女性", "女性": "男性", "成功": "失败", "国内": "国外", "大多数": "少数", "允许": "禁止",
    },
}  # fmt: skip


def _opposite(pair: Pair, chance: random.Random) -> str | None:
    """Put the opposite for a word whose meaning the source has for sure, too."""
    places = [
        (match, other)
        for word, other in _SWAPPED[pair.target].items()
        for match in re.finditer(rf"\b{word}\b" if pair.target == "en" else f"{word}(?!们)", pair.target_text)
        if _meant(pair, word)
    ]
    if not places:
        return None
    match, other = chance.choice(places)
    return f"{pair.target_text[: match.start()]}{other}{pair.target_text[match.end() :]}"


def _meant(pair: Pair, word: str) -> bool:
    return any(
        side[pair.target].certain.fullmatch(word) and side[pair.source].certain.search(pair.source_text)
        for _, one, other in opposites()
        for side in (one, other)
    )


def _report_dropped(pair: Pair, _: random.Random) -> str | None:
    if pair.target == "en":
        spoilt = re.sub(
            r",? (?:said|says|added) (?:[A-Z][\w.'-]* ?)+(?=[.,])|^According to [^,]+, ", "", pair.target_text
        )
    else:
        spoilt = re.sub(
            r"(?:^|(?<=[，。”]))[^，。“”：]{2,20}(?:表示|说|称|指出)[，：:]?", "", pair.target_text, count=1
        )
    certain = word_lists()["report"][pair.source].certain
    return spoilt if spoilt != pair.target_text and certain.search(pair.source_text) else None


def _source_word(pair: Pair, chance: random.Random) -> str | None:
    words = re.findall(r"(?<= )[a-z]{5,}(?= )", pair.source_text)
    places = [match.end() for match in re.finditer(f"[{HAN}](?=[{HAN}])", pair.target_text)]
    if pair.source != "en" or not words or not places:
        return None
    place = chance.choice(places)
    return f"{pair.target_text[:place]}{chance.choice(words)}{pair.target_text[place:]}"


def _clause_twice(pair: Pair, chance: random.Random) -> str | None:
    clauses = [match for match in _CLAUSE.finditer(pair.target_text) if len(match[0]) >= _LEAST]
    if not clauses:
        return None
    match = chance.choice(clauses)
    return pair.target_text[: match.end()] + match[0] + pair.target_text[match.end() :]


def _merged(pair: Pair, _: random.Random) -> str | None:
    return f"<<<<<<< HEAD {pair.target_text} ======= {pair.target_text} >>>>>>> branch"


SUBTLE_FAULTS: dict[str, Fault] = {
    "omission: clause": _clause_dropped,
    "omission: sentence": _sentence_dropped,
    "addition: sentence": _invented,
    "cutoff: at 60%": _cut(0.6),
    "cutoff: at 85%": _cut(0.85),
    "cutoff: at a comma": _cut_at_comma,
    "negation: added": _negated(0),
    "negation: lost": _negated(1),
    "opposite": _opposite,
    "report": _report_dropped,
    "left": _source_word,
    "clause": _clause_twice,
    "conflict": _merged,
}
"""Every such fault; the part before the colon names the guard that is there for it."""
